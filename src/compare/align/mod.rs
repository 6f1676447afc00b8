//! Which paragraph of the older draft became which of the newer one.
//!
//! Sure pairs first (equal words, then rare runs of three words); a heaviest increasing subsequence
//! keeps as many clauses as possible in place and leaves the rest as moves; between the pairs that
//! stay, the gaps are paired in order, with splits and merges; what is left over anywhere is looked
//! at once more as moved.

mod anchors;
mod columns;
mod gaps;
mod gather;
mod heads;
mod kinds;
mod profile;
mod runs;
mod strays;
mod units;

use crate::draft::{Diff, Draft, Holder, Kind, View};
use anchors::Anchor;
use columns::{Columns, Votes};
use gaps::{Group, Sides};
use profile::{Bag, Profiles, Worth};
use std::ops::Range;
use units::{Text, Unit};

/// What became of what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Groups that keep their order, by place: 1-1, or 1-n (split), or n-1 (merged).
    pub(super) in_place: Vec<(Range<usize>, Range<usize>)>,
    /// Pairs that do not: old and new place.
    pub(super) moved: Vec<(usize, usize)>,
    /// Within those groups, what is no part of them: it stands between two parts of a whole, and is
    /// gone, or new, or moved. In order.
    pub(super) left_out: Diff<Vec<usize>>,
}

/// Which paragraphs have a partner already.
pub(super) struct Taken {
    pub(super) old: Vec<bool>,
    pub(super) new: Vec<bool>,
}

impl Taken {
    fn take(&mut self, anchors: &[Anchor]) {
        for anchor in anchors {
            self.old[anchor.old] = true;
            self.new[anchor.new] = true;
        }
    }
}

/// A moved clause has at least this many words: shorter ones are alike by chance.
const LEAST_MOVED_WORDS: usize = 5;
/// Clauses that are not in place are the same only if they are at least this alike: many clauses
/// of a draft say similar things. This and the next figure part what is the same from what is not
/// in the drafts of the Paris Agreement and of Resolution 140: the same have .39 where they weigh
/// as much as 14 rare words, .35 at 21; others have .45 at 7, .36 at 5, .32 at 11.
const ALIKE_MOVED: f32 = 0.28;
/// Clauses that say little are alike by chance: they must be so by this much more, divided by the
/// rare words that weigh as much.
const ALIKE_SHORT: f32 = 1.25;
/// A partner elsewhere must be this much more like a clause than the one in place.
const RIVAL: f32 = 0.25;
/// Aligns two unmarked drafts.
pub(super) fn align(old: &Draft, new: &Draft) -> Alignment {
    let (old, new) = (Text::of(old), Text::of(new));
    let all = |text: &Text<'_>| text.units(0..text.draft.paragraphs.len(), 0);
    let (olds, news) = (Profiles::of(&old, all(&old)), Profiles::of(&new, all(&new)));
    let worth = Worth::of(&olds, &news);
    let mut top = align_units(&Sides {
        old: &olds,
        new: &news,
        worth: &worth,
    });
    pair_page_ends(&olds, &news, &mut top.in_place);
    pair_boxes(&olds.units, &news.units, &mut top.in_place);
    let mut out = Alignment::default();
    let level = Level {
        old: &old,
        new: &new,
        worth: &worth,
    };
    level.settle(&olds.units, &news.units, &top, 0, &mut out);
    out.moved.sort_unstable_by_key(|(_, new)| *new);
    out.left_out.old.sort_unstable();
    out.left_out.new.sort_unstable();
    heads::pair(old.draft, new.draft, &mut out);
    kinds::pair(old.draft, new.draft, &mut out);
    out
}

