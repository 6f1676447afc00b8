//! Labels taken apart: what `3 bis`, `(iv)`, `OP5 alt` or `Article 4` say, and how they are put
//! together again.
//!
//! Rules: UN Editorial Manual, *Paragraphs and subparagraphs* and *Identification of alternative
//! versions of a paragraph* (bis, ter, quater…); ITU resolutions: lettered preamble `a)`, operative
//! part `1`, no period.

use super::label_grammar;
use crate::vocabulary;

/// The kind of signs a numeral is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// 1, 2, 3.
    Decimal,
    /// ١, ٢, ٣.
    ArabicIndic,
    /// １, ２, ３.
    FullWidth,
    /// a, b, c … aa, bb.
    LowerLatin,
    /// A, B, C.
    UpperLatin,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// а, б, в.
    Cyrillic,
    /// أ, ب, ج.
    Arabic,
    /// 一, 二, 三.
    Chinese,
    /// A placeholder: x, X.
    Open,
}

/// One numeral of a label and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numeral {
    /// The signs it is written with.
    pub script: Script,
    /// Its place in its sequence, from 1; 0 for a placeholder.
    pub value: u32,
}

/// A label taken apart. [`Number::render`] puts it together again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// What stands before the numerals: `(`, `OP`, `Article `, or nothing.
    pub open: String,
    /// The numerals, outermost first: two in `3.1`.
    pub numerals: Vec<Numeral>,
    /// `bis`, `ter`, `alt`…, with the space before it if there is one.
    pub suffix: String,
    /// What stands after: `)`, `.`, `:`, or nothing.
    pub close: String,
}

pub(super) const ARABIC: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ";
pub(super) const CYRILLIC: &str = "абвгдежзиклмнопрстуфхцчшщэюя";
pub(super) const CHINESE: &str = "一二三四五六七八九十";
pub(super) const ARABIC_ZERO: char = '\u{660}';
pub(super) const WIDE_ZERO: char = '\u{ff10}';

impl Number {
    /// Reads a whole label. Where one sign has two readings (`i)` is the letter or the roman one),
    /// the letter comes first; [`Number::readings`] gives both.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        Self::readings(label).into_iter().next()
    }

    /// Whether a heading that begins with it has it for a label, whatever sets it as one: `Article
    /// 4`, `3.`. Without a sign of its own a number is as well a part of the words: `## 2015 was a
    /// year`.
    pub(crate) fn is_label_of_heading(&self) -> bool {
        !self.open.is_empty() && !["(", "（"].contains(&self.open.as_str()) || self.close == "."
    }

    /// Every way to read a label.
    #[must_use]
    pub fn readings(label: &str) -> Vec<Self> {
        let Some(shape) = label_grammar::whole(label) else {
            return Vec::new();
        };
        let mut readings = vec![shape];
        if let Some((shape, last)) = readings.first().and_then(|n| Some((n, n.last()?))) {
            let alternative = match last.script {
                Script::LowerLatin => {
                    roman_value(&last.render()).map(|value| (Script::LowerRoman, value))
                }
                Script::UpperLatin => roman_value(&last.render().to_lowercase())
                    .map(|value| (Script::UpperRoman, value)),
                // "Part X" is the tenth, or one whose number is still open.
                Script::Open
                    if shape.open.ends_with(' ') && label[shape.open.len()..].starts_with('X') =>
                {
                    Some((Script::UpperRoman, 10))
                }
                _ => None,
            };
            if let Some((script, value)) = alternative {
                let mut other = shape.clone();
                if let Some(last) = other.numerals.last_mut() {
                    *last = Numeral { script, value };
                }
                readings.push(other);
            }
        }
        readings
    }

    /// The last numeral: the one that counts within the sequence the label belongs to.
    #[must_use]
    pub fn last(&self) -> Option<Numeral> {
        self.numerals.last().copied()
    }

    /// Whether two labels belong to the same kind of sequence: same signs before and after, same
    /// script.
    #[must_use]
    pub fn same_style(&self, other: &Self) -> bool {
        // Most labels have no signs before them; asking for bytes of an empty `String` is slow on
        // some machines, where the pointer that leads nowhere is still looked at.
        let same =
            |one: &str, other: &str| one.len() == other.len() && (one.is_empty() || one == other);
        self.numerals.len() == other.numerals.len()
            && self.last().map(|n| n.script) == other.last().map(|n| n.script)
            && same(&self.open, &other.open)
            && same(&self.close, &other.close)
    }

    /// Whether it is the label of a block alternative: `Option 1`, `Alternative B`.
    #[must_use]
    pub fn is_option(&self) -> bool {
        vocabulary::is_option_word(&self.open)
    }

    /// Whether it is the label of a preambular or an operative paragraph: `PP4`, `OP2 bis`.
    #[must_use]
    pub fn is_part_of_resolution(&self) -> bool {
        let mark = self.open.trim_end();
        vocabulary::preambular_marks().contains(&mark)
            || vocabulary::operative_marks().contains(&mark)
    }

    /// The same label with another value in its last place, without `bis`, `ter` or `alt`.
    #[must_use]
    pub fn renumbered(&self, value: u32) -> Self {
        let mut out = self.clone();
        out.suffix.clear();
        if let Some(last) = out.numerals.last_mut() {
            last.value = value;
        }
        out
    }

    /// The label as text.
    #[must_use]
    pub fn render(&self) -> String {
        let numerals: Vec<String> = self.numerals.iter().map(Numeral::render).collect();
        format!(
            "{}{}{}{}",
            self.open,
            numerals.join("."),
            self.suffix,
            self.close
        )
    }
}

