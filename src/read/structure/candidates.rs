//! What a unit could be, and what speaks against each reading by the unit itself. What stands
//! around it is weighed in `search`.

use super::costs::{Against, Doubts};
use super::series::{Mark, Shape};
use super::unit::{Facts, LabelState, Unit};
use crate::draft::Kind;
use smallvec::SmallVec;

/// What a unit is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::read) enum Role {
    /// What the page added.
    Furniture,
    /// A line of a table of contents.
    Contents,
    Masthead,
    Organ,
    Call,
    Heading,
    /// A clause with a label, or an item of a list.
    Clause,
    /// A paragraph without label.
    Words,
    /// The paragraph before it goes on.
    Continuation,
    Note,
    /// The last lines of a draft.
    Closing,
}

impl Role {
    /// What a paragraph of a kind is read as, for those kinds that a format may tell.
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Masthead => Self::Masthead,
            Kind::Organ => Self::Organ,
            Kind::Call => Self::Call,
            Kind::Heading => Self::Heading,
            Kind::Closing => Self::Closing,
            Kind::Note => Self::Note,
            Kind::Furniture | Kind::FrontMatter => Self::Furniture,
            Kind::Clause | Kind::Blank => Self::Clause,
        }
    }

    /// The kind of a paragraph that is read so.
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Furniture | Self::Contents => Kind::Furniture,
            Self::Masthead => Kind::Masthead,
            Self::Organ => Kind::Organ,
            Self::Call => Kind::Call,
            Self::Heading => Kind::Heading,
            Self::Clause | Self::Words | Self::Continuation => Kind::Clause,
            Self::Note => Kind::Note,
            Self::Closing => Kind::Closing,
        }
    }
}

/// One reading of a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) role: Role,
    /// Which of the unit's labels it reads.
    pub(super) label: Option<u8>,
    pub(super) doubts: Doubts,
    /// What those doubts cost.
    pub(super) cost: i32,
}

pub(super) type Candidates = SmallVec<[Candidate; 6]>;

impl Candidate {
    /// The same, with more that speaks against it.
    pub(super) fn with(self, doubts: Doubts) -> Self {
        Self {
            doubts: self.doubts.with(doubts),
            cost: self.cost + doubts.without(self.doubts).cost(),
            ..self
        }
    }
}

/// What the whole draft shows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct House {
    /// Its headings are marked, so that other short lines are none.
    pub(super) marks_headings: bool,
    /// Every mark is as it was made, and a block is a paragraph.
    pub(super) is_exact: bool,
    /// It announces a table of contents.
    pub(super) has_contents: bool,
}

/// Every reading of a unit.
pub(super) fn of(unit: &Unit, next: Option<&Unit>, house: House) -> Candidates {
    let facts = unit.facts;
    let mut out = Candidates::new();
    let mut add = |role, label, doubts: Doubts| {
        out.push(Candidate {
            role,
            label,
            doubts,
            cost: doubts.cost(),
        });
    };
    if let Some(role) = facts.role {
        let label = (role == Role::Clause && !unit.labels.is_empty()).then_some(0);
        let role = match (role, label, unit.bullet) {
            (Role::Clause, None, None) if !facts.has_given_label => Role::Words,
            _ => role,
        };
        add(role, label, Doubts::NONE);
        if role != Role::Words {
            // Where that cannot stand, its words still do.
            add(
                Role::Words,
                None,
                Doubts::NONE.and(Against::OtherThanItsStyle),
            );
        }
        return out;
    }
    if facts.is_furniture {
        add(Role::Furniture, None, Doubts::NONE);
        return out;
    }
    if facts.hashes > 0 {
        add(Role::Heading, best_heading_label(unit), Doubts::NONE);
        return out;
    }
    if facts.opens_proposal {
        add(Role::Heading, None, Doubts::NONE);
        add(Role::Masthead, None, Doubts::NONE);
        return out;
    }
    let next_facts = next.map(|next| next.facts).unwrap_or_default();
    let has_next = next.is_some();
    if unit.bullet.is_none() && !facts.has_given_label {
        if let Some(doubts) = call(unit, next_facts, has_next) {
            add(Role::Call, None, doubts);
        }
        if facts.is_organ || facts.is_organ_shape {
            add(
                Role::Organ,
                None,
                Doubts::NONE.and_if(!facts.is_organ, Against::UnknownOrgan),
            );
        }
        if facts.is_closing {
            add(Role::Closing, None, Doubts::NONE);
        }
        if facts.is_contents && house.has_contents || facts.opens_contents {
            add(Role::Contents, None, Doubts::NONE);
        }
        if let Some(doubts) = note(unit) {
            add(Role::Note, None, doubts);
        }
        if !house.is_exact
            && (unit.is_part || facts.begins_small || !facts.after_blank || facts.begins_capital)
            && !facts.is_known_call
            && !facts.is_row
        {
            add(Role::Continuation, None, continuation(unit));
        }
    }
    for (k, reading) in unit.labels.iter().enumerate() {
        let label = u8::try_from(k).ok();
        if let Some(doubts) = clause(unit, k) {
            add(Role::Clause, label, doubts);
        }
        if reading.state == LabelState::Whole
            && unit.bullet.is_none()
            && !facts.opens_draft
            && let Some(doubts) = labelled_heading(unit, k, house)
            && has_next
        {
            add(Role::Heading, label, doubts);
        }
    }
    if unit.bullet.is_some() {
        add(Role::Clause, None, label_as_words(unit));
    } else if !facts.has_given_label {
        add(Role::Words, None, words(unit));
        if (unit.labels.is_empty() || facts.opens_draft)
            && has_next
            && let Some(doubts) = heading(unit, next_facts, house)
        {
            add(Role::Heading, None, doubts);
        }
    }
    add(Role::Masthead, None, masthead(unit));
    out
}

