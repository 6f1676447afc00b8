//! Citations of documents: symbols (`A/RES/66/184`, `A/67/66-E/2012/49`), numbers after a word ("resolutions 56/183 of 21
//! December 2001, 57/270 B and 3363 (XXX)", "Resolution 71 (Rev. Busan, 2014)", "decision 1/CP.17"), and their normal form.
//!
//! Rules: UN Editorial Manual, *Document symbols* and *Resolutions*; ITU resolutions name conference and year.

use super::labels::separator;
use super::{Parsed, begins_word, next, offset};
use nom::{
    Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_while, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space0, space1},
    combinator::{not, opt, peek, recognize, verify},
    multi::{many0_count, many1_count},
    sequence::{delimited, preceded, terminated},
};
use std::ops::Range;

/// A document that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The words: from "resolution", where it is the first of a list, to the number or the year.
    pub(crate) range: Range<usize>,
    /// The one form for all ways to cite it: `A/RES/60/252`, `Resolution 71 (Rev. Busan, 2014)`.
    pub(crate) form: String,
    /// The day that the words give it, as printed.
    pub(crate) date: Option<String>,
}

/// Every document that a text names. `organ` is who speaks in "its resolution".
pub(crate) fn documents(text: &str, organ: &str) -> Vec<Named> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let found = if begins_word(text, at) {
            numbered(text, at, organ)
                .or_else(|| symbol(text, at))
                .or_else(|| sales(text, at))
        } else {
            None
        };
        match found.or_else(|| chinese(text, at, organ)) {
            Some((end, found)) => {
                out.extend(found);
                at = end.max(next(text, at));
            }
            None => at = next(text, at),
        }
    }
    out
}

type Found = Option<(usize, Vec<Named>)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Resolution,
    Decision,
}

/// The words for resolutions and decisions, in small letters; Russian ones by their stem.
fn act(low: &str) -> Option<Act> {
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

/// "resolutions 56/183 of 21 December 2001, 57/270 B and 3363 (XXX)".
fn numbered(text: &str, at: usize, organ: &str) -> Found {
    let input = &text[at..];
    let first = input.chars().next()?;
    if !first.is_alphabetic() {
        return None;
    }
    let (rest, word) = take_while1::<_, &str, nom::error::Error<&str>>(char::is_alphabetic)
        .parse(input)
        .ok()?;
    let act = act(&word.to_lowercase())?;
    let speaker = Speaker::before(&text[..at], organ);
    let is_title = first.is_uppercase();
    let (mut rest, _) = (
        opt(char::<&str, nom::error::Error<&str>>('.')),
        alt((space1, tag("\u{a0}"))),
    )
        .parse(rest)
        .ok()?;
    let mut out: Vec<Named> = Vec::new();
    while let Ok((after, number)) = number(rest) {
        let start = if out.is_empty() {
            at
        } else {
            offset(text, rest).start
        };
        let end = text.len() - after.len();
        let (after, date) = opt(date).parse(after).unwrap_or((after, None));
        let before = out.len();
        for form in number.forms(act, speaker, is_title) {
            out.push(Named {
                range: start..end,
                form,
                date: date.map(str::to_owned),
            });
        }
        if out.len() == before {
            break;
        }
        rest = after;
        let Ok((after, _)) = separator(rest) else {
            break;
        };
        // A new list begins with its own word.
        if number_ahead(after) {
            rest = after;
        } else {
            break;
        }
    }
    let end = out.last()?.range.end;
    Some((end, out))
}

fn number_ahead(input: &str) -> bool {
    number(input).is_ok()
}

/// Whose resolutions are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Assembly,
    EconomicAndSocialCouncil,
    SecurityCouncil,
    HumanRightsCouncil,
    Other,
}

