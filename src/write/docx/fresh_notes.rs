//! Which notes of a draft become footnotes of a Word file made from it, and the signs that lead to
//! them.
//!
//! A draft names a note by its sign: `[^1]`. The same sign may name one note in the older text and
//! another in the newer; a Word file ties a sign to its note by a number that nobody sees. So a
//! sign that means two notes is written twice, as one that went and one that came, each with its
//! own.

use crate::draft::notes::{sign_of, signs_in};
use crate::draft::{Change, Diff, Draft, Kind, Paragraph, Run, Style, View};
use crate::write::pieces::{going_on, is_piece};
use std::collections::HashMap;

const VIEWS: [View; 2] = [View::Base, View::Revised];

/// A footnote as a sign leads to it.
pub(super) struct Footnote {
    /// The number of its paragraph in the draft.
    pub(super) note: usize,
    /// What became of its sign.
    pub(super) change: Change,
}

/// A stretch of a run: text, or the sign of a footnote.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span<'r> {
    pub(super) text: &'r str,
    pub(super) change: Change,
    /// The note, if it is the sign of one that becomes a footnote.
    pub(super) note: Option<usize>,
}

/// The notes that become footnotes: those whose sign names nothing else, and stands just once, in
/// every text that has them, before the note.
pub(super) struct Notes<'d> {
    by_sign: Diff<HashMap<&'d str, usize>>,
    held: Vec<bool>,
}

impl<'d> Notes<'d> {
    pub(super) fn of(draft: &'d Draft) -> Self {
        let uses = Diff {
            old: Uses::of(draft, View::Base),
            new: Uses::of(draft, View::Revised),
        };
        let mut out = Self {
            by_sign: Diff::default(),
            held: vec![false; draft.paragraphs.len()],
        };
        let going_on = going_on(draft);
        for (at, paragraph) in draft.paragraphs.iter().enumerate() {
            if paragraph.kind != Kind::Note || is_piece(paragraph) || going_on[at] {
                continue;
            }
            let of = |view| sign_of(paragraph, view).map(|sign| uses.get(view).is_sole(sign, at));
            let stands = VIEWS.iter().filter(|view| paragraph.begins_in(**view));
            if paragraph.moved.is_none() && stands.clone().all(|view| of(*view) == Some(true)) {
                out.held[at] = true;
                for view in stands {
                    out.add(paragraph, at, *view);
                }
            }
        }
        out
    }

    fn add(&mut self, paragraph: &'d Paragraph, at: usize, view: View) {
        let side = match view {
            View::Base => &mut self.by_sign.old,
            View::Revised => &mut self.by_sign.new,
        };
        side.extend(sign_of(paragraph, view).map(|sign| (sign, at)));
    }

    /// Whether a paragraph becomes a footnote.
    pub(super) fn holds(&self, paragraph: usize) -> bool {
        self.held[paragraph]
    }

    /// A run in parts: its text, and the signs in it.
    pub(super) fn spans<'r>(&self, run: &Run<'r>) -> Vec<Span<'r>> {
        let mut out = Vec::new();
        let text = |text, change| Span {
            text,
            change,
            note: None,
        };
        if !run.style.new.contains(Style::SUPERSCRIPT) {
            return vec![text(run.text, run.change)];
        }
        for part in signs_in(run.text) {
            let notes = self.by_sign.as_ref().map(|signs| signs.get(part).copied());
            let span = |note, change| Span {
                text: part,
                change,
                note,
            };
            match run.change {
                Change::Kept if notes.differs() => {
                    out.push(span(notes.old, Change::Deleted));
                    out.push(span(notes.new, Change::Inserted));
                }
                Change::Kept | Change::Inserted => out.push(span(notes.new, run.change)),
                Change::Deleted => out.push(span(notes.old, run.change)),
            }
        }
        out
    }
}

/// How often signs are used and defined in one text.
struct Uses<'d> {
    defined: HashMap<&'d str, u32>,
    /// How often, and where first.
    used: HashMap<&'d str, (u32, usize)>,
}

impl<'d> Uses<'d> {
    fn of(draft: &'d Draft, view: View) -> Self {
        let mut out = Self {
            defined: HashMap::new(),
            used: HashMap::new(),
        };
        for (at, paragraph) in draft.paragraphs.iter().enumerate() {
            let is_note = paragraph.kind == Kind::Note;
            let own = sign_of(paragraph, view).filter(|_| is_note && paragraph.begins_in(view));
            if let Some(sign) = own {
                *out.defined.entry(sign).or_default() += 1;
            }
            if paragraph.moved.is_some() && !paragraph.begins_in(view) {
                continue;
            }
            let raised = paragraph
                .words
                .runs_in(view)
                .filter(|run| run.style.new.contains(Style::SUPERSCRIPT));
            for sign in raised.flat_map(|run| signs_in(run.text)) {
                // A footnote can have no footnote of its own.
                let used = out.used.entry(sign).or_insert((0, at));
                used.0 += if is_note { 2 } else { 1 };
            }
        }
        out
    }

    /// Whether a sign names the note at a place alone, from one place before it.
    fn is_sole(&self, sign: &str, note: usize) -> bool {
        let used = self.used.get(sign);
        self.defined.get(sign) == Some(&1)
            && used.is_some_and(|(count, at)| *count == 1 && *at < note)
    }
}
