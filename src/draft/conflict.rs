//! A place where the changes of several authors cannot all stand as they are.

use super::Diff;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How changes collide.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// One puts words where another takes the words around them away.
    AmendedAndDeleted,
    /// They change words that overlap, and not alike.
    Overlap,
    /// They put other words in the same place.
    SamePlace,
}

impl ConflictKind {
    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AmendedAndDeleted => "amended-and-deleted",
            Self::Overlap => "overlap",
            Self::SamePlace => "same-place",
        }
    }
}

/// What one author wants in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Who; several names where they want the same.
    pub authors: Vec<String>,
    /// The words that would stand there, with this author's changes alone; empty where they go.
    pub text: String,
}

/// A place where changes of several authors meet and are not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// Its place among all conflicts of the draft, from 1.
    pub number: u32,
    /// How the changes collide.
    pub kind: ConflictKind,
    /// The address of its clause with all changes rejected, and with all accepted; none where that
    /// text has no such clause.
    pub address: Diff<Option<String>>,
    /// The last words before the place that nobody changes.
    pub before: String,
    /// The words of the base; empty where it has none there.
    pub base: String,
    /// The first words after the place that nobody changes.
    pub after: String,
    /// What each author wants, in the order of the text.
    pub proposals: Vec<Proposal>,
    /// The first line of its paragraph in the base, or of the one before it where it only came,
    /// from 1; 0 where there is none.
    pub line: u32,
}
