//! The words of a redline -> what is kept, deleted and inserted of the two source paragraphs, label
//! and white space and all.

use crate::docx::atoms::{Line, NONE};
use crate::draft::{Change, Paragraph, View};
use std::ops::Range;

/// One step through both sources, in bytes of their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Op {
    Keep(Range<usize>, Range<usize>),
    Delete(Range<usize>),
    Insert(Range<usize>),
}

/// Where the words of a draft's paragraph stand in the text of its source: white space and a typed
/// label may come before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Zones {
    /// White space before everything.
    space: usize,
    /// Bytes of words before the label: opening brackets.
    lead: usize,
    /// The label with the white space after it; 0 for automatic labels.
    label: usize,
    /// White space after everything.
    tail: usize,
}

impl Zones {
    /// None where the text is not the label and the words: then nothing is known of it.
    fn of(source: &str, words: &str, lead: usize) -> Option<Self> {
        let before = source.len() - source.trim_start().len();
        let after = source.len() - source.trim_end().len();
        // Parts of split paragraphs have white space of their own at their ends.
        let edges = [(0, 0), (before, after), (before, 0), (0, after)];
        edges.into_iter().find_map(|(space, tail)| {
            let core = source.get(space..source.len().checked_sub(tail)?)?;
            let label = core.len().checked_sub(words.len())?;
            let fits = core.get(..lead)? == words.get(..lead)?
                && core.get(lead + label..)? == words.get(lead..)?;
            let is_label = label == 0 || space > 0 || before == 0;
            (fits && is_label).then_some(Self {
                space,
                lead,
                label,
                tail,
            })
        })
    }

    /// Where a byte of the words stands in the source. At the place of the label: before it or
    /// after it.
    fn place(&self, at: usize, after_label: bool) -> usize {
        let is_after = at > self.lead || at == self.lead && after_label;
        self.space + at + if is_after { self.label } else { 0 }
    }

    fn label(&self) -> Range<usize> {
        let start = self.space + self.lead;
        start..start + self.label
    }
}

/// The steps from one paragraph to the other, from the words of the redline.
pub(super) fn ops(marked: &Paragraph, old: &str, new: &str) -> Vec<Op> {
    let replaced = || {
        let mut ops = Vec::new();
        push(&mut ops, Op::Delete(0..old.len()));
        push(&mut ops, Op::Insert(0..new.len()));
        ops
    };
    let (base, revised) = (
        marked.words.text(View::Base),
        marked.words.text(View::Revised),
    );
    let zones = (
        Zones::of(old, &base, marked.lead_in(View::Base)),
        Zones::of(new, &revised, marked.lead_in(View::Revised)),
    );
    let (Some(olds), Some(news)) = zones else {
        return replaced();
    };
    let mut out = Vec::new();
    texts(
        &mut out,
        Stretch::of(old, 0..olds.space),
        Stretch::of(new, 0..news.space),
    );
    let (mut i, mut j) = (0, 0);
    let mut is_label_done = false;
    for run in marked.words.runs() {
        let mut left = run.text.len();
        while left > 0 {
            if !is_label_done && i >= olds.lead && j >= news.lead {
                labels(
                    &mut out,
                    Stretch::of(old, olds.label()),
                    Stretch::of(new, news.label()),
                );
                is_label_done = true;
            }
            let in_old = run.change != Change::Inserted;
            let in_new = run.change != Change::Deleted;
            // Up to the place of a label that is still to come.
            let mut step = left;
            if !is_label_done {
                if in_old && i < olds.lead {
                    step = step.min(olds.lead - i);
                }
                if in_new && j < news.lead {
                    step = step.min(news.lead - j);
                }
            }
            let old_at = olds.place(i, is_label_done)..olds.place(i, is_label_done) + step;
            let new_at = news.place(j, is_label_done)..news.place(j, is_label_done) + step;
            push(
                &mut out,
                match run.change {
                    Change::Kept => Op::Keep(old_at, new_at),
                    Change::Deleted => Op::Delete(old_at),
                    Change::Inserted => Op::Insert(new_at),
                },
            );
            if in_old {
                i += step;
            }
            if in_new {
                j += step;
            }
            left -= step;
        }
    }
    if !is_label_done {
        labels(
            &mut out,
            Stretch::of(old, olds.label()),
            Stretch::of(new, news.label()),
        );
    }
    let old_tail = old.len() - olds.tail..old.len();
    let new_tail = new.len() - news.tail..new.len();
    texts(
        &mut out,
        Stretch::of(old, old_tail),
        Stretch::of(new, new_tail),
    );
    if is_whole(&out, old.len(), new.len()) && keeps_equal(&out, old, new) {
        out
    } else {
        replaced()
    }
}

