//! Which lives somebody asks for.

use super::{Lives, Outcome, PassageLife};
use crate::draft::PassageKind;

/// Which lives somebody asks for: those that answer all of it.
///
/// "Which brackets opened on 4 December are still open on 9 December, in Article 9?" is a section,
/// [`opened_in`] and [`open_in`].
///
/// [`opened_in`]: Choice::opened_in
/// [`open_in`]: Choice::open_in
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The section: its name (`Article 9`), what it is about (`transparency`), or both.
    pub section: Option<String>,
    /// The draft in whose brackets the words first stood: a part that split off opened with the
    /// whole.
    pub opened_in: Option<u32>,
    /// A draft in which it stands open.
    pub open_in: Option<u32>,
    /// The first draft in which it does not stand open any more.
    pub ended_in: Option<u32>,
    /// What became of it; any where there is none.
    pub outcomes: Vec<Outcome>,
    /// What kind it was last; any where there is none.
    pub kinds: Vec<PassageKind>,
}

impl Choice {
    /// Whether everything is asked for.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a life is asked for.
    #[must_use]
    pub fn picks(&self, lives: &Lives, life: &PassageLife) -> bool {
        let Some(last) = life.states.last() else {
            return false;
        };
        self.opened_in.is_none_or(|draft| life.since == draft)
            && self
                .open_in
                .is_none_or(|draft| life.state_in(draft).is_some())
            && self
                .ended_in
                .is_none_or(|draft| life.ending.as_ref().is_some_and(|end| end.draft == draft))
            && (self.outcomes.is_empty() || self.outcomes.contains(&life.outcome()))
            && (self.kinds.is_empty() || self.kinds.contains(&last.passage.kind))
            && self
                .section
                .as_deref()
                .is_none_or(|section| self.is_in(lives, life, section))
    }

    /// Whether a life stood in a section: in the draft that is asked about, or in any.
    fn is_in(&self, lives: &Lives, life: &PassageLife, section: &str) -> bool {
        let asked = |draft: u32| self.open_in.is_none_or(|open_in| open_in == draft);
        let mut states = life.states.iter().filter(|state| asked(state.draft));
        states.any(|state| lives.is_called(state.section, Some(state.draft), section))
    }
}

impl Lives {
    /// Whether somebody calls a section so, in one draft or in any.
    #[must_use]
    pub fn is_called(&self, section: u32, draft: Option<u32>, asked: &str) -> bool {
        let Some(row) = self.burn_down.sections.get(section as usize) else {
            return false;
        };
        let asked = plain(asked);
        let title = row.title.as_deref().map(plain).unwrap_or_default();
        let names = (0..)
            .zip(&row.names)
            .filter(|(at, _)| draft.is_none_or(|draft| draft == *at));
        !asked.is_empty()
            && names.filter_map(|(_, name)| name.as_deref()).any(|name| {
                let name = plain(name);
                asked == name
                    || !title.is_empty() && (asked == title || asked == format!("{name} {title}"))
            })
    }

    /// Whether any draft has a section that is called so.
    #[must_use]
    pub fn has_section(&self, asked: &str) -> bool {
        let rows = u32::try_from(self.burn_down.sections.len()).unwrap_or(u32::MAX);
        (0..rows).any(|row| self.is_called(row, None, asked))
    }
}

/// A name without brackets, case and double spaces.
fn plain(name: &str) -> String {
    let bare = name.to_lowercase().replace(['(', ')', '[', ']', '*'], " ");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}
