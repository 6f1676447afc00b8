//! What refers to what: clauses and documents that drafts cite.

use super::Found;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// The references of one or more drafts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct References {
    /// What the drafts are called, in the order they were given.
    pub drafts: Vec<String>,
    /// Citations of clauses, in reading order: those of the last draft of each text.
    pub clauses: Vec<CitedClauses>,
    /// Documents that any of the drafts cites, by their normal form.
    pub documents: Vec<CitedDocument>,
    /// What is wrong.
    pub findings: Vec<Found>,
    /// The labels in the words of each draft that name clauses of that draft, in reading order.
    pub links: Vec<Vec<Link>>,
}

/// A label in the words of a draft that names a clause of the same draft: the 3 of "*resolves* 1
/// and 3 above".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The paragraph that refers.
    pub paragraph: usize,
    /// Where the label stands in its words, in bytes of the revised view's text.
    pub range: Range<usize>,
    /// The label as it stands there.
    pub label: String,
    /// The paragraphs that have it; never none. Where there are several, nobody can say which is
    /// meant, unless the words tell the direction.
    pub clauses: Vec<usize>,
    /// Where the words say that the clause stands.
    pub direction: Option<Direction>,
}

/// Where a clause stands, seen from the words that refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Before them.
    Above,
    /// After them.
    Below,
}

/// One citation of clauses: "resolves 1, 3 and 4 above".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CitedClauses {
    // It and the addresses are kept once, however many citations name them.
    /// The draft that cites.
    pub source: Arc<str>,
    /// The address of the clause that cites.
    pub address: Arc<str>,
    /// Its line in the source, from 1.
    pub line: u32,
    /// Its column in the source, from 1; 0 where unknown.
    pub column: u32,
    /// The words, as printed.
    pub printed: Box<str>,
    /// Whether the words are about a clause of this draft.
    pub status: ReferenceStatus,
    /// The addresses of the clauses that its labels name now; null where there is none or more than
    /// one.
    pub names: Vec<Option<Arc<str>>>,
    /// The addresses of the clauses that it means: what it named when it was written, where those
    /// are now.
    pub means: Vec<Arc<str>>,
    /// What its words should be, where they are stale and it can be told.
    #[serde(default)]
    pub should_be: Option<Box<str>>,
}

/// What is to be said of a citation.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceStatus {
    /// It names clauses of this draft.
    #[default]
    Right,
    /// Its words stayed while its clause moved, was renumbered or went.
    Stale,
    /// It names no clause of this draft, and says that it does.
    Dangling,
    /// The draft has several clauses of that label.
    Ambiguous,
    /// It names a clause of another document.
    Elsewhere,
    /// The words do not say whether it is a clause of this draft.
    Undecided,
}

/// A document that drafts cite.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CitedDocument {
    /// Its normal form: `A/RES/66/184`, `Resolution 71 (Rev. Busan, 2014)`.
    pub form: String,
    /// Where it is cited, and how.
    pub mentions: Vec<Mention>,
}

/// One place where a document is cited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The draft.
    pub source: Arc<str>,
    /// The address of the clause.
    pub address: Arc<str>,
    /// The line in the source, from 1.
    pub line: u32,
    /// The column in the source, from 1; 0 where unknown.
    pub column: u32,
    /// The words, as printed.
    pub printed: String,
    /// The day that the words give it, as printed.
    #[serde(default)]
    pub date: Option<String>,
}

impl ReferenceStatus {
    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Stale => "stale",
            Self::Dangling => "dangling",
            Self::Ambiguous => "ambiguous",
            Self::Elsewhere => "elsewhere",
            Self::Undecided => "undecided",
        }
    }
}
