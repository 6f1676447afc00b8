//! Histories of many drafts: law 4 over made-up and real chains, and what the model says of them.

use crate::fixtures;
use crate::generated;
use proptest::prelude::*;
use redraft::draft::history::{History, Revision};
use redraft::draft::{Draft, View};
use redraft::history::{Weaver, history, redline, story};
use redraft::read;

/// Law 4: every view of a history is the draft that was put in, to the last line number.
fn views_are_the_drafts(history: &History, drafts: &[Draft], view: View) -> Result<(), String> {
    for (k, draft) in (0..).zip(drafts) {
        let (got, mut expected) = (history.view(k), draft.view(view));
        // Where in its line a word stood is the source's affair: a history knows lines.
        for paragraph in &mut expected.paragraphs {
            paragraph.anchors = Box::default();
        }
        if got == expected {
            continue;
        }
        let pairs = got.paragraphs.iter().zip(&expected.paragraphs);
        let place = pairs.into_iter().position(|(a, b)| a != b);
        return Err(format!(
            "draft {k}, paragraph {place:?}:\n   got {:?}\n  want {:?}",
            place.map(|at| &got.paragraphs[at]),
            place.map(|at| &expected.paragraphs[at]),
        ));
    }
    Ok(())
}

fn woven(drafts: &[Draft], view: View) -> History {
    let mut weaver = Weaver::default();
    for draft in drafts {
        weaver.add(draft, Revision::of(draft, view));
    }
    weaver.finish()
}

/// What must hold of every history, whatever the drafts.
fn is_sound(history: &History) -> Result<(), String> {
    for (number, lineage) in (0..).zip(&history.lineages) {
        for k in 0..history.len() {
            let all = lineage.pieces.iter();
            let standing = all
                .filter(|p| history.piece(**p).unwrap().life.stands_in(k))
                .count();
            if standing > 1 {
                return Err(format!("lineage {number} stands {standing} times in {k}"));
            }
        }
        if lineage
            .pieces
            .iter()
            .any(|p| history.piece(*p).unwrap().lineage != number)
        {
            return Err(format!("a piece of lineage {number} is not of it"));
        }
        let steps = lineage.steps.windows(2);
        if steps
            .into_iter()
            .any(|pair| pair[0].revision >= pair[1].revision)
        {
            return Err(format!("two steps of lineage {number} in one draft"));
        }
    }
    for (_, piece) in history.pieces() {
        for thread in piece.threads() {
            let loss = thread.loss().map(|at| &history.losses[at]);
            if thread.origin > thread.life.from || loss.is_some() == thread.life.goes_on() {
                return Err(format!("{thread:?} is out of time"));
            }
            if loss.is_some_and(|loss| loss.revision != thread.life.until) {
                return Err(format!("{thread:?} was lost at another time"));
            }
        }
    }
    Ok(())
}

