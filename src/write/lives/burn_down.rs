//! The burn-down as tables: passages, words and depth by section and draft; and how one draft leads
//! to the next.

use super::{name, rows};
use crate::draft::Count;
use crate::draft::lives::Lives;
use crate::write::columns::{cut, lay_out};
use crate::write::table::cell;
use std::fmt::{self, Write};

/// Writes the burn-down for reading: passages, with words and depth below their draft.
///
/// # Errors
/// Where `out` fails.
pub fn burn_down(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    let table = table(lives, |text| cut(text, 44));
    let right: Vec<bool> = (0..table.first().map_or(0, Vec::len))
        .map(|n| n > 0)
        .collect();
    lay_out(&table, &right, out)?;
    writeln!(
        out,
        "Each column: open passages, their words, how deep they are nested.\n"
    )?;
    let flow = flow(lives);
    let right: Vec<bool> = (0..flow.first().map_or(0, Vec::len))
        .map(|n| n > 0)
        .collect();
    lay_out(&flow, &right, out)
}

/// Writes the burn-down as Markdown tables.
///
/// # Errors
/// Where `out` fails.
pub fn burn_down_markdown(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    markdown(&table(lives, cell), out)?;
    out.write_str("\nEach column: open passages, their words, how deep they are nested.\n\n")?;
    markdown(&flow(lives), out)
}

pub(super) fn markdown(rows: &[Vec<String>], out: &mut dyn Write) -> fmt::Result {
    for (number, row) in rows.iter().enumerate() {
        writeln!(out, "| {} |", row.join(" | "))?;
        if number == 0 {
            writeln!(out, "|---|{}", "---:|".repeat(row.len().saturating_sub(1)))?;
        }
    }
    Ok(())
}

fn table(lives: &Lives, shown: impl Fn(&str) -> String) -> Vec<Vec<String>> {
    let drafts = 0..lives.drafts.len();
    let head = std::iter::once("section".to_owned());
    let names = drafts
        .clone()
        .map(|draft| shown(name(lives, u32::try_from(draft).unwrap_or(0))));
    let mut table = vec![head.chain(names).collect::<Vec<_>>()];
    for row in rows(&lives.burn_down) {
        let counts = row.counts.iter().map(|count| told(*count));
        table.push(
            std::iter::once(shown(&row.in_full()))
                .chain(counts)
                .collect(),
        );
    }
    let total = lives.burn_down.total.iter().map(|count| told(*count));
    table.push(std::iter::once("total".to_owned()).chain(total).collect());
    if lives.burn_down.total.iter().any(|count| count.notes > 0) {
        let notes = lives
            .burn_down
            .total
            .iter()
            .map(|count| number(count.notes));
        table.push(
            std::iter::once("status notes beside them".to_owned())
                .chain(notes)
                .collect(),
        );
    }
    table
}

/// `84 · 537w · 3`.
fn told(count: Count) -> String {
    if count.passages == 0 {
        return NOTHING.to_owned();
    }
    format!("{}  {}w  {}", count.passages, count.words, count.depth)
}

/// The sign for none.
const NOTHING: &str = "·";

fn number(count: u32) -> String {
    if count == 0 {
        NOTHING.to_owned()
    } else {
        count.to_string()
    }
}

/// How each draft leads to the next, status notes included.
fn flow(lives: &Lives) -> Vec<Vec<String>> {
    const HEAD: [&str; 10] = [
        "draft",
        "before",
        "lifted",
        "reworded",
        "dropped",
        "merged",
        "opened",
        "split off",
        "reopened",
        "open",
    ];
    let mut table = vec![HEAD.map(str::to_owned).to_vec()];
    for (draft, flow) in (0..).zip(&lives.burn_down.flow) {
        let counts = [
            flow.before,
            flow.lifted,
            flow.reworded,
            flow.dropped,
            flow.merged,
            flow.opened,
            flow.split_off,
            flow.reopened,
            flow.open,
        ];
        let name = cell(name(lives, draft));
        table.push(std::iter::once(name).chain(counts.map(number)).collect());
    }
    table
}
