//! Block alternatives: "Option 1", "Alternative B", "Вариант 3", by the label or the first words of
//! a paragraph.

use crate::draft::{Number, Paragraph, View};
use crate::vocabulary;

/// How far the colon may stand from the name: "Option 1 for paragraph 3:".
const FAR: usize = 80;

/// The label of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// As printed, without colon: `Option 1`.
    pub(super) printed: String,
    /// Its place in its row, from 1.
    pub(super) value: u32,
}

/// The label of the option that a paragraph opens: its own label, or its first words behind its
/// label.
pub(super) fn label(paragraph: &Paragraph, view: View) -> Option<Label> {
    let own = paragraph.label_in(view).and_then(whole);
    own.or_else(|| at_start(&paragraph.words.text(view)))
}

/// Whether a paragraph has the label of an option and says nothing.
pub(super) fn is_bare(paragraph: &Paragraph, view: View) -> bool {
    let words = paragraph.words.text(view);
    words.chars().all(|c| is_wrapping(c) || ends_label(c)) || is_label(&words)
}

/// Whether words are an option's label and nothing else.
pub(super) fn is_label(words: &str) -> bool {
    whole(words).is_some()
}

/// Reads an option's label and nothing else.
pub(super) fn whole(words: &str) -> Option<Label> {
    let (label, rest) = read(words.trim_matches(is_wrapping))?;
    rest.chars()
        .all(|c| is_wrapping(c) || ends_label(c))
        .then_some(label)
}

/// Reads an option's label at the start of words. The end, a sign or what it is an option for must
/// follow it.
fn at_start(words: &str) -> Option<Label> {
    let (label, rest) = read(words.trim_start_matches(is_wrapping))?;
    let rest = rest.trim_start_matches(is_wrapping_after);
    let stands = rest.is_empty()
        || rest.starts_with(ends_label)
        || rest.starts_with(['[', '［', '(', '（', '{', '–', '—', '-'])
        || purpose(rest);
    stands.then_some(label)
}

/// Whether words say what something is an option for, up to a colon or the end: "for paragraph 3:".
fn purpose(words: &str) -> bool {
    let end = words.find([':', '：', '\n']).unwrap_or(words.len());
    end <= FAR
        && vocabulary::option_purposes()
            .iter()
            .any(|head| words.starts_with(head))
        && (end < words.len() || words.split_whitespace().count() <= 5)
}

/// The name, the number, and what follows them.
fn read(words: &str) -> Option<(Label, &str)> {
    let first = words.chars().next().filter(|c| c.is_alphabetic())?;
    let name = vocabulary::begins(vocabulary::option_names(), words)?;
    let after = &words[name..];
    let number = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let is_han = matches!(first, '\u{3400}'..='\u{9fff}');
    if !is_han && number.len() == after.len() {
        return None;
    }
    let end = number
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(number.len());
    let end = if is_han { digits(number) } else { end };
    let value = value(&number[..end])?;
    let at = words.len() - number.len() + end;
    let printed = words[..at].to_owned();
    Some((Label { printed, value }, &words[at..]))
}

/// Where a number that letters may follow ends: `1`, `一`.
fn digits(text: &str) -> usize {
    let is_number =
        |c: char| c.is_numeric() || c.is_ascii_uppercase() || "一二三四五六七八九十".contains(c);
    text.find(|c| !is_number(c)).unwrap_or(text.len())
}

/// The value of `2`, `٢`, `II`, `B`, `二`.
fn value(number: &str) -> Option<u32> {
    if number.is_empty() || number.len() > 12 {
        return None;
    }
    let is_one_letter = number.len() == 1;
    let is_small = number.chars().all(|c| c.is_ascii_lowercase());
    if is_small && !is_one_letter && !number.chars().all(|c| "ivx".contains(c)) {
        return None;
    }
    let readings = Number::readings(&format!("{number}."));
    readings
        .last()
        .and_then(Number::last)
        .map(|numeral| numeral.value)
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || "[［【]］】*_<>{".contains(c)
}

fn is_wrapping_after(c: char) -> bool {
    matches!(c, ' ' | '*' | '_' | '\u{a0}' | '\u{202f}')
}

fn ends_label(c: char) -> bool {
    matches!(c, ':' | '：' | '.' | ')' | ']' | '。' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_six_languages() {
        for (words, printed, value) in [
            ("Option 1: to act", "Option 1", 1),
            ("Option II:: to act", "Option II", 2),
            ("[Option B. To act]", "Option B", 2),
            ("OPTION 3", "OPTION 3", 3),
            ("Option 1 for paragraph 3: Invites", "Option 1", 1),
            ("Alternative 2 – to act", "Alternative 2", 2),
            ("Variante 1\u{a0}: agir", "Variante 1", 1),
            ("Opción 2: actuar", "Opción 2", 2),
            ("Вариант 3. Действовать", "Вариант 3", 3),
            ("الخيار ٢: العمل", "الخيار ٢", 2),
            ("备选案文1：采取行动", "备选案文1", 1),
            ("备选案文 二：采取行动", "备选案文 二", 2),
        ] {
            let told = at_start(words).map(|label| (label.printed, label.value));
            assert_eq!(told, Some((printed.to_owned(), value)), "{words}");
        }
    }

    #[test]
    fn words_that_open_no_option() {
        for words in [
            "Options for action: one",
            "Option 1 is preferred by many",
            "Option to act: none",
            "Alternative approaches: one",
            "Version of 2015",
            "方案的实施",
            "Optional",
        ] {
            assert_eq!(at_start(words), None, "{words}");
        }
    }
}
