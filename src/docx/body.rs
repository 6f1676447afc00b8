//! A part as a list of blocks: paragraphs, and the tables, cells and notes they lie in. Together
//! the blocks are the part, byte for byte.

use super::xml::{Broken, Element, end_of_tag};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::ops::Range;

/// What holds paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Container {
    Table,
    Row,
    Cell,
    /// A footnote or an endnote, with its number in the part.
    Note,
    /// What only wraps: the body, a content control, custom XML.
    Wrapper,
}

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// The start tag of a container, with its properties.
    Open(Container, Range<usize>),
    /// Its end tag.
    Close(Container, Range<usize>),
    Paragraph(Range<usize>),
    /// Anything else: bookmarks between paragraphs, section properties, white space.
    Other(Range<usize>),
}

impl Item {
    pub(crate) fn range(&self) -> Range<usize> {
        match self {
            Self::Open(_, range)
            | Self::Close(_, range)
            | Self::Paragraph(range)
            | Self::Other(range) => range.clone(),
        }
    }
}

/// A part that holds paragraphs.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) xml: String,
    pub(crate) items: Vec<Item>,
}

/// Containers nest no deeper than this.
const DEEPEST: usize = 256;
/// No draft has more paragraphs, cells and the like: a thousand pages have some twenty thousand.
const MOST_ITEMS: usize = 500_000;

impl Body {
    /// Takes a part apart.
    pub(crate) fn of(xml: String) -> Result<Self, Broken> {
        let items = Scanner {
            reader: Reader::from_str(&xml),
            items: Vec::new(),
            open: Vec::new(),
        }
        .run()?;
        Ok(Self { xml, items })
    }

    pub(crate) fn raw(&self, item: &Item) -> &str {
        self.xml.get(item.range()).unwrap_or("")
    }

    /// Puts other XML in place of some stretches, each of which lies within a paragraph. They are
    /// in order.
    pub(crate) fn replace(&mut self, edits: &[(Range<usize>, String)]) {
        let mut xml = String::with_capacity(self.xml.len());
        let mut copied = 0;
        for (range, text) in edits {
            xml.push_str(self.xml.get(copied..range.start).unwrap_or(""));
            xml.push_str(text);
            copied = range.end;
        }
        xml.push_str(self.xml.get(copied..).unwrap_or(""));
        let (mut next, mut grown, mut shrunk) = (0, 0, 0);
        for item in &mut self.items {
            let (Item::Open(_, range)
            | Item::Close(_, range)
            | Item::Paragraph(range)
            | Item::Other(range)) = item;
            let start = range.start + grown - shrunk;
            while let Some((edit, text)) = edits.get(next).filter(|(edit, _)| edit.end <= range.end)
            {
                grown += text.len();
                shrunk += edit.len();
                next += 1;
            }
            *range = start..range.end + grown - shrunk;
        }
        self.xml = xml;
    }
}

/// What the scanner does with an element.
enum Role {
    Opens(Container),
    /// Belongs to the start of the container just opened.
    Property,
    Paragraph,
    Other,
}

fn role(name: &str) -> Role {
    match name {
        "w:p" => Role::Paragraph,
        "w:tbl" => Role::Opens(Container::Table),
        "w:tr" => Role::Opens(Container::Row),
        "w:tc" => Role::Opens(Container::Cell),
        "w:footnote" | "w:endnote" => Role::Opens(Container::Note),
        "w:document"
        | "w:body"
        | "w:footnotes"
        | "w:endnotes"
        | "w:hdr"
        | "w:ftr"
        | "w:txbxContent"
        | "w:sdt"
        | "w:sdtContent"
        | "w:customXml"
        | "w:smartTag"
        | "w:ins"
        | "w:del"
        | "w:moveFrom"
        | "w:moveTo"
        | "mc:AlternateContent"
        | "mc:Choice" => Role::Opens(Container::Wrapper),
        "w:tblPr" | "w:tblGrid" | "w:tblPrEx" | "w:trPr" | "w:tcPr" => Role::Property,
        _ => Role::Other,
    }
}

struct Scanner<'x> {
    reader: Reader<&'x [u8]>,
    items: Vec<Item>,
    open: Vec<Container>,
}

