//! `redraft combine`: the changes of many copies of one draft in one, and where they collide.

use super::arguments;
use super::drafts::stem;
use super::exit::Exit;
use super::format::{self, Listing, Writable};
use super::input::{self, Source};
use super::line_numbers::LineNumbers;
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, output, target};
use clap::{Args, ValueEnum};
use redraft::combine;
use redraft::draft::{Conflict, Draft, Finding, JOINT, Origin, Severity};
use redraft::handover::{self, Form};
use redraft::word::{self, Author};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Put everybody's changes to one draft together, each under its author's name, and list where they
/// collide
#[derive(Debug, Args)]
#[command(
    after_help = "All changes rejected give the base; those of one author alone accepted give that author's copy. Words and paragraphs that several \
                  changed alike stand there once, under all their names. Of files that carry tracked changes, the newer text counts. \
                  Exit code: 0 no conflict, 1 conflicts, 2 trouble."
)]
pub(crate) struct Arguments {
    /// The draft that everybody started from
    base: PathBuf,
    /// The copies, with tracked changes or without
    #[arg(required_unless_present = "names")]
    copies: Vec<PathBuf>,
    /// Whose copy a file is; else the one author of its tracked changes, or the file's name
    #[arg(long = "as", value_name = "NAME=FILE", value_parser = named)]
    names: Vec<(String, PathBuf)>,
    /// Write the combined draft to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The format of the combined draft
    #[arg(
        long,
        alias = "format",
        value_enum,
        value_name = "FORMAT",
        requires = "out"
    )]
    to: Option<To>,
    /// Write the conflicts to this file instead of standard output; its ending says the format
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    /// The format of the list of conflicts
    #[arg(long, value_enum, value_name = "FORMAT")]
    conflicts_to: Option<Listing>,
    #[command(flatten)]
    line_numbers: LineNumbers,
    /// Write no comments on conflicts into a Word file
    #[arg(long)]
    no_comments: bool,
    /// When the changes of copies without any dates were made, as 2026-11-23T09:00:00Z
    #[arg(long, value_name = "DATE", value_parser = arguments::time)]
    date: Option<String>,
}

/// Formats that the combined draft is written in: those that hold changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// The base with everybody's changes tracked in it; of texts, a Word file of its own
    Docx,
    /// For programs; says whose each change is
    Json,
    /// Markdown, with ~~deleted~~ and <ins>inserted</ins>; says nothing of authors
    Markdown,
    /// CriticMarkup: {++inserted++}, {--deleted--}; says nothing of authors
    Critic,
}

impl Writable for To {
    const TERMINAL: Self = Self::Markdown;
}

impl To {
    const fn form(self) -> Form {
        match self {
            Self::Docx => Form::Docx,
            Self::Json => Form::Json,
            Self::Markdown => Form::Markdown,
            Self::Critic => Form::CriticMarkup,
        }
    }
}

/// A name and a file, as `France=a.docx`.
fn named(text: &str) -> Result<(String, PathBuf), String> {
    let parts = text.split_once('=');
    let parts = parts.map(|(name, file)| (name.trim(), file.trim()));
    match parts {
        Some((name, _)) if name.contains(JOINT) => Err(format!(
            "a name cannot have “{JOINT}” in it: it stands between names"
        )),
        Some((name, file)) if !name.is_empty() && !file.is_empty() => {
            Ok((name.to_owned(), file.into()))
        }
        _ => Err("say whose copy it is, and the file: France=copy.docx".to_owned()),
    }
}

/// A copy and whose it is.
struct Copy {
    source: Source,
    draft: Draft,
    author: String,
    date: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let conflicts_to = format::choose_by(
        "--conflicts-to",
        arguments.conflicts_to,
        arguments.conflicts.as_deref(),
        settings,
    )?;
    let out = arguments.out.as_deref();
    let to = out
        .map(|out| format::choose(arguments.to, Some(out), settings))
        .transpose()?;
    if let (Some(out), Some(other)) = (out, arguments.conflicts.as_deref())
        && whole(out) == whole(other)
    {
        let path = other.to_owned();
        return Err(Trouble::SameOutput { path });
    }
    let files = arguments.files()?;
    let all: Vec<&Path> = std::iter::once(&*arguments.base)
        .chain(files.iter().map(|(_, file)| file.as_path()))
        .collect();
    input::at_most_one_standard_input(&all)?;
    arguments.line_numbers.check(matches!(to, Some(To::Docx)))?;
    let base = input::source(&arguments.base, settings)?;
    let base = Base {
        draft: input::draft_in(&base, settings)?,
        source: base,
    };
    findings::report_reading(&base.draft.source, &base.draft.findings);
    let mut copies = Vec::with_capacity(files.len());
    for (name, file) in files {
        copies.push(copy(name, &file, &base.draft, arguments, settings)?);
    }
    check_names(&copies)?;
    let conflicts = match to {
        Some(To::Docx) if base.source.is_word() => {
            let mut sources = copies.iter().map(|copy| &copy.source);
            if let Some(text) = sources.find(|source| !source.is_word()) {
                let name = text.name.clone();
                return Err(Trouble::CopyNotWord { name });
            }
            in_word(arguments, &base, &copies, settings)?
        }
        _ => in_text(arguments, to, &base, &copies, settings)?,
    };
    let page = settings.may_page && conflicts_to.is_for_people();
    target::deliver(arguments.conflicts.as_deref(), page, settings, |sink| {
        output::conflicts(&conflicts, conflicts_to, settings, sink)
    })?;
    Ok(Exit::reporting(!conflicts.is_empty()))
}

