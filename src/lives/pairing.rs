//! Which passage of one draft is which of the next: by the signs and the letters that both have.

use super::ground::{Ground, Sort};
use super::links::Links;
use crate::compare::words::tokens;
use crate::draft::Passage;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// Where one sign is kept, this share of the letters makes two passages one: the sign says most of
/// it.
const BY_SIGN: f32 = 0.15;
/// Where one sign is kept, this share of the smaller passage does, too, as long as all letters are
/// shared by [`SPECK`].
const PART_BY_SIGN: f32 = 0.5;
/// Of a passage that is so much larger that less than this share is common to both, the smaller one
/// is no more than a part.
const SPECK: f32 = 0.1;
/// An opening sign says more of where a passage begins than a closing one of where it ends.
const OPENS: f32 = 0.3;
/// Where no sign is kept, this share of the letters makes two passages one: nothing else speaks for
/// it.
const BY_LETTERS: f32 = 0.4;
/// Where no sign is kept, this share of the smaller passage does, too, if it is not less than
/// [`FEW`] letters.
const PART: f32 = 0.7;
/// What is not as much as this share of a larger passage only went into it.
const GROWN: f32 = 0.25;
/// A part with fewer letters than this may be a phrase that other passages have, too.
const FEW: u32 = 10;
/// Brackets of one clause that say the same go before those that only share signs and some letters:
/// they get this much more.
const SAME_WORDS: f32 = 1.5;
/// Brackets that say the same and share nothing by the history have this score: they come after
/// those that share signs.
const UNLINKED: f32 = 3.4;
/// Of a choice, "and", "or" and their like make no two passages one.
const LITTLE: u32 = 3;
/// So many letters of a bracket say which of several options it became; fewer may begin more than
/// one.
const OPTION: usize = 6;
/// A bracket and the option that it was written out as have this score: they come after all that
/// the history knows.
const WRITTEN_OUT: f32 = 0.1;
/// So many letters tell two texts apart.
const MOST_LETTERS: usize = 4096;
/// Brackets of one clause with so many letters in words that both say are one, if nothing else is
/// known of them.
const ALIKE: u32 = 6;
/// Brackets that only say much the same have about this score: they come last of all.
const BY_WORDS: f32 = 0.05;
/// With so many others of its clause a bracket is compared, for the time to grow with the clause
/// alone.
const MOST_TRIED: usize = 200;
/// Passages of two sorts need so many more letters in common.
const ACROSS_SORTS: f32 = 0.5;

/// Which passage is which.
pub(super) struct Pairing {
    after: Vec<Option<u32>>,
    before: Vec<Option<u32>>,
    /// Letters that passages of both drafts share, by the newer passage.
    shared: Vec<(u32, u32, u32)>,
}

/// Two passages that may be one.
struct Candidate {
    score: f32,
    old: u32,
    new: u32,
}

