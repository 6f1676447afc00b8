//! The sure pairs: clauses with equal words, and clauses that share many rare runs of three words.

use super::profile::{Bag, Profiles, Worth};
use rustc_hash::FxHashMap;

/// A pair of paragraphs, and how alike they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Anchor {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) likeness: f32,
}

/// Fuzzy anchors are at least this alike.
const ALIKE: f32 = 0.35;
/// The best partner must be better than the second by this much.
const MARGIN: f32 = 0.08;

/// Pairs with equal words that stand once in each draft.
pub(super) fn exact(old: &Profiles<'_>, new: &Profiles<'_>) -> Vec<Anchor> {
    let mut seen: FxHashMap<u64, [u32; 4]> = FxHashMap::default();
    for (i, profile) in old.all.iter().enumerate() {
        let entry = seen.entry(profile.exact).or_default();
        entry[0] += 1;
        entry[1] = u32::try_from(i).unwrap_or(u32::MAX);
    }
    for (j, profile) in new.all.iter().enumerate() {
        if let Some(entry) = seen.get_mut(&profile.exact) {
            entry[2] += 1;
            entry[3] = u32::try_from(j).unwrap_or(u32::MAX);
        }
    }
    new.all
        .iter()
        .enumerate()
        .filter_map(|(j, profile)| {
            let [olds, i, news, _] = *seen.get(&profile.exact)?;
            (olds == 1 && news == 1).then_some(Anchor {
                old: i as usize,
                new: j,
                likeness: 1.0,
            })
        })
        .collect()
}

/// Pairs that share rare runs of three words, each the other's best partner, where neither is
/// taken.
pub(super) fn alike(
    old: &Profiles<'_>,
    new: &Profiles<'_>,
    worth: &Worth,
    taken: &super::Taken,
) -> Vec<Anchor> {
    let index = Grams::of(old, &taken.old);
    let mut found: Vec<Anchor> = Vec::new();
    let mut best_of_old: FxHashMap<usize, f32> = FxHashMap::default();
    for j in (0..new.len()).filter(|j| !taken.new[*j]) {
        let is_like = |i: usize| old.all[i].is_like(&new.all[j]);
        let candidates = index.candidates(new.keys(j), is_like);
        let Some(anchor) = best_partner(&candidates, j, old, new, worth) else {
            continue;
        };
        let best = best_of_old.entry(anchor.old).or_default();
        *best = best.max(anchor.likeness);
        found.push(anchor);
    }
    let mut used: FxHashMap<usize, ()> = FxHashMap::default();
    found.retain(|a| {
        best_of_old
            .get(&a.old)
            .is_some_and(|best| a.likeness >= *best)
            && used.insert(a.old, ()).is_none()
    });
    found
}

/// The candidate that is more like `j` than all others.
fn best_partner(
    candidates: &[Candidate],
    j: usize,
    old: &Profiles<'_>,
    new: &Profiles<'_>,
    worth: &Worth,
) -> Option<Anchor> {
    let first = candidates.first()?;
    if first.share >= SURE && first.is_alone {
        return Some(Anchor {
            old: first.old,
            new: j,
            likeness: first.share,
        });
    }
    let bag = Bag::of(new, j..j + 1, worth);
    let mut ranked: Vec<(f32, usize)> = candidates
        .iter()
        .map(|c| (Bag::of(old, c.old..c.old + 1, worth).likeness(&bag), c.old))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let second = ranked.get(1).map_or(0.0, |(likeness, _)| *likeness);
    let (likeness, old) = ranked.first().copied()?;
    (likeness >= ALIKE && likeness >= second + MARGIN).then_some(Anchor {
        old,
        new: j,
        likeness,
    })
}

/// An old clause that shares runs of words with a new one.
struct Candidate {
    old: usize,
    /// How many of the runs of both are shared, from 0 to 1 (Dice's coefficient). Words are shared
    /// at least as much.
    share: f32,
    /// No other clause shares nearly as many.
    is_alone: bool,
}

/// Who shares this many runs and is alone in it is the partner: their words need not be weighed.
const SURE: f32 = 0.35;

/// A clause that shares so many times fewer runs than the first is no rival to it.
const FAR_BEHIND: u32 = 4;

/// Where the runs of three words of the old draft stand, for runs that stand in few clauses.
struct Grams {
    /// Up to two paragraphs for each run; a run that stands in more says nothing.
    places: FxHashMap<u32, [u32; 2]>,
    /// How many runs each old paragraph has.
    grams: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;
const EVERYWHERE: u32 = u32::MAX - 1;

impl Grams {
    fn of(old: &Profiles<'_>, taken: &[bool]) -> Self {
        let mut places: FxHashMap<u32, [u32; 2]> = FxHashMap::default();
        let mut grams = vec![0; old.len()];
        for i in (0..old.len()).filter(|i| !taken[*i]) {
            let at = u32::try_from(i).unwrap_or(NOWHERE);
            each_gram(old.keys(i), |gram| {
                grams[i] += 1;
                let entry = places.entry(gram).or_insert([at, NOWHERE]);
                if entry[0] != at && entry[1] != at {
                    entry[1] = if entry[1] == NOWHERE { at } else { EVERYWHERE };
                }
            });
        }
        Self { places, grams }
    }

