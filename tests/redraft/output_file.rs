//! Output files: the ending names the format; written whole or not at all.

use crate::command::{fixture, redraft};

const OLDER: &str = "resolves\n\n1 to go on;\n\n2 to stop.\n";
const NEWER: &str = "resolves\n\n1 to go on slowly;\n\n2 to stop.\n";

#[test]
fn the_ending_names_the_format() {
    let json = redraft("compare a.md b.md -o out.json")
        .file("a.md", OLDER)
        .file("b.md", NEWER)
        .exits(1)
        .says_nothing()
        .wrote("out.json");
    assert!(json.trim_start().starts_with('{'), "{json}");
    let html = redraft("compare a.md b.md -o out.html")
        .file("a.md", OLDER)
        .file("b.md", NEWER)
        .exits(1)
        .says_nothing()
        .wrote("out.html");
    assert!(html.to_lowercase().contains("<!doctype html>"), "{html}");
    let markdown = redraft("compare a.md b.md -o out.md")
        .file("a.md", OLDER)
        .file("b.md", NEWER)
        .exits(1)
        .wrote("out.md");
    assert!(markdown.contains("<ins> slowly</ins>"), "{markdown}");
}

#[test]
fn to_is_stronger_than_the_ending() {
    let json = redraft("brackets a.md --to json -o register.txt")
        .file("a.md", OLDER)
        .exits(0)
        .wrote("register.txt");
    assert!(json.trim_start().starts_with('{'), "{json}");
}

#[test]
fn an_ending_that_is_not_written_is_refused_before_anything_is_read() {
    let outcome = redraft("compare gone.md gone.md -o out.xlsx")
        .exits(2)
        .complains(
            "redraft: out.xlsx: this command does not write .xlsx files; \
         it writes terminal, text, markdown, critic, json, html, docx: choose one with --to\n",
        );
    assert!(outcome.files().is_empty());
}

#[test]
fn trouble_leaves_no_file() {
    let outcome = redraft("compare a.md gone.md -o out.md")
        .file("a.md", OLDER)
        .exits(2);
    assert_eq!(outcome.files(), ["a.md"]);
}

#[test]
fn an_old_file_is_replaced_whole() {
    let outcome = redraft("clean a.md -o out.txt")
        .file("a.md", OLDER)
        .file(
            "out.txt",
            "something much longer than the clean text will ever be".repeat(20),
        )
        .exits(0);
    assert!(!outcome.wrote("out.txt").contains("something"));
    assert_eq!(outcome.files(), ["a.md", "out.txt"]);
}

#[test]
fn a_draft_can_be_cleaned_in_place() {
    let outcome = redraft("clean a.md -o a.md")
        .file("a.md", "resolves\n\n1 to go ~~on~~<ins>back</ins>.\n")
        .exits(0);
    assert!(outcome.wrote("a.md").contains("to go back."));
    assert_eq!(outcome.files(), ["a.md"]);
}

#[test]
fn a_folder_that_is_not_there() {
    redraft("clean a.md -o gone/out.md")
        .file("a.md", OLDER)
        .exits(2)
        .warns("gone/out.md cannot be written: ");
}

#[test]
fn the_null_device_takes_anything() {
    if std::path::Path::new("/dev/null").exists() {
        redraft("compare --to json -o /dev/null")
            .argument(&fixture("res140/guadalajara-2010.md"))
            .argument(&fixture("res140/dl23-rev2-busan-2014.md"))
            .exits(1)
            .says_nothing();
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["text", "markdown", "critic", "json", "html"] {
        let run = || {
            redraft("compare")
                .argument(&fixture("res140/guadalajara-2010.md"))
                .argument(&fixture("res140/dl23-rev2-busan-2014.md"))
                .argument("--to")
                .argument(format)
                .exits(1)
                .stdout
        };
        assert_eq!(run(), run(), "{format}");
    }
}
