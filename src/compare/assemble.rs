//! An alignment -> the redline: one marked draft, and a row for every pair of clauses.

use super::align::Alignment;
use super::classify::{Typefaces, classify, classify_whole};
use super::diff::{diff, diff_parts};
use super::order::Order;
use crate::draft::paragraph::lead_end;
use crate::draft::{
    Addresses, Change, Class, ClauseChange, Diff, Draft, Kind, Label, Move, Outcome, Outline,
    Paragraph, Place, Redline, View, Wording,
};
use std::ops::Range;

/// Puts two unmarked drafts together.
pub(super) fn assemble(
    (old, new): (&Draft, &Draft),
    alignment: &Alignment,
    typefaces: Typefaces,
) -> Redline {
    let mut builder = Builder {
        old,
        new,
        typefaces,
        old_places: Places::of(old),
        new_places: Places::of(new),
        away: vec![None; old.paragraphs.len()],
        here: vec![None; new.paragraphs.len()],
        heads: vec![None; old.paragraphs.len()],
        order: Order::of(old, new, alignment),
        out: with_room_for(old.paragraphs.len().max(new.paragraphs.len())),
    };
    for (id, (from, to)) in (1..).zip(&alignment.moved) {
        builder.away[*from] = Some(id);
        builder.here[*to] = Some((id, *from));
    }
    for (olds, news) in &alignment.in_place {
        if olds.len() == 1 && news.len() == 1 {
            builder.heads[olds.start] = Some(news.start);
        }
    }
    builder.run(alignment);
    let mut redline = builder.out;
    redline.draft.masthead = new.masthead.clone();
    redline.draft.source = new.source.clone();
    for row in &redline.clauses {
        redline.summary.count(row);
    }
    redline
}

/// A redline with room for so many paragraphs: a list that grows is there twice now and then.
fn with_room_for(count: usize) -> Redline {
    Redline {
        draft: Draft {
            paragraphs: Vec::with_capacity(count),
            ..Draft::default()
        },
        clauses: Vec::with_capacity(count),
        ..Redline::default()
    }
}

/// Addresses and section heads of one draft.
struct Places {
    addresses: Addresses,
    /// For each paragraph, the paragraph that opens its section.
    heads: Vec<Option<usize>>,
}

impl Places {
    fn of(draft: &Draft) -> Self {
        let outline = Outline::of(draft, View::Revised);
        let addresses = Addresses::within(draft, View::Revised, &outline);
        let mut heads = Vec::with_capacity(draft.paragraphs.len());
        for section in &outline.sections {
            heads.extend(section.paragraphs.clone().map(|_| section.head));
        }
        Self { addresses, heads }
    }

    fn address(&self, index: usize) -> Box<str> {
        self.addresses.get(index).into()
    }
}

struct Builder<'a> {
    old: &'a Draft,
    new: &'a Draft,
    typefaces: Typefaces,
    old_places: Places,
    new_places: Places,
    /// For each old paragraph, the number of the move it went away by.
    away: Vec<Option<u32>>,
    /// For each new paragraph, the move it came here by, and from where.
    here: Vec<Option<(u32, usize)>>,
    /// For each old paragraph that is paired in place, its partner.
    heads: Vec<Option<usize>>,
    order: Order<'a>,
    out: Redline,
}

impl<'a> Builder<'a> {
    fn run(&mut self, alignment: &Alignment) {
        let (mut i, mut j) = (0, 0);
        for (olds, news) in &alignment.in_place {
            self.between(i..olds.start, j..news.start);
            self.group(alignment, olds, news);
            (i, j) = (olds.end, news.end);
        }
        self.between(i..self.old.paragraphs.len(), j..self.new.paragraphs.len());
    }

    /// What stands between two groups: gone away, deleted; come here, inserted.
    fn between(&mut self, olds: Range<usize>, mut news: Range<usize>) {
        let last = news.start.checked_sub(1).map(|j| &self.new.paragraphs[j]);
        for i in olds {
            let after = self.order.first_after(&self.old.paragraphs[i], last);
            while news.start < after.min(news.end) {
                self.come(news.start);
                news.start += 1;
            }
            self.go(i);
        }
        for j in news {
            self.come(j);
        }
    }

