//! The other parts of a clause that was split or merged, also where they do not stand side by side.
//!
//! A clause that has a partner may say more than that partner does: what it leaves unexplained may
//! stand in free clauses around the partner, with others between that are gone or new. Each free
//! clause is looked at as a part of the groups on both sides of it, and goes to the one that it
//! explains most of.

use super::Taken;
use super::gaps::{Group, Sides};
use super::profile::{Bag, Profiles};
use crate::draft::{Diff, Kind};

/// A part is looked for among so many clauses on either side of the parts that are known.
const REACH: usize = 10;
/// The whole holds at least this share of a part.
const COVERED: f32 = 0.39;
/// Of which the whole holds less than this is no part, whatever else speaks for it.
const LEAST_COVERED: f32 = 0.15;
/// A part makes the whole this much more alike at least: else it only uses the same phrases.
const GAIN: f32 = 0.023;
/// An item of the same list, or another option, has words in a row with the whole that are worth
/// this much and that no other part has: the options of the Paris drafts that were chosen in part
/// have 7.5 and more, those that were not have 7.0 and less.
const LIST_RUN: f32 = 7.2;
/// The words that open a list are part of the sentence that its items were run into, if it holds
/// this share of them.
const HEAD_COVERED: f32 = 0.6;
/// A pair that is so much alike stands, whatever is beside it.
const FIRM: f32 = 0.4;
/// A clause beside a pair must hold this much more of one of the two to part them.
const FAR_MORE: f32 = 0.15;
/// Less than this is worth nothing.
const LEAST_WORTH: f32 = 0.1;
/// Words in a row are looked for where there are no more than so many pairs of words.
const MOST_CELLS: usize = 1 << 18;
/// Rounds of looking: each finds at most what lies in reach of the round before.
const ROUNDS: usize = 4;

/// A group with all its parts.
struct Whole {
    olds: Vec<usize>,
    news: Vec<usize>,
}

/// A free clause that may be a part of a group.
#[derive(Clone, Copy)]
struct Edge {
    score: f32,
    group: usize,
    is_old: bool,
    at: usize,
}

/// Widens the groups, which are in order; those of old clauses that are anchored are sure.
/// Says what lies between their parts and is none.
pub(super) fn gather(
    sides: &Sides<'_>,
    groups: &mut Vec<Group>,
    is_anchored: &[bool],
    taken: &mut Taken,
) -> Diff<Vec<usize>> {
    let mut gathering = Gathering {
        sides,
        wholes: groups
            .iter()
            .map(|g| Whole {
                olds: g.old.clone().collect(),
                news: g.new.clone().collect(),
            })
            .collect(),
        taken,
    };
    gathering.release(is_anchored);
    let mut to_look_at: Vec<usize> = (0..groups.len()).collect();
    for _ in 0..ROUNDS {
        to_look_at = gathering.round(&to_look_at);
        if to_look_at.is_empty() {
            break;
        }
    }
    let mut left_out = Diff::<Vec<usize>>::default();
    for (group, whole) in groups.iter_mut().zip(&gathering.wholes) {
        (group.old, group.new) = (span(&whole.olds), span(&whole.news));
        let between = |list: &[usize], all: &std::ops::Range<usize>| -> Vec<usize> {
            let is_none = |k: &usize| list.binary_search(k).is_err();
            all.clone().filter(is_none).collect()
        };
        left_out.old.extend(between(&whole.olds, &group.old));
        left_out.new.extend(between(&whole.news, &group.new));
    }
    groups.retain(|group| !group.old.is_empty());
    left_out
}

fn span(list: &[usize]) -> std::ops::Range<usize> {
    match (list.first(), list.last()) {
        (Some(first), Some(last)) => *first..last + 1,
        _ => 0..0,
    }
}

struct Gathering<'a, 'b> {
    sides: &'a Sides<'b>,
    wholes: Vec<Whole>,
    taken: &'a mut Taken,
}

impl Gathering<'_, '_> {
    /// Lets go of what stands at the edge of a split or a merger and is more of what the group
    /// beside it says: the grid sees a few clauses at a time.
    fn release(&mut self, is_anchored: &[bool]) {
        for group in 0..self.wholes.len() {
            while self.edge_of_another(group, true) || self.edge_of_another(group, false) {}
            let of = self.wholes[group].olds.first();
            if of.is_some_and(|old| !is_anchored[*old]) {
                self.dissolve(group);
            }
        }
    }

