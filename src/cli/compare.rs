//! `redraft compare`: the redline of two drafts.

use super::arguments::{self, Side};
use super::exit::Exit;
use super::format::{self, Writable};
use super::input::Source;
use super::line_numbers::LineNumbers;
use super::settings::Settings;
use super::trouble::Trouble;
use super::{drafts, findings, input, output, report, target};
use clap::{Args, ValueEnum};
use redraft::compare::{self, Options};
use redraft::draft::history::Revision;
use redraft::draft::{
    Change, Class, ClauseChange, Diff, Draft, Finding, Outcome, Paragraph, Redline, Severity, View,
};
use redraft::handover;
use redraft::references;
use redraft::report::Teller;
use redraft::word;
use std::path::PathBuf;

/// Compare two drafts: clauses paired even when renumbered, moved, split or merged, and the words
/// within them
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 no difference, 1 differences, 2 trouble. With --only, differences of other classes do not count."
)]
pub(crate) struct Arguments {
    /// The older draft; - is standard input
    older: PathBuf,
    /// The newer draft; - is standard input
    newer: PathBuf,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Show only clauses with changes of these classes
    #[arg(long, value_enum, value_name = "CLASS,…", value_delimiter = ',')]
    only: Vec<Only>,
    /// Unchanged clauses to show on either side of a changed one
    #[arg(long, value_name = "N", default_value_t = 1)]
    context: usize,
    /// Show every clause, unchanged ones too
    #[arg(long, conflicts_with_all = ["context", "stat"])]
    full: bool,
    /// Show a table by section instead: clauses kept, amended, inserted, deleted, moved,
    /// renumbered; words in and out
    #[arg(long)]
    stat: bool,
    /// The order of the clauses
    #[arg(
        long,
        value_enum,
        value_name = "ORDER",
        default_value = "draft",
        conflicts_with = "stat"
    )]
    sort: Sort,
    /// Write the right labels into references of the newer draft that did not follow their clauses
    #[arg(long)]
    repair_references: bool,
    /// Leave out changes of nothing but formatting: words and structure alone are compared
    #[arg(long)]
    no_formatting: bool,
    /// Which text of the older draft to compare, where it carries changes itself
    #[arg(long, value_enum, value_name = "VIEW", default_value = "revised")]
    older_view: Side,
    /// Which text of the newer draft to compare, where it carries changes itself
    #[arg(long, value_enum, value_name = "VIEW", default_value = "revised")]
    newer_view: Side,
    #[command(flatten)]
    line_numbers: LineNumbers,
    #[command(flatten)]
    word: Word,
}

/// What a Word file says of its changes.
#[derive(Debug, Args)]
struct Word {
    /// Who the changes in a Word file are by
    #[arg(long, value_name = "NAME", default_value = "redraft")]
    author: String,
    /// When they were made, as 2026-11-23T09:00:00Z; without it, a Word file says nothing of it
    #[arg(long, value_name = "DATE", value_parser = arguments::time)]
    date: Option<String>,
    /// Keep the changes that two Word files carry already, each under its own author, and add the
    /// new ones on top
    #[arg(long, conflicts_with_all = ["older_view", "newer_view", "repair_references"])]
    keep_existing: bool,
    /// Hand a file over without reading it again to see that it holds both drafts
    #[arg(long)]
    no_verify: bool,
}

/// In which order clauses are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// As they stand
    Draft,
    /// The gravest change first: what turns the sense, then what binds less, then other words
    Gravity,
}

/// Formats that a redline is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading at a terminal
    Terminal,
    /// For reading anywhere, without colour
    Text,
    /// Markdown, with ~~deleted~~ and <ins>inserted</ins>
    Markdown,
    /// CriticMarkup: {++inserted++}, {--deleted--}
    Critic,
    /// For programs; reads back whole
    Json,
    /// A page that needs nothing else, for a browser or a printer
    Html,
    /// The newer Word file with the changes tracked in it
    Docx,
}

impl Writable for To {
    const TERMINAL: Self = Self::Terminal;
    const PIPE: Self = Self::Text;
}

/// Classes of change, as they are named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    /// What the clause says
    Substance,
    /// "not", "without", "unless"
    Negation,
    /// "shall" for "should"
    ModalVerb,
    /// A quantity
    Number,
    /// A date, a year, a city of a conference
    DateOrPlace,
    /// A cross-reference or a document symbol
    Reference,
    /// Brackets put round text or lifted
    Bracket,
    /// Punctuation, "also", "further", white space, typeface
    Editorial,
    /// The label only
    Numbering,
}

