//! The grammar of labels: `a)`, `a bis)`, `1.1`, `(iv)`, `OP5 alt`, `Article 4`, `[4][2].`.
//!
//! Most texts begin with no label, and most labels are of the plainest kind: both are told without
//! the grammar.

use super::number::{
    ARABIC, ARABIC_ZERO, CHINESE, CYRILLIC, Number, Numeral, Script, WIDE_ZERO, chinese_value,
    roman_value,
};
use crate::vocabulary::{self, unseen::TATWEEL};
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space0, space1},
    combinator::{all_consuming, consumed, map, not, opt, recognize, verify},
    multi::{many0, many1},
    sequence::{preceded, terminated},
};

/// Reads a label at the start of `input`. Returns the rest and the label's text as printed.
///
/// A label is followed by white space, the end, or an opening bracket.
///
/// # Errors
/// Where no label stands at the start.
pub(crate) fn label_at(input: &str) -> IResult<&str, &str> {
    if let Some(end) = plain_label_end(input) {
        Ok((&input[end..], &input[..end]))
    } else if is_running_text(input) {
        no_label(input)
    } else {
        label(input)
    }
}

/// Reads a label and nothing else.
pub(super) fn whole(label: &str) -> Option<Number> {
    plain(label).or_else(|| Some(all_consuming(shape).parse(label).ok()?.1))
}

/// A label of the plainest kind, taken apart: `12`, `12.`, `12)`, `a)`, `(a)`, `(12)`.
fn plain(label: &str) -> Option<Number> {
    let (open, rest) = match label.strip_prefix('(') {
        Some(rest) => ("(", rest),
        None => ("", label),
    };
    let (numeral, close) = match rest.as_bytes().last()? {
        b')' => (&rest[..rest.len() - 1], ")"),
        b'.' if open.is_empty() => (&rest[..rest.len() - 1], "."),
        _ if open.is_empty() => (rest, ""),
        _ => return None,
    };
    let numeral = match numeral.as_bytes() {
        [letter] if letter.is_ascii_lowercase() && close == ")" => Numeral {
            script: Script::LowerLatin,
            value: u32::from(letter - b'a') + 1,
        },
        [b'1'..=b'9', rest @ ..] if rest.len() < 6 && rest.iter().all(u8::is_ascii_digit) => {
            Numeral {
                script: Script::Decimal,
                value: numeral.parse().ok()?,
            }
        }
        _ => return None,
    };
    Some(simple(open, numeral, String::new(), close))
}

