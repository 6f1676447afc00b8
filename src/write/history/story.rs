//! The story of one clause: each state with its redline, and its address in every draft.

use super::super::ink::{Look, Page, blanks, made, words};
use super::super::markdown;
use super::super::table::{cell, one_line};
use super::{Options, at, known_of, named, told};
use crate::draft::history::{Event, History, State, Story};
use crate::draft::{Draft, Paragraph};
use std::fmt::{self, Write};

/// Writes the story.
///
/// # Errors
/// Where `out` fails.
pub fn story(
    history: &History,
    story: &Story,
    options: Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut page = Page::new(out, options.width, options.colour);
    page.paragraph(&[], &[made(way(story), Look::Label)], 4)?;
    for (states, is_quiet) in grouped(story) {
        let (Some(first), Some(last)) = (states.first(), states.last()) else {
            continue;
        };
        page.blank()?;
        if is_quiet {
            let text = quiet(history, first, last);
            page.paragraph(&[], &[made(text, Look::Quiet)], 4)?;
            continue;
        }
        let mut head = vec![made(named(history, first.revision), Look::Label)];
        let facts = known_of(history, first.revision);
        if !facts.is_empty() {
            head.push(made(format!(" · {facts}"), Look::Quiet));
        }
        page.flowing(&head, 4)?;
        let address = first.address.clone().unwrap_or_default();
        let gap = if address.is_empty() { "" } else { " " };
        let line = [
            made(format!("    {address}"), Look::Label),
            made(format!("{gap}({})", what(first)), Look::Quiet),
        ];
        page.flowing(&line, 4)?;
        let body = words(first.words.runs(), options.colour, Look::Plain);
        let indent = [made(blanks(4).to_owned(), Look::Plain)];
        page.paragraph(&indent, &body, 4)?;
    }
    Ok(())
}

/// "resolves 4 → resolves 5 → resolves 7", and in which drafts.
fn way(story: &Story) -> String {
    let mut parts: Vec<(String, u32, u32)> = Vec::new();
    for state in &story.states {
        let address = state.address.as_deref();
        let told = address.map_or_else(|| "–".to_owned(), str::to_owned);
        match parts.last_mut() {
            Some((last, _, to)) if *last == told => *to = state.revision,
            _ => parts.push((told, state.revision, state.revision)),
        }
    }
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(address, from, _)| address != "–" || *from > 0)
        .map(|(address, from, to)| {
            if from == to {
                format!("{address} ({})", at(from))
            } else {
                format!("{address} ({}–{})", at(from), at(to))
            }
        })
        .collect();
    told.join(" → ")
}

/// The states one by one, those in which nothing happened together.
fn grouped(story: &Story) -> Vec<(&[State], bool)> {
    let is_quiet = |state: &State| state.step.is_none();
    let chunks = story
        .states
        .chunk_by(|a, b| is_quiet(a) && is_quiet(b) && a.address == b.address);
    chunks
        .map(|states| (states, states.first().is_some_and(is_quiet)))
        .collect()
}

/// "@3 – @7   unchanged, resolves 5".
fn quiet(history: &History, first: &State, last: &State) -> String {
    let drafts = if first.revision == last.revision {
        named(history, first.revision)
    } else {
        format!("{} – {}", at(first.revision), at(last.revision))
    };
    match &first.address {
        Some(address) => format!("{drafts}: as before, {address}"),
        None => format!("{drafts}: not in the text"),
    }
}

/// "moved from considering c), amended · substance", "split off resolves 4".
fn what(state: &State) -> String {
    let Some(step) = &state.step else {
        return String::new();
    };
    let text = told(step);
    let kin = state.kin.as_deref();
    match (step.event, kin, state.moved_from.as_deref()) {
        (Event::Moved, _, Some(from)) => text.replacen("moved", &format!("moved from {from}"), 1),
        (Event::SplitOff, Some(kin), _) => {
            text.replacen("split off", &format!("split off {kin}"), 1)
        }
        (Event::MergedInto, Some(kin), _) => {
            text.replacen("merged away", &format!("merged into {kin}"), 1)
        }
        _ => text,
    }
}

/// The same in Markdown.
///
/// # Errors
/// Where `out` fails.
pub fn story_markdown(history: &History, story: &Story, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "# {}\n", cell(&one_line(&way(story))))?;
    for (states, is_quiet) in grouped(story) {
        let (Some(first), Some(last)) = (states.first(), states.last()) else {
            continue;
        };
        if is_quiet {
            writeln!(out, "{}\n", cell(&quiet(history, first, last)))?;
            continue;
        }
        let address = first.address.as_deref().unwrap_or("–");
        writeln!(out, "## {}\n", cell(&named(history, first.revision)))?;
        writeln!(out, "**{}** ({})\n", cell(address), cell(&what(first)))?;
        let words = Paragraph {
            words: first.words.clone(),
            ..Paragraph::default()
        };
        let one = Draft {
            paragraphs: vec![words],
            ..Draft::default()
        };
        markdown::draft(&one, out)?;
        out.write_str("\n")?;
    }
    Ok(())
}
