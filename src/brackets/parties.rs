//! Who sits at the table: names of States and of groups, and abbreviations that can only be one.

use crate::vocabulary;

/// Whether words are the name of a State, of a group of States, or an abbreviation of one.
pub(super) fn is_party(name: &str) -> bool {
    let name = bare(name);
    is_abbreviation(name) || vocabulary::names_a_state(name) || is_worded(name)
}

/// Whether words name a State or a group that is known, and are no guess.
pub(super) fn is_known(name: &str) -> bool {
    vocabulary::names_a_state(bare(name))
}

/// A name without the signs round it: `*EU*`, `Facilitator’s`.
fn bare(name: &str) -> &str {
    let name = name.trim_matches(is_wrapping);
    let owner = ["’s", "'s"].iter().find_map(|end| name.strip_suffix(end));
    owner.unwrap_or(name).trim_end_matches(['’', '\''])
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || ".-–“”\"*_".contains(c)
}

/// "the delegation of Chile", "Group of Friends", "Like-Minded States".
fn is_worded(name: &str) -> bool {
    let begins = vocabulary::delegation_openings()
        .iter()
        .any(|head| name.len() > head.len() && begins_with(name, head));
    begins
        || name.starts_with(char::is_uppercase)
            && vocabulary::delegation_endings()
                .iter()
                .any(|tail| ends_with(name, tail))
            && name.split_whitespace().count() <= 5
}

fn begins_with(name: &str, head: &str) -> bool {
    let start = name.as_bytes().get(..head.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

fn ends_with(name: &str, tail: &str) -> bool {
    let start = name.len().checked_sub(tail.len());
    let end = start.and_then(|start| name.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(tail.as_bytes()))
}

/// `EU`, `G77`, `AOSIS`, `G-77`: capitals and digits; signs that name something else in drafts are
/// left out.
fn is_abbreviation(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_uppercase).count();
    (2..=12).contains(&name.len())
        && letters >= 1
        && (letters >= 2 || name.contains(|c: char| c.is_ascii_digit()))
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && !vocabulary::other_capitals().contains(&name)
        && !is_mark(name)
        && !is_roman(name)
}

/// `PP`, `OP4`: the mark of a paragraph, alone or with its number.
fn is_mark(name: &str) -> bool {
    let marks = [
        vocabulary::preambular_marks(),
        vocabulary::operative_marks(),
    ];
    let mut rests = marks
        .into_iter()
        .flatten()
        .filter_map(|mark| name.strip_prefix(mark));
    rests.any(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_roman(name: &str) -> bool {
    name.bytes().all(|b| b"IVX".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties() {
        for name in [
            "EU",
            "G77",
            "AOSIS",
            "XYZ",
            "the delegation of Chile",
            "Suisse",
            "Arab States",
            "Facilitator’s",
            "Co-Chairs’",
            "*EU*",
        ] {
            assert!(is_party(name), "{name}");
        }
        for name in ["PP4", "NOTE", "IV", "states", "it", "agreed"] {
            assert!(!is_party(name), "{name}");
        }
        assert!(is_known("Union européenne") && !is_known("XYZ"));
    }
}
