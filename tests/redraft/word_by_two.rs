//! Resolution 140 as a Word file with the changes of two delegations (fixtures/word/res140.py makes
//! it).

use crate::fixtures;
use redraft::draft::{Addresses, Draft, Kind, View};
use redraft::read;
use redraft::word::{self, Selection};
use std::collections::BTreeMap;
use std::fs;

fn tracked() -> Vec<u8> {
    fs::read(fixtures::root().join("fixtures/word/res140-tracked-by-two.docx")).unwrap()
}

fn guadalajara() -> Draft {
    let path = fixtures::root().join("fixtures/res140/guadalajara-2010.md");
    read::read(&fs::read(path).unwrap(), "guadalajara-2010.md", None).unwrap()
}

/// The clauses of a view, by their section and label.
fn clauses(draft: &Draft, view: View) -> BTreeMap<String, String> {
    let addresses = Addresses::of(draft, view);
    let clauses = draft.paragraphs.iter().enumerate();
    clauses
        .filter(|(_, p)| p.kind == Kind::Clause && p.change.stands_in(view))
        .map(|(k, p)| (addresses.get(k).to_owned(), p.labelled_text(view)))
        .collect()
}

/// The file with some of its changes taken up or back, as people would read it.
fn taken(author: Option<&str>, view: View) -> Draft {
    let selection = Selection {
        author: author.map(str::to_owned),
        ..Selection::default()
    };
    let bytes = word::resolve(&tracked(), view, &selection).unwrap().0;
    read::read(&bytes, "taken.docx", None).unwrap()
}

#[test]
fn the_base_view_says_what_guadalajara_says() {
    let all = clauses(&guadalajara(), View::Base);
    let texts: Vec<&String> = all.values().collect();
    let draft = read::read(&tracked(), "tracked.docx", None).unwrap();
    let taken = clauses(&draft, View::Base);
    assert_eq!(taken.len(), 13);
    for (address, text) in &taken {
        assert!(texts.contains(&text), "{address} says {text}");
    }
    assert_eq!(
        clauses(&self::taken(None, View::Base), View::Revised),
        taken
    );
}

#[test]
fn both_authors_are_kept_with_their_dates() {
    let draft = read::read(&tracked(), "tracked.docx", None).unwrap();
    let said: Vec<_> = draft
        .origins
        .iter()
        .map(|o| (o.author.as_deref().unwrap(), o.date.as_deref().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("Delegation A", "2014-10-30T09:00:00Z"),
            ("Delegation B", "2014-11-03T15:30:00Z")
        ]
    );
}

#[test]
fn one_side_is_taken_and_the_other_stays_tracked() {
    let draft = taken(Some("Delegation B"), View::Base);
    assert!(
        draft
            .origins
            .iter()
            .all(|o| o.author.as_deref() == Some("Delegation A"))
    );
    let (base, revised) = (clauses(&draft, View::Base), clauses(&draft, View::Revised));
    let of = |all: &BTreeMap<String, String>, call: &str| -> Vec<String> {
        let found = all.iter().filter(|(address, _)| address.starts_with(call));
        found.map(|(_, text)| text.clone()).collect()
    };
    assert_eq!(of(&base, "resolves"), of(&revised, "resolves"));
    assert_ne!(of(&base, "considering"), of(&revised, "considering"));
    let draft = taken(Some("Delegation A"), View::Revised);
    let (base, revised) = (clauses(&draft, View::Base), clauses(&draft, View::Revised));
    assert_eq!(of(&base, "considering"), of(&revised, "considering"));
    assert!(of(&revised, "considering")[0].ends_with("[not decided]"));
    assert_ne!(of(&base, "resolves"), of(&revised, "resolves"));
}
