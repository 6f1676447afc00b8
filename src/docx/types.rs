//! The content types of a package: what each of its parts is (ECMA-376 part 2, 7.2.3). Names of
//! parts and endings are equal whatever their case, and so are types.

use super::active::{Active, What};
use super::xml::{Broken, Element, parse, with_each};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The type of each part.
#[derive(Debug, Default, Clone)]
pub(crate) struct Types {
    by_name: BTreeMap<String, String>,
    by_ending: BTreeMap<String, String>,
}

impl Types {
    /// Reads the part that says them.
    pub(crate) fn read(text: &str) -> Result<Self, Broken> {
        let mut out = Self::default();
        for entry in parse(text)?.elements() {
            let Some(kind) = entry.attribute("ContentType") else {
                continue;
            };
            let (map, key) = match entry.local() {
                "Override" => (&mut out.by_name, part_of(entry)),
                "Default" => {
                    let ending = entry.attribute("Extension");
                    (&mut out.by_ending, ending.map(|x| x.to_ascii_lowercase()))
                }
                _ => continue,
            };
            if let Some(key) = key {
                map.entry(key).or_insert_with(|| kind.into_owned());
            }
        }
        Ok(out)
    }

    /// The type of a part.
    pub(crate) fn of(&self, part: &str) -> Option<&str> {
        let part = part.to_ascii_lowercase();
        let ending = || part.rsplit_once('.').map_or("", |(_, ending)| ending);
        let found = self.by_name.get(&part);
        found
            .or_else(|| self.by_ending.get(ending()))
            .map(String::as_str)
    }
}

/// The part that an entry speaks of, in lower case.
fn part_of(entry: &Element<'_>) -> Option<String> {
    let name = entry.attribute("PartName")?;
    Some(name.trim_start_matches('/').to_ascii_lowercase())
}

/// The types without that of a part which goes.
pub(super) fn without(text: &str, part: &str) -> Result<String, Broken> {
    let part = part.to_ascii_lowercase();
    with_each(text, |entry| match part_of(entry) {
        Some(name) if name == part => "".into(),
        _ => entry.raw.into(),
    })
}

/// Whether Word parses parts of this type as XML. Pictures and texts of other programs may be XML
/// of their own kind, with a document type as their kind has it.
pub(crate) fn is_xml(content_type: &str) -> bool {
    let kind = content_type.to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or("").trim();
    (kind.ends_with("+xml") || kind.ends_with("/xml") || kind.ends_with("vmldrawing"))
        && !kind.starts_with("image/")
        && kind != "application/xhtml+xml"
}

/// What the main part of a file for macros, or of a template, is.
const OTHER_MAINS: [&str; 3] = [
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
];
const MAIN: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// The types without those of parts that go; the main part is a document, whatever it was.
pub(super) fn settled(text: &str, active: &Active) -> Result<String, Broken> {
    with_each(text, |entry| {
        let kind = entry.attribute("ContentType").unwrap_or_default();
        if part_of(entry).is_some_and(|part| active.drops(&part)) || What::of_type(&kind).is_some()
        {
            return "".into();
        }
        let is_other = OTHER_MAINS
            .iter()
            .any(|other| other.eq_ignore_ascii_case(&kind));
        match is_other {
            true => Cow::Owned(entry.with_attribute("ContentType", MAIN)),
            false => entry.raw.into(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_have_no_case() {
        let text = "<Types><!-- <Default Extension=\"xml\" ContentType=\"no\"/> --><Default Extension=\"XML\" ContentType=\"application/xml\"/><Override PartName=\"/Word/Document.xml\" ContentType=\"x/Main\"/></Types>";
        let types = Types::read(text).unwrap();
        assert_eq!(types.of("word/document.XML"), Some("x/Main"));
        assert_eq!(types.of("word/other.xml"), Some("application/xml"));
        assert_eq!(types.of("word/other.bin"), None);
    }

    #[test]
    fn the_main_part_is_a_document_and_nothing_else_changes() {
        let text = "<?xml version=\"1.0\"?><!-- <Types> --><Types ><!-- application/vnd.ms-word.document.macroEnabled.main+xml --><Override PartName='/word/document.xml' ContentType='APPLICATION/vnd.ms-word.document.macroenabled.main+xml'/> <Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>";
        let wanted = format!(
            "<?xml version=\"1.0\"?><!-- <Types> --><Types ><!-- application/vnd.ms-word.document.macroEnabled.main+xml --><Override PartName=\"/word/document.xml\" ContentType=\"{MAIN}\"/> </Types>"
        );
        assert_eq!(settled(text, &Active::default()).unwrap(), wanted);
    }

    #[test]
    fn what_word_parses() {
        for (kind, is) in [
            ("application/xml", true),
            ("text/XML; charset=utf-8", true),
            (MAIN, true),
            ("image/svg+xml", false),
            ("application/xhtml+xml", false),
            ("image/png", false),
        ] {
            assert_eq!(is_xml(kind), is, "{kind}");
        }
    }
}
