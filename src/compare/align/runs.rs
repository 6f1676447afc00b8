//! The heaviest run of words that two clauses have in common, in time that grows with their length
//! and not with its square.

use super::profile::Worth;
use rustc_hash::FxHashMap;

/// All runs of words of one clause (a suffix automaton).
pub(super) struct Runs {
    states: Vec<State>,
}

#[derive(Default)]
struct State {
    /// The longest run that ends here has so many words.
    longest: usize,
    /// Where the longest shorter end of these runs stands that is found in more places.
    shorter: usize,
    next: FxHashMap<u32, usize>,
}

impl Runs {
    pub(super) fn of(keys: &[u32]) -> Self {
        let mut runs = Self {
            states: vec![State::default()],
        };
        let mut last = 0;
        for key in keys {
            last = runs.grow(last, *key);
        }
        runs
    }

    fn grow(&mut self, last: usize, key: u32) -> usize {
        let longest = self.states[last].longest + 1;
        let grown = self.add(longest, FxHashMap::default());
        let mut from = last;
        while !self.states[from].next.contains_key(&key) {
            self.states[from].next.insert(key, grown);
            if from == 0 {
                return grown;
            }
            from = self.states[from].shorter;
        }
        let known = self.states[from].next[&key];
        let shorter = if self.states[known].longest == self.states[from].longest + 1 {
            known
        } else {
            self.part(from, known, key)
        };
        self.states[grown].shorter = shorter;
        grown
    }

    /// Parts the short runs of a state from its long ones: they end in one more place now.
    fn part(&mut self, mut from: usize, known: usize, key: u32) -> usize {
        let next = self.states[known].next.clone();
        let short = self.add(self.states[from].longest + 1, next);
        self.states[short].shorter = self.states[known].shorter;
        self.states[known].shorter = short;
        while self.states[from].next.get(&key) == Some(&known) {
            self.states[from].next.insert(key, short);
            if from == 0 {
                break;
            }
            from = self.states[from].shorter;
        }
        short
    }

    fn add(&mut self, longest: usize, next: FxHashMap<u32, usize>) -> usize {
        self.states.push(State {
            longest,
            shorter: 0,
            next,
        });
        self.states.len() - 1
    }

    /// What the heaviest run is worth that some words in a row share with these; `breaks` says
    /// between which two words no run may go on.
    pub(super) fn heaviest(
        &self,
        keys: &[u32],
        worth: &Worth,
        breaks: impl Fn(u32, u32) -> bool,
    ) -> f32 {
        let (mut at, mut length, mut best) = (0, 0, 0.0_f64);
        // What all words before are worth: sums of many small numbers, so more digits are kept.
        let mut sums = vec![0.0_f64];
        for (k, key) in keys.iter().enumerate() {
            sums.push(sums[k] + f64::from(worth.get(*key)));
            if k > 0 && breaks(keys[k - 1], *key) {
                (at, length) = (0, 0);
            }
            while at > 0 && !self.states[at].next.contains_key(key) {
                at = self.states[at].shorter;
                length = self.states[at].longest;
            }
            if let Some(next) = self.states[at].next.get(key) {
                (at, length) = (*next, length + 1);
            }
            best = best.max(sums[k + 1] - sums[k + 1 - length]);
        }
        best as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by looking at each word with each.
    fn slowly(one: &[u32], other: &[u32], worth: &Worth, breaks: impl Fn(u32, u32) -> bool) -> f32 {
        let mut best = 0.0_f32;
        for a in 0..one.len() {
            for b in 0..other.len() {
                let mut sum = 0.0;
                for k in 0..(one.len() - a).min(other.len() - b) {
                    let is_broken = k > 0 && breaks(one[a + k - 1], one[a + k]);
                    if one[a + k] != other[b + k] || is_broken {
                        break;
                    }
                    sum += worth.get(one[a + k]);
                    best = best.max(sum);
                }
            }
        }
        best
    }

    #[test]
    fn the_heaviest_run_is_found_as_by_looking_at_all() {
        let worth = Worth::plain();
        let mut seed = 1_u32;
        let mut words = |most: u32, kinds: u32| -> Vec<u32> {
            (0..most)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 16) % kinds
                })
                .collect()
        };
        for round in 0..200 {
            let kinds = 1 + round % 7;
            let (one, other) = (words(3 + round % 23, kinds), words(round % 19, kinds));
            let breaks = |a: u32, b: u32| a + 1 == b && b.is_multiple_of(3);
            let found = Runs::of(&other).heaviest(&one, &worth, breaks);
            let wanted = slowly(&one, &other, &worth, breaks);
            assert!((found - wanted).abs() < 1e-3, "{found} {wanted}");
        }
    }
}
