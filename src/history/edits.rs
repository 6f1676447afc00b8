//! What was most likely done to a clause: which of its words stayed, which went, which came.
//!
//! The fewest words deleted and inserted are right for a redline; as a sign of who brought a word
//! they are not. They keep any word that both sides have in order, and in a sentence that was
//! written anew a few common ones always are. So the history weighs edits as whoever made them
//! would: to begin another change is unlikely, to go on with one is not, and to write a word costs
//! the more the rarer it is. Of all ways from the old words to the new ones the likeliest is taken:
//! where keeping "the" would part one change in two, "the" went and came with the rest.

use crate::compare;
use crate::compare::words::{Token, is_bracket, is_closing_bracket, is_common_sign};
use crate::compare::{Sides, Stretch};
use crate::draft::Wording;
use std::ops::Range;

/// A stretch that both sides have is firm if it is this unlikely to stand in both by chance (in
/// nats).
const FIRM: f32 = 20.0;
/// One word counts for no more than this towards a firm stretch: one rare word makes none.
const WORD: f32 = 7.0;
/// So many tokens of a firm stretch are weighed again beside a change, which may slide over them.
const SLIDE: usize = 10;
/// No more pairs of tokens are weighed at once; what is longer stays as the fewest words have it.
const LARGEST: usize = 1 << 20;
/// What it costs to write a sign: less than any word.
const SIGN: f32 = 1.0;
/// What it costs to set or lift a bracket, which is no change of the words on both sides of it.
const BRACKET: f32 = 1.0;
/// A change that begins at the first sign of a passage in brackets costs no more than this: it
/// goes, or comes, whole.
const BEGINS_PASSAGE: f32 = 1.5;
/// A change that ends behind the last sign of a passage in brackets costs no more than this, for
/// the same reason.
const ENDS_PASSAGE: f32 = 0.3;

/// How often a change begins with a word for a word, with one that goes, with one that comes.
const BEGINS: [f32; 3] = [0.44, 0.28, 0.28];
/// After a word for a word: how often another one follows, a word only goes, a word only comes.
const TURNED: [f32; 3] = [0.7, 0.08, 0.08];
/// After a word that went: another one goes, or one comes.
const GONE: [f32; 2] = [0.7, 0.1];
/// After a word that came another one comes.
const COME: f32 = 0.75;

/// The same wording, with the changes where they most likely were made. `share` says how common a
/// word is, by its key.
pub(super) fn likeliest(words: &Wording, share: impl Fn(u32) -> f32) -> Wording {
    compare::words_by(words, |sides, equal| {
        let clause = Clause::of(sides, &share);
        let kept = clause.choose(&equal, equal.len());
        // Words kept by chance made it look as if much was changed in many places.
        if kept.len() * 3 > equal.len() * 2 {
            kept
        } else {
            clause.choose(&equal, kept.len())
        }
    })
}

/// What it costs to come from one way to another, in nats. Over all ways to change, a change ends
/// when a word stays.
#[derive(Debug, Clone, Copy)]
struct Costs([[f32; WAYS]; WAYS]);

impl Costs {
    /// A clause in which much was changed is more likely to be changed in one more place.
    fn of(changes: usize, tokens: usize) -> Self {
        let rate = (2.0 + changes as f32) / (50.0 + tokens as f32);
        let rate = rate.clamp(0.005, 0.2);
        let end = |more: &[f32]| 1.0 - more.iter().sum::<f32>();
        let [turn, go, come] = BEGINS.map(|part| rate * part);
        let chances = [
            [1.0 - rate, turn, go, come],
            [end(&TURNED), TURNED[0], TURNED[1], TURNED[2]],
            [end(&GONE), 0.0, GONE[0], GONE[1]],
            [end(&[COME]), 0.0, 0.0, COME],
        ];
        Self(chances.map(|from| from.map(|chance| -chance.ln())))
    }

    const fn between(&self, from: u16, to: u16) -> f32 {
        self.0[from as usize][to as usize]
    }

    /// A word stays, or all is said: what was changed before is at its end. `ends` says on which
    /// side a bracket was the last sign.
    fn stays(&self, before: &Reached, ends: (bool, bool)) -> (f32, u16) {
        let end = |way, closes| {
            let cost = self.between(way, STAYS);
            before[way as usize] + if closes { cost.min(ENDS_PASSAGE) } else { cost }
        };
        least([
            (end(STAYS, false), STAYS),
            (end(TURNS, false), TURNS),
            (end(GOES, ends.0), GOES),
            (end(COMES, ends.1), COMES),
        ])
    }

    fn turns(&self, before: &Reached) -> (f32, u16) {
        let to = |way| (before[way as usize] + self.between(way, TURNS), way);
        least([to(STAYS), to(TURNS)])
    }

    fn goes(&self, before: &Reached, sign: Sign) -> (f32, u16) {
        let to = |way| (before[way as usize] + self.between(way, GOES), way);
        least([self.begins(before, GOES, sign), to(TURNS), to(GOES)])
    }

    fn comes(&self, before: &Reached, sign: Sign) -> (f32, u16) {
        let to = |way| (before[way as usize] + self.between(way, COMES), way);
        let begins = self.begins(before, COMES, sign);
        least([begins, to(TURNS), to(GOES), to(COMES)])
    }

