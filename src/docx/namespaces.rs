//! The prefixes of a part, made those that every rule here speaks of: `w:` for WordprocessingML,
//! `r:` for relationships.
//!
//! Word and nearly all producers use them; files that general XML tools have written name the same
//! elements `ns0:p`.

use super::xml::Element;
use super::xml::{OPAQUE, end_of_tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// Namespaces and their prefixes, as ECMA-376 part 1 (transitional and strict) and producers write
/// them.
const HOUSE: [(&str, &str); 13] = [
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w",
    ),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "r",
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "r",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "m",
    ),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "mc",
    ),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wp",
    ),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    (
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "w14",
    ),
    (
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wps",
    ),
];

/// The part with those prefixes. As it is where it has them already, and where one of them means
/// something else in it.
pub(crate) fn with_house_prefixes(xml: String) -> String {
    let Some(root) = root(&xml) else { return xml };
    let declared = declarations(root);
    let mut names = HashMap::new();
    for (prefix, address) in &declared {
        let house = HOUSE.iter().find(|(known, _)| known == address);
        if let Some((_, house)) = house.filter(|(_, house)| house != prefix) {
            names.insert(*prefix, *house);
        }
    }
    let is_taken = |house: &str| {
        let mut others = declared.iter().filter(|(prefix, _)| *prefix == house);
        others.any(|(_, address)| !HOUSE.contains(&(address.as_str(), house)))
    };
    if names.is_empty() || names.values().any(|house| is_taken(house)) {
        return xml;
    }
    let mut known: Vec<&str> = declared.iter().map(|(prefix, _)| *prefix).collect();
    let mut again = Vec::new();
    for (prefix, _) in &declared {
        match names.get(prefix) {
            Some(house) if known.contains(house) => again.push(*prefix),
            Some(house) => known.push(house),
            None => {}
        }
    }
    renamed(&xml, &House { names, again })
}

/// Prefixes that have another name in the house.
struct House<'x> {
    names: HashMap<&'x str, &'x str>,
    /// Those whose namespace has its house prefix declared already: one declaration is enough.
    again: Vec<&'x str>,
}

/// The start tag of the root.
fn root(xml: &str) -> Option<&str> {
    let mut rest = xml;
    loop {
        rest = &rest[rest.find('<')?..];
        if !rest[1..].starts_with(['?', '!']) {
            return Some(&rest[..=end_of_tag(rest)?]);
        }
        rest = &rest[1..];
    }
}

/// Prefixes and their addresses; the default namespace has an empty prefix.
fn declarations(tag: &str) -> Vec<(&str, String)> {
    let element = Element::of_tag(tag);
    let of = |name: &'_ str| {
        name.strip_prefix("xmlns")
            .map(|rest| rest.trim_start_matches(':').len())
    };
    element
        .attributes()
        .filter_map(|(name, value)| {
            let length = of(name)?;
            Some((&name[name.len() - length..], value.to_owned()))
        })
        .collect()
}

fn renamed(xml: &str, house: &House<'_>) -> String {
    let mut out = String::with_capacity(xml.len() + xml.len() / 16);
    let mut rest = xml;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let opaque = OPAQUE.iter().find(|(open, _)| rest.starts_with(open));
        let end = match opaque {
            Some((_, close)) => rest.find(close).map(|at| at + close.len()),
            None => end_of_tag(rest).map(|at| at + 1),
        };
        // What does not end is left for the reader, who says where it stands.
        let Some(end) = end else { break };
        match opaque {
            Some(_) => out.push_str(&rest[..end]),
            None => tag(&rest[..end], house, &mut out),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// One tag under its house name, its attributes, too.
fn tag(raw: &str, house: &House<'_>, out: &mut String) {
    let name_at = if raw.starts_with("</") { 2 } else { 1 };
    out.push_str(&raw[..name_at]);
    let rest = &raw[name_at..];
    let name_end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
        .unwrap_or(rest.len());
    out.push_str(&house_name(&rest[..name_end], house, true));
    let mut rest = &rest[name_end..];
    while let Some(equals) = rest.find('=') {
        let (head, tail) = rest.split_at(equals);
        let name = head.trim();
        let space = head.len() - head.trim_start().len();
        let Some(quote) = tail[1..]
            .trim_start()
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\''))
        else {
            break;
        };
        let open = 1 + tail[1..].find(quote).unwrap_or(0);
        let Some(close) = tail[open + 1..].find(quote).map(|n| open + 1 + n) else {
            break;
        };
        let value = &tail[open + 1..close];
        attribute((&head[..space], name), (value, quote), house, out);
        rest = &tail[close + 1..];
    }
    out.push_str(rest);
}

