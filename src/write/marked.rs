//! A marked draft as text with marks in it: what Markdown and CriticMarkup share.
//!
//! Paragraphs are parted by blank lines. Words, labels and whole clauses carry the marks of the
//! format. What it has no mark for stands in a comment at the start of a paragraph, which our
//! reader takes back: `redraft: marked`, or `redraft: exact` where nothing is (once, before the
//! first paragraph), `redraft: split` (this paragraph was part of the one before), `redraft:
//! merged` (it now is), `redraft: moved-from 3` and `redraft: moved-to 3` (the two halves of move
//! 3), `redraft: kept` (all its words are new or gone, the paragraph is not), `redraft: was-depth 1`
//! (how deep the clause lay in the older text), `redraft: page` (the page added it). At the end of a
//! paragraph one says what became of the clause, for people.

use super::pieces::{
    Part, Piece, going_on, is_blank, is_blank_sign, is_no_letter, is_piece, pieces,
};
use super::rows::is_control;
use crate::draft::paragraph::{DEEPEST, STEP};
use crate::draft::{Change, Draft, Kind, Paragraph, Style, View};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// The signs of a format.
pub(super) struct Signs {
    pub(super) deleted: (&'static str, &'static str),
    pub(super) inserted: (&'static str, &'static str),
    /// Round the label of a note, or what a page added, that went: both are known by how their line
    /// begins, and not every mark can stand there.
    pub(super) deleted_line: (&'static str, &'static str),
    pub(super) comment: (&'static str, &'static str),
}

/// When a text says at its head that it is to be read as it stands: every mark as it was made, a
/// paragraph for each block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// Where the draft is marked.
    IfMarked,
    /// In any case: where it would read otherwise.
    Always,
}

/// Writes a draft, marked or not. `note` says more of a paragraph, for people, in a comment at its end.
pub(super) fn draft(
    draft: &Draft,
    signs: &Signs,
    head: Head,
    note: &dyn Fn(usize) -> String,
    out: &mut dyn Write,
) -> fmt::Result {
    let is_exact = head == Head::Always || draft.is_marked();
    let mut writer = Writer {
        signs,
        is_exact,
        out,
    };
    writer.front_matter(draft)?;
    if is_exact {
        let says = if draft.is_marked() {
            "redraft: marked"
        } else {
            "redraft: exact"
        };
        writer.comment(says)?;
        writer.out.write_str("\n\n")?;
    }
    let has_front = has_front_matter(draft);
    let going_on = going_on(draft);
    let mut is_first = true;
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        let is_front = paragraph.kind == Kind::FrontMatter && has_front;
        if is_front || paragraph.kind == Kind::Blank && !going_on[index] {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            writer.out.write_char('\n')?;
        }
        writer.paragraph(paragraph, going_on[index])?;
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
    /// Whether it is read as it stands, what the page added with its marks.
    is_exact: bool,
    out: &'a mut dyn Write,
}

