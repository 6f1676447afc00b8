//! What happened to a stretch of text between two drafts, and from which side it is looked at.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened to a run of text, or to a paragraph's own mark and label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It stands in both drafts.
    #[default]
    Kept,
    /// It stands in the newer draft only.
    Inserted,
    /// It stands in the older draft only.
    Deleted,
}

/// One of the two clean texts that a marked draft holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// All changes rejected: the older text.
    Base,
    /// All changes accepted: the newer text.
    #[default]
    Revised,
}

impl View {
    /// The other one of the two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Base => Self::Revised,
            Self::Revised => Self::Base,
        }
    }
}

impl Change {
    /// Whether text with this change stands in `view`.
    #[must_use]
    pub const fn stands_in(self, view: View) -> bool {
        !matches!(
            (self, view),
            (Self::Inserted, View::Base) | (Self::Deleted, View::Revised)
        )
    }

    /// The word that the JSON and the texts for people use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
        }
    }
}
