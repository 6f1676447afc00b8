//! `redraft changes`: every change of a draft, or between two, as a row.

use super::arguments;
use super::compare::Only;
use super::exit::Exit;
use super::format::{self, Listing, Writable};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, output, target};
use clap::Args;
use redraft::changes::{self, Selection};
use redraft::compare;
use redraft::draft::TrackedChange;
use redraft::word;
use std::path::PathBuf;

/// List the changes of a marked draft, or between two drafts: each with its number, address,
/// author, day, kind, and the words before and after
#[derive(Debug, Args)]
#[command(
    after_help = "The same draft gives the same numbers, whatever is filtered; redraft clean accepts and rejects changes by them \
                  (--accept 3,7-9 --reject 12). Exit code: 0 no change, 1 changes, 2 trouble."
)]
pub(crate) struct Arguments {
    /// The draft that carries changes, or the older of two; - is standard input
    draft: PathBuf,
    /// The newer draft: the changes are those between the two
    newer: Option<PathBuf>,
    /// Only the changes of this author
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Only changes made on this day or later
    #[arg(long, value_name = "DATE", value_parser = arguments::day_or_time)]
    since: Option<String>,
    /// Only the changes in the section of this name
    #[arg(long, value_name = "CALL")]
    section: Option<String>,
    /// Only changes of these classes
    #[arg(long, value_enum, value_name = "CLASS,…", value_delimiter = ',')]
    only: Vec<Only>,
    /// The format to write
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<Listing>,
    /// Write to this file; its ending says the format unless --to does
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let out = arguments.out.as_deref();
    let to = format::choose(arguments.to, out, settings)?;
    let mut changes = match &arguments.newer {
        Some(newer) => between(arguments, newer, settings)?,
        None => within(&input::source(&arguments.draft, settings)?, settings)?,
    };
    let selection = arguments.selection();
    if selection != Selection::default() && !changes.iter().any(|one| selection.takes(one)) {
        let name = arguments.draft.display().to_string();
        findings::report(&name, &[selection.chose_nothing(&changes)]);
    }
    changes.retain(|change| selection.takes(change));
    let page = settings.may_page && to.is_for_people();
    target::deliver(out, page, settings, |sink| {
        output::changes(&changes, to, settings, sink)
    })?;
    Ok(Exit::reporting(!changes.is_empty()))
}

/// The changes that one draft carries.
pub(crate) fn within(
    source: &input::Source,
    settings: &Settings,
) -> Result<Vec<TrackedChange>, Trouble> {
    let draft = input::draft_in(source, settings)?;
    findings::report_reading(&draft.source, &draft.findings);
    if !source.is_word() {
        return Ok(changes::list(&draft));
    }
    let file = word::TrackedFile::read(&source.bytes, settings.marks);
    let file = file.map_err(|error| Trouble::Word {
        name: source.name.clone(),
        error,
    })?;
    Ok(file.changes().to_vec())
}

/// The changes between two drafts.
fn between(
    arguments: &Arguments,
    newer: &PathBuf,
    settings: &Settings,
) -> Result<Vec<TrackedChange>, Trouble> {
    input::at_most_one_standard_input(&[&arguments.draft, newer])?;
    let older = input::draft(&arguments.draft, settings)?;
    let newer = input::draft(newer, settings)?;
    for draft in [&older, &newer] {
        findings::report_reading(&draft.source, &draft.findings);
    }
    let redline = compare::compare(&older, &newer, &compare::Options::default());
    Ok(changes::list(&redline.draft))
}

impl Arguments {
    fn selection(&self) -> Selection {
        Selection {
            author: self.author.clone(),
            since: self.since.clone(),
            section: self.section.clone(),
            classes: self.only.iter().map(|only| only.class()).collect(),
        }
    }
}
