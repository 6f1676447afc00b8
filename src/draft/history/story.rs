//! The story of a clause, its phrases and its losses: what a history has to tell of one text.

use super::{History, Standing, Step};
use crate::draft::{Kind, Wording};

/// What one clause was in each draft.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// The clause.
    pub lineage: u32,
    /// One state for each draft.
    pub states: Vec<State>,
}

/// A clause in one draft.
#[derive(Debug, Clone)]
pub struct State {
    /// The draft, from 0.
    pub revision: u32,
    /// Its address; none where it does not stand in the draft.
    pub address: Option<String>,
    /// Its label.
    pub label: Option<String>,
    /// What the draft did to it, if anything.
    pub step: Option<Step>,
    /// Where it stood before, if this draft moved it.
    pub moved_from: Option<String>,
    /// The address of the other clause of a split or a merger.
    pub kin: Option<String>,
    /// Its words, with what changed since it last stood; all deleted where it went.
    pub words: Wording,
}

/// A paragraph of one draft, phrase by phrase.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its lineage.
    pub lineage: u32,
    /// What it is.
    pub kind: Kind,
    /// How it is cited.
    pub address: String,
    /// Its label.
    pub label: Option<String>,
    /// Its words, in reading order.
    pub phrases: Vec<Phrase>,
}

/// Words that one draft brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words, spaces included.
    pub text: String,
    /// The draft that first brought them.
    pub origin: u32,
    /// Since which draft they stand here: later than `origin` where they were moved or came back.
    pub since: u32,
}

/// Words that were lost in one place and one draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostPhrase {
    /// The words, spaces included.
    pub text: String,
    /// The draft that first brought them.
    pub origin: u32,
    /// The draft that took them away.
    pub revision: u32,
    /// The draft in which they came back, here or elsewhere.
    pub back: Option<u32>,
    /// The clause they stood in.
    pub lineage: u32,
    /// How it was cited in the draft before.
    pub address: String,
}

impl History {
    /// Draft `revision`, phrase by phrase, each with the draft that brought it; only one lineage,
    /// if one is asked for.
    #[must_use]
    pub fn phrases(&self, revision: u32, lineage: Option<u32>) -> Vec<Told> {
        self.standing(revision)
            .filter(|standing| {
                lineage.is_none_or(|lineage| self.own(standing.piece).lineage == lineage)
            })
            .map(|standing| self.told(&standing, revision))
            .collect()
    }

    fn told(&self, standing: &Standing<'_>, revision: u32) -> Told {
        let mut phrases: Vec<Phrase> = Vec::new();
        for thread in standing.threads() {
            match phrases.last_mut() {
                Some(last) if last.origin == thread.origin && last.since == thread.life.from => {
                    last.text.push_str(thread.text);
                }
                _ => phrases.push(Phrase {
                    text: thread.text.to_owned(),
                    origin: thread.origin,
                    since: thread.life.from,
                }),
            }
        }
        let face = self.own_face(standing.piece, revision);
        Told {
            lineage: self.own(standing.piece).lineage,
            kind: face.kind,
            address: self.own_cited(standing.piece, revision).address.to_string(),
            label: face.label.as_deref().map(str::to_owned),
            phrases,
        }
    }

    /// Everything that was lost, in reading order, but for what only moved in the same draft; of
    /// one lineage, if one is asked for.
    #[must_use]
    pub fn lost_phrases(&self, lineage: Option<u32>) -> Vec<LostPhrase> {
        let mut out: Vec<LostPhrase> = Vec::new();
        for (_, piece) in self.pieces() {
            let mut goes_on = false;
            for thread in piece.threads() {
                let loss = thread.loss().and_then(|at| self.losses.get(at));
                let Some(loss) = loss.filter(|l| lineage.is_none_or(|one| l.lineage == one)) else {
                    goes_on = false;
                    continue;
                };
                for (text, back) in parts(thread.text, loss) {
                    if back == Some(loss.revision) {
                        goes_on = false;
                        continue;
                    }
                    let before = loss.revision.saturating_sub(1);
                    match out.last_mut() {
                        Some(last)
                            if goes_on
                                && last.revision == loss.revision
                                && last.origin == loss.origin
                                && last.back == back
                                && last.lineage == loss.lineage =>
                        {
                            last.text.push_str(text);
                        }
                        _ => out.push(LostPhrase {
                            text: text.to_owned(),
                            origin: loss.origin,
                            revision: loss.revision,
                            back,
                            lineage: loss.lineage,
                            address: self.address(loss.lineage, before).unwrap_or("").to_owned(),
                        }),
                    }
                    goes_on = true;
                }
            }
        }
        out.retain(|phrase| !phrase.text.trim().is_empty());
        out
    }
}

/// A lost text, cut where some of it came back.
fn parts<'a>(text: &'a str, loss: &super::Loss) -> Vec<(&'a str, Option<u32>)> {
    let mut returns = loss.returns.clone();
    returns.sort_by_key(|back| back.from);
    let mut out: Vec<(&str, Option<u32>)> = Vec::new();
    let mut done = 0;
    for back in returns {
        let (from, to) = (
            (back.from as usize).max(done),
            (back.to as usize).min(text.len()),
        );
        let (Some(before), Some(here)) = (text.get(done..from), text.get(from..to)) else {
            continue;
        };
        if !before.is_empty() {
            out.push((before, None));
        }
        out.push((here, Some(back.revision)));
        done = to;
    }
    match text.get(done..) {
        Some(rest) if !rest.is_empty() => out.push((rest, None)),
        _ => {}
    }
    out
}
