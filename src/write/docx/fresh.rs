//! A Word file made from nothing but a draft: section calls in italics, labels that hang,
//! footnotes, tracked changes where the draft has them.

use super::fresh_notes::{Footnote, Notes, Span};
use super::stamp::Stamp;
use crate::docx::Error;
use crate::docx::package;
use crate::docx::styles::{LABEL, Ours};
use crate::docx::xml::escaped;
use crate::draft::{Change, Draft, Kind, Move, Object, Paragraph, Run, Style, View, Wording};
use crate::write::pieces::{Part, going_on, is_piece, pieces};
use std::borrow::Cow;
use std::fmt::Write;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// How far labels hang and each level is stepped in, in twentieths of a point: a centimetre.
const STEP: u32 = 567;

/// Writes a draft, marked or not, as a Word file of its own. Changes whose author is not known are
/// by `author`.
///
/// # Errors
/// Where the archive cannot be put together.
pub fn draft(draft: &Draft, author: &super::Author) -> Result<Vec<u8>, Error> {
    let mut writer = Writer {
        draft,
        author,
        tells_typefaces: draft.tells_typefaces(),
        notes: Notes::of(draft),
        next: 1,
        footnotes: Vec::new(),
    };
    let body = writer.body();
    let footnotes = writer.written_footnotes();
    package::fresh(&[
        ("[Content_Types].xml", &content_types()),
        (
            "_rels/.rels",
            &relationships(&[("officeDocument", "word/document.xml")]),
        ),
        (
            "word/_rels/document.xml.rels",
            &relationships(&[
                ("styles", "styles.xml"),
                ("footnotes", "footnotes.xml"),
                ("settings", "settings.xml"),
            ]),
        ),
        ("word/document.xml", &body),
        ("word/footnotes.xml", &footnotes),
        ("word/styles.xml", &styles()),
        (
            "word/settings.xml",
            &format!(
                "{HEAD}<w:settings xmlns:w=\"{WORD}\"><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr></w:settings>"
            ),
        ),
    ])
}

/// A paragraph as it is printed: label, tab and words in one row.
struct Line<'d> {
    paragraph: &'d Paragraph,
    /// What stands before the label, the label with its tab, and the words.
    parts: [Wording; 3],
}

impl<'d> Line<'d> {
    fn of(paragraph: &'d Paragraph, goes_on: bool) -> Self {
        let [mut before, mut label, mut after] = <[Wording; 3]>::default();
        for piece in pieces(paragraph, goes_on) {
            let change = match paragraph.moved {
                None => piece.change,
                // Half of a move shows nothing but its own text.
                Some(moved) if piece.change.stands_in(seen_in(moved)) => moved.half,
                Some(_) => continue,
            };
            let (part, text) = match piece.part {
                Part::Gap => (&mut label, Cow::Borrowed("\t")),
                Part::Label => (&mut label, in_xml(&piece.text)),
                Part::Words if label.is_empty() => (&mut before, in_xml(&piece.text)),
                Part::Words => (&mut after, in_xml(&piece.text)),
            };
            part.push_from(&text, change, piece.style, piece.origin);
        }
        Self {
            paragraph,
            parts: [before, label, after],
        }
    }

    /// Whether all its words came or went with it, as far as there are any.
    fn is_whole(&self) -> bool {
        let change = self.paragraph.change;
        let mut runs = self.parts.iter().flat_map(Wording::runs);
        runs.all(|run| run.change == change || run.text.trim().is_empty())
    }
}

/// A text with spaces for what XML cannot hold: letters on both sides of it stay apart.
fn in_xml(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(forbidden) {
        return text.replace(forbidden, " ").into();
    }
    text.into()
}

/// What letters are written: of words that moved, or others; of a label, or words.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    is_move: bool,
    is_label: bool,
}

/// The view that a half of a move stands in.
const fn seen_in(moved: Move) -> View {
    match moved.half {
        Change::Deleted => View::Base,
        Change::Kept | Change::Inserted => View::Revised,
    }
}

struct Writer<'w> {
    draft: &'w Draft,
    author: &'w super::Author,
    /// Whether words that stay, in other typefaces, are a change.
    tells_typefaces: bool,
    notes: Notes<'w>,
    next: u32,
    /// The footnotes so far, in the order of their signs.
    footnotes: Vec<Footnote>,
}

