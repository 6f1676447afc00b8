//! A file -> Draft: one room a format, told apart by content.

mod bytes;
mod json;
mod structure;
mod text;

use crate::draft::Draft;
use std::str::FromStr;

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

impl Format {
    /// The names that [`Format::from_str`] takes.
    pub const NAMES: [&str; 4] = ["text", "markdown", "critic", "json"];

    /// Tells the format of a decoded text from its content.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        let start = text.trim_start();
        if start.starts_with('{')
            && !start.starts_with("{++")
            && start[1..].trim_start().starts_with('"')
        {
            Self::Json
        } else if text::looks_like_criticmarkup(text) {
            Self::CriticMarkup
        } else if text::looks_like_markdown(text) {
            Self::Markdown
        } else {
            Self::Text
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "text" | "txt" => Ok(Self::Text),
            "markdown" | "md" => Ok(Self::Markdown),
            "critic" | "criticmarkup" => Ok(Self::CriticMarkup),
            "json" => Ok(Self::Json),
            _ => Err(format!(
                "no format is called {name}; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
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
///
/// ```
/// let draft = redraft::read::read(b"resolves\n\n1 to act;\n\n2 to report.\n", "example", None)?;
/// assert_eq!(draft.paragraphs.len(), 3);
/// # Ok::<(), redraft::read::Error>(())
/// ```
pub fn read(bytes: &[u8], name: &str, format: Option<Format>) -> Result<Draft, Error> {
    let decoded = bytes::decode(bytes, name)?;
    let format = format.unwrap_or_else(|| Format::detect(&decoded.text));
    let mut draft = match format {
        Format::Json => json::read(&decoded.text, name)?,
        Format::Text | Format::Markdown | Format::CriticMarkup => text::read(&decoded.text, format),
    };
    draft.source = name.to_owned();
    draft.findings.splice(0..0, decoded.notices);
    Ok(draft)
}
