//! A marked draft as text with marks in it: what Markdown and CriticMarkup share.
//!
//! Paragraphs are parted by blank lines. Words, labels and whole clauses carry the marks of the format. What it has no
//! mark for stands in a comment at the start of a paragraph, which our reader takes back:
//! `redraft: marked` (once, before the first paragraph), `redraft: split` (this paragraph was part of the one before),
//! `redraft: merged` (it now is), `redraft: moved-from 3` and `redraft: moved-to 3` (the two halves of move 3),
//! `redraft: kept` (all its words are new or gone, the paragraph is not). At the end of a paragraph one says what became of
//! the clause, for people.

use super::rows::is_control;
use crate::draft::{Change, Diff, Draft, Kind, Paragraph, Run, Style, View};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// The signs of a format.
pub(super) struct Signs {
    pub(super) deleted: (&'static str, &'static str),
    pub(super) inserted: (&'static str, &'static str),
    pub(super) comment: (&'static str, &'static str),
}

/// Writes a draft, marked or not. `note` says more of a paragraph, for people, in a comment at its end.
pub(super) fn draft(
    draft: &Draft,
    signs: &Signs,
    note: &dyn Fn(usize) -> String,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut writer = Writer { signs, out };
    writer.front_matter(draft)?;
    if draft.is_marked() {
        writer.comment("redraft: marked")?;
        writer.out.write_str("\n\n")?;
    }
    let mut is_first = true;
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        if matches!(paragraph.kind, Kind::FrontMatter | Kind::Blank) {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            writer.out.write_char('\n')?;
        }
        writer.paragraph(paragraph)?;
        let note = note(index);
        if !note.is_empty() {
            writer.out.write_char(' ')?;
            writer.comment(&format!("redraft: {note}"))?;
        }
        writer.out.write_char('\n')?;
    }
    Ok(())
}

struct Writer<'a> {
    signs: &'a Signs,
    out: &'a mut dyn Write,
}

impl Writer<'_> {
    /// The newer text's front matter: it can carry no marks.
    fn front_matter(&mut self, draft: &Draft) -> fmt::Result {
        let lines = draft
            .paragraphs
            .iter()
            .filter(|p| p.kind == Kind::FrontMatter && p.begins_in(View::Revised));
        let mut is_empty = true;
        for line in lines {
            is_empty = false;
            writeln!(self.out, "{}", line.words.text(View::Revised))?;
        }
        if is_empty {
            Ok(())
        } else {
            self.out.write_char('\n')
        }
    }

    fn comment(&mut self, text: &str) -> fmt::Result {
        let (open, close) = self.signs.comment;
        let safe: String = text
            .chars()
            .filter(|c| !is_control(*c) && *c != '\n')
            .collect();
        write!(
            self.out,
            "{open} {} {close}",
            safe.replace("--", "–").replace("<<}", "<< }")
        )
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> fmt::Result {
        if paragraph.kind == Kind::Furniture {
            return self.out.write_str(&paragraph.words.text(View::Revised));
        }
        let depth = usize::from(*paragraph.depth.get(if paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        }));
        match paragraph.kind {
            Kind::Heading => write!(self.out, "{} ", "#".repeat((depth + 1).min(6)))?,
            Kind::Clause => write!(self.out, "{:1$}", "", depth.min(8) * 4)?,
            _ => {}
        }
        if let Some(comment) = remark(paragraph) {
            self.comment(&comment)?;
            self.out.write_char(' ')?;
        }
        let italic = paragraph.kind == Kind::Call
            && !paragraph
                .words
                .runs()
                .any(|r| r.style.new.contains(Style::ITALIC));
        self.words(paragraph, if italic { Style::ITALIC } else { Style::PLAIN })
    }

    fn words(&mut self, paragraph: &Paragraph, style: Style) -> fmt::Result {
        let mut pieces = pieces(paragraph, style);
        let mut before: Option<char> = None;
        let mut k = 0;
        while k < pieces.len() {
            // White space at the edge of a mark goes outside of it, where Markdown wants it.
            let piece = &pieces[k];
            let is_first = k == 0;
            let escaped = escape(
                &piece.text,
                is_first && paragraph.kind != Kind::Note,
                before,
            );
            before = piece.text.chars().next_back().or(before);
            let (open, close) = match piece.change {
                Change::Kept => ("", ""),
                Change::Inserted => self.signs.inserted,
                Change::Deleted => self.signs.deleted,
            };
            let (lead, core, tail) = edges(&escaped);
            let faces = faces(piece.style, core);
            write!(
                self.out,
                "{open}{lead}{}{core}{}{tail}{close}",
                faces.0, faces.1
            )?;
            k += 1;
        }
        pieces.clear();
        Ok(())
    }
}

