//! Between two anchors: the pairing that keeps the order and shares the most, with splits and
//! merges (Needleman and Wunsch's method with steps 1-1, 1-2, 2-1, 1-3, 3-1).

use super::profile::{Bag, Profiles, Worth};
use crate::compare::diff::{algorithm, known_to};
use crate::draft::Kind;
use similar::{DiffTag, capture_diff_slices};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// Several old paragraphs that became several new ones; one of the two is a single one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

// The figures below were fitted on the annotated revisions of ArgRewrite V2 (sentences that people
// really rewrote), with the pairs of Resolution 140 and of generated drafts held fixed.

/// A pair below this is no pair.
const LEAST: f32 = 0.11;
/// A pair must bring in more than this to be better than two unpaired paragraphs.
const COST: f32 = 0.222;
/// A pair right beside another pair needs so much less, for what is rewritten keeps its place.
const BESIDE_A_PAIR: f32 = 0.055;
/// Less than this is nothing in common.
const FLOOR: f32 = 0.08;
/// The sides of a split or merge must be at least this much alike as a whole: the parts of other
/// clauses are so by chance.
const LEAST_TOGETHER: f32 = 0.24;
/// A split or merge must be this much more alike than its best pair alone: else the other parts
/// add nothing.
const GAIN: f32 = 0.05;
/// Each part of a split or merge must be found in the whole by this share: else it is no part.
const LEAST_COVERED: f32 = 0.35;
/// A split or merge must bring in more than this. It takes less than [`COST`], for it says more of
/// what became of its paragraphs.
const COST_TOGETHER: f32 = 0.07;
/// A gap with more cells than this is parted: at equal paragraphs first, then window by window.
const MOST_CELLS: usize = 250_000;
/// About so many cells are looked at in all windows of a gap together, so that a longer gap takes
/// smaller windows and not more time.
const CELLS_IN_ALL: usize = 16 * MOST_CELLS;
/// A window has at least this many paragraphs on either side: fewer do not show what became of
/// what.
const LEAST_WINDOW: usize = 12;
/// A window has no more cells than this, so that the windows of a gap that is hardly too large take
/// no longer than one that is just small enough.
const LARGEST_WINDOW: usize = MOST_CELLS / 4;
/// So many equal paragraphs in a row are no chance, even among many that are alike.
const LONG_STRETCH: usize = 16;

/// What both drafts look like, for the whole of a comparison.
pub(super) struct Sides<'a> {
    pub(super) old: &'a Profiles<'a>,
    pub(super) new: &'a Profiles<'a>,
    pub(super) worth: &'a Worth,
}

/// Pairs the free paragraphs of a gap. `olds` and `news` are their indices, in order.
pub(super) fn pair(sides: &Sides<'_>, olds: &[usize], news: &[usize]) -> Vec<Group> {
    let mut out = Vec::new();
    part(
        sides,
        olds,
        news,
        &[Key::Text, Key::TextWithoutNumbers],
        &mut out,
    );
    out
}

/// What paragraphs that say the same are known by.
#[derive(Debug, Clone, Copy)]
enum Key {
    Text,
    TextWithoutNumbers,
}

impl Key {
    fn of(self, profiles: &Profiles<'_>, index: usize) -> u64 {
        match self {
            Self::Text => profiles.key(index),
            Self::TextWithoutNumbers => profiles.key_without_numbers(index),
        }
    }
}

/// Pairs a gap as a whole, if it is small enough; else it is parted where many paragraphs in a row
/// say the same by the first of the keys, and what is still too large there, by the next.
fn part(sides: &Sides<'_>, olds: &[usize], news: &[usize], keys: &[Key], out: &mut Vec<Group>) {
    if fits(olds.len(), news.len()) {
        return out.extend(solve(sides, olds, news));
    }
    let Some((key, keys)) = keys.split_first() else {
        return window_by_window(sides, olds, news, out);
    };
    let (mut i, mut j) = (0, 0);
    let pairs = equal_stretches(sides, olds, news, *key)
        .into_iter()
        .flat_map(|(old, new)| old.zip(new))
        .filter(|(a, b)| is_pair(sides, olds[*a], news[*b]));
    // What is no pair is looked at with what stands round it.
    for (a, b) in pairs.chain([(olds.len(), news.len())]) {
        part(sides, &olds[i..a], &news[j..b], keys, out);
        if let (Some(old), Some(new)) = (olds.get(a), news.get(b)) {
            out.push(Group {
                old: *old..*old + 1,
                new: *new..*new + 1,
            });
        }
        (i, j) = (a + 1, b + 1);
    }
}

