//! One paragraph of a redline -> its XML: runs kept as they stand in the newer file, changes
//! wrapped in marks.

use super::meaning::changed_properties;
use super::ops::Op;
use super::round::{Shared, outermost, rounds};
use super::runs::{Mode, Pen, Runs};
use super::stamp::Stamp;
use crate::docx::atoms::{Atom, AtomKind, Line, NONE};
use crate::docx::body::start_of;
use crate::docx::comments::{Anchor, anchor};
use crate::docx::markers::{Key, marker};
use crate::docx::passing::lasting;
use crate::docx::sign;
use crate::docx::xml::Element;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A source paragraph that is read from front to back.
struct Cursor<'c, 'x> {
    line: &'c Line<'x>,
    /// The next atom, and how many of its bytes are used up.
    atom: usize,
    used: usize,
    at: usize,
    /// The names of its ranges, once they are asked for.
    names: OnceCell<HashMap<Key, String>>,
}

impl<'c, 'x> Cursor<'c, 'x> {
    fn new(line: &'c Line<'x>) -> Self {
        Self {
            line,
            atom: 0,
            used: 0,
            at: 0,
            names: OnceCell::new(),
        }
    }

    /// The next atoms without width: of those that are ends of ranges, whether one begins there,
    /// and what it is called.
    fn ends_of_ranges(&self) -> impl Iterator<Item = Option<(bool, &str)>> {
        self.points().iter().map(|atom| {
            let end = marker(atom.raw)?;
            let names = self.names.get_or_init(|| range_names(self.line));
            Some((end.begins, names.get(&end.key)?.as_str()))
        })
    }

    /// The next piece up to byte `end`: an atom without width, or a stretch of one.
    fn next(&mut self, end: usize) -> Option<(&'c Atom<'x>, &'c str)> {
        let atom = self.line.atoms.get(self.atom)?;
        let left = atom.text.get(self.used..).unwrap_or("");
        if left.is_empty() {
            self.atom += 1;
            self.used = 0;
            return Some((atom, ""));
        }
        if self.at >= end {
            return None;
        }
        let step = left.len().min(end - self.at);
        let text = left.get(..step).unwrap_or(left);
        self.at += text.len();
        self.used += text.len();
        if self.used == atom.text.len() {
            self.atom += 1;
            self.used = 0;
        }
        Some((atom, text))
    }

    /// The same, but what has no width is left standing at the end, unless it belongs to the field
    /// that is going on.
    fn next_within(&mut self, end: usize, field: u32) -> Option<(&'c Atom<'x>, &'c str)> {
        let atom = self.line.atoms.get(self.atom)?;
        if self.at >= end && (field == NONE || atom.field != field || self.used > 0) {
            return None;
        }
        self.next(end)
    }

    /// What has no width and stands next, up to where the next comment begins.
    fn passed(&mut self) -> Option<&'c Atom<'x>> {
        let atom = self.line.atoms.get(self.atom)?;
        let begins = matches!(anchor(atom.raw), Some((Anchor::Start, _)));
        if atom.kind != AtomKind::Point || begins || self.used > 0 {
            return None;
        }
        self.atom += 1;
        Some(atom)
    }

    /// What has no width and stands next, if it is in the same wrapper as what was just passed.
    fn still_in(&mut self, wrap: u32) -> Option<&'c Atom<'x>> {
        let atom = self.line.atoms.get(self.atom)?;
        let own = outermost(self.line, atom.wrap);
        let is_in = own.is_some() && own == outermost(self.line, wrap);
        if atom.kind != AtomKind::Point || !is_in || self.used > 0 {
            return None;
        }
        self.atom += 1;
        Some(atom)
    }

    /// The atoms without width or run that stand next.
    fn points(&self) -> &'c [Atom<'x>] {
        let rest = self.line.atoms.get(self.atom..).unwrap_or(&[]);
        let is_point = |atom: &&Atom<'_>| atom.kind == AtomKind::Point && atom.run == NONE;
        let len = rest.iter().take_while(is_point).count();
        if self.used > 0 { &[] } else { &rest[..len] }
    }

    /// Goes to byte `at`.
    fn seek(&mut self, at: usize) {
        while self.at < at && self.next(at).is_some() {}
    }
}

