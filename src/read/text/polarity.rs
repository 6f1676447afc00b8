//! Strikes that say only "something changed here": dates and references decide what came and what
//! went.
//!
//! In damaged drafts `2012-2015~~2016-2019~~` has its strike on the wrong half, and `resolves 1,
//! ~~32~~ above` holds a new and an old number. The later date is the newer text; a number that is
//! a new and an old label of the section called is those two.

use crate::draft::{
    Change, Draft, Finding, Kind, Number, Outline, Paragraph, Severity, View, Wording,
};
use crate::read::structure::Read;
use crate::read::structure::label;
use crate::vocabulary;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// Settles what evidence settles.
pub(super) fn settle(read: &mut Read) {
    for i in 0..read.paragraphs.len() {
        dates(&mut read.paragraphs[i], &mut read.findings);
    }
    references(read);
}

/// A date, or a conference's city and year, with the year that orders it.
struct Date {
    range: Range<usize>,
    year: u32,
}

fn dates(paragraph: &mut Paragraph, findings: &mut Vec<Finding>) {
    let mut changes = Changes::of(&paragraph.words);
    let all = paragraph.words.all();
    for range in changes.struck() {
        let Some(inner) = date_at_start(all, range.start).filter(|d| d.range.end == range.end)
        else {
            continue;
        };
        let before = date_at_end(all, range.start);
        let after = date_at_start(all, range.end);
        let stands = |date: &Date| changes.at(&date.range) == Some(Change::Kept);
        let Some(other) = before.filter(stands).or_else(|| after.filter(stands)) else {
            continue;
        };
        if other.year == inner.year {
            continue;
        }
        if inner.year > other.year {
            let (line, column) = paragraph.place_of(range.start);
            findings.push(
                Finding::new(
                    Severity::Warning,
                    "strike-inverted",
                    line,
                    column,
                    format!(
                        "{} is struck but later than {}: read as inserted",
                        &all[inner.range.clone()],
                        &all[other.range.clone()]
                    ),
                )
                .with_help("check it against the older draft"),
            );
            changes.set(inner.range, Change::Inserted);
            changes.set(other.range, Change::Deleted);
        } else {
            changes.set(other.range, Change::Inserted);
        }
    }
    let settled = changes.settled();
    paragraph.words.set_changes(&settled);
}

/// The changes of a wording as they are printed, and as they are settled since: asked and set at
/// once, however many marks there are.
struct Changes {
    /// Where each run ends, and its change.
    runs: Vec<(usize, Change)>,
    settled: BTreeMap<usize, (usize, Change)>,
}

impl Changes {
    fn of(words: &Wording) -> Self {
        Self {
            runs: words
                .runs()
                .map(|run| (run.start + run.text.len(), run.change))
                .collect(),
            settled: BTreeMap::new(),
        }
    }

    /// The words that are printed as struck.
    fn struck(&self) -> Vec<Range<usize>> {
        let starts = std::iter::once(0).chain(self.runs.iter().map(|(end, _)| *end));
        starts
            .zip(&self.runs)
            .filter(|(_, (_, change))| *change == Change::Deleted)
            .map(|(start, (end, _))| start..*end)
            .collect()
    }

    /// The change of a range, where it has but one.
    fn at(&self, range: &Range<usize>) -> Option<Change> {
        let before = self.settled.range(..range.end).next_back();
        if let Some((start, (end, change))) = before.filter(|(_, (end, _))| *end > range.start) {
            return (*start <= range.start && range.end <= *end).then_some(*change);
        }
        let run = self.runs.partition_point(|(end, _)| *end <= range.start);
        let (end, change) = self.runs.get(run)?;
        (range.end <= *end).then_some(*change)
    }

    fn set(&mut self, range: Range<usize>, change: Change) {
        self.settled.insert(range.start, (range.end, change));
    }

    fn settled(self) -> Vec<(Range<usize>, Change)> {
        let settled = self.settled.into_iter();
        settled
            .map(|(start, (end, change))| (start..end, change))
            .collect()
    }
}

