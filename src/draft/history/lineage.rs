//! The life of a clause over many drafts, and the words that were lost on the way.

use super::Life;
use crate::draft::{Class, Diff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One clause, heading or note through all drafts, whatever its label, place and words became.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    /// The pieces that were it, oldest first: a clause that was moved, or came back, has several.
    /// At most one of them stands in any one draft.
    pub pieces: Vec<u32>,
    /// What happened to it, oldest first; drafts in which nothing did are left out.
    pub steps: Vec<Step>,
}

/// What one draft did to a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The draft, from 0.
    pub revision: u32,
    /// What it did.
    pub event: Event,
    /// Whether the label changed, too.
    pub renumbered: bool,
    /// The other lineage of a split or a merger.
    pub kin: Option<u32>,
    /// Words deleted (`old`) and inserted (`new`).
    pub words: Diff<u32>,
    pub(crate) classes: u16,
}

/// What a draft can do to a clause.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It came into the text.
    Introduced,
    /// Its words changed.
    Amended,
    /// Its label changed, and nothing else.
    Renumbered,
    /// It went to another place, perhaps with other words.
    Moved,
    /// Part of it became a clause of its own.
    Split,
    /// It was part of another clause and became one of its own.
    SplitOff,
    /// It took in another clause.
    Merged,
    /// It became part of another clause.
    MergedInto,
    /// It left the text.
    Deleted,
    /// It came back.
    Restored,
}

/// Words that were taken away in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The draft that first brought them.
    pub origin: u32,
    /// The draft that took them away.
    pub revision: u32,
    /// The lineage that they stood in.
    pub lineage: u32,
    /// Which of them came back, in reading order.
    pub returns: Vec<Return>,
}

/// Lost words that came back, in the same draft elsewhere (they moved) or in a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// Where they begin in the lost text, in bytes.
    pub from: u32,
    /// Where they end.
    pub to: u32,
    /// The draft that brought them back.
    pub revision: u32,
}

impl Step {
    /// A step without words or classes.
    pub(crate) const fn plain(revision: u32, event: Event) -> Self {
        Self {
            revision,
            event,
            renumbered: false,
            kin: None,
            words: Diff { old: 0, new: 0 },
            classes: 0,
        }
    }

    /// The same step with these kinds of change.
    pub(crate) fn with_classes(mut self, classes: &[Class]) -> Self {
        self.classes = classes
            .iter()
            .fold(0, |set, class| set | 1 << *class as u16);
        self
    }

    /// The kinds of change, gravest first.
    pub fn classes(&self) -> impl Iterator<Item = Class> {
        let set = self.classes;
        let all = Class::ALL.into_iter();
        all.filter(move |class| set & 1 << *class as u16 != 0)
    }
}

impl Lineage {
    /// What draft `revision` did to it, if anything.
    #[must_use]
    pub fn step_in(&self, revision: u32) -> Option<&Step> {
        let at = self.steps.partition_point(|step| step.revision < revision);
        self.steps.get(at).filter(|step| step.revision == revision)
    }
}

impl Event {
    /// The word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Introduced => "introduced",
            Self::Amended => "amended",
            Self::Renumbered => "renumbered",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::SplitOff => "split off",
            Self::Merged => "merged",
            Self::MergedInto => "merged away",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
        }
    }

    /// Whether the clause is gone after it.
    #[must_use]
    pub const fn ends(self) -> bool {
        matches!(self, Self::Deleted | Self::MergedInto)
    }
}

impl Loss {
    /// The drafts in which the words stood here, as far as their origin tells.
    #[must_use]
    pub const fn life(&self) -> Life {
        Life {
            from: self.origin,
            until: self.revision,
        }
    }
}
