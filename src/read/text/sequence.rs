//! Damaged labels, decoded by the running sequences of their section.
//!
//! Text taken out of a PDF loses what its strikes meant: `~~c)h)~~` is the new label c) and the old label b), misread;
//! `~~32~~` is 3 and 2. Both sequences run in order, and that settles most of it. The search keeps the cheapest readings
//! of a section's labels, clause by clause (a beam), where cost is doubt: a misread letter, a gap, a repeat.

use super::label;
use super::structure::{Print, Read};
use crate::draft::{Change, Diff, Finding, Kind, Label, Number, Paragraph, Script, Severity, View};

/// Decodes the labels of every section that has damaged ones.
pub(super) fn decode(read: &mut Read) {
    let mut start = 0;
    while start < read.paragraphs.len() {
        let end = (start + 1..read.paragraphs.len())
            .find(|i| read.paragraphs[*i].kind.opens_section())
            .unwrap_or(read.paragraphs.len());
        section(read, start..end);
        start = end;
    }
}

/// Sections longer than this are left as they are printed.
const LONGEST: usize = 400;
/// Readings kept after each clause.
const BEAM: usize = 96;

fn section(read: &mut Read, range: std::ops::Range<usize>) {
    let list: Vec<usize> = range
        .filter(|i| {
            let p = &read.paragraphs[*i];
            p.kind == Kind::Clause && p.depth.new == 0 && p.label.is_some()
        })
        .collect();
    let damaged = list
        .iter()
        .any(|i| read.prints[*i].struck || read.prints[*i].pair.is_some());
    if !damaged || list.len() > LONGEST {
        return;
    }
    let Some(clauses) = list
        .iter()
        .map(|i| Clause::of(read, *i, &list))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let readings = search(&clauses);
    if readings.len() != clauses.len() {
        return;
    }
    let olds = infer_olds(&clauses, &readings);
    for (clause, (reading, old)) in clauses.iter().zip(readings.iter().zip(olds)) {
        apply(read, clause, reading, &old);
    }
}

/// A labelled clause as it is printed.
struct Clause {
    paragraph: usize,
    printed: String,
    /// Every way to read the printed label: new value and, where it holds two, old value.
    cuts: Vec<(Sign, Option<Sign>)>,
    struck: bool,
    /// All its words are struck.
    whole: bool,
    /// It says nearly the same as the clause before it: another version of it.
    repeats: bool,
    /// Its words end as those of a last clause do.
    ends_list: bool,
    letters: bool,
}

/// A value as printed, and how sure its sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign {
    value: u32,
    readable: bool,
}

