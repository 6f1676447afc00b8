//! From when to when something stands, and values that change from draft to draft.

/// The drafts in which a mark or a stretch of words stands: from one draft on, up to the one before
/// another.
///
/// ```
/// use redraft::draft::history::Life;
/// let life = Life { from: 1, until: 3 };
/// assert!(!life.stands_in(0) && life.stands_in(1) && life.stands_in(2) && !life.stands_in(3));
/// assert!(Life::since(2).goes_on());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Life {
    /// The first draft it stands in, from 0.
    pub from: u32,
    /// The first draft it no longer stands in; [`Life::OPEN`] where there is none.
    pub until: u32,
}

impl Life {
    /// The end of a life that goes on.
    pub const OPEN: u32 = u32::MAX;

    /// A life that began with draft `from` and goes on.
    #[must_use]
    pub const fn since(from: u32) -> Self {
        Self {
            from,
            until: Self::OPEN,
        }
    }

    /// Whether it stands in draft `revision`.
    #[must_use]
    pub const fn stands_in(self, revision: u32) -> bool {
        self.from <= revision && revision < self.until
    }

    /// Whether it stands in the last draft.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        self.until == Self::OPEN
    }
}

/// A value that holds for a while, then another: the label of a clause, the style of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timeline<T> {
    now: T,
    /// What held before, each with the first draft in which it no longer did.
    before: Box<[(u32, T)]>,
}

impl<T: Copy + PartialEq> Timeline<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            now: value,
            before: Box::default(),
        }
    }

    /// The value in draft `revision`.
    pub(crate) fn get(&self, revision: u32) -> T {
        let at = self.before.partition_point(|(until, _)| *until <= revision);
        self.before.get(at).map_or(self.now, |(_, value)| *value)
    }

    /// Says that another value holds from draft `revision` on, which must be later than all before.
    pub(crate) fn set(&mut self, revision: u32, value: T) {
        if self.now != value {
            let mut before = std::mem::take(&mut self.before).into_vec();
            before.push((revision, self.now));
            self.before = before.into_boxed_slice();
            self.now = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_draft_has_its_value() {
        let mut label = Timeline::new("4");
        label.set(2, "5");
        label.set(3, "5");
        label.set(7, "6");
        let all: Vec<&str> = (0..9).map(|k| label.get(k)).collect();
        assert_eq!(all, ["4", "4", "5", "5", "5", "5", "5", "6", "6"]);
    }
}
