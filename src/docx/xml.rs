//! A stretch of XML as a small tree that remembers its source, byte for byte.
//!
//! Documents are never held as one tree: paragraphs are, one at a time. Names are compared as they
//! are written, with the prefixes that every known producer uses (`w:`, `r:`, `m:`); what has other
//! prefixes is left alone.

use super::error::Error;
use quick_xml::events::Event;
use quick_xml::name::NamespaceResolver;
use quick_xml::{NsReader, Reader};
use std::borrow::Cow;

/// Deeper than this no draft nests.
const DEEPEST: usize = 256;

/// An element and what it holds.
#[derive(Debug, Clone)]
pub(crate) struct Element<'x> {
    /// Its name as written: `w:p`.
    pub(crate) name: &'x str,
    /// Its attributes as written.
    attributes: &'x str,
    /// All of it, from the start tag to the end tag.
    pub(crate) raw: &'x str,
    /// The start tag alone.
    pub(crate) start: &'x str,
    pub(crate) children: Vec<Node<'x>>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(crate) enum Node<'x> {
    Element(Element<'x>),
    /// Character data as written, references and all.
    Text(&'x str),
}

impl<'x> Node<'x> {
    /// All of it, as written.
    pub(crate) const fn raw(&self) -> &'x str {
        match self {
            Self::Element(element) => element.raw,
            Self::Text(text) => text,
        }
    }
}

/// What is wrong with a stretch of XML, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) at: usize,
    pub(crate) what: String,
}

impl Broken {
    pub(crate) fn in_part(self, part: &str) -> Error {
        Error::Xml {
            part: part.to_owned(),
            at: self.at,
            what: self.what,
        }
    }

    pub(crate) fn at(at: u64, what: &impl ToString) -> Self {
        Self {
            at: usize::try_from(at).unwrap_or(usize::MAX),
            what: what.to_string(),
        }
    }
}

/// Parses a stretch that is one element, perhaps after a declaration.
pub(crate) fn parse(text: &str) -> Result<Element<'_>, Broken> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(Element<'_>, usize)> = Vec::new();
    loop {
        let before = position(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| Broken::at(reader.error_position(), &error))?;
        let after = position(reader.buffer_position());
        let raw = text.get(before..after).unwrap_or("");
        let done = match event {
            Event::Start(_) => {
                if open.len() >= DEEPEST {
                    return Err(Broken::at(before as u64, &"elements nest too deep"));
                }
                open.push((element(raw), before));
                None
            }
            Event::Empty(_) => Some(element(raw)),
            Event::End(_) => open.pop().map(|(mut element, from)| {
                element.raw = text.get(from..after).unwrap_or("");
                element
            }),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                if let Some((parent, _)) = open.last_mut() {
                    parent.children.push(Node::Text(raw));
                }
                None
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => None,
            Event::Eof => return Err(Broken::at(before as u64, &"it ends too early")),
        };
        if let Some(element) = done {
            match open.last_mut() {
                Some((parent, _)) => parent.children.push(Node::Element(element)),
                None => return Ok(element),
            }
        }
    }
}

/// A start tag that is not the whole element.
pub(crate) fn opened(start: &str) -> String {
    match start.strip_suffix("/>") {
        Some(start) => format!("{start}>"),
        None => start.to_owned(),
    }
}

/// What a piece of a part is: a tag that begins or ends an element, or something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Begins { is_empty: bool },
    Ends,
    Other,
}

/// Goes through a part of any size: `meet` is given each piece of it, as written, with what it is
/// and the namespaces that hold there.
pub(super) fn each_piece<'x>(
    xml: &'x str,
    mut meet: impl FnMut(&'x str, Piece, &NamespaceResolver),
) -> Result<(), Broken> {
    let mut reader = NsReader::from_str(xml);
    let mut before = 0;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| Broken::at(reader.error_position(), &error))?;
        let after = position(reader.buffer_position());
        let raw = xml.get(before..after).unwrap_or("");
        before = after;
        let what = match event {
            Event::Start(_) => Piece::Begins { is_empty: false },
            Event::Empty(_) => Piece::Begins { is_empty: true },
            Event::End(_) => Piece::Ends,
            _ => Piece::Other,
        };
        let is_end = matches!(event, Event::Eof);
        meet(raw, what, reader.resolver());
        if is_end {
            return Ok(());
        }
    }
}

