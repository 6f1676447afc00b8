//! Findings as a table: where, how much it matters, what kind, and what.

use super::columns::{lay_out_rows, left_beside};
use super::screen;
use super::wrap::{self, Piece};
use crate::draft::{Finding, Found, Severity};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthChar;

/// Writes findings as a table of a given width, and how many there are of each kind. Findings of
/// several drafts are written draft by draft.
///
/// # Errors
/// Where `out` fails.
pub fn table(findings: &[Found], width: usize, out: &mut dyn Write) -> fmt::Result {
    if findings.is_empty() {
        return out.write_str("No findings.\n");
    }
    let mut sources: Vec<&str> = Vec::new();
    for found in findings {
        if !sources.contains(&found.source.as_str()) {
            sources.push(&found.source);
        }
    }
    for source in &sources {
        if sources.len() > 1 {
            writeln!(out, "{source}")?;
        }
        let of_source: Vec<&Found> = findings.iter().filter(|f| f.source == *source).collect();
        one_table(&of_source, width, out)?;
        out.write_char('\n')?;
    }
    counts(findings, out)
}

fn one_table(findings: &[&Found], width: usize, out: &mut dyn Write) -> fmt::Result {
    let titles = ["line", "", "code", "address", "finding"].map(str::to_owned);
    let heads = findings.iter().map(|found| head(found).to_vec());
    let left = left_beside(heads.chain([titles[..4].to_vec()]), width, 40);
    let rows = findings.iter().flat_map(|found| rows_of(found, left));
    lay_out_rows(&titles, rows, &[true, false, false, false, false], out)
}

/// A finding in as many rows as its text has lines.
fn rows_of(found: &Found, width: usize) -> Vec<Vec<String>> {
    let mut lines = wrapped(&text(&found.finding), width).into_iter();
    let mut first = Vec::from(head(found));
    first.push(lines.next().unwrap_or_default());
    let mut rows = vec![first];
    rows.extend(lines.map(|line| {
        let mut row = vec![String::new(); 4];
        row.push(line);
        row
    }));
    rows
}

/// Place, sign, code and address of a finding.
fn head(found: &Found) -> [String; 4] {
    let finding = &found.finding;
    let place = match (finding.line, finding.column) {
        (0, _) => "–".to_owned(),
        (line, 0) => line.to_string(),
        (line, column) => format!("{line}:{column}"),
    };
    let sign = match finding.severity {
        Severity::Note => "·",
        Severity::Warning => "!",
        Severity::Error => "✗",
    };
    let address = super::columns::cut(&screen::line(&found.address), 30);
    [place, sign.to_owned(), finding.code.clone(), address]
}

fn text(finding: &Finding) -> String {
    let gap = if finding.help.is_empty() { "" } else { "; " };
    screen::line(&format!("{}{gap}{}", finding.message, finding.help)).into_owned()
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    if fits(text, width) {
        return vec![text.to_owned()];
    }
    let piece = Piece {
        text: text.into(),
        style: (),
    };
    wrap::lines(&[piece], width)
        .into_iter()
        .map(|line| line.iter().map(|p| p.text.as_ref()).collect())
        .collect()
}

/// Whether a text is one line as it is: words with one space between them, and room for all.
fn fits(text: &str, width: usize) -> bool {
    let is_odd = |c: char| c.is_control() || c != ' ' && c.is_whitespace();
    let columns: usize = text.chars().filter_map(UnicodeWidthChar::width).sum();
    let is_plain = !text.is_empty() && !text.contains("  ") && !text.contains(is_odd);
    columns <= width && is_plain && text.trim_matches(' ') == text
}

/// "3 findings: 2 numbering-gap, 1 reference-stale".
fn counts(findings: &[Found], out: &mut dyn Write) -> fmt::Result {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for found in findings {
        let code = found.finding.code.as_str();
        match kinds.iter_mut().find(|(name, _)| *name == code) {
            Some((_, count)) => *count += 1,
            None => kinds.push((code, 1)),
        }
    }
    kinds.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let told: Vec<String> = kinds
        .iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let noun = if findings.len() == 1 {
        "finding"
    } else {
        "findings"
    };
    writeln!(out, "{} {noun}: {}", findings.len(), told.join(", "))
}

/// Writes findings as a Markdown table.
///
/// # Errors
/// Where `out` fails.
pub fn markdown(findings: &[Found], out: &mut dyn Write) -> fmt::Result {
    out.write_str("| draft | line | code | address | finding |\n|---|---:|---|---|---|\n")?;
    for found in findings {
        let [place, _, code, _] = head(found);
        writeln!(
            out,
            "| {} | {place} | {code} | {} | {} |",
            cell(&found.source),
            cell(&found.address),
            cell(&text(&found.finding))
        )?;
    }
    Ok(())
}

/// Text that a Markdown table holds as it is.
pub(super) fn cell(text: &str) -> String {
    screen::line(text)
        .into_owned()
        .replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}
