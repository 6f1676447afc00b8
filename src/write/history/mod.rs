//! What a history has to tell, written down: one file a question.
//!
//! `overview` the drafts and the life of every clause; `story` one clause; `blame` who brought
//! which words, and what was lost; `matrix` clauses by drafts.

mod blame;
mod matrix;
mod overview;
mod page;
mod story;

pub use blame::{blame, lost};
pub use matrix::{matrix, matrix_csv, matrix_markdown};
pub use overview::{overview, overview_markdown};
pub use page::matrix_html;
pub use story::{story, story_markdown};

use super::ink::{Look, Page, made, piece};
use crate::draft::history::{Event, History, Step};
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// How to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Columns that a line may fill; none for one line a paragraph.
    pub width: Option<usize>,
    /// Whether to use colours, underlines and strikes; without, `[-deleted-]` and `{+inserted+}`.
    pub colour: bool,
}

/// What a draft is called on the command line and in columns: `@2`.
fn at(revision: u32) -> String {
    format!("@{}", revision.saturating_add(1))
}

/// The draft's number and name: `@2 Busan`.
fn named(history: &History, revision: u32) -> String {
    let about = history.revisions.get(revision as usize);
    let name = about.map_or("", |about| about.name.as_str());
    format!("{} {name}", at(revision))
}

/// What is known of a draft besides its name: symbol, date, note.
fn known_of(history: &History, revision: u32) -> String {
    let Some(about) = history.revisions.get(revision as usize) else {
        return String::new();
    };
    let facts = [&about.symbol, &about.date, &about.note];
    let told: Vec<&str> = facts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|fact| *fact != about.name)
        .collect();
    told.join(" · ")
}

/// The title of the last draft that has one.
fn title(history: &History) -> Option<&str> {
    let mut about = history.revisions.iter().rev();
    about.find_map(|about| about.masthead.title.as_deref())
}

/// One sign for what a draft did to a clause.
const fn sign(step: &Step) -> char {
    match step.event {
        Event::Introduced => '+',
        Event::Amended => '~',
        Event::Renumbered => '#',
        Event::Moved => '↳',
        Event::Split | Event::SplitOff => '÷',
        Event::Merged | Event::MergedInto => '∪',
        Event::Deleted => '-',
        Event::Restored => '↺',
    }
}

/// What the signs mean.
const LEGEND: &str = "+ introduced  ~ amended  # renumbered  ↳ moved  ÷ split  ∪ merged  - deleted  ↺ restored  · as before";

/// "amended · substance, reference; renumbered".
fn told(step: &Step) -> String {
    let mut text = step.event.as_str().to_owned();
    let is_news = |event| !matches!(event, Event::Introduced | Event::Deleted | Event::Restored);
    if is_news(step.event) {
        let classes = step.classes();
        let classes = classes.filter(|class| *class != crate::draft::Class::Numbering);
        let classes: Vec<&str> = classes.map(crate::draft::Class::as_str).collect();
        if !classes.is_empty() {
            text.push_str(" · ");
            text.push_str(&classes.join(", "));
        }
    }
    if step.renumbered && step.event != Event::Renumbered {
        text.push_str(", renumbered");
    }
    text
}

/// An address under its section's heading: `7` for `resolves 7`.
fn under<'a>(address: &'a str, section: &str) -> &'a str {
    match address.strip_prefix(section).map(str::trim_start) {
        Some(rest) if !rest.is_empty() && !section.is_empty() => rest,
        _ => address,
    }
}

/// The drafts, one a line, as the head of what follows.
fn drafts(history: &History, page: &mut Page<'_>) -> fmt::Result {
    if let Some(title) = title(history) {
        page.paragraph(&[], &[piece(title, Look::Label)], 0)?;
    }
    let all = 0..history.len();
    let longest = all.clone().map(|k| named(history, k).width()).max();
    let wide = longest.unwrap_or(0).min(40) + 2;
    for k in all {
        let name = named(history, k);
        let facts = known_of(history, k);
        let gap = if facts.is_empty() {
            0
        } else {
            wide.saturating_sub(name.width()).max(2)
        };
        let head = [made(format!("{name}{:gap$}", ""), Look::Label)];
        page.paragraph(&head, &[made(facts, Look::Quiet)], wide)?;
    }
    Ok(())
}