fn attribute(
    (space, name): (&str, &str),
    (value, quote): (&str, char),
    house: &House<'_>,
    out: &mut String,
) {
    let declared = match name.split_once(':') {
        Some(("xmlns", prefix)) => Some(prefix),
        _ => (name == "xmlns").then_some(""),
    };
    if declared.is_some_and(|prefix| house.again.contains(&prefix)) {
        return;
    }
    let name: Cow<'_, str> = match declared.map(|prefix| house.names.get(prefix)) {
        Some(Some(prefix)) => format!("xmlns:{prefix}").into(),
        Some(None) => name.into(),
        None => house_name(name, house, false),
    };
    // These two hold prefixes (ECMA-376 part 3, 7.2 and 7.6).
    let value: Cow<'_, str> = match super::xml::local(&name) {
        "Ignorable" | "Requires" => {
            let prefixes = value.split_ascii_whitespace();
            let named = prefixes.map(|prefix| *house.names.get(prefix).unwrap_or(&prefix));
            named.collect::<Vec<_>>().join(" ").into()
        }
        _ => value.into(),
    };
    out.push_str(&format!("{space}{name}={quote}{value}{quote}"));
}

/// A name with its house prefix. An attribute without a prefix has no namespace.
fn house_name<'n>(name: &'n str, house: &House<'_>, is_element: bool) -> Cow<'n, str> {
    let (prefix, own) = name.split_once(':').unwrap_or(("", name));
    if prefix.is_empty() && !is_element {
        return name.into();
    }
    match house.names.get(prefix) {
        Some(prefix) => format!("{prefix}:{own}").into(),
        None => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const MC: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

    #[test]
    fn other_prefixes_become_those_of_the_house() {
        let other = format!(
            "<?xml version='1.0'?><ns0:document xmlns:ns0='{W}' xmlns:ns1=\"{MC}\" ns1:Ignorable=\"ns0 x\">\
             <!-- <ns0:p/> --><ns0:p ns0:rsid=\"a>b\" id = \"ns0:1\"/>ns0:<![CDATA[<ns0:t>]]></ns0:document>"
        );
        let house = format!(
            "<?xml version='1.0'?><w:document xmlns:w='{W}' xmlns:mc=\"{MC}\" mc:Ignorable=\"w x\">\
             <!-- <ns0:p/> --><w:p w:rsid=\"a>b\" id=\"ns0:1\"/>ns0:<![CDATA[<ns0:t>]]></w:document>"
        );
        assert_eq!(with_house_prefixes(other), house);
    }

    #[test]
    fn a_default_namespace_has_a_prefix_then() {
        let other = format!("<document xmlns=\"{W}\" xmlns:w=\"{W}\"><p w:rsid=\"1\"/></document>");
        let house = with_house_prefixes(other);
        let wanted = format!("<w:document xmlns:w=\"{W}\"><w:p w:rsid=\"1\"/></w:document>");
        assert_eq!(house, wanted);
    }

    #[test]
    fn what_has_them_or_means_others_stays() {
        for xml in [
            format!("<w:document xmlns:w=\"{W}\"/>"),
            format!("<x:document xmlns:x=\"{W}\" xmlns:w=\"urn:another\"/>"),
            "<Types xmlns=\"urn:types\"/>".to_owned(),
            "<broken".to_owned(),
            String::new(),
        ] {
            assert_eq!(with_house_prefixes(xml.clone()), xml);
        }
    }
}
