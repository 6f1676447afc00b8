//! What kind of passage a bracket holds.
//!
//! Sources: UN Editorial Manual, *Identification of alternative versions of a paragraph*; the marks
//! of ITU and UNFCCC drafts: `[not decided]`, `[shall][should]`, `[x]`, `[Placeholder for …]`.

use super::attribution::attribution;
use super::notes::is_status;
use crate::draft::PassageKind;
use crate::vocabulary;

/// Judges the words inside a bracket. `beside` says whether another bracket stands right beside it.
pub(super) fn of(inside: &str, beside: bool) -> PassageKind {
    match attribution(inside) {
        Some(found) if found.is_opinion => PassageKind::StatusNote,
        Some(found) => of_text(&inside[found.text..found.end], beside),
        None => of_text(inside, beside),
    }
}

fn of_text(inside: &str, beside: bool) -> PassageKind {
    let bare = inside.trim_matches(|c: char| c.is_whitespace() || "[]*_.,;:".contains(c));
    let low = bare.to_lowercase();
    if is_status(&low) {
        PassageKind::StatusNote
    } else if is_placeholder(&low, bare) {
        PassageKind::Placeholder
    } else if beside || is_choice(inside) {
        PassageKind::Alternative
    } else {
        PassageKind::Text
    }
}

/// Text to come: `x`, `X date`, `by X date`, `…`, `placeholder for …`.
fn is_placeholder(low: &str, bare: &str) -> bool {
    low.is_empty()
        || matches!(low, "x" | "xx" | "xxx" | "y" | "n")
        || vocabulary::placeholders().contains(&low)
        || vocabulary::begins(vocabulary::placeholder_openings(), low).is_some()
        || low.chars().all(|c| "…._-–— ●•*#?".contains(c))
        || bare.split_whitespace().count() <= 4
            && bare
                .split_whitespace()
                .any(|w| matches!(w, "X" | "XX" | "XXX" | "Y"))
}

/// `shall/should`, `a / b`: one of several short texts, parted by a slash.
fn is_choice(inside: &str) -> bool {
    let words = inside.split_whitespace().count();
    let mut parts = inside.split('/');
    let first = parts.next().unwrap_or("");
    words <= 14
        && !inside.contains(['\n', '['])
        && parts.clone().count() >= 1
        && !first.trim().is_empty()
        && parts.clone().all(|p| !p.trim().is_empty())
        && !inside.bytes().any(|b| b.is_ascii_digit())
        && (inside.contains(" / ") || words <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        use PassageKind::{Alternative, Placeholder, StatusNote, Text};
        for (inside, beside, kind) in [
            ("within their respective roles,", false, Text),
            ("not decided", false, StatusNote),
            ("Pending decision of COM5", false, StatusNote),
            ("document symbol to be added", false, StatusNote),
            ("to be confirmed by the Bureau", false, StatusNote),
            ("shall", true, Alternative),
            ("shall/should", false, Alternative),
            ("member States / Parties", false, Alternative),
            ("EU: shall", true, Alternative),
            ("Chile: under discussion", false, StatusNote),
            ("Russian Federation: delete", true, StatusNote),
            ("EU: and national law", false, Text),
            ("No text.", false, StatusNote),
            (
                "Negotiator's Note: the Parties are considering this",
                false,
                StatusNote,
            ),
            ("x", false, Placeholder),
            ("by X date", true, Placeholder),
            ("Placeholder for \"climate finance\"", false, Placeholder),
            (
                "Encourage/ Instructs the Secretary-General\nto act",
                false,
                Text,
            ),
            ("resolution 66/184", false, Text),
        ] {
            assert_eq!(of(inside, beside), kind, "{inside}");
        }
    }
}
