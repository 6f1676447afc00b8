//! Numbers of resolutions and decisions as they are printed, whose they are, and their normal form: `60/252`, `57/270 A and B`,
//! `3363 (XXX)`, `2178 (2014)`, `71 (Rev. Busan, 2014)`, `1/CP.17`.

use super::Parsed;
use super::symbols::{normal, symbol_text};
use nom::{
    Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_while_m_n, take_while1},
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

/// The words for resolutions and decisions, in small letters; Russian ones by their stem.
pub(super) fn act(low: &str) -> Option<Act> {
    let is = |words: &[&str]| words.contains(&low);
    let begins = |stem: &str| {
        low.strip_prefix(stem)
            .is_some_and(|end| end.chars().count() <= 3)
    };
    if is(&[
        "resolution",
        "resolutions",
        "res",
        "résolution",
        "résolutions",
        "resolución",
        "resoluciones",
        "القرار",
        "القرارات",
        "قرار",
        "قرارها",
        "وقرارها",
        "قراراتها",
        "وقراراتها",
        "القرارين",
    ]) || begins("резолюци")
    {
        Some(Act::Resolution)
    } else if is(&[
        "decision",
        "decisions",
        "décision",
        "décisions",
        "decisión",
        "decisiones",
        "المقرر",
        "المقررات",
        "مقررها",
    ]) || begins("решени")
    {
        Some(Act::Decision)
    } else {
        None
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
        let last = [
            ("Security Council", Self::SecurityCouncil),
            ("Conseil de sécurité", Self::SecurityCouncil),
            ("Consejo de Seguridad", Self::SecurityCouncil),
            ("Human Rights Council", Self::HumanRightsCouncil),
            ("Conseil des droits de l", Self::HumanRightsCouncil),
            (
                "Economic and Social Council",
                Self::EconomicAndSocialCouncil,
            ),
            ("ECOSOC", Self::EconomicAndSocialCouncil),
            ("General Assembly", Self::Assembly),
            ("UNGA", Self::Assembly),
        ]
        .into_iter()
        .filter_map(|(name, speaker)| Some((near.rfind(name)?, speaker)))
        .max_by_key(|(at, _)| *at);
        match last {
            Some((_, speaker)) => speaker,
            None if organ.contains("Human Rights Council") => Self::HumanRightsCouncil,
            None if organ.contains("Security Council") => Self::SecurityCouncil,
            None => Self::Other,
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
            alt((recognize((space1, tag("and"), space1)), tag("-"), tag("–"))),
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
    let (rest, revised) = opt((
        alt((tag_no_case("rev."), tag_no_case("rév."), tag("Пересм."))),
        space0,
    ))
    .parse(rest)?;
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
