//! What was most likely done to a clause: which of its words stayed, which went, which came.
//!
//! The fewest words deleted and inserted are right for a redline; as a sign of who brought a word they are not. They keep
//! any word that both sides have in order, and in a sentence that was written anew a few common ones always are. So the
//! history weighs edits as whoever made them would: to begin another change is unlikely, to go on with one is not, and to
//! write a word costs the more the rarer it is. Of all ways from the old words to the new ones the likeliest is taken:
//! where keeping "the" would part one change in two, "the" went and came with the rest.

use crate::compare;
use crate::compare::words::{Token, is_bracket, is_common_sign};
use crate::compare::{Sides, Stretch};
use crate::draft::{View, Wording};
use std::ops::Range;

/// A stretch that both sides have is firm if it is this unlikely to stand in both by chance (in nats)…
const FIRM: f32 = 20.0;

/// …counting no word for more than this.
const WORD: f32 = 7.0;
/// So many tokens of a firm stretch are weighed again beside a change, which may slide over them.
const SLIDE: usize = 10;
/// No more pairs of tokens are weighed at once; what is longer stays as the fewest words have it.
const LARGEST: usize = 1 << 20;
/// What it costs to write a sign; and to set or lift a bracket, which is no change of the words on both sides of it.
const SIGN: f32 = 1.0;
const BRACKET: f32 = 1.0;
/// A change goes on for one more word so often.
const GOES_ON: f32 = 0.83;

/// A change begins with a deletion so often, and so often something comes in its place.
const DELETES: f32 = 0.7;
const REPLACES: f32 = 0.7;

/// The same wording, with the changes where they most likely were made. `share` says how common a word is, by its key.
pub(super) fn likeliest(words: &Wording, share: impl Fn(u32) -> f32) -> Wording {
    let (old, new) = (words.view(View::Base), words.view(View::Revised));
    compare::words_by(&old, &new, |sides, equal| {
        Clause::of(sides, &share).choose(&equal)
    })
}

/// What it costs to change something, in nats.
#[derive(Debug, Clone, Copy)]
struct Costs {
    /// A word stays, and no change begins.
    stay: f32,
    /// A change begins with a word that goes; with one that comes.
    delete: f32,
    insert: f32,
    /// The change goes on.
    more: f32,
    /// No more words go, and some come in their place; or none do.
    replace: f32,
    no_more_go: f32,
    /// No more words come.
    no_more_come: f32,
}

impl Costs {
    /// A clause in which much was changed is more likely to be changed in one more place.
    fn of(changes: usize, tokens: usize) -> Self {
        let rate = (1.0 + changes as f32) / (25.0 + tokens as f32);
        let rate = rate.clamp(0.005, 0.2);
        let cost = |chance: f32| -chance.ln();
        Self {
            stay: cost(1.0 - rate),
            delete: cost(rate * DELETES),
            insert: cost(rate * (1.0 - DELETES)),
            more: cost(GOES_ON),
            replace: cost((1.0 - GOES_ON) * REPLACES),
            no_more_go: cost((1.0 - GOES_ON) * (1.0 - REPLACES)),
            no_more_come: cost(1.0 - GOES_ON),
        }
    }
}

/// The tokens of a clause before and after.
struct Clause<'a> {
    old: &'a [Token],
    new: &'a [Token],
    /// What it costs to write each new token.
    fresh: Vec<f32>,
}

impl<'a> Clause<'a> {
    fn of(sides: Sides<'a>, share: impl Fn(u32) -> f32) -> Self {
        let cost = |token: &Token| {
            if is_common_sign(token.key) {
                SIGN
            } else {
                -share(token.key).ln()
            }
        };
        Self {
            old: sides.old,
            new: sides.new,
            fresh: sides.new.iter().map(cost).collect(),
        }
    }

