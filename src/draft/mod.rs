//! The model: a draft is a sequence of paragraphs, each with a label and words that are kept,
//! inserted or deleted.
//!
//! Sections and clauses are read off the sequence ([`Outline`]); they are never stored beside it,
//! so nothing can disagree. Everything here is plain data and uses nothing else of the crate but
//! the words of [`crate::vocabulary`].

mod address;
mod change;
mod conflict;
mod diff;
mod excerpt;
mod finding;
mod gravity;
pub mod history;
mod label;
mod label_grammar;
pub(crate) mod lists;
pub mod lives;
pub(crate) mod notes;
mod number;
mod object;
pub(crate) mod outline;
pub(crate) mod paragraph;
mod place;
pub(crate) mod places;
mod redline;
mod references;
mod register;
mod style;
mod tracked_change;
mod view;
pub(crate) mod when;
mod why;
mod wording;

pub use address::Addresses;
pub use change::{Change, View};
pub use conflict::{Conflict, ConflictKind, Proposal};
pub use diff::Diff;
pub use excerpt::{Excerpt, Names};
pub use finding::{Code, Finding, Found, Severity};
pub use gravity::{Gravity, Ranked, Turn, TurnKind};
pub use label::Label;
pub(crate) use label_grammar::label_at;
pub use number::{Number, Numeral, Script};
pub use object::{OBJECT, Object, ObjectKind};
pub use outline::{Outline, Section};
pub use paragraph::{Anchor, Kind, Move, Paragraph};
pub use place::{Holder, Place};
pub use redline::{Class, ClauseChange, Outcome, Redline, Summary, WordCount};
pub use references::{
    CitedClauses, CitedDocument, Direction, Link, Mention, ReferenceStatus, References,
};
pub use register::{Count, Passage, PassageKind, Register};
pub use style::Style;
pub use tracked_change::{ChangeKind, TrackedChange};
pub use why::{Considered, Why};
pub use wording::{Run, Wording};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A draft, marked or not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// What was recognised of symbol, date, title and organ. The text itself stands in
    /// `paragraphs`.
    pub masthead: Masthead,
    /// The text, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// Who made the changes, where the source says so.
    pub origins: Vec<Origin>,
    /// What the reader has to say.
    pub findings: Vec<Finding>,
    /// The name of the source, for messages.
    pub source: String,
}

/// What identifies a draft, as far as it was recognised in its first lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Masthead {
    /// The document symbol: `A/RES/66/184`, `DL/23-E (Rev.2)`.
    pub symbol: Option<String>,
    /// The date, as printed.
    pub date: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The organ that speaks: `The General Assembly`.
    pub organ: Option<String>,
}

/// What stands between the names of several authors who made the same change.
pub const JOINT: &str = "; ";

/// Who made a change and when, as the source says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The author, if named; several, with [`JOINT`] between them, who made the same change.
    pub author: Option<String>,
    /// The date, as the source writes it.
    pub date: Option<String>,
}
