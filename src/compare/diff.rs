//! Two wordings -> one marked wording: the fewest words deleted and inserted.

use super::words::{Token, tokens};
use crate::draft::{Change, Diff, Run, Style, View, Wording};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use smallvec::SmallVec;
use std::cmp::Ordering;
use std::ops::Range;

/// The marked wording whose base view is `old` and whose revised view is `new`. Both must be
/// unmarked.
pub(super) fn diff(old: &Wording, new: &Wording) -> Wording {
    if old == new {
        return old.clone();
    }
    let ends = Ends::of(old.all(), new.all());
    let marked = mark(&[old], &[new], &ends, equal_stretches);
    marked.into_iter().next().unwrap_or_default()
}

/// Both views of what [`diff`] found, marked anew: of the tokens that stay by it, `choose` says
/// which do.
pub(super) fn diff_by(
    marked: &Wording,
    choose: impl FnOnce(Sides<'_>, Vec<Stretch>) -> Vec<Stretch>,
) -> Wording {
    let (old, new) = (marked.view(View::Base), marked.view(View::Revised));
    if old == new {
        return old;
    }
    let ends = Ends::of(old.all(), new.all()).loosened(old.all(), new.all());
    let choose = |sides: Sides<'_>| choose(sides, kept_stretches(marked, sides));
    let marked = mark(&[&old], &[&new], &ends, choose);
    marked.into_iter().next().unwrap_or_default()
}

/// The same for a wording that was split into several, or several that were merged into one: each
/// part comes back as it is marked.
pub(super) fn diff_parts(
    whole: &Wording,
    parts: &[(usize, &Wording)],
    is_split: bool,
) -> Vec<(usize, Wording)> {
    let words: Vec<&Wording> = parts.iter().map(|(_, words)| *words).collect();
    let marked = if is_split {
        mark(&[whole], &words, &Ends::default(), equal_stretches)
    } else {
        mark(&words, &[whole], &Ends::default(), equal_stretches)
    };
    let places = parts.iter().map(|(at, _)| *at);
    places.zip(marked).collect()
}

/// The tokens of two wordings, but for some that both begin or end with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub(crate) old: &'a [Token],
    pub(crate) new: &'a [Token],
}

/// Tokens in a row that both sides have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) old: usize,
    pub(crate) new: usize,
    pub(crate) count: usize,
}

impl Stretch {
    /// Some of its tokens, by their places in it.
    pub(crate) const fn part(&self, part: Range<usize>) -> Self {
        Self {
            old: self.old + part.start,
            new: self.new + part.start,
            count: part.end - part.start,
        }
    }

    /// Its tokens that lie in these ranges.
    pub(crate) fn within(&self, olds: &Range<usize>, news: &Range<usize>) -> Self {
        let before = |range: &Range<usize>, at: usize| range.start.saturating_sub(at);
        let start = before(olds, self.old).max(before(news, self.new));
        let after = |range: &Range<usize>, at: usize| range.end.saturating_sub(at);
        let end = self
            .count
            .min(after(olds, self.old))
            .min(after(news, self.new));
        self.part(start.min(end)..end)
    }
}

/// How many bytes of whole words both sides begin and end with. They are kept, and need not be cut
/// into tokens.
#[derive(Default)]
struct Ends {
    head: usize,
    tail: usize,
}

impl Ends {
    fn of(old: &str, new: &str) -> Self {
        let head = shared(old.bytes().zip(new.bytes()));
        let head = (0..=head)
            .rev()
            .find(|at| begins_word(old, *at) && begins_word(new, *at))
            .unwrap_or(0);
        let (old, new) = (&old[head..], &new[head..]);
        let tail = shared(old.bytes().rev().zip(new.bytes().rev()));
        // The space before the tail must be shared, too.
        let from = old.len() - tail + 1;
        let tail = (from..old.len())
            .find(|at| begins_word(old, *at))
            .map_or(0, |at| old.len() - at);
        Self { head, tail }
    }

    /// The same ends, but for a few words next to what differs.
    fn loosened(self, old: &str, new: &str) -> Self {
        let begins = |at: &usize| begins_word(old, *at) && begins_word(new, *at);
        let head = self.head.saturating_sub(LOOSE);
        let tail = self.tail.saturating_sub(LOOSE);
        let from = old.len() - tail;
        Self {
            head: (0..=head).rev().find(begins).unwrap_or(0),
            tail: (from..old.len())
                .find(|at| begins_word(old, *at))
                .map_or(0, |at| old.len() - at),
        }
    }
}

