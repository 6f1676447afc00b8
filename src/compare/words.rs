//! The lexer: text -> tokens that a redline may part.
//!
//! A token is a word or a sign that carries the white space after it, and is compared by the word
//! alone: spaces as tokens of their own make every algorithm anchor on them. Symbols, references,
//! numbers and dates stay whole: `A/C.3/78/L.45/Rev.1`, `70/1`, `2016-2019`.

use crate::draft::Object;
use crate::vocabulary::unseen::is_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// One token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where the word starts, in bytes.
    pub(crate) start: u32,
    /// Where the word ends and its white space starts.
    pub(crate) word_end: u32,
    /// Where the white space ends.
    pub(crate) end: u32,
    /// What it is compared by: a hash of the word in normal form. Equal words have equal keys;
    /// should two different words ever share one, the redline still shows both, because it looks at
    /// the raw text again.
    pub(crate) key: u32,
}

impl Token {
    /// The same token in a text that begins `by` bytes earlier.
    pub(crate) const fn shift(&mut self, by: u32) {
        self.start += by;
        self.word_end += by;
        self.end += by;
    }
}

/// The tokens of a text; together they cover it.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5 + 2);
    each_token(text, |token| {
        if out.len() == out.capacity() {
            make_room(&mut out, token.start as usize, text.len());
        }
        out.push(token);
    });
    out
}

/// Room for as many tokens as the rest of a text has, if its words are as long as those up to `at`:
/// a list of twice the length takes more memory than a text of short words does.
fn make_room(tokens: &mut Vec<Token>, at: usize, end: usize) {
    let count = tokens.len() as u64;
    let rest = end.saturating_sub(at) as u64;
    let more = count * rest / (at.max(1) as u64);
    let more = usize::try_from(more + more / 32).unwrap_or(0);
    tokens.reserve_exact(more.max(tokens.len() / 4) + 2);
}

/// The keys of the tokens of a text.
pub(crate) fn keys_into(text: &str, keys: &mut Vec<u32>) {
    each_token(text, |token| keys.push(token.key));
}

/// Calls `emit` for every token, in order.
pub(crate) fn each_token(text: &str, mut emit: impl FnMut(Token)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let found = plain_word(bytes, at).or_else(|| ideograph(bytes, at));
        let (end, key) = found.unwrap_or_else(|| {
            let end = word_end(text, at);
            (end, key(&text[at..end]))
        });
        let space = space_end(text, end);
        // White space at the very start is a token of its own.
        let space = if end == at { space.max(at + 1) } else { space };
        emit(Token {
            start: index(at),
            word_end: index(end),
            end: index(space),
            key,
        });
        at = space;
    }
}

/// Where a word of nothing but ASCII letters and digits ends, or a lone sign, and its key; none
/// where signs may join words.
///
/// Nearly all words are of this kind. They are looked at eight bytes at a time.
#[inline(always)]
fn plain_word(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    let mut end = at;
    let mut mixed = 0;
    loop {
        let eight = match bytes.get(end..).and_then(<[u8]>::first_chunk) {
            Some(eight) => u64::from_le_bytes(*eight),
            None => little_endian(bytes.get(end..).unwrap_or_default()),
        };
        let letters = leading_word_bytes(eight);
        if letters == 8 {
            mixed = mix(mixed, eight);
            end += 8;
            if end - at > LONGEST_CHUNK {
                return None;
            }
            continue;
        }
        mixed = mix(mixed, eight & !(u64::MAX << (letters * 8)));
        end += letters as usize;
        if eight >> (letters * 8) & 0xff == u64::from(b' ') && end - at <= LONGEST_CHUNK {
            return Some((end, folded(mixed, end - at)));
        }
        break;
    }
    let ends = match bytes.get(end) {
        None | Some(b' ' | b'\n') => true,
        // At the end of a word; elsewhere it may join two.
        Some(b',' | b';' | b'.' | b':') if end > at => {
            matches!(bytes.get(end + 1), None | Some(b' '))
        }
        Some(sign) if end == at && sign.is_ascii_graphic() && *sign != b'_' => {
            return Some((at + 1, folded(mix(0, u64::from(*sign)), 1)));
        }
        _ => false,
    };
    (ends && end - at <= LONGEST_CHUNK).then(|| (end, folded(mixed, end - at)))
}