/// A place of the parser's as one in a text.
pub(super) fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// A stretch with `change` in the place of each element right below its root; all else stays as it
/// stands, comments among it.
pub(crate) fn with_each<'x>(
    text: &'x str,
    change: impl Fn(&Element<'x>) -> Cow<'x, str>,
) -> Result<String, Broken> {
    let root = parse(text)?;
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for element in root.elements() {
        let at = element.raw.as_ptr() as usize - text.as_ptr() as usize;
        out.push_str(text.get(copied..at).unwrap_or(""));
        out.push_str(&change(element));
        copied = at + element.raw.len();
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    Ok(out)
}

/// Where a tag ends: the `>` that stands in no value.
pub(crate) fn end_of_tag(tag: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = tag.as_bytes().get(at..)?;
        let found = at + memchr::memchr3(b'>', b'"', b'\'', rest)?;
        let sign = tag.as_bytes()[found];
        if sign == b'>' {
            return Some(found);
        }
        at = found + 1 + memchr::memchr(sign, &tag.as_bytes()[found + 1..])? + 1;
    }
}

/// Comments, character data and instructions, which hold no tags.
pub(super) const OPAQUE: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

/// A tag in a stretch of XML: of the start of an element, or of its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'x> {
    /// Where it stands, in bytes.
    pub(crate) at: usize,
    /// All of it, as written.
    pub(crate) raw: &'x str,
}

impl<'x> Tag<'x> {
    /// The name of its element, with the prefix.
    pub(crate) fn name(&self) -> &'x str {
        let name = &self.raw[1 + usize::from(self.is_end())..];
        let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
        let end = name.as_bytes().iter().position(ends);
        &name[..end.unwrap_or(name.len())]
    }

    /// Whether its element ends with it, and began with another one.
    pub(crate) fn is_end(&self) -> bool {
        self.raw.starts_with("</")
    }

    /// Whether its element has no content and no other tag.
    pub(crate) fn is_empty(&self) -> bool {
        self.raw.ends_with("/>")
    }

    /// The element, without what stands in it.
    pub(crate) fn element(&self) -> Element<'x> {
        Element::of_tag(self.raw)
    }
}

/// The tags of a stretch of XML, in their order. What does not end is left out.
pub(crate) fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(b'<', xml.as_bytes().get(at..)?)?;
            let rest = &xml[at..];
            let may_be = matches!(rest.as_bytes().get(1), Some(b'!' | b'?'));
            let opaque = || OPAQUE.iter().find(|(open, _)| rest.starts_with(open));
            if let Some((_, close)) = may_be.then(opaque).flatten() {
                at += rest.find(close)? + close.len();
                continue;
            }
            let raw = &rest[..=end_of_tag(rest)?];
            let tag = Tag { at, raw };
            at += raw.len();
            return Some(tag);
        }
    })
}

/// An element without children, from its tag.
fn element(tag: &str) -> Element<'_> {
    let inner = tag
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/');
    let end = inner
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    Element {
        name,
        attributes,
        raw: tag,
        start: tag,
        children: Vec::new(),
    }
}

impl<'x> Element<'x> {
    /// The element that a start tag alone makes.
    pub(crate) fn of_tag(tag: &'x str) -> Self {
        element(tag)
    }

