//! Numbers of changes: every change of a part has one of its own (ECMA-376 part 1, 17.13.5).

use crate::docx::body::start_of;

/// Numbers that no change of a file has yet.
#[derive(Debug)]
pub(super) struct Ids {
    last: u32,
}

impl Ids {
    /// All above this one.
    pub(super) const fn above(last: u32) -> Self {
        Self { last }
    }

    /// The next one.
    pub(super) const fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }
}

/// A start tag with another number.
pub(super) fn with_id(tag: &str, id: u32) -> String {
    let element = start_of(tag);
    let Some(old) = element.attributes().find(|(name, _)| *name == "w:id") else {
        return tag.replacen(element.name, &format!("{} w:id=\"{id}\"", element.name), 1);
    };
    tag.replacen(&format!("w:id=\"{}\"", old.1), &format!("w:id=\"{id}\""), 1)
}
