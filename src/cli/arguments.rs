//! The command line as it is typed. What it means in the end is worked out in `settings`.

#[cfg(feature = "serve")]
use super::serve;
use super::{
    blame, brackets, check, clean, compare, completions, history, man, references, report, schema,
    show,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use redraft::draft::View;
use redraft::read::Format;

/// Tracked changes for negotiated texts: redlines, histories, clean texts and registers of unresolved passages.
#[derive(Debug, Parser)]
#[command(
    name = "redraft",
    version,
    disable_help_subcommand = true,
    after_help = "A draft is a text, Markdown, CriticMarkup, Word (.docx) or redraft JSON file; - is standard input.\n\
                  Exit code: 0 nothing to report, 1 differences, unresolved passages or findings, 2 trouble."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Show(show::Arguments),
    Compare(compare::Arguments),
    Clean(clean::Arguments),
    Brackets(brackets::Arguments),
    Report(report::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    History(history::Arguments),
    Blame(blame::Arguments),
    References(references::Arguments),
    Check(check::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    Schema(schema::Arguments),
}

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(crate) struct Shared {
    /// Read the drafts as this format, whatever they look like
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub(crate) from: Option<From>,
    /// What shows changes in a Word file
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHAT",
        default_value = "auto"
    )]
    pub(crate) marks: Marks,
    /// Colour: when the output is a terminal, always or never
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub(crate) color: Color,
    /// Wrap lines at this many columns instead of the terminal's width
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(20..))]
    pub(crate) width: Option<u16>,
    /// Never show long output in a pager
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// Refuse files that are larger than this
    #[arg(long, global = true, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_megabytes: u64,
}

/// What shows changes in a Word file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Marks {
    /// Tracked changes where there are any, else typefaces where something is struck
    Auto,
    /// Tracked changes alone
    Tracked,
    /// Typefaces: struck is deleted; underlined, or else coloured, or else bold, is inserted
    Formatting,
}

impl Marks {
    pub(crate) const fn marks(self) -> redraft::read::Marks {
        match self {
            Self::Auto => redraft::read::Marks::Auto,
            Self::Tracked => redraft::read::Marks::Tracked,
            Self::Formatting => redraft::read::Marks::Formatting,
        }
    }
}

/// Formats that can be asked for on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Plain text, hard-wrapped or not
    Text,
    /// Markdown, with ~~deleted~~ and <ins>inserted</ins>
    Markdown,
    /// CriticMarkup: {++inserted++}, {--deleted--}
    Critic,
    /// Our own JSON
    Json,
    /// Word's .docx
    Docx,
}

impl From {
    pub(crate) const fn format(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Critic => Format::CriticMarkup,
            Self::Json => Format::Json,
            Self::Docx => Format::Docx,
        }
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR says no
    Auto,
    /// Also in a file or a pipe
    Always,
    /// Not at all
    Never,
}

/// What kind of unresolved passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PassageKind {
    /// Text that is not agreed
    Text,
    /// One of several texts to choose from
    Alternative,
    /// A block alternative: Option 1
    Option,
    /// Text to come
    Placeholder,
    /// A note about the text
    StatusNote,
    /// A sign without its partner
    Unmatched,
}

impl PassageKind {
    pub(crate) const fn kind(self) -> redraft::draft::PassageKind {
        use redraft::draft::PassageKind as Kind;
        match self {
            Self::Text => Kind::Text,
            Self::Alternative => Kind::Alternative,
            Self::Option => Kind::Option,
            Self::Placeholder => Kind::Placeholder,
            Self::StatusNote => Kind::StatusNote,
            Self::Unmatched => Kind::Unmatched,
        }
    }
}

/// Which text of a draft that carries changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    /// All changes rejected: the older text
    Base,
    /// All changes accepted: the newer text
    Revised,
}

impl Side {
    pub(crate) const fn view(self) -> View {
        match self {
            Self::Base => View::Base,
            Self::Revised => View::Revised,
        }
    }
}
