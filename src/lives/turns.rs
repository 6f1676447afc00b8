//! What a draft did to a passage that stays open.

use super::ground::{Ground, Sort};
use super::links::{Link, Links};
use crate::draft::Diff;
use crate::draft::lives::{Lives, Opening, Outcome, Turn};
use std::ops::Range;

/// What became of passage `old` on its way to passage `new`.
pub(super) fn between(
    before: &Ground,
    here: &Ground,
    links: &Links,
    old: usize,
    new: usize,
) -> Vec<Turn> {
    let (from, to) = (before.spans[old].clone(), here.spans[new].clone());
    let mut turns = Vec::new();
    let gone = links
        .of_old(from.clone())
        .filter(|link| !to.contains(&link.new));
    let narrowed: u32 = gone
        .map(|link| before.words(link.old..link.old + link.len))
        .sum();
    let came = links
        .of_new(to.clone())
        .filter(|link| !from.contains(&link.old));
    let widened: u32 = came
        .map(|link| here.words(link.new..link.new + link.len))
        .sum();
    // The same words may be other letters by the history, where another alternative went.
    let is_same = before.passages[old].text == here.passages[new].text;
    if narrowed > 0 && !is_same {
        turns.push(Turn::Narrowed(narrowed));
    }
    if widened > 0 && !is_same {
        turns.push(Turn::Widened(widened));
    }
    let words = Diff {
        old: unlinked(
            before,
            from.clone(),
            links.of_old(from).map(|l: Link| l.old..l.old + l.len),
        ),
        new: unlinked(
            here,
            to.clone(),
            links.of_new(to).map(|l: Link| l.new..l.new + l.len),
        ),
    };
    let label = |ground: &Ground, at: usize| ground.passages[at].label.clone();
    let is_relabelled = before.sorts[old] == Sort::Label && label(before, old) != label(here, new);
    if words.old + words.new > 0 && !is_same || is_relabelled {
        turns.push(Turn::Reworded(words));
    }
    let piece =
        |ground: &Ground, at: usize| ground.pieces.get(ground.passages[at].span[0].0).copied();
    let (was, is) = (&before.passages[old].address, &here.passages[new].address);
    if piece(before, old) != piece(here, new) && was != is {
        turns.push(Turn::Moved(was.as_str().into()));
    }
    let (was, is) = (before.choices[old], here.choices[new]);
    if was > is {
        turns.push(Turn::AlternativesDropped(was - is));
    } else if is > was {
        turns.push(Turn::AlternativesAdded(is - was));
    }
    turns
}

/// Words in a range that the other draft does not have.
fn unlinked(
    ground: &Ground,
    range: Range<usize>,
    linked: impl Iterator<Item = Range<usize>>,
) -> u32 {
    let (mut at, mut words) = (range.start, 0);
    for link in linked {
        words += ground.words(at..link.start.max(at));
        at = at.max(link.end);
    }
    words + ground.words(at..range.end.max(at))
}

/// Tells the passages that stay what split off from them and what they took in.
pub(super) fn kin(lives: &mut Lives, draft: u32) {
    let mut split: Vec<(u32, bool)> = Vec::new();
    for life in &lives.all {
        if let Opening::SplitOff(parent) = life.opening
            && life.opened_in() == draft
        {
            split.push((parent, true));
        }
        if let Some(end) = life
            .ending
            .as_ref()
            .filter(|end| end.draft == draft && end.outcome == Outcome::Merged)
        {
            split.extend(end.into.map(|into| (into, false)));
        }
    }
    split.sort_unstable();
    for same in split.chunk_by(|a, b| a == b) {
        let (life, is_split) = same[0];
        let count = u32::try_from(same.len()).unwrap_or(u32::MAX);
        let states = &mut lives.all[life as usize].states;
        if let Some(state) = states.last_mut().filter(|state| state.draft == draft) {
            state.turns.push(if is_split {
                Turn::Split(count)
            } else {
                Turn::Joined(count)
            });
        }
    }
}
