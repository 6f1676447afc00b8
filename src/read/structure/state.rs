//! What is known after some units of a draft, and what each reading of the next one costs and leads
//! to.

use super::candidates::{Candidate, House, Role};
use super::costs::{Against, Doubts};
use super::headings::Headings;
use super::parts::Parts;
use super::search::Steps;
use super::series::{self, Around, Mark, Placement, Stack};
use super::unit::{LabelReading, LabelState, Unit};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// What is known after some units.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct State {
    part: Part,
    stack: Rc<Stack>,
    headings: Rc<Headings>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Masthead,
    Contents,
    Text,
    /// In a section that a call opened.
    Call,
    /// After the last lines of a draft.
    Closed,
}

/// The unit that is read next.
#[derive(Clone, Copy)]
pub(super) struct Here<'u> {
    pub(super) units: &'u Parts<Unit>,
    pub(super) at: usize,
    pub(super) house: House,
}

impl<'u> Here<'u> {
    fn unit(self) -> &'u Unit {
        &self.units[self.at]
    }
}

/// A masthead has no more lines than this.
const LONGEST_MASTHEAD: usize = 60;
/// Words as short as this need no sign at their end.
const SHORT: usize = 40;

impl State {
    /// Before the first unit.
    pub(super) fn start() -> Self {
        Self {
            part: Part::Masthead,
            stack: Rc::default(),
            headings: Rc::default(),
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

    /// Equal states have equal hashes.
    pub(super) fn hash(&self) -> u64 {
        let mut hasher = FxHasher::default();
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }

    /// Every step that a candidate allows from here.
    pub(super) fn steps(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        match candidate.role {
            Role::Furniture => self.furniture(here, candidate, out),
            Role::Contents => self.contents(here, candidate, out),
            Role::Masthead => self.masthead(here, candidate, out),
            Role::Organ => self.organ(here, candidate, out),
            Role::Call => self.call(here, candidate, out),
            Role::Heading => self.heading(here, candidate, out),
            Role::Clause => self.clause(here, candidate, out),
            Role::Words => self.words(here, candidate, out),
            Role::Continuation => self.continuation(here, candidate, out),
            Role::Note => self.note(here, candidate, out),
            Role::Closing => self.closing(here, candidate, out),
        }
    }

    fn is_before_text(&self) -> bool {
        matches!(self.part, Part::Masthead | Part::Contents)
    }

    /// The last unit of text.
    fn before<'u>(&self, here: Here<'u>) -> Option<&'u Unit> {
        here.units.get(self.last? as usize)
    }

    /// The state after a unit of text.
    fn after_text(&self, here: Here<'_>, role: Role) -> Self {
        Self {
            last: u32::try_from(here.at).ok(),
            last_role: role,
            after_page: false,
            under_rule: false,
            in_notes: false,
            ..self.clone()
        }
    }

    /// Whether the paragraph before can stand as it is.
    fn has_ended(&self, here: Here<'_>) -> bool {
        self.before(here).is_none_or(|before| {
            !matches!(self.last_role, Role::Clause | Role::Words)
                || before.inline.words.all().len() < SHORT
                || before.facts.ends
        })
    }

    fn furniture(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let under_rule = self.under_rule || here.unit().facts.is_rule;
        out.add(candidate, Doubts::NONE, 0, || Self {
            after_page: true,
            under_rule,
            ..self.clone()
        });
    }

    fn contents(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let is_announced = here.unit().facts.opens_contents
            || self.part == Part::Contents
            || self.last_role == Role::Contents;
        let part = if is_announced && self.part == Part::Masthead {
            Part::Contents
        } else {
            self.part
        };
        let doubts = Doubts::NONE.and_if(!is_announced, Against::EntryWithoutContents);
        out.add(candidate, doubts, 0, || Self {
            part,
            last_role: Role::Contents,
            ..self.clone()
        });
    }

