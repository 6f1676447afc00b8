//! Every kind of document that is published as JSON, and the writing of those that are made whole.

use super::history::{Blame, History, Story};
use super::report::{Material, Report};
use super::{registers, visible, wire};
use crate::draft::history as model;
use crate::draft::lives::{Choice, Lives};
use crate::draft::{Conflict, Found, References, Register, TrackedChange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io;

/// What redraft writes as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Document {
    /// A draft, marked or not.
    Draft(wire::Draft),
    /// Two drafts compared.
    Redline(Box<wire::Redline>),
    /// The unresolved passages of a draft.
    Register(wire::Register),
    /// Many drafts, all that a page shows of them.
    Report(Box<Report>),
    /// Many drafts as one model.
    History(Box<History>),
    /// One clause through many drafts.
    Story(Story),
    /// The words of a draft, each phrase with the draft that brought it; what was lost.
    Blame(Blame),
    /// What became of the unresolved passages of many drafts.
    Lives(Box<super::lives::Lives>),
    /// What drafts refer to.
    References(wire::References),
    /// What is wrong with a draft.
    Check(wire::Check),
    /// The changes of a draft, one by one.
    Changes(wire::Changes),
    /// Where the changes of many copies of a draft collide.
    Conflicts(wire::Conflicts),
}

/// Writes a register of unresolved passages.
///
/// # Errors
/// Where `out` fails.
pub fn register(register: &Register, out: &mut dyn io::Write) -> io::Result<()> {
    write(&Document::Register(registers::register(register)), out)
}

/// Writes the references of some drafts.
///
/// # Errors
/// Where `out` fails.
pub fn references(references: &References, out: &mut dyn io::Write) -> io::Result<()> {
    write(
        &Document::References(registers::references(references)),
        out,
    )
}

/// Writes the findings of a check.
///
/// # Errors
/// Where `out` fails.
pub fn check(
    source: &str,
    against: Option<&str>,
    findings: &[Found],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write(
        &Document::Check(registers::check(source, against, findings)),
        out,
    )
}

/// Writes the changes of a draft.
///
/// # Errors
/// Where `out` fails.
pub fn changes(changes: &[TrackedChange], out: &mut dyn io::Write) -> io::Result<()> {
    write(&Document::Changes(registers::changes(changes)), out)
}

/// Writes where the changes of many copies of a draft collide.
///
/// # Errors
/// Where `out` fails.
pub fn conflicts(conflicts: &[Conflict], out: &mut dyn io::Write) -> io::Result<()> {
    let told = wire::Conflicts {
        redraft: super::VERSION,
        conflicts: conflicts.to_vec(),
    };
    write(&Document::Conflicts(told), out)
}

/// Writes a history. The woven text is left out where only the table of clauses is asked for.
///
/// # Errors
/// Where `out` fails.
pub fn history(
    history: &model::History,
    matrix: &model::Matrix,
    with_text: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let told = super::history::history(history, matrix, with_text);
    write(&Document::History(Box::new(told)), out)
}

/// Writes the story of a clause.
///
/// # Errors
/// Where `out` fails.
pub fn story(
    history: &model::History,
    story: &model::Story,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write(&Document::Story(super::history::story(history, story)), out)
}

/// Writes a draft phrase by phrase, and what was lost.
///
/// # Errors
/// Where `out` fails.
pub fn blame(
    history: &model::History,
    told: &[model::Told],
    lost: &[model::LostPhrase],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write(
        &Document::Blame(super::history::blame(history, told, lost)),
        out,
    )
}

/// Writes the lives that are asked for, and the burn-down of all.
///
/// # Errors
/// Where `out` fails.
pub fn lives(lives: &Lives, choice: &Choice, out: &mut dyn io::Write) -> io::Result<()> {
    write(
        &Document::Lives(Box::new(super::lives::of(lives, choice))),
        out,
    )
}

/// Writes a report, in one line: it is read by the page.
///
/// # Errors
/// Where `out` fails.
pub fn report(material: &Material<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document::Report(Box::new(super::report::of(material)));
    visible::compact(&document, out)
}

fn write(document: &Document, out: &mut dyn io::Write) -> io::Result<()> {
    visible::pretty(document, out)
}
