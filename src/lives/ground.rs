//! One draft of a history as a single text, with its passages and where its letters stand in the
//! history.

use crate::brackets::{self, Counter};
use crate::draft::history::History;
use crate::draft::{Draft, Outline, Passage, PassageKind, Register, View};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// At a place, so many passages that hold it are looked at, the innermost.
const CHAIN: usize = 24;

/// Where each piece of a history begins when all that ever stood is one text.
pub(super) struct Plan {
    starts: Vec<u64>,
}

/// A draft as it stands. Places are bytes of `text`.
pub(super) struct Ground {
    /// Its number.
    pub(super) draft: u32,
    /// All its words, paragraph after paragraph, without labels.
    pub(super) text: String,
    /// Where each paragraph begins in `text`, and at last where the text ends.
    pub(super) starts: Vec<usize>,
    /// The piece that each paragraph is.
    pub(super) pieces: Vec<u32>,
    /// The lineage of each paragraph: a clause that moved is another piece of the same one.
    pub(super) lineages: Vec<u32>,
    /// The first paragraph of each lineage.
    places: FxHashMap<u32, usize>,
    /// Which letters of the history its letters are, in order on both sides.
    pub(super) strands: Vec<Strand>,
    /// Its passages in reading order, outer ones before the ones they hold.
    pub(super) passages: Vec<Passage>,
    /// Where each passage stands in `text`.
    pub(super) spans: Vec<Range<usize>>,
    /// What each passage is made of.
    pub(super) sorts: Vec<Sort>,
    /// Among how many texts one is to be chosen.
    pub(super) choices: Vec<u32>,
    /// Passages of one choice have one number.
    pub(super) groups: Vec<u32>,
    /// Its sections.
    pub(super) outline: Outline,
    /// The draft itself.
    pub(super) whole: Draft,
    /// Words in all clauses.
    pub(super) words_in_all: u32,
    /// From each place on up to the next, the passages that hold it, outer ones first.
    chains: Vec<(usize, Vec<u32>)>,
    ink: Vec<u32>,
    words: Vec<u32>,
}

/// Letters that stand side by side in a draft and in the history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strand {
    pub(super) at: usize,
    pub(super) coordinate: u64,
    pub(super) len: usize,
    /// The draft that brought them here.
    pub(super) from: u32,
    /// The draft that first brought them.
    pub(super) origin: u32,
}

/// What a passage is made of: only like ends up with like, unless the words say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Two signs and what stands between them.
    Bracket,
    /// Whole paragraphs.
    Option,
    /// A note in round brackets or braces.
    Note,
    /// A label that depends on which brackets stay.
    Label,
    /// Signs without partner.
    Stray,
}

impl Plan {
    pub(super) fn of(history: &History) -> Self {
        let mut starts = vec![0; history.pieces().count()];
        let mut at = 0;
        for (number, piece) in history.pieces() {
            starts[number as usize] = at;
            at += piece
                .threads()
                .map(|thread| thread.text.len() as u64)
                .sum::<u64>();
        }
        Self { starts }
    }
}

/// The passages that are unresolved, in reading order, each without those inside it: they are not
/// copied.
fn unresolved(register: Register) -> Vec<Passage> {
    let mut out = Vec::with_capacity(register.unresolved().count());
    let mut stack = vec![register.passages.into_iter()];
    while let Some(passages) = stack.last_mut() {
        let Some(mut passage) = passages.next() else {
            stack.pop();
            continue;
        };
        stack.push(std::mem::take(&mut passage.children).into_iter());
        if !passage.struck {
            out.push(passage);
        }
    }
    out
}

impl Ground {
    pub(super) fn of(history: &History, plan: &Plan, draft: u32) -> Self {
        let whole = history.view(draft);
        let register = brackets::register(&whole, View::Revised);
        let words_in_all = register.words_in_all;
        let passages = unresolved(register);
        let mut out = Self {
            draft,
            text: String::new(),
            starts: Vec::new(),
            pieces: Vec::new(),
            lineages: Vec::new(),
            places: FxHashMap::default(),
            strands: Vec::new(),
            spans: Vec::new(),
            sorts: Vec::new(),
            choices: Vec::new(),
            groups: Vec::new(),
            outline: Outline::of(&whole, View::Revised),
            passages,
            whole,
            words_in_all: u32::try_from(words_in_all).unwrap_or(u32::MAX),
            chains: Vec::new(),
            ink: vec![0],
            words: vec![0],
        };
        out.spread(history, plan);
        for (place, lineage) in out.lineages.iter().enumerate() {
            out.places.entry(*lineage).or_insert(place);
        }
        out.measure();
        let place = |(paragraph, at): (usize, usize)| {
            let end = out
                .starts
                .get(paragraph + 1)
                .copied()
                .unwrap_or(out.text.len());
            (out.starts.get(paragraph).copied().unwrap_or(end) + at).min(end)
        };
        out.spans = out
            .passages
            .iter()
            .map(|p| place(p.span[0])..place(p.span[1]))
            .collect();
        out.sorts = (0..out.passages.len()).map(|at| out.sort_of(at)).collect();
        out.chain();
        out.choose();
        out
    }

