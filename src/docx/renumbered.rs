//! The automatic label that a paragraph had before (ECMA-376 part 1, 17.13.5.19,
//! `w:numberingChange`): `%1:3:0:.` says that its first level stood at 3, in digits, and a full
//! stop came after.

use super::xml::Element;
use crate::draft::{Number, Numeral, Script};
use std::fmt::Write;

/// The numbers that stand for formats there.
const FORMATS: [(Script, u32); 5] = [
    (Script::Decimal, 0),
    (Script::UpperRoman, 1),
    (Script::LowerRoman, 2),
    (Script::UpperLatin, 3),
    (Script::LowerLatin, 4),
];

/// A label as the change writes it; `level` is that of its last number, from 0. Labels in other
/// scripts are written as they are.
pub(crate) fn original(label: &str, level: u8) -> String {
    let told = Number::parse(label).and_then(|number| {
        let first = (usize::from(level) + 1).checked_sub(number.numerals.len())?;
        let mut out = number.open.clone();
        for (k, numeral) in number.numerals.iter().enumerate() {
            let (_, format) = FORMATS.iter().find(|(s, _)| *s == numeral.script)?;
            let dot = if k + 1 < number.numerals.len() {
                "."
            } else {
                ""
            };
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{}:{}:{format}:{dot}", first + k + 1, numeral.value);
        }
        out.push_str(&number.suffix);
        out.push_str(&number.close);
        Some(out)
    });
    told.unwrap_or_else(|| label.to_owned())
}

/// The label that the properties of a paragraph say it had before.
pub(crate) fn label_before(properties: &Element<'_>) -> Option<String> {
    let change = properties.child("w:numPr")?.child("w:numberingChange")?;
    let label = printed(&change.attribute("w:original")?);
    (!label.trim().is_empty()).then_some(label)
}

/// `%1:3:0:.` as a person sees it: `3.`.
fn printed(original: &str) -> String {
    let mut out = String::new();
    let mut rest = original;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let fields: Vec<&str> = rest[1..].splitn(4, ':').collect();
        let [level, value, format, after] = fields.as_slice() else {
            break;
        };
        let numbers = (
            level.parse::<u32>(),
            value.parse::<u32>(),
            format.parse::<u32>(),
        );
        let (Ok(_), Ok(value), Ok(format)) = numbers else {
            break;
        };
        let script = FORMATS.iter().find(|(_, f)| *f == format);
        let script = script.map_or(Script::Decimal, |(script, _)| *script);
        out.push_str(&Numeral { script, value }.render());
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_written_as_word_did_and_read_back() {
        for (label, level, written) in [
            ("3.", 0, "%1:3:0:."),
            ("(b)", 1, "(%2:2:4:)"),
            ("1.2", 1, "%1:1:0:.%2:2:0:"),
            ("IV.", 0, "%1:4:1:."),
            ("ج)", 0, "ج)"),
        ] {
            assert_eq!(original(label, level), written);
            assert_eq!(printed(written), label);
        }
    }

    #[test]
    fn what_is_no_such_text_is_taken_as_it_stands() {
        assert_eq!(printed("·"), "·");
        assert_eq!(printed("100 %"), "100 %");
        assert_eq!(printed("%1:x:0:."), "%1:x:0:.");
    }
}
