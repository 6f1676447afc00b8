//! The published JSON of histories: its shapes, and the way from the model.

use super::told::{end, names, number, words};
use super::{VERSION, wire};
use crate::draft::history::{self as model, Event, Matrix, Step};
use crate::draft::{Class, Diff, Kind, Summary, View, WordCount, Wording};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Many drafts as one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct History {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The drafts, in order. Everywhere else a draft is named by its number, from 1.
    pub drafts: Vec<Revision>,
    /// Each clause, in reading order, what is gone where it stood.
    pub clauses: Vec<Lineage>,
    /// The same for calls and headings.
    #[serde(default)]
    pub sections: Vec<Lineage>,
    /// All that ever stood in any draft, in reading order. Draft k is what stands in k; a redline
    /// between two drafts is what stands in one of them. Words after a mark that does not stand
    /// belong to the paragraph before.
    #[serde(default)]
    pub pieces: Vec<Piece>,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// The document symbol.
    pub symbol: Option<String>,
    /// The date.
    pub date: Option<String>,
    /// What somebody said of it.
    pub note: Option<String>,
    /// Which text of the source it is, where the source carries changes itself.
    pub view: View,
    /// The name of the source.
    pub source: String,
    /// What it did to the clauses of the draft before, counted.
    pub summary: Summary,
}

/// One clause through all drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lineage {
    /// Its number in this history.
    pub clause: u32,
    /// Its address in each draft; null where it does not stand.
    pub addresses: Vec<Option<String>>,
    /// What happened to it.
    pub events: Vec<Happening>,
    /// Its words in the last draft it stands in.
    pub text: String,
}

/// What one draft did to a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Happening {
    /// The draft, from 1.
    pub draft: u32,
    /// What it did.
    pub event: Event,
    /// Whether the label changed.
    pub renumbered: bool,
    /// The kinds of change, gravest first.
    pub classes: Vec<Class>,
    /// Words in and out.
    pub words: WordCount,
    /// The other clause of a split or a merger.
    #[serde(default)]
    pub kin: Option<u32>,
}

/// A mark and the words after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// The clause, heading or note that it belongs to.
    pub clause: u32,
    /// What it is, in the last draft in which a paragraph begins here.
    pub paragraph: Kind,
    /// The first draft in which a paragraph begins here, from 1.
    pub from: u32,
    /// The first draft in which none does any more; null where there is no such draft.
    pub until: Option<u32>,
    /// The words.
    pub threads: Vec<Thread>,
}

/// Words that came, went and were set together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Thread {
    /// The words, spaces included.
    pub text: String,
    /// The first draft in which they stand here, from 1.
    pub from: u32,
    /// The first draft in which they no longer do; null where there is no such draft.
    pub until: Option<u32>,
    /// The draft that first brought them, here or elsewhere.
    pub origin: u32,
    /// Their typefaces in the last draft in which they stand here.
    #[serde(default)]
    pub style: Vec<String>,
}

/// One clause through many drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The drafts.
    pub drafts: Vec<Revision>,
    /// The number of the clause in this history.
    pub clause: u32,
    /// What it was in each draft.
    pub states: Vec<State>,
}

/// A clause in one draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// The draft, from 1.
    pub draft: u32,
    /// Its address; null where it does not stand.
    pub address: Option<String>,
    /// What the draft did to it; null where it did nothing.
    pub happened: Option<Happening>,
    /// Where it stood before, if it was moved.
    #[serde(default)]
    pub moved_from: Option<String>,
    /// The address of the other clause of a split or a merger.
    #[serde(default)]
    pub kin_address: Option<String>,
    /// Its words, with what changed since it last stood.
    pub runs: Vec<wire::Run>,
}

/// The words of a draft, phrase by phrase, and what was lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Blame {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The drafts.
    pub drafts: Vec<Revision>,
    /// The paragraphs of the last draft.
    pub paragraphs: Vec<Told>,
    /// What was lost, in reading order.
    #[serde(default)]
    pub lost: Vec<Lost>,
}

/// A paragraph, phrase by phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// The clause, heading or note in this history.
    pub clause: u32,
    /// What it is.
    pub paragraph: Kind,
    /// How it is cited.
    pub address: String,
    /// Its label.
    pub label: Option<String>,
    /// Its words.
    pub phrases: Vec<Phrase>,
}

/// Words that one draft brought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The words, spaces included.
    pub text: String,
    /// The draft that first brought them, from 1.
    pub origin: u32,
    /// Since which draft they stand here: later than `origin` where they were moved or came back.
    pub since: u32,
}

