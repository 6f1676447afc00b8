//! The words that open a citation, and the words after it that say where its clause stands.

use super::{LANGUAGES, gather, lists};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

lists! {
    /// Words before a noun that say that its paragraph is of the preamble, in small letters.
    preambular_words: citations.preambular;
    /// The same for the operative part.
    operative_words: citations.operative;
    /// Words that say the clause is in this document.
    here_words: citations.here;
    /// Words that say it is in this document, where the document is an agreement.
    agreement_words: citations.agreement;
    /// Words that say it is in another.
    elsewhere_words: citations.elsewhere;
    /// Words for "of" before a section call: "points 1 et 2 du *décide*".
    of_call_words: citations.of_call;
    /// Words for "of" before an article.
    of_article_words: citations.of_article;
    /// Titles that documents are cited by: "the Convention, Article 4".
    document_titles: citations.titles;
    /// What such a title ends with in Chinese.
    title_ends: citations.title_ends;
    /// What says that a resolution was revised: "Rev.".
    revised_marks: citations.revised;
    /// How a draft names the conference that speaks in it, in small letters: "of this conference".
    this_conference: citations.this_conference;
    /// Words that join: "and", "или".
    joints: joining.words;
    /// Words that join and stand right before the next word.
    glued_joints: joining.glued;
    /// Words from the first label of a range to its last: "to".
    spans: joining.spans;
    /// The same, without spaces round them.
    glued_spans: joining.glued_spans;
}

/// What a noun cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cited {
    /// A paragraph.
    Paragraph,
    /// A sub-paragraph.
    Subparagraph,
    /// An article.
    Article,
    /// "§", and "point": a paragraph of something that must be named.
    Point,
    /// A resolution.
    Resolution,
    /// A decision.
    Decision,
}

/// What a word in small letters cites, if anything.
#[must_use]
pub fn cited(low: &str) -> Option<Cited> {
    const LONGEST_ENDING: usize = 3;
    if let Some(found) = NOUNS.get(low) {
        return Some(*found);
    }
    if low.is_ascii() {
        return None;
    }
    let of_stem = |stem: &str| {
        let end = low.strip_prefix(stem)?;
        (end.chars().count() <= LONGEST_ENDING).then_some(())
    };
    STEMS
        .iter()
        .find_map(|(stem, cited)| of_stem(stem).map(|()| *cited))
}

static NOUNS: LazyLock<FxHashMap<String, Cited>> = LazyLock::new(|| {
    let mut nouns = FxHashMap::default();
    for citations in LANGUAGES.iter().map(|l| &l.citations) {
        for (list, cited) in [
            (citations.paragraphs, Cited::Paragraph),
            (citations.subparagraphs, Cited::Subparagraph),
            (citations.articles, Cited::Article),
            (citations.points, Cited::Point),
            (citations.resolutions, Cited::Resolution),
            (citations.decisions, Cited::Decision),
        ] {
            nouns.extend(list.iter().map(|word| (word.to_lowercase(), cited)));
        }
    }
    nouns
});

/// Words that have many endings are known by their stems.
static STEMS: LazyLock<Vec<(&'static str, Cited)>> = LazyLock::new(|| {
    let mut stems = Vec::new();
    for citations in LANGUAGES.iter().map(|l| &l.citations) {
        for (list, cited) in [
            (citations.paragraph_stems, Cited::Paragraph),
            (citations.subparagraph_stems, Cited::Subparagraph),
            (citations.resolution_stems, Cited::Resolution),
            (citations.decision_stems, Cited::Decision),
        ] {
            stems.extend(list.iter().map(|stem| (*stem, cited)));
        }
    }
    stems
});

/// The number of an article that a heading is named by: `4` of "Article 4", "Статья 4".
#[must_use]
pub fn article_number(name: &str) -> Option<&str> {
    let (word, number) = name.split_once(' ')?;
    let is_article = super::in_small_letters(word, cited) == Some(Cited::Article);
    is_article.then_some(number)
}

/// The words that Chinese has for what a noun cites: 段, 条.
#[must_use]
pub fn unspaced_noun(text: &str) -> Option<(&str, Cited)> {
    let first = text.chars().next().filter(|c| !c.is_ascii())?;
    let word = text.get(..first.len_utf8())?;
    let is_unit =
        super::counted_headings().contains(&word) || super::counted_clauses().contains(&word);
    let cited = *NOUNS.get(word)?;
    is_unit.then_some((word, cited))
}

/// The word for an act after its number in Chinese: 号决议.
#[must_use]
pub fn act_after_number(text: &str) -> Option<(usize, Cited)> {
    let sign = LANGUAGES.iter().map(|l| l.citations.number_sign);
    let mut sign = sign.filter(|sign| !sign.is_empty());
    let (sign, rest) = sign.find_map(|sign| Some((sign, text.strip_prefix(sign)?)))?;
    let acts = NOUNS.iter().filter(|(word, cited)| {
        matches!(cited, Cited::Resolution | Cited::Decision) && rest.starts_with(word.as_str())
    });
    let (word, cited) = acts.max_by_key(|(word, _)| word.len())?;
    Some((sign.len() + word.len(), *cited))
}

/// Words that say the clause stands before.
#[must_use]
pub fn above_words() -> &'static [&'static str] {
    &PLACES.0
}

/// Words that say the clause stands after.
#[must_use]
pub fn below_words() -> &'static [&'static str] {
    &PLACES.1
}

static PLACES: LazyLock<(Vec<&'static str>, Vec<&'static str>)> = LazyLock::new(|| {
    let pairs = || LANGUAGES.iter().flat_map(|l| l.citations.places);
    let mut above: Vec<&'static str> = pairs().map(|(above, _)| *above).collect();
    let mut below: Vec<&'static str> = pairs().map(|(_, below)| *below).collect();
    above.extend(gather(|l| l.citations.above));
    below.extend(gather(|l| l.citations.below));
    for list in [&mut above, &mut below] {
        list.sort_by_key(|word| std::cmp::Reverse(word.len()));
        list.dedup();
    }
    (above, below)
});

/// The word for where a clause stands at the end of a citation, and its opposite: "above" and
/// "below".
#[must_use]
pub fn turned(words: &str) -> Option<(&'static str, &'static str)> {
    let pairs = LANGUAGES.iter().flat_map(|l| l.citations.places);
    pairs
        .flat_map(|(above, below)| [(*above, *below), (*below, *above)])
        .find(|(word, _)| words.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_cite() {
        assert_eq!(cited("paragraphs"), Some(Cited::Paragraph));
        assert_eq!(cited("пунктах"), Some(Cited::Paragraph));
        assert_eq!(cited("подпункт"), Some(Cited::Subparagraph));
        assert_eq!(cited("artículo"), Some(Cited::Article));
        assert_eq!(cited("резолюциями"), Some(Cited::Resolution));
        assert_eq!(cited("ships"), None);
        assert_eq!(unspaced_noun("段和"), Some(("段", Cited::Paragraph)));
        assert_eq!(unspaced_noun("条"), Some(("条", Cited::Article)));
        assert_eq!(act_after_number("号决议"), Some((9, Cited::Resolution)));
        assert_eq!(turned("paragraph 4 above"), Some(("above", "below")));
        assert!(above_words().contains(&"supra"));
    }
}
