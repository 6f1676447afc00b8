//! `redraft clean`.

use crate::command::{fixture, redraft};
use crate::fixtures;
use redraft::clean::Options;
use redraft::compare::{self, compare};
use redraft::draft::Outcome;
use redraft::handover::{self, Form};
use redraft::read;

const MARKED: &str =
    "resolves\n\n1 to go ~~on~~<ins>back</ins>;\n\n2 to [stop][rest]. [not decided]\n";

#[test]
fn accepting_and_rejecting() {
    redraft("clean -")
        .stdin(MARKED)
        .exits(0)
        .says("1 to go back;")
        .does_not_say("~~");
    redraft("clean - --view base")
        .stdin(MARKED)
        .exits(0)
        .says("1 to go on;")
        .does_not_say("<ins>");
}

#[test]
fn clean_text_has_no_changes_left() {
    redraft("clean - --to markdown")
        .stdin(MARKED)
        .exits(0)
        .does_not_say("~~")
        .does_not_say("<ins>");
}

#[test]
fn brackets_are_kept_unless_asked() {
    redraft("clean -")
        .stdin(MARKED)
        .exits(0)
        .says("[stop][rest]");
    redraft("clean - --brackets drop")
        .stdin("resolves\n\n1 to go on [slowly]. [not decided]\n")
        .exits(0)
        .does_not_say("[")
        .does_not_say("slowly")
        .does_not_say("not decided");
    redraft("clean - --brackets text")
        .stdin("resolves\n\n1 to go on [slowly]. [not decided]\n")
        .exits(0)
        .says("slowly")
        .does_not_say("[")
        .does_not_say("not decided");
}

/// The first paragraph of a draft is told of like all others.
#[test]
fn the_undecided_label_of_the_first_clause_is_told() {
    redraft("clean - --brackets drop")
        .stdin("[4][2]. to meet;\n\n[5][3]. to act.\n")
        .exits(0)
        .warns("an alternative went with its brackets: [4][2].")
        .warns("an alternative went with its brackets: [5][3].");
}

#[test]
fn a_clause_that_is_a_note_goes_and_an_option_that_says_nothing_stays() {
    let draft = "resolves\n\n1 [not decided]\n\n2 to meet;\n\nOption 1: to act;\n\nOption 2: (pending decision COM5)\n";
    for brackets in ["text", "drop"] {
        redraft("clean - --renumber --to text --brackets")
            .argument(brackets)
            .stdin(draft)
            .exits(0)
            .says("1 to meet;")
            .says("\n    Option 2:");
    }
}

#[test]
fn references_follow_their_clauses() {
    redraft("clean - --renumber")
        .stdin(
            "resolves\n\n1 to begin;\n\n1 bis to go on;\n\n2 to stop,\n\n\
             instructs the Secretary\n\nto report on *resolves* 2 above.\n",
        )
        .exits(0)
        .says("2 to go on;")
        .says("3 to stop,")
        .says("resolves 3 above");
}

#[test]
fn every_draft_can_be_cleaned_in_each_way() {
    for arguments in [
        "clean --view base",
        "clean --view revised --renumber",
        "clean --brackets text",
        "clean --brackets drop --renumber",
    ] {
        redraft(arguments)
            .argument(&fixture("seeds/002-itu-res140-busan.md"))
            .exits(0);
    }
}

#[test]
fn references_follow_whatever_their_suffix_and_language() {
    for (text, said) in [
        (
            "resolves\n\n1 to open;\n\n1 bis to stay;\n\n2 to meet;\n\n2 quinquies to report;\n\n3 to act as provided in resolves 2 quinquies above,\n",
            "resolves 4 above",
        ),
        (
            "## Artículo 3\n\n1. Inicio.\n\n## Artículo 5\n\n1. Las partes actuarán.\n\n## Artículo 6\n\n1. Las partes informarán con arreglo al artículo 5.\n",
            "artículo 4.",
        ),
        (
            "Статья 3\n\n1. Порты.\n\nСтатья 5\n\n1. Огни.\n\nСтатья 6\n\n1. Отчеты о статье 5.\n",
            "о статье 4.",
        ),
    ] {
        redraft("clean - --renumber")
            .stdin(text)
            .exits(0)
            .says(said);
    }
}

/// A heading that is "I." and a line below is one line in Markdown, whose number is a label there.
const READ_OTHERWISE: [&str; 1] = ["CMA2024_6_Decisions_8_to_15.txt"];

#[test]
fn a_clean_file_says_what_its_draft_says() {
    let sources = fixtures::all().into_iter().chain(fixtures::corpus());
    let mut held = 0;
    for source in sources {
        let is_known = READ_OTHERWISE
            .iter()
            .any(|name| source.name.ends_with(name));
        let Some(draft) = source.draft().filter(|_| !is_known) else {
            continue;
        };
        let clean = redraft::clean::clean(&draft, &Options::default());
        for form in [Form::Markdown, Form::Json] {
            let bytes = handover::draft(&clean, form, &handover::Options::default()).unwrap();
            let Ok(again) = read::read(&bytes, "clean", None) else {
                assert!(clean.paragraphs.is_empty(), "{}", source.name);
                continue;
            };
            let redline = compare(&draft, &again, &compare::Options::default());
            let rows = redline
                .clauses
                .iter()
                .chain(&redline.sections)
                .chain(&redline.others);
            let changed = rows.filter(|row| row.outcome != Outcome::Unchanged || row.renumbered);
            let changed: Vec<_> = changed.collect();
            assert!(
                changed.is_empty(),
                "{}, {form:?}: {changed:#?}",
                source.name
            );
            held += 1;
        }
    }
    assert!(held > 60, "{held}");
}

#[test]
fn a_choice_of_changes_that_none_is_of_is_told() {
    let file =
        std::fs::read(fixtures::root().join("fixtures/word/10-newer-tracked-by-two.2-newer.docx"));
    let file = file.unwrap();
    for choice in [
        "--author Nobody",
        "--section nonsense",
        "--since 2099-01-01",
    ] {
        redraft("clean a.docx --to docx -o b.docx")
            .arguments(choice)
            .file("a.docx", &file)
            .exits(1)
            .warns("[nothing-chosen]");
    }
    for since in ["2026-02-30", "2026-11-23_09:00:00", "2026-11-23T09:00:60Z"] {
        redraft("clean a.docx -o b.docx --since")
            .argument(&since.replace('_', " "))
            .file("a.docx", &file)
            .exits(2)
            .warns("no such day");
    }
}
