//! One paragraph of a redline -> its XML: runs kept as they stand in the newer file, changes wrapped in marks.

use super::meaning::changed_properties;
use super::ops::Op;
use super::runs::{Mode, Pen, Runs};
use super::stamp::Stamp;
use crate::docx::atoms::{Atom, AtomKind, Line, NONE};
use crate::docx::comments::{Anchor, anchor};
use crate::docx::sign;
use crate::docx::xml::Element;
use std::borrow::Cow;
use std::ops::Range;

/// A source paragraph that is read from front to back.
struct Cursor<'c, 'x> {
    line: &'c Line<'x>,
    /// The next atom, and how many of its bytes are used up.
    atom: usize,
    used: usize,
    at: usize,
}

impl<'c, 'x> Cursor<'c, 'x> {
    fn new(line: &'c Line<'x>) -> Self {
        Self {
            line,
            atom: 0,
            used: 0,
            at: 0,
        }
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

    /// The same, but what has no width is left standing at the end, unless it belongs to the field that is going on.
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
    let mut runs = Runs::default();
    let mut olds = Cursor::new(old);
    let mut news = Cursor::new(new);
    // What has no width goes with the piece that it stands before.
    news.seek(part.start);
    let is_last = part.end >= new.atoms.iter().map(|a| a.text.len()).sum();
    for op in ops {
        match op {
            Op::Keep(a, b) => {
                olds.seek(a.start);
                let mut field = NONE;
                while let Some((atom, text)) = news.next_within(b.end, field) {
                    field = atom.field;
                    // The same stretch of the older paragraph may have other properties, piece by piece.
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
                            earlier(&mut runs, before);
                            continue;
                        }
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
            }
            Op::Delete(a) => {
                olds.seek(a.start);
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
                while let Some((atom, text)) = news.next_within(b.end, field) {
                    field = atom.field;
                    piece(&mut runs, new, atom, text, Mode::Inserted, None, pen);
                }
            }
        }
    }
    // What has no width at the end of a piece is the next one's.
    while is_last && let Some((atom, text)) = news.next(usize::MAX) {
        piece(&mut runs, new, atom, text, kept, None, pen);
    }
    while is_last && let Some((atom, _)) = olds.next(0) {
        earlier(&mut runs, atom);
    }
    runs.finish()
}

/// The sign of something that a change of the older file had brought: it goes on to the newer one.
fn earlier(runs: &mut Runs, point: &Atom<'_>) {
    if sign::is_kept_sign(point.raw) {
        runs.end_mode();
        runs.out.push_str(point.raw);
    }
}

/// The runs of a paragraph at the place it was moved to: what it says now. What it said stands at its old place.
pub(super) fn moved_to(new: &Line<'_>, ops: &[Op], len: usize, pen: &mut Pen<'_>) -> String {
    let mut runs = Runs::of_whole(new);
    let mut news = Cursor::new(new);
    for op in ops {
        let (end, mode) = match op {
            Op::Keep(_, b) => (b.end, Mode::MovedTo),
            Op::Insert(b) => (b.end, Mode::Inserted),
            Op::Delete(_) => continue,
        };
        let mut field = NONE;
        while let Some((atom, text)) = news.next_within(end, field) {
            field = atom.field;
            piece(&mut runs, new, atom, text, mode, None, pen);
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
                    if atom.kind == AtomKind::Point {
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
    runs.wraps(&chain(line, atom.wrap));
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
    let mut runs = Runs::default();
    for atom in &line.atoms {
        away(&mut runs, line, atom, &atom.text, mode, pen);
    }
    runs.finish()
}

fn chain(line: &Line<'_>, wrap: u32) -> Vec<(String, String, u64)> {
    let mut out = Vec::new();
    let mut at = wrap;
    while let Some(found) = line.wraps.get(at as usize).filter(|_| at != NONE) {
        out.push((found.head.to_string(), found.tail.to_string(), found.key));
        at = found.parent;
    }
    out.reverse();
    out
}

/// A piece of the newer file. `older` are the properties that its run had, where it stood in the older file.
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
    runs.wraps(&chain(line, atom.wrap));
    if let Some((_, id)) = anchor(atom.raw).filter(|_| atom.kind == AtomKind::Point) {
        let own = line.runs.get(atom.run as usize).and_then(Option::as_ref);
        let mode = if runs.comments.contains(&id) {
            mode
        } else {
            Mode::Plain
        };
        runs.end_run();
        runs.mode(mode, pen.stamp);
        if atom.run != NONE {
            runs.run(own.map_or("", |own| own.raw));
        }
        runs.out.push_str(atom.raw);
        return;
    }
    if atom.kind == AtomKind::Point && atom.run == NONE {
        // Bookmarks and the like are no change. A change of its own stands beside new ones, not in them.
        if sign::is_sign(&atom.raw[1..]) {
            runs.end_mode();
        }
        runs.end_run();
        runs.out.push_str(atom.raw);
        return;
    }
    runs.mode(mode, pen.stamp);
    if atom.run == NONE {
        runs.end_run();
        runs.out.push_str(atom.raw);
        return;
    }
    let own = line.runs.get(atom.run as usize).and_then(Option::as_ref);
    let properties = match older {
        Some(older) => changed_properties(own, older, pen),
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
            runs.comment(kind, &sign, pen.stamp);
        }
        earlier(runs, atom);
        return;
    }
    let links: Vec<(String, String, u64)> = chain(line, atom.wrap)
        .into_iter()
        .filter(|(head, _, _)| !head.starts_with("<w:sdt"))
        .map(|(head, tail, key)| (pen.import.with_targets(&head).into_owned(), tail, key))
        .collect();
    // Inside the link that it was deleted from it needs no link of its own.
    let stands_in_same =
        links.len() <= runs.wraps.len() && links.iter().zip(&runs.wraps).all(|(a, b)| a.2 == b.2);
    if !stands_in_same {
        runs.wraps(&links);
    }
    runs.mode(mode, pen.stamp);
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
    // Each part of a field has a run of its own, as every producer writes it: some readers lose what shares one with it.
    if atom.kind == AtomKind::Field {
        runs.end_run();
    }
    runs.run(properties);
    if atom.kind == AtomKind::Text {
        return runs.text.push_str(text);
    }
    runs.end_text();
    let raw = raw.unwrap_or(atom.raw);
    if atom.kind != AtomKind::Field {
        return runs.out.push_str(raw);
    }
    match runs.mode {
        Some(Mode::Deleted) => runs
            .out
            .push_str(&raw.replace("w:instrText", "w:delInstrText")),
        _ => runs.out.push_str(raw),
    }
    runs.end_run();
}

/// Signs that programs leave behind and make again.
fn is_passing(raw: &str) -> bool {
    raw.starts_with("<w:proofErr") || raw.starts_with("<w:lastRenderedPageBreak")
}
