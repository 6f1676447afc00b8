//! The cheapest readings of damaged labels, by the running sequences of their section.
//!
//! Text taken out of a PDF loses what its strikes meant: `~~c)h)~~` is the new label c) and the old
//! label b), misread; `~~32~~` is 3 and 2. Both sequences run in order, and that settles most of
//! it. The search keeps the cheapest readings of a section's labels, clause by clause (a beam),
//! where cost is doubt: a misread letter, a gap, a repeat.

use crate::draft::{Change, Number, Script};
use crate::read::structure::label;
use crate::read::structure::{Print, Read};

/// How widely is searched.
#[derive(Debug, Clone, Copy)]
struct Breadth {
    /// Readings kept after each clause.
    beam: usize,
    /// Old labels that are thought of behind the one that comes next.
    slack: u32,
}

impl Breadth {
    /// Nearly all sections are searched as widely as any evidence could ask for. In a section of
    /// many hundred clauses few readings go on side by side for long: a narrow search settles them,
    /// in time that grows with the section.
    ///
    /// A narrow search drops no label and makes none up: each clause is read in one of the ways
    /// that its print allows. It can take a dearer reading for the cheapest one only where more
    /// than
    /// `beam` readings stay equally likely over many clauses, or where more than `slack` old labels
    /// in a row cannot be read; what it chose is told with its doubt, as any other reading is.
    const fn of(clauses: usize) -> Self {
        const LONG: usize = 400;
        if clauses <= LONG {
            Self {
                beam: 96,
                slack: u32::MAX,
            }
        } else {
            Self { beam: 16, slack: 8 }
        }
    }
}

/// A labelled clause as it is printed.
pub(super) struct Clause {
    pub(super) paragraph: usize,
    pub(super) printed: String,
    /// Every way to read the printed label: new value and, where it holds two, old value.
    pub(super) cuts: Vec<(Sign, Option<Sign>)>,
    pub(super) struck: bool,
    /// All its words are struck.
    pub(super) whole: bool,
    /// It says nearly the same as the clause before it: another version of it.
    pub(super) repeats: bool,
    /// Its words end as those of a last clause do.
    pub(super) ends_list: bool,
    pub(super) letters: bool,
}

/// A value as printed, and how sure its sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) value: u32,
    pub(super) readable: bool,
}

impl Clause {
    pub(super) fn of(read: &Read, index: usize, list: &[usize]) -> Option<Self> {
        let paragraph = &read.paragraphs[index];
        let print = read.print(index).cloned().unwrap_or_default();
        let label = paragraph.label.as_ref()?;
        let printed = label
            .text
            .old
            .as_deref()
            .or(label.text.new.as_deref())?
            .to_owned();
        let words = paragraph.words.all();
        let before = list
            .partition_point(|i| *i < index)
            .checked_sub(1)
            .map(|k| read.paragraphs[list[k]].words.all());
        Some(Self {
            paragraph: index,
            cuts: cuts(&printed, &print)?,
            letters: printed.contains(')'),
            printed,
            struck: print.struck,
            whole: paragraph.change == Change::Deleted,
            repeats: before.is_some_and(|before| says_nearly(before, words)),
            ends_list: !words.trim_end_matches([']', '~', '*', ' ']).ends_with(';'),
        })
    }
}

fn cuts(printed: &str, print: &Print) -> Option<Vec<(Sign, Option<Sign>)>> {
    let sure = |value| Sign {
        value,
        readable: true,
    };
    if let Some((new, old)) = print.pair.as_deref() {
        let sign = |text: &str| {
            let number = Number::parse(text).and_then(|n| n.last());
            number.filter(|n| n.script != Script::Cyrillic).map_or(
                Sign {
                    value: 0,
                    readable: false,
                },
                |n| sure(n.value),
            )
        };
        return Some(vec![(sign(new), Some(sign(old)))]);
    }
    let number = Number::parse(printed)?;
    if number.numerals.len() != 1 {
        return None;
    }
    let value = number.last()?.value;
    // `ii)` among letters is the new i and an old one, both damaged.
    if number.last()?.script == Script::LowerRoman && printed.len() == 3 {
        return Some(vec![
            (
                sure(9),
                Some(Sign {
                    value: 0,
                    readable: false,
                }),
            ),
            (sure(9), None),
        ]);
    }
    let mut all = vec![(sure(value), None)];
    all.extend(
        label::cuts(printed)
            .into_iter()
            .map(|(new, old)| (sure(new), Some(sure(old)))),
    );
    Some(all)
}