/// Where an ideograph ends that another one or a space follows, and its key: each is a word, and a
/// text of them has no spaces at which looking ahead would stop.
fn ideograph(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    let end = at + 3;
    let one = ideograph_at(bytes, at)?;
    let stands_alone = matches!(bytes.get(end), None | Some(b' '));
    (stands_alone || ideograph_at(bytes, end).is_some()).then(|| (end, hash(one)))
}

/// The bytes of the letter at a place, if it is one of U+4E00 to U+9FFF, which are in normal form.
fn ideograph_at(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let one = bytes.get(at..at + 3)?;
    let (first, last) = ("一".as_bytes(), "\u{9fff}".as_bytes());
    (first <= one && one <= last).then_some(one)
}

/// How many bytes at the low end of eight are ASCII letters or digits.
const fn leading_word_bytes(eight: u64) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // Without the high bit, bytes can be compared all at once: adding 0x80 - n sets it for all that
    // are n or more.
    let low = eight & !HIGH;
    let small = low | (0x20 * ONES);
    let letter = (small + (0x80 - 0x61) * ONES) & !(small + (0x80 - 0x7b) * ONES);
    let digit = (low + (0x80 - 0x30) * ONES) & !(low + (0x80 - 0x3a) * ONES);
    let other = !((letter | digit) & !eight) & HIGH;
    other.trailing_zeros() / 8
}

/// One step of the key's hash: the words of two drafts are only ever compared within one run of the
/// program.
const fn mix(before: u64, eight: u64) -> u64 {
    (before.rotate_left(23) ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn folded(mixed: u64, len: usize) -> u32 {
    let mixed = mixed ^ (mixed >> 32) ^ len as u64;
    u32::try_from(mixed & u64::from(u32::MAX)).unwrap_or(0)
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn space_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    if bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic) {
        return at + 1;
    }
    while at < bytes.len() {
        if bytes[at] == b' ' || bytes[at].is_ascii_whitespace() {
            at += 1;
        } else if bytes[at].is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(c) if c.is_whitespace() => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// Where the word that starts at `at` ends: by a fast path for ASCII, by Unicode's word boundaries
/// otherwise.
fn word_end(text: &str, at: usize) -> usize {
    // A thing among the words, a picture or the sign of a note, is one word.
    if let Some((_, len)) = Object::at_start(&text[at..]) {
        return at + len;
    }
    let chunk = chunk_end(text, at);
    match ascii_word_end(&text.as_bytes()[at..chunk]) {
        Some(len) => at + len,
        None => at + unicode_word_end(&text[at..chunk]),
    }
}

/// The end of the stretch without white space, at most [`LONGEST_CHUNK`] bytes away.
fn chunk_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    let limit = bytes.len().min(at + LONGEST_CHUNK);
    // Only what may belong to one word is looked at, so that a long run of signs costs nothing.
    while end < limit && !bytes[end].is_ascii_whitespace() {
        if bytes[end].is_ascii() && !bytes[end].is_ascii_alphanumeric() && !is_joint(bytes[end]) {
            break;
        }
        end += 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if end == at {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    } else {
        end
    }
}

/// No word is longer; what goes on without a break is cut here.
const LONGEST_CHUNK: usize = 256;

/// Signs that can stand inside a word, between letters or digits.
const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'-' | b'/' | b'.' | b'\'' | b'_' | b',' | b':' | b';')
}

/// The length of the word at the start of an ASCII chunk; none if the word meets a sign that is not
/// ASCII.
fn ascii_word_end(chunk: &[u8]) -> Option<usize> {
    let first = *chunk.first()?;
    if !first.is_ascii() {
        return None;
    }
    if !first.is_ascii_alphanumeric() && first != b'_' {
        return Some(usize::from(!first.is_ascii_whitespace()));
    }
    let has_digit = chunk
        .iter()
        .take_while(|b| b.is_ascii())
        .any(u8::is_ascii_digit);
    let mut at = 1;
    while at < chunk.len() {
        let byte = chunk[at];
        if !byte.is_ascii() {
            return None;
        }
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            at += 1;
            continue;
        }
        match chunk.get(at + 1) {
            Some(next) if !next.is_ascii() => return None,
            Some(next) if joins(chunk[at - 1], byte, *next, has_digit) => at += 2,
            _ => break,
        }
    }
    Some(at)
}

