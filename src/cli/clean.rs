//! `redraft clean`: the clean text of a marked draft.

use super::arguments::Side;
use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, output, target};
use clap::{Args, ValueEnum};
use redraft::clean::{self, Options};
use redraft::word;
use std::path::PathBuf;

/// Turn a marked draft into clean text, numbered afresh if wanted, references repaired
#[derive(Debug, Args)]
#[command(
    after_help = "What could not be decided is said on standard error. Exit code: 0, or 2 where there is trouble."
)]
pub(crate) struct Arguments {
    /// The draft; - is standard input
    draft: PathBuf,
    /// Which text to write
    #[arg(long, value_enum, value_name = "VIEW", default_value = "revised")]
    view: Side,
    /// Number the clauses afresh, each section in its own style, and repair the references that follow from it
    #[arg(long)]
    renumber: bool,
    /// What to do with bracketed text
    #[arg(long, value_enum, value_name = "HOW", default_value = "keep")]
    brackets: Brackets,
    /// In a Word file, take only the changes of this author; the others stay tracked
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// In a Word file, take only changes made on this day or later; the others stay tracked
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// The format to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What to do with bracketed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Brackets {
    /// Leave the brackets as they stand
    Keep,
    /// Lift the brackets and keep their text; remove status notes
    Text,
    /// Drop the brackets with their text; remove status notes
    Drop,
}

/// Formats that clean text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// For programs
    Json,
    /// The Word file itself, its changes taken up or back
    Docx,
}

impl Writable for To {
    const TERMINAL: Self = Self::Text;
    const PIPE: Self = Self::Text;

    fn is_for_people(self) -> bool {
        matches!(self, Self::Text | Self::Markdown)
    }
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    if to == To::Docx {
        return word(arguments, settings);
    }
    if arguments.author.is_some() || arguments.since.is_some() {
        return Err(Trouble::OnlyWord);
    }
    let draft = input::draft(&arguments.draft, settings)?;
    let options = Options {
        view: arguments.view.view(),
        renumber: arguments.renumber,
        brackets: match arguments.brackets {
            Brackets::Keep => clean::Brackets::Keep,
            Brackets::Text => clean::Brackets::Text,
            Brackets::Drop => clean::Brackets::Drop,
        },
    };
    let text = clean::clean(&draft, &options);
    findings::report_reading(&draft.source, &draft.findings);
    findings::report(&draft.source, &text.findings);
    let page = settings.may_page && to.is_for_people();
    target::deliver(out, page, |sink| output::clean(&text, to, sink))?;
    Ok(Exit::Nothing)
}

/// A Word file: its changes are taken up or back in it.
fn word(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let source = input::source(&arguments.draft, settings)?;
    source.must_be_word()?;
    let selection = word::Selection {
        author: arguments.author.clone(),
        since: arguments.since.clone(),
    };
    let clean = word::clean(&source.bytes, arguments.view.view(), &selection);
    let bytes = clean.map_err(|error| Trouble::Word {
        name: source.name.clone(),
        error,
    })?;
    target::deliver(arguments.out.as_deref(), false, |sink| {
        output::bytes(&bytes, sink)
    })?;
    Ok(Exit::Nothing)
}
