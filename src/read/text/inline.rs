//! The marks inside a paragraph: struck and inserted words, typefaces, notes, links, CriticMarkup.
//!
//! Marks overlap each other any way, and they are toggles: a strike may begin in italics and end outside them. What
//! has no partner is text.

use super::super::Format;
use super::lines::Block;
use crate::draft::{Anchor, Change, Diff, Style, Wording};
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_until, take_while, take_while_m_n, take_while1},
    character::complete::{anychar, char, none_of},
    combinator::{map, recognize, value, verify},
    sequence::{delimited, preceded, terminated},
};
use std::collections::HashSet;

/// What the inline reader made of a block.
pub(super) struct Inline {
    pub(super) words: Wording,
    pub(super) anchors: Vec<Anchor>,
    /// Comments found in the text (CriticMarkup, HTML), with the offset in the words they stand at.
    pub(super) comments: Vec<(usize, String)>,
    /// Offsets in the words of marks without a partner.
    pub(super) unpaired: Vec<usize>,
    /// Link targets left out of the words.
    pub(super) links: Vec<(usize, String)>,
}

/// What the whole text tells the inline reader.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) format: Option<Format>,
    /// Names of defined link targets: only `[text][name]` with one of these is a link.
    pub(super) link_names: HashSet<String>,
}

/// A piece of inline text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
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
enum Span {
    Inserted,
    Deleted,
    Underlined,
    Raised,
    Lowered,
    SmallCaps,
    Highlight,
}

/// Reads the words of a block.
pub(super) fn read(block: &Block<'_>, marks: &Marks) -> Inline {
    let format = marks.format.unwrap_or(Format::Text);
    let mut out = Writer::new(block);
    if format == Format::Text || !block.text.contains(['*', '_', '~', '<', '{', '\\', '[']) {
        out.push(0, &block.text);
        return out.finish();
    }
    let pieces = pieces(&block.text, format, marks);
    let on = pair_up(&pieces);
    for (i, (at, piece)) in pieces.iter().enumerate() {
        out.piece(*at, *piece, &on[i]);
    }
    out.finish()
}

/// Cuts the text into pieces, each with its offset.
fn pieces<'a>(text: &'a str, format: Format, marks: &Marks) -> Vec<(usize, Piece<'a>)> {
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

/// What holds from a piece on, or that the piece is only text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Effect {
    /// No partner: the signs are text.
    #[default]
    Literal,
    /// Turns strikes on or off.
    Strike(bool),
    /// Turns the styles on or off; the number of signs that stay text.
    Style(Style, bool, usize),
    /// Opens or closes a span.
    Span(Span, bool),
}

