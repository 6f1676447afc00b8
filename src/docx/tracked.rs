//! The elements that are tracked changes (ECMA-376 part 1, 17.13.5).

use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What begins the tag of a tracked change, or ends its name. Made once: each paragraph is asked.
static SIGNS: LazyLock<[Finder<'static>; 15]> = LazyLock::new(|| {
    [
        "<w:ins ",
        "<w:ins/",
        "<w:ins>",
        "<w:del ",
        "<w:del/",
        "<w:del>",
        "<w:move",
        "Change ",
        "Change>",
        "<w:cellIns",
        "<w:cellDel",
        "<w:cellMerge",
        "<w:customXmlIns",
        "<w:customXmlDel",
        "<w:customXmlMove",
    ]
    .map(Finder::new)
});

/// Whether there is any tracked change in a stretch of XML.
pub(crate) fn is_tracked(xml: &str) -> bool {
    SIGNS.iter().any(|sign| sign.find(xml.as_bytes()).is_some())
}

/// Elements that only a tracked change has.
pub(crate) fn is_change(name: &str) -> bool {
    matches!(
        name,
        "w:ins"
            | "w:del"
            | "w:moveFrom"
            | "w:moveTo"
            | "w:moveFromRangeStart"
            | "w:moveFromRangeEnd"
            | "w:moveToRangeStart"
            | "w:moveToRangeEnd"
            | "w:numberingChange"
            | "w:cellIns"
            | "w:cellDel"
            | "w:cellMerge"
            | "w:customXmlInsRangeStart"
            | "w:customXmlInsRangeEnd"
            | "w:customXmlDelRangeStart"
            | "w:customXmlDelRangeEnd"
            | "w:customXmlMoveFromRangeStart"
            | "w:customXmlMoveFromRangeEnd"
            | "w:customXmlMoveToRangeStart"
            | "w:customXmlMoveToRangeEnd"
    )
}

/// Elements that say what properties were before a change.
pub(crate) fn is_property_change(name: &str) -> bool {
    matches!(
        name,
        "w:pPrChange"
            | "w:rPrChange"
            | "w:sectPrChange"
            | "w:tblPrChange"
            | "w:tblGridChange"
            | "w:trPrChange"
            | "w:tcPrChange"
            | "w:tblPrExChange"
    )
}

/// Whether a child of properties is none of those that a change says what they were.
pub(crate) fn stays(parent: &str, child: &str) -> bool {
    match parent {
        "w:pPr" => matches!(child, "w:rPr" | "w:sectPr"),
        "w:sectPr" => matches!(child, "w:headerReference" | "w:footerReference"),
        _ => matches!(
            child,
            "w:ins"
                | "w:del"
                | "w:moveFrom"
                | "w:moveTo"
                | "w:cellIns"
                | "w:cellDel"
                | "w:cellMerge"
        ),
    }
}