impl Only {
    pub(crate) const fn class(self) -> Class {
        match self {
            Self::Substance => Class::Substance,
            Self::Negation => Class::Negation,
            Self::ModalVerb => Class::ModalVerb,
            Self::Number => Class::Number,
            Self::DateOrPlace => Class::DateOrPlace,
            Self::Reference => Class::Reference,
            Self::Bracket => Class::Bracket,
            Self::Editorial => Class::Editorial,
            Self::Numbering => Class::Numbering,
        }
    }
}

/// How much of a redline to show.
#[derive(Debug, Clone)]
pub(crate) struct Extent {
    /// Only clauses with these classes; all where it is empty.
    pub(crate) only: Vec<Class>,
    /// Unchanged clauses round a changed one; all of them where there is no number.
    pub(crate) context: Option<usize>,
    /// The table by section instead of the text.
    pub(crate) stat: bool,
    /// In which order.
    pub(crate) sort: Sort,
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    input::at_most_one_standard_input(&[&arguments.older, &arguments.newer])?;
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    arguments.line_numbers.check(to == To::Docx)?;
    if arguments.sort == Sort::Gravity && !matches!(to, To::Terminal | To::Text | To::Json) {
        return Err(Trouble::CannotSort);
    }
    let sources = Diff {
        old: input::source(&arguments.older, settings)?,
        new: input::source(&arguments.newer, settings)?,
    };
    if to == To::Docx && sources.old.is_word() && sources.new.is_word() {
        return word(arguments, settings, &sources);
    }
    if arguments.word.keep_existing {
        return Err(Trouble::KeepsOnlyWord);
    }
    let mut older = input::draft_in(&sources.old, settings)?;
    let mut newer = input::draft_in(&sources.new, settings)?;
    // The drafts hold all that is needed from here on; of two Word files the look may matter.
    let files = (sources.old.is_word() && sources.new.is_word()).then_some(sources);
    findings::report_reading(&older.source, &older.findings);
    findings::report_reading(&newer.source, &newer.findings);
    let mut options = Options {
        views: Diff {
            old: arguments.older_view.view(),
            new: arguments.newer_view.view(),
        },
    };
    if arguments.repair_references {
        let before = older.view(options.views.old);
        let (mended, told) = references::repair(&[before], &newer.view(options.views.new));
        findings::report(&newer.source, &told);
        newer = mended;
        options.views.new = View::Revised;
    }
    if arguments.no_formatting {
        older = looking_alike(&older, &newer, files.is_none(), &mut options);
    }
    if to == To::Html && !arguments.stat {
        return page(
            arguments,
            settings,
            (&older, &newer),
            files.as_ref(),
            &options,
        );
    }
    let redline = compare::compare(&older, &newer, &options);
    let names = Diff {
        old: older.source.clone(),
        new: newer.source.clone(),
    };
    let extent = arguments.extent();
    let looks_different = looks_different(arguments, settings, files.as_ref())?;
    let differs =
        is_different(&redline, &extent.only) || arguments.only.is_empty() && looks_different;
    let page = settings.may_page && to.is_for_people();
    let options = handover::Options {
        author: arguments.author(),
        unproved: arguments.word.no_verify,
        line_numbers: arguments.line_numbers.wanted,
    };
    let shape = output::Shape::of(&redline, to, &extent, &options)?;
    target::deliver(out, page, settings, |sink| {
        output::redline(&redline, &names, &shape, to, &extent, settings, sink)
    })?;
    // The program ends: giving all of it back piece by piece would only take time.
    std::mem::forget((older, newer, redline));
    Ok(Exit::reporting(differs))
}

/// The older draft as it would be if its words that stay had always looked as they do now. What is
/// left out of two Word files is counted and told as for a redline in Word.
fn looking_alike(older: &Draft, newer: &Draft, is_told: bool, options: &mut Options) -> Draft {
    let (alike, count) = compare::looking_alike(older, newer, options);
    options.views.old = View::Revised;
    if is_told && count > 0 {
        let message = format!("{count} × change of typeface left out");
        let found = Finding::new(Severity::Note, word::FORMATTING_LEFT_OUT, 0, 0, message);
        findings::report(&newer.source, &[found]);
    }
    alike
}

