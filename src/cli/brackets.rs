//! `redraft brackets`: the register of one draft, or the life of every passage over several.

use super::arguments::PassageKind;
use super::drafts::Drafts;
use super::exit::Exit;
use super::format::{self, Listing, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{output, target};
use clap::{Args, ValueEnum};
use redraft::draft::Draft;
use redraft::draft::history::Revision;
use redraft::draft::lives::{Choice, Lives, Outcome};
use redraft::{brackets, history, lives};
use std::path::PathBuf;

/// List every unresolved passage of a draft; of several drafts, tell what became of each
#[derive(Debug, Args)]
#[command(
    after_help = "Of one draft: where each passage is, what kind, how deep, and what it says. Of several, oldest first: the life \
                  of each, what stood open in each draft and section, and agreed clauses that changed afterwards.\n\n\
                  A draft is named by its number, 2 or @2, by its name, or by a part of it: \"4 December\" is 4-dec-2015.md.\n\
                  \n  redraft brackets 23-oct.md 4-dec.md 9-dec.md --section \"Article 9\" --opened-in \"4 December\" --open-in \"9 December\"\n\n\
                  Exit code: 0 no unresolved passage (in the last draft), 1 unresolved passages, passages that were asked for, or \
                  an agreed clause that changed; 2 trouble."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    drafts: Drafts,
    /// Only what stood open in each draft and section: passages, words, depth
    #[arg(long)]
    burn_down: bool,
    /// The same as a chart: --to svg
    #[arg(long, conflicts_with_all = ["burn_down", "to"])]
    chart: bool,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
}

/// Which lives are asked for.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which passages, of several drafts")]
struct Asked {
    /// In this section: "Article 9", transparency
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
    /// Opened in this draft; a part that split off opened with the whole
    #[arg(long, value_name = "DRAFT")]
    opened_in: Option<String>,
    /// Open in this draft
    #[arg(long, value_name = "DRAFT")]
    open_in: Option<String>,
    /// Lifted, dropped or merged by this draft
    #[arg(long, value_name = "DRAFT")]
    ended_in: Option<String>,
    /// Still open in the last draft: --outcome open
    #[arg(long, conflicts_with = "outcome")]
    open: bool,
    /// What became of it
    #[arg(long, value_enum, value_name = "OUTCOME", value_delimiter = ',')]
    outcome: Vec<Became>,
    /// What kind of passage
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<PassageKind>,
}

/// What can become of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Became {
    /// It stands open in the last draft
    Open,
    /// Its brackets were lifted, its text stays as it was
    Lifted,
    /// Its brackets were lifted, other words stand there
    Reworded,
    /// It left the text
    Dropped,
    /// It is part of another passage
    Merged,
}

impl Became {
    const fn outcome(self) -> Outcome {
        match self {
            Self::Open => Outcome::Open,
            Self::Lifted => Outcome::Lifted,
            Self::Reworded => Outcome::Reworded,
            Self::Dropped => Outcome::Dropped,
            Self::Merged => Outcome::Merged,
        }
    }
}

/// Formats that a register is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading
    Table,
    /// For spreadsheets
    Csv,
    /// For spreadsheets: a workbook
    Xlsx,
    /// For programs
    Json,
    /// For a report
    Markdown,
    /// The burn-down of several drafts as a chart
    Svg,
}

impl To {
    /// The same format, unless it is the chart.
    pub(crate) const fn listing(self) -> Option<Listing> {
        match self {
            Self::Table => Some(Listing::Table),
            Self::Csv => Some(Listing::Csv),
            Self::Xlsx => Some(Listing::Xlsx),
            Self::Json => Some(Listing::Json),
            Self::Markdown => Some(Listing::Markdown),
            Self::Svg => None,
        }
    }
}

impl Writable for To {
    const TERMINAL: Self = Self::Table;
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let asked = arguments.to.or(arguments.chart.then_some(To::Svg));
    let to = format::choose(asked, out, settings)?;
    let page = settings.may_page && to.is_for_people();
    let is_about_lives = arguments.burn_down || arguments.asked.is_any();
    let listing = to.listing().filter(|_| !is_about_lives);
    let mut weaver = history::Weaver::default();
    // A draft that no other follows needs no history.
    let mut waiting: Option<(Draft, Revision)> = None;
    arguments.drafts.each_owned(settings, |draft, about| {
        if let Some((before, about)) = waiting.replace((draft, about)) {
            weaver.add(&before, about);
        }
    })?;
    if let (Some((draft, about)), Some(to), true) = (&waiting, listing, weaver.history().is_empty())
    {
        let register = brackets::register(draft, about.view);
        target::deliver(out, page, settings, |sink| {
            output::register(&register, to, settings, sink)
        })?;
        return Ok(Exit::reporting(!register.passages.is_empty()));
    }
    if let Some((draft, about)) = waiting {
        weaver.add(&draft, about);
    }
    let lives = lives::lives(&weaver.finish());
    let choice = arguments.asked.choice(&lives)?;
    let what = output::LivesOf {
        lives: &lives,
        choice: &choice,
        burn_down: arguments.burn_down,
    };
    target::deliver(out, page, settings, |sink| {
        output::lives(&what, to, settings, sink)
    })?;
    let is_picked = lives.all.iter().any(|life| choice.picks(&lives, life));
    let is_open = lives.all.iter().any(|life| life.ending.is_none());
    let found = if choice.is_all() { is_open } else { is_picked };
    Ok(Exit::reporting(found || !lives.alarms.is_empty()))
}

impl Asked {
    fn is_any(&self) -> bool {
        let texts = [
            &self.section,
            &self.opened_in,
            &self.open_in,
            &self.ended_in,
        ];
        texts.iter().any(|text| text.is_some())
            || self.open
            || !self.outcome.is_empty()
            || !self.kind.is_empty()
    }

    fn choice(&self, lives: &Lives) -> Result<Choice, Trouble> {
        let draft = |name: &Option<String>| match name {
            None => Ok(None),
            Some(name) => match lives.draft_named(name) {
                Some(draft) => Ok(Some(draft)),
                None => Err(Trouble::NoSuchDraft {
                    name: name.clone(),
                    drafts: lives.drafts.len(),
                }),
            },
        };
        if let Some(section) = self
            .section
            .as_ref()
            .filter(|section| !lives.has_section(section))
        {
            return Err(Trouble::NoSuchSection {
                name: section.clone(),
            });
        }
        let open = self.open.then_some(Outcome::Open);
        Ok(Choice {
            section: self.section.clone(),
            opened_in: draft(&self.opened_in)?,
            open_in: draft(&self.open_in)?,
            ended_in: draft(&self.ended_in)?,
            outcomes: self
                .outcome
                .iter()
                .map(|one| one.outcome())
                .chain(open)
                .collect(),
            kinds: self.kind.iter().map(|kind| kind.kind()).collect(),
        })
    }
}
