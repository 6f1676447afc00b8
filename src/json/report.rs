//! The published JSON of a report: many drafts as one model, as the page reads it.
//!
//! Every mark and every stretch of words stands once, with the draft that brought it and the one
//! that took it away. A reader puts together from that any draft; what became of each clause
//! between two of them, and which of its words stayed, the rows of their redline say. Passages say
//! where they begin and end, and not what they hold: their words are words of the draft.

use super::between::Between;
use super::told::{end, names, number, words};
use super::{VERSION, wire};
use crate::draft::history::{Event, Face, History, Life, Piece as ModelPiece, Step as ModelStep};
use crate::draft::lives::{
    Lives, Opening, Outcome, PassageLife as ModelLife, SectionRow, State, Turn,
};
use crate::draft::{Class, Count, Direction, Finding, Kind, PassageKind, References, WordCount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Many drafts of one text, all that a page shows of them. Drafts are named by their number, from
/// 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The title of the text.
    pub title: String,
    /// The drafts, in order.
    pub drafts: Vec<Draft>,
    /// All that ever stood in any draft, in reading order.
    pub pieces: Vec<Piece>,
    /// The redlines between any two drafts, neighbours first; where the drafts are long and many,
    /// not those of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redlines: Vec<Between>,
    /// The clauses, headings and notes through all drafts, in the order of their numbers, from 0.
    pub clauses: Vec<Clause>,
    /// The unresolved passages through all drafts, in the order of their numbers, from 0.
    pub lives: Vec<PassageLife>,
    /// The sections that have a passage in any draft, in reading order, and what stands open in
    /// each.
    pub sections: Vec<Section>,
    /// What stands open in each draft.
    pub open: Vec<Count>,
    /// What the last draft refers to, and the documents that any of them cites. Its drafts go by
    /// their sources.
    pub references: wire::References,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Draft {
    /// What it is called.
    pub name: String,
    /// The document symbol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// The date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What somebody said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The name of the source.
    pub source: String,
    /// The unresolved passages, in reading order; a passage within another comes after it.
    pub passages: Vec<Passage>,
    /// Words in all clauses.
    pub words: u32,
    /// The labels in its words that name clauses of its own, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What the reader had to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// A label in the words of a draft that names a clause of the same draft: the 3 of "*resolves* 1
/// and 3 above".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Where the label stands.
    pub at: Spot,
    /// The label as it stands there.
    pub label: String,
    /// The pieces that have it, by their numbers in `pieces`, from 0. Where there are several,
    /// nobody can say which is meant, unless the words tell the direction.
    pub clauses: Vec<u32>,
    /// Where the words say that the clause stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// An unresolved passage of one draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// What kind of passage it is.
    pub kind: PassageKind,
    /// How deep it is nested, from 1.
    pub depth: u32,
    /// Who wants the text, or thinks something of it, where the bracket says so: `EU` in `[EU: and
    /// national law]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Where its first sign stands.
    pub from: Spot,
    /// Where it ends, behind its last sign.
    pub to: Spot,
    /// How many words are in it, nested passages included.
    pub words: usize,
    /// How many clauses it covers, whole or in part.
    pub clauses: usize,
    /// Which life it is a state of.
    pub life: u32,
    /// Which section it is counted in.
    pub section: u32,
    /// What this draft did to it, in words for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<String>,
}

/// One passage through all drafts that it stands open in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PassageLife {
    /// The first draft that it stands in as a passage of its own.
    pub from: u32,
    /// The draft since which its words stand in brackets without a gap.
    pub since: u32,
    /// How it came to be a passage of its own, in words for people.
    pub opening: String,
    /// The first draft in which it does not stand open any more, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u32>,
    /// What became of it.
    pub outcome: Outcome,
    /// What stands in its place in the draft that ended it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Where that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A section through all drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// What it is cited by, and what it is about.
    pub name: String,
    /// What stands open in it, draft by draft.
    pub open: Vec<Count>,
}

/// A place in a draft: a piece by its number in `pieces`, from 0, and how far into the words of the
/// paragraph that begins there, in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spot(pub u32, pub u32);

/// A mark and the words after it. Words after a mark that does not stand belong to the paragraph
/// before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// The clause that it belongs to.
    pub clause: u32,
    /// The first draft in which a paragraph begins here.
    pub from: u32,
    /// The first draft in which none does any more, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u32>,
    /// What the paragraph is, apart from its words; the first holds from the first draft on, each
    /// until the next.
    pub faces: Vec<PieceFace>,
    /// All words that ever stood here, in reading order.
    pub threads: Vec<Thread>,
}