/// The runs of a paragraph that stands in both drafts.
pub(super) fn amended(
    old: &Line<'_>,
    new: &Line<'_>,
    ops: &[Op],
    part: &Range<usize>,
    pen: &mut Pen<'_>,
) -> String {
    let kept = Mode::Plain;
    let shared = Shared::of(ops, old, new);
    let ops = shared.arranged(ops, old, new);
    let mut runs = Runs {
        shared,
        ..Runs::default()
    };
    let mut olds = Cursor::new(old);
    let mut news = Cursor::new(new);
    // What has no width goes with the piece that it stands before.
    news.seek(part.start);
    let is_last = part.end >= new.atoms.iter().map(|a| a.text.len()).sum();
    for op in &ops {
        match op {
            Op::Keep(a, b) => {
                olds.seek(a.start);
                let (mut field, mut left) = (NONE, NONE);
                while let Some((atom, text)) = news.next_within(b.end, field) {
                    field = atom.field;
                    // The same stretch of the older paragraph may have other properties, piece by
                    // piece.
                    let mut text = text;
                    if text.is_empty() {
                        piece(&mut runs, new, atom, "", kept, None, pen);
                        continue;
                    }
                    while !text.is_empty() {
                        let Some((before, same)) = olds.next(a.end) else {
                            piece(&mut runs, new, atom, text, kept, None, pen);
                            break;
                        };
                        if same.is_empty() {
                            passed(&mut runs, old, before, pen);
                            continue;
                        }
                        left = before.field;
                        let step = same.len().min(text.len());
                        if same.len() > step {
                            olds.back(same.len() - step);
                        }
                        let older = old.runs.get(before.run as usize).and_then(Option::as_ref);
                        let older = (before.run != NONE).then_some(older);
                        piece(&mut runs, new, atom, &text[..step], kept, older, pen);
                        text = &text[step..];
                    }
                }
                // The end of a field that is kept is kept with it.
                while let Some((atom, _)) = olds.next_within(a.end, left) {
                    passed(&mut runs, old, atom, pen);
                }
            }
            Op::Delete(a) => {
                olds.seek(a.start);
                // What stood before the words that go, and stands before those that come instead,
                // stands before both.
                for _ in 0..shared_markers(&olds, &news) {
                    if let Some((atom, _)) = news.next(0) {
                        piece(&mut runs, new, atom, "", kept, None, pen);
                    }
                }
                let mut field = NONE;
                while let Some((atom, text)) = olds.next_within(a.end, field) {
                    field = atom.field;
                    away(&mut runs, old, atom, text, Mode::Deleted, pen);
                }
                // A comment on the words that go ends after them.
                while let Some(atom) = olds.passed() {
                    away(&mut runs, old, atom, "", Mode::Deleted, pen);
                }
            }
            Op::Insert(b) => {
                let mut field = NONE;
                let mut wrap = NONE;
                while let Some((atom, text)) = news.next_within(b.end, field) {
                    (field, wrap) = (atom.field, atom.wrap);
                    piece(&mut runs, new, atom, text, Mode::Inserted, None, pen);
                }
                while let Some(atom) = news.still_in(wrap) {
                    piece(&mut runs, new, atom, "", Mode::Inserted, None, pen);
                }
            }
        }
    }
    // What has no width at the end of a piece is the next one's.
    while is_last && let Some((atom, text)) = news.next(usize::MAX) {
        piece(&mut runs, new, atom, text, kept, None, pen);
    }
    while is_last && let Some((atom, _)) = olds.next(0) {
        passed(&mut runs, old, atom, pen);
    }
    runs.finish()
}

