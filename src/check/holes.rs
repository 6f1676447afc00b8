//! Holes that strikes leave in the revised text: "with the ,", "its Resolution , decided", "in in
//! 2031", "()".
//!
//! Only the places are looked at where something was struck: what stands there in both texts is the
//! draft's own way.

use super::{around, codes};
use crate::draft::places::Places;
use crate::draft::{Change, Draft, Finding, Kind, Paragraph, View};
use crate::vocabulary;

/// The holes of a marked draft, each with its paragraph.
pub(super) fn findings(draft: &Draft) -> Vec<(usize, Finding)> {
    let places = Places::of(draft);
    let mut out = Vec::new();
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        let is_text = matches!(
            paragraph.kind,
            Kind::Clause | Kind::Call | Kind::Organ | Kind::Note
        );
        if is_text && paragraph.begins_in(View::Revised) && paragraph.words.is_marked() {
            // A clause that is struck whole but for its end is merged with the next: nothing of it
            // is left to look at.
            let found = of_paragraph(paragraph, |at| places.place_of(index, at));
            out.extend(found.into_iter().map(|f| (index, f)));
        }
    }
    out
}

fn of_paragraph(paragraph: &Paragraph, place_of: impl Fn(usize) -> (u32, u32)) -> Vec<Finding> {
    let text = paragraph.words.text(View::Revised);
    let mut out: Vec<Finding> = Vec::new();
    // Where the first stands that is not told by itself, and how many there are.
    let mut more: Option<((u32, u32), usize)> = None;
    for (seam, start, struck) in seams(paragraph) {
        let Some(hole) = hole(last_of(&text[..seam]), first_of(&text[seam..]), struck) else {
            continue;
        };
        let (line, column) = place_of(start);
        let message = format!("a strike leaves a hole: {hole}, {}", around(&text, seam));
        if out.iter().any(|f| f.message == message) {
            continue;
        }
        if out.len() == MOST {
            more.get_or_insert(((line, column), 0)).1 += 1;
        } else {
            let finding = Finding::new(codes::severity("hole"), "hole", line, column, message);
            out.push(finding.with_help(HELP));
        }
    }
    if let Some(((line, column), count)) = more {
        let message = match count {
            1 => "1 more place in this clause looks like a hole".to_owned(),
            more => format!("{more} more places in this clause look like holes"),
        };
        let finding = Finding::new(codes::severity("hole"), "hole", line, column, message);
        out.push(finding.with_help(HELP));
    }
    out
}

const HELP: &str = "strike what belonged to it, too, or write what is to stand there";

/// So many holes of one clause are told one by one; of the others it is told how many there are.
const MOST: usize = 20;
/// So much of the text is looked at on both sides, in bytes.
const NEAR: usize = 160;

fn last_of(text: &str) -> &str {
    let from = text.len().saturating_sub(NEAR);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[from.unwrap_or(text.len())..]
}

fn first_of(text: &str) -> &str {
    let to = (0..=NEAR.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    &text[..to.unwrap_or(0)]
}

/// Where words were struck: the place in the revised text, where the strike begins in all words,
/// and what was struck.
fn seams(paragraph: &Paragraph) -> Vec<(usize, usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    for run in paragraph.words.runs() {
        match run.change {
            Change::Deleted if run.text.contains(char::is_alphanumeric) => {
                out.push((at, run.start, run.text));
            }
            Change::Deleted => {}
            _ => at += run.text.len(),
        }
    }
    out
}

/// What is missing between two halves of a text.
fn hole(before: &str, after: &str, struck: &str) -> Option<String> {
    let (left, right) = (before.trim_end(), after.trim_start());
    let gap = left.len() < before.len() || right.len() < after.len();
    let last = left.chars().next_back();
    let next = right.chars().next();
    if let (Some(open), Some(close)) = (last, next)
        && let Some((_, pair)) = PAIRS.iter().find(|(sign, _)| *sign == open)
        && *pair == close
    {
        return Some(format!("nothing stands in “{open}{close}”"));
    }
    let ends = next.is_none_or(|c| STOPS.contains(c) || c == ')');
    if let Some(word) = last_word(left).filter(|_| ends)
        && (is_article(&word) || is_preposition(&word))
        && !is_relative(left)
    {
        return Some(format!("nothing follows “{word}”"));
    }
    if let (Some(last), Some(next)) = (last, next)
        && STOPS.contains(next)
    {
        if is_doubled(last, next, left) {
            return Some(format!("“{last}” and “{next}” stand side by side"));
        }
        if gap
            && last.is_alphanumeric()
            && (next == ',' || next == '.' || !is_french(before, after))
        {
            return Some(format!("a space stands before “{next}”"));
        }
    }
    between_words(left, right).or_else(|| without_number(left, right, struck))
}

/// "its Resolution decided": the number of what is cited was struck.
fn without_number(left: &str, right: &str, struck: &str) -> Option<String> {
    let is_number = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let noun = last_word(left)?;
    let next = right.chars().next().unwrap_or(' ');
    let is_label = next.is_numeric() || next.is_uppercase() || "([（".contains(next);
    (is_number(struck) && vocabulary::cited(&noun).is_some() && !is_label)
        .then(|| format!("no number follows “{noun}”"))
}

fn between_words(left: &str, right: &str) -> Option<String> {
    let (last, next) = (last_word(left)?, first_word(right)?);
    let is_relative = is_relative(left);
    let is_number = last.contains(|c: char| c.is_ascii_digit());
    if last == next && last.chars().count() > 1 && !is_number && !is_relative {
        return Some(format!("“{last}” stands twice"));
    }
    let joins = is_preposition(&next) || vocabulary::joints().contains(&next.as_str());
    let is_bare = is_article(&last) && joins && !is_relative;
    is_bare.then(|| format!("nothing stands between “{last}” and “{next}”"))
}

/// Signs that end a part of a sentence.
const STOPS: &str = ",;:.،؛。，；：";
/// Signs that stand round words.
const PAIRS: [(char, char); 7] = [
    ('(', ')'),
    ('[', ']'),
    ('“', '”'),
    ('«', '»'),
    ('（', '）'),
    ('‘', '’'),
    ('《', '》'),
];

/// Whether two signs in a row are one too many; a full stop may belong to an abbreviation, a row of
/// dots to an omission.
fn is_doubled(last: char, next: char, left: &str) -> bool {
    let is_mark = |c: char| ",;:،؛，；：".contains(c);
    is_mark(last) && STOPS.contains(next) || last == '.' && next == '.' && !left.ends_with("..")
}

/// Whether the clause sets a space before its colons and semicolons, as French does.
fn is_french(before: &str, after: &str) -> bool {
    let set = |text: &str| {
        [" ;", " :", "\u{a0};", "\u{a0}:", "\u{202f};"]
            .iter()
            .any(|signs| text.contains(signs))
    };
    let rest = after.trim_start().get(1..).unwrap_or("");
    set(before) || set(rest) || before.contains(['é', 'è', 'à', 'ç'])
}

fn last_word(text: &str) -> Option<String> {
    let start = text
        .char_indices()
        .rev()
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or(0, |(at, c)| at + c.len_utf8());
    (start < text.len()).then(|| text[start..].to_lowercase())
}

fn first_word(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_lowercase())
}