impl Pairing {
    pub(super) fn of(before: &Ground, here: &Ground, links: &Links) -> Self {
        let shared = shared(before, here, links);
        let mut out = Self {
            after: vec![None; before.passages.len()],
            before: vec![None; here.passages.len()],
            shared: Vec::new(),
        };
        let says = [says(before), says(here)];
        let mut candidates = candidates(before, here, links, &shared, &says);
        candidates.extend(labels(before, here));
        candidates.extend(same_words(before, here, &says));
        candidates.extend(options(before, here));
        candidates.extend(alike(before, here, links));
        candidates.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| (a.old, a.new).cmp(&(b.old, b.new)))
        });
        for Candidate { old, new, .. } in candidates {
            let (after, before) = (&mut out.after[old as usize], &mut out.before[new as usize]);
            if after.is_none() && before.is_none() {
                *after = Some(new);
                *before = Some(old);
            }
        }
        out.pair_holders(before, here, links, &shared);
        out.uncross(before, here);
        out.shared = shared
            .into_iter()
            .map(|((old, new), ink)| (new, old, ink))
            .collect();
        out.shared.sort_unstable();
        out
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.after[old] = u32::try_from(new).ok();
        self.before[new] = u32::try_from(old).ok();
    }

    /// A bracket whose brackets go on goes on with what holds them now, however little of it stays:
    /// a sign that was forgotten makes a bracket reach over many paragraphs.
    fn pair_holders(
        &mut self,
        before: &Ground,
        here: &Ground,
        links: &Links,
        shared: &FxHashMap<(u32, u32), u32>,
    ) {
        let held = (0..self.after.len()).filter_map(|old| {
            let holders = (before.holder(old)?, here.holder(self.after(old)?)?);
            let key = (
                u32::try_from(holders.0).ok()?,
                u32::try_from(holders.1).ok()?,
            );
            Some((shared.get(&key).copied().unwrap_or(0), holders))
        });
        let mut holders: Vec<(u32, (usize, usize))> = held.collect();
        holders.sort_unstable_by_key(|(ink, holders)| (std::cmp::Reverse(*ink), *holders));
        holders.dedup();
        for (ink, (old, new)) in holders {
            let is_free = self.after(old).is_none() && self.before(new).is_none();
            let least = before
                .ink(before.spans[old].clone())
                .min(here.ink(here.spans[new].clone()));
            if is_free && share(ink, least) >= PART && share_own(before, here, links, old, new) {
                self.pair(old, new);
            }
        }
    }

    /// Where one of two passages held the other, and the other holds it now, they only seem to have
    /// changed places.
    fn uncross(&mut self, before: &Ground, here: &Ground) {
        for old in 0..self.after.len() {
            let Some(holder) = before.holder(old) else {
                continue;
            };
            if let (Some(inner), Some(outer)) = (self.after(holder), self.after(old))
                && before.sorts[old] == Sort::Bracket
                && here.holds(outer, inner)
            {
                self.pair(old, inner);
                self.pair(holder, outer);
            }
        }
    }

    /// The passage of the newer draft that a passage of the older one is.
    pub(super) fn after(&self, old: usize) -> Option<usize> {
        self.after
            .get(old)
            .copied()
            .flatten()
            .map(|new| new as usize)
    }

    /// The passage of the older draft that a passage of the newer one is.
    pub(super) fn before(&self, new: usize) -> Option<usize> {
        self.before
            .get(new)
            .copied()
            .flatten()
            .map(|old| old as usize)
    }

    /// The passages of the older draft that share letters with one of the newer, and how many.
    pub(super) fn shared_with(&self, new: usize) -> impl Iterator<Item = (usize, u32)> + '_ {
        let first = self
            .shared
            .partition_point(|(one, ..)| (*one as usize) < new);
        let all = self.shared[first..].iter();
        all.take_while(move |(one, ..)| *one as usize == new)
            .map(|(_, old, ink)| (*old as usize, *ink))
    }
}

/// Whether letters that are in no bracket within a passage are so in the other one, too.
fn share_own(before: &Ground, here: &Ground, links: &Links, old: usize, new: usize) -> bool {
    let theirs = here.own(new);
    let mut own = before.own(old).into_iter();
    own.any(|range| {
        links.of_old(range).any(|link| {
            let to = link.new..link.new + link.len;
            theirs.iter().any(|range| {
                here.ink(to.start.max(range.start)..to.end.min(range.end).max(range.start)) > 0
            })
        })
    })
}

/// How many letters each two passages share.
fn shared(before: &Ground, here: &Ground, links: &Links) -> FxHashMap<(u32, u32), u32> {
    let mut out = FxHashMap::default();
    for link in links.all() {
        let mut at = 0;
        while at < link.len {
            let (olds, old_end) = before.chain_at(link.old + at);
            let (news, new_end) = here.chain_at(link.new + at);
            let left = (old_end - link.old).min(new_end - link.new).min(link.len);
            let ink = before.ink(link.old + at..link.old + left);
            for (old, new) in opposite(olds, news).filter(|_| ink > 0) {
                *out.entry((old, new)).or_default() += ink;
            }
            at = left;
        }
    }
    out
}

/// The passages that hold a place before and after it: each with each; where very many do, the
/// innermost with those about as deep.
fn opposite<'a>(olds: &'a [u32], news: &'a [u32]) -> impl Iterator<Item = (u32, u32)> + 'a {
    const MANY: usize = 8;
    let are_many = olds.len() > MANY && news.len() > MANY;
    let depth = if are_many { MANY } else { usize::MAX };
    let inner = move |chain: &'a [u32]| chain.iter().rev().take(depth).copied().enumerate();
    inner(olds).flat_map(move |(i, old)| {
        let news = inner(news).filter(move |(j, _)| !are_many || i.abs_diff(*j) <= 1);
        news.map(move |(_, new)| (old, new))
    })
}

