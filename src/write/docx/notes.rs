//! Footnotes and endnotes: which note became which, and the notes that deleted signs lead to.

use super::critics::Critics;
use super::import::{Import, Notes};
use super::names::Names;
use super::ops::Op;
use super::parts::{add_to, make_part};
use super::plan::{Plan, box_signs};
use super::prefixes::declared;
use crate::docx::Error;
use crate::docx::atoms::{Atom, Line};
use crate::docx::body::{Container, Item};
use crate::docx::document::{Document, Spot, Story, Walk, note_id};
use crate::docx::own_ids;
use crate::docx::package::Package;
use crate::docx::xml::Element;
use crate::draft::{Holder, Place};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

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

    /// A sign is kept where its note, or its box, became the other's; else it goes and another
    /// comes.
    pub(super) fn respected(
        &self,
        ops: Vec<Op>,
        old: (&Line<'_>, &Spot),
        new: (&Line<'_>, &Spot),
        (older, newer): (&Document<'_>, &Document<'_>),
        plan: &Plan<'_>,
    ) -> Vec<Op> {
        let became = |place: &Place| plan.holder(place.steps());
        let olds = signs(old, older, &self.old, became);
        let news = signs(new, newer, &self.new, |place| Some(place.clone()));
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
            for (at, (len, became)) in olds.range(a.clone()) {
                let there = b.start + (at - a.start);
                let Some((_, other)) = news.get(&there) else {
                    continue;
                };
                if became == other {
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

/// The signs of notes and boxes in a paragraph, by where they stand: how long they are, and what
/// they lead to in the newer file.
fn signs(
    paragraph: (&Line<'_>, &Spot),
    document: &Document<'_>,
    notes: &HashMap<(Holder, String), Place>,
    became: impl Fn(&Place) -> Option<Place>,
) -> BTreeMap<usize, (usize, Vec<Option<Place>>)> {
    let mut out = BTreeMap::new();
    let mut at = 0;
    for atom in &paragraph.0.atoms {
        if let Some(key) = note_of(atom) {
            let place = notes.get(&key).and_then(&became);
            out.insert(at, (atom.text.len(), vec![place]));
        }
        at += atom.text.len();
    }
    for sign in box_signs(paragraph.0, document, paragraph.1) {
        let places = sign.places.iter().map(&became).collect();
        out.insert(sign.at, (sign.len, places));
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

/// The numbers that new notes can have, and those that controls have.
pub(super) fn free_numbers(newer: &Document<'_>) -> Notes {
    let mut notes = Notes::default();
    for (kind, holder) in [("footnote", Holder::Footnote), ("endnote", Holder::Endnote)] {
        let story = newer.stories.iter().find(|s| s.holder == Some(holder));
        let largest = story.map_or(0, |s| crate::docx::largest_id(&s.body.xml));
        notes.next.insert(kind, largest + 1);
    }
    for part in newer.parts() {
        notes.controls.extend(own_ids::controls(&part.body.xml));
        notes.drawings = notes.drawings.max(own_ids::largest_drawing(&part.body.xml));
    }
    notes
}

/// Adds the notes that deleted signs lead to, at the end of their part; makes the part where there
/// is none.
pub(super) fn deliver(
    notes: &Rc<RefCell<Notes>>,
    critics: &Rc<RefCell<Critics>>,
    names: &Rc<Names>,
    older: &mut Document<'_>,
    newer: &mut Package<'_>,
) -> Result<(), Error> {
    let all = notes.borrow().asked.clone();
    for (kind, holder) in [("footnote", Holder::Footnote), ("endnote", Holder::Endnote)] {
        let Some(story) = older.stories.iter().find(|s| s.holder == Some(holder)) else {
            continue;
        };
        let asked = all.iter().filter(|(k, _, _)| *k == kind);
        let contents: Vec<(u32, String)> = asked
            .filter_map(|(_, id, number)| Some((*number, note_content(story, id)?)))
            .collect();
        if contents.is_empty() {
            continue;
        }
        let kinds = format!("{kind}s");
        let part = match newer.part_of_kind(&kinds)? {
            Some(part) => part,
            None => notes_part(story, &kinds, &mut older.package, newer)?,
        };
        let parts = (Some(story.name.as_str()), part.as_str());
        let mut import = Import::new(
            &mut older.package,
            newer,
            parts,
            Rc::clone(notes),
            Rc::clone(critics),
            names,
        )?;
        let mut lines = String::new();
        for (number, inner) in &contents {
            let inner = import.inside(inner);
            lines.push_str(&format!("<w:{kind} w:id=\"{number}\">{inner}</w:{kind}>"));
        }
        import.deliver(&mut older.package, newer, &part)?;
        add_to(newer, &part, &format!("w:{kinds}"), "", &lines)?;
        if let Some(xml) = newer.xml(&part)? {
            newer.set(&part, declared(xml, &story.body.xml).into_bytes());
        }
    }
    Ok(())
}

/// What stands in a note.
fn note_content(story: &Story, id: &str) -> Option<String> {
    let items = note_items(story, id)?;
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

/// The items of the note with this number.
pub(super) fn note_items(story: &Story, id: &str) -> Option<std::ops::Range<usize>> {
    let mut open: Option<usize> = None;
    for (k, item) in story.body.items.iter().enumerate() {
        match item {
            Item::Open(Container::Note, _) if note_id(&story.body, item).as_deref() == Some(id) => {
                open = Some(k);
            }
            Item::Close(Container::Note, _) => {
                if let Some(start) = open {
                    return Some(start..k + 1);
                }
            }
            _ => {}
        }
    }
    None
}