    fn spread(&mut self, history: &History, plan: &Plan) {
        for (number, piece) in history.pieces() {
            if piece.life.stands_in(self.draft) {
                self.starts.push(self.text.len());
                self.pieces.push(number);
                self.lineages.push(history.own(number).lineage);
            }
            let mut coordinate = plan.starts[number as usize];
            for thread in piece.threads() {
                if thread.life.stands_in(self.draft) {
                    self.strands.push(Strand {
                        at: self.text.len(),
                        coordinate,
                        len: thread.text.len(),
                        from: thread.life.from,
                        origin: thread.origin,
                    });
                    self.text.push_str(thread.text);
                }
                coordinate += thread.text.len() as u64;
            }
        }
        self.starts.push(self.text.len());
    }

    /// Counts letters and words up to each place.
    fn measure(&mut self) {
        let (mut ink, mut counter) = (0, Counter::default());
        let mut starts = self.starts.iter().peekable();
        for (at, c) in self.text.char_indices() {
            while starts.next_if(|start| **start <= at).is_some() {
                counter.part();
            }
            counter.read(c);
            ink += u32::from(c.is_alphanumeric());
            for _ in 0..c.len_utf8() {
                self.ink.push(ink);
                self.words.push(counter.words());
            }
        }
    }

    fn chain(&mut self) {
        let mut ends: Vec<(usize, bool, u32)> = Vec::new();
        for (number, span) in (0..).zip(&self.spans) {
            if !span.is_empty() {
                ends.push((span.start, true, number));
                ends.push((span.end, false, number));
            }
        }
        ends.sort_unstable();
        let mut open: Vec<u32> = Vec::new();
        for (at, opens, number) in ends {
            if opens {
                open.push(number);
            } else if let Some(place) = open.iter().rposition(|one| *one == number) {
                open.remove(place);
            }
            let innermost = open[open.len().saturating_sub(CHAIN)..].to_vec();
            match self.chains.last_mut() {
                Some(last) if last.0 == at => last.1 = innermost,
                _ => self.chains.push((at, innermost)),
            }
        }
    }

    /// Finds the choices: alternatives side by side, and options in a row.
    fn choose(&mut self) {
        let mut group = 0;
        self.groups = Vec::with_capacity(self.passages.len());
        // The last alternative at each depth, and the last option.
        let mut last: Vec<(u32, usize)> = Vec::new();
        let mut option: Option<usize> = None;
        for at in 0..self.passages.len() {
            let passage = &self.passages[at];
            let before = match passage.kind {
                PassageKind::Option => option.replace(at).filter(|old| self.follows(*old, at)),
                PassageKind::Alternative if self.sorts[at] == Sort::Bracket => {
                    last.retain(|(depth, _)| *depth <= passage.depth);
                    let old = last.iter().position(|(depth, _)| *depth == passage.depth);
                    let old = old.map(|place| last.remove(place).1);
                    last.push((passage.depth, at));
                    old.filter(|old| self.is_beside(*old, at))
                }
                _ => None,
            };
            self.groups.push(match before {
                Some(old) => self.groups[old],
                None => {
                    group += 1;
                    group - 1
                }
            });
        }
        let mut sizes = vec![0; group as usize];
        for group in &self.groups {
            sizes[*group as usize] += 1;
        }
        let choices = self
            .groups
            .iter()
            .zip(&self.passages)
            .map(
                |(group, passage)| match (sizes[*group as usize], passage.kind) {
                    (1, PassageKind::Alternative) => {
                        u32::try_from(passage.text.split('/').count()).unwrap_or(1)
                    }
                    (size, _) => size,
                },
            );
        self.choices = choices.collect();
    }

    fn is_beside(&self, old: usize, new: usize) -> bool {
        let between = self.text.get(self.spans[old].end..self.spans[new].start);
        between.is_some_and(|text| text.chars().all(|c| c == ' ' || c == '/'))
    }

    /// What a passage is made of, by its first sign: its text may have the label of its clause
    /// before it.
    fn sort_of(&self, at: usize) -> Sort {
        let passage = &self.passages[at];
        let text = self.text.get(self.spans[at].clone()).unwrap_or("");
        match passage.kind {
            PassageKind::Option => Sort::Option,
            PassageKind::Unmatched => Sort::Stray,
            _ if passage.span[0] == passage.span[1] => Sort::Label,
            _ if text.starts_with(['[', '［', '【']) => Sort::Bracket,
            _ => Sort::Note,
        }
    }