/// The comment that a paragraph needs, if the marks on its words do not say all.
fn remark(paragraph: &Paragraph) -> Option<String> {
    if let Some(moved) = paragraph.moved {
        let word = if moved.half == Change::Deleted {
            "moved-to"
        } else {
            "moved-from"
        };
        return Some(format!("redraft: {word} {}", moved.id));
    }
    let mut changes = paragraph
        .words
        .runs()
        .filter(|r| !r.text.trim().is_empty())
        .map(|r| r.change);
    let first = changes.next();
    let of_label = || match (
        paragraph.label_in(View::Base),
        paragraph.label_in(View::Revised),
    ) {
        (Some(_), None) => Some(Change::Deleted),
        (None, Some(_)) => Some(Change::Inserted),
        _ => None,
    };
    let uniform = match first {
        Some(one) => changes.all(|c| c == one).then_some(one),
        None => of_label(),
    };
    match (paragraph.change, uniform) {
        (Change::Kept, Some(Change::Inserted | Change::Deleted)) => {
            Some("redraft: kept".to_owned())
        }
        (Change::Inserted, one) if one != Some(Change::Inserted) => {
            Some("redraft: split".to_owned())
        }
        (Change::Deleted, one) if one != Some(Change::Deleted) => {
            Some("redraft: merged".to_owned())
        }
        _ => None,
    }
}

/// A stretch of text with one mark and one style.
struct Piece<'a> {
    text: Cow<'a, str>,
    change: Change,
    style: Style,
}

/// The lead, the label and the words of a paragraph. The lead comes first, so that the label is found again: "[3" may
/// stand in the newer text only, after older words that are gone.
fn pieces(paragraph: &Paragraph, extra: Style) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let piece = |text: &'_ str, run: &Run<'_>| (text.to_owned(), run.change, run.style.new | extra);
    let mut left = Diff {
        old: paragraph.lead_in(View::Base),
        new: paragraph.lead_in(View::Revised),
    };
    let mut rest: Vec<(String, Change, Style)> = Vec::new();
    for run in paragraph.words.runs() {
        let mut of = |view| match run.change.stands_in(view) {
            false => None,
            true => {
                let lead = (*left.get(view)).min(run.text.len());
                match view {
                    View::Base => left.old -= lead,
                    View::Revised => left.new -= lead,
                }
                Some(lead)
            }
        };
        let (old, new) = (of(View::Base), of(View::Revised));
        let shared = old.min(new).or(old).or(new).unwrap_or(0);
        let longest = old.max(new).unwrap_or(0);
        push(&mut out, piece(&run.text[..shared], &run));
        // A bracket before the label in one text only: it goes there, and comes where the other text has it.
        let (before, after) = if old > new {
            (Change::Deleted, Change::Inserted)
        } else {
            (Change::Inserted, Change::Deleted)
        };
        let odd = &run.text[shared..longest];
        let as_change = |change| (odd.to_owned(), change, run.style.new | extra);
        push(&mut out, as_change(before));
        rest.push(as_change(after));
        rest.push(piece(&run.text[longest..], &run));
    }
    out.extend(label(paragraph));
    for one in rest {
        push(&mut out, one);
    }
    out
}

