//! The one place where text becomes terminal text.
//!
//! What drafts say, what they are called and where they lie was written by others, and some signs
//! drive a terminal: they move the cursor, hide words, fill the clipboard. None of them gets past
//! this place; each stands as U+FFFD. Whatever writes text for people writes it to a [`Screen`],
//! or puts it through [`plain`] or [`line()`].

use crate::json::visible::{drives, drives_in};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Text of many lines without signs that drive a terminal.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if is_printed(text) {
        return Cow::Borrowed(text);
    }
    if drives_in(text) {
        return Cow::Owned(text.replace(drives, "\u{fffd}"));
    }
    Cow::Borrowed(text)
}

/// The same as one line.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if is_printed(text) {
        return Cow::Borrowed(text);
    }
    // What parts words parts them here, too.
    let parts = |c: char| matches!(c, '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}');
    let may_part = text
        .bytes()
        .fold(false, |may, b| may | (b < b' ') | (b == 0xe2));
    if may_part && text.contains(parts) {
        return Cow::Owned(plain(&text.replace(parts, " ")).into_owned());
    }
    plain(text)
}

/// Whether all signs are printed ones of ASCII, as in nearly all texts. There is no way out of the
/// loop, so that many bytes are looked at at once.
pub(super) fn is_printed(text: &str) -> bool {
    text.bytes()
        .fold(true, |all, b| all & (b' '..0x7f).contains(&b))
}

/// Passes text on without what drives a terminal, but for the colours of our own, if there are any.
#[derive(Debug)]
pub struct Screen<W> {
    out: W,
    colour: bool,
}

impl<W: Write> Screen<W> {
    /// A screen before `out`. With `colour`, the looks that our writers give to words pass.
    pub const fn new(out: W, colour: bool) -> Self {
        Self { out, colour }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if !self.colour {
            return self.out.write_str(&plain(text));
        }
        let mut rest = text;
        while let Some(at) = memchr::memchr(ESCAPE, rest.as_bytes()) {
            self.out.write_str(&plain(&rest[..at]))?;
            let look = LOOKS.iter().find(|look| rest[at..].starts_with(**look));
            self.out.write_str(look.map_or("\u{fffd}", |look| look))?;
            rest = &rest[at + look.map_or(1, |look| look.len())..];
        }
        self.out.write_str(&plain(rest))
    }
}

const ESCAPE: u8 = 0x1b;

/// All that our writers say to a terminal: bold, faint, slanted, underlined, struck, three colours,
/// and an end to it. Nothing here can hide a word or move it.
const LOOKS: [&str; 9] = [
    "\u{1b}[0m",
    "\u{1b}[1m",
    "\u{1b}[2m",
    "\u{1b}[3m",
    "\u{1b}[4m",
    "\u{1b}[9m",
    "\u{1b}[31m",
    "\u{1b}[33m",
    "\u{1b}[34m",
];

#[cfg(test)]
mod tests {
    use super::super::ink::Look;
    use super::*;

    fn shown(text: &str, colour: bool) -> String {
        let mut out = String::new();
        Screen::new(&mut out, colour).write_str(text).unwrap();
        out
    }

    #[test]
    fn nothing_drives_a_terminal() {
        for text in [
            "\u{1b}]52;c;cHduZWQ=\u{7}",
            "\u{9b}2J",
            "\u{9d}52;c;x\u{9c}",
            "a\rb",
            "\u{8}\u{7f}",
            "\u{1b}[8mhidden",
            "\u{1b}[",
            "\u{1b}",
            "\u{202e}gnp.exe",
        ] {
            for colour in [false, true] {
                let shown = shown(text, colour);
                assert!(!shown.contains(drives), "{text:?} is shown as {shown:?}");
            }
        }
    }

    #[test]
    fn words_stay_as_they_are() {
        for text in [
            "resolves\n\n\t1 résout « à » – “it” 日本 \u{200f}ع",
            "",
            "\u{a0}x",
        ] {
            assert_eq!(shown(text, false), text);
            assert_eq!(shown(text, true), text);
        }
        assert_eq!(line("a\n\tb\u{2028}c\u{1b}"), "a  b c\u{fffd}");
    }

    #[test]
    fn our_own_looks_pass_where_there_is_colour() {
        for look in Look::ALL {
            let style = look.style();
            let text = format!("{style}word{style:#}");
            assert_eq!(shown(&text, true), text);
            assert!(!shown(&text, false).contains('\u{1b}'));
        }
    }
}
