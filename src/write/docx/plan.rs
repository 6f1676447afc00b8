//! What becomes of each paragraph of both files, and of the tables, rows and notes they lie in.

use super::ops::{self, Op};
use crate::docx::Error;
use crate::docx::atoms::Line;
use crate::docx::body::{Container, Item};
use crate::docx::boxes;
use crate::docx::document::{Document, Spot, Story, Walk};
use crate::docx::xml::parse;
use crate::draft::{Change, Diff, Holder, Paragraph, Place, Redline, View};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One paragraph to write.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'r> {
    pub(super) marked: &'r Paragraph,
    /// Its place in the list of the older file, if it stands there.
    pub(super) old: Option<usize>,
    /// Its place in the list of the newer file, if it stands there.
    pub(super) new: Option<usize>,
    pub(super) fate: Fate,
    /// What happens to its end.
    pub(super) end: Change,
    /// Whose properties its end carries: a paragraph of the older file, one of the newer.
    pub(super) owners: Diff<Option<usize>>,
    /// Whether it has no end of its own, and stands at the start of the next paragraph.
    pub(super) joins: bool,
}

impl Step<'_> {
    /// In which file it begins here.
    pub(super) fn begins(&self) -> Change {
        match self.fate {
            Fate::Paired => self.marked.change,
            Fate::Inserted | Fate::MovedTo(_) => Change::Inserted,
            Fate::Deleted | Fate::MovedFrom(_) => Change::Deleted,
        }
    }

    /// A piece that was split off or merged: its words stand in both files.
    fn is_piece(&self) -> bool {
        self.fate == Fate::Paired && self.marked.change != Change::Kept
    }
}

/// What becomes of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands in both.
    Paired,
    Inserted,
    Deleted,
    /// The half of a move with this number.
    MovedFrom(u32),
    MovedTo(u32),
}

/// What becomes of everything.
#[derive(Debug)]
pub(super) struct Plan<'r> {
    /// Part by part of the newer file, in its order.
    pub(super) steps: Vec<Step<'r>>,
    /// Which steps are written into which of its parts.
    pub(super) parts: Vec<Range<usize>>,
    /// Which holder of the newer file a holder of the older one became.
    pub(super) holders: HashMap<Place, Place>,
    /// The holders of the newer file that were in the older one, too.
    pub(super) known: HashSet<Place>,
    /// The rows of the newer file that have another number of cells than they had: their cells come
    /// and go one by one.
    pub(super) ragged: HashSet<Place>,
    /// How many text boxes stand in both files, but look different: no tracked change can say so.
    pub(super) reshaped: usize,
}

impl<'r> Plan<'r> {
    pub(super) fn of(
        redline: &'r Redline,
        older: &Document<'_>,
        newer: &Document<'_>,
    ) -> Result<Self, Error> {
        let mut plan = Self {
            steps: Vec::with_capacity(redline.draft.paragraphs.len()),
            parts: Vec::new(),
            ragged: HashSet::new(),
            reshaped: 0,
            holders: HashMap::new(),
            known: HashSet::new(),
        };
        let index = |line: u32, spots: usize| (line as usize).checked_sub(1).filter(|i| *i < spots);
        for marked in &redline.draft.paragraphs {
            let old = index(marked.line.old, older.spots.len());
            let new = index(marked.line.new, newer.spots.len());
            let (old, new, fate) = match (marked.moved, marked.change) {
                (Some(moved), _) if moved.half == Change::Deleted => {
                    (old, None, Fate::MovedFrom(moved.id))
                }
                (Some(moved), _) => (old, new, Fate::MovedTo(moved.id)),
                // A piece of a split or merged paragraph stands in both files, whatever its words
                // do.
                (None, Change::Inserted) if old.is_none() => (None, new, Fate::Inserted),
                (None, Change::Deleted) if new.is_none() => (old, None, Fate::Deleted),
                (None, _) => (old, new, Fate::Paired),
            };
            if let (Fate::Paired, Change::Kept, Some(i), Some(j)) = (fate, marked.change, old, new)
            {
                plan.pair(&older.spots[i].place, &newer.spots[j].place);
            }
            plan.steps.push(Step {
                marked,
                old,
                new,
                fate,
                end: Change::Kept,
                owners: Diff {
                    old: None,
                    new: None,
                },
                joins: false,
            });
        }
        plan.pair_page_ends(older, newer);
        plan.part_strangers(older, newer);
        plan.part_boxes(older, newer)?;
        let (olds, news) = (cells(older), cells(newer));
        let rows = plan
            .holders
            .iter()
            .filter(|(old, new)| olds.get(old) != news.get(new));
        plan.ragged = rows.map(|(_, new)| new.clone()).collect();
        plan.settle_parts(older, newer);
        for part in plan.parts.clone() {
            plan.settle_ends(part, older, newer);
        }
        Ok(plan)
    }

