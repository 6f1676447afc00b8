//! Things that stand among words and are no words: a picture, a formula, the sign of a note.
//!
//! In a wording a thing is one word of its own: the object replacement character (U+FFFC), followed
//! by private-use characters that say what it is and carry a number that is equal for equal things;
//! what a formula says may follow, in characters of the same kind. So it can be kept, inserted and
//! deleted, split off and moved as words can.

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
/// How many bytes a thing takes, without what it says.
const HEAD: usize = OBJECT.len_utf8() + 4 * TAIL;
const PRIVATE: u32 = 0xf_0000;
/// What a thing says is written after it, two private-use characters for one of its own: the high
/// bits from here on,
const HIGH: u32 = PRIVATE + 0x8000;
/// the low ones, so many of them, from here on; and the end.
const LOW: u32 = PRIVATE + 0x9000;
const LOW_BITS: u32 = 11;
const END: u32 = PRIVATE + 0xa000;

impl ObjectKind {
    pub(crate) const ALL: [Self; 11] = [
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

    /// A thing of which it is known what it says, a formula, as it stands in a wording.
    ///
    /// ```
    /// use redraft::draft::{Object, ObjectKind};
    /// let formula = Object { kind: ObjectKind::Formula, key: 42 };
    /// let text = format!("where {} holds", formula.to_text_saying("x ≤ 2"));
    /// assert_eq!(Object::shown(&text), "where ⟨x ≤ 2⟩ holds");
    /// ```
    #[must_use]
    pub fn to_text_saying(self, words: &str) -> String {
        let mut text = self.to_text();
        for c in words.chars().map(u32::from) {
            text.extend(char::from_u32(HIGH + (c >> LOW_BITS)));
            text.extend(char::from_u32(LOW + (c & ((1 << LOW_BITS) - 1))));
        }
        text.extend(char::from_u32(END));
        text
    }

    /// What the thing says whose words a text begins with, and how many bytes they take; nothing
    /// where they do not end.
    fn said_at_start(text: &str) -> Option<(String, usize)> {
        let mut chars = text.chars().map(u32::from);
        let (mut words, mut units) = (String::new(), 1);
        loop {
            let high = chars.next()?;
            if high == END {
                return Some((words, units * 4));
            }
            let high = high.checked_sub(HIGH).filter(|high| *high < LOW - HIGH)?;
            let low = chars.next()?.checked_sub(LOW)?;
            let low = Some(low).filter(|low| *low < 1 << LOW_BITS)?;
            words.push(char::from_u32(high << LOW_BITS | low)?);
            units += 2;
        }
    }

    /// The name of the thing that a text begins with, for people: what it says, `x ≤ 2`, or else
    /// what it is.
    #[must_use]
    pub fn name_at_start(text: &str) -> Option<Cow<'static, str>> {
        let (object, len) = Self::at_start(text)?;
        let said = Self::said_at_start(text.get(HEAD..len)?);
        let said = said.map(|(words, _)| words);
        let said = said.filter(|words| !words.is_empty());
        Some(said.map_or(Cow::Borrowed(object.kind.as_str()), Cow::Owned))
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
        let said = match kind {
            ObjectKind::Formula => text.get(HEAD..).and_then(Self::said_at_start),
            _ => None,
        };
        Some((Self { kind, key }, HEAD + said.map_or(0, |(_, len)| len)))
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
            let name = Self::name_at_start(&rest[at..]);
            match Self::at_start(&rest[at..]).zip(name) {
                Some(((_, len), name)) => {
                    out.push('⟨');
                    out.push_str(&name);
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
