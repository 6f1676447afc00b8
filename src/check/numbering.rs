//! Numbers left out, given twice, or out of order.

use super::Subject;
use crate::draft::lists::{List, prevailing};
use crate::draft::{Finding, Kind, Label, Number, Numeral};

/// More numbers than these are hardly left out by mistake: the labels belong to two lists.
const MOST_MISSING: u32 = 3;
/// A list in which more than one step in so many looks wrong is not one that counts in ones.
const STEPS_FOR_A_DOUBT: usize = 4;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let mut out = Vec::new();
    // The last number of each list that a later one may go on from, with its depth.
    let mut ends: Vec<(u8, Number)> = Vec::new();
    for list in subject.lists() {
        let mut series = Series::default();
        if let Some(end) = one_list(subject, &list, &ends, &mut series) {
            ends.push(end);
        }
        out.extend(series.told());
    }
    out
}

/// What the steps of one list show.
#[derive(Default)]
struct Series {
    /// Steps from one number to the next.
    good: usize,
    doubts: Vec<(usize, Finding)>,
}

impl Series {
    /// What looks wrong, unless so much does that the list follows a rule of its own.
    fn told(self) -> Vec<(usize, Finding)> {
        // One wrong number makes two wrong steps: 1, 2, 5, 4.
        let few = self.doubts.len() <= 2 || self.doubts.len() * STEPS_FOR_A_DOUBT <= self.good;
        if few { self.doubts } else { Vec::new() }
    }
}

/// Looks at one list; returns its depth and last number.
fn one_list(
    subject: &Subject<'_>,
    list: &List,
    ends: &[(u8, Number)],
    series: &mut Series,
) -> Option<(u8, Number)> {
    let labels = || list.members.iter().map(|i| subject.label(*i).to_owned());
    let style = prevailing(labels())?;
    let depth = subject.draft.paragraphs[*list.members.first()?].depth.new;
    let mut before: Option<(usize, Number)> = None;
    let mut held: Option<(usize, Number)> = None;
    for index in &list.members {
        // A date read as a label, an item of another list: what is written otherwise does not count
        // with the rest.
        let Some(now) = reading(subject.label(*index), &style) else {
            continue;
        };
        if now.last().is_some_and(|n| n.value == 0) {
            continue;
        }
        // What waits for a decision may be numbered in any way.
        if subject.open[*index] {
            before = Some((*index, now));
            continue;
        }
        // A list that hangs under a clause without being set in: it begins with one, and the outer
        // list goes on after it.
        if let Some((last, was)) = &before {
            let restarts = now.last().is_some_and(|n| n.value == 1) && now.numerals.len() == 1;
            if restarts && was.last().is_some_and(|n| n.value != 1) && leads(subject, *last) {
                held = before.replace((*index, now));
                continue;
            }
            if let Some(outer) =
                held.take_if(|(_, outer)| follows(outer, &now) && !follows(was, &now))
            {
                before = Some(outer);
            }
        }
        match &before {
            None => first(subject, *index, &now, list, (depth, ends), series),
            Some((last, was)) if !subject.open[*last] => {
                next(subject, (*last, was), (*index, &now), series);
            }
            Some(_) => {}
        }
        before = Some((*index, now));
    }
    before.map(|(_, number)| (depth, number))
}

/// Whether a clause says that a list follows.
fn leads(subject: &Subject<'_>, index: usize) -> bool {
    subject.draft.paragraphs[index]
        .words
        .all()
        .trim_end()
        .ends_with(':')
}

fn follows(was: &Number, now: &Number) -> bool {
    matches!((was.last(), now.last()), (Some(was), Some(now)) if was.value + 1 == now.value)
}

/// How a label is read in a list: `i)` is a letter among letters.
fn reading(label: &str, style: &Number) -> Option<Number> {
    Number::readings(label)
        .into_iter()
        .find(|n| n.same_style(style))
}

