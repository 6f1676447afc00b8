//! What each reference has meant since its words were written.
//!
//! A reference means the clause that it named in the draft that brought its words. As long as the
//! words stay, that meaning goes with the clause, wherever it goes; a reference whose label no
//! longer names that clause is stale. Words that were written anew mean what they say.

use super::carry::Carry;
use super::{Reference, Scope};
use crate::draft::{Addresses, Draft, View};
use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::ops::Range;

/// What a reference means in its draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Meaning {
    /// The clauses: one, or several where it was split; none where it is gone or was never found.
    pub(super) targets: Vec<usize>,
    /// Where the clause stood before a draft dropped it.
    pub(super) gone: Option<Gone>,
    /// The draft that the words came with, and what they said there.
    pub(super) origin: usize,
    /// What became of it.
    pub(super) state: State,
}

/// A clause that a draft dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gone {
    /// Its address in the last draft that had it.
    pub(super) address: String,
    /// The draft that has it no more.
    pub(super) draft: usize,
}

/// What became of a reference since the draft before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum State {
    /// Its words are new, or in another document.
    #[default]
    New,
    /// Its words stayed, and so did what they mean.
    Right,
    /// Its words stayed, and name another clause or none.
    Stale,
    /// Its list was written anew, and leaves out clauses that it named before.
    Shorter {
        /// What it said.
        before: String,
        /// The clauses that are left out.
        lost: Vec<usize>,
    },
}

/// A draft, its references, and the way to it from the draft before.
pub(super) struct Step<'a> {
    pub(super) draft: &'a Draft,
    pub(super) references: &'a [Reference],
    /// None for the first draft of a text.
    pub(super) carry: Option<Carry>,
}

impl<'a> Step<'a> {
    /// Drafts in order, each with what it carries on from the one before; nothing where the two are
    /// not one text.
    pub(super) fn chain<D: Borrow<Draft>>(
        drafts: &'a [D],
        references: &'a [Vec<Reference>],
    ) -> Vec<Self> {
        let befores = std::iter::once(None).chain(drafts.iter().map(Some));
        let all = drafts.iter().zip(befores).zip(references);
        all.map(|((draft, before), references)| Step {
            draft: draft.borrow(),
            references,
            carry: before
                .map(|before| Carry::between(before.borrow(), draft.borrow()))
                .filter(|carry| carry.is_same_text),
        })
        .collect()
    }
}

/// What every reference of the last step means.
pub(super) fn trace(steps: &[Step<'_>]) -> Vec<Meaning> {
    let mut before: Vec<Meaning> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let older = number.checked_sub(1).map(|k| &steps[k]);
        let now = match (older, &step.carry) {
            (Some(older), Some(carry)) => Follower::of(older, step, carry, &before, number).all(),
            _ => step.references.iter().map(|r| fresh(r, number)).collect(),
        };
        before = now;
    }
    before
}

fn fresh(reference: &Reference, origin: usize) -> Meaning {
    Meaning {
        targets: reference.target.into_iter().collect(),
        origin,
        ..Meaning::default()
    }
}

/// Follows the references of one draft into the next.
struct Follower<'a> {
    older: &'a Step<'a>,
    newer: &'a Step<'a>,
    carry: &'a Carry,
    before: &'a [Meaning],
    number: usize,
    /// References of the older draft by paragraph and place of the label.
    olds: FxHashMap<(usize, usize), usize>,
    /// References of a citation, in each draft.
    old_citations: Vec<Range<usize>>,
    new_citations: Vec<Range<usize>>,
    addresses: Addresses,
}

impl<'a> Follower<'a> {
    fn of(
        older: &'a Step<'a>,
        newer: &'a Step<'a>,
        carry: &'a Carry,
        before: &'a [Meaning],
        number: usize,
    ) -> Self {
        let olds = older.references.iter().enumerate();
        Self {
            older,
            newer,
            carry,
            before,
            number,
            olds: olds
                .map(|(k, r)| ((r.paragraph, r.range.start), k))
                .collect(),
            old_citations: citations(older.references),
            new_citations: citations(newer.references),
            addresses: Addresses::of(older.draft, View::Revised),
        }
    }

