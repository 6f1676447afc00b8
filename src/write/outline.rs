//! A draft as it was read, for people: masthead, sections, addresses, labels, changes, brackets, findings.

use super::rows::is_control;
use crate::draft::{Addresses, Change, Draft, Kind, Outline, Paragraph, Register, View};
use std::fmt::{self, Write};

/// Writes a draft with its changes marked `[-deleted-]` and `{+inserted+}`, its brackets counted and its findings.
///
/// # Errors
/// Where `out` fails.
pub fn draft(draft: &Draft, register: &Register, out: &mut dyn Write) -> fmt::Result {
    let outline = Outline::of(draft, View::Revised);
    let addresses = Addresses::within(draft, View::Revised, &outline);
    masthead(draft, out)?;
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        one(index, paragraph, &addresses, draft, out)?;
    }
    let passages = register.unresolved().count();
    if passages > 0 {
        writeln!(
            out,
            "\nbrackets: {passages} unresolved passages, {:.1} % of the words (redraft brackets lists them)",
            register.share() * 100.0
        )?;
    }
    if !draft.findings.is_empty() {
        writeln!(out, "\nfindings: {}", draft.findings.len())?;
    }
    for finding in &draft.findings {
        writeln!(out, "  {finding}")?;
    }
    Ok(())
}

fn masthead(draft: &Draft, out: &mut dyn Write) -> fmt::Result {
    let facts = &draft.masthead;
    for (name, fact) in [
        ("symbol", &facts.symbol),
        ("date", &facts.date),
        ("title", &facts.title),
        ("organ", &facts.organ),
    ] {
        if let Some(fact) = fact {
            writeln!(out, "{name:<8}{}", safe(fact))?;
        }
    }
    Ok(())
}

fn one(
    index: usize,
    paragraph: &Paragraph,
    addresses: &Addresses,
    draft: &Draft,
    out: &mut dyn Write,
) -> fmt::Result {
    match paragraph.kind {
        Kind::FrontMatter | Kind::Furniture => Ok(()),
        Kind::Call | Kind::Heading | Kind::Organ => {
            writeln!(
                out,
                "\n{}{}{}",
                sign(paragraph),
                label(paragraph),
                words(paragraph)
            )
        }
        Kind::Masthead => writeln!(out, "  masthead: {}", words(paragraph)),
        Kind::Note | Kind::Clause => {
            let address = match addresses.get(index) {
                "" => old_address(index, draft),
                address => address.to_owned(),
            };
            let depth = usize::from(paragraph.depth.new.max(paragraph.depth.old)).min(8);
            writeln!(
                out,
                "{:1$}{2}[{3}] {4}{5}",
                "",
                2 + depth * 2,
                sign(paragraph),
                safe(&address),
                label(paragraph),
                words(paragraph)
            )
        }
    }
}

fn old_address(index: usize, draft: &Draft) -> String {
    // Few paragraphs stand only in the base: their addresses are worked out when they are met.
    Addresses::of(draft, View::Base).get(index).to_owned()
}

fn sign(paragraph: &Paragraph) -> &'static str {
    match paragraph.change {
        Change::Kept => "",
        Change::Inserted => "+ ",
        Change::Deleted => "- ",
    }
}

/// `b) → c) (printed c)h), 70 % sure) `.
fn label(paragraph: &Paragraph) -> String {
    let Some(label) = &paragraph.label else {
        return String::new();
    };
    let mut out = match (&label.text.old, &label.text.new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new} "),
        (_, Some(text)) | (Some(text), None) => format!("{text} "),
        (None, None) => String::new(),
    };
    if let Some(printed) = &label.printed {
        out.push_str(&format!(
            "(printed {printed}, {:.0} % sure) ",
            label.confidence * 100.0
        ));
    } else if label.confidence < 1.0 {
        out.push_str(&format!("({:.0} % sure) ", label.confidence * 100.0));
    }
    safe(&out)
}

fn words(paragraph: &Paragraph) -> String {
    let mut out = String::new();
    for run in paragraph.words.runs() {
        let text = safe(run.text);
        match run.change {
            Change::Kept => out.push_str(&text),
            Change::Inserted => out.push_str(&format!("{{+{text}+}}")),
            Change::Deleted => out.push_str(&format!("[-{text}-]")),
        }
    }
    out
}

fn safe(text: &str) -> String {
    text.chars()
        .map(|c| {
            if is_control(c) || c == '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
