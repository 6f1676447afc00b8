//! A whole document: its parts that hold paragraphs, and the list of those paragraphs in reading order.

use super::atoms::{Line, Targets};
use super::body::{Body, Container, Item, start_of};
use super::numbering::Numbering;
use super::package::{Error, Package};
use super::styles::Styles;
use super::xml::parse;
use crate::draft::{Holder, Place};
use rustc_hash::FxHasher;
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;

/// A document with its parts taken apart.
pub(crate) struct Document<'b> {
    pub(crate) package: Package<'b>,
    /// The text itself first, then footnotes, endnotes, headers and footers.
    pub(crate) stories: Vec<Story>,
    pub(crate) styles: Styles,
    pub(crate) numbering: Numbering,
    /// All paragraphs, in reading order.
    pub(crate) spots: Vec<Spot>,
}

/// A part that holds paragraphs.
pub(crate) struct Story {
    pub(crate) name: String,
    /// What its paragraphs lie in; none for the text itself.
    pub(crate) holder: Option<Holder>,
    pub(crate) body: Body,
    pub(crate) targets: Fingerprints,
}

/// Where a paragraph stands.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) story: usize,
    pub(crate) item: usize,
    pub(crate) place: Place,
    /// The item that opens the innermost wrapper or holder round it: paragraphs that share it are siblings.
    pub(crate) parent: usize,
}

/// What the relationships of a part lead to, as numbers.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints(HashMap<String, u64>);

impl Targets for Fingerprints {
    fn fingerprint(&self, id: &str) -> u64 {
        self.0.get(id).copied().unwrap_or(0)
    }
}

impl<'b> Document<'b> {
    /// Opens a document and takes its parts apart.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Error> {
        let mut package = Package::open(bytes)?;
        let mut document = Self {
            styles: Styles::default(),
            numbering: Numbering::default(),
            stories: Vec::new(),
            spots: Vec::new(),
            package: Package::open(bytes)?,
        };
        if let Some((name, text)) = xml_of_kind(&mut package, "styles")? {
            document.styles = Styles::read(&text).map_err(|error| error.in_part(&name))?;
        }
        if let Some((name, text)) = xml_of_kind(&mut package, "numbering")? {
            document.numbering = Numbering::read(&text).map_err(|error| error.in_part(&name))?;
        }
        let main = package.main.clone();
        let mut parts = vec![(main.clone(), None)];
        let relationships = package.relationships(&main)?;
        for (kind, holder) in [
            ("footnotes", Holder::Footnote),
            ("endnotes", Holder::Endnote),
            ("header", Holder::Header),
            ("footer", Holder::Footer),
        ] {
            let of_kind = relationships
                .iter()
                .filter(|r| r.kind == kind && !r.external);
            for relationship in of_kind {
                if !parts.iter().any(|(name, _)| *name == relationship.target) {
                    parts.push((relationship.target.clone(), Some(holder)));
                }
            }
        }
        for (name, holder) in parts {
            if let Some(xml) = package.xml(&name)? {
                let body = Body::of(xml).map_err(|error| error.in_part(&name))?;
                let targets = fingerprints(&mut package, &name)?;
                document.stories.push(Story {
                    name,
                    holder,
                    body,
                    targets,
                });
            }
        }
        let has_body = document
            .stories
            .first()
            .is_some_and(|story| story.body.xml.contains("<w:body"));
        if !has_body {
            return Err(Error::NoDocument(
                "its main part has no text that Word would show (no w:body); if Word opens it, save it again from there",
            ));
        }
        document.package = package;
        document.spots = spots(&document.stories);
        Ok(document)
    }

    /// The place of a whole part: the second header, the first footer. None for the text itself, and for parts of notes.
    pub(crate) fn base_of(&self, story: usize) -> Vec<(Holder, u32)> {
        base_of(&self.stories, story)
    }

    /// A paragraph taken apart.
    pub(crate) fn line(&self, spot: &Spot) -> Result<Line<'_>, Error> {
        let story = &self.stories[spot.story];
        let raw = story.body.raw(&story.body.items[spot.item]);
        let element = parse(raw).map_err(|error| error.in_part(&story.name))?;
        Ok(Line::of(&element, &story.targets))
    }
}

fn xml_of_kind(package: &mut Package<'_>, kind: &str) -> Result<Option<(String, String)>, Error> {
    let Some(name) = package.part_of_kind(kind)? else {
        return Ok(None);
    };
    Ok(package.xml(&name)?.map(|text| (name, text)))
}

