//! A redline written into the newer Word file itself, as tracked changes.
//!
//! What did not change stays byte for byte. Changed paragraphs are written anew from the runs of both files (`line`, after
//! `ops`); what the older file had is put in where it stood (`blocks`), with the pictures, notes, styles and lists it
//! needs (`import`, `notes`, `names`). `plan` says what becomes of what.

mod blocks;
pub(crate) mod edit;
mod fresh;
mod holders;
mod import;
mod line;
mod names;
mod notes;
mod ops;
mod plan;
mod stamp;

use crate::docx::Error;
use crate::docx::document::Document;
use crate::docx::largest_id;
use crate::draft::Redline;
use blocks::{Blocks, Sources};
pub use fresh::draft;
use import::Import;
use names::Names;
use notes::NotePairs;
use plan::Plan;
use stamp::Stamp;
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
            name: "redraft".to_owned(),
            date: None,
        }
    }
}

/// Author and date as the attributes of a change.
pub(crate) fn attributes(author: &Author) -> String {
    Stamp::new(&author.name, author.date.as_deref(), 0).attributes()
}

/// Writes the redline of two files without tracked changes of their own into the newer one; none where nothing changed.
pub(crate) fn redline(
    older: &mut Document<'_>,
    newer: &mut Document<'_>,
    redline: &Redline,
    author: &Author,
) -> Result<Option<Vec<u8>>, Error> {
    let plan = Plan::of(redline, older, newer);
    let names = Rc::new(Names::of(&mut older.package, &mut newer.package)?);
    let pairs = NotePairs::of(older, newer);
    let starts = holders::starts(older, &plan);
    let largest = newer.stories.iter().map(|s| largest_id(&s.body.xml)).max();
    let mut stamp = Stamp::new(&author.name, author.date.as_deref(), largest.unwrap_or(0));
    let mut notes = notes::free_numbers(newer);
    let mut written = Vec::new();
    for story in 0..newer.stories.len() {
        let part = newer.stories[story].name.clone();
        let holder = newer.stories[story].holder;
        let old_part = older
            .stories
            .iter()
            .find(|s| s.holder == holder)
            .map(|s| s.name.clone());
        let mut import = Import::new(
            &mut older.package,
            &mut newer.package,
            (old_part.as_deref(), &part),
            notes,
            &names,
        )?;
        let sources = Sources {
            older,
            newer,
            plan: &plan,
            notes: &pairs,
            starts: &starts,
        };
        if let Some(xml) = Blocks::write(&sources, story, &mut stamp, &mut import)? {
            written.push((part.clone(), xml));
        }
        import.deliver(&mut older.package, &mut newer.package, &part)?;
        notes = import.notes;
    }
    if written.is_empty() {
        return Ok(None);
    }
    for (part, xml) in written {
        newer.package.set(&part, xml.into_bytes());
    }
    notes::deliver(&notes, older, &mut newer.package)?;
    names.deliver(&mut older.package, &mut newer.package)?;
    newer.package.write().map(Some)
}
