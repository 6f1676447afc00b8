//! Signs that are not seen (Unicode, UAX #9): one list for all who look past them.

/// The signs between which text runs in one direction, whatever it says.
pub(crate) const fn turns_writing(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A sign that is a letter of one direction; the space without width; the mark of the order of
/// bytes in the middle of a text.
pub(crate) const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
    )
}

/// The stroke that draws an Arabic letter out.
pub(crate) const TATWEEL: char = 'ـ';