/// Whether two paragraphs have so much in common that they are better paired than not.
fn is_pair(sides: &Sides<'_>, old: usize, new: usize) -> bool {
    let bag = |profiles: &Profiles<'_>, at: usize| Bag::of(profiles, at..at + 1, sides.worth);
    bag(sides.old, old).likeness(&bag(sides.new, new)) >= COST
}

const fn fits(olds: usize, news: usize) -> bool {
    olds.saturating_mul(news) <= MOST_CELLS
}

/// Paragraphs of a large gap that are the same by a key, in order on both sides. Those whose text
/// stands once in each draft are paired already; these stand there several times.
fn equal_stretches(
    sides: &Sides<'_>,
    olds: &[usize],
    news: &[usize],
    key: Key,
) -> Vec<(Range<usize>, Range<usize>)> {
    let keys = |profiles: &Profiles<'_>, list: &[usize]| -> Vec<u64> {
        list.iter().map(|i| key.of(profiles, *i)).collect()
    };
    let (old_keys, new_keys) = (keys(sides.old, olds), keys(sides.new, news));
    // The exact algorithm takes length times differences: paragraphs that only one side has are
    // left out.
    let known = |keys: &[u64], others: &[u64]| known_to(keys, others, |key| *key);
    let (old_known, new_known) = (known(&old_keys, &new_keys), known(&new_keys, &old_keys));
    let pick = |known: &[u32], keys: &[u64]| -> Vec<u64> {
        known.iter().map(|k| keys[*k as usize]).collect()
    };
    let ops = capture_diff_slices(
        algorithm(old_known.len(), new_known.len()),
        &pick(&old_known, &old_keys),
        &pick(&new_known, &new_keys),
    );
    let equal = ops.iter().filter_map(|op| match op.as_tag_tuple() {
        (DiffTag::Equal, old, new) => Some(old_known[old].iter().zip(&new_known[new])),
        _ => None,
    });
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (i, j) in equal.flatten() {
        let (i, j) = (*i as usize, *j as usize);
        match out.last_mut() {
            Some((old, new)) if old.end == i && new.end == j => {
                (old.end, new.end) = (i + 1, j + 1);
            }
            _ => out.push((i..i + 1, j..j + 1)),
        }
    }
    out.retain(|(old, _)| old.len() >= LONG_STRETCH);
    out
}

/// Pairs what is too much to be looked at as a whole. Each window is solved exactly; what it finds
/// in its first half stands, and the next window begins behind that.
fn window_by_window(sides: &Sides<'_>, olds: &[usize], news: &[usize], out: &mut Vec<Group>) {
    let (mut olds, mut news) = (olds, news);
    let side = CELLS_IN_ALL / 4 / olds.len().max(news.len()).max(1);
    let cells = side.max(LEAST_WINDOW).saturating_pow(2).min(LARGEST_WINDOW);
    while !fits(olds.len(), news.len()) {
        let (height, width) = window(olds.len(), news.len(), cells);
        let found = solve(sides, &olds[..height], &news[..width]);
        let (old_half, new_half) = (height.div_ceil(2), width.div_ceil(2));
        let is_sure = |group: &&Group| {
            olds.get(old_half).is_none_or(|half| group.old.end <= *half)
                && news.get(new_half).is_none_or(|half| group.new.end <= *half)
        };
        let sure: Vec<Group> = found.iter().take_while(is_sure).cloned().collect();
        // Where hardly anything is paired, both sides go on together.
        let begun = |list: &[usize], end: usize| list.partition_point(|i| *i < end);
        let (i, j) = sure.last().map_or((0, 0), |last| {
            (begun(olds, last.old.end), begun(news, last.new.end))
        });
        let is_stuck = i < height.div_ceil(4) && j < width.div_ceil(4);
        let (i, j) = if is_stuck {
            (old_half, new_half)
        } else {
            (i, j)
        };
        out.extend(sure);
        (olds, news) = (&olds[i..], &news[j..]);
    }
    out.extend(solve(sides, olds, news));
}

