//! A redline written into the newer Word file itself, as tracked changes.
//!
//! What did not change stays byte for byte. Changed paragraphs are written anew from the runs of
//! both files (`line`, after `ops`); what the older file had is put in where it stood (`blocks`),
//! with the pictures, notes, styles and lists it needs (`import`, `notes`, `names`). One kind of
//! paragraph has one room: `paired`, `pieces`, `brought`, `gone`; `properties` is what all of them
//! need. `plan` says what becomes of what.

mod blocks;
mod brought;
mod critics;
pub(crate) mod edit;
mod fields;
mod fresh;
mod fresh_notes;
mod gone;
mod holders;
mod import;
mod line;
mod meaning;
mod names;
mod notes;
mod ops;
mod paired;
mod parts;
mod pieces;
mod plan;
mod prefixes;
mod properties;
pub(crate) mod remarks;
mod round;
mod runs;
mod stamp;
mod threads;

use crate::docx::Error;
use crate::docx::document::{self, Document, Story};
use crate::docx::largest_id;
use crate::draft::Redline;
use blocks::{Blocks, Sources};
use critics::Critics;
use fields::SharedFields;
pub use fresh::draft;
use import::Import;
use names::Names;
use notes::NotePairs;
use plan::Plan;
pub(crate) use stamp::NOBODY;
use stamp::Stamp;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Who made the changes, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name that Word shows.
    pub name: String,
    /// The date and time, as `2026-11-23T09:00:00Z`; none says nothing of it.
    pub date: Option<String>,
}

impl Default for Author {
    fn default() -> Self {
        Self {
            name: stamp::NOBODY.to_owned(),
            date: None,
        }
    }
}

/// Author and date as the attributes of a change.
pub(crate) fn attributes(author: &Author) -> String {
    Stamp::new(&author.name, author.date.as_deref(), 0).attributes()
}

/// What was written, and what no tracked change can say.
pub(crate) struct Written {
    /// The newer file with the redline in it; none where nothing changed.
    pub(crate) bytes: Option<Vec<u8>>,
    /// How many text boxes have another shape or size.
    pub(crate) reshaped: usize,
}

/// Which comments of the older file come over into the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comments {
    /// Those on words that went.
    OfDeleted,
    /// All.
    All,
}

/// Writes the redline of two files without tracked changes of their own into the newer one.
pub(crate) fn redline(
    older: &mut Document<'_>,
    newer: &mut Document<'_>,
    redline: &Redline,
    author: &Author,
    comments: Comments,
) -> Result<Written, Error> {
    let plan = Plan::of(redline, older, newer)?;
    let fields = SharedFields::of(older, newer, &plan)?;
    let names = Rc::new(Names::of(&mut older.package, &mut newer.package)?);
    let pairs = NotePairs::of(older, newer);
    let starts = holders::starts(older, &plan);
    let largest = newer.stories.iter().map(|s| largest_id(&s.body.xml)).max();
    let mut stamp = Stamp::new(&author.name, author.date.as_deref(), largest.unwrap_or(0));
    let notes = Rc::new(RefCell::new(notes::free_numbers(newer)));
    let critics = Rc::new(RefCell::new(Critics::of(
        older,
        newer,
        comments == Comments::All,
    )));
    let parts: Vec<String> = newer.stories.iter().map(|s| s.name.clone()).collect();
    let mut imports: HashMap<&str, Import> = HashMap::new();
    for (story, part) in parts.iter().enumerate() {
        if newer.stories[story].host.is_some() {
            continue;
        }
        let old_part = counterpart(older, newer, story, &plan);
        let import = Import::new(
            &mut older.package,
            &mut newer.package,
            (old_part.as_deref(), part),
            Rc::clone(&notes),
            Rc::clone(&critics),
            &names,
        )?;
        imports.insert(part, import);
    }
    let first = stamp.peek();
    let written = newer.rewritten(|newer, story| {
        let sources = Sources {
            older,
            newer,
            plan: &plan,
            fields: &fields,
            notes: &pairs,
            starts: &starts,
        };
        let part = &newer.stories[story];
        let is_new_box = part.host.is_some() && !plan.known.contains(&part.place);
        let Some(import) = imports.get_mut(part.name.as_str()).filter(|_| !is_new_box) else {
            return Ok(None);
        };
        let written = Blocks::write(&sources, story, &mut stamp, import)?;
        Ok(written.map(|xml| {
            let xml = critics.borrow().balanced(xml);
            let has_copies = part
                .host
                .as_ref()
                .is_some_and(|h| !h.within.copies.is_empty());
            // Bookmarks are one place's own: the first shape has them.
            let copy = has_copies.then(|| stamp.afresh(&parts::without_bookmarks(&xml), first));
            document::Written { xml, copy }
        }))
    })?;
    let reshaped = plan.reshaped;
    if written.is_empty() {
        return Ok(Written {
            bytes: None,
            reshaped,
        });
    }
    for (part, xml) in written {
        let whole = |s: &&Story| s.host.is_none();
        let holder = newer.stories.iter().filter(whole).find(|s| s.name == part);
        let holder = holder.and_then(|s| s.holder);
        let old = older.stories.iter().filter(whole);
        let xml = match old.into_iter().find(|s| s.holder == holder) {
            Some(old) => prefixes::declared(xml, &old.body.xml),
            None => xml,
        };
        newer.package.set(&part, xml.into_bytes());
    }
    for part in &parts {
        if let Some(import) = imports.remove(part.as_str()) {
            import.deliver(&mut older.package, &mut newer.package, part)?;
        }
    }
    critics
        .borrow()
        .deliver(&mut older.package, &mut newer.package, &names)?;
    notes::deliver(&notes, &critics, &names, older, &mut newer.package)?;
    names.deliver(&mut older.package, &mut newer.package)?;
    let bytes = newer.package.write().map(Some)?;
    Ok(Written { bytes, reshaped })
}

/// The part of the older file that a part of the newer one was.
fn counterpart(
    older: &Document<'_>,
    newer: &Document<'_>,
    story: usize,
    plan: &Plan<'_>,
) -> Option<String> {
    let part = &newer.stories[story];
    let of_kind = |s: &&Story| s.holder == part.holder;
    let became = |s: &&Story| plan.holder(s.place.steps()).as_ref() == Some(&part.place);
    let same = older.stories.iter().filter(of_kind).find(became);
    let same = same.or_else(|| older.stories.iter().find(of_kind));
    same.map(|s| s.name.clone())
}
