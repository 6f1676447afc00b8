//! Citations of clauses: `resolves 1, 3 and 4 above`, `paragraph 4 (a)`, `Article 4, paragraph
//! 2(g)`, `OP7`, `上文第4段`.

use super::super::{Direction, Scope};
use super::labels::{self, Item, list};
use super::nouns::{Noun, noun};
use super::{Parsed, begins_word, next, offset, suffix};
use crate::vocabulary;
use nom::{
    Parser,
    branch::alt,
    bytes::complete::take_while1,
    character::complete::{char, digit1, space0, space1},
    combinator::{not, opt, peek, recognize, verify},
};
use std::ops::Range;

/// A citation: a word and the labels that follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    /// From its first word to "above".
    pub(crate) range: Range<usize>,
    /// What kind of thing its labels are looked up in.
    pub(crate) target: Target,
    /// The labels, in order; the ones below a label follow it.
    pub(crate) labels: Vec<Cited>,
    pub(crate) scope: Scope,
    pub(crate) direction: Option<Direction>,
}

/// One label of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cited {
    pub(crate) range: Range<usize>,
    /// How deep it lies below the label that the citation names first: 1 for the `(a)` of "4 (a)".
    pub(crate) below: usize,
    /// Whether it ends a range.
    pub(crate) ends_range: bool,
    /// How it is cited, in full: `resolves 3`, `paragraph 4 (a)`.
    pub(crate) name: String,
}

/// What kind of thing a label is looked up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A section call.
    Call(String),
    /// A numbered paragraph.
    Paragraph,
    /// A preambular paragraph, which people count and the text does not number.
    Preambular,
    /// A sub-paragraph of the same clause.
    SubParagraph,
    /// An article.
    Article,
    /// A paragraph of an article.
    ParagraphOf(String),
}

/// Hands over every citation in a text, in order. `calls` are the section calls of the draft,
/// longest first.
pub(crate) fn each_citation(text: &str, calls: &[&str], mut take: impl FnMut(Citation)) {
    let mut at = 0;
    while at < text.len() {
        let found = if begins_word(text, at) {
            call(text, at, calls)
                .or_else(|| article(text, at))
                .or_else(|| worded(text, at, calls))
                .or_else(|| short(text, at))
        } else {
            None
        };
        let found = found.or_else(|| chinese(text, at));
        match found {
            Some((end, found)) => {
                found.into_iter().for_each(&mut take);
                at = end.max(next(text, at));
            }
            None => at = next(text, at),
        }
    }
}

type Found = Option<(usize, Vec<Citation>)>;

/// `resolves 1, 3 and 4 above`.
fn call(text: &str, at: usize, calls: &[&str]) -> Found {
    let name = call_at(&text[at..], calls)?;
    let (rest, labels) = (space1, list)
        .parse(&text[at + name.len()..])
        .map(|(r, (_, l))| (r, l))
        .ok()?;
    let tail = Tail::after(rest, calls);
    let scope = if tail.scope == Scope::External {
        Scope::External
    } else {
        Scope::Internal
    };
    let citation = build(
        text,
        at,
        rest,
        &tail,
        Target::Call(name.to_owned()),
        &labels,
        name,
    );
    Some((
        text.len() - rest.len(),
        vec![Citation { scope, ..citation }],
    ))
}

/// The call that a text begins with; its first letter may be a capital.
fn call_at<'a>(text: &str, calls: &[&'a str]) -> Option<&'a str> {
    calls.iter().copied().find(|call| {
        text.get(..call.len()).is_some_and(|head| {
            head == *call
                || head.len() > 1
                    && head.eq_ignore_ascii_case(call)
                    && head.get(1..) == call.get(1..)
        })
    })
}

