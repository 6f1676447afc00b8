//! Citations of documents: symbols (`A/RES/66/184`, `A/67/66-E/2012/49`), numbers after a word
//! ("resolutions 56/183 of 21 December 2001, 57/270 B and 3363 (XXX)", "Resolution 71 (Rev. Busan,
//! 2014)", "decision 1/CP.17"), and their normal form.
//!
//! Rules: UN Editorial Manual, *Document symbols* and *Resolutions*; ITU resolutions name
//! conference and year.

use super::labels::separator;
use super::numbers::{Act, Speaker, act, number, sessional};
use super::symbols::{normal, symbol_text};
use super::{Parsed, begins_word, next, offset, one_of_words};
use crate::vocabulary;
use nom::{
    Parser,
    branch::alt,
    bytes::complete::{tag, take_while, take_while1},
    character::complete::{char, space0, space1},
    combinator::opt,
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

/// " of 21 December 2001": the day that follows a number.
fn date(input: &str) -> Parsed<'_, &str> {
    // ", de 25 de septiembre de 2015," stands between commas; "от 16 сентября 2005 года" says that
    // it is a year.
    let of = one_of_words(vocabulary::date_openings());
    let (rest, _) = (opt(char(',')), space1, of, space1).parse(input)?;
    let Some(length) = vocabulary::date_at(rest) else {
        return nom::combinator::fail().parse(input);
    };
    let (day, rest) = rest.split_at(length);
    let (rest, _) = opt((space1, one_of_words(vocabulary::year_closings()))).parse(rest)?;
    Ok((rest, day))
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
    let input = text[at..].strip_prefix(vocabulary::counted_before())?;
    let (rest, number) = sessional(input).ok()?;
    let (length, cited) = vocabulary::act_after_number(rest)?;
    let rest = &rest[length..];
    let act = match cited {
        vocabulary::Cited::Decision => Act::Decision,
        _ => Act::Resolution,
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
