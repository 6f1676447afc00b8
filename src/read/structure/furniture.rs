//! What the page or the site added to the text.

use super::block::Block;
use crate::draft::{View, Wording};
use crate::vocabulary;

/// Link targets, `{:toc}`, tables of contents, job numbers.
pub(in crate::read) fn is_furniture(block: &Block<'_>) -> bool {
    block.is_of_page || is_printed(block.text.as_ref())
}

/// The same of words with marks of their own, in every text that has any of them.
pub(in crate::read) fn is_marked_furniture(words: &Wording) -> bool {
    let is_it = |view| {
        let text = words.text(view);
        // A list sign before it has a mark, too.
        let text = text.trim();
        let item = text.strip_prefix(['*', '-', '+']);
        let item = item.filter(|item| item.starts_with(' '));
        text.is_empty() || is_printed(item.unwrap_or(text).trim_start())
    };
    words.is_marked() && is_it(View::Base) && is_it(View::Revised) && !words.all().trim().is_empty()
}

fn is_printed(text: &str) -> bool {
    is_of_the_site(text)
        || text == "TOC"
        || text == "{:toc}"
        || vocabulary::printed_words().contains(&text)
        || is_job_number(text)
}

/// `15-21917 (E) 151215`, `18-00412   1/1`: the printer's number, alone on its line or with a date
/// or a page.
pub(in crate::read) fn is_job_number(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some((year, number)) = words.next().and_then(|first| first.split_once('-')) else {
        return false;
    };
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_rest = |word: &str| {
        word.starts_with('(') && word.ends_with(')') && word.len() <= 4
            || word
                .split('/')
                .all(|part| !part.is_empty() && is_number(part))
    };
    text.len() <= 120
        && year.len() == 2
        && is_number(year)
        && (4..=6).contains(&number.trim_end_matches('*').len())
        && is_number(number.trim_end_matches('*'))
        && words.all(is_rest)
}

/// Whether a line is a document's symbol and nothing else: `E/2024/L.9`, `A/C.2/78/L.12/Rev.1`,
/// `FCCC/SB/2025/L.3`.
pub(in crate::read) fn is_symbol(line: &str) -> bool {
    // Nearly nothing is one.
    if !line.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let mut parts = line.split('/');
    let series = parts.next().unwrap_or("");
    (1..=6).contains(&series.len())
        && series.bytes().all(|b| b.is_ascii_uppercase())
        && line.contains('/')
        && line.bytes().any(|b| b.is_ascii_digit())
        && parts.all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b".-*()".contains(&b))
        })
}

/// What a site or a page adds to the text.
pub(in crate::read) fn is_of_the_site(text: &str) -> bool {
    text.starts_with("{:") && text.ends_with('}') || is_link_definition(text)
}

/// `[source]: http://…`
pub(in crate::read) fn is_link_definition(text: &str) -> bool {
    text.starts_with('[')
        && !text.starts_with("[^")
        && text.find("]: ").is_some_and(|end| {
            let target = text[end + 3..].trim();
            !text[1..end].contains([']', '['])
                && !target.contains(' ')
                && (target.contains("://") || target.starts_with('/'))
        })
}

/// `__________________`: the rule above notes.
pub(in crate::read) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|c| "_⎯─".contains(c))
}