    /// The header of some pages is what it was, also if all its words are others.
    fn pair_page_ends(&mut self, older: &Document<'_>, newer: &Document<'_>) {
        let is_page_end =
            |one: &&Story| matches!(one.holder, Some(Holder::Header | Holder::Footer));
        let olds = older.stories.iter().filter(is_page_end);
        let olds: HashSet<&Place> = olds.map(|one| &one.place).collect();
        for story in newer.stories.iter().filter(is_page_end) {
            let place = &story.place;
            let is_free = !self.known.contains(place) && !self.holders.contains_key(place);
            if is_free && olds.contains(place) {
                self.pair(place, place);
            }
        }
    }

    /// A box stands or falls with its sign: where that is not kept, the one box goes whole and the
    /// other comes whole.
    fn part_boxes(&mut self, older: &Document<'_>, newer: &Document<'_>) -> Result<(), Error> {
        let is_box = |place: &Place| matches!(place.steps().last(), Some((Holder::TextBox, _)));
        if !self.known.iter().any(is_box) {
            return Ok(());
        }
        let mut kept: HashSet<Place> = HashSet::new();
        for step in &self.steps {
            let (Fate::Paired, Change::Kept, Some(i), Some(j)) =
                (step.fate, step.marked.change, step.old, step.new)
            else {
                continue;
            };
            let pairs = kept_boxes(step, (older, i), (newer, j), &self.holders)?;
            self.reshaped += pairs
                .iter()
                .filter(|(_, _, is_reshaped)| *is_reshaped)
                .count();
            kept.extend(pairs.into_iter().map(|(_, new, _)| new));
        }
        let lost: HashMap<Place, Place> = self
            .holders
            .iter()
            .filter(|(_, new)| is_box(new) && !kept.contains(*new))
            .map(|(old, new)| (old.clone(), new.clone()))
            .collect();
        if lost.is_empty() {
            return Ok(());
        }
        let lost_new: HashSet<&Place> = lost.values().collect();
        let within = |place: &Place, is_lost: &dyn Fn(&Place) -> bool| {
            let steps = place.steps();
            (1..=steps.len())
                .filter(|n| steps[n - 1].0 == Holder::TextBox)
                .any(|n| is_lost(&Place::new(&steps[..n])))
        };
        let is_gone = |place: &Place| within(place, &|p| lost.contains_key(p));
        let is_new = |place: &Place| within(place, &|p| lost_new.contains(p));
        self.holders
            .retain(|old, new| !is_gone(old) && !is_new(new));
        self.known.retain(|new| !is_new(new));
        let mut out: Vec<Step<'r>> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let goes = step.old.is_some_and(|i| is_gone(&older.spots[i].place));
            let comes = step.new.is_some_and(|j| is_new(&newer.spots[j].place));
            if !goes && !comes {
                out.push(*step);
                continue;
            }
            out.extend(step.old.map(|_| Step {
                new: None,
                fate: Fate::Deleted,
                ..*step
            }));
            out.extend(step.new.map(|_| Step {
                old: None,
                fate: Fate::Inserted,
                ..*step
            }));
        }
        self.steps = out;
        Ok(())
    }

    /// Sorts the steps by the parts of the newer file that they are written into. What stood in a
    /// part or a box that it lacks is not written: it goes with what it stood in.
    fn settle_parts(&mut self, older: &Document<'_>, newer: &Document<'_>) {
        let by_place: HashMap<&Place, usize> = newer
            .stories
            .iter()
            .zip(0..)
            .filter(|(story, _)| !story.place.steps().is_empty())
            .map(|(story, k)| (&story.place, k))
            .collect();
        let homes: Vec<Option<usize>> = older
            .stories
            .iter()
            .map(|story| match story.place.steps() {
                [] => newer.stories.iter().position(|s| s.holder == story.holder),
                steps => by_place.get(&self.holder(steps)?).copied(),
            })
            .collect();
        let mut steps: Vec<(usize, Step<'r>)> = self
            .steps
            .iter()
            .filter_map(|step| {
                let part = match (step.new, step.old) {
                    (Some(j), _) => Some(newer.spots[j].story),
                    (None, Some(i)) => homes[older.spots[i].story],
                    (None, None) => None,
                };
                part.map(|part| (part, *step))
            })
            .collect();
        steps.sort_by_key(|(part, _)| *part);
        let mut at = 0;
        for part in 0..newer.stories.len() {
            let len = steps[at..].partition_point(|(own, _)| *own <= part);
            self.parts.push(at..at + len);
            at += len;
        }
        self.steps = steps.into_iter().map(|(_, step)| step).collect();
    }

    /// Pieces that are not siblings in their file, or that others stand between, cannot be joined
    /// by a mark: all of them come, all of the other file's go.
    fn part_strangers(&mut self, older: &Document<'_>, newer: &Document<'_>) {
        let mut out: Vec<Step<'r>> = Vec::with_capacity(self.steps.len());
        let scattered = self.scattered();
        let mut done: Diff<HashSet<usize>> = Diff::default();
        let mut at = 0;
        while at < self.steps.len() {
            let group = &self.steps[pieces(&self.steps, at)];
            at += group.len();
            let is_one = |parents: Vec<usize>| parents.windows(2).all(|two| two[0] == two[1]);
            let (olds, news) = (
                group.iter().filter_map(|s| s.old),
                group.iter().filter_map(|s| s.new),
            );
            let siblings = is_one(olds.map(|i| older.spots[i].parent).collect())
                && is_one(news.map(|j| newer.spots[j].parent).collect());
            let is_scattered = group.iter().any(|step| {
                step.fate == Fate::Paired
                    && (step.old.is_some_and(|i| scattered.old.contains(&i))
                        || step.new.is_some_and(|j| scattered.new.contains(&j)))
            });
            if !is_scattered && (group.len() == 1 || siblings) {
                out.extend_from_slice(group);
                continue;
            }
            let mut gone: Vec<usize> = group.iter().filter_map(|s| s.old).collect();
            let mut come: Vec<usize> = group.iter().filter_map(|s| s.new).collect();
            gone.retain(|i| done.old.insert(*i));
            come.retain(|j| done.new.insert(*j));
            let step = |old, new, fate| Step {
                old,
                new,
                fate,
                ..group[0]
            };
            out.extend(gone.into_iter().map(|i| step(Some(i), None, Fate::Deleted)));
            out.extend(
                come.into_iter()
                    .map(|j| step(None, Some(j), Fate::Inserted)),
            );
        }
        self.steps = out;
    }

    /// The paragraphs that were split or merged with others between their pieces.
    fn scattered(&self) -> Diff<HashSet<usize>> {
        let mut out: Diff<HashSet<usize>> = Diff::default();
        let mut at = 0;
        while at < self.steps.len() {
            let first = &self.steps[at];
            if first.is_piece() {
                // What it is a piece of stands elsewhere.
                match first.marked.change {
                    Change::Inserted => out.old.extend(first.old),
                    _ => out.new.extend(first.new),
                }
            }
            at = pieces(&self.steps, at).end;
        }
        out
    }

    /// Two paragraphs that are paired lie in holders that are.
    fn pair(&mut self, old: &Place, new: &Place) {
        let (olds, news) = (old.steps(), new.steps());
        if olds.len() != news.len() {
            return;
        }
        for depth in 1..=olds.len() {
            let (one, other) = (Place::new(&olds[..depth]), Place::new(&news[..depth]));
            self.known.insert(other.clone());
            self.holders.entry(one).or_insert(other);
        }
    }

    /// The holder in the newer file for one of the older file. The cells of a row that is there are
    /// there, too.
    pub(super) fn holder(&self, old: &[(Holder, u32)]) -> Option<Place> {
        if old.is_empty() {
            return Some(Place::default());
        }
        let place = Place::new(old);
        if let Some(found) = self.holders.get(&place) {
            return Some(found.clone());
        }
        let (last, rest) = old.split_last()?;
        if last.0 != Holder::Cell {
            return None;
        }
        let row = self.holders.get(&Place::new(rest))?;
        if self.ragged.contains(row) {
            return None;
        }
        let mut steps = row.steps().to_vec();
        steps.push(*last);
        Some(Place::new(&steps))
    }
}