    fn all(&self) -> Vec<Meaning> {
        let mut out = Vec::with_capacity(self.newer.references.len());
        for citation in &self.new_citations {
            let news = &self.newer.references[citation.clone()];
            let olds: Vec<Option<usize>> = news.iter().map(|r| self.old_of(r)).collect();
            let same = self.same_words(news, &olds);
            let shorter = if same {
                State::New
            } else {
                self.shorter(news, &olds)
            };
            for (reference, old) in news.iter().zip(&olds) {
                out.push(match old.filter(|_| same) {
                    Some(old) => self.carried(reference, &self.before[old]),
                    None => Meaning {
                        state: shorter.clone(),
                        ..fresh(reference, self.number)
                    },
                });
            }
        }
        out
    }

    /// The same label in the older draft, if it stood there.
    fn old_of(&self, reference: &Reference) -> Option<usize> {
        let (paragraph, range) = self.carry.back(reference.paragraph, &reference.range)?;
        let old = *self.olds.get(&(paragraph, range.start))?;
        (self.older.references[old].range == range).then_some(old)
    }

    /// Whether a citation says what it said: the same labels of the same thing.
    fn same_words(&self, news: &[Reference], olds: &[Option<usize>]) -> bool {
        let Some(first) = olds.first().copied().flatten() else {
            return false;
        };
        let was = self.older.references[first].citation;
        self.old_citations[was].len() == news.len()
            && news.iter().zip(olds).all(|(new, old)| {
                old.is_some_and(|old| {
                    let old = &self.older.references[old];
                    old.citation == was && old.cited == new.cited
                })
            })
    }

    /// The meaning that a reference had, where it is now.
    fn carried(&self, reference: &Reference, had: &Meaning) -> Meaning {
        let mut now = Meaning {
            gone: had.gone.clone(),
            origin: had.origin,
            ..Meaning::default()
        };
        for old in &had.targets {
            let there = self.carry.forward(*old);
            if there.is_empty() && had.targets.len() == 1 {
                now.gone = Some(Gone {
                    address: self.addresses.get(*old).to_owned(),
                    draft: self.number,
                });
            }
            now.targets.extend(there);
        }
        if had.targets.is_empty() && had.gone.is_none() {
            // It meant nothing that could be found: now it means what it says.
            now.targets.extend(reference.target);
        }
        let says = reference.target.is_some_and(|t| now.targets.contains(&t));
        let is_known = !now.targets.is_empty() || now.gone.is_some();
        now.state = match reference.scope {
            Scope::External => State::New,
            _ if says || !is_known => State::Right,
            _ => State::Stale,
        };
        now
    }

    /// Whether a citation that was written anew leaves out what it named.
    fn shorter(&self, news: &[Reference], olds: &[Option<usize>]) -> State {
        let Some(some) = olds.iter().flatten().next() else {
            return State::New;
        };
        if news.iter().any(|r| r.scope == Scope::External) {
            return State::New;
        }
        let was = &self.old_citations[self.older.references[*some].citation];
        let named = |target: &usize| {
            news.iter()
                .enumerate()
                .any(|(k, r)| r.target == Some(*target) || spans(news, k, *target))
        };
        let lost: Vec<usize> = was
            .clone()
            .flat_map(|old| &self.before[old].targets)
            .flat_map(|old| self.carry.forward(*old))
            .filter(|target| !named(target))
            .copied()
            .collect();
        if lost.is_empty() {
            return State::New;
        }
        let old = &self.older.references[was.start];
        let text = self.older.draft.paragraphs[old.paragraph].words.all();
        State::Shorter {
            before: text[old.words.clone()].to_owned(),
            lost,
        }
    }
}