    /// Parts a pair that shares little, where one of the two is much more of what a clause beside it
    /// became.
    fn dissolve(&mut self, group: usize) {
        let sides = self.sides;
        let ([i], [j]) = (&self.wholes[group].olds[..], &self.wholes[group].news[..]) else {
            return;
        };
        let (i, j) = (*i, *j);
        if sides.old.all[i].kind != Kind::Clause || sides.new.all[j].kind != Kind::Clause {
            return;
        }
        if sides.old.all[i].exact == sides.new.all[j].exact {
            return;
        }
        let bag = |profiles: &Profiles<'_>, at| Bag::of(profiles, std::iter::once(at), sides.worth);
        let (old, new) = (bag(sides.old, i), bag(sides.new, j));
        if old.likeness(&new) >= FIRM {
            return;
        }
        let beside = [group.checked_sub(1), Some(group + 1)];
        let is_more_beside = beside.into_iter().flatten().any(|other| {
            let Some(rival) = self.wholes.get(other) else {
                return false;
            };
            let of_pair = [
                (true, i, &old, &new, &rival.news, sides.new),
                (false, j, &new, &old, &rival.olds, sides.old),
            ];
            of_pair
                .into_iter()
                .any(|(is_old, at, part, own, list, others)| {
                    let [whole] = list[..] else { return false };
                    others.all[whole].kind == Kind::Clause
                        && part.covered_by(&bag(others, whole)) > part.covered_by(own) + FAR_MORE
                        && self.score(other, is_old, at).is_some()
                })
        });
        if is_more_beside {
            self.wholes[group] = Whole {
                olds: Vec::new(),
                news: Vec::new(),
            };
            self.taken.old[i] = false;
            self.taken.new[j] = false;
        }
    }

    fn edge_of_another(&mut self, group: usize, is_last: bool) -> bool {
        let sides = self.sides;
        let beside = if is_last {
            self.wholes.get(group + 1)
        } else {
            group.checked_sub(1).and_then(|k| self.wholes.get(k))
        };
        let (Some(beside), Some(own)) = (beside, self.wholes.get(group)) else {
            return false;
        };
        let is_old = own.olds.len() > 1;
        let (profiles, parts, others, whole, rival) = if is_old {
            (sides.old, &own.olds, sides.new, &own.news, &beside.news)
        } else {
            (sides.new, &own.news, sides.old, &own.olds, &beside.olds)
        };
        let (Some(at), true, &[whole], &[rival]) = (
            if is_last { parts.last() } else { parts.first() }.copied(),
            parts.len() > 1,
            &whole[..],
            &rival[..],
        ) else {
            return false;
        };
        let is_clause = others.all[rival].kind == Kind::Clause;
        let bag = |profiles: &Profiles<'_>, at| Bag::of(profiles, std::iter::once(at), sides.worth);
        let part = bag(profiles, at);
        let covered = |by| part.covered_by(&bag(others, by));
        if !is_clause || covered(rival) <= covered(whole) {
            return false;
        }
        let own = &mut self.wholes[group];
        let (list, taken) = if is_old {
            (&mut own.olds, &mut self.taken.old)
        } else {
            (&mut own.news, &mut self.taken.new)
        };
        list.retain(|k| *k != at);
        taken[at] = false;
        true
    }

    /// Looks round these groups; the best parts find their group first. Says which groups grew.
    fn round(&mut self, groups: &[usize]) -> Vec<usize> {
        let mut edges: Vec<Edge> = Vec::new();
        for group in groups {
            self.look_round(*group, &mut edges);
        }
        edges.sort_by(|a, b| {
            let by_place = (a.group, a.is_old, a.at).cmp(&(b.group, b.is_old, b.at));
            b.score.total_cmp(&a.score).then(by_place)
        });
        let mut grew = Vec::new();
        for edge in edges {
            if self.is_within_reach(&edge)
                && let Some(score) = self.score(edge.group, edge.is_old, edge.at)
                && score > 0.0
            {
                self.add(&edge);
                grew.push(edge.group);
            }
        }
        grew.sort_unstable();
        grew.dedup();
        grew
    }

