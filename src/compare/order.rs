//! What comes first where some paragraphs went away and others came: each must stand in its own
//! table, row, cell or note.

use super::align::Alignment;
use crate::draft::{Draft, Holder, Paragraph, Place, View};
use std::collections::HashMap;
use std::ops::Range;

type Steps<'a> = &'a [(Holder, u32)];

/// The holders of both drafts.
#[derive(Debug, Default)]
pub(super) struct Order<'a> {
    /// Which holder of the newer draft a holder of the older one became.
    became: HashMap<Steps<'a>, Steps<'a>>,
    /// The paragraphs of the newer draft that lie in a holder.
    within: HashMap<Steps<'a>, Range<usize>>,
}

fn steps(paragraph: &Paragraph) -> Steps<'_> {
    paragraph.place_in(View::Revised).map_or(&[], Place::steps)
}

impl<'a> Order<'a> {
    pub(super) fn of(old: &'a Draft, new: &'a Draft, alignment: &Alignment) -> Self {
        let mut out = Self::default();
        for (index, paragraph) in new.paragraphs.iter().enumerate() {
            let place = steps(paragraph);
            for depth in 1..=place.len() {
                let range = out.within.entry(&place[..depth]).or_insert(index..index);
                range.end = index + 1;
            }
        }
        for (olds, news) in &alignment.in_place {
            let one = |range: &Range<usize>| (range.len() == 1).then_some(range.start);
            let (Some(i), Some(j)) = (one(olds), one(news)) else {
                continue;
            };
            let (was, is) = (steps(&old.paragraphs[i]), steps(&new.paragraphs[j]));
            if was.len() == is.len() {
                for depth in 1..=was.len() {
                    out.became.entry(&was[..depth]).or_insert(&is[..depth]);
                }
            }
        }
        out
    }

    /// The paragraphs of the newer draft before this one stand before a paragraph that went away:
    /// those of the table that had ended when it began, and those before the row that it lies in.
    /// `last` is the paragraph of the newer draft before the gap that both stand in.
    pub(super) fn first_after(&self, gone: &Paragraph, last: Option<&'a Paragraph>) -> usize {
        if self.within.is_empty() {
            return 0;
        }
        let home = self.home(steps(gone));
        let start = self.within.get(&home[..]).map_or(0, |range| range.start);
        let ended = last.map_or(&[][..], steps);
        let same = ended.iter().zip(&home).take_while(|(a, b)| a == b).count();
        let end = ended
            .get(..=same)
            .and_then(|holder| self.within.get(holder))
            .map_or(0, |range| range.end);
        start.max(end)
    }

    /// The innermost holder of the newer draft for a place of the older one. The cells of a row
    /// that is there are there, too.
    fn home(&self, place: Steps<'_>) -> Vec<(Holder, u32)> {
        for depth in (1..=place.len()).rev() {
            if let Some(is) = self.became.get(&place[..depth]) {
                let cell = place
                    .get(depth)
                    .filter(|(holder, _)| *holder == Holder::Cell);
                return is.iter().chain(cell).copied().collect();
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare};
    use crate::draft::{Change, Diff, Wording};

    /// Paragraphs and the places they lie in.
    fn draft(lines: &[(&str, &str)]) -> Draft {
        let paragraph = |(place, text): &(&str, &str)| Paragraph {
            place: Some(Box::new(Diff::same(place.parse().unwrap()))),
            words: Wording::plain(*text),
            ..Paragraph::default()
        };
        Draft {
            paragraphs: lines.iter().map(paragraph).collect(),
            ..Draft::default()
        }
    }

    #[test]
    fn what_went_after_a_table_does_not_stand_in_its_new_row() {
        let row = "the tables of tides of all the northern ports";
        let older = draft(&[
            ("table 1/row 1/cell 1", row),
            ("", "goes away"),
            ("", "the end of it"),
        ]);
        let newer = draft(&[
            ("table 1/row 1/cell 1", row),
            ("table 1/row 2/cell 1", "comes in"),
            ("", "the end of it"),
        ]);
        let redline = compare(&older, &newer, &Options::default()).draft;
        let changes: Vec<Change> = redline.paragraphs.iter().map(|p| p.change).collect();
        assert_eq!(
            changes,
            [
                Change::Kept,
                Change::Inserted,
                Change::Deleted,
                Change::Kept
            ]
        );
    }
}
