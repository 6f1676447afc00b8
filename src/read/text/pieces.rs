//! Inline text cut into pieces: words, strikes, emphasis, tags, CriticMarkup, comments, links, note
//! signs.

use super::super::Format;
use super::inline::Marks;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_while, take_while_m_n, take_while1},
    character::complete::{anychar, char, none_of},
    combinator::{map, recognize, value, verify},
    sequence::{delimited, preceded},
};
use std::cell::Cell;

/// What a piece of inline text is. It reaches to where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words.
    Text,
    /// A backslash, and words that begin with the sign behind it.
    Escaped,
    /// A run of this sign, `*` or `_`.
    Emphasis(u8),
    /// `~~`
    Strike,
    Open(Span),
    Close(Span),
    /// `{~~old~>new~~}`
    Substitute,
    /// `<!-- … -->` or `{>> … <<}`
    Comment,
    /// `[text](target)` or `[text][name]`.
    Link,
    /// `[^1]`
    NoteSign,
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

impl Span {
    /// How many kinds there are.
    pub(super) const KINDS: usize = Self::Highlight as usize + 1;
}

/// A text in pieces. There may be millions: each is a place and what begins there.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    pub(super) text: &'a str,
    pub(super) list: Vec<(u32, Piece)>,
}

impl<'a> Pieces<'a> {
    /// What a piece is, where it begins, and its text.
    pub(super) fn get(&self, index: usize) -> Option<(Piece, usize, &'a str)> {
        let (start, piece) = *self.list.get(index)?;
        let end = self.list.get(index + 1);
        let end = end.map_or(self.text.len(), |(next, _)| *next as usize);
        Some((piece, start as usize, self.text.get(start as usize..end)?))
    }

    fn push(&mut self, at: usize, piece: Piece) {
        // Words that follow words are one piece.
        let goes_on = piece == Piece::Text
            && matches!(self.list.last(), Some((_, Piece::Text | Piece::Escaped)));
        if !goes_on {
            self.list
                .push((u32::try_from(at).unwrap_or(u32::MAX), piece));
        }
    }
}

/// Cuts the text into pieces.
pub(super) fn pieces<'a>(text: &'a str, format: Format, marks: &Marks) -> Pieces<'a> {
    let mut out = Pieces {
        text,
        list: Vec::new(),
    };
    let reader = Reader {
        text,
        is_critic: format == Format::CriticMarkup,
        marks,
        ends: Ends::of(text),
    };
    let mut at = 0;
    while at < text.len() {
        let (len, piece) = reader.piece(at);
        out.push(at, piece);
        at += len;
    }
    out
}

/// The next place of something in a text, asked for from front to back: the text is read once,
/// however often it is asked.
struct Next<'a, F> {
    text: &'a str,
    find: F,
    found: Cell<Option<usize>>,
}

impl<'a, F: Fn(&str) -> Option<usize>> Next<'a, F> {
    const fn of(text: &'a str, find: F) -> Self {
        Self {
            text,
            find,
            found: Cell::new(Some(0)),
        }
    }

    /// The first at or behind a place; none asked before may lie behind it.
    fn from(&self, at: usize) -> Option<usize> {
        let known = self.found.get()?;
        if known < at || known == 0 {
            let rest = self.text.get(at..)?;
            self.found.set((self.find)(rest).map(|place| at + place));
        }
        self.found.get()
    }
}

type Find = fn(&str) -> Option<usize>;

/// Where the ends of marks stand that may hold any text.
struct Ends<'a> {
    comment: Next<'a, Find>,
    note: Next<'a, Find>,
    arrow: Next<'a, Find>,
    /// The last `~~}` of the text.
    substitution: Option<usize>,
    /// What ends the target of a link, and what only a target has in it.
    target: Next<'a, Find>,
    scheme: Next<'a, Find>,
    stop: Next<'a, Find>,
    slash: Next<'a, Find>,
}

impl<'a> Ends<'a> {
    fn of(text: &'a str) -> Self {
        let next = |find: Find| Next::of(text, find);
        Self {
            comment: next(|text| text.find("-->")),
            note: next(|text| text.find("<<}")),
            arrow: next(|text| text.find("~>")),
            substitution: text.rfind("~~}"),
            target: next(|text| text.find(|c: char| c.is_whitespace() || c == ')')),
            scheme: next(|text| text.find("://")),
            stop: next(|text| text.find('.')),
            slash: next(|text| text.find('/')),
        }
    }
}

struct Reader<'a, 'm> {
    text: &'a str,
    is_critic: bool,
    marks: &'m Marks,
    ends: Ends<'a>,
}

impl Reader<'_, '_> {
    /// The piece at a place, and how long it is.
    fn piece(&self, at: usize) -> (usize, Piece) {
        let input = &self.text[at..];
        let special = |c: char| {
            matches!(
                c,
                '*' | '_' | '~' | '<' | '{' | '\\' | '[' | '+' | '-' | '=' | '}'
            )
        };
        let words = input.find(special).unwrap_or(input.len());
        if words > 0 {
            return (words, Piece::Text);
        }
        if self.is_critic
            && let Some(found) = self.critic_piece(at)
        {
            return found;
        }
        let parsed = alt((escape, strike, emphasis, tag_piece)).parse(input);
        if let Ok((rest, piece)) = parsed {
            return (input.len() - rest.len(), piece);
        }
        if let Some(len) = self.enclosed(at, "<!--", &self.ends.comment, "-->") {
            return (len, Piece::Comment);
        }
        let is_escaped = self.text[..at].ends_with('\\');
        if input.starts_with('[')
            && !is_escaped
            && let Some(found) = self.link(at)
        {
            return found;
        }
        (input.chars().next().map_or(1, char::len_utf8), Piece::Text)
    }

