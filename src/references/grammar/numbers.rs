//! Numbers of resolutions and decisions as they are printed, whose they are, and their normal form:
//! `60/252`, `57/270 A and B`, `3363 (XXX)`, `2178 (2014)`, `71 (Rev. Busan, 2014)`, `1/CP.17`.

use super::symbols::{normal, symbol_text};
use super::{Parsed, one_of_words};
use crate::vocabulary::{self, Cited, Organ, cited};
use nom::{
    Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space0, space1},
    combinator::{not, opt, peek, recognize, verify},
    sequence::{delimited, preceded, terminated},
};

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Resolution,
    Decision,
}

/// What act a word in small letters names.
pub(super) fn act(low: &str) -> Option<Act> {
    match cited(low)? {
        Cited::Resolution => Some(Act::Resolution),
        Cited::Decision => Some(Act::Decision),
        _ => None,
    }
}

/// Whose resolutions are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    Assembly,
    EconomicAndSocialCouncil,
    SecurityCouncil,
    HumanRightsCouncil,
    Other,
}

impl Speaker {
    /// The organ that the words right before name; else the one that speaks.
    pub(super) fn before(before: &str, organ: &str) -> Self {
        let start = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
        let near = &before[start..];
        let of = |text: &str| vocabulary::last_organ(text);
        match (of(near), of(organ)) {
            (Some(Organ::SecurityCouncil), _) => Self::SecurityCouncil,
            (Some(Organ::HumanRightsCouncil), _) => Self::HumanRightsCouncil,
            (Some(Organ::EconomicAndSocialCouncil), _) => Self::EconomicAndSocialCouncil,
            (Some(Organ::GeneralAssembly), _) => Self::Assembly,
            (None, Some(Organ::HumanRightsCouncil)) => Self::HumanRightsCouncil,
            (None, Some(Organ::SecurityCouncil)) => Self::SecurityCouncil,
            _ => Self::Other,
        }
    }
}

