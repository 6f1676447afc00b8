//! The ends of bookmarks, of the words of comments and of ranges that some may edit: they have no
//! width, and one of them is nothing without the other (ECMA-376 part 1, 17.13.4, 17.13.6,
//! 17.13.7).

use super::body::start_of;
use super::xml::tags;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Marker {
    pub(crate) key: Key,
    pub(crate) begins: bool,
}

/// What the two ends of a range share: what it is, and its number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(&'static str, String);

/// The elements that are ends of ranges: of what, and whether it begins there.
const ENDS: [(&str, &str, bool); 6] = [
    ("w:bookmarkStart", "bookmark", true),
    ("w:bookmarkEnd", "bookmark", false),
    ("w:permStart", "permission", true),
    ("w:permEnd", "permission", false),
    ("w:commentRangeStart", "comment", true),
    ("w:commentRangeEnd", "comment", false),
];

/// What their tags begin with.
const STARTS: [&str; 3] = ["<w:bookmark", "<w:perm", "<w:commentRange"];

/// The end of a range that an element is.
pub(crate) fn marker(raw: &str) -> Option<Marker> {
    let may_be_one = STARTS.iter().any(|start| raw.starts_with(start));
    let tag = may_be_one.then(|| start_of(raw))?;
    let (_, kind, begins) = ENDS.into_iter().find(|(name, _, _)| *name == tag.name)?;
    let id = tag.attribute("w:id")?.into_owned();
    Some(Marker {
        key: Key(kind, id),
        begins,
    })
}

/// All ends of ranges in a stretch of XML, and where they stand.
fn markers(xml: &str) -> impl Iterator<Item = (Range<usize>, Marker)> {
    tags(xml).filter_map(|tag| Some((tag.at..tag.at + tag.raw.len(), marker(tag.raw)?)))
}

/// How often ranges begin and end in a stretch of XML.
fn counts(xml: &str) -> HashMap<Key, [u32; 2]> {
    let mut out: HashMap<Key, [u32; 2]> = HashMap::new();
    for (_, found) in markers(xml) {
        out.entry(found.key).or_default()[usize::from(found.begins)] += 1;
    }
    out
}

/// The ranges that had both ends and have one only.
pub(crate) fn torn(before: &str, after: &str) -> HashSet<Key> {
    // Most texts have none.
    if !STARTS.iter().any(|start| before.contains(start)) {
        return HashSet::new();
    }
    let left = counts(after);
    let is_torn = |key: &Key| matches!(left.get(key), Some([0, 1] | [1, 0]));
    let whole = counts(before)
        .into_iter()
        .filter(|(_, ends)| *ends == [1, 1]);
    whole.map(|(key, _)| key).filter(is_torn).collect()
}

/// The ends of these ranges that stand in a stretch of XML, and nothing else of it.
pub(crate) fn only(xml: &str, wanted: &HashSet<Key>) -> String {
    let mut out = String::new();
    if wanted.is_empty() {
        return out;
    }
    for (range, found) in markers(xml) {
        if wanted.contains(&found.key) {
            let tag = start_of(&xml[range]);
            out.push_str(tag.start);
            if !tag.start.ends_with("/>") {
                out.push_str(&format!("</{}>", tag.name));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_torn_where_one_end_of_two_is_left() {
        let (start, end) = (
            "<w:bookmarkStart w:id=\"1\" w:name=\"a\"/>",
            "<w:bookmarkEnd w:id=\"1\"></w:bookmarkEnd>",
        );
        let whole = format!("{start}words{end}");
        assert!(torn(&whole, &whole).is_empty());
        assert!(torn(&whole, "words").is_empty());
        assert!(torn(start, start).is_empty());
        let lost = torn(&whole, start);
        assert_eq!(only(&whole, &lost), format!("{start}{end}"));
        assert_eq!(only("<w:permStart w:id=\"1\"/>", &lost), "");
    }
}
