//! Numbers of changes: every change of a part has one of its own (ECMA-376 part 1, 17.13.5).

use super::body::start_of;
use super::document::Document;
use super::largest_id;
use super::tracked::{is_change, is_property_change};
use super::xml::tags;
use std::borrow::Cow;
use std::collections::HashSet;

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

impl Document<'_> {
    /// Gives each change of a part a number of its own, where two have one. Says whether any had.
    pub(crate) fn number_apart(&mut self) -> bool {
        let last = self.parts().map(|part| largest_id(&part.body.xml)).max();
        let mut ids = Ids::above(last.unwrap_or(0));
        let of_part = |part: &super::document::Story| {
            let apart = unique(&part.body.xml, &mut ids);
            (apart != part.body.xml).then(|| (part.name.clone(), apart))
        };
        let parts: Vec<(String, String)> = self.parts().filter_map(of_part).collect();
        let is_changed = !parts.is_empty();
        for (name, xml) in parts {
            self.package.set(&name, xml.into_bytes());
        }
        is_changed
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

/// A part in which no two changes have one number: a run that was taken apart gave its change to
/// each of its pieces. The two ends of a range have one.
pub(super) fn unique(xml: &str, ids: &mut Ids) -> String {
    let mut seen = HashSet::new();
    let mut out = String::with_capacity(xml.len());
    let mut copied = 0;
    for tag in tags(xml).filter(|tag| !tag.is_end()) {
        let name = tag.name();
        let is_one = is_property_change(name)
            || is_change(name) && !name.ends_with("Start") && !name.ends_with("End");
        if !is_one {
            continue;
        }
        let Some(id) = tag.element().attribute("w:id").map(Cow::into_owned) else {
            continue;
        };
        if !seen.insert(id) {
            out.push_str(&xml[copied..tag.at]);
            out.push_str(&with_id(tag.raw, ids.next()));
            copied = tag.at + tag.raw.len();
        }
    }
    out.push_str(&xml[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_has_a_number_of_its_own() {
        let change =
            |id: u32| format!("<w:rPrChange w:id=\"{id}\" w:author=\"A\"><w:rPr/></w:rPrChange>");
        let range = "<w:moveToRangeStart w:id=\"3\"/><w:moveToRangeEnd w:id=\"3\"/>";
        let xml = change(3) + range + &change(3) + &change(4);
        let wanted = change(3) + range + &change(11) + &change(4);
        assert_eq!(unique(&xml, &mut Ids::above(10)), wanted);
    }
}
