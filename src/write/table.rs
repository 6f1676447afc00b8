//! Tables: what became of the clauses of each section, and the register of unresolved passages.

use super::columns::{cut, lay_out, lay_out_rows, left_beside};
use super::rows::title;
use super::screen;
use super::spreadsheet::{self, Cell, Table};
use crate::draft::{Count, Kind, Passage, Redline, Register, Summary};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write};

/// Writes a table by section: clauses kept, amended, inserted, deleted, moved, split, merged,
/// renumbered; words in and out.
///
/// # Errors
/// Where `out` fails.
pub fn stat(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    let mut rows = vec![
        STAT_HEAD
            .iter()
            .map(|h| (*h).to_owned())
            .collect::<Vec<_>>(),
    ];
    for (section, summary) in by_section(redline) {
        rows.push(stat_row(&cut(&section, 48), &summary));
    }
    rows.push(stat_row("total", &redline.summary));
    without_empty_columns(&mut rows);
    let right: Vec<bool> = [false].into_iter().chain([true; 10]).collect();
    lay_out(&rows, &right, out)
}

/// What happened nowhere needs no column.
fn without_empty_columns(rows: &mut [Vec<String>]) {
    let is_empty = |column: usize| {
        rows.iter()
            .skip(1)
            .all(|row| row.get(column).is_some_and(|cell| cell == NOTHING))
    };
    let stays: Vec<bool> = (0..STAT_HEAD.len())
        .map(|column| !is_empty(column))
        .collect();
    for row in rows {
        let mut flags = stays.iter();
        row.retain(|_| flags.next().copied().unwrap_or(true));
    }
}

/// The sign for none: a page of zeros is hard to read.
const NOTHING: &str = "·";

/// The same table in Markdown.
///
/// # Errors
/// Where `out` fails.
pub fn stat_markdown(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "| {} |", STAT_HEAD.join(" | "))?;
    writeln!(out, "|---|{}", "---:|".repeat(STAT_HEAD.len() - 1))?;
    let total = ("total".to_owned(), redline.summary);
    for (section, summary) in by_section(redline)
        .into_iter()
        .chain(std::iter::once(total))
    {
        writeln!(
            out,
            "| {} |",
            stat_row(&cell(&section), &summary).join(" | ")
        )?;
    }
    Ok(())
}

const STAT_HEAD: [&str; 11] = [
    "section",
    "kept",
    "amended",
    "inserted",
    "deleted",
    "moved",
    "split",
    "merged",
    "renumbered",
    "words in",
    "words out",
];

fn stat_row(name: &str, s: &Summary) -> Vec<String> {
    let counts = [
        s.kept,
        s.amended,
        s.inserted,
        s.deleted,
        s.moved,
        s.split,
        s.merged,
        s.renumbered,
        s.words.inserted,
        s.words.deleted,
    ];
    std::iter::once(name.to_owned())
        .chain(counts.iter().map(|n| {
            if *n == 0 {
                NOTHING.to_owned()
            } else {
                n.to_string()
            }
        }))
        .collect()
}

/// The rows of each section, counted, in the order of the redline.
fn by_section(redline: &Redline) -> Vec<(String, Summary)> {
    let mut section_of = Vec::with_capacity(redline.draft.paragraphs.len());
    let mut names: Vec<String> = vec![String::new()];
    for paragraph in &redline.draft.paragraphs {
        if paragraph.kind.opens_section() {
            names.push(if paragraph.kind == Kind::Organ {
                "preamble".to_owned()
            } else {
                title(paragraph)
            });
        }
        section_of.push(names.len() - 1);
    }
    let mut sums: HashMap<usize, Summary> = HashMap::new();
    for row in &redline.clauses {
        if let Some(section) = section_of.get(row.paragraph) {
            sums.entry(*section).or_default().count(row);
        }
    }
    names
        .into_iter()
        .enumerate()
        .filter_map(|(k, name)| sums.get(&k).map(|s| (name, *s)))
        .collect()
}

/// Writes the register as a table of a given width, nested passages stepped in, and its summary.
///
/// # Errors
/// Where `out` fails.
pub fn register(register: &Register, width: usize, out: &mut dyn Write) -> fmt::Result {
    if register.passages.is_empty() {
        return out.write_str("No unresolved passages.\n");
    }
    let head = ["line", "kind", "depth", "words", "address", "passage"].map(str::to_owned);
    let others = register.all().map(|passage| about(passage).to_vec());
    let left = left_beside(others.chain([head[..5].to_vec()]), width, 24);
    // Passages are gone through twice, and no table of them is kept.
    let passages: Vec<&Passage> = register.all().collect();
    let rows = passages.iter().map(|passage| {
        let indent = "  ".repeat((passage.depth as usize).saturating_sub(1).min(8));
        let text = one_line(&beginning(&passage.text));
        let mut row = Vec::from(about(passage));
        row.push(cut(&format!("{indent}{text}"), left));
        row
    });
    let right = [true, false, true, true, false, false];
    lay_out_rows(&head, rows, &right, out)?;
    out.write_char('\n')?;
    summary(register, out)
}

