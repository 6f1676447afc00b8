//! Document symbols as they are printed, and their normal form: `A/RES/66/184`,
//! `A/67/66-E/2012/49`, `S/RES/2178 (2014)`.

use super::Parsed;
use nom::{
    Parser,
    branch::alt,
    bytes::complete::{tag, take_while1},
    character::complete::{char, digit1, space0},
    combinator::{opt, recognize, verify},
    multi::{many0_count, many1_count},
};

/// A symbol at the beginning of a text, as printed.
pub(super) fn symbol_text(input: &str) -> Parsed<'_, &str> {
    let head = verify(
        take_while1(|c: char| c.is_ascii_uppercase()),
        |head: &str| head.len() <= 8,
    );
    let part = || take_while1(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let language = || {
        (
            alt((tag("-"), tag("–"))),
            take_while1(|c: char| c.is_ascii_alphanumeric()),
        )
    };
    let parts = many1_count((char('/'), part(), opt(language())));
    let year = (
        space0,
        char('('),
        alt((
            verify(digit1, |d: &str| d.len() == 4),
            recognize((alt((tag("Rev."), tag("Add."), tag("Corr."))), digit1)),
        )),
        char(')'),
    );
    let whole = recognize((head, parts, many0_count(year)));
    let (_, text) = verify(whole, is_symbol).parse(input)?;
    // A full stop at its end ends the sentence.
    let text = text.trim_end_matches('.');
    Ok((&input[text.len()..], text))
}

/// Whether a word with strokes is a symbol and not "SDG/WSIS" or "C2/C5": its numbers stand by
/// themselves.
fn is_symbol(text: &str) -> bool {
    let mut parts = text.split(['/', '-', '–']);
    let head = parts.next().unwrap_or("");
    let has_number = parts.any(|part| {
        part.starts_with(|c: char| c.is_ascii_digit())
            || part.split_once('.').is_some_and(|(word, n)| {
                !word.is_empty() && n.starts_with(|c: char| c.is_ascii_digit())
            })
    });
    has_number && head.bytes().all(|b| b.is_ascii_uppercase())
}

/// One form: no spaces but one before a year in brackets, plain dashes.
pub(super) fn normal(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '–' { '-' } else { c })
        .collect();
    plain.replace('(', " (").replacen(") (", ")(", 8)
}
