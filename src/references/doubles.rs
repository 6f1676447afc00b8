//! One document under two numbers: "resolution 68/302" here, "68/502" there, with the same words
//! around.
//!
//! Two numbers are one document by mistake if they are one sign apart (a wrong digit, or two that
//! changed places) and the words around say so: at least two pairs of neighbouring words are
//! shared. Many resolutions of one day differ in one digit: numbers that stand in one sentence, or
//! that are given different days, are different documents.

use crate::draft::{CitedDocument, Mention};
use crate::vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Two normal forms that mean one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Double {
    /// Places in the list of documents: the one that is named more often first.
    pub(super) documents: [usize; 2],
    /// The words that both stand among.
    pub(super) shared: Vec<String>,
}

/// Finds them. `around` gives the words around the mentions of a document.
pub(super) fn doubles(
    documents: &[CitedDocument],
    around: impl Fn(usize) -> Vec<String>,
) -> Vec<Double> {
    let told: Vec<OnceCell<Told>> = vec![OnceCell::new(); documents.len()];
    let told = |k: usize| told[k].get_or_init(|| Told::of(&documents[k], &around(k)));
    let mut shapes: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (k, document) in documents.iter().enumerate() {
        for shape in shapes_of(&document.form) {
            shapes.entry(shape).or_default().push(k);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for group in shapes.into_values().filter(|g| g.len() <= MOST_ALIKE) {
        for (n, a) in group.iter().enumerate() {
            pairs.extend(group[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let pairs = pairs.into_iter().filter(|(a, b)| a != b);
    pairs
        .filter_map(|(a, b)| {
            let (one, other) = (&documents[a], &documents[b]);
            let (left, right) = (told(a), told(b));
            if left.is_apart_from(right) {
                return None;
            }
            let shared = left.shared(right);
            if shared.len() < LEAST_SHARED {
                return None;
            }
            let documents = if other.mentions.len() > one.mentions.len() {
                [b, a]
            } else {
                [a, b]
            };
            Some(Double { documents, shared })
        })
        .collect()
}

/// Pairs of neighbouring words that both must have.
const LEAST_SHARED: usize = 2;
/// A shape that more documents have than this tells nothing.
const MOST_ALIKE: usize = 64;

/// A form with each of its digits left open in turn, and with each pair of neighbours in order:
/// forms one sign apart share one of these.
fn shapes_of(form: &str) -> Vec<String> {
    let Some((head, number)) = form
        .rsplit_once('/')
        .filter(|(head, _)| head.starts_with(['A', 'E', 'S']))
    else {
        return Vec::new();
    };
    // "B" of 57/270 B tells parts apart, and a number of one digit has none that could be wrong
    // beside a right one.
    if number.len() < 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let signs: Vec<char> = number.chars().collect();
    let mut out = Vec::new();
    for k in 0..signs.len() {
        let mut open = signs.clone();
        open[k] = '?';
        out.push(format!("{head}/{}", open.iter().collect::<String>()));
        if k + 1 < signs.len() && signs[k] != signs[k + 1] {
            let mut swapped = signs.clone();
            if swapped[k] > swapped[k + 1] {
                swapped.swap(k, k + 1);
            }
            out.push(format!("{head}/{}~{k}", swapped.iter().collect::<String>()));
        }
    }
    out
}

/// What the mentions of one document say of it.
#[derive(Clone)]
struct Told {
    /// Where it is named.
    places: FxHashSet<(Arc<str>, u32, Arc<str>)>,
    /// The days that it is given.
    dates: FxHashSet<String>,
    /// The pairs of words around it, in order, and the same for looking them up.
    pairs: Vec<Rc<str>>,
    known: FxHashSet<Rc<str>>,
}

impl Told {
    fn of(document: &CitedDocument, around: &[String]) -> Self {
        let place = |m: &Mention| (m.source.clone(), m.line, m.address.clone());
        let dates = document.mentions.iter().filter_map(|m| m.date.clone());
        let mut known: FxHashSet<Rc<str>> = FxHashSet::default();
        let pairs = pairs(around).map(Rc::<str>::from);
        Self {
            places: document.mentions.iter().map(place).collect(),
            dates: dates.collect(),
            pairs: pairs.filter(|pair| known.insert(Rc::clone(pair))).collect(),
            known,
        }
    }

    /// Whether the words themselves say that the two are different.
    fn is_apart_from(&self, other: &Self) -> bool {
        let are_dated = !self.dates.is_empty() && !other.dates.is_empty();
        let (few, many) = if self.places.len() < other.places.len() {
            (&self.places, &other.places)
        } else {
            (&other.places, &self.places)
        };
        few.iter().any(|place| many.contains(place))
            || are_dated && self.dates.is_disjoint(&other.dates)
    }

    fn shared(&self, other: &Self) -> Vec<String> {
        let shared = self.pairs.iter().filter(|pair| other.known.contains(*pair));
        shared.map(|pair| pair.as_ref().to_owned()).collect()
    }
}

/// Pairs of neighbouring words that carry sense.
fn pairs(texts: &[String]) -> impl Iterator<Item = String> {
    texts.iter().flat_map(|text| {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .filter(|word| word.chars().count() > 3 && !vocabulary::word(word).common)
            .collect();
        words
            .windows(2)
            .map(|pair| pair.join(" "))
            .filter(|pair| !vocabulary::organ_pairs().contains(&pair.as_str()))
            .collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(form: &str, source: &str, date: Option<&str>) -> CitedDocument {
        CitedDocument {
            form: form.to_owned(),
            mentions: vec![Mention {
                source: source.into(),
                date: date.map(str::to_owned),
                line: 1,
                ..Mention::default()
            }],
        }
    }

    fn found(one: CitedDocument, other: CitedDocument, a: &str, b: &str) -> usize {
        doubles(&[one, other], |k| vec![[a, b][k].to_owned()]).len()
    }

    const REVIEW: &str = "on modalities for the overall review of the lighthouses of the coast";

    #[test]
    fn a_wrong_digit_among_the_same_words() {
        let of = |form| cited(form, form, None);
        assert_eq!(
            found(of("A/RES/68/302"), of("A/RES/68/502"), REVIEW, REVIEW),
            1
        );
        assert_eq!(
            found(of("A/RES/68/302"), of("A/RES/68/320"), REVIEW, REVIEW),
            1
        );
        assert_eq!(
            found(of("A/RES/68/302"), of("A/RES/68/302 B"), REVIEW, REVIEW),
            0
        );
        assert_eq!(
            found(of("A/RES/68/302"), of("A/RES/68/511"), REVIEW, REVIEW),
            0
        );
        assert_eq!(
            found(
                of("A/RES/68/302"),
                of("A/RES/68/502"),
                REVIEW,
                "on fish and nets"
            ),
            0
        );
    }

    #[test]
    fn neighbours_in_one_sentence_and_on_other_days_are_two() {
        let same = |form| cited(form, "one", None);
        assert_eq!(
            found(same("A/RES/62/182"), same("A/RES/62/186"), REVIEW, REVIEW),
            0
        );
        let of = |form, date| cited(form, form, Some(date));
        assert_eq!(
            found(
                of("A/RES/62/182", "19 December 2007"),
                of("A/RES/62/186", "20 December 2007"),
                REVIEW,
                REVIEW
            ),
            0
        );
    }
}