/// Whether the steps lead through both texts from end to end.
fn is_whole(ops: &[Op], old: usize, new: usize) -> bool {
    let (mut i, mut j) = (0, 0);
    for op in ops {
        match op {
            Op::Keep(a, b) if a.start == i && b.start == j => (i, j) = (a.end, b.end),
            Op::Delete(a) if a.start == i => i = a.end,
            Op::Insert(b) if b.start == j => j = b.end,
            _ => return false,
        }
    }
    (i, j) == (old, new)
}

fn keeps_equal(ops: &[Op], old: &str, new: &str) -> bool {
    ops.iter().all(|op| match op {
        Op::Keep(a, b) => old.get(a.clone()).is_some() && old.get(a.clone()) == new.get(b.clone()),
        _ => true,
    })
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy)]
struct Stretch<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Stretch<'t> {
    const fn of(text: &'t str, range: Range<usize>) -> Self {
        Self {
            text,
            start: range.start,
            end: range.end,
        }
    }

    fn words(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or("")
    }

    /// A label and the white space after it.
    fn label_and_gap(self) -> (Self, Self) {
        let gap = self.start + self.words().trim_end().len();
        (Self { end: gap, ..self }, Self { start: gap, ..self })
    }
}

/// Two stretches as wholes: kept where they are equal.
fn texts(out: &mut Vec<Op>, old: Stretch<'_>, new: Stretch<'_>) {
    if old.words() == new.words() {
        push(out, Op::Keep(old.start..old.end, new.start..new.end));
    } else {
        push(out, Op::Delete(old.start..old.end));
        push(out, Op::Insert(new.start..new.end));
    }
}

/// Two labels: one small change, the white space after them kept where it is the same.
fn labels(out: &mut Vec<Op>, old: Stretch<'_>, new: Stretch<'_>) {
    let ((old_label, old_gap), (new_label, new_gap)) = (old.label_and_gap(), new.label_and_gap());
    texts(out, old_label, new_label);
    texts(out, old_gap, new_gap);
}

/// Adds a step; one of the same kind goes on.
pub(super) fn push(out: &mut Vec<Op>, op: Op) {
    let is_empty = match &op {
        Op::Keep(a, b) => a.is_empty() && b.is_empty(),
        Op::Delete(a) | Op::Insert(a) => a.is_empty(),
    };
    if is_empty {
        return;
    }
    match (out.last_mut(), &op) {
        (Some(Op::Keep(a, b)), Op::Keep(c, d)) if a.end == c.start && b.end == d.start => {
            a.end = c.end;
            b.end = d.end;
        }
        (Some(Op::Delete(a)), Op::Delete(b)) | (Some(Op::Insert(a)), Op::Insert(b))
            if a.end == b.start =>
        {
            a.end = b.end;
        }
        _ => out.push(op),
    }
}

/// Stretches of a source that stand or fall together, and a number that is equal for equal ones:
/// fields, links, controls.
pub(super) struct Groups {
    /// By place in the text.
    ranges: Vec<(Range<usize>, u64)>,
}

