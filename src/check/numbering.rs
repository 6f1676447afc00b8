//! Numbers left out, given twice, or out of order.

use super::Subject;
use crate::draft::lists::{List, lists, prevailing};
use crate::draft::{Finding, Kind, Label, Number, Numeral};

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let mut out = Vec::new();
    // The last number of each list that a later one may go on from, with its depth.
    let mut ends: Vec<(u8, Number)> = Vec::new();
    for list in lists(subject.draft) {
        if let Some(end) = one_list(subject, &list, &ends, &mut out) {
            ends.push(end);
        }
    }
    out
}

/// Looks at one list; returns its depth and last number.
fn one_list(
    subject: &Subject<'_>,
    list: &List,
    ends: &[(u8, Number)],
    out: &mut Vec<(usize, Finding)>,
) -> Option<(u8, Number)> {
    let labels = || list.members.iter().map(|i| subject.label(*i).to_owned());
    let style = prevailing(labels())?;
    let depth = subject.draft.paragraphs[*list.members.first()?].depth.new;
    let mut before: Option<(usize, Number)> = None;
    let mut held: Option<(usize, Number)> = None;
    for index in &list.members {
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
        // A list that hangs under a clause without being set in: it begins with one, and the outer list goes on after it.
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
            None => first(subject, *index, &now, list, (depth, ends), out),
            Some((last, was)) if !subject.open[*last] => next(subject, *index, was, &now, out),
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
    let script = |n: &Number| n.last().map(|n| n.script);
    Number::readings(label)
        .into_iter()
        .find(|n| script(n) == script(style) && n.numerals.len() == style.numerals.len())
}

/// A list begins with one, or goes on from an earlier list.
fn first(
    subject: &Subject<'_>,
    index: usize,
    now: &Number,
    list: &List,
    (depth, ends): (u8, &[(u8, Number)]),
    out: &mut Vec<(usize, Finding)>,
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
    if value <= 1 || !is_whole || ends.iter().any(goes_on) {
        return;
    }
    let missing = now.renumbered(1).render();
    let message = format!(
        "the list begins with {}: {} is not there",
        shown(subject, index),
        Label::cited(&missing)
    );
    out.push(subject.at(index, "numbering-gap", message, HELP.to_owned()));
}

fn next(
    subject: &Subject<'_>,
    index: usize,
    was: &Number,
    now: &Number,
    out: &mut Vec<(usize, Finding)>,
) {
    // "3.1" after "2.4" begins anew.
    if was.numerals[..was.numerals.len() - 1] != now.numerals[..now.numerals.len() - 1] {
        return;
    }
    let (Some(old), Some(new)) = (was.last(), now.last()) else {
        return;
    };
    let (code, message) = if new.value == old.value && was.suffix == now.suffix {
        (
            "numbering-duplicate",
            format!("{} stands twice", shown(subject, index)),
        )
    } else if new.value < old.value {
        let message = format!(
            "{} comes after {}",
            shown(subject, index),
            Label::cited(&was.render())
        );
        ("numbering-order", message)
    } else if new.value > old.value + 1 {
        let first = Label::cited(&now.renumbered(old.value + 1).render()).to_owned();
        let last = Label::cited(&now.renumbered(new.value - 1).render()).to_owned();
        let missing = if first == last {
            format!("{first} is")
        } else {
            format!("{first} to {last} are")
        };
        let message = format!("{missing} missing before {}", shown(subject, index));
        ("numbering-gap", message)
    } else {
        return;
    };
    out.push(subject.at(index, code, message, HELP.to_owned()));
}

const HELP: &str = "redraft clean --renumber numbers afresh";

fn shown(subject: &Subject<'_>, index: usize) -> String {
    Label::cited(subject.label(index)).to_owned()
}
