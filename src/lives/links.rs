//! Which letters of one draft are which of the next, as the history says.

use super::ground::Ground;
use crate::compare;
use crate::compare::words::{is_bracket, tokens};
use crate::draft::history::History;
use crate::draft::{Change, View};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// So many words in a row make moved words known at their new place.
const GRAM: usize = 4;
/// Up to so many pairs of words, each is tried for being the same letters, joined in another way;
/// of more, those that stand about as far on, for the time to grow with the words alone.
const MOST_RUNS: usize = 1 << 14;
/// So far before and behind its own place a word is looked for, where there are too many pairs.
const NEAR: usize = 32;
/// So many words may be joined in another way together, where there are too many pairs.
const FAR: usize = 32;

/// The letters that two drafts share.
pub(super) struct Links {
    /// In the order of the older draft.
    forth: Vec<Link>,
    /// In the order of the newer draft.
    back: Vec<Link>,
}

/// A stretch of letters that both drafts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) len: usize,
}

impl Links {
    pub(super) fn between(history: &History, before: &Ground, here: &Ground) -> Self {
        let mut out = Self {
            forth: kept(before, here),
            back: Vec::new(),
        };
        out.sort();
        let moved = moved_clauses(history, before, here);
        out.add(moved);
        let moved = moved_words(before, here, &out);
        out.add(moved);
        let rejoined = rejoined_words(before, here, &out);
        out.add(rejoined);
        out
    }

    fn sort(&mut self) {
        self.forth.sort_unstable_by_key(|link| link.old);
        self.back = self.forth.clone();
        self.back.sort_unstable_by_key(|link| link.new);
    }

    /// Adds links whose letters have none yet.
    fn add(&mut self, links: Vec<Link>) {
        let free = |link: &Link| {
            self.of_old(link.old..link.old + link.len).next().is_none()
                && self.of_new(link.new..link.new + link.len).next().is_none()
        };
        let mut new: Vec<Link> = links.into_iter().filter(free).collect();
        if !new.is_empty() {
            self.forth.append(&mut new);
            self.sort();
        }
    }

    /// The links of a range of the older draft, cut to it.
    pub(super) fn of_old(&self, range: Range<usize>) -> impl Iterator<Item = Link> + '_ {
        let first = self
            .forth
            .partition_point(|link| link.old + link.len <= range.start);
        let links = self.forth[first..].iter();
        links
            .take_while(move |link| link.old < range.end)
            .map(move |link| to_range(*link, link.old, &range))
    }

    /// The links of a range of the newer draft, cut to it.
    pub(super) fn of_new(&self, range: Range<usize>) -> impl Iterator<Item = Link> + '_ {
        let first = self
            .back
            .partition_point(|link| link.new + link.len <= range.start);
        let links = self.back[first..].iter();
        links
            .take_while(move |link| link.new < range.end)
            .map(move |link| to_range(*link, link.new, &range))
    }

    /// The links of a range of the older draft: cut to it those that reach out of it, and the
    /// places of the others in the list of all.
    pub(super) fn whole_of_old(&self, range: &Range<usize>) -> (Vec<Link>, Range<usize>) {
        whole(&self.forth, range, |link| link.old)
    }

    /// The same for a range of the newer draft, with places in the list by the newer draft.
    pub(super) fn whole_of_new(&self, range: &Range<usize>) -> (Vec<Link>, Range<usize>) {
        whole(&self.back, range, |link| link.new)
    }

    /// The last link that ends before a place of the older draft, and the first that begins after
    /// another.
    pub(super) fn around(&self, range: Range<usize>) -> (Option<Link>, Option<Link>) {
        let before = self.forth.partition_point(|link| link.old < range.start);
        let left = before.checked_sub(1).map(|at| self.forth[at]);
        let left = left.map(|link| link.cut(0, link.len.min(range.start - link.old)));
        let after = self
            .forth
            .partition_point(|link| link.old + link.len <= range.end);
        let right = self.forth.get(after).copied();
        let right = right.map(|link| link.cut(range.end.saturating_sub(link.old), link.len));
        (left, right)
    }

    /// Where a letter of the older draft stands in the newer one.
    pub(super) fn place(&self, old: usize) -> Option<usize> {
        self.of_old(old..old + 1).next().map(|link| link.new)
    }

    /// All links, in the order of the older draft.
    pub(super) fn all(&self) -> &[Link] {
        &self.forth
    }

    /// All links, in the order of the newer draft.
    pub(super) fn by_new(&self) -> &[Link] {
        &self.back
    }
}

