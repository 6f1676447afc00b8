//! Marked drafts and registers, written down: one file a format.
//!
//! Writers take the model and something to write to; none of them knows of files, readers or the
//! comparison. What several of them say in the same words stands in `rows`; what a terminal shows,
//! in `ink`; how lines are broken, in `wrap`.

pub mod changes;
pub mod conflicts;
pub mod critic;
pub mod docx;
pub mod findings;
pub mod gravity;
pub mod history;
pub mod html;
pub mod json;
pub mod lives;
pub mod markdown;
pub mod outline;
pub mod references;
pub mod sarif;
pub mod screen;
pub mod spreadsheet;
pub mod table;
pub mod terminal;
pub mod text;
pub mod why;

mod columns;
mod ink;
pub(crate) mod marked;
mod pieces;
mod rows;
mod wrap;
