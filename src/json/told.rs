//! How all documents about many drafts tell of a draft, a life, a step, a typeface.

use crate::draft::history::{Life, Step};
use crate::draft::{Style, WordCount};

/// A draft's number as it is told: from 1.
pub(super) const fn number(revision: u32) -> u32 {
    revision.saturating_add(1)
}

/// The first draft in which something no longer stands, if there is one.
pub(super) fn end(life: Life) -> Option<u32> {
    (!life.goes_on()).then(|| number(life.until))
}

/// Words in and out.
pub(super) const fn words(step: &Step) -> WordCount {
    WordCount {
        inserted: step.words.new,
        deleted: step.words.old,
    }
}

/// The typefaces of a style.
pub(super) fn names(style: Style) -> Vec<String> {
    style.names().into_iter().map(str::to_owned).collect()
}
