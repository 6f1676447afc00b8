//! A marked draft as text with marks in it: what Markdown and CriticMarkup share.
//!
//! Paragraphs are parted by blank lines. Words, labels and whole clauses carry the marks of the
//! format. What it has no mark for stands in a comment at the start of a paragraph, which our
//! reader takes back: `redraft: marked`, or `redraft: exact` where nothing is (once, before the
//! first paragraph), `redraft: split` (this paragraph was part of the one before), `redraft:
//! merged` (it now is), `redraft: moved-from 3` and `redraft: moved-to 3` (the two halves of move
//! 3), `redraft: kept` (all its words are new or gone, the paragraph is not), `redraft: was-depth
//! 1` (how deep the clause lay in the older text), `redraft: was-kind heading` (what it was there),
//! `redraft: kind masthead` (what it is, where it looks like something else), `redraft: page` (the
//! page added it). At the end of a paragraph one says what became of the clause, for people.

use super::pieces::{
    Part, Piece, going_on, is_blank, is_blank_sign, is_no_letter, is_piece, pieces,
};
use super::rows;
use crate::draft::paragraph::{DEEPEST, STEP};
use crate::draft::{Change, Draft, Kind, Number, Paragraph, Redline, Style, View};
use crate::json::visible::drives;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// The signs of a format.
pub(crate) struct Signs {
    pub(super) deleted: (&'static str, &'static str),
    pub(super) inserted: (&'static str, &'static str),
    /// Round the label of a note, or what a page added, that went: both are known by how their line
    /// begins, and not every mark can stand there.
    pub(super) deleted_line: (&'static str, &'static str),
    pub(super) comment: (&'static str, &'static str),
}

/// What a text says of itself beside its marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    /// That it is to be read as it stands, every mark as it was made, a paragraph for each block,
    /// though it has no marks: it would be read otherwise.
    pub(crate) is_exact: bool,
    /// Of these paragraphs, what they are: by their looks they are taken for something else.
    pub(crate) kinds: BTreeSet<usize>,
}

/// Writes a draft, marked or not.
pub(crate) fn draft(
    draft: &Draft,
    signs: &Signs,
    hints: &Hints,
    out: &mut dyn Write,
) -> fmt::Result {
    noted(draft, signs, hints, &|_| String::new(), out)
}

/// Writes a redline; what became of each clause stands in a comment after it.
pub(crate) fn redline(
    redline: &Redline,
    signs: &Signs,
    hints: &Hints,
    out: &mut dyn Write,
) -> fmt::Result {
    let shown = rows::shown(redline);
    noted(&redline.draft, signs, hints, &|at| shown[at].note(), out)
}

/// Writes a draft; `note` says more of a paragraph, for people, in a comment at its end.
fn noted(
    draft: &Draft,
    signs: &Signs,
    hints: &Hints,
    note: &dyn Fn(usize) -> String,
    out: &mut dyn Write,
) -> fmt::Result {
    let is_exact = hints.is_exact || draft.is_marked();
    let mut writer = Writer {
        signs,
        is_exact,
        has_typefaces: draft.has_typefaces(),
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
        let is_told = hints.kinds.contains(&index);
        writer.paragraph(paragraph, going_on[index], is_told)?;
        let note = note(index);
        if !note.is_empty() {
            writer.out.write_char(' ')?;
            writer.comment(&format!("redraft: {note}"))?;
        }
        writer.out.write_char('\n')?;
    }
    Ok(())
}

/// A text without the signs that drive a terminal: they are read as spaces.
fn legible(text: &str) -> Cow<'_, str> {
    match text.contains(drives) {
        true => text.replace(drives, " ").into(),
        false => text.into(),
    }
}