/// The header of some pages is the header of those pages, whatever it says; but where the pages of
/// the drafts are others, as when a cover came, it is first of all one that says the same. Where no
/// pages are the same, the first header is the first header.
fn pair_page_ends(old: &Profiles<'_>, new: &Profiles<'_>, in_place: &mut Vec<Pair>) {
    for holder in [Holder::Header, Holder::Footer] {
        let all = |text: &Profiles<'_>| -> Vec<usize> {
            let units = 0..text.units.len();
            units
                .filter(|k| text.units[*k].holder == Some(holder))
                .collect()
        };
        let pages = |text: &Profiles<'_>, at: usize| {
            let paragraph = text.paragraphs.get(text.units[at].paragraphs.start);
            let place = paragraph.and_then(|one| one.place_in(View::Revised));
            place.and_then(|place| place.steps().first().copied())
        };
        let (olds, news) = (all(old), all(new));
        in_place.retain(|(i, _)| olds.binary_search(&i.start).is_err());
        let all_pages = |text: &Profiles<'_>, units: &[usize]| -> Vec<_> {
            units.iter().map(|at| pages(text, *at)).collect()
        };
        let (of_old, of_new) = (all_pages(old, &olds), all_pages(new, &news));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        if of_old != of_new {
            let says = |text: &Profiles<'_>, at: usize| -> Vec<String> {
                let paragraphs = text.paragraphs[text.units[at].paragraphs.clone()].iter();
                paragraphs
                    .map(|one| one.labelled_text(View::Revised))
                    .collect()
            };
            let texts: Vec<Vec<String>> = news.iter().map(|j| says(new, *j)).collect();
            let mut from = 0;
            for i in &olds {
                let text = says(old, *i);
                if let Some(at) = (from..news.len()).find(|at| texts[*at] == text) {
                    pairs.push((*i, news[at]));
                    from = at + 1;
                }
            }
        }
        let (paired_old, paired_new): (Vec<usize>, Vec<usize>) = pairs.iter().copied().unzip();
        for (i, place) in olds.iter().zip(&of_old) {
            let same = of_new.iter().position(|other| other == place);
            if let Some(at) = same.filter(|at| !paired_new.contains(&news[*at]))
                && !paired_old.contains(i)
            {
                pairs.push((*i, news[at]));
            }
        }
        if pairs.is_empty() {
            pairs = olds.into_iter().zip(news).collect();
        }
        in_place.extend(pairs.into_iter().map(|(i, j)| (i..i + 1, j..j + 1)));
    }
    in_place.sort_by_key(|(i, j)| (j.start, i.start));
}

/// Neighbours of the older draft and those of the newer one that they are.
type Pair = (Range<usize>, Range<usize>);

/// Where two paragraphs are paired and as many text boxes stand in the one as in the other, the
/// first box is the first box, whatever it says: the boxes of a paragraph come right after it.
fn pair_boxes(olds: &[Unit], news: &[Unit], in_place: &mut Vec<(Range<usize>, Range<usize>)>) {
    let is_box = |unit: &Unit| unit.holder == Some(Holder::TextBox);
    if !olds.iter().any(is_box) || !news.iter().any(is_box) {
        return;
    }
    let boxes = |units: &[Unit], after: usize| {
        let count = units[after + 1..].iter().take_while(|u| is_box(u)).count();
        after + 1..after + 1 + count
    };
    let pairs: Vec<(usize, usize)> = in_place
        .iter()
        .filter(|(i, j)| i.len() == 1 && j.len() == 1 && !is_box(&olds[i.start]))
        .map(|(i, j)| (boxes(olds, i.start), boxes(news, j.start)))
        .filter(|(i, j)| i.len() == j.len())
        .flat_map(|(i, j)| i.zip(j))
        .collect();
    let settled: (Vec<bool>, Vec<bool>) = {
        let mut settled = (vec![false; olds.len()], vec![false; news.len()]);
        for (i, j) in &pairs {
            settled.0[*i] = true;
            settled.1[*j] = true;
        }
        settled
    };
    in_place.retain(|(i, j)| {
        let is_free =
            |range: &Range<usize>, settled: &[bool]| !settled[range.clone()].contains(&true);
        is_free(i, &settled.0) && is_free(j, &settled.1)
    });
    in_place.extend(pairs.into_iter().map(|(i, j)| (i..i + 1, j..j + 1)));
    in_place.sort_by_key(|(i, j)| (j.start, i.start));
}

/// What is aligned, holder by holder.
struct Level<'a> {
    old: &'a Text<'a>,
    new: &'a Text<'a>,
    worth: &'a Worth,
}

/// Tables in tables, deeper than this, are compared paragraph by paragraph, whatever holds them.
const DEEPEST: usize = 24;
/// No place is so deep.
const BELOW_ALL: usize = usize::MAX / 2;

