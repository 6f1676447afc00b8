//! How grave the changes of a redline are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A row of a redline and how grave its change is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The place of the row in [`Redline::clauses`](super::Redline::clauses).
    pub row: usize,
    /// How grave it is.
    pub gravity: Gravity,
}

/// How grave a change is, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Gravity {
    /// From 0, nothing, to 999. Only its order means anything.
    pub score: u16,
    /// How the sense turns, gravest first; empty where it does not.
    pub turns: Vec<Turn>,
}

/// One way in which the sense of a clause turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Turn {
    /// How it turns.
    pub kind: TurnKind,
    /// The words that went; empty where none did.
    pub old: String,
    /// The words that came; empty where none did.
    pub new: String,
}

/// How the sense of a clause turns.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TurnKind {
    /// A word for its opposite: "insufficient" → "sufficient", "increase" → "reduce".
    Opposite,
    /// "not", "without" or "unless" that came or went.
    Negation,
    /// A condition that went: "on mutually agreed terms", "subject to", "as appropriate".
    ConditionLost,
    /// A condition that came.
    ConditionGained,
    /// Less binding: "shall" → "should", "Requests" → "Invites".
    Weaker,
    /// More binding.
    Stronger,
    /// "and" for "or".
    Joined,
    /// Another quantity.
    Number,
}

impl TurnKind {
    /// The words for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opposite => "opposite",
            Self::Negation => "negation",
            Self::ConditionLost => "condition lost",
            Self::ConditionGained => "condition gained",
            Self::Weaker => "less binding",
            Self::Stronger => "more binding",
            Self::Joined => "and / or",
            Self::Number => "other number",
        }
    }
}
