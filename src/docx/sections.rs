//! Sections of a Word file: stretches of the text with a page of their own, whose properties stand at their ends, the last
//! one's at the end of the text (ECMA-376 part 1, 17.6).

use super::Error;
use super::body::{Body, Item};
use super::document::Document;
use super::sign;
use super::xml::{Broken, Element, parse};

/// What a section says of its pages. Headers and footers are left out: no change can hold them (17.13.5.32).
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
    let tag = start + properties[start..].find('>')? + 1;
    let end = if properties[..tag].ends_with("/>") {
        tag
    } else {
        tag + properties[tag..].rfind("</w:sectPr>")? + "</w:sectPr>".len()
    };
    Some(&properties[start..end])
}

impl Document<'_> {
    /// Every section of the text as one line: what it says of its pages. A text that says nothing of its last section has one
    /// all the same.
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
    for item in &body.items {
        let raw = body.raw(item);
        if !matches!(item, Item::Paragraph(_) | Item::Other(_)) || !raw.contains("<w:sectPr") {
            continue;
        }
        let wrapped = format!("<x>{raw}</x>");
        let root = parse(&wrapped)?;
        let properties = root.child("w:p").and_then(|p| p.child("w:pPr"));
        let section = properties.unwrap_or(&root).child("w:sectPr");
        if let Some(section) = section {
            out.push(line(section));
            is_last_told = matches!(item, Item::Other(_));
        }
    }
    if !is_last_told {
        out.push(String::new());
    }
    Ok(out)
}

/// Producers write spaces before the end of empty tags or not.
fn line(section: &Element<'_>) -> String {
    told(section).concat().replace(" />", "/>")
}
