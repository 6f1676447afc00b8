//! Remarks on paragraphs of a Word file, as comments (ECMA-376 part 1, 17.13.4).

use super::parts::{add_to, make_part};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::docx::xml::{Broken, Node, escaped, opened, parse};
use std::collections::BTreeMap;

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

/// The file with remarks by `author` as comments, and how many found no place: only paragraphs of
/// the text itself can have them, those in headers, notes and text boxes have none.
pub(crate) fn with_remarks(
    bytes: &[u8],
    remarks: &[Remark],
    author: &str,
) -> Result<(Vec<u8>, usize), Error> {
    let mut document = Document::open(bytes)?;
    let numbers = document
        .comments
        .iter()
        .filter_map(|c| c.id.parse::<u32>().ok());
    let mut next = numbers.max().map_or(0, |last| last.saturating_add(1));
    let mut comments = String::new();
    let mut left = 0;
    // The numbers of the comments on each paragraph, by its item.
    let mut placed: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for remark in remarks {
        let Some(item) = item_of(&document, remark.line) else {
            left += 1;
            continue;
        };
        placed.entry(item).or_default().push(next);
        comments.push_str(&comment(next, author, &remark.text));
        next = next.saturating_add(1);
    }
    if placed.is_empty() {
        return Ok((bytes.to_vec(), left));
    }
    let story = &mut document.stories[0];
    let mut edits = Vec::with_capacity(placed.len());
    for (item, numbers) in placed {
        let item = &story.body.items[item];
        let marked = marked(story.body.raw(item), &numbers);
        edits.push((item.range(), marked.map_err(|e| e.in_part(&story.name))?));
    }
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
    add_to(&mut document.package, &part, "w:comments", "", &comments)?;
    Ok((document.package.write()?, left))
}

/// The item of the text that the paragraph of this number is; none where it is elsewhere.
fn item_of(document: &Document<'_>, line: u32) -> Option<usize> {
    let place = usize::try_from(line).ok()?.checked_sub(1)?;
    let spot = document.spots.get(place).filter(|spot| spot.story == 0)?;
    Some(spot.item)
}

/// A comment, a paragraph for each line of its text.
fn comment(number: u32, author: &str, text: &str) -> String {
    let author = escaped(author);
    let lines = text.lines().map(|line| {
        let line = escaped(line);
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>")
    });
    let lines: String = lines.collect();
    format!(
        "<w:comment w:id=\"{number}\" w:author=\"{author}\" w:initials=\"r\">{lines}</w:comment>"
    )
}

/// A paragraph with comments on all of it.
fn marked(raw: &str, numbers: &[u32]) -> Result<String, Broken> {
    let paragraph = parse(raw)?;
    let start = opened(paragraph.start);
    let properties = paragraph.child("w:pPr").map_or("", |own| own.raw);
    let words = paragraph.children.iter().map(Node::raw);
    let words: String = words
        .filter(|raw| raw.as_ptr() != properties.as_ptr())
        .collect();
    let starts = numbers
        .iter()
        .map(|number| format!("<w:commentRangeStart w:id=\"{number}\"/>"));
    let ends = numbers.iter().map(|number| {
        format!(
            "<w:commentRangeEnd w:id=\"{number}\"/><w:r><w:commentReference w:id=\"{number}\"/></w:r>"
        )
    });
    let (starts, ends): (String, String) = (starts.collect(), ends.collect());
    Ok(format!("{start}{properties}{starts}{words}{ends}</w:p>"))
}
