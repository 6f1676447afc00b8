//! The other parts of a clause that was split or merged, also where they do not stand side by side.
//!
//! A clause that has a partner may say more than that partner does: what it leaves unexplained may
//! stand in free clauses around the partner, with others between that are gone or new. Each free
//! clause is looked at as a part of the groups on both sides of it, and goes to the one that it
//! explains most of.

use super::Taken;
use super::gaps::{Group, Sides};
use super::profile::{Bag, Profiles};
use super::runs::Runs;
use crate::draft::{Diff, Kind};
use std::rc::Rc;

// The figures below were chosen on the drafts of the Paris Agreement (9 and 12 December), with the
// annotated revisions of ArgRewrite V2 and the generated drafts held fixed.

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
/// Of options, one that is so much like the whole as a pair must be was joined into it
const OPTION: f32 = 0.42;
/// if this share of it is of the whole and of no other option: in the Paris drafts of October to
/// December, options that were joined have .10 and more, those that were not chosen .07 and less.
const OPTION_ANEW: f32 = 0.085;
/// The words that open a list are part of the sentence that its items were run into, if it holds
/// this share of them.
const HEAD_COVERED: f32 = 0.6;
/// A pair that is so much alike stands, whatever is beside it.
const FIRM: f32 = 0.4;
/// A clause beside a pair must hold this much more of one of the two to part them.
const FAR_MORE: f32 = 0.15;
/// The clause with the place and number of a part is what the part became if they are so much
/// alike.
const OWN: f32 = 0.25;
/// Less than this is worth nothing.
const LEAST_WORTH: f32 = 0.1;
/// Rounds of looking: each finds at most what lies in reach of the round before.
const ROUNDS: usize = 4;

/// A group with all its parts.
#[derive(Default)]
struct Whole {
    olds: Vec<usize>,
    news: Vec<usize>,
}

impl Whole {
    const fn parts(&self) -> usize {
        self.olds.len() + self.news.len()
    }

    const fn is_empty(&self) -> bool {
        self.parts() == 0
    }
}

/// A free clause that may be a part of a group.
#[derive(Clone, Copy)]
struct Edge {
    score: f32,
    group: usize,
    is_old: bool,
    at: usize,
    /// How many parts the group had when it was looked at.
    parts: usize,
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
    gathering.give_own();
    gathering.told(groups)
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

    /// Parts a pair that shares little, where one of the two is much more of what a clause beside
    /// it became and can be a part of that.
    fn dissolve(&mut self, group: usize) {
        let sides = self.sides;
        let ([i], [j]) = (&self.wholes[group].olds[..], &self.wholes[group].news[..]) else {
            return;
        };
        let (i, j) = (*i, *j);
        if sides.old.all[i].kind != Kind::Clause || sides.new.all[j].kind != Kind::Clause {
            return;
        }
        if self.is_unchanged(group) {
            return;
        }
        let (old, new) = (self.bag(true, &[i]), self.bag(false, &[j]));
        if old.likeness(&new) >= FIRM {
            return;
        }
        // The two are looked at as if they were free.
        let pair = std::mem::take(&mut self.wholes[group]);
        (self.taken.old[i], self.taken.new[j]) = (false, false);
        let beside = [self.beside(group, false), self.beside(group, true)];
        let of_pair = [(true, i, &*old, &*new), (false, j, &*new, &*old)];
        let is_more_beside = beside.into_iter().flatten().any(|rival| {
            of_pair.into_iter().any(|(is_old, at, part, own)| {
                self.is_far_more_of(rival, is_old, part, part.covered_by(own))
                    && self.can_take(rival, is_old, at)
            })
        });
        if !is_more_beside {
            self.wholes[group] = pair;
            (self.taken.old[i], self.taken.new[j]) = (true, true);
        }
    }

    /// Whether the single other side of a pair holds much more of a part than `own`.
    fn is_far_more_of(&self, rival: usize, is_old: bool, part: &Bag, own: f32) -> bool {
        let whole = &self.wholes[rival];
        let (other, others) = if is_old {
            (&whole.news, self.sides.new)
        } else {
            (&whole.olds, self.sides.old)
        };
        let [single] = other[..] else { return false };
        others.all[single].kind == Kind::Clause
            && part.covered_by(&self.bag(!is_old, &[single])) > own + FAR_MORE
    }

