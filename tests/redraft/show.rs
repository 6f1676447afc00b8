//! `redraft show`.

use crate::command::{fixture, redraft};

const MARKED: &str = "resolves\n\n1 to go ~~on~~<ins>back</ins>;\n\n2 to stop.\n";

#[test]
fn a_draft_is_shown_with_its_addresses() {
    redraft("show -")
        .stdin(MARKED)
        .exits(0)
        .says("resolves 1")
        .says("resolves 2");
}

#[test]
fn a_view_hides_the_other_text() {
    redraft("show - --view base")
        .stdin(MARKED)
        .exits(0)
        .says("on")
        .does_not_say("back");
    redraft("show - --view revised")
        .stdin(MARKED)
        .exits(0)
        .says("back")
        .does_not_say("go on");
}

#[test]
fn json_has_the_published_fields() {
    let draft = redraft("show - --to json").stdin(MARKED).exits(0).json();
    assert_eq!(draft["redraft"], 1);
    assert_eq!(draft["kind"], "draft");
    let section = &draft["sections"][0];
    assert_eq!(section["call"], "resolves");
    let clause = &section["clauses"][0];
    assert_eq!(clause["address"], "resolves 1");
    assert_eq!(clause["base"], "to go on;");
    assert_eq!(clause["revised"], "to go back;");
}

#[test]
fn a_format_may_be_asked_for_as_other_programs_have_it() {
    redraft("show - --format json")
        .stdin(MARKED)
        .exits(0)
        .says("\"redraft\": 1");
}

#[test]
fn a_clause_that_begins_with_see_is_no_note() {
    let text = "resolves\n\n1 to measure the tides;\n\n2 See to it that charts are printed;\n\n3 to meet.\n";
    redraft("show -")
        .stdin(text)
        .exits(0)
        .says("resolves 2")
        .says("resolves 3");
}

#[test]
fn every_seed_is_shown() {
    for seed in [
        "000-ecosoc-2012.txt",
        "001-a-res-66-184.txt",
        "002-itu-res140-busan.md",
        "003-sg-report-2006.txt",
        "004-wsis-slides.txt",
    ] {
        redraft("show")
            .argument(&fixture(&format!("seeds/{seed}")))
            .exits(0);
    }
}

#[test]
fn the_format_can_be_forced() {
    redraft("show - --from text --view revised")
        .stdin("resolves\n\n1 to keep {++this++} as it stands.\n")
        .exits(0)
        .says("{++this++}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let escape = "\u{1b}[";
    redraft("show -")
        .stdin(MARKED)
        .exits(0)
        .does_not_say(escape);
    redraft("show - --color always")
        .stdin(MARKED)
        .exits(0)
        .says(escape);
    redraft("show - --color never")
        .env("CLICOLOR_FORCE", "1")
        .stdin(MARKED)
        .exits(0)
        .does_not_say(escape);
    redraft("show -")
        .env("CLICOLOR_FORCE", "1")
        .stdin(MARKED)
        .exits(0)
        .says(escape);
}
