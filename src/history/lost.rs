//! Words that left and came back: what a draft brings is looked up among all that any draft took
//! away.
//!
//! Lost words are kept as a list of tokens, each stretch with a few of the words that stood round
//! it, so that a single word that came back to its place is known by its neighbours. The list is
//! entered by runs of four tokens. A find counts only if enough speaks for it: common words in a
//! row and stock phrases come all the time without anybody having brought them back.

use crate::compare::words::{is_bracket, keys_into, tokens};
use crate::draft::history::{History, Life, NO_LOSS, Return, Stretch, Words};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How many tokens in a row must be the same.
const GRAM: usize = 4;
/// At most so many places with the same four tokens are looked at, the latest first.
const PLACES: usize = 12;
/// Words came back, and were not written anew, if there is so much to say for it (in nats). The
/// figures below say what speaks for it; first of all it is how unlikely each word is to be written
/// by chance.
const CAME_BACK: f32 = 50.0;
/// One word speaks for it by no more than this: a rare word may be the subject of the clause.
const WORD: f32 = 8.0;
/// Words round them that stood all along speak for it by at most this together: they are no words
/// that came.
const ROUND: f32 = 5.0;
/// Each end speaks for it by this where what came, or what was lost, ends too, or a bracket stands:
/// it is a whole.
const EDGE: f32 = 7.0;
/// That they went in this very draft speaks for it by this: what moves is much more common than
/// what comes back.
const MOVES: f32 = 12.0;
/// That they stood in this very place of this clause speaks for it by this.
const PLACE: f32 = 12.0;
/// Where nothing in it is more than a stock phrase, this speaks against it: such a phrase stands
/// elsewhere too.
const STOCK: f32 = 4.0;
/// Of a text with fewer words than these, nobody can say how common a word is.
const FEW_WORDS: u32 = 500;
/// A clause came back if this share of its words did.
const CLAUSE: f32 = 0.4;

/// All words that were lost, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Lost {
    tokens: Vec<Gone>,
    /// For each token, the one before it at which the same four tokens begin.
    earlier: Vec<u32>,
    /// Where four tokens began last.
    latest: FxHashMap<u32, u32>,
    /// What stands in the last draft that was settled.
    standing: Phrases,
    /// How often each word came in.
    counts: FxHashMap<u32, u32>,
    words: u32,
}

/// A token that is gone, or stood beside one that is.
#[derive(Debug, Clone, Copy)]
struct Gone {
    key: u32,
    /// The loss that it belongs to; [`NO_LOSS`] if it is not lost.
    loss: u32,
    /// The draft that brought it.
    origin: u32,
    /// Whether a bracket stands before it.
    is_parted: bool,
    /// Where it stands in the text of the loss.
    from: u32,
    to: u32,
}

/// Between two stretches that do not belong together.
const BREAK: Gone = Gone {
    key: 0,
    loss: NO_LOSS,
    origin: 0,
    is_parted: true,
    from: 1,
    to: 0,
};

const NOWHERE: u32 = u32::MAX;

/// A piece whose words came back from a lineage.
#[derive(Debug, Clone, Copy)]
pub(super) struct CameBack {
    pub(super) piece: u32,
    pub(super) lineage: u32,
}

/// A token of a piece in one draft.
#[derive(Debug, Clone, Copy)]
struct Word {
    key: u32,
    /// Where it stands in the text of the piece in that draft.
    start: usize,
    end: usize,
    /// The stretch it begins in, and where.
    stretch: usize,
    at: usize,
    /// Whether it is one of those looked at: lost on the way out, new on the way in.
    counts: bool,
    /// Whether a bracket stands before it.
    is_parted: bool,
}

impl Lost {
    /// Enters what draft `revision` took away, then looks up what it brought. Returns the pieces
    /// that came back.
    pub(super) fn settle(
        &mut self,
        history: &mut History,
        touched: &[u32],
        revision: u32,
    ) -> Vec<CameBack> {
        for number in touched {
            self.bury(history, *number, revision);
        }
        let mut out = Vec::new();
        for number in touched {
            let words = &history.own(*number).words;
            let came = words_of(
                words,
                |s| s.life.stands_in(revision),
                |s| s.life.from == revision && s.origin == revision,
            );
            if came.iter().any(|word| word.counts) {
                self.count(&came);
                if revision > 0 {
                    out.extend(self.revive(history, *number, &came, revision));
                }
            }
        }
        for number in touched {
            self.standing.change(&history.own(*number).words, revision);
        }
        out
    }

    fn count(&mut self, came: &[Word]) {
        for word in came.iter().filter(|word| word.counts) {
            *self.counts.entry(word.key).or_default() += 1;
            self.words = self.words.saturating_add(1);
        }
    }