/// Finds the partner of each mark.
fn pair_up(pieces: &[(usize, Piece<'_>)]) -> Vec<Vec<Effect>> {
    let mut effects = vec![Vec::new(); pieces.len()];
    pair_strikes(pieces, &mut effects);
    pair_spans(pieces, &mut effects);
    pair_emphasis(pieces, &mut effects);
    effects
}

fn pair_strikes(pieces: &[(usize, Piece<'_>)], effects: &mut [Vec<Effect>]) {
    let mut open: Option<usize> = None;
    for (i, (_, piece)) in pieces.iter().enumerate() {
        if *piece == Piece::Strike {
            match open.take() {
                None => open = Some(i),
                Some(start) => {
                    effects[start].push(Effect::Strike(true));
                    effects[i].push(Effect::Strike(false));
                }
            }
        }
    }
}

fn pair_spans(pieces: &[(usize, Piece<'_>)], effects: &mut [Vec<Effect>]) {
    let mut open: Vec<(Span, usize)> = Vec::new();
    for (i, (_, piece)) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(span) => open.push((*span, i)),
            Piece::Close(span) => {
                if let Some(place) = open.iter().rposition(|(s, _)| s == span) {
                    let (_, start) = open.remove(place);
                    effects[start].push(Effect::Span(*span, true));
                    effects[i].push(Effect::Span(*span, false));
                }
            }
            _ => {}
        }
    }
}

/// A run of emphasis signs that waits for its partner.
struct Opener {
    piece: usize,
    sign: char,
    left: usize,
}

/// `CommonMark`'s rules of flanking, with one stack: the nearest opener of the same sign is the partner.
fn pair_emphasis(pieces: &[(usize, Piece<'_>)], effects: &mut [Vec<Effect>]) {
    let mut open: Vec<Opener> = Vec::new();
    for (i, (_, piece)) in pieces.iter().enumerate() {
        let Piece::Emphasis(sign, count) = *piece else {
            continue;
        };
        let before = i.checked_sub(1).and_then(|j| edge(pieces[j].1, false));
        let after = pieces.get(i + 1).and_then(|p| edge(p.1, true));
        let (opens, closes) = flanks(sign, count, before, after);
        let mut left = count;
        while closes && left > 0 {
            let Some(place) = open.iter().rposition(|o| o.sign == sign) else {
                break;
            };
            let partner = &mut open[place];
            let used = if partner.left >= 2 && left >= 2 { 2 } else { 1 };
            let style = if used == 2 {
                Style::BOLD
            } else {
                Style::ITALIC
            };
            partner.left -= used;
            left -= used;
            effects[partner.piece].push(Effect::Style(style, true, 0));
            effects[i].push(Effect::Style(style, false, 0));
            let keep = if partner.left == 0 { place } else { place + 1 };
            // Literal signs are counted when the paragraph is done; openers in between have no partner.
            for dead in open.split_off(keep) {
                note_literal(&mut effects[dead.piece], dead.left);
            }
        }
        if left > 0 {
            if opens {
                open.push(Opener {
                    piece: i,
                    sign,
                    left,
                });
            } else {
                note_literal(&mut effects[i], left);
            }
        }
    }
    for dead in open {
        note_literal(&mut effects[dead.piece], dead.left);
    }
}

fn note_literal(effects: &mut Vec<Effect>, signs: usize) {
    if signs > 0 {
        effects.push(Effect::Style(Style::PLAIN, false, signs));
    }
}

/// The character that a piece shows to its neighbour; none for marks, which count as space.
fn edge(piece: Piece<'_>, first: bool) -> Option<char> {
    let of = |text: &str| {
        if first {
            text.chars().next()
        } else {
            text.chars().next_back()
        }
    };
    match piece {
        Piece::Text(text) | Piece::Substitute(text, _) => of(text),
        Piece::Link(..) | Piece::NoteSign(_) => Some('['),
        Piece::Emphasis(sign, _) => Some(sign),
        Piece::Strike => Some('~'),
        Piece::Open(_) | Piece::Close(_) | Piece::Comment(_) => Some('<'),
    }
}

/// Whether a run of signs can open and close emphasis. Brackets are text here, not punctuation: drafts print
/// `**[according to their roles]**and`.
fn flanks(sign: char, count: usize, before: Option<char>, after: Option<char>) -> (bool, bool) {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let bracket = |c: Option<char>| c.is_some_and(|c| "[]".contains(c));
    let left = !space(after)
        && (!mark(after) || space(before) || mark(before) || count > 1 && bracket(after));
    let right = !space(before) && (!mark(before) || space(after) || mark(after) || bracket(before));
    if sign == '_' {
        return (
            left && (!right || mark(before)),
            right && (!left || mark(after)),
        );
    }
    (left, right)
}

/// Puts the words together and remembers where they came from.
struct Writer<'b> {
    block: &'b Block<'b>,
    out: Inline,
    struck: bool,
    spans: Vec<Span>,
    bold: u32,
    italic: u32,
}

impl<'b> Writer<'b> {
    fn new(block: &'b Block<'b>) -> Self {
        Self {
            block,
            out: Inline {
                words: Wording::with_capacity(block.text.len(), 1),
                anchors: Vec::with_capacity(block.places.len()),
                comments: Vec::new(),
                unpaired: Vec::new(),
                links: Vec::new(),
            },
            struck: false,
            spans: Vec::new(),
            bold: 0,
            italic: 0,
        }
    }

    fn piece(&mut self, at: usize, piece: Piece<'_>, effects: &[Effect]) {
        match piece {
            Piece::Text(text) => self.push(at, text),
            Piece::Emphasis(sign, _) => self.emphasis(at, sign, effects),
            Piece::Strike => match effects.first() {
                Some(Effect::Strike(on)) => self.struck = *on,
                _ => self.literal(at, "~~"),
            },
            Piece::Open(span) | Piece::Close(span) => match effects.first() {
                Some(Effect::Span(_, true)) => self.spans.push(span),
                Some(_) => {
                    if let Some(place) = self.spans.iter().rposition(|s| *s == span) {
                        self.spans.remove(place);
                    }
                }
                None => {
                    let end = self.block.text[at..]
                        .find(['>', '}', '+', '-', '='])
                        .map_or(0, |n| n + 1);
                    let end = if self.block.text[at..].starts_with('<') {
                        end
                    } else {
                        3
                    };
                    let text = self.block.text.get(at..at + end).unwrap_or("").to_owned();
                    self.literal(at, &text);
                }
            },
            Piece::Substitute(old, new) => {
                let start = at + 3;
                self.push_as(start, old, Change::Deleted);
                self.push_as(start + old.len() + 2, new, Change::Inserted);
            }
            Piece::Comment(text) => {
                let place = self.out.words.all().len();
                self.out.comments.push((place, text.trim().to_owned()));
            }
            Piece::Link(words, target) => {
                self.push(at + 1, words);
                let place = self.out.words.all().len();
                self.out.links.push((place, target.to_owned()));
            }
            Piece::NoteSign(sign) => {
                self.push_styled(at, sign, self.change(), self.style() | Style::SUPERSCRIPT);
            }
        }
    }

    fn emphasis(&mut self, at: usize, sign: char, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Style(style, on, signs) = *effect {
                let count = if style == Style::BOLD {
                    &mut self.bold
                } else {
                    &mut self.italic
                };
                if !style.is_plain() {
                    *count = if on {
                        *count + 1
                    } else {
                        count.saturating_sub(1)
                    };
                }
                if signs > 0 {
                    let text: String = std::iter::repeat_n(sign, signs).collect();
                    self.push(at, &text);
                }
            }
        }
    }

    fn literal(&mut self, at: usize, text: &str) {
        self.out.unpaired.push(self.out.words.all().len());
        self.push(at, text);
    }

    fn push(&mut self, at: usize, text: &str) {
        self.push_as(at, text, self.change());
    }

    fn push_as(&mut self, at: usize, text: &str, change: Change) {
        self.push_styled(at, text, change, self.style());
    }

    fn push_styled(&mut self, at: usize, text: &str, change: Change, style: Style) {
        self.anchor(at, text.len());
        self.out.words.push_styled(text, change, Diff::same(style));
    }

    /// Notes where `text`, which stands at `at` in the block, comes from: one anchor a line, and one after each mark.
    fn anchor(&mut self, at: usize, len: usize) {
        let base = self.out.words.all().len();
        let first = self
            .block
            .places
            .partition_point(|(start, _, _)| *start as usize <= at)
            .saturating_sub(1);
        for (start, line, column) in &self.block.places[first..] {
            let start = *start as usize;
            if start >= at + len && start > at {
                break;
            }
            let from = start.max(at);
            let skipped = self
                .block
                .text
                .get(start..from)
                .unwrap_or("")
                .chars()
                .count();
            self.out.anchors.push(Anchor {
                at: u32::try_from(base + (from - at)).unwrap_or(u32::MAX),
                line: *line,
                column: column + u32::try_from(skipped).unwrap_or(0),
            });
        }
    }

    fn change(&self) -> Change {
        if self.struck || self.spans.contains(&Span::Deleted) {
            Change::Deleted
        } else if self.spans.contains(&Span::Inserted) {
            Change::Inserted
        } else {
            Change::Kept
        }
    }

    fn style(&self) -> Style {
        let mut style = Style::PLAIN;
        if self.bold > 0 {
            style |= Style::BOLD;
        }
        if self.italic > 0 {
            style |= Style::ITALIC;
        }
        for span in &self.spans {
            style |= match span {
                Span::Underlined => Style::UNDERLINE,
                Span::Raised => Style::SUPERSCRIPT,
                Span::Lowered => Style::SUBSCRIPT,
                Span::SmallCaps => Style::SMALL_CAPS,
                Span::Inserted | Span::Deleted | Span::Highlight => Style::PLAIN,
            };
        }
        style
    }

    fn finish(mut self) -> Inline {
        self.out.words.shrink();
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::blocks;
    use super::*;

    fn shown(text: &str, format: Format) -> String {
        let (_, blocks) = blocks(text, true);
        let marks = Marks {
            format: Some(format),
            link_names: std::iter::once("source".to_owned()).collect(),
        };
        let inline = read(&blocks[0], &marks);
        let mut out = String::new();
        for run in inline.words.runs() {
            let sign = match run.change {
                Change::Kept => "",
                Change::Inserted => "+",
                Change::Deleted => "-",
            };
            let style: String = run.style.new.names().iter().map(|n| &n[..1]).collect();
            out.push_str(&format!("{sign}{style}({})", run.text));
        }
        out
    }

    #[test]
    fn marks_overlap_any_way() {
        let md = |t| shown(t, Format::Markdown);
        assert_eq!(md("a ~~b *c~~ d* e"), "(a )-(b )-i(c)i( d)( e)");
        assert_eq!(md("**[x]**and <ins>y</ins>"), "b([x])(and )+(y)");
        assert_eq!(
            md("*[Taking* account] [NDMC*][INDC]"),
            "i([Taking)( account] [NDMC*][INDC])"
        );
        assert_eq!(
            md("r*eaffirming* a_b_c 2*3*4"),
            "(r)i(eaffirming)( a_b_c 2)i(3)(4)"
        );
        assert_eq!(md("lone ~~ sign \\~~ and \\[x"), "(lone ~~ sign ~~ and [x)");
    }

    #[test]
    fn links_are_not_brackets() {
        let md = |t| shown(t, Format::Markdown);
        assert_eq!(
            md("the [text][source] of [a][b] [x](y z) [l](http://e.org/a) n[^1]"),
            "(the text of [a][b] [x](y z) l n)s([^1])"
        );
    }

    #[test]
    fn criticmarkup() {
        let cm = |t| shown(t, Format::CriticMarkup);
        assert_eq!(
            cm("a {++b++} {--c--} {~~d~>e~~}{>>why<<}."),
            "(a )+(b)( )-(c)( )-(d)+(e)(.)"
        );
        assert_eq!(cm("ten-year 2+2 {++open"), "(ten-year 2+2 {++open)");
    }
}
