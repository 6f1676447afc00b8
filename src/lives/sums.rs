//! Sums over a stretch of a list, of what lies in a range and of what does not, without going
//! through the stretch.
//!
//! The list is kept several times: in blocks of one, two, four and so on, each sorted by place,
//! with the sums up to each place. A stretch is made of few blocks, and in each the range is found
//! by halving.

use std::ops::Range;

/// Numbers that each have a place.
pub(super) struct Sums {
    /// By the size of the blocks; in each block the place, and the sum up to it, itself included.
    levels: Vec<Vec<(usize, u32)>>,
}

impl Sums {
    /// Sums of numbers, each with its place.
    pub(super) fn of(numbers: impl Iterator<Item = (usize, u32)>) -> Self {
        let mut list: Vec<(usize, u32)> = numbers.collect();
        let mut levels = Vec::new();
        let mut width = 1;
        while width <= list.len() {
            let blocks = list.chunks_mut(width);
            levels.push(blocks.flat_map(summed).collect());
            width *= 2;
        }
        Self { levels }
    }

    /// The sum of a stretch of the list.
    pub(super) fn all(&self, stretch: &Range<usize>) -> u32 {
        self.inside(stretch, &(0..usize::MAX))
    }

    /// The sum of those in a stretch of the list whose place is not in a range.
    pub(super) fn without(&self, stretch: &Range<usize>, range: &Range<usize>) -> u32 {
        self.all(stretch) - self.inside(stretch, range)
    }

    fn inside(&self, stretch: &Range<usize>, range: &Range<usize>) -> u32 {
        let mut at = stretch.start;
        let mut sum = 0;
        while at < stretch.end {
            let most = (stretch.end - at).ilog2().min(at.trailing_zeros());
            let level = self.levels.get(most as usize);
            let block = level.and_then(|level| level.get(at..at + (1 << most)));
            let Some(block) = block else { break };
            let before = |place: usize| {
                let count = block.partition_point(|(one, _)| *one < place);
                count.checked_sub(1).map_or(0, |last| block[last].1)
            };
            sum += before(range.end).saturating_sub(before(range.start));
            at += 1 << most;
        }
        sum
    }
}

/// The places of a block in order, with the sums up to each. The block is left in order.
fn summed(block: &mut [(usize, u32)]) -> Vec<(usize, u32)> {
    // Of two halves in order, as this sort expects them.
    block.sort_by_key(|(place, _)| *place);
    let mut sum = 0;
    let sums = block.iter().map(|(place, number)| {
        sum += number;
        (*place, sum)
    });
    sums.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_going_through_the_list() {
        for len in [0_usize, 1, 2, 7, 8, 23] {
            let list: Vec<(usize, u32)> = (0..len).map(|n| (n * 7 % 23, n as u32 + 1)).collect();
            let sums = Sums::of(list.iter().copied());
            for (start, end) in
                (0..=len).flat_map(|start| (start..=len).map(move |end| (start, end)))
            {
                let part = &list[start..end];
                assert_eq!(
                    sums.all(&(start..end)),
                    part.iter().map(|(_, n)| n).sum::<u32>()
                );
                for range in [0..0, 3..11, 0..23, 20..40] {
                    let apart = part.iter().filter(|(place, _)| !range.contains(place));
                    let apart: u32 = apart.map(|(_, n)| n).sum();
                    assert_eq!(
                        sums.without(&(start..end), &range),
                        apart,
                        "{start}..{end} {range:?}"
                    );
                }
            }
        }
    }
}
