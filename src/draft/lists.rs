//! Lists of numbered clauses and headings, read off the sequence of paragraphs.
//!
//! A list is a series of labels that belong together: of one depth, under one clause, in one kind
//! of signs. ITU sections and annexes begin anew; elsewhere paragraphs run on across headings,
//! unless they begin with one again. Articles run through the draft, other headings begin anew
//! under each heading further out. Bullets and options are in no list.

use super::outline::is_annex;
use super::{Draft, Kind, Number, Paragraph, Script, View};
use crate::vocabulary;

/// A list: its clauses or headings, and the one it hangs under.
pub(crate) struct List {
    pub(crate) members: Vec<usize>,
    /// How the label of each member is read here: `i)` is a letter among letters. None where it is
    /// no number.
    pub(crate) numbers: Vec<Option<Number>>,
    pub(crate) parent: Option<usize>,
}

impl List {
    /// Whether the numbers go up; what goes down again cannot be read for sure.
    pub(crate) fn is_in_order(&self) -> bool {
        let values = || self.numbers.iter().flatten().filter_map(Number::last);
        values()
            .zip(values().skip(1))
            .all(|(one, next)| one.value <= next.value || next.value == 0)
    }

    /// The number that it begins with.
    pub(crate) fn start(&self) -> u32 {
        let first = self.numbers.first().and_then(Option::as_ref);
        let first = first.filter(|number| number.suffix.is_empty());
        first
            .and_then(Number::last)
            .map_or(1, |last| last.value.max(1))
    }

    /// Whether each number is the next one: nothing is left out, given twice or put between.
    pub(crate) fn is_in_series(&self) -> bool {
        let start = self.start();
        self.numbers.iter().zip(start..).all(|(number, value)| {
            number.as_ref().is_some_and(|number| {
                number.suffix.is_empty() && number.last().is_some_and(|last| last.value == value)
            })
        })
    }
}

/// The lists of a draft, outer ones before the ones under them.
pub(crate) fn lists(draft: &Draft) -> Vec<List> {
    let mut lists = Lists::default();
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        match paragraph.kind {
            Kind::Organ => lists.open_draft(),
            Kind::Call => lists.clauses.clear(),
            Kind::Heading => lists.heading(index, paragraph),
            Kind::Clause => lists.clause(index, paragraph),
            _ => {}
        }
    }
    lists.all
}

/// The lists found so far.
#[derive(Default)]
struct Lists {
    all: Vec<List>,
    /// The open lists of clauses, outermost first.
    clauses: Vec<Open>,
    /// The open lists of headings.
    headings: Vec<Open>,
    after_heading: bool,
}

/// A list that the next label may go on with.
#[derive(Clone, Copy)]
struct Open {
    depth: u8,
    list: usize,
}

impl Lists {
    /// Another draft begins: nothing goes on.
    fn open_draft(&mut self) {
        self.clauses.clear();
        self.headings.clear();
    }

    fn heading(&mut self, index: usize, paragraph: &Paragraph) {
        self.after_heading = true;
        // Only the outermost list runs on over a heading.
        self.clauses.retain(|open| open.depth == 0);
        let label = paragraph.label_in(View::Revised);
        if is_annex(label.unwrap_or(&paragraph.words.text(View::Revised))) {
            self.clauses.clear();
            let all = &self.all;
            self.headings.retain(|open| {
                label.is_some_and(|label| goes_on(&all[open.list], label).is_some())
            });
        }
        let Some(label) = label.filter(|label| is_numbered(label)) else {
            return;
        };
        let depth = paragraph.depth.new;
        let all = &self.all;
        self.headings
            .retain(|open| open.depth <= depth || is_worded(&all[open.list]));
        let parent = self
            .headings
            .iter()
            .rev()
            .find(|open| open.depth < depth)
            .map(|open| open.list);
        let parent = parent.and_then(|list| self.all[list].members.last().copied());
        let known = self
            .headings
            .iter()
            .rposition(|open| goes_on(&self.all[open.list], label).is_some());
        match known {
            Some(at) => self.add(self.headings[at].list, index, label),
            None => {
                let list = self.begin(index, label, parent);
                self.headings.push(Open { depth, list });
            }
        }
    }