    fn go(&mut self, i: usize) {
        match self.away[i] {
            Some(id) => self.ghost(i, id),
            None => self.deleted(i),
        }
    }

    fn come(&mut self, j: usize) {
        match self.here[j] {
            Some((id, from)) => self.moved(from, j, id),
            None => self.inserted(j),
        }
    }

    fn push(&mut self, paragraph: Paragraph) -> usize {
        self.out.draft.paragraphs.push(paragraph);
        self.out.draft.paragraphs.len() - 1
    }

    fn row(&mut self, paragraph: &Paragraph, row: ClauseChange) {
        match paragraph.kind {
            // The empty cells of a table are nobody's clauses.
            Kind::Clause if self.out.draft.paragraphs[row.paragraph].is_bare() => {
                self.out.others.push(row);
            }
            Kind::Clause => self.out.clauses.push(row),
            Kind::Call | Kind::Heading | Kind::Organ => self.out.sections.push(row),
            _ => self.out.others.push(row),
        }
    }

    /// A paragraph that stands in one draft only.
    fn alone(paragraph: &Paragraph, change: Change) -> Paragraph {
        let label = paragraph.label.as_ref().map(|label| {
            let mut label = label.clone();
            match change {
                Change::Inserted => label.text.old = None,
                Change::Deleted => label.text.new = None,
                Change::Kept => {}
            }
            label
        });
        let line = *paragraph.line.get(View::Revised);
        Paragraph {
            kind: paragraph.kind,
            older_kind: None,
            change,
            origin: 0,
            moved: None,
            depth: paragraph.depth,
            place: paragraph.place.clone(),
            label,
            words: paragraph.words.all_as(change),
            line: if change == Change::Deleted {
                Diff { old: line, new: 0 }
            } else {
                Diff { old: 0, new: line }
            },
            anchors: Box::default(),
        }
    }

    fn deleted(&mut self, i: usize) {
        let source = &self.old.paragraphs[i];
        let at = self.push(Self::alone(source, Change::Deleted));
        let (classes, words) = classify_whole(&source.words, View::Revised);
        let row = ClauseChange {
            old: Some(self.old_places.address(i)),
            new: None,
            outcome: Outcome::Deleted,
            renumbered: false,
            classes,
            moved_from: None,
            paragraph: at,
            words: words.invert(),
        };
        self.row(source, row);
    }

    fn inserted(&mut self, j: usize) {
        let source = &self.new.paragraphs[j];
        let at = self.push(Self::alone(source, Change::Inserted));
        let (classes, words) = classify_whole(&source.words, View::Revised);
        let row = ClauseChange {
            old: None,
            new: Some(self.new_places.address(j)),
            outcome: Outcome::Inserted,
            renumbered: false,
            classes,
            moved_from: None,
            paragraph: at,
            words,
        };
        self.row(source, row);
    }

    /// The place a moved clause left: its old words, all deleted here. The row stands at the new
    /// place.
    fn ghost(&mut self, i: usize, id: u32) {
        let mut ghost = Self::alone(&self.old.paragraphs[i], Change::Deleted);
        ghost.moved = Some(Move {
            id,
            half: Change::Deleted,
        });
        self.push(ghost);
    }

    fn moved(&mut self, i: usize, j: usize, id: u32) {
        let (old, new) = (&self.old.paragraphs[i], &self.new.paragraphs[j]);
        let mut paragraph = Self::alone(new, Change::Inserted);
        paragraph.words = diff(&old.words, &new.words);
        paragraph.label = joint_label(Some(old), Some(new));
        paragraph.place = joint_place(old, new);
        paragraph.older_kind = older_kind(old, new);
        paragraph.line.old = old.line.new;
        paragraph.moved = Some(Move {
            id,
            half: Change::Inserted,
        });
        let mut row = self.paired(i, j, &paragraph);
        row.outcome = Outcome::Moved;
        row.moved_from.clone_from(&row.old);
        row.paragraph = self.push(paragraph);
        self.row(new, row);
    }