/// Where a label of the plainest kind ends, one without a suffix: `12 `, `12. `, `a) `, `(a) `,
/// `(12) `.
fn plain_label_end(input: &str) -> Option<usize> {
    let bytes = input.as_bytes();
    let open = usize::from(bytes.first() == Some(&b'('));
    let first = *bytes.get(open)?;
    let numeral = if first.is_ascii_lowercase() {
        1
    } else {
        bytes[open..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    if !(1..=6).contains(&numeral) || first == b'0' {
        return None;
    }
    let after = *bytes.get(open + numeral)?;
    let is_closed = after == b')' || after == b'.' && open == 0 && first.is_ascii_digit();
    let end = open + numeral + usize::from(is_closed);
    let is_label = is_closed || open == 0 && first.is_ascii_digit();
    // What follows the space may belong to the label: `3 bis`, `3 )`.
    let rest = input.get(end..)?.strip_prefix(' ')?;
    let goes_on = !is_closed
        && (rest.starts_with([' ', ')', '.', ':', '-', '–', 'م'])
            || vocabulary::begins_with_suffix(rest));
    (is_label && !goes_on).then_some(end)
}

fn label(input: &str) -> IResult<&str, &str> {
    let (rest, text) = alt((map(consumed(shape), |(text, _)| text), alternatives)).parse(input)?;
    let ends = match rest.chars().next() {
        None => true,
        Some(c) if c.is_whitespace() || "[]*".contains(c) => true,
        // "3.Welcomes", "(a)that": the space was lost.
        Some(c) if is_glued(text, c) => true,
        // No space stands before Chinese text.
        Some(c) => {
            text.ends_with(['、', '）', '．', '。'])
                || is_han(c)
                    && (text.ends_with([')', '.', '：'])
                        || text.starts_with(vocabulary::counted_before()))
        }
    };
    if ends {
        Ok((rest, text))
    } else {
        no_label(input)
    }
}

/// Whether words that stand right behind a label can only be the clause's.
fn is_glued(label: &str, next: char) -> bool {
    let is_numbered = label.starts_with(|c: char| c.is_ascii_digit())
        && label.ends_with(['.', ')'])
        && next.is_uppercase();
    let is_enclosed = label.starts_with('(') && label.ends_with(')') && next.is_alphabetic();
    is_numbered || is_enclosed
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Whether a text begins with a word that no label begins with. Nearly all texts do, and the
/// grammar need not look at them: a label's letters are few, or a word of
/// [`vocabulary::label_words`], and what follows them is a sign, a digit or `bis`.
fn is_running_text(input: &str) -> bool {
    let bytes = input.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let Some(after) = bytes.get(letters) else {
        return false;
    };
    if letters == 0 || !after.is_ascii() || vocabulary::begins_with_label_word(input) {
        return false;
    }
    match after {
        b')' | b'.' | b':' => letters > LONGEST_NUMERAL,
        b' ' | b'\t' => {
            let rest = input[letters..].trim_start();
            letters > LONGEST_NUMERAL
                || !(rest.starts_with(')') || vocabulary::begins_with_suffix(rest))
        }
        _ => true,
    }
}

/// The most letters of a numeral with its suffix: `viiiquinquies`.
const LONGEST_NUMERAL: usize = 15;

fn no_label<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(nom::error::Error::new(
        input,
        nom::error::ErrorKind::Alt,
    )))
}

/// `[4][2].`: numbers that depend on which brackets stay.
fn alternatives(input: &str) -> IResult<&str, &str> {
    let one = (
        char('['),
        digit1::<&str, nom::error::Error<&str>>,
        char(']'),
    );
    let several = recognize((many1(one), opt(one_of(".)"))));
    verify(several, |text: &str| {
        text.matches('[').count() > 1 || !text.ends_with(']')
    })
    .parse(input)
}

fn shape(input: &str) -> IResult<&str, Number> {
    alt((worded, counted, enclosed, closed, dotted, dashed, bare)).parse(input)
}

/// `Article 4bis`, `Option 1:`, `OP5 alt`.
fn worded(input: &str) -> IResult<&str, Number> {
    for length in vocabulary::label_words_at(input) {
        let (word, rest) = input.split_at(length);
        let is_option = vocabulary::is_option_word(word);
        let read = if is_option {
            option_number(rest)
        } else {
            worded_number(rest)
        };
        if let Ok((rest, (space, numerals, suffix, close))) = read {
            // "OPC" is a name, not paragraph C.
            let is_letter = numerals
                .iter()
                .any(|n| matches!(n.script, Script::UpperLatin | Script::UpperRoman));
            if is_letter && !word.ends_with(' ') && !is_option {
                continue;
            }
            let number = Number {
                open: format!("{word}{space}"),
                numerals,
                suffix,
                close: close.to_owned(),
            };
            return Ok((rest, number));
        }
    }
    no_label(input)
}

/// What stands behind a word: a space, numerals, a suffix and a closing sign.
type Worded<'a> = (&'a str, Vec<Numeral>, String, &'a str);

/// ` 4bis:` of "Article 4bis:".
fn worded_number(input: &str) -> IResult<&str, Worded<'_>> {
    let numbers = alt((numerals_or_open, upper_roman_last, upper_letter, ordinal));
    let close = recognize(opt(one_of(":.)：")));
    (space0, numbers, worded_suffix, close).parse(input)
}

/// `1：` of "备选案文1：", `2 :` of "Variante 2 :", `II::` of "Option II::".
fn option_number(input: &str) -> IResult<&str, Worded<'_>> {
    let chinese = map(han, |numeral| vec![numeral]);
    let numbers = alt((
        numerals_or_open,
        upper_roman_last,
        upper_letter,
        ordinal,
        chinese,
    ));
    // French sets a space before the colon.
    let spaced = recognize((one_of(" \u{a0}\u{202f}"), one_of(":：")));
    let close = alt((tag("::"), spaced, recognize(opt(one_of(":.)：")))));
    (space0, numbers, worded_suffix, close).parse(input)
}

fn worded_suffix(input: &str) -> IResult<&str, String> {
    let dotted = map(recognize((char('.'), latin_suffix)), str::to_owned);
    alt((dotted, suffix)).parse(input)
}

/// "premier" in "Article premier": it counts as 1, and keeps its word as long as it is the first.
fn ordinal(input: &str) -> IResult<&str, Vec<Numeral>> {
    match vocabulary::ordinal_word_at(input) {
        Some((word, value)) => {
            let script = Script::Decimal;
            Ok((&input[word.len()..], vec![Numeral { script, value }]))
        }
        None => no_label(input),
    }
}

