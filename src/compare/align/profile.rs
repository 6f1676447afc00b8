//! What the aligner knows of each unit: its words as sorted keys, with what each word is worth.

use super::units::{Text, Unit, hash};
use crate::compare::words::{is_sign, keys_into, tokens};
use crate::draft::{Kind, Paragraph, View};
use rustc_hash::{FxHashMap, FxHasher};
use std::cell::OnceCell;
use std::hash::Hasher;
use std::rc::Rc;

/// The units of one draft, as the aligner sees them.
pub(super) struct Profiles<'a> {
    pub(super) all: Vec<Profile>,
    pub(super) units: Vec<Unit>,
    pub(super) paragraphs: &'a [Paragraph],
    /// The keys of each unit's tokens, in reading order, once they were asked for: most units find
    /// a partner with the same text, and their words are never looked at.
    keys: Vec<OnceCell<Box<[u32]>>>,
    /// The bag of each unit, once it was asked for: a clause is compared with many others.
    bags: Vec<OnceCell<Rc<Bag>>>,
}

/// One unit, as the aligner sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    pub(super) kind: Kind,
    /// Equal for holders of the same shape; 0 for a paragraph.
    shape: u32,
    /// A hash of its text: equal for equal text.
    pub(super) exact: u64,
    /// A hash of the name of its section.
    pub(super) section: u32,
    /// A hash of its label; 0 where it has none.
    pub(super) label: u32,
    /// The clause that its list belongs to, by its place among the units; itself if it is in no
    /// list.
    pub(super) top: u32,
    /// How long its text is, in bytes.
    pub(super) size: u32,
}

impl Profile {
    /// Whether two units are of one sort.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let is_soft = |kind: Kind| matches!(kind, Kind::Clause | Kind::Masthead | Kind::Closing);
        self.shape == other.shape
            && (self.kind == other.kind || is_soft(self.kind) && is_soft(other.kind))
    }

    /// Whether two clauses have the same number in sections of the same name.
    pub(super) fn has_place_of(&self, other: &Self) -> bool {
        let is_clause = self.kind == Kind::Clause && other.kind == Kind::Clause;
        is_clause && self.label != 0 && self.label == other.label && self.section == other.section
    }
}

impl<'a> Profiles<'a> {
    /// Looks at some units of an unmarked draft.
    pub(super) fn of(text: &Text<'a>, units: Vec<Unit>) -> Self {
        let mut all: Vec<Profile> = Vec::with_capacity(units.len());
        let mut top = 0;
        for (at, unit) in units.iter().enumerate() {
            let mut profile = profile(text, unit);
            let depth = text.draft.paragraphs[unit.paragraphs.start].depth.new;
            if depth == 0 || profile.kind != Kind::Clause {
                top = u32::try_from(at).unwrap_or(u32::MAX);
            }
            profile.top = top;
            all.push(profile);
        }
        Self {
            keys: vec![OnceCell::new(); all.len()],
            bags: vec![OnceCell::new(); all.len()],
            all,
            units,
            paragraphs: &text.draft.paragraphs,
        }
    }

    /// The keys of a unit's tokens, in reading order.
    pub(super) fn keys(&self, index: usize) -> &[u32] {
        self.keys[index].get_or_init(|| {
            let mut keys = Vec::with_capacity(self.all[index].size as usize / 5 + 2);
            for paragraph in &self.paragraphs[self.units[index].paragraphs.clone()] {
                keys_into(paragraph.words.all(), &mut keys);
            }
            keys.into_boxed_slice()
        })
    }

    /// The words of a unit, weighed: always by the same worths.
    fn bag(&self, index: usize, worth: &Worth) -> &Rc<Bag> {
        self.bags[index].get_or_init(|| Rc::new(Bag::of_keys(self.keys(index), worth)))
    }

    /// Equal for units that say the same and are of one sort.
    pub(super) fn key(&self, index: usize) -> u64 {
        let profile = &self.all[index];
        profile.exact ^ u64::from(profile.shape).rotate_left(32)
    }

