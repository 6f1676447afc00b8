//! Numbers of lines in the margin: a property of sections (ECMA-376 part 1, 17.6.8).

use super::error::Error;
use super::package::Package;
use super::xml::tags;

/// The number of each line, from 1 on every page.
const NUMBERED: &str = "<w:lnNumType w:countBy=\"1\" w:restart=\"newPage\"/>";
const SECTION: &str = "w:sectPr";
/// What comes after it in the properties of a section (17.6.17).
const AFTER: [&str; 12] = [
    "w:pgNumType",
    "w:cols",
    "w:formProt",
    "w:vAlign",
    "w:noEndnote",
    "w:titlePg",
    "w:textDirection",
    "w:bidi",
    "w:rtlGutter",
    "w:docGrid",
    "w:printerSettings",
    "w:sectPrChange",
];

/// A file with its lines numbered.
pub(crate) fn in_file(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut package = Package::open(bytes)?;
    let main = package.main.clone();
    if let Some(xml) = package.xml(&main)? {
        package.set(&main, numbered(&xml).into_bytes());
    }
    package.write()
}

/// A main part with the lines of all its sections numbered, also of what a section was before a
/// change. A section whose lines are numbered already stays as it is.
fn numbered(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + 2 * NUMBERED.len());
    let mut copied = 0;
    for (at, text) in insertions(xml) {
        out.push_str(&xml[copied..at]);
        out.push_str(&text);
        copied = at;
        // An element that had no content has some now.
        if xml[at..].starts_with("/>") {
            copied += "/>".len();
        }
    }
    out.push_str(&xml[copied..]);
    out
}

/// What is put where, in order.
fn insertions(xml: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let mut around: Vec<&str> = Vec::new();
    // Of the sections that are open, the innermost last: whether its lines are numbered.
    let mut numbered: Vec<bool> = Vec::new();
    let mut has_own = false;
    for tag in tags(xml) {
        let name = tag.name();
        if tag.is_end() {
            around.pop();
            if name == SECTION && numbered.pop() == Some(false) {
                out.push((tag.at, NUMBERED.to_owned()));
            } else if name == "w:body" && !has_own {
                out.push((tag.at, format!("<{SECTION}>{NUMBERED}</{SECTION}>")));
            }
            continue;
        }
        let parent = around.last().copied();
        if let (Some(SECTION), Some(is_numbered)) = (parent, numbered.last_mut()) {
            if !*is_numbered && AFTER.contains(&name) {
                out.push((tag.at, NUMBERED.to_owned()));
            }
            *is_numbered |= name == "w:lnNumType" || AFTER.contains(&name);
        }
        if name == SECTION {
            // The section of all that no paragraph ends.
            has_own |= parent == Some("w:body");
            match tag.is_empty() {
                true => {
                    let end = tag.at + tag.raw.len() - "/>".len();
                    out.push((end, format!(">{NUMBERED}</{SECTION}>")));
                }
                false => numbered.push(false),
            }
        }
        if !tag.is_empty() {
            around.push(name);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_numbers_its_lines_once() {
        let body = |inner: &str| format!("<w:document><w:body>{inner}</w:body></w:document>");
        let own = format!("<w:sectPr>{NUMBERED}</w:sectPr>");
        assert_eq!(numbered(&body("<w:p/>")), body(&format!("<w:p/>{own}")));
        assert_eq!(numbered(&body("<w:sectPr/>")), body(&own));
        let (size, columns) = ("<w:pgSz w:w=\"1\"/>", "<w:cols w:num=\"2\"/>");
        let changed = |first: &str, then: &str| {
            format!(
                "<w:sectPr>{size}{first}{columns}<w:sectPrChange w:id=\"1\"><w:sectPr>{size}{then}</w:sectPr></w:sectPrChange></w:sectPr>"
            )
        };
        let paragraph = format!("<w:p><w:pPr>{}</w:pPr></w:p>", changed("", ""));
        let is = format!("<w:p><w:pPr>{}</w:pPr></w:p>", changed(NUMBERED, NUMBERED));
        assert_eq!(numbered(&body(&paragraph)), body(&format!("{is}{own}")));
        let own = "<w:sectPr><w:lnNumType w:countBy=\"5\"/></w:sectPr>";
        assert_eq!(numbered(&body(own)), body(own));
    }
}