    fn group(&mut self, alignment: &Alignment, olds: &Range<usize>, news: &Range<usize>) {
        if let (1, 1) = (olds.len(), news.len()) {
            let (one, other) = (
                &self.old.paragraphs[olds.start],
                &self.new.paragraphs[news.start],
            );
            let marked = diff(&one.words, &other.words);
            return self.pair(olds.start, news.start, marked, Change::Kept, None);
        }
        let is_split = olds.len() == 1;
        let left_out = &alignment.left_out;
        let (whole, draft, range, left_out) = if is_split {
            let whole = &self.old.paragraphs[olds.start];
            (whole, self.new, news, &left_out.new)
        } else {
            let whole = &self.new.paragraphs[news.start];
            (whole, self.old, olds, &left_out.old)
        };
        let is_part = |at: &usize| left_out.binary_search(at).is_err();
        let parts: Vec<(usize, &Wording)> = range
            .clone()
            .filter(is_part)
            .map(|at| (at, &draft.paragraphs[at].words))
            .collect();
        let mut pieces = diff_parts(&whole.words, &parts, is_split);
        let view = if is_split { View::Base } else { View::Revised };
        hold_lead(&mut pieces, view, lead_of(whole));
        let mut next = range.start;
        for (at, marked) in pieces {
            self.between_parts(next..at, is_split);
            let is_first = at == range.start;
            let (change, outcome) = match (is_first, is_split) {
                (true, true) => (Change::Kept, Outcome::Split),
                (true, false) => (Change::Kept, Outcome::Merged),
                (false, true) => (Change::Inserted, Outcome::Split),
                (false, false) => (Change::Deleted, Outcome::Merged),
            };
            let (i, j) = if is_split {
                (olds.start, at)
            } else {
                (at, news.start)
            };
            self.pair(i, j, marked, change, Some(outcome));
            next = at + 1;
        }
        self.between_parts(next..range.end, is_split);
    }

    /// What stands between two parts of a whole and is none.
    fn between_parts(&mut self, range: Range<usize>, is_split: bool) {
        for at in range {
            if is_split {
                self.come(at);
            } else {
                self.go(at);
            }
        }
    }

    /// One paragraph of a group, and its row.
    fn pair(
        &mut self,
        i: usize,
        j: usize,
        words: Wording,
        change: Change,
        outcome: Option<Outcome>,
    ) {
        let (old, new) = (&self.old.paragraphs[i], &self.new.paragraphs[j]);
        let (in_old, in_new) = (change != Change::Inserted, change != Change::Deleted);
        let paragraph = Paragraph {
            kind: new.kind,
            older_kind: older_kind(old, new),
            change,
            origin: 0,
            moved: None,
            depth: Diff {
                old: if in_old { old.depth.new } else { new.depth.new },
                new: if in_new { new.depth.new } else { old.depth.new },
            },
            place: joint_place(old, new),
            label: joint_label(in_old.then_some(old), in_new.then_some(new)),
            words,
            line: Diff {
                old: old.line.new,
                new: new.line.new,
            },
            anchors: Box::default(),
        };
        let mut row = self.paired(i, j, &paragraph);
        if let Some(outcome) = outcome {
            row.outcome = outcome;
        } else if self.changed_section(i, j) {
            row.outcome = Outcome::Moved;
            row.moved_from.clone_from(&row.old);
        }
        row.paragraph = self.push(paragraph);
        self.row(new, row);
    }

    /// The row of a pair, as if it stood in place.
    fn paired(&self, i: usize, j: usize, paragraph: &Paragraph) -> ClauseChange {
        let (mut classes, words) = classify(&paragraph.words, self.typefaces);
        let label = |p: &Paragraph| p.label_in(View::Revised).map(str::to_owned);
        let (old, new) = (&self.old.paragraphs[i], &self.new.paragraphs[j]);
        let renumbered = label(old) != label(new);
        let outcome = if classes.is_empty() {
            Outcome::Unchanged
        } else {
            Outcome::Amended
        };
        if renumbered {
            classes.push(Class::Numbering);
        }
        ClauseChange {
            old: Some(self.old_places.address(i)),
            new: Some(self.new_places.address(j)),
            outcome,
            renumbered,
            classes,
            moved_from: None,
            paragraph: 0,
            words,
        }
    }

