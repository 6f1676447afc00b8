//! What the properties of a run or a paragraph mean: whether two sets of them say the same.

use super::runs::Pen;
use crate::docx::sign::is_sign;
use crate::docx::xml::Element;
use std::borrow::Cow;

/// What properties say, apart from what only programs read: in their own order, without the ones for languages.
pub(super) fn meaning(
    properties: Option<&Element<'_>>,
    raw_of: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut out: Vec<String> = properties
        .map(|p| {
            p.elements()
                .filter(|e| !is_without_meaning(e.name))
                // Some producers write a space before the end of an empty tag.
                .map(|e| raw_of(e.raw).replace(" />", "/>"))
                .collect()
        })
        .unwrap_or_default();
    out.sort_unstable();
    out
}

fn is_without_meaning(name: &str) -> bool {
    matches!(
        name,
        "w:lang"
            | "w:noProof"
            | "w:rPrChange"
            | "w:pPrChange"
            | "w:rPr"
            | "w:sectPr"
            | "w:ins"
            | "w:del"
            | "w:moveFrom"
            | "w:moveTo"
    ) || is_sign(name)
}

/// The properties of a kept run, with what they were before where that was something else.
pub(super) fn changed_properties<'x>(
    own: Option<&Element<'x>>,
    older: Option<&Element<'_>>,
    pen: &mut Pen<'_>,
) -> Cow<'x, str> {
    let raw = own.map_or("", |own| own.raw);
    let old = older.map(|old| pen.import.styled(old.raw));
    if old.as_deref().unwrap_or("") == raw {
        return Cow::Borrowed(raw);
    }
    let new_meaning = meaning(own, str::to_owned);
    let old_meaning = meaning(older, |raw| pen.import.styled(raw).into_owned());
    if new_meaning == old_meaning {
        return Cow::Borrowed(raw);
    }
    let inner = own.map_or("", inner);
    let before = old.as_deref().map_or("", inner_of);
    Cow::Owned(format!(
        "<w:rPr>{inner}<w:rPrChange{}><w:rPr>{before}</w:rPr></w:rPrChange></w:rPr>",
        pen.stamp.change()
    ))
}

/// What stands between the tags of an element.
pub(super) fn inner<'x>(element: &Element<'x>) -> &'x str {
    inner_of(element.raw)
}

pub(super) fn inner_of(raw: &str) -> &str {
    let Some(start) = raw.find('>') else {
        return "";
    };
    if raw[..start].ends_with('/') {
        return "";
    }
    let end = raw.rfind("</").unwrap_or(raw.len());
    raw.get(start + 1..end).unwrap_or("")
}