impl Clause {
    fn of(read: &Read, index: usize, list: &[usize]) -> Option<Self> {
        let paragraph = &read.paragraphs[index];
        let print = &read.prints[index];
        let label = paragraph.label.as_ref()?;
        let printed = label
            .text
            .old
            .as_deref()
            .or(label.text.new.as_deref())?
            .to_owned();
        let words = paragraph.words.all();
        let before = list
            .iter()
            .rposition(|i| *i < index)
            .map(|k| read.paragraphs[list[k]].words.all());
        Some(Self {
            paragraph: index,
            cuts: cuts(&printed, print)?,
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
    if let Some((new, old)) = &print.pair {
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
struct Reading {
    /// Its new value; none if the clause is deleted.
    new: Option<u32>,
    old: Old,
    new_misread: bool,
    old_misread: bool,
    cost: f32,
}

/// What is known of the old label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Old {
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

fn search(clauses: &[Clause]) -> Vec<Reading> {
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
    for (k, clause) in clauses.iter().enumerate() {
        let mut next: Vec<State> = Vec::new();
        for (back, state) in layers[k].iter().enumerate() {
            for reading in readings(clause, state, k) {
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
            if kept.len() < BEAM && !kept.iter().any(known) {
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
fn readings(clause: &Clause, state: &State, k: usize) -> Vec<Reading> {
    let mut out = Vec::new();
    for (new, old) in &clause.cuts {
        let news = values(*new, state.new + 1..=state.new + 1, clause.letters);
        let olds = match old {
            // Of two clauses that claim one old number, the first is the new one: it pushed the other on.
            Some(sign) => {
                let mut olds: Vec<(Old, bool, f32)> = values(
                    *sign,
                    state.old + 1..=state.old + 1 + state.slack,
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
                // Deleted with its old label; its new one, if it is printed at all, counts for nothing.
                let old = if *old == Old::Unknown {
                    Old::Is(new.value)
                } else {
                    *old
                };
                out.push(Reading { old, ..base });
            }
            for (value, misread, cost) in &news {
                // Struck as a whole and yet inserted: the strike only says that something changed here.
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

/// The doubt in reading `sign` as `value`. Letters that look alike when struck cost least; figures are seldom misread.
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

/// What is concluded of a clause's old label.
struct Conclusion {
    old: Old,
    confidence: f32,
    why: &'static str,
}

/// Fills in the old labels that the print does not say, from the room that the known ones leave.
fn infer_olds(clauses: &[Clause], readings: &[Reading]) -> Vec<Conclusion> {
    let mut out: Vec<Conclusion> = clauses
        .iter()
        .zip(readings)
        .map(|(c, r)| of_print(c, r))
        .collect();
    let known: Vec<(usize, u32)> = readings
        .iter()
        .enumerate()
        .filter_map(|(k, r)| match r.old {
            Old::Is(old) => Some((k, old)),
            _ => None,
        })
        .collect();
    for pair in known.windows(2) {
        let ((from, old), (to, next)) = (pair[0], pair[1]);
        let free: Vec<usize> = (from + 1..to)
            .filter(|k| readings[*k].old == Old::Unknown)
            .collect();
        let struck: Vec<usize> = free
            .iter()
            .copied()
            .filter(|k| clauses[*k].struck)
            .collect();
        let room = next.saturating_sub(old + 1) as usize;
        let mut give = |list: &[usize], confidence: f32| {
            for (n, k) in list.iter().enumerate() {
                out[*k] = Conclusion {
                    old: Old::Is(old + 1 + u32::try_from(n).unwrap_or(0)),
                    confidence,
                    why: "the old labels round it leave room for just this one",
                };
            }
        };
        if room > 0 && room == struck.len() {
            give(&struck, 0.7);
        } else if room > 0 && room == free.len() {
            give(&free, 0.6);
        }
        for k in free {
            if out[k].old != Old::Unknown || room > 0 && !clauses[k].struck && room != struck.len()
            {
                continue;
            }
            out[k] = Conclusion {
                old: Old::None,
                confidence: if room == 0 { 0.8 } else { 0.6 },
                why: "the old labels round it leave no room for one here: the clause is new",
            };
        }
    }
    out
}

fn of_print(clause: &Clause, reading: &Reading) -> Conclusion {
    let misread = u8::from(reading.new_misread) + u8::from(reading.old_misread);
    let printed = match (reading.old, clause.struck) {
        (Old::Unknown, true) => 0.5,
        // Struck as a whole and yet read as inserted.
        (Old::None, true) if clause.whole => 0.8,
        (Old::Unknown, false) => 1.0,
        (_, true) => 0.95,
        (_, false) => 0.9,
    };
    Conclusion {
        old: reading.old,
        confidence: printed - 0.25 * f32::from(misread),
        why: match (reading.new_misread, reading.old_misread) {
            (false, false) => "",
            _ => "a letter is misread; the running order decides",
        },
    }
}

fn apply(read: &mut Read, clause: &Clause, reading: &Reading, conclusion: &Conclusion) {
    let paragraph = &mut read.paragraphs[clause.paragraph];
    let style = Number::parse(&clause.printed).unwrap_or_else(|| Number {
        open: String::new(),
        numerals: vec![crate::draft::Numeral {
            script: Script::LowerLatin,
            value: 1,
        }],
        suffix: String::new(),
        close: ")".to_owned(),
    });
    let render = |value: u32| -> Box<str> {
        let mut number = style.renumbered(value);
        if let Some(last) = number.numerals.last_mut()
            && last.script == Script::LowerRoman
        {
            last.script = Script::LowerLatin;
        }
        number.render().into()
    };
    let new = reading.new.map(render);
    let old = match conclusion.old {
        Old::None => None,
        Old::Is(old) => Some(render(old)),
        // Nobody can say: the base shows the label that the draft has now.
        Old::Unknown => new.clone(),
    };
    let text = Diff { old, new };
    let as_printed = |side: &Option<Box<str>>| side.as_deref().is_none_or(|l| l == clause.printed);
    let is_plain = as_printed(&text.old) && as_printed(&text.new) && !clause.struck;
    let confidence = if is_plain && !text.differs() {
        1.0
    } else {
        conclusion.confidence
    };
    report(
        &mut read.findings,
        paragraph,
        clause,
        &text,
        confidence,
        conclusion,
    );
    set_change(paragraph, &text);
    mend_lead(paragraph);
    paragraph.label = Some(Box::new(Label {
        text,
        lead: paragraph.label.as_ref().map_or(Diff::same(0), |l| l.lead),
        printed: (!is_plain).then(|| clause.printed.clone().into()),
        confidence,
    }));
}

/// A clause without old label is inserted, whatever its strikes say; one without new label is deleted.
fn set_change(paragraph: &mut Paragraph, text: &Diff<Option<Box<str>>>) {
    paragraph.change = match (&text.old, &text.new) {
        (None, Some(_)) => Change::Inserted,
        (Some(_), None) => Change::Deleted,
        _ => Change::Kept,
    };
    if paragraph.change != Change::Kept {
        paragraph.words = paragraph.words.all_as(paragraph.change);
    }
}

/// A bracket struck together with the label behind it stands or falls with its partner.
fn mend_lead(paragraph: &mut Paragraph) {
    let lead = paragraph
        .label
        .as_ref()
        .map_or(0, |l| usize::from(l.lead.new));
    if lead != 1 || paragraph.change != Change::Kept {
        return;
    }
    let mut open = 0_u32;
    let partner = paragraph.words.runs().find_map(|run| {
        run.text.chars().find_map(|sign| {
            match sign {
                '[' => open += 1,
                ']' => open = open.saturating_sub(1),
                _ => {}
            }
            (sign == ']' && open == 0).then_some(run.change)
        })
    });
    if partner == Some(Change::Kept) {
        paragraph.words.set_change(0..lead, Change::Kept);
    }
}

fn report(
    findings: &mut Vec<Finding>,
    paragraph: &Paragraph,
    clause: &Clause,
    text: &Diff<Option<Box<str>>>,
    confidence: f32,
    conclusion: &Conclusion,
) {
    if confidence >= 0.9 {
        return;
    }
    let show = |side: &Option<Box<str>>| side.as_deref().unwrap_or("none").to_owned();
    let (line, column) = paragraph.place_of(0);
    let why = if conclusion.why.is_empty() {
        "the old label is not printed"
    } else {
        conclusion.why
    };
    let code = if conclusion.old == Old::Unknown {
        "label-old-unknown"
    } else {
        "label-misread"
    };
    let message = format!(
        "the label printed {} is read as new {}, old {} ({:.0} % sure): {why}",
        clause.printed,
        show(&text.new),
        show(&text.old),
        confidence * 100.0
    );
    let finding = Finding::new(
        Severity::Warning,
        code,
        line.max(paragraph.line.get(View::Revised).to_owned()),
        column,
        message,
    );
    findings.push(finding.with_help("compare with the older draft to be sure"));
}