impl Groups {
    pub(super) fn of(line: &Line<'_>) -> Self {
        let mut ranges: Vec<(Range<usize>, u64, (u32, u32))> = Vec::new();
        let mut at = 0;
        for atom in &line.atoms {
            let end = at + atom.text.len();
            let outermost = outermost(line, atom.wrap);
            let id = (atom.field, outermost);
            if id != (NONE, NONE) && end > at {
                let wrap = line.wraps.get(outermost as usize).map_or(0, |w| w.key);
                let key = line.field_code(atom.field).rotate_left(17) ^ wrap;
                match ranges.last_mut() {
                    Some((range, _, last)) if *last == id => range.end = end,
                    _ => ranges.push((at..end, key, id)),
                }
            }
            at = end;
        }
        Self {
            ranges: ranges
                .into_iter()
                .map(|(range, key, _)| (range, key))
                .collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The group round a byte, if any.
    fn round(&self, at: usize) -> Option<&(Range<usize>, u64)> {
        self.ranges.iter().find(|(range, _)| range.contains(&at))
    }
}

fn outermost(line: &Line<'_>, wrap: u32) -> u32 {
    let mut at = wrap;
    while let Some(found) = line.wraps.get(at as usize)
        && found.parent != NONE
    {
        at = found.parent;
    }
    at
}

/// What is kept must stand in groups that do the same on both sides; a complex field changes whole
/// or not at all. What is not so is deleted and inserted.
pub(super) fn respect_groups(ops: Vec<Op>, old: &Line<'_>, new: &Line<'_>) -> Vec<Op> {
    let (olds, news) = (Groups::of(old), Groups::of(new));
    if olds.is_empty() && news.is_empty() {
        return ops;
    }
    let mut broken_old: Vec<Range<usize>> = Vec::new();
    let mut broken_new: Vec<Range<usize>> = Vec::new();
    let fields = |line: &Line<'_>| line.atoms.iter().any(|a| a.field != NONE);
    let (old_fields, new_fields) = (fields(old), fields(new));
    // Until nothing more breaks: each round breaks at least one group.
    let mut ops = ops;
    for _ in 0..=olds.ranges.len() + news.ranges.len() {
        let before = (broken_old.len(), broken_new.len());
        let mut next = Vec::new();
        for op in ops {
            match op {
                Op::Keep(a, b) => split_keep(
                    a,
                    b,
                    &olds,
                    &news,
                    &mut broken_old,
                    &mut broken_new,
                    &mut next,
                ),
                other => {
                    match &other {
                        Op::Delete(a) if old_fields => touch(a, &olds, old, &mut broken_old),
                        Op::Insert(b) if new_fields => touch(b, &news, new, &mut broken_new),
                        _ => {}
                    }
                    push(&mut next, other);
                }
            }
        }
        ops = next;
        if before == (broken_old.len(), broken_new.len()) {
            break;
        }
    }
    ops
}

/// The same where the newer text has no source of its own: a change inside a field is left out, as
/// no one could make it.
pub(super) fn respect_groups_of(ops: Vec<Op>, old: &Line<'_>) -> Vec<Op> {
    let groups = Groups::of(old);
    let in_field = |range: &Range<usize>| {
        groups.ranges.iter().any(|(group, _)| {
            group.start < range.end && range.start < group.end && is_field(old, group.start)
        })
    };
    let touches = ops
        .iter()
        .any(|op| matches!(op, Op::Delete(range) if in_field(range)));
    if !touches {
        return ops;
    }
    let end = ops.iter().map(|op| match op {
        Op::Keep(a, _) | Op::Delete(a) => a.end,
        Op::Insert(_) => 0,
    });
    let end = end.max().unwrap_or(0);
    vec![Op::Keep(0..end, 0..end)]
}

/// A change inside a complex field breaks all of it.
fn touch(range: &Range<usize>, groups: &Groups, line: &Line<'_>, broken: &mut Vec<Range<usize>>) {
    for (group, _) in &groups.ranges {
        let overlaps = group.start < range.end && range.start < group.end;
        let is_whole = range.start <= group.start && group.end <= range.end;
        if overlaps && !is_whole && is_field(line, group.start) && !broken.contains(group) {
            broken.push(group.clone());
        }
    }
}

fn is_field(line: &Line<'_>, at: usize) -> bool {
    let mut from = 0;
    for atom in &line.atoms {
        let end = from + atom.text.len();
        if (from..end).contains(&at) {
            return atom.field != NONE;
        }
        from = end;
    }
    false
}

fn split_keep(
    old: Range<usize>,
    new: Range<usize>,
    olds: &Groups,
    news: &Groups,
    broken_old: &mut Vec<Range<usize>>,
    broken_new: &mut Vec<Range<usize>>,
    out: &mut Vec<Op>,
) {
    let (mut i, mut j) = (old.start, new.start);
    while i < old.end {
        let (one, other) = (olds.round(i), news.round(j));
        let reach = |group: Option<&(Range<usize>, u64)>, groups: &Groups, at: usize| match group {
            Some((range, _)) => range.end,
            None => groups
                .ranges
                .iter()
                .map(|(r, _)| r.start)
                .find(|start| *start > at)
                .unwrap_or(usize::MAX),
        };
        let step = (reach(one, olds, i) - i)
            .min(reach(other, news, j) - j)
            .min(old.end - i);
        let is_broken = |group: Option<&(Range<usize>, u64)>, broken: &[Range<usize>]| {
            group.is_some_and(|(range, _)| broken.contains(range))
        };
        let same = one.map(|g| g.1) == other.map(|g| g.1);
        if same && !is_broken(one, broken_old) && !is_broken(other, broken_new) {
            push(out, Op::Keep(i..i + step, j..j + step));
        } else {
            for (group, broken) in [(one, &mut *broken_old), (other, &mut *broken_new)] {
                if let Some((range, _)) = group
                    && !broken.contains(range)
                {
                    broken.push(range.clone());
                }
            }
            push(out, Op::Delete(i..i + step));
            push(out, Op::Insert(j..j + step));
        }
        i += step;
        j += step;
    }
}

/// Steps through pieces of two texts as steps through the texts.
pub(super) fn shifted(ops: Vec<Op>, old: usize, new: usize) -> Vec<Op> {
    let by = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    ops.into_iter()
        .map(|op| match op {
            Op::Keep(a, b) => Op::Keep(by(a, old), by(b, new)),
            Op::Delete(a) => Op::Delete(by(a, old)),
            Op::Insert(b) => Op::Insert(by(b, new)),
        })
        .collect()
}

/// Deletions before insertions where the two stand side by side, so that each is one change.
pub(super) fn gathered(ops: Vec<Op>) -> Vec<Op> {
    let mut out: Vec<Op> = Vec::with_capacity(ops.len());
    let mut inserts: Vec<Op> = Vec::new();
    for op in ops {
        match op {
            Op::Insert(_) => push(&mut inserts, op),
            Op::Delete(_) => push(&mut out, op),
            Op::Keep(..) => {
                for insert in inserts.drain(..) {
                    push(&mut out, insert);
                }
                push(&mut out, op);
            }
        }
    }
    for insert in inserts {
        push(&mut out, insert);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Diff, Kind, Label};

    #[test]
    fn a_renumbered_clause_is_one_small_change() {
        let mut marked = Paragraph::plain(Kind::Clause, "Urges States;");
        marked.label = Some(Box::new(Label {
            text: Diff {
                old: Some("2.".into()),
                new: Some("3.".into()),
            },
            ..Label::plain("")
        }));
        assert_eq!(
            ops(&marked, "2.\tUrges States;", "3.\tUrges States; "),
            [
                Op::Delete(0..2),
                Op::Insert(0..2),
                Op::Keep(2..16, 2..16),
                Op::Insert(16..17)
            ]
        );
    }

    #[test]
    fn a_label_after_brackets_is_found() {
        let mut marked = Paragraph::plain(Kind::Clause, "");
        marked.words.push("[", Change::Inserted);
        marked.words.push("Section C", Change::Kept);
        marked.label = Some(Box::new(Label {
            lead: Diff { old: 0, new: 1 },
            ..Label::plain("d)")
        }));
        assert_eq!(
            ops(&marked, "d) Section C", "[d) Section C"),
            [Op::Insert(0..1), Op::Keep(0..12, 1..13)]
        );
    }
}
