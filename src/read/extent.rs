//! How much text there is in a file, known before the text is made of its bytes.

use super::bytes::{Encoding, by_mark, ends_line, is_utf8_for_the_most_part};

/// How much text there is in a file, whatever its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Extent {
    /// Bytes of the text once it is UTF-8, as all texts in memory are.
    pub(crate) bytes: u64,
    /// Lines that are not blank, whatever ends them.
    pub(crate) lines: u64,
    /// Places within lines where another clause may begin (`structure::split` knows them).
    pub(crate) parts: u64,
    /// Characters that are one of those asked for.
    pub(crate) signs: u64,
}

/// Counts the text in a file, and the characters of it that are one of `signs`, all of them ASCII.
/// The text is decoded character by character and never stands in memory.
pub(crate) fn extent(file: &[u8], signs: &[u8]) -> Extent {
    let mut is_sign = [false; 128];
    for sign in signs {
        if let Some(is_sign) = is_sign.get_mut(usize::from(*sign)) {
            *is_sign = true;
        }
    }
    let mut extent = Extent::default();
    let mut line = Line::default();
    each_char(file, |c| {
        extent.bytes += c.len_utf8() as u64;
        if is_sign.get(c as usize).is_some_and(|is_sign| *is_sign) {
            extent.signs += 1;
        }
        // A page ends a line for some. Blank lines do not count, so `\r\n` ends one.
        if c == '\u{c}' || ends_line(c, None) {
            extent.lines += u64::from(line.has_words);
            line = Line::default();
        } else if !c.is_whitespace() && c != '\0' && c != '\u{feff}' {
            extent.parts += u64::from(line.may_begin_part(c));
            line.has_words = true;
            line.sign = c;
        }
    });
    extent.lines += u64::from(line.has_words);
    extent
}

/// What has come of a line.
#[derive(Default)]
struct Line {
    has_words: bool,
    /// The last character that is no space.
    sign: char,
}

impl Line {
    /// Whether another clause may begin with the next character: after a colon or a semicolon that
    /// does not end the line; and after a comma, with a capital letter.
    fn may_begin_part(&self, c: char) -> bool {
        match self.sign {
            ':' | ';' | '：' | '；' => true,
            ',' => c.is_uppercase(),
            _ => false,
        }
    }
}

/// Hands over each character of a file, as `decode` reads it, without making a text of them.
fn each_char(bytes: &[u8], mut take: impl FnMut(char)) {
    const BAD: char = char::REPLACEMENT_CHARACTER;
    match by_mark(bytes) {
        None if is_windows(bytes) => each_of_windows(bytes, take),
        None => each_of_utf8(bytes, take),
        Some((Encoding::Utf8, body)) => each_of_utf8(body, take),
        Some((Encoding::Utf16Le, body)) => each_of_utf16(body, u16::from_le_bytes, take),
        Some((Encoding::Utf16Be, body)) => each_of_utf16(body, u16::from_be_bytes, take),
        Some((encoding, body)) => {
            let (fours, rest) = body.as_chunks::<4>();
            let unit = match encoding {
                Encoding::Utf32Be => u32::from_be_bytes,
                _ => u32::from_le_bytes,
            };
            let all = fours.iter().map(|four| char::from_u32(unit(*four)));
            all.for_each(|c| take(c.unwrap_or(BAD)));
            if !rest.is_empty() {
                take(BAD);
            }
        }
    }
}

fn each_of_utf8(bytes: &[u8], mut take: impl FnMut(char)) {
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(&mut take);
        if !chunk.invalid().is_empty() {
            take(char::REPLACEMENT_CHARACTER);
        }
    }
}

fn each_of_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, mut take: impl FnMut(char)) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let all = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    all.for_each(|c| take(c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    if !rest.is_empty() {
        take(char::REPLACEMENT_CHARACTER);
    }
}

/// A byte is a letter: so any part of the file can be decoded by itself.
fn each_of_windows(bytes: &[u8], mut take: impl FnMut(char)) {
    const PART: usize = 16 << 10;
    for part in bytes.chunks(PART) {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(part);
        text.chars().for_each(&mut take);
    }
}

/// Whether a file without a mark is read as Windows-1252.
fn is_windows(bytes: &[u8]) -> bool {
    let read = std::str::from_utf8(bytes);
    read.is_err_and(|error| !is_utf8_for_the_most_part(bytes, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn of(bytes: &[u8]) -> Extent {
        extent(bytes, b"[]")
    }

    fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(units).collect()
    }

    fn utf32(text: &str) -> Vec<u8> {
        let letters = text.chars().flat_map(|c| u32::from(c).to_le_bytes());
        [0xff, 0xfe, 0, 0].into_iter().chain(letters).collect()
    }

    /// One text has one extent, whatever its encoding.
    #[test]
    fn a_text_is_counted_alike_in_every_encoding() {
        let text = "[á]\u{2028}各\u{85}[b\r\n\n \u{2029}\u{a0}\ré";
        let told = Extent {
            bytes: text.len() as u64,
            lines: 4,
            parts: 0,
            signs: 3,
        };
        assert_eq!(of(text.as_bytes()), told);
        assert_eq!(of(&utf16(text, [0xff, 0xfe], u16::to_le_bytes)), told);
        assert_eq!(of(&utf16(text, [0xfe, 0xff], u16::to_be_bytes)), told);
        assert_eq!(of(&utf32(text)), told);
    }

    /// Nowhere else is a line parted into clauses.
    #[test]
    fn places_where_clauses_may_begin_within_lines_are_counted() {
        let parts = |text: &str| of(text.as_bytes()).parts;
        assert_eq!(parts("1 to act, and to go;\n\n2 to: \n"), 0);
        assert_eq!(parts("1 to: (a) act; (b) go; and\n"), 3);
        let rows = [
            "to: (a) act; (b) go；(c) be, (d) as",
            "The Council, Noting, Recalling, To,",
        ];
        for row in rows {
            let draft = read::read(row.as_bytes(), "x", None).unwrap();
            assert!(parts(row) + 1 >= draft.paragraphs.len() as u64, "{row}");
        }
    }

    /// The second byte of a letter ends no line.
    #[test]
    fn letters_of_several_bytes_end_no_line() {
        assert_eq!(of("é è ą ©".as_bytes()).lines, 1);
        assert_eq!(of(&utf16("ĊഀЍ", [0xff, 0xfe], u16::to_le_bytes)).lines, 1);
    }

    /// Letters that are one byte in the file are up to three in memory.
    #[test]
    fn letters_of_windows_are_counted_as_they_are_in_memory() {
        let file = b"\x80 \x85 caf\xe9 na\xefve";
        let told = of(file);
        let text = "€ … café naïve";
        assert_eq!((told.bytes, told.lines), (text.len() as u64, 1));
        let draft = read::read(file, "x", None).unwrap();
        assert_eq!(draft.paragraphs[0].words.all(), text);
    }

    #[test]
    fn what_makes_no_character_is_counted_as_what_stands_for_it() {
        assert_eq!(
            of("各\u{fffd}各".as_bytes()),
            of(b"\xe5\x90\x84\xff\xe5\x90\x84")
        );
        assert_eq!(of(&[0xff, 0xfe, 0, 0xd8]).bytes, 3);
        assert_eq!(of(b"").lines, 0);
    }
}
