//! The words of labels: "Article", "Annex", "Option", `bis`, `alt`, 第…条.

use super::prefixes::Prefixes;
use super::{LANGUAGES, gather, lists};
use std::sync::LazyLock;

lists! {
    /// Short words for a preambular paragraph, with a number right after them: `PP`.
    preambular_marks: labels.preambular_marks;
    /// Short words for an operative paragraph, with a number right after them: `OP`.
    operative_marks: labels.operative_marks;
    /// The words of options.
    option_words: labels.options, labels.glued_options;
    /// What options are called, those that no label is read by among them: "Version".
    option_names: labels.options, labels.glued_options, labels.also_options;
    /// What says what something is an option for: "for ".
    option_purposes: labels.option_purposes;
    /// What the word of an option begins with, in small letters.
    option_stems: labels.option_stems;
    /// What a heading begins with that opens an annex.
    annex_words: labels.annexes, labels.annex_openings;
    /// What stands after the number of a heading in Chinese: 条, 章.
    counted_headings: labels.counted_headings;
    /// What stands after the number of a clause in Chinese: 款, 段.
    counted_clauses: labels.counted_clauses;
    /// What follows the digits of an ordinal number: `st`, `th`.
    ordinal_endings: labels.ordinal_endings;
    /// The words for another wording of the same clause: `alt`.
    alternative_marks: labels.alternatives;
}

/// The words that labels begin with, each with the space after it, if it has one: `Article `, `OP`.
/// Marks come last, so that `OP 2` is read with its space.
#[must_use]
pub fn label_words() -> &'static [&'static str] {
    &LABEL_WORDS.0
}

/// The words of [`label_words`] that a text begins with, in capitals or not, the longest first: how
/// many bytes of the text each takes.
pub fn label_words_at(text: &str) -> impl Iterator<Item = usize> {
    LABEL_WORDS.1.at(text).map(|(taken, _)| taken)
}

/// Whether a text begins with a word that labels begin with, in capitals or not.
#[must_use]
pub fn begins_with_label_word(text: &str) -> bool {
    label_words_at(text).next().is_some()
}

static LABEL_WORDS: LazyLock<(Vec<&'static str>, Prefixes)> = LazyLock::new(|| {
    let spaced = |word: &str| -> &'static str { format!("{word} ").leak() };
    let mut words: Vec<&'static str> = Vec::new();
    for language in LANGUAGES.iter() {
        let labels = &language.labels;
        let lists = [labels.headings, labels.annexes, labels.options];
        words.extend(lists.into_iter().flatten().map(|word| spaced(word)));
    }
    let marks = [preambular_marks(), operative_marks()].concat();
    words.extend(marks.iter().map(|word| spaced(word)));
    words.extend(marks);
    words.extend(gather(|l| l.labels.glued_options));
    words.extend(gather(|l| l.labels.glued_annexes));
    let mut seen = rustc_hash::FxHashSet::default();
    words.retain(|word| seen.insert(*word));
    let index = Prefixes::of(words.iter().copied());
    (words, index)
});

/// Whether a word is that of a block alternative, in capitals or not, perhaps with its number:
/// "Option 1", "Вариант".
#[must_use]
pub fn is_option_word(text: &str) -> bool {
    static STEMS: LazyLock<Prefixes> =
        LazyLock::new(|| Prefixes::of(option_stems().iter().copied()));
    STEMS.at(text).next().is_some()
}

/// Whether a heading begins with the word for an annex, in capitals or not: "Annex II",
/// "Приложение", "附件一".
#[must_use]
pub fn is_annex_word(text: &str) -> bool {
    static WORDS: LazyLock<Prefixes> =
        LazyLock::new(|| Prefixes::of(annex_words().iter().copied()));
    WORDS.at(text).next().is_some()
}

