//! Labels of one list, or of lists at one depth, in different styles: `a)` beside `(b)`, `1.` beside `2`.

use super::Subject;
use crate::draft::lists::{lists, prevailing};
use crate::draft::{Finding, Number, Script};
use rustc_hash::FxHashMap;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let mut out = Vec::new();
    // The style of each list, with its depth, its first clause and how many labels have it.
    let mut styles: Vec<(u8, Number, usize, usize)> = Vec::new();
    for list in lists(subject.draft) {
        let labels = || list.members.iter().map(|i| subject.label(*i).to_owned());
        let Some(style) = prevailing(labels()) else {
            continue;
        };
        for index in &list.members {
            if !subject.open[*index]
                && is_odd(subject.label(*index), &style)
                && list.members.len() > 2
            {
                let message = format!(
                    "{} stands in a list of labels like {}",
                    subject.label(*index),
                    style.render()
                );
                out.push(subject.at(*index, "label-style-mixed", message, HELP.to_owned()));
            }
        }
        let first = list.members[0];
        let depth = subject.draft.paragraphs[first].depth.new;
        styles.push((depth, style, first, list.members.len()));
    }
    out.extend(lists_apart(subject, &styles));
    out
}

/// Whether a label counts in the same signs and is written otherwise.
fn is_odd(label: &str, style: &Number) -> bool {
    let alike = |n: &Number| {
        n.last().map(|n| n.script) == style.last().map(|n| n.script)
            && n.numerals.len() == style.numerals.len()
    };
    let readings = Number::readings(label);
    readings.iter().any(alike) && !readings.iter().any(|n| n.same_style(style))
}

/// Lists that can be compared: of one depth, counted in the same signs, written with as many numerals.
type Sort = (u8, Option<Script>, usize);

/// Whole lists that are written otherwise than nearly all lists of their sort.
fn lists_apart(
    subject: &Subject<'_>,
    styles: &[(u8, Number, usize, usize)],
) -> Vec<(usize, Finding)> {
    // Labels of each way of writing, for each sort; the ways in the order in which they come.
    let mut sorts: FxHashMap<Sort, Vec<(&Number, usize)>> = FxHashMap::default();
    let sort =
        |depth: u8, style: &Number| (depth, style.last().map(|n| n.script), style.numerals.len());
    let compared = || {
        styles
            .iter()
            .filter(|(_, style, ..)| style.open.trim().len() < 2)
    };
    for (depth, style, _, members) in compared() {
        let ways = sorts.entry(sort(*depth, style)).or_default();
        match ways.iter_mut().find(|(way, _)| way.same_style(style)) {
            Some((_, count)) => *count += members,
            None => ways.push((style, *members)),
        }
    }
    let mut out = Vec::new();
    for (depth, style, first, members) in compared() {
        let ways = &sorts[&sort(*depth, style)];
        let own = ways
            .iter()
            .find(|(way, _)| way.same_style(style))
            .map_or(0, |(_, n)| *n);
        let usual = ways.iter().max_by_key(|(_, count)| *count);
        if let Some((usual, count)) = usual
            && *members > 1
            && *count > MOSTLY * own
            && !subject.open[*first]
        {
            let message = format!(
                "this list is labelled {}, the other lists of its depth {}",
                style.renumbered(1).render(),
                usual.renumbered(1).render()
            );
            out.push(subject.at(*first, "label-style-mixed", message, HELP.to_owned()));
        }
    }
    out
}

/// A style is usual if it has so many times the labels of another.
const MOSTLY: usize = 4;
const HELP: &str = "write all in one style";
