//! Fields whose result is whatever it is when the text is shown: page numbers, today's date, facts
//! about the file. What a
//! file holds of it is left over from the last time, and no words of anybody's (ECMA-376 part 1,
//! 17.16.5).

use crate::draft::{Object, ObjectKind};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// What stands in a draft for the result of a field with this code; none where it is words.
pub(super) fn passing(code: &str) -> Option<Object> {
    let mut words = code.split_whitespace();
    let name = words.next()?.to_ascii_uppercase();
    let kind = match &*name {
        "PAGE" | "NUMPAGES" | "SECTION" | "SECTIONPAGES" | "PAGEREF" => ObjectKind::PageNumber,
        "DATE" | "TIME" => ObjectKind::Today,
        "EDITTIME" | "FILENAME" | "FILESIZE" | "LASTSAVEDBY" | "NUMCHARS" | "NUMWORDS"
        | "PRINTDATE" | "REVNUM" | "SAVEDATE" => ObjectKind::Field,
        _ => return None,
    };
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    // The number of another page is another number, whatever it is today.
    for word in words {
        hasher.write(lasting(word).as_bytes());
        hasher.write_u8(b' ');
    }
    let key = hasher.finish();
    Some(Object { kind, key })
}

/// A code, an anchor or a bookmark's name without the numbers that Word gives afresh to the marks
/// of a table of contents whenever it makes one.
pub(crate) fn lasting(code: &str) -> String {
    const MARK: &str = "_Toc";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let (before, after) = rest.split_at(at + MARK.len());
        out.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_when_it_is_shown() {
        let kind = |code| passing(code).map(|object| object.kind);
        assert_eq!(kind(" PAGE  \\* Arabic "), Some(ObjectKind::PageNumber));
        assert_eq!(kind("date \\@ \"d MMMM\""), Some(ObjectKind::Today));
        assert_eq!(kind(" REF a \\h"), None);
        assert_eq!(kind(""), None);
        assert_eq!(passing("PAGEREF _Toc1 \\h"), passing("PAGEREF _Toc2 \\h"));
        assert_ne!(passing("PAGE"), passing("NUMPAGES"));
        assert_ne!(passing("PAGEREF alpha \\h"), passing("PAGEREF omega \\h"));
        assert_eq!(passing(" PAGE  \\* Arabic "), passing("PAGE \\* Arabic"));
        assert_eq!(
            lasting("HYPERLINK \\l \"_Toc123\""),
            "HYPERLINK \\l \"_Toc\""
        );
    }
}