impl Level<'_> {
    /// Turns pairs of units into pairs of paragraphs: what holders hold is aligned in its turn.
    fn settle(
        &self,
        olds: &[Unit],
        news: &[Unit],
        found: &Alignment,
        depth: usize,
        out: &mut Alignment,
    ) {
        let span = |units: &[Unit]| match (units.first(), units.last()) {
            (Some(first), Some(last)) => first.paragraphs.start..last.paragraphs.end,
            _ => 0..0,
        };
        let columns = self.columns(olds, news, found, depth + 1);
        let first = |units: &[Unit], k: &usize| units[*k].paragraphs.start;
        let left_out = &found.left_out;
        out.left_out
            .old
            .extend(left_out.old.iter().map(|k| first(olds, k)));
        out.left_out
            .new
            .extend(left_out.new.iter().map(|k| first(news, k)));
        // Only paragraphs move: a row that went elsewhere went and came.
        let moved = found.moved.iter();
        out.moved
            .extend(moved.map(|(i, j)| (first(olds, i), first(news, j))));
        out.in_place.reserve(found.in_place.len());
        for (i, j) in &found.in_place {
            let (old, new) = (&olds[i.clone()], &news[j.clone()]);
            match (old, new) {
                ([one], [other]) if one.holder.is_some() => {
                    let depth = if depth < DEEPEST {
                        depth + 1
                    } else {
                        BELOW_ALL
                    };
                    self.within(one, other, depth, &columns, out);
                }
                _ => out.in_place.push((span(old), span(new))),
            }
        }
    }

    /// What became of the columns of a table whose rows these are; nothing where no row has got or
    /// lost a cell.
    fn columns(&self, olds: &[Unit], news: &[Unit], found: &Alignment, depth: usize) -> Columns {
        let mut votes = Votes::default();
        for (i, j) in &found.in_place {
            let ([old], [new]) = (&olds[i.clone()], &news[j.clone()]) else {
                continue;
            };
            if old.holder != Some(Holder::Row) || new.holder != Some(Holder::Row) {
                continue;
            }
            let olds = self.old.units(old.paragraphs.clone(), depth);
            let news = self.new.units(new.paragraphs.clone(), depth);
            let cells = (olds.len(), news.len());
            if cells.0 != cells.1 {
                let found = self.aligned(&olds, &news);
                let pairs = found.in_place.into_iter();
                votes.add(cells, pairs.map(|(i, j)| (i.start, j.start)));
            }
        }
        votes.settled()
    }

    /// Aligns two lists of units.
    fn aligned(&self, olds: &[Unit], news: &[Unit]) -> Alignment {
        let (olds, news) = (
            Profiles::of(self.old, olds.to_vec()),
            Profiles::of(self.new, news.to_vec()),
        );
        let mut found = align_units(&Sides {
            old: &olds,
            new: &news,
            worth: self.worth,
        });
        pair_boxes(&olds.units, &news.units, &mut found.in_place);
        found
    }

    /// Aligns what two holders hold.
    fn within(&self, old: &Unit, new: &Unit, depth: usize, columns: &Columns, out: &mut Alignment) {
        let olds = self.old.units(old.paragraphs.clone(), depth);
        let news = self.new.units(new.paragraphs.clone(), depth);
        let are_cells = |units: &[Unit]| units.iter().all(|u| u.holder == Some(Holder::Cell));
        let are_single = |units: &[Unit]| matches!(units, [unit] if unit.holder.is_none());
        // A symbol stands above a date on all pages: a line is the line in its place.
        let are_lines = |units: &[Unit]| units.iter().all(|unit| unit.holder.is_none());
        let is_page_end = matches!(old.holder, Some(Holder::Header | Holder::Footer));
        let by_place = olds.len() == news.len()
            && (are_cells(&olds) && are_cells(&news)
                || is_page_end && are_lines(&olds) && are_lines(&news))
            || are_single(&olds) && are_single(&news);
        let found = if by_place {
            Alignment {
                in_place: (0..olds.len()).map(|k| (k..k + 1, k..k + 1)).collect(),
                ..Alignment::default()
            }
        } else if let Some(pairs) = columns
            .get(&(olds.len(), news.len()))
            .filter(|_| are_cells(&olds) && are_cells(&news))
        {
            Alignment {
                in_place: pairs.iter().map(|(i, j)| (*i..i + 1, *j..j + 1)).collect(),
                ..Alignment::default()
            }
        } else {
            self.aligned(&olds, &news)
        };
        self.settle(&olds, &news, &found, depth, out);
    }
}