/// Which label a marked heading has, if it can be one.
fn best_heading_label(unit: &Unit) -> Option<u8> {
    let whole = unit
        .labels
        .iter()
        .position(|label| label.state == LabelState::Whole)?;
    u8::try_from(whole).ok()
}

fn call(unit: &Unit, next: Facts, has_next: bool) -> Option<Doubts> {
    let facts = unit.facts;
    if !has_next || unit.is_part {
        return None;
    }
    let has_firm_label = !unit.labels.is_empty() && (facts.is_call_shape || !facts.is_doubtful);
    if has_firm_label {
        return None;
    }
    if facts.is_known_call && (next.after_blank || next.begins_clause || facts.after_blank) {
        return Some(Doubts::NONE);
    }
    (facts.is_call_shape && facts.after_blank && next.begins_list)
        .then(|| Doubts::NONE.and(Against::CallByShape))
}

/// A note by its sign, or by a bare number: where that can be, what stands around tells.
fn note(unit: &Unit) -> Option<Doubts> {
    let may_be = unit.note().is_some() || unit.facts.number > 0;
    may_be.then(|| Doubts::NONE.and_if(unit.note().is_none(), Against::NumberAsNote))
}

fn continuation(unit: &Unit) -> Doubts {
    let facts = unit.facts;
    Doubts::NONE
        .and_if(!unit.is_part, Against::Continues)
        .and_if(!unit.labels.is_empty(), Against::ContinuesLabel)
        .and_if(
            facts.begins_capital && unit.labels.is_empty(),
            Against::ContinuesCapital,
        )
        .and_if(unit.note().is_some(), Against::NoteAsWords)
        .and_if(facts.is_closing, Against::ClosingAsWords)
        .and_if(facts.is_organ, Against::WordsAsOrgan)
}

fn clause(unit: &Unit, k: usize) -> Option<Doubts> {
    let facts = unit.facts;
    let reading = &unit.labels[k];
    let rank = reading.mark.map_or(9, Mark::rank);
    if facts.has_given_label {
        let is_title = matches!(rank, 1 | 2) && facts.rest_is_heading;
        return Some(Doubts::NONE.and_if(is_title, Against::CapitalAsClause));
    }
    // `一、` names clauses and chapters alike.
    let is_decimal = unit
        .inline
        .words
        .all()
        .starts_with(|c: char| c.is_ascii_digit());
    let is_part = reading
        .mark
        .is_some_and(|mark| matches!(mark.shape, Shape::Option | Shape::Part));
    let is_like_heading = !is_part && (rank < 3 || rank == 3 && is_decimal);
    let doubts = Doubts::NONE
        .and_if(reading.state == LabelState::Damaged, Against::LabelDamaged)
        .and_if(
            matches!(reading.state, LabelState::Cut(..)),
            Against::LabelCut,
        )
        .and_if(reading.is_worded, Against::WordedAsClause)
        .and_if(
            facts.is_bare_number && !facts.is_marked_label && !facts.is_tabbed,
            Against::BareNumber,
        )
        .and_if(
            matches!(rank, 1 | 2) && facts.rest_is_heading,
            Against::CapitalAsClause,
        )
        .and_if(
            facts.rest_is_heading && !facts.ends && is_like_heading && !facts.is_bare_number,
            Against::ShortAsClause,
        )
        .and_if(
            unit.note().is_some() && !facts.is_bare_number,
            Against::NoteAsWords,
        )
        .and_if(facts.rest_is_number, Against::NumberAlone)
        .and_if(facts.is_contents, Against::ContentsAsText);
    Some(doubts)
}

