//! `redraft report`: many drafts as one page that needs nothing else.

use super::drafts::Drafts;
use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{output, target};
use clap::{Args, ValueEnum};
use redraft::report::{Teller, Told};
use std::path::PathBuf;

/// Put many drafts on one page: the redline between any two, the brackets, the story of each
/// clause, the references
#[derive(Debug, Args)]
#[command(
    after_help = "The page is one file that needs nothing else: no network, no server. --to json writes what feeds it.\n\
                  Exit code: 0 nothing changed, 1 something did, 2 trouble."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    drafts: Drafts,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Formats that a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// One page that needs nothing else
    Html,
    /// What feeds the page, for programs
    Json,
}

impl Writable for To {
    const TERMINAL: Self = Self::Html;

    fn is_for_people(self) -> bool {
        false
    }
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let told = arguments.read(settings)?;
    let differs = told.has_changed();
    target::deliver(out, false, settings, |sink| output::report(&told, to, sink))?;
    // The program ends: giving all of it back piece by piece would only take time.
    std::mem::forget(told);
    Ok(Exit::reporting(differs))
}

impl Arguments {
    fn read(&self, settings: &Settings) -> Result<Told, Trouble> {
        let mut teller = Teller::default();
        self.drafts
            .each(settings, |draft, about| teller.add(draft, about))?;
        Ok(teller.finish())
    }
}