/// How many of the next atoms without width of the newer paragraph stand no later than an end of a
/// range that the older one has at its place, too.
fn shared_markers(olds: &Cursor<'_, '_>, news: &Cursor<'_, '_>) -> usize {
    let points = news.points();
    if points.is_empty() {
        return 0;
    }
    let olds: HashSet<(bool, &str)> = olds.ends_of_ranges().flatten().collect();
    let shared = news.ends_of_ranges().enumerate();
    let shared = shared.filter(|(_, end)| end.is_some_and(|end| olds.contains(&end)));
    shared.last().map_or(0, |(last, _)| last + 1)
}

/// What the ranges of a paragraph are called: by a name, which says more than a number that each
/// file gives by itself, if they have one.
fn range_names(line: &Line<'_>) -> HashMap<Key, String> {
    let mut out = HashMap::new();
    for atom in &line.atoms {
        let Some(end) = marker(atom.raw) else {
            continue;
        };
        let tag = start_of(atom.raw);
        let name = tag.attribute("w:name").filter(|_| end.begins);
        let name = name.map_or_else(|| format!("{:?}", end.key), |name| lasting(&name));
        if end.begins {
            out.insert(end.key, name);
        } else {
            out.entry(end.key).or_insert(name);
        }
    }
    out
}

/// What has no width in the older file, among words that are kept.
fn passed(runs: &mut Runs, line: &Line<'_>, atom: &Atom<'_>, pen: &mut Pen<'_>) {
    match atom.kind {
        AtomKind::Half => away(runs, line, atom, "", Mode::Deleted, pen),
        _ => {
            if let Some((kind, sign)) = pen.import.comment_on_kept(atom.raw) {
                runs.comment(kind, &sign, Mode::Plain, pen.stamp);
            }
            earlier(runs, atom);
        }
    }
}

/// The sign of something that a change of the older file had brought: it goes on to the newer one.
fn earlier(runs: &mut Runs, point: &Atom<'_>) {
    if sign::is_kept_sign(point.raw) {
        runs.end_mode();
        runs.out.push_str(point.raw);
    }
}

/// The runs of a paragraph at the place it was moved to: what it says now. What it said stands at
/// its old place.
pub(super) fn moved_to(new: &Line<'_>, ops: &[Op], len: usize, pen: &mut Pen<'_>) -> String {
    // Its bookmarks stand here in both texts: no name can stand at two places.
    let mut runs = Runs {
        shared: Shared::moved(new, ops),
        ranges: HashSet::new(),
        ..Runs::of_whole(new)
    };
    let mut news = Cursor::new(new);
    for op in ops {
        let (end, mode) = match op {
            Op::Keep(_, b) => (b.end, Mode::MovedTo),
            Op::Insert(b) => (b.end, Mode::Inserted),
            Op::Delete(_) => continue,
        };
        let (mut field, mut wrap) = (NONE, NONE);
        while let Some((atom, text)) = news.next_within(end, field) {
            (field, wrap) = (atom.field, atom.wrap);
            piece(&mut runs, new, atom, text, mode, None, pen);
        }
        while let Some(atom) = news.still_in(wrap) {
            piece(&mut runs, new, atom, "", mode, None, pen);
        }
    }
    while let Some((atom, text)) = news.next(len) {
        piece(&mut runs, new, atom, text, Mode::MovedTo, None, pen);
    }
    runs.finish()
}

impl Cursor<'_, '_> {
    /// Gives back the last bytes of the piece that was just taken.
    fn back(&mut self, bytes: usize) {
        self.at -= bytes;
        if self.used == 0 {
            self.atom -= 1;
            let len = self.line.atoms.get(self.atom).map_or(0, |a| a.text.len());
            self.used = len - bytes;
        } else {
            self.used -= bytes;
        }
    }
}

