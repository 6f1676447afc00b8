//! One change of a marked draft, as a row of the list of its changes.

use super::{Class, Diff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Words, or a paragraph, came.
    Inserted,
    /// Words, or a paragraph, went.
    Deleted,
    /// Words stand in the place of others.
    Replaced,
    /// A paragraph, or words, went from one place to another.
    Moved,
    /// A paragraph begins where none did.
    Split,
    /// A paragraph goes on with the one before it.
    Merged,
    /// Another label, or another depth.
    Renumbered,
    /// The same words in other typefaces.
    Restyled,
    /// Something else about the look: an indent, a table's width, the layout of the page.
    Formatted,
    /// Words that one change brought and another took away: they stand in neither text.
    Withdrawn,
}

impl ChangeKind {
    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Replaced => "replaced",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Renumbered => "renumbered",
            Self::Restyled => "restyled",
            Self::Formatted => "formatted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One change, that can be accepted or rejected by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrackedChange {
    /// Its place among all changes of the draft, from 1. The same draft gives the same numbers.
    pub number: u32,
    /// Letters made of what the change says: they stay where other changes of the draft are
    /// accepted or rejected.
    pub id: String,
    /// What it does.
    pub kind: ChangeKind,
    /// The address of its clause in each text; none where that text has no such clause.
    pub address: Diff<Option<String>>,
    /// What the section is cited by in which it stands, in each text.
    pub section: Diff<Option<String>>,
    /// Who made it, where the source says so.
    pub author: Option<String>,
    /// When, as the source says.
    pub date: Option<String>,
    /// The kinds of change in it, gravest first; none where no word is another.
    pub classes: Vec<Class>,
    /// What it took away, as it was printed.
    pub before: String,
    /// What it brought, as it is printed.
    pub after: String,
    /// Words deleted (`old`) and inserted (`new`).
    pub words: Diff<u32>,
    /// The first line of its paragraph in each source, from 1; 0 where there is none.
    pub line: Diff<u32>,
}

impl TrackedChange {
    /// How somebody is called who made a change and gave no name, where others gave theirs.
    pub const NO_NAME: &str = "(no name)";
}
