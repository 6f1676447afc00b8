//! What the words that open a citation call for.

use crate::vocabulary::{Cited, cited};

/// What a noun calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Paragraph,
    Preambular,
    SubParagraph,
    Article,
    /// "§", and "point": a paragraph of something that must be named.
    Named,
}

/// What a word in small letters calls for, if anything.
pub(super) fn noun(low: &str) -> Option<Noun> {
    Some(match cited(low)? {
        Cited::Paragraph => Noun::Paragraph,
        Cited::Subparagraph => Noun::SubParagraph,
        Cited::Article => Noun::Article,
        Cited::Point => Noun::Named,
        Cited::Resolution | Cited::Decision => return None,
    })
}
