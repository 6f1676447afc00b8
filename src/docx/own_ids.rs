//! Ids that are one thing's own in a file: of drawings and of content controls. Those of what is
//! brought over are given afresh; none that the file has may be given again.

use super::body::start_of;
use super::sign::is_kept_sign;
use super::xml::tags;
use std::borrow::Cow;

/// Numbers of drawings that are brought over begin here: programs count from 1.
pub(crate) const FIRST_DRAWING: u32 = 1_000_000;
/// What the ids of shapes that are brought over begin with; a number follows.
pub(crate) const SHAPE: &str = "older";

/// What the id of a control begins with.
pub(crate) const CONTROL_ID: &str = "<w:id ";

/// The ids of the controls in a stretch of XML, those behind signs among them.
pub(crate) fn controls(xml: &str) -> Vec<String> {
    let all = memchr::memmem::find_iter(xml.as_bytes(), CONTROL_ID);
    let own = all.filter_map(|at| start_of(&xml[at..]).value().map(Cow::into_owned));
    let mut out: Vec<String> = own.collect();
    for tag in tags(xml).filter(|tag| is_kept_sign(tag.raw)) {
        let behind = tag.element().attribute("controls").unwrap_or_default();
        out.extend(
            behind
                .split(' ')
                .filter(|id| !id.is_empty())
                .map(str::to_owned),
        );
    }
    out
}

/// The largest number that was given to a drawing or a shape in a stretch of XML, behind signs
/// too; 0 where none was.
pub(crate) fn largest_drawing(xml: &str) -> u32 {
    let ids = memchr::memmem::find_iter(xml.as_bytes(), " id=\"").filter_map(|at| {
        let rest = &xml[at + " id=\"".len()..];
        let id = &rest[..rest.find('"')?];
        match id.strip_prefix(SHAPE) {
            Some(number) => number.parse().ok(),
            None => id.parse::<u32>().ok()?.checked_sub(FIRST_DRAWING),
        }
    });
    let behind = memchr::memmem::find_iter(xml.as_bytes(), " drawing=\"").filter_map(|at| {
        let rest = &xml[at + " drawing=\"".len()..];
        rest[..rest.find('"')?].parse().ok()
    });
    // Numbers that nobody gave may be any.
    let given = ids.chain(behind).filter(|id: &u32| *id < FIRST_DRAWING);
    given.max().unwrap_or(0)
}

/// What a sign says of the ids of what it stands for, as attributes.
pub(crate) fn of_hidden(raw: &str) -> String {
    let mut out = String::new();
    let drawing = largest_drawing(raw);
    if drawing > 0 {
        out.push_str(&format!(" drawing=\"{drawing}\""));
    }
    let controls = controls(raw);
    if !controls.is_empty() {
        out.push_str(&format!(
            " controls=\"{}\"",
            super::xml::escaped(&controls.join(" "))
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_behind_signs_are_known() {
        let raw = "<w:r><wp:docPr id=\"1000003\"/><v:shape id=\"older5\"/><w:sdt><w:sdtPr><w:id w:val=\"-7\"/></w:sdtPr></w:sdt></w:r>";
        assert_eq!(largest_drawing(raw), 5);
        let sign = format!("<redraft:kept n=\"0\"{}/>", of_hidden(raw));
        assert_eq!(
            (largest_drawing(&sign), controls(&sign)),
            (5, vec!["-7".to_owned()])
        );
        assert_eq!(
            largest_drawing("<wp:docPr id=\"4294967295\"/><w:p id=\"12\"/>"),
            0
        );
    }
}
