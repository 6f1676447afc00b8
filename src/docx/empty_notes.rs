//! Notes without a paragraph: Word writes none, other programs do. A note holds one at least, else
//! nothing can stand in it (ECMA-376 part 1, 17.11.10).

use super::xml::{Tag, tags};

/// A part with a paragraph in each note that has none.
pub(super) fn filled(xml: String) -> String {
    let mut out = String::new();
    let mut copied = 0;
    // The start of the note that is open, if no paragraph was in it so far.
    let mut open: Option<Tag<'_>> = None;
    for tag in tags(&xml) {
        match (tag.name(), &open) {
            ("w:footnote" | "w:endnote", Some(start)) if tag.is_end() => {
                let end = start.at + start.raw.len();
                out.push_str(&xml[copied..end]);
                out.push_str("<w:p/>");
                (copied, open) = (end, None);
            }
            ("w:footnote" | "w:endnote", _) if tag.is_empty() => {
                let start = tag.raw.trim_end_matches("/>");
                out.push_str(&xml[copied..tag.at]);
                out.push_str(&format!("{start}><w:p/></{}>", tag.name()));
                copied = tag.at + tag.raw.len();
            }
            ("w:footnote" | "w:endnote", _) => open = (!tag.is_end()).then_some(tag),
            ("w:p", _) => open = None,
            _ => {}
        }
    }
    if copied == 0 {
        return xml;
    }
    out.push_str(&xml[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_a_paragraph() {
        let filled = |notes: &str| filled(format!("<w:footnotes>{notes}</w:footnotes>"));
        let note = "<w:footnotes><w:footnote w:id=\"1\"><w:p/></w:footnote></w:footnotes>";
        assert_eq!(filled("<w:footnote w:id=\"1\"/>"), note);
        assert_eq!(filled("<w:footnote w:id=\"1\"></w:footnote>"), note);
        assert_eq!(filled("<w:footnote w:id=\"1\"><w:p/></w:footnote>"), note);
        let mark = "<w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:bookmarkEnd w:id=\"1\"/>";
        assert_eq!(
            filled(&format!("<w:endnote>{mark}</w:endnote>")),
            format!("<w:footnotes><w:endnote><w:p/>{mark}</w:endnote></w:footnotes>")
        );
    }
}