/// `第三条`, `第12章`, `第二部分`.
fn counted(input: &str) -> IResult<&str, Number> {
    let open = vocabulary::counted_before();
    let (rest, (_, numeral)) = (tag(open), alt((decimal, han))).parse(input)?;
    match vocabulary::counted_heading_at(rest) {
        Some(close) => {
            let number = simple(open, numeral, String::new(), close);
            Ok((&rest[close.len()..], number))
        }
        None => no_label(input),
    }
}

/// `(a)`, `(iv)`, `(3 bis)`, `（三）`.
fn enclosed(input: &str) -> IResult<&str, Number> {
    let wide = input.starts_with('（');
    let (open, close) = if wide { ("（", "）") } else { ("(", ")") };
    let (rest, (_, numeral, suffix, _)) = (tag(open), numeral, suffix, tag(close)).parse(input)?;
    Ok((rest, simple(open, numeral, suffix, close)))
}

/// `a)`, `iv)`, `12)`, and the Arabic `أ )`.
fn closed(input: &str) -> IResult<&str, Number> {
    let (rest, (numeral, suffix, close)) =
        (numeral, suffix, recognize((space0, one_of(")）")))).parse(input)?;
    Ok((rest, simple("", numeral, suffix, close)))
}

/// `1.`, `3.1`, `3.1.`, `3.3bis`, `7.bis`, `3.x`, `A.`, `IV.`.
fn dotted(input: &str) -> IResult<&str, Number> {
    let many = map(
        (
            verify(numerals, |n: &Vec<Numeral>| n.len() > 1),
            suffix,
            opt(one_of(".:")),
        ),
        |(numerals, suffix, close)| Number {
            open: String::new(),
            numerals,
            suffix,
            close: close.map(String::from).unwrap_or_default(),
        },
    );
    let odd = map(
        (
            decimal,
            recognize((char('.'), latin_suffix)),
            opt(char('.')),
        ),
        |(numeral, suffix, close)| {
            simple(
                "",
                numeral,
                suffix.to_owned(),
                if close.is_some() { "." } else { "" },
            )
        },
    );
    let one = map(
        (numeral, suffix, one_of(".。．、")),
        |(numeral, suffix, close)| simple("", numeral, suffix, &close.to_string()),
    );
    // "3 . Requests": a scan's gap.
    let gaped = map(
        (decimal, recognize((space1, char('.')))),
        |(numeral, close)| simple("", numeral, String::new(), close),
    );
    alt((many, odd, one, gaped)).parse(input)
}

/// `1 -`, `١ -`: what stands before operative paragraphs in Arabic. Elsewhere a dash begins the
/// words.
fn dashed(input: &str) -> IResult<&str, Number> {
    let close = recognize((space0, one_of("-–—")));
    let (rest, (numeral, suffix, close)) = (decimal, suffix, close).parse(input)?;
    let next = rest
        .trim_start_matches([' ', '[', '\u{a0}', '*'])
        .chars()
        .next();
    if next.is_some_and(|c| !matches!(c, '\u{600}'..='\u{6ff}')) {
        return no_label(input);
    }
    Ok((rest, simple("", numeral, suffix, close)))
}

/// `12`, `3 bis`, `2bis:`.
fn bare(input: &str) -> IResult<&str, Number> {
    let (rest, (numeral, suffix)) = (decimal, suffix).parse(input)?;
    let (rest, close) = recognize(opt(one_of(":："))).parse(rest)?;
    Ok((rest, simple("", numeral, suffix, close)))
}

fn simple(open: &str, numeral: Numeral, suffix: String, close: &str) -> Number {
    Number {
        open: open.to_owned(),
        numerals: vec![numeral],
        suffix,
        close: close.to_owned(),
    }
}

fn numerals(input: &str) -> IResult<&str, Vec<Numeral>> {
    let more = preceded(
        char('.'),
        alt((
            decimal,
            map(terminated(one_of("xX"), not(letter)), |_| open_numeral()),
        )),
    );
    let (rest, (first, others)) = (decimal, many0(more)).parse(input)?;
    let mut all = vec![first];
    all.extend(others);
    Ok((rest, all))
}

fn numerals_or_open(input: &str) -> IResult<&str, Vec<Numeral>> {
    let placeholder = map(terminated(one_of("xX"), not(letter)), |_| {
        vec![open_numeral()]
    });
    alt((numerals, placeholder)).parse(input)
}

