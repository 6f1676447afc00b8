//! How many words a text has: one rule for all that is counted of brackets.

/// Counts the words of a text that is read sign by sign.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    words: u32,
    is_inside: bool,
}

impl Counter {
    /// Reads on. White space and brackets part words; a word begins with its first letter or digit.
    pub(crate) fn read(&mut self, sign: char) {
        if sign.is_whitespace() || is_bracket(sign) {
            self.part();
        } else if sign.is_alphanumeric() && !self.is_inside {
            self.is_inside = true;
            self.words += 1;
        }
    }

    /// What comes next is no part of the word before.
    pub(crate) const fn part(&mut self) {
        self.is_inside = false;
    }

    /// The words that began so far.
    pub(crate) const fn words(&self) -> u32 {
        self.words
    }
}

/// How many words a text has.
pub(super) fn words_in(text: &str) -> usize {
    let mut counter = Counter::default();
    text.chars().for_each(|sign| counter.read(sign));
    counter.words() as usize
}

/// Brackets and braces part words; round brackets do not: "Part(ies)".
const fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '［' | '］' | '【' | '】' | '{' | '}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_words() {
        assert_eq!(words_in("[lamps][bells] – Part(ies), {x} …"), 4);
        assert_eq!(words_in(" [ ] ; "), 0);
    }
}