/// A number as printed after "resolution".
pub(super) enum Number<'a> {
    /// `60/252`, `2006/46`, `57/270 A and B`: session or year, number, parts.
    Sessional(u32, &'a str, Vec<&'a str>),
    /// `3363 (XXX)`.
    Roman(&'a str, &'a str),
    /// `2178 (2014)`, `71 (Rev. Busan, 2014)`: number, "Rev.", place, year.
    Dated(&'a str, bool, Option<&'a str>, &'a str),
    /// `1/CP.17`.
    Party(&'a str, &'a str),
    /// `A/68/302` after the word "resolution".
    Symbol(&'a str),
}

pub(super) fn number(input: &str) -> Parsed<'_, Number<'_>> {
    alt((party, sessional, roman, dated, symbolic)).parse(input)
}

/// `1/CP.17`, `12/CMP.1`.
fn party(input: &str) -> Parsed<'_, Number<'_>> {
    let body = alt((
        tag("CP."),
        tag("CMP."),
        tag("CMA."),
        tag("COP."),
        tag("SS."),
    ));
    let (rest, (number, _, body)) = (
        digit1,
        char('/'),
        recognize((body, take_while1(|c: char| c.is_ascii_alphanumeric()))),
    )
        .parse(input)?;
    Ok((rest, Number::Party(number, body)))
}

pub(super) fn sessional(input: &str) -> Parsed<'_, Number<'_>> {
    let whole = (
        verify(digit1, |d: &str| d.len() <= 4),
        char('/'),
        terminated(
            verify(digit1, |d: &str| d.len() <= 4),
            not(peek(one_of("/"))),
        ),
    );
    let (rest, (session, _, number)) = { whole }.parse(input)?;
    let part = || {
        terminated(
            take_while_m_n(1, 1, |c: char| c.is_ascii_uppercase()),
            not(peek(take_while1(char::is_alphanumeric))),
        )
    };
    let (rest, first) = opt(preceded(space1, part())).parse(rest)?;
    let mut parts: Vec<&str> = first.into_iter().collect();
    let mut rest = rest;
    while !parts.is_empty()
        && let Ok((after, next)) = preceded(
            alt((
                recognize((space1, one_of_words(vocabulary::joints()), space1)),
                tag("-"),
                tag("–"),
            )),
            part(),
        )
        .parse(rest)
    {
        parts.push(next);
        rest = after;
    }
    Ok((
        rest,
        Number::Sessional(session.parse().unwrap_or(0), number, parts),
    ))
}

/// `3363 (XXX)`, `2200 A (XXI)`.
fn roman(input: &str) -> Parsed<'_, Number<'_>> {
    let number = recognize((
        digit1,
        opt((
            space1,
            take_while_m_n(1, 1, |c: char| c.is_ascii_uppercase()),
        )),
    ));
    let roman = recognize((opt(tag("S-")), take_while1(|c: char| "IVXL".contains(c))));
    let (rest, (number, _, session)) =
        (number, space0, delimited(char('('), roman, char(')'))).parse(input)?;
    Ok((rest, Number::Roman(number, session)))
}

fn dated(input: &str) -> Parsed<'_, Number<'_>> {
    let (rest, (number, _, _)) = (digit1, alt((space0, tag("\u{a0}"))), char('(')).parse(input)?;
    let revised = vocabulary::begins(vocabulary::revised_marks(), rest);
    let (rest, _) = space0.parse(&rest[revised.unwrap_or(0)..])?;
    let place = terminated(
        take_while1(|c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’')),
        (char(','), space0),
    );
    let (rest, place) = opt(place).parse(rest)?;
    let year = verify(digit1, |d: &str| {
        d.len() == 4 && (d.starts_with("19") || d.starts_with("20"))
    });
    let (rest, (year, _)) = (year, char(')')).parse(rest)?;
    Ok((rest, Number::Dated(number, revised.is_some(), place, year)))
}

fn symbolic(input: &str) -> Parsed<'_, Number<'_>> {
    let (rest, text) = symbol_text(input)?;
    Ok((rest, Number::Symbol(text)))
}

impl Number<'_> {
    /// The documents that it names, in normal form.
    pub(super) fn forms(&self, act: Act, speaker: Speaker, is_title: bool) -> Vec<String> {
        let kind = if act == Act::Decision { "DEC" } else { "RES" };
        let title = if act == Act::Decision {
            "Decision"
        } else {
            "Resolution"
        };
        match self {
            Self::Party(number, body) => vec![format!("decision {number}/{body}")],
            Self::Sessional(session, number, parts) => {
                let organ = match speaker {
                    _ if *session >= 1946 => "E",
                    Speaker::HumanRightsCouncil => "A/HRC",
                    _ => "A",
                };
                let base = format!("{organ}/{kind}/{session}/{number}");
                match &parts[..] {
                    [] => vec![base],
                    parts => parts.iter().map(|part| format!("{base} {part}")).collect(),
                }
            }
            Self::Roman(number, session) => {
                let number: Vec<&str> = number.split_whitespace().collect();
                vec![format!("A/{kind}/{} ({session})", number.join(" "))]
            }
            Self::Dated(number, false, None, year)
                if speaker == Speaker::SecurityCouncil || !is_title =>
            {
                vec![format!("S/{kind}/{number} ({year})")]
            }
            Self::Dated(number, revised, place, year) => {
                let revised = if *revised { "Rev. " } else { "" };
                let place = place.map_or_else(String::new, |p| format!("{p}, "));
                vec![format!("{title} {number} ({revised}{place}{year})")]
            }
            // "UNGA Res. A/68/302": the number after "resolution" is one of a resolution.
            Self::Symbol(text) => vec![match text.strip_prefix("A/") {
                Some(rest) if is_plain_pair(rest) => format!("A/{kind}/{rest}"),
                _ => normal(text),
            }],
        }
    }
}

fn is_plain_pair(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('/')
        .is_some_and(|(a, b)| digits(a) && digits(b))
}