/// Whether a text begins with the word of an option and no letter after it: "Option 1",
/// "Alternative text".
#[must_use]
pub fn opens_option(text: &str) -> bool {
    let end = super::begins(option_words(), text);
    end.is_some_and(|end| !text[end..].starts_with(char::is_alphabetic))
}

/// Whether a label begins with the mark of a preambular paragraph: `PP4`.
#[must_use]
pub fn has_preambular_mark(label: &str) -> bool {
    preambular_marks()
        .iter()
        .any(|mark| label.starts_with(mark))
}

/// A label without the mark of an operative paragraph before it: `4` of `OP4`; none if it has no
/// such mark.
#[must_use]
pub fn without_operative_mark(label: &str) -> Option<&str> {
    operative_marks()
        .iter()
        .find_map(|mark| label.strip_prefix(mark))
}

/// A label without the mark of either part of a resolution before it.
#[must_use]
pub fn without_mark(label: &str) -> Option<&str> {
    let preambular = || {
        preambular_marks()
            .iter()
            .find_map(|mark| label.strip_prefix(mark))
    };
    without_operative_mark(label).or_else(preambular)
}

/// The sign before a number that Chinese counts headings and clauses with: 第.
#[must_use]
pub fn counted_before() -> &'static str {
    static SIGN: LazyLock<&str> = LazyLock::new(|| {
        let mut signs = LANGUAGES.iter().map(|l| l.labels.counted_before);
        signs.find(|sign| !sign.is_empty()).unwrap_or("第")
    });
    &SIGN
}

/// What stands after the number of a heading at the start of a text: `条` of `条 总则`.
#[must_use]
pub fn counted_heading_at(text: &str) -> Option<&str> {
    let word = counted_headings().iter().find(|w| text.starts_with(**w))?;
    text.get(..word.len())
}

/// The Latin suffixes and their like in other letters, each with its place: `bis` is 1, `ter` 2.
/// The words for another wording, `alt`, have the place 0.
#[must_use]
pub fn suffixes() -> &'static [(&'static str, u32)] {
    &SUFFIXES.0
}

static SUFFIXES: LazyLock<(Vec<(&'static str, u32)>, Prefixes)> = LazyLock::new(|| {
    let mut words: Vec<(&'static str, u32)> = Vec::new();
    for labels in LANGUAGES.iter().map(|l| &l.labels) {
        for (place, forms) in (1..).zip(labels.suffixes) {
            words.extend(forms.iter().map(|form| (*form, place)));
        }
        words.extend(labels.alternatives.iter().map(|word| (*word, 0)));
    }
    let index = Prefixes::of(words.iter().map(|(word, _)| *word));
    (words, index)
});

/// Whether a text begins as a suffix does, whatever follows.
#[must_use]
pub fn begins_with_suffix(text: &str) -> bool {
    SUFFIXES.1.at(text).next().is_some()
}

/// The suffix at the start of a text, as printed, and its place among suffixes: `bis` is 1, `ter`
/// 2. `alt` takes its own number with it, `alt 2`, and has the place 0. No letter may follow.
///
/// ```
/// use redraft::vocabulary::suffix_at;
/// assert_eq!(suffix_at("Quater. To act"), Some(("Quater", 3)));
/// assert_eq!(suffix_at("alt 2 To act"), Some(("alt 2", 0)));
/// assert_eq!(suffix_at("terms"), None);
/// ```
#[must_use]
pub fn suffix_at(text: &str) -> Option<(&str, u32)> {
    let (words, index) = &*SUFFIXES;
    index.at(text).find_map(|(taken, at)| {
        let place = words.get(at)?.1;
        let end = if place == 0 {
            taken + own_number(&text[taken..])
        } else {
            taken
        };
        let ends = !text[end..].starts_with(char::is_alphabetic);
        ends.then(|| (&text[..end], place))
    })
}

/// Whether a text begins with the word for another wording of the same clause, in capitals or not:
/// `alt`, `Alt.2`.
#[must_use]
pub fn begins_with_alternative(text: &str) -> bool {
    super::begins(alternative_marks(), text).is_some()
}

/// Whether a suffix has the word for another wording in it: ` bis Alt`.
#[must_use]
pub fn has_alternative(suffix: &str) -> bool {
    let low = suffix.to_lowercase();
    alternative_marks().iter().any(|mark| low.contains(mark))
}

/// How long the number of an `alt` is, with the space before it.
fn own_number(text: &str) -> usize {
    let gap = text.len() - text.trim_start_matches([' ', '\t']).len();
    let digits = text[gap..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { 0 } else { gap + digits }
}

/// The place of a suffix among suffixes: `bis` is 1, `ter` 2. None of what is no suffix, and of
/// `alt`.
#[must_use]
pub fn suffix_order(suffix: &str) -> Option<u32> {
    let suffix = suffix.trim();
    let (words, index) = &*SUFFIXES;
    let whole = index.at(suffix).filter(|(taken, _)| *taken == suffix.len());
    let mut places = whole.filter_map(|(_, at)| Some(words.get(at)?.1));
    places.find(|place| *place > 0)
}

/// The ordinal words, each with its number: "premier" is 1.
#[must_use]
pub fn ordinal_words() -> &'static [(&'static str, u32)] {
    &ORDINALS.0
}

