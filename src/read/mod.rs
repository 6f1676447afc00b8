//! A file -> Draft: one room a format, told apart by content.

mod bytes;
pub(crate) mod docx;
#[cfg(feature = "serve")]
pub(crate) mod extent;
mod json;
mod structure;
mod text;
mod unseen;

use crate::draft::{Draft, Why};
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
    /// Word's .docx.
    Docx,
}

impl Format {
    /// The names that [`Format::from_str`] takes.
    pub const NAMES: [&str; 5] = ["text", "markdown", "critic", "json", "docx"];

    /// Tells the format of a decoded text from its content.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        if json::looks_like_it(text) {
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
            "docx" | "word" => Ok(Self::Docx),
            _ => Err(format!(
                "no format is called {name}; there are {}",
                Self::NAMES.join(", ")
            )),
        }
    }
}

/// What shows insertions and deletions in a Word file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Marks {
    /// Tracked changes where there are any, else typefaces where something is struck.
    #[default]
    Auto,
    /// Tracked changes alone.
    Tracked,
    /// Typefaces: struck is deleted, underlined (or else coloured, or else bold) is inserted.
    Formatting,
}

/// How to read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The format; told from the content where it is not given.
    pub format: Option<Format>,
    /// What shows changes in a Word file.
    pub marks: Marks,
    /// Take marks as they are printed: a strike is a strike, even where dates or labels say that
    /// its words are new.
    pub literal: bool,
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
    /// The file is text, but it has hardly any words for so many lines, brackets or marks.
    #[error(
        "{name} has {count} {what} in {megabytes:.1} MB of text: that is no draft; at most {most} are \
         read in so much, so give it in parts, or without what holds no words"
    )]
    TooMuch {
        /// The name of the source.
        name: String,
        /// How many there are.
        count: usize,
        /// Of what: lines, brackets, or signs of marks.
        what: &'static str,
        /// How many there may be.
        most: usize,
        /// How long the text is.
        megabytes: f64,
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
    /// The file is a Word file that cannot be read.
    #[error("{name}: {source}")]
    Docx {
        /// The name of the source.
        name: String,
        /// What is wrong with it.
        source: crate::docx::Error,
    },
}

/// Reads a draft from the bytes of a file. `name` is for messages; the format is told from the
/// content unless given.
///
/// # Errors
/// Where there is nothing to read: an empty file, a binary one, foreign JSON. Anything that is text
/// can be read.
///
/// ```
/// let draft = redraft::read::read(b"resolves\n\n1 to act;\n\n2 to report.\n", "example", None)?;
/// assert_eq!(draft.paragraphs.len(), 3);
/// # Ok::<(), redraft::read::Error>(())
/// ```
pub fn read(bytes: &[u8], name: &str, format: Option<Format>) -> Result<Draft, Error> {
    let options = Options {
        format,
        ..Options::default()
    };
    read_with(bytes, name, &options)
}

/// Reads a draft, with a say in how; see [`read`].
///
/// # Errors
/// As for [`read`]; and where a Word file is broken, or is none.
pub fn read_with(bytes: &[u8], name: &str, options: &Options) -> Result<Draft, Error> {
    if is_word_file(bytes, options.format) {
        let mut draft = docx::read(bytes, options.marks).map_err(|source| Error::Docx {
            name: name.to_owned(),
            source,
        })?;
        name.clone_into(&mut draft.source);
        return Ok(draft);
    }
    let (format, decoded, left_out) = text_of(bytes, name, options.format)?;
    let mut draft = match format {
        Format::Json => json::read(&decoded.text, name)?,
        Format::Text | Format::Markdown | Format::CriticMarkup | Format::Docx => {
            bounded(&decoded.text, format, name)?;
            text::read(&decoded.text, format, options.literal)
        }
    };
    draft.source = name.to_owned();
    left_out.restore(&mut draft);
    draft.findings.splice(0..0, decoded.notices);
    Ok(draft)
}

/// Refuses a text that is made of lines, brackets or marks, and not of words.
fn bounded(text: &str, format: Format, name: &str) -> Result<(), Error> {
    let too_much = text::too_much(text, format);
    too_much.map_or(Ok(()), |excess| {
        Err(Error::TooMuch {
            name: name.to_owned(),
            count: excess.count,
            what: excess.what,
            most: excess.most,
            megabytes: text.len() as f64 / 1e6,
        })
    })
}

/// The text of a file, where signs of it were left out, and its format, told from the text unless
/// given.
fn text_of<'a>(
    bytes: &'a [u8],
    name: &str,
    format: Option<Format>,
) -> Result<(Format, bytes::Decoded<'a>, unseen::LeftOut), Error> {
    let mut decoded = bytes::decode(bytes, name)?;
    let is_json = || json::looks_like_it(&decoded.text);
    // What ends lines elsewhere is a sign like others in a string of JSON.
    if format.map_or_else(is_json, |format| format == Format::Json) {
        return Ok((Format::Json, decoded, unseen::LeftOut::default()));
    }
    let (text, left_out, told) = unseen::without_unseen(bytes::with_line_ends(decoded.text));
    decoded.text = text;
    decoded.notices.extend(told);
    let format = format.unwrap_or_else(|| Format::detect(&decoded.text));
    Ok((format, decoded, left_out))
}

/// Tells why the blocks of a draft are read as they are: those that stand on `line` of the source,
/// from 1.
///
/// # Errors
/// As for [`read_with`]. A draft in our own JSON is not read by its look: there is nothing to tell.
///
/// ```
/// use redraft::read;
/// let text = b"The Assembly,\n\nRecalling the past,\n\n1. Decides to act;\n\n2. Decides to
/// meet.\n"; let why = read::why(text, "example", &read::Options::default(), 7)?;
/// assert_eq!(why[0].chosen.reading, "clause, number 2, depth 0");
/// assert!(why[0].chosen.against.is_empty());
/// # Ok::<(), read::Error>(())
/// ```
pub fn why(bytes: &[u8], name: &str, options: &Options, line: u32) -> Result<Vec<Why>, Error> {
    let all = if is_word_file(bytes, options.format) {
        docx::why(bytes, options.marks).map_err(|source| Error::Docx {
            name: name.to_owned(),
            source,
        })?
    } else {
        match text_of(bytes, name, options.format)? {
            (Format::Json, ..) => Vec::new(),
            (format, decoded, _) => {
                bounded(&decoded.text, format, name)?;
                text::why(&decoded.text, format)
            }
        }
    };
    Ok(all
        .into_iter()
        .filter(|why| (why.line..=why.last_line).contains(&line))
        .collect())
}

/// Tells the format of a file from its content.
///
/// # Errors
/// Where there is nothing to read: an empty file, a binary one.
pub fn format_of(bytes: &[u8], name: &str) -> Result<Format, Error> {
    if is_word_file(bytes, None) {
        return Ok(Format::Docx);
    }
    Ok(text_of(bytes, name, None)?.0)
}

/// Whether a file is read as a Word file: if it is asked to be, or else if it begins like one.
pub(crate) fn is_word_file(bytes: &[u8], format: Option<Format>) -> bool {
    format.map_or_else(|| is_archive(bytes), |format| format == Format::Docx)
}

/// Whether the bytes are a ZIP archive, as .docx files are, or an old Word file, which has a
/// message of its own.
fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}