impl Speaker {
    /// The organ that the words right before name; else the one that speaks.
    fn before(before: &str, organ: &str) -> Self {
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
enum Number<'a> {
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

fn number(input: &str) -> Parsed<'_, Number<'_>> {
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

fn sessional(input: &str) -> Parsed<'_, Number<'_>> {
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
    fn forms(&self, act: Act, speaker: Speaker, is_title: bool) -> Vec<String> {
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

/// " of 21 December 2001": the day that follows a number.
fn date(input: &str) -> Parsed<'_, &str> {
    let of = alt((tag("of"), tag("du"), tag("de"), tag("от"), tag("المؤرخ")));
    let month = take_while1(char::is_alphabetic);
    let year = verify(digit1, |d: &str| d.len() == 4);
    let spanish = || opt((space1, tag("de")));
    let day = recognize((
        verify(digit1, |d: &str| d.len() <= 2),
        opt(tag("er")),
        spanish(),
        space1,
        month,
        spanish(),
        space1,
        year,
    ));
    preceded((space1, of, space1), day).parse(input)
}

/// `A/RES/66/184`, `A/67/66-E/2012/49`, `S/RES/2178 (2014)`, `DL/23-E (Rev.2)`.
fn symbol(text: &str, at: usize) -> Found {
    if !text[at..].starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let (rest, found) = symbol_text(&text[at..]).ok()?;
    let end = text.len() - rest.len();
    let (_, date) = opt(date).parse(rest).unwrap_or((rest, None));
    let named = Named {
        range: at..end,
        form: normal(found),
        date: date.map(str::to_owned),
    };
    Some((end, vec![named]))
}

fn symbol_text(input: &str) -> Parsed<'_, &str> {
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

/// Whether a word with strokes is a symbol and not "SDG/WSIS" or "C2/C5": its numbers stand by themselves.
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
fn normal(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '–' { '-' } else { c })
        .collect();
    plain.replace('(', " (").replacen(") (", ")(", 8)
}

/// `Sales No. E.02.II.A.7`.
fn sales(text: &str, at: usize) -> Found {
    let head = (tag::<_, &str, nom::error::Error<&str>>("Sales No."), space0);
    let number = take_while(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let (rest, (_, number)) = (head, number).parse(&text[at..]).ok()?;
    let number = number.trim_end_matches('.');
    let end = text.len() - rest.len();
    (!number.is_empty()).then(|| {
        let form = format!("Sales No. {number}");
        (
            end,
            vec![Named {
                range: at..end,
                form,
                date: None,
            }],
        )
    })
}

/// `第60/252号决议`.
fn chinese(text: &str, at: usize, organ: &str) -> Found {
    let input = text[at..].strip_prefix('第')?;
    let (rest, number) = sessional(input).ok()?;
    let (rest, word) = preceded(
        tag::<_, &str, nom::error::Error<&str>>("号"),
        alt((tag("决议"), tag("决定"))),
    )
    .parse(rest)
    .ok()?;
    let act = if word == "决议" {
        Act::Resolution
    } else {
        Act::Decision
    };
    let end = text.len() - rest.len();
    let speaker = Speaker::before("", organ);
    let forms = number.forms(act, speaker, false);
    let named = forms.into_iter().map(|form| Named {
        range: at..end,
        form,
        date: None,
    });
    Some((end, named.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = documents(text, "The General Assembly");
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|d| (d.form.as_str(), &text[d.range.clone()]))
            .collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn resolutions_in_lists() {
        check(
            "its resolutions 56/183 of 21 December 2001, 57/270 B of 23 June 2003, 31/6 A and B and 3363 (XXX), and decision 78/560",
            &[
                ("A/RES/56/183", "resolutions 56/183"),
                ("A/RES/57/270 B", "57/270 B"),
                ("A/RES/31/6 A", "31/6 A and B"),
                ("A/RES/31/6 B", "31/6 A and B"),
                ("A/RES/3363 (XXX)", "3363 (XXX)"),
                ("A/DEC/78/560", "decision 78/560"),
            ],
        );
        let found = documents("resolution 68/302 of 31 July 2014, decided", "");
        assert_eq!(found[0].date.as_deref(), Some("31 July 2014"));
    }

    #[test]
    fn whose_resolution_it_is() {
        check(
            "Economic and Social Council resolution 2006/46 of 28 July 2006",
            &[("E/RES/2006/46", "resolution 2006/46")],
        );
        check(
            "Human Rights Council resolution 20/8",
            &[("A/HRC/RES/20/8", "resolution 20/8")],
        );
        check(
            "Security Council resolution 2178 (2014)",
            &[("S/RES/2178 (2014)", "resolution 2178 (2014)")],
        );
        check(
            "S/RES/2178 (2014)",
            &[("S/RES/2178 (2014)", "S/RES/2178 (2014)")],
        );
        check(
            "UNGA Res. A/68/302; see A/68/302",
            &[("A/RES/68/302", "Res. A/68/302"), ("A/68/302", "A/68/302")],
        );
        check(
            "in Resolution 60/252",
            &[("A/RES/60/252", "Resolution 60/252")],
        );
    }

    #[test]
    fn conferences_and_parties() {
        check(
            "Resolution 71 (Rev. Busan, 2014), Decision 8 (Marrakesh, 2002) and Resolution 1332 (Rev. 2011); decision 1/CP.17",
            &[
                (
                    "Resolution 71 (Rev. Busan, 2014)",
                    "Resolution 71 (Rev. Busan, 2014)",
                ),
                (
                    "Decision 8 (Marrakesh, 2002)",
                    "Decision 8 (Marrakesh, 2002)",
                ),
                ("Resolution 1332 (Rev. 2011)", "Resolution 1332 (Rev. 2011)"),
                ("decision 1/CP.17", "decision 1/CP.17"),
            ],
        );
    }

    #[test]
    fn symbols() {
        check(
            "See A/67/66–E/2012/49.",
            &[("A/67/66-E/2012/49", "A/67/66–E/2012/49")],
        );
        check(
            "A/C.3/78/L.41/Rev.1, E/CN.16/2010/3",
            &[
                ("A/C.3/78/L.41/Rev.1", "A/C.3/78/L.41/Rev.1"),
                ("E/CN.16/2010/3", "E/CN.16/2010/3"),
            ],
        );
        check("DL/23-E (Rev.2)", &[("DL/23-E (Rev.2)", "DL/23-E (Rev.2)")]);
        check(
            "Sales No. E.02.II.A.7), chap. I",
            &[("Sales No. E.02.II.A.7", "Sales No. E.02.II.A.7")],
        );
        check(
            "UNCTAD/DTL/STICT/2011/3",
            &[("UNCTAD/DTL/STICT/2011/3", "UNCTAD/DTL/STICT/2011/3")],
        );
        check(
            "the WSIS/SDG Task Force, telecommunication/ICT and and/or C2/C5, TCP/IP",
            &[],
        );
    }

    #[test]
    fn other_languages() {
        check(
            "sa résolution 60/252 du 27 mars 2006",
            &[("A/RES/60/252", "résolution 60/252")],
        );
        check(
            "las resoluciones 56/183 y 57/238",
            &[
                ("A/RES/56/183", "resoluciones 56/183"),
                ("A/RES/57/238", "57/238"),
            ],
        );
        check(
            "резолюции 60/252 и 62/182",
            &[
                ("A/RES/60/252", "резолюции 60/252"),
                ("A/RES/62/182", "62/182"),
            ],
        );
        check("وقرارها 60/252", &[("A/RES/60/252", "وقرارها 60/252")]);
        check("大会第60/252号决议", &[("A/RES/60/252", "第60/252号决议")]);
    }
}
