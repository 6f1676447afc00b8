//! Drafts and redlines as files in the formats that read back. Every one is read again and proved
//! before it is handed over: what does not say what was meant is refused, and the error says what
//! differs.

use crate::draft::{Draft, Ranked, Redline};
use crate::json;
use crate::proof;
use crate::read::Format;
use crate::write::docx::{self as word, Author};
use crate::write::{Head, critic, markdown};
use std::fmt;
use std::io;

/// A format that reads back what was written in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown, with `~~deleted~~` and `<ins>inserted</ins>`.
    Markdown,
    /// CriticMarkup: `{++inserted++}`, `{--deleted--}`.
    CriticMarkup,
    /// Our own JSON.
    Json,
    /// A Word file of its own.
    Docx,
}

impl Form {
    const fn format(self) -> Format {
        match self {
            Self::Markdown => Format::Markdown,
            Self::CriticMarkup => Format::CriticMarkup,
            Self::Json => Format::Json,
            Self::Docx => Format::Docx,
        }
    }
}

/// How to hand a file over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Who the changes in a Word file are by, where the draft does not say.
    pub author: Author,
    /// Hand it over without reading it again.
    pub unproved: bool,
}

/// Why a file is not handed over.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It could not be written down: a defect of ours.
    #[error("the output could not be written down: {0}")]
    Unwritten(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It does not say what it should.
    #[error("the file that would be written does not hold up: {0}; nothing was written")]
    NotProved(String),
}

/// A draft, marked or not, as a file.
///
/// ```
/// use redraft::handover::{self, Form, Options};
/// use redraft::read;
/// let draft = read::read(b"1 that States <ins>shall</ins> act;\n", "draft.md", None)?;
/// let file = handover::draft(&draft, Form::CriticMarkup, &Options::default())?;
/// assert!(String::from_utf8(file)?.contains("{++shall++}"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where what was written does not read back as the draft.
pub fn draft(draft: &Draft, form: Form, options: &Options) -> Result<Vec<u8>, Error> {
    let write = |head| match form {
        Form::Markdown => text(|out| markdown::draft_with(draft, head, out)),
        Form::CriticMarkup => text(|out| critic::draft_with(draft, head, out)),
        Form::Json => json_of(|out| json::draft(draft, out)),
        Form::Docx => word::draft(draft, &options.author).map_err(unwritten),
    };
    proved(draft, form, options, write)
}

/// A redline as a file; in Markdown and CriticMarkup, what became of each clause stands in a
/// comment after it.
///
/// # Errors
/// Where what was written does not read back as the redline.
pub fn redline(redline: &Redline, form: Form, options: &Options) -> Result<Vec<u8>, Error> {
    let write = |head| match form {
        Form::Markdown => text(|out| markdown::redline_with(redline, head, out)),
        Form::CriticMarkup => text(|out| critic::redline_with(redline, head, out)),
        Form::Json => json_of(|out| json::redline(redline, out)),
        Form::Docx => word::draft(&redline.draft, &options.author).map_err(unwritten),
    };
    let bytes = proved(&redline.draft, form, options, write)?;
    match form {
        Form::Json => with_rows(bytes, redline, &[], options),
        _ => Ok(bytes),
    }
}

/// A redline as JSON, with its clauses in order of gravity.
///
/// # Errors
/// Where what was written does not read back as the redline.
pub fn ranked(redline: &Redline, ranking: &[Ranked], options: &Options) -> Result<Vec<u8>, Error> {
    let write = |_| json_of(|out| json::ranked(redline, ranking, out));
    let bytes = proved(&redline.draft, Form::Json, options, write)?;
    with_rows(bytes, redline, ranking, options)
}

/// Holds the rows of a redline, which no draft has.
fn with_rows(
    bytes: Vec<u8>,
    redline: &Redline,
    ranking: &[Ranked],
    options: &Options,
) -> Result<Vec<u8>, Error> {
    if !options.unproved {
        json::rows::prove(&bytes, redline, ranking).map_err(Error::NotProved)?;
    }
    Ok(bytes)
}

/// Writes a file and reads it again. A text that reads otherwise without its marks is written with
/// a word at its head that it is to be taken as it stands.
fn proved(
    draft: &Draft,
    form: Form,
    options: &Options,
    write: impl Fn(Head) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let bytes = write(Head::IfMarked)?;
    if options.unproved {
        return Ok(bytes);
    }
    let prove = |bytes: &[u8]| proof::prove(draft, bytes, form.format());
    let Err(what) = prove(&bytes) else {
        return Ok(bytes);
    };
    if matches!(form, Form::Json | Form::Docx) || draft.is_marked() {
        return Err(Error::NotProved(what));
    }
    drop(bytes);
    let bytes = write(Head::Always)?;
    prove(&bytes).map_err(Error::NotProved)?;
    Ok(bytes)
}

fn unwritten(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Unwritten(error.into())
}

fn text(write: impl FnOnce(&mut String) -> fmt::Result) -> Result<Vec<u8>, Error> {
    let mut out = String::new();
    write(&mut out).map_err(unwritten)?;
    Ok(out.into_bytes())
}

fn json_of(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    write(&mut out).map_err(unwritten)?;
    Ok(out)
}