/// Whether a clause lies between the labels of "2 to 4", of which reference `k` is the last.
fn spans(references: &[Reference], k: usize, target: usize) -> bool {
    let (Some(before), last) = (k.checked_sub(1).map(|k| &references[k]), &references[k]) else {
        return false;
    };
    last.ends_range
        && before.target.is_some_and(|first| first < target)
        && last.target.is_some_and(|last| target < last)
}

/// The references of each citation.
fn citations(references: &[Reference]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (k, reference) in references.iter().enumerate() {
        if reference.citation < out.len() {
            if let Some(last) = out.last_mut() {
                last.end = k + 1;
            }
        } else {
            out.push(k..k + 1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;
    use crate::read::read;

    /// What each reference of the last draft means: its words, the labels of its clauses, and its
    /// state.
    fn traced(texts: &[&str]) -> Vec<(String, Vec<String>, State)> {
        let drafts: Vec<Draft> = texts
            .iter()
            .map(|t| read(t.as_bytes(), "x", None).unwrap())
            .collect();
        let references: Vec<Vec<Reference>> = drafts.iter().map(find).collect();
        let steps = Step::chain(&drafts, &references);
        let last = drafts.last().unwrap();
        let addresses = Addresses::of(last, View::Revised);
        trace(&steps)
            .into_iter()
            .zip(references.last().unwrap())
            .map(|(m, r)| {
                let targets = m.targets.iter().map(|t| addresses.get(*t).to_owned());
                (r.cited.clone(), targets.collect(), m.state)
            })
            .collect()
    }

    const ONE: &str = "resolves\n\n1 that tides be measured every day;\n\n2 that charts be printed in colour;\n\nrequests the Council\n\nto oversee the measures in resolves 2 above.\n";
    const TWO: &str = "resolves\n\n1 that all ships carry lamps at night;\n\n2 that tides be measured every day;\n\n3 that charts be printed in colour;\n\nrequests the Council\n\nto oversee the measures in resolves 2 above.\n";
    const THREE: &str = "resolves\n\n1 that pilots be trained in every port;\n\n2 that all ships carry lamps at night;\n\n3 that tides be measured every day;\n\n4 that charts be printed in colour;\n\nrequests the Council\n\nto oversee the measures in resolves 2 above.\n";

    fn stale(cited: &str, means: &str) -> Vec<(String, Vec<String>, State)> {
        vec![(cited.to_owned(), vec![means.to_owned()], State::Stale)]
    }

    #[test]
    fn a_clause_that_moved_takes_the_meaning_with_it() {
        assert_eq!(traced(&[ONE, TWO]), stale("resolves 2", "resolves 3"));
    }

    #[test]
    fn staleness_is_carried_on() {
        assert_eq!(
            traced(&[ONE, TWO, THREE]),
            stale("resolves 2", "resolves 4")
        );
        // Seen from the second draft alone, the words were never right, but nobody can know that.
        assert_eq!(traced(&[TWO, THREE]), stale("resolves 2", "resolves 3"));
    }

    #[test]
    fn words_written_anew_mean_what_they_say() {
        let mended = TWO.replace("in resolves 2", "in resolves 3");
        let told = traced(&[ONE, &mended]);
        assert_eq!(told[0].2, State::New);
        let carried = traced(&[ONE, &mended, &mended]);
        assert_eq!(carried[0].2, State::Right);
    }

    #[test]
    fn a_clause_that_is_gone() {
        let gone = ONE.replace("2 that charts be printed in colour;\n\n", "");
        let told = traced(&[ONE, &gone]);
        assert_eq!((told[0].1.len(), &told[0].2), (0, &State::Stale));
    }

    #[test]
    fn a_list_that_leaves_out_what_it_named() {
        let before = TWO.replace("in resolves 2", "in resolves 1, 2 and 3");
        let after = TWO.replace("in resolves 2", "in resolves 1 and 3");
        let told = traced(&[&before, &after]);
        assert!(
            matches!(&told[0].2, State::Shorter { lost, .. } if lost.len() == 1),
            "{told:?}"
        );
    }
}
