//! What a paragraph is in one draft, apart from its words: kind, depth, label, place; and how it is
//! cited.

use crate::draft::{Diff, Kind, Label, Paragraph, Place, View};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{BuildHasher, Hash};

/// What a paragraph is in one draft, apart from its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Face {
    /// What it is in the anatomy of a resolution.
    pub kind: Kind,
    /// How deep it lies.
    pub depth: u8,
    /// Its label, if it has one.
    pub label: Option<Box<str>>,
    /// How many opening brackets at the start of the words are printed before the label.
    pub lead: u8,
    /// Where it lies, if not in the text itself.
    pub place: Option<Place>,
    /// How sure the reading of the label is; the bits of a number from 0 to 1, so that faces can be
    /// compared.
    confidence: u32,
}

/// How people cite a paragraph in one draft, and the section it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Cited {
    /// The address: `resolves 3`.
    pub address: Box<str>,
    /// The section: `resolves`.
    pub section: Box<str>,
}

impl Face {
    /// The face of a paragraph of an unmarked draft.
    pub(crate) fn of(paragraph: &Paragraph) -> Self {
        let label = paragraph.label.as_deref();
        Self {
            kind: paragraph.kind,
            depth: paragraph.depth.new,
            label: label.and_then(|l| l.text.new.clone()),
            lead: label.map_or(0, |l| l.lead.new),
            place: paragraph.place_in(View::Revised).cloned(),
            confidence: label.map_or(1.0, |l| l.confidence).to_bits(),
        }
    }

    /// An unmarked paragraph with this face, still without words.
    pub(crate) fn paragraph(&self, line: u32) -> Paragraph {
        Paragraph {
            kind: self.kind,
            depth: Diff::same(self.depth),
            place: self.place.clone().map(|place| Box::new(Diff::same(place))),
            label: self.label.clone().map(|text| {
                Box::new(Label {
                    text: Diff::same(Some(text)),
                    lead: Diff::same(self.lead),
                    printed: None,
                    confidence: self.confidence(),
                    origin: Diff::same(0),
                })
            }),
            line: Diff::same(line),
            ..Paragraph::default()
        }
    }

    /// How sure the reading of the label is, from 0 to 1.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        f32::from_bits(self.confidence)
    }
}

/// Values that many share, each kept once and known by its number.
#[derive(Debug, Clone)]
pub(crate) struct Shared<T> {
    all: Vec<T>,
    /// The numbers by the hash of their value; where another value has it, by the next free one.
    numbers: FxHashMap<u64, u32>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }
}

impl<T: Eq + Hash> Shared<T> {
    /// The number of a value.
    pub(crate) fn number(&mut self, value: T) -> u32 {
        let mut key = FxBuildHasher.hash_one(&value);
        while let Some(number) = self.numbers.get(&key) {
            if *self.get(*number) == value {
                return *number;
            }
            key = key.wrapping_add(1);
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(value);
        self.numbers.insert(key, number);
        number
    }

    /// The value with a number that [`Shared::number`] gave.
    pub(crate) fn get(&self, number: u32) -> &T {
        &self.all[number as usize]
    }
}
