//! The redline between any two drafts of a history: what stands in one of them and not in the other.

use crate::compare::{self, classify, classify_whole};
use crate::draft::history::{Face, History, Piece, Thread};
use crate::draft::{
    Change, Class, ClauseChange, Diff, Draft, Kind, Label, Move, Outcome, Paragraph, Place,
    Redline, View, Wording,
};
use rustc_hash::FxHashMap;

/// The redline from draft `older` to draft `newer`, which may be the later one: its base view is the one, its revised view
/// the other. Clauses are paired as the drafts between them paired them, step by step.
#[must_use]
pub fn redline(history: &History, older: u32, newer: u32) -> Redline {
    let mut sheet = Sheet {
        history,
        at: Diff {
            old: older,
            new: newer,
        },
        line: Diff::same(0),
        rows: Vec::new(),
    };
    for (number, piece) in history.pieces() {
        sheet.piece(number, piece);
    }
    sheet.pair_moves();
    for row in &mut sheet.rows {
        if row.is_pair() {
            row.paragraph.words = settled(&row.paragraph.words);
        }
    }
    let mut redline = sheet.write();
    compare::settle_spelling(&mut redline);
    redline
}

/// Two drafts out of a history, written as one.
struct Sheet<'a> {
    history: &'a History,
    at: Diff<u32>,
    /// How many paragraphs of each draft have begun.
    line: Diff<usize>,
    rows: Vec<Row>,
}

/// A paragraph of the redline.
struct Row {
    paragraph: Paragraph,
    /// The piece that it is in each draft.
    piece: Diff<Option<u32>>,
    lineage: u32,
}

impl Row {
    fn is_pair(&self) -> bool {
        self.piece.old.is_some() && self.piece.new.is_some()
    }

    /// Whether it stands in one draft only, with all its words.
    fn is_alone(&self, change: Change) -> bool {
        self.paragraph.change == change
            && self.paragraph.moved.is_none()
            && self.paragraph.words.runs().all(|run| run.change == change)
    }
}

