//! Tables in plain text: columns as wide as their cells, numbers to the right.
//!
//! A table may have a million rows: they are laid out and written a part at a time.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use std::fmt::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A rule below the head, and nothing else.
const RULED: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Spaces between two columns.
const BETWEEN: usize = 2;

/// How many rows are laid out at a time.
const PART: usize = 1024;

/// Lays rows out in columns, two spaces apart, with a rule below the first row, which is the head.
/// `right` says which columns hold numbers.
pub(crate) fn lay_out(rows: &[Vec<String>], right: &[bool], out: &mut dyn Write) -> fmt::Result {
    match rows.split_first() {
        Some((head, body)) => lay_out_rows(head, body.iter(), right, out),
        None => Ok(()),
    }
}

/// The same for rows that are made as they are written, and before that once to see how wide they
/// are: a long table never stands in memory.
pub(crate) fn lay_out_rows<R: AsRef<[String]>>(
    head: &[String],
    body: impl Iterator<Item = R> + Clone,
    right: &[bool],
    out: &mut dyn Write,
) -> fmt::Result {
    let mut widths = Vec::new();
    widen(&mut widths, head);
    body.clone()
        .for_each(|row| widen(&mut widths, row.as_ref()));
    let mut body = body.peekable();
    let mut table = Table::new();
    table.set_header(head);
    loop {
        for row in body.by_ref().take(PART) {
            table.add_row(row.as_ref());
        }
        write_part(table, &widths, right, out)?;
        if body.peek().is_none() {
            return Ok(());
        }
        table = Table::new();
    }
}

fn write_part(
    mut table: Table,
    widths: &[usize],
    right: &[bool],
    out: &mut dyn Write,
) -> fmt::Result {
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Disabled);
    let last = widths.len().saturating_sub(1);
    for (k, column) in table.column_iter_mut().enumerate() {
        let padding = if k == last { 0 } else { 1 };
        let width = widths
            .get(k)
            .map_or(0, |width| width + usize::from(padding));
        let width = Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX));
        column
            .set_padding((0, padding))
            .set_constraint(ColumnConstraint::LowerBoundary(width));
        if right.get(k).copied().unwrap_or(false) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    writeln!(out, "{}", table.trim_fmt())
}

/// How wide a last column may be, of a table so wide whose other cells are these: no less than
/// `least`.
pub(crate) fn left_beside<R: AsRef<[String]>>(
    others: impl Iterator<Item = R>,
    width: usize,
    least: usize,
) -> usize {
    let mut widths = Vec::new();
    others.for_each(|row| widen(&mut widths, row.as_ref()));
    let used: usize = widths.iter().map(|width| width + BETWEEN).sum();
    width.saturating_sub(used).max(least)
}

/// Makes each column as wide as its cell in a row, unless it is wider.
fn widen(widths: &mut Vec<usize>, row: &[String]) {
    if widths.len() < row.len() {
        widths.resize(row.len(), 0);
    }
    for (cell, width) in row.iter().zip(widths) {
        let own = cell.split('\n').map(UnicodeWidthStr::width).max();
        *width = own.unwrap_or(0).max(*width);
    }
}

/// A text cut to a width, with "…" where something is left out.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        let columns = c.width().unwrap_or(0);
        if used + columns > width {
            break;
        }
        out.push(c);
        used += columns;
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let rows = [
            ["n", "what", ""],
            ["12", "各国", "x"],
            ["3", "a\nlonger", " "],
        ];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let mut out = String::new();
        lay_out(&rows, &[true], &mut out).unwrap();
        let shown = " n  what\n─────────────\n12  各国    x\n 3  a\n    longer\n";
        assert_eq!(out, shown);
    }

    #[test]
    fn a_long_table_is_one_table() {
        let head = vec!["n".to_owned(), "what".to_owned()];
        let row = |n: usize| vec![n.to_string(), "x".repeat(n / 1000 + 1)];
        let rows: Vec<Vec<String>> = std::iter::once(head)
            .chain((0..3 * PART).map(row))
            .collect();
        let mut out = String::new();
        lay_out(&rows, &[true], &mut out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 3 * PART + 2);
        assert_eq!(lines[1], "─".repeat(4 + 2 + 4));
        assert_eq!((lines[2], lines[3073]), ("   0  x", "3071  xxxx"));
    }
}
