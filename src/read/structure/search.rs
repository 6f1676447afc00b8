//! The cheapest reading of a whole draft: every sequence of readings that may still be the best
//! goes on from unit to unit.

use super::candidates::{self, Candidate, House, Role};
use super::costs::Doubts;
use super::state::{Here, State};
use super::unit::Unit;

/// Sequences of readings that are kept after each unit.
const BEAM: usize = 64;
/// What costs so much more than the cheapest is not looked at further.
const HOPELESS: i32 = 600;
/// Of two readings of a draft that differ by less, either may be the right one.
const UNSURE: i32 = 15;
/// Over so many units, two readings of a draft are followed to where they part.
const REACH: usize = 64;

/// How a unit is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) role: Role,
    pub(super) label: Option<u8>,
    /// Depth of a clause, level of a heading.
    pub(super) depth: u8,
    pub(super) doubts: Doubts,
}

/// How a unit is read, and how it would be read if not so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) reading: Reading,
    pub(super) next_best: Option<Reading>,
    /// What the next best costs more, for the draft as a whole.
    pub(super) margin: i32,
}

/// The cheapest reading of a draft.
#[derive(Debug, Default)]
pub(super) struct Cheapest {
    /// How each unit is read.
    pub(super) readings: Vec<Reading>,
    /// What could as well be read otherwise, in the order of the units.
    pub(super) unsure: Vec<Unsure>,
}

/// A unit that could as well be read otherwise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unsure {
    pub(super) unit: usize,
    pub(super) other: Reading,
}

/// One step of a sequence.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The state it comes from.
    back: u32,
    /// The state it leads to.
    to: u32,
    /// What the sequence costs up to here, more than the cheapest one does up to the unit before.
    cost: i32,
    reading: Reading,
}

/// The steps over all units, unit by unit, the cheapest first.
#[derive(Default)]
struct Trellis {
    steps: Vec<Step>,
    /// Per unit: where its steps end.
    ends: Vec<usize>,
    /// Steps that were nearly as cheap as another one to the same state, each with its unit.
    close: Vec<(usize, Step)>,
}

impl Trellis {
    fn layer(&self, unit: usize) -> &[Step] {
        let start = unit.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.steps[start..self.ends[unit]]
    }

    /// The step over a unit that leads to a state.
    fn step_to(&self, unit: usize, state: u32) -> Option<&Step> {
        self.layer(unit).iter().find(|step| step.to == state)
    }

    /// What could as well be read otherwise than the cheapest `path` does: each sequence that is
    /// nearly as cheap and joins it again is followed back to the unit where it left it.
    fn unsure(&self, path: &[Step]) -> Vec<Unsure> {
        let mut out = Vec::new();
        let last = path.len().wrapping_sub(1);
        let is_close = |step: &&Step| step.to > 0 && step.cost - self.layer(last)[0].cost < UNSURE;
        let at_end = path.last().into_iter().flat_map(|_| self.layer(last));
        let at_end = at_end.filter(is_close).map(|step| (last, *step));
        let joined = self.close.iter().copied();
        let joined = joined.filter(|(unit, step)| path.get(*unit).is_some_and(|p| p.to == step.to));
        for (end, mut other) in joined.chain(at_end) {
            let mut first = None;
            for unit in (end.saturating_sub(REACH)..=end).rev() {
                if !other.reading.is_like(&path[unit].reading) {
                    first = Some(Unsure {
                        unit,
                        other: other.reading,
                    });
                }
                let before = unit
                    .checked_sub(1)
                    .filter(|_| other.back != path[unit].back);
                match before.and_then(|before| self.step_to(before, other.back)) {
                    Some(step) => other = *step,
                    None => break,
                }
            }
            out.extend(first);
        }
        out.sort_by_key(|unsure| unsure.unit);
        out.dedup_by_key(|unsure| unsure.unit);
        out
    }
}

/// Reads all units at once: the cheapest sequence of readings.
pub(super) fn read(units: &[Unit], house: House) -> Cheapest {
    let trellis = search(units, house, false);
    let mut path = Vec::with_capacity(units.len());
    // The first state of each layer is the cheapest.
    let mut at = 0;
    for unit in (0..units.len()).rev() {
        let Some(step) = trellis.step_to(unit, at) else {
            break;
        };
        path.push(*step);
        at = step.back;
    }
    path.reverse();
    Cheapest {
        unsure: trellis.unsure(&path),
        readings: path.into_iter().map(|step| step.reading).collect(),
    }
}

