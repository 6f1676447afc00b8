//! A paragraph of a history: its mark, which has a life of its own, and all words that ever stood
//! after it.

use super::life::{Life, Timeline};
use crate::draft::Style;

/// A paragraph's mark, from the draft that brought it to the one that took it away, and the words
/// after it up to the next mark, whether they stand anywhere today or not.
///
/// Words are not bound to the mark: where a mark is gone and words after it still stand, they
/// belong to the paragraph before it (it was merged); where a mark is younger than the words after
/// it, it was split off.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The drafts in which a paragraph begins here.
    pub life: Life,
    /// Which lineage it belongs to: an index into [`History::lineages`](super::History::lineages).
    pub lineage: u32,
    pub(crate) face: Timeline<u32>,
    pub(crate) cited: Timeline<u32>,
    pub(crate) words: Words,
}

/// All words that ever stood in a piece, in reading order: one buffer and the stretches of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) stretches: Vec<Stretch>,
}

/// What holds for a stretch of the buffer, up to `end`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) end: u32,
    pub(crate) life: Life,
    pub(crate) origin: u32,
    /// The number of its loss, once it is gone; [`NO_LOSS`] before.
    pub(crate) loss: u32,
    pub(crate) style: Timeline<Style>,
}

pub(crate) const NO_LOSS: u32 = u32::MAX;

/// A stretch of words that came, went and were set in one style together.
#[derive(Debug, Clone, Copy)]
pub struct Thread<'a> {
    /// The words, spaces included.
    pub text: &'a str,
    /// The drafts in which they stand here.
    pub life: Life,
    /// The draft that first brought these words, here or elsewhere: earlier than the life here
    /// where they were moved or came back.
    pub origin: u32,
    loss: u32,
    style: &'a Timeline<Style>,
}

impl Thread<'_> {
    /// The style in draft `revision`.
    #[must_use]
    pub fn style_in(&self, revision: u32) -> Style {
        self.style.get(revision)
    }

    /// The number of their loss, an index into [`History::losses`](super::History::losses), if they
    /// are gone from here.
    #[must_use]
    pub fn loss(&self) -> Option<usize> {
        (self.loss != NO_LOSS).then_some(self.loss as usize)
    }
}

impl Piece {
    /// All words that ever stood here, in reading order.
    pub fn threads(&self) -> impl Iterator<Item = Thread<'_>> + Clone {
        self.words.threads()
    }

    /// Whether any of its words stand in draft `revision`.
    #[must_use]
    pub fn speaks_in(&self, revision: u32) -> bool {
        let mut all = self.words.stretches.iter();
        all.any(|stretch| stretch.life.stands_in(revision))
    }
}

impl Words {
    pub(crate) fn threads(&self) -> impl Iterator<Item = Thread<'_>> + Clone {
        let mut start = 0;
        self.stretches.iter().map(move |stretch| {
            let end = stretch.end as usize;
            let text = &self.text[start..end];
            start = end;
            Thread {
                text,
                life: stretch.life,
                origin: stretch.origin,
                loss: stretch.loss,
                style: &stretch.style,
            }
        })
    }

    /// Adds words at the end. Neighbours that nothing tells apart are one stretch; lost words stay
    /// apart, each with its own loss.
    pub(crate) fn push(&mut self, text: &str, mut stretch: Stretch) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        stretch.end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        match self.stretches.last_mut() {
            Some(last) if last.is_like(&stretch) => last.end = stretch.end,
            _ => self.stretches.push(stretch),
        }
    }
}

impl Stretch {
    /// Words that draft `revision` brought here, and `origin` into the history.
    pub(crate) fn born(revision: u32, origin: u32, style: Style) -> Self {
        Self {
            end: 0,
            life: Life::since(revision),
            origin,
            loss: NO_LOSS,
            style: Timeline::new(style),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.life == other.life
            && self.origin == other.origin
            && self.loss == other.loss
            && self.style == other.style
    }
}
