//! The cheapest reading of a whole draft: every sequence of readings that may still be the best goes on from unit to unit.

use super::candidates::{self, Candidate, Candidates, House, Role};
use super::costs::{Against, Doubts};
use super::headings::Headings;
use super::series::{self, Around, Mark, Stack};
use super::unit::{LabelState, Unit};

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

/// What is known after some units.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    part: Part,
    stack: Stack,
    headings: Headings,
    after_heading: bool,
    has_labels: bool,
    /// The last unit that is text, if any.
    last: Option<u32>,
    last_role: Role,
    /// The number of the last note.
    note: u32,
    /// The unit before is a note.
    in_notes: bool,
    /// The rule that parts notes from the text stands just before.
    under_rule: bool,
    /// A page, or its notes, ended just before.
    after_page: bool,
}

/// How far a draft has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Masthead,
    Contents,
    Text,
    /// In a section that a call opened.
    Call,
    /// After the last lines of a draft.
    Closed,
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

/// All steps over one unit, and the states after it.
fn advance(
    units: &[Unit],
    k: usize,
    states: &[(i32, State)],
    options: &Candidates,
    house: House,
) -> (Layer, Vec<(i32, State)>) {
    let mut found: Vec<(Step, State)> = Vec::new();
    for (back, (cost, state)) in states.iter().enumerate() {
        let back = u32::try_from(back).unwrap_or(u32::MAX);
        for option in options {
            state.steps(units, k, *option, house, &mut |reading, next| {
                let cost = cost + reading.doubts.cost();
                found.push((Step { back, cost, reading }, next));
            });
        }
    }
    // The order is settled by cost, then by where a step comes from and how it was tried: always the same.
    found.sort_by_key(|(step, _)| step.cost);
    let least = found.first().map_or(0, |(step, _)| step.cost);
    let mut layer = Layer { steps: Vec::new(), to: Vec::new() };
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
        let through = |i: usize| layer.steps[i].cost + rest.get(layer.to[i] as usize).copied().unwrap_or(i32::MAX / 2);
        let chosen = (0..layer.steps.len())
            .filter(|i| layer.to[*i] as usize == at)
            .min_by_key(|i| layer.steps[*i].cost);
        let Some(chosen) = chosen else { break };
        let step = layer.steps[chosen];
        let is_other = |i: &usize| {
            let other = layer.steps[*i].reading;
            other.role != step.reading.role || other.label != step.reading.label || other.depth != step.reading.depth
        };
        let second = (0..layer.steps.len()).filter(is_other).min_by_key(|i| through(*i));
        out.push(Choice {
            reading: step.reading,
            next_best: second.map(|i| layer.steps[i].reading),
            margin: second.map_or(i32::MAX, |i| through(i) - total),
        });
        let width = match k.checked_sub(1) {
            Some(before) => layers[before].to.iter().max().map_or(1, |to| *to as usize + 1),
            None => 1,
        };
        let mut before = vec![i32::MAX / 2; width];
        for (i, step) in layer.steps.iter().enumerate() {
            let own = step.reading.doubts.cost() + rest.get(layer.to[i] as usize).copied().unwrap_or(i32::MAX / 2);
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

impl State {
    fn start() -> Self {
        Self {
            part: Part::Masthead,
            stack: Stack::new(),
            headings: Headings::default(),
            after_heading: false,
            has_labels: false,
            last: None,
            last_role: Role::Masthead,
            note: 0,
            in_notes: false,
            under_rule: false,
            after_page: false,
        }
    }

    fn is_before_text(&self) -> bool {
        matches!(self.part, Part::Masthead | Part::Contents)
    }

    /// The last unit of text.
    fn before<'u>(&self, units: &'u [Unit]) -> Option<&'u Unit> {
        units.get(self.last? as usize)
    }

    /// Every step that a candidate allows from here.
    fn steps(&self, units: &[Unit], k: usize, candidate: Candidate, house: House, out: &mut impl FnMut(Reading, Self)) {
        let unit = &units[k];
        let mut give = |doubts: Doubts, depth: u8, next: Self| {
            let Candidate { role, label, doubts: own } = candidate;
            out(Reading { role, label, depth, doubts: own.with(doubts) }, next);
        };
        match candidate.role {
            Role::Furniture => {
                let mut next = self.clone();
                next.after_page = true;
                next.under_rule |= unit.facts.is_rule;
                give(Doubts::NONE, 0, next);
            }
            Role::Contents => self.contents(unit, &mut give),
            Role::Masthead => {
                if let Some(doubts) = self.masthead(units, k) {
                    let mut next = self.clone();
                    next.last_role = Role::Masthead;
                    give(doubts, 0, next);
                }
            }
            Role::Organ => {
                let speaks = self.part == Part::Text && !self.stack.is_empty() && self.last_role != Role::Heading;
                let doubts = Doubts::NONE.and_if(speaks && !unit.facts.is_organ, Against::OrganInText);
                let mut next = self.text(k, Role::Organ);
                next.part = Part::Text;
                next.open_draft();
                give(doubts, 0, next);
            }
            Role::Call => {
                let ended = unit.facts.is_known_call || self.has_ended(units);
                if ended {
                    let mut next = self.text(k, Role::Call);
                    next.part = Part::Call;
                    next.stack.clear();
                    next.after_heading = false;
                    give(Doubts::NONE, 0, next);
                }
            }
            Role::Heading => self.heading(units, k, candidate, &mut give),
            Role::Clause => self.clause(units, k, candidate, &mut give),
            Role::Words => self.words(units, k, house, &mut give),
            Role::Continuation => {
                if let Some(doubts) = self.continuation(units, k) {
                    let mut next = self.clone();
                    next.last = u32::try_from(k).ok();
                    (next.after_page, next.under_rule, next.in_notes) = (false, false, false);
                    give(doubts, 0, next);
                }
            }
            Role::Note => self.note(unit, &mut give),
            Role::Closing => {
                if self.part != Part::Masthead && self.part != Part::Contents || self.last_role == Role::Closing {
                    let mut next = self.text(k, Role::Closing);
                    next.part = Part::Closed;
                    give(Doubts::NONE, 0, next);
                }
            }
        }
    }

    /// The state after a unit of text.
    fn text(&self, k: usize, role: Role) -> Self {
        let mut next = self.clone();
        next.last = u32::try_from(k).ok();
        next.last_role = role;
        (next.after_page, next.under_rule, next.in_notes) = (false, false, false);
        next
    }

    /// A draft begins: nothing that was open goes on.
    fn open_draft(&mut self) {
        self.stack.clear();
        self.headings.clear();
        self.after_heading = false;
        self.has_labels = false;
    }

    fn has_ended(&self, units: &[Unit]) -> bool {
        self.before(units).is_none_or(|before| {
            !matches!(self.last_role, Role::Clause | Role::Words) || !before.facts.is_long && before.inline.words.all().len() < 40 || before.facts.ends
        })
    }

    fn contents(&self, unit: &Unit, give: &mut impl FnMut(Doubts, u8, Self)) {
        if !unit.facts.opens_contents && self.part != Part::Contents && self.last_role != Role::Contents {
            return give(Doubts::NONE.and(Against::EntryWithoutContents), 0, Self { last_role: Role::Contents, ..self.clone() });
        }
        let part = if self.part == Part::Masthead { Part::Contents } else { self.part };
        give(Doubts::NONE, 0, Self { part, last_role: Role::Contents, ..self.clone() });
    }

    fn masthead(&self, units: &[Unit], k: usize) -> Option<Doubts> {
        const LONGEST: usize = 60;
        if !self.is_before_text() {
            return None;
        }
        let _ = units;
        Some(Doubts::NONE.and_if(k > LONGEST && self.part == Part::Masthead, Against::MastheadTooLong))
    }

    fn note(&self, unit: &Unit, give: &mut impl FnMut(Doubts, u8, Self)) {
        let number = unit.facts.number;
        let goes_on = self.in_notes && number > 0 && number == self.note + 1;
        if unit.note.is_none() && !self.under_rule && !goes_on {
            return;
        }
        let is_number = unit.facts.is_bare_number;
        let is_next = number == 0 || self.note == 0 || number == self.note + 1;
        let is_label = is_number && !self.under_rule && !goes_on && self.is_next_label(unit);
        let doubts = Doubts::NONE
            .and_if(!is_next, Against::NoteOutOfOrder)
            .and_if(is_label, Against::NoteAsWords);
        let note = if number == 0 { self.note } else { number };
        let next = Self { in_notes: true, under_rule: false, note, after_page: true, ..self.clone() };
        give(doubts, 0, next);
    }

    /// Whether a unit begins with the next label of an open series: "142 See to it that…" after clause 141.
    fn is_next_label(&self, unit: &Unit) -> bool {
        unit.labels.iter().filter_map(|label| label.mark).any(|mark| {
            series::expected(&self.stack, mark) == Some(mark.value)
        })
    }

    fn heading(&self, units: &[Unit], k: usize, candidate: Candidate, give: &mut impl FnMut(Doubts, u8, Self)) {
        let unit = &units[k];
        let facts = unit.facts;
        let is_firm = facts.hashes > 0 || facts.opens_proposal && !self.is_before_text();
        let mark = candidate.label.and_then(|label| unit.labels.get(usize::from(label))?.mark);
        let mut next = self.text(k, Role::Heading);
        let mut doubts = Doubts::NONE;
        if !is_firm {
            let is_open = self.before(units).is_some_and(|b| !b.facts.ends && !b.facts.is_short) && !self.has_ended(units);
            doubts = doubts
                .and_if(self.is_before_text() && mark.is_none() && !facts.is_annex, Against::HeadingInMasthead)
                .and_if(self.part == Part::Call && mark.is_none() && !facts.is_annex && !facts.opens_draft && !facts.before_organ, Against::HeadingInCall)
                .and_if(is_open && mark.is_none(), Against::HeadingAfterOpenWords);
        }
        if facts.opens_draft {
            next.open_draft();
        } else if facts.is_annex {
            next.stack.clear();
            next.has_labels = false;
        }
        let level = if facts.hashes > 0 { Some(facts.hashes - 1) } else { None };
        let (placed, depth) = next.headings.place(mark, level, facts.is_annex, facts.opens_draft);
        next.part = if self.part == Part::Call || !self.is_before_text() || is_firm || mark.is_some() || facts.is_annex { Part::Text } else { Part::Masthead };
        if is_firm && self.is_before_text() && mark.is_none() && facts.hashes > 0 {
            next.part = self.part;
        }
        if next.part == Part::Masthead {
            next.part = Part::Text;
        }
        next.after_heading = true;
        let placed = if is_firm { Doubts::NONE } else { placed };
        give(doubts.with(placed), depth, next);
    }

    fn clause(&self, units: &[Unit], k: usize, candidate: Candidate, give: &mut impl FnMut(Doubts, u8, Self)) {
        let unit = &units[k];
        let facts = unit.facts;
        let mut next = self.text(k, Role::Clause);
        next.part = if self.part == Part::Call { Part::Call } else { Part::Text };
        next.after_heading = false;
        let Some(label) = candidate.label.and_then(|label| unit.labels.get(usize::from(label))) else {
            let mark = Mark::bullet(None);
            let depth = series::place_bullet(&mut next.stack, mark, unit.indent);
            return give(Doubts::NONE, depth, next);
        };
        next.has_labels = true;
        let open_words = !self.has_ended(units) && !facts.after_blank;
        let own = Doubts::NONE.and_if(open_words, Against::PartedWords);
        let Some(mark) = label.mark.filter(|_| label.state != LabelState::Damaged) else {
            let depth = series::place_damaged(&mut next.stack, label.mark, unit.indent);
            return give(own, depth, next);
        };
        if facts.is_gone {
            let depth = series::depth_beside(&self.stack, mark);
            return give(own, depth, Self { stack: self.stack.clone(), ..next });
        }
        let around = Around {
            indent: unit.indent,
            announced: self.before(units).is_some_and(|before| before.facts.ends_in_colon),
            after_heading: self.after_heading,
            is_first: !self.has_labels,
        };
        if let LabelState::Cut(new, _) = label.state {
            let expected = series::expected(&self.stack, mark).unwrap_or(1);
            if new < expected || new >= expected + 5 {
                return;
            }
        }
        for placement in series::placements(&self.stack, mark, around) {
            let mut next = next.clone();
            placement.apply(&mut next.stack, mark, unit.indent);
            let begins = placement.begins();
            let in_call = self.part == Part::Call;
            let is_loose = facts.is_bare_number && !facts.is_marked_label && !facts.is_tabbed && !in_call;
            let placed = if facts.is_marked_label {
                placement.doubts.with_instead(Against::RepeatedWhereMarked, Against::Repeated)
            } else {
                placement.doubts
            };
            let is_note = unit.note.is_some() && (begins || placement.doubts != Doubts::NONE);
            let doubts = own
                .with(placed)
                .and_if(begins && facts.is_marked_label && !around.announced, Against::BeginsWhereMarked)
                .and_if(is_note, Against::NoteAsWords)
                .and_if(is_loose && begins, Against::BareNumberBegins)
                .and_if(is_loose && facts.goes_on_small && begins, Against::NumberBeforeSmallWord)
                .and_if(is_loose && mark.value > 400, Against::Backward);
            give(doubts, placement.depth, next);
        }
    }

    fn words(&self, units: &[Unit], k: usize, house: House, give: &mut impl FnMut(Doubts, u8, Self)) {
        let unit = &units[k];
        let facts = unit.facts;
        let depth = series::unlabelled_depth(&self.stack, unit.indent);
        let mut next = self.text(k, Role::Words);
        let is_preamble = facts.opens_preamble && facts.ends;
        let doubts = Doubts::NONE
            .and_if(self.is_before_text() && !is_preamble, Against::TextBeforeBody)
            .and_if(self.under_rule, Against::UnderRule)
            .and_if(self.part == Part::Call && facts.is_bare_number && unit.printed.is_some(), Against::NumberInCallAsWords)
            .and_if(!house.is_exact && !facts.after_blank && !self.has_ended(units), Against::PartedWords)
            .and_if(self.follows_lone_label(units), Against::LabelAlone);
        if next.part != Part::Call {
            next.part = Part::Text;
        }
        give(doubts, depth, next);
    }

    /// Whether a label that stands alone on its line comes just before.
    fn follows_lone_label(&self, units: &[Unit]) -> bool {
        self.last_role == Role::Clause && self.before(units).is_some_and(|before| before.facts.is_label_alone)
    }

    fn continuation(&self, units: &[Unit], k: usize) -> Option<Doubts> {
        let unit = &units[k];
        let facts = unit.facts;
        if !matches!(self.last_role, Role::Clause | Role::Words) && !unit.is_part {
            return None;
        }
        let before = self.before(units)?;
        if unit.is_part || self.follows_lone_label(units) && unit.labels.is_empty() {
            return Some(Doubts::NONE);
        }
        if self.under_rule {
            return None;
        }
        if facts.after_blank && (before.facts.ends || !before.facts.is_long && before.inline.words.all().len() <= 40) {
            return None;
        }
        let over_page = self.after_page && (before.facts.needs_more || facts.ends);
        if facts.after_blank && !facts.begins_small && !over_page {
            return None;
        }
        Some(
            Doubts::NONE
                .and_if(before.facts.ends && !before.facts.ends_in_comma, Against::ContinuesAfterEnd)
                .and_if(before.facts.ends_in_comma, Against::ContinuesAfterComma)
                .and_if(self.after_page, Against::ContinuesOverPage),
        )
    }
}