/// `Article 4, paragraph 2(g)`, `Articles 4 and 9`.
fn article(text: &str, at: usize) -> Found {
    let (rest, (word, _, articles)) = (word, space1, labels::articles).parse(&text[at..]).ok()?;
    if noun(&word.to_lowercase()) != Some(Noun::Article) {
        return None;
    }
    let end = text.len() - rest.len();
    let below = (
        opt(char(',')),
        space1,
        word_of(Noun::Paragraph),
        space1,
        list,
    );
    let only = if let [only] = &articles[..] {
        Some(only.label)
    } else {
        None
    };
    if let (Some(only), Ok((rest, (_, _, _, _, paragraphs)))) = (only, { below }.parse(rest)) {
        let tail = Tail::after(rest, &[]);
        let name = format!("{word} {only}, paragraph");
        let head = build(
            text,
            at,
            &text[end..],
            &Tail::none(),
            Target::Article,
            &articles,
            word,
        );
        let target = Target::ParagraphOf(only.to_owned());
        let below = build(text, at, rest, &tail, target, &paragraphs, &name);
        let scope = in_article(tail.scope);
        let both = [head, below].map(|c| Citation { scope, ..c });
        return Some((text.len() - rest.len(), both.into()));
    }
    let tail = Tail::after(rest, &[]);
    let mut out = Vec::new();
    if articles.iter().any(|item| item.label.contains('.')) {
        for item in &articles {
            out.extend(dotted(text, at, rest, &tail, item, word));
        }
    } else {
        out.push(build(
            text,
            at,
            rest,
            &tail,
            Target::Article,
            &articles,
            word,
        ));
    }
    for citation in &mut out {
        citation.scope = in_article(tail.scope);
    }
    Some((end, out))
}

/// `Article 4.2(a)`: a paragraph of an article.
fn dotted(
    text: &str,
    at: usize,
    rest: &str,
    tail: &Tail,
    item: &Item<'_>,
    word: &str,
) -> Vec<Citation> {
    let Some((article, paragraph)) = item.label.split_once('.') else {
        return vec![build(
            text,
            at,
            rest,
            tail,
            Target::Article,
            std::slice::from_ref(item),
            word,
        )];
    };
    let name = format!("{word} {article}, paragraph");
    let target = Target::ParagraphOf(article.to_owned());
    let below = Item {
        label: paragraph,
        ..item.clone()
    };
    vec![
        build(
            text,
            at,
            rest,
            tail,
            Target::Article,
            &[Item::plain(article)],
            word,
        ),
        build(text, at, rest, tail, target, &[below], &name),
    ]
}

/// An article without more is of this draft, where the draft has articles.
const fn in_article(scope: Scope) -> Scope {
    match scope {
        Scope::Undecided => Scope::Internal,
        other => other,
    }
}

/// `paragraphs 2 to 4 above`, `subparagraph (b)`, `points 1 et 2 du *décide*`, `paragraph 2 of
/// Article 4`.
fn worded(text: &str, at: usize, calls: &[&str]) -> Found {
    let input = &text[at..];
    let (mut kind, word, rest, labels) = numbered(input)?;
    let tail = Tail::after(rest, calls);
    if kind == Noun::Named && tail.call.is_none() && tail.scope != Scope::External {
        return None;
    }
    if vocabulary::begins(vocabulary::preambular_words(), input).is_some() {
        kind = Noun::Preambular;
    }
    let target = match (&tail.call, &tail.article, kind) {
        (Some(call), _, _) => Target::Call(call.clone()),
        (None, Some(article), Noun::Paragraph) => Target::ParagraphOf(article.clone()),
        (None, _, Noun::SubParagraph) => Target::SubParagraph,
        (None, _, Noun::Preambular) => Target::Preambular,
        _ => Target::Paragraph,
    };
    let singular = if word.is_ascii() {
        word.trim_end_matches('s')
    } else {
        word
    };
    let name = match &target {
        Target::Call(call) => call.as_str(),
        _ => singular,
    };
    Some((
        text.len() - rest.len(),
        vec![build(text, at, rest, &tail, target.clone(), &labels, name)],
    ))
}

