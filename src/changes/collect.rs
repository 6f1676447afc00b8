//! The changes of a draft, paragraph by paragraph: each with the marks that it is made of.

use super::places::Places;
use crate::compare::classes_of;
use crate::draft::paragraph::lead_end;
use crate::draft::{
    Change, ChangeKind, Class, Diff, Draft, Label, Paragraph, Run, Style, TrackedChange, View,
    Wording,
};
use std::collections::HashMap;
use std::ops::Range;

/// A change and what it is made of.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) row: TrackedChange,
    pub(crate) parts: Vec<Part>,
}

/// A mark of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Which paragraph carries it.
    pub(crate) paragraph: usize,
    pub(crate) what: What,
    /// Whose it is, as [`Run::origin`].
    pub(crate) origin: u32,
}

/// What a mark is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// The beginning of the paragraph, its label and its depth.
    Beginning,
    /// Its label and its depth, where it begins in both texts.
    Label,
    /// These bytes of its words.
    Words(Range<usize>),
}

/// The changes of a draft, in the order of the text, without numbers.
pub(crate) fn collect(draft: &Draft) -> Vec<Found> {
    let mut collector = Collector {
        draft,
        places: Places::of(draft),
        tells_typefaces: draft.tells_typefaces(),
        out: Vec::new(),
        moves: HashMap::new(),
    };
    for (at, paragraph) in draft.paragraphs.iter().enumerate() {
        collector.paragraph(at, paragraph);
    }
    collector.out
}

struct Collector<'d> {
    draft: &'d Draft,
    places: Places,
    tells_typefaces: bool,
    out: Vec<Found>,
    /// The changes that are moves, by the number that their halves share.
    moves: HashMap<u32, usize>,
}

