//! The label of a clause, kept apart from its words.

use super::{Diff, View};

/// What stands before a clause and names it: `a)`, `3`, `(ii)`, `3 bis`, `OP5 alt`.
///
/// A label has an old and a new text, so that renumbering never looks like a change of words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Label {
    /// The label in each draft, with its own punctuation; `None` where the clause has no label
    /// there.
    pub text: Diff<Option<Box<str>>>,
    /// How many opening brackets at the start of the words are printed before the label, as in `[d)
    /// …]`.
    pub lead: Diff<u8>,
    /// The label as the source prints it, where that is not what was read: `c)h)`, `2110`, `[66`.
    pub printed: Option<Box<str>>,
    /// How sure the reading is, from 0 to 1. An undamaged label has 1.
    pub confidence: f32,
    /// Who took the old one away and who brought the new one: as
    /// [`Run::origin`](super::Run::origin).
    pub origin: Diff<u32>,
}

/// Signs that only part a label from the words behind it.
const CLOSING: [char; 10] = ['.', ':', '：', '．', '、', '-', '–', '—', ' ', '\u{a0}'];

impl Label {
    /// An undamaged label that is the same in both views.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: Diff::same(Some(text.into())),
            lead: Diff::same(0),
            printed: None,
            confidence: 1.0,
            origin: Diff::same(0),
        }
    }

    /// The label that stands in `view`, if any.
    #[must_use]
    pub fn in_view(&self, view: View) -> Option<&str> {
        self.text.get(view).as_deref()
    }

    /// A label's text as it is cited: without the signs that only part it from the words. `3` of
    /// `3.`, `(a)` as it stands.
    #[must_use]
    pub fn cited(text: &str) -> &str {
        let cited = text.trim_end_matches(CLOSING);
        // The label of a list without numbers is nothing but a sign.
        if cited.is_empty() { text } else { cited }
    }

    /// What a label's text says without any sign round it, as texts that cite it may leave it: `b`
    /// of `b)`, `(b)` and `b.`.
    #[must_use]
    pub fn core(text: &str) -> &str {
        text.trim_matches(|c| "()（）".contains(c) || CLOSING.contains(&c))
    }

    /// Whether the label says something else in the newer draft than in the older one, in both of
    /// which it stands.
    #[must_use]
    pub fn is_renumbered(&self) -> bool {
        matches!((&self.text.old, &self.text.new), (Some(old), Some(new)) if old != new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_as_they_are_cited() {
        for (text, cited, core) in [
            ("3.", "3", "3"),
            ("(a)", "(a)", "a"),
            ("b)", "b)", "b"),
            ("١ -", "١", "١"),
            ("–", "–", ""),
            ("Option 1:", "Option 1", "Option 1"),
        ] {
            assert_eq!(
                (Label::cited(text), Label::core(text)),
                (cited, core),
                "{text}"
            );
        }
    }
}