/// The same, each reading with its runner-up.
pub(super) fn explain(units: &[Unit], house: House) -> Vec<Choice> {
    const FAR: i32 = i32::MAX / 2;
    let trellis = search(units, house, true);
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    // What it costs at least to come from each state to the end, more than from the cheapest.
    let mut rest: Vec<i32> = vec![0; BEAM];
    for unit in (0..units.len()).rev() {
        let layer = trellis.layer(unit);
        let through = |step: &Step| step.cost + rest.get(step.to as usize).copied().unwrap_or(FAR);
        let Some(step) = layer.iter().find(|step| step.to == at) else {
            break;
        };
        let others = layer
            .iter()
            .filter(|other| !other.reading.is_like(&step.reading))
            .filter(|other| through(other) < FAR / 2);
        let next_best = others.min_by_key(|other| through(other));
        out.push(Choice {
            reading: step.reading,
            next_best: next_best.map(|other| other.reading),
            margin: next_best.map_or(FAR, |other| through(other) - through(step)),
        });
        let mut before = vec![FAR; BEAM];
        for step in layer {
            let own =
                step.reading.doubts.cost() + rest.get(step.to as usize).copied().unwrap_or(FAR);
            let least = &mut before[step.back as usize];
            *least = own.min(*least);
        }
        let least = before.iter().min().copied().unwrap_or(0);
        rest = before
            .into_iter()
            .map(|cost| if cost < FAR / 2 { cost - least } else { FAR })
            .collect();
        at = step.back;
    }
    out.reverse();
    out
}

/// Goes from unit to unit with every sequence that may still be the cheapest. Only the best step to
/// each state is kept, unless all are wanted.
fn search(units: &[Unit], house: House, keep_all: bool) -> Trellis {
    let mut trellis = Trellis::default();
    let mut states = vec![(0, State::start())];
    let mut next = Vec::new();
    let mut steps = Steps::default();
    for (at, unit) in units.iter().enumerate() {
        let options = candidates::of(unit, units.get(at + 1), house);
        steps.begin();
        for (back, (cost, state)) in states.iter().enumerate() {
            (steps.back, steps.before) = (u32::try_from(back).unwrap_or(u32::MAX), *cost);
            for option in &options {
                if steps.may_take(option) {
                    state.steps(Here { units, at, house }, *option, &mut steps);
                }
            }
        }
        steps.settle(&mut next, &mut trellis, keep_all);
        std::mem::swap(&mut states, &mut next);
    }
    trellis
}

/// The steps over one unit, as they are found.
#[derive(Default)]
pub(super) struct Steps {
    found: Vec<(Step, State)>,
    /// What the cheapest of them costs so far.
    least: i32,
    /// Where the next ones come from, and what it cost to come there.
    back: u32,
    before: i32,
}

impl Steps {
    fn begin(&mut self) {
        self.found.clear();
        self.least = i32::MAX - HOPELESS;
    }

    /// Whether a candidate may be worth a look, whatever else speaks against it.
    fn may_take(&self, candidate: &Candidate) -> bool {
        self.before + candidate.cost <= self.least + HOPELESS
    }

    /// Takes a step in, if it is worth a look: only then is it worked out what holds after it.
    pub(super) fn add(
        &mut self,
        candidate: Candidate,
        doubts: Doubts,
        depth: u8,
        next: impl FnOnce() -> State,
    ) {
        let Candidate {
            role,
            label,
            doubts: own,
            cost,
        } = candidate;
        let cost = self.before + cost + doubts.without(own).cost();
        if cost > self.least + HOPELESS {
            return;
        }
        self.least = self.least.min(cost);
        let doubts = own.with(doubts);
        let reading = Reading {
            role,
            label,
            depth,
            doubts,
        };
        let step = Step {
            back: self.back,
            to: 0,
            cost,
            reading,
        };
        self.found.push((step, next()));
    }

    /// Settles which states come next, the cheapest first, each with what it costs more than that
    /// one.
    fn settle(&mut self, next: &mut Vec<(i32, State)>, trellis: &mut Trellis, keep_all: bool) {
        next.clear();
        // Equal costs stay in the order in which they were found: always the same.
        self.found.sort_by_key(|(step, _)| step.cost);
        let least = self.found.first().map_or(0, |(step, _)| step.cost);
        for (mut step, state) in self.found.drain(..) {
            let more = step.cost - least;
            if more > HOPELESS {
                break;
            }
            let known = next.iter().position(|(_, known)| *known == state);
            let to = known.unwrap_or(next.len());
            if known.is_none() {
                if to == BEAM {
                    continue;
                }
                next.push((more, state));
            }
            step.to = u32::try_from(to).unwrap_or(u32::MAX);
            if keep_all || known.is_none() {
                trellis.steps.push(step);
            } else if more - next[to].0 < UNSURE {
                trellis.close.push((trellis.ends.len(), step));
            }
        }
        trellis.ends.push(trellis.steps.len());
    }
}

impl Reading {
    fn is_like(&self, other: &Self) -> bool {
        self.role == other.role && self.label == other.label && self.depth == other.depth
    }
}
