//! The forms of cross-references in running text.

use super::Scope;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space0, space1},
    combinator::{not, opt, peek, recognize, value, verify},
    multi::many0,
    sequence::{preceded, terminated},
};
use std::ops::Range;

/// A label mentioned in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    pub(super) label: String,
    pub(super) cited: String,
    pub(super) target: Target,
    pub(super) scope: Scope,
}

/// What kind of thing a label is looked up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A section call.
    Call(String),
    /// A numbered paragraph.
    Paragraph,
    /// A sub-paragraph of the same clause.
    SubParagraph,
    /// An article.
    Article,
    /// A paragraph of an article.
    ParagraphOf(String),
}

/// Every mention in a text. `calls` are the section calls of the draft, longest first.
pub(super) fn mentions(text: &str, calls: &[&str]) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let begins_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let found = begins_word
            .then(|| call(text, at, calls).or_else(|| worded(text, at)))
            .flatten();
        match found {
            Some((end, mut found)) => {
                out.append(&mut found);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    out
}

type Parsed<'a, T> = IResult<&'a str, T>;

/// `resolves 1, 3 and 4 above`.
fn call(text: &str, at: usize, calls: &[&str]) -> Option<(usize, Vec<Mention>)> {
    let name = calls.iter().find(|call| text[at..].starts_with(**call))?;
    let labels_at = at + name.len();
    let (rest, labels) = preceded(space1, labels).parse(&text[labels_at..]).ok()?;
    let scope = match scope_after(rest) {
        Scope::External => Scope::External,
        _ => Scope::Internal,
    };
    let end = text.len() - rest.len();
    let mention = |label: &str| Mention {
        range: offset(text, label),
        label: label.to_owned(),
        cited: format!("{name} {label}"),
        target: Target::Call((*name).to_owned()),
        scope,
    };
    Some((end, labels.into_iter().map(mention).collect()))
}

/// `paragraphs 2 to 4 above`, `subparagraph (b)`, `Article 4, paragraph 2`.
fn worded(text: &str, at: usize) -> Option<(usize, Vec<Mention>)> {
    let input = &text[at..];
    if let Ok((rest, (article, paragraphs))) = article(input) {
        let scope = in_article(scope_after(rest));
        let mut out = Vec::new();
        let cite = |label: &str, target: Target, cited: String| Mention {
            range: offset(text, label),
            label: label.to_owned(),
            cited,
            target,
            scope,
        };
        for label in &article {
            out.push(cite(label, Target::Article, format!("Article {label}")));
        }
        if let [only] = article[..] {
            for label in paragraphs {
                out.push(cite(
                    label,
                    Target::ParagraphOf(only.to_owned()),
                    format!("Article {only}, paragraph {label}"),
                ));
            }
        }
        return Some((text.len() - rest.len(), out));
    }
    let (rest, (word, labels)) = numbered(input).ok()?;
    let target = if word.to_lowercase().starts_with("sub") {
        Target::SubParagraph
    } else {
        Target::Paragraph
    };
    let scope = scope_after(rest);
    let mention = |label: &str| Mention {
        range: offset(text, label),
        label: label.to_owned(),
        cited: format!("{} {label}", word.trim_end_matches('s')),
        target: target.clone(),
        scope,
    };
    Some((
        text.len() - rest.len(),
        labels.into_iter().map(mention).collect(),
    ))
}

/// An article without more is of this draft, where the draft has articles.
const fn in_article(scope: Scope) -> Scope {
    match scope {
        Scope::Undecided => Scope::Internal,
        other => other,
    }
}

fn article(input: &str) -> Parsed<'_, (Vec<&str>, Vec<&str>)> {
    let number = recognize((digit1, opt(alt((tag("bis"), tag("ter"), tag("quater"))))));
    let numbers = terminated(separated(number), not(peek(one_of("/-"))));
    let (rest, articles) =
        preceded((alt((tag("Articles"), tag("Article"))), space1), numbers).parse(input)?;
    let paragraphs = preceded(
        (
            opt(char(',')),
            space1,
            alt((tag("paragraphs"), tag("paragraph"))),
            space1,
        ),
        labels,
    );
    let (rest, paragraphs) = opt(paragraphs).parse(rest)?;
    Ok((rest, (articles, paragraphs.unwrap_or_default())))
}

fn numbered(input: &str) -> Parsed<'_, (&str, Vec<&str>)> {
    let word = recognize((
        opt(alt((tag_no_case("operative "), tag_no_case("preambular ")))),
        alt((
            tag_no_case("subparagraphs"),
            tag_no_case("subparagraph"),
            tag_no_case("sub-paragraphs"),
            tag_no_case("sub-paragraph"),
            tag_no_case("paragraphs"),
            tag_no_case("paragraph"),
        )),
    ));
    (terminated(word, space1), labels).parse(input)
}

/// `1, 3 and 4`, `b), c) and h)`, `(b) to (d)`.
fn labels(input: &str) -> Parsed<'_, Vec<&str>> {
    separated(label).parse(input)
}

fn separated<'a>(
    mut one: impl Parser<&'a str, Output = &'a str, Error = nom::error::Error<&'a str>>,
) -> impl FnMut(&'a str) -> Parsed<'a, Vec<&'a str>> {
    move |input| {
        let (mut rest, first) = one.parse(input)?;
        let mut all = vec![first];
        loop {
            let separator = alt((
                value(
                    (),
                    (
                        space0,
                        char(','),
                        space0,
                        opt((alt((tag("and"), tag("or"))), space1)),
                    ),
                ),
                value(
                    (),
                    (
                        space1,
                        alt((tag("and"), tag("or"), tag("to"), tag("through"))),
                        space1,
                    ),
                ),
            ));
            let Ok((after, ())) = { separator }.parse(rest) as Parsed<'a, ()> else {
                break;
            };
            let Ok((after, next)) = one.parse(after) else {
                break;
            };
            all.push(next);
            rest = after;
        }
        Ok((rest, all))
    }
}

/// A number (with its sub-paragraph left aside), a letter with its bracket, a letter in brackets.
fn label(input: &str) -> Parsed<'_, &str> {
    let letter = || take_while_m_n(1, 4, |c: char| c.is_ascii_lowercase());
    let number = verify(
        terminated(
            recognize((digit1, opt((char(' '), alt((tag("bis"), tag("ter"))))))),
            (
                not(peek(one_of("/-–"))),
                not(peek(take_while1(char::is_alphanumeric))),
            ),
        ),
        |n: &str| n.len() <= 8,
    );
    let alone = alt((
        number,
        recognize((char('('), letter(), char(')'))),
        recognize((letter(), char(')'))),
    ));
    let (rest, text) = { alone }.parse(input)?;
    // "4 (a)", "2(g)": the sub-paragraph belongs to the same place.
    let below = many0((space0, char('('), letter(), char(')')));
    let (rest, _) = { below }.parse(rest)?;
    Ok((rest, text))
}

/// What the words after a reference say of the document it is to.
fn scope_after(rest: &str) -> Scope {
    let rest = rest.trim_start_matches([',', ' ']);
    let begins = |words: &[&str]| words.iter().any(|w| rest.starts_with(w));
    if begins(&[
        "above",
        "below",
        "of this ",
        "of the present",
        "hereof",
        "herein",
    ]) {
        Scope::Internal
    } else if begins(&["of ", "in the ", "to the ", "thereof", "du ", "de "]) {
        Scope::External
    } else {
        Scope::Undecided
    }
}

/// Where a slice of `text` stands in it.
fn offset(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}