    fn begins(&self, before: &Reached, way: u16, sign: Sign) -> (f32, u16) {
        let cost = self.between(STAYS, way);
        let cost = if sign.opens() {
            cost.min(BEGINS_PASSAGE)
        } else {
            cost
        };
        (before[STAYS as usize] + cost, STAYS)
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
    fn choose(&self, equal: &[Stretch], changes: usize) -> Vec<Stretch> {
        let costs = Costs::of(changes, self.old.len());
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

/// How a pair of places was reached: a word stays, another stands in its place, one goes, one
/// comes; after one that stays, a bracket is lifted or set.
const STAYS: u16 = 0;
const TURNS: u16 = 1;
const GOES: u16 = 2;
const COMES: u16 = 3;
const LIFTED: u16 = 4;
const SET: u16 = 5;
/// So many of them are states of their own.
const WAYS: usize = 4;
/// So many bits hold one of them.
const BITS: u16 = 3;

/// The likeliest ways to all pairs of places.
struct Table {
    width: usize,
    height: usize,
    /// For each pair of places and each state in which it is reached, the way to reach the pair
    /// before; for brackets, that one was lifted or set.
    steps: Vec<u16>,
    /// The likeliest way to reach the end.
    last: u16,
}

/// What it costs to reach a pair of places, by the state.
type Reached = [f32; WAYS];

impl Table {
    fn of(old: &[Token], new: &[Token], fresh: &[f32], costs: Costs) -> Self {
        let (height, width) = (old.len() + 1, new.len() + 1);
        let mut steps = vec![0; height * width];
        // Before the first word, all stays.
        let mut above = vec![[f32::INFINITY; WAYS]; width];
        let mut row = above.clone();
        let olds: Vec<Sign> = old.iter().map(Sign::of).collect();
        let news: Vec<Sign> = new.iter().map(Sign::of).collect();
        for i in 0..height {
            let old_sign = i.checked_sub(1).map(|at| olds[at]);
            for j in 0..width {
                let new_sign = j.checked_sub(1).map(|at| news[at]);
                let mut here = [f32::INFINITY; WAYS];
                let mut step = 0;
                if i == 0 && j == 0 {
                    here[STAYS as usize] = 0.0;
                }
                let mut stays = (f32::INFINITY, STAYS);
                if let (Some(_), Some(_)) = (old_sign, new_sign) {
                    let ends = (i > 1 && olds[i - 2].closes, j > 1 && news[j - 2].closes);
                    if old[i - 1].key == new[j - 1].key {
                        stays = costs.stays(&above[j - 1], ends);
                    }
                    let (cost, way) = costs.turns(&above[j - 1]);
                    here[TURNS as usize] = cost + fresh[j - 1];
                    step |= way << (TURNS * BITS);
                }
                if old_sign.is_some_and(|sign| sign.is_bracket) {
                    stays = least([stays, (above[j][STAYS as usize] + BRACKET, LIFTED)]);
                }
                if new_sign.is_some_and(|sign| sign.is_bracket) {
                    stays = least([stays, (row[j - 1][STAYS as usize] + BRACKET, SET)]);
                }
                if i + j > 0 {
                    here[STAYS as usize] = stays.0;
                    step |= stays.1;
                }
                if let Some(sign) = old_sign {
                    let (cost, way) = costs.goes(&above[j], sign);
                    here[GOES as usize] = cost;
                    step |= way << (GOES * BITS);
                }
                if let Some(sign) = new_sign {
                    let (cost, way) = costs.comes(&row[j - 1], sign);
                    here[COMES as usize] = cost + fresh[j - 1];
                    step |= way << (COMES * BITS);
                }
                row[j] = here;
                steps[i * width + j] = step;
            }
            std::mem::swap(&mut above, &mut row);
        }
        let closes = |signs: &[Sign]| signs.last().is_some_and(|sign| sign.closes);
        let (_, last) = costs.stays(&above[width - 1], (closes(&olds), closes(&news)));
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
                (TURNS, _) => (i, j) = (i - 1, j - 1),
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

/// Whether a token is a bracket, and which.
#[derive(Debug, Clone, Copy)]
struct Sign {
    is_bracket: bool,
    closes: bool,
}

impl Sign {
    fn of(token: &Token) -> Self {
        Self {
            is_bracket: is_bracket(token.key),
            closes: is_closing_bracket(token.key),
        }
    }

    const fn opens(self) -> bool {
        self.is_bracket && !self.closes
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
    use crate::draft::{Change, View};
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

    #[test]
    fn a_passage_goes_whole_and_parts_no_words() {
        assert_eq!(
            shown(
                "by charts and buoys, the [full] set of them;",
                "by charts and buoys, and the set of them;"
            ),
            "by charts and buoys, {+and +}the [-[full] -]set of them;"
        );
    }

    #[test]
    fn a_word_for_a_word_is_one_change() {
        assert_eq!(
            shown(
                "that all the pilots of the harbour learn the currents;",
                "that few of the pilots in the harbour know the currents;"
            ),
            "that [-all-]{+few of+} the pilots [-of-]{+in+} the harbour [-learn-]{+know+} the currents;"
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
