//! What people read out of real drafts by hand, and what redraft reads: labels, pairs of clauses,
//! brackets.
//!
//! The hand-read tables stand beside the repository; the tests say so where they are missing.

use crate::fixtures;
use redraft::draft::{Draft, Kind, Outline, Paragraph, PassageKind, View};
use redraft::{brackets, compare, read};
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

fn draft(name: &str) -> Draft {
    let path = fixtures::root().join("fixtures/res140").join(name);
    read::read(&fs::read(path).unwrap(), name, None).unwrap()
}

/// The rows of a hand-read table; none where it is not there.
fn table(name: &str) -> Vec<Vec<String>> {
    let path: PathBuf = fixtures::shared().join("gold").join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("SKIPPED: {} is not there", path.display());
        return Vec::new();
    };
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// The clauses of a section, whatever text they stand in.
fn clauses<'a>(draft: &'a Draft, section: &str) -> Vec<&'a Paragraph> {
    let outline = Outline::of(draft, View::Revised);
    outline
        .sections
        .iter()
        .filter(|s| s.name == section)
        .flat_map(|s| &draft.paragraphs[s.paragraphs.clone()])
        .collect()
}

#[test]
fn labels_of_the_resolution_140_draft_alone() {
    let draft = draft("dl23-rev2-busan-2014.md");
    for row in table("res140-labels.tsv") {
        let [section, printed, new, old, note] = &row[..] else {
            panic!("{row:?}");
        };
        if printed.contains("above") {
            references(&draft, section, new, old);
            continue;
        }
        let want = |label: &str| (label != "-").then(|| label.to_owned());
        let (old, new) = (want(old), want(new));
        let clause = clauses(&draft, section).into_iter().find(|p| {
            let label = |view| p.label_in(view).map(str::to_owned);
            label(View::Base) == old && label(View::Revised) == new
        });
        let clause = clause
            .unwrap_or_else(|| panic!("no clause {old:?} → {new:?} in {section} ({printed})"));
        let confidence = clause.label.as_ref().map_or(1.0, |l| l.confidence);
        if note.contains("misread") {
            assert!(confidence <= 0.7, "{section} {printed}: {confidence}");
        } else if note.is_empty() {
            assert!(confidence > 0.7, "{section} {printed}: {confidence}");
        }
    }
}

/// `resolves 1, ~~32~~, and ~~43~~ above`: the numbers of both drafts.
#[track_caller]
fn references(draft: &Draft, address: &str, new: &str, old: &str) {
    let (section, label) = address.rsplit_once(' ').unwrap();
    let clause = clauses(draft, section)
        .into_iter()
        .find(|p| p.label_in(View::Revised) == Some(label))
        .unwrap();
    for (view, want) in [(View::Base, old), (View::Revised, new)] {
        let text = clause.words.text(view).replace(", and", " and");
        assert!(text.contains(want), "{address}: no {want:?} in {text}");
    }
}

#[test]
fn pairs_of_clauses_of_resolution_140() {
    let redline = compare::compare(
        &draft("guadalajara-2010.md"),
        &draft("dl23-rev2-busan-2014.md"),
        &compare::Options::default(),
    );
    let mut right = 0;
    for row in table("res140-alignment.tsv") {
        let [section, old, new, ..] = &row[..] else {
            panic!("{row:?}");
        };
        if old == "?" || new == "?" {
            continue;
        }
        let section = section.replace("#1", "");
        let address = |label: &str| match label {
            "-" => None,
            "(none)" => Some(section.clone()),
            label => Some(format!("{section} {label}")),
        };
        let (old, new) = (address(old), address(new));
        let is_there = redline.clauses.iter().any(|row| {
            row.old.as_deref() == old.as_deref() && row.new.as_deref() == new.as_deref()
        });
        assert!(is_there, "{old:?} → {new:?}");
        right += 1;
    }
    println!("{right} rows hold");
}

