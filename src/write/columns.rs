//! Tables in plain text: columns as wide as their cells, numbers to the right.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A rule below the head, and nothing else.
const RULED: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Lays rows out in columns, two spaces apart, with a rule below the first row, which is the head. `right` says which
/// columns hold numbers.
pub(crate) fn lay_out(rows: &[Vec<String>], right: &[bool]) -> String {
    let Some((head, body)) = rows.split_first() else {
        return String::new();
    };
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(head)
        .add_rows(body);
    let last = head.len().saturating_sub(1);
    for (k, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if k == last { 0 } else { 1 }));
        if right.get(k).copied().unwrap_or(false) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt() + "\n"
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
