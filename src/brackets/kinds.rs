//! What kind of passage a bracket holds.
//!
//! Sources: UN Editorial Manual, *Identification of alternative versions of a paragraph*; the marks of ITU and UNFCCC
//! drafts: `[not decided]`, `[shall][should]`, `[x]`, `[Placeholder for …]`.

use super::attribution::attribution;
use crate::draft::PassageKind;

/// Judges the words inside a bracket. `beside` says whether another bracket stands right beside it.
pub(super) fn of(inside: &str, beside: bool) -> PassageKind {
    match attribution(inside) {
        Some(found) if found.is_opinion => PassageKind::StatusNote,
        Some(found) => of_text(&inside[found.text..], beside),
        None => of_text(inside, beside),
    }
}

fn of_text(inside: &str, beside: bool) -> PassageKind {
    let bare = inside.trim_matches(|c: char| c.is_whitespace() || "[]*_.,;:".contains(c));
    let low = bare.to_lowercase();
    if is_status_note(&low) {
        PassageKind::StatusNote
    } else if is_placeholder(&low, bare) {
        PassageKind::Placeholder
    } else if beside || is_choice(inside) {
        PassageKind::Alternative
    } else {
        PassageKind::Text
    }
}

/// A note about the text: "not decided", "pending decision of COM5", "document symbol to be added".
pub(super) fn is_status_note(low: &str) -> bool {
    const WHOLE: [&str; 24] = [
        "no text",
        "no article",
        "no paragraph",
        "no option",
        "no decision",
        "deleted",
        "reserved",
        "intentionally left blank",
        "not discussed",
        "agreed ad referendum",
        "not decided",
        "undecided",
        "not agreed",
        "agreed",
        "agreed ad ref",
        "ad ref",
        "under discussion",
        "under consideration",
        "no consensus",
        "to be discussed",
        "non décidé",
        "no decidido",
        "не решено",
        "sic",
    ];
    const BEGIN: [&str; 12] = [
        "pending",
        "awaiting",
        "note:",
        "note by",
        "footnote",
        "end of",
        "see also the proposal",
        "further definitions may be",
        "agreed ",
        "drafting note",
        "proposal to",
        "en attente",
    ];
    const TO_COME: [&str; 8] = [
        "to be added",
        "to be issued",
        "to be confirmed",
        "to be updated",
        "to be completed",
        "to be inserted",
        "to be decided",
        "to be determined",
    ];
    let words = low.split_whitespace().count();
    // "Negotiator's note: …" is one however long it is.
    let is_note = low.split_once(':').is_some_and(|(head, _)| {
        head.len() <= 60
            && (head.ends_with("note") || head.contains("note by ") || head.contains("note from "))
    });
    is_note
        || WHOLE.contains(&low)
        || words <= 14
            && (BEGIN.iter().any(|b| low.starts_with(b))
                || TO_COME
                    .iter()
                    .any(|t| low.starts_with(t) || low.ends_with(t)))
}

/// "agreed", "agreed ad ref.": also where it stands in round brackets.
pub(super) fn is_agreement(low: &str) -> bool {
    let bare = low.trim_end_matches(['.', ' ']);
    matches!(
        bare,
        "agreed" | "not agreed" | "agreed ad ref" | "agreed ad referendum" | "agreed text"
    )
}

/// Text to come: `x`, `X date`, `by X date`, `…`, `placeholder for …`.
fn is_placeholder(low: &str, bare: &str) -> bool {
    const WHOLE: [&str; 14] = [
        "x", "xx", "xxx", "y", "…", "...", "date", "year", "tbd", "tbc", "n", "number", "symbol",
        "year x",
    ];
    low.is_empty()
        || WHOLE.contains(&low)
        || low.starts_with("placeholder")
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