    /// Which share of all words that ever came in are this one; of one that never did, so much as
    /// to be thought of.
    pub(super) fn share(&self, key: u32) -> f32 {
        let count = self.counts.get(&key).copied().unwrap_or(0);
        (count as f32 + 0.5) / (self.words + FEW_WORDS) as f32
    }

    /// Enters the words of a piece that draft `revision` took away, with those round them.
    fn bury(&mut self, history: &History, number: u32, revision: u32) {
        let words = &history.own(number).words;
        let stood = |s: &Stretch| s.life.from < revision && s.life.until >= revision;
        let went = |s: &Stretch| {
            let loss = history.losses.get(s.loss as usize);
            s.life.until == revision && loss.is_some_and(|loss| loss.returns.is_empty())
        };
        let all = words_of(words, stood, went);
        let is_near = |at: usize| {
            let near = at.saturating_sub(GRAM - 1)..(at + GRAM).min(all.len());
            all[near].iter().any(|word| word.counts)
        };
        let mut at = 0;
        while at < all.len() {
            if !is_near(at) {
                at += 1;
                continue;
            }
            let start = self.tokens.len();
            while at < all.len() && is_near(at) {
                let word = all[at];
                let stretch = &words.stretches[word.stretch];
                self.tokens.push(Gone {
                    key: word.key,
                    loss: if word.counts { stretch.loss } else { NO_LOSS },
                    origin: stretch.origin,
                    is_parted: word.is_parted,
                    from: index(word.at),
                    to: index(word.at + word.end - word.start),
                });
                at += 1;
            }
            self.enter(start);
        }
    }

    /// Makes the tokens from `start` on findable.
    fn enter(&mut self, start: usize) {
        for at in start..self.tokens.len() {
            let gram = self.tokens.get(at..at + GRAM);
            let earlier = gram
                .filter(|gram| gram.iter().any(|gone| gone.loss != NO_LOSS))
                .and_then(|gram| {
                    let key = gram_key(gram.iter().map(|gone| gone.key));
                    self.latest.insert(key, index(at))
                });
            self.earlier.push(earlier.unwrap_or(NOWHERE));
        }
        self.tokens.push(BREAK);
        self.earlier.push(NOWHERE);
    }

    /// Gives the words of a piece that came back their origin.
    fn revive(
        &self,
        history: &mut History,
        number: u32,
        came: &[Word],
        revision: u32,
    ) -> Option<CameBack> {
        let lineage = history.own(number).lineage;
        let mut origins: Vec<(Range<usize>, u32)> = Vec::new();
        let mut from: Vec<(u32, u32)> = Vec::new();
        // Words before this place have been found.
        let (mut at, mut done) = (0, 0);
        while at + GRAM <= came.len() {
            let Some(found) = self.find(history, lineage, came, done, at) else {
                at += 1;
                continue;
            };
            for (word, gone) in came[found.came.clone()]
                .iter()
                .zip(&self.tokens[found.gone..])
            {
                if !word.counts {
                    continue;
                }
                origins.push((word.start..word.end, gone.origin));
                if !is_still_lost(history, gone) {
                    continue;
                }
                let loss = &mut history.losses[gone.loss as usize];
                loss.returns.push(Return {
                    from: gone.from,
                    to: gone.to,
                    revision,
                });
                match from
                    .iter_mut()
                    .find(|(lineage, _)| *lineage == loss.lineage)
                {
                    Some((_, count)) => *count += 1,
                    None => from.push((loss.lineage, 1)),
                }
            }
            at = found.came.end.max(at + 1);
            done = found.came.end;
        }
        if origins.is_empty() {
            return None;
        }
        let words = &mut history.pieces[number as usize].words;
        *words = with_origins(words, &origins, revision);
        let all = came.iter().filter(|word| word.counts).count() as f32;
        let (lineage, most) = from
            .into_iter()
            .max_by_key(|(lineage, n)| (*n, u32::MAX - lineage))?;
        (most as f32 >= all * CLAUSE).then_some(CameBack {
            piece: number,
            lineage,
        })
    }

    /// The best place among lost words for the words from `at` on.
    fn find(
        &self,
        history: &History,
        lineage: u32,
        came: &[Word],
        done: usize,
        at: usize,
    ) -> Option<Find> {
        let gram = &came[at..at + GRAM];
        if !gram.iter().any(|word| word.counts) {
            return None;
        }
        let key = gram_key(gram.iter().map(|word| word.key));
        let mut place = self.latest.get(&key).copied()?;
        let mut best: Option<Find> = None;
        for _ in 0..PLACES {
            let found = self.extent(history, lineage, &came[done..], at - done, place as usize);
            let found = found.map(|find| find.shifted(done));
            best = match (best, found) {
                (Some(best), Some(found)) if best.back >= found.back => Some(best),
                (best, found) => found.or(best),
            };
            place = self.earlier[place as usize];
            if place == NOWHERE {
                break;
            }
        }
        best
    }

