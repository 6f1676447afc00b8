//! A whole document: its parts that hold paragraphs, and the list of those paragraphs in reading
//! order.

use super::atoms::{Line, Targets};
use super::body::{Body, Container, Item, ids_of, start_of};
use super::boxes::{self, TextBox};
use super::comments::{self, Comment};
use super::empty_notes;
use super::error::Error;
use super::numbering::Numbering;
use super::package::{Package, Relationship};
use super::residue::{self, Shown};
use super::sections::page_ends;
use super::styles::Styles;
use super::xml::{Broken, parse};
use crate::draft::{Holder, Place};
use rustc_hash::FxHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hasher;
use std::ops::Range;
use std::rc::Rc;

/// What documents are read from: a package whose styles and lists are known.
#[derive(Clone)]
pub(crate) struct DocumentSource<'b> {
    package: Package<'b>,
    styles: Styles,
    numbering: Numbering,
}

impl<'b> DocumentSource<'b> {
    /// The document with its parts taken apart.
    pub(crate) fn document(self) -> Result<Document<'b>, Error> {
        Document::with(self.package, self.styles, self.numbering)
    }
}

/// A document with its parts taken apart.
pub(crate) struct Document<'b> {
    pub(crate) package: Package<'b>,
    /// The text itself first, then footnotes, endnotes, headers and footers, then the boxes in all
    /// of them: a box comes after what it stands in.
    pub(crate) stories: Vec<Story>,
    pub(crate) styles: Styles,
    pub(crate) numbering: Numbering,
    pub(crate) comments: Vec<Comment>,
    /// All paragraphs, in reading order.
    pub(crate) spots: Vec<Spot>,
}

/// A part that holds paragraphs, or a text box in one.
pub(crate) struct Story {
    /// The part; for a box, the part it stands in.
    pub(crate) name: String,
    /// What its paragraphs lie in; none for the text itself.
    pub(crate) holder: Option<Holder>,
    pub(crate) body: Body,
    pub(crate) targets: Rc<Fingerprints>,
    /// The holders round all its paragraphs: a header, a box and what that stands in.
    pub(crate) place: Place,
    /// The paragraph that a box stands in.
    pub(crate) host: Option<Host>,
    /// The boxes in its paragraphs, by item: their places among the stories.
    pub(crate) boxes: BTreeMap<usize, Vec<usize>>,
}

/// Where a text box stands.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) story: usize,
    pub(crate) item: usize,
    /// Where in the XML of the paragraph.
    pub(crate) within: TextBox,
}

