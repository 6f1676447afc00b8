//! The changes of many copies of one draft in one: everybody's text is in it, and collisions are
//! told.

use crate::command::redraft;
use crate::fixtures;
use crate::generated;
use crate::word::{bytes, cases, lines};
use proptest::prelude::*;
use redraft::combine::{self, Copy};
use redraft::draft::{Draft, Origin, View};
use redraft::read::Marks;
use redraft::word::{self, Author, CombineOptions, Selection};

const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// The words of each paragraph of a view. Labels and depths are left out: where two copies number or
/// indent a clause otherwise, it stays as it is.
fn texts(draft: &Draft, view: View) -> Vec<String> {
    let view = draft.view(view);
    let texts = view.paragraphs.iter().map(|p| p.words.all().to_owned());
    texts.collect()
}

/// The labels and depths of the paragraphs of an unmarked draft.
fn labels(draft: &Draft) -> Vec<String> {
    let labels = draft.paragraphs.iter();
    labels
        .map(|p| format!("{} {}", p.depth.new, p.label_in(View::Base).unwrap_or("")))
        .collect()
}

/// All rejected is the base, one author's alone accepted that author's copy.
fn everybodys_text_is_there(base: &Draft, copies: &[Draft]) -> Result<(), String> {
    let given: Vec<Copy<'_>> = copies
        .iter()
        .zip(NAMES)
        .map(|(draft, name)| Copy {
            origin: Origin {
                author: Some(name.to_owned()),
                date: None,
            },
            draft,
        })
        .collect();
    let combined = combine::combine(base, &given);
    let plain = base.view(View::Revised);
    same(
        "rejected",
        &texts(&combined, View::Base),
        &texts(&plain, View::Base),
    )?;
    same(
        "labels",
        &labels(&combined.view(View::Base)),
        &labels(&plain),
    )?;
    for (copy, name) in copies.iter().zip(NAMES) {
        let alone = combine::alone(&combined, name);
        same(
            name,
            &texts(&alone, View::Revised),
            &texts(copy, View::Revised),
        )?;
    }
    // Combined with the base alone, a copy keeps its labels, too.
    for one in &given {
        let of_one = combine::combine(base, std::slice::from_ref(one));
        let name = one.origin.author.as_deref().unwrap_or("");
        let alone = combine::alone(&of_one, name);
        same(
            "labels of one",
            &labels(&alone.view(View::Revised)),
            &labels(&one.draft.view(View::Revised)),
        )?;
    }
    let conflicts = combine::conflicts(&combined);
    let is_told = conflicts.iter().all(|one| !one.proposals.is_empty());
    is_told
        .then_some(())
        .ok_or_else(|| format!("{conflicts:#?}"))
}

fn same(what: &str, found: &[String], wanted: &[String]) -> Result<(), String> {
    let count = found.len().max(wanted.len());
    match (0..count).find(|k| found.get(*k) != wanted.get(*k)) {
        None => Ok(()),
        Some(k) => Err(format!(
            "{what}, {k}: {:?} instead of {:?}",
            found.get(k),
            wanted.get(k)
        )),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_10_everybodys_text_is_there((base, copies) in generated::copies()) {
        let short = |draft: &Draft| -> Vec<String> {
            draft.paragraphs.iter().map(|p| p.labelled_text(View::Revised)).collect()
        };
        let copied: Vec<_> = copies.iter().map(short).collect();
        let told = format!("{:#?} {copied:#?}", short(&base));
        prop_assert_eq!(everybodys_text_is_there(&base, &copies), Ok(()), "{}", told);
    }
}

#[test]
fn law_10_drafts_of_the_corpus_as_copies_of_each_other() {
    let drafts = fixtures::drafts();
    for chain in drafts.chunks(4) {
        if let [base, copies @ ..] = chain {
            assert_eq!(
                everybodys_text_is_there(base, copies),
                Ok(()),
                "{}",
                base.source
            );
        }
    }
}

fn by<'b>(name: &str, bytes: &'b [u8]) -> word::Copy<'b> {
    word::Copy {
        author: Author {
            name: name.to_owned(),
            date: None,
        },
        bytes,
    }
}

const OPTIONS: CombineOptions = CombineOptions {
    marks: Marks::Auto,
    has_comments: true,
};

/// The text of a Word file with the changes of one author alone.
fn alone(bytes: &[u8], author: &str) -> Vec<String> {
    let selection = Selection {
        author: Some(author.to_owned()),
        ..Selection::default()
    };
    let (accepted, _) = word::resolve(bytes, View::Revised, &selection).unwrap();
    lines(&accepted, View::Base)
}

