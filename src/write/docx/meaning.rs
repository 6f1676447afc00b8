//! What the properties of a run or a paragraph mean: whether two sets of them say the same.

use super::runs::Pen;
use crate::docx::sign::is_sign;
use crate::docx::xml::{Element, end_of_tag};
use std::borrow::Cow;

/// What properties say, apart from what only programs read: in their own order, without the ones
/// for languages.
pub(super) fn meaning(
    properties: Option<&Element<'_>>,
    raw_of: impl Fn(&str) -> String,
) -> Vec<String> {
    said(properties, |e| Some(raw_of(e.raw)))
}

fn said(
    properties: Option<&Element<'_>>,
    raw_of: impl Fn(&Element<'_>) -> Option<String>,
) -> Vec<String> {
    let all = properties.into_iter().flat_map(Element::elements);
    let mut out: Vec<String> = all
        .filter(|e| !is_without_meaning(e.name))
        .filter_map(raw_of)
        // Some producers write a space before the end of an empty tag.
        .map(|raw| raw.replace(" />", "/>"))
        .collect();
    out.sort_unstable();
    out
}

/// The scripts that properties speak of apart (ECMA-376 part 1, 17.3.2.26): what they say of a
/// script that no letter is of says nothing.
#[derive(Debug, Clone, Copy)]
struct Scripts {
    complex: bool,
    east_asian: bool,
    /// Letters beyond those of every script: which font they have may depend on a hint.
    hinted: bool,
}

impl Scripts {
    fn of(text: &str, properties: [Option<&Element<'_>>; 2]) -> Self {
        let is_complex = |c| matches!(c, '\u{590}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
        let is_east_asian = |c| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..);
        let is_said = |e: &Element<'_>| matches!(e.name, "w:rtl" | "w:cs") && e.is_on();
        let mut all = properties.into_iter().flatten().flat_map(Element::elements);
        Self {
            complex: text.chars().any(is_complex) || all.any(is_said),
            east_asian: text.chars().any(is_east_asian),
            hinted: !text.is_ascii(),
        }
    }

    /// What a property says of letters of these scripts.
    fn said(self, property: &Element<'_>, raw_of: &dyn Fn(&str) -> String) -> Option<String> {
        match property.name {
            "w:szCs" | "w:bCs" | "w:iCs" if !self.complex => None,
            "w:rFonts" => self.fonts(property),
            _ => Some(raw_of(property.raw)),
        }
    }

    fn fonts(self, property: &Element<'_>) -> Option<String> {
        let counts = |name: &str| match name {
            "w:cs" | "w:cstheme" => self.complex,
            "w:eastAsia" | "w:eastAsiaTheme" => self.east_asian || self.hinted,
            "w:hint" => self.hinted,
            _ => true,
        };
        let all = property.attributes().filter(|(name, _)| counts(name));
        let all: String = all
            .map(|(name, value)| format!(" {name}=\"{value}\""))
            .collect();
        (!all.is_empty()).then_some(all)
    }
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

/// Whether two properties of runs say the same of a text.
pub(super) fn means_the_same(
    text: &str,
    one: Option<&Element<'_>>,
    other: Option<&Element<'_>>,
) -> bool {
    let scripts = Scripts::of(text, [one, other]);
    let all = |properties| said(properties, |e| scripts.said(e, &str::to_owned));
    all(one) == all(other)
}

/// The properties of a kept run of this text, with what they were before where that was something
/// else.
pub(super) fn changed_properties<'x>(
    text: &str,
    own: Option<&Element<'x>>,
    older: Option<&Element<'_>>,
    pen: &mut Pen<'_>,
) -> Cow<'x, str> {
    let raw = own.map_or("", |own| own.raw);
    let old = older.map(|old| pen.import.styled(old.raw));
    if old.as_deref().unwrap_or("") == raw {
        return Cow::Borrowed(raw);
    }
    let scripts = Scripts::of(text, [own, older]);
    let now = said(own, |e| scripts.said(e, &str::to_owned));
    let was = said(older, |e| {
        scripts.said(e, &|raw| pen.import.styled(raw).into_owned())
    });
    if now == was {
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
    let Some(start) = end_of_tag(raw) else {
        return "";
    };
    if raw[..start].ends_with('/') {
        return "";
    }
    let end = raw.rfind("</").unwrap_or(raw.len());
    raw.get(start + 1..end).unwrap_or("")
}
