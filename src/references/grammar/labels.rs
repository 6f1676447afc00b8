//! Lists of labels: `1, 3 and 4`, `b), c) et h)`, `(b) to (d)`, `2 (a)(i)`, `1 و2`, `3、4和5`.

use super::{Parsed, one_of_words, suffix};
use crate::vocabulary;
use nom::{
    Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space0, space1},
    combinator::{map, not, opt, peek, recognize, value, verify},
    multi::many0,
    sequence::{delimited, preceded},
};

/// One label of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The label: `3`, `b)`, `(d)`.
    pub(super) label: &'a str,
    /// The labels below it: `(a)` and `(i)` of `2 (a)(i)`.
    pub(super) below: Vec<&'a str>,
    /// Whether it is the last of a range: the 4 of "2 to 4".
    pub(super) ends_range: bool,
}

/// A list of labels.
pub(super) fn list(input: &str) -> Parsed<'_, Vec<Item<'_>>> {
    separated(item, input)
}

/// A list of article numbers: `4`, `2 bis`, `4.2(a)`.
pub(super) fn articles(input: &str) -> Parsed<'_, Vec<Item<'_>>> {
    separated(
        map((alt((first, number)), many0(lettered)), |(label, below)| {
            Item {
                below,
                ..Item::plain(label)
            }
        }),
        input,
    )
}

impl<'a> Item<'a> {
    /// A label with nothing below it.
    pub(super) const fn plain(label: &'a str) -> Self {
        Self {
            label,
            below: Vec::new(),
            ends_range: false,
        }
    }
}

fn separated<'a>(
    mut one: impl Parser<&'a str, Output = Item<'a>, Error = nom::error::Error<&'a str>>,
    input: &'a str,
) -> Parsed<'a, Vec<Item<'a>>> {
    let (mut rest, first) = one.parse(input)?;
    let mut all = vec![first];
    while let Ok((after, ends_range)) = separator(rest)
        && let Ok((after, next)) = one.parse(after)
    {
        all.push(Item { ends_range, ..next });
        rest = after;
    }
    Ok((rest, all))
}

/// What stands between two labels; whether it spans the ones between them.
pub(super) fn separator(input: &str) -> Parsed<'_, bool> {
    let comma = (
        space0,
        one_of(",،、，"),
        space0,
        opt(alt((
            value((), (one_of_words(vocabulary::joints()), space1)),
            value((), (one_of_words(vocabulary::glued_joints()), space0)),
        ))),
    );
    let word = (space1, one_of_words(vocabulary::joints()), space1);
    // Arabic writes "and" and the number in one; Chinese writes neither with spaces.
    let joined = (space0, one_of_words(vocabulary::glued_joints()), space0);
    let span = (space1, one_of_words(vocabulary::spans()), space1);
    let dash = (
        space0,
        alt((tag("–"), tag("-"), one_of_words(vocabulary::glued_spans()))),
        space0,
    );
    alt((
        value(true, span),
        value(true, dash),
        value(false, comma),
        value(false, word),
        value(false, joined),
    ))
    .parse(input)
}

/// A number, a letter with its bracket, a letter in brackets, and what it says of the labels below.
fn item(input: &str) -> Parsed<'_, Item<'_>> {
    let (rest, label) = alt((number, lettered)).parse(input)?;
    let (rest, below) = many0(preceded(space0, lettered)).parse(rest)?;
    Ok((
        rest,
        Item {
            below,
            ..Item::plain(label)
        },
    ))
}

/// "premier", of "l'article premier".
pub(super) fn first(input: &str) -> Parsed<'_, &str> {
    match vocabulary::ordinal_word_at(input) {
        Some((word, _)) => Ok((&input[word.len()..], word)),
        None => nom::combinator::fail().parse(input),
    }
}

/// One label of a Chinese citation: `三`, `3`, `（二）`, without the signs round it.
pub(super) fn chinese(input: &str) -> Parsed<'_, Item<'_>> {
    let numeral = || {
        verify(
            take_while1(|c: char| "一二三四五六七八九十百".contains(c)),
            |text: &str| text.chars().count() <= 5,
        )
    };
    let within = |open, close| delimited(char(open), alt((numeral(), digit1)), char(close));
    let one = alt((numeral(), within('（', '）'), within('(', ')')));
    alt((map(one, Item::plain), item)).parse(input)
}