/// How many old and new paragraphs one window takes: as one is to the other in what is left.
fn window(olds: usize, news: usize, cells: usize) -> (usize, usize) {
    let ratio = olds as f64 / news as f64;
    let side = |part: f64, all: usize| ((cells as f64 * part).sqrt() as usize).clamp(1, all);
    let (height, width) = (side(ratio, olds), side(ratio.recip(), news));
    // A side of one paragraph leaves more room for the other.
    (
        (cells / width).clamp(height, olds),
        (cells / height).clamp(width, news),
    )
}

/// The best pairing of a gap that is looked at as a whole.
fn solve(sides: &Sides<'_>, olds: &[usize], news: &[usize]) -> Vec<Group> {
    if olds.is_empty() || news.is_empty() {
        return Vec::new();
    }
    let bags = |profiles: &Profiles<'_>, list: &[usize]| -> Vec<Rc<Bag>> {
        list.iter()
            .map(|i| Bag::of(profiles, *i..*i + 1, sides.worth))
            .collect()
    };
    let joined = |list: &[usize]| vec![[const { OnceCell::new() }; 2]; list.len()];
    let gap = Gap {
        sides,
        olds,
        news,
        old_bags: bags(sides.old, olds),
        new_bags: bags(sides.new, news),
        old_joined: joined(olds),
        new_joined: joined(news),
    };
    gap.solve()
}

struct Gap<'a> {
    sides: &'a Sides<'a>,
    olds: &'a [usize],
    news: &'a [usize],
    old_bags: Vec<Rc<Bag>>,
    new_bags: Vec<Rc<Bag>>,
    /// For each paragraph, the bag of the two and of the three that end with it, once it was asked
    /// for: each is compared with all paragraphs of the other side.
    old_joined: Vec<Joined>,
    new_joined: Vec<Joined>,
}

type Joined = [OnceCell<Rc<Bag>>; 2];

/// A step through the grid: how many old and new paragraphs it takes.
const STEPS: [(usize, usize); 7] = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (1, 3), (3, 1)];

