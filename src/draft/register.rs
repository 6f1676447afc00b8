//! The register of unresolved passages.

use super::{Excerpt, Names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Every unresolved passage of a draft, in reading order, nested ones within the passage that holds
/// them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Register {
    /// The outermost passages.
    pub passages: Vec<Passage>,
    /// Passages beyond the number that a register holds; 0 for any real draft.
    pub omitted: usize,
    /// Words in brackets, nested ones counted once; status notes, options and unmatched signs are
    /// left out.
    pub words_in_brackets: usize,
    /// Words in all clauses.
    pub words_in_all: usize,
}

/// What stands open: the one count there is, of a draft or of a section.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// Open passages: brackets, options, placeholders, signs without partner. Status notes are no
    /// passages.
    pub passages: u32,
    /// Status notes beside them.
    pub notes: u32,
    /// Words in brackets, nested ones counted once; status notes, options and unmatched signs are
    /// left out.
    pub words: u32,
    /// How deep the brackets are nested; 0 where there are none.
    pub depth: u32,
}

impl Count {
    /// Counts a passage; one in struck text stands open no more.
    pub fn add(&mut self, passage: &Passage) {
        if passage.struck {
            return;
        }
        if passage.kind == PassageKind::StatusNote {
            self.notes += 1;
        } else {
            self.passages += 1;
            self.depth = self.depth.max(passage.depth);
        }
        if passage.depth == 1 && passage.kind.holds_text() {
            self.words += u32::try_from(passage.words).unwrap_or(u32::MAX);
        }
    }
}

/// What kind of unresolved passage it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PassageKind {
    /// Text that is not agreed: `[text]`.
    Text,
    /// One of several texts to choose from: `[shall][should]`, `[a / b]`.
    Alternative,
    /// A block alternative: "Option 1".
    Option,
    /// Text to come: `[x]`, `[Placeholder for …]`, `[date]`.
    Placeholder,
    /// A note about the text, not text: `[not decided]`, `(pending decision COM5)`.
    StatusNote,
    /// An opening or closing sign without its partner.
    Unmatched,
}

/// An unresolved passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The address of the clause it begins in.
    pub address: Arc<str>,
    /// The section that clause is in; passages of one section share it.
    pub section: Arc<str>,
    /// Line of its first sign, from 1.
    pub line: u32,
    /// Column of its first sign, from 1; 0 where unknown.
    pub column: u32,
    /// What kind it is.
    pub kind: PassageKind,
    /// How deep it is nested, from 1.
    pub depth: u32,
    /// The label inside the bracket, if it holds one: `d)` in `[d) …]`.
    pub label: Option<String>,
    /// Who wants the text, or thinks something of it, where the bracket says so: `EU` in `[EU: and
    /// national law]`.
    pub by: Option<String>,
    /// The passage with its signs. Paragraphs are parted by line ends. Of one that is very deep in
    /// others, or deep and very long, the beginning with a `…`.
    pub text: Excerpt,
    /// The addresses of the clauses it covers, whole or in part; where the text is cut, the first
    /// and the last.
    pub clauses: Names,
    /// Words in it, its children's included.
    pub words: usize,
    /// It stands only in text that the view leaves out (struck text, for the revised view): told so
    /// that every sign of the source is accounted for, but not unresolved.
    pub struck: bool,
    /// The passages inside it.
    pub children: Vec<Passage>,
    /// Where it starts: paragraph and byte offset into its words; the end is past its last sign.
    pub span: [(usize, usize); 2],
}

impl Register {
    /// Every passage, outer ones before the ones they hold.
    pub fn all(&self) -> impl Iterator<Item = &Passage> {
        let mut stack: Vec<&Passage> = self.passages.iter().rev().collect();
        std::iter::from_fn(move || {
            let passage = stack.pop()?;
            stack.extend(passage.children.iter().rev());
            Some(passage)
        })
    }

    /// Every passage that is unresolved in the view, outer ones before the ones they hold.
    pub fn unresolved(&self) -> impl Iterator<Item = &Passage> {
        self.all().filter(|passage| !passage.struck)
    }

    /// What stands open.
    #[must_use]
    pub fn open(&self) -> Count {
        let mut count = Count::default();
        self.all().for_each(|passage| count.add(passage));
        count.passages += u32::try_from(self.omitted).unwrap_or(u32::MAX);
        count
    }

    /// The share of words that stand in brackets, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.words_in_all == 0 {
            return 0.0;
        }
        self.words_in_brackets as f64 / self.words_in_all as f64
    }
}

impl PassageKind {
    /// Whether the words of such a passage are text that is not agreed: not those of a note, and
    /// those of an option or after a sign without partner only where they stand in brackets, too.
    #[must_use]
    pub const fn holds_text(self) -> bool {
        !matches!(self, Self::StatusNote | Self::Unmatched | Self::Option)
    }

    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Alternative => "alternative",
            Self::Option => "option",
            Self::Placeholder => "placeholder",
            Self::StatusNote => "status-note",
            Self::Unmatched => "unmatched",
        }
    }
}
