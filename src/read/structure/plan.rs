//! A first look over all blocks: where the masthead ends, who speaks, and whether headings are marked.

use super::block::Block;
use super::calls::{self, CallLikeness};
use super::label;
use crate::draft::Number;

/// What a first look over all blocks tells.
pub(in crate::read) struct Plan {
    /// Blocks before this one are the masthead.
    pub(in crate::read) body: usize,
    /// Who speaks: of several resolutions in one draft, each time.
    pub(in crate::read) organs: Vec<usize>,
    /// The draft marks its headings with `#`, so that other short lines are none.
    pub(in crate::read) hashed: bool,
}

/// A masthead is at most this many blocks; longer matter before the first section is text.
pub(in crate::read) const LONGEST_MASTHEAD: usize = 60;

impl Plan {
    pub(in crate::read) fn of(blocks: &[Block<'_>]) -> Self {
        let hashed = blocks.iter().any(|b| b.hashes > 0);
        let speaks = |i: &usize| {
            let next = blocks.get(i + 1).map(Block::bare).unwrap_or_default();
            calls::is_organ(&blocks[*i].bare(), &next)
                && blocks.get(i + 1).is_some_and(|next| {
                    calls::call_likeness(&next.bare()) == CallLikeness::Known
                        || next.text.starts_with(['*', '['])
                        || calls::opens_preamble(&next.bare())
                        || next
                            .bare()
                            .chars()
                            .next()
                            .is_some_and(|c| !c.is_lowercase())
                })
        };
        let organs: Vec<usize> = (0..blocks.len()).filter(speaks).collect();
        let organ = organs.first().copied();
        let opens = |i: &usize| {
            let block = &blocks[*i];
            let text = block.bare();
            calls::call_likeness(&text) == CallLikeness::Known
                || block.is_labelled
                || label::starts_clause(&text)
                || text.starts_with("1 ")
                || is_lettered_heading(&text)
        };
        let first = organ.or_else(|| (0..blocks.len()).find(opens)).unwrap_or(0);
        let first = conclusions(&blocks[..first]).unwrap_or(first);
        Self {
            body: if first <= LONGEST_MASTHEAD { first } else { 0 },
            organs,
            hashed,
        }
    }
}

/// `MOD EUR/12A3/1`, `ADD APT/37/2`, `SUP IAP/5/1`: the line that opens a proposal to an ITU conference.
pub(in crate::read) fn opens_proposal(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let symbol = words
        .next()
        .unwrap_or("")
        .trim_matches(['(', ')', '*', '[', ']']);
    let number = words.next().unwrap_or("");
    matches!(symbol, "ADD" | "MOD" | "SUP" | "NOC")
        && number.matches('/').count() >= 2
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && words.next().is_none()
}

/// Where numbered paragraphs begin that stand before the organ speaks: conclusions, with the draft decision in their annex.
fn conclusions(blocks: &[Block<'_>]) -> Option<usize> {
    let begins = |block: &Block<'_>, label: &str| block.bare().starts_with(label);
    let first = blocks.iter().position(|block| begins(block, "1. "))?;
    let goes_on = blocks[first..].iter().any(|block| begins(block, "2. "));
    goes_on.then_some(first)
}

/// `I. Introduction`, `A. Coordination`.
pub(in crate::read) fn is_lettered_heading(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let Some(found) = label::at_start(text) else {
        return false;
    };
    let rest = &text[found.rest..];
    let stands_alone = rest.is_empty() && text.len() == found.text.len();
    // `OP1.` and `Option 1.` are no letters.
    let is_letter = Number::parse(found.text).is_some_and(|number| number.open.is_empty());
    found.lead == 0
        && is_letter
        && found.text.ends_with('.')
        && (!rest.is_empty() || stands_alone)
        && rest.chars().take(121).count() <= 120
        && (stands_alone || calls::is_heading(rest, true))
}