/// A noun and its labels.
fn numbered(input: &str) -> Option<(Noun, &str, &str, Vec<Item<'_>>)> {
    let skipped = vocabulary::begins(vocabulary::preambular_words(), input)
        .or_else(|| vocabulary::begins(vocabulary::operative_words(), input))
        .unwrap_or(0);
    let (rest, word) = word(&input[skipped..]).ok()?;
    let kind = noun(&word.to_lowercase()).filter(|n| *n != Noun::Article)?;
    let (rest, _) = (opt(char::<&str, nom::error::Error<&str>>('.')), space0)
        .parse(rest)
        .ok()?;
    let (rest, labels) = list(rest).ok()?;
    Some((kind, &input[..skipped + word.len()], rest, labels))
}

/// `OP7`, `PP 3`, `OP7 (a)`.
fn short(text: &str, at: usize) -> Found {
    let input = &text[at..];
    let (preambular, operative) = marks();
    let mark = |marks: &[&'static str]| marks.iter().copied().find(|m| input.starts_with(m));
    let word = mark(preambular).or_else(|| mark(operative))?;
    let rest = &input[word.len()..];
    let (rest, _) = space0::<&str, nom::error::Error<&str>>.parse(rest).ok()?;
    let (rest, labels) = list(rest).ok()?;
    let target = if preambular.contains(&word) {
        Target::Preambular
    } else {
        Target::Paragraph
    };
    let tail = Tail::after(rest, &[]);
    let citation = build(text, at, rest, &tail, target, &labels, word);
    Some((
        text.len() - rest.len(),
        vec![Citation {
            scope: in_article(tail.scope),
            ..citation
        }],
    ))
}

/// The marks of preambular and of operative paragraphs: `PP`, `OP`.
fn marks() -> (&'static [&'static str], &'static [&'static str]) {
    (
        vocabulary::preambular_marks(),
        vocabulary::operative_marks(),
    )
}

/// `第4段`, `第四条第二款第（一）项`: the words before say where it stands.
fn chinese(text: &str, at: usize) -> Found {
    let first = Ordinal::at(text, at)?;
    let (scope, direction) = chinese_place(&text[..at]);
    let mut end = first.end;
    let mut out = Vec::new();
    let mut add = |ordinal: &Ordinal<'_>, target: Target, below: Option<&Ordinal<'_>>| {
        let last = below.map_or(ordinal.end, |below| below.end);
        let mut labels = ordinal.labels(text, 0);
        labels.extend(below.into_iter().flat_map(|below| below.labels(text, 1)));
        out.push(Citation {
            range: at..last,
            target,
            labels,
            scope: if first.unit == '条' {
                in_article(scope)
            } else {
                scope
            },
            direction,
        });
        end = last;
    };
    let next = Ordinal::at(text, first.end);
    let item_after = |ordinal: &Ordinal<'_>| {
        Ordinal::at(text, ordinal.end).filter(|item| item.unit == '项' && ordinal.items.len() == 1)
    };
    match (first.unit, next) {
        ('条', Some(paragraph)) if is_paragraph(paragraph.unit) && first.items.len() == 1 => {
            add(&first, Target::Article, None);
            let article = first.items[0].label.to_owned();
            let item = item_after(&paragraph);
            add(&paragraph, Target::ParagraphOf(article), item.as_ref());
        }
        ('条', _) => add(&first, Target::Article, None),
        ('项', _) => add(&first, Target::SubParagraph, None),
        _ => add(&first, Target::Paragraph, item_after(&first).as_ref()),
    }
    Some((end, out))
}

const fn is_paragraph(unit: char) -> bool {
    matches!(unit, '款' | '段')
}

/// `第三和第四条`: labels, and the unit that they are of.
struct Ordinal<'a> {
    items: Vec<Item<'a>>,
    unit: char,
    start: usize,
    end: usize,
}