impl Collector<'_> {
    fn paragraph(&mut self, at: usize, paragraph: &Paragraph) {
        let runs: Vec<Run<'_>> = paragraph.words.runs().collect();
        let whole = Whole::of(paragraph, &runs);
        let taken = |run: &Run<'_>| {
            whole.is_some_and(|whole| whole.takes(run) && self.is_by(run.origin, paragraph.origin))
        };
        let taken: Vec<bool> = runs.iter().map(taken).collect();
        let is_changed = paragraph.change != Change::Kept;
        if is_changed {
            let words = runs.iter().zip(&taken).filter(|(_, taken)| **taken);
            let words: Vec<Part> = words.map(|(run, _)| words_part(at, run)).collect();
            self.beginning(at, paragraph, whole, words);
            self.labels_of_others(at, paragraph);
        } else if is_relabelled(paragraph) {
            self.label(at, paragraph);
        }
        self.stretches(at, &runs, &taken);
    }

    /// Whether two changes have the same author, or none is known of either.
    fn is_by(&self, one: u32, other: u32) -> bool {
        let author = |number| self.draft.origin(number).and_then(|o| o.author.as_deref());
        author(one) == author(other)
    }

    /// A paragraph that came, went, moved, was split off or merged.
    fn beginning(
        &mut self,
        at: usize,
        paragraph: &Paragraph,
        whole: Option<Whole>,
        words: Vec<Part>,
    ) {
        let mut parts = vec![Part {
            paragraph: at,
            what: What::Beginning,
            origin: paragraph.origin,
        }];
        let label = label_parts(at, paragraph);
        parts.extend(label.filter(|part| self.is_by(part.origin, paragraph.origin)));
        parts.extend(words);
        let kind = match (paragraph.moved, whole, paragraph.change) {
            (Some(_), ..) => ChangeKind::Moved,
            (None, Some(_), Change::Inserted) => ChangeKind::Inserted,
            (None, Some(_), _) => ChangeKind::Deleted,
            (None, None, Change::Inserted) => ChangeKind::Split,
            (None, None, _) => ChangeKind::Merged,
        };
        let known = paragraph.moved.and_then(|moved| self.moves.get(&moved.id));
        if let Some(half) = known.copied() {
            return self.other_half(half, at, paragraph, parts);
        }
        if let Some(moved) = paragraph.moved {
            self.moves.insert(moved.id, self.out.len());
        }
        let view = match paragraph.change {
            Change::Inserted => View::Revised,
            _ => View::Base,
        };
        let mut row = self.row(at, kind, paragraph.origin);
        let text = paragraph.labelled_text(view);
        let (classes, count) = match kind {
            ChangeKind::Inserted | ChangeKind::Deleted => whole_classes(paragraph, view),
            _ => (Vec::new(), Diff::default()),
        };
        (row.classes, row.words) = (classes, count);
        *row.address.get_mut(view.other()) = None;
        *row.section.get_mut(view.other()) = None;
        match view {
            View::Base => row.before = text,
            View::Revised => row.after = text,
        }
        self.out.push(Found { row, parts });
    }

    /// The second half of a move that is known: where the words stand now, or where they stood.
    fn other_half(&mut self, half: usize, at: usize, paragraph: &Paragraph, parts: Vec<Part>) {
        let view = match paragraph.change {
            Change::Inserted => View::Revised,
            _ => View::Base,
        };
        let text = paragraph.labelled_text(view);
        let (address, section) = (self.places.address(at, view), self.places.section(at, view));
        let found = &mut self.out[half];
        match view {
            View::Base => found.row.before = text,
            View::Revised => found.row.after = text,
        }
        *found.row.address.get_mut(view) = address;
        *found.row.section.get_mut(view) = section;
        *found.row.line.get_mut(view) = *paragraph.line.get(view);
        found.parts.extend(parts);
    }

    fn label(&mut self, at: usize, paragraph: &Paragraph) {
        let parts: Vec<Part> = label_parts(at, paragraph).collect();
        if let [old, new] = parts.as_slice()
            && !self.is_by(old.origin, new.origin)
        {
            return self.label_by_two(at, paragraph, old.clone(), new.clone());
        }
        let origin = parts.iter().map(|part| part.origin).max().unwrap_or(0);
        let mut row = self.row(at, ChangeKind::Renumbered, origin);
        row.classes = vec![Class::Numbering];
        let texts = paragraph.label.as_ref().map(|label| &label.text);
        if texts.is_some_and(Diff::differs) {
            row.before = paragraph.label_in(View::Base).unwrap_or("").to_owned();
            row.after = paragraph.label_in(View::Revised).unwrap_or("").to_owned();
        } else if paragraph.depth.differs() {
            row.before = format!("level {}", u16::from(paragraph.depth.old) + 1);
            row.after = format!("level {}", u16::from(paragraph.depth.new) + 1);
        }
        self.out.push(Found { row, parts });
    }

    /// A label that one author took away and another brought: each can be accepted by itself.
    fn label_by_two(&mut self, at: usize, paragraph: &Paragraph, old: Part, new: Part) {
        for (view, part) in [(View::Base, old), (View::Revised, new)] {
            self.half_of_label(at, paragraph, part, &[view]);
        }
    }

    /// What others do to the label of a paragraph that came or went.
    fn labels_of_others(&mut self, at: usize, paragraph: &Paragraph) {
        let parts = label_parts(at, paragraph);
        let others = parts.filter(|part| !self.is_by(part.origin, paragraph.origin));
        for part in others.collect::<Vec<_>>() {
            self.half_of_label(at, paragraph, part, &[View::Base, View::Revised]);
        }
    }

    fn half_of_label(&mut self, at: usize, paragraph: &Paragraph, part: Part, told: &[View]) {
        let mut row = self.row(at, ChangeKind::Renumbered, part.origin);
        row.classes = vec![Class::Numbering];
        for view in told {
            let text = paragraph.label_in(*view).unwrap_or("").to_owned();
            match view {
                View::Base => row.before = text,
                View::Revised => row.after = text,
            }
        }
        self.out.push(Found {
            row,
            parts: vec![part],
        });
    }

    /// Stretches of words that came, went or stand in the place of others, each by one author.
    fn stretches(&mut self, at: usize, runs: &[Run<'_>], taken: &[bool]) {
        let mut from = 0;
        while from < runs.len() {
            let sort = if taken[from] {
                None
            } else {
                self.sort(&runs[from])
            };
            let Some(sort) = sort else {
                from += 1;
                continue;
            };
            let goes_on = |k: usize| {
                !taken[k]
                    && self.sort(&runs[k]) == Some(sort)
                    && self.is_by(runs[k].origin, runs[from].origin)
            };
            let after = (from + 1..runs.len()).find(|k| !goes_on(*k));
            let after = after.unwrap_or(runs.len());
            self.stretch(at, sort, runs, from..after);
            from = after;
        }
    }

    /// What sort of change a run is, if it is one.
    fn sort(&self, run: &Run<'_>) -> Option<Sort> {
        match run.change {
            Change::Kept if self.tells_typefaces && run.style.differs() => Some(Sort::Typeface),
            Change::Kept => None,
            _ => Some(Sort::Words),
        }
    }

    fn stretch(&mut self, at: usize, sort: Sort, all: &[Run<'_>], stretch: Range<usize>) {
        let runs = &all[stretch.clone()];
        let [first, ..] = runs else { return };
        let text = |view| -> String {
            let standing = runs.iter().filter(|run| run.change.stands_in(view));
            standing.map(|run| run.text).collect()
        };
        let has = |change| runs.iter().any(|run| run.change == change);
        let kind = match (sort, has(Change::Deleted), has(Change::Inserted)) {
            (Sort::Typeface, ..) => ChangeKind::Restyled,
            (_, true, true) => ChangeKind::Replaced,
            (_, true, _) => ChangeKind::Deleted,
            _ => ChangeKind::Inserted,
        };
        let latest = runs.iter().max_by_key(|run| self.date(run.origin));
        let mut row = self.row(at, kind, latest.map_or(first.origin, |run| run.origin));
        match sort {
            Sort::Words => {
                (row.before, row.after) = (text(View::Base), text(View::Revised));
                (row.classes, row.words) = classes_of(&in_context(all, stretch));
            }
            Sort::Typeface => {
                let told = |view| text(view) + " (" + &typefaces(first.style.get(view)) + ")";
                (row.before, row.after) = (told(View::Base), told(View::Revised));
                row.classes = vec![Class::Editorial];
            }
        }
        let parts = runs.iter().map(|run| words_part(at, run)).collect();
        self.out.push(Found { row, parts });
    }

    fn date(&self, origin: u32) -> Option<&str> {
        self.draft.origin(origin)?.date.as_deref()
    }

    fn row(&self, at: usize, kind: ChangeKind, origin: u32) -> TrackedChange {
        let origin = self.draft.origin(origin).cloned().unwrap_or_default();
        self.places.row(self.draft, at, kind, origin)
    }
}

/// A stretch of a paragraph's words that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Words,
    Typeface,
}

