//! Inline text cut into pieces: words, strikes, emphasis, tags, CriticMarkup, comments, links, note signs.

use super::super::Format;
use super::inline::Marks;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_until, take_while, take_while_m_n, take_while1},
    character::complete::{anychar, char, none_of},
    combinator::{map, recognize, value, verify},
    sequence::{delimited, preceded, terminated},
};

/// A piece of inline text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// A run of `*` or `_`.
    Emphasis(char, usize),
    /// `~~`
    Strike,
    Open(Span),
    Close(Span),
    /// `{~~old~>new~~}`
    Substitute(&'a str, &'a str),
    Comment(&'a str),
    /// `[text](target)` or `[text][name]`.
    Link(&'a str, &'a str),
    /// `[^1]`
    NoteSign(&'a str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Inserted,
    Deleted,
    Underlined,
    Raised,
    Lowered,
    SmallCaps,
    Highlight,
}

/// Cuts the text into pieces, each with its offset.
pub(super) fn pieces<'a>(text: &'a str, format: Format, marks: &Marks) -> Vec<(usize, Piece<'a>)> {
    let mut out: Vec<(usize, Piece<'a>)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let (after, piece) = piece(rest, format, marks, &text[..at]);
        match (out.last_mut(), piece) {
            // Adjacent text is one piece, unless something between was left out (an escape's backslash).
            (Some((start, Piece::Text(before))), Piece::Text(more))
                if *start + before.len() == at && text[at..].starts_with(more) =>
            {
                *before = &text[*start..at + more.len()];
            }
            (_, Piece::Text(more)) => out.push((text.len() - after.len() - more.len(), piece)),
            _ => out.push((at, piece)),
        }
        rest = after;
    }
    out
}

type Parsed<'a, T> = IResult<&'a str, T>;

fn piece<'a>(input: &'a str, format: Format, marks: &Marks, before: &str) -> (&'a str, Piece<'a>) {
    let special = |c: char| {
        matches!(
            c,
            '*' | '_' | '~' | '<' | '{' | '\\' | '[' | '+' | '-' | '=' | '}'
        )
    };
    if let Ok((rest, text)) =
        take_while1::<_, _, nom::error::Error<&str>>(|c| !special(c)).parse(input)
    {
        return (rest, Piece::Text(text));
    }
    let critic = format == Format::CriticMarkup;
    if critic && let Ok(found) = critic_piece(input) {
        return found;
    }
    if let Ok(found) = alt((escape, strike, emphasis, tag_piece, comment)).parse(input) {
        return found;
    }
    if input.starts_with('[')
        && !before.ends_with('\\')
        && let Ok(found) = link(input, marks)
    {
        return found;
    }
    let end = input.chars().next().map_or(1, char::len_utf8);
    (&input[end..], Piece::Text(&input[..end]))
}

/// `\*`: the sign itself.
fn escape(input: &str) -> Parsed<'_, Piece<'_>> {
    let sign = recognize(verify(anychar, char::is_ascii_punctuation));
    map(preceded(char('\\'), sign), Piece::Text).parse(input)
}

fn strike(input: &str) -> Parsed<'_, Piece<'_>> {
    value(Piece::Strike, tag("~~")).parse(input)
}

fn emphasis(input: &str) -> Parsed<'_, Piece<'_>> {
    let run = |sign: char| {
        map(take_while1(move |c| c == sign), move |s: &str| {
            Piece::Emphasis(sign, s.len())
        })
    };
    alt((run('*'), run('_'))).parse(input)
}

/// `<ins>`, `</ins>`, `<del>`, `<s>`, `<u>`, `<sup>`, `<sub>`, `<span …>`, `<mark>`: the tags that drafts carry.
fn tag_piece(input: &str) -> Parsed<'_, Piece<'_>> {
    let name = |name: &'static str, span: Span| value(span, tag_no_case(name));
    let names = || {
        alt((
            name("ins", Span::Inserted),
            name("del", Span::Deleted),
            name("strike", Span::Deleted),
            name("span", Span::SmallCaps),
            name("sup", Span::Raised),
            name("sub", Span::Lowered),
            name("mark", Span::Highlight),
            name("s", Span::Deleted),
            name("u", Span::Underlined),
        ))
    };
    let attributes = recognize((
        take_while_m_n(0, 1, char::is_whitespace),
        take_while(|c| c != '>' && c != '<'),
    ));
    let open = map(
        delimited(
            char('<'),
            (
                names(),
                verify(attributes, |a: &str| {
                    a.is_empty() || a.starts_with(char::is_whitespace)
                }),
            ),
            char('>'),
        ),
        |(span, _)| Piece::Open(span),
    );
    let close = map(delimited(tag("</"), names(), char('>')), Piece::Close);
    alt((open, close)).parse(input)
}

fn comment(input: &str) -> Parsed<'_, Piece<'_>> {
    map(
        delimited(tag("<!--"), take_until("-->"), tag("-->")),
        Piece::Comment,
    )
    .parse(input)
}

fn critic_piece(input: &str) -> Parsed<'_, Piece<'_>> {
    let sign = |sign: &'static str, piece: Piece<'static>| value(piece, tag(sign));
    let substitute = map(
        delimited(
            tag("{~~"),
            (terminated(take_until("~>"), tag("~>")), take_until("~~}")),
            tag("~~}"),
        ),
        |(old, new)| Piece::Substitute(old, new),
    );
    alt((
        substitute,
        map(
            delimited(tag("{>>"), take_until("<<}"), tag("<<}")),
            Piece::Comment,
        ),
        sign("{++", Piece::Open(Span::Inserted)),
        sign("++}", Piece::Close(Span::Inserted)),
        sign("{--", Piece::Open(Span::Deleted)),
        sign("--}", Piece::Close(Span::Deleted)),
        sign("{==", Piece::Open(Span::Highlight)),
        sign("==}", Piece::Close(Span::Highlight)),
    ))
    .parse(input)
}

/// `[^1]`, `[text](target)`, `[text][defined name]`. Everything else in square brackets is bracketed text.
fn link<'a>(input: &'a str, marks: &Marks) -> Parsed<'a, Piece<'a>> {
    let mut note = recognize((
        tag("[^"),
        take_while1(|c: char| c.is_alphanumeric() || c == '-'),
        char(']'),
    ));
    if let Ok((rest, sign)) = note.parse(input) as Parsed<'_, &str> {
        return Ok((rest, Piece::NoteSign(sign)));
    }
    let words = delimited(
        char('['),
        recognize(nom::multi::many1_count(none_of("[]"))),
        char(']'),
    );
    let target = delimited(
        char('('),
        verify(
            take_while1(|c: char| !c.is_whitespace() && c != ')'),
            is_target,
        ),
        char(')'),
    );
    let name = delimited(char('['), take_while1(|c| c != ']' && c != '['), char(']'));
    let mut direct = (
        words,
        alt((map(target, |t| (t, true)), map(name, |n| (n, false)))),
    );
    let (rest, (words, (target, is_direct))) = direct.parse(input)?;
    if is_direct || marks.link_names.contains(&target.to_lowercase()) {
        return Ok((rest, Piece::Link(words, target)));
    }
    Err(nom::Err::Error(nom::error::Error::new(
        input,
        nom::error::ErrorKind::Verify,
    )))
}

fn is_target(target: &str) -> bool {
    target.contains("://")
        || target.starts_with(['/', '#', '.'])
        || target.contains('.') && target.contains('/')
}
