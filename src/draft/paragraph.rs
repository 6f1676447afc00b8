//! One paragraph of a draft: a clause, a section call, a heading, a note.

use super::{Change, Diff, Holder, Label, Place, View, Wording};
use schemars::JsonSchema;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize, Serialize};

/// What a paragraph is in the anatomy of a resolution.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Data in front of a Markdown file, between `---` lines.
    FrontMatter,
    /// Symbol, date, organ, title: what stands before the first section.
    Masthead,
    /// The organ that speaks: "The General Assembly,". The preamble follows it.
    Organ,
    /// A heading: "Article 4", "The road ahead". Opens a section.
    Heading,
    /// An ITU section call: "recalling", "instructs the Secretary-General". Opens a section.
    Call,
    /// A clause, numbered or not, at any depth.
    #[default]
    Clause,
    /// One of the last lines of a draft: the meeting that adopted it, its date. No clause.
    Closing,
    /// A footnote.
    Note,
    /// What the page added to the text: page numbers, job numbers, tables of contents.
    Furniture,
    /// A paragraph without words, which word processors use to make room. No text has any; Word
    /// files do.
    Blank,
}

/// Texts step a clause in by so many columns for each step of its depth,
pub(crate) const STEP: usize = 4;
/// and by no more than so many steps.
pub(crate) const DEEPEST: usize = 8;

/// The line and the column at which byte `at` of some words stands in the source, if an anchor
/// before it tells.
pub(crate) fn place_in(anchors: &[Anchor], words: &str, at: usize) -> Option<(u32, u32)> {
    let after = anchors.partition_point(|anchor| anchor.at as usize <= at);
    let anchor = anchors.get(after.checked_sub(1)?)?;
    let between = words.get(anchor.at as usize..at).unwrap_or("");
    let columns = u32::try_from(between.chars().count()).unwrap_or(0);
    Some((anchor.line, anchor.column + columns))
}

/// Where a lead of so many bytes ends in a text: between two letters, whatever a file says.
pub(crate) fn lead_end(text: &str, lead: usize) -> usize {
    let longest = lead.min(text.len());
    let ends = (0..=longest).rev();
    ends.take(4)
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

impl Kind {
    /// The word that the JSON and our Markdown use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::Masthead => "masthead",
            Self::Organ => "organ",
            Self::Heading => "heading",
            Self::Call => "call",
            Self::Clause => "clause",
            Self::Closing => "closing",
            Self::Note => "note",
            Self::Furniture => "furniture",
            Self::Blank => "blank",
        }
    }

    /// The kind that is called so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name: StrDeserializer<'_, ValueError> = name.into_deserializer();
        Self::deserialize(name).ok()
    }

    /// Whether a paragraph of this kind opens a section.
    #[must_use]
    pub const fn opens_section(self) -> bool {
        matches!(self, Self::Heading | Self::Call | Self::Organ)
    }
}

/// Where the text at `at` (a byte offset into [`Wording::all`]) stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Offset into the wording, in bytes.
    pub at: u32,
    /// Line in the source, from 1.
    pub line: u32,
    /// Column in the source, in characters, from 1.
    pub column: u32,
}

/// One half of a moved paragraph. Both halves carry the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    /// The number that the two halves share.
    pub id: u32,
    /// Whether the words went away from here (`deleted`) or came here (`inserted`).
    pub half: Change,
}

/// A paragraph: the unit that drafts are made of.
///
/// Its `change` is that of its *mark*, the paragraph's beginning, as in word processors. A
/// paragraph whose mark is inserted but whose words are kept was split off the one before it; one
/// whose mark is deleted but whose words are kept was merged into the one before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// What it is; in a marked draft, what it is in the newer text.
    pub kind: Kind,
    /// What it is in the older text, where that is something else: the end of a masthead may be
    /// read as a clause.
    pub older_kind: Option<Kind>,
    /// In which of the two drafts it begins here.
    pub change: Change,
    /// Who made that change: as [`Run::origin`](super::Run::origin).
    pub origin: u32,
    /// The other half, if it was moved.
    pub moved: Option<Move>,
    /// How deep it lies: the level of a heading, or 0 for a clause and 1, 2… for sub-clauses.
    pub depth: Diff<u8>,
    /// Where it lies in each draft, if not in the text itself.
    pub place: Option<Box<Diff<Place>>>,
    /// Its label, if it has one in either draft.
    pub label: Option<Box<Label>>,
    /// Its words.
    pub words: Wording,
    /// Its first line in each source, from 1; 0 where there is none.
    pub line: Diff<u32>,
    /// Where its words stand in the source; empty for a redline, whose words come from two sources.
    pub anchors: Box<[Anchor]>,
}

impl Paragraph {
    /// An unmarked paragraph without label.
    #[must_use]
    pub fn plain(kind: Kind, text: &str) -> Self {
        Self {
            kind,
            words: Wording::plain(text),
            ..Self::default()
        }
    }

    /// What it is in `view`.
    #[must_use]
    pub fn kind_in(&self, view: View) -> Kind {
        match (view, self.older_kind) {
            (View::Base, Some(kind)) => kind,
            _ => self.kind,
        }
    }

    /// Where it lies in `view`; none in the text itself.
    #[must_use]
    pub fn place_in(&self, view: View) -> Option<&Place> {
        let place = self.place.as_ref()?.get(view);
        (!place.steps().is_empty()).then_some(place)
    }

    /// Whether it lies in a text box in `view`.
    #[must_use]
    pub fn is_boxed(&self, view: View) -> bool {
        let steps = self.place_in(view).map_or(&[][..], Place::steps);
        steps.iter().any(|(holder, _)| *holder == Holder::TextBox)
    }

    /// Whether it says nothing in either view: no words, no label.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.words.is_empty() && self.label.is_none()
    }

    /// The label that stands in `view`, if any.
    #[must_use]
    pub fn label_in(&self, view: View) -> Option<&str> {
        self.label.as_ref().and_then(|label| label.in_view(view))
    }

    /// How many opening brackets stand before the label in `view`.
    #[must_use]
    pub fn lead_in(&self, view: View) -> usize {
        self.label
            .as_ref()
            .map_or(0, |label| usize::from(*label.lead.get(view)))
    }

    /// Whether the paragraph begins in `view`, as opposed to being absent there or part of the one
    /// before it.
    #[must_use]
    pub fn begins_in(&self, view: View) -> bool {
        self.change.stands_in(view)
    }

    /// The line and column at which byte `offset` of the words stands in the source; (0, 0) where
    /// unknown.
    #[must_use]
    pub fn place_of(&self, offset: usize) -> (u32, u32) {
        let place = place_in(&self.anchors, self.words.all(), offset);
        place.unwrap_or((self.line.new.max(self.line.old), 0))
    }

    /// The clean text of one view, with its label where it has one: `[d) Section C …]`.
    #[must_use]
    pub fn labelled_text(&self, view: View) -> String {
        let text = self.words.text(view);
        match self.label_in(view) {
            None => text.into_owned(),
            Some(label) => {
                let (before, after) = text.split_at(lead_end(&text, self.lead_in(view)));
                let gap = if after.is_empty() { "" } else { " " };
                format!("{before}{label}{gap}{after}")
            }
        }
    }
}