/// Whether a sign holds the letters or digits on both sides together. Unicode joins by `.`, `'` and
/// `:` between letters and by `.`, `,`, `;` and `'` between digits; hyphens join here too, and
/// slashes and full stops do in anything with digits.
const fn joins(before: u8, sign: u8, after: u8, has_digit: bool) -> bool {
    if !after.is_ascii_alphanumeric() && after != b'_'
        || !(before.is_ascii_alphanumeric() || before == b'_')
    {
        return false;
    }
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match sign {
        b'-' => true,
        b'/' => has_digit,
        b'.' => letters || digits || has_digit,
        b'\'' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}

/// The length of the first word of a chunk, by Unicode's word boundaries and the same joints.
fn unicode_word_end(chunk: &str) -> usize {
    let has_digit = chunk
        .bytes()
        .take_while(|b| *b != b' ')
        .any(|b| b.is_ascii_digit());
    let mut parts = chunk.split_word_bounds().peekable();
    let Some(first) = parts.next() else { return 0 };
    let mut end = first.len();
    let mut last = first;
    while let Some(sign) = parts.next() {
        let word = |part: &str| part.chars().next_back().is_some_and(is_word_char);
        let holds = match sign {
            "-" | "‑" | "’" => true,
            "/" | "." => has_digit,
            _ => false,
        };
        let Some(after) = parts.peek() else { break };
        if !(holds && word(last) && after.chars().next().is_some_and(is_word_char)) {
            break;
        }
        last = after;
        end += sign.len() + after.len();
        parts.next();
    }
    end
}

fn is_word_char(c: char) -> bool {
    c == '_' || c.is_alphanumeric() && !is_han_or_kana(c)
}

const fn is_han_or_kana(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// What a word is compared by: composed letters, plain quotes and dashes, nothing that is not seen.
fn key(word: &str) -> u32 {
    if word.is_ascii() {
        return hash(word.as_bytes());
    }
    let folded: String = match is_nfc_quick(word.chars()) {
        IsNormalized::Yes => spelled(word.chars()),
        _ => spelled(word.nfc()),
    };
    hash(folded.as_bytes())
}

/// Letters with plain signs, without what is not seen.
pub(super) fn spelled(letters: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for letter in letters.filter(|c| !is_unseen(*c)) {
        match ligature(letter) {
            Some(letters) => out.push_str(letters),
            None => out.push(fold(letter)),
        }
    }
    out
}

/// Soft hyphens, spaces without width, marks of direction.
const fn is_unseen(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{ad}' | '\u{2060}')
}

/// The letters that a page prints as one.
const fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

/// Signs that word processors exchange for each other.
const fn fold(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '‛' | '′' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '–' | '—' | '‑' | '‐' | '−' => '-',
        _ => c,
    }
}

/// The same as [`plain_word`] makes of a word.
fn hash(bytes: &[u8]) -> u32 {
    let mut mixed = 0;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        mixed = mix(mixed, little_endian(chunk));
    }
    folded(mix(mixed, little_endian(chunks.remainder())), bytes.len())
}

/// Up to eight bytes as a number, the first one lowest.
fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The key of a bracket that opens, or closes, a passage.
pub(crate) fn is_bracket(key: u32) -> bool {
    key == hash(b"[") || key == hash(b"]")
}

