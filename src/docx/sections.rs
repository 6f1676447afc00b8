//! Sections of a Word file: stretches of the text with a page of their own, whose properties stand
//! at their ends, the last one's at the end of the text (ECMA-376 part 1, 17.6).

use super::Error;
use super::body::{Body, Item};
use super::document::Document;
use super::sign;
use super::xml::{Broken, Element, end_of_tag, parse};

/// What a section says of its pages. Headers and footers are left out: no change can hold them
/// (17.13.5.32).
pub(crate) fn told<'x>(section: &Element<'x>) -> Vec<&'x str> {
    section
        .elements()
        .filter(|child| {
            !matches!(
                child.name,
                "w:headerReference" | "w:footerReference" | "w:sectPrChange"
            ) && !sign::is_sign(child.name)
        })
        .map(|child| child.raw)
        .collect()
}

/// The properties of the section that ends with a paragraph, out of the paragraph's.
pub(crate) fn ended_by(properties: &str) -> Option<&str> {
    let start = properties.find("<w:sectPr")?;
    let tag = start + end_of_tag(&properties[start..])? + 1;
    let end = if properties[..tag].ends_with("/>") {
        tag
    } else {
        tag + properties[tag..].rfind("</w:sectPr>")? + "</w:sectPr>".len()
    };
    Some(&properties[start..end])
}

impl Document<'_> {
    /// Every section of the text as one line: what it says of its pages. A text that says nothing
    /// of its last section has one all the same.
    pub(crate) fn sections(&self) -> Result<Vec<String>, Error> {
        let story = self.stories.first();
        story.map_or(Ok(Vec::new()), |story| {
            of(&story.body).map_err(|e| e.in_part(&story.name))
        })
    }
}

fn of(body: &Body) -> Result<Vec<String>, Broken> {
    let mut out = Vec::new();
    let mut is_last_told = false;
    each(body, |section, is_last| {
        out.push(line(section));
        is_last_told = is_last;
    })?;
    if !is_last_told {
        out.push(String::new());
    }
    Ok(out)
}

/// Looks at the properties of each section of a text, in order; and whether they are the text's
/// own, and not those of a paragraph.
fn each(body: &Body, mut look: impl FnMut(&Element<'_>, bool)) -> Result<(), Broken> {
    for item in &body.items {
        let raw = body.raw(item);
        if !matches!(item, Item::Paragraph(_) | Item::Other(_)) || !raw.contains("<w:sectPr") {
            continue;
        }
        let wrapped = format!("<x>{raw}</x>");
        let root = parse(&wrapped)?;
        let properties = root.child("w:p").and_then(|p| p.child("w:pPr"));
        if let Some(section) = properties.unwrap_or(&root).child("w:sectPr") {
            look(section, matches!(item, Item::Other(_)));
        }
    }
    Ok(())
}

/// The relationships of the headers and footers of a text, each with a number that says which pages
/// it is on: three to a section, those of all pages first, of the first page, of even pages
/// (ECMA-376 part 1, 17.10).
pub(crate) fn page_ends(body: &Body) -> Result<Vec<(String, u32)>, Broken> {
    let mut out = Vec::new();
    let mut before = 0;
    each(body, |section, _| {
        for child in section.elements() {
            if !matches!(child.name, "w:headerReference" | "w:footerReference") {
                continue;
            }
            let on_pages = match child.attribute("w:type").as_deref() {
                Some("first") => 2,
                Some("even") => 3,
                _ => 1,
            };
            if let Some(id) = child.attribute("r:id") {
                out.push((id.into_owned(), before + on_pages));
            }
        }
        before += 3;
    })?;
    Ok(out)
}

/// Producers write spaces before the end of empty tags or not.
fn line(section: &Element<'_>) -> String {
    told(section).concat().replace(" />", "/>")
}
