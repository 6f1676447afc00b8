//! Drafts and redlines as files in the formats that read back. Every one is read again and proved
//! before it is handed over: what does not say what was meant is refused, and the error says what
//! differs.

use crate::docx::line_numbers;
use crate::draft::{Draft, Ranked, Redline};
use crate::json;
use crate::proof::{self, Reading};
use crate::read::Format;
use crate::write::docx::{self as word, Author};
use crate::write::marked::{self, Hints};
use crate::write::{critic, markdown};
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
    /// In a Word file, number the lines of every page in the margin.
    pub line_numbers: bool,
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
    let write = |hints: &Hints| match form {
        Form::Markdown => text(|out| marked::draft(draft, &markdown::SIGNS, hints, out)),
        Form::CriticMarkup => text(|out| marked::draft(draft, &critic::SIGNS, hints, out)),
        Form::Json => json_of(|out| json::draft(draft, out)),
        Form::Docx => in_word(draft, options),
    };
    proved(draft, form, options, write)
}

/// A redline as a file; in Markdown and CriticMarkup, what became of each clause stands in a
/// comment after it.
///
/// # Errors
/// Where what was written does not read back as the redline.
pub fn redline(redline: &Redline, form: Form, options: &Options) -> Result<Vec<u8>, Error> {
    let write = |hints: &Hints| match form {
        Form::Markdown => text(|out| marked::redline(redline, &markdown::SIGNS, hints, out)),
        Form::CriticMarkup => text(|out| marked::redline(redline, &critic::SIGNS, hints, out)),
        Form::Json => json_of(|out| json::redline(redline, out)),
        Form::Docx => in_word(&redline.draft, options),
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
    let write = |_: &Hints| json_of(|out| json::ranked(redline, ranking, out));
    let bytes = proved(&redline.draft, Form::Json, options, write)?;
    with_rows(bytes, redline, ranking, options)
}

/// A draft as a Word file of its own.
fn in_word(draft: &Draft, options: &Options) -> Result<Vec<u8>, Error> {
    let bytes = word::draft(draft, &options.author).map_err(unwritten)?;
    match options.line_numbers {
        true => line_numbers::in_file(&bytes).map_err(unwritten),
        false => Ok(bytes),
    }
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

/// Writes a file and reads it again. A text that is read otherwise tells more of itself: that it is
/// to be taken as it stands, then of some paragraphs what they are. Of several, the one that is
/// read best is handed over.
fn proved(
    draft: &Draft,
    form: Form,
    options: &Options,
    write: impl Fn(&Hints) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    /// What one paragraph says of itself may change what others are taken for.
    const ROUNDS: usize = 5;
    let mut hints = Hints {
        // A marked draft is taken as it stands in any case.
        is_exact: draft.is_marked(),
        ..Hints::default()
    };
    if options.unproved {
        return write(&hints);
    }
    let takes_hints = matches!(form, Form::Markdown | Form::CriticMarkup);
    let mut best: Option<((usize, usize), Vec<u8>)> = None;
    let mut wrong = String::new();
    for _ in 0..ROUNDS {
        let bytes = write(&hints)?;
        let given = hints.clone();
        match proof::prove(draft, &bytes, form.format()) {
            Ok(Reading::AsMeant) => return Ok(bytes),
            Ok(Reading::Otherwise(others)) => {
                if hints.is_exact {
                    hints.kinds.extend(&others.paragraphs);
                }
                let count = others.count();
                if best.as_ref().is_none_or(|(most, _)| count < *most) {
                    best = Some((count, bytes));
                }
            }
            Err(what) => wrong = what,
        }
        hints.is_exact = true;
        if !takes_hints || hints == given {
            break;
        }
    }
    match best {
        Some((_, bytes)) => Ok(bytes),
        None => Err(Error::NotProved(wrong)),
    }
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