impl Gap<'_> {
    fn solve(&self) -> Vec<Group> {
        let (rows, columns) = (self.olds.len(), self.news.len());
        let width = columns + 1;
        let likeness = self.grid();
        // Two layers: the last step was a gap (0), or a pairing (1). The anchors round the gap
        // count as pairings.
        let mut best = vec![[f32::NEG_INFINITY; 2]; (rows + 1) * width];
        let mut step = vec![[0_u8; 2]; (rows + 1) * width];
        best[0] = [f32::NEG_INFINITY, 0.0];
        for i in 0..=rows {
            for j in 0..=columns {
                for (s, (di, dj)) in STEPS.iter().enumerate() {
                    if *di > i || *dj > j {
                        continue;
                    }
                    let from = best[(i - di) * width + j - dj];
                    let is_pair = *di > 0 && *dj > 0;
                    let gain = if is_pair {
                        self.gain(&likeness, i - di..i, j - dj..j)
                    } else {
                        Some(0.0)
                    };
                    let Some(gain) = gain else { continue };
                    let next_to = if is_pair { BESIDE_A_PAIR } else { 0.0 };
                    let (sum, before) = if from[1] + next_to > from[0] {
                        (from[1] + next_to, 1)
                    } else {
                        (from[0], 0)
                    };
                    let layer = usize::from(is_pair);
                    if sum + gain > best[i * width + j][layer] + 1e-6 {
                        best[i * width + j][layer] = sum + gain;
                        step[i * width + j][layer] = u8::try_from(s * 2 + before).unwrap_or(0);
                    }
                }
            }
        }
        let last = best[rows * width + columns];
        self.trace(&step, usize::from(last[1] + BESIDE_A_PAIR > last[0]))
    }

    fn trace(&self, step: &[[u8; 2]], mut layer: usize) -> Vec<Group> {
        let width = self.news.len() + 1;
        let (mut i, mut j) = (self.olds.len(), self.news.len());
        let mut groups = Vec::new();
        while i + j > 0 {
            let packed = usize::from(step[i * width + j][layer]);
            let (di, dj) = STEPS[packed / 2];
            if di > 0 && dj > 0 {
                groups.push(Group {
                    old: self.olds[i - di]..self.olds[i - 1] + 1,
                    new: self.news[j - dj]..self.news[j - 1] + 1,
                });
            }
            layer = packed % 2;
            i -= di;
            j -= dj;
        }
        groups.reverse();
        groups
    }

    /// How alike each old and each new paragraph are, with the evidence of section and label.
    fn grid(&self) -> Vec<f32> {
        let mut grid = Vec::with_capacity(self.olds.len() * self.news.len());
        for (i, old) in self.olds.iter().enumerate() {
            for (j, new) in self.news.iter().enumerate() {
                let (old, new) = (&self.sides.old.all[*old], &self.sides.new.all[*new]);
                let likeness = if old.is_like(new) {
                    self.old_bags[i].likeness(&self.new_bags[j])
                } else {
                    0.0
                };
                grid.push(if likeness > FLOOR {
                    likeness + place_evidence(old, new)
                } else {
                    0.0
                });
            }
        }
        grid
    }

    /// What a step gains; none if it is no pairing at all.
    fn gain(&self, likeness: &[f32], olds: Range<usize>, news: Range<usize>) -> Option<f32> {
        let at = |i: usize, j: usize| likeness[i * self.news.len() + j];
        if olds.len() == 1 && news.len() == 1 {
            let value = at(olds.start, news.start);
            return (value >= LEAST).then_some(value - COST);
        }
        let single = olds
            .clone()
            .flat_map(|i| news.clone().map(move |j| at(i, j)));
        // Each part must show some of the whole before the costly look at the parts together.
        if single.clone().any(|value| value < FLOOR) || !self.is_contiguous(&olds, &news) {
            return None;
        }
        let best = single.fold(0.0, f32::max);
        // Where one side says so much more than the other, no look at the words can help.
        let least = (best + GAIN).max(LEAST_TOGETHER);
        if self.most_together(&olds, &news) < least {
            return None;
        }
        let together = self.together(&olds, &news);
        let covered = self.parts_covered(&olds, &news);
        (together >= best + GAIN && together >= LEAST_TOGETHER && covered >= LEAST_COVERED)
            .then_some(together - COST_TOGETHER)
    }

    fn is_contiguous(&self, olds: &Range<usize>, news: &Range<usize>) -> bool {
        let clause = |kind: Kind| matches!(kind, Kind::Clause | Kind::Masthead | Kind::Closing);
        self.olds[olds.end - 1] - self.olds[olds.start] == olds.len() - 1
            && self.news[news.end - 1] - self.news[news.start] == news.len() - 1
            && olds
                .clone()
                .all(|i| clause(self.sides.old.all[self.olds[i]].kind))
            && news
                .clone()
                .all(|j| clause(self.sides.new.all[self.news[j]].kind))
    }

    /// The most that parts can be alike together, by their weight alone.
    fn most_together(&self, olds: &Range<usize>, news: &Range<usize>) -> f32 {
        let (one, parts) = if olds.len() == 1 {
            (&self.old_bags[olds.start], &self.new_bags[news.clone()])
        } else {
            (&self.new_bags[news.start], &self.old_bags[olds.clone()])
        };
        one.most_like(parts)
    }

    fn together(&self, olds: &Range<usize>, news: &Range<usize>) -> f32 {
        if olds.len() == 1 {
            let whole = self.joined(self.sides.new, self.news, &self.new_joined, news);
            self.old_bags[olds.start].likeness(whole)
        } else {
            let whole = self.joined(self.sides.old, self.olds, &self.old_joined, olds);
            whole.likeness(&self.new_bags[news.start])
        }
    }

    /// The bag of two or three paragraphs, which stand side by side.
    fn joined<'b>(
        &self,
        profiles: &Profiles<'_>,
        list: &[usize],
        known: &'b [Joined],
        range: &Range<usize>,
    ) -> &'b Bag {
        let known = &known[range.end - 1][usize::from(range.len() > 2)];
        let whole = list[range.start]..list[range.end - 1] + 1;
        known.get_or_init(|| Bag::of(profiles, whole, self.sides.worth))
    }

    /// The least share of a part that the single other side holds.
    fn parts_covered(&self, olds: &Range<usize>, news: &Range<usize>) -> f32 {
        let shares = if olds.len() == 1 {
            news.clone()
                .map(|j| self.new_bags[j].covered_by(&self.old_bags[olds.start]))
                .collect::<Vec<_>>()
        } else {
            olds.clone()
                .map(|i| self.old_bags[i].covered_by(&self.new_bags[news.start]))
                .collect()
        };
        shares.into_iter().fold(1.0, f32::min)
    }
}