impl Numeral {
    /// The numeral in its own signs.
    #[must_use]
    pub fn render(&self) -> String {
        match self.script {
            Script::Decimal => self.value.to_string(),
            Script::ArabicIndic => digits(self.value, ARABIC_ZERO),
            Script::FullWidth => digits(self.value, WIDE_ZERO),
            Script::LowerLatin => letters(self.value, b'a'),
            Script::UpperLatin => letters(self.value, b'A'),
            Script::LowerRoman => roman(self.value),
            Script::UpperRoman => roman(self.value).to_uppercase(),
            Script::Cyrillic => nth_char(CYRILLIC, self.value),
            Script::Arabic => nth_char(ARABIC, self.value),
            Script::Chinese => chinese(self.value),
            Script::Open => "x".to_owned(),
        }
    }
}

/// Letters go round: after `z` comes `aa`, after `zz` comes `aaa`. Word stops at thirty of them,
/// and so does this: a list that starts at two thousand millions must not have labels of eighty
/// million letters.
const LAST_IN_LETTERS: u32 = 26 * 30;
/// The last number that Word writes in roman numerals.
const LAST_IN_ROMAN: u32 = 32_767;

/// Past the last number that letters can say, digits.
fn letters(value: u32, first: u8) -> String {
    if value == 0 {
        return String::new();
    }
    if value > LAST_IN_LETTERS {
        return value.to_string();
    }
    let times = ((value - 1) / 26 + 1) as usize;
    let letter = char::from(first + u8::try_from((value - 1) % 26).unwrap_or(0));
    std::iter::repeat_n(letter, times).collect()
}

/// A number in the digits that begin with `zero`.
fn digits(value: u32, zero: char) -> String {
    let digit = |d: u8| char::from_u32(zero as u32 + u32::from(d - b'0')).unwrap_or('?');
    value.to_string().bytes().map(digit).collect()
}

