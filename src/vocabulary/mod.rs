//! The words that readers of negotiated texts know: organs, verbs, headings, suffixes, months, and
//! all others, in each language that drafts are written in.
//!
//! The words are data: `languages/` has one file a language, which `build.rs` makes constants of. A
//! new language is a new file and its name in `build.rs`. What is asked here is asked of all
//! languages at once: drafts mix them.
//!
//! It is the lowest of the rooms: it uses nothing of ours, and all others may use it.

mod citing;
mod dates;
mod labels;
mod language;
mod notes;
mod opening;
mod pages;
mod prefixes;
mod sense;
mod states;
pub(crate) mod unseen;
mod words;

pub use citing::*;
pub use dates::*;
pub use labels::*;
pub use notes::*;
pub use opening::*;
pub use pages::*;
pub use prefixes::begins;
pub use sense::*;
pub use states::names_a_state;
pub use words::*;

use language::*;
use opening::in_small_letters;

// All languages, `LANGUAGES`.
include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// One list of all languages, each word once, the longest first: where one word begins another, the
/// longer one is meant.
fn gather(list: impl Fn(&'static Language) -> &'static [&'static str]) -> Box<[&'static str]> {
    let mut words: Vec<&'static str> = Vec::new();
    for word in LANGUAGES.iter().flat_map(list) {
        if !words.contains(word) {
            words.push(word);
        }
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.into()
}

/// Defines functions that give one list of all languages.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident: $($group:ident . $field:ident),+;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static [&'static str] {
            static LIST: std::sync::LazyLock<Box<[&'static str]>> = std::sync::LazyLock::new(|| {
                let mut words = Vec::new();
                $(words.extend($crate::vocabulary::gather(|l| l.$group.$field));)+
                words.sort_by_key(|word: &&str| std::cmp::Reverse(word.len()));
                words.dedup();
                words.into()
            });
            &LIST
        }
    )*};
}
use lists;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_complete() {
        for (place, language) in LANGUAGES.iter().enumerate() {
            let is_complete = language.dates.months.len() == 12
                && language.dates.short_months.len() == 12
                && language.dates.months.iter().all(|forms| !forms.is_empty())
                && !language.organs.openings.is_empty()
                && !language.organs.nouns.is_empty()
                && language.verbs.preambular.len() >= 20
                && language.verbs.deciding.len() >= 4
                && !language.verbs.requesting.is_empty()
                && language.verbs.operative.len() >= 15
                && !language.labels.option_stems.is_empty()
                && !language.citations.articles.is_empty()
                && !language.modals.binding.is_empty()
                && !language.sense.negations.is_empty()
                && !language.sense.formulas.is_empty()
                && !language.citations.this_conference.is_empty()
                && !language.pages.houses.is_empty()
                && !language.pages.formal.is_empty()
                && !language.pages.meetings.is_empty();
            assert!(is_complete, "language {place}");
        }
    }
}
