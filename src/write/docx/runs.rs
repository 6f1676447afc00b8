//! The runs of one paragraph as they are written: what stands round them, their properties, their
//! text.

use super::import::Import;
use super::round::{Round, Rounds, Shared};
use super::stamp::Stamp;
use crate::docx::atoms::{AtomKind, Line};
use crate::docx::comments::{Anchor, anchor};
use crate::docx::markers::{Key, marker};
use crate::docx::xml::escaped;
use crate::draft::Change;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// What stands round a stretch of runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Plain,
    Inserted,
    Deleted,
    MovedFrom,
    MovedTo,
}

impl Mode {
    const fn tag(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Inserted => Some("w:ins"),
            Self::Deleted => Some("w:del"),
            Self::MovedFrom => Some("w:moveFrom"),
            Self::MovedTo => Some("w:moveTo"),
        }
    }

    /// The mark of a paragraph's end that goes with it.
    pub(super) const fn of(change: Change) -> Self {
        match change {
            Change::Kept => Self::Plain,
            Change::Inserted => Self::Inserted,
            Change::Deleted => Self::Deleted,
        }
    }
}

/// What is needed to write paragraphs.
pub(super) struct Pen<'p> {
    pub(super) stamp: &'p mut Stamp,
    pub(super) import: &'p mut Import,
}

/// The runs of a paragraph that is being written.
#[derive(Default)]
pub(super) struct Runs {
    pub(super) out: String,
    /// What is open round changes.
    pub(super) wraps: Vec<Round>,
    pub(super) mode: Option<Mode>,
    /// What is open inside the change.
    pub(super) inside: Vec<Round>,
    /// What is round the words in both files.
    pub(super) shared: Shared,
    /// The properties of the run that is open.
    pub(super) run: Option<String>,
    /// Text that is not yet written, and whether it is deleted.
    pub(super) text: String,
    /// The comments that stand in the paragraph with all their signs, where all of it comes: they
    /// come with it. The signs of the others are no change.
    pub(super) comments: HashSet<String>,
    /// The bookmarks and the like of which the same is true.
    pub(super) ranges: HashSet<Key>,
}

impl Runs {
    /// The runs of a paragraph that comes whole.
    pub(super) fn of_whole(line: &Line<'_>) -> Self {
        let mut counts: HashMap<String, [u32; 3]> = HashMap::new();
        for (kind, id) in line.atoms.iter().filter_map(|atom| anchor(atom.raw)) {
            counts.entry(id).or_default()[kind as usize] += 1;
        }
        let own = counts
            .into_iter()
            .filter(|(_, [starts, ends, signs])| starts == ends && *signs == 1);
        let mut ends: HashMap<Key, i32> = HashMap::new();
        for own in line.atoms.iter().filter_map(|atom| marker(atom.raw)) {
            *ends.entry(own.key).or_default() += if own.begins { 1 } else { -1 };
        }
        // No change is made of them alone.
        let has_words = line.atoms.iter().any(|atom| atom.kind != AtomKind::Point);
        let whole = ends.into_iter().filter(|(_, left)| *left == 0 && has_words);
        Self {
            shared: Shared::whole(line),
            comments: own.map(|(id, _)| id).collect(),
            ranges: whole.map(|(key, _)| key).collect(),
            ..Self::default()
        }
    }

    pub(super) fn end_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let name = if self.mode == Some(Mode::Deleted) {
            "w:delText"
        } else {
            "w:t"
        };
        let text = std::mem::take(&mut self.text);
        let space = if text.trim() == text && !text.contains("  ") {
            ""
        } else {
            " xml:space=\"preserve\""
        };
        let _ = write!(self.out, "<{name}{space}>{}</{name}>", escaped(&text));
    }

    pub(super) fn end_run(&mut self) {
        self.end_text();
        if self.run.take().is_some() {
            self.out.push_str("</w:r>");
        }
    }

    pub(super) fn end_mode(&mut self) {
        self.inside(&[]);
        self.end_run();
        if let Some(tag) = self.mode.take().and_then(Mode::tag) {
            let _ = write!(self.out, "</{tag}>");
        }
    }

    /// Opens and closes what is round a change.
    pub(super) fn wraps(&mut self, wanted: &[Round]) {
        if !are_one(&self.wraps, wanted) {
            self.end_mode();
            exchange(&mut self.wraps, wanted, &mut self.out);
        }
    }

    /// Opens and closes what is inside the change.
    fn inside(&mut self, wanted: &[Round]) {
        if !are_one(&self.inside, wanted) {
            self.end_run();
            exchange(&mut self.inside, wanted, &mut self.out);
        }
    }

    /// Opens and closes a change, and what is round it and inside it.
    pub(super) fn open(&mut self, rounds: &Rounds, mode: Mode, stamp: &mut Stamp) {
        self.wraps(&rounds.outside);
        self.mode(mode, stamp);
        self.inside(&rounds.inside);
    }

    pub(super) fn mode(&mut self, mode: Mode, stamp: &mut Stamp) {
        if self.mode != Some(mode) {
            self.end_mode();
            if let Some(tag) = mode.tag() {
                let _ = write!(self.out, "<{tag}{}>", stamp.change());
            }
            self.mode = Some(mode);
        }
    }

    pub(super) fn run(&mut self, properties: &str) {
        if self.run.as_deref() != Some(properties) {
            self.end_run();
            self.out.push_str("<w:r>");
            self.out.push_str(properties);
            self.run = Some(properties.to_owned());
        }
    }

    /// A sign of a comment of the older file: where the words round it go, it goes with them.
    pub(super) fn comment(&mut self, kind: Anchor, sign: &str, mode: Mode, stamp: &mut Stamp) {
        self.inside(&[]);
        self.end_run();
        self.mode(mode, stamp);
        match kind {
            Anchor::Start | Anchor::End => self.out.push_str(sign),
            Anchor::Sign => {
                let _ = write!(self.out, "<w:r>{sign}</w:r>");
            }
        }
    }

    /// Ends all that is open.
    pub(super) fn finish(mut self) -> String {
        self.wraps(&[]);
        self.end_mode();
        self.out
    }
}

fn are_one(open: &[Round], wanted: &[Round]) -> bool {
    open.len() == wanted.len() && open.iter().zip(wanted).all(|(a, b)| a.is_one_with(b))
}

/// From what is open to what is wanted.
fn exchange(open: &mut Vec<Round>, wanted: &[Round], out: &mut String) {
    let pairs = open.iter().zip(wanted);
    let same = pairs.take_while(|(a, b)| a.is_one_with(b)).count();
    for wrap in open.drain(same..).rev() {
        out.push_str(&wrap.tail);
    }
    for wrap in &wanted[same..] {
        out.push_str(&wrap.head);
        open.push(wrap.clone());
    }
}