    fn masthead(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let is_in_place = self.is_before_text();
        if is_in_place || here.unit().facts.role.is_some() {
            let is_long = here.at > LONGEST_MASTHEAD && self.part == Part::Masthead;
            let doubts = Doubts::NONE
                .and_if(is_long, Against::MastheadTooLong)
                .and_if(!is_in_place, Against::OutOfPlace);
            out.add(candidate, doubts, 0, || Self {
                last_role: Role::Masthead,
                ..self.clone()
            });
        }
    }

    fn organ(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let speaks =
            self.part == Part::Text && !self.stack.is_empty() && self.last_role != Role::Heading;
        let doubts =
            Doubts::NONE.and_if(speaks && !here.unit().facts.is_organ, Against::OrganInText);
        out.add(candidate, doubts, 0, || {
            let mut next = self.after_text(here, Role::Organ);
            next.part = Part::Text;
            next.open_draft();
            next
        });
    }

    /// A draft begins: nothing that was open goes on.
    fn open_draft(&mut self) {
        self.stack = Rc::default();
        self.headings = Rc::default();
        self.after_heading = false;
        self.has_labels = false;
    }

    fn call(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let facts = here.unit().facts;
        let is_in_place = facts.is_known_call || self.has_ended(here);
        if is_in_place || facts.role.is_some() {
            let doubts = Doubts::NONE.and_if(!is_in_place, Against::OutOfPlace);
            out.add(candidate, doubts, 0, || Self {
                part: Part::Call,
                stack: Rc::default(),
                after_heading: false,
                ..self.after_text(here, Role::Call)
            });
        }
    }

    fn closing(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let is_in_place = !self.is_before_text() || self.last_role == Role::Closing;
        if is_in_place || here.unit().facts.role.is_some() {
            let doubts = Doubts::NONE.and_if(!is_in_place, Against::OutOfPlace);
            out.add(candidate, doubts, 0, || Self {
                part: Part::Closed,
                under_rule: here.unit().facts.is_rule,
                ..self.after_text(here, Role::Closing)
            });
        }
    }

    fn note(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let unit = here.unit();
        let number = unit.facts.number;
        let goes_on = self.in_notes && number > 0 && number == self.note + 1;
        let is_told = unit.facts.role.is_some();
        if unit.note().is_none() && !self.under_rule && !goes_on && !is_told {
            return;
        }
        let is_next = number == 0 || self.note == 0 || number == self.note + 1;
        let may_be_label = unit.facts.is_bare_number && !self.under_rule && !goes_on;
        let doubts = Doubts::NONE
            .and_if(!is_next, Against::NoteOutOfOrder)
            .and_if(
                may_be_label && self.is_next_label(unit),
                Against::NoteAsWords,
            );
        let note = if number == 0 { self.note } else { number };
        out.add(candidate, doubts, 0, || Self {
            in_notes: true,
            under_rule: false,
            after_page: true,
            note,
            ..self.clone()
        });
    }

    /// Whether a unit begins with the next label of an open series: "142 See to it that…" after
    /// clause 141.
    fn is_next_label(&self, unit: &Unit) -> bool {
        let mut marks = unit.labels.iter().filter_map(|label| label.mark);
        marks.any(|mark| series::expected(&self.stack, mark) == Some(mark.value))
    }

    fn heading(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let unit = here.unit();
        let facts = unit.facts;
        let is_marked = facts.hashes > 0 || facts.opens_proposal && !self.is_before_text();
        let mark = candidate
            .label
            .and_then(|label| unit.labels.get(usize::from(label))?.mark);
        let mut headings = if facts.opens_draft {
            Headings::default()
        } else {
            (*self.headings).clone()
        };
        let level = facts.hashes.checked_sub(1);
        let (placed, depth) = headings.place(mark, level, facts.is_annex, facts.opens_draft);
        let doubts = if is_marked {
            Doubts::NONE
        } else {
            placed.with(self.against_heading(here, mark.is_some()))
        };
        // What stands below the title of a file that marks its headings is the masthead still.
        let is_title = facts.hashes > 0 && mark.is_none() && self.is_before_text();
        out.add(candidate, doubts, depth, || {
            let mut next = self.after_text(here, Role::Heading);
            if facts.opens_draft {
                next.open_draft();
            } else if facts.is_annex {
                next.stack = Rc::default();
                next.has_labels = false;
            }
            next.headings = Rc::new(headings);
            next.after_heading = true;
            next.part = if is_title { self.part } else { Part::Text };
            next
        });
    }

