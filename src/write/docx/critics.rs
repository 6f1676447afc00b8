//! The comments of deleted text: they are brought over with it, where the newer file does not have
//! them anyway.

use super::names::Names;
use super::parts::{add_to, part_like, without_bookmarks, without_paragraph_ids};
use super::prefixes::declare;
use super::threads::{self, FreeIds, Thread};
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
    /// Whether comments on words that stay come along, too.
    brings_all: bool,
    /// The new numbers of those that were asked for.
    asked: BTreeMap<String, u32>,
    /// For each comment of the older file, the id by which its last paragraph is known in the
    /// newer.
    paragraphs: HashMap<String, String>,
    /// Which comment of the older file answers which.
    parents: HashMap<String, String>,
}

impl Critics {
    pub(super) fn of(older: &Document<'_>, newer: &Document<'_>, brings_all: bool) -> Self {
        let known: HashMap<_, &Comment> = newer.comments.iter().map(|c| (c.meaning(), c)).collect();
        let mut free = FreeIds::of(newer);
        let paragraph = |c: &Comment| match known.get(&c.meaning()) {
            Some(same) => same.paragraph.clone(),
            None => c.paragraph.as_deref().map(|id| free.like(id)),
        };
        let mut paragraph = paragraph;
        let paragraphs = older.comments.iter();
        let paragraphs = paragraphs.filter_map(|c| Some((c.id.clone(), paragraph(c)?)));
        let paragraphs = paragraphs.collect();
        let parent = |c: &Comment| Some((c.id.clone(), older.comments.get(c.answers?)?.id.clone()));
        let lacking = older
            .comments
            .iter()
            .filter(|c| !known.contains_key(&c.meaning()));
        let numbers = newer
            .comments
            .iter()
            .filter_map(|c| c.id.parse::<u32>().ok());
        Self {
            lacking: lacking.map(|c| (c.id.clone(), c.clone())).collect(),
            next: numbers.max().map_or(0, |last| last.saturating_add(1)),
            brings_all,
            asked: BTreeMap::new(),
            paragraphs,
            parents: older.comments.iter().filter_map(parent).collect(),
        }
    }

    pub(super) const fn brings_all(&self) -> bool {
        self.brings_all
    }

    /// How many comments were asked for.
    pub(super) fn len(&self) -> usize {
        self.asked.len()
    }

    /// A sign of a comment in deleted text, as it stands in the newer file; none where the comment
    /// is not brought over.
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

    /// Takes out what was brought over by halves: a comment without its sign stands nowhere, and a
    /// beginning needs an end.
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
        let has_ids = declares_ids(older)?;
        for (id, number) in &self.asked {
            if let Some(comment) = self.lacking.get(id) {
                let paragraph = self.paragraphs.get(id).filter(|_| has_ids);
                let paragraph = paragraph.map(String::as_str);
                lines.push_str(&renumbered(comment, *number, paragraph, names));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let Some(part) = part_like(older, newer, "comments")? else {
            return Ok(());
        };
        add_to(newer, &part, "w:comments", "", &lines)?;
        declare(older, newer, "comments", &part)?;
        match has_ids {
            true => threads::deliver(&self.threads(), older, newer),
            false => Ok(()),
        }
    }

    /// What is told of the comments that were asked for.
    fn threads(&self) -> Vec<Thread<'_>> {
        let asked = self.asked.keys().filter_map(|id| self.lacking.get(id));
        let told = asked.filter_map(|comment| {
            let own = self.paragraphs.get(comment.id.as_str())?;
            Some(Thread {
                own,
                parent: self
                    .parents
                    .get(&comment.id)
                    .and_then(|parent| self.paragraph(parent)),
                is_done: comment.is_done?,
            })
        });
        told.collect()
    }

    /// The id by which the newer file knows a comment of the older one.
    fn paragraph(&self, id: &str) -> Option<&str> {
        let is_there = self.asked.contains_key(id) || !self.lacking.contains_key(id);
        let found = self.paragraphs.get(id).filter(|_| is_there);
        found.map(String::as_str)
    }
}

/// Whether the older file's comments can have ids for their paragraphs in another file.
fn declares_ids(older: &mut Package<'_>) -> Result<bool, Error> {
    let part = older.part_of_kind("comments")?;
    let xml = part.map(|part| older.xml(&part)).transpose()?.flatten();
    let xml = xml.unwrap_or_default();
    let root = xml.find("<w:comments").map(|at| start_of(&xml[at..]));
    Ok(root.is_some_and(|root| root.attribute("xmlns:w14").is_some()))
}

/// A comment under its new number, its last paragraph under its new id. One that leads to other
/// parts is brought over as plain text.
fn renumbered(comment: &Comment, number: u32, paragraph: Option<&str>, names: &Names) -> String {
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
        let plain = format!("{out}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>");
        return with_paragraph_id(plain, paragraph);
    }
    let inner = without_paragraph_ids(&without_bookmarks(inner));
    with_paragraph_id(format!("{out}>{}", names.renamed(&inner)), paragraph)
}

/// A comment with an id for its last paragraph.
fn with_paragraph_id(comment: String, id: Option<&str>) -> String {
    let Some(id) = id else { return comment };
    let last = parse(&comment).ok().and_then(|whole| {
        let last = whole.elements().filter(|e| e.name == "w:p").last()?;
        Some(last.raw.as_ptr() as usize - comment.as_ptr() as usize)
    });
    let Some(at) = last.map(|start| start + "<w:p".len()) else {
        return comment;
    };
    format!("{} w14:paraId=\"{id}\"{}", &comment[..at], &comment[at..])
}
