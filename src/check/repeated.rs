//! Clauses that say nearly the same as another.
//!
//! Two clauses are compared by the runs of three words that they share. Runs that many clauses
//! share are the language of the field and tell nothing; so only clauses that share a rare one are
//! looked at, and nothing is compared with all.

use super::Subject;
use crate::draft::outline::{article_number, is_annex};
use crate::draft::{Finding, Kind, Number, View};
use crate::vocabulary;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Shorter clauses are alike by chance.
const LEAST_WORDS: usize = 18;
/// A run of words in more clauses than this is a set phrase.
const RARE: usize = 4;
/// The share of the shorter clause that must stand in the longer one.
const LEAST_SHARED: f64 = 0.74;
/// The same for clauses that are built alike on purpose: items beside each other, below others, or
/// in two sections.
const NEARLY_ALL: f64 = 0.95;
/// So long is what two articles do not both say without a reason.
const LONG: usize = 32;
/// How much longer the other may be: a clause that quotes another and goes on is no repetition of
/// it.
const MOST_LONGER: f64 = 2.5;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let clauses: Vec<(usize, Vec<u64>)> = subject
        .draft
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(i, _)| is_compared(subject, *i))
        .map(|(i, p)| (i, runs_of(p.words.all())))
        .filter(|(_, runs)| runs.len() + 2 >= LEAST_WORDS)
        .collect();
    let texts = texts(subject);
    let resolutions = resolutions(subject);
    let mut out = Vec::new();
    for (a, b) in candidates(&clauses) {
        let (one, other) = (&clauses[a], &clauses[b]);
        let is_one_text = texts[one.0] == texts[other.0];
        // What the preamble notes, the operative part takes up.
        if !is_one_text || is_operative(subject, one.0) != is_operative(subject, other.0) {
            continue;
        }
        if !same_section(subject, one.0, other.0) && name_others(subject, one.0, other.0) {
            continue;
        }
        let words = one.1.len().min(other.1.len()) + 2;
        let share = shared(&one.1, &other.1);
        let is_report = !resolutions[subject.part(one.0)];
        let least = least_share(subject, (one.0, other.0), words);
        if share
            < if is_report {
                least.max(NEARLY_ALL)
            } else {
                least
            }
        {
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

/// Clauses of the text itself, which are decided; not the notes of tables, nor what every
/// resolution of a house says.
fn is_compared(subject: &Subject<'_>, index: usize) -> bool {
    let paragraph = &subject.draft.paragraphs[index];
    let text = paragraph.words.all();
    let is_cited = !subject.label(index).is_empty()
        || subject.addresses.get(index).starts_with("PP")
        || under_call(subject, index);
    paragraph.kind == Kind::Clause
        && paragraph.place_in(View::Revised).is_none()
        && is_cited
        && !subject.open[index]
        && is_said(text)
        && !is_formula(text)
}

fn under_call(subject: &Subject<'_>, index: usize) -> bool {
    let head = subject.outline.section_of(index).and_then(|s| s.head);
    head.is_some_and(|head| subject.draft.paragraphs[head].kind == Kind::Call)
}

/// Whether a clause says what nearly every decision of a house says at its end: what it costs.
fn is_formula(text: &str) -> bool {
    let low = text.to_lowercase();
    let mut formulas = vocabulary::formulas().iter();
    formulas.any(|formula| low.contains(formula))
}

/// Which text each paragraph is of: one of the drafts of the file, or one of its annexes.
fn texts(subject: &Subject<'_>) -> Vec<(usize, usize)> {
    let mut annex = 0;
    let paragraphs = subject.draft.paragraphs.iter().enumerate();
    paragraphs
        .map(|(index, paragraph)| {
            let name = || format!("{} {}", subject.label(index), paragraph.words.all());
            let is_head = paragraph.kind == Kind::Heading && is_annex(name().trim_start());
            annex += usize::from(is_head);
            (subject.part(index), annex)
        })
        .collect()
}

/// How much two clauses must share to say the same.
fn least_share(subject: &Subject<'_>, (one, other): (usize, usize), words: usize) -> f64 {
    let depth = |index: usize| subject.draft.paragraphs[index].depth.new;
    let section = |index: usize| subject.outline.section_of(index);
    let is_article =
        |index: usize| section(index).is_some_and(|s| article_number(&s.name).is_some());
    let same_section = same_section(subject, one, other);
    if is_article(one) && !same_section && (words < LONG || depth(one) > 0 || depth(other) > 0) {
        return f64::INFINITY;
    }
    let is_parallel =
        depth(one) > 0 || depth(other) > 0 || is_article(one) || are_beside(subject, one, other);
    if is_parallel {
        NEARLY_ALL
    } else {
        LEAST_SHARED
    }
}

fn same_section(subject: &Subject<'_>, one: usize, other: usize) -> bool {
    let section = |index: usize| subject.outline.section_of(index).map(|s| &s.paragraphs);
    section(one) == section(other)
}

/// Whether each of two clauses names what the other does not: one for Brazil and one for Kenya, one
/// for 2024 and one for 2025.
fn name_others(subject: &Subject<'_>, one: usize, other: usize) -> bool {
    let names = |index: usize| -> FxHashSet<&str> {
        let text = subject.draft.paragraphs[index].words.all();
        let words = text
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .skip(1);
        words
            .filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
            .collect()
    };
    let (one, other) = (names(one), names(other));
    !one.is_subset(&other) && !other.is_subset(&one)
}

/// Whether two clauses follow each other in one list: "urges the States …", "also urges the towns
/// …".
fn are_beside(subject: &Subject<'_>, one: usize, other: usize) -> bool {
    let value = |index: usize| Number::parse(subject.label(index)).and_then(|n| n.last());
    let follow = match (value(one), value(other)) {
        (Some(a), Some(b)) => a.script == b.script && a.value + 1 == b.value,
        _ => false,
    };
    other == one + 1 || follow
}

/// Whether each draft of the file is a resolution: a report tells of many meetings in the same
/// words.
fn resolutions(subject: &Subject<'_>) -> Vec<bool> {
    let speaks = |i: usize| matches!(subject.draft.paragraphs[i].kind, Kind::Organ | Kind::Call);
    let parts = subject.parts.iter();
    parts.map(|part| part.clone().any(speaks)).collect()
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

/// The share of the shorter one's runs that stand in the longer one; none where that is much
/// longer.
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
