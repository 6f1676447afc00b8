//! The two clean texts of a marked draft.

use super::paragraph::lead_end;
use super::{Anchor, Change, Diff, Draft, Label, Move, Origin, Paragraph, Style, View};

impl Draft {
    /// Who made a change, by the number that it carries; none where the source does not say.
    #[must_use]
    pub fn origin(&self, number: u32) -> Option<&Origin> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        self.origins.get(place)
    }

    /// The clean text of one view, as a draft without marks: `base` is the older text, `revised`
    /// the newer.
    ///
    /// A paragraph whose mark does not stand in the view gives its remaining words to the paragraph
    /// before it (it was split off, or merged); a moved paragraph is read at the place it has in
    /// the view.
    #[must_use]
    pub fn view(&self, view: View) -> Self {
        let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(self.paragraphs.len());
        for (_, paragraph, opens) in self.parts_in(view) {
            match paragraphs.last_mut() {
                Some(last) if !opens => {
                    let start = last.words.all().len();
                    last.words.append_view(&paragraph.words, view);
                    let mut anchors = std::mem::take(&mut last.anchors).into_vec();
                    anchors.extend(anchors_in(paragraph, view, start));
                    last.anchors = anchors.into_boxed_slice();
                }
                _ => {
                    let mut alone = one(paragraph, view);
                    if !paragraph.begins_in(view) {
                        alone.label = None;
                    }
                    paragraphs.push(alone);
                }
            }
        }
        Self {
            masthead: self.masthead.clone(),
            paragraphs,
            origins: Vec::new(),
            findings: Vec::new(),
            source: self.source.clone(),
        }
    }

    /// The paragraphs whose words stand in a view, by their places, and whether each opens a
    /// paragraph of the view or goes on with the one before. Where nothing stands before it that it
    /// could be part of, its words are a paragraph all the same.
    pub(crate) fn parts_in(&self, view: View) -> impl Iterator<Item = (usize, &Paragraph, bool)> {
        let mut is_first = true;
        let paragraphs = self.paragraphs.iter().enumerate();
        paragraphs.filter_map(move |(at, paragraph)| {
            let begins = paragraph.begins_in(view);
            if !begins && (paragraph.moved.is_some() || !paragraph.words.stands_in(view)) {
                return None;
            }
            let opens = begins || is_first;
            is_first = false;
            Some((at, paragraph, opens))
        })
    }

    /// Whether the draft carries changes: inserted or deleted words, clauses or labels.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.paragraphs.iter().any(|p| {
            p.change != Change::Kept
                || p.depth.differs()
                || p.words.is_marked()
                || p.label
                    .as_ref()
                    .is_some_and(|l| l.text.differs() || l.lead.differs())
        })
    }

    /// Whether any words are set in a typeface. Where none are, the source may have had no way to
    /// say so, as plain text has none.
    #[must_use]
    pub fn has_typefaces(&self) -> bool {
        let mut runs = self.paragraphs.iter().flat_map(|one| one.words.runs());
        runs.any(|run| run.style != Diff::same(Style::PLAIN))
    }

    /// Whether words that stay, in other typefaces, are a change: where one of the two texts has no
    /// typefaces, it says nothing about them.
    #[must_use]
    pub(crate) fn tells_typefaces(&self) -> bool {
        [View::Base, View::Revised].into_iter().all(|view| {
            let mut runs = self
                .paragraphs
                .iter()
                .flat_map(|one| one.words.runs_in(view));
            runs.any(|run| *run.style.get(view) != Style::PLAIN)
        })
    }

    /// Whether two unmarked drafts say the same: kinds, depths, labels, words and styles, paragraph
    /// by paragraph.
    ///
    /// This is the equality of the laws: places in a source, findings and confidences are left out.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.paragraphs.len() == other.paragraphs.len()
            && self
                .paragraphs
                .iter()
                .zip(&other.paragraphs)
                .all(|(a, b)| a.says_the_same_as(b))
    }
}

impl Paragraph {
    /// Whether two paragraphs say the same; see [`Draft::says_the_same_as`].
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let label = |p: &Self| p.label.as_ref().map(|l| (l.text.clone(), l.lead));
        self.kind == other.kind
            && self.older_kind == other.older_kind
            && self.change == other.change
            && self.moved.map(|m: Move| m.half) == other.moved.map(|m| m.half)
            && self.depth == other.depth
            && self.place == other.place
            && label(self) == label(other)
            && self.words == other.words
    }
}