/// Aligns two lists of units.
fn align_units(sides: &Sides<'_>) -> Alignment {
    let (old, new) = (sides.old, sides.new);
    let mut taken = Taken {
        old: vec![false; old.len()],
        new: vec![false; new.len()],
    };
    let mut anchors = anchors::exact(old, new);
    taken.take(&anchors);
    anchors.extend(anchors::alike(old, new, sides.worth, &taken));
    let stays = anchors::in_order(&anchors, old, new);
    let (mut in_place, out_of_place): (Vec<Anchor>, Vec<Anchor>) = {
        let mut flags = stays.into_iter();
        anchors
            .into_iter()
            .partition(|_| flags.next().unwrap_or(false))
    };
    in_place.sort_by_key(|a| a.new);
    let moved: Vec<Anchor> = out_of_place
        .into_iter()
        .map(|anchor| weighed(sides, anchor))
        .filter(|a| can_move(sides, a))
        .collect();
    let mut taken = Taken {
        old: vec![false; old.len()],
        new: vec![false; new.len()],
    };
    taken.take(&in_place);
    let is_anchored = taken.old.clone();
    let mut groups = fill_gaps(sides, &in_place, &taken);
    let moved = settle(sides, moved, &mut groups);
    taken.take(&moved);
    for group in &groups {
        taken.old[group.old.clone()].fill(true);
        taken.new[group.new.clone()].fill(true);
    }
    groups.extend(in_place.iter().map(|a| Group {
        old: a.old..a.old + 1,
        new: a.new..a.new + 1,
    }));
    groups.sort_by_key(|g| (g.new.start, g.old.start));
    let left_out = gather::gather(sides, &mut groups, &is_anchored, &mut taken);
    let mut moved: Vec<(usize, usize)> = moved.into_iter().map(|a| (a.old, a.new)).collect();
    moved.extend(strays::pair(sides, &taken));
    moved.sort_by_key(|(_, new)| *new);
    Alignment {
        in_place: groups.into_iter().map(|g| (g.old, g.new)).collect(),
        moved,
        left_out,
    }
}

/// An anchor whose likeness is that of all its words.
fn weighed(sides: &Sides<'_>, anchor: Anchor) -> Anchor {
    let bag = |profiles: &Profiles<'_>, at: usize| Bag::of(profiles, at..at + 1, sides.worth);
    let likeness = bag(sides.old, anchor.old).likeness(&bag(sides.new, anchor.new));
    Anchor { likeness, ..anchor }
}

/// Whether two clauses are so much alike that they are the same, wherever they stand.
fn can_move(sides: &Sides<'_>, anchor: &Anchor) -> bool {
    let worth = |profiles: &Profiles<'_>, at: usize| -> f32 {
        let keys = profiles.keys(at).iter();
        keys.map(|key| sides.worth.get(*key)).sum()
    };
    let worth = worth(sides.old, anchor.old).min(worth(sides.new, anchor.new));
    let words = sides.worth.in_rare_words(worth);
    let least = ALIKE_MOVED + ALIKE_SHORT / words.max(f32::MIN_POSITIVE);
    let is_same = sides.old.all[anchor.old].exact == sides.new.all[anchor.new].exact;
    is_movable(sides.old, anchor.old)
        && is_movable(sides.new, anchor.new)
        && (anchor.likeness >= least || is_same)
}

/// Whether a paragraph is text, and of enough words to be known again elsewhere.
fn is_movable(profiles: &Profiles<'_>, at: usize) -> bool {
    let kind = profiles.all[at].kind;
    !matches!(kind, Kind::Furniture | Kind::FrontMatter | Kind::Blank)
        && profiles.words(at) >= LEAST_MOVED_WORDS
}