fn candidates(
    before: &Ground,
    here: &Ground,
    links: &Links,
    shared: &FxHashMap<(u32, u32), u32>,
    says: &[Vec<Spelled>; 2],
) -> Vec<Candidate> {
    let signs = signs(before, here, links);
    let [was, is] = says;
    let mut pairs: Vec<(u32, u32)> = shared.keys().chain(signs.keys()).copied().collect();
    pairs.sort_unstable();
    pairs.dedup();
    let judge = |(old, new): (u32, u32)| {
        let ink = shared.get(&(old, new)).copied().unwrap_or(0);
        let (o, n) = (old as usize, new as usize);
        let (one, other) = (
            before.ink(before.spans[o].clone()),
            here.ink(here.spans[n].clone()),
        );
        let all = share(2 * ink, one + other);
        let part = share(ink, one.min(other));
        let kept = signs.get(&(old, new)).copied().unwrap_or_default();
        let signs = kept.count;
        let same_option = before.sorts[o] == Sort::Option
            && here.sorts[n] == Sort::Option
            && before.lineages[before.passages[o].span[0].0]
                == here.lineages[here.passages[n].span[0].0];
        let (was, is) = (&was[o], &is[n]);
        // Words that went to another clause may be a phrase that many passages have.
        let least = if other > one { GROWN } else { SPECK };
        let by_letters = all >= BY_LETTERS
            || part >= PART && ink >= FEW && was.lineage == is.lineage && all >= least;
        let is_in_choice = before.choices[o] > 1 || here.choices[n] > 1;
        if is_in_choice && ink <= LITTLE && one.min(other) > 0 && was != is {
            return None;
        }
        let is_one = if before.sorts[o] != here.sorts[n] && signs < 1 {
            all >= ACROSS_SORTS
        } else {
            match signs + u32::from(same_option) {
                0 => by_letters,
                1 => {
                    all >= BY_SIGN
                        || part >= PART_BY_SIGN
                            && (all >= SPECK || same_option)
                            && was.lineage == is.lineage
                        || is_stray(before, o)
                        || is_stray(here, n)
                }
                // One text of a choice may have gone and another come in its place.
                _ => {
                    let is_choice = before.choices[o] > 1 && here.choices[n] > 1;
                    !is_choice || same_option || all >= BY_SIGN || one.min(other) == 0
                }
            }
        };
        let kin = if before.sorts[o] == here.sorts[n] {
            0.25
        } else {
            0.0
        };
        let choice = if before.passages[o].kind == here.passages[n].kind {
            0.01
        } else {
            0.0
        };
        let same_words = if was == is { SAME_WORDS } else { 0.0 };
        let option = if same_option { 0.5 } else { 0.0 };
        let opens = if kept.opens { OPENS } else { 0.0 };
        let score = all + signs as f32 + opens + option + kin + choice + same_words;
        is_one.then_some(Candidate { score, old, new })
    };
    pairs.into_iter().filter_map(judge).collect()
}

fn is_stray(ground: &Ground, passage: usize) -> bool {
    ground.sorts[passage] == Sort::Stray
}

pub(super) fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}

/// Signs that two passages share.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    count: u32,
    /// Whether the one that opens them is among these.
    opens: bool,
}

