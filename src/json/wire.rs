//! The shapes of the published JSON. Doc comments here are the descriptions in the schema.

use crate::draft::{
    Change, CitedClauses, CitedDocument, Class, Finding, Found, Gravity, Kind, Move, Origin,
    Outcome, PassageKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Draft {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The document symbol, where one was recognised.
    #[serde(default)]
    pub symbol: Option<String>,
    /// The title, where one was recognised.
    #[serde(default)]
    pub title: Option<String>,
    /// The date as printed, where one was recognised.
    #[serde(default)]
    pub date: Option<String>,
    /// The organ that speaks, where it was recognised.
    #[serde(default)]
    pub organ: Option<String>,
    /// The name of the source.
    #[serde(default)]
    pub source: String,
    /// Who made the changes, where the source says so.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// The sections, in reading order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Everything that is neither a clause nor opens a section: masthead, notes, front matter,
    /// furniture of the page.
    #[serde(default)]
    pub other: Vec<Other>,
    /// What the reader has to say.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

/// A section: its call or heading, and its clauses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// What the section is cited by; empty for what stands before the first.
    pub call: String,
    /// Which section of this name it is, from 1.
    pub ordinal: u32,
    /// The paragraph that opens it.
    #[serde(default)]
    pub head: Option<Head>,
    /// Its clauses, in reading order.
    #[serde(default)]
    pub clauses: Vec<Clause>,
}

/// The paragraph that opens a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// Whether it is a call, a heading or the organ.
    pub kind: Kind,
    /// Its label and words.
    #[serde(flatten)]
    pub clause: Clause,
}

/// A paragraph that is neither a clause nor opens a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Other {
    /// What it is.
    pub kind: Kind,
    /// Its place among all paragraphs of the draft, from 0.
    pub at: usize,
    /// Its label and words.
    #[serde(flatten)]
    pub clause: Clause,
}

/// A clause, or any other paragraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// How it is cited: in the newer text, or in the older where it stands only there.
    #[serde(default)]
    pub address: String,
    /// Its label, if it has one.
    #[serde(default)]
    pub label: Option<Label>,
    /// Whether the paragraph begins in both texts, only in the newer, or only in the older.
    pub change: Change,
    /// How sure the reading of its label is, from 0 to 1.
    #[serde(default = "sure")]
    pub confidence: f32,
    /// Its first line in the source, from 1; 0 where there is none.
    #[serde(default)]
    pub line: u32,
    /// Its first line in each source, where the two differ.
    #[serde(default)]
    pub lines: Option<Pair<u32>>,
    /// Who made its beginning or took it away, where the source says so.
    #[serde(default)]
    pub author: Option<String>,
    /// When, as the source says.
    #[serde(default)]
    pub date: Option<String>,
    /// Its words in the older text; null where it has none there.
    #[serde(default)]
    pub base: Option<String>,
    /// Its words in the newer text; null where it has none there.
    #[serde(default)]
    pub revised: Option<String>,
    /// Its words with their marks.
    pub runs: Vec<Run>,
    /// Its half of a move, if it was moved.
    #[serde(default)]
    pub moved: Option<Move>,
    /// How deep it lies in each text, where that is not its depth in this file.
    #[serde(default)]
    pub depth: Option<Pair<u8>>,
    /// What it is in the older text, where that is something else.
    #[serde(default)]
    pub kind_old: Option<Kind>,
    /// Where it lies in each text, if not in the text itself: `table 1/row 2/cell 3`, `footnote 4`.
    #[serde(default)]
    pub place: Option<Pair<String>>,
    /// Its sub-clauses.
    #[serde(default)]
    pub clauses: Vec<Clause>,
}

const fn sure() -> f32 {
    1.0
}

/// A value in the older text and in the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair<T> {
    /// In the older text.
    pub old: T,
    /// In the newer text.
    pub new: T,
}

/// A label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    /// In the older text; null where the clause has none there.
    pub old: Option<String>,
    /// In the newer text; null where the clause has none there.
    pub new: Option<String>,
    /// As the source prints it, where that is not what was read.
    #[serde(default)]
    pub printed: Option<String>,
    /// How many opening brackets at the start of the words are printed before the label, where
    /// there are any.
    #[serde(default)]
    pub lead: Option<Pair<u8>>,
    /// Who took the older one away, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<Origin>,
    /// Who brought the newer one, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inserted_by: Option<Origin>,
}

/// A stretch of words with one change, one style and one origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// In which of the two texts it stands.
    pub change: Change,
    /// The words, spaces included.
    pub text: String,
    /// Its typefaces: italic, bold, underline, superscript, subscript, small-caps.
    #[serde(default)]
    pub style: Vec<String>,
    /// Its typefaces in the older text, where they differ.
    #[serde(default)]
    pub style_old: Option<Vec<String>>,
    /// Who made the change, where the source says so.
    #[serde(default)]
    pub author: Option<String>,
    /// When, as the source says.
    #[serde(default)]
    pub date: Option<String>,
}

