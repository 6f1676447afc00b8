//! Symbol, date, title and organ, as far as the first lines tell.

use crate::draft::{Kind, Masthead, Paragraph, Style, View};
use crate::vocabulary::{self, Cited};
use nom::{
    IResult, Parser,
    bytes::complete::{take_while_m_n, take_while1},
    character::complete::{char, space1},
    combinator::{opt, recognize, verify},
    multi::many1_count,
};

/// A line of the masthead and its words.
type Line<'a> = (&'a Paragraph, String);

/// More lines than these are no masthead.
const MOST_LINES: usize = 400;

/// Reads the masthead's facts from the first paragraphs.
pub(in crate::read) fn of(paragraphs: &[Paragraph]) -> Masthead {
    let head: Vec<Line<'_>> = paragraphs
        .iter()
        .take_while(|p| {
            matches!(
                p.kind,
                Kind::Masthead | Kind::FrontMatter | Kind::Furniture | Kind::Note | Kind::Heading
            )
        })
        // A box on the first page is no line of the text, and what a note names is another
        // document.
        .filter(|p| !p.is_boxed(View::Revised) && p.kind != Kind::Note)
        .take(MOST_LINES)
        .map(|p| (p, p.words.text(View::Revised).trim().to_owned()))
        .filter(|(_, text)| !text.starts_with(['*', '†', '‡']))
        .collect();
    let organ = paragraphs.iter().find(|p| p.kind == Kind::Organ);
    let organ = organ.map(|p| {
        p.words
            .text(View::Revised)
            .trim_matches(['*', ',', '،', '，', ' ', '[', ']'])
            .to_owned()
    });
    // Where a draft stands in a longer text, a slide or a letter, its own lines come first.
    let (before, own) = head.split_at(own_start(&head));
    Masthead {
        symbol: find(own, symbol_in).or_else(|| find(before, symbol_in)),
        date: find(own, date_in).or_else(|| find(before, date_in)),
        title: title(own, organ.as_deref()).or_else(|| title(before, organ.as_deref())),
        organ,
    }
}

fn find(lines: &[Line<'_>], fact: impl Fn(&str) -> Option<String>) -> Option<String> {
    lines.iter().find_map(|(_, text)| fact(text))
}

/// Where the draft's own masthead begins: at the last line that opens one.
fn own_start(head: &[Line<'_>]) -> usize {
    let opens = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        vocabulary::houses().iter().any(|house| {
            let rest = text.strip_prefix(house).map(str::trim_start);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(['|', '*']) || rest.contains(DISTRIBUTION)
            })
        })
    };
    let last = |is: &dyn Fn(&str) -> bool| head.iter().rposition(|(_, text)| is(text));
    last(&opens)
        .or_else(|| last(&|text| text.contains(DISTRIBUTION)))
        .unwrap_or(0)
}

/// What the distribution of a document stands after, in all languages.
const DISTRIBUTION: &str = "Distr.";

fn title(head: &[Line<'_>], organ: Option<&str>) -> Option<String> {
    let front = head.iter().find_map(|(p, text)| {
        (p.kind == Kind::FrontMatter).then(|| text.strip_prefix("title: "))?
    });
    let heading = head
        .iter()
        .find(|(p, _)| p.kind == Kind::Heading && p.depth.new == 0 && p.label.is_none());
    let is_name = |text: &str| {
        text.len() > 12 && !is_formal(text) && !organ.is_some_and(|organ| organ.contains(text))
    };
    let bold = head.iter().find(|(p, text)| {
        p.kind == Kind::Masthead
            && is_name(text)
            && p.words
                .runs_in(View::Revised)
                .all(|r| r.style.new.contains(Style::BOLD))
    });
    // In a resolution the title is the last line before the organ speaks; a summary of sentences is
    // none.
    let is_prose = |text: &str| text.ends_with('.') && text.contains(". ");
    let last = |is_title: &dyn Fn(&str) -> bool| {
        let mut lines = head.iter().rev();
        lines.find(|(p, text)| p.kind == Kind::Masthead && is_title(text) && !is_prose(text))
    };
    front.map(str::to_owned).or_else(|| {
        heading
            .or(bold)
            .or_else(|| last(&is_name))
            .or_else(|| last(&|text| text.len() > 12))
            .map(|(_, text)| on_one_line(text))
            .map(without_kind)
    })
}

/// A text with one space between words.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.shrink_to_fit();
    out
}

/// Whether a line says what kind of document it is, not what it is about.
fn is_formal(text: &str) -> bool {
    vocabulary::begins(vocabulary::formal_openings(), text).is_some()
}

/// "Care of lampsReport of the Secretary-General": two lines that were run together.
fn without_kind(title: String) -> String {
    let mut before = ' ';
    for (at, sign) in title.char_indices() {
        if before.is_lowercase() && sign.is_uppercase() && is_formal(&title[at..]) {
            return title[..at].to_owned();
        }
        before = sign;
    }
    title
}

