//! What is no word of a Word file and must still be whole in each of its texts: fields begin and
//! end, bookmarks and ranges have both ends, signs lead to something.
//!
//! A file may come with faults of its own, and keeps them: what was made of it has no more.

use crate::docx::document::Document;
use crate::docx::markers::{Key, marker};
use crate::docx::xml::{Tag, tags};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The faults of a file, each as it is told, and how often it has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Machinery(BTreeMap<&'static str, usize>);

const FIELD_OPEN: &str = "a field does not end";
const FIELD_CLOSED: &str = "a field ends or shows something that never began";
const NAMED_TWICE: &str = "two bookmarks have one name";
const HALF_CHANGED: &str = "a change has one end of a bookmark or a range and not the other";
const NO_COMMENT: &str = "the sign of a comment leads to none";
const NO_NOTE: &str = "the sign of a note leads to none";

/// The names of the elements that begin and end a range, and what is told where one of the two is
/// missing.
const RANGES: [(&str, &str, &str); 5] = [
    (
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "a bookmark has one end only",
    ),
    (
        "w:permStart",
        "w:permEnd",
        "a range that some may edit has one end only",
    ),
    (
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "the words of a comment have one end only",
    ),
    (
        "w:moveFromRangeStart",
        "w:moveFromRangeEnd",
        "the place that words were moved from has one end only",
    ),
    (
        "w:moveToRangeStart",
        "w:moveToRangeEnd",
        "the place that words were moved to has one end only",
    ),
];

impl Machinery {
    /// Looks at all parts of a document.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut seen = Seen {
            comments: document.comments.iter().map(|c| c.id.as_str()).collect(),
            ..Seen::default()
        };
        seen.fault(NO_NOTE, document.missing_notes());
        for part in document.parts() {
            seen.part(&part.body.xml);
        }
        let names = std::mem::take(&mut seen.names);
        let twice = names.values().filter(|count| **count > 1).count();
        seen.fault(NAMED_TWICE, twice);
        Self(seen.faults)
    }

    /// The first fault that it has more often than all those together that it was made of.
    pub(super) fn worse_than(&self, sources: &[&Self]) -> Option<&'static str> {
        let came = |fault: &str| -> usize {
            let counts = sources.iter().filter_map(|source| source.0.get(fault));
            counts.sum()
        };
        let mut worse = self.0.iter().filter(|(fault, own)| **own > came(fault));
        worse.next().map(|(fault, _)| *fault)
    }
}

/// What was met in a file so far.
#[derive(Default)]
struct Seen<'d> {
    faults: BTreeMap<&'static str, usize>,
    comments: HashSet<&'d str>,
    /// How many bookmarks begin under each name.
    names: HashMap<String, usize>,
}

impl Seen<'_> {
    fn fault(&mut self, what: &'static str, times: usize) {
        if times > 0 {
            *self.faults.entry(what).or_default() += times;
        }
    }

    fn part(&mut self, xml: &str) {
        // The fields that are open: whether they show their result already.
        let mut fields: Vec<bool> = Vec::new();
        // By kind and number: how often a range begins, less how often it ends.
        let mut ranges: BTreeMap<(usize, String), i64> = BTreeMap::new();
        let mut changes = Changes::default();
        for tag in tags(xml) {
            changes.meet(&tag);
            if tag.is_end() || !is_looked_at(tag.name()) {
                continue;
            }
            let tag = tag.element();
            let said = |name: &str| tag.attribute(name).unwrap_or_default().into_owned();
            if tag.name == "w:fldChar" {
                self.field(&mut fields, &said("w:fldCharType"));
            }
            if tag.name == "w:commentReference" && !self.comments.contains(&*said("w:id")) {
                self.fault(NO_COMMENT, 1);
            }
            if tag.name == "w:bookmarkStart" {
                *self.names.entry(said("w:name")).or_default() += 1;
            }
            for (kind, (start, end, _)) in RANGES.iter().enumerate() {
                let step = i64::from(tag.name == *start) - i64::from(tag.name == *end);
                if step != 0 {
                    *ranges.entry((kind, said("w:id"))).or_default() += step;
                }
            }
        }
        self.fault(FIELD_OPEN, fields.len());
        self.fault(HALF_CHANGED, changes.halves);
        for ((kind, _), left) in ranges {
            let times = usize::try_from(left.unsigned_abs()).unwrap_or(usize::MAX);
            self.fault(RANGES[kind].2, times);
        }
    }

    /// A piece of a field's machinery (ECMA-376 part 1, 17.16.18).
    fn field(&mut self, open: &mut Vec<bool>, kind: &str) {
        let is_right = match kind {
            "begin" => {
                open.push(false);
                true
            }
            "end" => open.pop().is_some(),
            _ => match open.last_mut() {
                Some(shows) => !std::mem::replace(shows, true),
                None => false,
            },
        };
        self.fault(FIELD_CLOSED, usize::from(!is_right));
    }
}

/// The tracked changes round a place, and the ranges of which one end is in one: whoever settles it
/// has half a range where the other end is in none, or in one of another kind.
#[derive(Default)]
struct Changes<'x> {
    open: Vec<&'x str>,
    /// The ranges that began, and the kind of change that each began in.
    starts: HashMap<Key, Option<&'x str>>,
    halves: usize,
}

impl<'x> Changes<'x> {
    fn meet(&mut self, tag: &Tag<'x>) {
        let name = tag.name();
        if matches!(name, "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo") {
            if tag.is_end() {
                self.open.pop();
            } else if !tag.is_empty() {
                self.open.push(name);
            }
            return;
        }
        let Some(found) = marker(tag.raw) else { return };
        let around = self.open.last().copied();
        match self.starts.remove(&found.key) {
            Some(there) if !found.begins => self.halves += usize::from(there != around),
            _ => {
                self.starts.insert(found.key, around);
            }
        }
    }
}

/// Whether an element is one of those that are looked at, by its name.
fn is_looked_at(name: &str) -> bool {
    let Some(name) = name.strip_prefix("w:") else {
        return false;
    };
    ["fldChar", "bookmark", "perm", "comment", "move"]
        .iter()
        .any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(xml: &str) -> Vec<&'static str> {
        let mut seen = Seen::default();
        seen.part(xml);
        seen.faults.into_keys().collect()
    }

    #[test]
    fn what_is_half_is_told() {
        let field = |kinds: &[&str]| -> String {
            let piece = |kind: &&str| format!("<w:fldChar w:fldCharType=\"{kind}\"/>");
            kinds.iter().map(piece).collect()
        };
        assert_eq!(
            faults(&field(&["begin", "separate", "end"])),
            Vec::<&str>::new()
        );
        assert_eq!(faults(&field(&["begin", "separate"])), [FIELD_OPEN]);
        assert_eq!(faults(&field(&["begin", "end", "end"])), [FIELD_CLOSED]);
        let (start, end) = ("<w:permStart w:id=\"1\"/>", "<w:permEnd w:id=\"1\"/>");
        assert_eq!(
            faults(start),
            ["a range that some may edit has one end only"]
        );
        let ins = |inner: &str| format!("<w:ins w:id=\"9\">{inner}</w:ins>");
        assert_eq!(faults(&(ins(start) + end)), [HALF_CHANGED]);
        assert_eq!(faults(&ins(&format!("{start}{end}"))), Vec::<&str>::new());
        assert_eq!(faults(&format!("{start}{end}")), Vec::<&str>::new());
    }
}
