//! `redraft blame`: each phrase of the last draft with the draft that brought it; what was lost,
//! and when.

use super::drafts::{Drafts, OneClause};
use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{output, target};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Tell of each phrase of the last draft which draft brought it, and what was lost on the way
#[derive(Debug, Args)]
#[command(
    after_help = "Words that were moved, or left and came back, are told by the draft that first brought them.\n\
                  Exit code: 0 all words are of the first draft and nothing was lost, 1 else, 2 trouble."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    drafts: Drafts,
    #[command(flatten)]
    clause: OneClause,
    /// What was lost instead: which words, in which draft, and whether they came back
    #[arg(long)]
    deleted: bool,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Formats that it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading at a terminal
    Terminal,
    /// For reading anywhere, without colour
    Text,
    /// For programs: both what stands and what was lost
    Json,
}

impl Writable for To {
    const TERMINAL: Self = Self::Terminal;
    const PIPE: Self = Self::Text;
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let history = arguments.drafts.history(settings)?;
    let lineage = arguments.clause.lineage(&history)?;
    let told = history.phrases(history.last(), lineage);
    let lost = history.lost_phrases(lineage);
    let is_first = |phrase: &redraft::draft::history::Phrase| phrase.origin == 0;
    let differs = !lost.is_empty() || told.iter().any(|one| !one.phrases.iter().all(is_first));
    let page = settings.may_page && to.is_for_people();
    let answer = output::Blame {
        history: &history,
        told: &told,
        lost: &lost,
        deleted: arguments.deleted,
    };
    target::deliver(out, page, settings, |sink| {
        output::blame(&answer, to, settings, sink)
    })?;
    Ok(Exit::reporting(differs))
}
