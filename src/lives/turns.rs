//! What a draft did to a passage that stays open.

use super::ground::{Ground, Sort};
use super::links::{Link, Links};
use super::sums::Sums;
use crate::draft::Diff;
use crate::draft::lives::{Lives, Opening, Outcome, Turn};
use std::cell::OnceCell;

/// What tells how passages turned on the way from one draft to the next.
pub(super) struct Turning<'a> {
    before: &'a Ground,
    here: &'a Ground,
    links: &'a Links,
    /// The words of all links, on either side, once they were asked for.
    gone: OnceCell<Sums>,
    came: OnceCell<Sums>,
}

impl<'a> Turning<'a> {
    pub(super) const fn of(before: &'a Ground, here: &'a Ground, links: &'a Links) -> Self {
        Self {
            before,
            here,
            links,
            gone: OnceCell::new(),
            came: OnceCell::new(),
        }
    }

    /// What became of passage `old` on its way to passage `new`.
    pub(super) fn between(&self, old: usize, new: usize) -> Vec<Turn> {
        let mut turns = Vec::new();
        // The same words may be other letters by the history, where another alternative went.
        if self.before.passages[old].text != self.here.passages[new].text {
            self.words(old, new, &mut turns);
        } else if is_relabelled(self.before, self.here, old, new) {
            turns.push(Turn::Reworded(Diff { old: 0, new: 0 }));
        }
        place(self.before, self.here, old, new, &mut turns);
        turns
    }

    /// What became of its words.
    fn words(&self, old: usize, new: usize, turns: &mut Vec<Turn>) {
        let (before, here, links) = (self.before, self.here, self.links);
        let (from, to) = (before.spans[old].clone(), here.spans[new].clone());
        let gone = self.gone.get_or_init(|| {
            let links = links.all().iter();
            Sums::of(links.map(|l| (l.new, before.words(l.old..l.old + l.len))))
        });
        let came = self.came.get_or_init(|| {
            let links = links.by_new().iter();
            Sums::of(links.map(|l| (l.old, here.words(l.new..l.new + l.len))))
        });
        // Links that lie in the passage as a whole are summed up, those that it cuts looked at.
        let (cut, whole) = links.whole_of_old(&from);
        let words = |link: &Link| before.words(link.old..link.old + link.len);
        let cut_gone = cut.iter().filter(|link| !to.contains(&link.new));
        let linked_old = gone.all(&whole) + cut.iter().map(words).sum::<u32>();
        let narrowed = gone.without(&whole, &to) + cut_gone.map(words).sum::<u32>();
        let (cut, whole) = links.whole_of_new(&to);
        let words = |link: &Link| here.words(link.new..link.new + link.len);
        let cut_came = cut.iter().filter(|link| !from.contains(&link.old));
        let linked_new = came.all(&whole) + cut.iter().map(words).sum::<u32>();
        let widened = came.without(&whole, &from) + cut_came.map(words).sum::<u32>();
        if narrowed > 0 {
            turns.push(Turn::Narrowed(narrowed));
        }
        if widened > 0 {
            turns.push(Turn::Widened(widened));
        }
        let words = Diff {
            old: before.words(from).saturating_sub(linked_old),
            new: here.words(to).saturating_sub(linked_new),
        };
        if words.old + words.new > 0 || is_relabelled(before, here, old, new) {
            turns.push(Turn::Reworded(words));
        }
    }
}

/// Whether an undecided label is another one now.
fn is_relabelled(before: &Ground, here: &Ground, old: usize, new: usize) -> bool {
    before.sorts[old] == Sort::Label && before.passages[old].label != here.passages[new].label
}

/// What became of its place and of the choice that it is of.
fn place(before: &Ground, here: &Ground, old: usize, new: usize, turns: &mut Vec<Turn>) {
    let piece =
        |ground: &Ground, at: usize| ground.pieces.get(ground.passages[at].span[0].0).copied();
    let (was, is) = (&before.passages[old].address, &here.passages[new].address);
    if piece(before, old) != piece(here, new) && was != is {
        turns.push(Turn::Moved((**was).into()));
    }
    let (was, is) = (before.choices[old], here.choices[new]);
    if was > is {
        turns.push(Turn::AlternativesDropped(was - is));
    } else if is > was {
        turns.push(Turn::AlternativesAdded(is - was));
    }
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
