//! How a passage comes, what a draft can do to it, and how it ends.

use crate::draft::Diff;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a passage came to be one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It stands in the first draft: when it opened is not known.
    First,
    /// It came with new words.
    New,
    /// Brackets were put round words that stood there before.
    Around,
    /// It was part of another passage: the number of that life.
    SplitOff(u32),
    /// Its words had been lifted before: the number of the life that had ended.
    Reopened(u32),
}

/// What one draft did to a passage that stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// So many of its words stand outside of it now.
    Narrowed(u32),
    /// So many words that stood outside of it are in it now.
    Widened(u32),
    /// Words went out of the text (`old`) and came in (`new`).
    Reworded(Diff<u32>),
    /// It stands elsewhere; where it stood before.
    Moved(Box<str>),
    /// Parts of it are passages of their own now: so many.
    Split(u32),
    /// It took in so many other passages.
    Joined(u32),
    /// So many of the texts to choose from are gone.
    AlternativesDropped(u32),
    /// So many more texts to choose from.
    AlternativesAdded(u32),
}

/// What became of a passage.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It stands open in the last draft.
    Open,
    /// Its brackets were lifted, its text stays as it was.
    Lifted,
    /// Its brackets were lifted, and other words stand there: some of its own stay, or none.
    Reworded,
    /// It left the text, and nothing came in its place.
    Dropped,
    /// Its text is part of another open passage now.
    Merged,
}

/// How a passage ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// The first draft in which it does not stand open any more.
    pub draft: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// The share of its letters that stay in the text, from 0 to 1.
    pub kept: f32,
    /// Whether the clause it stood in left the text, too.
    pub with_clause: bool,
    /// Whether what stays of it still stands within a wider passage that was there before and is
    /// open.
    pub within: bool,
    /// The life that it is part of now, if it was merged into one.
    pub into: Option<u32>,
    /// The address of its place in the draft that ended it, if that is known.
    pub address: Option<Box<str>>,
    /// What stands in its place in that draft; empty where nothing does.
    pub words: String,
}

impl Opening {
    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first draft",
            Self::New => "new text",
            Self::Around => "brackets put round standing text",
            Self::SplitOff(_) => "split off",
            Self::Reopened(_) => "reopened",
        }
    }
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Lifted,
        Self::Reworded,
        Self::Dropped,
        Self::Merged,
    ];

    /// The word for the JSON and for tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Lifted => "lifted",
            Self::Reworded => "reworded",
            Self::Dropped => "dropped",
            Self::Merged => "merged",
        }
    }

    /// The words for people.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Open => "still open",
            Self::Lifted => "lifted with its text",
            Self::Reworded => "lifted with other words",
            Self::Dropped => "dropped with its text",
            Self::Merged => "merged into another passage",
        }
    }
}

impl Turn {
    /// The word for the JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Narrowed(_) => "narrowed",
            Self::Widened(_) => "widened",
            Self::Reworded(_) => "reworded",
            Self::Moved(_) => "moved",
            Self::Split(_) => "split",
            Self::Joined(_) => "joined",
            Self::AlternativesDropped(_) => "alternatives-dropped",
            Self::AlternativesAdded(_) => "alternatives-added",
        }
    }

    /// What happened, for people.
    #[must_use]
    pub fn in_words(&self) -> String {
        let of = |n: &u32, noun: &str| format!("{n} {noun}{}", if *n == 1 { "" } else { "s" });
        match self {
            Self::Narrowed(n) => format!("narrowed by {}", of(n, "word")),
            Self::Widened(n) => format!("widened by {}", of(n, "word")),
            Self::Reworded(words) => match (words.old, words.new) {
                (0, new) => format!("{} in", of(&new, "word")),
                (old, 0) => format!("{} out", of(&old, "word")),
                (old, new) => format!("{} out, {new} in", of(&old, "word")),
            },
            Self::Moved(from) => format!("moved from {from}"),
            Self::Split(n) => format!("{} split off", of(n, "passage")),
            Self::Joined(n) => format!("took in {}", of(n, "passage")),
            Self::AlternativesDropped(n) => format!("{} dropped", of(n, "alternative")),
            Self::AlternativesAdded(n) => format!("{} added", of(n, "alternative")),
        }
    }
}
