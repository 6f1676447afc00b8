//! The words of a paragraph, with what was inserted and deleted in them.

use super::{Change, Diff, Style, View};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Range;

/// The words of one paragraph: one buffer of text and the marks on it.
///
/// Inserted and deleted words stand in the same buffer, in reading order, so that a view is a walk
/// over the runs that skips some. Neighbouring runs with equal marks are one run.
///
/// ```
/// use redraft::draft::{Change, View, Wording};
/// let mut words = Wording::plain("States ");
/// words.push("should", Change::Deleted);
/// words.push("shall", Change::Inserted);
/// words.push(" act", Change::Kept);
/// assert_eq!(words.text(View::Base), "States should act");
/// assert_eq!(words.text(View::Revised), "States shall act");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    text: String,
    /// Most words have one mark: it takes no memory of its own.
    marks: SmallVec<[Mark; 1]>,
}

/// What holds for a stretch of the buffer, up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    end: u32,
    origin: u32,
    change: Change,
    style: Diff<Style>,
}

/// A stretch of text with one change, one style and one origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    /// The words, spaces included.
    pub text: &'a str,
    /// Where in the wording's buffer the text starts, in bytes.
    pub start: usize,
    /// In which of the two drafts the words stand.
    pub change: Change,
    /// The typefaces; the two sides differ only in kept text that was restyled.
    pub style: Diff<Style>,
    /// Who made the change: an index into [`Draft::origins`](super::Draft::origins) plus one, 0 for
    /// nobody known.
    pub origin: u32,
}

