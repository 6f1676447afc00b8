//! Lives and burn-down for spreadsheets.

use super::story::{picked, told};
use super::{name, rows};
use crate::draft::Count;
use crate::draft::lives::{Choice, Lives, PassageLife, SectionRow};
use crate::write::spreadsheet::{self, Cell, Table};
use std::fmt::{self, Write};

const LIVES_HEAD: [&str; 17] = [
    "number",
    "section",
    "address",
    "kind",
    "depth",
    "words",
    "since",
    "opened in",
    "opening",
    "last open in",
    "outcome",
    "ended in",
    "kept",
    "address at the end",
    "passage",
    "final words",
    "life",
];

/// One row a life.
fn life_rows(lives: &Lives, choice: &Choice) -> impl Iterator<Item = Vec<Cell>> {
    picked(lives, choice)
        .into_iter()
        .filter_map(|(number, life)| life_row(lives, number, life))
}

fn life_row(lives: &Lives, number: usize, life: &PassageLife) -> Option<Vec<Cell>> {
    let (first, last) = (life.states.first()?, life.states.last()?);
    let section = lives.burn_down.sections.get(last.section as usize);
    let end = life.ending.as_ref();
    let finally = end.map_or(last.passage.text.as_str(), |end| end.words.as_str());
    let address = end.map_or(Some(&*last.passage.address), |end| end.address.as_deref());
    Some(vec![
        (number + 1).into(),
        section.map(SectionRow::in_full).unwrap_or_default().into(),
        (&*last.passage.address).into(),
        last.passage.kind.as_str().into(),
        last.passage.depth.into(),
        last.passage.words.into(),
        name(lives, life.since).into(),
        name(lives, life.opened_in()).into(),
        life.opening.as_str().into(),
        name(lives, life.last_open_in()).into(),
        life.outcome().as_str().into(),
        end.map_or("", |end| name(lives, end.draft)).into(),
        end.map(|end| format!("{:.2}", end.kept))
            .unwrap_or_default()
            .into(),
        address.unwrap_or("").into(),
        first.passage.text.as_str().into(),
        finally.into(),
        told(lives, life).join("\n").into(),
    ])
}

/// The lives that are asked for as a table, one row a life.
#[must_use]
pub fn lives_table(lives: &Lives, choice: &Choice) -> Table {
    table("lives", &LIVES_HEAD, life_rows(lives, choice).collect())
}

/// Writes the lives that are asked for as CSV, one row a life.
///
/// # Errors
/// Where `out` fails.
pub fn lives_csv(lives: &Lives, choice: &Choice, out: &mut dyn Write) -> fmt::Result {
    spreadsheet::csv_rows(&LIVES_HEAD, life_rows(lives, choice), out)
}

/// The burn-down as a table: a row for each section and draft, and for all sections together.
#[must_use]
pub fn burn_down_table(lives: &Lives) -> Table {
    let head = [
        "section",
        "draft",
        "passages",
        "status notes",
        "words",
        "depth",
    ];
    let row = |section: &str, draft: u32, count: &Count| -> Vec<Cell> {
        vec![
            section.into(),
            name(lives, draft).into(),
            count.passages.into(),
            count.notes.into(),
            count.words.into(),
            count.depth.into(),
        ]
    };
    let sections = rows(&lives.burn_down).flat_map(|section| {
        let name = section.in_full();
        let counts = (0..).zip(&section.counts);
        counts
            .map(|(draft, count)| row(&name, draft, count))
            .collect::<Vec<_>>()
    });
    let total = (0..)
        .zip(&lives.burn_down.total)
        .map(|(draft, count)| row("total", draft, count));
    table("burn-down", &head, sections.chain(total).collect())
}

/// Writes the burn-down as CSV: a row for each section and draft, and for all sections together.
///
/// # Errors
/// Where `out` fails.
pub fn burn_down_csv(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    spreadsheet::csv(&burn_down_table(lives), out)
}

fn table(name: &'static str, head: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        name,
        head: head.iter().map(|one| (*one).to_owned()).collect(),
        rows,
    }
}