/// So many bytes of equal ends are given up where a change may slide over them.
const LOOSE: usize = 64;

/// How many pairs are equal, before the first that is not.
fn shared(pairs: impl Iterator<Item = (u8, u8)>) -> usize {
    pairs.take_while(|(one, other)| one == other).count()
}

/// Whether a token begins at a place for sure: after a space, and not with one.
fn begins_word(text: &str, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    before == Some(&b' ') && !text[at..].starts_with(char::is_whitespace)
}

fn mark(
    olds: &[&Wording],
    news: &[&Wording],
    ends: &Ends,
    equal: impl FnOnce(Sides<'_>) -> Vec<Stretch>,
) -> Vec<Wording> {
    let (old, new) = (Side::of(olds, ends), Side::of(news, ends));
    let sides = Sides {
        old: &old.tokens,
        new: &new.tokens,
    };
    let equal = equal(sides);
    let (old_end, new_end) = (old.tokens.len(), new.tokens.len());
    let pieces = olds.len().max(news.len());
    let bytes = |side: &[&Wording]| side.iter().map(|w| w.all().len()).sum::<usize>();
    let room = Wording::with_capacity(bytes(olds).max(bytes(news)) * 5 / 4, equal.len() * 3 + 2);
    let mut out = Builder {
        parts_are_new: news.len() > 1,
        old,
        new,
        out: vec![room; pieces],
        piece: 0,
    };
    if ends.head > 0 {
        out.kept((0, 0..ends.head), (0, 0..ends.head));
    }
    let (mut i, mut j) = (0, 0);
    let end = Stretch {
        old: old_end,
        new: new_end,
        count: 0,
    };
    for stretch in equal.into_iter().chain([end]) {
        out.one_side(i..stretch.old, Change::Deleted);
        out.one_side(j..stretch.new, Change::Inserted);
        (i, j) = (stretch.old + stretch.count, stretch.new + stretch.count);
        out.equal(stretch.old..i, stretch.new..j);
    }
    if let ([old], [new], true) = (olds, news, ends.tail > 0) {
        let tail = |words: &Wording| words.all().len() - ends.tail..words.all().len();
        out.kept((0, tail(old)), (0, tail(new)));
    }
    out.out.iter().map(with_spaces_kept).collect()
}

/// A token carries its white space, so that words and signs that go away take a space with them and
/// others bring one: `should{+ +}[-] -]be`, `[-thirty -]{+twenty +}days`. A space that both sides
/// end with is kept: `should[-]-] be`, `[-thirty-]{+twenty+} days`.
fn with_spaces_kept(words: &Wording) -> Wording {
    let runs: Vec<Run<'_>> = words.runs().collect();
    let mut out = Wording::with_capacity(words.all().len(), runs.len() * 3 / 2);
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let other = runs.get(at + 1).filter(|next| {
            run.change != Change::Kept && next.change != Change::Kept && next.change != run.change
        });
        let Some(other) = other else {
            out.push_styled(run.text, run.change, run.style);
            at += 1;
            continue;
        };
        let space = shared_space(run.text, other.text);
        for part in [run, other] {
            let text = &part.text[..part.text.len() - space.len()];
            out.push_styled(text, part.change, part.style);
        }
        let (old, new) = match run.change {
            Change::Deleted => (run, other),
            _ => (other, run),
        };
        let style = Diff {
            old: old.style.old,
            new: new.style.new,
        };
        out.push_styled(space, Change::Kept, style);
        at += 2;
    }
    out.shrink();
    out
}

/// The white space that both texts end with.
fn shared_space<'a>(one: &'a str, other: &str) -> &'a str {
    let same: usize = one
        .chars()
        .rev()
        .zip(other.chars().rev())
        .take_while(|(a, b)| a == b && a.is_whitespace())
        .map(|(c, _)| c.len_utf8())
        .sum();
    &one[one.len() - same..]
}

