//! One draft out of a history, exactly as it was (law 4).

use super::{History, Piece, Thread};
use crate::draft::{Change, Diff, Draft, Wording};

/// A paragraph as it stands in one draft: its own piece, and the pieces after it whose marks are
/// gone and whose words belong to it now.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    history: &'a History,
    revision: u32,
    /// The piece that it begins with.
    pub piece: u32,
}

impl History {
    /// Draft `revision`, as an unmarked draft: exactly what was put in.
    ///
    /// Nothing stands in a draft that there is not.
    #[must_use]
    pub fn view(&self, revision: u32) -> Draft {
        let about = self.revisions.get(revision as usize).cloned();
        let about = about.unwrap_or_default();
        let paragraphs = self
            .standing(revision)
            .enumerate()
            .map(|(index, standing)| {
                let line = about.lines.get(index).copied().unwrap_or(0);
                let mut paragraph = self.own_face(standing.piece, revision).paragraph(line);
                paragraph.words = standing.words();
                paragraph
            });
        Draft {
            paragraphs: paragraphs.collect(),
            masthead: about.masthead,
            source: about.source,
            ..Draft::default()
        }
    }

    /// The paragraphs of draft `revision`, in reading order.
    pub fn standing(&self, revision: u32) -> impl Iterator<Item = Standing<'_>> {
        let begins = move |number: &u32| self.own(*number).life.stands_in(revision);
        let pieces = self.order.iter().copied().filter(begins);
        pieces.map(move |piece| Standing {
            history: self,
            revision,
            piece,
        })
    }

    /// The paragraph that begins with `piece` in draft `revision`.
    #[must_use]
    pub fn standing_at(&self, piece: u32, revision: u32) -> Option<Standing<'_>> {
        let life = self.piece(piece)?.life;
        life.stands_in(revision).then_some(Standing {
            history: self,
            revision,
            piece,
        })
    }
}

impl<'a> Standing<'a> {
    /// The pieces whose words may belong to it: its own, and those after it up to the next
    /// paragraph.
    pub fn pieces(&self) -> impl Iterator<Item = &'a Piece> + use<'a> {
        let (history, revision) = (self.history, self.revision);
        let after = |at: &u32| *at as usize + 1;
        let start = history
            .position
            .get(self.piece as usize)
            .map_or(history.order.len(), after);
        let begins = move |number: &u32| history.own(*number).life.stands_in(revision);
        let later = history.order[start..].iter().copied();
        let later = later.take_while(move |number| !begins(number));
        let own = history.piece(self.piece).into_iter();
        own.chain(later.map(|number| history.own(number)))
    }

    /// Its place among the paragraphs of the draft, from 0: all before it are counted.
    #[must_use]
    pub fn index(&self) -> usize {
        let position = self.history.position.get(self.piece as usize);
        let before = position.and_then(|at| self.history.order.get(..*at as usize));
        let begins = |number: &&u32| self.history.own(**number).life.stands_in(self.revision);
        before.map_or(0, |before| before.iter().filter(begins).count())
    }

    /// The lineage that it belongs to.
    #[must_use]
    pub fn lineage(&self) -> u32 {
        self.history
            .piece(self.piece)
            .map_or(u32::MAX, |piece| piece.lineage)
    }

    /// Its words, stretch by stretch, with what the history knows of them.
    pub fn threads(&self) -> impl Iterator<Item = Thread<'a>> + use<'a> {
        let revision = self.revision;
        self.pieces()
            .flat_map(Piece::threads)
            .filter(move |thread| thread.life.stands_in(revision))
    }

    /// Its words, as an unmarked wording.
    #[must_use]
    pub fn words(&self) -> Wording {
        let mut words = Wording::default();
        for thread in self.threads() {
            let style = Diff::same(thread.style_in(self.revision));
            words.push_styled(thread.text, Change::Kept, style);
        }
        words.shrink();
        words
    }
}
