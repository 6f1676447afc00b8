//! Words that a text may begin with, found by their first byte: most texts begin with none, and are
//! asked often.

/// A list of words to look for at the start of a text, in capitals or not.
#[derive(Debug)]
pub(super) struct Prefixes {
    /// For each first byte, the words that may follow.
    by_byte: Box<[List]>,
}

#[derive(Debug, Clone, Default)]
struct List {
    /// The longest first.
    entries: Vec<Entry>,
    /// The second bytes that one of them may have, one bit each.
    seconds: [u64; 4],
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    word: &'static str,
    /// Its place in the list that was given.
    place: usize,
}

impl Prefixes {
    /// An index of the words, in the order in which they are given.
    pub(super) fn of(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut by_byte: Vec<List> = vec![List::default(); 256];
        for (place, word) in words.into_iter().enumerate() {
            let mut firsts: Vec<u8> = first_forms(word).collect();
            firsts.sort_unstable();
            firsts.dedup();
            for first in firsts {
                by_byte[usize::from(first)].push(Entry { word, place });
            }
        }
        for list in &mut by_byte {
            list.entries
                .sort_by_key(|entry| std::cmp::Reverse(entry.word.len()));
        }
        Self {
            by_byte: by_byte.into(),
        }
    }

    /// The words at the start of a text, the longest first: how many bytes of the text each takes,
    /// and its place in the list.
    pub(super) fn at<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let first = text.as_bytes().first();
        let list = first.map(|byte| &self.by_byte[usize::from(*byte)]);
        let list = list.filter(|list| list.may_go_on(text.as_bytes().get(1)));
        let entries = list.map_or(&[][..], |list| &list.entries);
        entries
            .iter()
            .filter_map(move |entry| Some((taken(text, entry.word)?, entry.place)))
    }
}

impl List {
    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        match *entry.word.as_bytes() {
            [first, second, ..] if first.is_ascii() && second.is_ascii() => {
                self.add_second(second.to_ascii_lowercase());
                self.add_second(second.to_ascii_uppercase());
            }
            // A lone letter goes on with anything, and letters of other scripts have other bytes in
            // capitals.
            _ => self.seconds = [u64::MAX; 4],
        }
    }

    const fn add_second(&mut self, byte: u8) {
        self.seconds[byte as usize / 64] |= 1 << (byte % 64);
    }

    /// Whether a word of the list may go on with a byte. Nearly all texts go on otherwise.
    fn may_go_on(&self, second: Option<&u8>) -> bool {
        let bits = |byte: u8| self.seconds[usize::from(byte) / 64] >> (byte % 64) & 1;
        second.map_or(self.seconds == [u64::MAX; 4], |byte| bits(*byte) == 1)
    }
}

/// The first byte of a word, in small letters, in capitals and as it stands.
fn first_forms(word: &str) -> impl Iterator<Item = u8> {
    let first = word.chars().next();
    let forms = first.into_iter().flat_map(|c| {
        std::iter::once(c)
            .chain(c.to_lowercase())
            .chain(c.to_uppercase().take(1))
    });
    forms.map(|c| c.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or(0))
}

/// How many bytes the longest of some words takes at the start of a text, in capitals or not. The
/// words stand the longest first, as all lists of the vocabulary do.
#[must_use]
pub fn begins(words: &[&str], text: &str) -> Option<usize> {
    words.iter().find_map(|word| taken(text, word))
}

/// How many bytes of `text` the word takes at its start, in capitals or not.
pub(super) fn taken(text: &str, word: &str) -> Option<usize> {
    if word.is_ascii() {
        let head = text.as_bytes().get(..word.len())?;
        return head
            .eq_ignore_ascii_case(word.as_bytes())
            .then_some(word.len());
    }
    let mut left = text.chars();
    for sign in word.chars() {
        let own = left.next()?;
        if own != sign && !own.to_lowercase().eq(sign.to_lowercase()) {
            return None;
        }
    }
    Some(text.len() - left.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_comes_first() {
        let words = Prefixes::of(["quat", "quater", "тер", "Опция"]);
        let found = |text: &str| words.at(text).collect::<Vec<_>>();
        assert_eq!(found("Quater."), [(6, 1), (4, 0)]);
        assert_eq!(found("ТЕР 2"), [(6, 2)]);
        assert_eq!(found("опция 2"), [(10, 3)]);
        assert_eq!(found("the"), []);
        assert_eq!(found(""), []);
    }
}
