//! Bytes -> text: UTF-8, UTF-16 and UTF-32 with their marks, Windows-1252; binary files are
//! refused.
//!
//! A byte that is part of no character stands as U+FFFD, and a finding says where: one bad byte is
//! no reason to read all others in another way.

use super::Error;
use crate::draft::{Finding, Severity};
use std::borrow::Cow;

/// The text of a file, and what there is to say about its encoding.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) notices: Vec<Finding>,
}

/// Decodes a file. Plain UTF-8 is borrowed.
pub(super) fn decode<'a>(bytes: &'a [u8], name: &str) -> Result<Decoded<'a>, Error> {
    let decoded = match by_mark(bytes) {
        Some((Encoding::Utf8, body)) => utf8(body),
        Some((encoding, body)) => Decoder::of(encoding).decoded(body),
        None => without_mark(bytes, name)?,
    };
    if decoded.text.trim().is_empty() {
        return Err(Error::Empty {
            name: name.to_owned(),
        });
    }
    Ok(decoded)
}

/// How letters are put into bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

impl Encoding {
    const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
        }
    }
}

/// The encoding that the mark at the beginning tells, and what comes after the mark.
pub(super) fn by_mark(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
    // The mark of UTF-16LE is the beginning of that of UTF-32LE.
    const MARKS: [(&[u8], Encoding); 5] = [
        (&[0xff, 0xfe, 0, 0], Encoding::Utf32Le),
        (&[0, 0, 0xfe, 0xff], Encoding::Utf32Be),
        (&[0xff, 0xfe], Encoding::Utf16Le),
        (&[0xfe, 0xff], Encoding::Utf16Be),
        (&[0xef, 0xbb, 0xbf], Encoding::Utf8),
    ];
    MARKS
        .into_iter()
        .find_map(|(mark, encoding)| Some((encoding, bytes.strip_prefix(mark)?)))
}

fn without_mark<'a>(bytes: &'a [u8], name: &str) -> Result<Decoded<'a>, Error> {
    if let Some(what) = binary(bytes) {
        return Err(Error::NotText {
            name: name.to_owned(),
            what,
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.into(),
            notices: Vec::new(),
        }),
        Err(error) if !is_utf8_for_the_most_part(bytes, error) => {
            let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            let message = "not UTF-8; read as Windows-1252";
            let notice = note(u32::try_from(line).unwrap_or(0), message);
            let notices = vec![notice.with_help("save the file as UTF-8 if letters look wrong")];
            Ok(Decoded { text, notices })
        }
        Err(_) => Ok(utf8(bytes)),
    }
}

fn utf8(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.into(),
            notices: Vec::new(),
        },
        Err(_) => Decoder::of(Encoding::Utf8).decoded(bytes),
    }
}

/// Whether bytes that are not all UTF-8 are meant to be. By chance, letters of other encodings
/// hardly ever make characters of UTF-8; so where there are such, what makes none is damage.
pub(super) fn is_utf8_for_the_most_part(bytes: &[u8], first: std::str::Utf8Error) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if whole > 0 {
        return whole >= broken;
    }
    // All is ASCII but for the end, where a character may be cut off, or a word end in é.
    if first.error_len().is_some() {
        return false;
    }
    let end = &bytes[first.valid_up_to()..];
    let (letters, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(end);
    end.len() > 1 || !letters.chars().all(char::is_lowercase)
}

/// Puts characters together, and tells of bytes that make none.
struct Decoder {
    encoding: Encoding,
    text: String,
    notices: Vec<Finding>,
    /// How many places are damaged.
    places: usize,
    /// How much of the text the line and the column are counted for.
    counted: usize,
    line: u32,
    column: u32,
}

impl Decoder {
    fn of(encoding: Encoding) -> Self {
        Self {
            encoding,
            text: String::new(),
            notices: Vec::new(),
            places: 0,
            counted: 0,
            line: 1,
            column: 1,
        }
    }

    /// The text of some bytes. All but UTF-8 is told of, since it is seldom.
    fn decoded<'a>(mut self, bytes: &[u8]) -> Decoded<'a> {
        match self.encoding {
            Encoding::Utf8 => self.utf8(bytes),
            Encoding::Utf16Le => self.utf16(bytes, u16::from_le_bytes),
            Encoding::Utf16Be => self.utf16(bytes, u16::from_be_bytes),
            Encoding::Utf32Le => self.utf32(bytes, u32::from_le_bytes),
            Encoding::Utf32Be => self.utf32(bytes, u32::from_be_bytes),
        }
        let mut notices = Vec::new();
        if self.encoding != Encoding::Utf8 {
            notices.push(note(1, &format!("read as {}", self.encoding.name())));
        }
        notices.append(&mut self.notices);
        if let Some(more @ 1..) = self.places.checked_sub(MOST_PLACES) {
            let message = format!("{more} more places with bytes that make no character");
            notices.push(warning(0, 0, &message));
        }
        Decoded {
            text: self.text.into(),
            notices,
        }
    }

