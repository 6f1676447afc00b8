//! The changes of a marked draft, one by one: what each does, where, who made it; and the draft
//! with some of them accepted or rejected.
//!
//! ```
//! use redraft::{changes, draft::View, read};
//! let text = b"1 that States <del>should</del><ins>shall</ins> act <ins>at once</ins>;\n";
//! let draft = read::read(text, "d.md", None)?;
//! let list = changes::list(&draft);
//! assert_eq!((&*list[0].before, &*list[0].after), ("should", "shall"));
//! assert_eq!(list[1].after, "at once");
//! let settled = changes::settle(&draft, &|change| (change.number == 1).then_some(View::Revised));
//! assert_eq!(settled.view(View::Base).paragraphs[0].words.all(), "that States shall act ;");
//! # Ok::<(), redraft::read::Error>(())
//! ```

mod collect;
mod numbers;
mod places;
mod selection;
mod settle;

use crate::draft::{Draft, TrackedChange, View};
pub(crate) use collect::{Found, What, collect};
pub(crate) use numbers::number;
pub(crate) use places::Places;
pub use selection::{NOTHING_CHOSEN, Selection, is_by};

/// All changes of a draft, in the order of the text.
#[must_use]
pub fn list(draft: &Draft) -> Vec<TrackedChange> {
    let mut found = collect(draft);
    number(&mut found);
    found.into_iter().map(|found| found.row).collect()
}

/// The draft with some changes accepted (`Revised`) or rejected (`Base`), as `choose` says of each;
/// the others stay as they are.
#[must_use]
pub fn settle(draft: &Draft, choose: &dyn Fn(&TrackedChange) -> Option<View>) -> Draft {
    let mut found = collect(draft);
    number(&mut found);
    let chosen = found
        .iter()
        .filter_map(|found| Some((found.parts.as_slice(), choose(&found.row)?)));
    settle::settle(draft, chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Change, ChangeKind, Diff, Kind, Paragraph};
    use crate::json::generated;
    use crate::read;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<(ChangeKind, String, String)> {
        let draft = read::read(text.as_bytes(), "d.md", None).unwrap();
        let rows = list(&draft).into_iter();
        rows.map(|row| (row.kind, row.before, row.after)).collect()
    }

    #[test]
    fn words_and_clauses_are_told_one_by_one() {
        use ChangeKind::{Deleted, Inserted, Replaced};
        let text = "resolves\n\n1 that States <del>should</del><ins>shall</ins> act<ins> at once</ins>;\n\n\
                    <del>2 to meet;</del>\n\n<ins>3 to report.</ins>\n";
        let expected = [
            (Replaced, "should", "shall"),
            (Inserted, "", " at once"),
            (Deleted, "2 to meet;", ""),
            (Inserted, "", "3 to report."),
        ];
        let expected = expected.map(|(kind, old, new)| (kind, old.to_owned(), new.to_owned()));
        assert_eq!(told(text), expected);
    }

    #[test]
    fn equal_changes_have_letters_of_their_own() {
        let text = "a <del>b</del> a <del>b</del> a <ins>b</ins>\n";
        let draft = read::read(text.as_bytes(), "d.md", None).unwrap();
        let ids: Vec<String> = list(&draft).into_iter().map(|row| row.id).collect();
        assert_eq!(ids[1], format!("{}-2", ids[0]));
        assert!(!ids[2].starts_with(&ids[0]));
    }

    /// Drafts as readers make them: a move has two halves, where words went and where they came,
    /// and what stands before a label is part of the words behind it.
    fn draft() -> impl Strategy<Value = Draft> {
        generated::draft().prop_map(|mut draft| {
            // Something must be there that what is left over can be part of.
            draft
                .paragraphs
                .insert(0, Paragraph::plain(Kind::Clause, "And"));
            let mut halves = Vec::new();
            for paragraph in &mut draft.paragraphs {
                let change = paragraph.change;
                paragraph.moved = paragraph.moved.filter(|moved| {
                    let half = (moved.id, moved.half);
                    let is_first = !halves.contains(&half);
                    halves.push(half);
                    is_first && moved.half == change && change != Change::Kept
                });
                if let Some(label) = &mut paragraph.label {
                    label.lead = Diff::same(0);
                }
            }
            draft
        })
    }

    proptest! {
        /// All accepted is the newer text, all rejected the older one, and none is the draft.
        #[test]
        fn changes_make_the_views(draft in draft()) {
            for view in [View::Base, View::Revised] {
                let settled = settle(&draft, &|_| Some(view));
                // Typefaces are told of only where both texts have some.
                let is_left = |row: &TrackedChange| {
                    row.kind != ChangeKind::Restyled || draft.tells_typefaces()
                };
                let left: Vec<_> = list(&settled).into_iter().filter(is_left).collect();
                prop_assert!(left.is_empty(), "{:?}", left);
                prop_assert!(settled.view(view).says_the_same_as(&draft.view(view)));
            }
            let untouched = settle(&draft, &|_| None);
            prop_assert_eq!(&untouched, &draft);
        }

        /// What is accepted changes nothing in the newer text, what is rejected nothing in the
        /// older one; then the others make the rest.
        #[test]
        fn some_changes_leave_a_view_alone(draft in draft(), odd in any::<bool>()) {
            for view in [View::Base, View::Revised] {
                let some = |row: &TrackedChange| ((row.number % 2 == 1) == odd).then_some(view);
                let settled = settle(&draft, &some);
                prop_assert!(settled.view(view).says_the_same_as(&draft.view(view)));
                let all = settle(&settled, &|_| Some(view));
                prop_assert!(all.view(view).says_the_same_as(&draft.view(view)));
            }
        }
    }
}
