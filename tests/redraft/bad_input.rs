//! What is not a draft: a clear message that names the file and says what to do, exit code 2,
//! nothing half-written.

use crate::command::{fixture, redraft};

const DRAFT: &str = "resolves\n\n1 to go on.\n";

#[test]
fn a_missing_file() {
    redraft("show gone.md")
        .exits(2)
        .says_nothing()
        .complains("redraft: gone.md: there is no such file; check the path\n");
}

#[test]
fn the_missing_one_of_two_is_named() {
    redraft("compare a.md gone.md")
        .file("a.md", DRAFT)
        .exits(2)
        .says_nothing()
        .complains("redraft: gone.md: there is no such file; check the path\n");
}

#[test]
fn a_directory() {
    redraft("brackets drafts")
        .folder("drafts")
        .exits(2)
        .complains("redraft: drafts is a directory; name a file in it\n");
}

#[test]
fn an_empty_file() {
    redraft("show empty.md")
        .file("empty.md", "")
        .exits(2)
        .complains("redraft: empty.md is empty: there is no draft in it\n");
}

#[test]
fn empty_standard_input() {
    redraft("clean -")
        .exits(2)
        .complains("redraft: standard input is empty: there is no draft in it\n");
}

#[test]
fn a_binary_file() {
    redraft("show")
        .argument(&fixture("odd/binary.bin"))
        .exits(2)
        .says_nothing()
        .warns("binary.bin is not text: ")
        .warns("save the draft as text");
}

#[test]
fn foreign_json() {
    redraft("show foreign.json")
        .file("foreign.json", "{ \"name\": \"not a draft\" }\n")
        .exits(2)
        .says_nothing()
        .warns("foreign.json:1:")
        .warns("not a redraft JSON draft");
}

#[test]
fn json_that_stops_half_way() {
    redraft("show")
        .argument(&fixture("odd/broken.json"))
        .exits(2)
        .says_nothing()
        .warns("broken.json:");
}

#[test]
fn json_from_a_later_redraft() {
    redraft("show")
        .argument(&fixture("odd/later-version.json"))
        .exits(2)
        .says_nothing()
        .warns("later-version.json:");
}

#[test]
fn a_file_that_is_too_large() {
    redraft("show large.txt --max-megabytes 1")
        .file("large.txt", vec![b'['; 1_000_001])
        .exits(2)
        .says_nothing()
        .complains(
            "redraft: large.txt is larger than 1 MB; raise the limit with --max-megabytes if it really is a draft\n",
        );
}

#[test]
fn a_pipe_that_is_too_large() {
    redraft("show - --max-megabytes 1")
        .stdin(vec![b'['; 1_000_001])
        .exits(2)
        .warns("standard input is larger than 1 MB");
}

#[test]
fn a_megabyte_of_brackets_is_refused_and_as_many_with_words_are_read() {
    let register = || redraft("brackets - --to csv");
    let refused = register().stdin(vec![b'['; 900_000]).exits(2);
    assert!(refused.stderr.contains("brackets"), "{}", refused.stderr);
    // One sign for 32 bytes.
    let clause = "[The Committee takes note of what is said here today;]\n\n";
    register()
        .stdin(clause.repeat(900_000 / clause.len()))
        .exits(1);
}

#[test]
fn bytes_that_are_not_utf_8_are_read_with_a_notice() {
    redraft("clean")
        .argument(&fixture("odd/not-quite-utf-8.txt"))
        .exits(0)
        .says("to read été and “quoted” words;")
        .warns("Windows-1252");
}

#[test]
fn utf_16_is_read() {
    for name in ["14.utf-16-le", "15.utf-16-be"] {
        redraft("clean")
            .argument(&fixture(&format!("pairs/{name}.2-newer.txt")))
            .exits(0)
            .says("as the “Rules of Saint-Étienne” require;");
    }
}

#[test]
fn only_one_draft_can_be_standard_input() {
    redraft("compare - -")
        .stdin(DRAFT)
        .exits(2)
        .complains("redraft: only one of the drafts can be - (standard input)\n");
}

#[test]
fn wrong_arguments_are_trouble() {
    redraft("compare only-one.md").exits(2).warns("Usage:");
    redraft("show --no-such-option x").exits(2).warns("Usage:");
    redraft("").exits(2);
}
