//! The label at the start of a paragraph, as printed: whole, or two in one, or the sign of a note.

use crate::draft::Number;
use crate::draft::label_at;
use crate::vocabulary;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space1},
    combinator::{map, opt, recognize, value, verify},
    sequence::{delimited, preceded, terminated},
};

/// A label found at the start of a paragraph's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Printed<'a> {
    /// Opening brackets before it.
    pub(in crate::read) lead: usize,
    /// The label as printed, without those brackets.
    pub(in crate::read) text: &'a str,
    /// Where the words after it begin.
    pub(in crate::read) rest: usize,
    /// The two labels, if it can only be two in one: `c)h)` is `c)` and `h)`, `if)` is `i)` and
    /// `f)`.
    pub(in crate::read) pair: Option<(String, String)>,
}

/// Finds the label at the start of a paragraph's words.
pub(in crate::read) fn at_start(words: &str) -> Option<Printed<'_>> {
    let lead = words.bytes().take_while(|b| *b == b'[').count();
    if lead > 0
        && let Ok((_, text)) = label_at(words)
    {
        // `[4][2].`: the brackets belong to the label.
        if text.starts_with('[') {
            return Some(printed(words, 0, text, None));
        }
    }
    let named = (lead > 0).then(|| attribution(&words[lead..])).flatten();
    let lead = lead + named.unwrap_or(0);
    let body = &words[lead..];
    if let Ok((rest, text)) = label_at(body) {
        let is_word = text.starts_with(char::is_alphabetic) && text.contains(' ');
        let closes_at_once = rest.starts_with(']') && !is_word;
        return (!closes_at_once).then(|| printed(words, lead, text, None));
    }
    let (_, (text, new, old)) = double(body).ok()?;
    Some(printed(words, lead, text, Some((new, old))))
}

/// `EU: ` in `[EU: 1 bis. Urges…]`: who proposes the clause stands before its label, with the
/// bracket.
fn attribution(body: &str) -> Option<usize> {
    const LONGEST_NAME: usize = 60;
    let mut near = body
        .char_indices()
        .take_while(|(at, _)| *at <= LONGEST_NAME);
    let (colon, _) = near.find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = &body[..colon];
    let after = body[colon..].trim_start_matches([':', '：', ' ', '\u{a0}']);
    let is_name = name.starts_with(char::is_alphabetic)
        && !name.starts_with(char::is_lowercase)
        && !name.contains(['[', ']', '.', ';'])
        && Number::parse(name).is_none();
    let is_label = label_at(after).is_ok_and(|(rest, label)| {
        label.contains(char::is_numeric)
            && rest.starts_with([' ', '*', '['])
            && !is_bare_number(label)
    });
    (is_name && is_label).then(|| body.len() - after.len())
}

fn printed<'a>(
    words: &'a str,
    lead: usize,
    text: &'a str,
    pair: Option<(String, String)>,
) -> Printed<'a> {
    let after = &words[lead + text.len()..];
    let gap = after.len() - after.trim_start().len();
    Printed {
        lead,
        text,
        rest: lead + text.len() + gap,
        pair,
    }
}

/// `c)h)`, `n)ø)`, `if)`: a new and an old label printed in one.
fn double(input: &str) -> IResult<&str, (&str, String, String)> {
    let letter = || {
        recognize(verify(nom::character::complete::anychar, |c: &char| {
            c.is_lowercase()
        }))
    };
    let end = || {
        nom::combinator::peek(alt((
            value((), one_of(" \t\u{a0}[")),
            value((), nom::combinator::eof),
        )))
    };
    let closed = map(
        terminated((letter(), char(')'), letter(), char(')')), end()),
        |(new, _, old, _): (&str, _, &str, _)| (format!("{new})"), format!("{old})")),
    );
    let glued = map(
        terminated((letter(), letter(), char(')')), end()),
        |(new, old, _): (&str, &str, _)| (format!("{new})"), format!("{old})")),
    );
    let (rest, (new, old)) = alt((closed, glued)).parse(input)?;
    Ok((rest, (&input[..input.len() - rest.len()], new, old)))
}