impl<'a> Ordinal<'a> {
    fn at(text: &'a str, at: usize) -> Option<Self> {
        let mut items: Vec<Item<'a>> = Vec::new();
        let mut rest = text.get(at..)?;
        // "第三、第四和第五条" says the sign before each number, "第三、四条" once.
        while let Some(after) = rest.strip_prefix('第') {
            let (after, more) = labels::chinese_list(after).ok()?;
            items.extend(more);
            rest = match labels::separator(after) {
                Ok((next, _)) if next.starts_with('第') => next,
                _ => after,
            };
        }
        let unit = rest.chars().next().filter(|c| "条款段项".contains(*c))?;
        (!items.is_empty()).then(|| Self {
            items,
            unit,
            start: at,
            end: text.len() - rest.len() + unit.len_utf8(),
        })
    }

    /// The labels, each cited as it is printed: `第三款`.
    fn labels(&self, text: &str, below: usize) -> Vec<Cited> {
        let cited = |item: &Item<'_>| Cited {
            range: offset(text, item.label),
            below,
            ends_range: item.ends_range,
            name: match self.items.len() {
                1 => text[self.start..self.end].to_owned(),
                _ => format!("第{}{}", item.label, self.unit),
            },
        };
        self.items.iter().map(cited).collect()
    }
}

/// What the words before a Chinese citation say of it.
fn chinese_place(before: &str) -> (Scope, Option<Direction>) {
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let direction = if ends(vocabulary::above_words()) {
        Some(Direction::Above)
    } else if ends(vocabulary::below_words()) {
        Some(Direction::Below)
    } else {
        None
    };
    let scope = if direction.is_some() || ends(vocabulary::here_words()) {
        Scope::Internal
    } else if ends(vocabulary::title_ends()) {
        Scope::External
    } else {
        Scope::Undecided
    };
    (scope, direction)
}

fn word(input: &str) -> Parsed<'_, &str> {
    alt((
        recognize(nom::multi::many1_count(char('§'))),
        take_while1(|c: char| c.is_alphabetic() || c == '-'),
    ))
    .parse(input)
}

fn word_of<'a>(kind: Noun) -> impl FnMut(&'a str) -> Parsed<'a, &'a str> {
    move |input| {
        let (rest, word) = word(input)?;
        if noun(&word.to_lowercase()) == Some(kind) {
            Ok((rest, word))
        } else {
            nom::combinator::fail().parse(input)
        }
    }
}

