//! Marks made by hand turned into tracked ones: struck runs are deleted, underlined or coloured
//! ones inserted.

use super::body::Item;
use super::document::{Document, Written};
use super::styles::Shown;
use super::xml::{Broken, Element, Node, opened, parse};
use crate::draft::Change;
use std::fmt::Write;

/// What a run's look says of it, and which of its properties say so.
pub(crate) struct Meaning<'m> {
    pub(crate) change: &'m dyn Fn(&Shown) -> Change,
    /// The property that shows insertions: `w:u`.
    pub(crate) sign: &'m str,
}

/// The parts of a document with its marks tracked; parts without any are left out.
pub(crate) fn tracked(
    document: &mut Document<'_>,
    meaning: &Meaning<'_>,
) -> Result<Vec<(String, String)>, super::Error> {
    let mut number = 0;
    document.rewritten(|document, story| {
        let xml = story_tracked(document, story, meaning, &mut number)?;
        Ok(xml.map(Written::from))
    })
}

/// One story with its marks tracked; none where it has none.
fn story_tracked(
    document: &Document<'_>,
    story: usize,
    meaning: &Meaning<'_>,
    number: &mut u32,
) -> Result<Option<String>, super::Error> {
    let story = &document.stories[story];
    let mut xml = String::with_capacity(story.body.xml.len());
    for item in &story.body.items {
        let raw = story.body.raw(item);
        if !matches!(item, Item::Paragraph(_)) {
            xml.push_str(raw);
            continue;
        }
        let broken = |error: Broken| error.in_part(&story.name);
        let element = parse(raw).map_err(broken)?;
        let style = document.styles.of_paragraph(element.child("w:pPr"));
        let mut writer = Writer {
            document,
            meaning,
            style: style.as_deref(),
            number: &mut *number,
            uniform: None,
            is_mixed: false,
        };
        let mut content = String::new();
        let mut properties = "";
        for node in &element.children {
            match node {
                Node::Element(e) if e.name == "w:pPr" => properties = e.raw,
                node => writer.node(node, &mut content),
            }
        }
        match writer.whole() {
            // Nothing is marked: it stays byte for byte.
            Change::Kept if writer.uniform.is_none() => xml.push_str(raw),
            change => {
                let mark = mark(change, writer.number);
                let _ = write!(
                    xml,
                    "{}{}{content}</w:p>",
                    opened(element.start),
                    with_mark(properties, &mark)
                );
            }
        }
    }
    Ok((xml != story.body.xml).then_some(xml))
}

struct Writer<'w, 'd> {
    document: &'w Document<'d>,
    meaning: &'w Meaning<'w>,
    style: Option<&'w str>,
    number: &'w mut u32,
    /// The change of all text so far.
    uniform: Option<Change>,
    is_mixed: bool,
}

impl Writer<'_, '_> {
    /// The change of a paragraph all of whose text came or went.
    fn whole(&self) -> Change {
        match self.uniform {
            Some(change) if !self.is_mixed => change,
            _ => Change::Kept,
        }
    }

    fn node(&mut self, node: &Node<'_>, out: &mut String) {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(e) if e.name == "w:r" => self.run(e, out),
            // What is tracked already is tracked.
            Node::Element(e) if e.children.is_empty() || matches!(e.name, "w:ins" | "w:del") => {
                out.push_str(e.raw);
            }
            Node::Element(e)
                if matches!(
                    e.name,
                    "w:hyperlink"
                        | "w:smartTag"
                        | "w:sdt"
                        | "w:sdtContent"
                        | "w:fldSimple"
                        | "w:customXml"
                ) =>
            {
                out.push_str(e.start);
                for child in &e.children {
                    self.node(child, out);
                }
                let _ = write!(out, "</{}>", e.name);
            }
            Node::Element(e) => out.push_str(e.raw),
        }
    }

    fn run(&mut self, run: &Element<'_>, out: &mut String) {
        let properties = run.child("w:rPr");
        let has_text = run
            .elements()
            .any(|e| e.name == "w:t" && !e.text().trim().is_empty());
        let change = (self.meaning.change)(&self.document.styles.shown(properties, self.style));
        if has_text {
            self.is_mixed |= self.uniform.is_some_and(|before| before != change);
            self.uniform = Some(change);
        }
        let tag = match change {
            Change::Kept => return out.push_str(run.raw),
            Change::Inserted => "w:ins",
            Change::Deleted => "w:del",
        };
        *self.number += 1;
        let _ = write!(
            out,
            "<{tag} w:id=\"{}\" w:author=\"\">{}",
            self.number, run.start
        );
        for node in &run.children {
            match node {
                Node::Element(e) if e.name == "w:rPr" => self.properties(e, out),
                Node::Element(e) if change == Change::Deleted && e.name == "w:t" => {
                    out.push_str(
                        &e.raw
                            .replace("<w:t>", "<w:delText>")
                            .replace("<w:t ", "<w:delText ")
                            .replace("</w:t>", "</w:delText>"),
                    );
                }
                Node::Element(e) => out.push_str(e.raw),
                Node::Text(text) => out.push_str(text),
            }
        }
        let _ = write!(out, "</w:r></{tag}>");
    }

    /// The properties of a run without those that were its mark.
    fn properties(&self, properties: &Element<'_>, out: &mut String) {
        let rest: String = properties
            .elements()
            .filter(|e| !matches!(e.name, "w:strike" | "w:dstrike") && e.name != self.meaning.sign)
            .map(|e| e.raw)
            .collect();
        if !rest.is_empty() {
            let _ = write!(out, "<w:rPr>{rest}</w:rPr>");
        }
    }
}

fn mark(change: Change, number: &mut u32) -> String {
    let tag = match change {
        Change::Kept => return String::new(),
        Change::Inserted => "w:ins",
        Change::Deleted => "w:del",
    };
    *number += 1;
    format!("<{tag} w:id=\"{number}\" w:author=\"\"/>")
}

/// Properties of a paragraph with a mark for its end.
fn with_mark(properties: &str, mark: &str) -> String {
    if mark.is_empty() {
        return properties.to_owned();
    }
    if let Some(at) = properties.find("<w:rPr>") {
        let at = at + "<w:rPr>".len();
        return format!("{}{mark}{}", &properties[..at], &properties[at..]);
    }
    let run = format!("<w:rPr>{mark}</w:rPr>");
    match properties.strip_suffix("</w:pPr>") {
        Some(inner) => format!("{inner}{run}</w:pPr>"),
        None => format!("<w:pPr>{run}</w:pPr>"),
    }
}
