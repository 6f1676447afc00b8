//! What became of a passage that does not stand open any more.

use super::cut::{Cut, Said};
use super::ground::{Ground, Sort};
use super::links::{Link, Links};
use super::pairing::{Pairing, share};
use crate::draft::history::History;
use crate::draft::lives::{Ending, Outcome};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// A passage was lifted as it was if this share of its letters stays: but for a letter lost at a
/// seam, all.
const ALL: f32 = 0.999;
/// If this share stays, what stands round it is not its own.
const NEARLY_ALL: f32 = 0.8;
/// It was lifted, with other words, if this share stays.
const MOST: f32 = 0.4;
/// If nothing of a bracket stays in its clause, it takes this share: less may be a phrase that
/// others use, too.
const ELSEWHERE: f32 = 0.6;
/// A passage with so few letters is not looked for elsewhere in its clause.
const LEAST_TURNED: u32 = 6;
/// Words that came where it stood are in its place if they have at least this share of its letters.
const IN_PLACE: f32 = 0.3;
/// The texts of one choice are not further apart in the list of passages.
const NEAR: usize = 60;
/// Of so many bytes on each side of a passage half the letters must stay.
const ROUND: usize = 40;
/// A passage deeper than this in others is not most of a clause.
const DEEPEST: usize = 24;

/// A passage of the older draft that ended.
pub(super) struct Ended {
    pub(super) old: usize,
    /// Where it names another life, it is the passage of the newer draft.
    pub(super) ending: Ending,
    /// Where what stays of a lifted passage stands in the newer draft.
    pub(super) stays: Vec<Range<usize>>,
}

/// All passages of the older draft that ended, in reading order.
pub(super) fn of(
    history: &History,
    before: &Ground,
    here: &Ground,
    links: &Links,
    pairing: &Pairing,
) -> Vec<Ended> {
    let judge = Judge {
        history,
        before,
        here,
        links,
        pairing,
        words_before: OnceCell::new(),
        words_here: OnceCell::new(),
        fresh: RefCell::default(),
    };
    let gone = (0..before.passages.len()).filter(|old| pairing.after(*old).is_none());
    let mut out: Vec<Ended> = gone.map(|old| judge.ended(old)).collect();
    let chosen = judge.chosen(&out);
    let mut went = vec![false; before.passages.len()];
    for ended in &out {
        went[ended.old] = ended.ending.kept < MOST && judge.went_whole(ended.old);
    }
    for ended in &mut out {
        let replaced = ended.ending.outcome == Outcome::Reworded && ended.ending.kept < MOST;
        // Another of the texts was chosen, or the passage went with the one that held it and said
        // more: what stands there now is no answer to this one.
        let is_chosen = chosen.binary_search(&before.groups[ended.old]).is_ok();
        let (around, _) = before.chain_at(before.spans[ended.old].start);
        let mut around = around.iter().map(|outer| *outer as usize);
        let went_along = around.any(|outer| {
            went[outer] && before.sorts[outer] == Sort::Bracket && before.holds(outer, ended.old)
        });
        let went_along = went_along && !judge.is_most(ended.old);
        if replaced && (is_chosen || went_along) {
            ended.ending.outcome = Outcome::Dropped;
            ended.ending.words = String::new();
        }
    }
    out
}

struct Judge<'a> {
    history: &'a History,
    before: &'a Ground,
    here: &'a Ground,
    links: &'a Links,
    pairing: &'a Pairing,
    /// The words of both drafts, once they were asked for.
    words_before: OnceCell<Cut>,
    words_here: OnceCell<Cut>,
    /// By paragraph, where its new words stand that are in no passage, by what they say.
    fresh: RefCell<FxHashMap<usize, FxHashMap<Said, Range<usize>>>>,
}

