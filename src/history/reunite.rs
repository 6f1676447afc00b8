//! A clause that came back: its words are compared with those it went away with, and what it kept
//! keeps its origin.

use super::edits::likeliest;
use super::lost::{CameBack, Lost, with_origins};
use crate::compare;
use crate::draft::history::{History, Return, Standing};
use crate::draft::{Change, Wording};
use std::ops::Range;

/// Some bytes of the words that a clause went away with.
struct Part {
    bytes: usize,
    origin: u32,
    /// Their loss, and where they stand in it.
    loss: Option<usize>,
    from: usize,
}

/// Gives the words of a piece the origins that they had in the clause whose lineage it takes up.
pub(super) fn reunite(history: &mut History, lost: &Lost, found: &CameBack, revision: u32) {
    let older = history.lineages[found.lineage as usize].pieces.last();
    let Some(older) = older.copied().filter(|older| *older != found.piece) else {
        return;
    };
    let last_seen = history.own(older).life.until.min(revision) - 1;
    let (old, parts) = words_of(history, older, last_seen);
    let (new, _) = words_of(history, found.piece, revision);
    let mut parts = Parts { parts, at: 0 };
    let mut origins: Vec<(Range<usize>, u32)> = Vec::new();
    let mut at = 0;
    for run in likeliest(&compare::words(&old, &new), |key| lost.share(key)).runs() {
        let bytes = run.text.len();
        match run.change {
            Change::Inserted => at += bytes,
            Change::Deleted => drop(parts.next(bytes)),
            Change::Kept => {
                for part in parts.next(bytes) {
                    origins.push((at..at + part.bytes, part.origin));
                    at += part.bytes;
                    came_back(history, &part, revision);
                }
            }
        }
    }
    let words = &mut history.pieces[found.piece as usize].words;
    *words = with_origins(words, &origins, revision);
}

/// The words of a paragraph as they stood in draft `revision`.
fn words_of(history: &History, piece: u32, revision: u32) -> (Wording, Vec<Part>) {
    let mut words = Wording::default();
    let mut parts = Vec::new();
    let standing = history.standing_at(piece, revision);
    for thread in standing.iter().flat_map(Standing::threads) {
        words.push(thread.text, Change::Kept);
        parts.push(Part {
            bytes: thread.text.len(),
            origin: thread.origin,
            loss: thread.loss(),
            from: 0,
        });
    }
    (words, parts)
}

fn came_back(history: &mut History, part: &Part, revision: u32) {
    let Some(loss) = part.loss.and_then(|at| history.losses.get_mut(at)) else {
        return;
    };
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let (from, to) = (number(part.from), number(part.from + part.bytes));
    if !loss.returns.iter().any(|r| r.from < to && from < r.to) {
        loss.returns.push(Return { from, to, revision });
    }
}

/// Parts, read from front to back.
struct Parts {
    parts: Vec<Part>,
    at: usize,
}

impl Parts {
    /// The next `bytes` bytes.
    fn next(&mut self, mut bytes: usize) -> Vec<Part> {
        let mut out = Vec::new();
        while bytes > 0
            && let Some(part) = self.parts.get_mut(self.at)
        {
            let len = bytes.min(part.bytes);
            out.push(Part {
                bytes: len,
                ..*part
            });
            bytes -= len;
            part.bytes -= len;
            part.from += len;
            if part.bytes == 0 {
                self.at += 1;
            }
        }
        out
    }
}