impl Writer<'_> {
    /// The newer text's front matter: it can carry no marks.
    fn front_matter(&mut self, draft: &Draft) -> fmt::Result {
        if !has_front_matter(draft) {
            return Ok(());
        }
        let lines = draft
            .paragraphs
            .iter()
            .filter(|p| p.kind == Kind::FrontMatter && p.begins_in(View::Revised));
        for line in lines {
            writeln!(self.out, "{}", line.words.text(View::Revised))?;
        }
        self.out.write_char('\n')
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

    /// `goes_on`: a later paragraph may be part of this one in one of the texts.
    fn paragraph(&mut self, paragraph: &Paragraph, goes_on: bool) -> fmt::Result {
        let is_raw = paragraph.label.is_none() && !self.is_exact;
        if paragraph.kind == Kind::Furniture && is_raw {
            return self.out.write_str(&paragraph.words.text(View::Revised));
        }
        let depth = usize::from(*paragraph.depth.get(if paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        }));
        let pieces = with_gaps(paragraph, goes_on);
        let shows = pieces.iter().any(|p| !is_blank(&p.text));
        match paragraph.kind {
            Kind::Heading if shows => {
                write!(self.out, "{} ", "#".repeat((depth + 1).min(6)))?;
            }
            Kind::Clause => write!(self.out, "{:1$}", "", depth.min(DEEPEST) * STEP)?,
            _ => {}
        }
        // Indented by its depth in the newer text.
        let stays = paragraph.change == Change::Kept && paragraph.moved.is_none();
        if paragraph.kind == Kind::Clause && stays && paragraph.depth.differs() {
            self.comment(&format!("redraft: was-depth {}", paragraph.depth.old))?;
            self.out.write_char(' ')?;
        }
        if paragraph.kind == Kind::Furniture {
            self.comment("redraft: page")?;
            self.out.write_char(' ')?;
        }
        let comment = match paragraph.change {
            Change::Inserted if !shows && paragraph.moved.is_none() => Some(SPLIT.to_owned()),
            Change::Deleted if !shows && paragraph.moved.is_none() => Some(MERGED.to_owned()),
            _ => remark(paragraph),
        };
        if let Some(comment) = comment {
            self.comment(&comment)?;
            self.out.write_char(' ')?;
        }
        let italic = paragraph.kind == Kind::Call
            && !paragraph
                .words
                .runs()
                .any(|r| r.style.new.contains(Style::ITALIC));
        let style = if italic { Style::ITALIC } else { Style::PLAIN };
        if !shows && goes_on {
            self.edge()?;
            self.words(paragraph, &pieces, style)?;
            return self.edge();
        }
        let ends_blank = |piece: Option<&Piece<'_>>, edge: fn(&str) -> Option<char>| {
            piece.and_then(|p| edge(&p.text)).is_some_and(is_blank_sign)
        };
        if is_piece(paragraph) && ends_blank(pieces.first(), |text| text.chars().next()) {
            self.edge()?;
        }
        self.words(paragraph, &pieces, style)?;
        if goes_on && ends_blank(pieces.last(), |text| text.chars().next_back()) {
            self.edge()?;
        }
        Ok(())
    }

    /// A mark round nothing: white space at the edge of a paragraph parts words where the next one
    /// goes on with it, and would be lost there.
    fn edge(&mut self) -> fmt::Result {
        let (open, close) = self.signs.inserted;
        write!(self.out, "{open}{close}")
    }

    fn words(&mut self, paragraph: &Paragraph, pieces: &[Piece<'_>], style: Style) -> fmt::Result {
        let mut before: Option<char> = None;
        let mut shown = None;
        let mut can_be_list = paragraph.kind != Kind::Note;
        for (k, piece) in pieces.iter().enumerate() {
            let escaped = escape(&piece.text, can_be_list, before);
            can_be_list &= is_blank(&piece.text);
            before = piece.text.chars().next_back().or(before);
            let (open, close) = self.marks(paragraph, piece);
            let edges = edges(&escaped);
            let (opening, closing) = faces(face(piece, style), edges.1);
            let has_stars = opening.starts_with('*');
            let first = first_of([edges.0, open]).or(shown);
            let follows = || {
                pieces
                    .get(k + 1)
                    .map(|next| self.first_shown(paragraph, next, style))
            };
            let last = first_of([edges.2, close]).or_else(|| follows().flatten());
            write!(self.out, "{open}{}", edges.0)?;
            let inner = format!("{opening}{}{closing}", edges.1);
            if has_stars && !opens(first, &inner) {
                self.edge()?;
            }
            write!(self.out, "{inner}")?;
            if has_stars && !closes(&inner, last) {
                self.edge()?;
            }
            write!(self.out, "{}{close}", edges.2)?;
            shown = first_of([close, edges.2])
                .or_else(|| closing.chars().next_back())
                .or_else(|| edges.1.chars().next_back())
                .or(shown);
        }
        Ok(())
    }

    /// The marks round a piece.
    fn marks(&self, paragraph: &Paragraph, piece: &Piece<'_>) -> (&'static str, &'static str) {
        let is_known_by_line = match paragraph.kind {
            Kind::Note => piece.part == Part::Label,
            kind => kind == Kind::Furniture,
        };
        match piece.change {
            Change::Kept => ("", ""),
            Change::Inserted => self.signs.inserted,
            Change::Deleted if is_known_by_line => self.signs.deleted_line,
            Change::Deleted => self.signs.deleted,
        }
    }

    /// The first sign that a piece shows: of its mark, its typeface or its words.
    fn first_shown(&self, paragraph: &Paragraph, piece: &Piece<'_>, style: Style) -> Option<char> {
        let (lead, core, _) = edges(&piece.text);
        first_of([self.marks(paragraph, piece).0, lead])
            .or_else(|| faces(face(piece, style), core).0.chars().next())
            .or_else(|| core.chars().next())
    }
}

/// The typeface of a piece, in a paragraph that has one of its own.
fn face(piece: &Piece<'_>, of_paragraph: Style) -> Style {
    match piece.part {
        Part::Words => piece.style.new | of_paragraph,
        Part::Label | Part::Gap => Style::PLAIN,
    }
}

