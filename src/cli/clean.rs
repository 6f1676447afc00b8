//! `redraft clean`: the clean text of a marked draft.

use super::arguments::{self, Side};
use super::exit::Exit;
use super::format::{self, Writable};
use super::input::Source;
use super::line_numbers::LineNumbers;
use super::picked::{self, Named};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, output, target};
use clap::{Args, ValueEnum};
use redraft::changes;
use redraft::check;
use redraft::clean::{self, Options};
use redraft::draft::{Draft, Finding};
use redraft::handover;
use redraft::word;
use std::path::PathBuf;

/// Turn a marked draft into clean text, numbered afresh if wanted, references repaired
#[derive(Debug, Args)]
#[command(
    after_help = "What could not be decided is said on standard error. Exit code: 0; 1 where no change is the author's, of those days or in the \
                  section that was asked for; 2 where there is trouble."
)]
pub(crate) struct Arguments {
    /// The draft; - is standard input
    draft: PathBuf,
    /// Which text to write
    #[arg(long, value_enum, value_name = "VIEW", default_value = "revised")]
    view: Side,
    /// Number the clauses afresh, each section in its own style, and repair the references that
    /// follow from it
    #[arg(long)]
    renumber: bool,
    /// What to do with bracketed text
    #[arg(long, value_enum, value_name = "HOW", default_value = "keep")]
    brackets: Brackets,
    /// In a Word file, take only the changes of this author; the others stay tracked
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// In a Word file, take only changes made on this day or later; the others stay tracked
    #[arg(long, value_name = "DATE", value_parser = arguments::day_or_time)]
    since: Option<String>,
    /// In a Word file, take only the changes in the section of this name; the others stay tracked
    #[arg(long, value_name = "CALL")]
    section: Option<String>,
    /// Accept only these changes, by number or letters as redraft changes lists them: 3,7-9, or
    /// all that are not rejected; the others stay marked
    #[arg(long, value_name = "N,…", value_delimiter = ',', conflicts_with_all = ["view", "author", "since", "section"])]
    accept: Vec<Named>,
    /// Reject these changes; the others stay marked
    #[arg(long, value_name = "N,…", value_delimiter = ',', conflicts_with_all = ["view", "author", "since", "section"])]
    reject: Vec<Named>,
    /// In a Word file, take out what says who worked on it, and when: authors, dates, editing
    /// sessions, properties
    #[arg(long)]
    scrub: bool,
    #[command(flatten)]
    line_numbers: LineNumbers,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
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
    /// CriticMarkup
    Critic,
    /// For programs
    Json,
    /// The Word file itself, its changes taken up or back
    Docx,
}

impl Writable for To {
    const TERMINAL: Self = Self::Text;

    fn is_for_people(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Critic)
    }
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    arguments.line_numbers.check(to == To::Docx)?;
    let source = input::source(&arguments.draft, settings)?;
    // A draft can be cleaned in place.
    settings.files_read.release();
    if to == To::Docx && source.is_word() {
        return word(arguments, settings, &source);
    }
    if arguments.scrub {
        return Err(Trouble::ScrubsOnlyWord);
    }
    if arguments.author.is_some() || arguments.since.is_some() || arguments.section.is_some() {
        return Err(Trouble::OnlyWord);
    }
    if arguments.picks() {
        return picked(arguments, to, settings, &source);
    }
    let draft = input::draft_in(&source, settings)?;
    // The draft holds all that is needed from here on.
    drop(source);
    let options = arguments.options();
    let text = clean::clean(&draft, &options);
    findings::report_reading(&draft.source, &draft.findings);
    findings::report(&draft.source, &text.findings);
    findings::report(&draft.source, &left(&draft));
    let page = settings.may_page && to.is_for_people();
    let file = output::clean_file(&text, to, &arguments.handed_over())?;
    target::deliver(out, page, settings, |sink| {
        output::clean(&text, file.as_ref(), sink)
    })?;
    Ok(Exit::Nothing)
}

