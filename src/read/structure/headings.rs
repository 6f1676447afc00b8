//! Series of headings: I, II, III; A, B under each; articles that run on over parts.

use super::costs::{Against, Doubts};
use super::series::Mark;
use smallvec::SmallVec;

/// The series of headings that a draft has had.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Headings {
    all: SmallVec<[Heading; 3]>,
}

/// A series of headings, as far as its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Heading {
    mark: Mark,
    level: u8,
    /// A heading further out has come since.
    is_closed: bool,
}

/// The level of headings that nothing else tells the level of; the title of a draft has level 0.
const PLAIN: u8 = 1;
/// More series of headings than this no draft has; the innermost are forgotten first.
const MOST: usize = 12;

impl Headings {
    /// Takes a heading in: what speaks against its label here, and its level. `level` is the one
    /// that the source gives.
    pub(super) fn place(
        &mut self,
        mark: Option<Mark>,
        level: Option<u8>,
        is_annex: bool,
        is_title: bool,
    ) -> (Doubts, u8) {
        if is_annex {
            self.all
                .retain(|heading| Some(heading.mark.style()) == mark.map(Mark::style));
        }
        let Some(mark) = mark else {
            let level = level.unwrap_or(if is_title { 0 } else { PLAIN });
            return (Doubts::NONE, level);
        };
        if let Some(at) = self
            .all
            .iter()
            .rposition(|heading| heading.mark.style() == mark.style())
        {
            let known = self.all[at];
            let begins_again = mark.value == 1 && known.mark.value >= 1 && !mark.has_suffix();
            let doubts = match () {
                () if begins_again && known.is_closed => Doubts::NONE,
                () if begins_again => Doubts::NONE.and(Against::BeginsAgain),
                // Of a treaty, a draft may hold only the articles that change.
                () if mark.rank() == 0 && mark.value > known.mark.value + 1 => {
                    Doubts::NONE.and(Against::ArticlesLeftOut)
                }
                () => mark.after(known.mark),
            };
            let level = level.unwrap_or(known.level);
            self.all[at] = Heading {
                mark,
                level,
                is_closed: false,
            };
            self.close_below(level, at);
            return (doubts, level);
        }
        let innermost = self
            .all
            .iter()
            .rev()
            .find(|heading| !heading.is_closed)
            .copied();
        let level = level.unwrap_or_else(|| innermost.map_or(PLAIN, |h| (h.level + 1).min(5)));
        let doubts = Doubts::NONE
            .and_if(
                mark.value > 1 && innermost.is_none(),
                Against::BeginsLateAtStart,
            )
            .and_if(mark.value > 1 && innermost.is_some(), Against::BeginsLate)
            .and_if(
                innermost.is_some_and(|h| h.mark.rank() > mark.rank()),
                Against::BeginsBelowAgainstRank,
            );
        if self.all.len() >= MOST {
            self.all.pop();
        }
        self.all.push(Heading {
            mark,
            level,
            is_closed: false,
        });
        (doubts, level)
    }

    fn close_below(&mut self, level: u8, at: usize) {
        for (k, heading) in self.all.iter_mut().enumerate() {
            heading.is_closed |= k != at && heading.level > level;
        }
    }
}
