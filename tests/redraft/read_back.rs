//! A redline written as Markdown or CriticMarkup reads back: both of its drafts, and its moves, splits and mergers.

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
