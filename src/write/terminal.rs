//! The redline for a reader at a terminal: sections, labels in a column, words wrapped, the unchanged folded.

use super::rows::{self, Shown, is_control};
use super::wrap::{self, Piece};
use crate::draft::{Change, Class, Kind, Paragraph, Redline, View};
use anstyle::{AnsiColor, Style};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// What to show, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns that a line may fill; none for one line a paragraph.
    pub width: Option<usize>,
    /// Whether to use colours, underlines and strikes; without, `[-deleted-]` and `{+inserted+}`.
    pub colour: bool,
    /// Unchanged clauses to show on either side of a changed one; none for all.
    pub context: Option<usize>,
    /// Show only clauses with changes of these classes; all where it is empty.
    pub only: Vec<Class>,
    /// What the older and the newer draft are called.
    pub names: crate::draft::Diff<String>,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Inserted,
    Deleted,
    Bracket,
    Label,
    Call,
    Quiet,
}

impl Look {
    fn style(self) -> Style {
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

/// Columns before the words: sign, space, label.
const LABEL: usize = 11;

/// Writes a redline.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let shown = rows::shown(redline);
    let visible = visible(&shown, options);
    let mut page = Page {
        redline,
        options,
        out,
        pending_head: None,
    };
    page.heading()?;
    let mut folded: Vec<Shown<'_>> = Vec::new();
    for (one, is_visible) in shown.iter().zip(visible) {
        if one.paragraph.kind.opens_section() {
            page.fold(&mut folded)?;
            page.pending_head = Some(*one);
            if is_visible {
                page.flush_head()?;
            }
        } else if is_visible {
            page.fold(&mut folded)?;
            page.flush_head()?;
            page.row(one)?;
        } else if !matches!(one.paragraph.kind, Kind::Furniture | Kind::FrontMatter) {
            folded.push(*one);
        }
    }
    page.fold(&mut folded)
}

/// Which paragraphs are shown in full: the changed ones of the classes asked for, and their neighbours.
fn visible(shown: &[Shown<'_>], options: &Options) -> Vec<bool> {
    let changed: Vec<bool> = shown
        .iter()
        .map(|one| {
            let differs = !one.is_unchanged()
                || one
                    .row
                    .is_some_and(|row| row.classes.iter().any(|c| *c != Class::Numbering));
            let asked = one.has_class(&options.only) || one.is_ghost() && options.only.is_empty();
            asked
                && (differs
                    || one.is_renumbered()
                        && (options.only.contains(&Class::Numbering) || options.context.is_none()))
        })
        .collect();
    let Some(context) = options.context else {
        return if options.only.is_empty() {
            vec![true; shown.len()]
        } else {
            changed
        };
    };
    let context = if options.only.is_empty() { context } else { 0 };
    let mut out = changed.clone();
    for k in (0..shown.len()).filter(|k| changed[*k] && shown[*k].is_clause()) {
        let same_section = |j: &usize| !shown[*j].paragraph.kind.opens_section();
        for j in (k + 1..shown.len())
            .take_while(same_section)
            .take(context)
            .chain((0..k).rev().take_while(same_section).take(context))
        {
            out[j] |= shown[j].is_clause();
        }
    }
    out
}

struct Page<'a> {
    redline: &'a Redline,
    options: &'a Options,
    out: &'a mut dyn Write,
    /// A section that has nothing to show so far.
    pending_head: Option<Shown<'a>>,
}

impl<'a> Page<'a> {
    fn heading(&mut self) -> fmt::Result {
        if let Some(title) = &self.redline.draft.masthead.title {
            self.line(0, &[piece(title, Look::Label)])?;
        }
        let names = &self.options.names;
        self.line(
            0,
            &[piece(
                &format!("{} → {}", names.old, names.new),
                Look::Quiet,
            )],
        )?;
        self.line(0, &[piece(&rows::counts(self.redline), Look::Quiet)])?;
        if !self.options.only.is_empty() {
            let classes: Vec<&str> = self.options.only.iter().map(|c| c.as_str()).collect();
            self.line(
                0,
                &[piece(&format!("only: {}", classes.join(", ")), Look::Quiet)],
            )?;
        }
        Ok(())
    }

    fn flush_head(&mut self) -> fmt::Result {
        let Some(head) = self.pending_head.take() else {
            return Ok(());
        };
        self.out.write_char('\n')?;
        let sign = if head.is_unchanged() {
            ' '
        } else {
            head.sign()
        };
        let mut pieces = vec![piece(&format!("{sign} "), Look::Label)];
        pieces.extend(words(head.paragraph, self.options.colour, Look::Call));
        let note = head.note(self.redline);
        if !note.is_empty() {
            pieces.push(piece(&format!("   {note}"), Look::Quiet));
        }
        self.line(2, &pieces)
    }

