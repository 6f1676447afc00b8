//! What is no draft: a text of millions of lines or marks with hardly a word in each.
//!
//! Every paragraph, mark and bracket costs memory many times its size in the file. In a draft each
//! of them comes with words; a file of nothing else is refused before it is read, and the message
//! says why.

use super::super::Format;

/// So many lines, or signs of marks, a text may have, however short it is.
const MOST: usize = 60_000;
/// A longer text may have one more line for so many bytes: most clauses have more bytes.
const BYTES_A_LINE: usize = 12;
/// A longer text may have one more sign for so many bytes: a draft of which every clause is marked
/// has more bytes for each.
const BYTES_A_MARK: usize = 6;

/// What a text has too much of, and how many: `lines` or `marks`.
pub(in crate::read) fn too_much(text: &str, format: Format) -> Option<(usize, &'static str)> {
    if text.len() <= MOST {
        return None;
    }
    let lines = lines(text.as_bytes());
    if lines > MOST + text.len() / BYTES_A_LINE {
        return Some((lines, "lines"));
    }
    let most = MOST + text.len() / BYTES_A_MARK;
    if signs(text.as_bytes()) <= most {
        return None;
    }
    let marks = marks(text.as_bytes(), format != Format::Text);
    (marks > most).then_some((marks, "marks"))
}

/// How many lines there are; of blank ones, which cost little, a few count as one.
fn lines(bytes: &[u8]) -> usize {
    const BLANK_AS_ONE: usize = 8;
    let mut start = 0;
    let (mut blank, mut others) = (0, 0);
    for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        if bytes[start..end].trim_ascii().is_empty() {
            blank += 1;
        } else {
            others += 1;
        }
        start = end + 1;
    }
    others + blank / BLANK_AS_ONE
}

/// How many bytes may be signs of marks: counted fast, for nearly all texts have few.
fn signs(bytes: &[u8]) -> usize {
    memchr::memchr3_iter(b'[', b']', b'*', bytes).count()
        + memchr::memchr3_iter(b'~', b'<', b'{', bytes).count()
        + memchr::memchr_iter(b'_', bytes).count()
}

/// How many signs of marks there are. Equal signs side by side are one, but for strikes, which are
/// two signs each.
fn marks(bytes: &[u8], is_marked_up: bool) -> usize {
    let signs: &[u8] = if is_marked_up { b"[]*_~<{" } else { b"[]" };
    let mut is_sign = [false; 256];
    for sign in signs {
        is_sign[usize::from(*sign)] = true;
    }
    let mut before = 0;
    let mut count = 0;
    let mut tildes = 0;
    for byte in bytes {
        if is_sign[usize::from(*byte)] {
            tildes += usize::from(*byte == b'~');
            count += usize::from(*byte != before && *byte != b'~');
        }
        before = *byte;
    }
    count + tildes / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_a_draft() {
        let refused = |piece: &str, format| {
            too_much(&piece.repeat(2_000_000 / piece.len()), format).map(|(_, what)| what)
        };
        assert_eq!(refused("a\n", Format::Text), Some("lines"));
        assert_eq!(refused("\n", Format::Text), Some("lines"));
        assert_eq!(refused("~~", Format::Markdown), Some("marks"));
        assert_eq!(refused("[a] ", Format::Text), Some("marks"));
        for piece in [
            "[",
            "a",
            "~~",
            "*a",
            "1. to act at once;\n\n",
            "1. to act at once;\r\n\r\n",
            "to [act][go] again, and each time with all the care that is due to lamps; ",
        ] {
            assert_eq!(refused(piece, Format::Text), None, "{piece}");
        }
        let clause = "1. Urges **all** States to ~~act~~ <ins>go</ins> [soon];\n\n";
        assert_eq!(refused(clause, Format::Markdown), None);
    }
}
