//! Words that turn the sense of a sentence: opposites, conditions, and how binding a verb is.

/// Whether one word is the opposite of the other: by a prefix ("insufficient"), or because people say so ("reduce").
pub(super) fn are_opposite(one: &str, other: &str) -> bool {
    negates(one, other) || negates(other, one) || {
        let (one, other) = (stem(one), stem(other));
        OPPOSITES.iter().any(|(a, b)| {
            let side = |words: &[&str], word: &str| words.contains(&word);
            side(a, one) && side(b, other) || side(b, one) && side(a, other)
        })
    }
}

/// "insufficient" and "sufficient".
fn negates(long: &str, short: &str) -> bool {
    const LEAST: usize = 5;
    const NO_OPPOSITES: [&str; 5] = ["formation", "prove", "tense", "close", "vestment"];
    // "unsafe" is plain; "inform" and "form" are not.
    if long.strip_prefix("un") == Some(short) && short.chars().count() + 1 >= LEAST {
        return true;
    }
    short.chars().count() >= LEAST
        && !NO_OPPOSITES.contains(&short)
        && [
            "in", "un", "non-", "non", "dis", "im", "ir", "il", "mis", "а", "не",
        ]
        .iter()
        .any(|prefix| long.strip_prefix(prefix) == Some(short))
}

/// A word without its ending, roughly: "reduces", "reduced" and "reducing" are one.
fn stem(word: &str) -> &str {
    const LEAST: usize = 4;
    ["ing", "ed", "es", "s", "e", "d"]
        .iter()
        .find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() >= LEAST))
        .unwrap_or(word)
}

/// Stems of opposites.
const OPPOSITES: &[(&[&str], &[&str])] = &[
    (
        &["increas", "rais", "expand", "enlarg"],
        &["decreas", "reduc", "lower", "limit", "curtail"],
    ),
    (
        &["more", "greater", "higher"],
        &["less", "fewer", "lower", "smaller"],
    ),
    (&["includ"], &["exclud", "except"]),
    (
        &["allow", "permit", "authoriz"],
        &["prohibit", "forbid", "prevent", "prohibition"],
    ),
    (
        &["accept", "approv", "endors"],
        &["reject", "oppos", "refus"],
    ),
    (&["support"], &["oppos"]),
    (&["strengthen", "reinforc"], &["weaken"]),
    (
        &["mandatory", "obligatory", "binding", "compulsory"],
        &["voluntary", "optional", "non-binding"],
    ),
    (&["befor", "prior"], &["after", "following"]),
    (&["maximum", "most"], &["minimum", "least"]),
    (&["all", "every", "each"], &["some", "none", "certain"]),
    (&["always"], &["never"]),
    (&["with"], &["without"]),
    (&["high"], &["low"]),
    (
        &["begin", "start", "launch"],
        &["end", "stop", "terminat", "ceas"],
    ),
    (
        &["continu", "maintain"],
        &["discontinu", "terminat", "ceas", "abolish"],
    ),
    (&["multilateral"], &["unilateral"]),
    (&["public"], &["confidential"]),
    (&["open"], &["clos"]),
    (&["success"], &["failur"]),
    (&["benefit"], &["harm"]),
    (&["augmenter", "accroître"], &["réduire", "diminuer"]),
    (&["aumentar"], &["reducir", "disminuir"]),
];

/// How binding a word is, from 1; none for words that bind nobody.
pub(super) fn force_of_modal(low: &str) -> Option<u8> {
    Some(match low {
        "shall" | "must" | "doit" | "doivent" | "debe" | "deben" | "deberá" | "deberán"
        | "должен" | "должны" => 4,
        "will" => 3,
        "should" | "devrait" | "devraient" | "debería" | "deberían" | "ought" | "следует" => {
            2
        }
        "may" | "can" | "could" | "might" | "peut" | "peuvent" | "puede" | "pueden" | "podrá"
        | "podrán" | "может" | "могут" => 1,
        _ => return None,
    })
}

/// How binding the verb is that opens an operative clause.
pub(super) fn force_of_verb(low: &str) -> Option<u8> {
    Some(match low {
        "decides" | "resolves" | "determines" | "décide" | "decide" | "решает" | "постановляет" => {
            5
        }
        "demands" | "instructs" | "directs" | "requests" | "demande" | "solicita" | "pide"
        | "просит" | "поручает" => 4,
        "urges" | "calls" | "recommends" | "exhorte" | "insta" | "exhorta" | "призывает" => {
            3
        }
        "encourages" | "invites" | "encourage" | "invite" | "alienta" | "invita" | "предлагает" => {
            2
        }
        "notes" | "takes" | "welcomes" | "recognizes" | "acknowledges" | "recalls"
        | "considers" | "reaffirms" | "reiterates" => 1,
        _ => return None,
    })
}

/// Phrases that make what is said depend on something, or narrow it.
const CONDITIONS: &[&str] = &[
    "mutually agreed",
    "mutually agreed terms",
    "subject to",
    "in accordance with",
    "consistent with",
    "as appropriate",
    "where appropriate",
    "if appropriate",
    "when appropriate",
    "as necessary",
    "if necessary",
    "where necessary",
    "upon request",
    "on request",
    "at the request",
    "at their request",
    "voluntary basis",
    "available resources",
    "existing resources",
    "within resources",
    "by consensus",
    "consent of",
    "prior informed consent",
    "in consultation with",
    "national circumstances",
    "national law",
    "national laws",
    "national legislation",
    "within the limits",
    "financial limits",
    "its mandate",
    "their mandates",
    "respective mandates",
    "without prejudice",
    "provided that",
    "on condition",
    "only",
    "at least",
    "at most",
    "no later than",
    "not later than",
    "to the extent possible",
    "as far as possible",
    "inter alia",
    "not limited to",
    "equal footing",
    "if any",
    "unless",
    "sous réserve",
    "le cas échéant",
    "conformément",
    "sur demande",
    "commun accord",
    "selon qu il convient",
    "según proceda",
    "de conformidad",
    "previa solicitud",
    "mutuamente convenidas",
    "con sujeción",
    "при условии",
    "по взаимному согласию",
    "в соответствии",
    "при необходимости",
];

/// Words that open a condition set off by commas: ", on terms that all agree to,".
const OPENERS: &[&str] = &[
    "on",
    "in",
    "within",
    "subject",
    "upon",
    "with",
    "by",
    "under",
    "if",
    "where",
    "when",
    "as",
    "provided",
    "only",
    "unless",
    "except",
    "without",
    "according",
    "pursuant",
    "sous",
    "selon",
    "si",
    "según",
    "bajo",
];

/// The condition that some words hold: a known phrase, or a phrase that commas set off. `text` is as printed.
pub(super) fn condition(text: &str) -> Option<String> {
    let low: String = text.to_lowercase();
    let words: Vec<&str> = low
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty())
        .collect();
    let flat = format!(" {} ", words.join(" "));
    let known = CONDITIONS
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
        .is_some_and(|w| OPENERS.contains(&w.to_lowercase().as_str()));
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
