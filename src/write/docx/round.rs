//! What stands round the words of a paragraph: links, controls, simple fields. What both files have
//! is written once, with all that changes in it. A control that comes or goes whole does so in the
//! change of its words, so that it stands in one text only; so does a simple field, as a complex
//! one, for no change can hold a simple one (ECMA-376 part 1, 17.13.5.14).

use super::import::Import;
use super::ops::{Op, push};
use super::runs::Mode;
use crate::docx::atoms::{Atom, AtomKind, Line, NONE, SIMPLE_FIELD};
use crate::docx::body::start_of;
use crate::docx::comments::anchor;
use crate::docx::markers::{Key, marker};
use crate::docx::sign;
use crate::docx::xml::Element;
use crate::draft::{Diff, View};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One wrapper as it is written.
#[derive(Debug, Clone)]
pub(super) struct Round {
    /// What comes before its content.
    pub(super) head: String,
    /// What comes after it.
    pub(super) tail: String,
    /// Equal numbers do the same.
    key: u64,
    /// The text that it is taken from, and its number among the wrappers of the paragraph there.
    from: (View, u32),
}

impl Round {
    /// The wrapper of a paragraph; none where there is none of that number.
    fn of(line: &Line<'_>, wrap: u32, view: View) -> Option<Self> {
        let found = line.wraps.get(wrap as usize)?;
        Some(Self {
            head: found.head.to_string(),
            tail: found.tail.to_string(),
            key: found.key,
            from: (view, wrap),
        })
    }

    /// Whether two are written as one: of one text they must be the same wrapper, as two controls
    /// that do the same stay two.
    pub(super) fn is_one_with(&self, other: &Self) -> bool {
        let does_the_same = self.key == other.key && self.head == other.head;
        does_the_same && (self.from.0 != other.from.0 || self.from.1 == other.from.1)
    }
}

/// What is round a piece: outside the change of its words, and inside it.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    pub(super) outside: Vec<Round>,
    pub(super) inside: Vec<Round>,
}

/// Which wrappers of a paragraph are in both files.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// For a wrapper of the older paragraph, what it is in the newer.
    became: HashMap<u32, (u32, Round)>,
    /// Those wrappers of the newer one.
    kept: HashSet<u32>,
    /// Those that can stand in one change with all they hold.
    solid: Diff<HashSet<u32>>,
}

impl Shared {
    /// Of a paragraph that stands in both files.
    pub(super) fn of(ops: &[Op], old: &Line<'_>, new: &Line<'_>) -> Self {
        let mut out = Self {
            solid: Diff {
                old: solid(old, |_| false),
                new: solid(new, is_marker),
            },
            ..Self::default()
        };
        if old.wraps.is_empty() || new.wraps.is_empty() {
            return out;
        }
        let (olds, news) = (Stretches::of(old), Stretches::of(new));
        for op in ops {
            if let Op::Keep(a, b) = op {
                let ends = olds.ends(a).chain(news.ends(b));
                for at in std::iter::once(0).chain(ends) {
                    let (one, other) = (olds.wrap(a.start + at), news.wrap(b.start + at));
                    for (i, j) in chain(old, one).into_iter().zip(chain(new, other)) {
                        out.pair(i, j, old, new);
                    }
                }
            }
        }
        for gap in ops.split(|op| matches!(op, Op::Keep(..))) {
            out.replaced(gap, (old, &olds), (new, &news));
        }
        out
    }

    /// Of a paragraph that comes or goes whole.
    pub(super) fn whole(line: &Line<'_>) -> Self {
        Self {
            solid: Diff {
                old: solid(line, |_| false),
                new: solid(line, is_marker),
            },
            ..Self::default()
        }
    }

    /// Of a paragraph that came from elsewhere: what is round words that moved and words that came
    /// is in no one change.
    pub(super) fn moved(line: &Line<'_>, ops: &[Op]) -> Self {
        let mut out = Self::whole(line);
        let stretches = Stretches::of(line);
        let mut seen: HashMap<u32, bool> = HashMap::new();
        for op in ops {
            let (range, is_kept) = match op {
                Op::Keep(_, b) => (b, true),
                Op::Insert(b) => (b, false),
                Op::Delete(_) => continue,
            };
            for own in stretches.wraps(range).flat_map(|own| chain(line, own)) {
                if *seen.entry(own).or_insert(is_kept) != is_kept {
                    out.solid.new.remove(&own);
                }
            }
        }
        out
    }