/// A paragraph that came or went with its words.
#[derive(Debug, Clone, Copy)]
struct Whole(Change);

impl Whole {
    /// None where some of its words stand in the other text, as where it was split off or merged.
    /// The words that a moved paragraph had stay with the place where they stood.
    fn of(paragraph: &Paragraph, runs: &[Run<'_>]) -> Option<Self> {
        let change = paragraph.change;
        let is_of_it = |run: &Run<'_>| run.change == change || run.text.trim().is_empty();
        let is_old_half = paragraph.moved.is_some() && change == Change::Deleted;
        let is_whole = change != Change::Kept && (is_old_half || runs.iter().all(is_of_it));
        is_whole.then_some(Self(change))
    }

    fn takes(self, run: &Run<'_>) -> bool {
        run.change == self.0
    }
}

/// A label or a depth of one text alone, in a paragraph that begins in both.
fn is_relabelled(paragraph: &Paragraph) -> bool {
    let is_other = |label: &Label| label.text.differs() || label.lead.differs();
    paragraph.depth.differs()
        || paragraph.older_kind.is_some()
        || paragraph.label.as_deref().is_some_and(is_other)
}

/// The marks on a paragraph's label: one where nobody is known to have changed it.
fn label_parts(paragraph: usize, of: &Paragraph) -> impl Iterator<Item = Part> {
    let Diff { old, new } = of
        .label
        .as_ref()
        .map(|label| label.origin)
        .unwrap_or_default();
    let second = (new != 0 && old != 0).then_some(new);
    let own = if old == 0 { new } else { old };
    // Where no label is another, it is the depth that changed.
    let first = if own == 0 { of.origin } else { own };
    [Some(first), second]
        .into_iter()
        .flatten()
        .map(move |origin| Part {
            paragraph,
            what: What::Label,
            origin,
        })
}

fn words_part(paragraph: usize, run: &Run<'_>) -> Part {
    Part {
        paragraph,
        what: What::Words(run.start..run.start + run.text.len()),
        origin: run.origin,
    }
}

/// What came or went whole: words are substance, a paragraph without any is none.
fn whole_classes(paragraph: &Paragraph, view: View) -> (Vec<Class>, Diff<u32>) {
    let change = match view {
        View::Base => Change::Deleted,
        View::Revised => Change::Inserted,
    };
    let (classes, words) = classes_of(&paragraph.words.view(view).all_as(change));
    match words == Diff::default() {
        true => (classes, words),
        false => (vec![Class::Substance], words),
    }
}

/// Some runs, and the words around them as they stand in the newer text: what a word is, its
/// neighbours say.
fn in_context(runs: &[Run<'_>], stretch: Range<usize>) -> Wording {
    /// So many bytes on each side.
    const CONTEXT: usize = 160;
    let is_kept = |run: &&Run<'_>| run.change.stands_in(View::Revised);
    let mut before: Vec<&str> = Vec::new();
    let mut room = CONTEXT;
    for run in runs[..stretch.start].iter().rev().filter(is_kept) {
        let from = run.text.len().saturating_sub(room);
        let from = (from..=run.text.len()).find(|at| run.text.is_char_boundary(*at));
        before.push(&run.text[from.unwrap_or(0)..]);
        room = room.saturating_sub(run.text.len());
        if room == 0 {
            break;
        }
    }
    let mut out = Wording::default();
    for text in before.iter().rev() {
        out.push(text, Change::Kept);
    }
    for run in &runs[stretch.clone()] {
        out.push(run.text, run.change);
    }
    let mut room = CONTEXT;
    for run in runs[stretch.end..].iter().filter(is_kept) {
        out.push(&run.text[..lead_end(run.text, room)], Change::Kept);
        room = room.saturating_sub(run.text.len());
        if room == 0 {
            break;
        }
    }
    out
}

/// The names of typefaces, for people.
fn typefaces(style: &Style) -> String {
    let names = style.names();
    match names.is_empty() {
        true => "plain".to_owned(),
        false => names.join(", "),
    }
}
