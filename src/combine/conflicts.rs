//! Where the changes of several authors in one marked draft collide.

use crate::changes::Places;
use crate::draft::{Change, Conflict, ConflictKind, Diff, Draft, JOINT, Object, Proposal, View};
use std::collections::BTreeSet;
use std::ops::Range;

/// The places of a marked draft where changes of different authors meet and are not the same.
/// Renumbering is none: numbers follow from what is accepted.
#[must_use]
pub fn conflicts(draft: &Draft) -> Vec<Conflict> {
    let names = Names::of(draft);
    let pieces = pieces(draft, &names);
    let places = Places::of(draft);
    let mut out: Vec<Conflict> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let len = pieces[at..]
            .iter()
            .take_while(|one| one.is_changed())
            .count();
        if len > 0 {
            let region = Region {
                pieces: &pieces[at..at + len],
            };
            let number = u32::try_from(out.len() + 1).unwrap_or(u32::MAX);
            out.extend(
                region
                    .conflict(&names, draft, &places)
                    .map(|found| Conflict {
                        number,
                        before: last_words(&pieces[..at], region.pieces[0].paragraph),
                        after: first_words(&pieces[at + len..], region.pieces[0].paragraph),
                        ..found
                    }),
            );
        }
        at += len.max(1);
    }
    out
}

/// The names of all authors, and which of them an origin is.
struct Names<'d> {
    all: Vec<&'d str>,
    /// By the number of the origin, from 1.
    of: Vec<Vec<usize>>,
}

impl<'d> Names<'d> {
    fn of(draft: &'d Draft) -> Self {
        let mut all: Vec<&str> = Vec::new();
        let mut of = vec![Vec::new()];
        for origin in &draft.origins {
            let names = origin.author.as_deref().unwrap_or("").split(JOINT);
            let numbers = names.map(|name| {
                let known = all.iter().position(|one| *one == name);
                known.unwrap_or_else(|| {
                    all.push(name);
                    all.len() - 1
                })
            });
            of.push(numbers.collect());
        }
        Self { all, of }
    }
}

/// A beginning of a paragraph, or a stretch of words.
struct Piece<'d> {
    paragraph: usize,
    change: Change,
    /// Whose change it is.
    by: &'d [usize],
    /// None for the beginning of a paragraph.
    words: Option<&'d str>,
    label: Diff<Option<&'d str>>,
}

impl Piece<'_> {
    fn is_changed(&self) -> bool {
        self.change != Change::Kept
    }

    /// How long it is in the base: a beginning counts as one letter.
    fn len(&self) -> usize {
        match self.change {
            Change::Inserted => 0,
            _ => self.words.map_or(1, str::len),
        }
    }
}

fn pieces<'d>(draft: &'d Draft, names: &'d Names<'_>) -> Vec<Piece<'d>> {
    let by = |origin: u32| {
        let origin = usize::try_from(origin).unwrap_or(0);
        names.of.get(origin).map_or(&[][..], Vec::as_slice)
    };
    let mut out = Vec::new();
    for (paragraph, one) in draft.paragraphs.iter().enumerate() {
        out.push(Piece {
            paragraph,
            change: one.change,
            by: by(one.origin),
            words: None,
            label: Diff {
                old: one.label_in(View::Base),
                new: one.label_in(View::Revised),
            },
        });
        out.extend(one.words.runs().map(|run| Piece {
            paragraph,
            change: run.change,
            by: by(run.origin),
            words: Some(run.text),
            label: Diff::default(),
        }));
    }
    out
}

/// Changes side by side, without words between them that everybody keeps.
struct Region<'p> {
    pieces: &'p [Piece<'p>],
}

/// Something that comes.
struct Comes {
    /// Where, in letters of the base.
    at: usize,
    /// The same without the letters that both authors take away: what has the same number stands in
    /// the same place to both.
    apart: usize,
    /// Words, or a paragraph.
    is_words: bool,
}

/// What one author does in a region, and another does not.
#[derive(Default)]
struct Own {
    comes: Vec<Comes>,
    /// Which letters of the base go, in order, and whether these are words.
    goes: Vec<(Range<usize>, bool)>,
}

impl Own {
    /// Whether something comes among words that `other` takes away, or words beside such words.
    fn amends(&self, other: &Self) -> bool {
        self.comes.iter().any(|one| {
            let first = other.goes.partition_point(|(range, _)| range.end < one.at);
            let near = other.goes[first..].iter();
            near.take_while(|(range, _)| range.start <= one.at)
                .any(|(range, goes_words)| {
                    let is_within = range.start < one.at && one.at < range.end;
                    is_within || one.is_words && *goes_words
                })
        })
    }
}