/// Every way to cut a bare number in two: `2110` is 21 and 10, or 2 and 110, or 211 and 0.
pub(in crate::read) fn cuts(digits: &str) -> Vec<(u32, u32)> {
    if digits.len() < 2 || digits.len() > 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    (1..digits.len())
        .filter_map(|i| {
            let (new, old) = digits.split_at(i);
            let plain = |part: &str| {
                if part.starts_with('0') {
                    None
                } else {
                    part.parse::<u32>().ok()
                }
            };
            Some((plain(new)?, plain(old)?))
        })
        .collect()
}

/// Whether a printed line begins with a label that no running text begins with: `(a)`, `12.`, `b)`,
/// `~~c)h)~~`.
pub(in crate::read) fn starts_clause(line: &str) -> bool {
    let bare = line.trim_start_matches(['~', '*', '[', '_', '-', ' ']);
    let bare = bare
        .strip_prefix("{++")
        .or(bare.strip_prefix("{--"))
        .unwrap_or(bare);
    let bare = bare
        .strip_prefix("<ins>")
        .or(bare.strip_prefix("<del>"))
        .unwrap_or(bare);
    match label_at(bare) {
        Ok((_, label)) => !is_bare_number(label) || line.starts_with("~~"),
        Err(_) => double(bare.strip_suffix("~~").unwrap_or(bare)).is_ok(),
    }
}

/// Whether a printed line is a label and nothing else: the words stand on the next line.
pub(in crate::read) fn stands_alone(line: &str) -> bool {
    const LONGEST: usize = 12;
    let line = line.trim();
    line.len() <= LONGEST
        && label_at(line).is_ok_and(|(rest, label)| {
            rest.is_empty() && !label.starts_with(char::is_alphabetic) | label.ends_with([')', '.'])
        })
}

/// Whether a label is nothing but a number, perhaps with a dash: `12`, `١ -`.
pub(in crate::read) fn is_bare_number(label: &str) -> bool {
    let bare = label.trim_end_matches(['-', '–', '—', ' ']);
    !bare.is_empty() && bare.chars().all(char::is_numeric)
}

/// Whether a label could as well be running text: a bare number, or a letter and a full stop.
pub(in crate::read) fn is_doubtful(label: &str) -> bool {
    is_bare_number(label)
        || Number::parse(label).is_some_and(|n| {
            n.close == "." && n.open.is_empty() && label.starts_with(char::is_alphabetic)
        })
}

/// The sign of a footnote at the start of a paragraph.
pub(in crate::read) fn note(text: &str) -> Option<&str> {
    // Nearly all texts begin with a letter, and nearly all others with a figure.
    let found = match text.as_bytes().first()? {
        b'0'..=b'9' => numbered_source(text),
        b'A'..=b'Z' => reasons(text),
        b'a'..=b'z' | b'(' => return None,
        _ => any_note(text),
    };
    Some(found.ok()?.1)
}

fn any_note(text: &str) -> Sign<'_> {
    alt((
        markdown_note,
        raised,
        stars,
        lost_anchor,
        numbered_source,
        reasons,
    ))
    .parse(text)
}

type Sign<'a> = IResult<&'a str, &'a str>;

/// `[^1]: `
fn markdown_note(input: &str) -> Sign<'_> {
    let name = take_while1(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    recognize((tag("[^"), name, tag("]:"))).parse(input)
}

/// `¹ See`
fn raised(input: &str) -> Sign<'_> {
    terminated(take_while_m_n(1, 3, |c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c)), space1).parse(input)
}

