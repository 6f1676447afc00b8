//! `redraft check`: what a drafter would mend before the text is handed in.

use super::exit::Exit;
use super::format::{self, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, output, target};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use redraft::check::{self, Against, CODES};
use redraft::draft::Found;
use std::path::PathBuf;

/// Check a draft: numbering, brackets, repeated clauses, punctuation, references, label styles; its
/// marks against a base
#[derive(Debug, Args)]
#[command(
    after_help = "A CODE may be a family, such as numbering or reference. Exit code: 0 nothing found, 1 findings, 2 trouble."
)]
pub(crate) struct Arguments {
    /// The draft; - is standard input
    draft: PathBuf,
    /// The text that the draft amends: its marks are held against it, and references followed from
    /// it
    #[arg(long, value_name = "BASE")]
    against: Option<PathBuf>,
    /// Tell only findings of these kinds
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', value_parser = codes(), hide_possible_values = true)]
    only: Vec<String>,
    /// Tell no findings of these kinds
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', value_parser = codes(), hide_possible_values = true)]
    except: Vec<String>,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The kinds of finding and their families, as they are named on the command line.
fn codes() -> PossibleValuesParser {
    let mut names: Vec<PossibleValue> = Vec::new();
    for code in &CODES {
        let family = code
            .name
            .split_once('-')
            .map_or(code.name, |(family, _)| family);
        if !names.iter().any(|name| name.get_name() == family) {
            names.push(PossibleValue::new(family));
        }
        names.push(PossibleValue::new(code.name).help(code.title));
    }
    names.into()
}

/// Formats that findings are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// For reading
    Table,
    /// For programs
    Json,
    /// For editors and code hosts: SARIF 2.1.0
    Sarif,
    /// For a report
    Markdown,
}

impl Writable for To {
    const TERMINAL: Self = Self::Table;
}

/// What was found, and in what.
pub(crate) struct Checked {
    pub(crate) source: String,
    pub(crate) against: Option<String>,
    pub(crate) findings: Vec<Found>,
    /// Whether the source has lines; Word files have none.
    pub(crate) has_lines: bool,
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let paths: Vec<PathBuf> = std::iter::once(arguments.draft.clone())
        .chain(arguments.against.clone())
        .collect();
    input::at_most_one_standard_input(&paths)?;
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let source = input::source(&arguments.draft, settings)?;
    let draft = input::draft_in(&source, settings)?;
    findings::report_reading(&draft.source, &draft.findings);
    let has_lines = !source.is_word();
    let base = match &arguments.against {
        Some(path) => Some((
            input::draft(path, settings)?,
            input::literal_draft_in(&source, settings)?,
        )),
        None => None,
    };
    // The drafts hold all that is needed from here on.
    drop(source);
    let against = base
        .as_ref()
        .map(|(base, printed)| Against { base, printed });
    let mut found = check::check(&draft, against);
    found.retain(|f| arguments.wants(f));
    let checked = Checked {
        source: draft.source.clone(),
        against: base.as_ref().map(|(base, _)| base.source.clone()),
        findings: found,
        has_lines,
    };
    let page = settings.may_page && to.is_for_people();
    target::deliver(out, page, settings, |sink| {
        output::check(&checked, to, settings, sink)
    })?;
    Ok(Exit::reporting(!checked.findings.is_empty()))
}

impl Arguments {
    fn wants(&self, found: &Found) -> bool {
        let code = CODES.iter().find(|code| code.name == found.finding.code);
        let is_named = |names: &[String]| {
            code.is_some_and(|code| names.iter().any(|name| code.answers_to(name)))
        };
        (self.only.is_empty() || is_named(&self.only)) && !is_named(&self.except)
    }
}
