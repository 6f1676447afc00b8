//! The signs of notes: what names a note, and what in a text leads to it.

use super::{Paragraph, View};

/// The sign that a note has in a view: `[^1]` of the label `[^1]:`.
pub(crate) fn sign_of(note: &Paragraph, view: View) -> Option<&str> {
    Some(note.label_in(view)?.trim_end_matches(':'))
}

/// Raised text in parts, each `[^1]` in it apart: what may be the sign of a note.
pub(crate) fn signs_in(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("[^") {
        let end = rest[at..].find(']').map_or(rest.len(), |end| at + end + 1);
        let parts = [&rest[..at], &rest[at..end]];
        out.extend(parts.into_iter().filter(|part| !part.is_empty()));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        out.push(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_text_in_signs() {
        assert_eq!(signs_in("[^1][^b]"), ["[^1]", "[^b]"]);
        assert_eq!(signs_in("1"), ["1"]);
        assert_eq!(signs_in("th[^1]"), ["th", "[^1]"]);
        assert_eq!(signs_in("[^1"), ["[^1"]);
        assert!(signs_in("").is_empty());
    }
}
