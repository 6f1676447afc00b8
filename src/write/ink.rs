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
    if screen::is_printed(text) {
        return Cow::Borrowed(text);
    }
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
    add_words(runs, colour, plain, &mut out);
    out
}

/// The same, behind other pieces.
pub(super) fn add_words<'a>(
    runs: impl Iterator<Item = Run<'a>> + Clone,
    colour: bool,
    plain: Look,
    out: &mut Vec<Piece<'a, Look>>,
) {
    let told = told_change(runs.clone());
    for run in runs {
        let change = told(&run);
        let (look, open, close) = match change {
            Change::Kept => (plain, "", ""),
            Change::Inserted => (Look::Inserted, "{+", "+}"),
            Change::Deleted => (Look::Deleted, "[-", "-]"),
        };
        if colour && change == Change::Kept {
            with_brackets(run.text, look, out);
        } else if colour || change == Change::Kept {
            out.extend((!run.text.is_empty()).then(|| piece(run.text, look)));
        } else {
            // One piece and not three: there may be a million.
            out.push(Piece {
                text: format!("{open}{}{close}", safe(run.text)).into(),
                style: look,
            });
        }
    }
}

/// Kept text, its brackets picked out.
fn with_brackets<'a>(text: &'a str, look: Look, out: &mut Vec<Piece<'a, Look>>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'[', b']', rest.as_bytes()) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            out.push(piece(before, look));
        }
        out.push(piece(&after[..1], Look::Bracket));
        rest = &after[1..];
    }
    if !rest.is_empty() {
        out.push(piece(rest, look));
    }
}

/// Where the text goes, how wide it may be, and whether in colour.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    /// Columns that a line may fill; none for one line a paragraph.
    width: Option<usize>,
    colour: bool,
    /// The line that is being put together: it goes out whole.
    line: String,
}

impl<'a> Page<'a> {
    pub(super) const fn new(out: &'a mut dyn Write, width: Option<usize>, colour: bool) -> Self {
        Self {
            out,
            width,
            colour,
            line: String::new(),
        }
    }

    pub(super) const fn has_colour(&self) -> bool {
        self.colour
    }

    /// One paragraph: what stands in the columns before the words, then the words, wrapped and
    /// stepped in by `indent`.
    pub(super) fn paragraph(
        &mut self,
        head: &[Piece<'_, Look>],
        body: &[Piece<'_, Look>],
        indent: usize,
    ) -> fmt::Result {
        self.pieces(head)?;
        let Some(width) = self.width else {
            self.pieces(body)?;
            return self.end_line();
        };
        let lines = wrap::lines(body, width.saturating_sub(indent).max(20));
        let used: usize = head.iter().map(|p| p.text.width()).sum();
        for (k, line) in lines.iter().enumerate() {
            if k > 0 {
                self.step_in(indent);
            } else if used > indent {
                self.end_line()?;
                self.step_in(indent);
            }
            self.pieces(line)?;
            self.end_line()?;
        }
        if lines.is_empty() {
            self.end_line()?;
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
            self.line.push_str(lead);
            self.pieces(rest)?;
            return self.end_line();
        };
        let lines = wrap::lines(rest, width.saturating_sub(indent).max(20));
        for (k, line) in lines.iter().enumerate() {
            if k == 0 {
                self.line.push_str(lead);
            } else {
                self.step_in(indent);
            }
            self.pieces(line)?;
            self.end_line()?;
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
        self.end_line()
    }

    pub(super) fn blank(&mut self) -> fmt::Result {
        self.end_line()
    }

    fn pieces(&mut self, pieces: &[Piece<'_, Look>]) -> fmt::Result {
        for piece in pieces {
            let style = piece.style.style();
            if self.colour && style != Style::new() {
                write!(self.line, "{style}{}{style:#}", piece.text)?;
            } else {
                self.line.push_str(&piece.text);
            }
        }
        Ok(())
    }

    fn step_in(&mut self, indent: usize) {
        self.line.extend(std::iter::repeat_n(' ', indent));
    }

    fn end_line(&mut self) -> fmt::Result {
        self.line.push('\n');
        self.out.write_str(&self.line)?;
        self.line.clear();
        Ok(())
    }
}