    fn clause(&mut self, index: usize, paragraph: &Paragraph) {
        let depth = paragraph.depth.new;
        let Some(label) = paragraph.label_in(View::Revised) else {
            return;
        };
        if !is_numbered(label) {
            // What hangs under one option is no part of what hangs under the next.
            if is_option(label) {
                self.clauses.retain(|open| open.depth <= depth);
            }
            return;
        }
        self.clauses.retain(|open| open.depth <= depth);
        if std::mem::take(&mut self.after_heading) && is_first(label) {
            self.clauses.clear();
        }
        let parent = self
            .clauses
            .iter()
            .rev()
            .find(|open| open.depth < depth)
            .map(|open| open.list);
        let parent = parent.and_then(|list| self.all[list].members.last().copied());
        let is_known =
            |open: &Open| open.depth == depth && goes_on(&self.all[open.list], label).is_some();
        match self.clauses.iter().rposition(is_known) {
            Some(at) => {
                self.clauses.truncate(at + 1);
                self.add(self.clauses[at].list, index, label);
            }
            None => {
                let list = self.begin(index, label, parent);
                self.clauses.push(Open { depth, list });
            }
        }
    }

    fn begin(&mut self, index: usize, label: &str, parent: Option<usize>) -> usize {
        // `i)` that begins a list is the roman one.
        let readings = Number::readings(label);
        let is_one = |number: &&Number| number.last().is_some_and(|last| last.value == 1);
        let number = readings.iter().find(is_one).or(readings.first()).cloned();
        self.all.push(List {
            members: vec![index],
            numbers: vec![number],
            parent,
        });
        self.all.len() - 1
    }

    fn add(&mut self, list: usize, index: usize, label: &str) {
        let number = goes_on(&self.all[list], label).flatten();
        self.all[list].members.push(index);
        self.all[list].numbers.push(number);
    }
}

/// How a label is read as the next one of a list; none if it belongs to another.
fn goes_on(list: &List, label: &str) -> Option<Option<Number>> {
    let readings = Number::readings(label);
    let Some(last) = list.numbers.iter().flatten().next_back() else {
        return Some(readings.into_iter().next());
    };
    // `[4][2].` stands for several numbers.
    if readings.is_empty() {
        return Some(None);
    }
    let number = readings.into_iter().find(|number| is_like(last, number))?;
    let (before, value) = (last.last()?.value, number.last()?.value);
    let begins_again = value == 1 && before > 1 && number.suffix.is_empty();
    (!begins_again).then_some(Some(number))
}

/// Whether two labels can be of one list: the same script, the same word before, the same numbers
/// above.
fn is_like(one: &Number, other: &Number) -> bool {
    let script = |number: &Number| number.last().map(|last| last.script);
    // "Chapitre premier" comes before "Chapitre II".
    let same_script = script(one) == script(other)
        || !word(one).is_empty() && one.open.ends_with(' ')
        || script(one) == Some(Script::Open)
        || script(other) == Some(Script::Open);
    let above =
        |number: &Number| number.numerals[..number.numerals.len().saturating_sub(1)].to_vec();
    same_script && word(one) == word(other) && above(one) == above(other)
}

/// The word before the numerals: `article`, `op`.
fn word(number: &Number) -> String {
    let open = number.open.trim();
    // What the number counts stands after it in `第三条`, `第二部分`.
    if open == vocabulary::counted_before() {
        format!("{open}{}", number.close)
    } else if open.starts_with(char::is_alphabetic) {
        open.to_lowercase()
    } else {
        String::new()
    }
}

/// Whether a list is one of articles, parts, annexes: of headings that a word names.
fn is_worded(list: &List) -> bool {
    list.numbers
        .iter()
        .flatten()
        .next()
        .is_some_and(|number| !word(number).is_empty())
}

/// Whether a label is the first of a list.
fn is_first(label: &str) -> bool {
    Number::readings(label)
        .iter()
        .any(|number| number.suffix.is_empty() && number.last().is_some_and(|last| last.value == 1))
}

/// Bullets and options are no numbers.
fn is_numbered(label: &str) -> bool {
    label.chars().any(char::is_alphanumeric) && !is_option(label)
}

/// `Option 1`, `Alternative B`.
fn is_option(label: &str) -> bool {
    Number::parse(label).is_some_and(|number| number.is_option())
}

/// The style that most labels of a list share; of equally many, the first.
pub(crate) fn prevailing(labels: impl Iterator<Item = String>) -> Option<Number> {
    let mut styles: Vec<(Number, usize)> = Vec::new();
    for label in labels {
        let readings = Number::readings(&label);
        // `i)` counts for letters and for roman numerals, whichever the list is in.
        for reading in readings {
            match styles
                .iter_mut()
                .find(|(style, _)| style.same_style(&reading))
            {
                Some((_, count)) => *count += 1,
                None => styles.push((reading, 1)),
            }
        }
    }
    let first_is_one = |n: &Number| usize::from(n.last().is_some_and(|l| l.value == 1));
    styles
        .into_iter()
        .rev()
        .max_by_key(|(style, count)| (*count, first_is_one(style)))
        .map(|(style, _)| style)
}
