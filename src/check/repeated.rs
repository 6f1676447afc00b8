//! Clauses that say nearly the same as another.
//!
//! Two clauses are compared by the runs of three words that they share. Runs that many clauses share are the language of
//! the field and tell nothing; so only clauses that share a rare one are looked at, and nothing is compared with all.

use super::Subject;
use crate::draft::{Finding, Kind};
use crate::vocabulary;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Shorter clauses are alike by chance.
const LEAST_WORDS: usize = 14;
/// A run of words in more clauses than this is a set phrase.
const RARE: usize = 4;
/// The share of the shorter clause that must stand in the longer one.
const LEAST_SHARED: f64 = 0.74;
/// How much longer the other may be: a clause that quotes another and goes on is no repetition of it.
const MOST_LONGER: f64 = 2.5;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let clauses: Vec<(usize, Vec<u64>)> = subject
        .draft
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(i, p)| p.kind == Kind::Clause && !subject.open[*i] && is_said(p.words.all()))
        .map(|(i, p)| (i, runs_of(p.words.all())))
        .filter(|(_, runs)| runs.len() + 2 >= LEAST_WORDS)
        .collect();
    let mut out = Vec::new();
    for (a, b) in candidates(&clauses) {
        let (one, other) = (&clauses[a], &clauses[b]);
        // What the preamble notes, the operative part takes up.
        if is_operative(subject, one.0) != is_operative(subject, other.0) {
            continue;
        }
        let share = shared(&one.1, &other.1);
        if share < LEAST_SHARED {
            continue;
        }
        let first = subject.addresses.get(one.0);
        let line = subject.draft.paragraphs[one.0].line.new;
        let message = format!(
            "it says nearly what {first} (line {line}) says: {:.0} % of the shorter one",
            share * 100.0
        );
        let help = "keep one of the two, or tell them apart".to_owned();
        out.push(subject.at(other.0, "clause-repeated", message, help));
    }
    out
}

/// Titles and words before a list say nothing by themselves.
fn is_said(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || "*_\"”’'»])".contains(c));
    end.ends_with([';', ',', '.', '；', '，', '。', '؛', '،'])
}

/// Whether a clause is of the operative part: it is numbered, or its call is a verb that acts.
fn is_operative(subject: &Subject<'_>, index: usize) -> bool {
    let section = subject.outline.section_of(index);
    let head = section
        .and_then(|s| s.head)
        .map(|h| &subject.draft.paragraphs[h]);
    match head.map(|h| h.kind) {
        Some(Kind::Call) => {
            let call = section.map_or("", |s| s.name.as_str());
            let label = subject.label(index);
            label.starts_with(|c: char| c.is_ascii_digit())
                || !label.ends_with(')') && vocabulary::opens_operative(call)
        }
        _ => !subject.addresses.get(index).starts_with("PP"),
    }
}

/// Pairs of clauses that share rare runs of words.
fn candidates(clauses: &[(usize, Vec<u64>)]) -> Vec<(usize, usize)> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (k, (_, runs)) in clauses.iter().enumerate() {
        for run in runs {
            let list = holders.entry(*run).or_default();
            if list.last() != Some(&k) && list.len() <= RARE {
                list.push(k);
            }
        }
    }
    let mut votes: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (k, (_, runs)) in clauses.iter().enumerate() {
        for run in runs {
            let list = &holders[run];
            if list.len() <= RARE {
                for other in list.iter().filter(|other| **other > k) {
                    *votes.entry((k, *other)).or_default() += 1;
                }
            }
        }
    }
    let enough = |a: usize, b: usize| clauses[a].1.len().min(clauses[b].1.len()) / 4;
    let mut pairs: Vec<(usize, usize)> = votes
        .into_iter()
        .filter(|((a, b), votes)| *votes > enough(*a, *b))
        .map(|(pair, _)| pair)
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The share of the shorter one's runs that stand in the longer one; none where that is much longer.
fn shared(one: &[u64], other: &[u64]) -> f64 {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if long.len() as f64 > MOST_LONGER * short.len() as f64 {
        return 0.0;
    }
    let long: FxHashSet<u64> = long.iter().copied().collect();
    let there = short.iter().filter(|run| long.contains(run)).count();
    there as f64 / short.len().max(1) as f64
}

/// The runs of three words of a text.
fn runs_of(text: &str) -> Vec<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    words
        .windows(3)
        .map(|run| {
            let mut hasher = FxHasher::default();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}
