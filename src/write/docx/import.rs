//! What deleted text needs of the older file: pictures and links, notes, styles, lists. It is
//! brought into the newer one.

use super::critics::Critics;
use super::names::Names;
use super::parts::{add_to, bring, without_bookmarks, without_each, without_paragraph_ids};
use crate::docx::Error;
use crate::docx::boxes;
use crate::docx::comments::Anchor;
use crate::docx::own_ids::{CONTROL_ID, FIRST_DRAWING, SHAPE, controls};
use crate::docx::package::{Package, Relationship, relationships_part};
use crate::docx::xml::{Element, end_of_tag, escaped};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// What is brought over into one part of the newer file.
pub(super) struct Import {
    /// The relationships of the older part, by their ids.
    relationships: HashMap<String, Relationship>,
    /// New ids for those that were needed.
    taken: BTreeMap<String, String>,
    /// Ids that the newer part uses.
    used: Vec<String>,
    /// Numbers of notes: the older file's, and their new ones.
    notes: Rc<RefCell<Notes>>,
    critics: Rc<RefCell<Critics>>,
    names: Rc<Names>,
}

/// The notes that deleted text refers to, with new numbers, and what else is counted over all
/// parts.
#[derive(Debug, Default, Clone)]
pub(super) struct Notes {
    /// By kind (`footnote`, `endnote`): the next free number, and the notes that were asked for.
    pub(super) next: HashMap<&'static str, u32>,
    pub(super) asked: Vec<(&'static str, String, u32)>,
    /// The last number that a drawing got, in notes and headers too: a drawing's id is the whole
    /// file's.
    pub(super) drawings: u32,
    /// The numbers that controls have: no two have one.
    pub(super) controls: HashSet<String>,
}

impl Import {
    pub(super) fn new(
        older: &mut Package<'_>,
        newer: &mut Package<'_>,
        parts: (Option<&str>, &str),
        notes: Rc<RefCell<Notes>>,
        critics: Rc<RefCell<Critics>>,
        names: &Rc<Names>,
    ) -> Result<Self, Error> {
        let relationships = match parts.0 {
            Some(part) => older.relationships(part)?,
            None => Rc::default(),
        };
        let used = newer.relationships(parts.1)?;
        Ok(Self {
            relationships: relationships
                .iter()
                .map(|r| (r.id.clone(), r.clone()))
                .collect(),
            taken: BTreeMap::new(),
            used: used.iter().map(|r| r.id.clone()).collect(),
            notes,
            critics,
            names: Rc::clone(names),
        })
    }

