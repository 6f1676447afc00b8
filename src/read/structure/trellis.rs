//! The steps that lead through a draft, unit by unit, and the way back through them.

use super::costs::Doubts;
use super::search::{BEAM, Reading, Unsure};

/// Of two readings of a draft that differ by less, either may be the right one.
const UNSURE: i32 = 15;
/// Over so many units, two readings of a draft are followed to where they part.
const REACH: usize = 64;
/// After so many more units, it is decided how a unit is read: what has cost more for so long costs
/// more in the end.
const WINDOW: usize = 512;

/// One step of a sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The state it comes from.
    pub(super) back: u32,
    /// The state it leads to.
    pub(super) to: u32,
    /// What the sequence costs up to here, more than the cheapest one does up to the unit before.
    pub(super) cost: i32,
    pub(super) reading: Reading,
    /// What speaks against the reading here.
    pub(super) doubts: Doubts,
}

/// The steps over units, unit by unit, the cheapest first.
#[derive(Debug, Default)]
pub(super) struct Trellis {
    steps: Vec<Step>,
    /// Per unit from `first` on: where its steps end.
    ends: Vec<usize>,
    /// The first unit whose steps are held.
    first: usize,
    /// Steps that were nearly as cheap as another one to the same state, each with its unit.
    close: Vec<(usize, Step)>,
    /// How the units are read up to where all sequences are one.
    pub(super) readings: Vec<Reading>,
    pub(super) unsure: Vec<Unsure>,
}

impl Trellis {
    /// Takes in the step that is the cheapest to its state, or one more.
    pub(super) fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Takes note of a step that costs a little more than the cheapest to its state.
    pub(super) fn push_other(&mut self, step: Step, more: i32) {
        if more < UNSURE {
            self.close.push((self.end(), step));
        }
    }

    /// Ends the steps over a unit.
    pub(super) fn end_unit(&mut self) {
        self.ends.push(self.steps.len());
    }

    /// The unit after the last.
    fn end(&self) -> usize {
        self.first + self.ends.len()
    }

    pub(super) fn layer(&self, unit: usize) -> &[Step] {
        let Some(end) = unit
            .checked_sub(self.first)
            .and_then(|at| self.ends.get(at))
        else {
            return &[];
        };
        let before = (unit - self.first).checked_sub(1);
        let start = before.map_or(0, |before| self.ends[before]);
        &self.steps[start..*end]
    }

    /// The step over a unit that leads to a state.
    fn step_to(&self, unit: usize, state: u32) -> Option<Step> {
        let layer = self.layer(unit);
        // Where only the cheapest step to each state is held, they stand in the order of the
        // states.
        let at = usize::try_from(state).ok().and_then(|at| layer.get(at));
        let found = at.filter(|step| step.to == state);
        found
            .or_else(|| layer.iter().find(|step| step.to == state))
            .copied()
    }

    /// Now and then, decides how the units long before are read: as the cheapest sequence reads
    /// them. The states that sequences with that reading have come to, one bit each; none if
    /// nothing is decided now.
    pub(super) fn decide(&mut self, keep_all: bool) -> Option<u64> {
        const { assert!(BEAM <= 64) };
        let end = self.end();
        if end < 2 * WINDOW || !end.is_multiple_of(WINDOW) {
            return None;
        }
        let (last, decided) = (end - 1, end - 1 - WINDOW);
        let mut agreeing = 0;
        let mut settled = None;
        for step in self.layer(last) {
            let state = self.state_at(decided, last, step.to)?;
            if *settled.get_or_insert(state) == state {
                agreeing |= 1 << step.to;
            }
        }
        if let Some(state) = settled.filter(|_| !keep_all) {
            self.settle(decided, state);
        }
        Some(agreeing)
    }

    /// The state after `unit` of the sequence that is in `state` after a later one.
    fn state_at(&self, unit: usize, later: usize, state: u32) -> Option<u32> {
        let mut state = state;
        for unit in (unit + 1..=later).rev() {
            state = self.step_to(unit, state)?.back;
        }
        Some(state)
    }

    /// Settles how the units are read up to one after which the draft is in `state`.
    pub(super) fn settle(&mut self, unit: usize, state: u32) {
        let mut path = Vec::new();
        let mut at = state;
        for unit in (self.readings.len()..=unit).rev() {
            let Some(step) = self.step_to(unit, at) else {
                return;
            };
            path.push(step);
            at = step.back;
        }
        path.reverse();
        let start = self.readings.len();
        let close = std::mem::take(&mut self.close);
        let (now, later): (Vec<_>, Vec<_>) = close.into_iter().partition(|(at, _)| *at <= unit);
        for (at, other) in now {
            let best = at.checked_sub(start).and_then(|at| path.get(at));
            if let Some(best) = best.filter(|best| best.to == other.to) {
                self.unsure.extend(self.parting(at, *best, other));
            }
        }
        self.close = later;
        self.readings.extend(path.iter().map(|step| step.reading));
        self.give_back(unit.saturating_sub(REACH));
    }

    /// Settles how the last units are read: the first state is the cheapest.
    pub(super) fn settle_all(&mut self) {
        let Some(last) = self.end().checked_sub(1) else {
            return;
        };
        let Some(best) = self.step_to(last, 0) else {
            return;
        };
        let is_close = |step: &&Step| step.to > 0 && step.cost - best.cost < UNSURE;
        let others = self.layer(last).iter().filter(is_close);
        let unsure: Vec<Unsure> = others
            .filter_map(|other| self.parting(last, best, *other))
            .collect();
        self.settle(last, 0);
        self.unsure.extend(unsure);
        self.unsure.sort_by_key(|unsure| unsure.unit);
        self.unsure.dedup_by_key(|unsure| unsure.unit);
    }

    /// The first unit that two sequences read otherwise, followed back from `unit`.
    fn parting(&self, unit: usize, mut best: Step, mut other: Step) -> Option<Unsure> {
        let mut found = None;
        for unit in (unit.saturating_sub(REACH)..=unit).rev() {
            if !other.reading.is_like(&best.reading) {
                found = Some(Unsure {
                    unit,
                    other: other.reading,
                });
            }
            if other.back == best.back || unit == 0 {
                break;
            }
            let before = unit - 1;
            let steps = self
                .step_to(before, best.back)
                .zip(self.step_to(before, other.back));
            (best, other) = match steps {
                Some(steps) => steps,
                None => break,
            };
        }
        found
    }

    /// Gives back the steps over all units before one.
    fn give_back(&mut self, unit: usize) {
        let units = unit.saturating_sub(self.first).min(self.ends.len());
        let Some(steps) = units.checked_sub(1).map(|last| self.ends[last]) else {
            return;
        };
        self.steps.drain(..steps);
        self.ends.drain(..units);
        for end in &mut self.ends {
            *end -= steps;
        }
        self.first += units;
    }
}