/// The signs that each two passages share.
fn signs(before: &Ground, here: &Ground, links: &Links) -> FxHashMap<(u32, u32), Signs> {
    let opens: FxHashMap<usize, u32> = (0..)
        .zip(&here.spans)
        .filter(|(n, _)| has_signs(here, *n))
        .map(|(n, span)| (span.start, n))
        .collect();
    let closes: FxHashMap<usize, u32> = (0..)
        .zip(&here.spans)
        .filter(|(n, _)| has_signs(here, *n))
        .map(|(n, span)| (span.end, n))
        .collect();
    let mut out: FxHashMap<(u32, u32), Signs> = FxHashMap::default();
    for (old, span) in (0..)
        .zip(&before.spans)
        .filter(|(n, _)| has_signs(before, *n))
    {
        let stray = is_stray(before, old as usize);
        let open = links.place(span.start);
        let last = span.end - last_sign(before, span.end);
        let close = links.place(last).map(|at| at + span.end - last);
        let opened = open.into_iter().flat_map(|at| beside(here, at, '['));
        let opened: Vec<u32> = opened.filter_map(|at| opens.get(&at).copied()).collect();
        let closed = close.into_iter().flat_map(|at| beside(here, at - 1, ']'));
        let closed = closed.filter_map(|at| closes.get(&(at + 1)).copied());
        // One sign is both ends of a stray.
        for new in closed.filter(|new| !stray || !opened.contains(new)) {
            out.entry((old, new)).or_default().count += 1;
        }
        for new in &opened {
            let signs = out.entry((old, *new)).or_default();
            signs.count += 1;
            signs.opens = true;
        }
    }
    out
}

/// A place, and those of the same signs right beside it: nobody can tell which of them one is.
fn beside(ground: &Ground, at: usize, sign: char) -> Range<usize> {
    // Where thousands stand in a row, each is looked for near its own place.
    const MOST: usize = 8;
    let is_sign = |at: usize| ground.text.as_bytes().get(at) == Some(&(sign as u8));
    let start = (0..at).rev().take(MOST);
    let start = start.take_while(|at| is_sign(*at)).count();
    let end = (at + 1..).take(MOST).take_while(|at| is_sign(*at)).count();
    if is_sign(at) {
        at - start..at + end + 1
    } else {
        at..at + 1
    }
}

fn has_signs(ground: &Ground, passage: u32) -> bool {
    let at = passage as usize;
    matches!(ground.sorts[at], Sort::Bracket | Sort::Note | Sort::Stray)
        && !ground.spans[at].is_empty()
}

/// The length of the sign before a place.
fn last_sign(ground: &Ground, end: usize) -> usize {
    let before = ground.text.get(..end);
    before
        .and_then(|text| text.chars().next_back())
        .map_or(1, char::len_utf8)
}

/// What a passage says, without keeping it: the lineage of its clause, how many letters it has, and
/// a hash of them. Equal for passages of one clause that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Spelled {
    lineage: u32,
    letters: usize,
    hash: u64,
}

/// What each passage says, for comparison within a clause.
fn says(ground: &Ground) -> Vec<Spelled> {
    let spelled = |about: &Passage| {
        let mut hasher = DefaultHasher::new();
        let mut count = 0;
        for letter in letters_of(&about.text) {
            letter.hash(&mut hasher);
            count += 1;
        }
        Spelled {
            lineage: ground.lineages[about.span[0].0],
            letters: count,
            hash: hasher.finish(),
        }
    };
    ground.passages.iter().map(spelled).collect()
}

/// The letters and digits of a text, in small letters.
fn letters_of(text: &str) -> impl Iterator<Item = char> + '_ {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

/// Brackets of one clause that say the same are one, even where the signs of another stand in their
/// place: of several alternatives the first went, and the rest moved up.
fn same_words(before: &Ground, here: &Ground, says: &[Vec<Spelled>; 2]) -> Vec<Candidate> {
    let [was, is] = says;
    let brackets = |ground: &Ground| -> Vec<usize> {
        let all = 0..ground.passages.len();
        all.filter(|n| ground.sorts[*n] == Sort::Bracket).collect()
    };
    let mut news: FxHashMap<&Spelled, Vec<u32>> = FxHashMap::default();
    for new in brackets(here) {
        if is[new].letters > 0 {
            news.entry(&is[new]).or_default().extend(u32::try_from(new));
        }
    }
    let mut seen: FxHashMap<&Spelled, usize> = FxHashMap::default();
    let mut out = Vec::new();
    for old in brackets(before) {
        let Some(same) = news.get(&was[old]) else {
            continue;
        };
        let at = seen.entry(&was[old]).or_default();
        // The first with the first, the second with the second.
        if let Some(new) = same.get(*at) {
            out.extend(u32::try_from(old).map(|old| Candidate {
                score: UNLINKED,
                old,
                new: *new,
            }));
        }
        *at += 1;
    }
    out
}

