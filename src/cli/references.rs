//! `redraft references`: what drafts refer to, and what did not keep up.

use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, output, target};
use clap::{Args, ValueEnum};
use redraft::draft::Draft;
use redraft::references;
use std::path::PathBuf;

/// List what drafts refer to: clauses by address, documents in one form; stale and dangling
/// references
#[derive(Debug, Args)]
#[command(
    after_help = "Drafts of one text are followed from the first to the last: a reference whose clause moved while its words stayed\n\
                  is stale. Exit code: 0 nothing to report, 1 findings, 2 trouble."
)]
pub(crate) struct Arguments {
    /// The drafts, the oldest first; - is standard input
    #[arg(required = true, value_name = "DRAFT")]
    drafts: Vec<PathBuf>,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Formats that references are written in.
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
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    input::at_most_one_standard_input(&arguments.drafts)?;
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let drafts: Vec<Draft> = arguments
        .drafts
        .iter()
        .map(|path| input::draft(path, settings))
        .collect::<Result<_, _>>()?;
    let references = references::list(&drafts);
    for draft in &drafts {
        findings::report_reading(&draft.source, &draft.findings);
    }
    let page = settings.may_page && to.is_for_people();
    target::deliver(out, page, settings, |sink| {
        output::references(&references, to, settings, sink)
    })?;
    Ok(Exit::reporting(!references.findings.is_empty()))
}