    /// Weighs what lies between firm stretches.
    fn choose(&self, equal: &[Stretch]) -> Vec<Stretch> {
        let costs = Costs::of(equal.len(), self.old.len());
        let mut out = Kept::default();
        let (mut i, mut j) = (0, 0);
        // The stretches since then, in case there is too much to weigh.
        let mut since = 0;
        for (at, stretch) in equal.iter().enumerate() {
            if !self.is_firm(stretch) {
                continue;
            }
            let slide = SLIDE.min(stretch.count / 2);
            let middle = stretch.part(slide..stretch.count - slide);
            let gap = (i..middle.old, j..middle.new);
            self.weigh(gap, &equal[since..=at], costs, &mut out);
            out.add(middle);
            (i, j) = (middle.old + middle.count, middle.new + middle.count);
            since = at;
        }
        let gap = (i..self.old.len(), j..self.new.len());
        self.weigh(gap, &equal[since..], costs, &mut out);
        out.0
    }

    fn is_firm(&self, stretch: &Stretch) -> bool {
        let costs = &self.fresh[stretch.new..stretch.new + stretch.count];
        costs.iter().map(|cost| cost.min(WORD)).sum::<f32>() >= FIRM
    }

    fn weigh(
        &self,
        (olds, news): (Range<usize>, Range<usize>),
        equal: &[Stretch],
        costs: Costs,
        out: &mut Kept,
    ) {
        let (i, j) = (olds.start, news.start);
        let pairs = (olds.len() + 1).saturating_mul(news.len() + 1);
        if olds.is_empty() || news.is_empty() {
            return;
        }
        if pairs > LARGEST {
            for stretch in equal {
                out.add(stretch.within(&olds, &news));
            }
            return;
        }
        let table = Table::of(
            &self.old[olds],
            &self.new[news.clone()],
            &self.fresh[news],
            costs,
        );
        for (old, new) in table.kept() {
            out.add(Stretch {
                old: i + old,
                new: j + new,
                count: 1,
            });
        }
    }
}

/// Stretches that stay, in order.
#[derive(Default)]
struct Kept(Vec<Stretch>);

impl Kept {
    fn add(&mut self, stretch: Stretch) {
        match self.0.last_mut() {
            _ if stretch.count == 0 => {}
            Some(last)
                if last.old + last.count == stretch.old && last.new + last.count == stretch.new =>
            {
                last.count += stretch.count;
            }
            _ => self.0.push(stretch),
        }
    }
}

/// How a pair of places was reached: a word stays, goes or comes; after one that stays, a bracket is lifted or set.
const STAYS: u16 = 0;
const GOES: u16 = 1;
const COMES: u16 = 2;
const LIFTED: u16 = 3;
const SET: u16 = 4;
/// So many bits hold one of them.
const BITS: u16 = 3;

/// The likeliest ways to all pairs of places.
struct Table {
    width: usize,
    height: usize,
    /// For each pair of places and each of the first three ways to reach it, the way to reach the pair before; for
    /// brackets, that one was lifted or set.
    steps: Vec<u16>,
    /// The likeliest way to reach the end.
    last: u16,
}

impl Table {
    fn of(old: &[Token], new: &[Token], fresh: &[f32], costs: Costs) -> Self {
        let (height, width) = (old.len() + 1, new.len() + 1);
        let mut steps = vec![0; height * width];
        // By the way a pair is reached: what it costs. Before the first word, all stays.
        let mut above = vec![[f32::INFINITY; 3]; width];
        let mut row = above.clone();
        for i in 0..height {
            for j in 0..width {
                let mut here = [f32::INFINITY; 3];
                let mut step = 0;
                if i == 0 && j == 0 {
                    here[STAYS as usize] = 0.0;
                }
                let mut stays = (f32::INFINITY, STAYS);
                if i > 0 && j > 0 && old[i - 1].key == new[j - 1].key {
                    let [before, goes, comes] = above[j - 1];
                    stays = least([
                        (before + costs.stay, STAYS),
                        (goes + costs.no_more_go, GOES),
                        (comes + costs.no_more_come, COMES),
                    ]);
                }
                if i > 0 && is_bracket(old[i - 1].key) {
                    stays = least([stays, (above[j][STAYS as usize] + BRACKET, LIFTED)]);
                }
                if j > 0 && is_bracket(new[j - 1].key) {
                    stays = least([stays, (row[j - 1][STAYS as usize] + BRACKET, SET)]);
                }
                if i + j > 0 {
                    here[STAYS as usize] = stays.0;
                    step |= stays.1;
                }
                if i > 0 {
                    let [stays, goes, _] = above[j];
                    let (cost, way) =
                        least([(stays + costs.delete, STAYS), (goes + costs.more, GOES)]);
                    here[GOES as usize] = cost;
                    step |= way << BITS;
                }
                if j > 0 {
                    let [stays, goes, comes] = row[j - 1];
                    let (cost, way) = least([
                        (stays + costs.insert, STAYS),
                        (goes + costs.replace, GOES),
                        (comes + costs.more, COMES),
                    ]);
                    here[COMES as usize] = cost + fresh[j - 1];
                    step |= way << (2 * BITS);
                }
                row[j] = here;
                steps[i * width + j] = step;
            }
            std::mem::swap(&mut above, &mut row);
        }
        let [stays, goes, comes] = above[width - 1];
        let (_, last) = least([
            (stays, STAYS),
            (goes + costs.no_more_go, GOES),
            (comes + costs.no_more_come, COMES),
        ]);
        Self {
            width,
            height,
            steps,
            last,
        }
    }