    /// Where all words of a wrapper are others, it is the same that stands in their place.
    fn replaced(
        &mut self,
        gap: &[Op],
        (old, olds): (&Line<'_>, &Stretches),
        (new, news): (&Line<'_>, &Stretches),
    ) {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for op in gap {
            match op {
                Op::Delete(a) => gone.extend(olds.wraps(a).filter_map(|own| outermost(old, own))),
                Op::Insert(b) => come.extend(news.wraps(b).filter_map(|own| outermost(new, own))),
                Op::Keep(..) => {}
            }
        }
        gone.dedup();
        come.dedup();
        for i in gone
            .into_iter()
            .filter(|i| !self.became.contains_key(i))
            .collect::<Vec<_>>()
        {
            let is_same = |j: &&u32| !self.kept.contains(*j) && key(old, i) == key(new, **j);
            if let Some(j) = come.iter().find(is_same).copied() {
                self.pair(i, j, old, new);
            }
        }
    }

    fn pair(&mut self, i: u32, j: u32, old: &Line<'_>, new: &Line<'_>) {
        if key(old, i) == key(new, j)
            && let Some(own) = Round::of(new, j, View::Revised)
        {
            self.became.entry(i).or_insert((j, own));
            self.kept.insert(j);
        }
    }

    /// The steps in an order in which each wrapper is opened once: what goes and what comes between
    /// words that stay, first what stands before it, then what is in it.
    pub(super) fn arranged(&self, ops: &[Op], old: &Line<'_>, new: &Line<'_>) -> Vec<Op> {
        if self.kept.is_empty() {
            return ops.to_vec();
        }
        let (olds, news) = (Stretches::of(old), Stretches::of(new));
        let in_old = |own: u32| {
            let became = |own: u32| self.became.get(&own).map(|(new, _)| *new);
            outermost(old, own).and_then(became)
        };
        let in_new = |own: u32| outermost(new, own).filter(|own| self.kept.contains(own));
        let mut out = Vec::with_capacity(ops.len());
        // What the words before are in is still open.
        let mut open = None;
        let mut at = 0;
        while at < ops.len() {
            let end = ops[at..].iter().position(|op| matches!(op, Op::Keep(..)));
            let end = end.map_or(ops.len(), |len| at + len);
            let next = match ops.get(end) {
                Some(Op::Keep(_, b)) => in_new(news.wrap(b.start)),
                _ => None,
            };
            let mut gone = vec![(0..0, open)];
            let mut come = gone.clone();
            for op in &ops[at..end] {
                match op {
                    Op::Delete(a) => gone.extend(olds.pieces(a, in_old)),
                    Op::Insert(b) => come.extend(news.pieces(b, in_new)),
                    Op::Keep(..) => {}
                }
            }
            gone.push((0..0, next));
            come.push((0..0, next));
            merge(&gone, &come, &mut out);
            if let Some(op @ Op::Keep(_, b)) = ops.get(end) {
                open = in_new(news.wrap(b.end.saturating_sub(1)));
                push(&mut out, op.clone());
            }
            at = end + 1;
        }
        out
    }

    /// What is round a piece of the newer paragraph.
    pub(super) fn round_new(&self, line: &Line<'_>, wrap: u32, mode: Mode) -> Rounds {
        let mut out = Rounds::default();
        for j in chain(line, wrap) {
            let Some(own) = Round::of(line, j, View::Revised) else {
                continue;
            };
            let comes = mode != Mode::Plain && !self.kept.contains(&j);
            out.push(own, mode, comes && self.solid.new.contains(&j));
        }
        out
    }

    /// What is round a piece of the older paragraph.
    pub(super) fn round_old(
        &self,
        line: &Line<'_>,
        wrap: u32,
        mode: Mode,
        import: &mut Import,
    ) -> Rounds {
        let mut out = Rounds::default();
        for i in chain(line, wrap) {
            if let Some((_, new)) = self.became.get(&i).filter(|_| out.inside.is_empty()) {
                out.outside.push(new.clone());
                continue;
            }
            let Some(mut own) = Round::of(line, i, View::Base) else {
                continue;
            };
            own.head = import.head(&own.head);
            out.push(own, mode, self.solid.old.contains(&i));
        }
        out
    }
}

impl Rounds {
    /// Adds the next wrapper inwards. In a control that is inside a change anything can stand.
    fn push(&mut self, own: Round, mode: Mode, goes_with_words: bool) {
        let may_be_inside = ["<w:sdt", "<w:smartTag", "<w:customXml", "<w:bdo", "<w:dir"];
        let may_be_inside = may_be_inside
            .iter()
            .any(|start| own.head.starts_with(start));
        if !self.inside.is_empty() {
            self.inside.push(own);
        } else if goes_with_words && own.head.starts_with(SIMPLE_FIELD) {
            self.inside.push(complex(&own, mode));
        } else if goes_with_words && may_be_inside {
            self.inside.push(own);
        } else {
            self.outside.push(own);
        }
    }
}

fn is_marker(atom: &Atom<'_>) -> bool {
    marker(atom.raw).is_some()
}

/// The wrappers of a paragraph that can stand in one change with all they hold: nothing in them is
/// no part of it, and both ends of a range are in it, if the range `is_kept` at all. A field can,
/// where no other wrapper is in it.
fn solid(line: &Line<'_>, is_kept: impl Fn(&Atom<'_>) -> bool) -> HashSet<u32> {
    let mut out: HashSet<u32> = (0..).take(line.wraps.len()).collect();
    if out.is_empty() {
        return out;
    }
    let parts = |atom: &&Atom<'_>| match atom.kind {
        AtomKind::Half | AtomKind::Shared => true,
        AtomKind::Point => anchor(atom.raw).is_some() || sign::has_sign(atom.raw),
        _ => false,
    };
    for atom in line.atoms.iter().filter(parts) {
        for own in chain(line, atom.wrap) {
            out.remove(&own);
        }
    }
    let mut ends: HashMap<(u32, Key), i32> = HashMap::new();
    for atom in line.atoms.iter().filter(|atom| is_kept(atom)) {
        let Some(end) = marker(atom.raw) else {
            continue;
        };
        for own in chain(line, atom.wrap) {
            let balance = ends.entry((own, end.key.clone())).or_default();
            *balance += if end.begins { 1 } else { -1 };
        }
    }
    let torn: HashSet<u32> = ends
        .into_iter()
        .filter(|(_, balance)| *balance != 0)
        .map(|((own, _), _)| own)
        .collect();
    out.retain(|own| !torn.contains(own));
    for inner in &line.wraps {
        if let Some(outer) = line.wraps.get(inner.parent as usize)
            && outer.head.starts_with(SIMPLE_FIELD)
        {
            out.remove(&inner.parent);
        }
    }
    out
}