/// `七`, `十`, `十二`, `三十`, `三十四`.
fn chinese(value: u32) -> String {
    match (value / 10, value % 10) {
        (0, ones) => nth_char(CHINESE, ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", nth_char(CHINESE, ones)),
        (tens @ 2..=9, 0) => format!("{}十", nth_char(CHINESE, tens)),
        (tens @ 2..=9, ones) => format!("{}十{}", nth_char(CHINESE, tens), nth_char(CHINESE, ones)),
        _ => value.to_string(),
    }
}

/// The value of a Chinese numeral, if it is well formed and below 100.
pub(super) fn chinese_value(text: &str) -> Option<u32> {
    (1..100).find(|value| chinese(*value) == text)
}

fn nth_char(signs: &str, value: u32) -> String {
    let place = (value as usize).saturating_sub(1);
    signs
        .chars()
        .nth(place)
        .map_or_else(|| value.to_string(), String::from)
}

const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// Past the last number that roman numerals can say, digits.
fn roman(value: u32) -> String {
    if value > LAST_IN_ROMAN {
        return value.to_string();
    }
    let mut left = value;
    let mut out = String::new();
    for (worth, signs) in ROMAN {
        while left >= worth {
            out.push_str(signs);
            left -= worth;
        }
    }
    out
}

/// The value of a roman numeral in lower case, if it is well formed and below 100.
pub(super) fn roman_value(text: &str) -> Option<u32> {
    const LONGEST: usize = 8;
    if text.is_empty() || text.len() > LONGEST || !text.bytes().all(|b| b"ivxlc".contains(&b)) {
        return None;
    }
    let worth = |b: u8| match b {
        b'i' => 1,
        b'v' => 5,
        b'x' => 10,
        b'l' => 50,
        _ => 100,
    };
    let signs: Vec<i32> = text.bytes().map(worth).collect();
    let after = signs.iter().skip(1).chain([&0]);
    let sum: i32 = signs
        .iter()
        .zip(after)
        .map(|(one, next)| if one < next { -one } else { *one })
        .sum();
    let value = u32::try_from(sum)
        .ok()
        .filter(|value| (1..100).contains(value))?;
    (roman(value) == text).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn whole(label: &str) {
        let number = Number::parse(label);
        assert_eq!(
            number.map(|n| n.render()),
            Some(label.to_owned()),
            "{label}"
        );
        assert_eq!(
            label_grammar::label_at(&format!("{label} rest")).map(|(_, l)| l),
            Ok(label)
        );
    }

    #[test]
    fn reads_the_labels_of_the_field() {
        for label in [
            "a)",
            "a bis)",
            "1",
            "1.",
            "1.1",
            "(a)",
            "(i)",
            "i)",
            "OP5",
            "PP3 alt",
            "Article 4",
            "3 bis",
            "3bis.",
            "3.3quat",
            "3.3bis Alt",
            "3.x",
            "7.bis",
            "Option 1:",
            "Article 2bis",
            "IV.",
            "A.",
            "(aa)",
            "Annex II",
            "أ )",
            "а)",
            "一、",
            "十二、",
            "（三）",
            "（a）",
            "２．",
            "٢",
            "2 бис.",
            "3 .",
            "PP4 alt 2",
            "OP2.bis",
            "OPTION 1",
            "OP12 nonies.",
            "Option A",
            "Alternative B:",
            "Annexe 2",
            "第三条",
            "第12章",
            "xii)",
        ] {
            whole(label);
        }
        assert_eq!(
            label_grammar::label_at("[4][2]. Recognizes").map(|(_, l)| l),
            Ok("[4][2].")
        );
    }

    #[test]
    fn an_i_is_a_letter_or_a_roman_one() {
        let values: Vec<_> = Number::readings("i)")
            .iter()
            .filter_map(Number::last)
            .collect();
        assert_eq!(values.iter().map(|n| n.value).collect::<Vec<_>>(), [9, 1]);
        assert_eq!(Number::readings("ii)").len(), 1);
    }

    #[test]
    fn labels_stay_short_whatever_they_count() {
        let scripts = [
            Script::Decimal,
            Script::ArabicIndic,
            Script::FullWidth,
            Script::LowerLatin,
            Script::UpperLatin,
            Script::LowerRoman,
            Script::UpperRoman,
            Script::Cyrillic,
            Script::Arabic,
            Script::Chinese,
        ];
        for script in scripts {
            for value in [780, 781, 32_767, 32_768, 1 << 31, u32::MAX] {
                let label = Numeral { script, value }.render();
                assert!(label.chars().count() <= 45, "{script:?} {value}: {label}");
            }
        }
        let shown = |script, value| Numeral { script, value }.render();
        assert_eq!(shown(Script::LowerLatin, 780), "z".repeat(30));
        assert_eq!(shown(Script::LowerLatin, 781), "781");
        assert_eq!(shown(Script::UpperRoman, 1 << 31), "2147483648");
    }

    #[test]
    fn renumbering_keeps_the_style() {
        let number = Number::parse("(c bis)").unwrap();
        assert_eq!(number.renumbered(4).render(), "(d)");
        assert_eq!(
            Number::parse("3.2").unwrap().renumbered(12).render(),
            "3.12"
        );
    }
}
