//! Text for a terminal: what each piece looks like, colours or signs, and lines that fit the width.

use super::rows::told_change;
use super::screen;
use super::wrap::{self, Piece};
use crate::draft::{Change, Object, Run};
use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Inserted,
    Deleted,
    Bracket,
    Label,
    Call,
    Quiet,
}

impl Look {
    #[cfg(test)]
    pub(super) const ALL: [Self; 7] = [
        Self::Plain,
        Self::Inserted,
        Self::Deleted,
        Self::Bracket,
        Self::Label,
        Self::Call,
        Self::Quiet,
    ];

    pub(super) fn style(self) -> Style {
        let style = Style::new();
        match self {
            Self::Plain => style,
            Self::Inserted => style.underline().fg_color(Some(AnsiColor::Blue.into())),
            Self::Deleted => style.strikethrough().fg_color(Some(AnsiColor::Red.into())),
            Self::Bracket => style.bold().fg_color(Some(AnsiColor::Yellow.into())),
            Self::Label => style.bold(),
            Self::Call => style.italic().bold(),
            Self::Quiet => style.dimmed(),
        }
    }
}

/// A piece of text that cannot drive a terminal.
pub(super) fn piece(text: &str, style: Look) -> Piece<'_, Look> {
    Piece {
        text: safe(text),
        style,
    }
}

/// The same of a text that was put together.
pub(super) fn made(text: String, style: Look) -> Piece<'static, Look> {
    let changed = match safe(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(changed) => Some(changed),
    };
    Piece {
        text: changed.unwrap_or(text).into(),
        style,
    }
}

/// So many spaces, or as many as there are to have.
pub(super) fn blanks(count: usize) -> &'static str {
    const BLANKS: &str = "                                                                ";
    &BLANKS[..count.min(BLANKS.len())]
}

/// Text without signs that drive a terminal or break the line, its objects named.
fn safe(text: &str) -> Cow<'_, str> {
    match Object::shown(text) {
        Cow::Borrowed(text) => screen::line(text),
        Cow::Owned(text) => Cow::Owned(screen::line(&text).into_owned()),
    }
}

/// Marked words; without colour, the changes in signs.
pub(super) fn words<'a>(
    runs: impl Iterator<Item = Run<'a>> + Clone,
    colour: bool,
    plain: Look,
) -> Vec<Piece<'a, Look>> {
    let mut out = Vec::new();
    let told = told_change(runs.clone());
    for run in runs {
        let change = told(&run);
        let (look, open, close) = match change {
            Change::Kept => (plain, "", ""),
            Change::Inserted => (Look::Inserted, "{+", "+}"),
            Change::Deleted => (Look::Deleted, "[-", "-]"),
        };
        if colour && change == Change::Kept {
            with_brackets(run.text, look, &mut out);
        } else if colour {
            out.push(piece(run.text, look));
        } else {
            out.extend([open, run.text, close].map(|text| piece(text, look)));
        }
    }
    out.retain(|p| !p.text.is_empty());
    out
}

/// Kept text, its brackets picked out.
fn with_brackets<'a>(text: &'a str, look: Look, out: &mut Vec<Piece<'a, Look>>) {
    for part in text.split_inclusive(['[', ']']) {
        match part.chars().next_back() {
            Some('[' | ']') => {
                let (before, sign) = part.split_at(part.len() - 1);
                out.push(piece(before, look));
                out.push(piece(sign, Look::Bracket));
            }
            _ => out.push(piece(part, look)),
        }
    }
}

/// Where the text goes, how wide it may be, and whether in colour.
pub(super) struct Page<'a> {
    pub(super) out: &'a mut dyn Write,
    /// Columns that a line may fill; none for one line a paragraph.
    pub(super) width: Option<usize>,
    pub(super) colour: bool,
}

impl Page<'_> {
    /// One paragraph: what stands in the columns before the words, then the words, wrapped and stepped in by `indent`.
    pub(super) fn paragraph(
        &mut self,
        head: &[Piece<'_, Look>],
        body: &[Piece<'_, Look>],
        indent: usize,
    ) -> fmt::Result {
        self.pieces(head)?;
        let Some(width) = self.width else {
            self.pieces(body)?;
            return self.out.write_char('\n');
        };
        let lines = wrap::lines(body, width.saturating_sub(indent).max(20));
        let used: usize = head.iter().map(|p| p.text.width()).sum();
        for (k, line) in lines.iter().enumerate() {
            if k > 0 {
                write!(self.out, "{:indent$}", "")?;
            } else if used > indent {
                write!(self.out, "\n{:indent$}", "")?;
            }
            self.pieces(line)?;
            self.out.write_char('\n')?;
        }
        if lines.is_empty() {
            self.out.write_char('\n')?;
        }
        Ok(())
    }

    /// A paragraph that begins at the left and goes on stepped in by `indent`.
    pub(super) fn flowing(&mut self, pieces: &[Piece<'_, Look>], indent: usize) -> fmt::Result {
        let (lead, rest) = match pieces.split_first() {
            Some((first, rest)) if first.text.trim().is_empty() => (first.text.as_ref(), rest),
            _ => ("", pieces),
        };
        let Some(width) = self.width else {
            self.out.write_str(lead)?;
            self.pieces(rest)?;
            return self.out.write_char('\n');
        };
        let lines = wrap::lines(rest, width.saturating_sub(indent).max(20));
        for (k, line) in lines.iter().enumerate() {
            if k == 0 {
                self.out.write_str(lead)?;
            } else {
                write!(self.out, "{:indent$}", "")?;
            }
            self.pieces(line)?;
            self.out.write_char('\n')?;
        }
        Ok(())
    }

    /// The same, cut after the first line: enough to know the clause by.
    pub(super) fn first_line(
        &mut self,
        head: &[Piece<'_, Look>],
        body: &[Piece<'_, Look>],
        indent: usize,
    ) -> fmt::Result {
        let Some(width) = self.width else {
            return self.paragraph(head, body, indent);
        };
        let lines = wrap::lines(body, width.saturating_sub(indent + 2).max(20));
        let mut line = lines.first().cloned().unwrap_or_default();
        if lines.len() > 1 {
            line.push(piece(" …", Look::Quiet));
        }
        self.pieces(head)?;
        self.pieces(&line)?;
        self.out.write_char('\n')
    }

    pub(super) fn blank(&mut self) -> fmt::Result {
        self.out.write_char('\n')
    }

    fn pieces(&mut self, pieces: &[Piece<'_, Look>]) -> fmt::Result {
        for piece in pieces {
            let style = piece.style.style();
            if self.colour && style != Style::new() {
                write!(self.out, "{style}{}{style:#}", piece.text)?;
            } else {
                self.out.write_str(&piece.text)?;
            }
        }
        Ok(())
    }
}