/// A list of labels in a Chinese citation: `三和四`.
pub(super) fn chinese_list(input: &str) -> Parsed<'_, Vec<Item<'_>>> {
    separated(chinese, input)
}

/// `(a)`, `b)`, `(iv)`, `а)`.
fn lettered(input: &str) -> Parsed<'_, &str> {
    let letter = || take_while_m_n(1, 4, |c: char| c.is_lowercase() || is_arabic_letter(c));
    let suffix = || opt((space0, suffix));
    alt((
        recognize((char('('), letter(), suffix(), char(')'))),
        recognize((letter(), suffix(), char(')'))),
    ))
    .parse(input)
}

fn is_arabic_letter(c: char) -> bool {
    ('\u{621}'..='\u{64a}').contains(&c)
}

/// `12`, `3 bis`, `3.1`; no part of a date, a symbol or a longer word.
fn number(input: &str) -> Parsed<'_, &str> {
    let digits =
        || take_while1(|c: char| c.is_ascii_digit() || ('\u{660}'..='\u{669}').contains(&c));
    let suffix = (
        space0,
        suffix,
        not(peek(take_while1(char::is_alphanumeric))),
    );
    let plain = recognize((digits(), opt((char('.'), digits()))));
    let plain = verify(plain, |text: &str| text.len() <= 9);
    // German has "bis" from one label to another: "2 bis 4".
    let spans = (space1, one_of_words(vocabulary::spans()), space1, digits());
    let suffix = preceded(not(peek(spans)), suffix);
    let (rest, text) = recognize((plain, opt(suffix))).parse(input)?;
    let begins_range = || (one_of("-–"), digits());
    not(peek(char('/'))).parse(rest)?;
    not(peek((not(peek(begins_range())), one_of("-–")))).parse(rest)?;
    // Chinese and Arabic go on without a space.
    not(peek(verify(
        nom::character::complete::anychar,
        |c: &char| c.is_ascii_alphanumeric() || matches!(c, 'à'..='ÿ' | 'а'..='я'),
    )))
    .parse(rest)?;
    Ok((rest, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[&str], rest: &str) {
        let (left, items) = list(input).unwrap();
        let told: Vec<String> = items
            .iter()
            .map(|i| {
                let span = if i.ends_range { "–" } else { "" };
                format!("{span}{}{}", i.label, i.below.concat())
            })
            .collect();
        assert_eq!(
            (told.as_slice(), left),
            (expected.map_to_owned().as_slice(), rest),
            "{input}"
        );
    }

    trait Owned {
        fn map_to_owned(&self) -> Vec<String>;
    }

    impl Owned for [&str] {
        fn map_to_owned(&self) -> Vec<String> {
            self.iter().map(|s| (*s).to_owned()).collect()
        }
    }

    #[test]
    fn lists_in_six_languages() {
        check("1, 3 and 4 above", &["1", "3", "4"], " above");
        check("1, 2, 3, and 4 above", &["1", "2", "3", "4"], " above");
        check("b), c) and h) above", &["b)", "c)", "h)"], " above");
        check("(b) to (d)", &["(b)", "–(d)"], "");
        check("34-37 of", &["34", "–37"], " of");
        check("2(g) and 3 (a)(i).", &["2(g)", "3(a)(i)"], ".");
        check("3 bis et 4 ci-dessus", &["3 bis", "4"], " ci-dessus");
        check("1, 2 y 3 supra", &["1", "2", "3"], " supra");
        check("3 и 4 выше", &["3", "4"], " выше");
        check("1 و2 و4 أعلاه", &["1", "2", "4"], " أعلاه");
        check("3、4和5段", &["3", "4", "5"], "段");
        check("2 quinquies et 3 alt", &["2 quinquies", "3 alt"], "");
        check("3 бис и 4 выше", &["3 бис", "4"], " выше");
    }

    #[test]
    fn what_is_no_label() {
        assert!(list("60/252").is_err());
        assert!(list("2nd time").is_err());
        assert!(list("5-year plan").is_err());
        assert!(list("years").is_err());
    }
}
