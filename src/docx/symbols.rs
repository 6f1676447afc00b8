//! Characters of symbol fonts, as what they look like (ECMA-376 part 1, 17.3.3.30): Word writes a
//! sign like "≥" as a number, and the font that it is one in.

use super::xml::Element;

/// The character that a `w:sym` shows; none where the font is not known.
pub(crate) fn symbol(element: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("w:char")?, 16).ok()?;
    let font = element.attribute("w:font").unwrap_or_default();
    // Fonts of symbols stand at U+F000 for old programs.
    let in_font = if (0xf000..=0xf0ff).contains(&code) {
        code - 0xf000
    } else {
        code
    };
    let table: &[(u32, &str)] = match &*font.to_ascii_lowercase() {
        "symbol" => &SYMBOL,
        "wingdings" => &WINGDINGS,
        font if SIGNS.iter().any(|part| font.contains(part)) => return None,
        _ if code < 0xe000 => return char::from_u32(code).filter(|c| !c.is_control()),
        _ => return None,
    };
    let (first, row) = table
        .iter()
        .rfind(|(first, _)| *first <= in_font)
        .copied()?;
    let found = row.chars().nth(usize::try_from(in_font - first).ok()?)?;
    (found != NONE).then_some(found)
}

/// What fonts of other signs have in their names: `Wingdings 2`, `MT Extra`.
const SIGNS: [&str; 5] = ["dings", "symbol", "mt extra", "sorts", "dingbats"];

/// Where a font has what no letter is: a part of a bracket over many lines, a picture.
const NONE: char = '\u{fffd}';

/// The font "Symbol", in rows with the number of their first character (Unicode's
/// `VENDORS/ADOBE/symbol.txt`).
const SYMBOL: [(u32, &str); 3] = [
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    (
        0x40,
        "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    ),
    (
        0xa0,
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\u{fffd}\u{fffd}↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    ),
];

/// The signs of the font "Wingdings" that texts use.
const WINGDINGS: [(u32, &str); 12] = [
    (0x20, " "),
    (0x6c, "●❍■□"),
    (0x71, "❑❒"),
    (0x76, "❖"),
    (0x9f, "•"),
    (0xa1, "○"),
    (0xa7, "▪◻"),
    (0xd8, "➢"),
    (0xdf, "←→↑↓"),
    (0xef, "⇦⇨⇧⇩"),
    (0xf3, "⬄"),
    (0xfb, "✗✓☒☑"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::xml::parse;

    #[test]
    fn symbols_are_what_they_look_like() {
        for (font, code, shown) in [
            ("Symbol", "F0B3", Some('≥')),
            ("Symbol", "F0A3", Some('≤')),
            ("Symbol", "00B1", Some('±')),
            ("Symbol", "F061", Some('α')),
            ("Symbol", "F0E5", Some('∑')),
            ("Symbol", "F0BD", None),
            ("Symbol", "F0FF", None),
            ("Wingdings", "F0FC", Some('✓')),
            ("Wingdings", "F0A8", Some('◻')),
            ("Wingdings", "F04A", None),
            ("Arial", "2265", Some('≥')),
            ("House", "F0B3", None),
            ("Wingdings 2", "0050", None),
            ("Webdings", "61", None),
            ("Symbol", "zz", None),
        ] {
            let xml = format!("<w:sym w:font=\"{font}\" w:char=\"{code}\"/>");
            assert_eq!(symbol(&parse(&xml).unwrap()), shown, "{font} {code}");
        }
    }
}
