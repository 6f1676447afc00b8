//! The conflicts of a combined draft as a table: where, how, and what each author wants.

use super::columns::{cut, lay_out};
use super::spreadsheet::Table;
use super::table::{cell, one_line};
use crate::draft::{Conflict, Proposal};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Writes conflicts as a table of a given width: a row for the base, then one for what each author
/// wants.
///
/// # Errors
/// Where `out` fails.
pub fn table(conflicts: &[Conflict], width: usize, out: &mut dyn Write) -> fmt::Result {
    if conflicts.is_empty() {
        return out.write_str("No conflicts.\n");
    }
    let head = ["#", "where", "conflict", "who", "wants"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for conflict in conflicts {
        rows.push(vec![
            conflict.number.to_string(),
            cut(&one_line(place(conflict)), 30),
            conflict.kind.as_str().to_owned(),
            "(base)".to_owned(),
            in_context(conflict, &conflict.base),
        ]);
        rows.extend(conflict.proposals.iter().map(|one| {
            let who = cut(&one_line(&names(one)), 24);
            let wants = in_context(conflict, &one.text);
            vec![String::new(), String::new(), String::new(), who, wants]
        }));
    }
    let of = |column: usize| rows.iter().map(move |row| row[column].width()).max();
    let used: usize = (0..4).filter_map(of).map(|width| width + 2).sum();
    let left = width.saturating_sub(used).max(40);
    for row in &mut rows {
        row[4] = cut(&row[4], left);
    }
    lay_out(&rows, &[true, false, false, false, false], out)?;
    out.write_char('\n')?;
    count(conflicts, out)
}

fn count(conflicts: &[Conflict], out: &mut dyn Write) -> fmt::Result {
    let several = if conflicts.len() == 1 { "" } else { "s" };
    writeln!(out, "{} conflict{several}", conflicts.len())
}

/// Where a conflict stands: in the newer text, or where it stood.
fn place(conflict: &Conflict) -> &str {
    let (old, new) = (&conflict.address.old, &conflict.address.new);
    old.as_deref().or(new.as_deref()).unwrap_or("")
}

fn names(proposal: &Proposal) -> String {
    proposal.authors.join(", ")
}

/// Words with those around them that nobody changes; `[…]` is the place at issue.
fn in_context(conflict: &Conflict, text: &str) -> String {
    let text = match text {
        "" => "[nothing]".to_owned(),
        text => format!("[{}]", one_line(text)),
    };
    let around = [&*conflict.before, &text, &*conflict.after].into_iter();
    let all: Vec<&str> = around.filter(|one| !one.is_empty()).collect();
    one_line(&all.join(" "))
}

/// Writes conflicts as a Markdown table, a row for what each author wants.
///
/// # Errors
/// Where `out` fails.
pub fn markdown(conflicts: &[Conflict], out: &mut dyn Write) -> fmt::Result {
    out.write_str("| # | where | conflict | base | who | wants |\n|---:|---|---|---|---|---|\n")?;
    for conflict in conflicts {
        for proposal in &conflict.proposals {
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                conflict.number,
                cell(place(conflict)),
                conflict.kind.as_str(),
                cell(&one_line(&conflict.base)),
                cell(&names(proposal)),
                cell(&one_line(&proposal.text)),
            )?;
        }
    }
    out.write_char('\n')?;
    count(conflicts, out)
}

/// The conflicts as a table for spreadsheets, a row for what each author wants.
#[must_use]
pub fn sheet(conflicts: &[Conflict]) -> Table {
    let head = [
        "number",
        "older address",
        "newer address",
        "conflict",
        "before",
        "base",
        "after",
        "authors",
        "wants",
    ];
    let known = |text: &Option<String>| text.as_deref().unwrap_or("").into();
    let rows = conflicts.iter().flat_map(|conflict| {
        conflict.proposals.iter().map(move |proposal| {
            vec![
                conflict.number.into(),
                known(&conflict.address.old),
                known(&conflict.address.new),
                conflict.kind.as_str().into(),
                conflict.before.as_str().into(),
                conflict.base.as_str().into(),
                conflict.after.as_str().into(),
                names(proposal).into(),
                proposal.text.as_str().into(),
            ]
        })
    });
    Table {
        name: "conflicts",
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

/// A conflict as people are told of it in a comment, a line for what each author wants.
#[must_use]
pub fn remark(conflict: &Conflict) -> String {
    let base = in_context(conflict, &conflict.base);
    let mut out = format!(
        "Conflict {} ({})\nBase: {base}",
        conflict.number,
        conflict.kind.as_str()
    );
    for proposal in &conflict.proposals {
        let text = in_context(conflict, &proposal.text);
        out.push_str(&format!("\n{}: {text}", names(proposal)));
    }
    out
}
