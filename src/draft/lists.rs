//! Lists of numbered clauses, read off the sequence of paragraphs.
//!
//! ITU sections and articles begin anew; elsewhere paragraphs run on across headings, unless they begin with one again.
//! Articles run through the draft. Bullets and options are in no list.

use super::{Draft, Kind, Number, Paragraph, View};
use crate::vocabulary;
use std::collections::HashMap;

/// A list: its clauses, and the clause it hangs under.
pub(crate) struct List {
    pub(crate) members: Vec<usize>,
    pub(crate) parent: Option<usize>,
}

/// The lists of a draft, outer ones before the ones under them.
pub(crate) fn lists(draft: &Draft) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    // The open list of each depth, with the clause that was last in it.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut headings: HashMap<String, usize> = HashMap::new();
    let mut after_heading = false;
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        if paragraph.kind == Kind::Heading
            && let Some(word) = heading_word(paragraph)
        {
            let place = *headings.entry(word).or_insert_with(|| {
                lists.push(List {
                    members: Vec::new(),
                    parent: None,
                });
                lists.len() - 1
            });
            lists[place].members.push(index);
        }
        if paragraph.kind.opens_section() {
            let runs_on = paragraph.kind == Kind::Heading && heading_word(paragraph).is_none();
            open.retain(|(depth, _)| runs_on && *depth == 0);
            after_heading = true;
            continue;
        }
        if paragraph.kind != Kind::Clause {
            continue;
        }
        let depth = paragraph.depth.new;
        if !is_numbered(paragraph) {
            // What hangs under one option is no part of what hangs under the next.
            if is_option(paragraph) {
                open.retain(|(d, _)| *d <= depth);
            }
            continue;
        }
        open.retain(|(d, _)| *d <= depth);
        // Operative paragraphs follow preambular ones: `OP1` after `PP9`.
        open.retain(|(d, list)| {
            let last = lists[*list].members.last();
            *d != depth || last.is_none_or(|last| same_part(&draft.paragraphs[*last], paragraph))
        });
        if std::mem::take(&mut after_heading) && begins(paragraph) {
            open.clear();
        }
        let parent = open
            .iter()
            .rev()
            .find(|(d, _)| *d < depth)
            .and_then(|(_, list)| lists[*list].members.last().copied());
        let place = match open.last() {
            Some((d, list)) if *d == depth => *list,
            _ => {
                lists.push(List {
                    members: Vec::new(),
                    parent,
                });
                open.push((depth, lists.len() - 1));
                lists.len() - 1
            }
        };
        lists[place].members.push(index);
    }
    lists
}

/// `Article ` for "Article 4": the headings that are numbered together.
fn heading_word(paragraph: &Paragraph) -> Option<String> {
    let number = Number::parse(paragraph.label_in(View::Revised)?)?;
    number.open.ends_with(' ').then_some(number.open)
}

/// Whether a clause has the first label of a list.
fn begins(paragraph: &Paragraph) -> bool {
    let number = paragraph.label_in(View::Revised).and_then(Number::parse);
    number.is_some_and(|n| n.suffix.is_empty() && n.last().is_some_and(|last| last.value == 1))
}

/// Whether both clauses are labelled `PP…`, or both `OP…`, or neither is either.
fn same_part(one: &Paragraph, other: &Paragraph) -> bool {
    let part = |paragraph: &Paragraph| {
        let label = paragraph.label_in(View::Revised).unwrap_or("");
        (
            vocabulary::has_preambular_mark(label),
            vocabulary::without_operative_mark(label).is_some(),
        )
    };
    part(one) == part(other)
}

/// Bullets and options are no numbers.
fn is_numbered(paragraph: &Paragraph) -> bool {
    let label = paragraph.label_in(View::Revised).unwrap_or("");
    label.chars().any(char::is_alphanumeric) && !is_option(paragraph)
}

/// `Option 1`, `Alternative B`.
fn is_option(paragraph: &Paragraph) -> bool {
    let label = paragraph.label_in(View::Revised).unwrap_or("");
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