impl Sheet<'_> {
    fn piece(&mut self, number: u32, piece: &Piece) {
        let begins = self.at.map(|k| piece.life.stands_in(k));
        if let Some(change) = change_of(begins) {
            let paragraph = self.paragraph(number, begins, change);
            let in_draft = |stands: bool| stands.then_some(number);
            self.rows.push(Row {
                paragraph,
                piece: begins.map(in_draft),
                lineage: piece.lineage,
            });
        }
        // Where no paragraph begins, the words belong to the one before.
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        for thread in piece.threads() {
            push(&mut row.paragraph.words, &thread, self.at);
        }
    }

    fn paragraph(&mut self, number: u32, begins: Diff<bool>, change: Change) -> Paragraph {
        let face = |k: u32| self.history.own_face(number, k);
        let faces = match change {
            Change::Kept => self.at.map(face),
            Change::Inserted => Diff::same(face(self.at.new)),
            Change::Deleted => Diff::same(face(self.at.old)),
        };
        let line = |k: u32, at: usize| {
            let about = self.history.revisions.get(k as usize);
            about.and_then(|r| r.lines.get(at)).copied().unwrap_or(0)
        };
        let lines = Diff {
            old: if begins.old {
                line(self.at.old, self.line.old)
            } else {
                0
            },
            new: if begins.new {
                line(self.at.new, self.line.new)
            } else {
                0
            },
        };
        self.line.old += usize::from(begins.old);
        self.line.new += usize::from(begins.new);
        Paragraph {
            kind: faces.new.kind,
            older_kind: (faces.old.kind != faces.new.kind).then_some(faces.old.kind),
            change,
            depth: faces.map(|face| face.depth),
            place: place(faces),
            label: label(faces, begins),
            line: lines,
            ..Paragraph::default()
        }
    }

    /// Clauses that are one piece in the older draft and another in the newer: where nothing stands between the two, they
    /// are one paragraph; else the clause was moved.
    fn pair_moves(&mut self) {
        let mut gone: FxHashMap<u32, usize> = FxHashMap::default();
        for (at, row) in self.rows.iter().enumerate() {
            if row.is_alone(Change::Deleted) {
                gone.insert(row.lineage, at);
            }
        }
        let mut id = 0;
        let mut joined = vec![false; self.rows.len()];
        for new in 0..self.rows.len() {
            let row = &self.rows[new];
            let old = gone.get(&row.lineage).copied();
            let Some(old) = old.filter(|_| row.is_alone(Change::Inserted)) else {
                continue;
            };
            let pair = self.joined(old, new);
            let between = &self.rows[old.min(new) + 1..old.max(new)];
            let is_in_place = between
                .iter()
                .zip(&joined[old.min(new) + 1..])
                .all(|(row, gone)| *gone || row.piece.old.is_none());
            self.rows[new].piece.old = self.rows[old].piece.old;
            self.rows[new].paragraph = pair;
            if is_in_place {
                joined[old] = true;
                self.rows[new].paragraph.change = Change::Kept;
            } else {
                id += 1;
                let half = |half| Some(Move { id, half });
                self.rows[new].paragraph.moved = half(Change::Inserted);
                self.rows[old].paragraph.moved = half(Change::Deleted);
            }
        }
        let mut gone = joined.into_iter();
        self.rows.retain(|_| !gone.next().unwrap_or(false));
    }

    /// A clause at its new place, compared with itself at the old one.
    fn joined(&self, old: usize, new: usize) -> Paragraph {
        let rows = Diff {
            old: &self.rows[old],
            new: &self.rows[new],
        };
        let faces = Diff {
            old: rows
                .old
                .piece
                .old
                .map(|p| self.history.own_face(p, self.at.old)),
            new: rows
                .new
                .piece
                .new
                .map(|p| self.history.own_face(p, self.at.new)),
        };
        let mut paragraph = rows.new.paragraph.clone();
        if let (Some(old), Some(new)) = (faces.old, faces.new) {
            let faces = Diff { old, new };
            paragraph.older_kind = (old.kind != new.kind).then_some(old.kind);
            paragraph.depth = faces.map(|face| face.depth);
            paragraph.place = place(faces);
            paragraph.label = label(faces, Diff::same(true));
        }
        paragraph.line.old = rows.old.paragraph.line.old;
        paragraph.words = compare::words(
            &rows.old.paragraph.words.view(View::Base),
            &rows.new.paragraph.words.view(View::Revised),
        );
        paragraph
    }

    fn write(self) -> Redline {
        let about = self.history.revisions.get(self.at.new as usize);
        let mut out = Redline {
            draft: Draft {
                masthead: about.map(|r| r.masthead.clone()).unwrap_or_default(),
                source: about.map(|r| r.source.clone()).unwrap_or_default(),
                ..Draft::default()
            },
            ..Redline::default()
        };
        let kinds: Vec<Outcome> = (0..self.rows.len()).map(|at| self.outcome(at)).collect();
        let mut heads: Diff<Option<u32>> = Diff::same(None);
        for (at, (row, outcome)) in self.rows.iter().zip(&kinds).enumerate() {
            let is_away = row
                .paragraph
                .moved
                .is_some_and(|m| m.half == Change::Deleted);
            let opens = row.paragraph.kind.opens_section();
            if opens && row.piece.old.is_some() && !is_away {
                heads.old = Some(row.lineage);
            }
            if opens && row.piece.new.is_some() {
                heads.new = Some(row.lineage);
            }
            if is_away {
                continue;
            }
            let mut told = self.told(at, *outcome);
            if matches!(told.outcome, Outcome::Unchanged | Outcome::Amended)
                && row.paragraph.kind == Kind::Clause
                && heads.differs()
                && self.changed_section(row)
            {
                told.outcome = Outcome::Moved;
                told.moved_from.clone_from(&told.old);
            }
            match row.paragraph.kind {
                Kind::Clause if row.paragraph.is_bare() => out.others.push(told),
                Kind::Clause => {
                    out.summary.count(&told);
                    out.clauses.push(told);
                }
                Kind::Call | Kind::Heading | Kind::Organ => out.sections.push(told),
                _ => out.others.push(told),
            }
        }
        out.draft.paragraphs = self.rows.into_iter().map(|row| row.paragraph).collect();
        out
    }

    fn changed_section(&self, row: &Row) -> bool {
        let section = |piece: Option<u32>, k| piece.map(|p| &*self.history.own_cited(p, k).section);
        section(row.piece.old, self.at.old) != section(row.piece.new, self.at.new)
    }

    fn outcome(&self, at: usize) -> Outcome {
        let row = &self.rows[at];
        let paragraph = &row.paragraph;
        if paragraph.moved.is_some() {
            return Outcome::Moved;
        }
        let takes = |row: &Row, change| {
            row.paragraph.change == change
                && row.paragraph.moved.is_none()
                && row
                    .paragraph
                    .words
                    .runs()
                    .any(|run| run.change == Change::Kept)
        };
        let next = self.rows.get(at + 1);
        match paragraph.change {
            Change::Inserted if takes(row, Change::Inserted) => Outcome::Split,
            Change::Deleted if takes(row, Change::Deleted) => Outcome::Merged,
            Change::Inserted => Outcome::Inserted,
            Change::Deleted => Outcome::Deleted,
            Change::Kept if next.is_some_and(|next| takes(next, Change::Inserted)) => {
                Outcome::Split
            }
            Change::Kept if next.is_some_and(|next| takes(next, Change::Deleted)) => {
                Outcome::Merged
            }
            Change::Kept if paragraph.words.is_marked() => Outcome::Amended,
            Change::Kept => Outcome::Unchanged,
        }
    }

    fn told(&self, at: usize, outcome: Outcome) -> ClauseChange {
        let row = &self.rows[at];
        let address =
            |piece: Option<u32>, k| piece.map(|p| self.history.own_cited(p, k).address.clone());
        let (mut classes, words) = match outcome {
            Outcome::Inserted => classify_whole(&row.paragraph.words, View::Revised),
            Outcome::Deleted => classify_whole(&row.paragraph.words, View::Base),
            _ => classify(&row.paragraph.words),
        };
        let label = |view| row.paragraph.label_in(view);
        let renumbered = row.is_pair() && label(View::Base) != label(View::Revised);
        if renumbered {
            classes.push(Class::Numbering);
        }
        let old = address(row.piece.old, self.at.old);
        // The parts of a split, or of a merger, have the address of the whole on the other side.
        let before = self.rows[..at].iter().rev();
        let whole = |side: fn(&Row) -> Option<u32>, k| address(before.clone().find_map(side), k);
        let new = address(row.piece.new, self.at.new);
        let (old, new) = match outcome {
            Outcome::Split => (old.or_else(|| whole(|r| r.piece.old, self.at.old)), new),
            Outcome::Merged => (old, new.or_else(|| whole(|r| r.piece.new, self.at.new))),
            _ => (old, new),
        };
        ClauseChange {
            moved_from: (outcome == Outcome::Moved).then(|| old.clone()).flatten(),
            old,
            new,
            outcome,
            renumbered,
            classes,
            paragraph: at,
            words,
        }
    }
}