/// `A/RES/66/184`, `E/2006/85`, `DL/23-E (Rev.2)`.
fn symbol_in(text: &str) -> Option<String> {
    // Up to where what reads like a symbol was read: none begins within it.
    let mut done = 0;
    for (at, _) in text.match_indices(|c: char| c.is_ascii_uppercase()) {
        let before = &text[..at];
        if at < done || before.ends_with(|c: char| c.is_alphanumeric() || c == '/') {
            continue;
        }
        let Ok((rest, found)) = symbol(&text[at..]) else {
            continue;
        };
        done = text.len() - rest.len();
        if found.bytes().any(|b| b.is_ascii_digit()) && !is_cited(before) {
            return Some(found.trim_end_matches(['.', '-']).to_owned());
        }
    }
    None
}

/// Whether the words before a symbol say that another document is meant: "Assembly resolution
/// A/70/1".
fn is_cited(before: &str) -> bool {
    // The last word and one before it, however long the line is.
    const NEAR: usize = 80;
    let from = before.len().saturating_sub(NEAR);
    let from = (from..before.len()).find(|at| before.is_char_boundary(*at));
    let before = &before[from.unwrap_or(before.len())..];
    let mut words = before.split_whitespace().rev();
    let act = words
        .next()
        .map(|word| vocabulary::cited(&word.to_lowercase()));
    matches!(act, Some(Some(Cited::Resolution | Cited::Decision))) && words.next().is_some()
}

fn symbol(input: &str) -> IResult<&str, &str> {
    let part = || take_while1(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    recognize((
        take_while_m_n(1, 6, |c: char| c.is_ascii_uppercase()),
        many1_count((char('/'), part())),
        opt(recognize((
            space1,
            char('('),
            verify(take_while1(|c| c != ')' && c != '('), |t: &str| {
                t.starts_with("Rev") || t.starts_with("Add")
            }),
            char(')'),
        ))),
    ))
    .parse(input)
}

/// `31 October 2014`.
fn date_in(text: &str) -> Option<String> {
    text.match_indices(|c: char| c.is_ascii_digit())
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '-'))
        .find_map(|(at, _)| {
            let end = vocabulary::date_at(&text[at..])?;
            Some(text[at..at + end].to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_dates() {
        assert_eq!(
            symbol_in("Document DL/23-E (Rev.2)").as_deref(),
            Some("DL/23-E (Rev.2)")
        );
        assert_eq!(symbol_in("A/70/L.33").as_deref(), Some("A/70/L.33"));
        assert_eq!(symbol_in("and/or ICT/telecommunication"), None);
        assert_eq!(symbol_in("Assembly resolution A/99/125"), None);
        let long = "A/B-".repeat(200) + "C of A\u{301}A/70/L.33";
        assert_eq!(symbol_in(&long), Some("A/70/L.33".to_owned()));
        let far = format!("resolution {}A/70/1", "é".repeat(200));
        assert_eq!(
            symbol_in(&format!("{far} or A/70/2")),
            Some("A/70/2".to_owned())
        );
        assert_eq!(
            date_in("Paris, 31 October 2014").as_deref(),
            Some("31 October 2014")
        );
    }
    fn facts(text: &str) -> [Option<String>; 3] {
        let draft = crate::read::read(text.as_bytes(), "x", None).unwrap();
        let facts = draft.masthead;
        [facts.symbol, facts.date, facts.title]
    }

    #[test]
    fn the_facts_of_a_draft_within_a_longer_text() {
        let text = "Harbour Week: timeline\n\nAssembly resolution A/99/125\n\n10 July – 19 July 2041 [Port Town]\n\nUnited Nations\n\nGeneral Assembly\n\nDistr.: Limited\n\n13 December 2039\n\nOriginal: English\n\nA/99/L.33\n\nDraft resolution submitted by the President\n\nOutcome of the meeting on lamps\n\nThe General Assembly,\n\nRecalling lamps,\n\n1. Decides to act.\n";
        assert_eq!(
            facts(text).map(Option::unwrap),
            [
                "A/99/L.33",
                "13 December 2039",
                "Outcome of the meeting on lamps"
            ]
        );
    }

    #[test]
    fn a_note_names_another_document() {
        let text = "**Economic and Social Council**Distr.: General\n15 June 2031\n\nItem 6 of the provisional agenda*\n\n**Care of lamps****Report of the Secretary-General**\n\n* E/2031/100.\n\n1. The lamps were lit.\n";
        let [symbol, date, title] = facts(text);
        assert_eq!(symbol, None);
        assert_eq!(date.as_deref(), Some("15 June 2031"));
        assert_eq!(title.as_deref(), Some("Care of lamps"));
    }

    #[test]
    fn dates_in_six_languages() {
        for (text, date) in [
            ("Le 13 décembre 2039", "13 décembre 2039"),
            ("13 de diciembre de 2039", "13 de diciembre de 2039"),
            ("13 декабря 2039 года", "13 декабря 2039"),
            ("2039年12月13日", "2039年12月13日"),
            ("13 كانون الأول/ديسمبر 2039", "13 كانون الأول/ديسمبر 2039"),
        ] {
            assert_eq!(date_in(text).as_deref(), Some(date), "{text}");
        }
    }
}