impl Writer<'_> {
    fn body(&mut self) -> String {
        let mut out = format!("{HEAD}<w:document xmlns:w=\"{WORD}\"><w:body>");
        let draft = self.draft;
        let going_on = going_on(draft);
        let told = draft.paragraphs.iter().enumerate().zip(going_on);
        let told = told.filter(|((k, _), goes_on)| self.is_told(*k, *goes_on));
        let lines: Vec<Line<'_>> = told
            .map(|((_, paragraph), goes_on)| Line::of(paragraph, goes_on))
            .collect();
        for (line, end) in lines.iter().zip(ends(&lines)) {
            self.paragraph(line, end, &mut out);
        }
        out.push_str("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
        out
    }

    /// What no text has is left out, and what says nothing, unless text is part of it, or it of a
    /// text. What the page added stays: tables of contents are among it.
    fn is_told(&self, index: usize, goes_on: bool) -> bool {
        let paragraph = &self.draft.paragraphs[index];
        let may_go =
            paragraph.is_bare() || matches!(paragraph.kind, Kind::FrontMatter | Kind::Blank);
        let has_part = goes_on || is_piece(paragraph);
        (!may_go || has_part) && !self.notes.holds(index)
    }

    fn written_footnotes(&mut self) -> String {
        let mut out = format!("{HEAD}<w:footnotes xmlns:w=\"{WORD}\">");
        for (id, sign) in [("-1", "separator"), ("0", "continuationSeparator")] {
            let _ = write!(
                out,
                "<w:footnote w:type=\"{sign}\" w:id=\"{id}\"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>"
            );
        }
        for (k, footnote) in std::mem::take(&mut self.footnotes).iter().enumerate() {
            let _ = write!(out, "<w:footnote w:id=\"{}\">", k + 1);
            self.footnote(footnote, &mut out);
            out.push_str("</w:footnote>");
        }
        out.push_str("</w:footnotes>");
        out
    }

    /// The text of a footnote, without its label: Word counts. What belongs to a sign that came or
    /// went did so with it.
    fn footnote(&mut self, footnote: &Footnote, out: &mut String) {
        const SIGN: &str = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
        let note = &self.draft.paragraphs[footnote.note];
        let words = match footnote.change {
            Change::Kept => note.words.clone(),
            Change::Inserted => note.words.view(View::Revised).all_as(Change::Inserted),
            Change::Deleted => note.words.view(View::Base).all_as(Change::Deleted),
        };
        out.push_str("<w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/>");
        let tag = tag_of(footnote.change, false);
        if let Some(tag) = tag {
            let change = self.change(0);
            let _ = write!(out, "<w:rPr><{tag}{change}/></w:rPr>");
        }
        out.push_str("</w:pPr>");
        match tag {
            None => out.push_str(SIGN),
            Some(tag) => {
                let change = self.change(0);
                let sign = match footnote.change {
                    Change::Deleted => SIGN.replace("w:t", "w:delText"),
                    _ => SIGN.to_owned(),
                };
                let _ = write!(out, "<{tag}{change}>{sign}</{tag}>");
            }
        }
        let mut shown = Wording::default();
        for run in words.runs() {
            let text = Object::shown(run.text);
            shown.push_from(&in_xml(&text), run.change, run.style, run.origin);
        }
        self.runs(&shown, Letters::default(), out);
        out.push_str("</w:p>");
    }

    /// The attributes of a change by this origin.
    fn change(&mut self, origin: u32) -> String {
        let known = self.draft.origin(origin);
        let name = known
            .and_then(|o| o.author.as_deref())
            .unwrap_or(&self.author.name);
        let date = known
            .and_then(|o| o.date.as_deref())
            .or(self.author.date.as_deref());
        let mut stamp = Stamp::new(name, date, self.next - 1);
        self.next += 1;
        stamp.change()
    }

    fn paragraph(&mut self, line: &Line<'_>, end: Change, out: &mut String) {
        let paragraph = line.paragraph;
        let view = match paragraph.begins_in(View::Revised) {
            true => View::Revised,
            false => View::Base,
        };
        let mut properties = properties_in(paragraph, view);
        let half = paragraph.moved.filter(|moved| moved.half == end);
        if let Some(tag) = tag_of(end, half.is_some()) {
            let change = self.change(0);
            let _ = write!(properties, "<w:rPr><{tag}{change}/></w:rPr>");
        }
        let is_other = paragraph.depth.differs() || paragraph.older_kind.is_some();
        if paragraph.change == Change::Kept && is_other {
            let change = self.change(0);
            let before = properties_in(paragraph, View::Base);
            let _ = write!(
                properties,
                "<w:pPrChange{change}><w:pPr>{before}</w:pPr></w:pPrChange>"
            );
        }
        let _ = write!(out, "<w:p><w:pPr>{properties}</w:pPr>");
        match paragraph.moved {
            Some(moved) => {
                let name = match moved.half {
                    Change::Deleted => "moveFrom",
                    _ => "moveTo",
                };
                let (number, id) = (self.next, moved.id);
                self.next += 1;
                let attributes =
                    Stamp::new(&self.author.name, self.author.date.as_deref(), 0).range();
                let _ = write!(
                    out,
                    "<w:{name}RangeStart w:id=\"{number}\"{attributes} w:name=\"move{id}\"/>"
                );
                self.line(line, true, out);
                let _ = write!(out, "<w:{name}RangeEnd w:id=\"{number}\"/>");
            }
            None => self.line(line, false, out),
        }
        out.push_str("</w:p>");
    }

    /// The words of a paragraph with its label, whose letters have a style of their own: nobody has
    /// to guess where it ends.
    fn line(&mut self, line: &Line<'_>, is_move: bool, out: &mut String) {
        let [before, label, after] = &line.parts;
        let words = Letters {
            is_move,
            is_label: false,
        };
        let of_label = Letters {
            is_move,
            is_label: true,
        };
        self.runs(before, words, out);
        self.runs(label, of_label, out);
        self.runs(after, words, out);
    }

    /// Words, each run in its mark.
    fn runs(&mut self, words: &Wording, letters: Letters, out: &mut String) {
        for run in words.runs() {
            for span in self.notes.spans(&run) {
                let tag = tag_of(span.change, letters.is_move);
                let change = tag.map(|tag| (tag, self.change(run.origin)));
                if let Some((tag, attributes)) = &change {
                    let _ = write!(out, "<{tag}{attributes}>");
                }
                match span.note {
                    Some(note) => self.sign(note, span.change, out),
                    None => self.run(&run, &span, letters, out),
                }
                if let Some((tag, _)) = change {
                    let _ = write!(out, "</{tag}>");
                }
            }
        }
    }

    /// The sign of a footnote, which is written down for later.
    fn sign(&mut self, note: usize, change: Change, out: &mut String) {
        self.footnotes.push(Footnote { note, change });
        let number = self.footnotes.len();
        let _ = write!(
            out,
            "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
        );
    }

    fn run(&mut self, run: &Run<'_>, span: &Span<'_>, letters: Letters, out: &mut String) {
        let mut properties = String::new();
        if letters.is_label {
            let _ = write!(properties, "<w:rStyle w:val=\"{LABEL}\"/>");
        }
        properties.push_str(&look(run.style.new, span.text));
        let is_restyled = self.tells_typefaces && run.style.differs();
        if is_restyled && span.change == Change::Kept {
            let attributes = self.change(run.origin);
            let before = look(run.style.old, span.text);
            let _ = write!(
                properties,
                "<w:rPrChange{attributes}><w:rPr>{before}</w:rPr></w:rPrChange>"
            );
        }
        if !properties.is_empty() {
            properties = format!("<w:rPr>{properties}</w:rPr>");
        }
        // Words that moved away are still there: only what is deleted is told apart.
        let name = match span.change {
            Change::Deleted if !letters.is_move => "w:delText",
            _ => "w:t",
        };
        let _ = write!(out, "<w:r>{properties}");
        let mut rest = span.text;
        while !rest.is_empty() {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            if end > 0 {
                let _ = write!(
                    out,
                    "<{name} xml:space=\"preserve\">{}</{name}>",
                    escaped(&rest[..end])
                );
            }
            out.push_str(match rest.as_bytes().get(end) {
                Some(b'\t') => "<w:tab/>",
                Some(_) => "<w:br/>",
                None => "",
            });
            rest = rest.get(end + 1..).unwrap_or("");
        }
        out.push_str("</w:r>");
    }
}

