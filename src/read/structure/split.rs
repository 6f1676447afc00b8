//! Where one printed paragraph may hold several clauses: "shall: (a) report; (b) act;", "1 to act;
//! 2 to report;", "The General Assembly, Recalling …, Noting …,", "Article 2 Bells. The Parties
//! shall…".
//!
//! These are places to look at: whether a paragraph is parted there, the running numbers tell
//! (`search`).

use super::{calls, label};
use crate::draft::{Number, label_at};
use crate::vocabulary;
use memchr::{memchr, memchr2, memchr2_iter};

/// Paragraphs are parted at no more places than this at once; a list of more is no run-in list.
const MOST: usize = 40;

/// Offsets in the words at which another clause may begin.
pub(super) fn places(words: &str) -> Vec<usize> {
    let mut places = before_last_label(words);
    if places.is_empty() {
        places = after_heading(words);
    }
    if places.is_empty() {
        places = after_organ(words);
    }
    let may_hold_list = memchr2(b':', b';', words.as_bytes()).is_some()
        || words.starts_with(|c: char| c.is_ascii_digit())
        || may_have_wide_signs(words);
    if places.is_empty() && may_hold_list {
        places = run_in_list(words);
    }
    places.truncate(MOST);
    places
}

/// `II. Meetings  3.`: a label that was printed in the margin beside a heading, and ended up behind
/// it.
fn before_last_label(words: &str) -> Vec<usize> {
    const LONGEST_TITLE: usize = 60;
    let Some(rest) = words.strip_suffix('.') else {
        return Vec::new();
    };
    let title = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - title.len();
    let bare = title.trim_end();
    let is_title = bare.len() < title.len()
        && bare.len() <= LONGEST_TITLE
        && bare.starts_with(char::is_uppercase)
        && bare.ends_with(|c: char| c.is_alphabetic() || c == ')')
        && !bare.contains([',', ';', ':']);
    if is_title && (1..=3).contains(&digits) {
        vec![title.len()]
    } else {
        Vec::new()
    }
}

/// `Article 2 Bells. The Parties shall…`: after the label, or after the title where a full stop
/// ends it.
fn after_heading(words: &str) -> Vec<usize> {
    const LONGEST_TITLE: usize = 90;
    let bare = words.trim_start_matches('[');
    if !vocabulary::begins_with_label_word(bare) && !bare.starts_with(vocabulary::counted_before())
    {
        return Vec::new();
    }
    let Some(found) = label::at_start(words) else {
        return Vec::new();
    };
    let rest = &words[found.rest..];
    let is_worded = Number::parse(found.text)
        .is_some_and(|number| super::series::is_worded(&number) && !number.is_option());
    if !is_worded || rest.chars().count() < 40 || !super::block::ends_sentence(rest) {
        return Vec::new();
    }
    let title = rest.find(". ").filter(|end| {
        *end <= LONGEST_TITLE
            && rest[end + 2..].len() > 20
            && !rest[..*end].contains([',', ';', ':'])
    });
    match title {
        Some(end) => vec![found.rest + end + 2],
        None => vec![found.rest],
    }
}

/// `The General Assembly, Recalling its resolution …, Noting …,`: before each verb.
fn after_organ(words: &str) -> Vec<usize> {
    const LONGEST_NAME: usize = 220;
    if !words.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let near = &words.as_bytes()[..words.len().min(LONGEST_NAME + 2)];
    if memchr::memmem::find(near, b", ").is_none() {
        return Vec::new();
    }
    let begins = |at: usize| {
        let rest = &words[at..];
        rest.starts_with(char::is_uppercase) && calls::opens_preamble(rest)
    };
    let places = words.match_indices(", ").map(|(at, sign)| at + sign.len());
    let mut places = places.filter(|at| begins(*at)).peekable();
    // The first comma ends the name of the organ, or what it acts under.
    let is_near = places.peek().is_some_and(|place| *place <= LONGEST_NAME);
    if !is_near || label::at_start(words).is_some() || calls::opens_preamble(words) {
        return Vec::new();
    }
    places.collect()
}

/// `shall: (a) report; (b) act;`, `1 to act; 2 to report;`, `4. (a) to act;`: labels in a row, each
/// after a colon, a semicolon or another label.
fn run_in_list(words: &str) -> Vec<usize> {
    // Two labels in a row stand in the first few letters.
    const TWO_LABELS: usize = 24;
    let after = labels_after_signs(words);
    if after.is_empty() && !words.bytes().take(TWO_LABELS).any(|b| b == b')') {
        return Vec::new();
    }
    let mut open: Vec<Vec<Number>> = Vec::new();
    let mut places = Vec::new();
    if let Some(found) = label::at_start(words) {
        open.push(Number::readings(found.text));
        if let Some((place, numbers)) = label_after(words, found.rest)
            && is_closed_first(&numbers)
        {
            open.push(numbers);
            places.push(place);
        }
    }
    for (sign, place, numbers) in after {
        let level = open.iter().rposition(|lasts| goes_on(lasts, &numbers));
        let begins = match sign {
            ":" | "：" => is_closed_first(&numbers),
            // It may go on with a list that begins in another paragraph.
            _ => is_closed(&numbers),
        };
        match level {
            Some(level) => open.truncate(level),
            None if begins => {}
            None => continue,
        }
        open.push(numbers);
        places.push(place);
    }
    places
}

