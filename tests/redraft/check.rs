//! `redraft check`.

use crate::command::{fixture, redraft};
use crate::fixtures;
use redraft::draft::Draft;

const FAULTY: &str = "considering\n\na) the past;\n\na) the future,\n\nresolves\n\n1 to act;\n\n3 to meet [soon,\n\nrequests the Council\n\nto see to resolves 7 above.\n";

#[test]
fn a_draft_without_faults() {
    redraft("check -")
        .stdin("resolves\n\n1 to act;\n\n2 to meet.\n")
        .exits(0)
        .says("No findings.");
}

#[test]
fn what_is_found_is_told_with_its_place() {
    let table = redraft("check - --width 110").stdin(FAULTY).exits(1).stdout;
    insta::assert_snapshot!(table);
}

#[test]
fn kinds_and_families_are_chosen() {
    redraft("check - --only numbering")
        .stdin(FAULTY)
        .exits(1)
        .says("numbering-gap")
        .says("numbering-duplicate")
        .does_not_say("bracket-unmatched");
    redraft("check - --except numbering,bracket-unmatched,reference,punctuation")
        .stdin(FAULTY)
        .exits(0);
    redraft("check - --only spelling")
        .stdin(FAULTY)
        .exits(2)
        .warns("invalid value");
}

#[test]
fn near_duplicates_of_seed_000() {
    let told = redraft("check --to json")
        .argument(&fixture("seeds/000-ecosoc-2012.txt"))
        .exits(1)
        .json();
    let pairs: Vec<(&str, &str)> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["address"].as_str().unwrap(), f["code"].as_str().unwrap()))
        .collect();
    let repeated = |address| (address, "clause-repeated");
    assert_eq!(
        pairs,
        [repeated("OP39"), repeated("OP40"), repeated("OP45")]
    );
}

const BASE: &str = "resolves\n\n1 that tides be measured every day in all the ports of the coast;\n\n2 that charts be printed in colour.\n";

#[test]
fn marks_are_held_against_the_base() {
    let marked = BASE
        .replace("measured every day", "measured ~~twice a~~ every day")
        .replace("all the ports", "all the larger ports")
        .replace("printed in colour", "<ins>printed in colour</ins>");
    let told = redraft("check marked.md --against base.md --to json")
        .file("base.md", BASE)
        .file("marked.md", &marked)
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
        ["mark-inverted", "change-unmarked", "mark-idle"],
        "{told:#}"
    );
}

#[test]
fn words_that_went_without_a_mark() {
    redraft("check marked.md --against base.md")
        .file("base.md", BASE)
        .file(
            "marked.md",
            BASE.replace(" in all the ports", "").replace(
                "2 that charts be printed in",
                "2 that charts be ~~painted~~<ins>printed</ins> in",
            ),
        )
        .exits(1)
        .says("“in all the ports”: in the base, and gone");
}

#[test]
fn marks_that_are_right() {
    redraft("check marked.md --against base.md")
        .file("base.md", BASE)
        .file(
            "marked.md",
            BASE.replace("every day", "~~every day~~<ins>twice a week</ins>"),
        )
        .exits(0);
}

#[test]
fn a_clean_text_has_no_marks_to_hold() {
    redraft("check newer.md --against base.md")
        .file("base.md", BASE)
        .file("newer.md", BASE.replace("every day", "twice a week"))
        .exits(1)
        .says("marks-missing");
}

#[test]
fn word_files_are_checked_too() {
    redraft("check --to sarif")
        .argument(&fixture("word/10-newer-tracked-by-two.2-newer.docx"))
        .exits(0)
        .says("\"version\": \"2.1.0\"");
}

#[test]
fn sarif_keeps_to_its_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("sarif-2.1.0-rtm.5.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, text) in [
        ("faulty.md", FAULTY),
        ("a b.md", "resolves\n\n1 to act;\n\n2 to meet.\n"),
    ] {
        let sarif = redraft("check --to sarif").argument(name).file(name, text);
        let sarif = if name == "faulty.md" {
            sarif.exits(1)
        } else {
            sarif.exits(0)
        }
        .json();
        if let Some(error) = validator.iter_errors(&sarif).next() {
            panic!("{error} at {}", error.instance_path);
        }
    }
}

/// What a drafter would not mend is not told: these texts are finished.
#[test]
fn finished_texts_have_few_findings() {
    for (name, most) in [
        ("seeds/001-a-res-66-184.txt", 0),
        ("seeds/003-sg-report-2006.txt", 0),
        ("seeds/004-wsis-slides.txt", 0),
        ("res140/guadalajara-2010.md", 3),
    ] {
        let path = fixtures::root().join("fixtures").join(name);
        let bytes = std::fs::read(&path).unwrap();
        let draft: Draft = redraft::read::read(&bytes, name, None).unwrap();
        let found = redraft::check::check(&draft, None);
        assert!(found.len() <= most, "{name}: {found:#?}");
    }
}

#[test]
fn every_format() {
    for to in ["table", "json", "sarif", "markdown"] {
        redraft("check - --to").argument(to).stdin(FAULTY).exits(1);
    }
}