    /// Whether a clause that kept its place in the text is under another call or article now.
    fn changed_section(&self, i: usize, j: usize) -> bool {
        let (Some(old), Some(new)) = (self.old_places.heads[i], self.new_places.heads[j]) else {
            return false;
        };
        let cited_by =
            |p: &Paragraph| p.kind == Kind::Call || p.kind == Kind::Heading && p.label.is_some();
        self.old.paragraphs[i].kind == Kind::Clause
            && cited_by(&self.old.paragraphs[old])
            && cited_by(&self.new.paragraphs[new])
            && self.heads[old] != Some(new)
    }
}

fn lead_of(paragraph: &Paragraph) -> usize {
    paragraph.lead_in(View::Revised)
}

/// What stands before the label of a paragraph that was split or merged must stand in its first
/// piece, as the label does, wherever the words come from: it comes there, and goes elsewhere.
fn hold_lead(pieces: &mut [(usize, Wording)], view: View, lead: usize) {
    let Some(((_, first), rest)) = pieces.split_first_mut() else {
        return;
    };
    let (own, elsewhere, opposite) = match view {
        View::Base => (Change::Deleted, Change::Inserted, View::Revised),
        View::Revised => (Change::Inserted, Change::Deleted, View::Base),
    };
    let mut missing = lead.saturating_sub(first.text(view).len());
    let rest = rest.iter_mut().map(|(_, piece)| piece);
    for piece in rest.filter(|piece| piece.stands_in(view)) {
        if missing == 0 {
            return;
        }
        let mut left = Wording::default();
        for run in piece.runs() {
            let taken = match run.change.stands_in(view) {
                true => lead_end(run.text, missing),
                false => 0,
            };
            let (lead, after) = run.text.split_at(taken);
            first.push_styled(lead, own, Diff::same(*run.style.get(view)));
            if run.change == Change::Kept {
                let style = Diff::same(*run.style.get(opposite));
                left.push_styled(lead, elsewhere, style);
            }
            left.push_styled(after, run.change, run.style);
            if run.change.stands_in(view) {
                // A lead that ends within this run ends there.
                missing = if after.is_empty() { missing - taken } else { 0 };
            }
        }
        *piece = left;
    }
}

/// What the older paragraph of a pair was, where it was something else.
fn older_kind(old: &Paragraph, new: &Paragraph) -> Option<Kind> {
    (old.kind != new.kind).then_some(old.kind)
}

/// The places of a pair; none where both lie in the text itself.
fn joint_place(old: &Paragraph, new: &Paragraph) -> Option<Box<Diff<Place>>> {
    let of = |p: &Paragraph| p.place_in(View::Revised).cloned();
    let (old, new) = (of(old), of(new));
    (old.is_some() || new.is_some()).then(|| {
        Box::new(Diff {
            old: old.unwrap_or_default(),
            new: new.unwrap_or_default(),
        })
    })
}

/// The label of a pair; none where neither side has one.
fn joint_label(old: Option<&Paragraph>, new: Option<&Paragraph>) -> Option<Box<Label>> {
    fn of(paragraph: Option<&Paragraph>) -> Option<&Label> {
        paragraph?
            .label
            .as_deref()
            .filter(|label| label.text.new.is_some())
    }
    let (old, new) = (of(old), of(new));
    if old.is_none() && new.is_none() {
        return None;
    }
    Some(Box::new(Label {
        text: Diff {
            old: old.and_then(|l| l.text.new.clone()),
            new: new.and_then(|l| l.text.new.clone()),
        },
        lead: Diff {
            old: old.map_or(0, |l| l.lead.new),
            new: new.map_or(0, |l| l.lead.new),
        },
        printed: None,
        confidence: old
            .map_or(1.0, |l| l.confidence)
            .min(new.map_or(1.0, |l| l.confidence)),
        origin: Diff::same(0),
    }))
}