static ORDINALS: LazyLock<(Vec<(&'static str, u32)>, Prefixes)> = LazyLock::new(|| {
    let forms = |l: &'static super::Language| (1..).zip(l.labels.ordinals);
    let all = LANGUAGES.iter().flat_map(forms);
    let all = all.flat_map(|(n, forms)| forms.iter().map(move |form| (*form, n)));
    let words: Vec<(&'static str, u32)> = all.collect();
    let index = Prefixes::of(words.iter().map(|(word, _)| *word));
    (words, index)
});

/// The ordinal word at the start of a text, as printed, and its number: "premier" of "Article
/// premier" is 1.
#[must_use]
pub fn ordinal_word_at(text: &str) -> Option<(&str, u32)> {
    let (words, index) = &*ORDINALS;
    index.at(text).find_map(|(taken, at)| {
        let ends = !text[taken..].starts_with(char::is_alphabetic);
        ends.then_some((&text[..taken], words.get(at)?.1))
    })
}

/// Whether a text begins with the letters of an ordinal word: a quick look.
pub(super) fn begins_with_ordinal(text: &str) -> bool {
    ORDINALS.1.at(text).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_in_their_order() {
        for (text, found) in [
            ("bis)", Some(("bis", 1))),
            ("TER.", Some(("TER", 2))),
            ("quat", Some(("quat", 3))),
            ("quinquies To", Some(("quinquies", 4))),
            ("duodecies", Some(("duodecies", 11))),
            ("бис.", Some(("бис", 1))),
            ("مكرراً ", Some(("مكرراً", 1))),
            ("alt", Some(("alt", 0))),
            ("alternative", None),
            ("bison", None),
        ] {
            assert_eq!(suffix_at(text), found, "{text}");
        }
        assert_eq!(suffix_order(" quater"), Some(3));
        assert_eq!(suffix_order(" alt"), None);
    }

    #[test]
    fn words_of_labels() {
        assert!(begins_with_label_word("ARTICLE 4"));
        assert!(begins_with_label_word("op4"));
        assert!(begins_with_label_word("статья 4"));
        assert!(!begins_with_label_word("Articles 4"));
        assert!(is_option_word("OPTION 1"));
        assert!(is_option_word("Alternativa B"));
        assert!(is_annex_word("ANNEX"));
        assert!(is_annex_word("附件一"));
        assert!(!is_annex_word("The annex"));
        assert_eq!(ordinal_word_at("premier"), Some(("premier", 1)));
        assert_eq!(ordinal_word_at("Первая"), Some(("Первая", 1)));
        assert_eq!(counted_heading_at("部分 总则"), Some("部分"));
    }
}
