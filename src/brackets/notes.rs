//! Notes about the state of a text, known by what they say: "Suggested for closure", "AGREED ad
//! ref", "moved from OP5".
//!
//! A text that merely holds such a word is text: `[agreed measures]`. So a note says nothing else,
//! or goes on with a label, a name or a symbol: "based on OP 4 of A/C.2/78/L.5".

use super::parties::is_known;
use crate::vocabulary;

/// Whether words in small letters say only how the text stands.
pub(super) fn is_status(low: &str) -> bool {
    const FEW: usize = 14;
    let bare = trimmed(low);
    is_named_note(low)
        || is_whole(bare)
        || about(bare).is_some()
        || has_few_words(bare, FEW) && is_begun_or_to_come(bare)
}

/// "Negotiator's note: …", however long it is.
fn is_named_note(low: &str) -> bool {
    const LONGEST: usize = 60;
    let Some((head, _)) = low
        .split_once(':')
        .filter(|(head, _)| head.len() <= LONGEST)
    else {
        return false;
    };
    vocabulary::note_names()
        .iter()
        .any(|name| head.ends_with(name))
        || vocabulary::note_authors()
            .iter()
            .any(|by| head.contains(by))
}

/// "pending decision of COM5", "document symbol to be added".
fn is_begun_or_to_come(low: &str) -> bool {
    let begins = |words: &[&str]| words.iter().any(|begin| low.starts_with(begin));
    begins(vocabulary::status_openings())
        || begins(vocabulary::to_come())
        || vocabulary::to_come().iter().any(|end| low.ends_with(end))
}

/// "pending decision of COM5": also where it stands in round brackets.
pub(super) fn is_pending(low: &str) -> bool {
    vocabulary::begins(vocabulary::pending_words(), low).is_some() && is_status(low)
}

/// Whether a line in small letters is nothing but a note. Words that may as well be a heading or a
/// reference are not enough there.
pub(super) fn is_line(low: &str) -> bool {
    let low = trimmed(low);
    is_whole(low) && !is_also_text(low)
        || about(low).is_some_and(|head| !vocabulary::notes_about_in_text().contains(&head))
}

/// Whether words in small letters are a note where they stand in round brackets, or end a clause.
pub(super) fn is_plain(low: &str) -> bool {
    let low = trimmed(low);
    is_whole(low) && !is_also_text(low)
        || about(low).is_some_and(|head| vocabulary::notes_about_at_end().contains(&head))
}

/// What texts say too, in round brackets or in a line; "no text" is what an option says.
fn is_also_text(low: &str) -> bool {
    vocabulary::notes_also_text().contains(&low)
}

fn trimmed(low: &str) -> &str {
    low.trim_matches(|c: char| c.is_whitespace() || "().!*_-–—:;".contains(c))
}

fn is_whole(low: &str) -> bool {
    says(low) || low.contains('’') && says(&low.replace('’', "'")) || is_whole_with_more(low)
}

/// Whether words are a note by themselves.
fn says(low: &str) -> bool {
    vocabulary::status_notes().contains(&low)
        || vocabulary::agreements().contains(&low)
        || vocabulary::disagreements().contains(&low)
}

/// "agreed, EU", "closed (12 May)".
fn is_whole_with_more(low: &str) -> bool {
    let parts = low.split([',', '/', ';', '–', '—', '(']);
    let is_end = |c: char| c.is_whitespace() || ").".contains(c);
    let mut parts = parts.map(|part| part.trim_matches(is_end));
    let first = parts.next().unwrap_or("");
    first.len() < low.len()
        && says(first)
        && parts.all(|part| says(part) || is_known(part) || is_reference(part))
}

/// How a note begins that goes on with what it is about: "moved from OP5", "cluster with PP3",
/// "based on OP 4 of A/C.2/78/L.5".
fn about(low: &str) -> Option<&'static str> {
    let heads = vocabulary::notes_about().iter().copied();
    let is_about = |head: &str| {
        let rest = low.strip_prefix(head);
        let rest = rest.and_then(|rest| rest.strip_prefix([' ', '\u{a0}', ':', '.']));
        rest.is_some_and(is_reference)
    };
    { heads }.find(|head| is_about(head))
}

/// Whether words only say where something stands: labels, names of parts, symbols, dates.
fn is_reference(words: &str) -> bool {
    const MOST: usize = 16;
    let mut has_place = false;
    let mut count = 0;
    for word in words.split(|c: char| c.is_whitespace() || ",;()[]–+&".contains(c)) {
        let word = word.trim_matches(['.', ':', '“', '”', '"']);
        if word.is_empty() {
            continue;
        }
        count += 1;
        let is_place = is_place(word);
        if count > MOST || !is_place && !stands_beside_place(word) {
            return false;
        }
        has_place |= is_place;
    }
    has_place
}

/// A label, a number, "above", the name of a delegation.
fn is_place(word: &str) -> bool {
    word.chars().any(char::is_numeric)
        || is_letter_label(word)
        || vocabulary::note_places().contains(&word)
        || vocabulary::alternative_marks().contains(&word)
        || is_known(word)
}

fn stands_beside_place(word: &str) -> bool {
    vocabulary::beside_note_places().contains(&word)
        || vocabulary::word(word).month
        || vocabulary::suffixes()
            .iter()
            .any(|(suffix, _)| *suffix == word)
}

/// `a`, `iv`, `b)`.
fn is_letter_label(word: &str) -> bool {
    let bare = word.trim_end_matches(')');
    bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase()) && bare != "a"
        || !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|b| b"ivx".contains(&b))
}

fn has_few_words(low: &str, most: usize) -> bool {
    low.split_whitespace().nth(most).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes() {
        for low in [
            "suggested for closure",
            "agreed ad ref",
            "agreed ad referendum",
            "new para",
            "based on op 4 of a/c.2/78/l.5",
            "facilitator's proposal",
            "facilitator’s proposal",
            "co-chairs’ text",
            "chair's proposal",
            "pending",
            "to be discussed",
            "under negotiation",
            "cluster with pp3",
            "moved from op5",
            "merged with op 7 bis",
            "formerly op6",
            "see alt",
            "text from para 5",
            "bridging proposal",
            "streamlined",
            "no consensus",
            "agreed, 12 may",
            "based on para 12 of resolution 76/19",
            "согласовано",
            "新段落",
            "已商定",
            "متفق عليه",
            "nouveau paragraphe",
            "acordado ad referéndum",
            "moved from op5 alt",
        ] {
            assert!(is_status(low), "{low}");
        }
    }

    #[test]
    fn text_with_such_words() {
        for low in [
            "agreed measures",
            "agreed",
            "based on the best available science",
            "new and additional",
            "from 2020",
            "pending the entry into force of this agreement and of all the instruments that the parties have made under it",
            "moved by the suffering",
            "see the annex for more",
            "former colonies",
            "closed areas",
            "based on equity",
            "under negotiation by the parties",
        ] {
            assert_eq!(is_line(low), low == "agreed", "{low}");
        }
        for low in [
            "agreed measures",
            "based on equity",
            "new and additional",
            "former colonies",
            "agreed by all parties",
        ] {
            assert!(!is_status(low), "{low}");
        }
    }
}