/// The redline between any two drafts holds both, whatever lies between them; every story can be
/// told.
fn redlines_are_the_drafts(history: &History) -> Result<(), String> {
    for i in 0..history.len() {
        for j in 0..history.len() {
            let redline = redline(history, i, j);
            for (view, k) in [(View::Base, i), (View::Revised, j)] {
                let (got, expected) = (redline.draft.view(view), history.view(k));
                if !got.says_the_same_as(&expected) {
                    return Err(format!(
                        "{i} -> {j}, {view:?}:\n   got {got:?}\n  want {expected:?}"
                    ));
                }
            }
            if i == j && redline.draft.is_marked() {
                return Err(format!("{i} -> {j} is marked"));
            }
        }
    }
    for (number, _) in (0..).zip(&history.lineages) {
        let states = story(history, number).states.len();
        assert_eq!(states, history.revisions.len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn law_4_made_up_chains(drafts in generated::chain()) {
        let history = woven(&drafts, View::Revised);
        views_are_the_drafts(&history, &drafts, View::Revised).map_err(TestCaseError::fail)?;
        is_sound(&history).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn law_4_drafts_with_nothing_in_common(drafts in prop::collection::vec(generated::draft(), 0..4)) {
        let history = woven(&drafts, View::Revised);
        views_are_the_drafts(&history, &drafts, View::Revised).map_err(TestCaseError::fail)?;
        is_sound(&history).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn law_4_texts_that_are_marked(texts in prop::collection::vec(generated::text(), 0..4)) {
        let drafts: Vec<Draft> = texts
            .iter()
            .filter_map(|text| read::read(text.as_bytes(), "made up", None).ok())
            .collect();
        for view in [View::Base, View::Revised] {
            let history = woven(&drafts, view);
            views_are_the_drafts(&history, &drafts, view).map_err(TestCaseError::fail)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn redlines_between_any_two_of_made_up_chains(drafts in generated::chain()) {
        let history = woven(&drafts, View::Revised);
        redlines_are_the_drafts(&history).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn law_4_real_chains() {
    let mut chains = vec![fixtures::drafts()];
    for folder in ["itu-res140", "paris-agreement", "seeds"] {
        let of_folder = |source: &&fixtures::Source| source.name.contains(folder);
        let corpus = fixtures::corpus();
        let sources = corpus.iter().filter(of_folder);
        chains.push(sources.filter_map(fixtures::Source::draft).collect());
    }
    for drafts in chains {
        for view in [View::Base, View::Revised] {
            let history = woven(&drafts, view);
            views_are_the_drafts(&history, &drafts, view).unwrap();
            is_sound(&history).unwrap();
            if drafts.len() < 5 {
                redlines_are_the_drafts(&history).unwrap();
            }
        }
    }
}

/// A history of small texts.
fn of(texts: &[&str]) -> History {
    let drafts: Vec<Draft> = texts
        .iter()
        .map(|text| read::read(text.as_bytes(), "draft.md", None).unwrap())
        .collect();
    history(&drafts)
}

/// The words of the last draft's paragraph at `address`, each stretch with the draft that brought
/// it.
fn origins(history: &History, address: &str) -> Vec<(u32, String)> {
    let last = history.last();
    let mut standing = history.standing(last);
    let found = standing
        .find(|s| &*history.cited(s.piece, last).unwrap().address == address)
        .unwrap();
    let mut out: Vec<(u32, String)> = Vec::new();
    for thread in found.threads() {
        match out.last_mut() {
            Some((origin, text)) if *origin == thread.origin => text.push_str(thread.text),
            _ => out.push((thread.origin, thread.text.to_owned())),
        }
    }
    out
}

#[test]
fn a_moved_clause_keeps_the_origin_of_its_words() {
    let history = of(&[
        "resolves\n\n1 that tide tables shall be exchanged between harbours;\n\n2 that lighthouses be painted white and red;\n\n3 that pilots learn the currents of their coast;\n",
        "resolves\n\n1 that lighthouses be painted white and red;\n\n2 that pilots learn the currents of their coast;\n\n3 that tide tables shall be exchanged freely between harbours;\n",
    ]);
    let brought = origins(&history, "resolves 3");
    assert_eq!(
        brought,
        [
            (0, "that tide tables shall be exchanged ".to_owned()),
            (1, "freely ".to_owned()),
            (0, "between harbours;".to_owned()),
        ]
    );
}

#[test]
fn words_that_come_back_keep_their_origin() {
    let history = of(&[
        "resolves\n\n1 that States should paint their lighthouses white;\n\n2 that pilots learn the currents;\n",
        "resolves\n\n1 that States shall paint their lighthouses white;\n\n2 that pilots learn the currents;\n",
        "resolves\n\n1 that States should paint their lighthouses white;\n\n2 that pilots learn the currents, as tide tables show them;\n",
        "resolves\n\n1 that States should paint their lighthouses white;\n\n2 that pilots learn the currents;\n\n3 that masters sail as tide tables show them;\n",
    ]);
    assert_eq!(origins(&history, "resolves 1").len(), 1);
    let brought = origins(&history, "resolves 3");
    assert_eq!(brought[1].0, 2, "{brought:?}");
    assert!(
        brought[1].1.contains("tide tables show them"),
        "{brought:?}"
    );
}

#[test]
fn a_piece_of_another_history_is_none() {
    let history = of(&["resolves\n\n1 that pilots learn the currents;\n"]);
    assert!(history.piece(7).is_none() && history.face(7, 0).is_none());
    assert!(history.cited(7, 0).is_none() && history.standing_at(7, 0).is_none());
    assert!(history.piece(0).is_some());
}

#[test]
fn a_clause_that_comes_back_is_the_same_clause() {
    let one = "1 that States should paint their lighthouses white and red;\n\n";
    let history = of(&[
        &format!("resolves\n\n{one}2 that pilots learn the currents;\n"),
        "resolves\n\n1 that pilots learn the currents;\n",
        &format!(
            "resolves\n\n1 that pilots learn the currents;\n\n{}",
            one.replace('1', "2")
        ),
    ]);
    let lighthouses = history.standing(2).nth(2).unwrap().lineage();
    let addresses: Vec<Option<&str>> = (0..3).map(|k| history.address(lighthouses, k)).collect();
    assert_eq!(addresses, [Some("resolves 1"), None, Some("resolves 2")]);
    let events: Vec<&str> = history.lineages[lighthouses as usize]
        .steps
        .iter()
        .map(|step| step.event.as_str())
        .collect();
    assert_eq!(events, ["introduced", "deleted", "restored"]);
}

#[test]
fn a_clause_that_was_merged_and_split_again_is_the_same_clause() {
    let apart = "resolves\n\n1 that States paint their lighthouses white and red;\n\n2 that pilots learn the currents of their coast;\n";
    let history = of(&[
        apart,
        "resolves\n\n1 that States paint their lighthouses white and red; that pilots learn the currents of their coast;\n",
        apart,
    ]);
    let pilots = history.standing(0).nth(2).unwrap().lineage();
    let again = history.standing(2).nth(2).unwrap().lineage();
    assert_eq!(pilots, again);
    let steps = &history.lineages[pilots as usize].steps;
    let events: Vec<&str> = steps.iter().map(|step| step.event.as_str()).collect();
    assert_eq!(events, ["introduced", "merged away", "split off"]);
}

#[test]
fn a_merger_is_told_of_the_draft_that_made_it() {
    let lights = "that States paint their lighthouses white and red;";
    let tides = "that masters sail as tide tables show them;";
    let pilots = "that pilots learn the currents of their coast;";
    let apart = format!("resolves\n\n1 {lights}\n\n2 {tides}\n\n3 {pilots}\n");
    let lowered = format!("resolves\n\n1 {lights}\n\n2 {pilots}\n\n3 {tides}\n");
    let merged = format!("resolves\n\n1 {lights} {pilots}\n\n2 {tides}\n");
    let history = of(&[&apart, &lowered, &merged]);
    redlines_are_the_drafts(&history).unwrap();
    let outcomes = |i, j| {
        let clauses = redline(&history, i, j).clauses;
        clauses
            .iter()
            .map(|c| c.outcome.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(outcomes(0, 1), ["unchanged", "unchanged", "moved"]);
    assert_eq!(outcomes(1, 2), ["merged", "merged", "unchanged"]);
    assert_eq!(outcomes(2, 1), ["split", "split", "unchanged"]);
    // Two people who hold the first and the last alone are told the same.
    let ends = |k| history.view(k);
    let options = redraft::compare::Options::default();
    let direct = redraft::compare::compare(&ends(0), &ends(2), &options);
    assert_eq!(redline(&history, 0, 2), direct);
}

#[test]
fn resolution_140_over_eight_years() {
    let corpus = fixtures::corpus();
    let names = ["guadalajara-2010", "dl23-rev2-busan-2014", "dubai-2018"];
    let drafts: Vec<Draft> = names
        .iter()
        .filter_map(|name| {
            corpus
                .iter()
                .find(|s| s.name.contains(&format!("itu-res140/{name}")))
        })
        .filter_map(fixtures::Source::draft)
        .collect();
    if drafts.len() < names.len() {
        return println!("SKIPPED: the drafts of Resolution 140 are not there");
    }
    let history = history(&drafts);
    let last = history.last();
    let clause = history
        .standing(last)
        .find(|s| {
            s.words()
                .all()
                .starts_with("that ITU should continue to adapt itself")
        })
        .unwrap();
    let lineage = history.piece(clause.piece).unwrap().lineage;
    let addresses: Vec<Option<&str>> = (0..3).map(|k| history.address(lineage, k)).collect();
    assert_eq!(
        addresses,
        [Some("resolves 4"), Some("resolves 5"), Some("resolves 7")]
    );
}