/// A path by which an output file is known, there already or not.
fn whole(path: &Path) -> PathBuf {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.join(path.file_name().unwrap_or_default())
}

impl Arguments {
    /// The copies with the names that were given, in the order of the command line; those that only
    /// `--as` names come last.
    fn files(&self) -> Result<Vec<(Option<String>, PathBuf)>, Trouble> {
        let known = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut out: Vec<(Option<String>, PathBuf)> = Vec::new();
        for file in &self.copies {
            out.push((None, file.clone()));
        }
        for (name, file) in &self.names {
            let same = |own: &&mut (Option<String>, PathBuf)| known(&own.1) == known(file);
            match out.iter_mut().find(same) {
                Some((own @ None, _)) => *own = Some(name.clone()),
                Some((Some(other), _)) => {
                    return Err(Trouble::TwoAuthors {
                        path: file.clone(),
                        names: format!("{other} and {name}"),
                    });
                }
                None => out.push((Some(name.clone()), file.clone())),
            }
        }
        Ok(out)
    }
}

/// What everybody started from.
struct Base {
    source: Source,
    draft: Draft,
}

/// A copy under the name that was given, that of the one author of its changes, or the file's.
/// Changes that the base carries, too, are not the copy's.
fn copy(
    name: Option<String>,
    file: &Path,
    base: &Draft,
    arguments: &Arguments,
    settings: &Settings,
) -> Result<Copy, Trouble> {
    let source = input::source(file, settings)?;
    let draft = input::draft_in(&source, settings)?;
    findings::report_reading(&draft.source, &draft.findings);
    let own = draft
        .origins
        .iter()
        .filter(|one| !base.origins.contains(one));
    let authors = own.clone().filter_map(|one| one.author.as_deref());
    let authors: BTreeSet<&str> = authors.filter(|name| !name.trim().is_empty()).collect();
    let last = own.filter_map(|one| one.date.clone()).max();
    let only = authors.first().filter(|_| authors.len() == 1);
    let author = name.or_else(|| only.map(|name| (*name).to_owned()));
    // Names are told apart by this sign.
    let author = author.unwrap_or_else(|| stem(file)).replace(JOINT, ", ");
    if authors.len() > 1 {
        let authors: Vec<&str> = authors.iter().copied().collect();
        let message = format!(
            "its changes by {} are told as by {author}",
            authors.join(", ")
        );
        let told = Finding::new(Severity::Note, "under-one-name", 0, 0, message);
        findings::report(&draft.source, &[told]);
    }
    Ok(Copy {
        author,
        // Changes without a mark have no day of their own.
        date: last.or_else(|| arguments.date.clone()),
        source,
        draft,
    })
}

/// Two copies under one name could not be told apart.
fn check_names(copies: &[Copy]) -> Result<(), Trouble> {
    for (at, copy) in copies.iter().enumerate() {
        let same = copies[..at]
            .iter()
            .find(|other| other.author == copy.author);
        if let Some(other) = same {
            return Err(Trouble::SameAuthor {
                name: copy.author.clone(),
                files: format!("{} and {}", other.source.name, copy.source.name),
            });
        }
    }
    Ok(())
}

fn in_word(
    arguments: &Arguments,
    base: &Base,
    copies: &[Copy],
    settings: &Settings,
) -> Result<Vec<Conflict>, Trouble> {
    let given: Vec<word::Copy<'_>> = copies
        .iter()
        .map(|copy| word::Copy {
            author: Author {
                name: copy.author.clone(),
                date: copy.date.clone(),
            },
            bytes: &copy.source.bytes,
        })
        .collect();
    let options = word::CombineOptions {
        marks: settings.marks,
        has_comments: !arguments.no_comments,
    };
    let combined = word::combine(&base.source.bytes, &given, &options);
    let combined = combined.map_err(|error| Trouble::Word {
        name: base.source.name.clone(),
        error,
    })?;
    findings::report(&base.source.name, &combined.findings);
    let bytes = arguments
        .line_numbers
        .on(combined.bytes, &base.source.name)?;
    target::deliver(arguments.out.as_deref(), false, settings, |sink| {
        output::bytes(&bytes, sink)
    })?;
    Ok(combined.conflicts)
}

fn in_text(
    arguments: &Arguments,
    to: Option<To>,
    base: &Base,
    copies: &[Copy],
    settings: &Settings,
) -> Result<Vec<Conflict>, Trouble> {
    let given: Vec<combine::Copy<'_>> = copies
        .iter()
        .map(|copy| combine::Copy {
            origin: Origin {
                author: Some(copy.author.clone()),
                date: copy.date.clone(),
            },
            draft: &copy.draft,
        })
        .collect();
    let combined: Draft = combine::combine(&base.draft, &given);
    findings::report(&base.draft.source, &combined.findings);
    if let Some(to) = to {
        if copies.len() > 1 && matches!(to, To::Markdown | To::Critic) {
            let message = "the file does not say whose each change is";
            let told = Finding::new(Severity::Note, "authors-left-out", 0, 0, message);
            let told = told.with_help("write JSON or a Word file, which do");
            findings::report(&base.draft.source, &[told]);
        }
        let options = handover::Options {
            line_numbers: arguments.line_numbers.wanted,
            ..handover::Options::default()
        };
        let file = output::file_of(&combined, to.form(), &options)?;
        target::deliver(arguments.out.as_deref(), false, settings, |sink| {
            output::file(&file, sink)
        })?;
    }
    Ok(combine::conflicts(&combined))
}
