//! Where a passage comes from that did not stand open before.

use super::ground::{Ground, Sort};
use super::links::Links;
use super::pairing::{Pairing, share};
use crate::draft::lives::Opening;
use std::ops::Range;

/// This share of its letters says where a passage comes from.
const MOST: f32 = 0.5;

/// How a passage of the newer draft came. Where it was split off, the number is that of a passage
/// of the older draft.
pub(super) fn of(
    before: &Ground,
    here: &Ground,
    links: &Links,
    pairing: &Pairing,
    former: &Former,
    new: usize,
) -> Opening {
    let span = here.spans[new].clone();
    let ink = here.ink(span.clone());
    let parent = pairing.shared_with(new).filter(|(old, shared)| {
        let goes_on = pairing
            .after(*old)
            .is_some_and(|after| !here.holds(after, new) && !here.holds(new, after));
        goes_on && before.sorts[*old] == here.sorts[new] && share(*shared, ink) >= MOST
    });
    // The innermost passage that has most of the letters: the last in reading order among those
    // with most.
    if let Some((old, _)) = parent.max_by_key(|(old, shared)| (*shared, *old)) {
        return u32::try_from(old).map_or(Opening::New, Opening::SplitOff);
    }
    let stood: u32 = links
        .of_new(span.clone())
        .map(|link| here.ink(link.new..link.new + link.len))
        .sum();
    if ink == 0 || share(stood, ink) < MOST || here.sorts[new] != Sort::Bracket {
        return Opening::New;
    }
    match former.of(here, span, ink) {
        Some(life) => Opening::Reopened(life),
        None => Opening::Around,
    }
}

/// Where words stand in the history that had been in brackets and were lifted.
#[derive(Default)]
pub(super) struct Former {
    /// From, to, and the life they were in.
    all: Vec<(u64, u64, u32)>,
    /// The furthest end up to each of them.
    furthest: Vec<u64>,
}

impl Former {
    /// Remembers what stays of a lifted passage.
    pub(super) fn remember(&mut self, here: &Ground, stays: &[Range<usize>], life: u32) {
        for range in stays {
            let places = here.coordinates(range.clone());
            self.all
                .extend(places.map(|place| (place.start, place.end, life)));
        }
    }

    /// Makes ready what was remembered.
    pub(super) fn settle(&mut self) {
        self.all.sort_unstable();
        let mut end = 0;
        self.furthest.clear();
        for (_, to, _) in &self.all {
            end = end.max(*to);
            self.furthest.push(end);
        }
    }

    /// The last life that most of the letters of a range were in.
    fn of(&self, here: &Ground, range: Range<usize>, ink: u32) -> Option<u32> {
        let mut votes: Vec<(u32, u64)> = Vec::new();
        for place in here.coordinates(range.clone()) {
            let last = self.all.partition_point(|(from, ..)| *from < place.end);
            for at in (0..last).rev() {
                if self.furthest[at] <= place.start {
                    break;
                }
                let (from, to, life) = self.all[at];
                let both = to.min(place.end).saturating_sub(from.max(place.start));
                match votes.iter_mut().find(|(one, _)| *one == life) {
                    Some((_, sum)) => *sum += both,
                    None => votes.push((life, both)),
                }
            }
        }
        let (life, bytes) = votes
            .into_iter()
            .max_by_key(|(life, bytes)| (*bytes, *life))?;
        (ink > 0 && bytes as f32 >= MOST * range.len() as f32).then_some(life)
    }
}