    fn add(&mut self, edge: &Edge) {
        let whole = &mut self.wholes[edge.group];
        let (list, taken) = if edge.is_old {
            (&mut whole.olds, &mut self.taken.old)
        } else {
            (&mut whole.news, &mut self.taken.new)
        };
        list.push(edge.at);
        list.sort_unstable();
        taken[edge.at] = true;
    }

    fn look_round(&self, group: usize, edges: &mut Vec<Edge>) {
        let whole = &self.wholes[group];
        let (old, new) = (self.sides.old, self.sides.new);
        if let ([i], [j]) = (&whole.olds[..], &whole.news[..])
            && old.all[*i].exact == new.all[*j].exact
        {
            return;
        }
        for is_old in [true, false] {
            let other = if is_old { &whole.news } else { &whole.olds };
            if other.len() != 1 {
                continue;
            }
            for at in self.free_around(group, is_old) {
                if let Some(score) = self.score(group, is_old, at) {
                    edges.push(Edge {
                        score,
                        group,
                        is_old,
                        at,
                    });
                }
            }
        }
    }

    fn side(&self, is_old: bool) -> (&Profiles<'_>, &[bool]) {
        if is_old {
            (self.sides.old, &self.taken.old)
        } else {
            (self.sides.new, &self.taken.new)
        }
    }

    /// The free clauses around a group up to the next one that is taken, and between its parts.
    fn free_around(&self, group: usize, is_old: bool) -> Vec<usize> {
        let (profiles, taken) = self.side(is_old);
        let whole = &self.wholes[group];
        let list = if is_old { &whole.olds } else { &whole.news };
        let span = span(list);
        let is_open = |k: &usize| profiles.all[*k].kind == Kind::Clause && !taken[*k];
        if !list.iter().all(|k| profiles.all[*k].kind == Kind::Clause) {
            return Vec::new();
        }
        let before = (span.start.saturating_sub(REACH)..span.start)
            .rev()
            .take_while(is_open);
        let after = (span.end..profiles.len()).take(REACH).take_while(is_open);
        let between = span.clone().filter(is_open);
        before.chain(between).chain(after).collect()
    }

    fn is_within_reach(&self, edge: &Edge) -> bool {
        let whole = &self.wholes[edge.group];
        let other = if edge.is_old {
            &whole.news
        } else {
            &whole.olds
        };
        other.len() == 1 && self.free_around(edge.group, edge.is_old).contains(&edge.at)
    }

