//! Remarks on paragraphs of a Word file, as comments (ECMA-376 part 1, 17.13.4).

use super::parts::{add_to, make_part};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::docx::xml::{escaped, opened, parse};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// What is to be said of a paragraph.
pub(crate) struct Remark {
    /// Its number in the file, from 1.
    pub(crate) line: u32,
    /// What is said, a paragraph a line.
    pub(crate) text: String,
}

/// The file with remarks by `author` as comments. Only paragraphs of the text itself can have them:
/// what stands in headers and text boxes has none.
pub(crate) fn with_remarks(
    bytes: &[u8],
    remarks: &[Remark],
    author: &str,
) -> Result<Vec<u8>, Error> {
    let mut document = Document::open(bytes)?;
    let numbers = document
        .comments
        .iter()
        .filter_map(|c| c.id.parse::<u32>().ok());
    let mut next = numbers.max().map_or(0, |last| last.saturating_add(1));
    let mut lines = String::new();
    let mut edits: BTreeMap<usize, String> = BTreeMap::new();
    for remark in remarks {
        let place = usize::try_from(remark.line)
            .ok()
            .and_then(|line| line.checked_sub(1));
        let spot = place.and_then(|place| document.spots.get(place));
        let Some(spot) = spot.filter(|spot| spot.story == 0) else {
            continue;
        };
        let body = &document.stories[0].body;
        let raw = edits
            .get(&spot.item)
            .map_or_else(|| body.raw(&body.items[spot.item]), String::as_str);
        let marked = marked(raw, next).map_err(|e| e.in_part(&document.stories[0].name))?;
        edits.insert(spot.item, marked);
        // Writing to a `String` cannot fail.
        let _ = write!(
            lines,
            "<w:comment w:id=\"{next}\" w:author=\"{}\" w:initials=\"r\">",
            escaped(author)
        );
        for line in remark.text.lines() {
            let text = escaped(line);
            let _ = write!(
                lines,
                "<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
            );
        }
        lines.push_str("</w:comment>");
        next = next.saturating_add(1);
    }
    if edits.is_empty() {
        return Ok(bytes.to_vec());
    }
    let story = &mut document.stories[0];
    let edits: Vec<_> = edits
        .into_iter()
        .map(|(item, text)| (story.body.items[item].range(), text))
        .collect();
    story.body.replace(&edits);
    let (name, xml) = (story.name.clone(), story.body.xml.clone());
    document.package.set(&name, xml.into_bytes());
    let part = match document.package.part_of_kind("comments")? {
        Some(part) => part,
        None => {
            let empty = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{NAMESPACE}\"></w:comments>"
            );
            make_part(
                &mut document.package,
                "comments",
                &empty,
                Some(CONTENT_TYPE),
            )?
        }
    };
    add_to(&mut document.package, &part, "w:comments", "", &lines)?;
    document.package.write()
}

/// A paragraph with a comment on all of it.
fn marked(raw: &str, number: u32) -> Result<String, crate::docx::xml::Broken> {
    let paragraph = parse(raw)?;
    let properties = paragraph
        .child("w:pPr")
        .map_or("", |properties| properties.raw);
    let start = opened(paragraph.start);
    let inner = match paragraph.start.ends_with("/>") {
        true => "",
        false => {
            let inner = raw.get(paragraph.start.len()..).unwrap_or("");
            inner.strip_suffix("</w:p>").unwrap_or(inner)
        }
    };
    let at = inner.find(properties).unwrap_or(0) + properties.len();
    let (before, after) = inner.split_at(at);
    Ok(format!(
        "{start}{before}<w:commentRangeStart w:id=\"{number}\"/>{after}<w:commentRangeEnd w:id=\"{number}\"/>\
         <w:r><w:commentReference w:id=\"{number}\"/></w:r></w:p>"
    ))
}
