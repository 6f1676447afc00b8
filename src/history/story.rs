//! The story of one clause: what it was in each draft, and what each draft did to it.

use super::redline::redline;
use crate::compare;
use crate::draft::history::{Event, History, Lineage, State, Story};
use crate::draft::{Change, View, Wording};

/// The story of a lineage.
#[must_use]
pub fn story(history: &History, lineage: u32) -> Story {
    let nothing = Lineage::default();
    let about = history.lineages.get(lineage as usize).unwrap_or(&nothing);
    let mut states = Vec::with_capacity(history.revisions.len());
    // The last draft in which it stood.
    let mut before: Option<u32> = None;
    for revision in 0..history.len() {
        let step = about.step_in(revision).copied();
        let piece = history.piece_of(lineage, revision);
        let kin = step.and_then(|step| step.kin).and_then(|kin| {
            let when = match step.map(|step| step.event) {
                Some(Event::SplitOff) => revision.saturating_sub(1),
                _ => revision,
            };
            history.address(kin, when).map(str::to_owned)
        });
        let words = match (piece, before) {
            (Some(piece), _) if step.is_some_and(|step| is_shared(step.event)) => {
                shared(history, piece, revision)
            }
            (Some(_), before) => now(history, lineage, before, revision),
            (None, Some(before)) if step.is_some_and(|step| step.event.ends()) => {
                words_in(history, lineage, before).all_as(Change::Deleted)
            }
            _ => Wording::default(),
        };
        let address = piece.map(|piece| history.own_cited(piece, revision).address.to_string());
        let label = piece.and_then(|piece| history.own_face(piece, revision).label.clone());
        states.push(State {
            revision,
            address,
            label: label.map(String::from),
            moved_from: step
                .filter(|step| step.event == Event::Moved)
                .and(before)
                .and_then(|before| history.address(lineage, before))
                .map(str::to_owned),
            step,
            kin,
            words,
        });
        if piece.is_some() {
            before = Some(revision);
        }
    }
    Story { lineage, states }
}

/// The words of a clause in draft `revision`, marked with what changed since the draft it stood in
/// `before`.
fn now(history: &History, lineage: u32, before: Option<u32>, revision: u32) -> Wording {
    let words = words_in(history, lineage, revision);
    match before {
        Some(before) => compare::words(&words_in(history, lineage, before), &words),
        None if revision == 0 => words,
        None => words.all_as(Change::Inserted),
    }
}

/// Whether words of one clause went to another by it.
const fn is_shared(event: Event) -> bool {
    matches!(event, Event::Split | Event::SplitOff | Event::Merged)
}

/// The words of a clause that was split or took in another, as the redline of that draft has them.
/// Words of a clause next to it that left the text are told of in a story of their own.
fn shared(history: &History, piece: u32, revision: u32) -> Wording {
    let standing = history.standing_at(piece, revision);
    let (Some(standing), Some(before)) = (standing, revision.checked_sub(1)) else {
        return Wording::default();
    };
    let mut newer = standing.index() + 1;
    let mut words = Wording::default();
    for paragraph in redline(history, before, revision).draft.paragraphs {
        let begins = paragraph.begins_in(View::Revised);
        newer = match (newer.checked_sub(usize::from(begins)), begins) {
            (Some(left), _) => left,
            // The next clause of the newer draft.
            (None, _) => break,
        };
        match (newer, begins) {
            (0, true) => words = paragraph.words,
            (0, false) => {
                for run in paragraph.words.runs_in(View::Revised) {
                    words.push_styled(run.text, run.change, run.style);
                }
            }
            _ => {}
        }
    }
    words
}

fn words_in(history: &History, lineage: u32, revision: u32) -> Wording {
    history
        .piece_of(lineage, revision)
        .and_then(|piece| history.standing_at(piece, revision))
        .map(|standing| standing.words())
        .unwrap_or_default()
}
