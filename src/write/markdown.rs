//! Markdown: deleted `~~text~~`, inserted `<ins>text</ins>`; both are read back. See `marked` for what else is said.

use super::marked::{self, Signs};
use super::rows;
use crate::draft::{Draft, Redline};
use std::fmt::{self, Write};

const SIGNS: Signs = Signs {
    deleted: ("~~", "~~"),
    inserted: ("<ins>", "</ins>"),
    comment: ("<!--", "-->"),
};

/// Writes a draft, marked or not.
///
/// # Errors
/// Where `out` fails.
pub fn draft(draft: &Draft, out: &mut dyn Write) -> fmt::Result {
    marked::draft(draft, &SIGNS, &|_| String::new(), out)
}

/// Writes a redline; what became of each clause stands in a comment after it.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    let shown = rows::shown(redline);
    marked::draft(&redline.draft, &SIGNS, &|index| shown[index].note(), out)
}
