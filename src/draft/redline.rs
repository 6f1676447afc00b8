//! What a comparison says: the marked draft, and what became of every clause.

use super::{Diff, Draft};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Two drafts as one marked draft, and the outcome of every clause.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Redline {
    /// Both drafts in one: its base view is the older draft, its revised view the newer.
    pub draft: Draft,
    /// One row for every pair of clauses, in the newer draft's order, deletions where they stood.
    /// A split or merged clause has several rows.
    pub clauses: Vec<ClauseChange>,
    /// The same for section calls and headings.
    pub sections: Vec<ClauseChange>,
    /// The same for mastheads, notes and the rest.
    pub others: Vec<ClauseChange>,
    /// The rows of `clauses`, counted.
    pub summary: Summary,
}

/// What became of a clause.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The same words; perhaps another label.
    Unchanged,
    /// Other words.
    Amended,
    /// New in the newer draft.
    Inserted,
    /// Gone from the newer draft.
    Deleted,
    /// In another place; perhaps with other words.
    Moved,
    /// Now several clauses.
    Split,
    /// Several clauses that are now one.
    Merged,
}

/// The kinds of change that readers tell apart.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// What the clause says.
    Substance,
    /// "not", "without", "unless": the sense may be turned round.
    Negation,
    /// "shall" for "should", "may" for "must".
    ModalVerb,
    /// A quantity.
    Number,
    /// A date, a year, a city of a conference.
    DateOrPlace,
    /// A cross-reference or a document symbol.
    Reference,
    /// Brackets put round text or lifted.
    Bracket,
    /// Punctuation, "also", "further", white space, typeface.
    Editorial,
    /// The label only.
    Numbering,
}

/// What became of one clause, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseChange {
    /// Its address in the older draft.
    pub old: Option<Box<str>>,
    /// Its address in the newer draft.
    pub new: Option<Box<str>>,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether its label changed.
    pub renumbered: bool,
    /// The kinds of change in it, gravest first.
    pub classes: Vec<Class>,
    /// Where it stood before, if it was moved.
    pub moved_from: Option<Box<str>>,
    /// Which paragraph of the marked draft shows it.
    pub paragraph: usize,
    /// Words deleted (`old`) and inserted (`new`) in it.
    pub words: Diff<u32>,
}

/// How many clauses were kept, amended and so on, and how many words went in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Summary {
    /// Clauses with the same words.
    pub kept: u32,
    /// Clauses with other words.
    pub amended: u32,
    /// New clauses.
    pub inserted: u32,
    /// Clauses that are gone.
    pub deleted: u32,
    /// Clauses in another place.
    pub moved: u32,
    /// Clauses that are now several.
    pub split: u32,
    /// Clauses that are now one.
    pub merged: u32,
    /// Clauses whose label changed, whatever else did.
    pub renumbered: u32,
    /// Words in and out.
    pub words: WordCount,
}

/// Words in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct WordCount {
    /// Words that came in.
    pub inserted: u32,
    /// Words that went out.
    pub deleted: u32,
}

impl Summary {
    /// Counts one row.
    pub fn count(&mut self, row: &ClauseChange) {
        let field = match row.outcome {
            Outcome::Unchanged => &mut self.kept,
            Outcome::Amended => &mut self.amended,
            Outcome::Inserted => &mut self.inserted,
            Outcome::Deleted => &mut self.deleted,
            Outcome::Moved => &mut self.moved,
            Outcome::Split => &mut self.split,
            Outcome::Merged => &mut self.merged,
        };
        *field += 1;
        self.renumbered += u32::from(row.renumbered);
        self.words.inserted += row.words.new;
        self.words.deleted += row.words.old;
    }
}

impl Outcome {
    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Amended => "amended",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

impl Class {
    /// All classes, gravest first.
    pub const ALL: [Self; 9] = [
        Self::Substance,
        Self::Negation,
        Self::ModalVerb,
        Self::Number,
        Self::DateOrPlace,
        Self::Reference,
        Self::Bracket,
        Self::Editorial,
        Self::Numbering,
    ];

    /// The word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Substance => "substance",
            Self::Negation => "negation",
            Self::ModalVerb => "modal verb",
            Self::Number => "number",
            Self::DateOrPlace => "date or place",
            Self::Reference => "reference",
            Self::Bracket => "bracket",
            Self::Editorial => "editorial",
            Self::Numbering => "numbering",
        }
    }
}
