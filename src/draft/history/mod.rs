//! The history of many drafts as one model: a marked draft with as many views as there are drafts.
//!
//! A marked draft says of each mark and each run of words in which of *two* texts it stands. A
//! history says it of N: each mark and each stretch of words has a [`Life`], from the draft that
//! brought it to the one that took it away, and stands once, in reading order, among all that ever
//! stood there. Draft k is what stands in k; the redline from draft i to draft j is the comparison
//! of the two.
//!
//! Labels, depths, kinds and places are values that hold for some drafts, so that a clause that is
//! renumbered in every draft is still one [`Piece`]. A moved clause is a new piece at the new
//! place; its words keep their origin. Pieces that were the same clause at different times share a
//! [`Lineage`].

mod face;
mod find;
mod life;
mod lineage;
mod matrix;
mod piece;
mod story;
mod view;

pub use face::{Cited, Face};
pub use life::Life;
pub use lineage::{Event, Lineage, Loss, Return, Step};
pub use matrix::{Cell, Matrix, MatrixRow};
pub use piece::{Piece, Thread};
pub use story::{LostPhrase, Phrase, State, Story, Told};
pub use view::Standing;

pub(crate) use face::Shared;
pub(crate) use life::Timeline;
pub(crate) use piece::{NO_LOSS, Stretch, Words};

use super::{Masthead, Summary, View};

/// Many drafts of one text as one model.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The drafts, in order. A draft's place in this list is its number.
    pub revisions: Vec<Revision>,
    /// The clauses, headings and notes through all drafts.
    pub lineages: Vec<Lineage>,
    /// What was taken away.
    pub losses: Vec<Loss>,
    pub(crate) pieces: Vec<Piece>,
    /// The pieces in reading order.
    pub(crate) order: Vec<u32>,
    /// Where each piece stands in `order`.
    pub(crate) position: Vec<u32>,
    /// What each draft did to the clauses of the one before, counted.
    pub(crate) summaries: Vec<Summary>,
    pub(crate) faces: Shared<Face>,
    pub(crate) cited: Shared<Cited>,
}

/// One draft of a history, as it is told of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Revision {
    /// A short name for tables: "Busan", "Rev.2", the name of the file.
    pub name: String,
    /// The document symbol.
    pub symbol: Option<String>,
    /// The date, as it was given or printed.
    pub date: Option<String>,
    /// What somebody wants to say of it.
    pub note: Option<String>,
    /// Which text of the source this draft is, where the source carries changes itself.
    pub view: View,
    /// The name of the source.
    pub source: String,
    /// What was recognised of symbol, date, title and organ.
    pub masthead: Masthead,
    /// The line in the source at which each of its paragraphs begins, in reading order.
    pub lines: Vec<u32>,
}

impl History {
    /// How many drafts there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.revisions.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is no draft.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// The number of the last draft; 0 where there is none.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.len().saturating_sub(1)
    }

    /// The piece with a number that [`Lineage::pieces`] or [`Standing`] gave; none for one of
    /// another history.
    #[must_use]
    pub fn piece(&self, number: u32) -> Option<&Piece> {
        self.pieces.get(number as usize)
    }

    /// A piece by a number that this history gave.
    pub(crate) fn own(&self, number: u32) -> &Piece {
        &self.pieces[number as usize]
    }

    /// All pieces, in reading order, each with its number.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, &Piece)> {
        self.order.iter().map(|number| (*number, self.own(*number)))
    }

    /// What a piece is in draft `revision`, apart from its words; none for a piece of another
    /// history.
    #[must_use]
    pub fn face(&self, piece: u32, revision: u32) -> Option<&Face> {
        let piece = self.piece(piece)?;
        Some(self.faces.get(piece.face.get(revision)))
    }

    pub(crate) fn own_face(&self, piece: u32, revision: u32) -> &Face {
        self.faces.get(self.own(piece).face.get(revision))
    }

    /// How a piece is cited in draft `revision`; none for a piece of another history.
    #[must_use]
    pub fn cited(&self, piece: u32, revision: u32) -> Option<&Cited> {
        let piece = self.piece(piece)?;
        Some(self.cited.get(piece.cited.get(revision)))
    }

    pub(crate) fn own_cited(&self, piece: u32, revision: u32) -> &Cited {
        self.cited.get(self.own(piece).cited.get(revision))
    }

    /// The piece that is a lineage in draft `revision`, if it stands there.
    #[must_use]
    pub fn piece_of(&self, lineage: u32, revision: u32) -> Option<u32> {
        let lineage = self.lineages.get(lineage as usize)?;
        let mut pieces = lineage.pieces.iter().rev().copied();
        pieces.find(|number| self.own(*number).life.stands_in(revision))
    }

    /// The address of a lineage in draft `revision`, if it stands there.
    #[must_use]
    pub fn address(&self, lineage: u32, revision: u32) -> Option<&str> {
        let piece = self.piece_of(lineage, revision)?;
        Some(&self.own_cited(piece, revision).address)
    }
}
