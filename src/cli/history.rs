//! `redraft history`: many drafts as one: what each did, the life of every clause, the story of
//! one.

use super::drafts::{self, Drafts, OneClause};
use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{compare, output, target};
use clap::{Args, ValueEnum};
use redraft::draft::Diff;
use redraft::draft::history::{Event, History};
use redraft::handover;
use redraft::history;
use std::path::PathBuf;

/// Tell the history of a text over many drafts: what each draft did, the life of every clause, the
/// story of one
#[derive(Debug, Args)]
#[command(
    after_help = "A redraft.toml names the drafts of a text, oldest first:\n\n  \
                  [[draft]]\n  file = \"rev1.md\"      # beside redraft.toml\n  name = \"Rev.1\"        # all but file may be left out\n  \
                  symbol = \"A/C.2/78/L.45/Rev.1\"\n  date = 2023-11-06\n  note = \"after the first reading\"\n  view = \"base\"         # of a draft that carries changes itself\n\n\
                  A draft is named by its number, 2 or @2, or by its name.\n\
                  Exit code: 0 nothing changed, 1 something did, 2 trouble."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    drafts: Drafts,
    #[command(flatten)]
    clause: OneClause,
    /// Clauses by drafts: addresses, and what each draft did
    #[arg(long, conflicts_with_all = ["clause", "between"])]
    matrix: bool,
    /// The redline between two of the drafts, whatever lies between them: 1..3
    #[arg(long, value_name = "DRAFT..DRAFT", conflicts_with = "clause")]
    between: Option<String>,
    /// The format to write; not every question has an answer in each
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Formats that histories are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading at a terminal
    Terminal,
    /// For reading anywhere, without colour
    Text,
    /// For a report
    Markdown,
    /// For spreadsheets: --matrix
    Csv,
    /// For programs
    Json,
    /// A page that needs nothing else: --matrix, --between
    Html,
}

impl Writable for To {
    const TERMINAL: Self = Self::Terminal;
    const PIPE: Self = Self::Text;
}

/// What is asked of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// What happened, in one page.
    Overview,
    /// Clauses by drafts.
    Matrix,
    /// The story of this clause.
    Story(u32),
    /// The redline between two drafts.
    Between(Diff<u32>),
}

impl Question {
    /// The format for this question, where there is one of that name.
    const fn answers(self, to: To) -> bool {
        match to {
            To::Terminal | To::Text | To::Markdown | To::Json => true,
            To::Csv => matches!(self, Self::Matrix),
            To::Html => matches!(self, Self::Matrix | Self::Between(_)),
        }
    }
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let history = arguments.drafts.history(settings)?;
    let question = arguments.question(&history)?;
    if !question.answers(to) {
        return Err(Trouble::NoAnswer);
    }
    let page = settings.may_page && to.is_for_people();
    let mut differs = has_changed(&history);
    if let Question::Between(at) = question {
        let redline = history::redline(&history, at.old, at.new);
        differs = compare::is_different(&redline, &[]);
        let names = at.map(|k| history.revisions[k as usize].name.clone());
        let (to, extent) = output::of_history(to);
        let shape = output::Shape::of(&redline, to, &extent, &handover::Options::default())?;
        target::deliver(out, page, settings, |sink| {
            output::redline(&redline, &names, &shape, to, &extent, settings, sink)
        })?;
    } else {
        target::deliver(out, page, settings, |sink| {
            output::history(&history, question, to, settings, sink)
        })?;
    }
    // The program ends: giving all of it back piece by piece would only take time.
    std::mem::forget(history);
    Ok(Exit::reporting(differs))
}

impl Arguments {
    fn question(&self, history: &History) -> Result<Question, Trouble> {
        if let Some(lineage) = self.clause.lineage(history)? {
            return Ok(Question::Story(lineage));
        }
        if let Some(between) = &self.between {
            let Some((old, new)) = between.split_once("..") else {
                return Err(Trouble::NoSuchDraft {
                    name: between.clone(),
                    drafts: history.revisions.len(),
                });
            };
            return Ok(Question::Between(Diff {
                old: drafts::revision(history, old)?,
                new: drafts::revision(history, new)?,
            }));
        }
        Ok(if self.matrix {
            Question::Matrix
        } else {
            Question::Overview
        })
    }
}

/// Whether any draft did something to the one before.
fn has_changed(history: &History) -> bool {
    let mut steps = history.lineages.iter().flat_map(|lineage| &lineage.steps);
    steps.any(|step| step.revision > 0 || step.event != Event::Introduced)
}