/// Words that were lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lost {
    /// The words, spaces included.
    pub text: String,
    /// The draft that first brought them, from 1.
    pub origin: u32,
    /// The draft that took them away.
    pub draft: u32,
    /// The draft in which they came back; null where none did.
    pub back: Option<u32>,
    /// The clause they stood in.
    pub clause: u32,
    /// How it was cited in the draft before.
    pub address: String,
}

/// A history as it is told. The woven text is left out where only the table of clauses is asked
/// for.
pub(super) fn history(history: &model::History, matrix: &Matrix, with_text: bool) -> History {
    let rows = |is_clause: bool| {
        let rows = matrix.rows.iter();
        let rows = rows.filter(move |row| (row.kind == Kind::Clause) == is_clause);
        rows.map(lineage).collect()
    };
    let pieces = history
        .pieces()
        .map(|(number, one)| piece(history, number, one));
    History {
        redraft: VERSION,
        drafts: drafts(history),
        clauses: rows(true),
        sections: rows(false),
        pieces: if with_text {
            pieces.collect()
        } else {
            Vec::new()
        },
    }
}

/// The story of a clause as it is told.
pub(super) fn story(history: &model::History, story: &model::Story) -> Story {
    let state = |state: &model::State| State {
        draft: number(state.revision),
        address: state.address.clone(),
        happened: state.step.as_ref().map(happening),
        moved_from: state.moved_from.clone(),
        kin_address: state.kin.clone(),
        runs: runs(&state.words),
    };
    Story {
        redraft: VERSION,
        drafts: drafts(history),
        clause: story.lineage,
        states: story.states.iter().map(state).collect(),
    }
}

/// A draft phrase by phrase, and what was lost, as it is told.
pub(super) fn blame(
    history: &model::History,
    told: &[model::Told],
    lost: &[model::LostPhrase],
) -> Blame {
    let phrase = |phrase: &model::Phrase| Phrase {
        text: phrase.text.clone(),
        origin: number(phrase.origin),
        since: number(phrase.since),
    };
    let paragraph = |one: &model::Told| Told {
        clause: one.lineage,
        paragraph: one.kind,
        address: one.address.clone(),
        label: one.label.clone(),
        phrases: one.phrases.iter().map(phrase).collect(),
    };
    let gone = |one: &model::LostPhrase| Lost {
        text: one.text.clone(),
        origin: number(one.origin),
        draft: number(one.revision),
        back: one.back.map(number),
        clause: one.lineage,
        address: one.address.clone(),
    };
    Blame {
        redraft: VERSION,
        drafts: drafts(history),
        paragraphs: told.iter().map(paragraph).collect(),
        lost: lost.iter().map(gone).collect(),
    }
}

fn drafts(history: &model::History) -> Vec<Revision> {
    let about = (0..).zip(&history.revisions);
    about
        .map(|(k, about)| Revision {
            number: number(k),
            name: about.name.clone(),
            symbol: about.symbol.clone(),
            date: about.date.clone(),
            note: about.note.clone(),
            view: about.view,
            source: about.source.clone(),
            summary: history.summary(k),
        })
        .collect()
}

fn lineage(row: &model::MatrixRow) -> Lineage {
    let cells = || row.cells.iter();
    let steps = cells().filter_map(|cell| cell.step.as_ref());
    Lineage {
        clause: row.lineage,
        addresses: cells()
            .map(|cell| cell.address().map(str::to_owned))
            .collect(),
        events: steps.map(happening).collect(),
        text: row.text.clone(),
    }
}

fn happening(step: &Step) -> Happening {
    Happening {
        draft: number(step.revision),
        event: step.event,
        renumbered: step.renumbered,
        classes: step.classes().collect(),
        words: words(step),
        kin: step.kin,
    }
}

fn piece(history: &model::History, number_of: u32, piece: &model::Piece) -> Piece {
    let last = |life: model::Life| life.until.min(history.len()).saturating_sub(1);
    let thread = |thread: model::Thread<'_>| Thread {
        text: thread.text.to_owned(),
        from: number(thread.life.from),
        until: end(thread.life),
        origin: number(thread.origin),
        style: names(thread.style_in(last(thread.life))),
    };
    Piece {
        clause: piece.lineage,
        paragraph: history.own_face(number_of, last(piece.life)).kind,
        from: number(piece.life.from),
        until: end(piece.life),
        threads: piece.threads().map(thread).collect(),
    }
}

fn runs(words: &Wording) -> Vec<wire::Run> {
    let all = words.runs().map(|run| {
        let Diff { old, new } = run.style;
        wire::Run {
            change: run.change,
            text: run.text.to_owned(),
            style: names(new),
            style_old: run.style.differs().then(|| names(old)),
            author: None,
            date: None,
        }
    });
    all.collect()
}
