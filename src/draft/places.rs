//! Where the signs of a draft stand in its source, asked in reading order.

use super::Draft;
use std::cell::Cell;

/// Finds lines and columns. A place is counted on from the last one that was asked for, if that is
/// in the same line: a line may be a megabyte long and have a sign at every word.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    draft: &'a Draft,
    /// The paragraph and the place in it that were asked for last, and where that stands.
    last: Cell<(usize, usize, (u32, u32))>,
}

impl<'a> Places<'a> {
    pub(crate) fn of(draft: &'a Draft) -> Self {
        let last = Cell::default();
        Self { draft, last }
    }

    /// The line and the column of a place in a paragraph, as [`Paragraph::place_of`] gives them.
    ///
    /// [`Paragraph::place_of`]: super::Paragraph::place_of
    pub(crate) fn place_of(&self, index: usize, at: usize) -> (u32, u32) {
        let place = self.counted_on(index, at);
        let place = place.unwrap_or_else(|| self.draft.paragraphs[index].place_of(at));
        self.last.set((index, at, place));
        place
    }

    fn counted_on(&self, index: usize, at: usize) -> Option<(u32, u32)> {
        let (last_index, last_at, (line, column)) = self.last.get();
        if last_index != index || last_at > at || column == 0 {
            return None;
        }
        let paragraph = &self.draft.paragraphs[index];
        let anchor = |at: usize| paragraph.anchors.partition_point(|a| a.at as usize <= at);
        let between = paragraph.words.all().get(last_at..at)?;
        let columns = u32::try_from(between.chars().count()).unwrap_or(0);
        (anchor(last_at) == anchor(at)).then_some((line, column + columns))
    }
}
