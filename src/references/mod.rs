//! References: citations of clauses ("*resolves* 1, 3 and 4 above") resolved to clauses, citations
//! of documents in one normal form, and what is wrong with both.
//!
//! `grammar` reads the words; `resolve` finds the clauses that they mean; `carry` follows clauses
//! and words from draft to draft, and `trace` what each reference has meant since it was written;
//! `mend` writes the right labels in; `report` puts all of it together.
//!
//! Forms: ITU resolutions cite a section call and labels; UN resolutions cite "paragraph 4 above",
//! "subparagraphs (b) to (d)" (UN Editorial Manual). A reference to another document says so: "of
//! the Tunis Agenda", "of its resolution".

mod carry;
mod doubles;
mod grammar;
pub(crate) mod mend;
mod report;
mod resolve;
mod single;
mod trace;

pub use crate::draft::Direction;
pub(crate) use grammar::documents::documents;
pub(crate) use mend::MENDED;
pub use mend::repair;
pub use report::{list, report};
pub use resolve::find;

use std::ops::Range;

/// One label that a text refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The paragraph that refers.
    pub paragraph: usize,
    /// The label in its words, in bytes of the view's text.
    pub range: Range<usize>,
    /// The label as it stands there: `3`, `b)`, `(d)`.
    pub label: String,
    /// What is cited, in full: `resolves 3`.
    pub cited: String,
    /// Whether it is a clause of this draft.
    pub scope: Scope,
    /// The paragraph it means, where there is just one with that label.
    pub target: Option<usize>,
    /// The paragraphs that have that label.
    pub candidates: Vec<usize>,
    /// Which citation of the draft it belongs to, from 0: "resolves 1, 3 and 4 above" is one of
    /// three labels.
    pub citation: usize,
    /// The words of the citation, from the first to "above".
    pub words: Range<usize>,
    /// Where the words say that the clause stands.
    pub direction: Option<Direction>,
    /// The section call that the words name.
    pub call: Option<String>,
    /// Whether it ends a range: the 4 of "2 to 4".
    pub ends_range: bool,
    /// How deep it lies below the label that the words name first: 1 for the `(a)` of "4 (a)".
    pub below: usize,
}

/// Which document a reference is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This draft.
    Internal,
    /// Another document.
    External,
    /// The words do not say.
    Undecided,
}

/// Whether nothing below the clause is cited: "2 (g)" in paragraph 2 is no reference to itself, and
/// "above" after it says where (g) stands.
pub(crate) fn is_last(references: &[Reference], number: usize) -> bool {
    let reference = &references[number];
    references
        .get(number + 1)
        .is_none_or(|next| next.citation != reference.citation || next.below <= reference.below)
}