impl Plan<'_> {
    /// The holder of the newer file that a step is written into, or into which the table it lies in
    /// is put; and how deep the step itself lies.
    fn home(&self, step: &Step<'_>, older: &Document<'_>, newer: &Document<'_>) -> (usize, Place) {
        match (step.new, step.old) {
            (Some(j), _) => {
                let place = newer.spots[j].place.clone();
                (place.steps().len(), place)
            }
            (None, Some(i)) => {
                let steps = older.spots[i].place.steps();
                let known = (0..=steps.len())
                    .rev()
                    .find_map(|depth| self.holder(&steps[..depth]));
                (steps.len(), known.unwrap_or_default())
            }
            (None, None) => (0, Place::default()),
        }
    }

    /// From beginnings to ends: a draft marks where a paragraph begins, a Word file where one ends.
    /// `part` are the steps of one part.
    fn settle_ends(&mut self, part: Range<usize>, older: &Document<'_>, newer: &Document<'_>) {
        // The steps of each holder, in order, and whether the holder ends after them. A table parts
        // what stands before it from what stands after it, even one that goes: marks join no
        // paragraphs across it.
        let mut runs: Vec<(Vec<usize>, bool)> = Vec::new();
        let mut open: HashMap<Place, usize> = HashMap::new();
        for (k, step) in part.clone().zip(&self.steps[part]) {
            let (depth, home) = self.home(step, older, newer);
            for outer in 0..depth {
                let outer = Place::new(&home.steps()[..outer.min(home.steps().len())]);
                if let Some(run) = open.remove(&outer) {
                    runs[run].1 = false;
                }
            }
            if depth > home.steps().len() {
                continue;
            }
            // Marks join siblings only: a content control parts them, too.
            let parent = step.new.map(|j| newer.spots[j].parent);
            let is_stranger = parent.is_some()
                && open.get(&home).is_some_and(|run| {
                    let mut before = runs[*run].0.iter().rev();
                    let before = before.find_map(|k: &usize| self.steps[*k].new);
                    before.is_some_and(|j| Some(newer.spots[j].parent) != parent)
                });
            if is_stranger && let Some(run) = open.remove(&home) {
                runs[run].1 = false;
            }
            let run = *open.entry(home).or_insert_with(|| {
                runs.push((Vec::new(), true));
                runs.len() - 1
            });
            runs[run].0.push(k);
        }
        for (run, is_last) in runs {
            self.settle_run(&run, is_last);
        }
    }

    fn settle_run(&mut self, run: &[usize], is_last: bool) {
        let mut anchor: Option<usize> = None;
        let mut at = 0;
        while at < run.len() {
            let end = (at..run.len())
                .find(|k| self.steps[run[*k]].begins() == Change::Kept)
                .unwrap_or(run.len());
            self.settle_between(anchor, &run[at..end], is_last && end == run.len());
            anchor = run.get(end).copied();
            at = end + 1;
        }
        let mut owners = Diff {
            old: None,
            new: None,
        };
        for k in run {
            let step = &mut self.steps[*k];
            if step.begins().stands_in(View::Base) {
                owners.old = step.old;
            }
            if step.begins().stands_in(View::Revised) {
                owners.new = step.new;
            }
            step.owners = owners;
        }
    }

    /// What stands between two paragraphs that both files have. Whole paragraphs carry their own
    /// marks; where a piece was split off or merged, or where nothing follows, the marks are one
    /// step earlier.
    fn settle_between(&mut self, anchor: Option<usize>, between: &[usize], is_last: bool) {
        for k in between {
            self.steps[*k].end = self.steps[*k].begins();
        }
        let shifted = if is_last {
            between.len()
        } else {
            between
                .iter()
                .rposition(|k| self.steps[*k].is_piece())
                .map_or(0, |at| at + 1)
        };
        let Some((last, others)) = between[..shifted].split_last() else {
            return;
        };
        if let Some(anchor) = anchor {
            let mut before = anchor;
            for k in &between[..shifted] {
                self.steps[before].end = self.steps[*k].begins();
                before = *k;
            }
        } else if is_last {
            self.join_to_last(*last, others);
        }
        self.steps[*last].end = Change::Kept;
    }

    /// Where all paragraphs of a holder go and others come, the last end is both files': the last
    /// of the other file's paragraphs has none of its own.
    fn join_to_last(&mut self, last: usize, others: &[usize]) {
        let other = match self.steps[last].fate {
            Fate::Inserted => Fate::Deleted,
            Fate::Deleted => Fate::Inserted,
            _ => return,
        };
        let of_other = others
            .iter()
            .rev()
            .find(|k| self.steps[**k].begins() != self.steps[last].begins());
        if let Some(k) = of_other.filter(|k| self.steps[**k].fate == other) {
            self.steps[*k].joins = true;
        }
    }
}