    /// Properties with the names that styles and lists have in the newer file.
    pub(super) fn styled<'x>(&self, raw: &'x str) -> Cow<'x, str> {
        self.names.renamed(raw)
    }

    /// A thing of the older file, as it stands in the newer one: its targets are brought over,
    /// notes get new numbers.
    pub(super) fn thing<'x>(&mut self, raw: &'x str) -> Cow<'x, str> {
        let kind = if raw.starts_with("<w:footnoteReference") {
            "footnote"
        } else if raw.starts_with("<w:endnoteReference") {
            "endnote"
        } else {
            return self.inside(raw);
        };
        let Some(id) = Element::of_tag(raw).attribute("w:id") else {
            return Cow::Borrowed(raw);
        };
        let mut notes = self.notes.borrow_mut();
        let next = notes.next.entry(kind).or_insert(1);
        let number = *next;
        *next += 1;
        notes.asked.push((kind, id.into_owned(), number));
        Cow::Owned(format!("<w:{kind}Reference w:id=\"{number}\"/>"))
    }

    /// A sign of a comment of the older file, as it stands in the newer one; none where that
    /// comment stays behind.
    pub(super) fn comment(&self, raw: &str) -> Option<(Anchor, String)> {
        self.critics.borrow_mut().brought(raw)
    }

    /// The same of a comment on words that stay: it comes along only where all comments do.
    pub(super) fn comment_on_kept(&self, raw: &str) -> Option<(Anchor, String)> {
        let brings_all = self.critics.borrow().brings_all();
        brings_all.then(|| self.comment(raw)).flatten()
    }

    /// How many comments came along so far.
    pub(super) fn comments(&self) -> usize {
        self.critics.borrow().len()
    }

    /// XML that holds no sign of a note, as it stands in the newer file: names, targets and ids are
    /// right there.
    pub(super) fn inside<'x>(&mut self, raw: &'x str) -> Cow<'x, str> {
        let mut out = self.with_targets(raw);
        if may_hold_ids(&out) {
            out = Cow::Owned(self.with_own_ids(&out));
        }
        if let Cow::Owned(renamed) = self.names.renamed(&out) {
            out = Cow::Owned(renamed);
        }
        out
    }

    /// A drawing whose ids are nobody else's: those of shapes and drawings are given afresh.
    fn with_own_ids(&mut self, raw: &str) -> String {
        let mut out = without_paragraph_ids(&without_bookmarks(raw));
        for tag in ["<w:commentRange", "<w:commentReference"] {
            out = without_each(&out, tag, |rest| end_of_tag(rest).map(|n| n + 1));
        }
        for (tag, is_number) in [
            ("<wp:docPr ", true),
            ("<v:shape ", false),
            ("<v:rect ", false),
            ("<v:shapetype ", false),
        ] {
            let mut from = 0;
            while let Some(at) = out.get(from..).and_then(|rest| rest.find(tag)) {
                let start = from + at;
                let end = end_of_tag(&out[start..]).map_or(out.len(), |n| start + n);
                from = start + tag.len();
                let Some(value) = out[start..end].find(" id=\"").map(|n| start + n + 5) else {
                    continue;
                };
                let Some(len) = out[value..end].find('"') else {
                    continue;
                };
                let number = {
                    let mut notes = self.notes.borrow_mut();
                    notes.drawings += 1;
                    notes.drawings
                };
                let id = if is_number {
                    (FIRST_DRAWING + number).to_string()
                } else {
                    format!("{SHAPE}{number}")
                };
                let was = out[value..value + len].to_owned();
                out.replace_range(value..value + len, &id);
                if tag == "<v:shapetype " {
                    out = out.replace(&format!("type=\"#{was}\""), &format!("type=\"#{id}\""));
                }
            }
        }
        out
    }

    /// The start of what stands round words, as it stands in the newer file. A control whose number
    /// another one has goes without.
    pub(super) fn head(&mut self, raw: &str) -> String {
        let mut out = self.with_targets(raw).into_owned();
        if let Cow::Owned(renamed) = self.names.renamed(&out) {
            out = renamed;
        }
        let taken = &mut self.notes.borrow_mut().controls;
        if controls(&out).into_iter().any(|id| !taken.insert(id)) {
            out = without_each(&out, CONTROL_ID, |rest| end_of_tag(rest).map(|n| n + 1));
        }
        out
    }

    /// XML whose relationships lead to the same things in the newer file.
    pub(super) fn with_targets<'x>(&mut self, raw: &'x str) -> Cow<'x, str> {
        let mut out = Cow::Borrowed(raw);
        let mut from = 0;
        while let Some(at) = out.get(from..).and_then(|rest| rest.find(" r:")) {
            let start = from + at;
            let Some(value) = out[start..].find("=\"").map(|n| start + n + 2) else {
                break;
            };
            let Some(len) = out[value..].find('"') else {
                break;
            };
            let id = out[value..value + len].to_owned();
            from = value + len;
            if let Some(new) = self.target(&id) {
                from = value + new.len();
                out.to_mut().replace_range(value..value + len, &new);
            }
        }
        out
    }

    /// The id in the newer part for a relationship of the older one.
    fn target(&mut self, id: &str) -> Option<String> {
        if !self.relationships.contains_key(id) {
            return None;
        }
        if let Some(new) = self.taken.get(id) {
            return Some(new.clone());
        }
        let mut number = self.taken.len() + 1;
        let new = loop {
            let name = format!("rIdOld{number}");
            if !self.used.contains(&name) {
                break name;
            }
            number += 1;
        };
        self.used.push(new.clone());
        self.taken.insert(id.to_owned(), new.clone());
        Some(new)
    }

    /// Brings over what was asked for: parts, relationships, content types.
    pub(super) fn deliver(
        &self,
        older: &mut Package<'_>,
        newer: &mut Package<'_>,
        part: &str,
    ) -> Result<(), Error> {
        if self.taken.is_empty() {
            return Ok(());
        }
        let mut lines = String::new();
        for (old_id, new_id) in &self.taken {
            let Some(relationship) = self.relationships.get(old_id) else {
                continue;
            };
            let (target, mode) = if relationship.external {
                (relationship.target.clone(), " TargetMode=\"External\"")
            } else {
                (
                    format!("/{}", bring(older, newer, &relationship.target, 0)?),
                    "",
                )
            };
            lines.push_str(&format!(
                "<Relationship Id=\"{new_id}\" Type=\"{}\" Target=\"{}\"{mode}/>",
                escaped(&relationship.kind_url),
                escaped(&target)
            ));
        }
        add_to(
            newer,
            &relationships_part(part),
            "Relationships",
            "http://schemas.openxmlformats.org/package/2006/relationships",
            &lines,
        )
    }
}

fn may_hold_ids(raw: &str) -> bool {
    [
        "<wp:docPr ",
        "<v:shape ",
        "<w:bookmark",
        "<w:comment",
        " w14:paraId",
        boxes::SIGN,
    ]
    .iter()
    .any(|sign| raw.contains(sign))
}