/// The longest common sequence of two lists of tokens: stretches that are equal.
///
/// Tokens that the other side lacks altogether cannot be in it. Without them few differences are
/// left, and the exact algorithm (Myers 1986), whose cost grows with length times differences, has
/// little to do.
fn equal_stretches(Sides { old, new }: Sides<'_>) -> Vec<Stretch> {
    let key = |token: &Token| u64::from(token.key);
    let (old_known, new_known) = (known_to(old, new, key), known_to(new, old, key));
    let keys = |tokens: &[Token], known: &[u32]| -> Vec<u32> {
        known.iter().map(|at| tokens[*at as usize].key).collect()
    };
    let mut out: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(
        algorithm(old_known.len(), new_known.len()),
        &keys(old, &old_known),
        &keys(new, &new_known),
    ) {
        let (DiffTag::Equal, olds, news) = op.as_tag_tuple() else {
            continue;
        };
        for (i, j) in old_known[olds].iter().zip(&new_known[news]) {
            add(&mut out, *i as usize, *j as usize);
        }
    }
    out
}

/// The tokens that are kept in a marked wording, given the tokens of its views: stretches that are
/// equal.
fn kept_stretches(marked: &Wording, Sides { old, new }: Sides<'_>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    // Up to where both views have been read, and the tokens there.
    let (mut old_at, mut new_at, mut i, mut j) = (0, 0, 0, 0);
    for run in marked.runs() {
        let len = run.text.len();
        let old_len = if run.change == Change::Inserted {
            0
        } else {
            len
        };
        let new_len = if run.change == Change::Deleted {
            0
        } else {
            len
        };
        while run.change == Change::Kept
            && let (Some(one), Some(other)) = (old.get(i), new.get(j))
        {
            let (from, to) = (one.start as usize, other.start as usize);
            if from >= old_at + len || to >= new_at + len {
                break;
            }
            // Where they stand in the run; before it begins what was cut by it.
            match (from + new_at).cmp(&(to + old_at)) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    if from >= old_at && one.key == other.key {
                        add(&mut out, i, j);
                    }
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        (old_at, new_at) = (old_at + old_len, new_at + new_len);
        let is_before = |at: usize| move |token: &&Token| (token.start as usize) < at;
        i += old[i..].iter().take_while(is_before(old_at)).count();
        j += new[j..].iter().take_while(is_before(new_at)).count();
    }
    out
}

/// Adds a pair of tokens to stretches.
fn add(stretches: &mut Vec<Stretch>, old: usize, new: usize) {
    match stretches.last_mut() {
        Some(last) if last.old + last.count == old && last.new + last.count == new => {
            last.count += 1;
        }
        _ => stretches.push(Stretch { old, new, count: 1 }),
    }
}

/// The places of what the other side has, too, by keys that are hashes. A few more do no harm: so a
/// table of bits will do, where a bit stands for several keys.
pub(super) fn known_to<T>(list: &[T], other: &[T], key: impl Fn(&T) -> u64) -> Vec<u32> {
    let words = (other.len() / 4).next_power_of_two().max(4);
    let mut table = vec![0_u64; words];
    let place = |key: u64| ((key / 64) as usize % words, 1 << (key % 64));
    for one in other {
        let (word, bit) = place(key(one));
        table[word] |= bit;
    }
    let is_known = |one: &T| {
        let (word, bit) = place(key(one));
        table[word] & bit != 0
    };
    let mut out = Vec::with_capacity(list.len());
    let known = (0..).zip(list).filter(|(_, one)| is_known(one));
    out.extend(known.map(|(at, _)| at));
    out
}

/// The exact algorithm; beyond this many tokens the bounded one.
const LONGEST_EXACT: usize = 12_000;

pub(super) const fn algorithm(old: usize, new: usize) -> Algorithm {
    if old + new <= LONGEST_EXACT {
        Algorithm::RawMyers
    } else {
        Algorithm::Myers
    }
}

/// One side of a comparison: its pieces, token after token.
struct Side<'a> {
    pieces: SmallVec<[Piece<'a>; 1]>,
    tokens: Vec<Token>,
    /// Where the tokens of each piece end.
    ends: SmallVec<[usize; 1]>,
}

/// A wording that is read from front to back, style by style.
struct Piece<'a> {
    words: &'a Wording,
    /// End and style of each run.
    styles: SmallVec<[(usize, Style); 2]>,
    at: usize,
}

