//! What kind of change a clause shows: substance, or one of the kinds that readers tell apart from it.

use super::words::{is_sign, tokens};
use crate::draft::{Change, Class, Diff, View, Wording};
use rustc_hash::FxHashSet;

/// The classes of the changes in a wording, gravest first, and how many words went out and in.
pub(super) fn classify(words: &Wording) -> (Vec<Class>, Diff<u32>) {
    let mut found: FxHashSet<Class> = FxHashSet::default();
    let mut count = Diff { old: 0, new: 0 };
    let mut context = Context::default();
    let mut hunk: Vec<Sample<'_>> = Vec::new();
    for run in words.runs() {
        match run.change {
            Change::Kept => {
                judge(&hunk, &mut found);
                hunk.clear();
                if run.style.differs() {
                    found.insert(Class::Editorial);
                }
                context.read(run.text);
            }
            change => {
                let mut inner = context.clone();
                for word in words_of(run.text) {
                    if !is_sign(word) {
                        match change {
                            Change::Deleted => count.old += 1,
                            _ => count.new += 1,
                        }
                    }
                    hunk.push(Sample {
                        word,
                        change,
                        class: inner.class_of(word),
                    });
                    inner.read_word(word);
                }
                if change == Change::Inserted {
                    context = inner;
                }
            }
        }
    }
    judge(&hunk, &mut found);
    let classes = Class::ALL
        .into_iter()
        .filter(|c| found.contains(c))
        .collect();
    (classes, count)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    tokens(text)
        .into_iter()
        .map(|t| &text[t.start as usize..t.word_end as usize])
}

/// A deleted or inserted word and what it is on its own.
struct Sample<'a> {
    word: &'a str,
    change: Change,
    class: Class,
}

/// Adds the classes of one stretch of changes. A word that only changes its case, or goes and comes back, is editorial.
fn judge(hunk: &[Sample<'_>], found: &mut FxHashSet<Class>) {
    for sample in hunk {
        let same_elsewhere = hunk
            .iter()
            .any(|other| other.change != sample.change && same_word(other.word, sample.word));
        let class = if same_elsewhere {
            Class::Editorial
        } else {
            sample.class
        };
        found.insert(class);
        if class == Class::Substance && is_opposite(sample, hunk) {
            found.insert(Class::Negation);
        }
    }
}

fn same_word(one: &str, other: &str) -> bool {
    one == other || one.len() == other.len() && one.to_lowercase() == other.to_lowercase()
}

/// "insufficient" for "sufficient": a word that came or lost a negating prefix.
fn is_opposite(sample: &Sample<'_>, hunk: &[Sample<'_>]) -> bool {
    let low = sample.word.to_lowercase();
    ["in", "un", "non-", "non", "dis", "im", "ir", "il"]
        .iter()
        .any(|prefix| {
            low.strip_prefix(prefix).is_some_and(|rest| {
                rest.len() > 3
                    && hunk
                        .iter()
                        .any(|o| o.change != sample.change && o.word.to_lowercase() == rest)
            })
        })
}

/// The last words before a place, as far as they say what a number there is.
#[derive(Debug, Clone, Default)]
struct Context {
    /// Inside a reference: "paragraphs 1, 3 and …".
    in_reference: bool,
    /// Words since the last month, year or bracket of a conference.
    after_month: bool,
    after_rev: bool,
}

