//! What is a heading in one draft and a clause in the other, and says the same in the same place.
//!
//! Whether a line is a heading, a clause or a part of the masthead is a matter of reading: a Word
//! file tells it by styles, a text by its look. A reader of both drafts sees the same line. What
//! the page added is another matter: it is no text, and not all that is written has it.

use super::Alignment;
use crate::draft::{Draft, Kind, Paragraph, View};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::ops::Range;

/// Pairs equal lines, of other kinds or left over, that neither moved nor have a partner.
pub(super) fn pair(old: &Draft, new: &Draft, found: &mut Alignment) {
    let (olds, news) = free(old, new, found);
    if olds.is_empty() || news.is_empty() {
        return;
    }
    let mut lines: FxHashMap<String, VecDeque<usize>> = FxHashMap::default();
    for j in news {
        let text = new.paragraphs[j].labelled_text(View::Revised);
        lines.entry(text).or_default().push_back(j);
    }
    let mut pairs: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut gaps = Gaps::of(&found.in_place);
    for i in olds {
        let paragraph = &old.paragraphs[i];
        let text = paragraph.labelled_text(View::Revised);
        let Some(equal) = lines.get_mut(&text) else {
            continue;
        };
        let after = pairs.last().map_or(0, |(_, j)| j.end);
        let gap = gaps.around(i);
        let gap = gap.start.max(after)..gap.end;
        // Those that lie before this gap lie before all that follow.
        while equal.front().is_some_and(|j| *j < gap.start) {
            equal.pop_front();
        }
        let is_here =
            |j: &usize| gap.contains(j) && added_by(&new.paragraphs[*j]) == added_by(paragraph);
        if let Some(j) = equal.front().copied().filter(is_here) {
            equal.pop_front();
            pairs.push((i..i + 1, j..j + 1));
        }
    }
    found.in_place.extend(pairs);
    found.in_place.sort_by_key(|(i, j)| (j.start, i.start));
}

/// The paragraphs of both drafts that have no partner, in order.
fn free(old: &Draft, new: &Draft, found: &Alignment) -> (Vec<usize>, Vec<usize>) {
    let mut taken = (
        vec![false; old.paragraphs.len()],
        vec![false; new.paragraphs.len()],
    );
    for (i, j) in &found.in_place {
        taken.0[i.clone()].fill(true);
        taken.1[j.clone()].fill(true);
    }
    for (i, j) in &found.moved {
        taken.0[*i] = true;
        taken.1[*j] = true;
    }
    let free = |draft: &Draft, taken: &[bool]| {
        let paragraphs = draft.paragraphs.iter().zip(taken).enumerate();
        // Cells and boxes follow from the tables and boxes that they lie in.
        let is_line = |p: &Paragraph| !p.is_bare() && p.place_in(View::Revised).is_none();
        let is_free = |(p, taken): &(&Paragraph, &bool)| !**taken && is_line(p);
        let free = paragraphs.filter(|(_, one)| is_free(one));
        free.map(|(k, _)| k).collect::<Vec<_>>()
    };
    (free(old, &taken.0), free(new, &taken.1))
}

/// The kind of a line that a page or a program added.
fn added_by(paragraph: &Paragraph) -> Option<Kind> {
    let is_added = matches!(paragraph.kind, Kind::Furniture | Kind::FrontMatter);
    is_added.then_some(paragraph.kind)
}

/// The stretches of the newer draft between pairs that stand in order, asked for going forward.
struct Gaps {
    /// Where each pair ends in the older draft, and its range in the newer one; by the older draft.
    pairs: Vec<(usize, Range<usize>)>,
    /// The first start of any pair from here on.
    starts: Vec<usize>,
    at: usize,
    /// Where the pairs that are passed end in the newer draft.
    end: usize,
}

impl Gaps {
    fn of(in_place: &[(Range<usize>, Range<usize>)]) -> Self {
        let pairs = in_place.iter().map(|(i, j)| (i.start, j.clone()));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by_key(|(i, _)| *i);
        let mut starts = vec![usize::MAX; pairs.len() + 1];
        for k in (0..pairs.len()).rev() {
            starts[k] = starts[k + 1].min(pairs[k].1.start);
        }
        Self {
            pairs,
            starts,
            at: 0,
            end: 0,
        }
    }

    /// Where a partner of paragraph `i` of the older draft crosses no pair.
    fn around(&mut self, i: usize) -> Range<usize> {
        while let Some((start, news)) = self.pairs.get(self.at)
            && *start < i
        {
            self.end = self.end.max(news.end);
            self.at += 1;
        }
        self.end..self.starts[self.at]
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::{Options, compare};
    use crate::draft::{Draft, Kind, Outcome, View};
    use crate::read;

    #[test]
    fn a_line_that_is_a_heading_in_one_draft_alone_stays() {
        let read = |text: &str| {
            read::read(text.as_bytes(), "draft", Some(read::Format::Markdown)).unwrap()
        };
        let older = read("# Part\n\n1. to act;\n\n## General matters\n\n2. to meet;\n");
        let mut newer = older.clone();
        let heading = &mut newer.paragraphs[2];
        assert_eq!(heading.kind, Kind::Heading);
        heading.kind = Kind::Clause;
        let redline = compare(&older, &newer, &Options::default());
        let rows = redline.clauses.iter().chain(&redline.sections);
        assert!(
            rows.clone().all(|row| row.outcome == Outcome::Unchanged),
            "{redline:#?}"
        );
        assert!(!redline.draft.is_marked());
    }

    #[test]
    fn what_the_page_added_in_one_draft_alone_is_no_part_of_both() {
        let lines = |contents: &str| {
            format!(
                "Report of the Council\n\n{contents}Scope of the harbours ........ 12\n\nThe Council,\n\n\
                 Recalling its resolution on lamps,\n\n1. Decides to act;\n\n2. Decides to meet.\n"
            )
        };
        let read = |text: &str| read::read(text.as_bytes(), "draft", None).unwrap();
        let (older, newer) = (read(&lines("")), read(&lines("Contents\n\n")));
        for (older, newer) in [(&older, &newer), (&newer, &older)] {
            let redline = compare(older, newer, &Options::default());
            let written =
                crate::write::docx::draft(&redline.draft, &crate::write::docx::Author::default());
            let again = read::read(&written.unwrap(), "again.docx", None).unwrap();
            for (view, draft) in [(View::Base, older), (View::Revised, newer)] {
                let text = |draft: &Draft| -> String {
                    let text = draft
                        .paragraphs
                        .iter()
                        .filter(|p| p.kind != Kind::Furniture);
                    text.map(|p| p.labelled_text(view)).collect()
                };
                let squeezed = |text: String| text.replace([' ', '\t'], "");
                assert_eq!(squeezed(text(&again.view(view))), squeezed(text(draft)));
            }
        }
    }
}