    /// Whether an option is the next of a row: "Option 2" after "Option 1".
    fn follows(&self, old: usize, new: usize) -> bool {
        let value = |at: usize| {
            let label = self.passages[at].label.as_deref()?;
            brackets::option_value(label)
        };
        self.passages[old].section == self.passages[new].section
            && value(old)
                .zip(value(new))
                .is_some_and(|(old, new)| old < new)
    }

    /// Letters and digits in a range.
    pub(super) fn ink(&self, range: Range<usize>) -> u32 {
        count(&self.ink, range)
    }

    /// Words that begin in a range.
    pub(super) fn words(&self, range: Range<usize>) -> u32 {
        count(&self.words, range)
    }

    /// The passages that hold a place, outer ones first; and where the next ones begin or end.
    pub(super) fn chain_at(&self, at: usize) -> (&[u32], usize) {
        let next = self.chains.partition_point(|(start, _)| *start <= at);
        let end = self
            .chains
            .get(next)
            .map_or(usize::MAX, |(start, _)| *start);
        let here = next
            .checked_sub(1)
            .map(|last| self.chains[last].1.as_slice());
        (here.unwrap_or(&[]), end)
    }

    /// Where a lineage stands.
    pub(super) fn paragraph_of(&self, lineage: u32) -> Option<usize> {
        self.places.get(&lineage).copied()
    }

    /// The paragraph that a place is in.
    pub(super) fn paragraph_at(&self, at: usize) -> usize {
        let after = self.starts.partition_point(|start| *start <= at);
        after
            .saturating_sub(1)
            .min(self.pieces.len().saturating_sub(1))
    }

    /// Where a paragraph stands in the text.
    pub(super) fn paragraph(&self, number: usize) -> Range<usize> {
        let end = self.text.len();
        let start = self.starts.get(number).copied().unwrap_or(end);
        start..self.starts.get(number + 1).copied().unwrap_or(end)
    }

    /// What stands in a range, for people: its paragraphs parted by line ends.
    pub(super) fn says(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        let last = self.paragraph_at(range.end.saturating_sub(1).max(range.start));
        for number in self.paragraph_at(range.start)..=last {
            let paragraph = self.paragraph(number);
            let part = range.start.max(paragraph.start)..range.end.min(paragraph.end);
            let text = self.text.get(part).unwrap_or("").trim();
            if !out.is_empty() && !text.is_empty() {
                out.push('\n');
            }
            out.push_str(text);
        }
        out
    }

    /// Whether passage `outer` holds passage `inner`.
    pub(super) fn holds(&self, outer: usize, inner: usize) -> bool {
        let (outer, inner) = (&self.spans[outer], &self.spans[inner]);
        outer.start <= inner.start && inner.end <= outer.end && outer != inner
    }

    /// The innermost bracket that holds a passage.
    pub(super) fn holder(&self, passage: usize) -> Option<usize> {
        let (chain, _) = self.chain_at(self.spans[passage].start);
        let mut chain = chain.iter().rev().map(|outer| *outer as usize);
        chain.find(|outer| self.sorts[*outer] == Sort::Bracket && self.holds(*outer, passage))
    }

    /// The parts of a passage that are in no passage within it.
    pub(super) fn own(&self, number: usize) -> Vec<Range<usize>> {
        let span = self.spans[number].clone();
        let mut out = Vec::new();
        let mut at = span.start;
        let mut other = number + 1;
        while let Some(inner) = self.spans.get(other).filter(|s| s.start < span.end) {
            let counts = self.sorts[other] == Sort::Bracket && self.holds(number, other);
            if counts && inner.start >= at {
                out.push(at..inner.start);
                at = inner.end;
                // What lies within it is not looked at: spans stand by where they begin.
                let rest = &self.spans[other + 1..];
                other += 1 + rest.partition_point(|next| next.start < at);
            } else {
                other += 1;
            }
        }
        out.push(at..span.end.max(at));
        out
    }

    /// The letters of a range, as they stand in the history.
    pub(super) fn coordinates(&self, range: Range<usize>) -> impl Iterator<Item = Range<u64>> + '_ {
        let first = self
            .strands
            .partition_point(|s| s.at + s.len <= range.start);
        self.strands[first..]
            .iter()
            .take_while(move |s| s.at < range.end)
            .map(move |s| {
                let (from, to) = (range.start.max(s.at), range.end.min(s.at + s.len));
                s.coordinate + (from - s.at) as u64..s.coordinate + (to - s.at) as u64
            })
    }
}

fn count(sums: &[u32], range: Range<usize>) -> u32 {
    let at = |place: usize| sums.get(place).or(sums.last()).copied().unwrap_or(0);
    at(range.end).saturating_sub(at(range.start))
}