/// Place is evidence too, where boilerplate repeats: the same section, the same label.
pub(super) fn place_evidence(old: &super::profile::Profile, new: &super::profile::Profile) -> f32 {
    let section = if old.section == new.section {
        0.03
    } else {
        0.0
    };
    let label = if old.label != 0 && old.label == new.label && old.section == new.section {
        0.03
    } else {
        0.0
    };
    section + label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::align::units::Text;
    use crate::draft::{Draft, Paragraph};

    /// What is found in two drafts of as many clauses, by what each of them says.
    fn found<T>(
        count: usize,
        old: impl Fn(usize) -> String,
        new: impl Fn(usize) -> String,
        find: impl FnOnce(&Sides<'_>, &[usize]) -> T,
    ) -> T {
        let draft = |says: &dyn Fn(usize) -> String| Draft {
            paragraphs: (0..count)
                .map(|n| Paragraph::plain(Kind::Clause, &says(n)))
                .collect(),
            ..Draft::default()
        };
        let (old, new) = (draft(&old), draft(&new));
        let (old, new) = (Text::of(&old), Text::of(&new));
        let (olds, news) = (old.units(0..count, 0), new.units(0..count, 0));
        let (olds, news) = (Profiles::of(&old, olds), Profiles::of(&new, news));
        let sides = Sides {
            old: &olds,
            new: &news,
            worth: &Worth::of(&olds, &news),
        };
        find(&sides, &(0..count).collect::<Vec<_>>())
    }

    fn one(old: usize, new: usize) -> Group {
        Group {
            old: old..old + 1,
            new: new..new + 1,
        }
    }

    /// The gap is not looked at cell by cell: all of it is one stretch.
    #[test]
    fn many_clauses_alike_but_for_their_numbers_are_paired_in_order() {
        const COUNT: usize = 700;
        let says =
            |n: usize| format!("to send the report number {n} to the board of the harbours;");
        found(
            COUNT,
            |n| says(n + 1_000),
            |n| says(n + 50_000),
            |sides, all| {
                let stretches = |key: Key| equal_stretches(sides, all, all, key);
                assert_eq!(stretches(Key::Text), []);
                assert_eq!(stretches(Key::TextWithoutNumbers), [(0..COUNT, 0..COUNT)]);
                let pairs: Vec<Group> = (0..COUNT).map(|k| one(k, k)).collect();
                assert_eq!(pair(sides, all, all), pairs);
            },
        );
    }

    /// Numbers by themselves say nothing of what became of what.
    #[test]
    fn what_is_nothing_but_numbers_is_not_paired_for_that() {
        let groups = found(
            600,
            |n| format!("{} {}", n + 1_000, n + 2_000),
            |n| format!("{} {}", n + 5_000, n + 6_000),
            |sides, all| pair(sides, all, all),
        );
        assert_eq!(groups, []);
    }

    /// A clause that shares nothing but its shape with the one at its place may be another's.
    #[test]
    fn what_is_refused_within_a_stretch_is_looked_at_again() {
        const COUNT: usize = 600;
        let says = |n: usize| match n {
            300..310 => format!("{} {}", n + 10_000, n + 20_000),
            n => format!("to send the report number {n} to the board of the harbours;"),
        };
        // The same numbers, one place further on.
        let says_now = |n: usize| match n {
            301..310 => says(n - 1),
            300 => "7 7".to_owned(),
            n => format!("to send the report number {} to the board;", n + 50_000)
                .replace("board", "board of the harbours"),
        };
        let groups = found(COUNT, says, says_now, |sides, all| pair(sides, all, all));
        assert!(groups.contains(&one(304, 305)), "{groups:?}");
        assert!(groups.contains(&one(20, 20)) && groups.contains(&one(500, 500)));
    }
}