/// Where a paragraph stands.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) story: usize,
    pub(crate) item: usize,
    pub(crate) place: Place,
    /// The item that opens the innermost wrapper or holder round it: paragraphs that share it are
    /// siblings.
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
        Self::of(Package::open(bytes)?)
    }

    /// The document that a package holds, with its parts taken apart.
    pub(crate) fn of(mut package: Package<'b>) -> Result<Self, Error> {
        let mut styles = Styles::default();
        if let Some((name, text)) = xml_of_kind(&mut package, "styles")? {
            styles = Styles::read(&text).map_err(|error| error.in_part(&name))?;
        }
        let mut numbering = Numbering::default();
        if let Some((name, text)) = xml_of_kind(&mut package, "numbering")? {
            numbering = Numbering::read(&text).map_err(|error| error.in_part(&name))?;
        }
        Self::with(package, styles, numbering)
    }

    /// The document as it is after its package was changed, but for styles and lists.
    pub(crate) fn again(self) -> Result<Self, Error> {
        self.into_source().document()
    }

    /// What the document was read from; its parts, which take memory, are given back.
    pub(crate) fn into_source(self) -> DocumentSource<'b> {
        DocumentSource {
            package: self.package,
            styles: self.styles,
            numbering: self.numbering,
        }
    }

    fn with(mut package: Package<'b>, styles: Styles, numbering: Numbering) -> Result<Self, Error> {
        let comments = comments::read(&mut package)?;
        let main = package.main.clone();
        let relationships = package.relationships(&main)?;
        let mut stories = Vec::new();
        for (name, holder) in story_parts(main, &relationships) {
            if let Some(xml) = package.xml(&name)? {
                let xml = match holder {
                    Some(Holder::Footnote | Holder::Endnote) => empty_notes::filled(xml),
                    _ => xml,
                };
                let body = Body::of(xml).map_err(|error| error.in_part(&name))?;
                let targets = Rc::new(fingerprints(&mut package, &name)?);
                stories.push(Story {
                    name,
                    holder,
                    body,
                    targets,
                    place: Place::default(),
                    host: None,
                    boxes: BTreeMap::new(),
                });
            }
        }
        let has_body = |story: &Story| story.body.xml.contains("<w:body");
        if !stories.first().is_some_and(has_body) {
            return Err(Error::NoDocument(
                "its main part has no text that Word would show (no w:body); if Word opens it, save it again from there",
            ));
        }
        let mut document = Self {
            package,
            stories,
            styles,
            numbering,
            comments,
            spots: Vec::new(),
        };
        document.place_page_ends(&relationships)?;
        find_boxes(&mut document.stories)?;
        document.spots = spots(&mut document.stories);
        Ok(document)
    }

    /// Puts headers and footers in the order of their sections, and says where each belongs. One
    /// that no section has comes after all others.
    fn place_page_ends(&mut self, relationships: &[Relationship]) -> Result<(), Error> {
        let Some(main) = self.stories.first() else {
            return Ok(());
        };
        let broken = |error: Broken| error.in_part(&main.name);
        let targets = relationships.iter().map(|one| (&*one.id, &*one.target));
        let targets: HashMap<&str, &str> = targets.collect();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        for (id, number) in page_ends(&main.body).map_err(broken)? {
            if let Some(target) = targets.get(&*id) {
                // A part that several sections have belongs to the first.
                numbers.entry(target).or_insert(number);
            }
        }
        let mut after = numbers.values().max().copied().unwrap_or(0);
        for story in &mut self.stories {
            let Some(holder @ (Holder::Header | Holder::Footer)) = story.holder else {
                continue;
            };
            let number = numbers.get(&*story.name).copied().unwrap_or_else(|| {
                after += 1;
                after
            });
            story.place = Place::new(&[(holder, number)]);
        }
        // The others, which lie nowhere, stay in front.
        self.stories
            .sort_by_key(|story| story.place.steps().first().copied());
        Ok(())
    }

    /// How many signs of notes lead to none.
    pub(crate) fn missing_notes(&self) -> usize {
        let mut cited = NoteSigns::of(&self.stories).0;
        for story in self.stories.iter().filter(|story| story.holder.is_some()) {
            for item in &story.body.items {
                if let (Item::Open(Container::Note, _), Some(note)) = (item, note_of(story, item)) {
                    cited.remove(&note);
                }
            }
        }
        cited.len()
    }

    /// What the words of all parts lead to.
    pub(crate) fn shown(&mut self) -> Result<Shown, Error> {
        let parts = own_parts(&self.stories);
        let texts = parts.map(|story| (&*story.name, &*story.body.xml));
        Shown::of(&mut self.package, texts)
    }

    /// Puts other text into some parts, and takes out what only words led to that are gone.
    /// `before` is what all of them led to.
    pub(crate) fn put(
        &mut self,
        parts: Vec<(String, String)>,
        before: &Shown,
    ) -> Result<(), Error> {
        let mut new: BTreeMap<String, String> = parts.into_iter().collect();
        for story in own_parts(&self.stories) {
            if let Some(xml) = new.get_mut(&story.name) {
                *xml = comments::settled(&story.body.xml, std::mem::take(xml));
            }
        }
        let texts = own_parts(&self.stories).map(|story| {
            let text = new.get(&story.name).unwrap_or(&story.body.xml);
            (&*story.name, &**text)
        });
        let after = Shown::of(&mut self.package, texts)?;
        for (part, xml) in new {
            self.package.set(&part, xml.into_bytes());
        }
        residue::take_out(&mut self.package, before, &after)
    }

    /// Puts other text into the parts that `change` gives one for, and says whether there was any.
    pub(crate) fn change_parts(
        &mut self,
        mut change: impl FnMut(&Body) -> Result<Option<String>, Broken>,
    ) -> Result<bool, Error> {
        let mut changed = Vec::new();
        for story in own_parts(&self.stories) {
            let text = change(&story.body).map_err(|error| error.in_part(&story.name))?;
            changed.extend(text.map(|text| (story.name.clone(), text)));
        }
        let is_changed = !changed.is_empty();
        for (name, text) in changed {
            self.package.set(&name, text.into_bytes());
        }
        Ok(is_changed)
    }

    /// The stories that are parts of their own: all but text boxes.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Story> {
        own_parts(&self.stories)
    }

    /// A paragraph taken apart.
    pub(crate) fn line(&self, spot: &Spot) -> Result<Line<'_>, Error> {
        let story = &self.stories[spot.story];
        let raw = story.body.raw(&story.body.items[spot.item]);
        let element = parse(raw).map_err(|error| error.in_part(&story.name))?;
        Ok(Line::of(&element, &*story.targets))
    }

    /// The paragraph of a part that a paragraph is, or that the box it lies in stands in: story and
    /// item.
    pub(crate) fn outermost(&self, spot: &Spot) -> (usize, usize) {
        let mut at = (spot.story, spot.item);
        while let Some(host) = &self.stories[at.0].host {
            at = (host.story, host.item);
        }
        at
    }

    /// Writes all stories anew: `write` gives the XML of one, or none where it stays as it is. A
    /// box is written before what it stands in, which then has it; what says the box again says the
    /// same. Gives the parts that changed.
    pub(crate) fn rewritten(
        &mut self,
        mut write: impl FnMut(&Self, usize) -> Result<Option<Written>, Error>,
    ) -> Result<Vec<(String, String)>, Error> {
        let mut edits: Vec<Vec<(Range<usize>, String)>> = vec![Vec::new(); self.stories.len()];
        let mut out = Vec::new();
        for k in (0..self.stories.len()).rev() {
            let mut own = std::mem::take(&mut edits[k]);
            own.sort_by_key(|(range, _)| range.start);
            self.stories[k].body.replace(&own);
            let written = match write(self, k)? {
                None if own.is_empty() => continue,
                None => Written::from(self.stories[k].body.xml.clone()),
                Some(written) => written,
            };
            let story = &self.stories[k];
            let Some(host) = &story.host else {
                out.push((story.name.clone(), written.xml));
                continue;
            };
            let from = self.stories[host.story].body.items[host.item].range().start;
            let at = |range: &Range<usize>| range.start + from..range.end + from;
            for copy in &host.within.copies {
                let again = written.copy.as_ref().unwrap_or(&written.xml);
                edits[host.story].push((at(copy), again.clone()));
            }
            edits[host.story].push((at(&host.within.content), written.xml));
        }
        out.reverse();
        Ok(out)
    }
}

