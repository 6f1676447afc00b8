//! Text boxes: the stretches of a paragraph that hold paragraphs of their own (`w:txbxContent`,
//! ECMA-376 part 1, 20.4.2.38).
//!
//! Word writes a box twice: as a shape (`mc:Choice`) and once more for older programs
//! (`mc:Fallback`). The first is read; the others say the same again, and are written as the first
//! is.

use super::xml::{Element, Node};
use std::ops::Range;

/// Where a box stands in its paragraph, in bytes of the paragraph's XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextBox {
    /// The element that holds its paragraphs.
    pub(crate) content: Range<usize>,
    /// Where it is said again.
    pub(crate) copies: Vec<Range<usize>>,
}

/// What every box begins with.
pub(crate) const SIGN: &str = "<w:txbxContent";

/// The boxes of a paragraph, or of a part of one. What stands in a box is not looked into.
pub(crate) fn boxes(paragraph: &Element<'_>) -> Vec<TextBox> {
    let mut out = Vec::new();
    if paragraph.raw.contains(SIGN) {
        collect(paragraph, paragraph.raw.as_ptr() as usize, &mut out);
    }
    out
}

fn collect(element: &Element<'_>, base: usize, out: &mut Vec<TextBox>) {
    match element.name {
        // A box without a paragraph is broken, and holds nothing.
        "w:txbxContent" if !has_paragraph(element) => {}
        "w:txbxContent" => {
            let start = element.raw.as_ptr() as usize - base;
            out.push(TextBox {
                content: start..start + element.raw.len(),
                copies: Vec::new(),
            });
        }
        "mc:AlternateContent" => alternatives(element, base, out),
        _ => element
            .elements()
            .for_each(|child| collect(child, base, out)),
    }
}

fn has_paragraph(element: &Element<'_>) -> bool {
    element
        .elements()
        .any(|e| e.name == "w:p" || has_paragraph(e))
}

/// The boxes of the first alternative, and where the others repeat them. A fallback alone is no
/// one's choice.
fn alternatives(element: &Element<'_>, base: usize, out: &mut Vec<TextBox>) {
    let mut first: Vec<TextBox> = Vec::new();
    for alternative in element.elements() {
        let mut own = Vec::new();
        collect(alternative, base, &mut own);
        if first.is_empty() && alternative.name != "mc:Fallback" {
            first = own;
        } else if first.len() == own.len() {
            for (one, copy) in first.iter_mut().zip(own) {
                one.copies.push(copy.content);
                one.copies.extend(copy.copies);
            }
        }
    }
    out.append(&mut first);
}

/// How many boxes stand in a piece of a paragraph.
pub(crate) fn count(raw: &str) -> usize {
    if !raw.contains(SIGN) {
        return 0;
    }
    super::xml::parse(raw).map_or(0, |element| boxes(&element).len())
}

/// The XML of a paragraph without what stands in its boxes.
pub(crate) fn emptied(paragraph: &Element<'_>) -> String {
    let mut ranges: Vec<Range<usize>> = boxes(paragraph)
        .into_iter()
        .flat_map(|one| std::iter::once(one.content).chain(one.copies))
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(paragraph.raw.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(paragraph.raw.get(at..range.start).unwrap_or(""));
        at = range.end;
    }
    out.push_str(paragraph.raw.get(at..).unwrap_or(""));
    out
}

/// What a box looks like: all that is said of it but its text and the names that producers give
/// afresh.
pub(crate) fn look(element: &Element<'_>) -> String {
    let mut out = String::new();
    describe(element, &mut out);
    out
}

fn describe(element: &Element<'_>, out: &mut String) {
    if matches!(element.name, "w:txbxContent" | "mc:Fallback") {
        return;
    }
    out.push_str(element.name);
    for (name, value) in element.attributes() {
        if !super::atoms::is_of_no_meaning(name) {
            out.push_str(name);
            out.push_str(value);
        }
    }
    for node in &element.children {
        match node {
            Node::Element(child) => describe(child, out),
            Node::Text(text) => out.push_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::xml::parse;

    #[test]
    fn a_box_is_found_with_its_copies() {
        let inner = "<w:txbxContent><w:p><w:r/></w:p></w:txbxContent>";
        let xml = format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><a>{inner}</a><b>{inner}</b></mc:Choice><mc:Fallback>{inner}<c>{inner}</c></mc:Fallback></mc:AlternateContent>\
             <w:pict>{inner}</w:pict><mc:AlternateContent><mc:Choice/><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        );
        let paragraph = parse(&xml).unwrap();
        let found = boxes(&paragraph);
        let copies: Vec<usize> = found.iter().map(|b| b.copies.len()).collect();
        assert_eq!(copies, [1, 1, 0]);
        for range in found
            .iter()
            .flat_map(|b| std::iter::once(&b.content).chain(&b.copies))
        {
            assert_eq!(&xml[range.clone()], inner);
        }
        assert_eq!(emptied(&paragraph).matches(inner).count(), 1);
    }
}