fn upper_roman_last(input: &str) -> IResult<&str, Vec<Numeral>> {
    let signs = take_while1(|c: char| "IVXLC".contains(c));
    // "Annex C" follows Annex B.
    let signs = verify(signs, |text: &str| !matches!(text, "C" | "L"));
    let (rest, text) = terminated(signs, not(letter)).parse(input)?;
    match roman_value(&text.to_lowercase()) {
        Some(value) => Ok((
            rest,
            vec![Numeral {
                script: Script::UpperRoman,
                value,
            }],
        )),
        None => no_label(input),
    }
}

/// `A` in "Option A".
fn upper_letter(input: &str) -> IResult<&str, Vec<Numeral>> {
    let (rest, letter) = terminated(one_of("ABCDEFGHJKLMNOPQRST"), not(letter)).parse(input)?;
    let value = u32::from(letter) - u32::from('A') + 1;
    Ok((
        rest,
        vec![Numeral {
            script: Script::UpperLatin,
            value,
        }],
    ))
}

const fn open_numeral() -> Numeral {
    Numeral {
        script: Script::Open,
        value: 0,
    }
}

fn letter(input: &str) -> IResult<&str, char> {
    verify(nom::character::complete::anychar, |c: &char| {
        c.is_alphabetic()
    })
    .parse(input)
}

fn decimal(input: &str) -> IResult<&str, Numeral> {
    let script = match input.chars().next() {
        Some('0'..='9') => Script::Decimal,
        Some(ARABIC_ZERO..='\u{669}') => Script::ArabicIndic,
        Some(WIDE_ZERO..='\u{ff19}') => Script::FullWidth,
        _ => return no_label(input),
    };
    let zero = match script {
        Script::ArabicIndic => ARABIC_ZERO,
        Script::FullWidth => WIDE_ZERO,
        _ => '0',
    };
    let digit = |c: char| {
        (c as u32)
            .checked_sub(zero as u32)
            .filter(|digit| *digit < 10)
    };
    let (rest, digits) = take_while1(|c: char| digit(c).is_some()).parse(input)?;
    let mut value: u32 = 0;
    for digit in digits.chars().filter_map(digit) {
        value = match value.checked_mul(10).and_then(|v| v.checked_add(digit)) {
            Some(value) if value < 10_000_000 => value,
            _ => {
                return no_label(input);
            }
        };
    }
    // "07" is no label, and would not be rendered as it stands.
    if digits.starts_with(zero) {
        return no_label(input);
    }
    Ok((rest, Numeral { script, value }))
}

fn numeral(input: &str) -> IResult<&str, Numeral> {
    alt((decimal, latin, han, local)).parse(input)
}

/// A letter (`a`), a doubled one (`aa`), or a roman numeral of two signs and more (`iv`).
fn latin(input: &str) -> IResult<&str, Numeral> {
    let (rest, text) = take_while_m_n(1, 6, |c: char| c.is_ascii_alphabetic()).parse(input)?;
    let bytes = text.as_bytes();
    let lower = text.to_ascii_lowercase();
    let value = |first: u8, base: u8| u32::from(first - base) + 1;
    let is_lower = bytes.iter().all(u8::is_ascii_lowercase);
    let is_upper = bytes.iter().all(u8::is_ascii_uppercase);
    let numeral = match (bytes, is_lower, is_upper) {
        ([one], true, _) => Some((Script::LowerLatin, value(*one, b'a'))),
        ([one], _, true) => Some((Script::UpperLatin, value(*one, b'A'))),
        (_, true, _) if roman_value(&lower).is_some() => {
            roman_value(&lower).map(|v| (Script::LowerRoman, v))
        }
        (_, _, true) if roman_value(&lower).is_some() => {
            roman_value(&lower).map(|v| (Script::UpperRoman, v))
        }
        ([one, other], true, _) if one == other => {
            Some((Script::LowerLatin, value(*one, b'a') + 26))
        }
        _ => None,
    };
    match numeral {
        Some((script, value)) => Ok((rest, Numeral { script, value })),
        None => no_label(input),
    }
}

/// `三`, `十二`.
fn han(input: &str) -> IResult<&str, Numeral> {
    let (rest, text) = take_while_m_n(1, 3, |c| CHINESE.contains(c)).parse(input)?;
    match chinese_value(text) {
        Some(value) => Ok((
            rest,
            Numeral {
                script: Script::Chinese,
                value,
            },
        )),
        None => no_label(input),
    }
}

