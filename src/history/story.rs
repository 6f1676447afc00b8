//! The story of one clause: what it was in each draft, and what each draft did to it.

use super::redline::{push, settled};
use crate::compare;
use crate::draft::history::{Event, History, Lineage, Standing, State, Story, Thread};
use crate::draft::{Diff, Wording};

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
            (Some(piece), _) => now(history, lineage, piece, before, revision),
            (None, Some(before)) if step.is_some_and(|step| step.event.ends()) => {
                words_in(history, lineage, before).all_as(crate::draft::Change::Deleted)
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

/// The words of a clause in draft `revision`, marked with what changed since the draft it stood in `before`.
fn now(history: &History, lineage: u32, piece: u32, before: Option<u32>, revision: u32) -> Wording {
    let then = before.and_then(|before| history.piece_of(lineage, before));
    let last = revision.checked_sub(1);
    match (then, last) {
        // Elsewhere, or not in the draft before: compared with what it was.
        (Some(then), _) if then != piece || before != last => compare::words(
            &words_in(history, lineage, before.unwrap_or(0)),
            &words_in(history, lineage, revision),
        ),
        (_, Some(last)) => {
            let at = Diff {
                old: last,
                new: revision,
            };
            let mut words = Wording::default();
            let standing = history.standing_at(piece, revision);
            for (k, part) in standing.iter().flat_map(Standing::pieces).enumerate() {
                // A clause next to it that left the text, or is part of it now, is told of in a story of its own.
                let is_other = k > 0 && part.life.stands_in(last);
                let told = |thread: &Thread<'_>| !is_other || thread.life.stands_in(revision);
                part.threads()
                    .filter(told)
                    .for_each(|thread| push(&mut words, &thread, at));
            }
            settled(&words)
        }
        (_, None) => words_in(history, lineage, revision),
    }
}

fn words_in(history: &History, lineage: u32, revision: u32) -> Wording {
    history
        .piece_of(lineage, revision)
        .and_then(|piece| history.standing_at(piece, revision))
        .map(|standing| standing.words())
        .unwrap_or_default()
}
