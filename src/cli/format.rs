//! Which format to write: what `--to` names, else what the output file's ending says, else what
//! suits the place.

use super::settings::Settings;
use super::trouble::Trouble;
use clap::ValueEnum;
use std::path::Path;

/// A set of formats that a command can write.
pub(crate) trait Writable: ValueEnum + Copy + PartialEq {
    /// The format for a person at a terminal.
    const TERMINAL: Self;
    /// The format for a pipe.
    const PIPE: Self = Self::TERMINAL;

    /// Whether people read it as it stands, so that a pager helps.
    fn is_for_people(self) -> bool {
        self == Self::TERMINAL || self == Self::PIPE
    }
}

/// Formats that a list is written in, a row for each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
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
}

impl Writable for Listing {
    const TERMINAL: Self = Self::Table;
}

/// The format to write.
pub(crate) fn choose<F: Writable>(
    asked: Option<F>,
    out: Option<&Path>,
    settings: &Settings,
) -> Result<F, Trouble> {
    choose_by("--to", asked, out, settings)
}

/// The same for an output whose format another option names.
pub(crate) fn choose_by<F: Writable>(
    option: &'static str,
    asked: Option<F>,
    out: Option<&Path>,
    settings: &Settings,
) -> Result<F, Trouble> {
    if let Some(format) = asked {
        return Ok(format);
    }
    match out.filter(|path| path.as_os_str() != "-") {
        Some(path) => by_ending(path, option),
        None if settings.on_terminal => Ok(F::TERMINAL),
        None => Ok(F::PIPE),
    }
}

/// What the file's ending says. A name without one is a pipe, a device or a text.
fn by_ending<F: Writable>(path: &Path, option: &'static str) -> Result<F, Trouble> {
    let Some(ending) = path.extension() else {
        return Ok(F::PIPE);
    };
    let ending = ending.to_string_lossy().to_lowercase();
    let name = match ending.as_str() {
        "md" | "markdown" => "markdown",
        "txt" => "text",
        "htm" => "html",
        "critic" | "cm" => "critic",
        other => other,
    };
    F::value_variants()
        .iter()
        .copied()
        .find(|format| names(*format) == name)
        .ok_or_else(|| Trouble::CannotWrite {
            path: path.to_owned(),
            ending,
            can: all_names::<F>().join(", "),
            option,
        })
}

fn names<F: Writable>(format: F) -> String {
    format
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

fn all_names<F: Writable>() -> Vec<String> {
    F::value_variants().iter().map(|f| names(*f)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{brackets, compare};
    use super::*;

    #[test]
    fn the_ending_names_the_format() {
        let md: compare::To = by_ending(Path::new("a/b.MD"), "--to").unwrap();
        assert_eq!(md, compare::To::Markdown);
        let none: compare::To = by_ending(Path::new("redline"), "--to").unwrap();
        assert_eq!(none, compare::To::Text);
    }

    #[test]
    fn an_ending_that_cannot_be_written_is_refused() {
        let refused = by_ending::<brackets::To>(Path::new("b.docx"), "--to").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "b.docx: this command does not write .docx files; it writes table, csv, xlsx, json, markdown, svg: choose one with --to"
        );
    }
}
