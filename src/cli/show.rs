//! `redraft show`: the draft as it was read.

use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{input, output, target};
use clap::{Args, ValueEnum};
use redraft::check;
use redraft::draft::View;
use std::path::PathBuf;

/// Show a draft as redraft reads it: sections, addresses, labels, changes, brackets, findings
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0, or 2 where the draft cannot be read.")]
pub(crate) struct Arguments {
    /// The draft; - is standard input
    draft: PathBuf,
    /// Which text to show
    #[arg(long, value_enum, value_name = "VIEW", default_value = "marked")]
    view: Shown,
    /// Tell how the text on this line was read, what speaks against it, and what was the next best
    #[arg(long, value_name = "LINE", conflicts_with_all = ["view", "to"])]
    why: Option<u32>,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Which text to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// All changes rejected: the older text
    Base,
    /// All changes accepted: the newer text
    Revised,
    /// Both, with the changes marked
    Marked,
}

/// Formats that a draft is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading at a terminal or in a file
    Text,
    /// For programs
    Json,
}

impl Writable for To {
    const TERMINAL: Self = Self::Text;
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    if let Some(line) = arguments.why {
        return why(arguments, line, settings);
    }
    let to = format::choose(arguments.to, out, settings)?;
    let mut draft = input::draft(&arguments.draft, settings)?;
    for found in check::of_strikes(&draft) {
        // Our own JSON holds what was found before.
        if !draft.findings.contains(&found.finding) {
            draft.findings.push(found.finding);
        }
    }
    draft.findings.sort_by_key(|f| (f.line, f.column));
    let page = settings.may_page && to.is_for_people();
    let draft = match arguments.view {
        Shown::Marked => draft,
        Shown::Base => draft.view(View::Base),
        Shown::Revised => draft.view(View::Revised),
    };
    let file = output::draft_file(&draft, to)?;
    target::deliver(out, page, settings, |sink| {
        output::draft(&draft, file.as_ref(), settings, sink)
    })?;
    Ok(Exit::Nothing)
}

/// How the text on one line was read.
fn why(arguments: &Arguments, line: u32, settings: &Settings) -> Result<Exit, Trouble> {
    let source = input::source(&arguments.draft, settings)?;
    let why = input::why(&source, line, settings)?;
    if why.is_empty() {
        let file = source.name;
        return Err(Trouble::NoSuchLine { file, line });
    }
    target::deliver(
        arguments.out.as_deref(),
        settings.may_page,
        settings,
        |sink| output::why(&why, sink),
    )?;
    Ok(Exit::Nothing)
}