/// Of links in order, those that a range cuts, cut to it, and where those stand that lie in it as a
/// whole.
fn whole(
    links: &[Link],
    range: &Range<usize>,
    at: impl Fn(&Link) -> usize,
) -> (Vec<Link>, Range<usize>) {
    let mut first = links.partition_point(|link| at(link) + link.len <= range.start);
    let mut end = links.partition_point(|link| at(link) < range.end);
    let mut cut = Vec::new();
    let reaches_out = |link: &&Link| at(link) < range.start || at(link) + link.len > range.end;
    while first < end
        && let Some(link) = links.get(first).filter(reaches_out)
    {
        cut.push(to_range(*link, at(link), range));
        first += 1;
    }
    if first < end
        && let Some(link) = links.get(end - 1).filter(reaches_out)
    {
        cut.push(to_range(*link, at(link), range));
        end -= 1;
    }
    (cut, first..end.max(first))
}

/// A link that begins at a place of one draft, cut to a range of it.
fn to_range(link: Link, at: usize, range: &Range<usize>) -> Link {
    let (from, to) = (range.start.max(at), range.end.min(at + link.len));
    link.cut(from - at, to.max(from) - at)
}

impl Link {
    fn cut(self, from: usize, to: usize) -> Self {
        Self {
            old: self.old + from,
            new: self.new + from,
            len: to.saturating_sub(from),
        }
    }
}

/// Letters that stand where they stood.
fn kept(before: &Ground, here: &Ground) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    let (mut olds, mut news) = (
        before.strands.iter().peekable(),
        here.strands.iter().peekable(),
    );
    while let (Some(old), Some(new)) = (olds.peek(), news.peek()) {
        let (old_end, new_end) = (
            old.coordinate + old.len as u64,
            new.coordinate + new.len as u64,
        );
        let (from, to) = (old.coordinate.max(new.coordinate), old_end.min(new_end));
        if from < to {
            let link = Link {
                old: old.at + (from - old.coordinate) as usize,
                new: new.at + (from - new.coordinate) as usize,
                len: (to - from) as usize,
            };
            // What other drafts did to words does not part them in these two.
            match out.last_mut() {
                Some(last) if last.cut(last.len, last.len) == link.cut(0, 0) => {
                    last.len += link.len;
                }
                _ => out.push(link),
            }
        }
        if old_end <= new_end {
            olds.next();
        } else {
            news.next();
        }
    }
    out
}

/// Words of clauses that stand in another place now.
fn moved_clauses(history: &History, before: &Ground, here: &Ground) -> Vec<Link> {
    let mut out = Vec::new();
    let places: FxHashMap<u32, usize> = here
        .pieces
        .iter()
        .zip(0..)
        .map(|(piece, at)| (*piece, at))
        .collect();
    for (at, piece) in before.pieces.iter().enumerate() {
        let piece = history.own(*piece);
        if piece.life.until != here.draft {
            continue;
        }
        let moved = history.piece_of(piece.lineage, here.draft);
        let moved = moved.filter(|new| history.own(*new).life.from == here.draft);
        let Some(to) = moved.and_then(|new| places.get(&new)) else {
            continue;
        };
        let (mut old, mut new) = (before.starts[at], here.starts[*to]);
        let words = compare::words(
            &before.whole.paragraphs[at].words.view(View::Revised),
            &here.whole.paragraphs[*to].words.view(View::Revised),
        );
        for run in words.runs() {
            let len = run.text.len();
            if run.change == Change::Kept {
                out.push(Link { old, new, len });
            }
            old += if run.change == Change::Inserted {
                0
            } else {
                len
            };
            new += if run.change == Change::Deleted {
                0
            } else {
                len
            };
        }
    }
    out
}

/// Words that the history knows to have been there before, elsewhere: looked up among those that
/// went.
fn moved_words(before: &Ground, here: &Ground, links: &Links) -> Vec<Link> {
    let mut places: FxHashMap<[u32; GRAM], Option<usize>> = FxHashMap::default();
    let gone = Words::of(
        before,
        free(
            before,
            links.all().iter().map(|link| link.old..link.old + link.len),
        ),
    );
    for (at, gram) in gone.grams() {
        places
            .entry(gram)
            .and_modify(|place| *place = None)
            .or_insert(Some(at));
    }
    let mut out: Vec<Link> = Vec::new();
    let mut done = 0;
    for range in returned(here) {
        let came = Words::of(here, std::iter::once(range));
        let mut at = 0;
        while let Some((place, gram)) = came.gram(at) {
            at += 1;
            let Some(Some(old)) = places.get(&gram) else {
                continue;
            };
            let same = |n: &usize| {
                gone.word(old + n)
                    .is_some_and(|w| came.word(place + n).is_some_and(|c| c.0 == w.0))
            };
            let len = (0..).take_while(same).count();
            for n in 0..len {
                if let (Some((_, old)), Some((_, new))) = (gone.word(old + n), came.word(place + n))
                {
                    let fits = old.len() == new.len() && new.start >= done;
                    if fits {
                        done = new.end;
                        out.push(Link {
                            old: old.start,
                            new: new.start,
                            len: new.len(),
                        });
                    }
                }
            }
            at = place + len.max(1);
        }
    }
    // One word can have gone to one place only.
    out.sort_unstable_by_key(|link| (link.old, link.new));
    out.dedup_by_key(|link| link.old);
    out
}