struct Writer<'a> {
    signs: &'a Signs,
    /// Whether it is read as it stands, what the page added with its marks.
    is_exact: bool,
    /// Whether the draft has typefaces. Where it has none, calls are set in italics, as they are
    /// printed.
    has_typefaces: bool,
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
            writeln!(self.out, "{}", legible(&line.words.text(View::Revised)))?;
        }
        self.out.write_char('\n')
    }

    fn comment(&mut self, text: &str) -> fmt::Result {
        let (open, close) = self.signs.comment;
        let safe: String = text.chars().filter(|c| !is_no_letter(*c)).collect();
        write!(
            self.out,
            "{open} {} {close}",
            safe.replace("--", "–").replace("<<}", "<< }")
        )
    }

    /// `goes_on`: a later paragraph may be part of this one in one of the texts. `is_told`: it says
    /// what it is.
    fn paragraph(&mut self, paragraph: &Paragraph, goes_on: bool, is_told: bool) -> fmt::Result {
        let is_raw = paragraph.label.is_none() && !self.is_exact;
        if paragraph.kind == Kind::Furniture && is_raw {
            let words = paragraph.words.text(View::Revised);
            return self.out.write_str(&legible(&words));
        }
        let depth = usize::from(*paragraph.depth.get(if paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        }));
        let pieces = with_gaps(paragraph, goes_on, is_told);
        let shows = pieces.iter().any(|p| !is_blank(&p.text));
        match paragraph.kind {
            Kind::Heading if shows => {
                write!(self.out, "{} ", "#".repeat((depth + 1).min(6)))?;
            }
            Kind::Clause => write!(self.out, "{:1$}", "", depth.min(DEEPEST) * STEP)?,
            _ => {}
        }
        // The label of a heading has a tab behind it; its words have none, whatever they begin
        // with.
        if is_told && (paragraph.kind != Kind::Heading || paragraph.label.is_none()) {
            self.comment(&format!("redraft: kind {}", paragraph.kind.as_str()))?;
            self.out.write_char(' ')?;
        }
        self.older(paragraph)?;
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
        let italic = paragraph.kind == Kind::Call && !self.has_typefaces;
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

    /// What the paragraph was in the older text, and how deep it lay, where the newer one shows it
    /// otherwise.
    fn older(&mut self, paragraph: &Paragraph) -> fmt::Result {
        if paragraph.change == Change::Inserted || paragraph.moved.is_some() {
            return Ok(());
        }
        if let Some(kind) = paragraph.older_kind {
            self.comment(&format!("redraft: was-kind {}", kind.as_str()))?;
            self.out.write_char(' ')?;
        }
        // A clause that went is stepped in as it was.
        let is_clause = paragraph.kind == Kind::Clause;
        let shown = match (is_clause, paragraph.change) {
            (true, Change::Deleted) => paragraph.depth.old,
            (true, _) => paragraph.depth.new,
            // Nothing else is stepped in, whatever its level.
            (false, _) => 0,
        };
        let is_other = paragraph.depth.old != shown;
        if paragraph.kind_in(View::Base) == Kind::Clause && is_other {
            self.comment(&format!("redraft: was-depth {}", paragraph.depth.old))?;
            self.out.write_char(' ')?;
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
/// text at least, or the whole paragraph came or went, it has the mark of its label.
fn with_gaps(paragraph: &Paragraph, goes_on: bool, is_told: bool) -> Vec<Piece<'_>> {
    // The sign of a list may be read as a word: then the space after it is one of the words.
    let is_sign = |label: &str| !label.contains(char::is_alphanumeric);
    let has_sign = [View::Base, View::Revised]
        .iter()
        .any(|view| paragraph.label_in(*view).is_some_and(is_sign));
    let is_apart = is_piece(paragraph)
        || paragraph.change != Change::Kept
        || has_sign
        || paragraph.words.all().starts_with('[');
    let mut out: Vec<Piece<'_>> = Vec::new();
    let gap = gap(paragraph, is_told);
    // Whether the last piece is a label with its space.
    let mut has_gap = false;
    for mut piece in pieces(paragraph, goes_on) {
        let goes_with = |last: &&mut Piece<'_>| last.change == piece.change;
        let last = out.last_mut().filter(goes_with).filter(|_| is_apart);
        match (piece.part, last) {
            (Part::Gap, Some(label)) => {
                label.text.to_mut().push_str(gap);
                has_gap = true;
            }
            (Part::Words, Some(label)) if has_gap && piece.style.new == Style::PLAIN => {
                label.text.to_mut().push_str(&piece.text);
                has_gap = false;
            }
            (part, _) => {
                if part == Part::Gap {
                    piece.text = gap.into();
                    piece.change = Change::Kept;
                }
                has_gap = false;
                out.push(piece);
            }
        }
    }
    out
}

/// What parts the label of a paragraph from its words. A number that `#` would make a part of a
/// heading's words is a label where a tab stands behind it, and so is that of a paragraph that says
/// what it is.
fn gap(paragraph: &Paragraph, is_told: bool) -> &'static str {
    let labels = [View::Base, View::Revised].map(|view| paragraph.label_in(view));
    let mut labels = labels.into_iter().flatten();
    let is_plain = |label: &str| Number::parse(label).is_none_or(|n| !n.is_label_of_heading());
    match paragraph.kind {
        Kind::Heading if is_told || labels.any(is_plain) => "\t",
        // The sign of a list is one, whatever stands behind it.
        Kind::Clause if is_told && labels.all(|label| label.contains(char::is_alphanumeric)) => {
            "\t"
        }
        _ => " ",
    }
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
        ) || c == '\t'
            || is_no_letter(c)
    };
    // White space before it does not keep a sign from being one of lists or headings.
    let shown = text.trim_start_matches(is_blank_sign);
    let start = text.len() - shown.len();
    let first = (starts_paragraph && shown.starts_with(['#', '-', '+', '*'])).then_some(start);
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
        // A tab before the words would step them in.
        if is_no_letter(c) || c == '\t' && starts_paragraph && at < start {
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
