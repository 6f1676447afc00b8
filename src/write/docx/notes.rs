//! Footnotes and endnotes: which note became which, and the notes that deleted signs lead to.

use super::blocks::Sources;
use super::import::{Notes, add_to, make_part, without_bookmarks};
use super::ops::Op;
use crate::docx::Error;
use crate::docx::atoms::{Atom, Line};
use crate::docx::body::{Container, Item};
use crate::docx::document::{Document, Story, Walk, note_id};
use crate::docx::package::Package;
use crate::docx::xml::Element;
use crate::draft::{Holder, Place};
use std::collections::HashMap;

/// Where the notes of both files lie, by kind and number.
#[derive(Debug, Default)]
pub(super) struct NotePairs {
    old: HashMap<(Holder, String), Place>,
    new: HashMap<(Holder, String), Place>,
}

impl NotePairs {
    pub(super) fn of(older: &Document<'_>, newer: &Document<'_>) -> Self {
        Self {
            old: places(older),
            new: places(newer),
        }
    }

    /// A sign is kept where its note became the other's note; else it goes and another comes.
    pub(super) fn respected(
        &self,
        ops: Vec<Op>,
        old: &Line<'_>,
        new: &Line<'_>,
        sources: &Sources<'_, '_, '_>,
    ) -> Vec<Op> {
        let (olds, news) = (signs(old), signs(new));
        if olds.is_empty() || news.is_empty() {
            return ops;
        }
        let mut out = Vec::with_capacity(ops.len());
        for op in ops {
            let Op::Keep(a, b) = op else {
                out.push(op);
                continue;
            };
            let (mut i, mut j) = (a.start, b.start);
            for (at, len, key) in olds.iter().filter(|(at, _, _)| a.contains(at)) {
                let there = b.start + (at - a.start);
                let Some((_, _, other)) = news.iter().find(|(at, _, _)| *at == there) else {
                    continue;
                };
                let became = self
                    .old
                    .get(key)
                    .and_then(|place| sources.plan.holder(place.steps()));
                if became.as_ref() == self.new.get(other) {
                    continue;
                }
                out.push(Op::Keep(i..*at, j..there));
                out.push(Op::Delete(*at..at + len));
                out.push(Op::Insert(there..there + len));
                (i, j) = (at + len, there + len);
            }
            out.push(Op::Keep(i..a.end, j..b.end));
        }
        out.retain(|op| !matches!(op, Op::Keep(a, _) if a.is_empty()));
        out
    }
}

/// The places of all notes.
fn places(document: &Document<'_>) -> HashMap<(Holder, String), Place> {
    let mut out = HashMap::new();
    for story in &document.stories {
        let Some(holder @ (Holder::Footnote | Holder::Endnote)) = story.holder else {
            continue;
        };
        let mut walk = Walk::default();
        for item in &story.body.items {
            match item {
                Item::Open(container, _) => {
                    walk.open(*container, Some(holder));
                    if *container == Container::Note
                        && let Some(id) = note_id(&story.body, item)
                    {
                        out.insert((holder, id), Place::new(&walk.steps));
                    }
                }
                Item::Close(container, _) => walk.close(*container),
                _ => {}
            }
        }
    }
    out
}

/// The signs of notes in a paragraph: where they stand, how long they are, which note they lead to.
fn signs(line: &Line<'_>) -> Vec<(usize, usize, (Holder, String))> {
    let mut out = Vec::new();
    let mut at = 0;
    for atom in &line.atoms {
        if let Some(key) = note_of(atom) {
            out.push((at, atom.text.len(), key));
        }
        at += atom.text.len();
    }
    out
}

fn note_of(atom: &Atom<'_>) -> Option<(Holder, String)> {
    let holder = if atom.raw.starts_with("<w:footnoteReference") {
        Holder::Footnote
    } else if atom.raw.starts_with("<w:endnoteReference") {
        Holder::Endnote
    } else {
        return None;
    };
    let id = Element::of_tag(atom.raw).attribute("w:id")?;
    Some((holder, id.into_owned()))
}

/// The numbers that new notes can have.
pub(super) fn free_numbers(newer: &Document<'_>) -> Notes {
    let mut notes = Notes::default();
    for (kind, holder) in [("footnote", Holder::Footnote), ("endnote", Holder::Endnote)] {
        let story = newer.stories.iter().find(|s| s.holder == Some(holder));
        let largest = story.map_or(0, |s| crate::docx::largest_id(&s.body.xml));
        notes.next.insert(kind, largest + 1);
    }
    notes
}

/// Adds the notes that deleted signs lead to, at the end of their part; makes the part where there is none.
pub(super) fn deliver(
    notes: &Notes,
    older: &mut Document<'_>,
    newer: &mut Package<'_>,
) -> Result<(), Error> {
    for kind in ["footnote", "endnote"] {
        let mut lines = String::new();
        let holder = if kind == "footnote" {
            Holder::Footnote
        } else {
            Holder::Endnote
        };
        let Some(story) = older.stories.iter().find(|s| s.holder == Some(holder)) else {
            continue;
        };
        for (_, id, number) in notes.asked.iter().filter(|(k, _, _)| *k == kind) {
            if let Some(inner) = note_content(story, id).map(|raw| without_bookmarks(&raw)) {
                lines.push_str(&format!("<w:{kind} w:id=\"{number}\">{inner}</w:{kind}>"));
            }
        }
        if lines.is_empty() {
            continue;
        }
        let kinds = format!("{kind}s");
        let part = match newer.part_of_kind(&kinds)? {
            Some(part) => part,
            None => notes_part(story, &kinds, &mut older.package, newer)?,
        };
        add_to(newer, &part, &format!("w:{kinds}"), "", &lines)?;
    }
    Ok(())
}

/// What stands in a note.
fn note_content(story: &Story, id: &str) -> Option<String> {
    let items = super::import::note_items(story, id)?;
    let inner = items.start + 1..items.end - 1;
    Some(
        story.body.items[inner]
            .iter()
            .map(|item| story.body.raw(item))
            .collect(),
    )
}

/// A part for notes, with the separators of the older file's.
fn notes_part(
    story: &Story,
    kinds: &str,
    older: &mut Package<'_>,
    newer: &mut Package<'_>,
) -> Result<String, Error> {
    let mut xml = String::new();
    let mut in_note = false;
    for item in &story.body.items {
        match item {
            Item::Open(Container::Note, _) => in_note = true,
            Item::Close(Container::Note, _) => in_note = false,
            _ if !in_note => xml.push_str(story.body.raw(item)),
            _ => {}
        }
    }
    let content_type = older.content_type(&story.name)?;
    make_part(newer, kinds, &xml, content_type.as_deref())
}
