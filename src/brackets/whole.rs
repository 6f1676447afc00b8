//! The text of a view as the register tells it: one text that all passages point into.
//!
//! Paragraphs are parted by line ends and have their labels in them. Notes, which no passage of the
//! text runs through, stand behind the rest.

use super::count::Counter;
use crate::draft::{Draft, Excerpt, Kind, Paragraph, View};
use std::ops::Range;
use std::sync::Arc;

/// How much is kept of a text that is told in part.
const SHORT: usize = 160;

/// The text of a view, and where the words of each paragraph stand in it.
pub(super) struct Whole {
    text: Arc<str>,
    /// The stretches of words, by paragraph and place: they stand in the text as they stand in the
    /// words.
    stretches: Vec<Stretch>,
    /// Where each paragraph begins in the text, its label included.
    starts: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    paragraph: u32,
    /// Where it begins in the words.
    from: u32,
    len: u32,
    /// Where it begins in the text.
    at: usize,
}

impl Whole {
    pub(super) fn of(draft: &Draft, view: View) -> Self {
        let mut maker = Maker {
            view,
            text: String::new(),
            stretches: Vec::with_capacity(draft.paragraphs.len()),
            starts: vec![0; draft.paragraphs.len()],
        };
        let is_note = |p: &Paragraph| p.kind == Kind::Note;
        for notes in [false, true] {
            let paragraphs = draft.paragraphs.iter().enumerate();
            for (index, paragraph) in paragraphs.filter(|(_, p)| is_note(p) == notes) {
                maker.add(index, paragraph);
            }
        }
        maker
            .stretches
            .sort_by_key(|stretch| (stretch.paragraph, stretch.from));
        Self {
            text: maker.text.into(),
            stretches: maker.stretches,
            starts: maker.starts,
        }
    }

    /// The text from one place to another. The label of the first paragraph is no part of it: `[d)
    /// to act]` is `[to act]`; `None` where more than `most` bytes would have to be copied for it.
    pub(super) fn between(
        &self,
        (first, start): (usize, usize),
        end: (usize, usize),
        lead: usize,
        most: usize,
    ) -> Option<Excerpt> {
        let (from, to) = (self.place(first, start), self.end(end));
        let (label, after) = self.around_label((first, start), lead);
        if label >= after || to <= after {
            return Some(Excerpt::of(&self.text, from..to.max(from)));
        }
        (to - after <= most).then(|| {
            let before = self.text.get(from..label).unwrap_or("");
            let after = self.text.get(after..to).unwrap_or("");
            Excerpt::from(format!("{before}{after}").as_str())
        })
    }

    /// As much as is kept of such a text, and a sign that there is more.
    pub(super) fn beginning(
        &self,
        (first, start): (usize, usize),
        end: (usize, usize),
        lead: usize,
    ) -> Excerpt {
        let (from, to) = (self.place(first, start), self.end(end));
        let (label, after) = self.around_label((first, start), lead);
        let before = self.text.get(from..label).unwrap_or("");
        let cut = (after + SHORT..to).find(|at| self.text.is_char_boundary(*at));
        let rest = self.text.get(after..cut.unwrap_or(to)).unwrap_or("");
        let more = if cut.is_some() { "…" } else { "" };
        Excerpt::from(format!("{before}{rest}{more}").as_str())
    }

    /// Where the label of a paragraph begins and ends in the text, if a passage begins before it;
    /// else where it begins.
    fn around_label(&self, (first, start): (usize, usize), lead: usize) -> (usize, usize) {
        if start >= lead {
            let from = self.place(first, start);
            return (from, from);
        }
        (self.end((first, lead)), self.place(first, lead))
    }

    /// The text from a paragraph's label on.
    pub(super) fn with_label(&self, first: usize, end: (usize, usize)) -> Excerpt {
        let from = self.starts.get(first).copied().unwrap_or(0);
        Excerpt::of(&self.text, from..self.end(end).max(from))
    }

    /// Where the words of a passage stand in the text, without the label that it begins before.
    pub(super) fn words_of(
        &self,
        start: (usize, usize),
        end: (usize, usize),
        lead: usize,
    ) -> Range<usize> {
        let (_, after) = self.around_label(start, lead);
        after..self.end(end).max(after)
    }