/// The first sign of the first text that has any.
fn first_of(texts: [&str; 2]) -> Option<char> {
    texts.iter().find_map(|text| text.chars().next())
}

/// Whether the stars at the start of `inner` open a typeface after `before`, by the rules of
/// flanking: what stands alone between letters, or next to other stars, would be read otherwise.
fn opens(before: Option<char>, inner: &str) -> bool {
    let first = inner.trim_start_matches('*').chars().next();
    let is_bold = inner.starts_with("**");
    before != Some('*')
        && (!is_sign(first)
            || before.is_none_or(char::is_whitespace)
            || is_sign(before)
            || is_bold && first == Some('['))
}

/// Whether the stars at the end close it again before `after`.
fn closes(inner: &str, after: Option<char>) -> bool {
    let last = inner.trim_end_matches('*').chars().next_back();
    after != Some('*')
        && (!is_sign(last)
            || after.is_none_or(char::is_whitespace)
            || is_sign(after)
            || last.is_some_and(|c| "[]".contains(c)))
}

/// Whether it is neither a letter nor white space.
fn is_sign(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
}

/// Whether the draft begins as front matter does: what does not is text.
fn has_front_matter(draft: &Draft) -> bool {
    let lines = draft
        .paragraphs
        .iter()
        .filter(|p| p.kind == Kind::FrontMatter && p.begins_in(View::Revised));
    let mut rules = lines.filter(|p| p.words.text(View::Revised) == "---");
    let first = draft.paragraphs.iter().find(|p| p.begins_in(View::Revised));
    first.is_some_and(|p| p.words.text(View::Revised) == "---") && rules.nth(1).is_some()
}

/// The pieces of a paragraph. The space after a label is a part of neither view's words: it goes
/// with the label when it is read, and needs no mark. Where words stand before the label, in one
/// text at least, it has the mark of its label.
fn with_gaps(paragraph: &Paragraph, goes_on: bool) -> Vec<Piece<'_>> {
    // The sign of a list may be read as a word: then the space after it is one of the words.
    let is_sign = |label: &str| !label.contains(char::is_alphanumeric);
    let has_sign = [View::Base, View::Revised]
        .iter()
        .any(|view| paragraph.label_in(*view).is_some_and(is_sign));
    let is_apart = is_piece(paragraph)
        || goes_on && paragraph.change != Change::Kept
        || has_sign
        || paragraph.words.all().starts_with('[');
    let mut out: Vec<Piece<'_>> = Vec::new();
    // Whether the last piece is a label with its space.
    let mut has_gap = false;
    for mut piece in pieces(paragraph, goes_on) {
        let goes_with = |last: &&mut Piece<'_>| last.change == piece.change;
        let last = out.last_mut().filter(goes_with).filter(|_| is_apart);
        match (piece.part, last) {
            (Part::Gap, Some(label)) => {
                label.text.to_mut().push(' ');
                has_gap = true;
            }
            (Part::Words, Some(label)) if has_gap && piece.style.new == Style::PLAIN => {
                label.text.to_mut().push_str(&piece.text);
                has_gap = false;
            }
            (part, _) => {
                if part == Part::Gap {
                    piece.change = Change::Kept;
                }
                has_gap = false;
                out.push(piece);
            }
        }
    }
    out
}

const SPLIT: &str = "redraft: split";
const MERGED: &str = "redraft: merged";

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
        .filter(|r| !is_blank(r.text))
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
    // White space that stays is a part of the paragraph before, too.
    let is_piece = is_piece(paragraph);
    match (paragraph.change, uniform) {
        (Change::Kept, Some(Change::Inserted | Change::Deleted)) => {
            Some("redraft: kept".to_owned())
        }
        (Change::Inserted, one) if is_piece || one != Some(Change::Inserted) => {
            Some(SPLIT.to_owned())
        }
        (Change::Deleted, one) if is_piece || one != Some(Change::Deleted) => {
            Some(MERGED.to_owned())
        }
        _ => None,
    }
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
        ) || is_no_letter(c)
    };
    // White space before it does not keep a sign from being one of lists or headings.
    let shown = text.trim_start_matches(is_blank_sign);
    let first = (starts_paragraph && shown.starts_with(['#', '-', '+', '*']))
        .then(|| text.len() - shown.len());
    if !text.contains(risky) && first.is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = before;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
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
            '+' | '-' | '=' => next == Some('}') || first == Some(at),
            '#' => first == Some(at),
            '(' => last == Some(']'),
            _ => false,
        };
        if is_no_letter(c) {
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
