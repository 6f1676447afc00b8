//! `redraft brackets`: the register of unresolved passages.

use super::arguments::Side;
use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, output, target};
use clap::{Args, ValueEnum};
use redraft::brackets;
use std::path::PathBuf;

/// List every unresolved passage: where it is, what kind, how deep, and what it says
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 no unresolved passage, 1 unresolved passages, 2 trouble.")]
pub(crate) struct Arguments {
    /// The draft; - is standard input
    draft: PathBuf,
    /// Which text to look at
    #[arg(long, value_enum, value_name = "VIEW", default_value = "revised")]
    view: Side,
    /// The format to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Formats that a register is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading
    Table,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// For a report
    Markdown,
}

impl Writable for To {
    const TERMINAL: Self = Self::Table;
    const PIPE: Self = Self::Table;

    fn is_for_people(self) -> bool {
        self == Self::Table
    }
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let draft = input::draft(&arguments.draft, settings)?;
    let register = brackets::register(&draft, arguments.view.view());
    findings::report_reading(&draft.source, &draft.findings);
    let page = settings.may_page && to.is_for_people();
    target::deliver(out, page, |sink| {
        output::register(&register, to, settings, sink)
    })?;
    Ok(Exit::reporting(!register.passages.is_empty()))
}
