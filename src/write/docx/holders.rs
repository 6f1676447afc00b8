//! Tables, rows, cells and sections that stand in both files: what their properties were.

use super::meaning::{inner, meaning};
use super::plan::Plan;
use super::stamp::Stamp;
use crate::docx::body::Item;
use crate::docx::document::{Document, Walk};
use crate::docx::sections::told;
use crate::docx::xml::{Broken, Element, end_of_tag, parse};
use crate::draft::Place;
use std::collections::HashMap;
use std::fmt::Write;

/// The start of every table, row and cell of the older file that the newer one has, too, by its
/// place there.
pub(super) fn starts(older: &Document<'_>, plan: &Plan<'_>) -> HashMap<Place, String> {
    let mut out = HashMap::new();
    for story in &older.stories {
        let mut walk = Walk::from(&story.place);
        for item in &story.body.items {
            match item {
                Item::Open(container, _) => {
                    let depth = walk.steps.len();
                    walk.open(*container, story.holder);
                    if walk.steps.len() > depth
                        && let Some(new) = plan.holder(&walk.steps)
                    {
                        out.insert(new, story.body.raw(item).to_owned());
                    }
                }
                Item::Close(container, _) => walk.close(*container),
                _ => {}
            }
        }
    }
    out
}

/// The properties of the text's last section, which stand at its end; a text that has none says
/// nothing of it.
pub(super) fn last_section<'d>(document: &'d Document<'_>) -> Option<&'d str> {
    let story = document.stories.first()?;
    let others = story.body.items.iter().rev();
    others
        .filter(|item| matches!(item, Item::Other(_)))
        .map(|item| story.body.raw(item))
        .find(|raw| raw.contains("<w:sectPr"))
}

fn wrapped(raw: &str) -> String {
    format!("<x>{raw}</x>")
}

fn split(raw: &str) -> (&str, &str) {
    raw.split_at(end_of_tag(raw).map_or(raw.len(), |at| at + 1))
}

/// The start of a holder, with the properties it had where they were others.
pub(super) fn changed(new: &str, old: &str, stamp: &mut Stamp) -> Result<String, Broken> {
    let ((start, new_properties), (_, old_properties)) = (split(new), split(old));
    if new_properties == old_properties {
        return Ok(new.to_owned());
    }
    let (new_text, old_text) = (wrapped(new_properties), wrapped(old_properties));
    let (new_root, old_root) = (parse(&new_text)?, parse(&old_text)?);
    let mut out = start.to_owned();
    for name in ["w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr"] {
        let (one, other) = (new_root.child(name), old_root.child(name));
        if one.is_some() || other.is_some() {
            out.push_str(&properties(name, one, other, stamp));
        }
    }
    Ok(out)
}

/// One set of properties, with what it was where that was something else.
fn properties(
    name: &str,
    new: Option<&Element<'_>>,
    old: Option<&Element<'_>>,
    stamp: &mut Stamp,
) -> String {
    let raw = |e: &str| e.to_owned();
    if meaning(new, raw) == meaning(old, raw) {
        return new.map_or_else(String::new, |e| e.raw.to_owned());
    }
    let mut out = format!("<{name}>{}", new.map_or("", inner));
    let before = old.map_or("", inner);
    // The grid's change has neither author nor date (17.13.5.33).
    let attributes = if name == "w:tblGrid" {
        format!(" w:id=\"{}\"", stamp.id())
    } else {
        stamp.change()
    };
    let _ = write!(
        out,
        "<{name}Change{attributes}><{name}>{before}</{name}></{name}Change></{name}>"
    );
    out
}

/// Properties of a paragraph that ends a section, as they come back with it: the headers and
/// footers of the older file are not in the newer one, so that the section has those of the section
/// before it.
pub(super) fn without_page_ends(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = ["<w:headerReference", "<w:footerReference"]
        .iter()
        .filter_map(|tag| rest.find(tag))
        .min()
    {
        out.push_str(&rest[..at]);
        let end = end_of_tag(&rest[at..]).map_or(rest.len(), |n| at + n + 1);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The properties of the last section, with what they were where that was something else. Headers
/// and footers are not among what a change can hold.
pub(super) fn section(new: &str, old: &str, stamp: &mut Stamp) -> Result<String, Broken> {
    let (new_text, old_text) = (wrapped(new), wrapped(old));
    let (new_root, old_root) = (parse(&new_text)?, parse(&old_text)?);
    let (Some(one), Some(other)) = (new_root.child("w:sectPr"), old_root.child("w:sectPr")) else {
        return Ok(new.to_owned());
    };
    // Producers write spaces before the end of empty tags or not.
    let bare = |list: &[&str]| list.concat().replace(" />", "/>");
    let (is, was) = (told(one), told(other));
    if bare(&is) == bare(&was) {
        return Ok(new.to_owned());
    }
    let changed = format!(
        "{}{}<w:sectPrChange{}><w:sectPr>{}</w:sectPr></w:sectPrChange></w:sectPr>",
        one.start
            .trim_end_matches("/>")
            .trim_end_matches('>')
            .to_owned()
            + ">",
        inner(one),
        stamp.change(),
        was.concat()
    );
    Ok(new.replacen(one.raw, &changed, 1))
}