/// A letter of another script. The fifth of Arabic is drawn out in labels, `هـ)`, so that it is
/// not taken for the digit five; it may have a form for print (U+FEEB), and alif no hamza.
fn local(input: &str) -> IResult<&str, Numeral> {
    let (rest, sign) = nom::character::complete::anychar(input)?;
    let letter = match sign {
        '\u{fee9}'..='\u{feec}' => 'ه',
        'ا' => 'أ',
        sign => sign,
    };
    for (signs, script) in [(CYRILLIC, Script::Cyrillic), (ARABIC, Script::Arabic)] {
        if let Some(place) = signs.chars().position(|c| c == letter) {
            let value = u32::try_from(place + 1).unwrap_or(0);
            let drawn = rest
                .strip_prefix(TATWEEL)
                .filter(|_| script == Script::Arabic);
            return Ok((drawn.unwrap_or(rest), Numeral { script, value }));
        }
    }
    no_label(input)
}

/// ` bis`, `ter`, `quat`, ` Alt`, `bis Alt`: with the space before it.
fn suffix(input: &str) -> IResult<&str, String> {
    map(
        opt(recognize((
            take_while(|c| c == ' '),
            latin_suffix,
            opt(preceded(space1, latin_suffix)),
        ))),
        |text: Option<&str>| text.unwrap_or("").to_owned(),
    )
    .parse(input)
}

fn latin_suffix(input: &str) -> IResult<&str, &str> {
    match vocabulary::suffix_at(input) {
        Some((text, _)) => Ok((&input[text.len()..], text)),
        None => no_label(input),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_words_alone() {
        assert_eq!(label_at("1 - تحث الدول").map(|(_, l)| l), Ok("1 -"));
        assert_eq!(label_at("14 - Building").map(|(_, l)| l), Ok("14"));
        for text in [
            "2006, 62/182 of",
            "that ITU",
            "10-12 December",
            "mix) of",
            "a paragraph",
            "Articles 4",
            "2015was",
        ] {
            assert!(label_at(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_fifth_letter_of_arabic_is_drawn_out() {
        for label in ["هـ)", "(هـ)", "ه)", "\u{feeb})", "\u{feeb}ـ)"] {
            let number = whole(label).and_then(|number| number.last());
            let fifth = Numeral {
                script: Script::Arabic,
                value: 5,
            };
            assert_eq!(number, Some(fifth), "{label}");
        }
        assert_eq!(
            label_at("هـ) أن المد").map(|(rest, _)| rest),
            Ok(" أن المد")
        );
        assert_eq!(whole("ا)"), whole("أ)"));
        assert!(label_at("هذا القرار").is_err());
    }

    #[test]
    fn labels_of_options() {
        for (text, label) in [
            ("Option II:: To act", "Option II::"),
            ("Option 1 for paragraph 3: To act", "Option 1"),
            ("Variante 1 Agir", "Variante 1"),
            ("Variante 2\u{a0}: Agir", "Variante 2\u{a0}:"),
            ("Opción 2: Actuar", "Opción 2:"),
            ("Вариант 3. Действовать", "Вариант 3."),
            ("الخيار ٢: العمل", "الخيار ٢:"),
            ("备选案文1：采取行动", "备选案文1："),
            ("备选案文 二：采取行动", "备选案文 二："),
            ("备选方案2 采取行动", "备选方案2"),
            ("选项A：采取行动", "选项A："),
        ] {
            assert_eq!(label_at(text).map(|(_, l)| l), Ok(label), "{text}");
            let number = whole(label);
            assert!(number.is_some_and(|n| n.is_option() && n.render() == label));
        }
        assert!(label_at("选项的实施").is_err());
        assert_eq!(label_at("2：采取行动").map(|(_, l)| l), Ok("2："));
        assert!(label_at("3：2").is_err());
    }

    #[test]
    fn plain_labels_are_what_the_grammar_makes_of_them() {
        for label in [
            "12", "12.", "12)", "a)", "(a)", "(12)", "a", "(a", "07", "1234567", "a.", "é)", "()",
            ")", ".",
        ] {
            if let Some(number) = plain(label) {
                assert_eq!(
                    all_consuming(shape).parse(label).map(|(_, n)| n),
                    Ok(number),
                    "{label}"
                );
            }
        }
        assert!(plain("(12)").is_some() && plain("c)").is_some() && plain("7.").is_some());
    }

    proptest::proptest! {
        #[test]
        fn what_is_passed_over_is_no_label(
            text in "(a|b|iv|xii|op|Article|Option|the|bis|ter|alt)?[ \t]?(bis|alt|4|B|x|مكرر)?[ )(.:,]{0,2}( that)?"
        ) {
            proptest::prop_assert_eq!(label_at(&text).ok(), label(&text).ok());
        }
    }
}