/// Brackets of one clause that say much the same, where a word before them went behind them, or
/// they went past another. Only words of which the history knows no more count.
fn alike(before: &Ground, here: &Ground, links: &Links) -> Vec<Candidate> {
    let mut news: FxHashMap<u32, Others> = FxHashMap::default();
    for says in own_words(here, |range| links.of_new(range).next().is_none()) {
        news.entry(says.lineage).or_default().all.push(says);
    }
    let mut out = Vec::new();
    for old in own_words(before, |range| links.of_old(range).next().is_none()) {
        let Some(others) = news.get(&old.lineage) else {
            continue;
        };
        for new in others.tried_for(&old) {
            let both = common(&old.words, &new.words);
            let all = share(2 * both, old.letters + new.letters);
            let part = share(both, old.letters.min(new.letters));
            if both >= ALIKE && (all >= BY_LETTERS || part >= PART && all >= SPECK) {
                out.push(Candidate {
                    score: BY_WORDS * (1.0 + all),
                    old: old.passage,
                    new: new.passage,
                });
            }
        }
    }
    out
}

/// The brackets of one clause of the newer draft.
#[derive(Default)]
struct Others {
    all: Vec<Says>,
    /// Which of them say a word, once it was asked for.
    by_word: OnceCell<FxHashMap<u32, Vec<usize>>>,
}

impl Others {
    /// Those that a bracket is compared with. Where there are very many these are the ones that
    /// share words with it which few of them have: who shares only words that very many have is no
    /// more like it than all of those.
    fn tried_for(&self, old: &Says) -> impl Iterator<Item = &Says> {
        let tried = if self.all.len() <= MOST_TRIED {
            (0..self.all.len()).collect()
        } else {
            self.sharing(old)
        };
        tried.into_iter().filter_map(|at| self.all.get(at))
    }

    fn sharing(&self, old: &Says) -> Vec<usize> {
        let by_word = self.by_word.get_or_init(|| {
            let mut out: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
            for (at, says) in self.all.iter().enumerate() {
                for same in says.words.chunk_by(|one, other| one.key == other.key) {
                    out.entry(same[0].key).or_default().push(at);
                }
            }
            out
        });
        let words = old.words.chunk_by(|one, other| one.key == other.key);
        let mut lists: Vec<&[usize]> = words
            .filter_map(|same| by_word.get(&same[0].key))
            .map(Vec::as_slice)
            .collect();
        lists.sort_by_key(|list| list.len());
        let mut out: Vec<usize> = Vec::new();
        for list in lists {
            let room = MOST_TRIED.saturating_sub(out.len());
            if room == 0 {
                break;
            }
            // Of a word that very many have, those are tried that stand about as far on.
            let about = list.partition_point(|at| self.all[*at].place < old.place);
            let first = about
                .saturating_sub(room / 2)
                .min(list.len().saturating_sub(room));
            out.extend(list.iter().skip(first).take(room));
            out.sort_unstable();
            out.dedup();
        }
        out
    }
}

/// What a bracket says of its own, apart from the brackets in it.
struct Says {
    passage: u32,
    lineage: u32,
    /// How many brackets of the draft come before it in its clause.
    place: usize,
    letters: u32,
    /// Those of its words that count, in the order of their keys.
    words: Vec<Said>,
}

/// A word of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    key: u32,
    letters: u32,
}

/// What the brackets of a draft say.
fn own_words(ground: &Ground, counts: impl Fn(Range<usize>) -> bool) -> impl Iterator<Item = Says> {
    let all = (0..).zip(&ground.passages);
    let all = all.filter(|(at, _)| ground.sorts[*at as usize] == Sort::Bracket);
    let mut seen: FxHashMap<u32, usize> = FxHashMap::default();
    all.map(move |(at, passage)| {
        let lineage = ground.lineages[passage.span[0].0];
        let place = seen.entry(lineage).or_default();
        *place += 1;
        let mut out = Says {
            passage: at,
            lineage,
            place: *place - 1,
            letters: 0,
            words: Vec::new(),
        };
        for range in ground.own(at as usize) {
            let text = ground.text.get(range.clone()).unwrap_or("");
            out.letters += ground.ink(range.clone());
            for token in tokens(text) {
                let place =
                    range.start + token.start as usize..range.start + token.word_end as usize;
                let letters = ground.ink(place.clone());
                if letters > 0 && counts(place) {
                    out.words.push(Said {
                        key: token.key,
                        letters,
                    });
                }
            }
        }
        out.words.sort_unstable();
        out
    })
    .filter(|says| !says.words.is_empty())
}

