//! Why a block was read as it was: what speaks against the reading, what was the next best, and
//! what that would have cost.

use super::candidates::Role;
use super::costs::Doubts;
use super::parts::Parts;
use super::search::{Choice, Reading};
use super::trellis::Step;
use super::unit::Unit;
use crate::draft::{Considered, Why};

/// Tells why each unit was read as it was.
pub(super) fn of(units: &Parts<Unit>, choices: &[Choice]) -> Vec<Why> {
    units
        .iter()
        .zip(choices)
        .map(|(unit, choice)| one(unit, choice))
        .collect()
}

fn one(unit: &Unit, choice: &Choice) -> Why {
    let line = |anchor: Option<&crate::draft::Anchor>| anchor.map_or(0, |anchor| anchor.line);
    Why {
        line: line(unit.inline.anchors.first()),
        last_line: line(unit.inline.anchors.last()),
        words: unit.inline.words.all().to_owned(),
        chosen: considered(unit, &choice.chosen),
        next_best: choice.next_best.map(|step| considered(unit, &step)),
        margin: choice.next_best.map(|_| choice.margin),
    }
}

fn considered(unit: &Unit, step: &Step) -> Considered {
    Considered {
        reading: name(unit, &step.reading),
        against: against(step.doubts),
    }
}

/// What a reading makes of a unit: "clause, number 3, depth 0".
pub(super) fn name(unit: &Unit, reading: &Reading) -> String {
    let what = match reading.role {
        Role::Furniture => "added by the page",
        Role::Contents => "line of a table of contents",
        Role::Masthead => "masthead",
        Role::Organ => "organ that speaks",
        Role::Call => "section call",
        Role::Heading => "heading",
        Role::Clause => "clause",
        Role::Words => "paragraph without label",
        Role::Continuation => "continuation of the paragraph before it",
        Role::Note => "note",
        Role::Closing => "closing line",
    };
    let label = reading
        .label
        .and_then(|k| unit.labels.get(usize::from(k))?.mark);
    let label = label
        .map(|mark| format!(", number {}", mark.value))
        .unwrap_or_default();
    let depth = match reading.role {
        Role::Clause | Role::Words => format!(", depth {}", reading.depth),
        Role::Heading => format!(", level {}", reading.depth + 1),
        _ => String::new(),
    };
    format!("{what}{label}{depth}")
}

fn against(doubts: Doubts) -> Vec<(i32, &'static str)> {
    doubts
        .each()
        .map(|one| (one.cost(), one.reason()))
        .collect()
}