    /// The length of what begins so and goes on to such an end.
    fn enclosed(&self, at: usize, open: &str, end: &Next<'_, Find>, close: &str) -> Option<usize> {
        let starts = self.text[at..].starts_with(open);
        let end = starts.then(|| end.from(at + open.len())).flatten()?;
        Some(end + close.len() - at)
    }

    fn critic_piece(&self, at: usize) -> Option<(usize, Piece)> {
        let input = &self.text[at..];
        if let Some(len) = self.substitution(at) {
            return Some((len, Piece::Substitute));
        }
        if let Some(len) = self.enclosed(at, "{>>", &self.ends.note, "<<}") {
            return Some((len, Piece::Comment));
        }
        const SIGNS: [(&str, Piece); 6] = [
            ("{++", Piece::Open(Span::Inserted)),
            ("++}", Piece::Close(Span::Inserted)),
            ("{--", Piece::Open(Span::Deleted)),
            ("--}", Piece::Close(Span::Deleted)),
            ("{==", Piece::Open(Span::Highlight)),
            ("==}", Piece::Close(Span::Highlight)),
        ];
        let found = SIGNS.iter().find(|(sign, _)| input.starts_with(sign))?;
        Some((found.0.len(), found.1))
    }

    /// The length of `{~~old~>new~~}`.
    fn substitution(&self, at: usize) -> Option<usize> {
        let last = self.ends.substitution.filter(|last| *last > at)?;
        if !self.text[at..].starts_with("{~~") {
            return None;
        }
        let arrow = self.ends.arrow.from(at + 3)? + 2;
        // There is an end, so that the text up to it is read but once.
        let new = (last >= arrow).then(|| self.text[arrow..].find("~~}"))??;
        Some(arrow + new + 3 - at)
    }

    /// `[^1]`, `[text](target)`, `[text][defined name]`. Everything else in square brackets is
    /// bracketed text.
    fn link(&self, at: usize) -> Option<(usize, Piece)> {
        let input = &self.text[at..];
        if let Ok((rest, _)) = note_sign(input) {
            return Some((input.len() - rest.len(), Piece::NoteSign));
        }
        let (rest, _) = bracketed(input).ok()?;
        let words = input.len() - rest.len();
        if rest.starts_with('(') {
            return self
                .target(at + words + 1)
                .map(|end| (end - at, Piece::Link));
        }
        let (rest, name) = link_name(rest).ok()?;
        let is_known = self.marks.link_names.contains(&name.to_lowercase());
        is_known.then(|| (input.len() - rest.len(), Piece::Link))
    }

    /// Where the target of a link that begins here ends, its bracket included.
    fn target(&self, at: usize) -> Option<usize> {
        let end = self.ends.target.from(at)?;
        let has = |next: &Next<'_, Find>| next.from(at).is_some_and(|place| place < end);
        let is_target = has(&self.ends.scheme)
            || self.text[at..].starts_with(['/', '#', '.'])
            || has(&self.ends.stop) && has(&self.ends.slash);
        let closes = self.text[end..].starts_with(')');
        (end > at && closes && is_target).then_some(end + 1)
    }
}

/// What a substitution takes away and what it puts there.
pub(super) fn substituted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix("{~~")?.strip_suffix("~~}")?;
    inner.split_once("~>")
}

/// What a comment says.
pub(super) fn commented(text: &str) -> &str {
    let inner = text
        .strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"));
    let inner = inner.or_else(|| text.strip_prefix("{>>")?.strip_suffix("<<}"));
    inner.unwrap_or("").trim()
}

/// The words of a link and its target.
pub(super) fn linked(text: &str) -> Option<(&str, &str)> {
    let (words, target) = text.strip_prefix('[')?.split_once(']')?;
    let target = target.strip_prefix(['(', '['])?;
    Some((words, target.strip_suffix([')', ']'])?))
}

type Parsed<'a, T> = IResult<&'a str, T>;

/// `\*`: the sign itself.
fn escape(input: &str) -> Parsed<'_, Piece> {
    let sign = verify(anychar, char::is_ascii_punctuation);
    value(Piece::Escaped, preceded(char('\\'), sign)).parse(input)
}

fn strike(input: &str) -> Parsed<'_, Piece> {
    value(Piece::Strike, tag("~~")).parse(input)
}

fn emphasis(input: &str) -> Parsed<'_, Piece> {
    let run = |sign: u8| {
        let one = move |c: char| c == char::from(sign);
        value(Piece::Emphasis(sign), take_while1(one))
    };
    alt((run(b'*'), run(b'_'))).parse(input)
}

/// `<ins>`, `</ins>`, `<del>`, `<s>`, `<u>`, `<sup>`, `<sub>`, `<span …>`, `<mark>`: the tags that
/// drafts carry.
fn tag_piece(input: &str) -> Parsed<'_, Piece> {
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

fn note_sign(input: &str) -> Parsed<'_, &str> {
    recognize((
        tag("[^"),
        take_while1(|c: char| c.is_alphanumeric() || c == '-'),
        char(']'),
    ))
    .parse(input)
}

fn bracketed(input: &str) -> Parsed<'_, &str> {
    let words = recognize(nom::multi::many1_count(none_of("[]")));
    delimited(char('['), words, char(']')).parse(input)
}

fn link_name(input: &str) -> Parsed<'_, &str> {
    delimited(char('['), take_while1(|c| c != ']' && c != '['), char(']')).parse(input)
}