const REFERRING: [&str; 30] = [
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "subparagraph",
    "subparagraphs",
    "article",
    "articles",
    "annex",
    "resolution",
    "resolutions",
    "decision",
    "decisions",
    "resolves",
    "considering",
    "recognizing",
    "recalling",
    "noting",
    "instructs",
    "decides",
    "section",
    "sections",
    "§",
    "§§",
    "no",
    "nos",
    "chapter",
    "res",
    "rule",
    "option",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const NEGATIONS: [&str; 24] = [
    "not",
    "no",
    "without",
    "unless",
    "except",
    "never",
    "neither",
    "nor",
    "none",
    "cannot",
    "excluding",
    "prohibit",
    "prohibits",
    "ne",
    "pas",
    "sans",
    "sauf",
    "sin",
    "salvo",
    "не",
    "без",
    "لا",
    "دون",
    "不",
];
const MODALS: [&str; 22] = [
    "shall",
    "should",
    "may",
    "must",
    "will",
    "would",
    "can",
    "could",
    "might",
    "ought",
    "doit",
    "doivent",
    "devrait",
    "devraient",
    "peut",
    "peuvent",
    "debe",
    "deben",
    "debería",
    "deberían",
    "должны",
    "должен",
];
const CONNECTING: [&str; 12] = [
    "also", "further", "and", "or", "the", "a", "an", "that", "as", "well", "et", "y",
];
const PLACES: [&str; 24] = [
    "busan",
    "guadalajara",
    "dubai",
    "antalya",
    "marrakesh",
    "minneapolis",
    "kyoto",
    "hyderabad",
    "johannesburg",
    "hammamet",
    "geneva",
    "tunis",
    "doha",
    "bucharest",
    "nairobi",
    "vienna",
    "paris",
    "buenos",
    "aires",
    "kigali",
    "new",
    "york",
    "baku",
    "rio",
];

impl Context {
    /// What a word is on its own, at this place.
    fn class_of(&self, word: &str) -> Class {
        let low = word.to_lowercase();
        let has_digit = word.bytes().any(|b| b.is_ascii_digit());
        if is_sign(word) {
            return if matches!(word, "[" | "]" | "［" | "］") {
                Class::Bracket
            } else {
                Class::Editorial
            };
        }
        if word.contains('/') && has_digit || self.in_reference && (has_digit || low.len() == 1) {
            Class::Reference
        } else if is_year(word)
            || MONTHS.contains(&low.as_str()) && word != "may"
            || self.after_month && has_digit
        {
            Class::DateOrPlace
        } else if low == "rev"
            || PLACES.contains(&low.as_str())
                && word.starts_with(char::is_uppercase)
                && low != "new"
        {
            Class::DateOrPlace
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            Class::Number
        } else if NEGATIONS.contains(&low.as_str()) {
            Class::Negation
        } else if MODALS.contains(&low.as_str()) {
            Class::ModalVerb
        } else if CONNECTING.contains(&low.as_str()) || is_note_sign(word) {
            Class::Editorial
        } else {
            Class::Substance
        }
    }

    fn read(&mut self, text: &str) {
        // Only the end of a stretch matters to what follows it.
        let start = text.len().saturating_sub(120);
        let start = (start..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        for word in words_of(&text[start..]) {
            self.read_word(word);
        }
    }

    fn read_word(&mut self, word: &str) {
        let low = word.to_lowercase();
        let has_digit = word.bytes().any(|b| b.is_ascii_digit());
        let keeps_on = has_digit
            || word.chars().count() == 1
            || matches!(low.as_str(), "and" | "to" | "or" | "bis" | "ter");
        self.in_reference = REFERRING.contains(&low.as_str()) || self.in_reference && keeps_on;
        self.after_month = MONTHS.contains(&low.as_str());
        self.after_rev = low == "rev";
    }
}

fn is_note_sign(word: &str) -> bool {
    word.chars().all(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c))
}

fn is_year(word: &str) -> bool {
    word.split('-')
        .all(|part| part.len() == 4 && part.parse::<u32>().is_ok_and(|n| (1900..2100).contains(&n)))
}

/// The classes of a clause that stands in one draft only.
pub(super) fn classify_whole(words: &Wording, view: View) -> (Vec<Class>, Diff<u32>) {
    let count = words_of(&words.text(view)).filter(|w| !is_sign(w)).count();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let words = match view {
        View::Base => Diff { old: count, new: 0 },
        View::Revised => Diff { old: 0, new: count },
    };
    (vec![Class::Substance], words)
}

#[cfg(test)]
mod tests {
    use super::super::diff::diff;
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[Class]) {
        let marked = diff(&Wording::plain(old), &Wording::plain(new));
        assert_eq!(classify(&marked).0, expected, "{old} | {new}");
    }

    #[test]
    fn classes() {
        check(
            "States should act;",
            "States shall act;",
            &[Class::ModalVerb],
        );
        check(
            "resolves 1, 2 and 3 above",
            "resolves 1, 3 and 4 above",
            &[Class::Reference],
        );
        check(
            "Notes the report;",
            "Also notes the report.",
            &[Class::Editorial],
        );
        check(
            "(Guadalajara, 2010)",
            "(Busan, 2014)",
            &[Class::DateOrPlace],
        );
        check(
            "such as insufficient resources",
            "such as sufficient resources",
            &[Class::Substance, Class::Negation],
        );
        check("do so", "do not so", &[Class::Negation]);
        check(
            "at least 26 per cent",
            "at least 30 per cent",
            &[Class::Number],
        );
        check("the [new] text", "the new text", &[Class::Bracket]);
        check(
            "resolution 65/141",
            "resolution 66/184",
            &[Class::Reference],
        );
        check("the plan", "the strategy", &[Class::Substance]);
        assert_eq!(
            classify(&diff(&Wording::plain("a b c"), &Wording::plain("a d c e"))).1,
            Diff { old: 1, new: 2 }
        );
    }
}
