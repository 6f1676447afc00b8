//! `redraft history` and `redraft blame` as people run them.

use crate::command::{Outcome, redraft};

const FIRST: &str = "resolves\n\n1 that States should paint their lighthouses white;\n\n2 that pilots learn the currents of their coast;\n\n3 that tide tables be exchanged between harbours;\n";
const SECOND: &str = "resolves\n\n1 that fog signals be heard at three miles;\n\n2 that States shall paint their lighthouses white;\n\n3 that tide tables be exchanged between harbours;\n";
const THIRD: &str = "resolves\n\n1 that fog signals be heard at three miles;\n\n2 that States shall paint their lighthouses white and red;\n\n3 that pilots learn the currents of their coast;\n\ninvites\n\n1 =that tide tables be exchanged freely between harbours;\n";

const PROJECT: &str = "[[draft]]\nfile = \"1.md\"\nname = \"Oslo\"\ndate = 2021-05-01\n\n[[draft]]\nfile = \"2.md\"\nname = \"Lima\"\nnote = \"after the first reading\"\n\n[[draft]]\nfile = \"3.md\"\nname = \"Accra\"\nsymbol = \"A/C.9/3\"\n";

fn run(arguments: &str) -> crate::command::Run {
    redraft(arguments)
        .file("1.md", FIRST)
        .file("2.md", SECOND)
        .file("3.md", THIRD)
        .file("redraft.toml", PROJECT)
}

fn told(arguments: &str) -> String {
    run(arguments).exits(1).stdout
}

fn json(outcome: &Outcome) -> serde_json::Value {
    let value: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let schema = redraft::json::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    if let Err(error) = validator.validate(&value) {
        panic!("{error}");
    }
    value
}

#[test]
fn an_overview_for_a_chairman() {
    insta::assert_snapshot!(told("history --width 100"));
}

#[test]
fn the_same_in_markdown() {
    insta::assert_snapshot!(told("history 1.md 2.md 3.md --to markdown"));
}

#[test]
fn the_story_of_a_clause() {
    let story = told("history --width 80 --clause pilots");
    insta::assert_snapshot!(story);
    for (clause, draft) in [
        ("resolves_2", "@1"),
        ("resolves_2", "oslo"),
        ("resolves_3", "Accra"),
    ] {
        let again = run("history --width 80 --clause")
            .argument(&clause.replace('_', " "))
            .arguments("--in")
            .argument(draft)
            .exits(1);
        assert_eq!(again.stdout, story, "{clause} in {draft}");
    }
    let by_sign = run("history --width 80 --clause")
        .argument("resolves 2@1")
        .exits(1);
    assert_eq!(by_sign.stdout, story);
}

#[test]
fn clauses_by_drafts() {
    insta::assert_snapshot!(told("history --matrix --width 100"));
    insta::assert_snapshot!(told("history --matrix --to markdown"));
    let sheet = told("history --matrix --to csv");
    assert!(sheet.contains(",'=that tide tables"), "{sheet}");
    let page = told("history --matrix --to html");
    assert!(page.contains("<th scope=\"col\">@2 Lima<small>after the first reading</small></th>"));
    assert!(!page.contains("://"), "nothing is fetched");
}

#[test]
fn each_phrase_with_the_draft_that_brought_it() {
    insta::assert_snapshot!(told("blame --width 80"));
    insta::assert_snapshot!(told("blame --width 80 --deleted"));
    let one = told("blame --width 80 --clause lighthouses");
    assert!(one.contains("and red") && !one.contains("pilots"), "{one}");
}

#[test]
fn the_redline_between_two_drafts_whatever_lies_between_them() {
    let far = told(
        "history --between 1..3 --full --width 90"
            .replace(" --full", "")
            .as_str(),
    );
    assert!(far.contains("[-should-]{+shall+}"), "{far}");
    run("history --between 2..2").exits(0);
    run("history --between Lima..Nowhere")
        .exits(2)
        .warns("there is no draft Nowhere");
}

#[test]
fn json_for_programs() {
    let history = json(&run("history --to json").exits(1));
    assert_eq!(history["kind"], "history");
    assert_eq!(history["drafts"][1]["name"], "Lima");
    let pilots = history["clauses"].as_array().unwrap();
    let pilots = pilots
        .iter()
        .find(|c| c["text"].as_str().unwrap().contains("pilots"))
        .unwrap();
    assert_eq!(
        pilots["addresses"],
        serde_json::json!(["resolves 2", null, "resolves 3"])
    );
    assert_eq!(pilots["events"][2]["event"], "restored");
    // Draft 2, as anybody can read it off the pieces.
    let mut text = String::new();
    let stands = |one: &serde_json::Value| {
        one["from"].as_u64() <= Some(2) && one["until"].as_u64().is_none_or(|until| until > 2)
    };
    for piece in history["pieces"].as_array().unwrap() {
        for thread in piece["threads"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| stands(one))
        {
            text.push_str(thread["text"].as_str().unwrap());
        }
    }
    assert!(
        text.contains("States shall paint their lighthouses white;that tide tables"),
        "{text}"
    );

    let matrix = json(&run("history --matrix --to json").exits(1));
    assert_eq!(matrix["pieces"], serde_json::json!([]));
    let story = json(&run("history --clause pilots --to json").exits(1));
    assert_eq!(story["states"][1]["address"], serde_json::Value::Null);
    let blame = json(&run("blame --to json").exits(1));
    assert_eq!(blame["kind"], "blame");
    assert!(
        blame["lost"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["back"] == 3)
    );
}

#[test]
fn the_views_of_marked_drafts() {
    let marked = "resolves\n\n1 that States ~~should~~<ins>shall</ins> act;\n";
    let run = |arguments: &str| redraft(arguments).file("a.md", marked).file("b.md", marked);
    run("history a.md b.md").exits(0);
    run("history a.md b.md --view base").exits(0);
    let words = run("blame a.md b.md --view 1=base --view revised")
        .exits(1)
        .stdout;
    assert!(words.contains("@2  shall"), "{words}");
}

#[test]
fn what_is_wrong_is_said() {
    redraft("history").exits(2).warns("no drafts");
    run("history --clause")
        .argument("resolves 77")
        .exits(2)
        .warns("no clause is cited as resolves 77");
    run("history --clause that")
        .exits(2)
        .warns("can be any of these");
    run("history 1.md --view 2=base")
        .exits(2)
        .warns("there is no draft 2");
    run("history --to csv")
        .exits(2)
        .warns("csv is for --matrix");
    run("history 1.md missing.md").exits(2).warns("missing.md");
    redraft("history bad.toml")
        .file("bad.toml", "[[draft]]\nfile = \"a.md\"\nsymbl = \"x\"\n")
        .exits(2)
        .warns("bad.toml:3:1");
}

#[test]
fn one_draft_has_no_history_and_none_is_no_trouble() {
    run("history 1.md").exits(0);
    run("blame 1.md").exits(0);
}
