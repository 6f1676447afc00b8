//! The cheapest reading of a whole draft: every sequence of readings that may still be the best
//! goes on from unit to unit.

use super::candidates::{self, Candidate, House, Role};
use super::costs::Doubts;
use super::parts::Parts;
use super::state::{Here, State};
use super::trellis::{Step, Trellis};
use super::unit::Unit;
use rustc_hash::FxHashMap;

/// Sequences of readings that are kept after each unit.
pub(super) const BEAM: usize = 64;
/// What costs so much more than the cheapest is not looked at further.
const HOPELESS: i32 = 600;
/// The cost of a sequence that does not go on.
const GIVEN_UP: i32 = i32::MAX / 2;
/// Up to so many sequences, each is compared with each.
const FEW: usize = 12;

/// What a sequence may cost more than the cheapest if so many are kept already: the more there are,
/// the less likely is one that costs much more.
const fn most(kept: usize) -> i32 {
    match kept {
        0..16 => HOPELESS,
        16..32 => 400,
        _ => 250,
    }
}

/// How a unit is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) role: Role,
    pub(super) label: Option<u8>,
    /// Depth of a clause, level of a heading.
    pub(super) depth: u8,
}

/// How a unit is read, and how it would be read if not so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) chosen: Step,
    pub(super) next_best: Option<Step>,
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

/// Reads all units at once: the cheapest sequence of readings.
pub(super) fn read(units: &Parts<Unit>, house: House) -> Cheapest {
    let mut trellis = search(units, house, false);
    trellis.settle_all();
    Cheapest {
        readings: trellis.readings,
        unsure: trellis.unsure,
    }
}

/// The same, each reading with its runner-up.
pub(super) fn explain(units: &Parts<Unit>, house: House) -> Vec<Choice> {
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
            chosen: *step,
            next_best: next_best.copied(),
            margin: next_best.map_or(FAR, |other| through(other) - through(step)),
        });
        let mut before = vec![FAR; BEAM];
        for step in layer {
            let own = step.doubts.cost() + rest.get(step.to as usize).copied().unwrap_or(FAR);
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
fn search(units: &Parts<Unit>, house: House, keep_all: bool) -> Trellis {
    let mut trellis = Trellis::default();
    let mut states = vec![(0, State::start())];
    let mut next = Vec::new();
    let mut steps = Steps::default();
    for (at, unit) in units.iter().enumerate() {
        let options = candidates::of(unit, units.get(at + 1), house);
        steps.begin();
        let open = states.iter().enumerate();
        for (back, (cost, state)) in open.filter(|(_, (cost, _))| *cost < GIVEN_UP) {
            (steps.back, steps.before) = (u32::try_from(back).unwrap_or(u32::MAX), *cost);
            for option in &options {
                if steps.may_take(option) {
                    state.steps(Here { units, at, house }, *option, &mut steps);
                }
            }
        }
        steps.settle(&mut next, &mut trellis, keep_all);
        std::mem::swap(&mut states, &mut next);
        if let Some(agreeing) = trellis.decide(keep_all) {
            for (at, (cost, _)) in states.iter_mut().enumerate() {
                if agreeing & 1 << at == 0 {
                    *cost = GIVEN_UP;
                }
            }
        }
    }
    trellis
}

/// The steps over one unit, as they are found.
#[derive(Default)]
pub(super) struct Steps {
    found: Vec<(Step, State)>,
    /// Where each state stands among the next ones, by its hash.
    known: FxHashMap<u64, usize>,
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
        let reading = Reading { role, label, depth };
        let step = Step {
            back: self.back,
            to: 0,
            cost,
            reading,
            doubts,
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
        self.known.clear();
        let is_many = self.found.len() > FEW;
        for (mut step, state) in self.found.drain(..) {
            let more = step.cost - least;
            if more > most(next.len()) {
                break;
            }
            let known = if is_many {
                let at = *self.known.entry(state.hash()).or_insert(next.len());
                next.get(at)
                    .filter(|(_, known)| *known == state)
                    .map(|_| at)
            } else {
                next.iter().position(|(_, known)| *known == state)
            };
            let to = known.unwrap_or(next.len());
            step.to = u32::try_from(to).unwrap_or(u32::MAX);
            if known.is_some() {
                trellis.push_other(step, more - next[to].0);
                if keep_all {
                    trellis.push(step);
                }
            } else if to < BEAM {
                next.push((more, state));
                trellis.push(step);
            }
        }
        trellis.end_unit();
    }
}

impl Reading {
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.role == other.role && self.label == other.label && self.depth == other.depth
    }
}