#[test]
fn no_pair_shares_only_stock_phrases() {
    let drafts = fixtures::pairs();
    let (older, newer) = drafts
        .iter()
        .find(|(older, _)| older.source.contains("nothing-in-common"))
        .unwrap();
    let redline = compare::compare(older, newer, &compare::Options::default());
    assert!(
        redline
            .clauses
            .iter()
            .all(|row| row.old.is_none() || row.new.is_none())
    );
}

#[test]
fn brackets_of_the_resolution_140_draft() {
    let draft = draft("dl23-rev2-busan-2014.md");
    let register = brackets::register(&draft, View::Revised);
    let (mut opening, mut closing) = (0, 0);
    for passage in register.all() {
        match passage.kind {
            PassageKind::Unmatched => {
                opening += passage.text.matches('[').count();
                closing += passage.text.matches(']').count();
            }
            _ if passage.text.contains('[') => {
                opening += 1;
                closing += 1;
            }
            _ => {}
        }
    }
    assert_eq!((opening, closing), (17, 20));
    let strays: Vec<u32> = register
        .all()
        .filter(|p| p.kind == PassageKind::Unmatched && !p.struck && p.text == "]")
        .map(|p| p.line)
        .collect();
    for line in [103, 202, 247] {
        assert!(strays.contains(&line), "{strays:?}");
    }
    let spanning = register.all().find(|p| p.line == 210).unwrap();
    assert!(
        spanning
            .text
            .starts_with("[Encourage/ Instructs the Secretary-General")
    );
    assert!(
        spanning.clauses.iter().any(|c| c.ends_with(" 2")),
        "{:?}",
        spanning.clauses
    );
    assert!(
        !spanning.clauses.iter().any(|c| c.ends_with(" 3")),
        "{:?}",
        spanning.clauses
    );
    let notes = register.all().filter(|p| p.kind == PassageKind::StatusNote);
    assert_eq!(notes.count(), 3);
}

#[test]
fn brackets_of_the_paris_drafts() {
    for source in fixtures::corpus()
        .iter()
        .filter(|s| s.name.contains("paris-agreement"))
    {
        let draft = source.draft().unwrap();
        let register = brackets::register(&draft, View::Revised);
        let signs = |sign: char| -> usize {
            draft
                .paragraphs
                .iter()
                // Link targets: `[source]: http://…`
                .filter(|p| p.kind != Kind::Furniture)
                .map(|p| {
                    let text = p.words.all();
                    // `[^1]` is the sign of a note.
                    text.matches(sign).count() - text.matches("[^").count()
                })
                .sum()
        };
        let found = brackets::scan(&draft, View::Revised);
        let stray = |sign: char| -> usize {
            let strays = found
                .strays
                .iter()
                .filter(|s| draft.paragraphs[s.paragraph].words.all()[s.at..].starts_with(sign));
            strays.map(|s| s.count).sum()
        };
        let (opening, closing) = (
            found.pairs.len() + stray('['),
            found.pairs.len() + stray(']'),
        );
        // Every pair and every stray sign is a passage of the register.
        let starts: HashSet<(usize, usize)> = register.all().map(|p| p.span[0]).collect();
        for sign in found.pairs.iter().map(|p| &p.open).chain(&found.strays) {
            assert!(starts.contains(&(sign.paragraph, sign.at)), "{sign:?}");
        }
        assert_eq!(
            (opening, closing),
            (signs('['), signs(']')),
            "{}",
            source.name
        );
        println!("{}: {opening} opening, {closing} closing", source.name);
    }
}

#[test]
fn depths_of_the_paris_draft_of_9_december() {
    let corpus = fixtures::corpus();
    let Some(source) = corpus.iter().find(|s| s.name.contains("9-dec-2015")) else {
        return;
    };
    let draft = source.draft().unwrap();
    let register = brackets::register(&draft, View::Revised);
    let mut depths = [0; 4];
    for passage in register.all().filter(|p| {
        use PassageKind::{Alternative, Placeholder, Text};
        matches!(p.kind, Text | Alternative | Placeholder)
    }) {
        depths[passage.depth as usize] += 1;
    }
    assert_eq!(depths[1..], [145, 61, 9]);
}
