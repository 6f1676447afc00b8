//! The published JSON of lives: its shapes, and the way from the model.

use super::VERSION;
use crate::draft::lives::{
    self as model, Choice, Flow, Opening, Outcome, PassageLife, SectionRow, Turn,
};
use crate::draft::{Count, PassageKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of the unresolved passages of many drafts. Drafts and lives are named by their
/// number, from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lives {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The drafts, in order.
    pub drafts: Vec<DraftName>,
    /// The lives that were asked for, by the draft they opened in, then in reading order.
    pub lives: Vec<Life>,
    /// What stood open in each draft, whatever was asked for.
    pub burn_down: BurnDown,
    /// Agreed clauses that changed afterwards.
    pub alarms: Vec<Alarm>,
}

/// How a draft is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DraftName {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// The document symbol.
    pub symbol: Option<String>,
    /// The date.
    pub date: Option<String>,
    /// The name of the source.
    pub source: String,
}

/// One passage through all drafts that it stands open in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Life {
    /// Its number.
    pub life: u32,
    /// How it came: `first draft`, `new text`, `brackets put round standing text`, `split off`,
    /// `reopened`.
    pub opening: String,
    /// The life it was split off from, or whose text it opens again.
    pub from: Option<u32>,
    /// The draft since which its words stand in brackets without a gap.
    pub since: u32,
    /// What it was in each draft.
    pub states: Vec<State>,
    /// What became of it.
    pub outcome: Outcome,
    /// How it ended; null if it is open in the last draft.
    pub ending: Option<Ending>,
}

/// What a passage was in one draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// The draft.
    pub draft: u32,
    /// The address of the clause it begins in.
    pub address: String,
    /// The section, as in the burn-down.
    pub section: String,
    /// Line of its first sign, from 1.
    pub line: u32,
    /// What kind it is.
    pub kind: PassageKind,
    /// How deep it is nested, from 1.
    pub depth: u32,
    /// Words in it, nested passages included.
    pub words: usize,
    /// Among how many texts one is to be chosen here.
    pub choices: u32,
    /// The passage with its signs.
    pub text: String,
    /// What this draft did to it.
    pub turns: Vec<TurnOf>,
}

/// What one draft did to a passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TurnOf {
    /// narrowed, widened, reworded, moved, split, joined, alternatives-dropped or
    /// alternatives-added.
    pub turn: String,
    /// How many words, passages or alternatives; words that came in where it was reworded.
    pub count: u32,
    /// Words that went out, where it was reworded.
    #[serde(default)]
    pub out: u32,
    /// Where it stood before, if it was moved.
    #[serde(default)]
    pub from: Option<String>,
}

/// How a passage ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ending {
    /// The first draft in which it does not stand open any more.
    pub draft: u32,
    /// The share of its letters that stay in the text, from 0 to 1.
    pub kept: f32,
    /// Whether the clause it stood in left the text, too.
    pub with_clause: bool,
    /// Whether what stays of it still stands within a wider passage that is open.
    pub within: bool,
    /// The life that it is part of now.
    pub into: Option<u32>,
    /// The address of its place.
    pub address: Option<String>,
    /// What stands in its place; empty where nothing does.
    pub words: String,
}

/// What stood open in each draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BurnDown {
    /// All sections together, draft by draft.
    pub total: Vec<Count>,
    /// How each draft led to the next.
    pub flow: Vec<Flow>,
    /// The sections that have a passage in any draft.
    pub sections: Vec<Section>,
}

/// A section through all drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// What it is called in the tables.
    pub section: String,
    /// What it is cited by in each draft; null where it does not stand.
    pub names: Vec<Option<String>>,
    /// What stood open in it, draft by draft.
    pub counts: Vec<Count>,
}

/// An agreed clause that changed afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alarm {
    /// The draft that marks it as agreed.
    pub agreed_in: u32,
    /// Its address there.
    pub address: String,
    /// Its line there.
    pub line: u32,
    /// The mark as it is printed.
    pub mark: String,
    /// The first draft whose words are other ones.
    pub changed_in: u32,
    /// Its address there; null where it is gone.
    pub address_now: Option<String>,
    /// Its line there; 0 where it is gone.
    pub line_now: u32,
    /// Its words as they were agreed.
    pub agreed: String,
    /// Its words now; empty where it is gone.
    pub now: String,
}

