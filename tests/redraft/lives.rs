//! The life of bracketed passages over many drafts.

use crate::command::{Run, fixture, redraft};
use crate::{fixtures, generated};
use proptest::prelude::*;
use redraft::brackets;
use redraft::draft::lives::{Choice, Lives, Opening, Outcome, PassageLife, Turn};
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
            .map(|p| (p.span, p.kind, p.text.to_string()))
            .collect();
        let states = lives.all.iter().filter_map(|life| life.state_in(k));
        let mut ours: Vec<_> = states
            .map(|s| (s.passage.span, s.passage.kind, s.passage.text.to_string()))
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
        assert_eq!(flow.open, count.passages);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_laws_hold_over_made_up_chains(drafts in generated::chain()) {
        the_laws_hold(&drafts);
    }
}

#[test]
fn every_passage_of_the_paris_drafts_has_an_outcome() {
    let drafts = paris();
    if drafts.is_empty() {
        return;
    }
    the_laws_hold(&drafts);
    let lives = lives_of(&drafts);
    let open: Vec<u32> = lives
        .burn_down
        .total
        .iter()
        .map(|count| count.passages)
        .collect();
    assert_eq!(open, [1189, 1142, 248, 0]);
    assert!(lives.all.iter().all(|life| life.ending.is_some()));
    let answer = Choice {
        section: Some("Article 9".to_owned()),
        opened_in: lives.draft_named("2"),
        open_in: lives.draft_named("3"),
        ..Choice::default()
    };
    let found: Vec<&str> = lives
        .all
        .iter()
        .filter(|life| answer.picks(&lives, life))
        .filter_map(|life| Some(&*life.state_in(2)?.passage.address))
        .collect();
    assert_eq!(
        found,
        [
            "Article 9.4.4",
            "Article 9.7",
            "Article 9.8",
            "Article 9.11"
        ]
    );
}

const RES140: [&str; 2] = [
    "res140/guadalajara-2010.md",
    "res140/dl23-rev2-busan-2014.md",
];