/// How many letters the words have that both say.
fn common(one: &[Said], other: &[Said]) -> u32 {
    let mut others = other.iter().peekable();
    let mut out = 0;
    for word in one {
        while others.next_if(|next| **next < *word).is_some() {}
        if others.next_if(|next| **next == *word).is_some() {
            out += word.letters;
        }
    }
    out
}

/// A choice between brackets may be written out as options: the bracket is the option that begins
/// with its words. So few words the history need not know again at another place.
fn options(before: &Ground, here: &Ground) -> Vec<Candidate> {
    // By section, and the letters that the words must at least begin with.
    type Key = (Arc<str>, String);
    let key = |passage: &Passage, words: &str| -> Key {
        (
            Arc::clone(&passage.section),
            words.chars().take(OPTION).collect(),
        )
    };
    let mut options: FxHashMap<Key, Vec<(u32, String)>> = FxHashMap::default();
    let all = (0..).zip(&here.passages);
    for (new, passage) in all.filter(|(new, _)| here.sorts[*new as usize] == Sort::Option) {
        let label = passage.label.as_deref().unwrap_or("");
        let text = passage.text.strip_prefix(label);
        let words: String = letters_of(text.unwrap_or(&passage.text))
            .take(MOST_LETTERS)
            .collect();
        options
            .entry(key(passage, &words))
            .or_default()
            .push((new, words));
    }
    let mut out = Vec::new();
    for (old, passage) in (0..).zip(&before.passages) {
        let at = old as usize;
        if before.sorts[at] != Sort::Bracket || before.choices[at] < 2 || options.is_empty() {
            continue;
        }
        let words: String = letters_of(&passage.text).take(MOST_LETTERS).collect();
        let begin = options.get(&key(passage, &words)).into_iter().flatten();
        let mut begin = begin.filter(|(_, text)| text.starts_with(&words));
        if let (Some((new, _)), None) = (begin.next(), begin.next())
            && words.chars().count() >= OPTION
        {
            out.push(Candidate {
                score: WRITTEN_OUT,
                old,
                new: *new,
            });
        }
    }
    out
}

/// Undecided labels are one if their clauses are.
fn labels(before: &Ground, here: &Ground) -> Vec<Candidate> {
    let places = |ground: &Ground| -> Vec<(u32, u32)> {
        let all = (0..).zip(&ground.passages);
        let labels = all.filter(|(n, _)| ground.sorts[*n as usize] == Sort::Label);
        labels
            .map(|(n, passage)| (ground.lineages[passage.span[0].0], n))
            .collect()
    };
    let news: FxHashMap<u32, u32> = places(here).into_iter().collect();
    let olds = places(before).into_iter();
    olds.filter_map(|(lineage, old)| {
        let new = *news.get(&lineage)?;
        Some(Candidate {
            score: 9.0,
            old,
            new,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bracket that says a word of its own, a word that every third says, and one that all say.
    fn says(place: usize) -> Says {
        let key = |key: usize| u32::try_from(key).unwrap();
        let mut words = [0, 1 + place % 3, 100 + place].map(|word| Said {
            key: key(word),
            letters: 8,
        });
        words.sort_unstable();
        Says {
            passage: key(place),
            lineage: 0,
            place,
            letters: 24,
            words: words.to_vec(),
        }
    }

    #[test]
    fn of_very_many_brackets_those_are_tried_that_share_rare_words() {
        for count in [MOST_TRIED, 3 * MOST_TRIED] {
            let others = Others {
                all: (0..count).map(says).collect(),
                ..Others::default()
            };
            // Their numbers in the clause say nothing: before this one many more stood there.
            for place in [0, count / 2, count - 1] {
                let old = Says {
                    place: place + 2 * count,
                    ..says(place)
                };
                let tried: Vec<u32> = others.tried_for(&old).map(|new| new.passage).collect();
                assert!(tried.len() <= MOST_TRIED);
                assert!(
                    tried.contains(&u32::try_from(place).unwrap()),
                    "{place} of {count}"
                );
            }
        }
    }
}