/// Two drafts compared: the marked draft, and what became of every clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Redline {
    /// Both drafts in one.
    #[serde(flatten)]
    pub draft: Draft,
    /// One row for every pair of clauses, in the newer draft's order, deletions where they stood.
    #[serde(default)]
    pub clauses: Vec<Row>,
    /// The same for calls and headings.
    #[serde(default)]
    pub section_changes: Vec<Row>,
    /// The same for mastheads, notes and the rest.
    #[serde(default)]
    pub other_changes: Vec<Row>,
    /// The rows of `clauses`, counted.
    #[serde(default)]
    pub summary: crate::draft::Summary,
}

/// What became of one clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Its address in the older draft; null where it is new.
    pub old: Option<String>,
    /// Its address in the newer draft; null where it is gone.
    pub new: Option<String>,
    /// The line that it begins on in each source, from 1; null where there is none.
    #[serde(default)]
    pub lines: crate::draft::Diff<Option<u32>>,
    /// What became of it.
    pub change: Outcome,
    /// Whether its label changed.
    pub renumbered: bool,
    /// The kinds of change in it, gravest first.
    pub classes: Vec<Class>,
    /// Where it stood before, if it was moved.
    pub moved_from: Option<String>,
    /// Words in and out.
    pub words: crate::draft::WordCount,
    /// How grave the change is, where the rows are sorted by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gravity: Option<Gravity>,
    /// Its words with their marks.
    pub runs: Vec<Run>,
}

/// The changes of a draft, or between two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changes {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The changes that were asked for, in the order of the text.
    pub changes: Vec<crate::draft::TrackedChange>,
    /// How many of them each author made.
    pub by_author: BTreeMap<String, usize>,
}

/// Where the changes of many copies of a draft collide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conflicts {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The conflicts, in the order of the text.
    pub conflicts: Vec<crate::draft::Conflict>,
}

/// The unresolved passages of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Register {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The outermost passages, in reading order.
    pub passages: Vec<Passage>,
    /// Counts.
    pub summary: RegisterSummary,
}

/// An unresolved passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// The address of the clause it begins in.
    pub address: String,
    /// The section that clause is in.
    pub section: String,
    /// Line of its first sign, from 1.
    pub line: u32,
    /// Column of its first sign, from 1; 0 where unknown.
    pub column: u32,
    /// What kind of passage it is.
    pub kind: PassageKind,
    /// How deep it is nested, from 1.
    pub depth: u32,
    /// The label inside the bracket, if it holds one.
    pub label: Option<String>,
    /// Who wants the text, or thinks something of it, where the bracket says so: `EU` in `[EU: and
    /// national law]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The passage with its signs; paragraphs are parted by line ends.
    pub text: String,
    /// The addresses of the clauses it covers, whole or in part.
    pub clauses: Vec<String>,
    /// Words in it, nested passages included.
    pub words: usize,
    /// It stands only in text that the view leaves out; not unresolved.
    #[serde(default)]
    pub struck: bool,
    /// The passages inside it.
    pub children: Vec<Passage>,
}

/// Counts over a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegisterSummary {
    /// Open passages, nested ones included; status notes are none.
    pub passages: usize,
    /// Status notes beside them.
    #[serde(default)]
    pub notes: usize,
    /// Words in brackets, nested ones counted once.
    pub words: usize,
    /// Words in all clauses.
    pub words_in_all: usize,
    /// The share of words that stand in brackets, from 0 to 1.
    pub share: f64,
    /// Open passages by section.
    pub by_section: BTreeMap<String, usize>,
    /// Passages by kind, status notes among them.
    pub by_kind: BTreeMap<String, usize>,
}

/// What drafts refer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct References {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The names of the drafts, in the order they were given.
    pub drafts: Vec<String>,
    /// Citations of clauses, in reading order: those of the last draft of each text.
    pub clauses: Vec<CitedClauses>,
    /// Documents that any of the drafts cites, by their normal form.
    pub documents: Vec<CitedDocument>,
    /// What is wrong.
    pub findings: Vec<Found>,
    /// Counts.
    pub summary: ReferencesSummary,
}

/// Counts over references.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferencesSummary {
    /// Citations of clauses by status.
    pub by_status: BTreeMap<String, usize>,
    /// Documents cited.
    pub documents: usize,
    /// Findings by code.
    pub by_code: BTreeMap<String, usize>,
}

/// What is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub redraft: u32,
    /// The name of the draft.
    pub source: String,
    /// The name of the base that its marks were held against; null where there was none.
    pub against: Option<String>,
    /// What was found, in reading order.
    pub findings: Vec<Found>,
    /// Findings by code.
    pub by_code: BTreeMap<String, usize>,
}
