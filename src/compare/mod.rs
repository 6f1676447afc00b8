//! (Draft, Draft) -> marked draft: align clauses, then words, then classify.

use crate::draft::{Diff, Draft, Redline, View};

/// Which view of each draft to compare, where a draft carries changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The views; both revised by default.
    pub views: Diff<View>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            views: Diff::same(View::Revised),
        }
    }
}

/// Compares two drafts.
#[must_use]
pub fn compare(older: &Draft, newer: &Draft, options: &Options) -> Redline {
    let _ = (older, newer, options);
    Redline::default()
}