/// Two drafts as a page: a report of two, so that brackets can be settled in it and clauses tell
/// their stories.
fn page(
    arguments: &Arguments,
    settings: &Settings,
    (older, newer): (&Draft, &Draft),
    files: Option<&Diff<Source>>,
    options: &Options,
) -> Result<Exit, Trouble> {
    let names = [&arguments.older, &arguments.newer].map(|path| drafts::stem(path));
    let mut teller = Teller::default();
    for (draft, view, name) in [
        (older, options.views.old, &names[0]),
        (newer, options.views.new, &names[1]),
    ] {
        let about = Revision::of(draft, view);
        // Two files of one name in two folders are told apart by their folders.
        let name = match names[0] == names[1] {
            true => draft.source.clone(),
            false => name.clone(),
        };
        teller.add(draft, Revision { name, ..about });
    }
    let told = teller.finish();
    let looks_different = looks_different(arguments, settings, files)?;
    let differs = is_different(&told.redline, &arguments.extent().only)
        || arguments.only.is_empty() && looks_different;
    target::deliver(arguments.out.as_deref(), false, settings, |sink| {
        output::report(&told, report::To::Html, sink)
    })?;
    // The program ends: giving all of it back piece by piece would only take time.
    std::mem::forget(told);
    Ok(Exit::reporting(differs))
}

/// Two Word files: the changes tracked in the newer one.
fn word(
    arguments: &Arguments,
    settings: &Settings,
    sources: &Diff<Source>,
) -> Result<Exit, Trouble> {
    let (older, newer) = (&sources.old, &sources.new);
    let compared = compared(older, newer, &arguments.of_word(settings))?;
    findings::report(&newer.name, &compared.findings);
    let differs = compared.is_changed || is_different(&compared.redline, &[]);
    let bytes = arguments.line_numbers.on(compared.bytes, &newer.name)?;
    target::deliver(arguments.out.as_deref(), false, settings, |sink| {
        output::bytes(&bytes, sink)
    })?;
    Ok(Exit::reporting(differs))
}

/// Whether a redline of two Word files in Word would show anything: a difference is one whatever
/// shows it. Findings tell what no text shows, and what was not compared.
fn looks_different(
    arguments: &Arguments,
    settings: &Settings,
    files: Option<&Diff<Source>>,
) -> Result<bool, Trouble> {
    let Some(Diff { old, new }) = files else {
        return Ok(false);
    };
    let options = word::Options {
        unproved: true,
        repair_references: false,
        ..arguments.of_word(settings)
    };
    let mut compared = compared(old, new, &options)?;
    let says_the_same = !is_different(&compared.redline, &[]);
    let is_told = |found: &Finding| found.code == word::FORMATTING_CHANGED;
    if compared.is_changed && says_the_same && !compared.findings.iter().any(is_told) {
        let message = "the words are the same, what they lead to or what stands round them is not";
        let found = Finding::new(Severity::Note, "not-shown", 0, 0, message);
        compared.findings.push(found);
    }
    findings::report(&new.name, &compared.findings);
    Ok(compared.is_changed)
}

/// Two Word files as one with tracked changes.
fn compared(
    older: &Source,
    newer: &Source,
    options: &word::Options,
) -> Result<word::Compared, Trouble> {
    word::compare(&older.bytes, &newer.bytes, options).map_err(|error| Trouble::Word {
        name: format!("{} → {}", older.name, newer.name),
        error,
    })
}

impl Arguments {
    fn of_word(&self, settings: &Settings) -> word::Options {
        word::Options {
            views: Diff {
                old: self.older_view.view(),
                new: self.newer_view.view(),
            },
            author: self.author(),
            marks: settings.marks,
            keep_existing: self.word.keep_existing,
            unproved: self.word.no_verify,
            repair_references: self.repair_references,
            no_formatting: self.no_formatting,
        }
    }

    fn author(&self) -> word::Author {
        word::Author {
            name: self.word.author.clone(),
            date: self.word.date.clone(),
        }
    }

    fn extent(&self) -> Extent {
        Extent {
            only: self.only.iter().map(|only| only.class()).collect(),
            context: (!self.full).then_some(self.context),
            stat: self.stat,
            sort: self.sort,
        }
    }
}

/// Whether there is a difference, or one of the classes asked for.
pub(crate) fn is_different(redline: &Redline, only: &[Class]) -> bool {
    let rows = || {
        redline
            .clauses
            .iter()
            .chain(&redline.sections)
            .chain(&redline.others)
    };
    if only.is_empty() {
        rows().any(has_changed) || redline.draft.paragraphs.iter().any(is_changed)
    } else {
        rows().any(|row| row.classes.iter().any(|class| only.contains(class)))
    }
}

/// Whether a paragraph says something else in the newer text. Of its typefaces its row tells; how
/// deep in lists it stands is a matter of reading where its label is the same.
fn is_changed(paragraph: &Paragraph) -> bool {
    let label = paragraph.label.as_ref();
    paragraph.change != Change::Kept
        || label.is_some_and(|label| label.text.differs() || label.lead.differs())
        || paragraph.words.runs().any(|run| run.change != Change::Kept)
}

fn has_changed(row: &ClauseChange) -> bool {
    row.outcome != Outcome::Unchanged || row.renumbered || !row.classes.is_empty()
}