    fn utf8(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                self.bad(|| hexadecimal(chunk.invalid()));
            }
        }
    }

    fn utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16) {
        let (pairs, rest) = bytes.as_chunks::<2>();
        for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
            match read {
                Ok(c) => self.text.push(c),
                Err(half) => self.bad(|| format!("{:04X}", half.unpaired_surrogate())),
            }
        }
        if !rest.is_empty() {
            self.bad(|| hexadecimal(rest));
        }
    }

    fn utf32(&mut self, bytes: &[u8], unit: fn([u8; 4]) -> u32) {
        let (fours, rest) = bytes.as_chunks::<4>();
        for four in fours {
            match char::from_u32(unit(*four)) {
                Some(c) => self.text.push(c),
                None => self.bad(|| format!("{:08X}", unit(*four))),
            }
        }
        if !rest.is_empty() {
            self.bad(|| hexadecimal(rest));
        }
    }

    /// Bytes that make no character: a sign in their place, and a finding that tells the place.
    fn bad(&mut self, bytes: impl FnOnce() -> String) {
        if self.places < MOST_PLACES {
            self.count();
            let (bytes, name) = (bytes(), self.encoding.name());
            let message = format!("{bytes} is no character of {name}; it stands as \u{fffd}");
            let found = warning(self.line, self.column, &message);
            let help = "compare the place with the original, or ask for the file again";
            self.notices.push(found.with_help(help));
        }
        self.places += 1;
        self.text.push('\u{fffd}');
    }

    /// Counts lines and columns up to the end of the text so far.
    fn count(&mut self) {
        let mut new = self.text[self.counted..].chars().peekable();
        while let Some(c) = new.next() {
            if ends_line(c, new.peek().copied()) {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.counted = self.text.len();
    }
}

/// So many places are told one by one.
const MOST_PLACES: usize = 10;

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Whether a line ends with a character: programs have ended lines in many ways.
pub(super) fn ends_line(c: char, next: Option<char>) -> bool {
    match c {
        '\n' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
        // Windows ends lines with two signs.
        '\r' => next != Some('\n'),
        _ => false,
    }
}

/// The text with one sign for the end of a line.
pub(super) fn with_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    let holds = |end: &str| memchr::memmem::find(bytes, end.as_bytes()).is_some();
    let is_odd = memchr::memchr_iter(b'\r', bytes).any(alone)
        || memchr::memchr(0xb, bytes).is_some()
        || ["\u{85}", "\u{2028}", "\u{2029}"].into_iter().any(holds);
    if !is_odd {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = ends_line(c, chars.peek().copied());
        out.push(if ends { '\n' } else { c });
    }
    Cow::Owned(out)
}

fn note(line: u32, message: &str) -> Finding {
    Finding::new(Severity::Note, CODE, line, 0, message)
}

fn warning(line: u32, column: u32, message: &str) -> Finding {
    Finding::new(Severity::Warning, CODE, line, column, message)
}

/// What findings about the encoding are called.
const CODE: &str = "encoding";

