//! Things that stand among words and are no words: a picture, a formula, the sign of a note.
//!
//! In a wording a thing is one word of its own: the object replacement character (U+FFFC), followed
//! by private-use characters that say what it is and carry a number that is equal for equal things.
//! So it can be kept, inserted and deleted, split off and moved as words can.

use std::borrow::Cow;

/// A thing among words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Equal for things that look the same.
    pub key: u64,
}

/// What a thing among words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// A picture, a drawing, a chart.
    Picture,
    /// A box with text of its own.
    TextBox,
    /// A formula.
    Formula,
    /// The sign of a footnote.
    Footnote,
    /// The sign of an endnote.
    Endnote,
    /// A character of a symbol font.
    Symbol,
    /// A file of another program.
    Embedded,
    /// A field that shows nothing: the mark of an index entry.
    Field,
    /// Something else.
    Other,
    /// The number of a page, or of how many there are: whoever prints the text gives it.
    PageNumber,
    /// The day on which the text is read or printed.
    Today,
}

/// The object replacement character: a thing begins here.
pub const OBJECT: char = '\u{fffc}';
/// Bits of the number in one private-use character.
const BITS: u32 = 15;
/// Private-use characters after the sign: the kind, then 75 bits for a number of 64.
const TAIL: usize = 6;
const PRIVATE: u32 = 0xf_0000;

impl ObjectKind {
    const ALL: [Self; 11] = [
        Self::Picture,
        Self::TextBox,
        Self::Formula,
        Self::Footnote,
        Self::Endnote,
        Self::Symbol,
        Self::Embedded,
        Self::Field,
        Self::Other,
        Self::PageNumber,
        Self::Today,
    ];

    /// The word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::TextBox => "text box",
            Self::Formula => "formula",
            Self::Footnote => "footnote",
            Self::Endnote => "endnote",
            Self::Symbol => "symbol",
            Self::Embedded => "embedded object",
            Self::Field => "field",
            Self::Other => "object",
            Self::PageNumber => "page number",
            Self::Today => "today’s date",
        }
    }
}

impl Object {
    /// The thing as it stands in a wording.
    ///
    /// ```
    /// use redraft::draft::{Object, ObjectKind};
    /// let picture = Object { kind: ObjectKind::Picture, key: 42 };
    /// let text = format!("{} of the site", picture.to_text());
    /// assert_eq!(Object::at_start(&text).map(|(object, _)| object), Some(picture));
    /// assert_eq!(Object::shown(&text), "⟨picture⟩ of the site");
    /// ```
    #[must_use]
    pub fn to_text(self) -> String {
        let place = Self::place(self.kind);
        let mut text = String::from(OBJECT);
        text.extend(char::from_u32(PRIVATE + place));
        for part in 0..5 {
            let bits = u32::try_from(self.key >> (part * BITS) & ((1 << BITS) - 1)).unwrap_or(0);
            text.extend(char::from_u32(PRIVATE + bits));
        }
        text
    }

    fn place(kind: ObjectKind) -> u32 {
        (0..)
            .zip(ObjectKind::ALL)
            .find(|(_, k)| *k == kind)
            .map_or(0, |(place, _)| place)
    }

    /// The thing that a text begins with, and how many bytes it takes.
    #[must_use]
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let mut chars = text.chars();
        if chars.next()? != OBJECT {
            return None;
        }
        let mut value = || {
            let c = u32::from(chars.next()?);
            c.checked_sub(PRIVATE).filter(|v| *v < 1 << BITS)
        };
        let kind = *ObjectKind::ALL.get(value()? as usize)?;
        let mut key = 0;
        for part in 0..5 {
            key |= u64::from(value()?) << (part * BITS);
        }
        Some((Self { kind, key }, OBJECT.len_utf8() + 4 * TAIL))
    }

    /// A text with every thing in it named: `⟨picture⟩`.
    #[must_use]
    pub fn shown(text: &str) -> Cow<'_, str> {
        if !text.contains(OBJECT) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(OBJECT) {
            out.push_str(&rest[..at]);
            match Self::at_start(&rest[at..]) {
                Some((object, len)) => {
                    out.push('⟨');
                    out.push_str(object.kind.as_str());
                    out.push('⟩');
                    rest = &rest[at + len..];
                }
                None => {
                    out.push(OBJECT);
                    rest = &rest[at + OBJECT.len_utf8()..];
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}