/// Whether two clauses share most of their words.
fn says_nearly(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let mut all: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 2)
            .map(str::to_lowercase)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let (one, other) = (words(one), words(other));
    let shared = one
        .iter()
        .filter(|w| other.binary_search(w).is_ok())
        .count();
    shared >= 5 && shared * 10 >= one.len().min(other.len()) * 7
}

/// How one clause's label is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    /// Its new value; none if the clause is deleted.
    pub(super) new: Option<u32>,
    pub(super) old: Old,
    pub(super) new_misread: bool,
    pub(super) old_misread: bool,
    pub(super) cost: f32,
}

/// What is known of the old label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Old {
    /// There was none: the clause is new.
    None,
    /// It was this one.
    Is(u32),
    /// The print does not say.
    Unknown,
}

/// A partial reading of a section.
#[derive(Debug, Clone)]
struct State {
    cost: f32,
    new: u32,
    old: u32,
    /// Clauses since the last known old label that may hold one.
    slack: u32,
    back: usize,
    reading: Reading,
}

pub(super) fn search(clauses: &[Clause]) -> Vec<Reading> {
    let nothing = Reading {
        new: None,
        old: Old::None,
        new_misread: false,
        old_misread: false,
        cost: 0.0,
    };
    let mut layers: Vec<Vec<State>> = vec![vec![State {
        cost: 0.0,
        new: 0,
        old: 0,
        slack: 0,
        back: 0,
        reading: nothing,
    }]];
    let breadth = Breadth::of(clauses.len());
    for (k, clause) in clauses.iter().enumerate() {
        let mut next: Vec<State> = Vec::new();
        for (back, state) in layers[k].iter().enumerate() {
            for reading in readings(clause, state, k, breadth) {
                next.push(step(state, reading, clause, back));
            }
        }
        if k + 1 == clauses.len() {
            for state in &mut next {
                // What stands last ends the list, with a comma or a full stop.
                let last = if state.reading.new.is_some() {
                    k
                } else {
                    k.saturating_sub(1)
                };
                state.cost += if clauses[last].ends_list { 0.0 } else { 3.0 };
            }
        }
        next.sort_by(|a, b| {
            a.cost
                .total_cmp(&b.cost)
                .then(a.new.cmp(&b.new))
                .then(a.old.cmp(&b.old))
                .then(a.slack.cmp(&b.slack))
        });
        let mut kept: Vec<State> = Vec::new();
        for state in next {
            let known =
                |s: &State| s.new == state.new && s.old == state.old && s.slack == state.slack;
            if kept.len() < breadth.beam && !kept.iter().any(known) {
                kept.push(state);
            }
        }
        layers.push(kept);
    }
    let mut out = Vec::new();
    let mut at = 0;
    for layer in layers[1..].iter().rev() {
        let Some(state) = layer.get(at) else {
            return Vec::new();
        };
        out.push(state.reading);
        at = state.back;
    }
    out.reverse();
    out
}

fn step(state: &State, reading: Reading, clause: &Clause, back: usize) -> State {
    let mut cost = state.cost + reading.cost;
    let mut next = State {
        cost: 0.0,
        back,
        reading,
        ..*state
    };
    if let Some(new) = reading.new {
        cost += match new.cmp(&state.new) {
            std::cmp::Ordering::Equal => {
                if clause.repeats {
                    1.0
                } else {
                    6.0
                }
            }
            std::cmp::Ordering::Less => 8.0,
            std::cmp::Ordering::Greater if new == state.new + 1 => 0.0,
            std::cmp::Ordering::Greater => 1.5 + 0.1 * (new - state.new) as f32,
        };
        next.new = new.max(state.new);
    }
    match reading.old {
        Old::Is(old) => {
            cost += if old == state.old && clause.repeats {
                1.0
            } else if old <= state.old {
                8.0
            } else if old - state.old - 1 <= state.slack {
                0.05 * (old - state.old - 1) as f32
            } else {
                2.5
            };
            next.old = old.max(state.old);
            next.slack = 0;
        }
        Old::Unknown => next.slack += 1,
        Old::None => {}
    }
    next.cost = cost;
    next
}

