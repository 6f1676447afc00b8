//! Which columns of a table became which, where some came or went: told from all its rows together.
//!
//! One row may not tell: its cells are short, and their words changed. So each row votes for the
//! cells that it finds alike, and all rows of as many cells follow the columns that most of them
//! see, in order.

use rustc_hash::FxHashMap;

/// The columns of rows that had so many cells and have so many now: which old one became which new
/// one, in order.
pub(super) type Columns = FxHashMap<(usize, usize), Vec<(usize, usize)>>;

/// What the rows of one table say.
#[derive(Debug, Default)]
pub(super) struct Votes {
    /// For each pair of numbers of cells: how many rows pair which cells.
    counts: FxHashMap<(usize, usize), FxHashMap<(usize, usize), u32>>,
}

/// Rows with more pairs of cells than this are left to themselves.
const MOST: usize = 1 << 14;

impl Votes {
    /// One row's pairs of cells.
    pub(super) fn add(
        &mut self,
        cells: (usize, usize),
        pairs: impl Iterator<Item = (usize, usize)>,
    ) {
        let counts = self.counts.entry(cells).or_default();
        for pair in pairs {
            *counts.entry(pair).or_default() += 1;
        }
    }

    /// What most rows see.
    pub(super) fn settled(self) -> Columns {
        self.counts
            .into_iter()
            .filter(|((olds, news), _)| olds * news <= MOST)
            .map(|(cells, counts)| (cells, heaviest(cells, &counts)))
            .collect()
    }
}

/// The pairs that keep their order and have most votes.
fn heaviest(
    (olds, news): (usize, usize),
    counts: &FxHashMap<(usize, usize), u32>,
) -> Vec<(usize, usize)> {
    // best[i][j]: the most votes that the first i old and j new columns can have.
    let mut best = vec![vec![0_u32; news + 1]; olds + 1];
    let votes = |i: usize, j: usize| counts.get(&(i, j)).copied().unwrap_or(0);
    for i in 0..olds {
        for j in 0..news {
            best[i + 1][j + 1] = (best[i][j] + votes(i, j))
                .max(best[i][j + 1])
                .max(best[i + 1][j]);
        }
    }
    let (mut i, mut j) = (olds, news);
    let mut out = Vec::new();
    while i > 0 && j > 0 {
        let own = votes(i - 1, j - 1);
        if own > 0 && best[i][j] == best[i - 1][j - 1] + own {
            out.push((i - 1, j - 1));
            (i, j) = (i - 1, j - 1);
        } else if best[i][j] == best[i - 1][j] {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_follow_the_columns_that_most_of_them_see() {
        let mut votes = Votes::default();
        votes.add((3, 2), [(0, 0), (2, 1)].into_iter());
        votes.add((3, 2), [(0, 0), (2, 1)].into_iter());
        votes.add((3, 2), [(0, 0), (1, 1)].into_iter());
        votes.add((3, 2), std::iter::empty());
        assert_eq!(votes.settled().get(&(3, 2)), Some(&vec![(0, 0), (2, 1)]));
    }
}
