//! Findings as a table: where, how much it matters, what kind, and what.

use super::columns::lay_out;
use super::screen;
use super::wrap::{self, Piece};
use crate::draft::{Finding, Found, Severity};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

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
    let mut rows = vec![
        ["line", "", "code", "address", "finding"]
            .map(str::to_owned)
            .to_vec(),
    ];
    let heads: Vec<[String; 4]> = findings.iter().map(|f| head(f)).collect();
    let used: usize = (0..4)
        .map(|c| {
            heads
                .iter()
                .map(|h| h[c].width())
                .max()
                .unwrap_or(0)
                .max(rows[0][c].width())
                + 2
        })
        .sum();
    let left = width.saturating_sub(used).max(40);
    for (found, head) in findings.iter().zip(heads) {
        let lines = wrapped(&text(&found.finding), left);
        let mut lines = lines.into_iter();
        let first = lines.next().unwrap_or_default();
        let [line, sign, code, address] = head;
        rows.push(vec![line, sign, code, address, first]);
        rows.extend(lines.map(|line| {
            vec![
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                line,
            ]
        }));
    }
    lay_out(&rows, &[true, false, false, false, false], out)
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
    let piece = Piece {
        text: text.into(),
        style: (),
    };
    wrap::lines(&[piece], width)
        .into_iter()
        .map(|line| line.iter().map(|p| p.text.as_ref()).collect())
        .collect()
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