/// Numbers for what the relationships of a part lead to: those of the archive for parts, that of the address for links.
fn fingerprints(package: &mut Package<'_>, part: &str) -> Result<Fingerprints, Error> {
    let mut out = HashMap::new();
    for relationship in package.relationships(part)? {
        let number = if relationship.external {
            let mut hasher = FxHasher::default();
            hasher.write(relationship.target.as_bytes());
            hasher.finish()
        } else {
            package.fingerprint(&relationship.target)
        };
        out.insert(relationship.id, number);
    }
    Ok(Fingerprints(out))
}

fn base_of(stories: &[Story], story: usize) -> Vec<(Holder, u32)> {
    match stories[story].holder {
        Some(holder @ (Holder::Header | Holder::Footer)) => {
            let of_kind = stories[..=story]
                .iter()
                .filter(|s| s.holder == Some(holder));
            vec![(holder, u32::try_from(of_kind.count()).unwrap_or(0))]
        }
        _ => Vec::new(),
    }
}

/// All paragraphs of all parts, and where they lie.
fn spots(stories: &[Story]) -> Vec<Spot> {
    let mut out = Vec::new();
    let signs = NoteSigns::of(stories);
    for (story, part) in stories.iter().enumerate() {
        let mut walk = Walk::default();
        let mut is_lost = false;
        let mut parents: Vec<usize> = Vec::new();
        let base = base_of(stories, story);
        for (item, piece) in part.body.items.iter().enumerate() {
            match piece {
                Item::Open(container, _) => {
                    if *container == Container::Note {
                        is_lost = !signs.lead_to(part, piece);
                    }
                    parents.push(item);
                    walk.open(*container, part.holder);
                }
                Item::Close(container, _) => {
                    parents.pop();
                    walk.close(*container);
                }
                // A note that no sign leads to is left over: no page shows it.
                Item::Paragraph(_) if is_lost => {}
                Item::Paragraph(_) => {
                    let mut steps = base.clone();
                    steps.extend_from_slice(&walk.steps);
                    out.push(Spot {
                        story,
                        item,
                        place: Place::new(&steps),
                        parent: parents.last().copied().unwrap_or(0),
                    });
                }
                Item::Other(_) => {}
            }
        }
    }
    out
}

/// The numbers of the notes that signs lead to.
struct NoteSigns(HashSet<(&'static str, String)>);

impl NoteSigns {
    fn of(stories: &[Story]) -> Self {
        let mut out = HashSet::new();
        for kind in ["footnote", "endnote"] {
            let sign = format!("<w:{kind}Reference ");
            for story in stories {
                let xml = &story.body.xml;
                for at in memchr::memmem::find_iter(xml.as_bytes(), sign.as_bytes()) {
                    let id = start_of(&xml[at..]).attribute("w:id");
                    out.extend(id.map(|id| (kind, id.into_owned())));
                }
            }
        }
        Self(out)
    }

    fn lead_to(&self, story: &Story, note: &Item) -> bool {
        let kind = match story.holder {
            Some(Holder::Endnote) => "endnote",
            _ => "footnote",
        };
        note_id(&story.body, note).is_some_and(|id| self.0.contains(&(kind, id)))
    }
}

/// The holders that are open while a part is walked through, and how many there were of each kind at each depth.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) steps: Vec<(Holder, u32)>,
    /// For each open holder, and for the part itself: how many tables, rows, cells and notes it has had.
    counts: Vec<[u32; 4]>,
}

impl Walk {
    pub(crate) fn open(&mut self, container: Container, note: Option<Holder>) {
        let (holder, of) = match container {
            Container::Table => (Holder::Table, 0),
            Container::Row => (Holder::Row, 1),
            Container::Cell => (Holder::Cell, 2),
            Container::Note => (note.unwrap_or(Holder::Footnote), 3),
            Container::Wrapper => return,
        };
        if self.counts.len() == self.steps.len() {
            self.counts.push([0; 4]);
        }
        let counts = &mut self.counts[self.steps.len()];
        counts[of] += 1;
        self.steps.push((holder, counts[of]));
    }

    pub(crate) fn close(&mut self, container: Container) {
        if container != Container::Wrapper {
            self.counts.truncate(self.steps.len());
            self.steps.pop();
        }
    }
}

/// The number that a note has in its part.
pub(crate) fn note_id(body: &Body, item: &Item) -> Option<String> {
    start_of(body.raw(item))
        .attribute("w:id")
        .map(std::borrow::Cow::into_owned)
}
