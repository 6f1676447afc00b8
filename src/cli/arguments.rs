//! The command line as it is typed. What it means in the end is worked out in `settings`.

#[cfg(feature = "serve")]
use super::serve;
use super::{
    blame, brackets, changes, check, clean, combine, compare, completions, history, man,
    references, report, schema, show,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use redraft::draft::View;
use redraft::read::Format;

/// Tracked changes for negotiated texts: redlines, histories, clean texts and registers of
/// unresolved passages.
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
    Changes(changes::Arguments),
    Combine(combine::Arguments),
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

/// A day or a time, as a change in a Word file may have it.
///
/// # Errors
/// Where there is no such day or time.
pub(crate) fn day_or_time(text: &str) -> Result<String, String> {
    day(text).or_else(|| clock(text)).ok_or_else(no_such_time)
}

/// The same as a time, as Word files have it: of a day, its beginning.
///
/// # Errors
/// Where there is no such day or time.
pub(crate) fn time(text: &str) -> Result<String, String> {
    day(text)
        .map(|day| format!("{day}T00:00:00Z"))
        .or_else(|| clock(text))
        .ok_or_else(no_such_time)
}

fn day(text: &str) -> Option<String> {
    as_printed::<jiff::civil::Date>(text, "2026-11-23".len())
}

/// A time to the second, with the `Z` of world time or without.
fn clock(text: &str) -> Option<String> {
    let (time, zone) = match text.strip_suffix('Z') {
        Some(time) => (time, "Z"),
        None => (text, ""),
    };
    let time = as_printed::<jiff::civil::DateTime>(time, "2026-11-23T09:00:00".len())?;
    Some(time + zone)
}

/// A value of so many letters as it prints itself, if that is how it was written: more is read than
/// stands for a time in a Word file, as a space for `T` or a sixtieth second.
fn as_printed<T: std::str::FromStr + ToString>(text: &str, length: usize) -> Option<String> {
    let printed = text.parse::<T>().ok()?.to_string();
    (printed == text && printed.len() == length).then_some(printed)
}

fn no_such_time() -> String {
    "no such day or time; write it as 2026-11-23 or 2026-11-23T09:00:00Z".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_in_no_calendar_are_refused() {
        assert_eq!(time("2026-11-23").as_deref(), Ok("2026-11-23T00:00:00Z"));
        assert_eq!(day_or_time("2026-11-23").as_deref(), Ok("2026-11-23"));
        for text in ["2026-11-23T09:00:00Z", "2026-11-23T09:00:00"] {
            assert_eq!(time(text).as_deref(), Ok(text));
            assert_eq!(day_or_time(text).as_deref(), Ok(text));
        }
        for text in [
            "2026-13-99",
            "2026-02-30",
            "nonsense",
            "2026-11-23T25:00:00Z",
            "2026",
            "20261123",
            "2026-W48-1",
            "2026-11-23 09:00:00",
            "2026-11-23t09:00:00",
            "2026-11-23 09:00:00Z",
            "2026-11-23T09:00:60Z",
            "2026-11-23T09:00",
            "2026-11-23T09:00:00.5",
            "2026-11-23T09+00:00",
            "20261123T090000.123",
            "-002026-11-23T09:00",
            "-002026-11-23",
            "2026-11-23T09:00:00ZZ",
            "",
        ] {
            assert!(day_or_time(text).is_err(), "{text}");
            assert!(time(text).is_err(), "{text}");
        }
    }
}
