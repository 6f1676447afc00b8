//! Articles whose titles or numbers came and went: a heading is the one that its clauses stand
//! under.

use super::Alignment;
use crate::draft::{Draft, Kind, Outline, View};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Pairs headings with labels that have no partner, by where most of their clauses went that stay
/// in place. Without it every clause of an article that got another number would be told as moved.
pub(super) fn pair(old: &Draft, new: &Draft, alignment: &mut Alignment) {
    let Alignment {
        in_place, moved, ..
    } = &*alignment;
    let went = moved.iter().map(|(i, _)| *i..*i + 1);
    let came = moved.iter().map(|(_, j)| *j..*j + 1);
    let olds = free_heads(old, in_place.iter().map(|(i, _)| i.clone()).chain(went));
    let news = free_heads(new, in_place.iter().map(|(_, j)| j.clone()).chain(came));
    if !olds.contains(&true) || !news.contains(&true) {
        return;
    }
    let (old_heads, new_heads) = (heads(old), heads(new));
    let mut stays = Votes::default();
    for (i, j) in &alignment.in_place {
        let are_clauses = old.paragraphs[i.start].kind == Kind::Clause
            && new.paragraphs[j.start].kind == Kind::Clause;
        if let (true, Some(one), Some(other)) =
            (are_clauses, old_heads[i.start], new_heads[j.start])
        {
            stays.add(one, other);
        }
    }
    let found: Vec<(usize, usize)> = stays
        .majorities()
        .filter(|(one, other)| olds[*one] && news[*other])
        .filter(|(one, other)| is_in_order(&alignment.in_place, *one, *other))
        .collect();
    let pairs = found.into_iter().map(|(i, j)| (i..i + 1, j..j + 1));
    alignment.in_place.extend(pairs);
    alignment.in_place.sort_by_key(|(i, j)| (j.start, i.start));
}

/// Clauses that stay in place, by the heads of their sections in both drafts.
#[derive(Default)]
struct Votes {
    both: FxHashMap<(usize, usize), usize>,
    old: FxHashMap<usize, usize>,
    new: FxHashMap<usize, usize>,
}

impl Votes {
    fn add(&mut self, old: usize, new: usize) {
        *self.both.entry((old, new)).or_default() += 1;
        *self.old.entry(old).or_default() += 1;
        *self.new.entry(new).or_default() += 1;
    }

    /// Pairs of heads that have more than half of what stays under either.
    fn majorities(&self) -> impl Iterator<Item = (usize, usize)> {
        self.both
            .iter()
            .filter(|((old, new), both)| {
                let is_most = |of: &FxHashMap<usize, usize>, head| {
                    of.get(head).is_some_and(|all| **both * 2 > *all)
                };
                is_most(&self.old, old) && is_most(&self.new, new)
            })
            .map(|(pair, _)| *pair)
    }
}

/// For each paragraph, whether it is a heading with a label and not among those that have a
/// partner.
fn free_heads(draft: &Draft, paired: impl Iterator<Item = Range<usize>>) -> Vec<bool> {
    let mut out: Vec<bool> = draft
        .paragraphs
        .iter()
        .map(|p| p.kind == Kind::Heading && p.label_in(View::Revised).is_some())
        .collect();
    for range in paired {
        out[range].fill(false);
    }
    out
}

/// For each paragraph, the one that opens its section.
fn heads(draft: &Draft) -> Vec<Option<usize>> {
    let mut out = vec![None; draft.paragraphs.len()];
    for section in Outline::of(draft, View::Revised).sections {
        out[section.paragraphs].fill(section.head);
    }
    out
}

/// Whether a pair can stand among the others without crossing one.
fn is_in_order(in_place: &[(Range<usize>, Range<usize>)], old: usize, new: usize) -> bool {
    let next = in_place.partition_point(|(_, j)| j.start < new);
    let before = next.checked_sub(1).and_then(|k| in_place.get(k));
    before.is_none_or(|(i, j)| i.end <= old && j.end <= new)
        && in_place.get(next).is_none_or(|(i, _)| i.start > old)
}

#[cfg(test)]
mod tests {
    use crate::compare::{self, Options};
    use crate::draft::{ClauseChange, Outcome};
    use crate::read;

    fn rows(old: &str, new: &str) -> (Vec<ClauseChange>, Vec<ClauseChange>) {
        let [old, new] = [old, new].map(|text| read::read(text.as_bytes(), "a.md", None).unwrap());
        let redline = compare::compare(&old, &new, &Options::default());
        (redline.sections, redline.clauses)
    }

    const LIGHTS: &str = "1. Each Party shall keep the lights of its harbours burning.\n\n2. Each Party shall report on them in spring.\n\n";
    const BUOYS: &str = "1. Buoys that drift shall be brought in by the Party that finds them.\n\n2. The cost is borne by the owner of the buoy.\n\n";

    #[test]
    fn an_article_that_got_another_number_keeps_its_clauses() {
        let (heads, clauses) = rows(
            &format!("## Article 2bis (lights)\n\n{LIGHTS}## Article 3 (buoys)\n\n{BUOYS}"),
            &format!("## Article 3\n\n{LIGHTS}## Article 4\n\n{BUOYS}"),
        );
        assert!(clauses.iter().all(|row| row.outcome == Outcome::Unchanged));
        let told: Vec<_> = heads
            .iter()
            .map(|row| (row.old.as_deref(), row.new.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (Some("Article 2bis"), Some("Article 3")),
                (Some("Article 3"), Some("Article 4"))
            ]
        );
    }

    #[test]
    fn clauses_of_an_article_that_was_parted_are_not_its_own_elsewhere() {
        let (_, clauses) = rows(
            &format!("## Article 7 (harbours)\n\n{LIGHTS}{BUOYS}"),
            &format!("## Article 8\n\n{LIGHTS}## Article 9\n\n{BUOYS}"),
        );
        assert!(clauses.iter().all(|row| row.outcome == Outcome::Moved));
    }
}