fn push(out: &mut Vec<Piece<'_>>, (text, change, style): (String, Change, Style)) {
    if !text.is_empty() {
        out.push(Piece {
            text: text.into(),
            change,
            style,
        });
    }
}

/// The label, old and new, and the space after it.
fn label(paragraph: &Paragraph) -> Vec<Piece<'_>> {
    let piece = |text: &str, change| Piece {
        text: text.to_owned().into(),
        change,
        style: Style::PLAIN,
    };
    let of = |view| paragraph.label_in(view);
    let whole = paragraph.change;
    let mut out = match (of(View::Base), of(View::Revised)) {
        (None, None) => return Vec::new(),
        (Some(old), Some(new)) if old == new => vec![piece(
            new,
            if paragraph.moved.is_some() {
                Change::Kept
            } else {
                whole
            },
        )],
        (Some(old), Some(new)) => vec![piece(old, Change::Deleted), piece(new, Change::Inserted)],
        (Some(old), None) => vec![piece(old, Change::Deleted)],
        (None, Some(new)) => vec![piece(new, Change::Inserted)],
    };
    if !paragraph.words.is_empty() {
        out.push(piece(" ", Change::Kept));
    }
    out
}

fn edges(text: &str) -> (&str, &str, &str) {
    let start = text.len() - text.trim_start().len();
    let end = start + text[start..].trim_end().len();
    (&text[..start], &text[start..end], &text[end..])
}

fn faces(style: Style, core: &str) -> (String, String) {
    if core.is_empty() {
        return (String::new(), String::new());
    }
    let (mut open, mut close) = (String::new(), String::new());
    for (one, sign) in [(Style::BOLD, "**"), (Style::ITALIC, "*")] {
        if style.contains(one) {
            open.push_str(sign);
            close.insert_str(0, sign);
        }
    }
    for (one, tag) in [
        (Style::UNDERLINE, "u"),
        (Style::SUBSCRIPT, "sub"),
        (Style::SMALL_CAPS, "span"),
    ] {
        if style.contains(one) {
            open.push_str(&format!("<{tag}>"));
            close.insert_str(0, &format!("</{tag}>"));
        }
    }
    if style.contains(Style::SUPERSCRIPT) && !core.starts_with("[^") {
        open.push_str("<sup>");
        close.insert_str(0, "</sup>");
    }
    (open, close)
}

/// Text whose signs cannot be taken for marks.
fn escape<'a>(text: &'a str, starts_paragraph: bool, before: Option<char>) -> Cow<'a, str> {
    let risky = |c: char| {
        matches!(
            c,
            '*' | '_' | '~' | '<' | '\\' | '{' | '}' | '(' | '+' | '-' | '='
        ) || is_control(c)
            || c == '\n'
    };
    let first = starts_paragraph && text.starts_with(['#', '-', '+', '*']);
    if !text.contains(risky) && !first {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = before;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_mark = match c {
            '*' | '\\' => true,
            '_' => {
                !(last.is_some_and(char::is_alphanumeric)
                    && next.is_some_and(char::is_alphanumeric))
            }
            // At the end, what comes next is the sign of a mark.
            '~' => matches!(next, None | Some('~' | '>')) || last == Some('~'),
            '<' => next.is_some_and(|n| n.is_alphabetic() || n == '/' || n == '!'),
            '{' => next.is_none_or(|n| "+-~>=".contains(n)),
            '+' | '-' | '=' => next == Some('}') || out.is_empty() && first,
            '#' => out.is_empty() && first,
            '(' => last == Some(']'),
            _ => false,
        };
        if c == '\n' || is_control(c) {
            out.push(' ');
        } else {
            if is_mark {
                out.push('\\');
            }
            out.push(c);
        }
        last = Some(c);
    }
    Cow::Owned(out)
}