/// A false move is worse than a missed one: a clause that has a partner in place, too, moves only
/// if the partner elsewhere is much more like it. The groups that give way to a move are taken out.
fn settle(sides: &Sides<'_>, moved: Vec<Anchor>, groups: &mut Vec<Group>) -> Vec<Anchor> {
    let mut of_old: Vec<Option<usize>> = vec![None; sides.old.len()];
    let mut of_new: Vec<Option<usize>> = vec![None; sides.new.len()];
    for (g, group) in groups.iter().enumerate() {
        of_old[group.old.clone()].fill(Some(g));
        of_new[group.new.clone()].fill(Some(g));
    }
    let mut goes = vec![false; groups.len()];
    let mut stays: Vec<Anchor> = Vec::new();
    for anchor in moved {
        let (old, new) = (of_old[anchor.old], of_new[anchor.new]);
        let rivals = old.into_iter().chain(new.filter(|_| new != old));
        let rivals: Vec<usize> = rivals.filter(|g| !goes[*g]).collect();
        let likeness = |group: &Group| {
            let bag = |profiles: &Profiles<'_>, range: &Range<usize>| {
                Bag::of(profiles, range.clone(), sides.worth)
            };
            bag(sides.old, &group.old).likeness(&bag(sides.new, &group.new))
        };
        let strongest = rivals
            .iter()
            .map(|g| likeness(&groups[*g]))
            .fold(0.0, f32::max);
        if anchor.likeness > strongest + RIVAL {
            for g in rivals {
                goes[g] = true;
            }
            stays.push(anchor);
        }
    }
    let mut goes = goes.into_iter();
    groups.retain(|_| !goes.next().unwrap_or(false));
    stays
}

/// Pairs what lies between the anchors.
fn fill_gaps(sides: &Sides<'_>, anchors: &[Anchor], taken: &Taken) -> Vec<Group> {
    let mut groups = Vec::new();
    let (mut i, mut j) = (0, 0);
    let ends = anchors
        .iter()
        .map(|a| (a.old, a.new))
        .chain(std::iter::once((sides.old.len(), sides.new.len())));
    for (old_end, new_end) in ends {
        let free =
            |taken: &[bool], range: Range<usize>| range.filter(|k| !taken[*k]).collect::<Vec<_>>();
        groups.extend(gaps::pair(
            sides,
            &free(&taken.old, i..old_end),
            &free(&taken.new, j..new_end),
        ));
        (i, j) = (old_end + 1, new_end + 1);
    }
    groups
}

#[cfg(test)]
mod tests {
    use crate::compare::{Options, compare};
    use crate::draft::{Diff, Draft, Holder, Kind, Outcome, Paragraph, Place, View};

    /// A cell that holds some paragraphs, and a row of one cell below it.
    fn table(texts: [&str; 3]) -> Draft {
        let cell = |row: u32, text: &str| Paragraph {
            place: Some(Box::new(Diff::same(Place::new(&[
                (Holder::Table, 1),
                (Holder::Row, row),
                (Holder::Cell, 1),
            ])))),
            ..Paragraph::plain(Kind::Clause, text)
        };
        let rows = texts.map(|text| cell(1, text)).into_iter();
        Draft {
            paragraphs: rows.chain([cell(2, "to be announced")]).collect(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_paragraph_that_moved_within_a_cell_is_told_as_moved() {
        const LAMPS: &str = "that each harbour light two lamps at dusk and keep them until morning";
        const BELLS: &str = "that ships ring their bells in fog wherever other ships may lie, and \
            that those who hear them answer at once, by horn or by bell, until both have passed";
        const ROPES: &str = "that ropes be tarred before the first frost of the year, by all who \
            use them, and that those that are worn be burnt";
        let (old, new) = (table([LAMPS, BELLS, ROPES]), table([BELLS, ROPES, LAMPS]));
        let redline = compare(&old, &new, &Options::default());
        assert!(redline.draft.view(View::Base).says_the_same_as(&old));
        assert!(redline.draft.view(View::Revised).says_the_same_as(&new));
        let outcomes: Vec<Outcome> = redline.clauses.iter().map(|row| row.outcome).collect();
        let unchanged = Outcome::Unchanged;
        assert_eq!(outcomes, [unchanged, unchanged, Outcome::Moved, unchanged]);
    }
}
