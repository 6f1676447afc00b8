//! Words that turn the sense of a sentence: opposites, conditions, and how binding a verb is.

use super::prefixes::Prefixes;
use super::{LANGUAGES, Language, lists};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

lists! {
    /// What makes a word its opposite: "in" of "insufficient".
    negating_prefixes: sense.negating;
    /// What is no opposite though it looks like one: "formation" and "information".
    no_opposites: sense.no_opposites;
    /// Endings that a word is known without: "ing", "ed".
    word_endings: sense.endings;
    /// Phrases that make what is said depend on something, or narrow it.
    conditions: sense.conditions;
    /// Words that open a condition set off by commas: ", on terms that all agree to,".
    condition_openings: sense.condition_openings;
    /// Articles and possessive pronouns, after which a noun must come.
    articles: sense.articles;
    /// Articles that are pronouns, too: after a comma no noun need come after them.
    also_pronouns: sense.also_pronouns;
    /// Prepositions, after which a noun must come, too.
    prepositions: sense.prepositions;
    /// What nearly every decision of a house says at its end, in small letters.
    formulas: sense.formulas;
    /// Long words of every draft that no other word is one slip away from.
    well_known_words: sense.well_known;
    /// Parts of words that are none by themselves, and after which no writer sets a hyphen.
    parted_endings: pages.parted;
}

/// The bytes of each prefix at the start of a word that makes it its opposite, the longest first.
pub fn negating_prefixes_at(word: &str) -> impl Iterator<Item = usize> {
    static PREFIXES: LazyLock<Prefixes> =
        LazyLock::new(|| Prefixes::of(negating_prefixes().iter().copied()));
    PREFIXES.at(word).map(|(taken, _)| taken)
}

/// Whether two stems are opposites because people say so: "increas" and "reduc".
#[must_use]
pub fn are_opposite_stems(one: &str, other: &str) -> bool {
    let sides = |stem: &str| OPPOSITES.get(stem).map_or(&[][..], Vec::as_slice);
    let others = sides(other);
    !others.is_empty()
        && sides(one)
            .iter()
            .any(|(pair, side)| others.contains(&(*pair, !side)))
}

/// Beginnings of words that are one slip apart and mean two things: "adapt" and "adopt".
pub fn look_alikes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pairs = LANGUAGES.iter().flat_map(|l| l.sense.look_alikes);
    pairs.copied()
}

/// For each stem, the pairs it is in, and on which side.
static OPPOSITES: LazyLock<FxHashMap<&'static str, Vec<(usize, bool)>>> = LazyLock::new(|| {
    let mut stems: FxHashMap<&'static str, Vec<(usize, bool)>> = FxHashMap::default();
    let pairs = LANGUAGES.iter().flat_map(|l| l.sense.opposites);
    for (pair, (left, right)) in pairs.enumerate() {
        for (list, side) in [(left, false), (right, true)] {
            for stem in *list {
                stems.entry(stem).or_default().push((pair, side));
            }
        }
    }
    stems
});

/// How binding a modal verb is, from 1: "may", "should", "will", "shall"; none for words that bind
/// nobody.
#[must_use]
pub fn force_of_modal(low: &str) -> Option<u8> {
    static FORCES: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
        let of = |language: &'static Language| {
            let modals = &language.modals;
            let lists = [
                modals.allowing,
                modals.advising,
                modals.announcing,
                modals.binding,
            ];
            let ranked = (1..).zip(lists);
            ranked.flat_map(|(force, list)| list.iter().map(move |w| (*w, force)))
        };
        LANGUAGES.iter().flat_map(of).collect()
    });
    FORCES.get(low).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites_and_forces() {
        assert!(are_opposite_stems("increas", "reduc") && are_opposite_stems("reduc", "increas"));
        assert!(!are_opposite_stems("increas", "expand") && !are_opposite_stems("x", "reduc"));
        assert_eq!(force_of_modal("shall"), Some(4));
        assert_eq!(force_of_modal("might"), Some(1));
        assert_eq!(force_of_modal("would"), None);
        assert_eq!(super::super::force_of_verb("decides"), Some(5));
        assert_eq!(super::super::force_of_verb("notes"), Some(1));
    }
}