    /// The old clauses of the right sort that share most runs with `keys`, at most four.
    fn candidates(&self, keys: &[u32], is_like: impl Fn(usize) -> bool) -> Vec<Candidate> {
        let mut votes: Vec<(u32, u32)> = Vec::new();
        let mut grams = 0;
        each_gram(keys, |gram| {
            grams += 1;
            let Some(entry) = self.places.get(&gram) else {
                return;
            };
            if entry[1] == EVERYWHERE {
                return;
            }
            for place in entry.iter().filter(|p| **p != NOWHERE) {
                match votes.iter_mut().find(|(p, _)| p == place) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((*place, 1)),
                }
            }
        });
        votes.retain(|(place, _)| is_like(*place as usize));
        votes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let most = votes.first().map_or(0, |(_, count)| *count);
        votes.retain(|(_, count)| count * FAR_BEHIND >= most);
        let is_alone = votes.len() == 1;
        votes
            .iter()
            .take(4)
            .map(|(place, count)| {
                let all = grams + self.grams.get(*place as usize).copied().unwrap_or(0);
                Candidate {
                    old: *place as usize,
                    share: (2 * count) as f32 / all.max(1) as f32,
                    is_alone,
                }
            })
            .collect()
    }
}

/// Calls `emit` for runs of three words; for long clauses, for one run in four, chosen by its hash,
/// the same in both drafts.
fn each_gram(keys: &[u32], mut emit: impl FnMut(u32)) {
    let sparse = |gram: u32| keys.len() < 40 || gram.is_multiple_of(4);
    for three in keys.windows(3) {
        let gram = (three[0].rotate_left(11) ^ three[1])
            .wrapping_mul(0x9e37_79b1)
            .rotate_left(9)
            ^ three[2];
        let gram = gram.wrapping_mul(0x85eb_ca6b);
        let gram = gram ^ (gram >> 15);
        if sparse(gram) {
            emit(gram);
        }
    }
}

/// What a paragraph that stays in place counts for beside its words, if it is more than a label or
/// a title: whoever moved it moved it once, however long it is.
const STAYS: u64 = 1 << 32;
/// Fewer bytes are no clause.
const LEAST: u32 = 24;

/// The anchors that keep their order, chosen so that as few clauses as possible move, and of those
/// choices the one that leaves the most words in place. Sorted by new place.
pub(super) fn in_order(anchors: &[Anchor], old: &Profiles<'_>, new: &Profiles<'_>) -> Vec<bool> {
    let mut order: Vec<usize> = (0..anchors.len()).collect();
    order.sort_by_key(|k| anchors[*k].new);
    let mut best = Prefix::new(old.len());
    let mut before: Vec<Option<usize>> = vec![None; anchors.len()];
    let mut top: Option<(u64, usize)> = None;
    for k in order {
        let anchor = anchors[k];
        // What only one of the two says neither stays nor moves.
        let (went, came) = (old.all[anchor.old].size, new.all[anchor.new].size);
        let size = went.min(came);
        let clause = if size >= LEAST { STAYS } else { 0 };
        let weight = clause + u64::from(size) + 1;
        let (sum, last) = best.below(anchor.old);
        before[k] = last;
        let sum = sum + weight;
        best.raise(anchor.old, sum, k);
        if top.is_none_or(|(best, _)| sum > best) {
            top = Some((sum, k));
        }
    }
    let mut stays = vec![false; anchors.len()];
    let mut at = top.map(|(_, k)| k);
    while let Some(k) = at {
        stays[k] = true;
        at = before[k];
    }
    stays
}

/// The best sum over all old places below one, in logarithmic time (a Fenwick tree of maxima).
struct Prefix {
    tree: Vec<(u64, Option<usize>)>,
}

impl Prefix {
    fn new(len: usize) -> Self {
        Self {
            tree: vec![(0, None); len + 1],
        }
    }

    fn below(&self, place: usize) -> (u64, Option<usize>) {
        let mut best = (0, None);
        let mut at = place;
        while at > 0 {
            if self.tree[at].0 > best.0 {
                best = self.tree[at];
            }
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, place: usize, sum: u64, by: usize) {
        let mut at = place + 1;
        while at < self.tree.len() {
            if sum > self.tree[at].0 {
                self.tree[at] = (sum, Some(by));
            }
            at += at & at.wrapping_neg();
        }
    }
}
