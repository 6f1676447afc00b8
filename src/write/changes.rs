//! The changes of a draft as a table: where, whose, what kind, and the words before and after.

use super::columns::{cut, lay_out};
use super::spreadsheet::Table;
use super::table::{cell, one_line};
use crate::draft::{Object, TrackedChange};
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Writes changes as a table of a given width, and how many there are of each author.
///
/// # Errors
/// Where `out` fails.
pub fn table(changes: &[TrackedChange], width: usize, out: &mut dyn Write) -> fmt::Result {
    if changes.is_empty() {
        return out.write_str("No changes.\n");
    }
    let has_authors = have_authors(changes);
    let head = [
        "#", "where", "kind", "who", "when", "class", "before", "after",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(changes.iter().map(|change| row(change, has_authors)));
    if !has_authors {
        for row in &mut rows {
            row.drain(3..5);
        }
    }
    let texts = rows[0].len() - 2;
    let used: usize = (0..texts).map(|c| widest(&rows, c) + 2).sum();
    let left = width.saturating_sub(used + 2).max(40);
    for row in &mut rows {
        share(row, texts, left);
    }
    let right: Vec<bool> = (0..rows[0].len()).map(|column| column == 0).collect();
    lay_out(&rows, &right, out)?;
    out.write_char('\n')?;
    counts(changes, out)
}

fn widest(rows: &[Vec<String>], column: usize) -> usize {
    let widths = rows.iter().map(|row| row[column].width());
    widths.max().unwrap_or(0)
}

/// Cuts the last two columns so that they share what is left of the line.
fn share(row: &mut [String], first: usize, left: usize) {
    for text in &mut row[first..] {
        *text = cut(text, left / 2);
    }
}

/// Whether any change names its author: then those that do not are somebody's without a name.
fn have_authors(changes: &[TrackedChange]) -> bool {
    changes.iter().any(|change| change.author.is_some())
}

/// Whose a change is.
fn author(change: &TrackedChange, have_authors: bool) -> &str {
    let nobody = if have_authors {
        TrackedChange::NO_NAME
    } else {
        ""
    };
    change.author.as_deref().unwrap_or(nobody)
}

fn row(change: &TrackedChange, have_authors: bool) -> Vec<String> {
    vec![
        change.number.to_string(),
        cut(&place(change), 30),
        change.kind.as_str().to_owned(),
        cut(&one_line(author(change, have_authors)), 20),
        // The day is enough at a terminal.
        cut(
            change
                .date
                .as_deref()
                .unwrap_or("")
                .split('T')
                .next()
                .unwrap_or(""),
            12,
        ),
        gravest(change),
        words(&change.before),
        words(&change.after),
    ]
}

/// Where a change stands: where its clause went, too, if that is elsewhere.
fn place(change: &TrackedChange) -> String {
    let (old, new) = (change.address.old.as_deref(), change.address.new.as_deref());
    match (old, new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (_, Some(one)) | (Some(one), None) => one.to_owned(),
        (None, None) => String::new(),
    }
}

/// The gravest class, and how many more there are.
fn gravest(change: &TrackedChange) -> String {
    match change.classes.as_slice() {
        [] => String::new(),
        [one] => one.as_str().to_owned(),
        [gravest, more @ ..] => format!("{} +{}", gravest.as_str(), more.len()),
    }
}

fn classes(change: &TrackedChange) -> String {
    let names: Vec<&str> = change.classes.iter().map(|class| class.as_str()).collect();
    names.join(", ")
}

fn words(text: &str) -> String {
    one_line(&Object::shown(text))
}

fn counts(changes: &[TrackedChange], out: &mut dyn Write) -> fmt::Result {
    let mut by: BTreeMap<&str, usize> = BTreeMap::new();
    let have_authors = have_authors(changes);
    for change in changes.iter().filter(|_| have_authors) {
        *by.entry(author(change, true)).or_default() += 1;
    }
    let several = if changes.len() == 1 { "" } else { "s" };
    write!(out, "{} change{several}", changes.len())?;
    let told: Vec<String> = by
        .iter()
        .map(|(author, count)| format!("{count} by {}", one_line(author)))
        .collect();
    match told.is_empty() {
        true => out.write_char('\n'),
        false => writeln!(out, ": {}", told.join(", ")),
    }
}

/// Writes changes as a Markdown table.
///
/// # Errors
/// Where `out` fails.
pub fn markdown(changes: &[TrackedChange], out: &mut dyn Write) -> fmt::Result {
    out.write_str(
        "| # | id | where | kind | who | when | class | before | after |\n\
         |---:|---|---|---|---|---|---|---|---|\n",
    )?;
    let have_authors = have_authors(changes);
    for change in changes {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            change.number,
            change.id,
            cell(&place(change)),
            change.kind.as_str(),
            cell(author(change, have_authors)),
            cell(change.date.as_deref().unwrap_or("")),
            classes(change),
            cell(&words(&change.before)),
            cell(&words(&change.after)),
        )?;
    }
    out.write_char('\n')?;
    counts(changes, out)
}

/// The changes as a table for spreadsheets, one row a change.
#[must_use]
pub fn sheet(changes: &[TrackedChange]) -> Table {
    let head = [
        "number",
        "id",
        "older address",
        "newer address",
        "older section",
        "newer section",
        "kind",
        "author",
        "date",
        "classes",
        "words deleted",
        "words inserted",
        "before",
        "after",
    ];
    let known = |text: &Option<String>| text.as_deref().unwrap_or("").into();
    let rows = changes.iter().map(|change| {
        vec![
            change.number.into(),
            change.id.as_str().into(),
            known(&change.address.old),
            known(&change.address.new),
            known(&change.section.old),
            known(&change.section.new),
            change.kind.as_str().into(),
            known(&change.author),
            known(&change.date),
            classes(change).into(),
            change.words.old.into(),
            change.words.new.into(),
            Object::shown(&change.before).into_owned().into(),
            Object::shown(&change.after).into_owned().into(),
        ]
    });
    Table {
        name: "changes",
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