/// What a paragraph is from some draft on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PieceFace {
    /// The first draft that this holds for.
    pub from: u32,
    /// What it is in the anatomy of a resolution.
    pub kind: Kind,
    /// How deep it lies.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub depth: u8,
    /// Its label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How many opening brackets at the start of its words are printed before the label, as in `[d)
    /// …]`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lead: u8,
    /// How sure the reading of the label is, from 0 to 1, where it is not sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// How it is cited.
    pub address: String,
    /// The section it stands in.
    pub section: String,
}

/// Words that came, went and were set together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Thread {
    /// The words, spaces included.
    pub text: String,
    /// The first draft in which they stand here.
    pub from: u32,
    /// The first draft in which they no longer do, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u32>,
    /// The draft that first brought them, where it was an earlier one: they were moved here, or
    /// came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<u32>,
    /// Their typefaces; each holds until the next. Without any, they are plain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<Typeface>,
}

/// How words are set from some draft on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Typeface {
    /// The first draft that this holds for.
    pub from: u32,
    /// italic, bold, underline, superscript, subscript, small-caps.
    pub style: Vec<String>,
}

/// One clause through all drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// What happened to it, oldest first.
    pub steps: Vec<Step>,
}

/// What one draft did to a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The draft.
    pub draft: u32,
    /// What it did.
    pub event: Event,
    /// Whether the label changed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub renumbered: bool,
    /// The kinds of change, gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Class>,
    /// Words in and out.
    pub words: WordCount,
    /// The other clause of a split or a merger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kin: Option<u32>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
const fn is_zero(depth: &u8) -> bool {
    *depth == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a report is made of.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// The drafts as one model.
    pub history: &'a History,
    /// What became of their unresolved passages.
    pub lives: &'a Lives,
    /// What the reader had to say of each draft.
    pub findings: &'a [Vec<Finding>],
    /// What the drafts refer to.
    pub references: &'a References,
    /// The redlines between the drafts.
    pub redlines: Vec<Between>,
}

/// The report of a history.
#[must_use]
pub fn of(material: &Material<'_>) -> Report {
    let history = material.history;
    // The numbers of pieces in reading order.
    let mut place = vec![0; history.pieces().count()];
    for (at, (number, _)) in (0..).zip(history.pieces()) {
        if let Some(place) = place.get_mut(number as usize) {
            *place = at;
        }
    }
    let titles = history.revisions.iter().rev();
    let title = titles
        .filter_map(|about| about.masthead.title.clone())
        .next();
    let lineages = history.lineages.iter();
    Report {
        redraft: VERSION,
        title: title.unwrap_or_default(),
        drafts: (0..history.len())
            .map(|k| draft(material, k, &place))
            .collect(),
        pieces: history
            .pieces()
            .map(|(number, one)| piece(history, number, one))
            .collect(),
        redlines: material.redlines.clone(),
        clauses: lineages
            .map(|one| Clause {
                steps: one.steps.iter().map(step).collect(),
            })
            .collect(),
        lives: material.lives.all.iter().map(life).collect(),
        sections: material
            .lives
            .burn_down
            .sections
            .iter()
            .map(section)
            .collect(),
        open: material.lives.burn_down.total.clone(),
        references: super::registers::references(material.references),
    }
}

fn draft(material: &Material<'_>, k: u32, place: &[u32]) -> Draft {
    let at = k as usize;
    let about = &material.history.revisions[at];
    let standing = Standing::of(material.history, k, place);
    Draft {
        name: about.name.clone(),
        symbol: about.symbol.clone(),
        date: about.date.clone(),
        note: about.note.clone(),
        source: about.source.clone(),
        passages: passages(material, k, &standing),
        words: material.lives.burn_down.words_in_all[at],
        links: links(material, at, &standing),
        findings: material.findings.get(at).cloned().unwrap_or_default(),
    }
}

/// The paragraphs of one draft: the piece that each is, and its words.
struct Standing(Vec<(u32, String)>);

impl Standing {
    fn of(history: &History, k: u32, place: &[u32]) -> Self {
        let standing = history.standing(k);
        let all = standing.map(|one| (place[one.piece as usize], one.words().all().to_owned()));
        Self(all.collect())
    }

    /// A place in a paragraph, by its byte, among the pieces.
    fn spot(&self, paragraph: usize, at: usize) -> Option<Spot> {
        let (piece, text) = self.0.get(paragraph)?;
        let before = text.get(..at).unwrap_or(text);
        let units = before.encode_utf16().count();
        Some(Spot(*piece, u32::try_from(units).unwrap_or(u32::MAX)))
    }

    fn piece(&self, paragraph: usize) -> Option<u32> {
        self.0.get(paragraph).map(|(piece, _)| *piece)
    }
}