/// The mark round what came or went.
const fn tag_of(change: Change, is_move: bool) -> Option<&'static str> {
    match (change, is_move) {
        (Change::Kept, _) => None,
        (Change::Inserted, true) => Some("w:moveTo"),
        (Change::Deleted, true) => Some("w:moveFrom"),
        (Change::Inserted, false) => Some("w:ins"),
        (Change::Deleted, false) => Some("w:del"),
    }
}

/// The properties of a paragraph in a text, but for what became of its end.
fn properties_in(paragraph: &Paragraph, view: View) -> String {
    let style = match paragraph.kind_in(view) {
        Kind::Heading => format!("Heading{}", (paragraph.depth.get(view) + 1).min(6)),
        kind => Ours::of(kind, *paragraph.depth.get(view)).id(),
    };
    let mut out = format!("<w:pStyle w:val=\"{style}\"/>");
    if is_right_to_left(paragraph.words.all()) {
        out.push_str("<w:bidi/>");
    }
    if paragraph.kind_in(view) == Kind::Clause {
        let depth = u32::from(*paragraph.depth.get(view)).min(8);
        let hanging = if paragraph.label.is_some() { STEP } else { 0 };
        let left = depth * STEP + hanging;
        let _ = write!(out, "<w:ind w:left=\"{left}\" w:hanging=\"{hanging}\"/>");
    }
    out
}