    /// Equal for units of one sort that say the same, whatever numbers they say it of.
    pub(super) fn key_without_numbers(&self, index: usize) -> u64 {
        let mut hasher = FxHasher::default();
        for paragraph in &self.paragraphs[self.units[index].paragraphs.clone()] {
            let text = paragraph.words.all();
            for part in text.split(char::is_numeric) {
                // The parts of a text are told apart by a sign that no text has.
                if !part.is_empty() {
                    hasher.write(part.as_bytes());
                    hasher.write_u8(0xff);
                }
            }
            hasher.write_u8(soft(paragraph.kind) as u8);
        }
        hasher.finish() ^ u64::from(self.all[index].shape).rotate_left(32)
    }

    /// How many words and signs a unit has.
    pub(super) fn words(&self, index: usize) -> usize {
        self.keys(index).len()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

/// The kind of a paragraph, but where a masthead ends is a matter of reading.
const fn soft(kind: Kind) -> Kind {
    match kind {
        Kind::Masthead | Kind::Closing => Kind::Clause,
        kind => kind,
    }
}

fn profile(text: &Text<'_>, unit: &Unit) -> Profile {
    let paragraphs = &text.draft.paragraphs[unit.paragraphs.clone()];
    let mut hasher = FxHasher::default();
    let mut size = 0;
    for paragraph in paragraphs {
        let words = paragraph.words.all();
        size += words.len();
        hasher.write(words.as_bytes());
        hasher.write_u8(soft(paragraph.kind) as u8);
    }
    let first = paragraphs.first();
    let label = first.and_then(|p| p.label_in(View::Revised));
    let is_single = unit.holder.is_none();
    Profile {
        kind: first
            .filter(|_| is_single)
            .map_or(Kind::Furniture, |p| p.kind),
        shape: Text::shape(unit),
        exact: hasher.finish(),
        section: text
            .sections
            .get(unit.paragraphs.start)
            .copied()
            .unwrap_or(0),
        label: label
            .filter(|_| is_single)
            .map_or(0, |l| hash(l.as_bytes())),
        top: 0,
        size: u32::try_from(size).unwrap_or(u32::MAX),
    }
}

/// How much of the likeness is in the words alone; the rest is in pairs of neighbouring words.
const WORDS: f32 = 0.675;

/// What a word is worth: rare words tell clauses apart, stock phrases do not, signs hardly count.
pub(super) struct Worth {
    worth: FxHashMap<u32, f32>,
    unknown: f32,
}

/// Which words are common is known from this many paragraphs of a draft; of longer drafts, evenly
/// spread ones.
const SAMPLE: usize = 500;

impl Worth {
    /// Counts in how many paragraphs of both drafts each word stands.
    pub(super) fn of(old: &Profiles<'_>, new: &Profiles<'_>) -> Self {
        let mut seen: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        let mut stamp = 0;
        for profiles in [old, new] {
            for index in (0..profiles.len()).step_by(profiles.len().div_ceil(SAMPLE).max(1)) {
                stamp += 1;
                for key in profiles.keys(index) {
                    let (count, last) = seen.entry(*key).or_default();
                    if *last != stamp {
                        *count += 1;
                        *last = stamp;
                    }
                }
            }
        }
        let paragraphs = stamp.max(1) as f32;
        // The order in which the map is walked does not matter: each value depends on its own count
        // alone.
        let mut worth: FxHashMap<u32, f32> = seen
            .into_iter()
            .map(|(key, (count, _))| (key, (1.0 + paragraphs / (2.0 * count as f32)).ln()))
            .collect();
        for sign in [
            ".", ",", ";", ":", "(", ")", "[", "]", "\"", "'", "-", "–", "/",
        ] {
            for token in tokens(sign) {
                if is_sign(sign) {
                    worth.insert(token.key, 0.05);
                }
            }
        }
        // A word that the sample lacks stands in one paragraph of each draft.
        let unknown = (1.0 + paragraphs / 4.0).ln();
        Self { worth, unknown }
    }

    /// One by which every word is worth the same.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self {
            worth: FxHashMap::default(),
            unknown: 1.0,
        }
    }

    /// How many rare words weigh as much.
    pub(super) fn in_rare_words(&self, worth: f32) -> f32 {
        worth / self.unknown.max(f32::MIN_POSITIVE)
    }

    pub(super) fn get(&self, key: u32) -> f32 {
        self.worth.get(&key).copied().unwrap_or(self.unknown)
    }
}

/// The words of one or several paragraphs as sorted keys, and the pairs of neighbouring words.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    words: Vec<(u32, f32)>,
    pairs: Vec<(u32, f32)>,
    worth: f32,
    pairs_worth: f32,
}

