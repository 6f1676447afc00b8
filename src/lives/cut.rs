//! The words of a draft, cut once: what stands first and last in a range, and what ranges say.

use super::ground::Ground;
use crate::compare::words::{Token, is_bracket, is_common_sign, tokens};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The words and signs of a draft, paragraph by paragraph.
pub(super) struct Cut {
    tokens: Vec<Token>,
    /// Where each word stands among them, in order.
    places: FxHashMap<u32, Vec<usize>>,
    /// What is said before each of them, and at last by all.
    said: Vec<Said>,
    /// For each of them, how many there are up to the last one that is no bracket, itself included.
    without_brackets: Vec<usize>,
}

/// What words say, in whatever order: how many there are, and a hash of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Said {
    words: usize,
    hash: u64,
}

impl Said {
    /// Whether there are no words.
    pub(super) const fn is_nothing(self) -> bool {
        self.words == 0
    }

    fn and(self, key: u32) -> Self {
        // Sums of keys alone would often be the same: each is spread over all bits first.
        let spread = (u64::from(key) ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let spread = (spread ^ spread >> 29).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self {
            words: self.words + 1,
            hash: self.hash.wrapping_add(spread ^ spread >> 32),
        }
    }
}

impl Cut {
    pub(super) fn of(ground: &Ground) -> Self {
        let paragraphs = (0..ground.pieces.len()).map(|number| ground.paragraph(number));
        Self::of_text(&ground.text, paragraphs)
    }

    fn of_text(text: &str, paragraphs: impl Iterator<Item = Range<usize>>) -> Self {
        let mut out = Self {
            tokens: Vec::new(),
            places: FxHashMap::default(),
            said: vec![Said::default()],
            without_brackets: Vec::new(),
        };
        let (mut said, mut last) = (Said::default(), 0);
        for range in paragraphs {
            let text = text.get(range.clone()).unwrap_or("");
            let start = u32::try_from(range.start).unwrap_or(u32::MAX);
            for mut token in tokens(text) {
                token.start = token.start.saturating_add(start);
                token.word_end = token.word_end.saturating_add(start);
                token.end = token.end.saturating_add(start);
                out.places
                    .entry(token.key)
                    .or_default()
                    .push(out.tokens.len());
                out.tokens.push(token);
                if !is_common_sign(token.key) {
                    said = said.and(token.key);
                }
                if !is_bracket(token.key) {
                    last = out.tokens.len();
                }
                out.said.push(said);
                out.without_brackets.push(last);
            }
        }
        out
    }

    /// The words and signs of which at least a part stands in a range, by their places.
    pub(super) fn within(&self, range: &Range<usize>) -> Range<usize> {
        if range.is_empty() {
            // In the middle of a word, too: nothing of it stands there.
            return 0..0;
        }
        let first = self
            .tokens
            .partition_point(|token| token.word_end as usize <= range.start);
        let end = self
            .tokens
            .partition_point(|token| (token.start as usize) < range.end);
        first..end.max(first)
    }

    /// Where words and signs at some places stand in the text, with the space behind them.
    pub(super) fn span(&self, places: &Range<usize>) -> Option<Range<usize>> {
        let tokens = self.tokens.get(places.clone())?;
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(first.start as usize..last.end as usize)
    }

    /// What is said at some places, signs apart.
    pub(super) fn said(&self, places: &Range<usize>) -> Said {
        let upto = |place: usize| self.said.get(place).copied().unwrap_or_default();
        let (before, all) = (upto(places.start), upto(places.end));
        Said {
            words: all.words.saturating_sub(before.words),
            hash: all.hash.wrapping_sub(before.hash),
        }
    }

    /// The last word at some places that is no bracket.
    pub(super) fn last(&self, places: &Range<usize>) -> Option<u32> {
        let last = self.without_brackets.get(places.end.checked_sub(1)?)?;
        let place = last.checked_sub(1)?;
        let token = self.tokens.get(place).filter(|_| place >= places.start)?;
        Some(token.key)
    }

    /// The first word at some places that is no bracket.
    pub(super) fn first(&self, places: &Range<usize>) -> Option<u32> {
        let all = self.without_brackets.get(places.clone())?;
        let place = places.start + all.partition_point(|last| *last <= places.start);
        let token = self.tokens.get(place).filter(|_| place < places.end)?;
        Some(token.key)
    }

    /// The last of some places where a word stands.
    pub(super) fn last_place(&self, key: u32, places: &Range<usize>) -> Option<usize> {
        let all = self.places.get(&key)?;
        let before = all.partition_point(|place| *place < places.end);
        let place = *all.get(before.checked_sub(1)?)?;
        (place >= places.start).then_some(place)
    }

    /// The first of some places where a word stands.
    pub(super) fn first_place(&self, key: u32, places: &Range<usize>) -> Option<usize> {
        let all = self.places.get(&key)?;
        let place = *all.get(all.partition_point(|place| *place < places.start))?;
        (place < places.end).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_first_and_last_and_what_ranges_say() {
        let text = "one [two three] four [three two]; one";
        let cut = Cut::of_text(text, std::iter::once(0..text.len()));
        let within = |part: &str| {
            let start = text.find(part).unwrap();
            cut.within(&(start..start + part.len()))
        };
        let word = |part: &str| cut.first(&within(part));
        let key = |part: &str| word(part).unwrap();
        assert_eq!(cut.last(&within("one [")), word("one"));
        assert_eq!(cut.first(&within("[two")), word("two"));
        assert_eq!(
            (cut.last(&within("[")), cut.first(&within("["))),
            (None, None)
        );
        let all = within(text);
        assert_eq!(cut.first_place(key("three"), &all), Some(3));
        assert_eq!(cut.last_place(key("three"), &all), Some(7));
        assert_eq!(cut.last_place(key("three"), &within("one [two")), None);
        // Part of a word is the word.
        assert_eq!(cut.span(&within("wo thre")), Some(5..14));
        let said = |part: &str| cut.said(&within(part));
        assert_eq!(said("[two three]"), said("[three two]"));
        assert_ne!(said("[two three]"), said("three] four"));
        assert!(said("[").is_nothing());
        assert!(cut.said(&cut.within(&(6..6))).is_nothing());
    }
}
