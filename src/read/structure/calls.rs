//! Section calls, organs and headings: what opens a section.
//!
//! Known verbs first (ITU, *Keyword lists of resolutions*; UN Editorial Manual), but unknown ones
//! too: a lone short line without punctuation before a list is a call in any language.

use crate::vocabulary;

/// Marks that a printed line carries round its words.
const SIGNS: [char; 6] = ['[', ']', '*', '_', '~', ' '];

/// How much a lone line looks like a section call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum CallLikeness {
    /// A known verb opens it.
    Known,
    /// It has the shape of a call: a list after it would settle it.
    Shape,
    /// It is none.
    None,
}

/// Judges a lone line.
pub(in crate::read) fn call_likeness(line: &str) -> CallLikeness {
    // Most paragraphs are far too long: nothing else is looked at.
    if line.len() > LONGEST_CALL {
        return CallLikeness::None;
    }
    let bare = line.trim_matches(SIGNS);
    if bare.is_empty() || ends_like_text(bare) && !is_verb_with_comma(bare) {
        return CallLikeness::None;
    }
    let words = bare.split_whitespace().count();
    if words > 22 {
        return CallLikeness::None;
    }
    // Where there are no capitals, only the colon tells "For the purposes of this Convention:" from
    // a call.
    if bare.ends_with([':', '：']) && bare.starts_with(is_caseless) && words > 1 {
        return CallLikeness::None;
    }
    let first = first_word(bare);
    let begins_low = bare
        .chars()
        .next()
        .is_some_and(|c| c.is_lowercase() || is_caseless(c));
    let is_known = vocabulary::opens_call(bare);
    if is_known && (begins_low || line.trim_start().starts_with('[') || line.starts_with('*')) {
        CallLikeness::Known
    } else if begins_low && words <= 14 && !first.is_empty() {
        CallLikeness::Shape
    } else {
        CallLikeness::None
    }
}

/// The most bytes of a printed section call.
const LONGEST_CALL: usize = 240;

/// "учитывая,": where a comma is good usage before a list, a call has one.
fn is_verb_with_comma(bare: &str) -> bool {
    bare.strip_suffix([',', '،'])
        .is_some_and(|verb| !verb.contains(' ') && vocabulary::opens_call(verb))
}

fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Whether a line ends with a sign of punctuation, perhaps with the sign of a note after it:
/// "open,3".
fn ends_like_text(line: &str) -> bool {
    let without_note = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let line = if without_note.ends_with([',', ';', '.']) {
        without_note
    } else {
        line
    };
    line.ends_with([
        ',', ';', '.', '،', '؛', '。', '；', '，', '?', '!', ')', '"',
    ])
}

/// Whether a lone line names the organ that speaks: "The General Assembly,". Any short name is one
/// where the next paragraph opens a preamble: "The Union of River Ferries,".
pub(in crate::read) fn is_organ(line: &str, next: &str) -> bool {
    let bare = line.trim_matches(SIGNS);
    if !bare.ends_with([',', '،', '，']) || bare.len() > 300 {
        return false;
    }
    if !vocabulary::opens_organ(bare) {
        return false;
    }
    let words = bare.split_whitespace().count();
    words <= 28 && (vocabulary::names_organ(bare) || words <= LONGEST_NAME && opens_preamble(next))
}

/// The most words in the name of an organ that is not known.
const LONGEST_NAME: usize = 12;

/// Whether a paragraph opens as preambular ones do: "Recalling", "Deeply concerned", "Guided by".
pub(in crate::read) fn opens_preamble(text: &str) -> bool {
    let text = text.trim_start_matches(SIGNS);
    let first = first_word(text);
    let is_participle = || vocabulary::is_participle(first);
    is_participle() || vocabulary::opens_preambular_or_call(text)
}

/// Whether a line opens a paragraph of a resolution with its verb, in a capital: "Noting that",
/// "Requests the", "Also decides".
pub(in crate::read) fn opens_paragraph(line: &str) -> bool {
    let text = line.trim_start_matches(SIGNS);
    text.starts_with(char::is_uppercase)
        && (vocabulary::opens_preambular(text) || vocabulary::opens_operative(text))
}

fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    &text[..end]
}

/// Whether a lone line without label looks like a heading: short, begins with a capital, ends
/// without punctuation.
pub(in crate::read) fn is_heading(line: &str, before_list: bool) -> bool {
    let limit = if before_list { 160 } else { 80 };
    if line.len() > limit * 4 {
        return false;
    }
    let bare = line.trim_matches(SIGNS);
    let ends = ends_like_text(bare) && !bare.ends_with(')') || bare.ends_with(':');
    !ends
        && bare.starts_with(char::is_uppercase)
        && (bare.len() <= limit || bare.chars().count() <= limit)
        && !bare.contains(['|', '<', '/'])
        && !line.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls() {
        for call in [
            "resolves",
            "*considering further*",
            "[Encourage/ Instructs the Secretary-General",
            "décide",
            "invites Member States, Sector Members, Academia and Associates",
            "يقرر",
            "做出决议",
            "учитывая,",
        ] {
            assert_eq!(call_likeness(call), CallLikeness::Known, "{call}");
        }
        assert_eq!(call_likeness("pondering"), CallLikeness::Shape);
        for text in [
            "and other international organizations, is essential,",
            "Recalling its resolutions,",
            "resolves to act;",
        ] {
            assert_eq!(call_likeness(text), CallLikeness::None, "{text}");
        }
    }

    #[test]
    fn organs_and_headings() {
        let is_organ = |line| is_organ(line, "Recalling its resolutions,");
        assert!(is_organ("The General Assembly,"));
        assert!(is_organ("The Union of River Ferries,"));
        assert!(is_organ(
            "The Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),"
        ));
        assert!(!super::is_organ(
            "The present report is submitted pursuant to a request,",
            "The report covers two years.",
        ));
        assert!(is_heading("The road ahead", false));
        assert!(!is_heading("Recalling also the outcome,", false));
        assert!(!is_heading(
            "Recognizing the valleys that kept them open,3",
            false
        ));
    }
}
