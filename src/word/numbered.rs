//! The tracked changes of a Word file, each with a number: where each stands, what belongs
//! together, and the file with some of them settled.

use crate::docx::Error;
use crate::docx::body::{Body, Item};
use crate::docx::document::Document;
use crate::docx::numbered::{Numbered, Numbers, bare, number_of};
use crate::docx::resolve::{Verdict, resolve};
use crate::docx::xml::Element;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// The changes of a file, by their numbers.
pub(super) struct Changes {
    numbers: Numbers,
    parts: Vec<Part>,
    /// What cannot be settled alone, by the first of those that hang together.
    groups: HashMap<usize, Vec<usize>>,
}

/// What is done with a change: its number, its element, and the paragraph that it stands in, by
/// part and number.
pub(super) type Look<'l> = dyn FnMut(usize, &Element<'_>, (usize, usize)) + 'l;

/// A part with numbers on its changes.
struct Part {
    name: String,
    /// Its place among the stories of the document.
    story: usize,
    body: Body,
}

impl Changes {
    /// Numbers the changes of a file. What stands in boxes has its numbers with the part they are
    /// in.
    pub(super) fn of(document: &Document<'_>) -> Result<Self, Error> {
        let mut numbers = Numbers::default();
        let mut parts = Vec::new();
        let stories = document.stories.iter().enumerate();
        for (story, read) in stories.filter(|(_, story)| story.host.is_none()) {
            let before = numbers.all.len();
            let xml = numbers.put_on(&read.body.xml);
            if numbers.all.len() == before {
                continue;
            }
            let name = read.name.clone();
            let body = Body::of(xml).map_err(|error| error.in_part(&name))?;
            parts.push(Part { name, story, body });
        }
        let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
        for number in 0..numbers.all.len() {
            let group = groups.entry(numbers.first_of(number)).or_default();
            group.push(number);
        }
        Ok(Self {
            numbers,
            parts,
            groups,
        })
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Numbered] {
        &self.numbers.all
    }

    /// The file with the numbers in it, to be read once more.
    pub(super) fn written(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut document = Document::open(bytes)?;
        for part in &self.parts {
            let xml = part.body.xml.clone();
            document.package.set(&part.name, xml.into_bytes());
        }
        document.package.write()
    }

    /// Looks at each change.
    pub(super) fn each(&self, look: &mut Look<'_>) -> Result<(), Error> {
        let look = RefCell::new(look);
        for part in &self.parts {
            let judge = |change: &Element<'_>, paragraph: usize| {
                if let Some(number) = number_of(change) {
                    look.borrow_mut()(number, change, (part.story, paragraph));
                }
                Verdict::Leave
            };
            resolve(&part.body, &judge).map_err(|error| error.in_part(&part.name))?;
        }
        Ok(())
    }

    /// Adds to the chosen changes those that cannot be settled without them.
    pub(super) fn with_their_groups(&self, chosen: &mut BTreeSet<usize>) {
        let firsts = chosen.iter().map(|number| self.numbers.first_of(*number));
        let firsts: BTreeSet<usize> = firsts.collect();
        let theirs = firsts.iter().filter_map(|first| self.groups.get(first));
        chosen.extend(theirs.flatten().copied());
    }

    /// Whether some changes are halves of moves.
    pub(super) fn are_of_a_move(&self, chosen: &BTreeSet<usize>) -> bool {
        chosen
            .iter()
            .any(|number| self.numbers.is_of_a_move(*number))
    }

    /// The parts in which something changes, by name, with changes settled.
    pub(super) fn settled(
        &self,
        verdict: &dyn Fn(usize) -> Verdict,
    ) -> Result<Vec<(String, String)>, Error> {
        let mut parts = Vec::new();
        for part in &self.parts {
            let judge = |change: &Element<'_>, _| number_of(change).map_or(Verdict::Leave, verdict);
            let settled = resolve(&part.body, &judge).map_err(|error| error.in_part(&part.name))?;
            if let Some(xml) = settled {
                parts.push((part.name.clone(), bare(&xml)));
            }
        }
        Ok(parts)
    }
}

/// The paragraphs of a document, by part and number in it, as the spots that they are read as: a
/// paragraph with boxes is read as several.
pub(super) fn spots(document: &Document<'_>) -> HashMap<(usize, usize), Vec<usize>> {
    let mut numbers: Vec<HashMap<usize, usize>> = Vec::with_capacity(document.stories.len());
    for story in &document.stories {
        let items = story.body.items.iter().enumerate();
        let paragraphs = items.filter(|(_, item)| matches!(item, Item::Paragraph(_)));
        numbers.push((0..).zip(paragraphs).map(|(n, (at, _))| (at, n)).collect());
    }
    let mut out: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (k, spot) in document.spots.iter().enumerate() {
        let (story, item) = document.outermost(spot);
        if let Some(number) = numbers[story].get(&item) {
            out.entry((story, *number)).or_default().push(k);
        }
    }
    out
}