/// A simple field as a complex one (17.16.19).
fn complex(simple: &Round, mode: Mode) -> Round {
    let tag = start_of(&simple.head);
    let code = attribute_as_written(&tag, "w:instr").unwrap_or("");
    let mut flags = String::new();
    for name in ["w:fldLock", "w:dirty"] {
        if let Some(value) = attribute_as_written(&tag, name) {
            flags.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    let name = match mode {
        Mode::Deleted | Mode::MovedFrom => "w:delInstrText",
        _ => "w:instrText",
    };
    let piece = |kind: &str, flags: &str| {
        format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"{flags}/></w:r>")
    };
    let head = format!(
        "{}<w:r><{name} xml:space=\"preserve\">{code}</{name}></w:r>{}",
        piece("begin", &flags),
        piece("separate", "")
    );
    Round {
        head,
        tail: piece("end", ""),
        ..*simple
    }
}

fn attribute_as_written<'x>(tag: &Element<'x>, name: &str) -> Option<&'x str> {
    tag.attributes()
        .find(|(own, _)| *own == name)
        .map(|(_, value)| value)
}

/// Where in the text of a paragraph each of its atoms ends, and what it is in.
struct Stretches(Vec<(usize, u32)>);

impl Stretches {
    fn of(line: &Line<'_>) -> Self {
        let mut at = 0;
        let shown = line.atoms.iter().filter(|atom| !atom.text.is_empty());
        let ends = shown.map(|atom| {
            at += atom.text.len();
            (at, atom.wrap)
        });
        Self(ends.collect())
    }