fn one(paragraph: &Paragraph, view: View) -> Paragraph {
    let words = paragraph.words.view(view);
    let label = paragraph.label.as_ref().and_then(|label| {
        let text = label.text.get(view).clone()?;
        Some(Box::new(Label {
            text: Diff::same(Some(text)),
            lead: Diff::same(own_lead(words.all(), *label.lead.get(view))),
            printed: None,
            confidence: label.confidence,
            origin: Diff::same(0),
        }))
    });
    Paragraph {
        kind: paragraph.kind_in(view),
        older_kind: None,
        change: Change::Kept,
        origin: 0,
        moved: None,
        depth: Diff::same(*paragraph.depth.get(view)),
        place: paragraph
            .place_in(view)
            .map(|place| Box::new(Diff::same(place.clone()))),
        label,
        words,
        line: Diff::same(*paragraph.line.get(view)),
        anchors: anchors_in(paragraph, view, 0).collect(),
    }
}

/// A lead within the paragraph's own words: what is joined to them later stands after the label.
fn own_lead(words: &str, lead: u8) -> u8 {
    u8::try_from(lead_end(words, usize::from(lead))).unwrap_or(lead)
}

/// Where the words of a view stand in the source, the first of them at `start`.
fn anchors_in(paragraph: &Paragraph, view: View, start: usize) -> impl Iterator<Item = Anchor> {
    let mut at = start;
    let anchors = &paragraph.anchors;
    let mut last: Option<(usize, (u32, u32))> = None;
    let runs = paragraph
        .words
        .runs_in(view)
        .filter(move |_| !anchors.is_empty());
    runs.flat_map(move |run| {
        let end = run.start + run.text.len();
        let begins = at;
        at += run.text.len();
        let from = anchors.partition_point(|a| a.at as usize <= run.start);
        let to = anchors.partition_point(|a| (a.at as usize) < end);
        let place = place_after(paragraph, last, run.start);
        last = Some((run.start, place));
        let within = anchors[from..to.max(from)].iter();
        let first = std::iter::once((run.start, place.0, place.1));
        first
            .chain(within.map(|a| (a.at as usize, a.line, a.column)))
            .map(move |(place, line, column)| Anchor {
                at: u32::try_from(begins + place - run.start).unwrap_or(u32::MAX),
                line,
                column,
            })
    })
}

/// The place of byte `at`, counted on from a place before it where both stand in one line: a line
/// may be a megabyte long, with a mark at every word.
fn place_after(paragraph: &Paragraph, last: Option<(usize, (u32, u32))>, at: usize) -> (u32, u32) {
    let line_of = |at: usize| paragraph.anchors.partition_point(|a| a.at as usize <= at);
    let counted_on = last.and_then(|(before, (line, column))| {
        let between = paragraph.words.all().get(before..at)?;
        let columns = u32::try_from(between.chars().count()).unwrap_or(0);
        let is_known = column > 0 && line_of(before) == line_of(at);
        is_known.then_some((line, column + columns))
    });
    counted_on.unwrap_or_else(|| paragraph.place_of(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Kind, Wording};

    #[test]
    fn a_split_paragraph_is_one_in_the_base() {
        let mut second = Paragraph::plain(Kind::Clause, "and acts;");
        second.change = Change::Inserted;
        second.label = Some(Box::new(Label {
            text: Diff {
                old: None,
                new: Some("2".into()),
            },
            ..Label::plain("")
        }));
        let mut first = Paragraph::plain(Kind::Clause, "");
        first.words = Wording::plain("decides");
        first.words.push(" ", Change::Deleted);
        first.words.push(";", Change::Inserted);
        let draft = Draft {
            paragraphs: vec![first, second],
            ..Draft::default()
        };
        let base = draft.view(View::Base);
        assert_eq!(base.paragraphs.len(), 1);
        assert_eq!(base.paragraphs[0].words.all(), "decides and acts;");
        let revised = draft.view(View::Revised);
        assert_eq!(revised.paragraphs.len(), 2);
        assert_eq!(
            revised.paragraphs[1].labelled_text(View::Revised),
            "2 and acts;"
        );
    }
}
