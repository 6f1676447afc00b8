//! What a draft did to each clause: the rows of its redline, written into the lineages.

use super::lost::{CameBack, Lost};
use super::reunite::reunite;
use crate::draft::history::{Event, History, Step};
use crate::draft::{Change, Class, ClauseChange, Outcome, Redline};

/// What became of a paragraph of the redline in the history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Woven {
    /// The piece that it is.
    pub(super) piece: u32,
    /// Whether it came out of nowhere.
    pub(super) is_new: bool,
}

/// Records what a draft did.
pub(super) fn record(
    history: &mut History,
    lost: &Lost,
    redline: &Redline,
    woven: &[Woven],
    came_back: &[CameBack],
    revision: u32,
) {
    let restored = restore(history, lost, woven, came_back, revision);
    let rows = [&redline.clauses, &redline.sections, &redline.others];
    // The clause that a split or a merger began with.
    let mut first: Option<(usize, u32)> = None;
    for row in rows.into_iter().flatten() {
        let Some(place) = woven.get(row.paragraph) else {
            continue;
        };
        let lineage = history.own(place.piece).lineage;
        let mut step = step_of(row, revision);
        let change = redline.draft.paragraphs[row.paragraph].change;
        match row.outcome {
            Outcome::Split | Outcome::Merged if change == Change::Kept => {
                first = Some((row.paragraph, lineage));
            }
            Outcome::Split | Outcome::Merged => {
                step.event = match row.outcome {
                    Outcome::Split => Event::SplitOff,
                    _ => Event::MergedInto,
                };
                step.kin = first
                    .filter(|(at, _)| *at < row.paragraph)
                    .map(|(_, lineage)| lineage);
            }
            Outcome::Inserted if restored.binary_search(&place.piece).is_ok() => {
                step.event = Event::Restored;
            }
            _ => {}
        }
        note(history, lineage, step);
    }
}

fn step_of(row: &ClauseChange, revision: u32) -> Step {
    let words = |class: &Class| *class != Class::Numbering;
    let event = match row.outcome {
        Outcome::Unchanged if row.classes.iter().any(words) => Event::Amended,
        Outcome::Unchanged => Event::Renumbered,
        Outcome::Amended => Event::Amended,
        Outcome::Inserted => Event::Introduced,
        Outcome::Deleted => Event::Deleted,
        Outcome::Moved => Event::Moved,
        Outcome::Split => Event::Split,
        Outcome::Merged => Event::Merged,
    };
    Step {
        renumbered: row.renumbered,
        words: row.words,
        ..Step::plain(revision, event).with_classes(&row.classes)
    }
}

/// Adds a step to a lineage, if it is one.
fn note(history: &mut History, lineage: u32, step: Step) {
    if step.event != Event::Renumbered || step.renumbered {
        let steps = &mut history.lineages[lineage as usize].steps;
        // Most clauses have one step: room for more would be most of what a lineage takes.
        steps.reserve_exact(1);
        steps.push(step);
    }
}

/// Gives clauses that came back their old lineage. Returns their pieces, sorted.
///
/// Words that went in this very draft keep their origin, too. Their clause did not come back, for
/// whether a clause was moved says the redline.
fn restore(
    history: &mut History,
    lost: &Lost,
    woven: &[Woven],
    came_back: &[CameBack],
    revision: u32,
) -> Vec<u32> {
    let mut out = Vec::new();
    let mut new: Vec<u32> = woven.iter().filter(|w| w.is_new).map(|w| w.piece).collect();
    new.sort_unstable();
    for found in came_back {
        let stands = |k| history.piece_of(found.lineage, k).is_some();
        let stood = stands(revision.saturating_sub(1));
        if stands(revision) || new.binary_search(&found.piece).is_err() {
            continue;
        }
        reunite(history, lost, found, revision);
        if stood {
            continue;
        }
        let before = history.own(found.piece).lineage;
        history.pieces[found.piece as usize].lineage = found.lineage;
        history.lineages[before as usize].pieces.clear();
        history.lineages[found.lineage as usize]
            .pieces
            .push(found.piece);
        out.push(found.piece);
    }
    out.sort_unstable();
    out
}