/// What became of something that stands in these of two drafts; nothing if in neither.
const fn change_of(stands: Diff<bool>) -> Option<Change> {
    match (stands.old, stands.new) {
        (true, true) => Some(Change::Kept),
        (true, false) => Some(Change::Deleted),
        (false, true) => Some(Change::Inserted),
        (false, false) => None,
    }
}

/// Adds what one of two drafts says, or both do.
pub(super) fn push(words: &mut Wording, thread: &Thread<'_>, at: Diff<u32>) {
    let Some(change) = change_of(at.map(|k| thread.life.stands_in(k))) else {
        return;
    };
    let style = match change {
        Change::Kept => at.map(|k| thread.style_in(k)),
        Change::Inserted => Diff::same(thread.style_in(at.new)),
        Change::Deleted => Diff::same(thread.style_in(at.old)),
    };
    words.push_styled(thread.text, change, style);
}

fn place(faces: Diff<&Face>) -> Option<Box<Diff<Place>>> {
    let has_one = faces.old.place.is_some() || faces.new.place.is_some();
    has_one.then(|| Box::new(faces.map(|face| face.place.clone().unwrap_or_default())))
}

fn label(faces: Diff<&Face>, begins: Diff<bool>) -> Option<Box<Label>> {
    let labels = faces.zip(begins).map(|(face, begins)| {
        let text = begins.then(|| face.label.clone()).flatten();
        let lead = if text.is_some() { face.lead } else { 0 };
        (text, lead, face.confidence())
    });
    if labels.old.0.is_none() && labels.new.0.is_none() {
        return None;
    }
    Some(Box::new(Label {
        confidence: labels.old.2.min(labels.new.2),
        lead: labels.as_ref().map(|(_, lead, _)| *lead),
        text: labels.map(|(text, _, _)| text),
        printed: None,
    }))
}

/// The same words, what went and came between two that stay compared anew: over many drafts, a word may have gone and
/// another, equal one, have come.
pub(super) fn settled(words: &Wording) -> Wording {
    let mut out = Wording::default();
    let mut hunk = Wording::default();
    for run in words.runs() {
        if run.change == Change::Kept {
            settle(&mut hunk, &mut out);
            out.push_styled(run.text, run.change, run.style);
        } else {
            hunk.push_styled(run.text, run.change, run.style);
        }
    }
    settle(&mut hunk, &mut out);
    out.shrink();
    out
}

fn settle(hunk: &mut Wording, out: &mut Wording) {
    let marked = std::mem::take(hunk);
    if marked.stands_in(View::Base) && marked.stands_in(View::Revised) {
        let marked = compare::words(&marked.view(View::Base), &marked.view(View::Revised));
        marked
            .runs()
            .for_each(|run| out.push_styled(run.text, run.change, run.style));
    } else {
        marked
            .runs()
            .for_each(|run| out.push_styled(run.text, run.change, run.style));
    }
}