/// Says what a file is that cannot be text.
fn binary(bytes: &[u8]) -> Option<String> {
    const KNOWN: [(&[u8], &str); 7] = [
        (
            b"%PDF",
            "it is a PDF; take its text out first (pdftotext -layout)",
        ),
        (
            b"PK\x03\x04",
            "it is a ZIP archive (a Word file?); save it as text or Markdown first",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "it is an old Word file; save it as text first",
        ),
        (b"\x89PNG", "it is a picture"),
        (b"\xff\xd8\xff", "it is a picture"),
        (b"\x1f\x8b", "it is compressed; unpack it first"),
        (b"{\\rtf", "it is RTF; save it as text first"),
    ];
    if let Some((_, what)) = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some((*what).to_owned());
    }
    let nul = memchr::memchr(0, bytes)?;
    Some(format!(
        "byte {nul} is zero, as in a binary file or in UTF-16 without its mark"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Decoded<'_> {
        decode(bytes, "x").ok().unwrap()
    }

    /// The places of the findings that tell of damage.
    fn damage(bytes: &[u8]) -> Vec<(u32, u32)> {
        let notices = decoded(bytes).notices;
        let damaged = notices.iter().filter(|n| n.severity == Severity::Warning);
        damaged.map(|n| (n.line, n.column)).collect()
    }

    fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(units).collect()
    }

    fn utf32(text: &str, mark: [u8; 4], bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        let units = text.chars().map(u32::from).flat_map(bytes);
        mark.into_iter().chain(units).collect()
    }

    #[test]
    fn reads_what_offices_save() {
        let text = "résout, 日\u{1d11e}";
        for bytes in [
            utf16(text, [0xff, 0xfe], u16::to_le_bytes),
            utf16(text, [0xfe, 0xff], u16::to_be_bytes),
            utf32(text, [0xff, 0xfe, 0, 0], u32::to_le_bytes),
            utf32(text, [0, 0, 0xfe, 0xff], u32::to_be_bytes),
        ] {
            assert_eq!(decoded(&bytes).text, text);
            assert_eq!(decoded(&bytes).notices.len(), 1);
        }
        assert_eq!(decoded("\u{feff}a".as_bytes()).text, "a");
        let windows = decoded(b"r\xe9sout \x96 \x93a\x94");
        assert_eq!(windows.text, "résout – “a”");
        assert_eq!(windows.notices[0].line, 1);
    }

    #[test]
    fn one_bad_byte_is_one_bad_byte() {
        let text = "резолюция\n\n1. что ! и далее;\n";
        let mut bytes = text.to_owned().into_bytes();
        let at = text.find('!').unwrap();
        bytes[at] = 0xff;
        assert_eq!(decoded(&bytes).text, text.replace('!', "\u{fffd}"));
        assert_eq!(damage(&bytes), [(3, 8)]);
        // The same behind a mark.
        let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(bytes).collect();
        assert_eq!(damage(&marked), [(3, 8)]);
    }

    #[test]
    fn a_file_cut_inside_a_character_keeps_the_others() {
        for (cut, left) in [
            ("résolution: É", 1),
            ("«\u{a0}résolution\u{a0}– ", 0),
            ("notes\n–", 1),
            ("résumé: “", 2),
            ("in É", 1),
        ] {
            let bytes = &cut.as_bytes()[..cut.len() - left];
            let mut whole = cut.to_owned();
            if left > 0 {
                whole.pop();
                whole.push('\u{fffd}');
            }
            assert_eq!(decoded(bytes).text, whole);
        }
        // A French word, and nothing that says that it is UTF-8.
        assert_eq!(decoded(b"adopt\xe9").text, "adopté");
        let halved = utf16("ab\u{1d11e}", [0xff, 0xfe], u16::to_le_bytes);
        let text = decoded(&halved[..halved.len() - 1]).text;
        assert_eq!(text, "ab\u{fffd}\u{fffd}");
        let halved = utf32("a\nb", [0xff, 0xfe, 0, 0], u32::to_le_bytes);
        assert_eq!(damage(&halved[..halved.len() - 1]), [(2, 1)]);
    }

    #[test]
    fn many_bad_bytes_are_counted() {
        let text = "résolution ! États ! Île".repeat(20);
        let spoilt = |byte| if byte == b'!' { 0xfe } else { byte };
        let bytes: Vec<u8> = text.bytes().map(spoilt).collect();
        let notices = decoded(&bytes).notices;
        assert_eq!(notices.len(), MOST_PLACES + 1);
        assert!(notices[MOST_PLACES].message.starts_with("30 more"));
    }

    #[test]
    fn lines_end_in_many_ways() {
        let ends = |text: &'static str| with_line_ends(text.into()).into_owned();
        assert_eq!(ends("a\rb\r"), "a\nb\n");
        assert_eq!(ends("a\r\nb\rc\r\r\nd"), "a\r\nb\nc\n\r\nd");
        assert_eq!(ends("a\u{2028}b\u{2029}c\u{b}d"), "a\nb\nc\nd");
        let same = with_line_ends("a\r\nb\n".into());
        assert!(matches!(same, Cow::Borrowed(_)));
    }

    #[test]
    fn refuses_what_is_no_text() {
        for bytes in [
            &b""[..],
            b" \n\t",
            b"\xef\xbb\xbf \n",
            b"\xff\xfe",
            b"%PDF-1.4",
            b"PK\x03\x04....",
            b"abc\0def",
        ] {
            assert!(decode(bytes, "x").is_err());
        }
    }
}
