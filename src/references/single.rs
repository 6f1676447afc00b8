//! What is wrong with the references of one draft: none there, the wrong way round, to itself.

use super::{Direction, Reference, Scope, is_last};
use crate::draft::{Addresses, Draft, Finding, Kind, Number, Outline, Severity, View};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The findings of one unmarked draft, each with the number of its reference.
pub(super) fn findings(
    draft: &Draft,
    addresses: &Addresses,
    references: &[Reference],
) -> Vec<(usize, Finding)> {
    let lasts = lasts(draft, addresses);
    let mut out = Vec::new();
    for (number, reference) in references.iter().enumerate() {
        if reference.scope != Scope::Internal {
            continue;
        }
        let told = |code: &str, message: String, help: String| {
            let (line, column) =
                draft.paragraphs[reference.paragraph].place_of(reference.range.start);
            (
                number,
                Finding::new(Severity::Warning, code, line, column, message).with_help(help),
            )
        };
        let cited = &reference.cited;
        match reference.target {
            None if reference.candidates.is_empty() => {
                let near = reference.call.as_deref().and_then(|call| lasts.get(call));
                let help = near.map_or_else(
                    || "name a clause that is there".to_owned(),
                    |near| format!("is {near} meant?"),
                );
                out.push(told(
                    "reference-dangling",
                    format!("there is no {} in this draft", singular(cited)),
                    help,
                ));
            }
            None => {}
            // "(PP2, agreed)" says where the text comes from.
            Some(target)
                if is_own(draft, reference, target)
                    && (is_in_note(draft, reference)
                        || is_after_item(draft, reference)
                        || target == reference.paragraph && reference.words.start == 0) => {}
            Some(target) if is_own(draft, reference, target) && is_last(references, number) => {
                let message = format!("{cited} refers to itself");
                out.push(told(
                    "reference-self",
                    message,
                    "name the clause that is meant".to_owned(),
                ));
            }
            Some(target) => {
                if is_last(references, number)
                    && let Some((said, is)) = wrong_way(draft, reference, target)
                {
                    let message = format!("{cited} is said to stand {said}, but it stands {is}");
                    out.push(told(
                        "reference-direction",
                        message,
                        format!("write “{is}”"),
                    ));
                }
            }
        }
    }
    out
}

/// `article 20`, of "articles 15 and 20".
fn singular(cited: &str) -> Cow<'_, str> {
    let plural = ["articles ", "paragraphs ", "sections "];
    let low = cited.to_lowercase();
    match plural.iter().find(|word| low.starts_with(**word)) {
        Some(word) => format!("{}{}", &cited[..word.len() - 2], &cited[word.len() - 1..]).into(),
        None => cited.into(),
    }
}

/// Whether the target is the clause that cites, or the one that it is part of and is said to lie elsewhere.
fn is_own(draft: &Draft, reference: &Reference, target: usize) -> bool {
    let from = reference.paragraph;
    let depth = draft.paragraphs[target].depth.new;
    let holds = || {
        draft.paragraphs[target..=from].iter().skip(1).all(|p| {
            p.kind == Kind::Clause && (p.depth.new > depth || p.label_in(View::Revised).is_none())
        })
    };
    draft.paragraphs[target].kind == Kind::Clause
        && (target == from
            || reference.direction == Some(Direction::Below) && target < from && holds())
}

/// Whether a citation opens what stands in round brackets.
fn is_in_note(draft: &Draft, reference: &Reference) -> bool {
    let words = draft.paragraphs[reference.paragraph].words.all();
    words[..reference.words.start].trim_end().ends_with('(')
}

/// Whether an item of a list runs in the same paragraph before a citation: the clause that cites is
/// that item.
fn is_after_item(draft: &Draft, reference: &Reference) -> bool {
    let words = draft.paragraphs[reference.paragraph].words.all();
    let before = words[..reference.words.start].split_whitespace();
    before.skip(1).any(|word| {
        word.chars().count() <= LONGEST_ITEM
            && word.ends_with(')')
            && Number::parse(word).is_some_and(|n| n.last().is_some_and(|n| n.value > 1))
    })
}

/// `(viii)`: labels of items are short.
const LONGEST_ITEM: usize = 6;

/// What the words say and what is so, where that is not the same. A note stands where its sign does, which may be far off.
fn wrong_way(
    draft: &Draft,
    reference: &Reference,
    target: usize,
) -> Option<(&'static str, &'static str)> {
    let from = reference.paragraph;
    if draft.paragraphs[from].kind == Kind::Note || !numbers_agree(draft, reference, target) {
        return None;
    }
    match reference.direction? {
        Direction::Above if target > from => Some(("above", "below")),
        Direction::Below if target < from => Some(("below", "above")),
        _ => None,
    }
}

/// A clause is seldom so far below the number it stands under, in paragraphs.
const REACH: usize = 500;

/// Whether the numbers of both clauses say the same as their order. Where they do not, the numbers
/// begin anew between them, or were misread, and nobody can say which clause is meant.
fn numbers_agree(draft: &Draft, reference: &Reference, target: usize) -> bool {
    let from = reference.paragraph;
    let number = |index: usize| {
        let top = (0..=index).rev().take(REACH).map(|i| &draft.paragraphs[i]);
        let top = top
            .take_while(|p| !p.kind.opens_section() || p.kind == Kind::Heading)
            .find(|p| p.kind == Kind::Clause && p.depth.new == 0 && p.label.is_some())?;
        let number = Number::parse(top.label_in(View::Revised)?)?;
        (number.numerals.len() == 1).then(|| number.last())?
    };
    match (reference.call.as_deref(), number(from), number(target)) {
        (None, Some(own), Some(cited)) if own.script == cited.script => {
            own.value == cited.value || (own.value < cited.value) == (from < target)
        }
        _ => true,
    }
}

/// The address of the last clause of each section, by the section's call.
fn lasts<'a>(draft: &Draft, addresses: &'a Addresses) -> FxHashMap<String, &'a str> {
    let mut out = FxHashMap::default();
    for section in Outline::of(draft, View::Revised).sections {
        let is_top = |i: &usize| {
            let paragraph = &draft.paragraphs[*i];
            paragraph.kind == Kind::Clause && paragraph.depth.new == 0 && paragraph.label.is_some()
        };
        if let Some(last) = section.paragraphs.clone().rev().find(is_top) {
            out.insert(section.name, addresses.get(last));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn one_of_several_is_named_alone() {
        assert_eq!(singular("Articles 20"), "Article 20");
        assert_eq!(singular("paragraphs 3"), "paragraph 3");
        assert_eq!(singular("resolves 3"), "resolves 3");
    }
}
