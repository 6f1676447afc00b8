//! Strikes that say only "something changed here": dates and references decide what came and what went.
//!
//! In damaged drafts `2012-2015~~2016-2019~~` has its strike on the wrong half, and `resolves 1, ~~32~~ above` holds a new
//! and an old number. The later date is the newer text; a number that is a new and an old label of the section called is
//! those two.

use crate::draft::{Change, Finding, Kind, Number, Outline, Paragraph, Severity, View, Wording};
use crate::read::structure::Read;
use crate::read::structure::label;
use crate::vocabulary;
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
    let struck: Vec<Range<usize>> = paragraph
        .words
        .runs()
        .filter(|r| r.change == Change::Deleted)
        .map(|r| r.start..r.start + r.text.len())
        .collect();
    for range in struck {
        let all = paragraph.words.all();
        let Some(inner) = date_at_start(all, range.start).filter(|d| d.range.end == range.end)
        else {
            continue;
        };
        let before = date_at_end(all, range.start);
        let after = date_at_start(all, range.end);
        let stands = |date: &Date| change_of(&paragraph.words, &date.range) == Some(Change::Kept);
        let Some(other) = before.filter(stands).or_else(|| after.filter(stands)) else {
            continue;
        };
        if other.year == inner.year {
            continue;
        }
        let (line, column) = paragraph.place_of(range.start);
        if inner.year > other.year {
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
            paragraph.words.set_change(inner.range, Change::Inserted);
            paragraph.words.set_change(other.range, Change::Deleted);
        } else {
            paragraph.words.set_change(other.range, Change::Inserted);
        }
    }
}

fn change_of(words: &Wording, range: &Range<usize>) -> Option<Change> {
    words
        .runs()
        .find(|r| r.start <= range.start && range.end <= r.start + r.text.len())
        .map(|r| r.change)
}

/// `Guadalajara, 2010`, `Rev. Busan, 2014`, `2016-2019`, `2014` at `at`.
fn date_at_start(text: &str, at: usize) -> Option<Date> {
    let rest = text.get(at..)?;
    let name = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '.')
            .len();
    let city = name > 0 && rest.starts_with(char::is_uppercase) && rest[name..].starts_with(", ");
    let start = if city { name + 2 } else { 0 };
    let (len, year) = years(&rest[start..])?;
    Some(Date {
        range: at..at + start + len,
        year,
    })
}

/// The same, ending at `at`.
fn date_at_end(text: &str, at: usize) -> Option<Date> {
    let before = text.get(..at)?;
    let start = before.len()
        - before
            .chars()
            .rev()
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
    call: String,
    pairs: Vec<(u32, u32)>,
    news: Vec<u32>,
}

/// Cross-references renumbered by hand: `resolves 1, ~~32~~, and ~~43~~ above`, `resolves 54 above`.
fn references(read: &mut Read) {
    let sections = renumbered(&read.paragraphs);
    for paragraph in read
        .paragraphs
        .iter_mut()
        .filter(|p| p.kind == Kind::Clause)
    {
        for section in &sections {
            let found: Vec<(Range<usize>, usize)> =
                numbers_after(paragraph.words.all(), &section.call)
                    .into_iter()
                    .filter_map(|range| {
                        let digits = &paragraph.words.all()[range.clone()];
                        let struck = change_of(&paragraph.words, &range) == Some(Change::Deleted);
                        let stands = digits.parse().is_ok_and(|n| section.news.contains(&n));
                        let cut = label::cuts(digits)
                            .into_iter()
                            .find(|pair| section.pairs.contains(pair))?;
                        (struck || !stands).then(|| (range, cut.0.to_string().len()))
                    })
                    .collect();
            for (range, new) in found {
                let (line, column) = paragraph.place_of(range.start);
                let digits = paragraph.words.all()[range.clone()].to_owned();
                read.findings.push(Finding::new(
                    Severity::Note,
                    "reference-decoded",
                    line,
                    column,
                    format!(
                        "{} {digits} is read as new {}, old {}",
                        section.call,
                        &digits[..new],
                        &digits[new..]
                    ),
                ));
                paragraph
                    .words
                    .set_change(range.start..range.start + new, Change::Inserted);
                paragraph
                    .words
                    .set_change(range.start + new..range.end, Change::Deleted);
            }
        }
    }
}

fn renumbered(paragraphs: &[Paragraph]) -> Vec<Renumbered> {
    let draft = crate::draft::Draft {
        paragraphs: paragraphs.to_vec(),
        ..crate::draft::Draft::default()
    };
    let value = |label: &Option<Box<str>>| {
        label
            .as_deref()
            .and_then(Number::parse)
            .and_then(|n| n.last())
            .map(|n| n.value)
    };
    Outline::of(&draft, View::Revised)
        .sections
        .iter()
        .filter(|s| s.head.is_some_and(|h| paragraphs[h].kind == Kind::Call))
        .map(|section| {
            let labels = || {
                paragraphs[section.paragraphs.clone()]
                    .iter()
                    .filter(|p| p.depth.new == 0)
                    .filter_map(|p| p.label.as_ref())
            };
            Renumbered {
                call: section.name.clone(),
                pairs: labels()
                    .filter_map(|l| Some((value(&l.text.new)?, value(&l.text.old)?)))
                    .filter(|(new, old)| new != old)
                    .collect(),
                news: labels().filter_map(|l| value(&l.text.new)).collect(),
            }
        })
        .filter(|section| !section.pairs.is_empty())
        .collect()
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
