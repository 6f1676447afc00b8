//! References as tables: citations of clauses, documents in one form, and what is wrong.

use super::columns::{cut, lay_out, lay_out_rows};
use super::findings::{self, cell};
use super::spreadsheet::{self, Cell};
use crate::draft::{CitedClauses, CitedDocument, ReferenceStatus, References};
use std::fmt::{self, Write};
use std::sync::Arc;

/// Writes three tables of a given width.
///
/// # Errors
/// Where `out` fails.
pub fn table(references: &References, width: usize, out: &mut dyn Write) -> fmt::Result {
    let internal = || of_these_drafts(references);
    if internal().next().is_none() {
        out.write_str("No references to clauses.\n")?;
    } else {
        let head = ["line", "address", "reference", "status", "means"].map(str::to_owned);
        let rows = internal().map(|clauses| {
            [
                place(clauses.line, clauses.column),
                cut(&clauses.address, 34),
                cut(&clauses.printed, width / 3),
                clauses.status.as_str().to_owned(),
                cut(&meaning(clauses), width / 3),
            ]
        });
        lay_out_rows(&head, rows, &[true, false, false, false, false], out)?;
    }
    let elsewhere = references.clauses.len() - internal().count();
    if elsewhere > 0 {
        writeln!(
            out,
            "{elsewhere} more name clauses of other documents (JSON lists them)"
        )?;
    }
    out.write_char('\n')?;
    documents(references, width, out)?;
    out.write_char('\n')?;
    findings::table(&references.findings, width, out)
}

fn of_these_drafts(references: &References) -> impl Iterator<Item = &CitedClauses> + Clone {
    references
        .clauses
        .iter()
        .filter(|c| !matches!(c.status, ReferenceStatus::Elsewhere))
}

fn place(line: u32, column: u32) -> String {
    if column == 0 {
        line.to_string()
    } else {
        format!("{line}:{column}")
    }
}

/// What a citation means; where it is stale, what it should say.
fn meaning(clauses: &CitedClauses) -> String {
    let means = short(&clauses.means);
    match &clauses.should_be {
        Some(should_be) => format!("{means} (write “{should_be}”)"),
        None => means,
    }
}

/// "resolves 1, 3, 4": what several addresses have in common is said once.
fn short(addresses: &[Arc<str>]) -> String {
    let mut out = String::new();
    let mut last = "";
    for address in addresses {
        let (head, tail) = address.rsplit_once(' ').unwrap_or(("", address));
        if out.is_empty() {
            out.push_str(address);
        } else if head == last {
            let _ = write!(out, ", {tail}");
        } else {
            let _ = write!(out, ", {address}");
        }
        last = head;
    }
    out
}

fn documents(references: &References, width: usize, out: &mut dyn Write) -> fmt::Result {
    if references.documents.is_empty() {
        return out.write_str("No documents are cited.\n");
    }
    let mut rows = vec![["document", "times", "where"].map(str::to_owned).to_vec()];
    for document in &references.documents {
        rows.push(vec![
            cut(&document.form, 44),
            document.mentions.len().to_string(),
            cut(
                &places(document, references),
                width.saturating_sub(56).max(24),
            ),
        ]);
    }
    lay_out(&rows, &[false, true, false], out)
}

/// "resolves 3 (line 40), note 2 (line 90)"; the draft is named where there are several.
fn places(document: &CitedDocument, references: &References) -> String {
    let several = references.drafts.len() > 1;
    let told: Vec<String> = document
        .mentions
        .iter()
        .map(|m| {
            if several {
                format!("{}:{} {}", name(&m.source), m.line, m.address)
            } else {
                format!("{} (line {})", m.address, m.line)
            }
        })
        .collect();
    told.join(", ")
}

/// The name of a file without its folders.
fn name(source: &str) -> &str {
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

/// Writes the same in Markdown.
///
/// # Errors
/// Where `out` fails.
pub fn markdown(references: &References, out: &mut dyn Write) -> fmt::Result {
    out.write_str(
        "| draft | line | address | reference | status | means |\n|---|---:|---|---|---|---|\n",
    )?;
    for c in &references.clauses {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            cell(&c.source),
            place(c.line, c.column),
            cell(&c.address),
            cell(&c.printed),
            c.status.as_str(),
            cell(&meaning(c))
        )?;
    }
    out.write_str("\n| document | times | printed | where |\n|---|---:|---|---|\n")?;
    for document in &references.documents {
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            cell(&document.form),
            document.mentions.len(),
            cell(&printed(document).join("; ")),
            cell(&places(document, references))
        )?;
    }
    out.write_char('\n')?;
    findings::markdown(&references.findings, out)
}

/// The ways in which a document is printed.
fn printed(document: &CitedDocument) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for mention in &document.mentions {
        if !out.contains(&mention.printed.as_str()) {
            out.push(&mention.printed);
        }
    }
    out
}

/// Every place where a clause or a document is cited, as rows for spreadsheets.
fn citations(references: &References) -> impl Iterator<Item = Vec<Cell>> {
    let clauses = references.clauses.iter().map(|c| {
        vec![
            (&*c.source).into(),
            c.line.into(),
            c.column.into(),
            (&*c.address).into(),
            "clause".into(),
            (&*c.printed).into(),
            short(&c.means).into(),
            c.status.as_str().into(),
            c.should_be.as_deref().unwrap_or("").into(),
        ]
    });
    let documents = references.documents.iter().flat_map(|document| {
        document.mentions.iter().map(|m| {
            vec![
                (&*m.source).into(),
                m.line.into(),
                m.column.into(),
                (&*m.address).into(),
                "document".into(),
                m.printed.as_str().into(),
                document.form.as_str().into(),
                "".into(),
                "".into(),
            ]
        })
    });
    clauses.chain(documents)
}

const HEAD: [&str; 9] = [
    "draft",
    "line",
    "column",
    "address",
    "kind",
    "printed",
    "means",
    "status",
    "should_be",
];

/// Writes one row for every place where a clause or a document is cited, as CSV.
///
/// # Errors
/// Where `out` fails.
pub fn csv(references: &References, out: &mut dyn Write) -> fmt::Result {
    spreadsheet::csv_rows(&HEAD, citations(references), out)
}
