//! Words of a Word file changed without a trace: clauses numbered afresh, brackets lifted or
//! dropped.

use super::line;
use super::ops::{ops, respect_groups_of};
use crate::docx::Error;
use crate::docx::atoms::Line;
use crate::docx::body::{Container, Item};
use crate::docx::document::{Document, Written};
use crate::docx::xml::{Element, parse};
use crate::draft::{Paragraph, View};
use std::collections::HashMap;

/// What becomes of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edit {
    /// It stays as it is.
    None,
    /// It goes.
    Drop,
    /// Its words change: the base view is what the file says, the revised view what it is to say.
    Words(Box<Paragraph>),
}

/// A file whose words were changed.
#[derive(Debug)]
pub(crate) struct Edited {
    /// None where nothing changes.
    pub(crate) bytes: Option<Vec<u8>>,
    /// What each paragraph of the document should say now; nothing where it goes.
    pub(crate) texts: Vec<String>,
    /// The paragraphs that stay as they are, though they should not: a field says what they say.
    pub(crate) left: Vec<usize>,
}

/// Carries out one edit for each paragraph of the document.
pub(crate) fn edited(document: &mut Document<'_>, edits: &[Edit]) -> Result<Edited, Error> {
    let mut texts = Vec::with_capacity(edits.len());
    let mut left = Vec::new();
    // The paragraphs of each story that change, by item.
    let mut own: Vec<HashMap<usize, NewParagraph>> = Vec::new();
    own.resize_with(document.stories.len(), HashMap::new);
    for (k, (spot, edit)) in document.spots.iter().zip(edits).enumerate() {
        let story = &document.stories[spot.story];
        let old = document.line(spot)?;
        let (text, changed) = match edit {
            Edit::None => (old.text(), None),
            Edit::Drop => (String::new(), Some(NewParagraph::Gone)),
            Edit::Words(marked) => {
                let raw = story.body.raw(&story.body.items[spot.item]);
                let element = parse(raw).map_err(|e| e.in_part(&story.name))?;
                let text = new_text(&old.text(), marked);
                let xml = paragraph(&element, &old, marked, &text);
                let again = parse(&xml).map_err(|e| e.in_part(&story.name))?;
                if Line::of(&again, &*story.targets).text() == text {
                    (text, Some(NewParagraph::Xml(xml)))
                } else {
                    left.push(k);
                    (old.text(), None)
                }
            }
        };
        texts.push(text);
        if let Some(changed) = changed {
            own[spot.story].insert(spot.item, changed);
        }
    }
    let before = document.shown()?;
    let written = document.rewritten(|document, story| {
        Ok(story_edited(document, story, &own[story])?.map(Written::from))
    })?;
    let is_changed = !written.is_empty();
    document.put(written, &before)?;
    let bytes = is_changed.then(|| document.package.write()).transpose()?;
    Ok(Edited { bytes, texts, left })
}

/// What becomes of a paragraph that changes.
enum NewParagraph {
    Gone,
    Xml(String),
}

/// One story with its edits, by item; none where nothing changes.
fn story_edited(
    document: &Document<'_>,
    story: usize,
    edits: &HashMap<usize, NewParagraph>,
) -> Result<Option<String>, Error> {
    let story = &document.stories[story];
    let mut out = String::with_capacity(story.body.xml.len());
    for (at, item) in story.body.items.iter().enumerate() {
        let raw = story.body.raw(item);
        match edits.get(&at) {
            Some(NewParagraph::Xml(xml)) => out.push_str(xml),
            Some(NewParagraph::Gone) if !is_last_of_cell(&story.body.items, at) => {}
            Some(NewParagraph::Gone) => {
                let element = parse(raw).map_err(|e| e.in_part(&story.name))?;
                let properties = element.child("w:pPr").map_or("", |p| p.raw);
                out.push_str(&format!("<w:p>{properties}</w:p>"));
            }
            None => out.push_str(raw),
        }
    }
    if story.host.is_some() && !out.contains("<w:p") {
        let end = out.rfind("</").unwrap_or(out.len());
        out.insert_str(end, "<w:p/>");
    }
    Ok((out != story.body.xml).then_some(out))
}

/// Whether the paragraph is the last thing in a cell that nothing else ends: a cell must end with a
/// paragraph.
fn is_last_of_cell(items: &[Item], at: usize) -> bool {
    let ends = matches!(items.get(at + 1), Some(Item::Close(Container::Cell, _)));
    let follows = at.checked_sub(1).and_then(|before| items.get(before));
    ends && !matches!(follows, Some(Item::Paragraph(_)))
}

/// A paragraph that says `text`.
fn paragraph(element: &Element<'_>, old: &Line<'_>, marked: &Paragraph, text: &str) -> String {
    let steps = respect_groups_of(ops(marked, &old.text(), text), old);
    let content = line::patched(old, &steps, text);
    let properties = old.properties.as_ref().map_or("", |p| p.raw);
    let start = element.start.trim_end_matches("/>").trim_end_matches('>');
    format!("{start}>{properties}{content}</w:p>")
}

/// The text of the paragraph as it is to be: a label where one is typed, and the white space as it
/// is.
fn new_text(old: &str, marked: &Paragraph) -> String {
    let words = marked.words.text(View::Revised);
    let before = marked.words.text(View::Base);
    let core = old.trim();
    let typed = core.len().saturating_sub(before.trim().len());
    let lead = marked.lead_in(View::Revised).min(words.len());
    let (first, rest) = words.split_at(lead);
    let head = &old[..old.len() - old.trim_start().len()];
    let tail = &old[old.trim_end().len()..];
    let old_label = marked.label_in(View::Base).unwrap_or("");
    let old_lead = marked.lead_in(View::Base);
    let gap = core
        .get(old_lead..old_lead + typed)
        .map_or("", |zone| &zone[zone.trim_end().len()..]);
    match marked.label_in(View::Revised) {
        Some(label) if typed > 0 && !old_label.is_empty() => {
            format!("{head}{first}{label}{gap}{rest}{tail}")
        }
        _ => format!("{head}{words}{tail}"),
    }
}