/// Where words stand that this draft brought here from elsewhere. What later drafts did to them
/// does not part them, nor do brackets that were set round some of them on the way.
fn returned(here: &Ground) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let strands = here.strands.iter();
    for strand in strands.filter(|s| s.from == here.draft && s.origin < here.draft) {
        match out.last_mut() {
            Some(last) if are_beside(here, last.end, strand.at) => {
                last.end = strand.at + strand.len;
            }
            _ => out.push(strand.at..strand.at + strand.len),
        }
    }
    out
}

/// Whether nothing but brackets stands between two places.
fn are_beside(ground: &Ground, one: usize, other: usize) -> bool {
    let between = ground.text.get(one..other);
    between.is_some_and(|text| text.chars().all(|c| c == ' ' || c == '[' || c == ']'))
}

/// What some ranges, in order, leave free.
fn free(ground: &Ground, taken: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    for range in taken {
        if range.start > at {
            out.push(at..range.start);
        }
        at = at.max(range.end);
    }
    out.push(at..ground.text.len());
    out
}

/// The words of some ranges, without brackets; between two ranges with more than those between them
/// stands a word that is like no other.
struct Words {
    all: Vec<Option<(u32, Range<usize>)>>,
}

impl Words {
    fn of(ground: &Ground, ranges: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut all = Vec::new();
        let mut end = 0;
        for range in ranges {
            if !are_beside(ground, end, range.start) {
                all.push(None);
            }
            end = range.end;
            let text = ground.text.get(range.clone()).unwrap_or("");
            let words = tokens(text).into_iter();
            let words = words.filter(|token| !is_bracket(token.key));
            all.extend(words.map(|token| {
                let place =
                    range.start + token.start as usize..range.start + token.word_end as usize;
                Some((token.key, place))
            }));
        }
        Self { all }
    }

    fn word(&self, at: usize) -> Option<(u32, Range<usize>)> {
        self.all.get(at).cloned().flatten()
    }

    /// The first four words in a row at or after a place.
    fn gram(&self, from: usize) -> Option<(usize, [u32; GRAM])> {
        (from..self.all.len()).find_map(|at| {
            let mut gram = [0; GRAM];
            for (n, key) in gram.iter_mut().enumerate() {
                *key = self.all.get(at + n)?.as_ref()?.0;
            }
            Some((at, gram))
        })
    }

    fn grams(&self) -> impl Iterator<Item = (usize, [u32; GRAM])> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.gram(at)?;
            at = found.0 + 1;
            Some(found)
        })
    }
}

/// Words that one draft writes together, or with a hyphen, and the other apart: `climate related`,
/// `climate-related`. For the history they are other words; their letters are the same.
fn rejoined_words(before: &Ground, here: &Ground, links: &Links) -> Vec<Link> {
    let places: FxHashMap<u32, usize> = here.lineages.iter().copied().zip(0..).collect();
    let mut out = Vec::new();
    for (at, lineage) in before.lineages.iter().enumerate() {
        let Some(to) = places.get(lineage) else {
            continue;
        };
        let (old, new) = (before.paragraph(at), here.paragraph(*to));
        let end = Link {
            old: old.end,
            new: new.end,
            len: 0,
        };
        let mut done = (old.start, new.start);
        for link in links.of_old(old).chain(std::iter::once(end)) {
            if link.new < done.1 || link.new > new.end {
                continue;
            }
            if link.old > done.0 && link.new > done.1 {
                let olds = runs(before, done.0..link.old);
                let news = runs(here, done.1..link.new);
                rejoined(&olds, &news, &mut out);
            }
            done = (link.old + link.len, link.new + link.len);
        }
    }
    out
}

