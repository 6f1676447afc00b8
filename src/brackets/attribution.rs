//! Whose text a bracket holds: `[EU: and national law]`, `[CL/PE propose; US oppose: …]`, `[US reserve]`.
//!
//! Compilations and consolidated texts name the delegations that want a text, or do not want it, before a colon. The names
//! are no part of the text; a bracket that says only what a delegation thinks of the text beside it is a note.

use super::parties::is_party;
use crate::vocabulary;

/// Who is named at the start of a bracket, and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribution<'a> {
    /// The names, as printed, with what they do: `CL/PE propose; US oppose`.
    pub(crate) by: &'a str,
    /// Where the text begins, in bytes, after the colon and the space.
    pub(crate) text: usize,
    /// Whether they only say what they think of the text: nothing of the bracket is text.
    pub(crate) is_opinion: bool,
}

/// The longest list of names, in bytes.
const LONGEST: usize = 160;

/// Reads the attribution at the start of what a bracket holds.
pub(crate) fn attribution(inside: &str) -> Option<Attribution<'_>> {
    let start = inside.len() - inside.trim_start().len();
    let colon = inside.char_indices().take_while(|(at, _)| *at <= LONGEST);
    let colon = colon
        .filter(|(_, c)| matches!(c, ':' | '：' | '[' | '('))
        .map(|(at, _)| at)
        .next();
    let colon = colon.filter(|at| inside[*at..].starts_with([':', '：']));
    let Some(colon) = colon else {
        let by = inside.trim();
        return is_opinion_alone(by).then_some(Attribution {
            by,
            text: inside.len(),
            is_opinion: true,
        });
    };
    let by = inside[start..colon].trim_end();
    if !names(by) {
        return None;
    }
    let sign = inside[colon..].chars().next().map_or(1, char::len_utf8);
    let rest = &inside[colon + sign..];
    Some(Attribution {
        by,
        text: colon + sign + (rest.len() - rest.trim_start().len()),
        is_opinion: is_opinion(rest),
    })
}

/// Whether words are names of delegations, perhaps with what they do.
fn names(by: &str) -> bool {
    if by.is_empty() {
        return false;
    }
    let mut parties = 0;
    let parts = by.split([',', ';', '/', '+', '&']).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        if is_party(part) {
            parties += 1;
            continue;
        }
        // "the delegation of Chile", "Norway and Chile propose".
        let mut name = String::new();
        let mut found = 0;
        for word in part.split_whitespace() {
            let low = word.trim_matches(['.', '-', '–']).to_lowercase();
            let is_link = vocabulary::delegation_links().contains(&low.as_str())
                || vocabulary::delegation_verbs().contains(&low.as_str());
            if is_link && !name.is_empty() && is_party(&name) {
                found += 1;
                name.clear();
            } else if is_link && name.is_empty() {
                continue;
            } else {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(word);
            }
        }
        if !name.is_empty() {
            if !is_party(&name) {
                return false;
            }
            found += 1;
        }
        parties += found;
    }
    parties > 0
}

/// `US reserve`, `EU/USA: delete` without a colon: names, and at the end what they do.
fn is_opinion_alone(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    text.len() <= LONGEST
        && vocabulary::opinion_verbs().contains(&last.to_lowercase().as_str())
        && names(text)
}

/// Whether what is said after the names is no text: "delete", "reserve", "replace “x” by “y”".
fn is_opinion(text: &str) -> bool {
    let low = text
        .trim_matches(|c: char| c.is_whitespace() || ".;,]".contains(c))
        .to_lowercase();
    vocabulary::opinions().contains(&low.as_str())
        || vocabulary::opinion_openings()
            .iter()
            .any(|begin| low.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inside: &str) -> Option<(&str, &str, bool)> {
        attribution(inside).map(|found| (found.by, &inside[found.text..], found.is_opinion))
    }

    #[test]
    fn names_before_a_colon() {
        assert_eq!(
            told("EU: and national law"),
            Some(("EU", "and national law", false))
        );
        assert_eq!(
            told("US: , as appropriate"),
            Some(("US", ", as appropriate", false))
        );
        assert_eq!(
            told("Egypt, Pakistan: Recalling,"),
            Some(("Egypt, Pakistan", "Recalling,", false))
        );
        assert_eq!(
            told("CL/PE propose; US/JP/AU oppose: The Parties"),
            Some(("CL/PE propose; US/JP/AU oppose", "The Parties", false))
        );
        assert_eq!(
            told("Norway, supported by Chile: Invites"),
            Some(("Norway, supported by Chile", "Invites", false))
        );
        assert_eq!(
            told("AFRICA GROUP: Developed"),
            Some(("AFRICA GROUP", "Developed", false))
        );
        assert_eq!(
            told("DELEGATION OF JAPAN: soon"),
            Some(("DELEGATION OF JAPAN", "soon", false))
        );
        assert_eq!(told("G77+China: all"), Some(("G77+China", "all", false)));
    }

    #[test]
    fn opinions_are_no_text() {
        assert_eq!(
            told("Russian Federation: delete"),
            Some(("Russian Federation", "delete", true))
        );
        assert_eq!(told("EU/USA: reserve"), Some(("EU/USA", "reserve", true)));
        assert_eq!(told("US reserve"), Some(("US reserve", "", true)));
    }

    #[test]
    fn what_is_no_name() {
        for inside in [
            "Decides to act on: (a)",
            "the following: one",
            "Option 1: to act",
            "shall take the following steps: (a)",
            "Note: to be moved",
            "Article 5: Scope",
            "PP4: text",
            "a) Recalls: the",
            "Placeholder: finance",
            "it supports",
        ] {
            assert_eq!(told(inside), None, "{inside}");
        }
    }
}
