//! Clauses by drafts: a table for reading, for a report, for a spreadsheet.

use super::super::columns::{cut, lay_out};
use super::super::spreadsheet::{self, Table};
use super::super::table::{cell, one_line};
use super::{LEGEND, at, named, sign, told};
use crate::draft::Kind;
use crate::draft::history::{Cell, History, Matrix};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The widest cell for a draft.
const WIDEST: usize = 22;

/// Writes the matrix as a table of a given width.
///
/// # Errors
/// Where `out` fails.
pub fn matrix(
    history: &History,
    matrix: &Matrix,
    width: usize,
    out: &mut dyn Write,
) -> fmt::Result {
    for k in 0..history.len() {
        writeln!(out, "{}", one_line(&named(history, k)))?;
    }
    out.write_str("\n")?;
    let mut rows = vec![head(history, at)];
    // Words fill what the drafts leave.
    let wide = |column: usize| {
        let cells = matrix
            .rows
            .iter()
            .filter_map(|row| Some((row.cells.get(column)?, row)));
        let wide = cells.map(|(one, row)| shown(one, &row.section).width());
        wide.max().unwrap_or(0).min(WIDEST) + 2
    };
    let taken: usize = (0..history.revisions.len()).map(wide).sum();
    let room = width.saturating_sub(taken).clamp(24, 60);
    for row in &matrix.rows {
        let mut cells = Vec::with_capacity(row.cells.len() + 1);
        if row.kind == Kind::Clause {
            cells.extend(
                row.cells
                    .iter()
                    .map(|one| cut(&shown(one, &row.section), WIDEST)),
            );
            cells.push(cut(&one_line(&row.text), room));
        } else if row.cells.last().is_some_and(|one| one.cited.is_some()) {
            cells.extend(row.cells.iter().map(heading));
            cells.push(cut(&one_line(&row.text).to_uppercase(), room));
        } else {
            continue;
        }
        rows.push(cells);
    }
    lay_out(&rows, &[], out)?;
    writeln!(out, "\n{LEGEND}")
}

fn head(history: &History, name: impl Fn(u32) -> String) -> Vec<String> {
    let drafts = (0..history.len()).map(name);
    drafts.chain(["text".to_owned()]).collect()
}

/// "5 ~", under the section's heading.
fn shown(one: &Cell, section: &str) -> String {
    let address = one.address_under(section).unwrap_or("");
    match &one.step {
        Some(step) if address.is_empty() => sign(step).to_string(),
        Some(step) => format!("{address} {}", sign(step)),
        None => address.to_owned(),
    }
}

fn heading(one: &Cell) -> String {
    one.step
        .as_ref()
        .map(sign)
        .map(String::from)
        .unwrap_or_default()
}

/// Writes the matrix in Markdown.
///
/// # Errors
/// Where `out` fails.
pub fn matrix_markdown(history: &History, matrix: &Matrix, out: &mut dyn Write) -> fmt::Result {
    let head = head(history, |k| cell(&one_line(&named(history, k))));
    writeln!(out, "| {} |", head.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(head.len()))?;
    for row in matrix.rows.iter().filter(|row| row.kind == Kind::Clause) {
        let cells = row.cells.iter().map(|one| cell(&shown(one, "")));
        let text = cell(&cut(&one_line(&row.text), 80));
        let cells: Vec<String> = cells.chain([text]).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out, "\n{LEGEND}")
}

/// Writes the matrix as CSV: for each draft, the address and what the draft did.
///
/// # Errors
/// Where `out` fails.
pub fn matrix_csv(history: &History, matrix: &Matrix, out: &mut dyn Write) -> fmt::Result {
    let mut head = vec!["clause".to_owned(), "kind".to_owned(), "section".to_owned()];
    for about in &history.revisions {
        head.push(about.name.clone());
        head.push(format!("{}: change", about.name));
    }
    head.push("text".to_owned());
    let rows = matrix.rows.iter().map(|row| {
        let kind = if row.kind == Kind::Clause {
            "clause"
        } else {
            "section"
        };
        let mut cells: Vec<spreadsheet::Cell> = vec![
            row.lineage.into(),
            kind.into(),
            one_line(&row.section).into(),
        ];
        for one in &row.cells {
            cells.push(one.address().unwrap_or("").into());
            cells.push(one.step.as_ref().map(told).unwrap_or_default().into());
        }
        cells.push(one_line(&row.text).into());
        cells
    });
    let table = Table {
        name: "matrix",
        rows: rows.collect(),
        head,
    };
    spreadsheet::csv(&table, out)
}
