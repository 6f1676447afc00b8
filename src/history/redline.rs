//! The redline between any two drafts of a history: the comparison of the two, as if there were no
//! others.
//!
//! There is one redline (law 9). Clauses might be paired step by step as well, along the drafts
//! that lie between; but then two people who hold the same two drafts would be told different
//! things, as one of them has seen more. What the drafts between know, who brought which words and
//! what became of a clause on the way, is told by lineages and origins.

use crate::compare::{Options, compare};
use crate::draft::Redline;
use crate::draft::history::History;

/// The redline from draft `older` to draft `newer`, which may be the later one: its base view is
/// the one, its revised view the other.
#[must_use]
pub fn redline(history: &History, older: u32, newer: u32) -> Redline {
    compare(
        &history.view(older),
        &history.view(newer),
        &Options::default(),
    )
}