/// All cells of a passage but its words.
fn about(passage: &Passage) -> [String; 5] {
    [
        passage.line.to_string(),
        kind(passage),
        passage.depth.to_string(),
        passage.words.to_string(),
        cut(&passage.address, 34),
    ]
}

/// As much of a text as a line may show: passages that hold each other are not each gone through.
fn beginning(text: &str) -> Cow<'_, str> {
    const MOST: usize = 16_384;
    let end = (MOST..text.len()).find(|at| text.is_char_boundary(*at));
    end.map_or(text.into(), |end| format!("{}…", &text[..end]).into())
}

fn summary(register: &Register, out: &mut dyn Write) -> fmt::Result {
    let head = ["section", "passages", "notes", "words"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let total = ("total".to_owned(), register.open());
    for (section, open) in sections(register).into_iter().chain([total]) {
        let counts = [open.passages, open.notes, open.words];
        let mut row = vec![cut(&section, 60)];
        row.extend(counts.map(|count| count.to_string()));
        rows.push(row);
    }
    lay_out(&rows, &[false, true, true, true], out)?;
    writeln!(
        out,
        "\n{} of {} words in brackets: {:.1} %",
        register.words_in_brackets,
        register.words_in_all,
        register.share() * 100.0
    )
}

/// What stands open in each section, in the order of the draft.
fn sections(register: &Register) -> Vec<(String, Count)> {
    let mut out: Vec<(String, Count)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for passage in register.unresolved() {
        let place = *places.entry(&passage.section).or_insert_with(|| {
            out.push((passage.section.to_string(), Count::default()));
            out.len() - 1
        });
        out[place].1.add(passage);
    }
    out
}

/// Writes the register as a Markdown table.
///
/// # Errors
/// Where `out` fails.
pub fn register_markdown(register: &Register, out: &mut dyn Write) -> fmt::Result {
    out.write_str(
        "| line | kind | depth | words | address | passage |\n|---:|---|---:|---:|---|---|\n",
    )?;
    for p in register.all() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            p.line,
            kind(p),
            p.depth,
            p.words,
            cell(&p.address),
            cell(&one_line(&p.text))
        )?;
    }
    out.write_str("\n| section | passages | notes | words |\n|---|---:|---:|---:|\n")?;
    for (section, open) in sections(register) {
        let Count {
            passages,
            notes,
            words,
            ..
        } = open;
        writeln!(
            out,
            "| {} | {passages} | {notes} | {words} |",
            cell(&section)
        )?;
    }
    writeln!(
        out,
        "\n{} of {} words in brackets: {:.1} %",
        register.words_in_brackets,
        register.words_in_all,
        register.share() * 100.0
    )
}

const REGISTER_HEAD: [&str; 11] = [
    "address", "section", "line", "column", "kind", "depth", "label", "words", "struck", "clauses",
    "passage",
];

fn register_row(p: &Passage) -> Vec<Cell> {
    vec![
        (&*p.address).into(),
        (&*p.section).into(),
        p.line.into(),
        p.column.into(),
        p.kind.as_str().into(),
        p.depth.into(),
        p.label.as_deref().unwrap_or("").into(),
        p.words.into(),
        p.struck.to_string().into(),
        p.clauses.join("; ").into(),
        p.text.as_str().into(),
    ]
}

/// The register as a table for spreadsheets, one row a passage.
#[must_use]
pub fn register_table(register: &Register) -> Table {
    Table {
        name: "brackets",
        head: REGISTER_HEAD.map(str::to_owned).to_vec(),
        rows: register.all().map(register_row).collect(),
    }
}

/// Writes the register as CSV, one row a passage.
///
/// # Errors
/// Where `out` fails.
pub fn register_csv(register: &Register, out: &mut dyn Write) -> fmt::Result {
    spreadsheet::csv_rows(&REGISTER_HEAD, register.all().map(register_row), out)
}

fn kind(passage: &Passage) -> String {
    let kind = passage.kind.as_str().replace('-', " ");
    if passage.struck {
        format!("{kind} (struck)")
    } else {
        kind
    }
}

pub(super) fn one_line(text: &str) -> String {
    screen::line(&text.replace('\n', "⏎")).into_owned()
}

pub(super) fn cell(text: &str) -> String {
    let line = one_line(text);
    line.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}
