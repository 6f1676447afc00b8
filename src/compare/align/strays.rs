//! What has no partner yet, anywhere in the drafts: clauses that moved and were rewritten on the
//! way.
//!
//! Rare words say who may be whose partner; the likeness of all their words says who is. A pair
//! must be more alike than any other that either side could make.

use super::anchors::Anchor;
use super::gaps::Sides;
use super::profile::{Bag, Profiles};
use super::{Taken, can_move, is_movable};
use rustc_hash::FxHashMap;

// The figures below were chosen on the drafts of the Paris Agreement (9 and 12 December), with the
// annotated revisions of ArgRewrite V2 held fixed.

/// A clause that stands nearly whole in a longer one is it already if they are this alike.
const ALIKE_WITHIN: f32 = 0.30;
/// That much of it stands in the longer one.
const WITHIN: f32 = 0.6;
/// And it has so many words: fewer stand in many clauses by chance.
const LEAST_WITHIN: usize = 10;
/// A pair must be better than the second best of either side by this much.
const MARGIN: f32 = 0.08;
/// A word that stands in more of the free clauses than this does not say which of them is meant.
const MOST_PLACES: usize = 8;
/// So many of the clauses that share most rare words are looked at.
const CANDIDATES: usize = 3;

/// An old and a new clause, and how alike they are.
struct Edge {
    likeness: f32,
    old: usize,
    new: usize,
    is_pair: bool,
}

/// Pairs what is free in both drafts.
pub(super) fn pair(sides: &Sides<'_>, taken: &Taken) -> Vec<(usize, usize)> {
    let olds = free(sides.old, &taken.old);
    let news = free(sides.new, &taken.new);
    if olds.is_empty() || news.is_empty() {
        return Vec::new();
    }
    let mut edges = edges(sides, &olds, &news);
    edges.sort_by(|a, b| {
        let by_place = (a.new, a.old).cmp(&(b.new, b.old));
        b.likeness.total_cmp(&a.likeness).then(by_place)
    });
    let mut of_old = vec![Rivals::default(); sides.old.len()];
    let mut of_new = vec![Rivals::default(); sides.new.len()];
    for edge in &edges {
        of_old[edge.old].add(edge.likeness, edge.new, sides.new.all[edge.new].top);
        of_new[edge.new].add(edge.likeness, edge.old, sides.old.all[edge.old].top);
    }
    let mut out = Vec::new();
    let mut paired = Taken {
        old: vec![false; sides.old.len()],
        new: vec![false; sides.new.len()],
    };
    for edge in edges.iter().filter(|edge| edge.is_pair) {
        if paired.old[edge.old] || paired.new[edge.new] {
            continue;
        }
        let near = edge.likeness - MARGIN;
        let has_rival = of_old[edge.old].has_rival(near, sides.new.all[edge.new].top, &paired.new)
            || of_new[edge.new].has_rival(near, sides.old.all[edge.old].top, &paired.old);
        if !has_rival {
            paired.old[edge.old] = true;
            paired.new[edge.new] = true;
            out.push((edge.old, edge.new));
        }
    }
    out
}

/// Whom a clause could be paired with, the likest first. Options, or items of one list, may have
/// become one text: the best of them stands for all, and they are no rivals of each other.
#[derive(Debug, Clone, Default)]
struct Rivals {
    /// How alike they are, which clause it is, and what list it stands in.
    all: Vec<(f32, usize, u32)>,
    /// The first that is free, and the first of another list behind it that is.
    first: usize,
    other: usize,
}

impl Rivals {
    fn add(&mut self, likeness: f32, clause: usize, list: u32) {
        self.all.push((likeness, clause, list));
    }

    /// Whether one that is free, and of another list than `list`, is liker than `near`. What is
    /// paired stays so: nothing is looked at again and again.
    fn has_rival(&mut self, near: f32, list: u32, paired: &[bool]) -> bool {
        let goes = |k: usize| {
            self.all
                .get(k)
                .is_some_and(|(_, clause, _)| paired[*clause])
        };
        let before = self.first;
        while goes(self.first) {
            self.first += 1;
        }
        let list_at = |k: usize| self.all.get(k).map(|(.., list)| list);
        if list_at(self.first) != list_at(before) {
            self.other = self.first;
        }
        self.other = self.other.max(self.first);
        while self.other < self.all.len()
            && (goes(self.other) || list_at(self.other) == list_at(self.first))
        {
            self.other += 1;
        }
        let is_first = list_at(self.first).is_some_and(|first| *first != list);
        let rival = if is_first { self.first } else { self.other };
        self.all
            .get(rival)
            .is_some_and(|(likeness, ..)| *likeness > near)
    }
}

fn free(profiles: &Profiles<'_>, taken: &[bool]) -> Vec<usize> {
    (0..profiles.len())
        .filter(|k| !taken[*k] && is_movable(profiles, *k))
        .collect()
}