/// `Guadalajara, 2010`, `Rev. Busan, 2014`, `2016-2019`, `2014` at `at`.
fn date_at_start(text: &str, at: usize) -> Option<Date> {
    let rest = text.get(at..)?;
    let letters = rest.chars().take(LONGEST_NAME);
    let name: usize = letters
        .take_while(|c| c.is_alphabetic() || *c == ' ' || *c == '.')
        .map(char::len_utf8)
        .sum();
    let city = name > 0 && rest.starts_with(char::is_uppercase) && rest[name..].starts_with(", ");
    let start = if city { name + 2 } else { 0 };
    let (len, year) = years(&rest[start..])?;
    Some(Date {
        range: at..at + start + len,
        year,
    })
}

/// No city has a longer name, in letters.
const LONGEST_NAME: usize = 80;
/// `2016-2019`
const LONGEST_YEARS: usize = 9;

/// The same, ending at `at`.
fn date_at_end(text: &str, at: usize) -> Option<Date> {
    let before = text.get(..at)?;
    let start = before.len()
        - before
            .chars()
            .rev()
            .take(LONGEST_YEARS + 1)
            .take_while(|c| c.is_ascii_digit() || *c == '-')
            .count();
    let (len, year) = years(&before[start..])?;
    if start + len != at || before[..start].ends_with(char::is_alphanumeric) {
        return None;
    }
    let city = before[..start].strip_suffix(", ").map_or(start, |head| {
        let word = head.len()
            - head
                .chars()
                .rev()
                .take(LONGEST_NAME)
                .take_while(|c| c.is_alphabetic())
                .map(char::len_utf8)
                .sum::<usize>();
        if head[word..].starts_with(char::is_uppercase) {
            word
        } else {
            start
        }
    });
    Some(Date {
        range: city..at,
        year,
    })
}

/// `2014`, `2016-2019`: its length and its last year.
fn years(text: &str) -> Option<(usize, u32)> {
    let one = |text: &str| -> Option<u32> {
        let digits = text.get(..4)?;
        let year: u32 = digits.parse().ok().filter(|y| (1900..2100).contains(y))?;
        (!text[4..].starts_with(|c: char| c.is_ascii_digit())).then_some(year)
    };
    let first = one(text)?;
    match text[4..].strip_prefix('-').and_then(one) {
        Some(last) => Some((9, last)),
        None => Some((4, first)),
    }
}

/// The old and new numbers of one section's clauses.
struct Renumbered {
    pairs: HashSet<(u32, u32)>,
    news: HashSet<u32>,
}

/// Cross-references renumbered by hand: `resolves 1, ~~32~~, and ~~43~~ above`, `resolves 54
/// above`.
fn references(read: &mut Read) {
    let sections = renumbered(&mut read.paragraphs);
    for paragraph in read
        .paragraphs
        .iter_mut()
        .filter(|p| p.kind == Kind::Clause)
    {
        for (call, sections) in &sections {
            let found = decoded(paragraph, call, sections);
            let mut changes = Vec::with_capacity(2 * found.len());
            for (range, new) in found {
                let (line, column) = paragraph.place_of(range.start);
                let digits = &paragraph.words.all()[range.clone()];
                read.findings.push(Finding::new(
                    Severity::Note,
                    "reference-decoded",
                    line,
                    column,
                    format!(
                        "{call} {digits} is read as new {}, old {}",
                        &digits[..new],
                        &digits[new..]
                    ),
                ));
                changes.push((range.start..range.start + new, Change::Inserted));
                changes.push((range.start + new..range.end, Change::Deleted));
            }
            paragraph.words.set_changes(&changes);
        }
    }
}

