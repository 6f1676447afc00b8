//! `redraft references` and `redraft compare --repair-references`.

use crate::command::{fixture, redraft};
use crate::fixtures;

const OLDER: &str = "resolves\n\n1 that tides be measured every day;\n\n2 that charts be printed in colour,\n\n\
                     requests the Council\n\nto oversee the measures in resolves 2 above.\n";
const NEWER: &str = "resolves\n\n1 that all ships carry lamps at night;\n\n2 that tides be measured every day;\n\n\
                     3 that charts be printed in colour,\n\nrequests the Council\n\nto oversee the measures in resolves 2 above.\n";

#[test]
fn a_draft_whose_references_are_right() {
    redraft("references -")
        .stdin(OLDER)
        .exits(0)
        .says("resolves 2 above")
        .says("right")
        .says("No findings.");
}

#[test]
fn a_reference_that_did_not_follow_its_clause() {
    redraft("references older.md newer.md")
        .file("older.md", OLDER)
        .file("newer.md", NEWER)
        .exits(1)
        .says("stale")
        .says("write “resolves 3 above”");
}

#[test]
fn stale_references_are_mended_in_the_redline() {
    redraft("compare older.md newer.md --repair-references --to text")
        .file("older.md", OLDER)
        .file("newer.md", NEWER)
        .exits(1)
        .says("resolves [-2-]{+3+} above")
        .warns("resolves 2 above is now resolves 3 above");
}

#[test]
fn dangling_turned_and_own_references() {
    let told = redraft("references - --to json")
        .stdin(
            "resolves\n\n1 to act as in resolves 2 above;\n\n2 to see to resolves 2 above;\n\n3 to meet under resolves 9 above.\n",
        )
        .exits(1)
        .json();
    let codes: Vec<&str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "reference-direction",
            "reference-self",
            "reference-dangling"
        ]
    );
    assert_eq!(told["findings"][2]["help"], "is resolves 3 meant?");
}

#[test]
fn one_document_under_two_numbers() {
    let draft = |number: &str| {
        format!(
            "resolves\n\nto recall resolution {number} on modalities for the overall review of lighthouses on the coast.\n"
        )
    };
    redraft("references one.md two.md")
        .file("one.md", draft("68/302"))
        .file("two.md", draft("68/502"))
        .exits(1)
        .says("document-cited-two-ways")
        .says("A/RES/68/502");
}

/// Resolution 140 over eight years: the text of Dubai kept "in line with resolves 5 above" while
/// that clause became resolves 7.
#[test]
fn resolution_140_from_2010_to_2018() {
    let folder = fixtures::shared().join("corpus/itu-res140");
    if !folder.is_dir() {
        println!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let path = |name: &str| folder.join(name).display().to_string();
    let told = redraft("references --to json")
        .argument(&path("guadalajara-2010.md"))
        .argument(&path("dl23-rev2-busan-2014.md"))
        .argument(&path("dubai-2018.md"))
        .exits(1)
        .json();
    let stale: Vec<&serde_json::Value> = told["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["status"] == "stale")
        .collect();
    assert_eq!(stale.len(), 1, "{stale:?}");
    assert_eq!(stale[0]["address"], "requests the ITU Council 2");
    assert_eq!(stale[0]["means"][0], "resolves 7");
    assert_eq!(stale[0]["should_be"], "resolves 7 above");
    assert_eq!(told["findings"].as_array().unwrap().len(), 2);
}

#[test]
fn every_fixture_and_every_format() {
    for to in ["table", "csv", "markdown", "json"] {
        for name in [
            "seeds/000-ecosoc-2012.txt",
            "res140/dl23-rev2-busan-2014.md",
        ] {
            redraft("references --to")
                .argument(to)
                .argument(&fixture(name))
                .exits(0);
        }
    }
}

#[test]
fn references_of_a_draft_for_people() {
    let table = redraft("references --width 110")
        .argument(&fixture("res140/guadalajara-2010.md"))
        .exits(0)
        .stdout;
    insta::assert_snapshot!(table);
}
