//! A redline written as Markdown or CriticMarkup reads back: both of its drafts, and its moves,
//! splits and mergers.

use crate::fixtures;
use redraft::draft::{Draft, Kind, View};
use redraft::write::{critic, markdown};
use redraft::{compare, read};

type Write = fn(&redraft::draft::Redline, &mut dyn std::fmt::Write) -> std::fmt::Result;

/// The labels and words of a view; white space at the edges is not a format's to keep.
pub(crate) fn lines(draft: &Draft, view: View) -> Vec<String> {
    draft
        .view(view)
        .paragraphs
        .iter()
        .filter(|p| !matches!(p.kind, Kind::FrontMatter | Kind::Furniture))
        .map(|p| {
            p.labelled_text(View::Revised)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect()
}

fn moves(draft: &Draft) -> Vec<(u32, redraft::draft::Change)> {
    draft
        .paragraphs
        .iter()
        .filter_map(|p| p.moved)
        .map(|m| (m.id, m.half))
        .collect()
}

#[track_caller]
fn check(older: &Draft, newer: &Draft, write: Write) {
    let redline = compare::compare(older, newer, &compare::Options::default());
    let mut text = String::new();
    write(&redline, &mut text).unwrap();
    let again = read::read(text.as_bytes(), "again", None).unwrap();
    for view in [View::Base, View::Revised] {
        let (got, want) = (lines(&again, view), lines(&redline.draft, view));
        let first = got.iter().zip(&want).find(|(a, b)| a != b);
        assert!(
            got == want,
            "{} → {} {view:?}: {first:#?} ({} of {})",
            older.source,
            newer.source,
            got.len(),
            want.len()
        );
    }
    assert_eq!(moves(&again), moves(&redline.draft));
}

#[test]
fn redlines_of_our_pairs() {
    for (older, newer) in fixtures::pairs() {
        check(&older, &newer, markdown::redline);
        check(&older, &newer, critic::redline);
    }
}

#[test]
fn redlines_of_real_drafts() {
    let sources = fixtures::corpus();
    let of = |part: &str| -> Vec<Draft> {
        let sources = sources.iter().filter(|s| s.name.contains(part));
        sources.filter_map(fixtures::Source::draft).collect()
    };
    for folder in ["itu-res140", "paris-agreement", "unga-ict", "seeds"] {
        for pair in of(folder).windows(2) {
            check(&pair[0], &pair[1], markdown::redline);
            check(&pair[0], &pair[1], critic::redline);
        }
    }
}

/// Clean Markdown that we write, read without a word on its format, says what the draft says.
#[track_caller]
fn check_clean(draft: &Draft) {
    let mut text = String::new();
    markdown::draft(draft, &mut text).unwrap();
    if text.trim().is_empty() {
        return;
    }
    let told = read::read(text.as_bytes(), "told", None).unwrap();
    let asked = read::read(text.as_bytes(), "asked", Some(read::Format::Markdown)).unwrap();
    assert_eq!(
        lines(&told, View::Revised),
        lines(&asked, View::Revised),
        "{text}"
    );
}

#[test]
fn clean_markdown_is_known_for_what_it_is() {
    for text in [
        "1. to publish the list* of States;\n\n2. to go on;\n\n* Reissued for technical reasons.\n",
        "1. to keep the path C:\\drafts\\rev 2;\n\n2. to go on.\n",
        "1. to ask _whether;\n\n2. to go on.\n",
        "1. to take {++ for what it is;\n\n2. to go on.\n",
        "1. that a <b is not a tag;\n\n2. that [this](is no link).\n",
        "- not a list;\n\n# 3 not a heading.\n",
        "1. that 5 ~~ 6 be read ~~ so;\n",
    ] {
        let draft = read::read(text.as_bytes(), "x", Some(read::Format::Text)).unwrap();
        check_clean(&draft);
        let mut written = String::new();
        markdown::draft(&draft, &mut written).unwrap();
        let again = read::read(written.as_bytes(), "again", None).unwrap();
        let (got, want) = (lines(&again, View::Revised), lines(&draft, View::Revised));
        assert_eq!(got, want, "{written}");
    }
    for source in fixtures::corpus() {
        if let Some(draft) = source.draft() {
            check_clean(&draft.view(View::Revised));
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]

    #[test]
    fn clean_markdown_of_any_draft_is_known(draft in crate::generated::draft()) {
        let mut clean = draft.view(View::Revised);
        // What a page, a site or a program added is passed on as it stands.
        clean
            .paragraphs
            .retain(|p| !matches!(p.kind, Kind::Furniture | Kind::FrontMatter));
        check_clean(&clean);
    }
}