fn build(
    text: &str,
    start: usize,
    rest: &str,
    tail: &Tail,
    target: Target,
    items: &[Item<'_>],
    name: &str,
) -> Citation {
    let mut labels = Vec::new();
    let (preambular, operative) = marks();
    let is_glued = preambular.contains(&name)
        || operative.contains(&name)
        || name == vocabulary::counted_before();
    let gap = if is_glued { "" } else { " " };
    for item in items {
        let mut full = format!("{name}{gap}{}", item.label);
        labels.push(Cited {
            range: offset(text, item.label),
            below: 0,
            ends_range: item.ends_range,
            name: full.clone(),
        });
        for (depth, label) in item.below.iter().enumerate() {
            full.push_str(if depth == 0 { " " } else { "" });
            full.push_str(label);
            labels.push(Cited {
                range: offset(text, label),
                below: depth + 1,
                ends_range: false,
                name: full.clone(),
            });
        }
    }
    Citation {
        range: start..text.len() - rest.len() + tail.length,
        target,
        labels,
        scope: tail.scope,
        direction: tail.direction,
    }
}

/// What the words after a citation say of it.
struct Tail {
    scope: Scope,
    direction: Option<Direction>,
    /// The section call that it is of.
    call: Option<String>,
    /// The article that it is of.
    article: Option<String>,
    /// Bytes up to the end of "above".
    length: usize,
}

impl Tail {
    const fn none() -> Self {
        Self {
            scope: Scope::Undecided,
            direction: None,
            call: None,
            article: None,
            length: 0,
        }
    }

    fn after(rest: &str, calls: &[&str]) -> Self {
        Self::within(rest, calls, LONGEST_CHAIN)
    }

    fn within(rest: &str, calls: &[&str], chain: usize) -> Self {
        let mut tail = Self::none();
        let mut left = rest.trim_start_matches([',', ' ', '،']);
        // "points 1 et 2 du *décide* ci-dessus": the call, in quotes or not.
        if let Some((call, after)) = of_call(left, calls) {
            tail.call = Some(call.to_owned());
            tail.scope = Scope::Internal;
            left = after.trim_start_matches([',', ' ', '،']);
        } else if let Ok((after, article)) = of_article(left) {
            tail.article = Some(article.to_owned());
            let scope = scope_of(after.trim_start_matches([',', ' ']));
            tail.scope = in_article(scope);
            return tail;
        }
        let direction = [
            (vocabulary::above_words(), Direction::Above),
            (vocabulary::below_words(), Direction::Below),
        ]
        .into_iter()
        .find_map(|(words, direction)| {
            let word = words.iter().find(|w| left.starts_with(**w))?;
            Some((direction, word.len()))
        });
        if let Some((direction, len)) = direction {
            tail.direction = Some(direction);
            tail.scope = Scope::Internal;
            tail.length = rest.len() - left.len() + len;
        } else if tail.call.is_none() {
            tail.scope = match chained(left).filter(|_| chain > 0) {
                Some(after) => Self::within(after, calls, chain - 1).scope,
                None => scope_of(left),
            };
        }
        tail
    }
}

/// Citations that one document is named for, at most: no sentence has so many.
const LONGEST_CHAIN: usize = 64;

fn scope_of(left: &str) -> Scope {
    let begins = |words: &[&str]| words.iter().any(|w| left.starts_with(w));
    if begins(vocabulary::here_words()) {
        Scope::Internal
    } else if begins(vocabulary::elsewhere_words()) {
        Scope::External
    } else {
        Scope::Undecided
    }
}

/// "paragraphs 34 to 37 and paragraphs 67 to 72 of the Tunis Agenda": what follows the last of them
/// says it for all.
fn chained(left: &str) -> Option<&str> {
    let joints = vocabulary::joints().iter();
    let after = joints
        .filter_map(|joint| left.strip_prefix(joint)?.strip_prefix(' '))
        .next()
        .unwrap_or(left);
    numbered(after.trim_start()).map(|(_, _, rest, _)| rest)
}

/// `du *décide*`, `of *resolves*`: the call and what follows it.
fn of_call<'a, 'c>(left: &'a str, calls: &[&'c str]) -> Option<(&'c str, &'a str)> {
    vocabulary::of_call_words().iter().find_map(|of| {
        let after = left
            .strip_prefix(of)?
            .trim_start_matches(['"', '“', '«', '*', ' ', '\u{a0}']);
        let call = call_at(after, calls)?;
        let after = after[call.len()..].trim_start_matches(['"', '”', '»', '*', '\u{a0}']);
        (!after.starts_with(char::is_alphanumeric)).then_some((call, after))
    })
}

/// `of Article 4`.
fn of_article(left: &str) -> Parsed<'_, &str> {
    let number = alt((labels::first, recognize((digit1, opt(suffix)))));
    let of = |input| match vocabulary::begins(vocabulary::of_article_words(), input) {
        Some(length) => Ok((&input[length..], &input[..length])),
        None => nom::combinator::fail().parse(input),
    };
    // Russian needs no word for it: "пункт 2 статьи 4".
    let is_russian = left.starts_with(|c: char| ('а'..='я').contains(&c));
    let (rest, (_, _, _, number, _)) = (
        verify(opt(of), |of: &Option<&str>| of.is_some() || is_russian),
        word_of(Noun::Article),
        space1,
        number,
        not(peek(char('/'))),
    )
        .parse(left)?;
    Ok((rest, number))
}
