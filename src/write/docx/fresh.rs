//! A Word file made from nothing but a draft: section calls in italics, labels that hang, footnotes, tracked changes where
//! the draft has them.

use super::stamp::Stamp;
use crate::docx::Error;
use crate::docx::package;
use crate::docx::xml::escaped;
use crate::draft::{Change, Diff, Draft, Kind, Origin, Paragraph, Run, Style, View};
use std::collections::HashMap;
use std::fmt::Write;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// How far labels hang and each level is stepped in, in twentieths of a point: a centimetre.
const STEP: u32 = 567;

/// Writes a draft, marked or not, as a Word file of its own. Changes whose author is not known are by `author`.
///
/// # Errors
/// Where the archive cannot be put together.
pub fn draft(draft: &Draft, author: &super::Author) -> Result<Vec<u8>, Error> {
    let notes = Notes::of(draft);
    let mut writer = Writer {
        draft,
        author,
        notes: &notes,
        next: 1,
    };
    let body = writer.body();
    let footnotes = writer.footnotes();
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

/// The notes that become footnotes: those whose sign stands just once among the words.
struct Notes<'d> {
    /// By sign: number of the footnote, and its paragraph.
    by_sign: HashMap<&'d str, (usize, usize)>,
}

impl<'d> Notes<'d> {
    fn of(draft: &'d Draft) -> Self {
        let mut by_sign = HashMap::new();
        let mut number = 0;
        for (at, paragraph) in draft.paragraphs.iter().enumerate() {
            let label = paragraph
                .label_in(View::Revised)
                .or(paragraph.label_in(View::Base));
            let (Kind::Note, Some(sign)) = (paragraph.kind, label) else {
                continue;
            };
            let sign = sign.trim_end_matches(':');
            let uses = draft
                .paragraphs
                .iter()
                .flat_map(|p| p.words.runs())
                .filter(|run| is_sign(run, sign));
            if uses.count() == 1 && !by_sign.contains_key(sign) {
                number += 1;
                by_sign.insert(sign, (number, at));
            }
        }
        Self { by_sign }
    }

    fn number(&self, run: &Run<'_>) -> Option<usize> {
        let (number, _) = self.by_sign.get(run.text)?;
        is_sign(run, run.text).then_some(*number)
    }

    fn holds(&self, paragraph: usize) -> bool {
        self.by_sign.values().any(|(_, at)| *at == paragraph)
    }
}

fn is_sign(run: &Run<'_>, sign: &str) -> bool {
    run.text == sign && run.style.new.contains(Style::SUPERSCRIPT)
}

struct Writer<'w> {
    draft: &'w Draft,
    author: &'w super::Author,
    notes: &'w Notes<'w>,
    next: u32,
}