    /// How many words begin in each of some ranges of the text.
    pub(super) fn count_words(&self, ranges: &[Range<usize>]) -> Vec<usize> {
        count_words(&self.text, ranges)
    }

    /// Where a place in the words stands in the text, if text follows it.
    fn place(&self, paragraph: usize, at: usize) -> usize {
        let key = (index(paragraph), index(at));
        let after = self
            .stretches
            .partition_point(|s| (s.paragraph, s.from) <= key);
        self.beside(after, paragraph, at)
    }

    /// Where a place in the words stands in the text, if text comes before it.
    fn end(&self, (paragraph, at): (usize, usize)) -> usize {
        let key = (index(paragraph), index(at));
        let after = self
            .stretches
            .partition_point(|s| (s.paragraph, s.from) < key);
        self.beside(after, paragraph, at)
    }

    fn beside(&self, after: usize, paragraph: usize, at: usize) -> usize {
        let stretch = after.checked_sub(1).and_then(|k| self.stretches.get(k));
        let stretch = stretch.filter(|s| s.paragraph as usize == paragraph);
        let Some(stretch) = stretch else {
            return self.first(after, paragraph);
        };
        stretch.at
            + at.saturating_sub(stretch.from as usize)
                .min(stretch.len as usize)
    }

    /// Where the first words of a paragraph stand.
    fn first(&self, after: usize, paragraph: usize) -> usize {
        let next = self.stretches.get(after);
        let next = next.filter(|s| s.paragraph as usize == paragraph);
        let start = self.starts.get(paragraph).copied().unwrap_or(0);
        next.map_or(start, |stretch| stretch.at)
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

struct Maker {
    view: View,
    text: String,
    stretches: Vec<Stretch>,
    starts: Vec<usize>,
}

impl Maker {
    fn add(&mut self, number: usize, paragraph: &Paragraph) {
        let begins = paragraph.begins_in(self.view);
        if begins && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.starts[number] = self.text.len();
        let mut label = paragraph
            .label_in(self.view)
            .filter(|_| begins)
            .map(|label| (paragraph.lead_in(self.view), label));
        for run in paragraph.words.runs_in(self.view) {
            let run_end = run.start + run.text.len();
            let split = label.filter(|(lead, _)| (run.start..run_end).contains(lead));
            let Some((lead, words)) = split else {
                self.stretch(number, run.start, run.text);
                continue;
            };
            let (before, after) = run.text.split_at(lead - run.start);
            self.stretch(number, run.start, before);
            self.text.push_str(words);
            self.text.push(' ');
            self.stretch(number, lead, after);
            label = None;
        }
        if let Some((_, words)) = label.filter(|(lead, _)| *lead == 0 && paragraph.words.is_empty())
        {
            self.text.push_str(words);
        }
    }

    fn stretch(&mut self, paragraph: usize, from: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        self.stretches.push(Stretch {
            paragraph: index(paragraph),
            from: index(from),
            len: index(text.len()),
            at: self.text.len(),
        });
        self.text.push_str(text);
    }
}

/// How many words begin in each of some ranges of a text, which may lie in each other: the text is
/// read once.
pub(super) fn count_words(text: &str, ranges: &[Range<usize>]) -> Vec<usize> {
    let ends = ranges.iter().flat_map(|range| [range.start, range.end]);
    let mut places: Vec<(usize, usize)> = ends.map(|place| (place, 0)).collect();
    places.sort_unstable();
    places.dedup();
    let (mut at, mut counter) = (0, Counter::default());
    for (place, before) in &mut places {
        let signs = text.get(at..*place).unwrap_or("").chars();
        signs.for_each(|sign| counter.read(sign));
        (at, *before) = (*place, counter.words() as usize);
    }
    let before = |place: usize| {
        let found = places.binary_search_by_key(&place, |(at, _)| *at);
        found.map_or(0, |at| places[at].1)
    };
    let count = |range: &Range<usize>| before(range.end).saturating_sub(before(range.start));
    ranges.iter().map(count).collect()
}