    /// How far the words round two places are the same; nothing if that is no sign of their having
    /// come back.
    fn extent(
        &self,
        history: &History,
        lineage: u32,
        came: &[Word],
        at: usize,
        gone: usize,
    ) -> Option<Find> {
        let is_same = |(word, gone): &(&Word, &Gone)| word.key == gone.key && gone.to > 0;
        let after = came[at..].iter().zip(&self.tokens[gone..]);
        let after = after.take_while(is_same).count();
        let before = came[..at]
            .iter()
            .rev()
            .zip(self.tokens[..gone].iter().rev());
        let before = before.take_while(is_same).count();
        if after < GRAM {
            return None;
        }
        let mut find = Find {
            came: at - before..at + after,
            gone: gone - before,
            back: 0,
        };
        let (mut copied, mut moves, mut is_home) = (0, false, true);
        for (word, gone) in came[find.came.clone()]
            .iter()
            .zip(&self.tokens[find.gone..])
        {
            if word.counts && is_still_lost(history, gone) {
                find.back += 1;
                let loss = history.losses.get(gone.loss as usize);
                moves |= loss.is_some_and(|loss| loss.revision == history.last());
                is_home &= loss.is_some_and(|loss| loss.lineage == lineage);
            } else if word.counts {
                copied += 1;
            }
        }
        // Of two equal words at an end, the other one may have been taken for the lost one. More is
        // a copy of what stands.
        let is_copy = copied * 2 > find.back;
        let stood = |at: usize| came.get(at).is_some_and(|word| !word.counts);
        let is_in_place = is_home && stood(find.came.start) && stood(find.came.end - 1);
        let when = if moves { MOVES } else { 0.0 };
        let place = if is_in_place { PLACE } else { 0.0 };
        let evidence = self.evidence(came, &find) + when + place;
        (!is_copy && evidence >= CAME_BACK).then_some(find)
    }

    /// What there is to say for words having come back, apart from when they went.
    fn evidence(&self, came: &[Word], find: &Find) -> f32 {
        let words = &came[find.came.clone()];
        let sum = |is_new: bool| -> f32 {
            let words = words.iter().filter(|word| word.counts == is_new);
            words
                .map(|word| (-self.share(word.key).ln()).min(WORD))
                .sum()
        };
        let came_at = |at: Option<usize>| at.and_then(|at| came.get(at)).is_some_and(|w| w.counts);
        let went_at = |at: Option<usize>| {
            let gone = at.and_then(|at| self.tokens.get(at));
            gone.is_some_and(|gone| gone.loss != NO_LOSS)
        };
        let (first, last) = (find.came.start, find.came.end);
        let (gone_first, gone_last) = (find.gone, find.gone + words.len());
        // A bracket ends what came, or was lost, too.
        let came_on = |at: usize| came.get(at).is_some_and(|word| !word.is_parted);
        let went_on = |at: usize| self.tokens.get(at).is_some_and(|gone| !gone.is_parted);
        let edges = [
            came_at(first.checked_sub(1)) && came_on(first),
            came_at(Some(last)) && came_on(last),
            went_at(gone_first.checked_sub(1)) && went_on(gone_first),
            went_at(Some(gone_last)) && went_on(gone_last),
        ];
        let edges = edges.into_iter().filter(|goes_on| !goes_on).count();
        let mut grams = words
            .windows(GRAM)
            .filter(|gram| gram.iter().any(|word| word.counts));
        let is_stock = grams.all(|gram| self.standing.has(gram.iter().map(|word| word.key)));
        sum(true) + sum(false).min(ROUND) + EDGE * edges as f32 - if is_stock { STOCK } else { 0.0 }
    }
}

/// Words that came in and the same words among the lost.
struct Find {
    came: Range<usize>,
    gone: usize,
    /// How many of them came back by this.
    back: usize,
}

/// How often each four tokens in a row stand in a draft.
#[derive(Debug, Default)]
struct Phrases(FxHashMap<u32, u32>);

impl Phrases {
    fn has(&self, gram: impl Iterator<Item = u32>) -> bool {
        self.0.contains_key(&gram_key(gram))
    }

