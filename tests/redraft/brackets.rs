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

/// The register of a text: kinds, who wants it, and the text, in reading order.
fn told(text: &str) -> Vec<(String, String, String)> {
    fn walk(passages: &serde_json::Value, out: &mut Vec<(String, String, String)>) {
        for passage in passages.as_array().into_iter().flatten() {
            let field = |name: &str| passage[name].as_str().unwrap_or("").to_owned();
            out.push((field("kind"), field("by"), field("text")));
            walk(&passage["children"], out);
        }
    }
    let mut out = Vec::new();
    let register = redraft("brackets - --to json").stdin(text).exits(1).json();
    walk(&register["passages"], &mut out);
    out
}

fn texts(text: &str) -> Vec<String> {
    told(text)
        .into_iter()
        .map(|(kind, _, text)| format!("{kind} {text}"))
        .collect()
}

#[test]
fn a_stray_sign_of_one_option_swallows_nothing() {
    let text = "The Conference of the Harbours,\n\n1. Decides that lamps [and bells shall be lit at dusk;\n\n2. Option 1: Invites harbours to report;\n\nOption 2: Requests harbours to report;\n\n3. Also decides that ropes [and chains] shall be tested];\n\n4. Decides to meet again.\n";
    assert_eq!(
        texts(text),
        [
            "unmatched [",
            "option Option 1: Invites harbours to report;",
            "option Option 2: Requests harbours to report;",
            "text [and chains]",
            "unmatched ]",
        ]
    );
}

#[test]
fn a_bracket_leaves_its_option_only_if_it_opened_before_it() {
    let inside = "The Conference,\n\n1. Option 1: [Invites harbours to report;\n\nOption 2: Requests harbours to report;]\n";
    assert_eq!(
        texts(inside)
            .iter()
            .filter(|t| t.starts_with("unmatched"))
            .count(),
        2
    );
    let round = "The Conference,\n\n1. [Option 1: Invites harbours to report;\n\nOption 2: Requests harbours to report;]\n";
    assert_eq!(
        texts(round)
            .iter()
            .filter(|t| t.starts_with("unmatched"))
            .count(),
        0
    );
}

#[test]
fn brackets_over_whole_clauses_and_lists() {
    let clauses =
        "The Conference,\n\n1. [Decides to act.\n\n2. Decides to wait.]\n\n3. Decides to meet.\n";
    assert_eq!(
        texts(clauses),
        ["text [Decides to act.\n2. Decides to wait.]"]
    );
    let list = "The Conference,\n\n1. Decides to act [, inter alia:\n\n(a) by day;\n\n(b) by night].\n\n2. Decides to meet.\n";
    assert_eq!(
        texts(list),
        ["text [, inter alia:\n(a) by day;\n(b) by night]"]
    );
    let stray = "The Conference,\n\n1. Decides [to act.\n\n2. Decides to wait].\n";
    assert_eq!(texts(stray), ["unmatched [", "unmatched ]"]);
}

#[test]
fn the_label_of_a_clause_is_no_text_of_its_bracket() {
    let text = "recalling\n\na) one,\n\n[b) another,]\n";
    assert_eq!(texts(text), ["text [another,]"]);
}

#[test]
fn whose_text_it_is_in_six_languages() {
    for (text, by) in [
        ("[Suisse : ainsi que les ports]", "Suisse"),
        ("[Brésil\u{a0}: ainsi que les ports]", "Brésil"),
        ("[Suiza/Noruega: y los puertos]", "Suiza/Noruega"),
        ("[Китай: а также порты]", "Китай"),
        ("[سويسرا: والموانئ]", "سويسرا"),
        ("[中国：以及港口]", "中国"),
        ("[EU: *Urges* keepers]", "EU"),
        ("[and ports – EU]", "EU"),
    ] {
        let told = told(&format!("resolves\n\n1 that lamps {text} be lit;\n"));
        assert_eq!(told[0].1, by, "{text}");
        assert_eq!(told[0].0, "text", "{text}");
    }
}

