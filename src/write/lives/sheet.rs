//! Lives and burn-down for spreadsheets.

use super::story::{picked, told};
use super::{name, rows};
use crate::draft::lives::{Choice, Count, Lives, SectionRow};
use crate::write::table::guard;
use std::fmt::{self, Write};

/// Writes the lives that are asked for as CSV, one row a life. A cell that a spreadsheet would take for a formula gets an
/// apostrophe.
///
/// # Errors
/// Where `out` fails.
pub fn lives_csv(lives: &Lives, choice: &Choice, out: &mut dyn Write) -> fmt::Result {
    let head = [
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
    let rows = picked(lives, choice)
        .into_iter()
        .filter_map(|(number, life)| {
            let (first, last) = (life.states.first()?, life.states.last()?);
            let section = lives.burn_down.sections.get(last.section as usize);
            let end = life.ending.as_ref();
            let finally = end.map_or(last.passage.text.as_str(), |end| end.words.as_str());
            let address = end.map_or(Some(last.passage.address.as_str()), |end| {
                end.address.as_deref()
            });
            Some(vec![
                (number + 1).to_string(),
                guard(&section.map(SectionRow::in_full).unwrap_or_default()),
                guard(&last.passage.address),
                last.passage.kind.as_str().to_owned(),
                last.passage.depth.to_string(),
                last.passage.words.to_string(),
                guard(name(lives, life.since)),
                guard(name(lives, life.opened_in())),
                life.opening.as_str().to_owned(),
                guard(name(lives, life.last_open_in())),
                life.outcome().as_str().to_owned(),
                guard(end.map_or("", |end| name(lives, end.draft))),
                end.map(|end| format!("{:.2}", end.kept))
                    .unwrap_or_default(),
                guard(address.unwrap_or("")),
                guard(&first.passage.text),
                guard(finally),
                guard(&told(lives, life).join("\n")),
            ])
        });
    csv(&head, rows, out)
}

/// Writes the burn-down as CSV: a row for each section and draft, and for all sections together.
///
/// # Errors
/// Where `out` fails.
pub fn burn_down_csv(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    let head = [
        "section",
        "draft",
        "passages",
        "status notes",
        "words",
        "depth",
    ];
    let row = |section: &str, draft: u32, count: &Count| {
        let numbers = [count.passages, count.notes, count.words, count.depth];
        let texts = [guard(section), guard(name(lives, draft))];
        texts
            .into_iter()
            .chain(numbers.map(|n| n.to_string()))
            .collect::<Vec<_>>()
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
    csv(&head, sections.chain(total), out)
}

fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>, out: &mut dyn Write) -> fmt::Result {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(|_| fmt::Error)?;
    for row in rows {
        writer.write_record(&row).map_err(|_| fmt::Error)?;
    }
    let bytes = writer.into_inner().map_err(|_| fmt::Error)?;
    out.write_str(&String::from_utf8_lossy(&bytes))
}