/// The words of a clause, each once.
fn words(profiles: &Profiles<'_>, at: usize) -> Vec<u32> {
    let mut keys = profiles.keys(at).to_vec();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The pairs that share rare words.
fn edges(sides: &Sides<'_>, olds: &[usize], news: &[usize]) -> Vec<Edge> {
    let mut places: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (slot, old) in olds.iter().enumerate() {
        for key in words(sides.old, *old) {
            let slots = places.entry(key).or_default();
            if slots.len() <= MOST_PLACES {
                slots.push(u32::try_from(slot).unwrap_or(u32::MAX));
            }
        }
    }
    let mut out = Vec::new();
    let mut votes: FxHashMap<u32, f32> = FxHashMap::default();
    for new in news {
        votes.clear();
        for key in words(sides.new, *new) {
            let slots = places.get(&key).filter(|s| s.len() <= MOST_PLACES);
            for slot in slots.into_iter().flatten() {
                *votes.entry(*slot).or_default() += sides.worth.get(key);
            }
        }
        let came = &sides.new.all[*new];
        let is_like = |slot: u32| sides.old.all[olds[slot as usize]].is_like(came);
        let votes = votes.iter().filter(|(slot, _)| is_like(**slot));
        let mut ranked: Vec<(u32, f32)> = votes.map(|(k, v)| (*k, *v)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(CANDIDATES);
        let came = (!ranked.is_empty()).then(|| Bag::of(sides.new, *new..new + 1, sides.worth));
        for (slot, _) in ranked {
            let old = olds[slot as usize];
            if let Some(came) = &came {
                let went = Bag::of(sides.old, old..old + 1, sides.worth);
                out.push(edge(sides, (old, &went), (*new, came)));
            }
        }
    }
    out
}

fn edge(sides: &Sides<'_>, (old, went): (usize, &Bag), (new, came): (usize, &Bag)) -> Edge {
    let likeness = went.likeness(came);
    let words = sides.old.words(old).min(sides.new.words(new));
    let anchor = Anchor { old, new, likeness };
    let is_within = || {
        let (part, whole) = if went.worth() < came.worth() {
            (went, came)
        } else {
            (came, went)
        };
        likeness >= ALIKE_WITHIN && words >= LEAST_WITHIN && part.covered_by(whole) >= WITHIN
    };
    Edge {
        likeness,
        old,
        new,
        is_pair: can_move(sides, &anchor) || is_within(),
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::{self, Options};
    use crate::draft::Outcome;
    use crate::read;

    #[test]
    fn a_short_clause_that_moved_and_grew_is_found() {
        let [old, new] = [
            "## Article 7\n\n1. Parties share a vision of safe harbours and of lamps that burn all night.\n\n2. A lamp framework is hereby established to give guidance to the Lamp Office.\n\n3. New lamps are needed for the long-term safety of ships and for cheap journeys.\n\n4. The Lamp Office shall serve this Agreement.\n",
            "## Article 10\n\n1. Parties share a vision of safe harbours and of lamps that burn all night.\n\n2. The Lamp Office established under the Convention shall serve this Agreement.\n\n3. A lamp framework is hereby established to give guidance to the Lamp Office.\n\n4. New lamps are needed for the long-term safety of ships and for cheap journeys.\n",
        ]
        .map(|text| read::read(text.as_bytes(), "a.md", None).unwrap());
        let redline = compare::compare(&old, &new, &Options::default());
        let row = &redline.clauses[1];
        assert_eq!(row.outcome, Outcome::Moved);
        assert_eq!(row.old.as_deref(), Some("Article 7.4"));
        assert_eq!(row.new.as_deref(), Some("Article 10.2"));
    }

    /// Neither of two options is much more like the text that they were joined into.
    #[test]
    fn options_are_no_rivals_to_each_other() {
        let [old, new] = [
            "## Article 7\n\n1. **Option 1:** Harbours share the long aim of safe sailing by bright lamps in order to bring all ships home in winter.\n\n    **Option 2:** Harbours share a long aim regarding the worth of safe sailing by bright lamps in order to bring all ships home in winter, which is hereby agreed.\n\n2. The Lamp Office shall serve this Agreement, and shall keep the books of all harbours that take part in it.\n\n## Article 8\n\n1. Each keeper writes down the ships that pass at night, and sends the book to the council in spring.\n\n2. The council pays the keepers from the fund that the harbours fill each year by equal shares.\n",
            "## Article 7\n\n1. The Lamp Office shall serve this Agreement, and shall keep the books of all harbours that take part in it.\n\n## Article 8\n\n1. Each keeper writes down the ships that pass at night, and sends the book to the council in spring.\n\n2. The council pays the keepers from the fund that the harbours fill each year by equal shares.\n\n3. Harbours share a long aim on the importance of safe sailing by bright lamps in order to bring all ships home in winter.\n",
        ]
        .map(|text| read::read(text.as_bytes(), "a.md", None).unwrap());
        let redline = compare::compare(&old, &new, &Options::default());
        let moved = |row: &&crate::draft::ClauseChange| row.outcome == Outcome::Moved;
        let row = redline.clauses.iter().find(moved).unwrap();
        assert_eq!(row.old.as_deref(), Some("Article 7.1"));
        assert_eq!(row.new.as_deref(), Some("Article 8.3"));
    }
}