/// Whether it is the key of a closing one.
pub(crate) fn is_closing_bracket(key: u32) -> bool {
    key == hash(b"]")
}

/// Whether it is the key of a common sign: a bracket, a comma, a full stop.
pub(crate) fn is_common_sign(key: u32) -> bool {
    const SIGNS: [&[u8]; 10] = [b"[", b"]", b",", b";", b".", b":", b"(", b")", b"/", b"-"];
    SIGNS.iter().any(|sign| key == hash(sign))
}

/// Whether a token is a sign: no letter and no digit in it.
pub(crate) fn is_sign(word: &str) -> bool {
    !word.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is cut fast is cut as everything else is.
    #[test]
    fn ideographs_are_words_as_by_the_rules_of_unicode() {
        for text in [
            "各国应当 采取行动",
            "各国3.5亿",
            "各\u{308}国，各",
            "鿿一䷿国",
            "国-各国",
        ] {
            for token in tokens(text) {
                let (start, end) = (token.start as usize, token.word_end as usize);
                if let Some(fast) = ideograph(text.as_bytes(), start) {
                    let slow = word_end(text, start);
                    assert_eq!(fast, (slow, key(&text[start..slow])), "{text}");
                    assert_eq!(end, slow, "{text}");
                }
            }
        }
    }

    fn words(text: &str) -> Vec<&str> {
        tokens(text)
            .iter()
            .map(|t| &text[t.start as usize..t.word_end as usize])
            .collect()
    }

    #[test]
    fn symbols_numbers_and_dates_stay_whole() {
        assert_eq!(
            words("see A/C.3/78/L.45/Rev.1, 70/1 (2016-2019); moderator/facilitator."),
            [
                "see",
                "A/C.3/78/L.45/Rev.1",
                ",",
                "70/1",
                "(",
                "2016-2019",
                ")",
                ";",
                "moderator",
                "/",
                "facilitator",
                "."
            ]
        );
        assert_eq!(
            words("ITU's multi-stakeholder [shall][should]"),
            [
                "ITU's",
                "multi-stakeholder",
                "[",
                "shall",
                "]",
                "[",
                "should",
                "]"
            ]
        );
    }

    #[test]
    fn the_six_languages() {
        assert_eq!(
            words("l’Assemblée générale décide;"),
            ["l’Assemblée", "générale", "décide", ";"]
        );
        assert_eq!(
            words("Генеральная Ассамблея,"),
            ["Генеральная", "Ассамблея", ","]
        );
        assert_eq!(words("إذ يدرك، أن"), ["إذ", "يدرك", "،", "أن"]);
        assert_eq!(words("大会决定"), ["大", "会", "决", "定"]);
        assert_eq!(tokens("“a”")[0].key, tokens("\"a\"")[0].key);
        assert_eq!(tokens("re\u{ad}port")[0].key, tokens("report")[0].key);
        assert_eq!(tokens("oﬃce")[0].key, tokens("office")[0].key);
    }

    proptest! {
        #[test]
        fn tokens_cover_the_text(text in "\\PC{0,60}") {
            let all: String = tokens(&text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
            prop_assert_eq!(all, text);
        }

        #[test]
        fn plain_words_end_where_all_words_do(text in "[a-zA-Z0-9_.,;:'é@`{/ \n-]{1,34}", at in 0usize..4) {
            let plain = (text.is_char_boundary(at) && at < text.len()).then(|| plain_word(text.as_bytes(), at));
            if let Some(Some((end, found))) = plain {
                prop_assert_eq!(end, word_end(&text, at));
                prop_assert_eq!(found, key(&text[at..end]));
            }
        }

        #[test]
        fn the_fast_path_finds_what_unicode_finds(chunk in "[a-zA-Z0-9_.,:;'/-]{1,24}") {
            prop_assert_eq!(ascii_word_end(chunk.as_bytes()), Some(unicode_word_end(&chunk)));
        }
    }
}