/// The parts that hold paragraphs, and what those lie in.
fn story_parts(main: String, relationships: &[Relationship]) -> Vec<(String, Option<Holder>)> {
    let mut parts = vec![(main, None)];
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
    parts
}

fn xml_of_kind(package: &mut Package<'_>, kind: &str) -> Result<Option<(String, String)>, Error> {
    let Some(name) = package.part_of_kind(kind)? else {
        return Ok(None);
    };
    Ok(package.xml(&name)?.map(|text| (name, text)))
}

/// Numbers for what the relationships of a part lead to: those of the archive for parts, that of
/// the address for links.
fn fingerprints(package: &mut Package<'_>, part: &str) -> Result<Fingerprints, Error> {
    let mut out = HashMap::new();
    for relationship in package.relationships(part)?.iter() {
        let number = if relationship.external {
            let mut hasher = FxHasher::default();
            hasher.write(relationship.target.as_bytes());
            hasher.finish()
        } else {
            package.fingerprint(&relationship.target)
        };
        out.insert(relationship.id.clone(), number);
    }
    Ok(Fingerprints(out))
}

/// What a story is to say.
pub(crate) struct Written {
    pub(crate) xml: String,
    /// What the copies of a box are to say, where that is not the same to the byte.
    pub(crate) copy: Option<String>,
}

impl From<String> for Written {
    fn from(xml: String) -> Self {
        Self { xml, copy: None }
    }
}

/// Adds the text boxes to the stories, and the boxes in those.
fn find_boxes(stories: &mut Vec<Story>) -> Result<(), Error> {
    let mut k = 0;
    while k < stories.len() {
        let story = &stories[k];
        let mut found = Vec::new();
        // The XML of a box begins with what it is.
        let start = if story.host.is_some() { 1 } else { 0 };
        let has_boxes = story
            .body
            .xml
            .as_bytes()
            .get(start..)
            .is_some_and(|xml| memchr::memmem::find(xml, boxes::SIGN.as_bytes()).is_some());
        if has_boxes {
            let finder = memchr::memmem::Finder::new(boxes::SIGN);
            for (item, piece) in story.body.items.iter().enumerate() {
                let raw = story.body.raw(piece);
                if !matches!(piece, Item::Paragraph(_)) || finder.find(raw.as_bytes()).is_none() {
                    continue;
                }
                let broken = |error: Broken| error.in_part(&story.name);
                for within in boxes::boxes(&parse(raw).map_err(broken)?) {
                    let xml = raw.get(within.content.clone()).unwrap_or("").to_owned();
                    found.push(Story {
                        name: story.name.clone(),
                        holder: Some(Holder::TextBox),
                        body: Body::of(xml).map_err(broken)?,
                        targets: Rc::clone(&story.targets),
                        place: Place::default(),
                        host: Some(Host {
                            story: k,
                            item,
                            within,
                        }),
                        boxes: BTreeMap::new(),
                    });
                }
            }
        }
        for found in found {
            let number = stories.len();
            if let Some(host) = &found.host {
                stories[k].boxes.entry(host.item).or_default().push(number);
            }
            stories.push(found);
        }
        k += 1;
    }
    Ok(())
}