/// Every plausible reading of a clause's label after `state`.
fn readings(clause: &Clause, state: &State, k: usize, breadth: Breadth) -> Vec<Reading> {
    let mut out = Vec::new();
    for (new, old) in &clause.cuts {
        let news = values(*new, state.new + 1..=state.new + 1, clause.letters);
        let olds = match old {
            // Of two clauses that claim one old number, the first is the new one: it pushed the
            // other on.
            Some(sign) => {
                let mut olds: Vec<(Old, bool, f32)> = values(
                    *sign,
                    state.old + 1..=state.old + 1 + state.slack.min(breadth.slack),
                    clause.letters,
                )
                .into_iter()
                .map(|(value, misread, cost)| (Old::Is(value), misread, cost + 0.1))
                .collect();
                olds.push((
                    Old::None,
                    true,
                    if sign.readable { 3.0 } else { 0.5 } + 0.001 * k as f32,
                ));
                olds
            }
            None => vec![(Old::Unknown, false, 0.0)],
        };
        for (old, old_misread, old_cost) in &olds {
            let base = Reading {
                new: None,
                old: *old,
                new_misread: false,
                old_misread: *old_misread,
                cost: *old_cost,
            };
            if clause.whole {
                // Deleted with its old label; its new one, if it is printed at all, counts for
                // nothing.
                let old = if *old == Old::Unknown {
                    Old::Is(new.value)
                } else {
                    *old
                };
                out.push(Reading { old, ..base });
            }
            for (value, misread, cost) in &news {
                // Struck as a whole and yet inserted: the strike only says that something changed
                // here.
                let flipped = if clause.whole { 1.0 } else { 0.0 };
                let old = if clause.whole { Old::None } else { *old };
                out.push(Reading {
                    new: Some(*value),
                    old,
                    new_misread: *misread,
                    cost: old_cost + cost + flipped,
                    ..base
                });
            }
        }
    }
    out
}

/// The printed value, and the values it may have been misread from.
fn values(
    sign: Sign,
    expected: std::ops::RangeInclusive<u32>,
    letters: bool,
) -> Vec<(u32, bool, f32)> {
    let mut out = Vec::new();
    if sign.readable {
        out.push((sign.value, false, 0.0));
    }
    for value in expected {
        if value != sign.value || !sign.readable {
            out.push((value, true, misreading(sign, value, letters)));
        }
    }
    out
}

/// The doubt in reading `sign` as `value`. Letters that look alike when struck cost least; figures
/// are seldom misread.
fn misreading(sign: Sign, value: u32, letters: bool) -> f32 {
    const ALIKE: [&[u8; 2]; 16] = [
        b"bh", b"ce", b"hi", b"hl", b"ij", b"il", b"co", b"eo", b"kl", b"hk", b"fl", b"it", b"gq",
        b"mn", b"uv", b"nh",
    ];
    if !letters {
        return 3.0;
    }
    let letter = |value: u32| {
        u8::try_from(value)
            .ok()
            .filter(|v| (1..=26).contains(v))
            .map_or(0, |v| b'a' + v - 1)
    };
    let (one, other) = (letter(sign.value), letter(value));
    let alike = ALIKE
        .iter()
        .any(|pair| **pair == [one, other] || **pair == [other, one]);
    if alike { 1.0 } else { 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `~~32~~`, or 3 and 2, or 32: in a section of any length, and where every tenth label cannot
    /// be read and every seventh clause is new.
    #[test]
    fn sections_of_any_length_are_decoded() {
        for count in [40, 400, 401, 2_000] {
            let clause = |n: u32| {
                let readable = !n.is_multiple_of(10);
                let sign = |value| Sign { value, readable };
                let is_new = n.is_multiple_of(7);
                let old = n - n / 7;
                let both = (sign(n), Some(sign(old)));
                let printed = format!("{n}{old}").parse().unwrap_or(0);
                Clause {
                    paragraph: n as usize,
                    printed: printed.to_string(),
                    cuts: if is_new {
                        vec![(sign(n), None)]
                    } else {
                        vec![(sign(printed), None), both]
                    },
                    struck: !is_new,
                    whole: false,
                    repeats: false,
                    ends_list: n == count,
                    letters: false,
                }
            };
            let clauses: Vec<Clause> = (1..=count).map(clause).collect();
            let readings = search(&clauses);
            let new: Vec<_> = readings.iter().map(|reading| reading.new).collect();
            let expected: Vec<_> = (1..=count).map(Some).collect();
            assert_eq!(new, expected, "{count}");
            for (n, reading) in (1..=count).zip(&readings) {
                if !n.is_multiple_of(7) && !n.is_multiple_of(10) {
                    assert_eq!(reading.old, Old::Is(n - n / 7), "{n} of {count}");
                }
            }
        }
    }
}