/// The older and the newer text of one clause, and what becomes of its passages.
#[track_caller]
fn outcomes(texts: &[&str], expected: &[&str]) {
    let drafts: Vec<Draft> = texts
        .iter()
        .map(|text| draft(&format!("resolves\n\n1 {text}\n")))
        .collect();
    the_laws_hold(&drafts);
    let lives = lives_of(&drafts);
    let told: Vec<String> = lives
        .all
        .iter()
        .map(|life| {
            let first = &life.states[0].passage.text;
            let turns: Vec<_> = life
                .states
                .iter()
                .flat_map(|s| &s.turns)
                .map(Turn::as_str)
                .collect();
            let words = life.ending.as_ref().map_or("", |end| &end.words);
            format!(
                "{first} {} {} {words}",
                turns.join("+"),
                life.outcome().as_str()
            )
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn the_turns_and_ends_of_a_passage() {
    outcomes(
        &[
            "that States [shall][should] act [at once];",
            "that States shall act [at once];",
        ],
        &[
            "[shall]  lifted shall",
            "[should]  dropped ",
            "[at once]  open ",
        ],
    );
    outcomes(
        &[
            "to publish all tide tables [of every coast and every harbour] by spring;",
            "to publish all tide tables of every coast [and every harbour] by spring;",
        ],
        &["[of every coast and every harbour] narrowed open "],
    );
    outcomes(
        &[
            "to publish all tide tables [and charts] each year by spring;",
            "to publish all tide tables [and charts each year] by spring;",
        ],
        &["[and charts] widened open "],
    );
    outcomes(
        &[
            "to publish all tide tables [without any delay] by spring;",
            "to publish all tide tables by spring;",
        ],
        &["[without any delay]  dropped "],
    );
    outcomes(
        &[
            "to publish all tide tables [swiftly] by spring;",
            "to publish all tide tables at once by spring;",
        ],
        &["[swiftly]  reworded at once"],
    );
    outcomes(
        &[
            "to publish [all the tide tables of the northern coast and the charts of the southern harbours] by spring;",
            "to publish [all the tide tables of the northern coast] and [the charts of the southern harbours] by spring;",
        ],
        &[
            "[all the tide tables of the northern coast and the charts of the southern harbours] narrowed+split open ",
            "[the charts of the southern harbours]  open ",
        ],
    );
    // The first alternative goes, and the rest move up.
    outcomes(
        &[
            "to hold it [below two degrees][below one degree][well below] that mark;",
            "to hold it [below one degree][well below] that mark;",
        ],
        &[
            "[below two degrees]  dropped ",
            "[below one degree] alternatives-dropped open ",
            "[well below] alternatives-dropped open ",
        ],
    );
}

#[test]
fn words_are_known_again_where_their_brackets_are_not() {
    // Lifted, and not part of the bracket that came.
    outcomes(
        &[
            "considering adaptation and [the means of implementation ][and][ support];",
            "considering adaptation and the means of implementation and support, in light of science [and equity];",
        ],
        &[
            "[the means of implementation ]  lifted the means of implementation",
            "[and]  lifted and",
            "[ support]  lifted support",
            "[and equity]  open ",
        ],
    );
    outcomes(
        &[
            "to act in light of the best available science [and equity];",
            "to act in light of equity and the best available science;",
        ],
        &["[and equity]  reworded equity and"],
    );
}

#[test]
fn a_passage_that_went_is_not_what_came_beside_it() {
    // A word came before, and the one between them stayed.
    outcomes(
        &[
            "to set lights on the basis of need and charts, in [full] accordance with the rules of the harbour;",
            "to set lights on the basis of need and charts, and in accordance with the rules of the harbour;",
        ],
        &["[full]  dropped "],
    );
    // What follows the passage was written anew.
    outcomes(
        &[
            "to use the boats of the pilots that serve this harbour [to the extent that they serve it]. The master decides on the first boats;",
            "to use the boats of the pilots that serve this harbour. The council of all harbours on this coast shall, when it meets, take a decision on the first boats;",
        ],
        &["[to the extent that they serve it]  dropped "],
    );
    // So was all round it.
    outcomes(
        &[
            "to report without delay on the lights that were mended [in a manner that others can follow];",
            "to keep a list of boats and of lights for every pilot who asks;",
        ],
        &["[in a manner that others can follow]  dropped "],
    );
}

#[test]
fn words_written_together_are_the_same_words() {
    outcomes(
        &[
            "to warn all boats [that are exposed to storm related events,] at once;",
            "to warn all boats that are exposed to storm-related events, at once;",
        ],
        &[
            "[that are exposed to storm related events,]  lifted that are exposed to storm-related events,",
        ],
    );
    outcomes(
        &[
            "to warn all boats with [scaled up] lights;",
            "to warn all boats with scaled-up lights;",
        ],
        &["[scaled up]  lifted scaled-up"],
    );
}

#[test]
fn a_passage_that_changed_places_goes_on() {
    // The verb went from one side of it to the other.
    outcomes(
        &[
            "that masters should communicate [every second spring on the lights they mended] to the harbour;",
            "that masters should [every second spring] communicate to the harbour what they heard;",
        ],
        &["[every second spring on the lights they mended] reworded open "],
    );
    // Only its head stays in brackets, and the bracket round it went.
    outcomes(
        &[
            "[[Coastal States [and all others named in the second list]][States] shall give word of their lights to the harbour by spring];",
            "[Coastal] States [and all others named in the second list] shall give word of their lights to the harbour by spring;",
        ],
        &[
            "[[Coastal States [and all others named in the second list]][States] shall give word of their lights to the harbour by spring]  lifted shall give word of their lights to the harbour by spring",
            "[Coastal States [and all others named in the second list]] narrowed open ",
            "[and all others named in the second list]  open ",
            "[States]  dropped ",
        ],
    );
}

/// What stands behind the word that a passage stood before is no answer to it, be there a space
/// between the two or none.
#[test]
fn what_stands_for_the_words_beside_a_passage_is_not_told_of_it() {
    outcomes(
        &[
            "that keepers light the [old] lamps [of all ports] , and ropes of the northern harbour;",
            "that keepers light the lamps along the coast, or bells, of the northern harbour;",
        ],
        &[
            "[old]  dropped ",
            "[of all ports]  reworded along the coast",
        ],
    );
}

/// However deep a word lies in brackets, all of them are told to have changed by it, and by nothing
/// else.
#[test]
fn a_word_changed_deep_in_brackets_turns_all_of_them() {
    const DEPTH: usize = 30;
    let nested = |word: &str| {
        let open: String = (0..DEPTH).map(|n| format!("[lamp{n} ")).collect();
        draft(&format!(
            "resolves\n\n1 to light {open}{word}{};\n",
            "]".repeat(DEPTH)
        ))
    };
    let drafts = [nested("soon"), nested("tonight")];
    the_laws_hold(&drafts);
    let lives = lives_of(&drafts);
    assert_eq!(lives.all.len(), DEPTH);
    for life in &lives.all {
        let turns = &life.states[1].turns;
        let Turn::Reworded(words) = &turns[0] else {
            panic!("{turns:?}");
        };
        assert_eq!((turns.len(), words.old, words.new), (1, 1, 1));
    }
}

#[test]
fn what_is_most_of_a_clause_is_answered_by_what_the_clause_says_now() {
    outcomes(
        &[
            "[Masters of small boats shall [[obtain][be entitled to] help to [keep watch in the mending of][mend] these lights]][mend these lights as far as their means and the tide allow it];",
            "Help shall be given to owners of boats for the mending of these lights[, and for the oil that they burn];",
        ],
        &[
            "[Masters of small boats shall [[obtain][be entitled to] help to [keep watch in the mending of][mend] these lights]]  reworded Help shall be given to owners of boats for the mending of these lights[,",
            "[[obtain][be entitled to] help to [keep watch in the mending of][mend] these lights]  reworded be given to owners of boats for the mending of these lights[,",
            "[obtain]  dropped ",
            "[be entitled to]  dropped ",
            "[keep watch in the mending of]  reworded owners of boats for the mending of",
            "[mend]  dropped ",
            "[mend these lights as far as their means and the tide allow it] reworded open ",
        ],
    );
}

/// What is told of each passage of a history: what it says in each draft, and its outcome.
fn told(drafts: &[String]) -> Vec<(Vec<String>, Outcome)> {
    let drafts: Vec<Draft> = drafts.iter().map(|text| draft(text)).collect();
    the_laws_hold(&drafts);
    let lives = lives_of(&drafts);
    let states = |life: &PassageLife| {
        let states = life.states.iter();
        states.map(|state| state.passage.text.to_string()).collect()
    };
    let all = lives.all.iter();
    all.map(|life| (states(life), life.outcome())).collect()
}

/// The one passage that begins with some words at first.
fn the_one<'a>(told: &'a [(Vec<String>, Outcome)], begins: &str) -> (Vec<&'a str>, Outcome) {
    let mut found = told
        .iter()
        .filter(|(states, _)| states[0].starts_with(begins));
    let (states, outcome) = found.next().unwrap();
    assert!(found.next().is_none(), "{begins}");
    (states.iter().map(String::as_str).collect(), *outcome)
}

const LONG: &str = "that keepers write down each boat that passes, the hour at which it passed, the weather and the state of the tide, and leave out no boat, however small; that the council reads their books at the end of each month, and asks for what is missing; that all harbours send what they wrote in the order of the days, and say which of their lamps were dark, for how long, and why nobody had lit them";

#[test]
fn an_option_of_many_paragraphs_goes_on_as_one_of_one() {
    let older = format!(
        "## Article 9\n\n1. **Option 1:** The book kept by each harbour shall be read at least twice a year by a keeper.\n\n    {LONG}.\n\n    {LONG}, and what it cost.\n\n    **Option 2:** No book is kept.\n\n2. Pay the keepers.\n"
    );
    let newer = "## Article 9\n\n1. **Option 1:** The book kept by each harbour under this text shall be read by a keeper, with rules set by the council.\n\n    **Option 2:** No book is kept.\n\n2. Pay the keepers.\n";
    let told = told(&[older, newer.to_owned()]);
    let (states, outcome) = the_one(&told, "Option 1: The book");
    assert_eq!((states.len(), outcome), (2, Outcome::Open));
}

#[test]
fn a_bracket_that_reached_too_far_goes_on_where_what_it_held_does() {
    // A closing sign is missing in the first clause, and one too many stands in the second.
    let older = format!(
        "resolves\n\n1 [toward [bright coasts][dark coasts] [over the whole of the winter] [as soon as they can after the frost];\n\n2 [{LONG}] [on the ground of need] [in the light of what the masters of all boats said when they were asked about it, while nobody is made to pay twice for one lamp or for one boat, the fishers of the bay pay nothing, and the widows of keepers have their pay for three years]].\n\n3 that keepers meet once in each year;\n"
    );
    let newer = "resolves\n\n1 to keep a watch of slow [turn toward [bright coasts][dark coasts]] over the whole of the winter;\n\n2 to share the pay;\n\n3 that keepers meet once in each year;\n";
    let told = told(&[older, newer.to_owned()]);
    let (states, outcome) = the_one(&told, "[toward");
    assert_eq!(states[1..], ["[turn toward [bright coasts][dark coasts]]"]);
    assert_eq!(outcome, Outcome::Open);
}

#[test]
fn a_bracket_round_a_whole_clause_takes_in_those_that_were_lifted_in_it() {
    let whole =
        "[that each harbour may lend its boats and oars to those who ask before the spring tide]";
    outcomes(
        &[
            "that each harbour [may] lend its boats [and oars] to those who ask before the spring tide;",
            "[that each harbour may lend its boats and oars to those who ask before the spring tide];",
        ],
        &[
            &format!("[may]  merged {whole}"),
            &format!("[and oars]  merged {whole}"),
            &format!("{whole} joined open "),
        ],
    );
}

#[test]
fn the_sign_that_opens_a_bracket_goes_before_the_one_that_closes_it() {
    let older = "resolves\n\n1 [that [each][every] master [shall] keep [lamps][fires] [to reach the [aim of the harbour as set out in its rules][goal of the council as set out in its charter],] [by the rules]];\n\n2 [Later [planned] lamps will be [told of by the count of boats as set out in rule 10] and told to all before the end of the former [planned] lamps by the master of the harbour.]\n\n3 to pay the keepers;\n";
    // The second clause lost its opening sign, so that its closing one ends the first bracket.
    let newer = "resolves\n\n1 [that [each][every] master [shall] keep [lamps][fires] [to reach the [aim of the harbour as set out in its rules of old][goal of the council as set out in its charter],[by the rules]];\n\n2 Later [planned] lamps will be [told of by the count of boats as set out in rule 10 of old] and told to all before the end of the former [planned] lamps by the master of the harbour.]\n\n3 to pay the keepers;\n";
    let told = told(&[older.to_owned(), newer.to_owned()]);
    let (states, outcome) = the_one(&told, "[that");
    assert_eq!((states.len(), outcome), (2, Outcome::Open));
    let (states, outcome) = the_one(&told, "[Later");
    assert_eq!((states.len(), outcome), (1, Outcome::Merged));
}

#[test]
fn a_phrase_that_another_clause_uses_now_is_not_what_stays_of_a_passage() {
    let older = "resolves\n\n1 to read the books [and to weigh them by the rule of the council, in the light of the different means of harbours];\n\n2 to pay the keepers;\n";
    let newer = "resolves\n\n1 to read the books;\n\n2 to pay the keepers in the light of the different means of harbours;\n";
    let told = told(&[older.to_owned(), newer.to_owned()]);
    assert_eq!(the_one(&told, "[and to weigh").1, Outcome::Dropped);
}

#[test]
fn a_bracket_that_reaches_into_another_section_holds_nothing_there() {
    let older = "## Article 1\n\n1. Each harbour shall keep lamps.\n\n2. The council pays.\n\n## Article 2\n\n1. All masters [together] keep a watch.\n\n2. They wait for the tide.\n";
    let newer = "## Article 1\n\n1. [Each harbour shall keep lamps.\n\n2. The council pays.\n\n## Article 2\n\n1. All masters together keep a watch.\n\n2. They wait for the tide.]\n";
    let told = told(&[older.to_owned(), newer.to_owned()]);
    assert_eq!(
        the_one(&told, "[together]"),
        (vec!["[together]"], Outcome::Lifted)
    );
}

#[test]
fn brackets_set_on_the_way_to_another_clause_part_no_words() {
    let one = draft(
        "resolves\n\n1 to count all lights every year;\n\n2 that pilots act in light of [the best available charts][and][soundings] when they leave;\n",
    );
    let two = draft(
        "resolves\n\n1 to count all lights every year in light of the best available charts [and soundings];\n\n2 that pilots wait for the tide when they leave;\n",
    );
    let lives = lives_of(&[one, two]);
    let told: Vec<(&str, Outcome)> = lives
        .all
        .iter()
        .map(|life| (life.states[0].passage.text.as_str(), life.outcome()))
        .collect();
    assert_eq!(
        told,
        [
            ("[the best available charts]", Outcome::Lifted),
            ("[and]", Outcome::Merged),
            ("[soundings]", Outcome::Open),
        ]
    );
}

#[test]
fn a_choice_written_out_as_options_goes_on() {
    let older = draft(
        "resolves\n\n1 to keep the water [below 2 metres][below 1.5 metres] at the old mark;\n",
    );
    let newer = draft(
        "resolves\n\n1 to keep the water at\n\n**Option 1:** below 2 metres under the old mark,\n\n**Option 2:** below 1.5 metres under the old mark;\n",
    );
    let lives = lives_of(&[older, newer]);
    let last: Vec<&str> = lives
        .all
        .iter()
        .filter_map(|life| life.state_in(1))
        .map(|state| state.passage.text.as_str())
        .collect();
    assert_eq!(lives.all.len(), 2, "{last:?}");
    assert!(last[1].contains("1.5 metres"), "{last:?}");
}

#[test]
fn what_comes_later_does_not_change_what_is_told() {
    let drafts = paris();
    for count in 2..drafts.len() {
        let (before, after) = (lives_of(&drafts[..count]), lives_of(&drafts));
        for (one, other) in before.all.iter().zip(&after.all) {
            let text = &one.states[0].passage.text;
            assert_eq!(text, &other.states[0].passage.text);
            let said = |life: &PassageLife| {
                life.ending
                    .as_ref()
                    .map(|end| (end.outcome, end.words.clone()))
            };
            if one.ending.is_some() {
                assert_eq!(said(one), said(other), "{text}");
            }
        }
    }
}

#[test]
fn what_was_lifted_can_be_opened_again() {
    let texts = [
        "to act [without any delay at all];",
        "to act without any delay at all;",
        "to act [without any delay at all];",
    ];
    let drafts: Vec<Draft> = texts
        .iter()
        .map(|text| draft(&format!("resolves\n\n1 {text}\n")))
        .collect();
    let lives = lives_of(&drafts);
    assert_eq!(lives.all[1].opening, Opening::Reopened(0));
}

#[test]
fn an_agreed_clause_that_changes_rings() {
    let one = draft(
        "resolves\n\n1 that States should act; [agreed ad ref]\n\n2 to meet (agreed);\n\n3 to go home;\n",
    );
    let two =
        draft("resolves\n\n1 that States shall act; [agreed ad ref]\n\n2 to meet.\n\n3 to stay;\n");
    let lives = lives_of(&[one, two]);
    assert_eq!(lives.agreements.len(), 2);
    let [alarm] = &lives.alarms[..] else {
        panic!("{:?}", lives.alarms)
    };
    assert_eq!(
        (alarm.agreed.as_str(), alarm.now.as_str()),
        ("that States should act;", "that States shall act;")
    );
    redraft("brackets one.md two.md --burn-down")
        .file("one.md", "resolves\n\n1 that States should act; [agreed]\n")
        .file("two.md", "resolves\n\n1 that States shall act;\n")
        .exits(1)
        .says("Agreed, and changed afterwards");
}

fn of_res140(arguments: &str) -> Run {
    let run = redraft("brackets")
        .argument(&fixture(RES140[0]))
        .argument(&fixture(RES140[1]));
    run.arguments(arguments)
}

#[test]
fn the_lives_of_resolution_140() {
    let told = of_res140("--width 110").exits(1).stdout;
    insta::assert_snapshot!(told);
    let chart = of_res140("--chart").exits(1).stdout;
    insta::assert_snapshot!("the_chart_of_resolution_140", chart);
}

#[test]
fn every_form_of_the_same_lives() {
    let json = of_res140("--to json").exits(1).json();
    let lives = json["lives"].as_array().unwrap();
    let csv = of_res140("--to csv").exits(1).stdout;
    let rows = csv::Reader::from_reader(csv.as_bytes())
        .into_records()
        .count();
    assert_eq!(rows, lives.len());
    of_res140("--to markdown").exits(1).says("| no. | where |");
    of_res140("--burn-down --to csv")
        .exits(1)
        .says("section,draft,passages");
    of_res140("--section")
        .argument("requests the Council")
        .exits(1)
        .says("requests the Council");
    of_res140("--section Nowhere")
        .exits(2)
        .warns("no draft has a section");
    of_res140("--open-in 7").exits(2);
}
