//! The drafts, what each of them did, and the life of every clause in one line.

use super::super::columns::cut;
use super::super::ink::{Look, Page, made};
use super::super::table::{cell, one_line};
use super::{LEGEND, Options, drafts, known_of, named, sign, title};
use crate::draft::history::{Cell, History, Matrix, MatrixRow};
use crate::draft::{Kind, Summary};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Lives longer than this are told, not drawn.
const LONGEST_DRAWN: usize = 24;

/// Writes the drafts, what each of them did, and the life of every clause.
///
/// # Errors
/// Where `out` fails.
pub fn overview(history: &History, options: Options, out: &mut dyn Write) -> fmt::Result {
    let mut page = Page::new(out, options.width, options.colour);
    drafts(history, &mut page)?;
    page.blank()?;
    for k in 1..history.len() {
        let head = format!("{} → {}  ", super::at(k - 1), super::at(k));
        let body = counts(&history.summary(k));
        page.paragraph(&[made(head, Look::Label)], &[made(body, Look::Plain)], 10)?;
    }
    let matrix = history.matrix(true);
    clauses(&matrix, options, &mut page)?;
    page.blank()?;
    page.paragraph(&[], &[made(LEGEND.to_owned(), Look::Quiet)], 0)
}

fn clauses(matrix: &Matrix, options: Options, page: &mut Page<'_>) -> fmt::Result {
    let stands = |row: &&MatrixRow| row.cells.last().is_some_and(|cell| cell.cited.is_some());
    let own: Vec<Line> = matrix.rows.iter().map(Line::of).collect();
    let widest = |cell: fn(&Line) -> &str, most: usize| {
        own.iter()
            .map(|line| cell(line).width())
            .max()
            .unwrap_or(0)
            .min(most)
    };
    let columns = [
        widest(|line| &line.label, 18),
        widest(|line| &line.life, LONGEST_DRAWN + 8),
        widest(|line| &line.path, 34),
    ];
    for (row, line) in matrix.rows.iter().zip(&own) {
        if row.kind != Kind::Clause {
            if stands(&row) {
                page.blank()?;
                page.paragraph(&[], &[made(one_line(&row.section), Look::Call)], 0)?;
            }
            continue;
        }
        let look = if stands(&row) {
            Look::Plain
        } else {
            Look::Quiet
        };
        let mut head = String::from("  ");
        for (text, wide) in [&line.label, &line.life, &line.path]
            .into_iter()
            .zip(columns)
        {
            let text = cut(text, wide);
            let gap = wide.saturating_sub(text.width()) + 2;
            let _ = write!(head, "{text}{:gap$}", "");
        }
        let indent = head.width();
        let room = options
            .width
            .map_or(60, |width| width.saturating_sub(indent));
        let text = cut(&one_line(&row.text), room.max(20));
        page.paragraph(&[made(head, Look::Label)], &[made(text, look)], indent)?;
    }
    Ok(())
}

/// A clause in one line.
struct Line {
    label: String,
    life: String,
    path: String,
}

impl Line {
    fn of(row: &MatrixRow) -> Self {
        let short = |cell: &Cell| cell.address_under(&row.section).map(str::to_owned);
        let mut path: Vec<String> = row.cells.iter().filter_map(short).collect();
        path.dedup();
        let gone = row.cells.last().is_none_or(|cell| cell.cited.is_none());
        let now = row.cells.iter().rev().find_map(Cell::address).unwrap_or("");
        let label = match path.last() {
            Some(last) if !gone => last.clone(),
            _ => "–".to_owned(),
        };
        if path.len() < 2 && !gone {
            path.clear();
        }
        // A clause that was there from the first draft on and is gone is cited in full.
        let path = match (gone, path.as_slice()) {
            (true, [_]) => now.to_owned(),
            _ => joined(&path),
        };
        Self {
            label,
            life: life(row),
            path,
        }
    }
}

/// "4 → 5 → 7"; of a long way, its ends.
fn joined(path: &[String]) -> String {
    match path {
        [first, .., before, last] if path.len() > 5 => format!("{first} → … → {before} → {last}"),
        _ => path.join(" → "),
    }
}

/// The life of a clause, one sign a draft; told in words where there are too many.
fn life(row: &MatrixRow) -> String {
    if row.cells.len() <= LONGEST_DRAWN {
        return row
            .cells
            .iter()
            .map(|cell| match (&cell.step, &cell.cited) {
                (Some(step), _) => sign(step),
                (None, Some(_)) => '·',
                (None, None) => ' ',
            })
            .collect();
    }
    let steps: Vec<(usize, char)> = row
        .cells
        .iter()
        .enumerate()
        .filter_map(|(k, cell)| Some((k, sign(cell.step.as_ref()?))))
        .filter(|(_, sign)| *sign != '#')
        .collect();
    let first = steps.first().map_or(0, |(k, _)| *k);
    let last = steps.last().map_or((0, '·'), |step| *step);
    match steps.len() {
        0 => String::new(),
        1 => format!("+@{}", first + 1),
        n => format!("+@{} … {n}× {}@{}", first + 1, last.1, last.0 + 1),
    }
}

/// "32 as before, 39 amended, 42 new, 2 gone, 38 renumbered; 1750 words in, 163 out".
fn counts(s: &Summary) -> String {
    let parts = [
        (s.kept, "as before"),
        (s.amended, "amended"),
        (s.inserted, "new"),
        (s.deleted, "gone"),
        (s.moved, "moved"),
        (s.split, "from splits"),
        (s.merged, "from mergers"),
        (s.renumbered, "renumbered"),
    ];
    let told = parts.iter().filter(|(n, _)| *n > 0);
    let told: Vec<String> = told.map(|(n, what)| format!("{n} {what}")).collect();
    let clauses = if told.is_empty() {
        "no clauses".to_owned()
    } else {
        told.join(", ")
    };
    format!(
        "{clauses}; {} words in, {} out",
        s.words.inserted, s.words.deleted
    )
}

/// The same in Markdown: a table of drafts and a table of clauses.
///
/// # Errors
/// Where `out` fails.
pub fn overview_markdown(history: &History, out: &mut dyn Write) -> fmt::Result {
    if let Some(title) = title(history) {
        writeln!(out, "# {}\n", cell(&one_line(title)))?;
    }
    out.write_str("| draft | of it | what it did |\n|---|---|---|\n")?;
    for k in 0..history.len() {
        let did = match k {
            0 => String::new(),
            _ => counts(&history.summary(k)),
        };
        let facts = known_of(history, k);
        let name = named(history, k);
        writeln!(
            out,
            "| {} | {} | {did} |",
            cell(&name),
            cell(&one_line(&facts))
        )?;
    }
    out.write_str("\n| clause | life | was | text |\n|---|---|---|---|\n")?;
    for row in &history.matrix(false).rows {
        let line = Line::of(row);
        let now = row.cells.iter().rev().find_map(Cell::address).unwrap_or("");
        let now = match row.cells.last().and_then(Cell::address) {
            Some(address) => address.to_owned(),
            None => format!("({now})"),
        };
        let text = cut(&one_line(&row.text), 80);
        writeln!(
            out,
            "| {} | `{}` | {} | {} |",
            cell(&now),
            line.life,
            cell(&line.path),
            cell(&text)
        )?;
    }
    writeln!(out, "\n{LEGEND}")
}