impl Scanner<'_> {
    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn run(mut self) -> Result<Vec<Item>, Broken> {
        loop {
            let before = self.at();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(Broken::at(self.reader.error_position(), &error)),
            };
            if self.items.len() > MOST_ITEMS {
                return Err(Broken::at(
                    before as u64,
                    &"it has more paragraphs than any draft",
                ));
            }
            match event {
                Event::Start(start) => {
                    let name = start.name();
                    match role(name.as_ref()) {
                        Role::Opens(container) => {
                            let is_separator = container == Container::Note
                                && start.attributes_raw().contains("w:type=");
                            if is_separator {
                                self.skip(name)?;
                                self.other(before);
                                continue;
                            }
                            if self.open.len() >= DEEPEST {
                                return Err(Broken::at(before as u64, &"tables nest too deep"));
                            }
                            self.open.push(container);
                            let range = before..self.at();
                            self.items.push(Item::Open(container, range));
                        }
                        Role::Paragraph => {
                            self.skip(name)?;
                            self.items.push(Item::Paragraph(before..self.at()));
                        }
                        Role::Property => {
                            self.skip(name)?;
                            self.property(before);
                        }
                        Role::Other => {
                            self.skip(name)?;
                            self.other(before);
                        }
                    }
                }
                Event::Empty(start) => match role(start.name().as_ref()) {
                    Role::Paragraph => self.items.push(Item::Paragraph(before..self.at())),
                    Role::Property => self.property(before),
                    _ => self.other(before),
                },
                Event::End(_) => {
                    let container = self.open.pop().unwrap_or(Container::Wrapper);
                    self.items.push(Item::Close(container, before..self.at()));
                }
                Event::Eof if self.open.is_empty() => return Ok(self.items),
                Event::Eof => return Err(Broken::at(before as u64, &"it ends too early")),
                _ => self.other(before),
            }
        }
    }

    fn skip(&mut self, name: quick_xml::name::QName<'_>) -> Result<(), Broken> {
        self.reader
            .read_to_end(name)
            .map(|_| ())
            .map_err(|error| Broken::at(self.reader.error_position(), &error))
    }

    /// Neighbouring pieces that mean nothing to us are one.
    fn other(&mut self, from: usize) {
        let end = self.at();
        match self.items.last_mut() {
            Some(Item::Other(range)) => range.end = end,
            _ => self.items.push(Item::Other(from..end)),
        }
    }

    /// Properties belong to the start of their container. White space before them does, too.
    fn property(&mut self, from: usize) {
        let end = self.at();
        if let [.., Item::Open(_, range), Item::Other(_)] = self.items.as_mut_slice() {
            range.end = end;
            self.items.pop();
            return;
        }
        match self.items.last_mut() {
            Some(Item::Open(_, range)) => range.end = end,
            _ => self.other(from),
        }
    }
}

/// The start of a container as an element: its start tag, without what stands in it.
pub(crate) fn start_of(raw: &str) -> Element<'_> {
    let end = end_of_tag(raw).map_or(raw.len(), |at| at + 1);
    Element::of_tag(&raw[..end])
}

/// The ids of the signs of a kind in a part: `<w:footnoteReference`, which leads to a note.
pub(crate) fn ids_of<'x>(xml: &'x str, sign: &'x str) -> impl Iterator<Item = String> + 'x {
    let ends = |at: usize| {
        let next = xml.as_bytes().get(at + sign.len());
        next.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
    };
    memchr::memmem::find_iter(xml.as_bytes(), sign.as_bytes())
        .filter(move |at| ends(*at))
        .filter_map(|at| start_of(&xml[at..]).attribute("w:id").map(Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_found_however_they_are_written() {
        let xml = "<w:p><w:footnoteReference w:id=\"1\"/><w:footnoteReference\n w:id='2'/><w:footnoteReferences w:id=\"3\"/></w:p>";
        let ids: Vec<String> = ids_of(xml, "<w:footnoteReference").collect();
        assert_eq!(ids, ["1", "2"]);
    }

    #[test]
    fn items_are_the_part_byte_for_byte() {
        let xml = "<?xml version=\"1.0\"?>\n<w:document><w:body><w:p><w:r/></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>\
                   <w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl><w:bookmarkEnd/><w:sectPr><w:x/></w:sectPr></w:body></w:document>";
        let body = Body::of(xml.to_owned()).unwrap();
        let all: String = body.items.iter().map(|item| body.raw(item)).collect();
        assert_eq!(all, xml);
        let opened: Vec<&str> = body
            .items
            .iter()
            .filter(|i| {
                matches!(
                    i,
                    Item::Open(Container::Table | Container::Row | Container::Cell, _)
                )
            })
            .map(|i| body.raw(i))
            .collect();
        assert_eq!(
            opened,
            [
                "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>",
                "<w:tr><w:trPr><w:ins/></w:trPr>",
                "<w:tc><w:tcPr/>"
            ]
        );
        let paragraphs = body
            .items
            .iter()
            .filter(|i| matches!(i, Item::Paragraph(_)));
        assert_eq!(paragraphs.count(), 2);
    }
}