    /// The next group that has parts, before or after.
    fn beside(&self, group: usize, is_after: bool) -> Option<usize> {
        let has_parts = |k: &usize| !self.wholes[*k].is_empty();
        if is_after {
            (group + 1..self.wholes.len()).find(has_parts)
        } else {
            (0..group).rev().find(has_parts)
        }
    }

    fn bag(&self, is_old: bool, list: &[usize]) -> Rc<Bag> {
        let (profiles, _) = self.side(is_old);
        Bag::of(profiles, list.iter().copied(), self.sides.worth)
    }

    fn edge_of_another(&mut self, group: usize, is_last: bool) -> bool {
        let sides = self.sides;
        let Some(beside) = self.beside(group, is_last) else {
            return false;
        };
        let own = &self.wholes[group];
        let is_old = own.olds.len() > 1;
        let (parts, whole, others, rival) = if is_old {
            (&own.olds, &own.news, sides.new, &self.wholes[beside].news)
        } else {
            (&own.news, &own.olds, sides.old, &self.wholes[beside].olds)
        };
        let (Some(at), true, &[whole], &[rival]) = (
            if is_last { parts.last() } else { parts.first() }.copied(),
            parts.len() > 1,
            &whole[..],
            &rival[..],
        ) else {
            return false;
        };
        let part = self.bag(is_old, &[at]);
        let covered = |by| part.covered_by(&self.bag(!is_old, &[by]));
        if others.all[rival].kind != Kind::Clause || covered(rival) <= covered(whole) {
            return false;
        }
        self.let_go(group, is_old, at);
        true
    }

    fn let_go(&mut self, group: usize, is_old: bool, at: usize) {
        let own = &mut self.wholes[group];
        let (list, taken) = if is_old {
            (&mut own.olds, &mut self.taken.old)
        } else {
            (&mut own.news, &mut self.taken.new)
        };
        list.retain(|k| *k != at);
        taken[at] = false;
    }

    /// Gives a part back to the clause that has its place and number, where that stands free beside
    /// the whole: it says what its own paragraph became, however much of it went further.
    fn give_own(&mut self) {
        for group in 0..self.wholes.len() {
            for is_last in [false, true] {
                self.give_edge(group, is_last);
            }
        }
    }

    fn give_edge(&mut self, group: usize, is_last: bool) {
        let own = &self.wholes[group];
        let is_old = own.olds.len() > 1;
        let (parts, whole) = if is_old {
            (&own.olds, &own.news)
        } else {
            (&own.news, &own.olds)
        };
        let ([first, .., last], [whole]) = (&parts[..], &whole[..]) else {
            return;
        };
        let at = if is_last { *last } else { *first };
        let beside = if is_last {
            Some(whole + 1)
        } else {
            whole.checked_sub(1)
        };
        let (profiles, _) = self.side(is_old);
        let (others, taken) = self.side(!is_old);
        let is_own = |other: &usize| {
            let is_free = taken.get(*other) == Some(&false);
            is_free && others.all[*other].has_place_of(&profiles.all[at])
        };
        let Some(other) = beside.filter(is_own) else {
            return;
        };
        if self
            .bag(is_old, &[at])
            .likeness(&self.bag(!is_old, &[other]))
            < OWN
        {
            return;
        }
        self.let_go(group, is_old, at);
        let (old, new) = if is_old { (at, other) } else { (other, at) };
        (self.taken.old[old], self.taken.new[new]) = (true, true);
        self.wholes.push(Whole {
            olds: vec![old],
            news: vec![new],
        });
    }

