//! The grammar of references in running text: citations of clauses, citations of documents, and the
//! lists of labels that both are made of, in all languages of the vocabulary.

pub(super) mod citations;
pub(super) mod documents;
mod labels;
mod nouns;
mod numbers;
mod symbols;

use nom::IResult;
use std::ops::Range;

type Parsed<'a, T> = IResult<&'a str, T>;

/// `bis`, `ter`, `alt 2`.
fn suffix(input: &str) -> Parsed<'_, &str> {
    match crate::vocabulary::suffix_at(input) {
        Some((text, _)) => Ok((&input[text.len()..], text)),
        None => nom::Parser::parse(&mut nom::combinator::fail(), input),
    }
}

/// One of some words, the longest that fits, as it is spelled.
fn one_of_words<'a>(words: &'static [&'static str]) -> impl FnMut(&'a str) -> Parsed<'a, &'a str> {
    move |input| match words.iter().find(|word| input.starts_with(**word)) {
        Some(word) => Ok((&input[word.len()..], &input[..word.len()])),
        None => nom::Parser::parse(&mut nom::combinator::fail(), input),
    }
}

/// Where a slice of `text` stands in it.
fn offset(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

/// Whether a word may begin at `at`.
fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '§'))
}

/// The place after the character at `at`.
fn next(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}