    /// How much a free clause explains of a group's whole, if it can be a part of it.
    fn score(&self, group: usize, is_old: bool, at: usize) -> Option<f32> {
        let sides = self.sides;
        let whole = &self.wholes[group];
        let (profiles, parts, others, other) = if is_old {
            (sides.old, &whole.olds, sides.new, &whole.news)
        } else {
            (sides.new, &whole.news, sides.old, &whole.olds)
        };
        let bag = |profiles: &Profiles<'_>, list: &[usize]| {
            Bag::of(profiles, list.iter().copied(), sides.worth)
        };
        let single = bag(others, other);
        let part = bag(profiles, &[at]);
        let covered = part.covered_by(&single);
        if covered < LEAST_COVERED {
            return None;
        }
        let mut wider = parts.clone();
        wider.push(at);
        wider.sort_unstable();
        let joined = std::cell::OnceCell::new();
        let joined = || joined.get_or_init(|| (bag(profiles, parts), bag(profiles, &wider)));
        let is_alike = || {
            covered >= COVERED && {
                let (before, after) = joined();
                after.likeness(&single) - before.likeness(&single) > GAIN
            }
        };
        let is_of_list = || {
            let top = profiles.all[at].top;
            parts.iter().any(|x| profiles.all[*x].top == top)
        };
        let is_head = || profiles.all[at].top as usize == at && covered >= HEAD_COVERED;
        let run = || self.longest_run(profiles, at, parts, others.keys(other[0]));
        let is_part = is_alike() || is_of_list() && (is_head() || run() >= LIST_RUN);
        is_part.then(|| {
            let (before, after) = joined();
            (single.covered_by(after) - single.covered_by(before)) * single.worth()
                / part.worth().max(LEAST_WORTH)
        })
    }

    /// What the words are worth that a part and its whole have in a row and no other part has.
    fn longest_run(
        &self,
        profiles: &Profiles<'_>,
        at: usize,
        parts: &[usize],
        whole: &[u32],
    ) -> f32 {
        let mut known: Vec<(u32, u32)> = Vec::new();
        for part in parts {
            known.extend(profiles.keys(*part).windows(2).map(|two| (two[0], two[1])));
        }
        known.sort_unstable();
        let part = profiles.keys(at);
        if part.len().saturating_mul(whole.len()) > MOST_CELLS {
            return 0.0;
        }
        let mut best = 0.0_f32;
        // The worth of the common words that end here, for each place in the whole.
        let mut before = vec![0.0_f32; whole.len() + 1];
        let mut here = before.clone();
        for (a, key) in part.iter().enumerate() {
            let worth = self.sides.worth.get(*key);
            let is_known = a > 0 && known.binary_search(&(part[a - 1], *key)).is_ok();
            for (b, other) in whole.iter().enumerate() {
                here[b + 1] = if key != other {
                    0.0
                } else if is_known {
                    worth
                } else {
                    before[b] + worth
                };
                best = best.max(here[b + 1]);
            }
            std::mem::swap(&mut before, &mut here);
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::{self, Options};
    use crate::draft::{Outcome, View};
    use crate::read;

    /// What became of what, and that both drafts are still in the redline.
    fn rows(old: &str, new: &str) -> Vec<(Option<String>, Option<String>, Outcome)> {
        let [old, new] = [old, new].map(|text| read::read(text.as_bytes(), "a.md", None).unwrap());
        let redline = compare::compare(&old, &new, &Options::default());
        assert!(redline.draft.view(View::Base).says_the_same_as(&old));
        assert!(redline.draft.view(View::Revised).says_the_same_as(&new));
        let rows = redline.clauses.iter();
        rows.map(|row| {
            let text = |address: &Option<Box<str>>| address.as_deref().map(str::to_owned);
            (text(&row.old), text(&row.new), row.outcome)
        })
        .collect()
    }

    const SHORT: &str = "resolves\n\n1 that ferries carry bright lamps at night and in fog throughout the northern winter;\n\n";
    const GONE: &str = "2 that kites be forbidden on Sundays;\n\n";
    const REST: &str = "3 that pilots learn the tides of every strait before they are given a licence;\n\n4 that the board meet in May;\n";
    const JOINED: &str = "resolves\n\n1 that ferries carry bright lamps at night and in fog throughout the northern winter and that pilots learn the tides of every strait before they are given a licence;\n\n2 that the board meet in May;\n";

    #[test]
    fn a_merger_over_a_clause_that_is_gone() {
        let found = rows(&format!("{SHORT}{GONE}{REST}"), JOINED);
        let outcomes: Vec<Outcome> = found.iter().map(|row| row.2).collect();
        assert_eq!(
            outcomes,
            [
                Outcome::Merged,
                Outcome::Deleted,
                Outcome::Merged,
                Outcome::Unchanged
            ]
        );
        assert_eq!(found[2].1.as_deref(), Some("resolves 1"));
    }

    #[test]
    fn a_split_over_a_clause_that_is_new() {
        let found = rows(JOINED, &format!("{SHORT}{GONE}{REST}"));
        let outcomes: Vec<Outcome> = found.iter().map(|row| row.2).collect();
        assert_eq!(
            outcomes,
            [
                Outcome::Split,
                Outcome::Inserted,
                Outcome::Split,
                Outcome::Unchanged
            ]
        );
        assert_eq!(found[2].0.as_deref(), Some("resolves 1"));
    }

    #[test]
    fn what_only_grew_does_not_make_its_neighbours_move() {
        let found = rows(
            "The Council,\n\n1. Notes that lamps are lit at dusk and kept until morning;\n\n2. Notes that new lamps give more light for less oil in the harbours;\n\n3. Notes the great use of bells to ships in fog;\n\n4. Notes that the trade of ropes between small islands helps them to share knowledge;\n\n5. Decides to meet.\n",
            "The Council,\n\n1. Notes that lamps are lit at dusk and kept until morning, and that the trade of ropes between small islands helps them to share knowledge;\n\n2. Notes that new lamps give more light for less oil in the harbours;\n\n3. Notes the great use of bells to ships in fog;\n\n4. Decides to meet.\n",
        );
        assert!(found.iter().all(|row| row.2 != Outcome::Moved), "{found:?}");
        assert_eq!(found[1].2, Outcome::Unchanged);
        assert_eq!(found[2].2, Outcome::Unchanged);
    }
}