#[test]
fn every_word_file_takes_the_changes_of_two_copies() {
    let mut twice: Vec<String> = Vec::new();
    for (name, older, newer) in cases() {
        let copies = [by("A", &newer), by("B", &older), by("C", &newer)];
        let combined = word::combine(&older, &copies, &OPTIONS);
        let combined = combined.unwrap_or_else(|error| panic!("{name}: {error}"));
        let base = lines(&older, View::Revised);
        assert_eq!(lines(&combined.bytes, View::Base), base, "{name}");
        let wanted = lines(&newer, View::Revised);
        for author in ["A", "C"] {
            assert_eq!(alone(&combined.bytes, author), wanted, "{name} {author}");
        }
        assert_eq!(alone(&combined.bytes, "B"), base, "{name}");
        // What both want alike is no conflict.
        assert!(
            combined.conflicts.is_empty(),
            "{name}: {:#?}",
            combined.conflicts
        );
        if combined
            .findings
            .iter()
            .any(|found| found.code == "stands-twice")
        {
            twice.push(name);
        }
    }
    // But only words and whole paragraphs are made one: not where a paragraph is parted, not text
    // boxes and cells.
    assert_eq!(twice, ["08-split", "16-text-boxes", "18-column-inserted"]);
}

/// `cbA` and `cbB` are copies of one text with tracked changes.
fn delegations() -> Option<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let folder = fixtures::shared().join("cases/word");
    if !folder.is_dir() {
        println!("SKIPPED: {} is not there", folder.display());
        return None;
    }
    let (a, b) = (
        bytes(&folder.join("cbA.docx")),
        bytes(&folder.join("cbB.docx")),
    );
    let (base, _) = word::resolve(&a, View::Base, &Selection::default()).unwrap();
    Some((base, a, b))
}

#[test]
fn two_delegations_stand_in_one_file() {
    let Some((base, a, b)) = delegations() else {
        return;
    };
    let copies = [by("Delegation A", &a), by("Delegation B", &b)];
    let combined = word::combine(&base, &copies, &OPTIONS).unwrap();
    let told: Vec<(String, String, Vec<String>)> = combined
        .conflicts
        .iter()
        .map(|one| {
            let wants = one.proposals.iter().map(|p| p.text.clone());
            (one.before.clone(), one.base.clone(), wants.collect())
        })
        .collect();
    let wants = vec!["in two years".to_owned(), "next year".to_owned()];
    assert_eq!(
        told,
        [("Decides to meet again".to_owned(), String::new(), wants)]
    );
    let file = word::TrackedFile::read(&combined.bytes, Marks::Tracked).unwrap();
    let changes: Vec<(Option<&str>, &str, &str)> = file
        .changes()
        .iter()
        .map(|one| (one.author.as_deref(), &*one.before, &*one.after))
        .collect();
    let (a, b) = (Some("Delegation A"), Some("Delegation B"));
    let wanted = [
        (a, "", "Member "),
        (b, "each", "every second"),
        (b, "", "2 bis. Thanks the surveyors;"),
        (a, "", " in two years"),
        (b, "", " next year"),
    ];
    assert_eq!(changes, wanted);
}

/// What people say in the comments of a file.
fn said(bytes: &[u8]) -> Vec<String> {
    let draft = redraft::read::read(bytes, "x.docx", None).unwrap();
    let told = draft
        .findings
        .iter()
        .filter(|found| found.code == "comment");
    let mut said: Vec<String> = told
        .map(|found| found.message.rsplit_once(": ").unwrap().1.to_owned())
        .collect();
    said.sort();
    said
}

#[test]
fn comments_of_all_copies_come_along() {
    let all = cases().into_iter();
    let (_, commented, base) = all
        .into_iter()
        .find(|(n, _, _)| n.starts_with("17"))
        .unwrap();
    let told = said(&commented);
    assert_eq!(
        told,
        [
            "“Is this not obvious?”",
            "“We would rather not.”",
            "“When?”"
        ]
    );
    let copies = [by("A", &commented), by("B", &base)];
    let combined = word::combine(&base, &copies, &OPTIONS).unwrap();
    assert_eq!(said(&combined.bytes), told);
}

#[test]
fn a_copy_that_nobody_changed_changes_nothing() {
    for (name, older, _) in cases() {
        let options = CombineOptions {
            marks: Marks::Tracked,
            ..OPTIONS
        };
        let combined = word::combine(&older, &[by("A", &older)], &options).unwrap();
        let plain = word::resolve(&older, View::Revised, &Selection::default());
        assert!(combined.bytes == plain.unwrap().0, "{name}");
    }
}

#[test]
fn conflicts_are_said_in_comments_if_wanted() {
    let Some((base, a, b)) = delegations() else {
        return;
    };
    let copies = [by("Delegation A", &a), by("Delegation B", &b)];
    let told = said(&word::combine(&base, &copies, &OPTIONS).unwrap().bytes);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("next year"), "{told:?}");
    let options = CombineOptions {
        has_comments: false,
        ..OPTIONS
    };
    let bytes = word::combine(&base, &copies, &options).unwrap().bytes;
    assert!(said(&bytes).is_empty());
}