impl<'a> Side<'a> {
    fn of(pieces: &[&'a Wording], ends: &Ends) -> Self {
        let mut out = Self {
            pieces: SmallVec::new(),
            tokens: Vec::new(),
            ends: SmallVec::new(),
        };
        for words in pieces {
            let text = words.all();
            let mut own = tokens(&text[ends.head..text.len() - ends.tail]);
            if ends.head > 0 {
                let head = u32::try_from(ends.head).unwrap_or(u32::MAX);
                for token in &mut own {
                    token.shift(head);
                }
            }
            if out.tokens.is_empty() {
                out.tokens = own;
            } else {
                out.tokens.append(&mut own);
            }
            out.ends.push(out.tokens.len());
            out.pieces.push(Piece {
                words,
                styles: words
                    .runs()
                    .map(|r| (r.start + r.text.len(), r.style.new))
                    .collect(),
                at: 0,
            });
        }
        out
    }

    fn piece_of(&self, token: usize) -> usize {
        self.ends.partition_point(|end| *end <= token)
    }

    /// The first part of `tokens` that lies in one piece: the piece and its bytes.
    fn head(&self, tokens: &Range<usize>) -> (usize, usize, Range<usize>) {
        let piece = self.piece_of(tokens.start);
        let end = tokens.end.min(self.ends[piece]);
        (
            piece,
            end - tokens.start,
            self.tokens[tokens.start].start as usize..self.tokens[end - 1].end as usize,
        )
    }

    fn text(&self, piece: usize, bytes: &Range<usize>) -> &'a str {
        &self.pieces[piece].words.all()[bytes.clone()]
    }
}

impl Piece<'_> {
    /// The style at byte `from`, and how far it reaches. Calls must go forward.
    fn style_at(&mut self, from: usize) -> (Style, usize) {
        while self
            .styles
            .get(self.at)
            .is_some_and(|(end, _)| *end <= from)
        {
            self.at += 1;
        }
        self.styles
            .get(self.at)
            .map_or((Style::PLAIN, usize::MAX), |(end, style)| (*style, *end))
    }
}

struct Builder<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// Whether it is the newer side that has several pieces.
    parts_are_new: bool,
    out: Vec<Wording>,
    /// The piece of the result that is being written.
    piece: usize,
}