/// `** The present report`, `* E/2006/100.`
fn stars(input: &str) -> Sign<'_> {
    let many = take_while_m_n(2, 4, |c| c == '*');
    // "* State not a member of the Human Rights Council."
    let told = alt((symbol, |input| {
        one_of_words(vocabulary::starred_notes(), input)
    }));
    let one = terminated(tag("*"), nom::combinator::peek((space1, told)));
    terminated(alt((many, one)), space1).parse(input)
}

/// U+FFFD where the converter lost the footnote's sign.
fn lost_anchor(input: &str) -> Sign<'_> {
    terminated(tag("\u{fffd}"), space1).parse(input)
}

/// `1 See A/C.2/59/3`, `7 A/66/64-E/2011/77.`: a bare number before a source.
fn numbered_source(input: &str) -> Sign<'_> {
    let source = alt((
        |input| one_of_words(vocabulary::note_sources(), input),
        symbol,
    ));
    terminated(
        verify(digit1, |d: &str| d.len() <= 3),
        nom::combinator::peek(preceded(space1, source)),
    )
    .parse(input)
}

/// `Reasons: `, which close a proposal to an ITU conference and are no part of its text.
fn reasons(input: &str) -> Sign<'_> {
    one_of_words(vocabulary::reasons(), input)
}

/// One of some words, as it is spelled.
fn one_of_words<'a>(words: &[&str], input: &'a str) -> Sign<'a> {
    match words.iter().find(|word| input.starts_with(**word)) {
        Some(word) => Ok((&input[word.len()..], &input[..word.len()])),
        None => nom::combinator::fail().parse(input),
    }
}

/// A document symbol: `A/C.2/59/3`, `E/2006/100`.
fn symbol(input: &str) -> Sign<'_> {
    let part = || take_while1(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    recognize((
        take_while_m_n(1, 6, |c: char| c.is_ascii_uppercase()),
        char('/'),
        part(),
        opt((char('/'), part())),
        opt(delimited(char('('), part(), char(')'))),
    ))
    .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(usize, String, String)> {
        at_start(text).map(|p| (p.lead, p.text.to_owned(), text[p.rest..].to_owned()))
    }

    #[test]
    fn labels_as_printed() {
        let some = |lead, label: &str, rest: &str| Some((lead, label.to_owned(), rest.to_owned()));
        assert_eq!(found("a) that"), some(0, "a)", "that"));
        assert_eq!(found("[d) Section C]"), some(1, "d)", "Section C]"));
        assert_eq!(found("[66 to further"), some(1, "66", "to further"));
        assert_eq!(
            found("[4][2]. Recognizes"),
            some(0, "[4][2].", "Recognizes")
        );
        assert_eq!(
            found("[Article 3ter] (x)"),
            some(1, "Article 3ter", "] (x)")
        );
        assert_eq!(found("c)h) that"), some(0, "c)h)", "that"));
        assert_eq!(found("if) the outcomes"), some(0, "if)", "the outcomes"));
        assert_eq!(found("[x] that"), None);
        assert_eq!(found("[4] that"), None);
        assert_eq!(
            at_start("n)ø) the").and_then(|p| p.pair),
            Some(("n)".into(), "ø)".into()))
        );
    }

    #[test]
    fn numbers_are_cut_every_way() {
        assert_eq!(cuts("32"), [(3, 2)]);
        assert_eq!(cuts("2110"), [(2, 110), (21, 10)]);
        assert_eq!(cuts("10"), []);
    }

    #[test]
    fn notes() {
        assert_eq!(note("[^1]: The version"), Some("[^1]:"));
        assert_eq!(note("¹ See A/60/687."), Some("¹"));
        assert_eq!(note("* E/2006/100."), Some("*"));
        assert_eq!(note("Reasons: To save time."), Some("Reasons:"));
        assert_eq!(note("* TOC"), None);
        assert_eq!(note("7 A/66/64-E/2011/77."), Some("7"));
        assert_eq!(note("7 to include"), None);
    }
}