    /// Its name without the prefix.
    pub(crate) fn local(&self) -> &'x str {
        local(self.name)
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it that has this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|e| e.name == name)
    }

    /// An attribute by its name as written, references resolved.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        let (_, value) = attributes(self.attributes).find(|(key, _)| *key == name)?;
        Some(unescaped(value))
    }

    /// All attributes, as written.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'x str, &'x str)> + use<'x> {
        attributes(self.attributes)
    }

    /// The start tag without some of its attributes.
    pub(crate) fn without_attributes(&self, names: &[&str]) -> String {
        self.tag_with(|name, value| (!names.contains(&name)).then_some(value))
    }

    /// All of it, with another value of an attribute that it has; `value` as XML writes it.
    pub(crate) fn with_attribute(&self, name: &str, value: &str) -> String {
        let tag = self.tag_with(|key, own| Some(if key == name { value } else { own }));
        let rest = self.raw.get(self.start.len()..).unwrap_or("");
        tag + rest
    }

    /// The start tag with the attributes that `value` gives, from their names and raw values.
    pub(crate) fn tag_with<'v>(&self, value: impl Fn(&str, &'x str) -> Option<&'v str>) -> String
    where
        'x: 'v,
    {
        let mut out = format!("<{}", self.name);
        for (name, own) in self.attributes() {
            if let Some(value) = value(name, own) {
                let quote = if value.contains('"') { '\'' } else { '"' };
                out.push_str(&format!(" {name}={quote}{value}{quote}"));
            }
        }
        let is_empty = self.start.ends_with("/>");
        out.push_str(if is_empty { "/>" } else { ">" });
        out
    }

    /// The attribute `w:val`.
    pub(crate) fn value(&self) -> Option<Cow<'x, str>> {
        self.attribute("w:val")
    }

    /// Whether a property that can be on or off is on (ECMA-376 17.17.4, ST_OnOff).
    pub(crate) fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }

    /// The character data in it, references resolved.
    pub(crate) fn text(&self) -> Cow<'x, str> {
        let mut texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(*text),
            Node::Element(_) => None,
        });
        let first = texts.next().unwrap_or("");
        match texts.next() {
            None => unescaped(first),
            Some(second) => {
                let mut all = unescaped(first).into_owned();
                all.push_str(&unescaped(second));
                texts.for_each(|text| all.push_str(&unescaped(text)));
                Cow::Owned(all)
            }
        }
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The attributes in the text of a tag: names and raw values.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.find('=')?;
        let name = rest[..at].trim();
        let after = rest[at + 1..].trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = after[1..].find(quote)? + 1;
        rest = &after[end + 1..];
        Some((name, &after[1..end]))
    })
}

/// Character data with its references resolved; CDATA is taken out of its wrapping.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if let Some(inner) = raw
        .strip_prefix("<![CDATA[")
        .and_then(|rest| rest.strip_suffix("]]>"))
    {
        return Cow::Borrowed(inner);
    }
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// Text as character data. Characters that XML cannot hold are left out.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| {
        c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(forbidden) {
        let clean: String = text.chars().filter(|c| !forbidden(*c)).collect();
        return Cow::Owned(quick_xml::escape::escape(clean).into_owned());
    }
    quick_xml::escape::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_remembers_its_source() {
        let text = "<?xml version=\"1.0\"?><w:p a='1' w:b=\"x &amp; y\"><w:r><w:t>A &amp; B&#x5D0;</w:t></w:r><w:br/></w:p>";
        let root = parse(text).unwrap();
        assert_eq!((root.name, root.local()), ("w:p", "p"));
        assert_eq!(root.attribute("w:b").as_deref(), Some("x & y"));
        assert_eq!(root.attribute("a").as_deref(), Some("1"));
        let run = root.child("w:r").unwrap();
        assert_eq!(run.child("w:t").unwrap().text(), "A & Bא");
        assert_eq!(run.raw, "<w:r><w:t>A &amp; B&#x5D0;</w:t></w:r>");
        assert!(text.ends_with(root.raw));
    }

    #[test]
    fn broken_xml_says_where() {
        assert!(parse("<w:p><w:r></w:p>").is_err());
        assert!(parse("<w:p>").is_err());
        let deep = "<a>".repeat(300);
        assert!(parse(&deep).unwrap_err().what.contains("deep"));
    }

    #[test]
    fn tags_are_told_from_what_looks_like_some() {
        let xml = "<a b=\"1 > 0\"><!-- <c> --><d/><![CDATA[<e>]]></a><f";
        let told: Vec<_> = tags(xml)
            .map(|tag| (tag.name(), tag.is_end(), tag.is_empty()))
            .collect();
        assert_eq!(
            told,
            [("a", false, false), ("d", false, true), ("a", true, false)]
        );
        let first = tags(xml).next().unwrap();
        assert_eq!(first.element().attribute("b").as_deref(), Some("1 > 0"));
        assert_eq!(end_of_tag("<a b='\">'>"), Some(9));
    }
}