/// The properties of a typeface, in the order of the schema.
fn look(style: Style, text: &str) -> String {
    let mut out = String::new();
    for (flag, tag) in [
        (Style::BOLD, "<w:b/>"),
        (Style::ITALIC, "<w:i/>"),
        (Style::SMALL_CAPS, "<w:smallCaps/>"),
        (Style::UNDERLINE, "<w:u w:val=\"single\"/>"),
        (Style::SUPERSCRIPT, "<w:vertAlign w:val=\"superscript\"/>"),
        (Style::SUBSCRIPT, "<w:vertAlign w:val=\"subscript\"/>"),
    ] {
        if style.contains(flag) {
            out.push_str(tag);
        }
    }
    if is_right_to_left(text) {
        out.push_str("<w:rtl/>");
    }
    out
}

/// Whether the first letter is of a script that is written from right to left.
fn is_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'),
    )
}

/// What happens to the end of each paragraph: a draft marks where one begins, a Word file where one
/// ends. So the mark of a beginning is that of the end before it. Paragraphs that came or went
/// whole, with nothing but such before the next one that stays, carry their own mark instead, as
/// Word has it.
fn ends(lines: &[Line<'_>]) -> Vec<Change> {
    let begins: Vec<Change> = lines.iter().map(|line| line.paragraph.change).collect();
    let mut out = vec![Change::Kept; begins.len()];
    let mut at = 0;
    while at < begins.len() {
        let end = (at..begins.len())
            .find(|k| begins[*k] == Change::Kept)
            .unwrap_or(begins.len());
        // The last end of a text can neither come nor go.
        let whole = if end == begins.len() {
            end
        } else {
            let piece = (at..end).rev().find(|k| !lines[*k].is_whole());
            piece.map_or(at, |k| k + 1)
        };
        let first = at.max(1);
        if first < whole {
            out[first - 1..whole - 1].copy_from_slice(&begins[first..whole]);
        }
        out[whole..end].copy_from_slice(&begins[whole..end]);
        at = end + 1;
    }
    out
}

fn content_types() -> String {
    let kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{kinds}.document.main+xml\"/>"
    );
    for part in ["styles", "footnotes", "settings"] {
        let _ = write!(
            out,
            "<Override PartName=\"/word/{part}.xml\" ContentType=\"{kinds}.{part}+xml\"/>"
        );
    }
    out.push_str("</Types>");
    out
}

fn relationships(all: &[(&str, &str)]) -> String {
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for (k, (kind, target)) in all.iter().enumerate() {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/>",
            k + 1
        );
    }
    out.push_str("</Relationships>");
    out
}

/// The styles: those that Word knows by name, and those of resolutions.
fn styles() -> String {
    let style = |id: &str, name: &str, based: &str, paragraph: &str, run: &str| {
        let based = if based.is_empty() {
            String::new()
        } else {
            format!("<w:basedOn w:val=\"{based}\"/>")
        };
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"SimSun\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"259\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
    );
    for ours in Ours::all() {
        let (name, paragraph, run) = match ours.kind {
            Kind::Masthead => ("Masthead".to_owned(), "<w:spacing w:after=\"60\"/>", ""),
            Kind::Organ => ("Organ".to_owned(), "<w:keepNext/>", "<w:i/>"),
            Kind::Call => {
                let space = "<w:keepNext/><w:spacing w:before=\"240\"/>";
                ("Section call".to_owned(), space, "<w:i/>")
            }
            Kind::Closing => ("Closing lines".to_owned(), "", ""),
            Kind::Note => {
                let small = "<w:sz w:val=\"18\"/>";
                ("Note".to_owned(), "<w:spacing w:after=\"0\"/>", small)
            }
            Kind::Furniture => {
                let small = "<w:color w:val=\"7F7F7F\"/><w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>";
                (
                    "Page furniture".to_owned(),
                    "<w:spacing w:after=\"0\"/>",
                    small,
                )
            }
            _ => {
                let name = format!("Clause Level {}", ours.depth + 1);
                (name, "<w:jc w:val=\"both\"/>", "")
            }
        };
        out.push_str(&style(&ours.id(), &name, "Normal", paragraph, run));
    }
    for level in 1..=6 {
        let size = [32, 28, 26, 24, 22, 22][level - 1];
        let paragraph = format!(
            "<w:keepNext/><w:spacing w:before=\"240\"/><w:outlineLvl w:val=\"{}\"/>",
            level - 1
        );
        let run = format!("<w:b/><w:sz w:val=\"{size}\"/>");
        out.push_str(&style(
            &format!("Heading{level}"),
            &format!("heading {level}"),
            "Normal",
            &paragraph,
            &run,
        ));
    }
    out.push_str(&style(
        "FootnoteText",
        "footnote text",
        "Normal",
        "<w:spacing w:after=\"0\"/>",
        "<w:sz w:val=\"18\"/>",
    ));
    out.push_str("<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>");
    let _ = write!(
        out,
        "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"{LABEL}\"><w:name w:val=\"Clause Label\"/></w:style></w:styles>"
    );
    out
}