impl Writer<'_> {
    fn body(&mut self) -> String {
        let mut out = format!("{HEAD}<w:document xmlns:w=\"{WORD}\"><w:body>");
        let told: Vec<usize> = (0..self.draft.paragraphs.len())
            .filter(|k| self.is_told(*k))
            .collect();
        let ends = ends(
            &told
                .iter()
                .map(|k| &self.draft.paragraphs[*k])
                .collect::<Vec<_>>(),
        );
        for (k, end) in told.into_iter().zip(ends) {
            let paragraph = &self.draft.paragraphs[k];
            self.paragraph(paragraph, end, &mut out);
        }
        out.push_str("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
        out
    }

    fn is_told(&self, index: usize) -> bool {
        let paragraph = &self.draft.paragraphs[index];
        !paragraph.is_bare()
            && !matches!(
                paragraph.kind,
                Kind::FrontMatter | Kind::Furniture | Kind::Blank
            )
            && !self.notes.holds(index)
    }

    fn footnotes(&mut self) -> String {
        let mut out = format!("{HEAD}<w:footnotes xmlns:w=\"{WORD}\">");
        for (id, sign) in [("-1", "separator"), ("0", "continuationSeparator")] {
            let _ = write!(
                out,
                "<w:footnote w:type=\"{sign}\" w:id=\"{id}\"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>"
            );
        }
        let mut notes: Vec<(usize, usize)> = self.notes.by_sign.values().copied().collect();
        notes.sort_unstable();
        for (number, at) in notes {
            let paragraph = &self.draft.paragraphs[at];
            let _ = write!(
                out,
                "<w:footnote w:id=\"{number}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>"
            );
            self.runs(paragraph, &mut out);
            out.push_str("</w:p></w:footnote>");
        }
        out.push_str("</w:footnotes>");
        out
    }

    /// The attributes of a change by this origin.
    fn change(&mut self, origin: u16) -> String {
        let known: Option<&Origin> = usize::from(origin)
            .checked_sub(1)
            .and_then(|at| self.draft.origins.get(at));
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

    fn paragraph(&mut self, paragraph: &Paragraph, end: Change, out: &mut String) {
        let view = if paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        };
        let text = paragraph.words.all();
        let is_rtl = is_right_to_left(text);
        let mut properties = String::new();
        let style = match paragraph.kind {
            Kind::Heading => format!("Heading{}", (paragraph.depth.get(view) + 1).min(6)),
            Kind::Call => "SectionCall".to_owned(),
            Kind::Organ => "Organ".to_owned(),
            Kind::Masthead => "Masthead".to_owned(),
            Kind::Note => "FootnoteText".to_owned(),
            _ => "Clause".to_owned(),
        };
        let _ = write!(properties, "<w:pStyle w:val=\"{style}\"/>");
        if is_rtl {
            properties.push_str("<w:bidi/>");
        }
        if paragraph.kind == Kind::Clause {
            let depth = u32::from(*paragraph.depth.get(view)).min(8);
            let hanging = if paragraph.label.is_some() { STEP } else { 0 };
            let left = depth * STEP + hanging;
            let _ = write!(
                properties,
                "<w:ind w:left=\"{left}\" w:hanging=\"{hanging}\"/>"
            );
        }
        let half = paragraph.moved.map(|moved| (moved.half, moved.id));
        let tag = match (end, half) {
            (Change::Kept, _) => None,
            (Change::Inserted, Some((Change::Inserted, _))) => Some("w:moveTo"),
            (Change::Deleted, Some((Change::Deleted, _))) => Some("w:moveFrom"),
            (Change::Inserted, _) => Some("w:ins"),
            (Change::Deleted, _) => Some("w:del"),
        };
        if let Some(tag) = tag {
            let change = self.change(0);
            let _ = write!(properties, "<w:rPr><{tag}{change}/></w:rPr>");
        }
        let _ = write!(out, "<w:p><w:pPr>{properties}</w:pPr>");
        match half {
            Some((half, id)) => {
                let name = if half == Change::Deleted {
                    "moveFrom"
                } else {
                    "moveTo"
                };
                let number = self.next;
                self.next += 1;
                let attributes =
                    Stamp::new(&self.author.name, self.author.date.as_deref(), 0).range();
                let _ = write!(
                    out,
                    "<w:{name}RangeStart w:id=\"{number}\"{attributes} w:name=\"move{id}\"/>"
                );
                self.labelled(paragraph, out);
                let _ = write!(out, "<w:{name}RangeEnd w:id=\"{number}\"/>");
            }
            None => self.labelled(paragraph, out),
        }
        out.push_str("</w:p>");
    }

    /// A label, changed or not, and the words. Opening brackets before a label are its lead.
    fn labelled(&mut self, paragraph: &Paragraph, out: &mut String) {
        let mut words = paragraph.words.clone();
        let lead = paragraph
            .lead_in(View::Revised)
            .max(paragraph.lead_in(View::Base));
        let lead = words.take(0..lead);
        let part = |words| Paragraph {
            words,
            ..Paragraph::default()
        };
        self.moving(&part(lead), paragraph, out);
        if let Some(label) = &paragraph.label {
            let text = Diff {
                old: label.text.old.as_deref(),
                new: label.text.new.as_deref(),
            };
            let whole = match (paragraph.moved, paragraph.change) {
                (Some(moved), _) => moved.half,
                (None, change) => change,
            };
            let mut signs = crate::draft::Wording::default();
            match (text.old, text.new) {
                (Some(old), Some(new)) if old != new && whole == Change::Kept => {
                    signs.push(old, Change::Deleted);
                    signs.push(new, Change::Inserted);
                    signs.push("\t", Change::Kept);
                }
                (old, new) => {
                    let text = match whole {
                        Change::Deleted => old.or(new),
                        _ => new.or(old),
                    };
                    let change = match (old, new, whole) {
                        (Some(_), None, Change::Kept) => Change::Deleted,
                        (None, Some(_), Change::Kept) => Change::Inserted,
                        (_, _, whole) => whole,
                    };
                    signs.push(text.unwrap_or(""), change);
                    signs.push("\t", change);
                }
            }
            self.moving(&part(signs), paragraph, out);
        }
        self.moving(&part(words), paragraph, out);
    }

    /// Words of a paragraph, which may be half of a move.
    fn moving(&mut self, part: &Paragraph, whole: &Paragraph, out: &mut String) {
        let Some(moved) = whole.moved else {
            return self.runs(part, out);
        };
        let (tag, view) = match moved.half {
            Change::Deleted => ("w:moveFrom", View::Base),
            _ => ("w:moveTo", View::Revised),
        };
        for run in part.words.runs_in(view) {
            let change = self.change(run.origin);
            let _ = write!(out, "<{tag}{change}>");
            self.run(&run, Change::Kept, out);
            let _ = write!(out, "</{tag}>");
        }
    }

    fn runs(&mut self, paragraph: &Paragraph, out: &mut String) {
        for run in paragraph.words.runs() {
            let tag = match run.change {
                Change::Kept => {
                    self.run(&run, Change::Kept, out);
                    continue;
                }
                Change::Inserted => "w:ins",
                Change::Deleted => "w:del",
            };
            let change = self.change(run.origin);
            let _ = write!(out, "<{tag}{change}>");
            self.run(&run, run.change, out);
            let _ = write!(out, "</{tag}>");
        }
    }

    fn run(&mut self, run: &Run<'_>, change: Change, out: &mut String) {
        if let Some(number) = self.notes.number(run) {
            let _ = write!(
                out,
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
            );
            return;
        }
        let mut properties = look(run.style.new, run.text);
        if run.style.differs() && change == Change::Kept {
            let attributes = self.change(run.origin);
            let before = look(run.style.old, run.text);
            let _ = write!(
                properties,
                "<w:rPrChange{attributes}><w:rPr>{before}</w:rPr></w:rPrChange>"
            );
        }
        let properties = if properties.is_empty() {
            properties
        } else {
            format!("<w:rPr>{properties}</w:rPr>")
        };
        let name = if change == Change::Deleted {
            "w:delText"
        } else {
            "w:t"
        };
        let _ = write!(out, "<w:r>{properties}");
        let mut rest = run.text;
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

/// What happens to the end of each paragraph: a draft marks beginnings. Paragraphs that came or went whole carry their own
/// mark; before a piece that was split off or merged, and at the end of the text, the mark is one earlier.
fn ends(paragraphs: &[&Paragraph]) -> Vec<Change> {
    let begins: Vec<Change> = paragraphs.iter().map(|p| p.change).collect();
    let is_piece = |p: &Paragraph| {
        p.change != Change::Kept
            && p.moved.is_none()
            && p.words.runs().any(|r| r.change != p.change)
    };
    let mut out = begins.clone();
    let mut at = 0;
    while at < begins.len() {
        let end = (at..begins.len())
            .find(|k| begins[*k] == Change::Kept)
            .unwrap_or(begins.len());
        let shifted = if end == begins.len() {
            end
        } else {
            (at..end)
                .rev()
                .find(|k| is_piece(paragraphs[*k]))
                .map_or(at, |k| k + 1)
        };
        if shifted > at {
            if at > 0 {
                out[at - 1..shifted - 1].copy_from_slice(&begins[at..shifted]);
            }
            out[shifted - 1] = Change::Kept;
        }
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
    out.push_str(&style(
        "Masthead",
        "Masthead",
        "Normal",
        "<w:spacing w:after=\"60\"/>",
        "",
    ));
    out.push_str(&style(
        "Organ",
        "Organ",
        "Normal",
        "<w:keepNext/>",
        "<w:i/>",
    ));
    out.push_str(&style(
        "SectionCall",
        "Section call",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"240\"/>",
        "<w:i/>",
    ));
    out.push_str(&style(
        "Clause",
        "Clause",
        "Normal",
        "<w:jc w:val=\"both\"/>",
        "",
    ));
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
    out.push_str("<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style></w:styles>");
    out
}
