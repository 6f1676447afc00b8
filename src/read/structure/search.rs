//! The cheapest reading of a whole draft: every sequence of readings that may still be the best goes on from unit to unit.

use super::candidates::{self, Candidate, Candidates, House, Role};
use super::costs::Doubts;
use super::state::{Here, State};
use super::unit::Unit;

/// Sequences of readings that are kept after each unit.
const BEAM: usize = 24;
/// What costs so much more than the cheapest is not looked at further.
const HOPELESS: i32 = 900;

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

/// One step of a sequence.
#[derive(Debug, Clone, Copy)]
struct Step {
    back: u32,
    cost: i32,
    reading: Reading,
}

/// Where steps lead.
struct Layer {
    /// Every step that was kept.
    steps: Vec<Step>,
    /// Per step: the state it leads to, one of the next layer's.
    to: Vec<u32>,
}

/// Reads all units at once.
pub(super) fn read(units: &[Unit], house: House) -> Vec<Choice> {
    let mut states = vec![(0, State::start())];
    let mut layers: Vec<Layer> = Vec::with_capacity(units.len());
    for (k, unit) in units.iter().enumerate() {
        let options = candidates::of(unit, units.get(k + 1), house);
        let (layer, next) = advance(units, k, &states, &options, house);
        layers.push(layer);
        states = next;
    }
    choices(&layers, &states)
}

/// The steps over one unit, as they are found.
pub(super) struct Steps {
    found: Vec<(Step, State)>,
    /// What the cheapest of them costs so far.
    least: i32,
    /// Where the next ones come from, and what it cost to come there.
    back: u32,
    before: i32,
}

impl Steps {
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
        } = candidate;
        let doubts = own.with(doubts);
        let cost = self.before + doubts.cost();
        if cost > self.least + HOPELESS {
            return;
        }
        self.least = self.least.min(cost);
        let back = self.back;
        let reading = Reading {
            role,
            label,
            depth,
            doubts,
        };
        self.found.push((
            Step {
                back,
                cost,
                reading,
            },
            next(),
        ));
    }
}

/// All steps over one unit, and the states after it.
fn advance(
    units: &[Unit],
    k: usize,
    states: &[(i32, State)],
    options: &Candidates,
    house: House,
) -> (Layer, Vec<(i32, State)>) {
    let mut steps = Steps {
        found: Vec::new(),
        least: i32::MAX - HOPELESS,
        before: 0,
        back: 0,
    };
    let here = Here {
        units,
        at: k,
        house,
    };
    for (back, (cost, state)) in states.iter().enumerate() {
        (steps.back, steps.before) = (u32::try_from(back).unwrap_or(u32::MAX), *cost);
        for option in options {
            state.steps(here, *option, &mut steps);
        }
    }
    let mut found = steps.found;
    // The order is settled by cost, then by where a step comes from and how it was tried: always the same.
    found.sort_by_key(|(step, _)| step.cost);
    let least = found.first().map_or(0, |(step, _)| step.cost);
    let mut layer = Layer {
        steps: Vec::new(),
        to: Vec::new(),
    };
    let mut next: Vec<(i32, State)> = Vec::new();
    for (step, state) in found {
        if step.cost > least + HOPELESS {
            break;
        }
        let known = next.iter().position(|(_, known)| *known == state);
        let to = match known {
            Some(known) => known,
            None if next.len() < BEAM => {
                next.push((step.cost, state));
                next.len() - 1
            }
            None => continue,
        };
        layer.steps.push(step);
        layer.to.push(u32::try_from(to).unwrap_or(u32::MAX));
    }
    (layer, next)
}

/// The steps of the cheapest sequence, each with its runner-up.
fn choices(layers: &[Layer], last: &[(i32, State)]) -> Vec<Choice> {
    // What it costs at least to come from a state to the end.
    let mut rest: Vec<i32> = vec![0; last.len()];
    let mut best = last.iter().map(|(cost, _)| *cost).min().unwrap_or(0);
    let total = best;
    let mut at = last.iter().position(|(cost, _)| *cost == best).unwrap_or(0);
    let mut out = Vec::with_capacity(layers.len());
    for (k, layer) in layers.iter().enumerate().rev() {
        let through = |i: usize| {
            layer.steps[i].cost
                + rest
                    .get(layer.to[i] as usize)
                    .copied()
                    .unwrap_or(i32::MAX / 2)
        };
        let chosen = (0..layer.steps.len())
            .filter(|i| layer.to[*i] as usize == at)
            .min_by_key(|i| layer.steps[*i].cost);
        let Some(chosen) = chosen else { break };
        let step = layer.steps[chosen];
        let is_other = |i: &usize| {
            let other = layer.steps[*i].reading;
            other.role != step.reading.role
                || other.label != step.reading.label
                || other.depth != step.reading.depth
        };
        let second = (0..layer.steps.len())
            .filter(is_other)
            .min_by_key(|i| through(*i));
        out.push(Choice {
            reading: step.reading,
            next_best: second.map(|i| layer.steps[i].reading),
            margin: second.map_or(i32::MAX, |i| through(i) - total),
        });
        let width = match k.checked_sub(1) {
            Some(before) => layers[before]
                .to
                .iter()
                .max()
                .map_or(1, |to| *to as usize + 1),
            None => 1,
        };
        let mut before = vec![i32::MAX / 2; width];
        for (i, step) in layer.steps.iter().enumerate() {
            let own = step.reading.doubts.cost()
                + rest
                    .get(layer.to[i] as usize)
                    .copied()
                    .unwrap_or(i32::MAX / 2);
            if let Some(least) = before.get_mut(step.back as usize) {
                *least = own.min(*least);
            }
        }
        rest = before;
        at = step.back as usize;
        best = step.cost;
    }
    let _ = best;
    out.reverse();
    out
}