/// What two authors do in a region.
#[derive(Default)]
struct Two {
    one: Own,
    other: Own,
    /// What both take away.
    shared: Own,
}

impl Region<'_> {
    /// The conflict that the region is, if it is one; without the words around it.
    fn conflict(&self, names: &Names<'_>, draft: &Draft, places: &Places) -> Option<Conflict> {
        let kind = self.kind()?;
        let proposals = self.proposals(names);
        let first = self.pieces.first()?.paragraph;
        let address = |view| places.address(first, view);
        // Who wants the same by other ways wants the same; but what comes twice is told.
        let is_told = proposals.len() > 1 || kind == ConflictKind::SamePlace;
        is_told.then(|| Conflict {
            number: 0,
            kind,
            address: Diff {
                old: address(View::Base),
                new: address(View::Revised),
            },
            before: String::new(),
            base: self.text(None),
            after: String::new(),
            proposals,
            line: line_of_base(draft, first),
        })
    }

    /// How changes in the region collide; none where they do not.
    fn kind(&self) -> Option<ConflictKind> {
        let mut touched: Vec<usize> = self.pieces.iter().flat_map(|one| one.by).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        let pairs = touched.iter().enumerate();
        let pairs =
            pairs.flat_map(|(k, one)| touched[k + 1..].iter().map(move |other| (*one, *other)));
        pairs
            .filter_map(|(one, other)| self.collide(one, other))
            .min()
    }

    /// What two authors do here, each alone and both together.
    fn two(&self, one: usize, other: usize) -> Two {
        let mut out = Two::default();
        let (mut at, mut apart) = (0, 0);
        for piece in self.pieces {
            let end = at + piece.len();
            let is_words = piece.words.is_some();
            let own = match (piece.by.contains(&one), piece.by.contains(&other)) {
                (true, true) => {
                    if piece.change == Change::Deleted {
                        out.shared.goes.push((at..end, is_words));
                    }
                    at = end;
                    continue;
                }
                (true, false) => Some(&mut out.one),
                (false, true) => Some(&mut out.other),
                (false, false) => None,
            };
            if let Some(own) = own {
                match piece.change {
                    Change::Inserted => own.comes.push(Comes {
                        at,
                        apart,
                        is_words,
                    }),
                    _ => own.goes.push((at..end, is_words)),
                }
            }
            apart += end - at;
            at = end;
        }
        out
    }

    fn collide(&self, one: usize, other: usize) -> Option<ConflictKind> {
        let two = self.two(one, other);
        if two.one.amends(&two.other) || two.other.amends(&two.one) {
            return Some(ConflictKind::AmendedAndDeleted);
        }
        let goes = |own: &Own| !own.goes.is_empty();
        if !two.shared.goes.is_empty() && (goes(&two.one) || goes(&two.other)) {
            return Some(ConflictKind::Overlap);
        }
        let places = |own: &Own| -> BTreeSet<(usize, bool)> {
            let places = own.comes.iter().map(|one| (one.apart, one.is_words));
            places.collect()
        };
        if !places(&two.one).is_disjoint(&places(&two.other)) {
            return Some(ConflictKind::SamePlace);
        }
        // Both take words away, and only one of them has others instead.
        let replaces = two.one.amends(&two.shared) || two.other.amends(&two.shared);
        replaces.then_some(ConflictKind::Overlap)
    }

    /// The words of the region with the changes of one author alone; of the base where there is
    /// none.
    fn text(&self, author: Option<usize>) -> String {
        let mut out = String::new();
        // A beginning is told with the words behind it.
        let mut head = String::new();
        for piece in self.pieces {
            let is_own = author.is_some_and(|author| piece.by.contains(&author));
            let view = if is_own { View::Revised } else { View::Base };
            if !piece.change.stands_in(view) {
                continue;
            }
            match piece.words {
                Some(words) => {
                    out.push_str(&std::mem::take(&mut head));
                    out.push_str(words);
                }
                None => {
                    let label = piece.label.get(view);
                    let label = label.map_or_else(String::new, |label| format!("{label} "));
                    head = format!("\n{label}");
                }
            }
        }
        Object::shown(&out).trim().to_owned()
    }

    /// What each author wants here.
    fn proposals(&self, names: &Names<'_>) -> Vec<Proposal> {
        let mut order: Vec<usize> = Vec::new();
        for author in self.pieces.iter().flat_map(|one| one.by) {
            if !order.contains(author) {
                order.push(*author);
            }
        }
        order.sort_unstable();
        let mut out: Vec<Proposal> = Vec::new();
        for author in order {
            let (name, text) = (names.all[author].to_owned(), self.text(Some(author)));
            match out.iter_mut().find(|known| known.text == text) {
                Some(known) => known.authors.push(name),
                None => out.push(Proposal {
                    authors: vec![name],
                    text,
                }),
            }
        }
        out
    }
}

