//! What the page or the site added to the text.

use super::lines::{self, Block};

/// Link targets, `{:toc}`, tables of contents, job numbers.
pub(super) fn is_furniture(block: &Block<'_>) -> bool {
    let text = block.text.as_ref();
    lines::is_furniture(text)
        || text == "TOC"
        || text == "{:toc}"
        || text == "Please recycle"
        || is_job_number(text)
}

/// `15-21917 (E) 151215`, `18-00412   1/1`: the printer's number, alone on its line or with a date or a page.
pub(super) fn is_job_number(text: &str) -> bool {
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