/// What the strikes of a draft leave behind.
fn left(draft: &Draft) -> Vec<Finding> {
    let found = check::of_strikes(draft).into_iter();
    found.map(|found| found.finding).collect()
}

/// A draft with some of its changes accepted or rejected; the others stay marked.
fn picked(
    arguments: &Arguments,
    to: To,
    settings: &Settings,
    source: &Source,
) -> Result<Exit, Trouble> {
    if arguments.changes_words() {
        return Err(Trouble::PartlyClean);
    }
    let draft = input::draft_in(source, settings)?;
    let listed = changes::list(&draft);
    let picked = picked::picked(&listed, &arguments.accept, &arguments.reject)?;
    let settled = changes::settle(&draft, &|change| picked.get(&change.number).copied());
    findings::report_reading(&draft.source, &draft.findings);
    let left = changes::list(&settled).len();
    if to == To::Text && left > 0 {
        return Err(Trouble::StaysMarked { left });
    }
    let file = output::clean_file(&settled, to, &arguments.handed_over())?;
    target::deliver(arguments.out.as_deref(), false, settings, |sink| {
        output::clean(&settled, file.as_ref(), sink)
    })?;
    Ok(Exit::Nothing)
}

impl Arguments {
    fn handed_over(&self) -> handover::Options {
        handover::Options {
            line_numbers: self.line_numbers.wanted,
            ..handover::Options::default()
        }
    }

    /// Whether changes are named one by one.
    fn picks(&self) -> bool {
        !self.accept.is_empty() || !self.reject.is_empty()
    }

    /// Whether other words are wanted than those that changes bring.
    fn changes_words(&self) -> bool {
        self.renumber || self.brackets != Brackets::Keep
    }

    fn options(&self) -> Options {
        Options {
            view: self.view.view(),
            renumber: self.renumber,
            brackets: match self.brackets {
                Brackets::Keep => clean::Brackets::Keep,
                Brackets::Text => clean::Brackets::Text,
                Brackets::Drop => clean::Brackets::Drop,
            },
        }
    }
}

/// A Word file: its changes are taken up or back in it.
fn word(arguments: &Arguments, settings: &Settings, source: &Source) -> Result<Exit, Trouble> {
    let selection = word::Selection {
        author: arguments.author.clone(),
        since: arguments.since.clone(),
        section: arguments.section.clone(),
        ..word::Selection::default()
    };
    let options = arguments.options();
    let is_partial = selection != word::Selection::default() || arguments.picks();
    if arguments.changes_words() && is_partial {
        return Err(Trouble::PartlyClean);
    }
    let trouble = |error| Trouble::Word {
        name: source.name.clone(),
        error,
    };
    let clean = if arguments.picks() {
        let file = word::TrackedFile::read(&source.bytes, settings.marks).map_err(trouble)?;
        let picked = picked::picked(file.changes(), &arguments.accept, &arguments.reject)?;
        file.settle(&|change| picked.get(&change.number).copied())
            .map(|bytes| (bytes, file.findings().to_vec()))
    } else if is_partial {
        // Chosen changes have an author or a date, which marks made by hand have not.
        word::resolve(&source.bytes, options.view, &selection)
    } else {
        word::clean(&source.bytes, &options, settings.marks)
    };
    let (mut bytes, mut undecided) = clean.map_err(trouble)?;
    if arguments.scrub {
        let (scrubbed, told) = word::scrub(&bytes).map_err(trouble)?;
        bytes = scrubbed;
        undecided.extend(told);
    }
    bytes = arguments.line_numbers.on(bytes, &source.name)?;
    findings::report(&source.name, &undecided);
    if !is_partial {
        findings::report(&source.name, &left(&input::draft_in(source, settings)?));
    }
    target::deliver(arguments.out.as_deref(), false, settings, |sink| {
        output::bytes(&bytes, sink)
    })?;
    let is_idle = |found: &Finding| found.code == word::NOTHING_CHOSEN;
    Ok(Exit::reporting(undecided.iter().any(is_idle)))
}