    fn from(&self, at: usize) -> &[(usize, u32)] {
        &self.0[self.0.partition_point(|(end, _)| *end <= at)..]
    }

    /// What is round the byte at a place.
    fn wrap(&self, at: usize) -> u32 {
        self.from(at).first().map_or(NONE, |(_, wrap)| *wrap)
    }

    /// What is round the atoms of a range.
    fn wraps(&self, range: &Range<usize>) -> impl Iterator<Item = u32> {
        let atoms = self.from(range.start);
        let before = atoms.partition_point(|(end, _)| *end < range.end);
        atoms.iter().take(before + 1).map(|(_, wrap)| *wrap)
    }

    /// A range in pieces that are in one wrapper each, with what `of` says of that.
    fn pieces(
        &self,
        range: &Range<usize>,
        of: impl Fn(u32) -> Option<u32>,
    ) -> impl Iterator<Item = (Range<usize>, Option<u32>)> {
        let (mut from, last) = (range.start, range.end);
        let pieces = self.from(from).iter().map(move |(end, wrap)| {
            let piece = from..(*end).min(last);
            from = piece.end;
            (piece, of(*wrap))
        });
        pieces.take_while(|(piece, _)| !piece.is_empty())
    }

    /// Where atoms end inside a range, counted from its start.
    fn ends(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let (start, end) = (range.start, range.end);
        let ends = self.from(start).iter().map(|(end, _)| *end);
        ends.take_while(move |own| *own < end)
            .map(move |own| own - start)
    }
}

/// A stretch of a text, and the wrapper of both files that it is in.
type Piece = (Range<usize>, Option<u32>);

/// What goes and what comes, with what is in one wrapper side by side.
fn merge(gone: &[Piece], come: &[Piece], out: &mut Vec<Op>) {
    let put = |out: &mut Vec<Op>, gone: &[Piece], come: &[Piece]| {
        gone.iter()
            .for_each(|(a, _)| push(out, Op::Delete(a.clone())));
        come.iter()
            .for_each(|(b, _)| push(out, Op::Insert(b.clone())));
    };
    let (mut i, mut j) = (0, 0);
    let mut at = 0;
    while let Some((_, wrap)) = come.get(at) {
        let len = |pieces: &[Piece]| pieces.iter().take_while(|(_, own)| own == wrap).count();
        let end = at + len(&come[at..]);
        let same = gone[i..]
            .iter()
            .position(|(_, own)| own == wrap && own.is_some());
        if let Some(from) = same.map(|same| i + same) {
            let until = from + len(&gone[from..]);
            put(out, &gone[i..from], &come[j..at]);
            put(out, &gone[from..until], &come[at..end]);
            (i, j) = (until, end);
        }
        at = end;
    }
    put(out, &gone[i..], &come[j..]);
}

pub(super) fn outermost(line: &Line<'_>, wrap: u32) -> Option<u32> {
    chain(line, wrap).first().copied()
}

/// A wrapper and those round it, from outside in.
fn chain(line: &Line<'_>, wrap: u32) -> Vec<u32> {
    let mut out = Vec::new();
    let mut at = wrap;
    while let Some(found) = line.wraps.get(at as usize).filter(|_| at != NONE) {
        out.push(at);
        at = found.parent;
    }
    out.reverse();
    out
}

fn key(line: &Line<'_>, wrap: u32) -> Option<u64> {
    line.wraps.get(wrap as usize).map(|found| found.key)
}

/// All that is round a piece that stays as it is.
pub(super) fn rounds(line: &Line<'_>, wrap: u32) -> Vec<Round> {
    let all = chain(line, wrap).into_iter();
    all.filter_map(|own| Round::of(line, own, View::Revised))
        .collect()
}
