//! The rows of a redline by gravity, for people: what turns first, then the words.

use super::ink::{Look, Page, made, piece, words};
use super::rows;
use super::terminal::Options;
use crate::draft::{Outcome, Paragraph, Ranked, Redline, Turn};
use std::fmt::{self, Write};

/// Columns before the words.
const INDENT: usize = 5;

/// Writes the rows in the order of a ranking, each with its place, what became of it, how the sense
/// turns, and its words.
///
/// # Errors
/// Where `out` fails.
pub fn redline(
    redline: &Redline,
    ranking: &[Ranked],
    options: &Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut page = Page::new(out, options.width, options.colour);
    if let Some(title) = &redline.draft.masthead.title {
        page.paragraph(&[], &[piece(title, Look::Label)], 0)?;
    }
    let names = format!("{} → {}", options.names.old, options.names.new);
    for line in [
        names,
        rows::counts(redline),
        "the gravest changes first".to_owned(),
    ] {
        page.paragraph(&[], &[made(line, Look::Quiet)], 0)?;
    }
    let nothing = Paragraph::default();
    let mut place = 0;
    for ranked in ranking {
        let Some(row) = redline.clauses.get(ranked.row) else {
            continue;
        };
        if !options.only.is_empty() && !row.classes.iter().any(|c| options.only.contains(c)) {
            continue;
        }
        place += 1;
        let paragraph = redline
            .draft
            .paragraphs
            .get(row.paragraph)
            .unwrap_or(&nothing);
        page.blank()?;
        let number = made(format!("{place:>3}. "), Look::Quiet);
        let note = rows::note_of(row);
        let title = [
            made(
                where_it_is(row.old.as_deref(), row.new.as_deref()),
                Look::Label,
            ),
            made(format!("   ({note})"), Look::Quiet),
        ];
        page.paragraph(&[number], &title, INDENT)?;
        let blank = || made(" ".repeat(INDENT), Look::Plain);
        for turn in &ranked.gravity.turns {
            page.paragraph(&[blank()], &[made(told(turn), Look::Call)], INDENT)?;
        }
        let body = words(paragraph.words.runs(), options.colour, Look::Plain);
        // A clause that came or went whole is known by its beginning.
        let is_whole = matches!(row.outcome, Outcome::Inserted | Outcome::Deleted);
        if is_whole && options.context.is_some() {
            page.first_line(&[blank()], &body, INDENT)?;
        } else {
            page.paragraph(&[blank()], &body, INDENT)?;
        }
    }
    Ok(())
}

/// "OP7 → OP10".
fn where_it_is(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (_, Some(new)) => new.to_owned(),
        (Some(old), None) => old.to_owned(),
        (None, None) => String::new(),
    }
}

/// "opposite: “insufficient” → “sufficient”".
fn told(turn: &Turn) -> String {
    let kind = turn.kind.as_str();
    match (turn.old.as_str(), turn.new.as_str()) {
        (old, "") => format!("{kind}: “{old}”"),
        ("", new) => format!("{kind}: “{new}”"),
        (old, new) => format!("{kind}: “{old}” → “{new}”"),
    }
}
