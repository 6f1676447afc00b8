//! Whose text a bracket holds: `[EU: and national law]`, `[CL/PE propose; US oppose: …]`, `[US
//! reserve]`.
//!
//! Compilations and consolidated texts name the delegations that want a text, or do not want it,
//! before a colon. The names are no part of the text; a bracket that says only what a delegation
//! thinks of the text beside it is a note.

use super::parties::{is_known, is_party};
use crate::vocabulary;

/// Who is named at the start of a bracket, and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribution<'a> {
    /// The names, as printed, with what they do: `CL/PE propose; US oppose`.
    pub(crate) by: &'a str,
    /// Where the text begins, in bytes, after the colon and the space.
    pub(crate) text: usize,
    /// Where the text ends: before the dash of `[shall – EU]`.
    pub(crate) end: usize,
    /// Whether they only say what they think of the text: nothing of the bracket is text.
    pub(crate) is_opinion: bool,
}

/// The longest list of names, in bytes.
const LONGEST: usize = 160;

/// Reads the attribution at the start of what a bracket holds, or at its end.
pub(crate) fn attribution(inside: &str) -> Option<Attribution<'_>> {
    let start = inside.len() - inside.trim_start().len();
    let signs = inside.char_indices().take_while(|(at, _)| *at <= LONGEST);
    let mut signs = signs.filter(|(_, c)| matches!(c, ':' | '：' | '['));
    let Some((colon, sign)) = signs.next().filter(|(_, c)| *c != '[') else {
        return alone(inside).or_else(|| at_end(inside));
    };
    let by = inside.get(start..colon).unwrap_or("").trim_end();
    if !names(by) {
        return at_end(inside);
    }
    let rest = &inside[colon + sign.len_utf8()..];
    Some(Attribution {
        by,
        text: inside.len() - rest.trim_start().len(),
        end: inside.len(),
        is_opinion: is_opinion(rest),
    })
}

/// `US reserve`: nothing but names and what they do.
fn alone(inside: &str) -> Option<Attribution<'_>> {
    let by = inside.trim();
    is_opinion_alone(by).then_some(Attribution {
        by,
        text: inside.len(),
        end: inside.len(),
        is_opinion: true,
    })
}

/// `retain – EU`: names behind a dash at the end. Abbreviations that nobody knows are words of the
/// text there.
fn at_end(inside: &str) -> Option<Attribution<'_>> {
    let start = inside.len().saturating_sub(LONGEST);
    let start = (start..=inside.len()).find(|at| inside.is_char_boundary(*at))?;
    let dash = inside[start..]
        .rfind(['–', '—', '-'])
        .map(|at| start + at)?;
    let before = &inside[..dash];
    let sign = inside[dash..].chars().next().map_or(1, char::len_utf8);
    let by = inside[dash + sign..].trim();
    let is_apart = before.ends_with(char::is_whitespace) && !before.trim().is_empty();
    if !is_apart || by.is_empty() || !by.split(SEPARATORS).all(is_known) {
        return None;
    }
    let text = inside.len() - inside.trim_start().len();
    let end = before.trim_end().len();
    Some(Attribution {
        by,
        text,
        end,
        is_opinion: is_opinion(&inside[text..end]),
    })
}

/// What parts names: commas and strokes of six languages.
const SEPARATORS: [char; 12] = [
    ',', ';', '/', '+', '&', '，', '、', '；', '／', '،', '؛', '|',
];

/// Whether words are names of delegations, perhaps with what they do.
fn names(by: &str) -> bool {
    if by.is_empty() {
        return false;
    }
    let mut parties = 0;
    let parts = by.split(SEPARATORS).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        if is_party(part) || is_row(part) {
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

/// Names, or a name and what it does, where no space parts words: 中国和俄罗斯, 中国建议, وسويسرا.
fn is_row(part: &str) -> bool {
    let mut verbs = vocabulary::glued_delegation_verbs().iter();
    let bare = verbs.find_map(|verb| part.strip_suffix(verb));
    is_joined(bare.unwrap_or(part))
}

/// A name, or names with a link between them or before them, which is part of the word: 和, و.
fn is_joined(part: &str) -> bool {
    let links = vocabulary::glued_delegation_links().iter();
    let is_split = |link: &str| {
        let mut places = part.match_indices(link).map(|(at, _)| part.split_at(at));
        places.any(|(before, after)| {
            let before = before.trim();
            (before.is_empty() || is_known(before)) && is_joined(&after[link.len()..])
        })
    };
    is_known(part.trim()) || { links }.any(|link| is_split(link))
}

/// `US reserve`, `EU/USA: delete` without a colon: names, and at the end what they do.
fn is_opinion_alone(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    vocabulary::opinion_verbs().contains(&last.to_lowercase().as_str()) && names(text)
}

/// Whether what is said after the names is no text: "delete", "reserve", "replace “x” by “y”".
fn is_opinion(text: &str) -> bool {
    // Opinions are short, and so is what they begin with.
    let text = text.trim_start();
    let end = (LONGEST.min(text.len())..).find(|at| text.is_char_boundary(*at));
    let text = &text[..end.unwrap_or(text.len())];
    let low = text
        .trim_matches(|c: char| c.is_whitespace() || ".;,]".contains(c))
        .to_lowercase();
    vocabulary::opinions().contains(&low.as_str())
        || vocabulary::begins(vocabulary::opinion_openings(), &low).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inside: &str) -> Option<(&str, &str, bool)> {
        attribution(inside)
            .map(|found| (found.by, &inside[found.text..found.end], found.is_opinion))
    }

    #[test]
    fn names_of_six_languages() {
        for (inside, by, text) in [
            (
                "Suisse : ainsi que les ports",
                "Suisse",
                "ainsi que les ports",
            ),
            ("Suisse\u{a0}: ainsi", "Suisse", "ainsi"),
            ("Brésil\u{202f}: ainsi", "Brésil", "ainsi"),
            ("Китай: а также порты", "Китай", "а также порты"),
            (
                "Китай и Российская Федерация: порты",
                "Китай и Российская Федерация",
                "порты",
            ),
            ("中国：以及港口", "中国", "以及港口"),
            ("中国和俄罗斯：以及港口", "中国和俄罗斯", "以及港口"),
            ("سويسرا: والموانئ", "سويسرا", "والموانئ"),
            ("سويسرا، الصين: والموانئ", "سويسرا، الصين", "والموانئ"),
            (
                "Suiza/Noruega: y los puertos",
                "Suiza/Noruega",
                "y los puertos",
            ),
            ("US, EU: and ports", "US, EU", "and ports"),
            ("EU alt: and ports", "EU alt", "and ports"),
            (
                "Iran (Islamic Republic of): and ports",
                "Iran (Islamic Republic of)",
                "and ports",
            ),
            ("EU: 1 bis. *Urges* keepers", "EU", "1 bis. *Urges* keepers"),
            ("and ports – EU, Norway", "EU, Norway", "and ports"),
        ] {
            assert_eq!(told(inside), Some((by, text, false)), "{inside}");
        }
        for (inside, by) in [
            ("G77: delete", "G77"),
            ("retain – EU", "EU"),
            ("Suisse : supprimer", "Suisse"),
            ("中国：删除", "中国"),
        ] {
            assert_eq!(
                told(inside).map(|(by, _, note)| (by, note)),
                Some((by, true)),
                "{inside}"
            );
        }
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
            "the years 2015 – 2020",
            "the work – IPCC",
            "a low-carbon-EU",
        ] {
            assert_eq!(told(inside), None, "{inside}");
        }
    }
}
