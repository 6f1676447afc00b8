//! Bytes -> text: UTF-8, UTF-16 with its mark, Windows-1252; binary files are refused.

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
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty {
            name: name.to_owned(),
        });
    }
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(with_mark(bytes, encoding));
    }
    if let Some(what) = binary(bytes) {
        return Err(Error::NotText {
            name: name.to_owned(),
            what,
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: with_line_ends(text),
            notices: Vec::new(),
        }),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()]
                .iter()
                .filter(|b| **b == b'\n')
                .count();
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            let notice = notice(
                u32::try_from(line).unwrap_or(0),
                "not UTF-8; read as Windows-1252",
            )
            .with_help("save the file as UTF-8 if letters look wrong");
            Ok(Decoded {
                text,
                notices: vec![notice],
            })
        }
    }
}

/// Old word processors end lines with a carriage return alone.
fn with_line_ends(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\n', text.as_bytes()).is_none()
        && memchr::memchr(b'\r', text.as_bytes()).is_some()
    {
        text.replace('\r', "\n").into()
    } else {
        text.into()
    }
}

fn with_mark<'a>(bytes: &'a [u8], encoding: &'static encoding_rs::Encoding) -> Decoded<'a> {
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    let mut notices = Vec::new();
    if encoding != encoding_rs::UTF_8 {
        notices.push(notice(1, &format!("read as {}", encoding.name())));
    }
    if damaged {
        notices.push(
            notice(
                0,
                &format!(
                    "some bytes are not {}; they stand as \u{fffd}",
                    encoding.name()
                ),
            )
            .with_help("ask for the file in another encoding"),
        );
    }
    Decoded { text, notices }
}

fn notice(line: u32, message: &str) -> Finding {
    Finding::new(Severity::Note, "encoding", line, 0, message)
}

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
    Some(format!("byte {nul} is zero, as in a binary file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_offices_save() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("résout".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let decoded = decode(&utf16, "x").ok().unwrap();
        assert_eq!(decoded.text, "résout");
        assert_eq!(decoded.notices.len(), 1);
        let decoded = decode(b"r\xe9sout \x96 \x93a\x94", "x").ok().unwrap();
        assert_eq!(decoded.text, "résout – “a”");
        assert_eq!(decoded.notices[0].line, 1);
        assert_eq!(decode(b"a\rb\r", "x").ok().unwrap().text, "a\nb\n");
    }

    #[test]
    fn refuses_what_is_no_text() {
        for bytes in [
            &b""[..],
            b" \n\t",
            b"%PDF-1.4",
            b"PK\x03\x04....",
            b"abc\0def",
        ] {
            assert!(decode(bytes, "x").is_err());
        }
    }
}