impl Wording {
    /// Unmarked text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let mut words = Self {
            text: text.into(),
            marks: SmallVec::new(),
        };
        if !words.text.is_empty() {
            words.mark_to_end(Change::Kept, Diff::default(), 0);
        }
        words
    }

    /// An empty wording with room for so many bytes and runs.
    #[must_use]
    pub fn with_capacity(bytes: usize, runs: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            marks: SmallVec::with_capacity(runs),
        }
    }

    /// Adds text in no particular style.
    pub fn push(&mut self, text: &str, change: Change) {
        self.push_styled(text, change, Diff::default());
    }

    /// Adds text with its style on each side.
    pub fn push_styled(&mut self, text: &str, change: Change, style: Diff<Style>) {
        self.push_from(text, change, style, 0);
    }

    /// Adds text with its style and its origin.
    pub fn push_from(&mut self, text: &str, change: Change, style: Diff<Style>, origin: u32) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.mark_to_end(change, style, origin);
        }
    }

    fn mark_to_end(&mut self, change: Change, style: Diff<Style>, origin: u32) {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        match self.marks.last_mut() {
            Some(last) if last.change == change && last.style == style && last.origin == origin => {
                last.end = end;
            }
            _ => self.marks.push(Mark {
                end,
                origin,
                change,
                style,
            }),
        }
    }

    /// The runs, in reading order.
    pub fn runs(&self) -> impl Iterator<Item = Run<'_>> + Clone {
        let mut start = 0;
        self.marks.iter().map(move |mark| {
            let end = mark.end as usize;
            let run = Run {
                text: &self.text[start..end],
                start,
                change: mark.change,
                style: mark.style,
                origin: mark.origin,
            };
            start = end;
            run
        })
    }

    /// The runs that stand in `view`.
    pub fn runs_in(&self, view: View) -> impl Iterator<Item = Run<'_>> + Clone {
        self.runs().filter(move |run| run.change.stands_in(view))
    }

    /// The clean text of one view; borrowed where nothing has to be left out.
    #[must_use]
    pub fn text(&self, view: View) -> Cow<'_, str> {
        if self.marks.iter().all(|mark| mark.change.stands_in(view)) {
            return Cow::Borrowed(&self.text);
        }
        Cow::Owned(self.runs_in(view).map(|run| run.text).collect())
    }

    /// Everything in the buffer, inserted and deleted words alike.
    #[must_use]
    pub fn all(&self) -> &str {
        &self.text
    }

    /// Whether there is no text at all, in either view.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether anything is inserted or deleted, or kept in another style.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.marks
            .iter()
            .any(|mark| mark.change != Change::Kept || mark.style.differs())
    }

    /// Whether any words have this change.
    #[must_use]
    pub fn has(&self, change: Change) -> bool {
        self.marks.iter().any(|mark| mark.change == change)
    }

    /// Whether any text stands in `view`.
    #[must_use]
    pub fn stands_in(&self, view: View) -> bool {
        self.marks.iter().any(|mark| mark.change.stands_in(view))
    }

    /// The unmarked wording of one view, styles kept.
    #[must_use]
    pub fn view(&self, view: View) -> Self {
        let mut out = Self::with_capacity(self.text.len(), self.marks.len());
        out.append_view(self, view);
        out.text.shrink_to_fit();
        out
    }

    /// Adds the text of one view of `other`, unmarked.
    pub fn append_view(&mut self, other: &Self, view: View) {
        for run in other.runs_in(view) {
            let style = Diff::same(*run.style.get(view));
            self.push_from(run.text, Change::Kept, style, 0);
        }
    }

    /// The same words, each run changed by `f`: its new text, change and style.
    #[must_use]
    pub fn rewrite<'a>(&'a self, mut f: impl FnMut(Run<'a>) -> (Cow<'a, str>, Change)) -> Self {
        let mut out = Self::with_capacity(self.text.len(), self.marks.len());
        for run in self.runs() {
            let (text, change) = f(run);
            out.push_from(&text, change, run.style, run.origin);
        }
        out
    }

    /// The same words, all with one change.
    #[must_use]
    pub fn all_as(&self, change: Change) -> Self {
        self.rewrite(|run| (Cow::Borrowed(run.text), change))
    }

    /// Takes the bytes of `range` out of the buffer and returns them with their marks. A range that
    /// does not lie on character boundaries takes nothing.
    pub fn take(&mut self, range: Range<usize>) -> Self {
        let mut taken = Self::default();
        if self.text.get(range.clone()).is_none() {
            return taken;
        }
        if let [mark] = self.marks.as_mut_slice() {
            let mark = *mark;
            taken.push_from(
                &self.text[range.clone()],
                mark.change,
                mark.style,
                mark.origin,
            );
            self.text.replace_range(range, "");
            self.marks.clear();
            if !self.text.is_empty() {
                self.mark_to_end(mark.change, mark.style, mark.origin);
            }
            return taken;
        }
        let mut left = Self::default();
        for run in self.runs() {
            let end = run.start + run.text.len();
            let cut = |from: usize, to: usize| {
                &self.text[from.clamp(run.start, end)..to.clamp(run.start, end)]
            };
            let give =
                |to: &mut Self, text: &str| to.push_from(text, run.change, run.style, run.origin);
            give(&mut left, cut(run.start, range.start));
            give(&mut taken, cut(range.start, range.end));
            give(&mut left, cut(range.end, end));
        }
        *self = left;
        taken
    }

    /// Takes the bytes of several ranges out, which must stand in order and not overlap. A range
    /// that does not lie on character boundaries, or overlaps the one before it, takes nothing.
    pub fn remove(&mut self, ranges: &[Range<usize>]) {
        self.edit(ranges.iter().map(|range| (range.clone(), None)));
    }

    /// Says of the bytes of `range` that they were kept, inserted or deleted. The text stays as it
    /// is. A range that does not lie on character boundaries changes nothing.
    pub fn set_change(&mut self, range: Range<usize>, change: Change) {
        self.set_changes(&[(range, change)]);
    }

    /// The same for many ranges at once, which must stand in order and not overlap. A range that
    /// does not lie on character boundaries, or overlaps the one before it, changes nothing.
    pub fn set_changes(&mut self, changes: &[(Range<usize>, Change)]) {
        let edits = changes.iter().cloned();
        self.edit(edits.map(|(range, change)| (range, Some(change))));
    }

    /// Gives ranges of bytes another change, or takes them out where there is none: one walk over
    /// the runs, however many ranges there are.
    fn edit(&mut self, edits: impl Iterator<Item = (Range<usize>, Option<Change>)>) {
        let mut done = 0;
        let fits = |(range, _): &(Range<usize>, Option<Change>)| {
            let fits = range.start >= done && self.text.get(range.clone()).is_some();
            done = if fits { range.end } else { done };
            fits
        };
        let edits: Vec<_> = edits.filter(fits).collect();
        if edits.is_empty() {
            return;
        }
        let mut out = Self::with_capacity(self.text.len(), self.marks.len());
        let mut next = edits.into_iter().peekable();
        for run in self.runs() {
            let end = run.start + run.text.len();
            let mut at = run.start;
            while at < end {
                while next.next_if(|(range, _)| range.end <= at).is_some() {}
                let (to, change) = match next.peek() {
                    Some((range, change)) if range.start <= at => (range.end.min(end), *change),
                    Some((range, _)) => (range.start.min(end), Some(run.change)),
                    None => (end, Some(run.change)),
                };
                if let Some(change) = change {
                    out.push_from(&self.text[at..to], change, run.style, run.origin);
                }
                at = to;
            }
        }
        *self = out;
    }

    /// Gives back memory that was reserved and not used.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.marks.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_neighbours_are_one_run() {
        let mut words = Wording::plain("a");
        words.push("b", Change::Kept);
        words.push("", Change::Deleted);
        words.push("c", Change::Deleted);
        assert_eq!(words.runs().count(), 2);
        assert_eq!(words.text(View::Revised), "ab");
        assert!(matches!(words.text(View::Base), Cow::Borrowed("abc")));
    }

    #[test]
    fn changes_are_set_in_one_walk() {
        let mut words = Wording::plain("one two");
        words.push(" three four", Change::Inserted);
        let changes = [
            (0..3, Change::Deleted),
            (2..4, Change::Inserted),
            (4..7, Change::Kept),
            (8..14, Change::Deleted),
        ];
        words.set_changes(&changes);
        let runs: Vec<_> = words.runs().map(|run| (run.text, run.change)).collect();
        let (kept, came, went) = (Change::Kept, Change::Inserted, Change::Deleted);
        assert_eq!(
            runs,
            [
                ("one", went),
                (" two", kept),
                (" ", came),
                ("three ", went),
                ("four", came)
            ]
        );
    }

    #[test]
    fn ranges_are_taken_out_in_one_walk() {
        let mut words = Wording::plain("one two");
        words.push(" three four", Change::Inserted);
        words.remove(&[0..1, 2..3, 4..10, 9..12, 14..18]);
        let runs: Vec<_> = words.runs().map(|run| (run.text, run.change)).collect();
        assert_eq!(runs, [("n ", Change::Kept), ("ree ", Change::Inserted)]);
    }

    #[test]
    fn a_view_keeps_the_style_of_its_own_side() {
        let mut words = Wording::default();
        let style = Diff {
            old: Style::ITALIC,
            new: Style::BOLD,
        };
        words.push_styled("x", Change::Kept, style);
        let revised = words.view(View::Revised);
        let run = revised.runs().next().map(|run| run.style);
        assert_eq!(run, Some(Diff::same(Style::BOLD)));
        assert!(words.is_marked() && !revised.is_marked());
    }
}
