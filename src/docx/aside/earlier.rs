//! What becomes of the changes that the older file carries: the newer one may have them still, or
//! have taken them up, or back. Each stays a change of its author.

use super::set::{renamed, text_of};
use super::{Aside, Saved};
use crate::docx::body::{Body, Item, start_of};
use crate::docx::ids::{Ids, with_id};
use crate::docx::sign::has_sign;
use crate::docx::xml::{Broken, Element, parse};
use std::collections::{HashMap, HashSet};

/// What became of something that the older file's changes had brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// The newer file has the same change still.
    Shared,
    /// The newer file has it without a mark: the new change at this place is the author's.
    Accepted { at: usize, attributes: String },
    /// The newer file does not have it.
    Rejected,
}

/// Whole paragraphs that the older file's changes had brought.
#[derive(Debug, Default)]
pub(super) struct Accepted {
    /// The attributes of their authors, by the item that is the paragraph in the newer file.
    pub(super) by: HashMap<usize, String>,
    /// The changes that need no more be said.
    pub(super) done: HashSet<usize>,
}

/// What became of the older file's changes in one paragraph.
pub(super) fn fates(aside: &Aside, paragraph: &Element<'_>) -> Vec<(usize, Fate)> {
    let mut signs = Vec::new();
    let mut inserted = Vec::new();
    collect(paragraph, aside, &mut signs, &mut inserted);
    let (olds, news): (Vec<_>, Vec<_>) = signs.into_iter().partition(|(n, _)| *n < aside.older);
    let mut news: Vec<&str> = news.into_iter().map(|(_, text)| text).collect();
    olds.into_iter()
        .map(|(number, text)| {
            if let Some(at) = news.iter().position(|new| *new == text) {
                news.remove(at);
                return (number, Fate::Shared);
            }
            let found = inserted
                .iter()
                .position(|(_, new): &(usize, String)| new.trim() == text.trim());
            let fate = match found {
                Some(k) => Fate::Accepted {
                    at: inserted.remove(k).0,
                    attributes: attributes_of(aside.saved[number].raw()),
                },
                None => Fate::Rejected,
            };
            (number, fate)
        })
        .collect()
}

fn collect<'a>(
    element: &Element<'_>,
    aside: &'a Aside,
    signs: &mut Vec<(usize, &'a str)>,
    inserted: &mut Vec<(usize, String)>,
) {
    for child in element.elements() {
        match child.name {
            "redraft:kept" => {
                if let Some((number, Saved::Kept { text, .. })) = aside.of_sign(child) {
                    signs.push((number, text));
                }
            }
            "w:ins" if child.elements().next().is_some() => {
                inserted.push((child.raw.as_ptr() as usize, text_of(child)));
            }
            "w:pPr" | "w:r" => {}
            _ => collect(child, aside, signs, inserted),
        }
    }
}

/// Which paragraphs of the part were brought by the older file's changes; `new` are the attributes
/// of new changes.
pub(super) fn paragraphs(aside: &Aside, body: &Body, new: &str) -> Result<Accepted, Broken> {
    let mut out = Accepted::default();
    let mut still: HashMap<&str, usize> = HashMap::new();
    for saved in &aside.saved[aside.older.min(aside.saved.len())..] {
        if let Saved::Kept { text, .. } = saved {
            *still.entry(text).or_default() += 1;
        }
    }
    let mut olds: HashMap<&str, Vec<(usize, String)>> = HashMap::new();
    for item in &body.items {
        let raw = body.raw(item);
        if !matches!(item, Item::Other(_)) || !has_sign(raw) {
            continue;
        }
        let wrapped = format!("<x>{raw}</x>");
        for sign in parse(&wrapped)?.elements() {
            let Some((number, Saved::Kept { raw, text })) = aside.of_sign(sign) else {
                continue;
            };
            if number >= aside.older {
                continue;
            }
            match still.get_mut(text.as_str()).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    out.done.insert(number);
                }
                None => olds
                    .entry(text)
                    .or_default()
                    .push((number, attributes_of(raw))),
            }
        }
    }
    if olds.is_empty() || new.is_empty() {
        return Ok(out);
    }
    for (at, item) in body.items.iter().enumerate() {
        let raw = body.raw(item);
        if !matches!(item, Item::Paragraph(_)) || !raw.contains("<w:ins ") || has_sign(raw) {
            continue;
        }
        let text = text_of(&parse(raw)?);
        let found = olds.get_mut(text.as_str()).filter(|olds| !olds.is_empty());
        if let Some((number, attributes)) = found.map(|olds| olds.remove(0)) {
            out.by.insert(at, attributes);
            out.done.insert(number);
        }
    }
    Ok(out)
}

