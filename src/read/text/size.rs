//! What is no draft: a text of very many lines, brackets or marks with hardly a word in each.
//!
//! Every paragraph, mark and bracket costs memory many times its size in the file. In a draft each
//! of them comes with words; a file of nothing else is refused before it is read, and the message
//! says why. Of the drafts that we have, none has more than 844 lines or 2,113 signs of brackets,
//! nor a sign of a bracket for fewer than 50 bytes: those of the Paris Agreement.

use super::super::Format;

/// What a text may have so many of, and no more.
struct Bound {
    what: &'static str,
    /// So many, however short the text is.
    most: usize,
    /// A longer text may have one more for so many bytes.
    bytes_each: usize,
}

impl Bound {
    const fn of(&self, text: &str) -> usize {
        self.most + text.len() / self.bytes_each
    }
}

/// Most clauses have more bytes, and so have printed lines: in our drafts no fewer than 71.
const LINES: Bound = Bound {
    what: "lines",
    most: 20_000,
    bytes_each: 40,
};
/// A register tells of each bracket where it is, and what it says.
const BRACKETS: Bound = Bound {
    what: "brackets",
    most: 43_000,
    bytes_each: 32,
};
/// Redlines that we write of the drafts of the Paris Agreement have a sign for 21 bytes.
const MARKS: Bound = Bound {
    what: "marks",
    most: 60_000,
    bytes_each: 12,
};

/// What a text has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Excess {
    /// Of what: `lines`, `brackets` or `marks`.
    pub(in crate::read) what: &'static str,
    /// How many there are.
    pub(in crate::read) count: usize,
    /// How many there may be in so long a text.
    pub(in crate::read) most: usize,
}

/// What a text has too much of, if anything.
pub(in crate::read) fn too_much(text: &str, format: Format) -> Option<Excess> {
    if text.len() <= LINES.most {
        return None;
    }
    let over = |bound: &Bound, count: usize| {
        let (what, most) = (bound.what, bound.of(text));
        (count > most).then_some(Excess { what, count, most })
    };
    let bytes = text.as_bytes();
    over(&LINES, lines(bytes))
        .or_else(|| over(&BRACKETS, brackets(text)))
        .or_else(|| {
            over(&MARKS, signs(bytes))?;
            over(&MARKS, marks(bytes, format != Format::Text))
        })
}

/// How many signs of brackets there are.
fn brackets(text: &str) -> usize {
    let wide = || text.matches(['［', '］', '【', '】']).count();
    let plain = memchr::memchr2_iter(b'[', b']', text.as_bytes()).count();
    plain + if text.is_ascii() { 0 } else { wide() }
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
        + memchr::memchr2_iter(b'_', b'\\', bytes).count()
}

/// How many signs of marks there are. Equal signs side by side are one, but for strikes and escaped
/// backslashes, which are two signs each.
fn marks(bytes: &[u8], is_marked_up: bool) -> usize {
    let signs: &[u8] = if is_marked_up { b"[]*_~<{\\" } else { b"[]" };
    let mut is_sign = [false; 256];
    for sign in signs {
        is_sign[usize::from(*sign)] = true;
    }
    let mut before = 0;
    let mut count = 0;
    let mut pairs = 0;
    for byte in bytes {
        if is_sign[usize::from(*byte)] {
            let is_half = matches!(byte, b'~' | b'\\');
            pairs += usize::from(is_half);
            count += usize::from(*byte != before && !is_half);
        }
        before = *byte;
    }
    count + pairs / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(piece: &str, format: Format) -> Option<&'static str> {
        let text = piece.repeat(2_000_000 / piece.len());
        too_much(&text, format).map(|excess| excess.what)
    }

    #[test]
    fn words_make_a_draft() {
        assert_eq!(refused("a\n", Format::Text), Some("lines"));
        assert_eq!(refused("\n", Format::Text), Some("lines"));
        assert_eq!(refused("1. to go;\n\n", Format::Text), Some("lines"));
        for piece in ["~~", "\\\\", "2014~~2016~~ "] {
            assert_eq!(refused(piece, Format::Markdown), Some("marks"), "{piece}");
        }
        for piece in ["[", "[a] ", "［a］", "to [act], and "] {
            assert_eq!(refused(piece, Format::Text), Some("brackets"), "{piece}");
        }
        for piece in [
            "a",
            "~~",
            "*a",
            "1. to act at once, and to report on it;\n\n",
            "1. to act at once, and to report on it;\r\n\r\n",
            "to [act][go] again, and each time with all the care that is due to our lamps; ",
        ] {
            assert_eq!(refused(piece, Format::Text), None, "{piece}");
        }
        let clause = "1. Urges **all** States to ~~act~~ <ins>go</ins>, and soon;\n\n";
        assert_eq!(refused(clause, Format::Markdown), None);
    }

    /// What is refused is told with how many there may be, and that many are read.
    #[test]
    fn as_many_as_the_message_says_are_read() {
        let text = |count: usize| "[a] ".repeat(count / 2) + &"that ".repeat(20_000);
        let excess = too_much(&text(60_000), Format::Text);
        let most = excess.map_or(0, |excess| excess.most);
        assert!((43_000..60_000).contains(&most), "{most}");
        assert_eq!(too_much(&text(43_000), Format::Text), None);
    }
}
