//! The pieces of a paragraph that was split, or of several that were merged.

use super::blocks::Blocks;
use super::plan::{Fate, Step};
use crate::docx::Error;
use crate::draft::View;
use std::ops::Range;

impl<'s> Blocks<'s, '_, '_, '_> {
    /// The pieces of a paragraph that was split, or of several that were merged, and what stands
    /// between them.
    pub(super) fn split_or_merged(&mut self, steps: &[Step<'_>]) -> Result<(), Error> {
        let pieces = || steps.iter().filter(|step| step.fate == Fate::Paired);
        let is_split = pieces().all(|s| s.old == steps[0].old);
        let view = if is_split { View::Base } else { View::Revised };
        let spot = |step: &Step<'_>| {
            if is_split {
                step.old
                    .map(|i| (self.sources.older, &self.sources.older.spots[i]))
            } else {
                step.new
                    .map(|j| (self.sources.newer, &self.sources.newer.spots[j]))
            }
        };
        let Some((document, shared)) = spot(&steps[0]) else {
            return Ok(());
        };
        let whole = document.line(shared)?.text();
        let lengths: Vec<usize> = pieces().map(|s| s.marked.words.text(view).len()).collect();
        let mut cuts = cuts(&whole, &lengths).into_iter();
        for step in steps {
            let (Some(i), Some(j)) = (step.old, step.new) else {
                self.group(std::slice::from_ref(step))?;
                continue;
            };
            let Some(cut) = cuts.next() else { continue };
            let item = self.sources.newer.spots[j].item;
            self.advance_to(item)?;
            self.cursor = self.cursor.max(item + 1);
            let (old_len, new_len) = (
                self.sources
                    .older
                    .line(&self.sources.older.spots[i])?
                    .text()
                    .len(),
                self.sources
                    .newer
                    .line(&self.sources.newer.spots[j])?
                    .text()
                    .len(),
            );
            let parts = if is_split {
                (cut, 0..new_len)
            } else {
                (0..old_len, cut)
            };
            self.paired(step, i, j, Some(parts))?;
        }
        Ok(())
    }
}

/// Where the pieces of a text begin and end. White space and a label before the first piece are its
/// own.
fn cuts(whole: &str, lengths: &[usize]) -> Vec<Range<usize>> {
    let tail = whole.len() - whole.trim_end().len();
    let words: usize = lengths.iter().sum();
    let head = whole.len().saturating_sub(words + tail);
    let mut out = Vec::with_capacity(lengths.len());
    let mut at = 0;
    for (k, len) in lengths.iter().enumerate() {
        let mut end = if k == 0 { head + len } else { at + len };
        if k + 1 == lengths.len() {
            end = whole.len();
        }
        while !whole.is_char_boundary(end.min(whole.len())) {
            end += 1;
        }
        let end = end.min(whole.len()).max(at);
        out.push(at..end);
        at = end;
    }
    out
}