/// Author and date of the first change in a stretch, as attributes.
fn attributes_of(raw: &str) -> String {
    let tag = ["<w:ins ", "<w:moveTo "]
        .iter()
        .filter_map(|tag| raw.find(tag))
        .min();
    let Some(at) = tag else {
        return String::new();
    };
    attributes(&start_of(&raw[at..]))
}

fn attributes(tag: &Element<'_>) -> String {
    tag.attributes()
        .filter(|(name, _)| matches!(*name, "w:author" | "w:date"))
        .map(|(name, value)| format!(" {name}=\"{value}\""))
        .collect()
}

/// What the older file's author had brought and the newer file does not have: it came, and it went
/// again. `new` are the attributes of the change that takes it away. None where it cannot be
/// carried.
pub(super) fn rejected(raw: &str, new: &str, ids: &mut Ids) -> Option<String> {
    let element = parse(raw).ok()?;
    match element.name {
        "w:ins" | "w:moveTo" => runs(&element, new, ids),
        "w:p" => paragraph(&element, new, ids),
        _ => None,
    }
}

/// Runs in both marks: the author's, and the new one that takes them away.
fn runs(change: &Element<'_>, new: &str, ids: &mut Ids) -> Option<String> {
    let mut inner = String::new();
    for run in change.elements() {
        // What leads elsewhere, or has changes of its own, is not carried.
        if run.name != "w:r" || run.raw.contains(" r:") || run.raw.contains("Reference") {
            return None;
        }
        inner.push_str(run.start);
        for child in run.elements() {
            match child.name {
                "w:rPr" => {
                    let told: String = child
                        .elements()
                        .filter(|e| !matches!(e.name, "w:rStyle" | "w:rPrChange"))
                        .map(|e| e.raw)
                        .collect();
                    inner.push_str(&format!("<w:rPr>{told}</w:rPr>"));
                }
                "w:t" => inner.push_str(&renamed(child, "w:delText")),
                "w:instrText" => inner.push_str(&renamed(child, "w:delInstrText")),
                _ => inner.push_str(child.raw),
            }
        }
        inner.push_str("</w:r>");
    }
    let by = attributes(&start_of(change.start));
    let (one, other) = (ids.next(), ids.next());
    Some(format!(
        "<w:ins w:id=\"{one}\"{by}><w:del w:id=\"{other}\"{new}>{inner}</w:del></w:ins>"
    ))
}

/// A whole paragraph in both marks.
fn paragraph(element: &Element<'_>, new: &str, ids: &mut Ids) -> Option<String> {
    let mut content = String::new();
    let mut mark = String::new();
    for child in element.elements() {
        match child.name {
            "w:pPr" => {
                let own = child.child("w:rPr")?.child("w:ins")?;
                let (one, other) = (ids.next(), ids.next());
                let by = with_id(own.start, one);
                mark = format!("<w:pPr><w:rPr>{by}<w:del w:id=\"{other}\"{new}/></w:rPr></w:pPr>");
            }
            "w:ins" => content.push_str(&runs(child, new, ids)?),
            _ => return None,
        }
    }
    (!mark.is_empty()).then(|| format!("<w:p>{mark}{content}</w:p>"))
}