/// The labels that name clauses of the draft at `at`, placed among the pieces.
fn links(material: &Material<'_>, at: usize, standing: &Standing) -> Vec<Link> {
    let links = material.references.links.get(at).map_or(&[][..], |all| all);
    let placed = links.iter().filter_map(|link| {
        Some(Link {
            at: standing.spot(link.paragraph, link.range.start)?,
            label: link.label.clone(),
            clauses: link
                .clauses
                .iter()
                .filter_map(|clause| standing.piece(*clause))
                .collect(),
            direction: link.direction,
        })
    });
    placed.collect()
}

/// The unresolved passages of draft `k`, placed among the pieces.
fn passages(material: &Material<'_>, k: u32, standing: &Standing) -> Vec<Passage> {
    let spot = |(paragraph, at): (usize, usize)| standing.spot(paragraph, at);
    let lives = (0..).zip(&material.lives.all);
    let mut open: Vec<(u32, &State)> = lives
        .filter_map(|(life, one)| Some((life, one.state_in(k)?)))
        .collect();
    open.sort_by(|(_, a), (_, b)| {
        let [(from, to), (from_b, to_b)] = [a, b].map(|s| (s.passage.span[0], s.passage.span[1]));
        from.cmp(&from_b).then(to_b.cmp(&to))
    });
    let all = open.into_iter().filter_map(|(life, state)| {
        let one = &state.passage;
        Some(Passage {
            kind: one.kind,
            depth: one.depth,
            by: one.by.clone(),
            from: spot(one.span[0])?,
            to: spot(one.span[1])?,
            words: one.words,
            clauses: one.clauses.len(),
            life,
            section: state.section,
            turns: state.turns.iter().map(Turn::in_words).collect(),
        })
    });
    all.collect()
}

fn life(one: &ModelLife) -> PassageLife {
    let opening = match one.opening {
        Opening::First => "in the first draft",
        Opening::New => "with new text",
        Opening::Around => "round standing text",
        Opening::SplitOff(_) => "split off another",
        Opening::Reopened(_) => "reopened",
    };
    let ending = one.ending.as_ref();
    PassageLife {
        from: number(one.opened_in()),
        since: number(one.since),
        opening: opening.to_owned(),
        until: ending.map(|end| number(end.draft)),
        outcome: one.outcome(),
        words: ending.map(|end| end.words.clone()).unwrap_or_default(),
        address: ending.and_then(|end| end.address.as_deref().map(str::to_owned)),
    }
}

fn section(row: &SectionRow) -> Section {
    Section {
        name: row.in_full(),
        open: row.counts.clone(),
    }
}

/// The drafts of a life.
fn drafts(history: &History, life: Life) -> std::ops::Range<u32> {
    life.from..life.until.min(history.len())
}

fn piece(history: &History, number_of: u32, piece: &ModelPiece) -> Piece {
    let mut faces: Vec<PieceFace> = Vec::new();
    for k in drafts(history, piece.life) {
        let now = face(history, number_of, k);
        let is_new = faces.last().is_none_or(|last| {
            *last
                != PieceFace {
                    from: last.from,
                    ..now.clone()
                }
        });
        if is_new {
            faces.push(now);
        }
    }
    let threads = piece.threads().map(|thread| {
        let mut styles: Vec<Typeface> = Vec::new();
        for k in drafts(history, thread.life) {
            let style = names(thread.style_in(k));
            let is_new = styles
                .last()
                .map_or(!style.is_empty(), |last| last.style != style);
            if is_new {
                styles.push(Typeface {
                    from: number(k),
                    style,
                });
            }
        }
        Thread {
            text: thread.text.to_owned(),
            from: number(thread.life.from),
            until: end(thread.life),
            origin: (thread.origin != thread.life.from).then(|| number(thread.origin)),
            styles,
        }
    });
    Piece {
        clause: piece.lineage,
        from: number(piece.life.from),
        until: end(piece.life),
        faces,
        threads: threads.collect(),
    }
}

fn face(history: &History, piece: u32, k: u32) -> PieceFace {
    let face: &Face = history.own_face(piece, k);
    let cited = history.own_cited(piece, k);
    let confidence = face.confidence();
    PieceFace {
        from: number(k),
        kind: face.kind,
        depth: face.depth,
        label: face.label.as_deref().map(str::to_owned),
        lead: face.lead,
        confidence: (confidence < 1.0).then_some(confidence),
        address: cited.address.to_string(),
        section: cited.section.to_string(),
    }
}

fn step(step: &ModelStep) -> Step {
    Step {
        draft: number(step.revision),
        event: step.event,
        renumbered: step.renumbered,
        classes: step.classes().collect(),
        words: words(step),
        kin: step.kin,
    }
}