/// How many cells each row has.
fn cells(document: &Document<'_>) -> HashMap<Place, u32> {
    let mut out = HashMap::new();
    for story in &document.stories {
        let mut walk = Walk::from(&story.place);
        for item in &story.body.items {
            match item {
                Item::Open(container, _) => {
                    walk.open(*container, story.holder);
                    if *container == Container::Cell {
                        let (_, row) = walk.steps.split_last().unwrap_or((&(Holder::Cell, 0), &[]));
                        *out.entry(Place::new(row)).or_default() += 1;
                    }
                }
                Item::Close(container, _) => walk.close(*container),
                _ => {}
            }
        }
    }
    out
}

/// The text boxes whose signs are kept: their places in both files, and whether they look
/// different.
fn kept_boxes(
    step: &Step<'_>,
    older: (&Document<'_>, usize),
    newer: (&Document<'_>, usize),
    holders: &HashMap<Place, Place>,
) -> Result<Vec<(Place, Place, bool)>, Error> {
    let (old_spot, new_spot) = (&older.0.spots[older.1], &newer.0.spots[newer.1]);
    if !has_boxes(older.0, old_spot) || !has_boxes(newer.0, new_spot) {
        return Ok(Vec::new());
    }
    let (old, new) = (older.0.line(old_spot)?, newer.0.line(new_spot)?);
    let steps = ops::ops(step.marked, &old.text(), &new.text());
    let steps = ops::respect_groups(steps, &old, &new);
    let olds = box_signs(&old, older.0, old_spot);
    let news: HashMap<usize, BoxSign<'_>> = box_signs(&new, newer.0, new_spot)
        .into_iter()
        .map(|sign| (sign.at, sign))
        .collect();
    let keeps: Vec<(&Range<usize>, &Range<usize>)> = steps
        .iter()
        .filter_map(|op| match op {
            Op::Keep(a, b) => Some((a, b)),
            _ => None,
        })
        .collect();
    let mut out = Vec::new();
    for sign in olds {
        let after = keeps.partition_point(|(a, _)| a.end <= sign.at);
        let keep = keeps.get(after).filter(|(a, _)| a.contains(&sign.at));
        let Some(other) = keep.and_then(|(a, b)| news.get(&(b.start + sign.at - a.start))) else {
            continue;
        };
        let same = sign.places.len() == other.places.len()
            && sign
                .places
                .iter()
                .zip(&other.places)
                .all(|(one, other)| holders.get(one) == Some(other));
        if same {
            let look = |raw: &str| parse(raw).map(|element| boxes::look(&element)).ok();
            let mut is_reshaped = look(sign.raw) != look(other.raw);
            for (one, other) in sign.places.into_iter().zip(&other.places) {
                out.push((one, other.clone(), std::mem::take(&mut is_reshaped)));
            }
        }
    }
    Ok(out)
}

fn has_boxes(document: &Document<'_>, spot: &Spot) -> bool {
    document.stories[spot.story].boxes.contains_key(&spot.item)
}

/// The sign of one or several text boxes in a paragraph.
pub(super) struct BoxSign<'x> {
    /// Where it stands in the text, and how long it is.
    pub(super) at: usize,
    pub(super) len: usize,
    raw: &'x str,
    /// The places of its boxes.
    pub(super) places: Vec<Place>,
}

/// The signs of the text boxes of a paragraph.
pub(super) fn box_signs<'x>(
    line: &Line<'x>,
    document: &Document<'_>,
    spot: &Spot,
) -> Vec<BoxSign<'x>> {
    let story = &document.stories[spot.story];
    let Some(own) = story.boxes.get(&spot.item) else {
        return Vec::new();
    };
    let mut own = own.iter();
    let mut out = Vec::new();
    let mut at = 0;
    for atom in &line.atoms {
        let count = boxes::count(atom.raw);
        if count > 0 {
            let places = own.by_ref().take(count);
            out.push(BoxSign {
                at,
                len: atom.text.len(),
                raw: atom.raw,
                places: places.map(|k| document.stories[*k].place.clone()).collect(),
            });
        }
        at += atom.text.len();
    }
    out
}

/// The steps that are pieces of one paragraph, from `at` on, with what came between the pieces of
/// one that was split, or went from between those that were merged.
pub(super) fn pieces(steps: &[Step<'_>], at: usize) -> Range<usize> {
    let first = &steps[at];
    let mut end = at + 1;
    if first.fate != Fate::Paired {
        return at..end;
    }
    let is_piece =
        |step: &Step<'_>| step.is_piece() && (step.old == first.old || step.new == first.new);
    loop {
        let between = steps[end..].iter();
        let stranger = steps.get(end).map(|step| step.fate);
        let stranger = stranger.filter(|fate| matches!(fate, Fate::Inserted | Fate::Deleted));
        let next = end
            + between
                .take_while(|step| Some(step.fate) == stranger)
                .count();
        let goes_on = steps
            .get(next)
            .filter(|step| is_piece(step))
            .is_some_and(|step| match stranger {
                Some(Fate::Inserted) => step.old == first.old,
                Some(_) => step.new == first.new,
                None => true,
            });
        if !goes_on {
            return at..end;
        }
        end = next + 1;
    }
}
