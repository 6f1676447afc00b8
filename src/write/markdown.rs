//! Markdown: deleted `~~text~~`, inserted `<ins>text</ins>`; both are read back. See `marked` for
//! what else is said.

use super::marked::{self, Hints, Signs};
use crate::draft::{Draft, Redline};
use std::fmt::{self, Write};

pub(crate) const SIGNS: Signs = Signs {
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
    marked::draft(draft, &SIGNS, &Hints::default(), out)
}

/// Writes a redline; what became of each clause stands in a comment after it.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    marked::redline(redline, &SIGNS, &Hints::default(), out)
}
