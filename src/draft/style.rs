//! The typefaces that drafts give meaning to.

use std::ops::{BitOr, BitOrAssign};

/// A set of typefaces: italic for section calls, bold for proposals, raised for note signs.
///
/// ```
/// use redraft::draft::Style;
/// let both = Style::ITALIC | Style::BOLD;
/// assert!(both.contains(Style::BOLD));
/// assert_eq!(both.names(), vec!["italic", "bold"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Style(u8);

impl Style {
    /// No typeface of its own.
    pub const PLAIN: Self = Self(0);
    /// Italic: calls, foreign words, titles.
    pub const ITALIC: Self = Self(1);
    /// Bold: in compilations, a proposal or a bracket.
    pub const BOLD: Self = Self(2);
    /// Underlined.
    pub const UNDERLINE: Self = Self(4);
    /// Raised: the sign of a note.
    pub const SUPERSCRIPT: Self = Self(8);
    /// Lowered.
    pub const SUBSCRIPT: Self = Self(16);
    /// Small capitals.
    pub const SMALL_CAPS: Self = Self(32);

    const NAMED: [(Self, &'static str); 6] = [
        (Self::ITALIC, "italic"),
        (Self::BOLD, "bold"),
        (Self::UNDERLINE, "underline"),
        (Self::SUPERSCRIPT, "superscript"),
        (Self::SUBSCRIPT, "subscript"),
        (Self::SMALL_CAPS, "small-caps"),
    ];

    /// Whether every typeface of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// This set without the typefaces of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// The names that the JSON uses, in a fixed order.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        Self::NAMED
            .iter()
            .filter(|(style, _)| self.contains(*style))
            .map(|(_, name)| *name)
            .collect()
    }

    /// The set that holds the one typeface called `name`, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(style, _)| *style)
    }
}

impl BitOr for Style {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Style {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
