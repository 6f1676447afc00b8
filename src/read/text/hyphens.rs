//! Words parted at the end of a line: whether the hyphen is the word's own or the printer's.

use crate::read::structure::block::Joint;
use crate::vocabulary;
use std::cell::OnceCell;
use std::collections::HashSet;

/// The words of a text, gathered when the first hyphen at a line end asks for them.
#[derive(Debug)]
pub(super) struct Hyphens<'a> {
    text: &'a str,
    words: OnceCell<HashSet<String>>,
}

impl<'a> Hyphens<'a> {
    pub(super) const fn of(text: &'a str) -> Self {
        Self {
            text,
            words: OnceCell::new(),
        }
    }

    fn words(&self) -> &HashSet<String> {
        self.words.get_or_init(|| {
            let words = self.text.split(|c: char| !c.is_alphabetic() && c != '-');
            words
                .filter(|word| !word.is_empty() && word.len() <= LONGEST && !word.ends_with('-'))
                .map(str::to_lowercase)
                .collect()
        })
    }

    /// How the end of one line and the start of the next belong together.
    pub(super) fn between(&self, before: &str, after: &str) -> Joint {
        if before.ends_with('\u{ad}') {
            return Joint::Hyphen;
        }
        let Some(head) = before.strip_suffix('-') else {
            return Joint::Space;
        };
        if !head.ends_with(char::is_alphabetic) || !after.starts_with(char::is_alphabetic) {
            return Joint::Space;
        }
        let left = last_letters(head);
        let right = first_letters(after);
        if !right.starts_with(char::is_lowercase) {
            return Joint::Hyphen;
        }
        // What is longer is no word of the text.
        if left.len() + right.len() > LONGEST {
            return Joint::Hyphen;
        }
        let (left, right) = (left.to_lowercase(), right.to_lowercase());
        let is_whole = self.words().contains(&format!("{left}{right}"));
        let is_double = self.words().contains(&format!("{left}-{right}"));
        if !is_double && (is_whole || vocabulary::parted_endings().contains(&right.as_str())) {
            Joint::Parted
        } else {
            Joint::Hyphen
        }
    }
}

/// No word is longer, in bytes. Line after line may go on with what only looks like one.
const LONGEST: usize = 200;

fn last_letters(text: &str) -> &str {
    let letters = text.chars().rev().take(LONGEST);
    let len: usize = letters
        .take_while(|c| c.is_alphabetic())
        .map(char::len_utf8)
        .sum();
    &text[text.len() - len..]
}

fn first_letters(text: &str) -> &str {
    let letters = text.chars().take(LONGEST);
    let len: usize = letters
        .take_while(|c| c.is_alphabetic())
        .map(char::len_utf8)
        .sum();
    &text[..len]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_itself_tells() {
        let hyphens =
            Hyphens::of("open-\nsource tools, open-source maps; a winter, in the win-\nter");
        assert_eq!(hyphens.between("on open-", "source tools"), Joint::Hyphen);
        assert_eq!(hyphens.between("the win-", "ter, and"), Joint::Parted);
        assert_eq!(hyphens.between("the Secretary-", "General"), Joint::Hyphen);
        assert_eq!(hyphens.between("of Develop-", "ment"), Joint::Parted);
        assert_eq!(hyphens.between("a follow-", "up"), Joint::Hyphen);
        assert_eq!(hyphens.between("2010 -", "2014"), Joint::Space);
    }
}