    /// What speaks against a heading here that is not marked as one.
    fn against_heading(&self, here: Here<'_>, has_label: bool) -> Doubts {
        let facts = here.unit().facts;
        let opens = facts.opens_draft || facts.before_organ;
        let is_open = !self.has_ended(here)
            && self
                .before(here)
                .is_some_and(|before| !before.facts.is_short);
        if has_label {
            return Doubts::NONE;
        }
        Doubts::NONE
            .and_if(
                self.is_before_text() && !facts.is_annex,
                Against::HeadingInMasthead,
            )
            .and_if(
                self.part == Part::Call && !facts.is_annex && !opens,
                Against::HeadingInCall,
            )
            .and_if(is_open, Against::HeadingAfterOpenWords)
    }

    fn clause(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let unit = here.unit();
        let label = candidate
            .label
            .and_then(|label| unit.labels.get(usize::from(label)));
        let Some(label) = label else {
            let mut stack = (*self.stack).clone();
            let depth = series::place_bullet(&mut stack, Mark::bullet(None), unit.indent);
            return out.add(candidate, Doubts::NONE, depth, || {
                self.after_clause(here, Rc::new(stack))
            });
        };
        let is_parted = !unit.facts.after_blank && !self.has_ended(here);
        let candidate = candidate.with(Doubts::NONE.and_if(is_parted, Against::PartedWords));
        let Some(mark) = label.mark.filter(|_| label.state != LabelState::Damaged) else {
            let mut stack = (*self.stack).clone();
            let depth = series::place_damaged(&mut stack, label.mark, unit.indent);
            return out.add(candidate, Doubts::NONE, depth, || {
                self.after_clause(here, Rc::new(stack))
            });
        };
        if unit.facts.is_gone {
            let depth = series::depth_beside(&self.stack, mark);
            return out.add(candidate, Doubts::NONE, depth, || {
                self.after_clause(here, Rc::clone(&self.stack))
            });
        }
        if self.can_be(label, mark) {
            self.labelled(here, candidate, mark, out);
        }
    }

    /// Whether a label can be read so here: one that is cut in two must go on with a series.
    fn can_be(&self, label: &LabelReading, mark: Mark) -> bool {
        const FARTHEST: u32 = 5;
        let LabelState::Cut(new, _) = label.state else {
            return true;
        };
        let expected = series::expected(&self.stack, mark).unwrap_or(1);
        (expected..expected + FARTHEST).contains(&new)
    }

    /// The state after a clause.
    fn after_clause(&self, here: Here<'_>, stack: Rc<Stack>) -> Self {
        let is_labelled = here.unit().bullet.is_none();
        Self {
            part: if self.part == Part::Call {
                Part::Call
            } else {
                Part::Text
            },
            after_heading: false,
            has_labels: self.has_labels || is_labelled,
            stack,
            ..self.after_text(here, Role::Clause)
        }
    }

    /// A clause whose label can be read, at every place that it can have among the open series.
    fn labelled(&self, here: Here<'_>, candidate: Candidate, mark: Mark, out: &mut Steps) {
        let unit = here.unit();
        let around = Around {
            indent: unit.indent,
            announced: self
                .before(here)
                .is_some_and(|before| before.facts.ends_in_colon),
            after_heading: self.after_heading,
            is_first: !self.has_labels,
        };
        for placement in series::placements(&self.stack, mark, around) {
            let doubts = self.against_label(unit, mark, placement, around.announced);
            out.add(candidate, doubts, placement.depth, || {
                let mut stack = (*self.stack).clone();
                placement.apply(&mut stack, mark, unit.indent);
                self.after_clause(here, Rc::new(stack))
            });
        }
    }

