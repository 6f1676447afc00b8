//! Markdown: deleted `~~text~~`, inserted `<ins>text</ins>`; both are read back. See `marked` for what else is said.

use super::marked::{self, Head, Signs};
use super::rows;
use crate::draft::{Draft, Redline};
use std::fmt::{self, Write};

const SIGNS: Signs = Signs {
    deleted: ("~~", "~~"),
    inserted: ("<ins>", "</ins>"),
    deleted_line: ("<del>", "</del>"),
    comment: ("<!--", "-->"),
};

/// Writes a draft, marked or not.
///
/// # Errors
/// Where `out` fails.
pub fn draft(draft: &Draft, out: &mut dyn Write) -> fmt::Result {
    draft_with(draft, Head::IfMarked, out)
}

/// Writes a draft; `head` says when a comment at its head tells that it is to be read as it stands.
pub(crate) fn draft_with(draft: &Draft, head: Head, out: &mut dyn Write) -> fmt::Result {
    marked::draft(draft, &SIGNS, head, &|_| String::new(), out)
}

/// Writes a redline; what became of each clause stands in a comment after it.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    redline_with(redline, Head::IfMarked, out)
}

/// Writes a redline; `head` says when a comment at its head tells that it is to be read as it
/// stands.
pub(crate) fn redline_with(redline: &Redline, head: Head, out: &mut dyn Write) -> fmt::Result {
    let shown = rows::shown(redline);
    let note = |index: usize| shown[index].note();
    marked::draft(&redline.draft, &SIGNS, head, &note, out)
}
