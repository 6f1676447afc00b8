//! Labels of one list, or of lists at one depth, in different styles: `a)` beside `(b)`, `1.`
//! beside `2`.

use super::Subject;
use crate::draft::lists::prevailing;
use crate::draft::{Finding, Number, Script};
use rustc_hash::FxHashMap;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let mut out = Vec::new();
    let mut styles: Vec<Styled> = Vec::new();
    for list in subject.lists() {
        let labels = || list.members.iter().map(|i| subject.label(*i).to_owned());
        let Some(style) = prevailing(labels()) else {
            continue;
        };
        let mut odd = Vec::new();
        for (place, index) in list.members.iter().enumerate() {
            if !subject.open[*index]
                && is_odd(subject.label(*index), &style)
                && list.members.len() >= LEAST_MEMBERS
                && runs_on(subject, &list.members, place)
            {
                let message = format!(
                    "{} stands in a list of labels like {}",
                    subject.label(*index),
                    style.render()
                );
                odd.push(subject.at(*index, "label-style-mixed", message, HELP.to_owned()));
            }
        }
        // A list half of which is written otherwise is two lists.
        if odd.len() * MOSTLY <= list.members.len().max(MOSTLY) {
            out.append(&mut odd);
        }
        let first = list.members[0];
        let depth = subject.draft.paragraphs[first].depth.new;
        styles.push(Styled {
            sort: (
                subject.part(first),
                depth,
                style.last().map(|n| n.script),
                style.numerals.len(),
            ),
            style,
            first,
            members: list.members.len(),
        });
    }
    out.extend(lists_apart(subject, &styles));
    out
}

/// Whether a label counts in the same signs and is written otherwise.
fn is_odd(label: &str, style: &Number) -> bool {
    let alike = |n: &Number| {
        n.last().map(|n| n.script) == style.last().map(|n| n.script)
            && n.numerals.len() == style.numerals.len()
            && is_plain(n)
    };
    let readings = Number::readings(label);
    readings.iter().any(alike) && !readings.iter().any(|n| look_alike(n, style)) && is_plain(style)
}

/// Whether nothing but signs stands round the numerals. "Article 4" is a heading; Chinese writes
/// each level in a way of its own: 一、 over （一） over 1.
fn is_plain(number: &Number) -> bool {
    !number.open.contains(char::is_alphanumeric)
        && number.last().is_none_or(|n| n.script != Script::Chinese)
}

/// Whether two labels are written alike; wide signs are the narrow ones of another typeface.
fn look_alike(one: &Number, other: &Number) -> bool {
    let narrow = |number: &Number| {
        let mut out = number.clone();
        for part in [&mut out.open, &mut out.close] {
            *part = part
                .replace('（', "(")
                .replace('）', ")")
                .replace(['．', '、'], ".");
        }
        out
    };
    narrow(one).same_style(&narrow(other))
}

/// Whether a label has the number that its neighbours leave for it: else it belongs to another
/// list, or is none.
fn runs_on(subject: &Subject<'_>, members: &[usize], place: usize) -> bool {
    let values = |at: usize| -> Vec<u32> {
        let label = members.get(at).map_or("", |i| subject.label(*i));
        let readings = Number::readings(label);
        readings
            .iter()
            .filter_map(|n| Some(n.last()?.value))
            .collect()
    };
    let own = values(place);
    let follows = |one: &[u32], other: &[u32]| one.iter().any(|v| other.contains(&(v + 1)));
    let before = place.checked_sub(1).map(values);
    before.is_none_or(|before| follows(&before, &own))
        && (place + 1 == members.len() || follows(&own, &values(place + 1)))
}

/// Lists that can be compared: of one draft and depth, counted in the same signs, written with as
/// many numerals.
type Sort = (usize, u8, Option<Script>, usize);

/// A list as a whole.
struct Styled {
    sort: Sort,
    style: Number,
    /// Its first clause.
    first: usize,
    /// How many labels it has.
    members: usize,
}

/// Whole lists that are written otherwise than nearly all lists of their sort.
fn lists_apart(subject: &Subject<'_>, lists: &[Styled]) -> Vec<(usize, Finding)> {
    // Labels of each way of writing, for each sort; the ways in the order in which they come.
    let mut sorts: FxHashMap<Sort, Vec<(&Number, usize)>> = FxHashMap::default();
    // Chinese writes （1） below 1.
    let is_below = |style: &Number| style.open.contains('（');
    let compared = || {
        lists
            .iter()
            .filter(|l| is_plain(&l.style) && !is_below(&l.style))
    };
    for list in compared() {
        let ways = sorts.entry(list.sort).or_default();
        match ways
            .iter_mut()
            .find(|(way, _)| look_alike(way, &list.style))
        {
            Some((_, count)) => *count += list.members,
            None => ways.push((&list.style, list.members)),
        }
    }
    let mut out = Vec::new();
    for list in compared() {
        let ways = &sorts[&list.sort];
        let own = ways
            .iter()
            .find(|(way, _)| look_alike(way, &list.style))
            .map_or(0, |(_, n)| *n);
        let usual = ways.iter().max_by_key(|(_, count)| *count);
        if let Some((usual, count)) = usual
            && list.members > 1
            && *count > MOSTLY * own
            && !subject.open[list.first]
        {
            let message = format!(
                "this list is labelled {}, the other lists of its depth {}",
                list.style.renumbered(1).render(),
                usual.renumbered(1).render()
            );
            out.push(subject.at(list.first, "label-style-mixed", message, HELP.to_owned()));
        }
    }
    out
}

/// A style is usual if it has so many times the labels of another.
const MOSTLY: usize = 4;
/// In a shorter list nobody can say which style is the usual one.
const LEAST_MEMBERS: usize = 3;
const HELP: &str = "write all in one style";