    /// One line for clauses that are not shown.
    fn fold(&mut self, folded: &mut Vec<Shown<'a>>) -> fmt::Result {
        let clauses: Vec<Shown<'a>> = folded
            .drain(..)
            .filter(|one| one.is_clause() && !one.is_ghost())
            .collect();
        let (Some(first), Some(last)) = (clauses.first(), clauses.last()) else {
            return Ok(());
        };
        self.flush_head()?;
        let renumbered: Vec<String> = clauses
            .iter()
            .filter(|one| one.is_renumbered())
            .map(Shown::label)
            .collect();
        let hidden = clauses.iter().filter(|one| !one.is_unchanged()).count();
        let name = |one: &Shown<'_>| {
            one.paragraph
                .label_in(View::Revised)
                .unwrap_or("")
                .trim_end_matches(['.', ':'])
                .to_owned()
        };
        let mut text = match (clauses.len(), hidden) {
            (1, 0) => format!(
                "{} unchanged",
                if name(first).is_empty() {
                    "1 clause".to_owned()
                } else {
                    name(first)
                }
            ),
            (n, 0) => format!("{n} clauses unchanged{}", range(&name(first), &name(last))),
            (n, k) => format!("{n} clauses not shown, {k} of them changed"),
        };
        if !renumbered.is_empty() {
            let told: Vec<&str> = renumbered.iter().map(String::as_str).take(12).collect();
            let more = if renumbered.len() > 12 {
                format!(" and {} more", renumbered.len() - 12)
            } else {
                String::new()
            };
            text.push_str(&format!("; renumbered: {}{more}", told.join(", ")));
        }
        let pieces = [piece(&format!("{:1$}… {text}", "", LABEL + 2), Look::Quiet)];
        self.line(LABEL + 4, &pieces)
    }

    fn row(&mut self, one: &Shown<'_>) -> fmt::Result {
        let view = if one.paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        };
        let depth = usize::from(*one.paragraph.depth.get(view)).min(6);
        let label = one.label();
        let gap = LABEL.saturating_sub(label.width()).max(1);
        let mut pieces = vec![
            piece(&format!("{} ", one.sign()), Look::Label),
            piece(&label, Look::Label),
            piece(&" ".repeat(gap + depth * 2), Look::Plain),
        ];
        let look = if one.paragraph.kind == Kind::Clause {
            Look::Plain
        } else {
            Look::Quiet
        };
        if one.is_ghost() {
            pieces.push(piece(&format!("({})", one.note(self.redline)), Look::Quiet));
            return self.line(LABEL + 2 + depth * 2, &pieces);
        }
        pieces.extend(words(one.paragraph, self.options.colour, look));
        let note = one.note(self.redline);
        if !note.is_empty() {
            pieces.push(piece(&format!("   ({note})"), Look::Quiet));
        }
        self.line(LABEL + 2 + depth * 2, &pieces)
    }

    /// One paragraph, wrapped, later lines stepped in.
    fn line(&mut self, indent: usize, pieces: &[Piece<Look>]) -> fmt::Result {
        let Some(width) = self.options.width else {
            self.pieces(pieces)?;
            return self.out.write_char('\n');
        };
        let split = first_words(pieces, indent);
        let (head, body) = pieces.split_at(split);
        let used: usize = head.iter().map(|p| p.text.width()).sum();
        let wide = width.saturating_sub(indent).max(20);
        let lines = wrap::lines(body, wide);
        self.pieces(head)?;
        if lines.is_empty() {
            return self.out.write_char('\n');
        }
        for (k, line) in lines.iter().enumerate() {
            if k > 0 {
                write!(self.out, "{:indent$}", "")?;
            } else if used > indent {
                write!(self.out, "\n{:indent$}", "")?;
            }
            self.pieces(line)?;
            self.out.write_char('\n')?;
        }
        Ok(())
    }

    fn pieces(&mut self, pieces: &[Piece<Look>]) -> fmt::Result {
        for piece in pieces {
            let style = piece.style.style();
            if self.options.colour && style != Style::new() {
                write!(self.out, "{style}{}{style:#}", piece.text)?;
            } else {
                self.out.write_str(&piece.text)?;
            }
        }
        Ok(())
    }
}

/// How many pieces at the start belong to the sign and label columns.
fn first_words(pieces: &[Piece<Look>], indent: usize) -> usize {
    let mut used = 0;
    for (k, piece) in pieces.iter().enumerate() {
        if used >= indent && indent > 0 {
            return k;
        }
        used += piece.text.width();
        if k >= 3 {
            return 3;
        }
    }
    0
}

fn range(first: &str, last: &str) -> String {
    if first.is_empty() || last.is_empty() {
        String::new()
    } else {
        format!(" ({first} – {last})")
    }
}

fn piece(text: &str, style: Look) -> Piece<Look> {
    Piece {
        text: safe(text),
        style,
    }
}

/// Text that cannot drive a terminal.
fn safe(text: &str) -> String {
    text.chars()
        .map(|c| {
            if is_control(c) || c == '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// The words of a paragraph with their changes; without colour, the changes in signs.
fn words(paragraph: &Paragraph, colour: bool, plain: Look) -> Vec<Piece<Look>> {
    let mut out = Vec::new();
    if paragraph.kind == Kind::Heading
        && let Some(label) = paragraph
            .label_in(View::Revised)
            .or_else(|| paragraph.label_in(View::Base))
    {
        out.push(piece(&format!("{label} "), plain));
    }
    for run in paragraph.words.runs() {
        let (look, open, close) = match run.change {
            Change::Kept => (plain, "", ""),
            Change::Inserted => (Look::Inserted, "{+", "+}"),
            Change::Deleted => (Look::Deleted, "[-", "-]"),
        };
        if !colour {
            out.push(piece(&format!("{open}{}{close}", run.text), look));
            continue;
        }
        let mut rest = run.text;
        while let Some(at) = rest
            .find(['[', ']'])
            .filter(|_| run.change != Change::Deleted)
        {
            out.push(piece(&rest[..at], look));
            out.push(piece(
                &rest[at..=at],
                if run.change == Change::Kept {
                    Look::Bracket
                } else {
                    look
                },
            ));
            rest = &rest[at + 1..];
        }
        out.push(piece(rest, look));
    }
    out.retain(|p| !p.text.is_empty());
    out
}
