//! The comments of deleted text: they are brought over with it, where the newer file does not have them anyway.

use super::names::Names;
use super::parts::{add_to, make_part, without_bookmarks, without_paragraph_ids};
use crate::docx::Error;
use crate::docx::body::start_of;
use crate::docx::comments::{Anchor, Comment, anchor, signs};
use crate::docx::document::Document;
use crate::docx::package::Package;
use crate::docx::xml::{escaped, parse};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The comments that can be brought over, and those that were.
#[derive(Debug, Default)]
pub(super) struct Critics {
    /// Those of the older file that the newer one lacks, by their numbers.
    lacking: HashMap<String, Comment>,
    next: u32,
    /// The new numbers of those that were asked for.
    asked: BTreeMap<String, u32>,
}

impl Critics {
    pub(super) fn of(older: &Document<'_>, newer: &Document<'_>) -> Self {
        let known: HashSet<_> = newer.comments.iter().map(Comment::meaning).collect();
        let lacking = older
            .comments
            .iter()
            .filter(|c| !known.contains(&c.meaning()));
        let numbers = newer
            .comments
            .iter()
            .filter_map(|c| c.id.parse::<u32>().ok());
        Self {
            lacking: lacking.map(|c| (c.id.clone(), c.clone())).collect(),
            next: numbers.max().map_or(0, |last| last.saturating_add(1)),
            asked: BTreeMap::new(),
        }
    }

    /// A sign of a comment in deleted text, as it stands in the newer file; none where the comment is not brought over.
    pub(super) fn brought(&mut self, raw: &str) -> Option<(Anchor, String)> {
        let (kind, id) = anchor(raw)?;
        if !self.lacking.contains_key(&id) {
            return None;
        }
        let next = &mut self.next;
        let number = *self.asked.entry(id).or_insert_with(|| {
            let number = *next;
            *next = next.saturating_add(1);
            number
        });
        let name = match kind {
            Anchor::Start => "commentRangeStart",
            Anchor::End => "commentRangeEnd",
            Anchor::Sign => "commentReference",
        };
        Some((kind, format!("<w:{name} w:id=\"{number}\"/>")))
    }

    /// Takes out what was brought over by halves: a comment without its sign stands nowhere, and a beginning needs an end.
    pub(super) fn balanced(&self, xml: String) -> String {
        if self.asked.is_empty() {
            return xml;
        }
        let own: HashSet<String> = self.asked.values().map(u32::to_string).collect();
        let mut counts: HashMap<String, [u32; 3]> = HashMap::new();
        for (_, kind, number) in signs(&xml) {
            if own.contains(&number) {
                counts.entry(number).or_default()[kind as usize] += 1;
            }
        }
        let goes = |kind: Anchor, number: &str| {
            let [starts, ends, signs] = counts.get(number).copied().unwrap_or_default();
            own.contains(number) && (signs != 1 || kind != Anchor::Sign && (starts, ends) != (1, 1))
        };
        let mut out = String::with_capacity(xml.len());
        let mut copied = 0;
        for (range, kind, number) in signs(&xml) {
            if goes(kind, &number) {
                out.push_str(&xml[copied..range.start]);
                copied = range.end;
            }
        }
        out.push_str(&xml[copied..]);
        out
    }

    /// Adds the comments that were asked for to their part; makes the part where there is none.
    pub(super) fn deliver(
        &self,
        older: &mut Package<'_>,
        newer: &mut Package<'_>,
        names: &Names,
    ) -> Result<(), Error> {
        let mut lines = String::new();
        for (id, number) in &self.asked {
            if let Some(comment) = self.lacking.get(id) {
                lines.push_str(&renumbered(comment, *number, names));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let part = match newer.part_of_kind("comments")? {
            Some(part) => part,
            None => empty_part(older, newer)?,
        };
        add_to(newer, &part, "w:comments", "", &lines)
    }
}

/// A comment under its new number. One that leads to other parts is brought over as plain text.
fn renumbered(comment: &Comment, number: u32, names: &Names) -> String {
    let tag = start_of(&comment.raw);
    let mut out = format!("<{}", tag.name);
    for (name, value) in tag.attributes() {
        match name {
            "w:id" => out.push_str(&format!(" w:id=\"{number}\"")),
            _ => out.push_str(&format!(" {name}=\"{value}\"")),
        }
    }
    let inner = comment.raw.get(tag.start.len()..).unwrap_or("");
    if inner.contains(" r:") || tag.start.ends_with("/>") {
        let text = escaped(&comment.text);
        return format!("{out}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>");
    }
    let inner = without_paragraph_ids(&without_bookmarks(inner));
    format!("{out}>{}", names.renamed(&inner))
}

/// A part for comments, with the names of the older file's.
fn empty_part(older: &mut Package<'_>, newer: &mut Package<'_>) -> Result<String, Error> {
    let name = older.part_of_kind("comments")?.unwrap_or_default();
    let xml = older.xml(&name)?.unwrap_or_default();
    let root = parse(&xml).map_err(|error| error.in_part(&name))?;
    let start = root.start.trim_end_matches('>').trim_end_matches('/');
    let empty = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{start}></{}>",
        root.name
    );
    let content_type = older.content_type(&name)?;
    make_part(newer, "comments", &empty, content_type.as_deref())
}
