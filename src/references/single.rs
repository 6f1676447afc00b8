//! What is wrong with the references of one draft: none there, the wrong way round, to itself.

use super::resolve::next_no_deeper;
use super::{Direction, Reference, Scope, is_last};
use crate::draft::places::Places;
use crate::draft::{
    Addresses, Draft, Finding, Kind, Number, Numeral, Outline, Paragraph, Severity, View,
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::Cell;

/// The findings of one unmarked draft, each with the number of its reference.
pub(super) fn findings(
    draft: &Draft,
    addresses: &Addresses,
    references: &[Reference],
) -> Vec<(usize, Finding)> {
    let lasts = lasts(draft, addresses);
    let lists = Lists::of(draft);
    let places = Places::of(draft);
    let mut out = Vec::new();
    for (number, reference) in references.iter().enumerate() {
        if reference.scope != Scope::Internal {
            continue;
        }
        let told = |code: &str, message: String, help: String| {
            let (line, column) = places.place_of(reference.paragraph, reference.range.start);
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
                if lists.is_own(reference, target)
                    && (is_in_note(draft, reference)
                        || lists.is_after_item(reference)
                        || target == reference.paragraph && reference.words.start == 0) => {}
            Some(target) if lists.is_own(reference, target) && is_last(references, number) => {
                let message = format!("{cited} refers to itself");
                out.push(told(
                    "reference-self",
                    message,
                    "name the clause that is meant".to_owned(),
                ));
            }
            Some(target) => {
                if is_last(references, number)
                    && let Some((said, is)) = wrong_way(draft, &lists, reference, target)
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

/// What the lists of a draft say of its paragraphs, so that no reference has to look for it.
struct Lists<'a> {
    draft: &'a Draft,
    /// For each paragraph, where the list below it ends.
    ends: Vec<usize>,
    /// For each paragraph, the number of the clause at the top that it stands under.
    numbers: Vec<Option<Numeral>>,
    /// The paragraph that was last asked for, and where the first item of a list in its words ends.
    item: Cell<Option<(usize, Option<usize>)>>,
}

impl<'a> Lists<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self {
            draft,
            ends: ends(draft),
            numbers: numbers(draft),
            item: Cell::new(None),
        }
    }

    /// Whether the target is the clause that cites, or the one that it is part of and is said to
    /// lie elsewhere.
    fn is_own(&self, reference: &Reference, target: usize) -> bool {
        let from = reference.paragraph;
        self.draft.paragraphs[target].kind == Kind::Clause
            && (target == from
                || reference.direction == Some(Direction::Below)
                    && target < from
                    && from < self.ends[target])
    }

    /// Whether an item of a list runs in the same paragraph before a citation: the clause that
    /// cites is that item.
    fn is_after_item(&self, reference: &Reference) -> bool {
        let words = self.draft.paragraphs[reference.paragraph].words.all();
        let known = self.item.get().filter(|(at, _)| *at == reference.paragraph);
        let (_, item) = known.unwrap_or_else(|| (reference.paragraph, first_item(words)));
        self.item.set(Some((reference.paragraph, item)));
        item.is_some_and(|end| end <= reference.words.start)
    }

    /// Whether the numbers of both clauses say the same as their order. Where they do not, the
    /// numbers begin anew between them, or were misread, and nobody can say which clause is meant.
    fn numbers_agree(&self, reference: &Reference, target: usize) -> bool {
        let from = reference.paragraph;
        match (
            reference.call.as_deref(),
            self.numbers[from],
            self.numbers[target],
        ) {
            (None, Some(own), Some(cited)) if own.script == cited.script => {
                own.value == cited.value || (own.value < cited.value) == (from < target)
            }
            _ => true,
        }
    }
}

/// For each paragraph, where the next one stands that is no clause, or a clause with a label that
/// is no deeper.
fn ends(draft: &Draft) -> Vec<usize> {
    let is_clause = |p: &Paragraph| p.kind == Kind::Clause;
    let depth = |p: &Paragraph| {
        if is_clause(p) {
            u16::from(p.depth.new) + 1
        } else {
            0
        }
    };
    next_no_deeper(draft, depth, |p| {
        !is_clause(p) || p.label_in(View::Revised).is_some()
    })
}

/// For each paragraph, the number of the clause at the top that it stands under.
fn numbers(draft: &Draft) -> Vec<Option<Numeral>> {
    let mut number = None;
    let number_of = |paragraph: &Paragraph| {
        let number = Number::parse(paragraph.label_in(View::Revised)?)?;
        (number.numerals.len() == 1).then(|| number.last())?
    };
    let under = |paragraph: &Paragraph| {
        let is_top = paragraph.kind == Kind::Clause && paragraph.depth.new == 0;
        if paragraph.kind.opens_section() && paragraph.kind != Kind::Heading {
            number = None;
        } else if is_top && paragraph.label.is_some() {
            number = number_of(paragraph);
        }
        number
    };
    draft.paragraphs.iter().map(under).collect()
}

/// Whether a citation opens what stands in round brackets.
fn is_in_note(draft: &Draft, reference: &Reference) -> bool {
    let words = draft.paragraphs[reference.paragraph].words.all();
    words[..reference.words.start].trim_end().ends_with('(')
}

/// Where the first item of a list ends that runs in some words, behind the first of them.
fn first_item(words: &str) -> Option<usize> {
    let item = words.split_whitespace().skip(1).find(|word| {
        word.chars().count() <= LONGEST_ITEM
            && word.ends_with(')')
            && Number::parse(word).is_some_and(|n| n.last().is_some_and(|n| n.value > 1))
    })?;
    Some(item.as_ptr() as usize - words.as_ptr() as usize + item.len())
}

/// `(viii)`: labels of items are short.
const LONGEST_ITEM: usize = 6;

/// What the words say and what is so, where that is not the same. A note stands where its sign
/// does, which may be far off.
fn wrong_way(
    draft: &Draft,
    lists: &Lists<'_>,
    reference: &Reference,
    target: usize,
) -> Option<(&'static str, &'static str)> {
    let from = reference.paragraph;
    if draft.paragraphs[from].kind == Kind::Note || !lists.numbers_agree(reference, target) {
        return None;
    }
    match reference.direction? {
        Direction::Above if target > from => Some(("above", "below")),
        Direction::Below if target < from => Some(("below", "above")),
        _ => None,
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