    /// What speaks against a label at its place.
    fn against_label(
        &self,
        unit: &Unit,
        mark: Mark,
        placement: Placement,
        announced: bool,
    ) -> Doubts {
        const GREATEST: u32 = 400;
        let facts = unit.facts;
        let begins = placement.begins();
        let is_sure = facts.is_marked_label || facts.is_tabbed || self.part == Part::Call;
        let is_loose = facts.is_bare_number && !is_sure;
        let is_note = unit.note().is_some() && (begins || placement.doubts != Doubts::NONE);
        let placed = if facts.is_marked_label {
            placement
                .doubts
                .with_instead(Against::RepeatedWhereMarked, Against::Repeated)
        } else {
            placement.doubts
        };
        placed
            .and_if(
                begins && facts.is_marked_label && !announced,
                Against::BeginsWhereMarked,
            )
            .and_if(is_note, Against::NoteAsWords)
            .and_if(is_loose && begins, Against::BareNumberBegins)
            .and_if(
                is_loose && begins && facts.goes_on_small,
                Against::NumberBeforeSmallWord,
            )
            .and_if(is_loose && mark.value > GREATEST, Against::Backward)
    }

    fn words(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        let unit = here.unit();
        let facts = unit.facts;
        let is_preamble = facts.opens_preamble && facts.ends;
        let is_number = self.part == Part::Call && facts.is_bare_number && unit.printed.is_some();
        let is_parted = !here.house.is_exact && !facts.after_blank && !self.has_ended(here);
        let doubts = Doubts::NONE
            .and_if(
                self.is_before_text() && !is_preamble,
                Against::TextBeforeBody,
            )
            .and_if(self.under_rule, Against::UnderRule)
            .and_if(is_number, Against::NumberInCallAsWords)
            .and_if(is_parted, Against::PartedWords)
            .and_if(self.follows_lone_label(here), Against::LabelAlone);
        let depth = series::unlabelled_depth(&self.stack, unit.indent);
        out.add(candidate, doubts, depth, || Self {
            part: if self.part == Part::Call {
                Part::Call
            } else {
                Part::Text
            },
            ..self.after_text(here, Role::Words)
        });
    }

    /// Whether a label that stands alone on its line comes just before.
    fn follows_lone_label(&self, here: Here<'_>) -> bool {
        self.last_role == Role::Clause
            && self
                .before(here)
                .is_some_and(|before| before.facts.is_label_alone)
    }

    fn continuation(&self, here: Here<'_>, candidate: Candidate, out: &mut Steps) {
        if let Some(doubts) = self.against_continuation(here) {
            out.add(candidate, doubts, 0, || {
                self.after_text(here, self.last_role)
            });
        }
    }

    /// What speaks against going on with the paragraph before; none if that cannot be.
    fn against_continuation(&self, here: Here<'_>) -> Option<Doubts> {
        let unit = here.unit();
        let facts = unit.facts;
        let is_text = matches!(self.last_role, Role::Clause | Role::Words);
        let before = self.before(here).filter(|_| is_text || unit.is_part)?;
        if unit.is_part || self.follows_lone_label(here) && unit.labels.is_empty() {
            return Some(Doubts::NONE);
        }
        let is_whole = before.facts.ends || before.inline.words.all().len() <= SHORT;
        let over_page = self.after_page && (before.facts.needs_more || facts.ends);
        let is_apart = facts.after_blank && (is_whole || !facts.begins_small && !over_page);
        if self.under_rule || is_apart {
            return None;
        }
        Some(
            Doubts::NONE
                .and_if(
                    before.facts.ends && !before.facts.ends_in_comma,
                    Against::ContinuesAfterEnd,
                )
                .and_if(before.facts.ends_in_comma, Against::ContinuesAfterComma)
                .and_if(self.after_page, Against::ContinuesOverPage),
        )
    }
}