    /// Writes down the groups, in order, and says what lies between their parts and is none.
    fn told(self, groups: &mut Vec<Group>) -> Diff<Vec<usize>> {
        let mut left_out = Diff::<Vec<usize>>::default();
        let between = |list: &[usize]| -> Vec<usize> {
            let is_none = |k: &usize| list.binary_search(k).is_err();
            span(list).filter(is_none).collect()
        };
        groups.clear();
        for whole in self.wholes.iter().filter(|whole| !whole.is_empty()) {
            left_out.old.extend(between(&whole.olds));
            left_out.new.extend(between(&whole.news));
            groups.push(Group {
                old: span(&whole.olds),
                new: span(&whole.news),
            });
        }
        groups.sort_by_key(|group| (group.new.start, group.old.start));
        left_out
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
            if self.is_within_reach(&edge) && self.still_takes(&edge) {
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
        for is_old in [true, false] {
            if !self.can_grow(group, is_old) {
                continue;
            }
            for at in self.free_around(group, is_old) {
                if let Some(score) = self.score(group, is_old, at) {
                    edges.push(Edge {
                        score,
                        group,
                        is_old,
                        at,
                        parts: self.wholes[group].parts(),
                    });
                }
            }
        }
    }

    /// Whether a group can have one more part on a side: the other side is a single clause, and
    /// says more than the part that is known.
    fn can_grow(&self, group: usize, is_old: bool) -> bool {
        let whole = &self.wholes[group];
        let other = if is_old { &whole.news } else { &whole.olds };
        other.len() == 1 && !self.is_unchanged(group)
    }

    fn is_unchanged(&self, group: usize) -> bool {
        let (old, new) = (self.sides.old, self.sides.new);
        match (&self.wholes[group].olds[..], &self.wholes[group].news[..]) {
            ([i], [j]) => old.all[*i].exact == new.all[*j].exact,
            _ => false,
        }
    }

    /// Whether a group would take a free clause if no other did.
    fn can_take(&self, group: usize, is_old: bool, at: usize) -> bool {
        self.can_grow(group, is_old)
            && self.free_around(group, is_old).contains(&at)
            && self
                .score(group, is_old, at)
                .is_some_and(|score| score > 0.0)
    }

    /// Whether a group takes a clause that it would have taken when it was looked at.
    fn still_takes(&self, edge: &Edge) -> bool {
        let has_grown = self.wholes[edge.group].parts() != edge.parts;
        let score = if has_grown {
            self.score(edge.group, edge.is_old, edge.at)
        } else {
            Some(edge.score)
        };
        score.is_some_and(|score| score > 0.0)
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
        self.can_grow(edge.group, edge.is_old)
            && self.free_around(edge.group, edge.is_old).contains(&edge.at)
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
        // What it says of the whole that no other part says, as a share of all that it says.
        let anew = || {
            let (before, after) = joined();
            (single.covered_by(after) - single.covered_by(before)) * single.worth()
                / part.worth().max(LEAST_WORTH)
        };
        let is_option = || part.likeness(&single) >= OPTION && anew() >= OPTION_ANEW;
        let is_part = is_alike() || is_of_list() && (is_head() || is_option() || run() >= LIST_RUN);
        is_part.then(anew)
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
        let is_known = |one, next| known.binary_search(&(one, next)).is_ok();
        Runs::of(whole).heaviest(profiles.keys(at), self.sides.worth, is_known)
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

    #[test]
    fn a_clause_keeps_its_place_and_number_though_most_of_it_went_further() {
        let found = rows(
            "## Article 7\n\n1. The report of each harbour shall be read at least twice in a year by keepers from abroad. The reading shall give a full, fair and open picture of what a harbour did to keep its lamps and of what it owes under these rules.\n\n    The keepers shall write down what they found, tell the harbour of it, and give it to the council before the spring tide.\n\n2. The council meets in May.\n",
            "## Article 7\n\n1. The report of each harbour shall be read by keepers, by rules that the council makes, and small harbours may be late with theirs.\n\n    The reading shall give a full, fair and open picture of what a harbour did to keep its lamps and of what it owes under these rules, and the keepers shall write down what they found, tell the harbour of it, and give it to the council before the spring tide.\n\n2. The council meets in May.\n",
        );
        assert_eq!(found[0].0, found[0].1, "{found:?}");
        assert_eq!(found[1].0, found[1].1, "{found:?}");
    }
}