/// The runs of a paragraph with some words changed; new words look like those before them.
pub(super) fn patched(old: &Line<'_>, ops: &[Op], new: &str) -> String {
    let mut stamp = Stamp::new("", None, 0);
    let mut runs = Runs::default();
    let mut olds = Cursor::new(old);
    for op in ops {
        match op {
            Op::Keep(a, _) => {
                let mut field = NONE;
                while let Some((atom, text)) = olds.next_within(a.end, field) {
                    field = atom.field;
                    as_it_is(&mut runs, old, atom, text, &mut stamp);
                }
            }
            Op::Delete(a) => {
                let mut field = NONE;
                while let Some((atom, _)) = olds.next_within(a.end, field) {
                    field = atom.field;
                    if matches!(atom.kind, AtomKind::Point | AtomKind::Half) {
                        as_it_is(&mut runs, old, atom, "", &mut stamp);
                    }
                }
            }
            Op::Insert(b) => {
                if runs.run.is_none() {
                    let next = old.atoms.get(olds.atom).or_else(|| old.atoms.last());
                    let run = next.and_then(|atom| old.runs.get(atom.run as usize)?.as_ref());
                    runs.mode(Mode::Plain, &mut stamp);
                    runs.run(run.map_or("", |run| run.raw));
                }
                runs.text.push_str(new.get(b.clone()).unwrap_or(""));
            }
        }
    }
    while let Some((atom, text)) = olds.next(usize::MAX) {
        as_it_is(&mut runs, old, atom, text, &mut stamp);
    }
    runs.finish()
}

/// A piece of a file as it stands.
fn as_it_is(runs: &mut Runs, line: &Line<'_>, atom: &Atom<'_>, text: &str, stamp: &mut Stamp) {
    runs.wraps(&rounds(line, atom.wrap));
    if atom.run == NONE {
        runs.end_run();
        runs.out.push_str(atom.raw);
        return;
    }
    runs.mode(Mode::Plain, stamp);
    let own = line.runs.get(atom.run as usize).and_then(Option::as_ref);
    put(runs, atom, text, own.map_or("", |own| own.raw), None);
}

/// All runs of a paragraph of the newer file, in one mode.
pub(super) fn whole_new(line: &Line<'_>, mode: Mode, pen: &mut Pen<'_>) -> String {
    let mut runs = Runs::of_whole(line);
    for atom in &line.atoms {
        piece(&mut runs, line, atom, &atom.text, mode, None, pen);
    }
    runs.finish()
}

/// All runs of a paragraph of the older file, going away.
pub(super) fn whole_old(line: &Line<'_>, mode: Mode, pen: &mut Pen<'_>) -> String {
    let mut runs = Runs {
        shared: Shared::whole(line),
        ..Runs::default()
    };
    for atom in &line.atoms {
        away(&mut runs, line, atom, &atom.text, mode, pen);
    }
    runs.finish()
}

/// A piece of the newer file. `older` are the properties that its run had, where it stood in the
/// older file.
fn piece(
    runs: &mut Runs,
    line: &Line<'_>,
    atom: &Atom<'_>,
    text: &str,
    mode: Mode,
    older: Option<Option<&Element<'_>>>,
    pen: &mut Pen<'_>,
) {
    if atom.kind == AtomKind::Point && is_passing(atom.raw) {
        return;
    }
    let mode = match atom.kind {
        AtomKind::Half => Mode::Inserted,
        AtomKind::Shared => Mode::Plain,
        _ => mode,
    };
    let rounds = runs.shared.round_new(line, atom.wrap, mode);
    if let Some((_, id)) = anchor(atom.raw).filter(|_| atom.kind == AtomKind::Point) {
        let own = line.runs.get(atom.run as usize).and_then(Option::as_ref);
        let mode = if runs.comments.contains(&id) {
            mode
        } else {
            Mode::Plain
        };
        runs.end_run();
        runs.open(&rounds, mode, pen.stamp);
        if atom.run != NONE {
            runs.run(own.map_or("", |own| own.raw));
        }
        runs.out.push_str(atom.raw);
        return;
    }
    if atom.kind == AtomKind::Point && atom.run == NONE {
        runs.wraps(&rounds.outside);
        // Bookmarks and the like are no change, unless they come whole with their paragraph. A
        // change of its own stands beside new ones, not in them.
        match marker(atom.raw) {
            Some(own) if mode == Mode::Inserted && runs.ranges.contains(&own.key) => {
                runs.mode(mode, pen.stamp);
            }
            None if sign::is_sign(&atom.raw[1..]) => runs.end_mode(),
            _ if !rounds.inside.is_empty() => runs.open(&rounds, mode, pen.stamp),
            Some(_) => runs.end_mode(),
            None => {}
        }
        runs.end_run();
        runs.out.push_str(atom.raw);
        return;
    }
    runs.open(&rounds, mode, pen.stamp);
    if atom.run == NONE {
        runs.end_run();
        runs.out.push_str(atom.raw);
        return;
    }
    let own = line.runs.get(atom.run as usize).and_then(Option::as_ref);
    let properties = match older {
        Some(older) => changed_properties(text, own, older, pen),
        None => own.map_or(Cow::Borrowed(""), |own| Cow::Borrowed(own.raw)),
    };
    put(runs, atom, text, &properties, None);
}

