//! What became of every unresolved passage over many drafts: plain data.
//!
//! A passage of one draft is a [`Passage`] of its register. A [`PassageLife`] is the same passage
//! through all drafts that it stands open in, one [`State`] a draft without a gap, from its
//! [`Opening`] to its [`Ending`]. Every passage of every draft is in exactly one life, so that
//! counts add up: what is open in a draft is what was open in the one before, less what ended, and
//! what opened ([`Flow`]).

mod agreement;
mod burn_down;
mod choice;
mod turn;

pub use agreement::{Agreement, Alarm};
pub use burn_down::{BurnDown, Flow, SectionRow};
pub use choice::Choice;
pub use turn::{Ending, Opening, Outcome, Turn};

use super::Passage;
use crate::vocabulary;

/// Every unresolved passage of many drafts, and what became of it.
#[derive(Debug, Clone, Default)]
pub struct Lives {
    /// The drafts, in order. A draft's place in this list is its number.
    pub drafts: Vec<DraftName>,
    /// The lives, by the draft they opened in, then in reading order. A life's place in this list
    /// is its number.
    pub all: Vec<PassageLife>,
    /// What stood open in each draft, in all and by section.
    pub burn_down: BurnDown,
    /// Clauses that a draft marks as agreed.
    pub agreements: Vec<Agreement>,
    /// Agreed clauses that changed afterwards.
    pub alarms: Vec<Alarm>,
}

/// How a draft is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftName {
    /// A short name for tables.
    pub name: String,
    /// The document symbol.
    pub symbol: Option<String>,
    /// The date, as it was given or printed.
    pub date: Option<String>,
    /// The name of the source.
    pub source: String,
}

/// One passage through all drafts that it stands open in.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageLife {
    /// How it came to be a passage of its own.
    pub opening: Opening,
    /// The draft since which its words stand in brackets without a gap: for a passage that was
    /// split off, the draft that opened the whole.
    pub since: u32,
    /// What it was in each draft, oldest first; never empty, and without a gap.
    pub states: Vec<State>,
    /// How it ended; none if it is open in the last draft.
    pub ending: Option<Ending>,
}

/// What a passage was in one draft.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The draft, from 0.
    pub draft: u32,
    /// The passage as the register of that draft has it, without the passages inside it, which have
    /// lives of their own.
    pub passage: Passage,
    /// The section: an index into [`BurnDown::sections`].
    pub section: u32,
    /// Among how many texts one is to be chosen here, itself included: 2 for either of
    /// `[shall][should]`; 1 where there is no choice.
    pub choices: u32,
    /// What this draft did to it; nothing in the draft that opened it.
    pub turns: Vec<Turn>,
}

impl PassageLife {
    /// The first draft it stands in as a passage of its own.
    #[must_use]
    pub fn opened_in(&self) -> u32 {
        self.states.first().map_or(0, |state| state.draft)
    }

    /// The last draft it stands open in.
    #[must_use]
    pub fn last_open_in(&self) -> u32 {
        self.states.last().map_or(0, |state| state.draft)
    }

    /// What it was in draft `draft`, if it stood open there.
    #[must_use]
    pub fn state_in(&self, draft: u32) -> Option<&State> {
        let at = draft.checked_sub(self.opened_in())?;
        self.states.get(at as usize)
    }

    /// What became of it so far.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.ending
            .as_ref()
            .map_or(Outcome::Open, |end| end.outcome)
    }
}

impl Lives {
    /// The lives that stand open in draft `draft`, each with its number.
    pub fn open_in(&self, draft: u32) -> impl Iterator<Item = (usize, &PassageLife)> {
        let all = self.all.iter().enumerate();
        all.filter(move |(_, life)| life.state_in(draft).is_some())
    }

    /// The draft that somebody names: by its number from 1 (`2`, `@2`), its name, symbol or source,
    /// or a part of one in whole words: "4 December" is `4-dec-2015.md`. None where no draft or
    /// more than one is called so.
    #[must_use]
    pub fn draft_named(&self, asked: &str) -> Option<u32> {
        let asked = asked.trim();
        let number = asked.trim_start_matches('@').parse::<usize>().ok();
        let by_number = number.and_then(|n| n.checked_sub(1));
        if let Some(at) = by_number.filter(|at| *at < self.drafts.len()) {
            return u32::try_from(at).ok();
        }
        let wanted = words_of_name(asked);
        let whole = |draft: &DraftName| draft.names().any(|name| name.eq_ignore_ascii_case(asked));
        let part = |draft: &DraftName| {
            let mut names = draft.names().map(words_of_name);
            !wanted.is_empty() && names.any(|name| name.windows(wanted.len()).any(|w| w == wanted))
        };
        self.only(whole).or_else(|| self.only(part))
    }

    fn only(&self, is_meant: impl Fn(&DraftName) -> bool) -> Option<u32> {
        let mut found = (0..).zip(&self.drafts).filter(|(_, draft)| is_meant(draft));
        let first = found.next()?;
        found.next().is_none().then_some(first.0)
    }
}

impl DraftName {
    fn names(&self) -> impl Iterator<Item = &str> {
        let given = [Some(&self.name), self.symbol.as_ref(), self.date.as_ref()];
        let file = self.source.rsplit(['/', '\\']).next();
        given.into_iter().flatten().map(String::as_str).chain(file)
    }
}

/// The words and numbers of a name, so that "4 December", "4-dec" and "04 Dec." are the same.
fn words_of_name(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut kind = None;
    for c in name.chars() {
        let now = c.is_alphanumeric().then(|| c.is_numeric());
        if now.is_some() && now != kind {
            out.push(String::new());
        }
        if let (Some(_), Some(last)) = (now, out.last_mut()) {
            last.extend(c.to_lowercase());
        }
        kind = now;
    }
    for word in &mut out {
        let bare = word.trim_start_matches('0');
        if bare.len() < word.len() && !bare.is_empty() {
            *word = bare.to_owned();
        } else if let Some(month) = vocabulary::month(word) {
            *word = format!("month {month}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_named_as_people_name_them() {
        let draft = |source: &str, symbol: Option<&str>| DraftName {
            name: source.trim_end_matches(".md").to_owned(),
            source: format!("drafts/{source}"),
            symbol: symbol.map(str::to_owned),
            date: None,
        };
        let lives = Lives {
            drafts: vec![
                draft("23-oct-2015.md", None),
                draft("4-dec-2015.md", Some("FCCC/CP/2015/L.9")),
                draft("14-dec-2015.md", Some("FCCC/CP/2015/L.9/Rev.1")),
            ],
            ..Lives::default()
        };
        for (asked, found) in [
            ("2", Some(1)),
            ("@3", Some(2)),
            ("4 December", Some(1)),
            ("04 Dec 2015", Some(1)),
            ("23-oct-2015", Some(0)),
            ("FCCC/CP/2015/L.9", Some(1)),
            ("Rev.1", Some(2)),
            ("December", None),
            ("9 December", None),
            ("", None),
        ] {
            assert_eq!(lives.draft_named(asked), found, "{asked}");
        }
    }
}