#[test]
fn status_notes_are_no_text() {
    for note in [
        "[Suggested for closure]",
        "[AGREED ad ref]",
        "[agreed ad referendum]",
        "[New para]",
        "[Facilitator’s proposal]",
        "[based on OP 4 of A/C.2/78/L.5]",
        "[Co-chairs' text]",
        "[cluster with PP3]",
        "[formerly OP6]",
        "(moved from OP5)",
        "(AGREED ad ref)",
    ] {
        let told = told(&format!("resolves\n\n1 that lamps be lit; {note}\n"));
        assert_eq!(told.len(), 1, "{note}");
        assert_eq!(told[0].0, "status-note", "{note}");
    }
    let line =
        "The Conference,\n\n1. Decides to act.\n\n**AGREED ad ref**\n\n2. Decides to meet.\n";
    assert_eq!(texts(line), ["status-note AGREED ad ref"]);
    assert_eq!(
        texts("resolves\n\n1 to take [agreed measures] now;\n"),
        ["text [agreed measures]"]
    );
}

#[test]
fn a_note_is_the_innermost_bracket_that_is_one() {
    for (text, expected) in [
        (
            "that (as the (AGREED ad ref) says) lamps",
            "(AGREED ad ref)",
        ),
        ("that (see (the (AGREED ad ref) lamps", "(AGREED ad ref)"),
        (
            "that {Placement: below {x} there} lamps",
            "{Placement: below {x} there}",
        ),
        (
            "that {all of {the note here} be lit} lamps",
            "{the note here}",
        ),
    ] {
        let told = texts(&format!("resolves\n\n1 {text} be lit;\n"));
        assert_eq!(told, [format!("status-note {expected}")], "{text}");
    }
}

/// Notes in each other do not each tell all that stands in them.
#[test]
fn the_register_of_notes_in_each_other_is_no_longer_than_its_text() {
    let open = "{a ".repeat(5_000);
    for close in ["}".to_owned(), "}".repeat(5_000)] {
        let text = format!("resolves\n\n1 to act {open}b c{close};\n");
        let told = redraft("brackets - --to json").stdin(&text).exits(1).stdout;
        assert!(told.len() < 3 * text.len(), "{}", told.len());
    }
}

#[test]
fn the_words_of_long_passages_are_counted_wherever_they_stand() {
    let long = "word ".repeat(200);
    let counted = |text: &str| -> Vec<u64> {
        let text = format!("resolves\n\n1 to act {text};\n");
        let register = redraft("brackets - --to json").stdin(&text).exits(1).json();
        let passages = register["passages"].as_array().unwrap().iter();
        passages.map(|p| p["words"].as_u64().unwrap()).collect()
    };
    assert_eq!(counted(&format!("[{long}]")), [200]);
    assert_eq!(counted(&format!("note{{{long}}}")), [200]);
    assert_eq!(
        counted(&format!("[here] ~~at once [{long}] or [{long}{long}]~~")),
        [1, 200, 400]
    );
}

#[test]
fn options_are_known_however_they_are_printed() {
    let text = "The Conference,\n\n7. **Option 1:** Invites harbours;\n\n**Option II::** Requests harbours;\n\nOption 3 for paragraph 7: Calls on harbours;\n\nOption I\n\n8. Decides to meet.\n";
    let register = redraft("brackets - --to json").stdin(text).exits(1).json();
    let labels: Vec<&str> = register["passages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p["label"].as_str())
        .collect();
    assert_eq!(labels, ["Option 1", "Option II", "Option 3", "Option I"]);
    for option in [
        "Variante 1 : agir",
        "Opción 2: actuar",
        "Вариант 3: действовать",
        "الخيار ٢: العمل",
        "备选案文1：采取行动",
    ] {
        assert_eq!(
            told(&format!("The Conference,\n\n{option}\n"))[0].0,
            "option",
            "{option}"
        );
    }
}

#[test]
fn brackets_within_each_other_ten_thousand_deep() {
    let mut text = String::from("resolves\n\n");
    for number in 1..=10_000 {
        text.push_str(&format!("{number} [to act\n\n"));
    }
    text.push_str(&"]".repeat(10_000));
    let told = redraft("brackets - --to csv").stdin(&text).exits(1).stdout;
    assert!(told.len() < 100_000_000, "{}", told.len());
}

#[test]
fn an_option_alone_on_its_line_holds_what_stands_below_it() {
    let text = "The Conference,\n\n7. **Option 1:**\n\nInvites harbours to report;\n\n**Option 2:**\n\nRequests harbours to report;\n\n8. Decides to meet.\n";
    assert_eq!(
        texts(text),
        [
            "option Option 1:\nInvites harbours to report;",
            "option Option 2:\nRequests harbours to report;",
        ]
    );
}
