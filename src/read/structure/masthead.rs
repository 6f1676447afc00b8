//! Symbol, date, title and organ, as far as the first lines tell.

use crate::draft::{Kind, Masthead, Paragraph, Style, View};
use crate::vocabulary;
use nom::{
    IResult, Parser,
    bytes::complete::{take_while_m_n, take_while1},
    character::complete::{char, space1},
    combinator::{opt, recognize, verify},
    multi::many1_count,
};

/// Reads the masthead's facts from the first paragraphs.
pub(in crate::read) fn of(paragraphs: &[Paragraph]) -> Masthead {
    let head: Vec<(&Paragraph, String)> = paragraphs
        .iter()
        .take_while(|p| {
            matches!(
                p.kind,
                Kind::Masthead | Kind::FrontMatter | Kind::Furniture | Kind::Note | Kind::Heading
            )
        })
        // A box on the first page is no line of the text.
        .filter(|p| !p.is_boxed(View::Revised))
        .take(80)
        .map(|p| (p, p.words.text(View::Revised).trim().to_owned()))
        .collect();
    let organ = paragraphs.iter().find(|p| p.kind == Kind::Organ);
    Masthead {
        symbol: head.iter().find_map(|(_, text)| symbol_in(text)),
        date: head.iter().find_map(|(_, text)| date_in(text)),
        title: title(&head),
        organ: organ.map(|p| {
            p.words
                .text(View::Revised)
                .trim_matches(['*', ',', '،', '，', ' ', '[', ']'])
                .to_owned()
        }),
    }
}

fn title(head: &[(&Paragraph, String)]) -> Option<String> {
    let front = head.iter().find_map(|(p, text)| {
        (p.kind == Kind::FrontMatter).then(|| text.strip_prefix("title: "))?
    });
    let heading = head
        .iter()
        .find(|(p, _)| p.kind == Kind::Heading && p.depth.new == 0 && p.label.is_none());
    let bold = head.iter().find(|(p, text)| {
        p.kind == Kind::Masthead
            && text.len() > 12
            && p.words
                .runs_in(View::Revised)
                .all(|r| r.style.new.contains(Style::BOLD))
    });
    // In a resolution the title is the last line before the organ speaks; a summary of sentences is none.
    let is_prose = |text: &str| text.ends_with('.') && text.contains(". ");
    let last = head
        .iter()
        .rev()
        .find(|(p, text)| p.kind == Kind::Masthead && text.len() > 12 && !is_prose(text));
    front.map(str::to_owned).or_else(|| {
        heading
            .or(bold)
            .or(last)
            .map(|(_, text)| text.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// `A/RES/66/184`, `E/2006/85`, `DL/23-E (Rev.2)`.
fn symbol_in(text: &str) -> Option<String> {
    text.match_indices(|c: char| c.is_ascii_uppercase())
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '/'))
        .find_map(|(at, _)| {
            symbol(&text[at..])
                .ok()
                .map(|(_, found)| found.trim_end_matches(['.', '-']).to_owned())
        })
}

fn symbol(input: &str) -> IResult<&str, &str> {
    let part = || take_while1(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let symbol = recognize((
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
    ));
    verify(symbol, |s: &str| s.bytes().any(|b| b.is_ascii_digit())).parse(input)
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
        assert_eq!(
            date_in("Paris, 31 October 2014").as_deref(),
            Some("31 October 2014")
        );
    }
}