impl Judge<'_> {
    /// The choices of which one text stays, lifted or open. Sorted.
    fn chosen(&self, ended: &[Ended]) -> Vec<u32> {
        let goes_on =
            (0..self.before.passages.len()).filter(|old| self.pairing.after(*old).is_some());
        let stays = ended
            .iter()
            .filter(|e| e.ending.kept >= MOST)
            .map(|e| e.old);
        let mut out: Vec<u32> = goes_on
            .chain(stays)
            .map(|old| self.before.groups[old])
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether most of a passage went, with all that it held.
    fn went_whole(&self, old: usize) -> bool {
        let span = &self.before.spans[old];
        let stays = self.links.of_old(span.clone());
        let stays = stays.map(|link| self.before.ink(link.old..link.old + link.len));
        share(stays.sum(), self.before.ink(span.clone())) < MOST
    }

    fn ended(&self, old: usize) -> Ended {
        if self.before.sorts[old] == Sort::Label {
            return self.label(old);
        }
        let own = self.own(old);
        let all: u32 = own.iter().map(|range| self.before.ink(range.clone())).sum();
        let mut pieces: Vec<Link> = own
            .iter()
            .flat_map(|range| self.links.of_old(range.clone()))
            .collect();
        let ink = |link: &Link| self.before.ink(link.old..link.old + link.len);
        let mut kept = share(pieces.iter().map(ink).sum(), all);
        let is_bracket = self.before.sorts[old] == Sort::Bracket;
        if is_bracket && kept < ELSEWHERE && !self.is_at_home(old, &pieces) {
            pieces.clear();
            kept = 0.0;
        }
        let holder = self.holder(old, &pieces);
        let hull = self.hull(&pieces);
        let gap = self.gap(old);
        let mut out = self.gone(old, kept);
        if let Some(new) = holder.filter(|_| kept >= MOST) {
            out.ending.outcome = Outcome::Merged;
            out.ending.into = u32::try_from(new).ok();
            self.stands(&mut out.ending, self.here.spans[new].clone());
        } else if let Some(hull) = hull.filter(|_| kept >= MOST) {
            let is_whole =
                kept >= ALL && !self.has_more(old, &hull) && self.is_all_in(&pieces, &hull);
            out.ending.outcome = if is_whole {
                Outcome::Lifted
            } else {
                Outcome::Reworded
            };
            let around = gap.filter(|gap| {
                !is_whole && kept < NEARLY_ALL && gap.start <= hull.start && hull.end <= gap.end
            });
            self.stands(&mut out.ending, around.unwrap_or_else(|| hull.clone()));
            out.ending.within = self.is_within(old, hull.start);
            out.stays = pieces
                .iter()
                .map(|link| link.new..link.new + link.len)
                .collect();
        } else if let Some(there) = gap
            .and_then(|gap| self.place(old, gap))
            .filter(|place| self.is_in_place(old, place, all))
            .or_else(|| self.turned(old))
        {
            out.ending.outcome = Outcome::Reworded;
            out.ending.within = self.is_within(old, there.start);
            self.stands(&mut out.ending, there);
        }
        out
    }

    /// Whether letters of a passage stay in its clause.
    fn is_at_home(&self, old: usize, pieces: &[Link]) -> bool {
        let span = &self.before.spans[old];
        let first = self.before.paragraph_at(span.start);
        let last = self.before.paragraph_at(span.end.saturating_sub(1));
        let homes = &self.before.lineages[first..=last];
        pieces.iter().any(|link| {
            let paragraph = self.here.paragraph_at(link.new);
            let lineage = self.here.lineages.get(paragraph);
            let is_some = self.here.ink(link.new..link.new + link.len) > 0;
            is_some && lineage.is_some_and(|lineage| homes.contains(lineage))
        })
    }

    /// The parts of a passage whose fate is its own: not the passages in it, nor the name of an
    /// option.
    fn own(&self, old: usize) -> Vec<Range<usize>> {
        let span = self.before.spans[old].clone();
        if self.before.sorts[old] == Sort::Option {
            let text = self.before.text.get(span.clone()).unwrap_or("");
            let label = self.before.passages[old].label.as_deref().unwrap_or("");
            let named = text
                .find(':')
                .filter(|colon| text.get(..*colon) == Some(label));
            return std::iter::once(span.start + named.map_or(0, |colon| colon + 1)..span.end)
                .collect();
        }
        let own = self.before.own(old);
        let has_ink = own.iter().any(|range| self.before.ink(range.clone()) > 0);
        if has_ink { own } else { vec![span] }
    }

    fn gone(&self, old: usize, kept: f32) -> Ended {
        let lineage = self.before.lineages[self.before.passages[old].span[0].0];
        let address = self.history.address(lineage, self.here.draft);
        Ended {
            old,
            ending: Ending {
                draft: self.here.draft,
                outcome: Outcome::Dropped,
                kept,
                with_clause: address.is_none(),
                within: false,
                into: None,
                address: address.map(Into::into),
                words: String::new(),
            },
            stays: Vec::new(),
        }
    }

    /// A label that is decided stands before its clause.
    fn label(&self, old: usize) -> Ended {
        let mut out = self.gone(old, 1.0);
        let paragraph = self.before.passages[old].span[0].0;
        if let Some(at) = self.here.paragraph_of(self.before.lineages[paragraph]) {
            out.ending.outcome = Outcome::Lifted;
            let label = self.here.whole.paragraphs[at].label_in(crate::draft::View::Revised);
            out.ending.words = label.unwrap_or("").to_owned();
        }
        out
    }

    /// The passage of the newer draft that holds most of what stays, if it did not hold it before.
    fn holder(&self, old: usize, pieces: &[Link]) -> Option<usize> {
        // A bracket may have become one of several options, not an option a bracket's text.
        let is_option = self.before.sorts[old] == Sort::Option;
        let can_hold = |new: &usize| match self.here.sorts[*new] {
            Sort::Option => is_option || self.pairing.before(*new).is_none(),
            Sort::Bracket => !is_option,
            _ => false,
        };
        let mut votes: Vec<(usize, u32)> = Vec::new();
        let mut all = 0;
        for link in pieces {
            let mut at = 0;
            while at < link.len {
                let (chain, end) = self.here.chain_at(link.new + at);
                let next = (end - link.new).min(link.len);
                let ink = self.here.ink(link.new + at..link.new + next);
                all += ink;
                let holds = chain.iter().rev().map(|new| *new as usize);
                let mut holds =
                    holds.filter(|new| can_hold(new) && self.reaches(*new, link.new + at));
                if let Some(new) = holds.find(|new| !self.held(*new, old)) {
                    match votes.iter_mut().find(|(one, _)| *one == new) {
                        Some((_, votes)) => *votes += ink,
                        None => votes.push((new, ink)),
                    }
                }
                at = next;
            }
        }
        let most = votes
            .into_iter()
            .max_by_key(|(new, ink)| (*ink, std::cmp::Reverse(*new)))?;
        (2 * most.1 > all).then_some(most.0)
    }

    /// Whether a place is in the section that a passage begins in: a sign that was forgotten makes
    /// a bracket reach into others, and nobody means that.
    fn reaches(&self, new: usize, place: usize) -> bool {
        let outline = &self.here.outline;
        let section = outline.section_of(self.here.passages[new].span[0].0);
        let paragraph = self.here.paragraph_at(place);
        section.is_none_or(|section| section.paragraphs.contains(&paragraph))
    }

    /// Whether a passage of the newer draft held a passage of the older one before.
    fn held(&self, new: usize, old: usize) -> bool {
        self.pairing
            .before(new)
            .is_some_and(|outer| self.before.holds(outer, old) || self.before.holds(old, outer))
    }

    fn is_within(&self, old: usize, at: usize) -> bool {
        let (chain, _) = self.here.chain_at(at);
        chain.iter().any(|new| {
            let new = *new as usize;
            self.here.sorts[new] == Sort::Bracket
                && self
                    .pairing
                    .before(new)
                    .is_some_and(|outer| self.before.holds(outer, old))
        })
    }

    /// Where most of what stays stands together in the newer draft.
    fn hull(&self, pieces: &[Link]) -> Option<Range<usize>> {
        let mut best: Option<(u32, Range<usize>)> = None;
        let mut now: Option<(u32, Range<usize>)> = None;
        for link in pieces
            .iter()
            .filter(|link| self.here.ink(link.new..link.new + link.len) > 0)
        {
            let range = link.new..link.new + link.len;
            let ink = self.here.ink(range.clone());
            now = match now.take() {
                Some((sum, hull))
                    if hull.end <= range.start && range.start - hull.end <= hull.len() + 200 =>
                {
                    Some((sum + ink, hull.start..range.end))
                }
                _ => Some((ink, range)),
            };
            if now.as_ref().map(|n| n.0) > best.as_ref().map(|b| b.0) {
                best.clone_from(&now);
            }
        }
        best.map(|(_, hull)| hull)
    }

    /// Whether words stand in a range that did not stand in the passage.
    fn has_more(&self, old: usize, range: &Range<usize>) -> bool {
        let span = &self.before.spans[old];
        let links = self.links.of_new(range.clone());
        let inside = links.filter(|link| span.contains(&link.old));
        let known: u32 = inside
            .map(|link| self.here.ink(link.new..link.new + link.len))
            .sum();
        self.here.ink(range.clone()) > known
    }

    /// What stands in the newer draft between the neighbours that a passage had in its paragraph.
    fn gap(&self, old: usize) -> Option<Range<usize>> {
        let span = self.before.spans[old].clone();
        let (first, last) = (
            self.before.paragraph_at(span.start),
            self.before.paragraph_at(span.end.saturating_sub(1)),
        );
        let (start, end) = (
            self.before.paragraph(first).start,
            self.before.paragraph(last).end,
        );
        let (left, right) = self.links.around(span);
        let left = left
            .filter(|link| link.old >= start || link.old + link.len > start)
            .map(|link| link.new + link.len);
        let right = right.filter(|link| link.old < end).map(|link| link.new);
        let whole = |paragraph: usize| {
            let at = self.here.paragraph_of(self.before.lineages[paragraph])?;
            Some(self.here.paragraph(at))
        };
        let from = left.or_else(|| whole(first).map(|range| range.start))?;
        let to = right.or_else(|| whole(last).map(|range| range.end))?;
        let same = self
            .here
            .paragraph_at(from.saturating_sub(usize::from(left.is_some())))
            == self
                .here
                .paragraph_at(to.saturating_sub(usize::from(right.is_none())))
            || first != last;
        (from <= to && same).then_some(from..to)
    }

    /// What of a gap stands where the passage stood: not what stands for the words that the gap had
    /// beside the passage. Nothing if too little round the passage stays for the place to be known,
    /// unless the passage is most of its clause.
    fn place(&self, old: usize, gap: Range<usize>) -> Option<Range<usize>> {
        let choice = self.choice(old);
        let clause = self.clauses(&choice);
        let (left, right) = self.links.around(choice.clone());
        let from = left.map_or(0, |link| link.old + link.len).max(clause.start);
        let to = right.map_or(usize::MAX, |link| link.old).min(clause.end);
        let was = self.words_before.get_or_init(|| Cut::of(self.before));
        let is = self.words_here.get_or_init(|| Cut::of(self.here));
        let now = is.within(&gap);
        let before = was.last(&was.within(&(from..choice.start.max(from))));
        let head = before.and_then(|key| is.last_place(key, &now));
        let start = head.map_or(now.start, |at| at + 1);
        let after = was.first(&was.within(&(choice.end.min(to)..to)));
        let tail = after.and_then(|key| is.first_place(key, &(start..now.end)));
        let range = is.span(&(start..tail.unwrap_or(now.end)))?;
        let start = head.map_or(gap.start, |_| range.start);
        let end = tail.map_or(gap.end, |_| range.end);
        let range = start.max(gap.start)..end.min(gap.end).max(start);
        let stays = |range: Range<usize>| {
            let linked = self.links.of_old(range.clone());
            let linked: u32 = linked.map(|l| self.before.ink(l.old..l.old + l.len)).sum();
            let all = self.before.ink(range);
            (all > 0, 2 * linked >= all)
        };
        let near = |at: usize| {
            let text = &self.before.text;
            (0..=at)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0)
        };
        let left = near(choice.start.saturating_sub(ROUND)).max(clause.start);
        let right = near((choice.end + ROUND).min(clause.end));
        let round = [
            stays(left..choice.start),
            stays(choice.end..right.max(choice.end)),
        ];
        let is_known =
            round.contains(&(true, true)) || round == [(false, true); 2] || self.is_most(old);
        is_known.then_some(range)
    }

    /// Whether a passage, with the other texts of its choice, is most of its clause, or most of a
    /// passage that is: then what the clause says now stands for it, even if all is said anew.
    fn is_most(&self, old: usize) -> bool {
        let mut passage = old;
        for _ in 0..DEEPEST {
            let choice = self.choice(passage);
            let clause = self.clauses(&choice);
            let outer = self.before.holder(passage).filter(|outer| {
                let span = &self.before.spans[*outer];
                clause.start <= span.start && span.end <= clause.end
            });
            let around = outer.map_or(clause, |outer| self.before.spans[outer].clone());
            if 2 * self.before.ink(choice) < self.before.ink(around) {
                return false;
            }
            match outer {
                Some(outer) => passage = outer,
                None => return true,
            }
        }
        false
    }

    /// The paragraphs that a range of the older draft begins and ends in, and those between them.
    fn clauses(&self, range: &Range<usize>) -> Range<usize> {
        let ends = [range.start, range.end.saturating_sub(1)];
        let [first, last] = ends.map(|at| self.before.paragraph(self.before.paragraph_at(at)));
        first.start..last.end
    }

    /// Where a passage stands, with the other texts of its choice.
    fn choice(&self, old: usize) -> Range<usize> {
        let own = self.before.spans[old].clone();
        let spans = self.group(old).map(|at| &self.before.spans[at]);
        spans.fold(own, |all, span| {
            all.start.min(span.start)..all.end.max(span.end)
        })
    }

    /// The texts of the choice that a passage is of: they stand side by side in the list.
    fn group(&self, old: usize) -> impl Iterator<Item = usize> {
        let groups = &self.before.groups;
        let near = old.saturating_sub(NEAR)..(old + NEAR).min(groups.len());
        near.filter(move |at| groups[*at] == groups[old])
    }

    /// Whether all that stays of a passage stands in one place.
    fn is_all_in(&self, pieces: &[Link], hull: &Range<usize>) -> bool {
        let apart = |link: &&Link| !hull.contains(&link.new);
        let mut apart = pieces.iter().filter(apart);
        apart.all(|link| self.here.ink(link.new..link.new + link.len) == 0)
    }

    /// Whether most of what stood between the neighbours of a passage was the passage, or the texts
    /// of its choice.
    fn filled_its_gap(&self, old: usize) -> bool {
        let span = self.before.spans[old].clone();
        let (first, last) = (
            self.before.paragraph_at(span.start),
            self.before.paragraph_at(span.end.saturating_sub(1)),
        );
        let (left, right) = self.links.around(span.clone());
        let left = left.map_or(0, |link| link.old + link.len);
        let right = right.map_or(usize::MAX, |link| link.old);
        let from = left.max(self.before.paragraph(first).start);
        let to = right.min(self.before.paragraph(last).end);
        let spans = self.group(old).map(|at| self.before.spans[at].clone());
        let all: u32 = spans.map(|span| self.before.ink(span)).sum();
        2 * all >= self.before.ink(from..to.max(from))
    }

    /// Whether new words outside of brackets stand in a gap, enough of them to stand for so many
    /// letters.
    fn is_in_place(&self, old: usize, gap: &Range<usize>, letters: u32) -> bool {
        if !self.filled_its_gap(old) {
            return false;
        }
        let linked: u32 = self
            .links
            .of_new(gap.clone())
            .map(|l| self.here.ink(l.new..l.new + l.len))
            .sum();
        let mut open = 0;
        let mut at = gap.start;
        while at < gap.end {
            let (chain, end) = self.here.chain_at(at);
            let next = end.min(gap.end);
            let is_other = |new: &u32| {
                let new = *new as usize;
                self.here.sorts[new] == Sort::Bracket && !self.held(new, old)
            };
            if chain.iter().any(is_other) {
                open += self.here.ink(at..next);
            }
            at = next;
        }
        let fresh = self
            .here
            .ink(gap.clone())
            .saturating_sub(linked)
            .saturating_sub(open);
        // What stands in other brackets, or among them, is told with those.
        open == 0 && fresh > 0 && fresh as f32 >= IN_PLACE * letters as f32
    }

    /// New words of the same clause, outside of brackets, that say what a passage said, in whatever
    /// order: "[and equity]" behind a word became "equity and" before it.
    fn turned(&self, old: usize) -> Option<Range<usize>> {
        let span = self.before.spans[old].clone();
        let is_little = self.before.ink(span.clone()) < LEAST_TURNED;
        if is_little || self.before.sorts[old] != Sort::Bracket {
            return None;
        }
        let lineage = self.before.lineages[self.before.paragraph_at(span.start)];
        let paragraph = self.here.paragraph_of(lineage)?;
        let was = self.words_before.get_or_init(|| Cut::of(self.before));
        let said = was.said(&was.within(&span));
        let mut fresh = self.fresh.borrow_mut();
        let fresh = fresh
            .entry(paragraph)
            .or_insert_with(|| self.fresh(paragraph));
        fresh.get(&said).cloned()
    }

    /// Where a paragraph has new words that are in no passage, by what they say: the first of those
    /// that say the same.
    fn fresh(&self, paragraph: usize) -> FxHashMap<Said, Range<usize>> {
        let is = self.words_here.get_or_init(|| Cut::of(self.here));
        let paragraph = self.here.paragraph(paragraph);
        let mut out = FxHashMap::default();
        let mut add = |range: Range<usize>| {
            let said = is.said(&is.within(&range));
            if !said.is_nothing() && self.here.chain_at(range.start).0.is_empty() {
                out.entry(said).or_insert(range);
            }
        };
        let mut done = paragraph.start;
        for link in self.links.of_new(paragraph.clone()) {
            add(done..link.new.max(done));
            done = done.max(link.new + link.len);
        }
        add(done..paragraph.end.max(done));
        out
    }

    fn stands(&self, ending: &mut Ending, range: Range<usize>) {
        let paragraph = self.here.paragraph_at(range.start);
        if let Some(piece) = self.here.pieces.get(paragraph) {
            ending.address = Some(
                self.history
                    .own_cited(*piece, self.here.draft)
                    .address
                    .clone(),
            );
            ending.with_clause = false;
        }
        ending.words = self.here.says(range);
    }
}
