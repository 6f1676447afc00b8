//! Rows and cells that came or went: what stands in them has done so, too, whether its own words
//! are marked or not.

use super::words::Origins;
use crate::docx::body::{Body, Container, Item};
use crate::docx::xml::{Element, end_of_tag, parse};
use crate::draft::Change;
use std::collections::HashMap;

/// What became of the row or cell round each paragraph, by item, and whose change that is (ECMA-376
/// part 1, 17.13.5.1, 2, 12 and 16). Paragraphs in rows and cells that stand in both texts are left
/// out.
pub(super) fn fates(body: &Body, origins: &mut Origins) -> HashMap<usize, (Change, u32)> {
    let mut out = HashMap::new();
    let mut open: Vec<(Change, u32)> = Vec::new();
    for (k, item) in body.items.iter().enumerate() {
        match item {
            Item::Open(container, _) => {
                let outer = open.last().copied().unwrap_or_default();
                let own = match container {
                    Container::Row | Container::Cell => fate(body.raw(item), origins),
                    _ => None,
                };
                let is_gone = outer.0 == Change::Deleted;
                open.push(own.filter(|_| !is_gone).unwrap_or(outer));
            }
            Item::Close(..) => {
                open.pop();
            }
            Item::Paragraph(_) => {
                if let Some(own) = open.last().filter(|(change, _)| *change != Change::Kept) {
                    out.insert(k, *own);
                }
            }
            Item::Other(_) => {}
        }
    }
    out
}

/// What the properties of a row or a cell say of it.
fn fate(raw: &str, origins: &mut Origins) -> Option<(Change, u32)> {
    let signs = ["<w:ins", "<w:del", "<w:cellIns", "<w:cellDel"];
    if !signs.iter().any(|sign| raw.contains(sign)) {
        return None;
    }
    let properties = &raw[end_of_tag(raw)? + 1..];
    let wrapped = format!("<x>{properties}</x>");
    let root = parse(&wrapped).ok()?;
    let marks = root
        .elements()
        .filter(|e| matches!(e.name, "w:trPr" | "w:tcPr"))
        .flat_map(Element::elements);
    let change = |mark: &Element<'_>| match mark.name {
        "w:ins" | "w:cellIns" => Some(Change::Inserted),
        "w:del" | "w:cellDel" => Some(Change::Deleted),
        _ => None,
    };
    let mut found = marks.filter_map(|mark| Some((change(mark)?, mark)));
    let first = found.next()?;
    // What was inserted and deleted again stands in no newer text.
    let (change, mark) = found
        .find(|(change, _)| *change == Change::Deleted)
        .unwrap_or(first);
    Some((change, origins.number(mark)))
}