/// The line of the base at which a paragraph stands, or behind which it came.
fn line_of_base(draft: &Draft, paragraph: usize) -> u32 {
    let before = draft.paragraphs[..=paragraph].iter().rev();
    let mut lines = before.map(|one| one.line.old);
    lines.find(|line| *line > 0).unwrap_or(0)
}

/// So many words that nobody changes are told on each side.
const CONTEXT: usize = 4;

fn last_words(before: &[Piece<'_>], paragraph: usize) -> String {
    let Some(last) = before.last().filter(|one| one.paragraph == paragraph) else {
        return String::new();
    };
    let shown = Object::shown(last.words.unwrap_or(""));
    let words: Vec<&str> = shown.split_whitespace().collect();
    words[words.len().saturating_sub(CONTEXT)..].join(" ")
}

fn first_words(after: &[Piece<'_>], paragraph: usize) -> String {
    let Some(first) = after.first().filter(|one| one.paragraph == paragraph) else {
        return String::new();
    };
    let shown = Object::shown(first.words.unwrap_or(""));
    let words = shown.split_whitespace();
    words.take(CONTEXT).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Copy, combine};
    use super::*;
    use crate::draft::Origin;
    use crate::read;

    fn of(base: &str, copies: &[(&str, &str)]) -> Vec<Conflict> {
        let draft = |text: &str| read::read(text.as_bytes(), "d.md", None).unwrap();
        let drafts: Vec<Draft> = copies.iter().map(|(_, text)| draft(text)).collect();
        let copies = copies.iter().zip(&drafts);
        let copies: Vec<Copy<'_>> = copies
            .map(|((name, _), draft)| Copy {
                origin: Origin {
                    author: Some((*name).to_owned()),
                    date: None,
                },
                draft,
            })
            .collect();
        conflicts(&combine(&draft(base), &copies))
    }

    fn told(conflicts: &[Conflict]) -> Vec<(ConflictKind, String)> {
        let texts = |one: &Conflict| {
            let texts: Vec<String> = one
                .proposals
                .iter()
                .map(|p| format!("{}: {}", p.authors.join(", "), p.text))
                .collect();
            texts.join(" | ")
        };
        conflicts.iter().map(|one| (one.kind, texts(one))).collect()
    }

    #[test]
    fn other_words_in_one_place_collide() {
        let base = "resolves\n\n1 that States should act at once;\n";
        let found = of(
            base,
            &[
                ("A", "resolves\n\n1 that States shall act at once;\n"),
                ("B", "resolves\n\n1 that States may act at once;\n"),
                ("C", "resolves\n\n1 that States shall act at once;\n"),
            ],
        );
        let wanted = (ConflictKind::SamePlace, "A, C: shall | B: may".to_owned());
        assert_eq!(told(&found), [wanted]);
        assert_eq!(found[0].base, "should");
        assert_eq!(
            (&*found[0].before, &*found[0].after),
            ("that States", "act at once;")
        );
        assert_eq!(found[0].address.new.as_deref(), Some("resolves 1"));
    }

    #[test]
    fn changes_that_are_alike_or_apart_do_not_collide() {
        let base = "resolves\n\n1 that States should act at once;\n";
        let same = "resolves\n\n1 that States shall act at once;\n";
        assert!(of(base, &[("A", same), ("B", same)]).is_empty());
        let apart = "resolves\n\n1 that States should act in time;\n";
        assert!(of(base, &[("A", same), ("B", apart)]).is_empty());
    }

    #[test]
    fn a_clause_that_one_amends_and_one_deletes_is_told() {
        let base = "resolves\n\n1 to meet;\n\n2 that States should act at once;\n";
        let found = of(
            base,
            &[
                ("A", "resolves\n\n1 to meet;\n"),
                (
                    "B",
                    "resolves\n\n1 to meet;\n\n2 that all States should act at once;\n",
                ),
            ],
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].kind, ConflictKind::AmendedAndDeleted);
    }

    #[test]
    fn words_that_one_deletes_and_one_replaces_are_told() {
        let base = "1 that a (secret) thing is here;\n";
        let copies = [
            ("A", "1 that a () thing is here;\n"),
            ("B", "1 that a (public) thing is here;\n"),
        ];
        let found = of(base, &copies);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn words_that_overlap_are_told() {
        let base = "1 that all States and all others should act at once;\n";
        let found = of(
            base,
            &[
                ("A", "1 that all States should act at once;\n"),
                ("B", "1 that all States and act at once;\n"),
            ],
        );
        assert_eq!(
            found.iter().map(|one| one.kind).collect::<Vec<_>>(),
            [ConflictKind::Overlap]
        );
    }
}
