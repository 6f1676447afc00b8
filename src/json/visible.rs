//! How our JSON is put into bytes: signs that drive a terminal, or turn the direction of writing,
//! stand as numbers, as JSON itself asks for those below U+0020. The text that is read is the same.

use crate::vocabulary::unseen::turns_writing;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// Whether a terminal would obey a sign, or show others in another order for it.
pub(crate) fn drives(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || turns_writing(c)
}

/// Whether a text has a sign that [`drives`] a terminal. Nearly all texts have none, and are looked
/// at many bytes at once.
pub(crate) fn drives_in(text: &str) -> bool {
    // There is no way out of this loop: so it works on many bytes at a time.
    let has_controls = text.bytes().fold(false, |has, b| {
        has | ((b < b' ') & (b != b'\n') & (b != b'\t') | (b == 0x7f))
    });
    // Beyond ASCII, all such signs begin with one of two bytes.
    let begins = memchr::memchr2_iter(0xc2, 0xe2, text.as_bytes());
    has_controls
        || begins
            .filter_map(|at| text[at..].chars().next())
            .any(drives)
}

/// Writes a value over many lines, for people and programs.
pub(crate) fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    written(value, out, PrettyFormatter::new())?;
    writeln!(out)
}

/// Writes a value in one line, for programs.
pub(crate) fn compact(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    written(value, out, CompactFormatter)?;
    writeln!(out)
}

fn written(value: &impl Serialize, out: &mut dyn Write, layout: impl Formatter) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Visible(layout));
    Ok(value.serialize(&mut serializer)?)
}

/// A layout in which every sign of a string can be seen.
struct Visible<F>(F);

impl<F: Formatter> Formatter for Visible<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let mut rest = text;
        while let Some((at, sign)) = rest.char_indices().find(|(_, c)| drives(*c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            // All of them lie below U+10000: one number each.
            write!(out, "\\u{:04x}", u32::from(sign))?;
            rest = &rest[at + sign.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_stands_as_a_number() {
        let text = "a\u{9b}2J\u{7f}\u{1b}[0m\u{202e}é\u{fffd}\n";
        for write in [pretty, compact] {
            let mut out = Vec::new();
            write(&text, &mut out).unwrap();
            let json = String::from_utf8(out).unwrap();
            assert_eq!(json, "\"a\\u009b2J\\u007f\\u001b[0m\\u202eé\u{fffd}\\n\"\n");
            let back: String = serde_json::from_str(&json).unwrap();
            assert_eq!(back, text);
        }
    }

    #[test]
    fn the_layout_is_that_of_serde_json() {
        let value = serde_json::json!({"a": [1, {"b": []}, null], "c": {}, "d": "é"});
        let mut out = Vec::new();
        pretty(&value, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{value:#}\n"));
        let mut out = Vec::new();
        compact(&value, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{value}\n"));
    }
}
