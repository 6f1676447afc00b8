//! A difference between what a file was meant to say and what it says, told to people. What holds
//! files to drafts ([`proof`](crate::proof)), and Word files to Word files, tells it in one way.

use crate::draft::{OBJECT, Object, View};
use crate::json::visible::drives;
use crate::vocabulary::unseen::is_mark;

/// What differs, and in which of the two texts.
pub(crate) fn in_view(view: View, what: &str) -> String {
    let (name, done) = match view {
        View::Base => ("older", "rejected"),
        View::Revised => ("newer", "accepted"),
    };
    format!("with all changes {done} it should say what the {name} text says, but {what}")
}

/// "there is … instead of …", from the first word that differs on.
pub(crate) fn instead(found: Option<&str>, wanted: Option<&str>) -> String {
    let shared = match (found, wanted) {
        (Some(a), Some(b)) => shared_start(a, b),
        _ => 0,
    };
    let told =
        |text: Option<&str>| text.map_or_else(|| "nothing".to_owned(), |t| quoted(&t[shared..]));
    format!("there is {} instead of {}", told(found), told(wanted))
}

/// How many bytes of two texts, whole words, may be left out of what is told: a few words before
/// the difference stay.
fn shared_start(a: &str, b: &str) -> usize {
    const KEPT: usize = 24;
    let equal = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let from = equal.saturating_sub(KEPT);
    let space = a.as_bytes()[..from].iter().rposition(|byte| *byte == b' ');
    space.map_or(0, |at| at + 1)
}

/// The first words of a text, in quotes.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = text.chars().take(LONGEST).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("“{start}{more}”")
}

/// What no line of a text can hold.
pub(crate) fn cannot_stand(c: char) -> bool {
    drives(c) || matches!(c, '\n' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as every format can hold it: things among words by their names, nothing that no line can
/// hold, no marks of direction, white space as single spaces.
pub(crate) fn plain(text: &str) -> String {
    // A sign that stands for a thing and names none stands for nothing.
    let mut shown = Object::shown(text).replace(OBJECT, "\u{fffd}");
    shown.retain(|c| !is_mark(c));
    let words = shown.split(|c: char| c.is_whitespace() || cannot_stand(c));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_told_from_where_they_differ() {
        let long = "that States should ".repeat(20);
        let told = instead(Some(&format!("{long}act")), Some(&format!("{long}meet")));
        assert_eq!(
            told,
            "there is “should that States should act” instead of “should that States should meet”"
        );
        assert_eq!(instead(None, Some("é")), "there is nothing instead of “é”");
    }
}