fn is_article(low: &str) -> bool {
    vocabulary::articles().contains(&low)
}

/// Whether a text ends in an article that is a pronoun there: "die Boote, die", "das Meer, auf
/// dem".
fn is_relative(text: &str) -> bool {
    let Some(word) = last_word(text) else {
        return false;
    };
    if !vocabulary::also_pronouns().contains(&word.as_str()) {
        return false;
    }
    let before = without_last_word(text);
    let is_led = || last_word(before).is_some_and(|word| is_preposition(&word));
    before.ends_with(',') || is_led() && without_last_word(before).ends_with(',')
}

fn without_last_word(text: &str) -> &str {
    text.trim_end_matches(char::is_alphanumeric).trim_end()
}

fn is_preposition(low: &str) -> bool {
    vocabulary::prepositions().contains(&low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    #[track_caller]
    fn check(words: &str, expected: &[&str]) {
        let text = format!("<!-- redraft: marked -->\n\n*resolves*\n\n1 {words}\n");
        let draft = read(text.as_bytes(), "x", None).unwrap();
        let found: Vec<String> = findings(&draft)
            .into_iter()
            .map(|(_, f)| f.message)
            .collect();
        assert_eq!(found.len(), expected.len(), "{words}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "{words}: {found}");
        }
    }

    #[test]
    fn holes_that_strikes_leave() {
        check(
            "to report with the ~~Board of Lamps~~, in May;",
            &["nothing follows “the”"],
        );
        check(
            "its Resolution ~~9 on lamps~~, decided to act;",
            &["a space stands before “,”"],
        );
        check(
            "that the fund (~~kept by the towns~~) be closed;",
            &["nothing stands in “()”"],
        );
        check("to meet in ~~the town~~ in 2031;", &["“in” stands twice"]);
        check("lamps, ~~bells~~, and ropes;", &["side by side"]);
        check(
            "by the ~~keepers~~ of lamps;",
            &["nothing stands between “the” and “of”"],
        );
        check("rapport sur les ~~lampes~~ ;", &["nothing follows “les”"]);
        check(
            "Bericht über die ~~Lampen~~ von Norden;",
            &["nothing stands between “die” and “von”"],
        );
        check(
            "an die ~~Häfen~~ die Lampen zu geben;",
            &["“die” stands twice"],
        );
    }

    #[test]
    fn one_hole_more_than_are_told_has_its_place() {
        let of = |count: usize| {
            let holes = (0..count).map(|n| format!("by lamp{n} ~~keepers~~, "));
            let words: String = holes.collect();
            let text = format!("<!-- redraft: marked -->\n\n*resolves*\n\n1 {words}and go.\n");
            let draft = read(text.as_bytes(), "x", None).unwrap();
            findings(&draft).pop().unwrap().1
        };
        let last = of(MOST + 1);
        assert_eq!(
            last.message,
            "1 more place in this clause looks like a hole"
        );
        assert_eq!(
            of(MOST + 2).message,
            "2 more places in this clause look like holes"
        );
        assert!(last.line == 5 && last.column > 1, "{last:?}");
        assert_eq!(last.help, HELP);
    }

    #[test]
    fn strikes_that_leave_none() {
        check(
            "to report with the ~~Board~~ <ins>Office</ins>, in May;",
            &[],
        );
        check("to report ~~in time~~ and to meet;", &[]);
        check("les lampes et les cloches éteintes ~~enfin~~ ;", &[]);
        check("to go ~~out~~ in May;", &[]);
        // German articles are pronouns after a comma.
        check("für Boote, die ~~bald~~ von Norden kommen;", &[]);
        check("für Staaten, die ~~bald~~ die Lampen löschen;", &[]);
        check("das Meer, in dem ~~oft~~ in Stürmen Boote sinken;", &[]);
        check("to report, etc.~~, as agreed~~, in May;", &[]);
    }
}
