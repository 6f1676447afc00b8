//! What stands open in each draft, in all and by section.

use super::Outcome;
use crate::draft::Count;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What stands open in each draft, in all and by section, and how one draft leads to the next.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BurnDown {
    /// What stands open in each draft.
    pub total: Vec<Count>,
    /// Words in all clauses of each draft.
    pub words_in_all: Vec<u32>,
    /// What each draft opened and ended.
    pub flow: Vec<Flow>,
    /// The sections that have a passage in any draft, in reading order.
    pub sections: Vec<SectionRow>,
}

/// A section through all drafts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SectionRow {
    /// What it is cited by in each draft; none where it does not stand.
    pub names: Vec<Option<Box<str>>>,
    /// What it is about, where its heading says so: `transparency`.
    pub title: Option<Box<str>>,
    /// What stands open in it, draft by draft.
    pub counts: Vec<Count>,
}

/// How one draft leads to the next, in open passages: `before - lifted - reworded - dropped -
/// merged + opened + split_off + reopened = open`, which is the number of passages in [`Count`]. A
/// passage of which nothing but a status note is left was reworded; a note that became text was
/// opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// Open in the draft before.
    pub before: u32,
    /// Lifted with their text.
    pub lifted: u32,
    /// Lifted with other words.
    pub reworded: u32,
    /// Dropped with their text.
    pub dropped: u32,
    /// Now part of another passage.
    pub merged: u32,
    /// Opened, with new text or round standing text.
    pub opened: u32,
    /// Parts of other passages that became passages of their own.
    pub split_off: u32,
    /// Lifted earlier and bracketed again.
    pub reopened: u32,
    /// Open in this draft.
    pub open: u32,
}

impl SectionRow {
    /// The name it had last.
    #[must_use]
    pub fn name(&self) -> &str {
        let last = self.names.iter().rev().flatten().next();
        last.map_or("", |name| name)
    }

    /// The name it had while passages stood open in it, with what it is about; where it got another
    /// number, the first and the last.
    #[must_use]
    pub fn in_full(&self) -> String {
        let both = self.names.iter().zip(&self.counts);
        let mut open = both
            .filter(|(_, count)| count.passages + count.notes > 0)
            .filter_map(|(name, _)| name.as_deref());
        let first = open.next();
        let last = open.next_back().or(first).unwrap_or(self.name());
        let first = first
            .filter(|name| name.to_lowercase() != last.to_lowercase())
            .map(|name| self.titled(name));
        match first {
            Some(first) => format!("{first}, then {last}"),
            None if last.is_empty() => self.titled("(before the first section)"),
            None => self.titled(last),
        }
    }

    fn titled(&self, name: &str) -> String {
        match &self.title {
            Some(title) => format!("{name} {title}"),
            None => name.to_owned(),
        }
    }
}

impl Flow {
    /// Counts a passage that ended.
    pub(crate) fn count_end(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Open => {}
            Outcome::Lifted => self.lifted += 1,
            Outcome::Reworded => self.reworded += 1,
            Outcome::Dropped => self.dropped += 1,
            Outcome::Merged => self.merged += 1,
        }
    }

    /// All that ended.
    #[must_use]
    pub const fn ended(&self) -> u32 {
        self.lifted + self.reworded + self.dropped + self.merged
    }

    /// All that began.
    #[must_use]
    pub const fn begun(&self) -> u32 {
        self.opened + self.split_off + self.reopened
    }
}