/// The numbers after a call that are a new and an old label of one of its sections, and how long
/// the new one is.
fn decoded(
    paragraph: &Paragraph,
    call: &str,
    sections: &[Renumbered],
) -> Vec<(Range<usize>, usize)> {
    let numbers = numbers_after(paragraph.words.all(), call);
    if numbers.is_empty() {
        return Vec::new();
    }
    let changes = Changes::of(&paragraph.words);
    let decoded = |range: Range<usize>| {
        let digits = &paragraph.words.all()[range.clone()];
        let is_struck = changes.at(&range) == Some(Change::Deleted);
        let number: Option<u32> = digits.parse().ok();
        let cuts = label::cuts(digits);
        let cut = sections.iter().find_map(|section| {
            let stands = number.is_some_and(|n| section.news.contains(&n));
            let mut pairs = cuts.iter().filter(|_| is_struck || !stands);
            pairs.find(|pair| section.pairs.contains(pair))
        })?;
        Some((range, cut.0.to_string().len()))
    };
    numbers.into_iter().filter_map(decoded).collect()
}

/// The sections that were renumbered, by the calls that open them.
fn renumbered(paragraphs: &mut Vec<Paragraph>) -> Vec<(String, Vec<Renumbered>)> {
    let draft = Draft {
        paragraphs: std::mem::take(paragraphs),
        ..Draft::default()
    };
    let value = |label: &Option<Box<str>>| {
        label
            .as_deref()
            .and_then(Number::parse)
            .and_then(|n| n.last())
            .map(|n| n.value)
    };
    let all = &draft.paragraphs;
    let mut out: Vec<(String, Vec<Renumbered>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for section in Outline::of(&draft, View::Revised).sections {
        if section.head.is_none_or(|head| all[head].kind != Kind::Call) {
            continue;
        }
        let labels = || {
            all[section.paragraphs.clone()]
                .iter()
                .filter(|p| p.depth.new == 0)
                .filter_map(|p| p.label.as_ref())
        };
        let pairs: HashSet<(u32, u32)> = labels()
            .filter_map(|l| Some((value(&l.text.new)?, value(&l.text.old)?)))
            .filter(|(new, old)| new != old)
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let place = *places.entry(section.name.clone()).or_insert_with(|| {
            out.push((section.name.clone(), Vec::new()));
            out.len() - 1
        });
        out[place].1.push(Renumbered {
            pairs,
            news: labels().filter_map(|l| value(&l.text.new)).collect(),
        });
    }
    *paragraphs = draft.paragraphs;
    out
}

/// The numbers listed after a call: `resolves 1, 32, and 43 above`.
fn numbers_after(text: &str, call: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(call) {
        if text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let mut place = at + call.len();
        loop {
            let rest = &text[place..];
            let gap = rest.len() - rest.trim_start_matches([' ', ',']).len();
            let gap = gap + joint(&rest[gap..]);
            let digits = rest[gap..].len()
                - rest[gap..]
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .len();
            if digits == 0 || gap == 0 {
                break;
            }
            out.push(place + gap..place + gap + digits);
            place += gap + digits;
        }
    }
    out
}

/// How long "and " is, where a text begins with it.
fn joint(text: &str) -> usize {
    let joints = vocabulary::joints().iter();
    let after = { joints }.find_map(|joint| text.strip_prefix(joint)?.strip_prefix(' '));
    after.map_or(0, |after| text.len() - after.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_cities() {
        let text =
            "set out in Resolution 71 (Rev. Busan, 2014Guadalajara, 2010) for 2012-20152016-2019";
        let at = text.find("Guadalajara").unwrap();
        assert_eq!(
            date_at_start(text, at).map(|d| (&text[d.range], d.year)),
            Some(("Guadalajara, 2010", 2010))
        );
        assert_eq!(
            date_at_end(text, at).map(|d| (&text[d.range], d.year)),
            Some(("Busan, 2014", 2014))
        );
        let at = text.find("2016").unwrap();
        assert_eq!(
            date_at_end(text, at).map(|d| (&text[d.range], d.year)),
            Some(("2012-2015", 2015))
        );
    }

    #[test]
    fn numbers_after_a_call() {
        let text = "as outlined in resolves 1, 32, and 43 above";
        let found: Vec<&str> = numbers_after(text, "resolves")
            .into_iter()
            .map(|r| &text[r])
            .collect();
        assert_eq!(found, ["1", "32", "43"]);
    }
}
