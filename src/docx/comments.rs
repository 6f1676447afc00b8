//! The comments of a document, and which answers which (`word/comments.xml`, ECMA-376 part 1,
//! 17.13.4; answers stand in a part that Microsoft added, [MS-DOCX] 2.5.4).

use super::error::Error;
use super::package::Package;
use super::xml::{Element, parse};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What someone said of some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) date: String,
    pub(crate) text: String,
    /// Its element, as written.
    pub(crate) raw: String,
    /// The place in the list of the comment that it answers.
    pub(crate) answers: Option<usize>,
    /// The id of its last paragraph: by it the file says what becomes of the comment.
    pub(crate) paragraph: Option<String>,
    /// Whether it is settled, where the file says so or not.
    pub(crate) is_done: Option<bool>,
}

impl Comment {
    /// Equal for comments that say the same.
    pub(crate) fn meaning(&self) -> (&str, &str, &str) {
        (&self.author, &self.date, &self.text)
    }
}

/// Reads all comments, in the order of their part.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Vec<Comment>, Error> {
    let Some(name) = package.part_of_kind("comments")? else {
        return Ok(Vec::new());
    };
    let Some(xml) = package.xml(&name)? else {
        return Ok(Vec::new());
    };
    let root = parse(&xml).map_err(|error| error.in_part(&name))?;
    let mut out = Vec::new();
    // A comment is known to its answers by the last of its paragraphs.
    let mut by_paragraph: HashMap<String, usize> = HashMap::new();
    for element in root.elements().filter(|e| e.name == "w:comment") {
        let said = |name: &str| element.attribute(name).unwrap_or_default().into_owned();
        let (mut lines, mut paragraphs) = (Vec::new(), Vec::new());
        for paragraph in element.elements().filter(|e| e.name == "w:p") {
            let mut line = String::new();
            text_of(paragraph, &mut line);
            lines.push(line.trim().to_owned());
            let id = paragraph.attribute("w14:paraId").map(Cow::into_owned);
            by_paragraph.extend(id.clone().map(|id| (id, out.len())));
            paragraphs.push(id);
        }
        out.push(Comment {
            id: said("w:id"),
            author: said("w:author"),
            date: said("w:date"),
            text: lines.join(" ").trim().to_owned(),
            raw: element.raw.to_owned(),
            answers: None,
            paragraph: paragraphs.last().cloned().flatten(),
            is_done: None,
        });
    }
    for state in states(package)? {
        if let Some(own) = by_paragraph.get(&state.own) {
            let parent = state.parent.and_then(|parent| by_paragraph.get(&parent));
            out[*own].answers = parent.copied();
            out[*own].is_done = Some(state.is_done);
        }
    }
    Ok(out)
}

/// What is told of a comment by the id of one of its paragraphs.
struct State {
    own: String,
    parent: Option<String>,
    is_done: bool,
}

/// Which paragraph answers which, and what is settled.
fn states(package: &mut Package<'_>) -> Result<Vec<State>, Error> {
    let Some(name) = package.part_of_kind("commentsExtended")? else {
        return Ok(Vec::new());
    };
    let Some(xml) = package.xml(&name)? else {
        return Ok(Vec::new());
    };
    let root = parse(&xml).map_err(|error| error.in_part(&name))?;
    let state = |e: &Element<'_>| {
        Some(State {
            own: e.attribute("w15:paraId")?.into_owned(),
            parent: e.attribute("w15:paraIdParent").map(Cow::into_owned),
            is_done: matches!(
                e.attribute("w15:done").as_deref(),
                Some("1" | "true" | "on")
            ),
        })
    };
    Ok(root.elements().filter_map(state).collect())
}

fn text_of(element: &Element<'_>, out: &mut String) {
    for child in element.elements() {
        match child.name {
            "w:t" => out.push_str(&child.text()),
            "w:tab" | "w:br" => out.push(' '),
            "w:pPr" | "w:rPr" | "w:del" => {}
            _ => text_of(child, out),
        }
    }
}

/// A sign of a comment among words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    End,
    /// The sign that shows it; the comment stands where this stands.
    Sign,
}

/// The sign of a comment that an element is, and the comment's number.
pub(crate) fn anchor(raw: &str) -> Option<(Anchor, String)> {
    let anchor = if raw.starts_with("<w:commentRangeStart") {
        Anchor::Start
    } else if raw.starts_with("<w:commentRangeEnd") {
        Anchor::End
    } else if raw.starts_with("<w:commentReference") {
        Anchor::Sign
    } else {
        return None;
    };
    let tag = super::body::start_of(raw);
    Some((anchor, tag.attribute("w:id")?.into_owned()))
}

/// All signs of comments in a part: where they stand, what they are, of which comment.
pub(crate) fn signs(xml: &str) -> impl Iterator<Item = (Range<usize>, Anchor, String)> {
    memchr::memmem::find_iter(xml.as_bytes(), "<w:comment").filter_map(|at| {
        let tag = super::body::start_of(&xml[at..]).start;
        let (kind, id) = anchor(tag)?;
        Some((at..at + tag.len(), kind, id))
    })
}

/// A part whose changes were taken up or back: where a comment's sign went with a change, its range
/// goes, too.
pub(crate) fn settled(before: &str, after: String) -> String {
    let shown = |xml: &str| -> HashSet<String> {
        let all = signs(xml).filter(|(_, kind, _)| *kind == Anchor::Sign);
        all.map(|(_, _, id)| id).collect()
    };
    let (was, is) = (shown(before), shown(&after));
    if was.is_subset(&is) {
        return after;
    }
    let mut out = String::with_capacity(after.len());
    let mut copied = 0;
    for (range, _, _) in signs(&after).filter(|(_, _, id)| was.contains(id) && !is.contains(id)) {
        out.push_str(&after[copied..range.start]);
        copied = range.end;
    }
    out.push_str(&after[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_goes_with_its_sign() {
        let range = "<w:commentRangeStart w:id=\"1\"/>a<w:commentRangeEnd w:id=\"1\"/>";
        let sign = "<w:commentReference w:id=\"1\"/>";
        let before = format!("{range}{sign}");
        assert_eq!(settled(&before, range.to_owned()), "a");
        assert_eq!(settled(&before, before.clone()), before);
        assert_eq!(settled(range, range.to_owned()), range);
    }
}