impl Bag {
    /// The bag of some units together. No pair is of words of two units.
    pub(super) fn of(
        profiles: &Profiles<'_>,
        mut units: impl Iterator<Item = usize>,
        worth: &Worth,
    ) -> Rc<Self> {
        let Some(first) = units.next() else {
            return Rc::default();
        };
        let first = profiles.bag(first, worth);
        let Some(second) = units.next() else {
            return Rc::clone(first);
        };
        let mut all = Self::clone(first);
        for unit in std::iter::once(second).chain(units) {
            let next = profiles.bag(unit, worth);
            all.words.extend_from_slice(&next.words);
            all.pairs.extend_from_slice(&next.pairs);
        }
        // Each is sorted already, which a stable sort makes use of.
        all.words.sort_by_key(|(key, _)| *key);
        all.pairs.sort_by_key(|(key, _)| *key);
        Rc::new(all.weighed())
    }

    /// The bag of one unit, by the keys of its tokens.
    fn of_keys(keys: &[u32], worth: &Worth) -> Self {
        let mut bag = Self {
            words: Vec::with_capacity(keys.len()),
            pairs: Vec::with_capacity(keys.len()),
            ..Self::default()
        };
        let mut before: Option<(u32, f32)> = None;
        for key in keys {
            let value = worth.get(*key);
            bag.words.push((*key, value));
            if let Some((last, last_value)) = before {
                let pair = last.rotate_left(7) ^ *key;
                bag.pairs.push((pair, (value * last_value).sqrt()));
            }
            before = Some((*key, value));
        }
        bag.words.sort_unstable_by_key(|(key, _)| *key);
        bag.pairs.sort_unstable_by_key(|(key, _)| *key);
        bag.weighed()
    }

    fn weighed(mut self) -> Self {
        self.worth = self.words.iter().map(|(_, worth)| worth).sum();
        self.pairs_worth = self.pairs.iter().map(|(_, worth)| worth).sum();
        self
    }

    /// How alike two bags are, from 0 to 1: the worth of the shared words and word pairs (Dice's
    /// coefficient of each).
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        if self.worth + other.worth <= 0.0 {
            return if self.words.is_empty() && other.words.is_empty() {
                1.0
            } else {
                0.0
            };
        }
        let words = 2.0 * shared(&self.words, &other.words) / (self.worth + other.worth);
        let pairs_worth = self.pairs_worth + other.pairs_worth;
        let pairs = if pairs_worth > 0.0 {
            2.0 * shared(&self.pairs, &other.pairs) / pairs_worth
        } else {
            words
        };
        WORDS * words + (1.0 - WORDS) * pairs
    }

    /// No more than this is the likeness of a bag and the bag of these parts together: what is
    /// shared weighs no more than the lighter of the two.
    pub(super) fn most_like(&self, parts: &[Rc<Self>]) -> f32 {
        const ROUNDING: f32 = 1e-3;
        let worth: f32 = parts.iter().map(|part| part.worth).sum();
        let pairs: f32 = parts.iter().map(|part| part.pairs_worth).sum();
        let dice =
            |one: f32, other: f32| 2.0 * one.min(other) / (one + other).max(f32::MIN_POSITIVE);
        // Between the parts there are pairs of words, too: where the parts are lighter, nothing is
        // known.
        let pairs = if pairs > self.pairs_worth && self.pairs_worth > 0.0 {
            dice(self.pairs_worth, pairs)
        } else {
            1.0
        };
        WORDS * dice(self.worth, worth) + (1.0 - WORDS) * pairs + ROUNDING
    }

    /// What all its words are worth.
    pub(super) const fn worth(&self) -> f32 {
        self.worth
    }

    /// How much of this bag's words and pairs the other holds, from 0 to 1.
    pub(super) fn covered_by(&self, other: &Self) -> f32 {
        if self.worth <= 0.0 {
            return 0.0;
        }
        let words = shared(&self.words, &other.words) / self.worth;
        let pairs = if self.pairs_worth > 0.0 {
            shared(&self.pairs, &other.pairs) / self.pairs_worth
        } else {
            words
        };
        WORDS * words + (1.0 - WORDS) * pairs
    }
}

/// The worth of what two sorted lists share, counted as often as both hold it.
fn shared(one: &[(u32, f32)], other: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < one.len() && j < other.len() {
        match one[i].0.cmp(&other[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += one[i].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
