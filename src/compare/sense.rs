//! Words that turn the sense of a sentence: opposites, conditions, and how binding a verb is.

use crate::vocabulary;
pub(super) use crate::vocabulary::{force_of_modal, force_of_verb};

/// Whether one word is the opposite of the other: by a prefix ("insufficient"), or because people
/// say so ("reduce").
pub(super) fn are_opposite(one: &str, other: &str) -> bool {
    negates(one, other)
        || negates(other, one)
        || vocabulary::are_opposite_stems(stem(one), stem(other))
}

/// "insufficient" and "sufficient".
fn negates(long: &str, short: &str) -> bool {
    const LEAST: usize = 5;
    // "unsafe" is plain; "inform" and "form" are not.
    if long.strip_prefix("un") == Some(short) && short.chars().count() + 1 >= LEAST {
        return true;
    }
    short.chars().count() >= LEAST
        && !vocabulary::no_opposites().contains(&short)
        && vocabulary::negating_prefixes_at(long).any(|taken| long[taken..] == *short)
}

/// A word without its ending, roughly: "reduces", "reduced" and "reducing" are one.
fn stem(word: &str) -> &str {
    const LEAST: usize = 4;
    vocabulary::word_endings()
        .iter()
        .find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() >= LEAST))
        .unwrap_or(word)
}

/// The condition that some words hold: a known phrase, or a phrase that commas set off. `text` is
/// as printed.
pub(super) fn condition(text: &str) -> Option<String> {
    let low: String = text.to_lowercase();
    let words: Vec<&str> = low
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty())
        .collect();
    let flat = format!(" {} ", words.join(" "));
    let known = vocabulary::conditions()
        .iter()
        .filter(|phrase| flat.contains(&format!(" {phrase} ")))
        .max_by_key(|phrase| phrase.len());
    let set_off = set_off(text.trim());
    match (known, set_off) {
        (_, Some(phrase)) => Some(phrase),
        (Some(phrase), None) => Some((*phrase).to_owned()),
        (None, None) => None,
    }
}

/// ", on terms that all agree to,": short, between commas, opened by a preposition.
fn set_off(text: &str) -> Option<String> {
    const LONGEST: usize = 9;
    let inner = text.strip_prefix(',')?.strip_suffix(',')?.trim();
    let words: Vec<&str> = inner.split_whitespace().collect();
    let opens = words
        .first()
        .is_some_and(|w| vocabulary::condition_openings().contains(&w.to_lowercase().as_str()));
    (opens && (2..=LONGEST).contains(&words.len()) && !inner.contains(','))
        .then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites() {
        for (one, other) in [
            ("insufficient", "sufficient"),
            ("equal", "unequal"),
            ("increases", "reduced"),
            ("mandatory", "voluntary"),
            ("including", "excluding"),
            ("disagree", "agree"),
        ] {
            assert!(
                are_opposite(one, other) && are_opposite(other, one),
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("information", "formation"),
            ("inform", "form"),
            ("ships", "boats"),
        ] {
            assert!(!are_opposite(one, other), "{one} {other}");
        }
    }

    #[test]
    fn conditions() {
        assert_eq!(
            condition(", on terms that all agree to,").as_deref(),
            Some("on terms that all agree to")
        );
        assert_eq!(
            condition("harbours as appropriate and").as_deref(),
            Some("as appropriate")
        );
        assert_eq!(condition("lighthouses and harbours"), None);
        assert_eq!(condition("on the coast"), None);
    }
}
