//! The life of bracketed passages, written down: one file a form.
//!
//! `story` tells each life in words; `burn_down` what stood open in each draft, as tables; `sheet`
//! both for spreadsheets; `chart` the burn-down as a picture.

mod burn_down;
mod chart;
mod days;
mod sheet;
mod story;

pub use burn_down::{burn_down, burn_down_markdown};
pub use chart::chart;
pub use sheet::{burn_down_csv, burn_down_table, lives_csv, lives_table};
pub use story::{alarms, lives, lives_markdown};

use crate::draft::lives::{BurnDown, Lives, SectionRow};

/// What a draft is called in tables.
fn name(lives: &Lives, draft: u32) -> &str {
    lives
        .drafts
        .get(draft as usize)
        .map_or("", |draft| &draft.name)
}

/// The sections that have a passage in any draft, in reading order.
fn rows(burn_down: &BurnDown) -> impl Iterator<Item = &SectionRow> {
    let has_any = |row: &&SectionRow| {
        row.counts
            .iter()
            .any(|count| count.passages + count.notes > 0)
    };
    burn_down.sections.iter().filter(has_any)
}

/// `1 passage`, `2 passages`.
fn of(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