fn own_parts(stories: &[Story]) -> impl Iterator<Item = &Story> {
    stories.iter().filter(|story| story.host.is_none())
}

/// All paragraphs of all parts, and where they lie. Those of a box come after the paragraph it
/// stands in.
fn spots(stories: &mut [Story]) -> Vec<Spot> {
    let mut finder = Finder {
        signs: NoteSigns::of(stories),
        places: stories.iter().map(|story| story.place.clone()).collect(),
        stories,
        out: Vec::new(),
    };
    for story in 0..finder.stories.len() {
        if finder.stories[story].host.is_none() {
            let mut walk = Walk::from(&finder.places[story]);
            finder.story(story, &mut walk);
        }
    }
    let Finder { places, out, .. } = finder;
    for (story, place) in stories.iter_mut().zip(places) {
        story.place = place;
    }
    out
}

struct Finder<'s> {
    stories: &'s [Story],
    signs: NoteSigns,
    places: Vec<Place>,
    out: Vec<Spot>,
}

impl Finder<'_> {
    fn story(&mut self, story: usize, walk: &mut Walk) {
        let part = &self.stories[story];
        let mut is_lost = false;
        let mut parents: Vec<usize> = Vec::new();
        for (item, piece) in part.body.items.iter().enumerate() {
            match piece {
                Item::Open(container, _) => {
                    if *container == Container::Note {
                        is_lost = !self.signs.lead_to(part, piece);
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
                    self.out.push(Spot {
                        story,
                        item,
                        place: Place::new(&walk.steps),
                        parent: parents.last().copied().unwrap_or(0),
                    });
                    for inner in part.boxes.get(&item).into_iter().flatten() {
                        walk.enter(Holder::TextBox, BOXES);
                        self.places[*inner] = Place::new(&walk.steps);
                        self.story(*inner, walk);
                        walk.leave();
                    }
                }
                Item::Other(_) => {}
            }
        }
    }
}

/// The numbers of the notes that signs lead to.
struct NoteSigns(HashSet<(&'static str, String)>);

impl NoteSigns {
    fn of(stories: &[Story]) -> Self {
        let mut out = HashSet::new();
        for kind in ["footnote", "endnote"] {
            let sign = format!("<w:{kind}Reference");
            for story in stories {
                out.extend(ids_of(&story.body.xml, &sign).map(|id| (kind, id)));
            }
        }
        Self(out)
    }

    fn lead_to(&self, story: &Story, note: &Item) -> bool {
        note_of(story, note).is_some_and(|note| self.0.contains(&note))
    }
}

/// What signs call a note of a story: its kind and its number.
fn note_of(story: &Story, note: &Item) -> Option<(&'static str, String)> {
    let kind = match story.holder {
        Some(Holder::Endnote) => "endnote",
        _ => "footnote",
    };
    Some((kind, note_id(&story.body, note)?))
}

/// The holders that are open while a part is walked through, and how many there were of each kind
/// at each depth.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) steps: Vec<(Holder, u32)>,
    /// For each open holder, and for the part itself: how many tables, rows, cells, notes and boxes
    /// it has had.
    counts: Vec<[u32; 5]>,
}

/// The place of boxes among the counts.
const BOXES: usize = 4;

impl From<&Place> for Walk {
    /// A walk through a part, all of which lies in these holders.
    fn from(place: &Place) -> Self {
        Self {
            steps: place.steps().to_vec(),
            ..Self::default()
        }
    }
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
        self.enter(holder, of);
    }

    fn enter(&mut self, holder: Holder, of: usize) {
        let depth = self.steps.len();
        if self.counts.len() <= depth {
            self.counts.resize(depth + 1, [0; 5]);
        }
        let counts = &mut self.counts[depth];
        counts[of] += 1;
        self.steps.push((holder, counts[of]));
    }

    pub(crate) fn close(&mut self, container: Container) {
        if container != Container::Wrapper {
            self.leave();
        }
    }

    fn leave(&mut self) {
        self.counts.truncate(self.steps.len());
        self.steps.pop();
    }
}

/// The number that a note has in its part.
pub(crate) fn note_id(body: &Body, item: &Item) -> Option<String> {
    start_of(body.raw(item))
        .attribute("w:id")
        .map(std::borrow::Cow::into_owned)
}
