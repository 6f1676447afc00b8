//! One type for every old/new pair: labels, depths, lines, counts.

use super::View;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value in the older draft and its counterpart in the newer one.
///
/// ```
/// use redraft::draft::Diff;
/// let depth = Diff { old: 1, new: 2 };
/// assert!(depth.differs());
/// assert_eq!(depth.map(|d| d * 10), Diff { old: 10, new: 20 });
/// assert_eq!(depth.invert(), Diff { old: 2, new: 1 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub struct Diff<T> {
    /// The value in the older draft.
    pub old: T,
    /// The value in the newer draft.
    pub new: T,
}

impl<T> Diff<T> {
    /// The same value on both sides.
    pub fn same(value: T) -> Self
    where
        T: Clone,
    {
        Self {
            old: value.clone(),
            new: value,
        }
    }

    /// The value that stands in `view`.
    pub const fn get(&self, view: View) -> &T {
        match view {
            View::Base => &self.old,
            View::Revised => &self.new,
        }
    }

    /// The value that stands in `view`, to be changed.
    pub const fn get_mut(&mut self, view: View) -> &mut T {
        match view {
            View::Base => &mut self.old,
            View::Revised => &mut self.new,
        }
    }

    /// Applies `f` to both sides.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Diff<U> {
        Diff {
            old: f(self.old),
            new: f(self.new),
        }
    }

    /// Borrows both sides.
    pub const fn as_ref(&self) -> Diff<&T> {
        Diff {
            old: &self.old,
            new: &self.new,
        }
    }

    /// Pairs each side with the same side of `other`.
    pub fn zip<U>(self, other: Diff<U>) -> Diff<(T, U)> {
        Diff {
            old: (self.old, other.old),
            new: (self.new, other.new),
        }
    }

    /// Looks at the change the other way round.
    pub fn invert(self) -> Self {
        Self {
            old: self.new,
            new: self.old,
        }
    }

    /// Whether the two sides differ.
    pub fn differs(&self) -> bool
    where
        T: PartialEq,
    {
        self.old != self.new
    }
}
