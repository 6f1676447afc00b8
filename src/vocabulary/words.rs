//! What single words say, asked of one table: most words of a draft say nothing.

use super::language::List;
use super::{LANGUAGES, Language};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// It opens a reference: what follows is the number of a clause or a document.
    pub refers: bool,
    /// It is the name of a month; "may" is a modal verb unless it is written with a capital.
    pub month: bool,
    /// It turns the sense round.
    pub negates: bool,
    /// It says how binding a clause is.
    pub modal: bool,
    /// It carries no substance of its own.
    pub connects: bool,
    /// It is of the name of a city that conferences and their resolutions are named after.
    pub place: bool,
    /// It is a number, or a share.
    pub number: bool,
    /// Another word must come after it: "of".
    pub unfinished: bool,
    /// It joins: "and", "or".
    pub joins: bool,
    /// It stands in all texts.
    pub common: bool,
    /// It is a number only where it is no article: "un".
    pub also_article: bool,
    /// It leads from the first label of a range to its last: "to".
    pub spans: bool,
    /// It says that a resolution was revised: "rev".
    pub revised: bool,
}

/// What is known of a word in small letters; nothing of most.
#[must_use]
pub fn word(low: &str) -> Word {
    WORDS.get(low).copied().unwrap_or_default()
}

static WORDS: LazyLock<FxHashMap<String, Word>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for language in LANGUAGES.iter() {
        of_sense(language, &mut words);
        of_citations(language, &mut words);
    }
    words
});

fn add(words: &mut FxHashMap<String, Word>, list: List, mark: fn(&mut Word)) {
    for word in list {
        mark(words.entry(word.to_lowercase()).or_default());
    }
}

fn of_sense(language: &Language, words: &mut FxHashMap<String, Word>) {
    let modals = &language.modals;
    for list in [
        modals.binding,
        modals.announcing,
        modals.advising,
        modals.allowing,
        modals.other,
    ] {
        add(words, list, |word| word.modal = true);
    }
    for forms in language.dates.months {
        add(words, forms, |word| word.month = true);
    }
    let sense = &language.sense;
    add(words, sense.negations, |word| word.negates = true);
    add(words, sense.connecting, |word| word.connects = true);
    for list in [sense.unfinished, sense.articles, sense.prepositions] {
        add(words, list, |word| word.unfinished = true);
    }
    add(words, sense.common, |word| word.common = true);
    add(words, language.dates.cities, |word| word.place = true);
    add(words, language.numbers.words, |word| word.number = true);
    add(words, language.numbers.also_articles, |word| {
        word.also_article = true;
    });
    add(words, language.joining.words, |word| word.joins = true);
    add(words, language.joining.spans, |word| word.spans = true);
}

/// Shorter marks of a revision are words of their own, too.
const SHORTEST_MARK: usize = 3;

fn of_citations(language: &Language, words: &mut FxHashMap<String, Word>) {
    let citations = &language.citations;
    for list in [
        citations.paragraphs,
        citations.subparagraphs,
        citations.articles,
        citations.resolutions,
        citations.decisions,
        citations.others,
    ] {
        add(words, list, |word| word.refers = true);
    }
    for mark in citations.revised {
        let bare = mark.trim_end_matches('.').to_lowercase();
        if bare.len() >= SHORTEST_MARK {
            words.entry(bare).or_default().revised = true;
        }
    }
    let signs = citations.points.iter().filter(|word| word.starts_with('§'));
    for sign in signs {
        words.entry((*sign).to_owned()).or_default().refers = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_tell() {
        assert!(word("shall").modal && word("должны").modal);
        assert!(word("may").modal && word("may").month);
        assert!(word("paragraph").refers && word("§").refers && word("résolution").refers);
        assert!(word("of").unfinished && word("или").joins && word("busan").place);
        assert_eq!(word("lighthouse"), Word::default());
    }
}