fn labelled_heading(unit: &Unit, k: usize, house: House) -> Option<Doubts> {
    let facts = unit.facts;
    let reading = &unit.labels[k];
    let mark = reading.mark?;
    if facts.is_bare_number || matches!(mark.shape, Shape::Option | Shape::Part) {
        return None;
    }
    let rank = mark.rank();
    let doubts = Doubts::NONE
        .and_if(
            house.marks_headings && !facts.is_bold && !facts.has_given_label,
            Against::HeadingWithoutMarks,
        )
        .and_if(rank == 3, Against::NumberedHeading)
        .and_if(rank >= 4, Against::BracketedHeading)
        .and_if(rank >= 3 && facts.is_label_alone, Against::LabelAlone)
        .and_if(unit.note().is_some(), Against::NoteAsWords)
        .and_if(facts.is_contents, Against::ContentsAsText);
    if reading.is_worded {
        // `第三条`: no space parts the label from the text.
        return Some(
            Doubts::NONE
                .and_if(!facts.rest_is_heading, Against::HeadingWithText)
                .and_if(facts.goes_on_small, Against::SmallHeading),
        );
    }
    Some(
        doubts
            .and_if(facts.goes_on_small, Against::SmallHeading)
            .and_if(!facts.rest_is_short, Against::LongHeading)
            .and_if(
                facts.ends && !facts.rest_is_heading,
                Against::HeadingEndsAsSentence,
            ),
    )
}

fn heading(unit: &Unit, next: Facts, house: House) -> Option<Doubts> {
    let facts = unit.facts;
    if unit.is_part || facts.is_furniture {
        return None;
    }
    if house.marks_headings {
        return (facts.is_bold && facts.is_heading_before_list).then_some(Doubts::NONE);
    }
    if facts.is_lone_numeral {
        return Some(Doubts::NONE);
    }
    if facts.opens_draft || facts.is_annex && facts.is_heading_before_list {
        return Some(Doubts::NONE);
    }
    if facts.is_annex && facts.begins_capital {
        // Where no space parts its title from the text, an annex has both on one line.
        let doubts = Doubts::NONE.and_if(facts.ends, Against::HeadingEndsAsSentence);
        return Some(doubts.and_if(!facts.is_short, Against::LongHeading));
    }
    let is_below = facts.before_organ || facts.after_lone_heading && facts.is_short;
    let is_title = is_below && !facts.ends && facts.begins_capital;
    let before_list = next.begins_clause || !next.has_given_label && next.number > 0;
    let is_shape = if before_list || facts.is_bold {
        facts.is_heading_before_list
    } else {
        facts.is_heading_shape
    };
    (is_shape || is_title).then(|| {
        Doubts::NONE
            .and_if(!facts.is_bold && !is_title, Against::HeadingWithoutLabel)
            .and_if(!before_list && !is_title, Against::HeadingBeforeNoList)
    })
}

fn words(unit: &Unit) -> Doubts {
    let facts = unit.facts;
    let doubts = Doubts::NONE
        .and_if(
            facts.begins_small && !facts.opens_preamble && !facts.opens_paragraph,
            Against::BeginsSmall,
        )
        .and_if(facts.is_known_call, Against::WordsAsCall)
        .and_if(facts.is_organ, Against::WordsAsOrgan)
        .and_if(unit.note().is_some(), Against::NoteAsWords)
        .and_if(facts.is_closing, Against::ClosingAsWords)
        .and_if(facts.is_contents, Against::ContentsAsText)
        .and_if(
            (facts.is_heading_shape || facts.after_lone_heading && facts.is_short) && !facts.ends
                || facts.opens_draft
                || facts.is_annex && facts.is_heading_before_list,
            Against::WordsAsHeading,
        );
    doubts.with(label_as_words(unit))
}

/// What speaks against taking the label for words.
fn label_as_words(unit: &Unit) -> Doubts {
    let facts = unit.facts;
    if unit.labels.is_empty() {
        Doubts::NONE
    } else if unit.labels.iter().any(|label| label.is_worded) {
        Doubts::NONE.and(Against::WordedLabelAsWords)
    } else if facts.is_doubtful && !facts.is_marked_label && !facts.is_tabbed {
        Doubts::NONE.and(Against::LooseLabelAsWords)
    } else {
        Doubts::NONE
            .and(Against::LabelAsWords)
            .and_if(facts.is_own_label, Against::OwnLabelAsWords)
    }
}

fn masthead(unit: &Unit) -> Doubts {
    let facts = unit.facts;
    Doubts::NONE
        .and_if(facts.ends_in_comma, Against::MastheadEndsInComma)
        .and_if(
            (facts.opens_preamble || facts.opens_paragraph) && facts.ends,
            Against::MastheadOpensAsPreamble,
        )
        .and_if(
            !unit.labels.is_empty() || unit.bullet.is_some(),
            Against::MastheadLabel,
        )
        .and_if(
            unit.labels.iter().any(|label| label.is_worded),
            Against::WordedAsMasthead,
        )
        .and_if(facts.is_long, Against::MastheadLong)
        .and_if(facts.is_organ, Against::WordsAsOrgan)
        .and_if(facts.is_known_call, Against::WordsAsCall)
        .and_if(facts.is_contents, Against::ContentsAsText)
}