/// True faults in texts of three houses, each told once and nothing else.
#[test]
fn true_faults_are_found() {
    let decision = |number: u32| {
        format!(
            "The Conference of the Parties,\n\nRecalling the past of harbours,\n\nNoting the reports of keepers,\n\n\
             1. Decides to light the lamps of all harbours;\n\n2. Requests the secretariat to write to the keepers;\n\n\
             {number}. Invites the keepers to report on the lamps;\n\n4. Also invites them to meet every year.\n"
        )
    };
    let faulty = |from: &str, to: &str| decision(3).replace(from, to);
    for (text, code) in [
        (faulty("keepers;\n\n3", "keepers\n\n3"), "punctuation-end"),
        (
            faulty("harbours,\n\nNoting", "harbours;\n\nNoting"),
            "punctuation-end",
        ),
        (faulty("every year.", "every year;"), "punctuation-end"),
        (decision(5), "numbering-gap"),
        (decision(2), "numbering-duplicate"),
        (faulty("3. Invites", "3) Invites"), "label-style-mixed"),
        (
            faulty("on the lamps", "under paragraph 7 above"),
            "reference-dangling",
        ),
        (
            faulty("on the lamps", "under paragraph 4 above"),
            "reference-direction",
        ),
        (
            faulty("on the lamps", "under paragraph 3 above"),
            "reference-self",
        ),
        (faulty("on the lamps", "on the [lamps"), "bracket-unmatched"),
    ] {
        redraft("check -").stdin(&text).exits(1).says(code);
    }
    redraft("check -").stdin(decision(3)).exits(0);
}

/// Decisions in a row say the same formulas, and each has its own numbers.
#[test]
fn decisions_in_a_row_are_checked_one_by_one() {
    let decision = "The Conference of the Parties,\n\nRecalling the reports of keepers,\n\n\
                    1. Decides to light the lamps of all harbours on the coast every night from the first of May to the last of June;\n\n\
                    2. Requests that the actions called for in paragraph 1 above be undertaken subject to the availability of financial resources.\n\n";
    redraft("check -").stdin(decision.repeat(3)).exits(0);
    let stray = decision.repeat(3) + "3. Decides to act on paragraph 4 above.\n";
    redraft("check -")
        .stdin(stray)
        .exits(1)
        .says("no paragraph 4");
}

#[test]
fn strikes_that_leave_holes() {
    let text = "The Conference of Harbours (Port Town, 2031),\n\n*resolves*\n\n1 that the keepers, in line with Resolution ~~8/2 9/4 on lamps~~, \
                report with the ~~Board of Lamps~~, in 2031;\n\n2 that the fund (~~kept by the towns~~) be closed in 2031.\n";
    redraft("check - --only hole")
        .stdin(text)
        .exits(1)
        .says("nothing follows “the”")
        .says("3 findings");
    redraft("show -").stdin(text).exits(0).says("[hole]");
    redraft("clean -").stdin(text).exits(0).warns("[hole]");
    redraft("clean - --view base").stdin(text).exits(0);
}

#[test]
fn numbers_of_the_older_text() {
    let text = "RESOLUTION 9 (REV. ~~OLD HARBOUR, 2027~~PORT TOWN, 2031)\n\n\
                The Conference of Harbours (~~Old Harbour, 2027~~Port Town, 2031),\n\nconsidering\n\n\
                a) that lamps are lit;\n\nb) that bells are rung;\n\n~~c)b)~~ that logs are kept;\n\n\
                ~~d)c)~~ that charts are drawn,\n\nresolves\n\n1 to light the lamps;\n\n~~32~~ to ring the bells;\n\n\
                4 to write the logs;\n\n5 to draw the charts;\n\n~~63~~ to pay the keepers.\n";
    redraft("check - --only numbering")
        .stdin(text)
        .exits(1)
        .says("in the older text, b) stands twice");
    redraft("show -")
        .stdin(text)
        .exits(0)
        .says("[numbering-base]");
    redraft("clean -")
        .stdin(text)
        .exits(0)
        .warns("[numbering-base]");
}

#[test]
fn a_resolution_of_another_conference() {
    redraft("check -")
        .stdin("RESOLUTION 9 (REV. PORT TOWN, 2031)\n\nCare of coastal lights\n\nThe Conference of Harbours (Port Town, 2031),\n\nrecognizing\n\na) the plan set out in Resolution 71 (Rev. Old Harbour, 2027) of this conference,\n\nresolves\n\n1 to light the lamps.\n")
        .exits(1)
        .says("document-other-conference")
        .says("1 finding");
}

#[test]
fn where_a_sub_clause_stands() {
    redraft("check -")
        .stdin("The Conference of Harbours,\n\n1. Decides to strengthen the lights by:\n\n(a) Holding meetings of keepers;\n\n(b) Updating the chart after the meetings referred to in paragraph 1(a) above, in time for the summary referred to in paragraph 1(c) below;\n\n(c) Printing a summary.\n")
        .exits(0);
}
