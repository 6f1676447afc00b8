//! What became of clauses and words between two drafts.
//!
//! This is all that references need to know of a history: where each clause went, and which words
//! stood before, and where.

use crate::compare::{self, Options};
use crate::draft::{Change, Draft, Kind, Outline, Redline, View};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The way from one draft to the next.
#[derive(Debug, Default)]
pub(super) struct Carry {
    /// For each paragraph of the older draft, the ones that hold its words in the newer: none where
    /// it is gone.
    forward: Vec<Vec<usize>>,
    /// For each paragraph of the newer draft, the stretches that stood in the older one.
    kept: Vec<Vec<Stretch>>,
    /// Whether the two are drafts of one text.
    pub(super) is_same_text: bool,
}

/// Words that stand in both drafts.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    new_start: usize,
    len: usize,
    old_paragraph: usize,
    old_start: usize,
}

impl Carry {
    /// Compares two unmarked drafts.
    pub(super) fn between(older: &Draft, newer: &Draft) -> Self {
        let mut carry = Self::of(&compare::compare(older, newer, &Options::default()));
        carry.follow_sections(older, newer);
        carry
    }

    /// A title or call that has no partner is where most of its clauses went: "Article 2 (purpose)"
    /// may be "Article 2" now.
    fn follow_sections(&mut self, older: &Draft, newer: &Draft) {
        let (olds, news) = (
            Outline::of(older, View::Revised),
            Outline::of(newer, View::Revised),
        );
        for section in &olds.sections {
            let Some(head) = section.head.filter(|head| self.forward(*head).is_empty()) else {
                continue;
            };
            let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
            let clauses = section.paragraphs.len() - 1;
            for clause in section.paragraphs.clone().skip(1) {
                let there = self.forward(clause).first();
                let Some(head) = there.and_then(|to| news.section_of(*to)?.head) else {
                    continue;
                };
                *votes.entry(head).or_default() += 1;
            }
            let most = votes
                .into_iter()
                .max_by_key(|(to, count)| (*count, std::cmp::Reverse(*to)));
            if let Some((to, count)) = most
                && 2 * count >= clauses
            {
                self.forward[head].push(to);
            }
        }
    }

    /// Reads it off a redline.
    pub(super) fn of(redline: &Redline) -> Self {
        let places = Places::of(redline);
        let mut carry = Self {
            forward: vec![Vec::new(); places.olds],
            kept: vec![Vec::new(); places.news],
            is_same_text: is_same_text(redline),
        };
        // Where the next word of each paragraph stands.
        let mut old_ends = vec![0; places.olds];
        let mut new_ends = vec![0; places.news];
        for (paragraph, (old, new)) in redline.draft.paragraphs.iter().zip(&places.of) {
            let is_ghost = paragraph.moved.is_some_and(|m| m.half == Change::Deleted);
            if is_ghost {
                continue;
            }
            // A pair is a pair, even of two titles that share no word.
            let mut holds = paragraph.change == Change::Kept || paragraph.moved.is_some();
            for run in paragraph.words.runs() {
                let len = run.text.len();
                let in_old = run.change != Change::Inserted;
                let in_new = run.change != Change::Deleted;
                if let (true, true, Some(old), Some(new)) = (in_old, in_new, *old, *new) {
                    holds |= !run.text.trim().is_empty();
                    carry.kept[new].push(Stretch {
                        new_start: new_ends[new],
                        len,
                        old_paragraph: old,
                        old_start: old_ends[old],
                    });
                }
                if let (true, Some(old)) = (in_old, *old) {
                    old_ends[old] += len;
                }
                if let (true, Some(new)) = (in_new, *new) {
                    new_ends[new] += len;
                }
            }
            if let (true, Some(old), Some(new)) = (holds, *old, *new)
                && !carry.forward[old].contains(&new)
            {
                carry.forward[old].push(new);
            }
        }
        carry
    }

    /// Where a paragraph of the older draft stands in the newer.
    pub(super) fn forward(&self, old: usize) -> &[usize] {
        self.forward.get(old).map_or(&[], Vec::as_slice)
    }

    /// Where a stretch of the newer draft stood in the older, if it stood there whole.
    pub(super) fn back(
        &self,
        paragraph: usize,
        range: &Range<usize>,
    ) -> Option<(usize, Range<usize>)> {
        let kept = self.kept.get(paragraph)?;
        let after = kept.partition_point(|s| s.new_start <= range.start);
        let stretch = kept.get(after.checked_sub(1)?)?;
        if range.end > stretch.new_start + stretch.len {
            return None;
        }
        let start = stretch.old_start + (range.start - stretch.new_start);
        Some((stretch.old_paragraph, start..start + range.len()))
    }
}

/// For each paragraph of a redline, the paragraph of each draft that its words belong to.
struct Places {
    of: Vec<(Option<usize>, Option<usize>)>,
    olds: usize,
    news: usize,
}

impl Places {
    fn of(redline: &Redline) -> Self {
        let (mut olds, mut news) = (0, 0);
        let mut of = Vec::with_capacity(redline.draft.paragraphs.len());
        let mut ghosts: FxHashMap<u32, usize> = FxHashMap::default();
        for paragraph in &redline.draft.paragraphs {
            let in_old = paragraph.change != Change::Inserted;
            let in_new = paragraph.change != Change::Deleted;
            olds += usize::from(in_old);
            news += usize::from(in_new);
            let last = |count: usize| count.checked_sub(1);
            match paragraph.moved {
                Some(moved) if moved.half == Change::Deleted => {
                    ghosts.insert(moved.id, olds.saturating_sub(1));
                    of.push((last(olds), None));
                }
                Some(_) => of.push((None, last(news))),
                None => of.push((last(olds), last(news))),
            }
        }
        for (place, paragraph) in of.iter_mut().zip(&redline.draft.paragraphs) {
            if let Some(moved) = paragraph.moved.filter(|m| m.half == Change::Inserted) {
                place.0 = ghosts.get(&moved.id).copied();
            }
        }
        Self { of, olds, news }
    }
}

/// Whether enough clauses of the smaller draft have a partner in the other.
fn is_same_text(redline: &Redline) -> bool {
    let clauses = |change: Change| {
        redline
            .draft
            .paragraphs
            .iter()
            .filter(|p| {
                p.kind == Kind::Clause
                    && p.change != change
                    && p.moved.is_none_or(|m| m.half != change)
            })
            .count()
    };
    let smaller = clauses(Change::Inserted).min(clauses(Change::Deleted));
    let s = &redline.summary;
    let paired = (s.kept + s.amended + s.moved + s.split + s.merged) as usize;
    paired * LEAST_PAIRED >= smaller
}

/// One clause in so many of the smaller draft must have a partner.
const LEAST_PAIRED: usize = 4;