impl Builder<'_> {
    /// Tokens of one side only.
    fn one_side(&mut self, mut tokens: Range<usize>, change: Change) {
        while !tokens.is_empty() {
            let side = if change == Change::Deleted {
                &self.old
            } else {
                &self.new
            };
            let (piece, count, bytes) = side.head(&tokens);
            if (change == Change::Inserted) == self.parts_are_new {
                self.piece = piece;
            }
            self.push(piece, bytes, change);
            tokens.start += count;
        }
    }

    /// Tokens with equal keys: as one stretch where the raw text is equal too, else token by token.
    fn equal(&mut self, mut olds: Range<usize>, mut news: Range<usize>) {
        while !olds.is_empty() && !news.is_empty() {
            let count = self.old.head(&olds).1.min(self.new.head(&news).1);
            let (old_piece, _, old) = self.old.head(&(olds.start..olds.start + count));
            let (new_piece, _, new) = self.new.head(&(news.start..news.start + count));
            self.piece = if self.parts_are_new {
                new_piece
            } else {
                old_piece
            };
            if self.old.text(old_piece, &old) == self.new.text(new_piece, &new) {
                self.kept((old_piece, old), (new_piece, new));
            } else {
                for k in 0..count {
                    let (one, other) = (
                        self.old.tokens[olds.start + k],
                        self.new.tokens[news.start + k],
                    );
                    self.part(
                        (old_piece, one.start..one.word_end),
                        (new_piece, other.start..other.word_end),
                    );
                    self.part(
                        (old_piece, one.word_end..one.end),
                        (new_piece, other.word_end..other.end),
                    );
                }
            }
            olds.start += count;
            news.start += count;
        }
    }

    /// A word or its white space, which count as equal and may differ in their signs.
    fn part(&mut self, old: (usize, Range<u32>), new: (usize, Range<u32>)) {
        let wide =
            |(piece, range): (usize, Range<u32>)| (piece, range.start as usize..range.end as usize);
        let (old, new) = (wide(old), wide(new));
        if self.old.text(old.0, &old.1) == self.new.text(new.0, &new.1) {
            self.kept(old, new);
        } else {
            self.push(old.0, old.1, Change::Deleted);
            self.push(new.0, new.1, Change::Inserted);
        }
    }

    /// Equal text, in runs of equal style on both sides.
    fn kept(
        &mut self,
        (old_piece, old): (usize, Range<usize>),
        (new_piece, new): (usize, Range<usize>),
    ) {
        let text = self.new.text(new_piece, &new);
        let mut done = 0;
        while done < text.len() {
            let (old_style, old_end) = self.old.pieces[old_piece].style_at(old.start + done);
            let (new_style, new_end) = self.new.pieces[new_piece].style_at(new.start + done);
            let next = text
                .len()
                .min(old_end.saturating_sub(old.start))
                .min(new_end.saturating_sub(new.start));
            let style = Diff {
                old: old_style,
                new: new_style,
            };
            self.out[self.piece].push_styled(&text[done..next], Change::Kept, style);
            done = next;
        }
    }

    /// Text of one side.
    fn push(&mut self, piece: usize, bytes: Range<usize>, change: Change) {
        let side = if change == Change::Deleted {
            &mut self.old
        } else {
            &mut self.new
        };
        let source = &mut side.pieces[piece];
        let mut at = bytes.start;
        while at < bytes.end {
            let (style, end) = source.style_at(at);
            let next = bytes.end.min(end);
            self.out[self.piece].push_styled(
                &source.words.all()[at..next],
                change,
                Diff::same(style),
            );
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::View;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        diff(&Wording::plain(old), &Wording::plain(new))
            .runs()
            .map(|run| match run.change {
                Change::Kept => run.text.to_owned(),
                Change::Deleted => format!("[-{}-]", run.text),
                Change::Inserted => format!("{{+{}+}}", run.text),
            })
            .collect()
    }

    #[test]
    fn shows_what_an_editor_would_write() {
        assert_eq!(
            shown(
                "Urges Member States, in accordance with their national law, to take appropriate measures;",
                "Urges States to consider taking, in accordance with national law, all necessary measures;"
            ),
            "Urges [-Member -]States{+ to consider taking+}, in accordance with [-their -]national law, [-to take appropriate-]{+all necessary+} measures;"
        );
        assert_eq!(
            shown("villages [shall][should] be", "villages should be"),
            "villages [-[shall][-]should[-]-] be"
        );
        assert_eq!(
            shown("States should act", "States [shall][should] act"),
            "States {+[shall][+}should{+]+} act"
        );
        assert_eq!(
            shown("a “b”  c", "a \"b\" c"),
            "a [-“-]{+\"+}b[-”-]{+\"+}[- -] c"
        );
    }

    fn wording() -> impl Strategy<Value = Wording> {
        proptest::collection::vec(("[a-c“\" ,.]{0,4}", 0u8..3), 0..12).prop_map(|parts| {
            let mut words = Wording::default();
            for (text, style) in parts {
                let style = [Style::PLAIN, Style::ITALIC, Style::BOLD][usize::from(style)];
                words.push_styled(&text, Change::Kept, Diff::same(style));
            }
            words
        })
    }

    fn joined(pieces: &[(usize, Wording)], view: View) -> Wording {
        let mut all = Wording::default();
        for (_, piece) in pieces {
            all.append_view(piece, view);
        }
        all
    }

    proptest! {
        #[test]
        fn split_and_merged_pieces_are_what_went_in(one in wording(), parts in proptest::collection::vec(wording(), 2..4)) {
            let parts: Vec<(usize, &Wording)> = parts.iter().enumerate().collect();
            let split = diff_parts(&one, &parts, true);
            prop_assert_eq!(joined(&split, View::Base), one.clone());
            let merged = diff_parts(&one, &parts, false);
            prop_assert_eq!(joined(&merged, View::Revised), one);
            for (k, part) in parts {
                prop_assert_eq!(&split[k].1.view(View::Revised), part);
                prop_assert_eq!(&merged[k].1.view(View::Base), part);
            }
        }

        #[test]
        fn both_views_are_what_went_in(old in wording(), new in wording()) {
            let marked = diff(&old, &new);
            prop_assert_eq!(marked.view(View::Base), old);
            prop_assert_eq!(marked.view(View::Revised), new);
        }
    }
}