/// Letters in a row.
struct Letters<'a> {
    at: usize,
    text: &'a str,
    /// What stands before them: nothing, a hyphen, a space; none where it is more.
    joint: Option<Joint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Hyphen,
    Space,
}

/// The runs of letters in a range.
fn runs(ground: &Ground, range: Range<usize>) -> Vec<Letters<'_>> {
    let text = ground.text.get(range.clone()).unwrap_or("");
    let mut out: Vec<Letters<'_>> = Vec::new();
    let mut end = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        if word.is_empty() {
            continue;
        }
        out.push(Letters {
            at: range.start + at,
            text: word,
            joint: joint(text.get(end..at).unwrap_or("")),
        });
        end = at + word.len();
    }
    out
}

fn joint(text: &str) -> Option<Joint> {
    let mut signs = text.chars().filter(|c| *c != '[' && *c != ']');
    match (signs.next(), signs.next()) {
        (Some('-' | '‐' | '‑' | '–'), None) => Some(Joint::Hyphen),
        (Some(' '), None) => Some(Joint::Space),
        _ => None,
    }
}

/// Adds the letters of words that are joined on one side and not on the other.
fn rejoined(olds: &[Letters<'_>], news: &[Letters<'_>], out: &mut Vec<Link>) {
    let is_small = olds.len().saturating_mul(news.len()) <= MOST_RUNS;
    let tried = |i: usize, from: usize| {
        if is_small {
            return from..news.len();
        }
        let about = i * news.len() / olds.len();
        let first = from.max(about.saturating_sub(NEAR));
        first..news.len().min(first.max(about) + NEAR)
    };
    let part = |runs: &'_ [Letters<'_>]| {
        if is_small {
            runs.len()
        } else {
            runs.len().min(FAR)
        }
    };
    let (mut i, mut from) = (0, 0);
    while i < olds.len() {
        let ahead = &olds[i..];
        let found = tried(i, from).find_map(|j| {
            let news = &news[j..];
            Some((j, same(&ahead[..part(ahead)], &news[..part(news)])?))
        });
        let Some((j, (count, other))) = found else {
            i += 1;
            continue;
        };
        link_letters(&olds[i..i + count], &news[j..j + other], out);
        i += count;
        from = j + other;
    }
}

/// How many runs on each side are the same letters, if they are joined in another way.
fn same(olds: &[Letters<'_>], news: &[Letters<'_>]) -> Option<(usize, usize)> {
    let (mut i, mut j) = (0, 0);
    let (mut old, mut new) = ("", "");
    let mut is_rejoined = false;
    let mut found = None;
    loop {
        match (old.is_empty(), new.is_empty()) {
            (true, true) => {
                if is_rejoined {
                    found = Some((i, j));
                }
                let (Some(next), Some(other)) = (olds.get(i), news.get(j)) else {
                    return found;
                };
                if i > 0 && (next.joint.is_none() || other.joint.is_none()) {
                    return found;
                }
                is_rejoined |= i > 0 && next.joint != other.joint;
                (old, new) = (next.text, other.text);
                (i, j) = (i + 1, j + 1);
            }
            (true, false) => {
                let Some(next) = olds.get(i).filter(|next| next.joint.is_some()) else {
                    return found;
                };
                is_rejoined = true;
                (old, i) = (next.text, i + 1);
            }
            (false, true) => {
                let Some(next) = news.get(j).filter(|next| next.joint.is_some()) else {
                    return found;
                };
                is_rejoined = true;
                (new, j) = (next.text, j + 1);
            }
            (false, false) => {
                let len = old.len().min(new.len());
                let (Some(one), Some(other)) = (old.get(..len), new.get(..len)) else {
                    return found;
                };
                if one != other {
                    return found;
                }
                (old, new) = (&old[len..], &new[len..]);
            }
        }
    }
}

/// Links the letters of runs that say the same.
fn link_letters(olds: &[Letters<'_>], news: &[Letters<'_>], out: &mut Vec<Link>) {
    let spans = |runs: &[Letters<'_>]| -> Vec<Range<usize>> {
        let spans = runs.iter().map(|run| run.at..run.at + run.text.len());
        spans.collect()
    };
    let (olds, news) = (spans(olds), spans(news));
    let mut news = news.into_iter();
    let mut new = news.next().unwrap_or_default();
    for mut old in olds {
        while !old.is_empty() && !new.is_empty() {
            let len = old.len().min(new.len());
            out.push(Link {
                old: old.start,
                new: new.start,
                len,
            });
            old.start += len;
            new.start += len;
            if new.is_empty() {
                new = news.next().unwrap_or_default();
            }
        }
    }
}