/// The lives that are asked for as they are told, and the burn-down of all.
pub(super) fn of(lives: &model::Lives, choice: &Choice) -> Lives {
    let drafts = (1..).zip(&lives.drafts).map(|(number, draft)| DraftName {
        number,
        name: draft.name.clone(),
        symbol: draft.symbol.clone(),
        date: draft.date.clone(),
        source: draft.source.clone(),
    });
    let all = (1..)
        .zip(&lives.all)
        .filter(|(_, life)| choice.picks(lives, life));
    let has_any = |row: &&SectionRow| row.counts.iter().any(|c| c.passages + c.notes > 0);
    let sections = lives
        .burn_down
        .sections
        .iter()
        .filter(has_any)
        .map(|row| Section {
            section: row.in_full(),
            names: row
                .names
                .iter()
                .map(|name| name.as_deref().map(str::to_owned))
                .collect(),
            counts: row.counts.clone(),
        });
    Lives {
        redraft: VERSION,
        drafts: drafts.collect(),
        lives: all.map(|(number, one)| life(lives, number, one)).collect(),
        burn_down: BurnDown {
            total: lives.burn_down.total.clone(),
            flow: lives.burn_down.flow.clone(),
            sections: sections.collect(),
        },
        alarms: lives
            .alarms
            .iter()
            .filter_map(|one| alarm(lives, one))
            .collect(),
    }
}

fn life(lives: &model::Lives, number: u32, one: &PassageLife) -> Life {
    let from = match one.opening {
        Opening::SplitOff(from) | Opening::Reopened(from) => Some(from + 1),
        Opening::First | Opening::New | Opening::Around => None,
    };
    Life {
        life: number,
        opening: one.opening.as_str().to_owned(),
        from,
        since: one.since + 1,
        states: one.states.iter().map(|one| state(lives, one)).collect(),
        outcome: one.outcome(),
        ending: one.ending.as_ref().map(|end| Ending {
            draft: end.draft + 1,
            kept: end.kept,
            with_clause: end.with_clause,
            within: end.within,
            into: end.into.map(|into| into + 1),
            address: end.address.as_deref().map(str::to_owned),
            words: end.words.clone(),
        }),
    }
}

fn state(lives: &model::Lives, one: &model::State) -> State {
    let section = lives.burn_down.sections.get(one.section as usize);
    State {
        draft: one.draft + 1,
        address: one.passage.address.to_string(),
        section: section.map(SectionRow::in_full).unwrap_or_default(),
        line: one.passage.line,
        kind: one.passage.kind,
        depth: one.passage.depth,
        words: one.passage.words,
        choices: one.choices,
        text: one.passage.text.to_string(),
        turns: one.turns.iter().map(turn).collect(),
    }
}

fn turn(one: &Turn) -> TurnOf {
    let (count, out, from) = match one {
        Turn::Narrowed(n)
        | Turn::Widened(n)
        | Turn::Split(n)
        | Turn::Joined(n)
        | Turn::AlternativesDropped(n)
        | Turn::AlternativesAdded(n) => (*n, 0, None),
        Turn::Reworded(words) => (words.new, words.old, None),
        Turn::Moved(from) => (0, 0, Some(from.to_string())),
    };
    TurnOf {
        turn: one.as_str().to_owned(),
        count,
        out,
        from,
    }
}

fn alarm(lives: &model::Lives, one: &model::Alarm) -> Option<Alarm> {
    let agreed = lives.agreements.get(one.agreement)?;
    Some(Alarm {
        agreed_in: agreed.draft + 1,
        address: agreed.address.to_string(),
        line: agreed.line,
        mark: agreed.mark.to_string(),
        changed_in: one.draft + 1,
        address_now: one.address.as_deref().map(str::to_owned),
        line_now: one.line,
        agreed: one.agreed.clone(),
        now: one.now.clone(),
    })
}