/// A piece of the older file.
fn away(
    runs: &mut Runs,
    line: &Line<'_>,
    atom: &Atom<'_>,
    text: &str,
    mode: Mode,
    pen: &mut Pen<'_>,
) {
    if atom.kind == AtomKind::Point {
        if mode == Mode::Deleted
            && let Some((kind, sign)) = pen.import.comment(atom.raw)
        {
            runs.comment(kind, &sign, Mode::Deleted, pen.stamp);
        }
        earlier(runs, atom);
        return;
    }
    let mode = match atom.kind {
        AtomKind::Half => Mode::Deleted,
        AtomKind::Shared => Mode::Plain,
        _ => mode,
    };
    let rounds = runs.shared.round_old(line, atom.wrap, mode, pen.import);
    runs.open(&rounds, mode, pen.stamp);
    if atom.run == NONE {
        runs.end_run();
        let raw = pen.import.thing(atom.raw);
        runs.out.push_str(&raw);
        return;
    }
    let own = line.runs.get(atom.run as usize).and_then(Option::as_ref);
    let properties = own.map_or(Cow::Borrowed(""), |own| pen.import.styled(own.raw));
    let raw = (atom.kind != AtomKind::Text).then(|| pen.import.thing(atom.raw).into_owned());
    put(runs, atom, text, &properties, raw.as_deref());
}

/// An atom, in a run with these properties.
fn put(runs: &mut Runs, atom: &Atom<'_>, text: &str, properties: &str, raw: Option<&str>) {
    // Each part of a field has a run of its own, as every producer writes it: some readers lose
    // what shares one with it.
    let is_of_field = matches!(
        atom.kind,
        AtomKind::Field | AtomKind::Half | AtomKind::Shared
    );
    if is_of_field {
        runs.end_run();
    }
    runs.run(properties);
    if atom.kind == AtomKind::Text {
        return runs.text.push_str(text);
    }
    runs.end_text();
    let raw = raw.unwrap_or(atom.raw);
    match runs.mode {
        Some(Mode::Deleted) => runs.out.push_str(&deleted(raw)),
        _ => runs.out.push_str(raw),
    }
    if is_of_field {
        runs.end_run();
    }
}

/// A thing as it stands in deleted text: what texts and codes are called there.
fn deleted(raw: &str) -> Cow<'_, str> {
    for (name, gone) in [("w:instrText", "w:delInstrText"), ("w:t", "w:delText")] {
        let rest = raw
            .strip_prefix('<')
            .and_then(|rest| rest.strip_prefix(name));
        if rest.is_some_and(|rest| rest.starts_with(['>', ' ', '/'])) {
            let inner = raw[1 + name.len()..].replace(&format!("</{name}>"), &format!("</{gone}>"));
            return Cow::Owned(format!("<{gone}{inner}"));
        }
    }
    Cow::Borrowed(raw)
}

/// Signs that programs leave behind and make again.
fn is_passing(raw: &str) -> bool {
    raw.starts_with("<w:proofErr") || raw.starts_with("<w:lastRenderedPageBreak")
}
