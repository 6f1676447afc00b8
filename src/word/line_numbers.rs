//! Word files whose lines are numbered.

use super::VIEWS;
use super::held::hold;
use crate::docx::{Error, line_numbers};
use crate::read::Marks;

/// Numbers the lines of a Word file in its margin, from 1 on every page, so that those who have it
/// on paper can say where they are (ECMA-376 part 1, 17.6.8). Sections whose lines are numbered
/// already stay as they are; no word changes.
///
/// # Errors
/// Where the file is no Word file, or a broken one; where what was written does not hold up.
pub fn number_lines(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let written = line_numbers::in_file(bytes)?;
    hold((bytes, Marks::Tracked), &written, &VIEWS)?;
    Ok(written)
}