#[test]
fn a_row_that_goes_and_a_cell_that_changes_collide() {
    let row = |text: &str| {
        format!("<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>")
    };
    let table = |rows: &[&str]| {
        let rows: String = rows.iter().map(|text| row(text)).collect();
        crate::word::document(&format!(
            "<w:p><w:r><w:t>1. Lists the ports:</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl><w:p/>"
        ))
    };
    let base = table(&["North port", "South port", "West port"]);
    let without = table(&["North port", "West port"]);
    let amended = table(&["North port", "South port and pier", "West port"]);
    let copies = [by("A", &without), by("B", &amended)];
    let combined = word::combine(&base, &copies, &OPTIONS).unwrap();
    let kinds: Vec<&str> = combined
        .conflicts
        .iter()
        .map(|one| one.kind.as_str())
        .collect();
    assert_eq!(kinds, ["amended-and-deleted"]);
    assert_eq!(said(&combined.bytes).len(), 1, "{:?}", combined.findings);
}

#[test]
fn a_word_file_is_not_combined_with_a_text() {
    let (_, base, _) = cases().swap_remove(0);
    redraft("combine base.docx copy.md -o all.docx")
        .file("base.docx", base)
        .file("copy.md", "1. Urges all;\n")
        .exits(2)
        .complains("redraft: copy.md is no Word file, so it cannot be combined with the base in a Word file: write --to json or markdown, or save the copy as .docx\n");
}

#[test]
fn changes_that_the_base_carries_are_not_the_copys() {
    let folder = fixtures::shared().join("cases/word");
    if !folder.is_dir() {
        println!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let base = bytes(&folder.join("cbA.docx"));
    let copy = crate::word::with_parts(
        &base,
        |name, text| match name {
            "word/document.xml" => text.replace("coasts", "shores"),
            _ => text,
        },
        &[],
    );
    let outcome = redraft("combine base.docx france.docx -o all.docx")
        .file("base.docx", base)
        .file("france.docx", copy)
        .exits(0);
    let file = outcome.wrote_bytes("all.docx");
    let file = word::TrackedFile::read(&file, Marks::Tracked).unwrap();
    let by: Vec<_> = file
        .changes()
        .iter()
        .map(|one| one.author.as_deref())
        .collect();
    assert_eq!(by, [Some("france")]);
    outcome.warns("earlier-changes-settled");
}

#[test]
fn a_look_that_two_change_is_told() {
    let file = |look: &str| {
        let run = format!("<w:r><w:rPr>{look}</w:rPr><w:t>1. Urges States to act;</w:t></w:r>");
        crate::word::document(&format!("<w:p>{run}</w:p>"))
    };
    let (base, bold, italic) = (file(""), file("<w:b/>"), file("<w:i/>"));
    let one = word::combine(&base, &[by("A", &bold)], &OPTIONS).unwrap();
    assert!(one.findings.is_empty(), "{:?}", one.findings);
    let both = word::combine(&base, &[by("A", &bold), by("B", &italic)], &OPTIONS).unwrap();
    let told: Vec<&str> = both.findings.iter().map(|f| &*f.message).collect();
    assert_eq!(
        told,
        [
            "1 × change of formatting by A is left out: another copy changes the look of the same place"
        ]
    );
}

#[test]
fn text_drafts_are_combined_and_conflicts_listed() {
    let base = "resolves\n\n1 that States should act at once;\n\n2 to report each year;\n";
    let run = |arguments: &str| {
        redraft("combine base.md")
            .file("base.md", base)
            .file("france.md", base.replace("should", "shall"))
            .file(
                "japan.md",
                base.replace("should", "may")
                    .replace("each", "every second"),
            )
            .file("chile.md", base.replace("should", "shall"))
            .arguments(arguments)
    };
    let names = "--as France=france.md --as Japan=japan.md --as Chile=chile.md";
    let outcome = run(&format!("{names} -o all.md")).exits(1);
    outcome.says("France, Chile").says("1 conflict");
    let all = run(&format!("{names} -o all.json --conflicts c.csv")).exits(1);
    all.says_nothing();
    let csv = run(&format!("{names} --conflicts-to csv")).exits(1);
    csv.says("same-place,that States,should,act at once;,Japan,may");
    run("france.md chile.md").exits(0).says("No conflicts.");
    run("--as X=france.md --as X=japan.md").exits(2).complains(
        "redraft: france.md and japan.md are both by X: say whose each is with --as NAME=FILE\n",
    );
    run("").exits(2);
    run("--as X=france.md --as Y=./france.md")
        .exits(2)
        .complains("redraft: ./france.md is said to be by X and Y: say whose it is once\n");
    run("france.md --as X=./france.md --conflicts-to json").exits(0);
    run("france.md -o x.md --conflicts ./x.md").exits(2).complains(
        "redraft: ./x.md is named for the combined draft and for the conflicts: name two files\n",
    );
    run("france.md -o x.txt").exits(2);
    run("france.md --conflicts x.docx").exits(2).complains(
        "redraft: x.docx: this command does not write .docx files; it writes table, csv, xlsx, json, markdown: choose one with --conflicts-to\n",
    );
}