/// Whether a number that seems to be missing stands between two clauses: read as part of another
/// list, or run into words.
fn stands_between(subject: &Subject<'_>, from: usize, to: usize, missing: &Number) -> bool {
    let printed = missing.render();
    let is_marked = !missing.open.trim().is_empty() || !missing.close.trim().is_empty();
    subject.draft.paragraphs[from..to]
        .iter()
        .enumerate()
        .any(|(k, paragraph)| {
            let label = Number::readings(subject.label(from + k));
            label.iter().any(|n| n.last() == missing.last())
                || Label::cited(subject.label(from + k)) == Label::cited(&printed)
                || is_marked && paragraph.words.all().contains(&printed)
        })
}

/// A list begins with one, or goes on from an earlier list.
fn first(
    subject: &Subject<'_>,
    index: usize,
    now: &Number,
    list: &List,
    (depth, ends): (u8, &[(u8, Number)]),
    series: &mut Series,
) {
    let Some(Numeral { value, script }) = now.last() else {
        return;
    };
    let goes_on = |(at, end): &(u8, Number)| {
        *at == depth
            && end
                .last()
                .is_some_and(|e| e.script == script && e.value + 1 == value)
    };
    // A draft may hold only some articles; paragraphs without the first are another matter.
    let is_heading = subject.draft.paragraphs[index].kind == Kind::Heading;
    let is_whole = list.members.len() > 1 && now.numerals.len() == 1 && !is_heading;
    let begins = value > 1 && value <= MOST_MISSING + 1;
    if !begins || !is_whole || ends.iter().any(goes_on) {
        return;
    }
    let missing = now.renumbered(1);
    let section = subject.outline.section_of(index);
    let from = section.map_or(0, |section| section.paragraphs.start);
    let from = from.max(index.saturating_sub(REACH));
    if stands_between(subject, from, index, &now.renumbered(value - 1)) {
        return;
    }
    let message = format!(
        "the list begins with {}: {} is not there",
        shown(subject, index),
        Label::cited(&missing.render())
    );
    let doubt = subject.at(index, "numbering-gap", message, HELP.to_owned());
    series.doubts.push(doubt);
}

/// Looks at the step from one clause to the next of its list.
fn next(
    subject: &Subject<'_>,
    (last, was): (usize, &Number),
    (index, now): (usize, &Number),
    series: &mut Series,
) {
    // "3.1" after "2.4" begins anew.
    if was.numerals[..was.numerals.len() - 1] != now.numerals[..now.numerals.len() - 1] {
        return;
    }
    let (Some(old), Some(new)) = (was.last(), now.last()) else {
        return;
    };
    let is_slip = new.value.abs_diff(old.value) <= MOST_MISSING + 1;
    let (code, message) = if new.value == old.value && was.suffix == now.suffix {
        (
            "numbering-duplicate",
            format!("{} stands twice", shown(subject, index)),
        )
    } else if new.value < old.value && new.value > 1 && is_slip {
        let message = format!(
            "{} comes after {}",
            shown(subject, index),
            Label::cited(&was.render())
        );
        ("numbering-order", message)
    } else if new.value > old.value + 1
        && is_slip
        && !stands_between(subject, last, index, &now.renumbered(new.value - 1))
    {
        ("numbering-gap", gap(subject, index, now, (old, new)))
    } else {
        series.good += usize::from(new.value == old.value + 1);
        return;
    };
    let doubt = subject.at(index, code, message, HELP.to_owned());
    series.doubts.push(doubt);
}

/// Says which numbers are missing between two.
fn gap(
    subject: &Subject<'_>,
    index: usize,
    now: &Number,
    (old, new): (Numeral, Numeral),
) -> String {
    let first = Label::cited(&now.renumbered(old.value + 1).render()).to_owned();
    let last = Label::cited(&now.renumbered(new.value - 1).render()).to_owned();
    let missing = if first == last {
        format!("{first} is")
    } else {
        format!("{first} to {last} are")
    };
    format!("{missing} missing before {}", shown(subject, index))
}

/// So many paragraphs before a list are looked through for its first number.
const REACH: usize = 500;

const HELP: &str = "redraft clean --renumber numbers afresh";

fn shown(subject: &Subject<'_>, index: usize) -> String {
    Label::cited(subject.label(index)).to_owned()
}