    /// The pairs of tokens that stay, on the likeliest way to the end.
    fn kept(&self) -> Vec<(usize, usize)> {
        let (mut i, mut j, mut way) = (self.height - 1, self.width - 1, self.last);
        let mut out = Vec::new();
        while i > 0 || j > 0 {
            let step = self.steps[i * self.width + j];
            let before = step >> (way * BITS) & ((1 << BITS) - 1);
            match (way, before) {
                (GOES, _) => i -= 1,
                (COMES, _) => j -= 1,
                (_, LIFTED) => i -= 1,
                (_, SET) => j -= 1,
                _ => {
                    (i, j) = (i - 1, j - 1);
                    out.push((i, j));
                }
            }
            way = if before > COMES { STAYS } else { before };
        }
        out.reverse();
        out
    }
}

/// The least cost, and the way that has it: the first of several.
fn least<const N: usize>(ways: [(f32, u16); N]) -> (f32, u16) {
    let mut best = (f32::INFINITY, STAYS);
    for way in ways {
        if way.0 < best.0 {
            best = way;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::words::tokens;
    use crate::draft::Change;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        let (old, new) = (Wording::plain(old), Wording::plain(new));
        let common = tokens("the ")[0].key;
        let share = |key| if key == common { 0.06 } else { 0.001 };
        let words = likeliest(&compare::words(&old, &new), share);
        let runs = words.runs().map(|run| match run.change {
            Change::Kept => run.text.to_owned(),
            Change::Deleted => format!("[-{}-]", run.text),
            Change::Inserted => format!("{{+{}+}}", run.text),
        });
        runs.collect()
    }

    #[test]
    fn a_common_word_in_a_new_sentence_is_new() {
        assert_eq!(
            shown(
                "that pilots learn the currents;",
                "that masters heed the lighthouses;"
            ),
            "that [-pilots learn the currents-]{+masters heed the lighthouses+};"
        );
    }

    #[test]
    fn a_rare_word_between_two_changes_stays() {
        assert_eq!(
            shown(
                "that pilots learn currents well;",
                "that masters learn currents fast;"
            ),
            "that [-pilots-]{+masters+} learn currents [-well-]{+fast+};"
        );
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec("(the|of|ab|bc|cd|x)[,;]?", 0..40)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn both_views_are_what_went_in(old in text(), new in text()) {
            let (old, new) = (Wording::plain(&old), Wording::plain(&new));
            let words = likeliest(&compare::words(&old, &new), |key| if key % 2 == 0 { 0.1 } else { 0.001 });
            prop_assert_eq!(words.view(View::Base), old);
            prop_assert_eq!(words.view(View::Revised), new);
        }

        #[test]
        fn what_is_equal_stays(text in text()) {
            let words = Wording::plain(&text);
            let same = likeliest(&words, |_| 0.01);
            prop_assert!(!same.is_marked());
        }
    }
}
