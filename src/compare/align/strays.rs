//! What has no partner yet, anywhere in the drafts: clauses that moved and were rewritten on the way.
//!
//! Rare words say who may be whose partner; the likeness of all their words says who is. A pair must be
//! more alike than any other that either side could make.

use super::gaps::Sides;
use super::profile::{Bag, Profiles};
use super::{LEAST_MOVED_WORDS, Taken};
use crate::draft::Kind;
use rustc_hash::FxHashMap;

// The figures below were chosen on the drafts of the Paris Agreement (9 and 12 December), with the
// annotated revisions of ArgRewrite V2 held fixed.

/// Clauses that are not in place are the same only if they are at least this alike: many clauses
/// of a draft say similar things. In the Paris drafts the least alike that are the same have .43, the
/// most alike that are not, .32.
const ALIKE: f32 = 0.34;
/// Short clauses are alike by chance: they must be so by this much more, divided by their words.
const ALIKE_SHORT: f32 = 2.8;
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
    let mut of_old: Vec<Vec<usize>> = vec![Vec::new(); sides.old.len()];
    let mut of_new: Vec<Vec<usize>> = vec![Vec::new(); sides.new.len()];
    for (at, edge) in edges.iter().enumerate() {
        of_old[edge.old].push(at);
        of_new[edge.new].push(at);
    }
    let mut out = Vec::new();
    let mut paired = Taken {
        old: vec![false; sides.old.len()],
        new: vec![false; sides.new.len()],
    };
    for (at, edge) in edges.iter().enumerate() {
        if !edge.is_pair || paired.old[edge.old] || paired.new[edge.new] {
            continue;
        }
        let has_rival = |list: &[usize]| {
            let near = |other: &&usize| edges[**other].likeness > edge.likeness - MARGIN;
            let is_free = |other: &Edge| !paired.old[other.old] && !paired.new[other.new];
            let mut near = list.iter().take_while(near);
            near.any(|other| *other != at && is_free(&edges[*other]))
        };
        if !has_rival(&of_old[edge.old]) && !has_rival(&of_new[edge.new]) {
            paired.old[edge.old] = true;
            paired.new[edge.new] = true;
            out.push((edge.old, edge.new));
        }
    }
    out
}

fn free(profiles: &Profiles<'_>, taken: &[bool]) -> Vec<usize> {
    let is_text = |kind| !matches!(kind, Kind::Furniture | Kind::FrontMatter | Kind::Blank);
    (0..profiles.len())
        .filter(|k| !taken[*k] && is_text(profiles.all[*k].kind))
        .filter(|k| profiles.words(*k) >= LEAST_MOVED_WORDS)
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
        let mut ranked: Vec<(u32, f32)> = votes.iter().map(|(k, v)| (*k, *v)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(CANDIDATES);
        let came = (!ranked.is_empty()).then(|| Bag::of(sides.new, *new..new + 1, sides.worth));
        for (slot, _) in ranked {
            let old = olds[slot as usize];
            if let (Some(came), true) = (&came, sides.old.all[old].is_like(&sides.new.all[*new])) {
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
    let least = (ALIKE + ALIKE_SHORT / words.max(1) as f32).min(1.0);
    let is_within = || {
        let (part, whole) = if went.worth() < came.worth() {
            (went, came)
        } else {
            (came, went)
        };
        likeness >= ALIKE_WITHIN && words >= LEAST_WITHIN && part.covered_by(whole) >= WITHIN
    };
    let is_same = sides.old.all[old].exact == sides.new.all[new].exact;
    Edge {
        likeness,
        old,
        new,
        is_pair: is_same || likeness >= least || is_within(),
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
}
