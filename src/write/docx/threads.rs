//! Which comment answers which, and which are settled, of those that are brought over: a part of
//! its own says so ([MS-DOCX] 2.5.4), by the ids of their paragraphs.

use super::parts::{add_to, part_like};
use super::prefixes::declare;
use crate::docx::Error;
use crate::docx::document::Document;
use crate::docx::package::Package;
use crate::docx::xml::escaped;
use std::collections::HashSet;

/// What is told of a comment.
#[derive(Debug)]
pub(super) struct Thread<'c> {
    /// The id of its last paragraph, and of the comment that it answers.
    pub(super) own: &'c str,
    pub(super) parent: Option<&'c str>,
    pub(super) is_done: bool,
}

/// Adds what is told of some comments to the part for it.
pub(super) fn deliver(
    threads: &[Thread<'_>],
    older: &mut Package<'_>,
    newer: &mut Package<'_>,
) -> Result<(), Error> {
    const KIND: &str = "commentsExtended";
    if threads.is_empty() {
        return Ok(());
    }
    let Some(part) = part_like(older, newer, KIND)? else {
        return Ok(());
    };
    let mut lines = String::new();
    for thread in threads {
        let parent = thread
            .parent
            .map(|id| format!(" w15:paraIdParent=\"{}\"", escaped(id)));
        lines.push_str(&format!(
            "<w15:commentEx w15:paraId=\"{}\"{} w15:done=\"{}\"/>",
            escaped(thread.own),
            parent.unwrap_or_default(),
            u8::from(thread.is_done)
        ));
    }
    add_to(newer, &part, "w15:commentsEx", "", &lines)?;
    declare(older, newer, KIND, &part)
}

/// Ids that no paragraph of the newer file has.
pub(super) struct FreeIds {
    taken: HashSet<String>,
    next: u32,
}

impl FreeIds {
    pub(super) fn of(newer: &Document<'_>) -> Self {
        let sign = " w14:paraId=\"";
        let texts = newer.parts().map(|part| part.body.xml.as_str());
        let texts = texts.chain(newer.comments.iter().map(|comment| comment.raw.as_str()));
        let ids = texts.flat_map(|xml| {
            memchr::memmem::find_iter(xml.as_bytes(), sign).filter_map(move |at| {
                let rest = xml.get(at + sign.len()..)?;
                Some(rest[..rest.find('"')?].to_ascii_uppercase())
            })
        });
        Self {
            taken: ids.collect(),
            next: 0x4000_0000,
        }
    }

    /// An id for what had this one in the older file: the same, if it is free.
    pub(super) fn like(&mut self, id: &str) -> String {
        let mut own = id.to_ascii_uppercase();
        while !self.taken.insert(own.clone()) {
            own = format!("{:08X}", self.next);
            self.next += 1;
        }
        own
    }
}