    /// Takes up what draft `revision` made of a piece.
    fn change(&mut self, words: &Words, revision: u32) {
        let old = keys_of(words, |life| life.from < revision && life.until >= revision);
        let new = keys_of(words, |life| life.stands_in(revision));
        let same = |pairs: &mut dyn Iterator<Item = (&u32, &u32)>| {
            pairs.take_while(|(one, other)| one == other).count()
        };
        let head = same(&mut old.iter().zip(&new));
        let tail = same(&mut old[head..].iter().rev().zip(new[head..].iter().rev()));
        // What begins in the equal ends may reach into what differs.
        let head = head.saturating_sub(GRAM - 1);
        let part =
            |keys: &[u32]| head..keys.len() - tail.saturating_sub(GRAM - 1).min(keys.len() - head);
        for gram in old[part(&old)].windows(GRAM) {
            let key = gram_key(gram.iter().copied());
            if let Some(count) = self.0.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    self.0.remove(&key);
                }
            }
        }
        for gram in new[part(&new)].windows(GRAM) {
            *self.0.entry(gram_key(gram.iter().copied())).or_default() += 1;
        }
    }
}

/// The keys of the tokens of a piece, of the stretches with such a life.
fn keys_of(words: &Words, stands: impl Fn(Life) -> bool) -> Vec<u32> {
    let threads = words.threads().filter(|thread| stands(thread.life));
    let text: String = threads.map(|thread| thread.text).collect();
    let mut keys = Vec::new();
    keys_into(&text, &mut keys);
    keys.retain(|key| !is_bracket(*key));
    keys
}

impl Find {
    fn shifted(self, by: usize) -> Self {
        Self {
            came: self.came.start + by..self.came.end + by,
            ..self
        }
    }
}

fn is_still_lost(history: &History, gone: &Gone) -> bool {
    let Some(loss) = history.losses.get(gone.loss as usize) else {
        return false;
    };
    let is_back = |back: &Return| back.from <= gone.from && gone.from < back.to;
    !loss.returns.iter().any(is_back)
}

/// The tokens of a piece in one draft: the stretches that `stands` says, and which of them
/// `counts`. Brackets are left out: words that leave them are the same words.
fn words_of(
    words: &Words,
    stands: impl Fn(&Stretch) -> bool,
    counts: impl Fn(&Stretch) -> bool,
) -> Vec<Word> {
    let mut text = String::new();
    // Where each stretch begins in that text.
    let mut parts: Vec<(usize, usize, bool)> = Vec::new();
    let mut start = 0;
    for (k, stretch) in words.stretches.iter().enumerate() {
        let end = stretch.end as usize;
        if stands(stretch) {
            parts.push((text.len(), k, counts(stretch)));
            text.push_str(&words.text[start..end]);
        }
        start = end;
    }
    if !parts.iter().any(|(_, _, counts)| *counts) {
        return Vec::new();
    }
    let mut part = 0;
    let mut place = |token: crate::compare::words::Token| {
        let (start, end) = (token.start as usize, token.end as usize);
        while parts
            .get(part + 1)
            .is_some_and(|(begin, _, _)| *begin <= start)
        {
            part += 1;
        }
        let (begin, stretch, counts) = parts[part];
        Word {
            key: token.key,
            start,
            end,
            stretch,
            at: start - begin,
            counts,
            is_parted: false,
        }
    };
    let mut out: Vec<Word> = Vec::new();
    let mut is_parted = false;
    for token in tokens(&text) {
        if is_bracket(token.key) {
            is_parted = true;
        } else {
            out.push(Word {
                is_parted: std::mem::take(&mut is_parted),
                ..place(token)
            });
        }
    }
    out
}

/// The same words, those in `origins` (by their place in the text of draft `revision`) with another
/// origin.
pub(super) fn with_origins(words: &Words, origins: &[(Range<usize>, u32)], revision: u32) -> Words {
    let mut out = Words::default();
    let mut origins = origins.iter().peekable();
    let (mut start, mut seen) = (0, 0);
    for stretch in &words.stretches {
        let text = &words.text[start..stretch.end as usize];
        start = stretch.end as usize;
        if !stretch.life.stands_in(revision) {
            out.push(text, stretch.clone());
            continue;
        }
        let end = seen + text.len();
        let (begin, mut done) = (seen, seen);
        while let Some((range, origin)) = origins.peek()
            && range.start < end
        {
            let (from, to) = (range.start.max(done), range.end.min(end));
            out.push(&text[done - begin..from - begin], stretch.clone());
            let mut back = stretch.clone();
            if back.life.from == revision && back.origin == revision {
                back.origin = *origin;
            }
            out.push(&text[from - begin..to - begin], back);
            done = to;
            if range.end > end {
                break;
            }
            origins.next();
        }
        out.push(&text[done - begin..], stretch.clone());
        seen = end;
    }
    out
}

fn gram_key(keys: impl Iterator<Item = u32>) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = keys.fold(0_u64, |hash, key| {
        (hash.rotate_left(23) ^ u64::from(key)).wrapping_mul(FACTOR)
    });
    u32::try_from(mixed >> 32).unwrap_or(0)
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
