//! `redraft brackets`.

use crate::command::{fixture, redraft};

const BRACKETED: &str = "resolves\n\n1 to go on [slowly [or not at all]];\n\n2 to stop.\n";

#[test]
fn a_draft_without_brackets() {
    redraft("brackets -")
        .stdin("resolves\n\n1 to go on.\n")
        .exits(0);
}

#[test]
fn every_passage_is_listed() {
    redraft("brackets -")
        .stdin(BRACKETED)
        .exits(1)
        .says("resolves 1")
        .says("[slowly [or not at all]]");
}

#[test]
fn json_nests_what_is_nested() {
    let register = redraft("brackets - --to json")
        .stdin(BRACKETED)
        .exits(1)
        .json();
    let outer = &register["passages"][0];
    assert_eq!(outer["address"], "resolves 1");
    assert_eq!(outer["kind"], "text");
    assert_eq!(outer["depth"], 1);
    assert_eq!(outer["line"], 3);
    assert_eq!(outer["children"][0]["text"], "[or not at all]");
    assert_eq!(outer["children"][0]["depth"], 2);
}

#[test]
fn csv_has_a_row_a_passage() {
    let csv = redraft("brackets - --to csv")
        .stdin(BRACKETED)
        .exits(1)
        .stdout;
    assert_eq!(csv.lines().count(), 3, "{csv}");
}

#[test]
fn stray_signs_are_said_to_be_unmatched() {
    redraft("brackets --to json")
        .argument(&fixture("odd/stray-brackets.md"))
        .exits(1)
        .says("unmatched");
}

#[test]
fn two_hundred_deep() {
    redraft("brackets --to csv")
        .argument(&fixture("odd/deep-brackets.md"))
        .exits(1);
}
