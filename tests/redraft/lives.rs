//! The life of bracketed passages over many drafts.

use crate::fixtures;
use redraft::brackets;
use redraft::draft::lives::{Lives, Outcome};
use redraft::draft::{Draft, PassageKind, View};
use redraft::{history, lives, read};

fn draft(text: &str) -> Draft {
    read::read(text.as_bytes(), "draft.md", None).unwrap()
}

fn lives_of(drafts: &[Draft]) -> Lives {
    lives::lives(&history::history(drafts))
}

/// Every passage of every draft is in exactly one life, lives have no gap, and counts add up.
#[track_caller]
pub(crate) fn the_laws_hold(drafts: &[Draft]) {
    let lives = lives_of(drafts);
    let last = drafts.len() as u32 - 1;
    for (k, draft) in (0..).zip(drafts) {
        let draft = draft.view(View::Revised);
        let register = brackets::register(&draft, View::Revised);
        let mut theirs: Vec<_> = register
            .unresolved()
            .map(|p| (p.span, p.kind, p.text.clone()))
            .collect();
        let states = lives.all.iter().filter_map(|life| life.state_in(k));
        let mut ours: Vec<_> = states
            .map(|s| (s.passage.span, s.passage.kind, s.passage.text.clone()))
            .collect();
        theirs.sort();
        ours.sort();
        assert_eq!(ours, theirs, "draft {k}");
        let count = &lives.burn_down.total[k as usize];
        let notes = theirs
            .iter()
            .filter(|p| p.1 == PassageKind::StatusNote)
            .count();
        assert_eq!(
            (count.passages as usize, count.notes as usize),
            (theirs.len() - notes, notes)
        );
        assert_eq!(count.words as usize, register.words_in_brackets);
        let rows = lives
            .burn_down
            .sections
            .iter()
            .map(|row| row.counts[k as usize]);
        let sum = rows.fold((0, 0, 0), |sum, c| {
            (sum.0 + c.passages, sum.1 + c.notes, sum.2 + c.words)
        });
        assert_eq!(sum, (count.passages, count.notes, count.words));
        let flow = &lives.burn_down.flow[k as usize];
        assert_eq!(flow.open as usize, theirs.len());
        assert_eq!(
            flow.before + flow.begun() - flow.ended(),
            flow.open,
            "{flow:?}"
        );
    }
    for life in &lives.all {
        for (n, state) in (0..).zip(&life.states) {
            assert_eq!(state.draft, life.opened_in() + n);
        }
        assert!(life.since <= life.opened_in());
        match &life.ending {
            Some(end) => assert_eq!(end.draft, life.last_open_in() + 1),
            None => assert_eq!(life.last_open_in(), last),
        }
        let merged = life.outcome() == Outcome::Merged;
        assert_eq!(
            merged,
            life.ending.as_ref().is_some_and(|end| end.into.is_some())
        );
    }
}

fn paris() -> Vec<Draft> {
    let folder = fixtures::shared().join("corpus/paris-agreement");
    if !folder.is_dir() {
        println!("SKIPPED: {} is not there", folder.display());
        return Vec::new();
    }
    let names = ["23-oct-2015", "4-dec-2015", "9-dec-2015", "12-dec-2015"];
    names
        .map(|name| {
            draft(&std::fs::read_to_string(folder.join(name).with_extension("md")).unwrap())
        })
        .to_vec()
}

#[test]
fn the_laws_hold_over_the_fixtures() {
    for (older, newer) in fixtures::pairs() {
        the_laws_hold(&[older, newer]);
    }
}

#[test]
fn every_passage_of_the_paris_drafts_has_an_outcome() {
    let drafts = paris();
    if drafts.is_empty() {
        return;
    }
    the_laws_hold(&drafts);
}