/// The labels that stand right after colons and semicolons, with the sign and their place.
fn labels_after_signs(words: &str) -> Vec<(&str, usize, Vec<Number>)> {
    let has_space = |sign: &str, after: usize| {
        // A sign of a time or a ratio has no space after it.
        !sign.is_ascii() || words[after..].starts_with(char::is_whitespace)
    };
    let label = |(at, sign): (usize, &'_ str)| {
        let after = at + sign.len();
        let found = has_space(sign, after).then(|| label_after(words, after));
        let (place, numbers) = found.flatten()?;
        Some((&words[at..after], place, numbers))
    };
    signs(words).filter_map(label).take(MOST).collect()
}

/// Whether one of the readings of a label comes after one of those of another.
fn goes_on(lasts: &[Number], numbers: &[Number]) -> bool {
    let value = |n: &Number| n.last().map_or(0, |n| n.value);
    let next = |last: &Number, number: &Number| {
        last.same_style(number) && value(last) + 1 == value(number)
    };
    lasts
        .iter()
        .any(|last| numbers.iter().any(|number| next(last, number)))
}

/// Whether a text has a byte that `：` and `；` begin with: seldom has it one.
fn may_have_wide_signs(words: &str) -> bool {
    const FIRST_BYTE: u8 = 0xef;
    memchr(FIRST_BYTE, words.as_bytes()).is_some()
}

/// The colons and semicolons of a text, each with its place.
fn signs(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let places = memchr2_iter(b':', b';', words.as_bytes());
    let wide = if may_have_wide_signs(words) {
        words
    } else {
        ""
    };
    let mut places = places.map(|at| (at, &words[at..=at])).peekable();
    let mut wide = wide.match_indices(['：', '；']).peekable();
    std::iter::from_fn(move || match (places.peek(), wide.peek()) {
        (Some((at, _)), Some((other, _))) if other < at => wide.next(),
        (None, _) => wide.next(),
        _ => places.next(),
    })
}

/// `(a)`, `i)`: a label that begins a list and is no number of running text.
fn is_closed_first(numbers: &[Number]) -> bool {
    numbers.iter().any(|number| {
        number.last().is_some_and(|last| last.value == 1) && number.close.ends_with([')', '）'])
    })
}

fn is_closed(numbers: &[Number]) -> bool {
    numbers
        .iter()
        .any(|number| number.close.ends_with([')', '）']))
}

/// The label after a sign of punctuation, "and" and "or" passed over, and where it stands.
fn label_after(words: &str, after: usize) -> Option<(usize, Vec<Number>)> {
    const LONGEST_JOINT: usize = 4;
    let mut rest = words[after..].trim_start();
    let first = first_word_length(rest);
    let is_joint = (1..=LONGEST_JOINT).contains(&first) && is_of_letters(&rest[..first]);
    let joined = if is_joint {
        rest[first..].trim_start()
    } else {
        ""
    };
    if !may_begin_with_label(rest) && !may_begin_with_label(joined) {
        return None;
    }
    if is_joint && label_at(rest).is_err() {
        rest = joined;
    }
    let place = words.len() - rest.len();
    let (after, text) = label_at(rest).ok()?;
    // Words follow a label of a clause; after a reference comes a sign.
    let after = after.trim_start_matches([' ', '\u{a0}', '\t', '[', '“', '"', '«']);
    let has_words = after.starts_with(char::is_alphabetic);
    has_words.then(|| (place, Number::readings(text)))
}

/// The bytes before the first space of a text.
fn first_word_length(text: &str) -> usize {
    memchr(b' ', text.as_bytes()).unwrap_or(text.len())
}

fn is_of_letters(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// Whether a text may begin with a label: nearly all begin with a word of nothing but letters.
fn may_begin_with_label(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_word = letters > 0 && matches!(text.as_bytes().get(letters), None | Some(b' ' | b','));
    !text.is_empty() && (!is_word || vocabulary::begins_with_label_word(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(words: &str) -> Vec<&str> {
        let mut places = places(words);
        places.insert(0, 0);
        places.push(words.len());
        places
            .windows(2)
            .map(|pair| words[pair[0]..pair[1]].trim())
            .collect()
    }

    #[test]
    fn lists_in_one_line() {
        assert_eq!(
            parts("1 that lamps be lit; 2 that bells be rung; 3 that logs be kept;"),
            [
                "1 that lamps be lit;",
                "2 that bells be rung;",
                "3 that logs be kept;"
            ]
        );
        assert_eq!(
            parts("The Parties shall: (a) report; (b) act."),
            ["The Parties shall:", "(a) report;", "(b) act."]
        );
        assert_eq!(
            parts("as set out in: (a), and in paragraph 2; 4 of them stay").len(),
            1
        );
    }

    #[test]
    fn organs_and_titles_before_the_text() {
        assert_eq!(
            parts(
                "The General Assembly, Recalling its resolution 5/1 of 3 March 2001, Noting that lamps are costly,"
            ),
            [
                "The General Assembly,",
                "Recalling its resolution 5/1 of 3 March 2001,",
                "Noting that lamps are costly,"
            ]
        );
        assert_eq!(
            parts("Article 2 Bells. The Parties shall ring the bells of every harbour."),
            [
                "Article 2 Bells.",
                "The Parties shall ring the bells of every harbour."
            ]
        );
    }
}
