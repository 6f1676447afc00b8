//! What is aligned as one: a paragraph, or a table, a row, a cell, a note with all that lies in it.

use crate::draft::{Draft, Holder, Outline, View};
use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::ops::Range;

/// A draft and what each of its paragraphs' sections is called.
pub(super) struct Text<'a> {
    pub(super) draft: &'a Draft,
    /// A hash of the name of each paragraph's section.
    pub(super) sections: Vec<u32>,
}

/// Some neighbouring paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) paragraphs: Range<usize>,
    /// What holds them; none for a single paragraph.
    pub(super) holder: Option<Holder>,
}

impl<'a> Text<'a> {
    pub(super) fn of(draft: &'a Draft) -> Self {
        let outline = Outline::of(draft, View::Revised);
        let mut sections = Vec::with_capacity(draft.paragraphs.len());
        for section in &outline.sections {
            let name = hash(section.name.to_lowercase().as_bytes());
            sections.extend(section.paragraphs.clone().map(|_| name));
        }
        Self { draft, sections }
    }

    /// The units among some paragraphs that lie in the same `depth` holders.
    pub(super) fn units(&self, paragraphs: Range<usize>, depth: usize) -> Vec<Unit> {
        let steps = |index: usize| {
            let place = self.draft.paragraphs[index].place_in(View::Revised);
            place.map_or(&[][..], |place| place.steps())
        };
        let mut out: Vec<Unit> = Vec::with_capacity(paragraphs.len());
        for index in paragraphs {
            let own = steps(index);
            let holder = own.get(depth).map(|(holder, _)| *holder);
            match out.last_mut() {
                Some(last)
                    if holder.is_some()
                        && steps(last.paragraphs.start).get(..=depth) == own.get(..=depth) =>
                {
                    last.paragraphs.end = index + 1;
                }
                _ => out.push(Unit {
                    paragraphs: index..index + 1,
                    holder,
                }),
            }
        }
        out
    }

    /// A number that is equal for units that can be the same: a holder's kind. A row may have got
    /// another cell.
    pub(super) fn shape(unit: &Unit) -> u32 {
        unit.holder.map_or(0, |holder| holder as u32 + 1)
    }
}

pub(super) fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    u32::try_from(hasher.finish() >> 32).unwrap_or(0)
}
