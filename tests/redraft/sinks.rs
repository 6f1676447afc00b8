//! Where output goes: no file that was read is written over, nothing that drafts say drives a
//! terminal, and what is on its way to a file is whole or not there.

use crate::command::{Outcome, redraft};

const OLDER: &str = "1. to act;\n\n2. to report;\n";
const NEWER: &str = "1. to act soon;\n\n2. to report;\n";
const PROJECT: &str = "[[draft]]\nfile = \"a.md\"\n[[draft]]\nfile = \"b.md\"\n";

/// Runs a command over two drafts and a project that names them; all three are as they were.
#[track_caller]
fn refused(arguments: &str, out: &str) {
    let outcome = redraft(arguments)
        .file("a.md", OLDER)
        .file("b.md", NEWER)
        .file("redraft.toml", PROJECT)
        .exits(2)
        .says_nothing()
        .warns(&format!(
            "redraft: {out} is one of the files that this command reads; write to another file"
        ));
    assert_eq!(outcome.wrote("a.md"), OLDER);
    assert_eq!(outcome.wrote("b.md"), NEWER);
    assert_eq!(outcome.wrote("redraft.toml"), PROJECT);
    assert_eq!(outcome.files(), ["a.md", "b.md", "redraft.toml"]);
}

#[test]
fn a_draft_that_a_project_names_is_not_written_over() {
    refused("history redraft.toml -o a.md", "a.md");
    refused("history -o b.md", "b.md");
    refused("history . -o b.md", "b.md");
    refused("brackets redraft.toml --to markdown -o ./a.md", "./a.md");
    refused("report --to html -o b.md", "b.md");
    refused("blame redraft.toml --to json -o a.md", "a.md");
}

#[test]
fn a_project_is_not_written_over() {
    refused("history --to markdown -o redraft.toml", "redraft.toml");
    refused("report --to html -o redraft.toml", "redraft.toml");
}

#[test]
fn a_draft_that_is_named_is_not_written_over() {
    refused("compare a.md b.md -o a.md", "a.md");
    refused("compare a.md b.md --to html -o b.md", "b.md");
    refused("show a.md --to json -o a.md", "a.md");
    refused("check b.md --against a.md --to markdown -o a.md", "a.md");
    refused("references a.md b.md --to markdown -o b.md", "b.md");
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    /// Runs a command in a folder that is made beforehand.
    fn in_folder(
        arguments: &str,
        make: impl FnOnce(&std::path::Path),
    ) -> (tempfile::TempDir, i32, String) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), OLDER).unwrap();
        fs::write(folder.path().join("b.md"), NEWER).unwrap();
        make(folder.path());
        let output = assert_cmd::cargo::cargo_bin_cmd!("redraft")
            .current_dir(folder.path())
            .args(arguments.split_whitespace())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (folder, output.status.code().unwrap_or(-1), said)
    }

    #[test]
    fn links_lead_to_what_they_link_to() {
        for link in [
            |folder: &std::path::Path| symlink("a.md", folder.join("out.md")).unwrap(),
            |folder: &std::path::Path| {
                fs::hard_link(folder.join("a.md"), folder.join("out.md")).unwrap();
            },
        ] {
            let (folder, code, said) = in_folder("compare a.md b.md -o out.md", link);
            assert_eq!(code, 2, "{said}");
            assert!(said.contains("out.md is one of the files"), "{said}");
            assert_eq!(
                fs::read_to_string(folder.path().join("a.md")).unwrap(),
                OLDER
            );
        }
    }

    #[test]
    fn a_draft_from_standard_input_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, OLDER).unwrap();
        fs::write(folder.path().join("b.md"), NEWER).unwrap();
        let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("redraft"))
            .current_dir(folder.path())
            .args(["compare", "-", "b.md", "-o", "a.md"])
            .stdin(fs::File::open(&path).unwrap())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(fs::read_to_string(&path).unwrap(), OLDER);
    }

    #[test]
    fn a_read_only_file_is_refused_and_a_dangling_link_followed() {
        let (folder, code, said) = in_folder("compare a.md b.md -o out.md", |folder| {
            fs::write(folder.join("out.md"), "signed").unwrap();
            let mode = fs::Permissions::from_mode(0o444);
            fs::set_permissions(folder.join("out.md"), mode).unwrap();
        });
        assert_eq!(code, 2, "{said}");
        assert!(
            said.contains(
                "out.md cannot be written: the file is read-only; name a file that you may write"
            ),
            "{said}"
        );
        let kept = fs::read_to_string(folder.path().join("out.md")).unwrap();
        assert_eq!(kept, "signed");
        let (folder, code, said) = in_folder("compare a.md b.md -o out.md", |folder| {
            symlink("new.md", folder.join("out.md")).unwrap();
        });
        assert_eq!(code, 1, "{said}");
        assert!(folder.path().join("out.md").is_symlink());
        let written = fs::read_to_string(folder.path().join("new.md")).unwrap();
        assert!(written.contains("<ins> soon</ins>"), "{written}");
    }

    /// The command is told to end while it writes: into a file system that takes its time, by way
    /// of a draft so long that the signal comes in between. Whichever moment it hits, what stands
    /// there afterwards is the old file, or the new one whole, and nothing beside it.
    #[test]
    fn an_end_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let clauses: String = (1..4000).fold(String::new(), |text, k| {
            text + &format!("{k}. to act within {k} days of the meeting of the Board;\n\n")
        });
        fs::write(folder.path().join("long.md"), clauses).unwrap();
        for signal in ["-INT", "-TERM", "-HUP"] {
            for least in [0, 1, 100_000, 400_000] {
                let mut child =
                    std::process::Command::new(assert_cmd::cargo::cargo_bin!("redraft"))
                        .current_dir(folder.path())
                        .args(["show", "long.md", "--to", "json", "-o", "out.json"])
                        .spawn()
                        .unwrap();
                // How much of the unfinished file there is, if any.
                let begun = || -> Option<u64> {
                    let mut entries = fs::read_dir(folder.path()).unwrap().flatten();
                    let is_ours = |name: &str| name.starts_with(".redraft-");
                    let entry = entries.find(|e| e.file_name().to_str().is_some_and(is_ours))?;
                    Some(entry.metadata().map_or(0, |about| about.len()))
                };
                while child.try_wait().unwrap().is_none() && begun().is_none_or(|n| n < least) {
                    std::thread::yield_now();
                }
                let id = child.id().to_string();
                let _ = std::process::Command::new("kill")
                    .args([signal, &id])
                    .status();
                child.wait().unwrap();
                assert_eq!(begun(), None, "{signal} after {least} bytes");
                let path = folder.path().join("out.json");
                if let Ok(json) = fs::read(&path) {
                    serde_json::from_slice::<serde_json::Value>(&json).unwrap();
                    fs::remove_file(&path).unwrap();
                }
            }
        }
    }
}

/// Nothing in what was said drives a terminal, but for colours.
#[track_caller]
fn drives_nothing(outcome: &Outcome) {
    for text in [&outcome.stdout, &outcome.stderr] {
        let looks = ["0", "1", "2", "3", "4", "9", "31", "33", "34"];
        let words = looks.iter().fold(text.clone(), |text, look| {
            text.replace(&format!("\u{1b}[{look}m"), "")
        });
        let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!words.contains(bad), "{outcome}");
    }
}

/// OSC 52, which fills the clipboard, in two ways to write it; what hides words; what goes back.
const DRIVES: &str = "\u{1b}]52;c;cHduZWQ=\u{7}\u{9d}52;c;cHduZWQ=\u{9c}\u{1b}[8m\r\u{8}";
const IN_TOML: &str = "\\u001b]52;c;cHduZWQ=\\u0007\\u009d52;c;cHduZWQ=\\u009c\\u001b[8m\\r\\b";

#[test]
fn the_name_of_a_draft_drives_no_terminal() {
    let project = format!(
        "[[draft]]\nfile = \"a.md\"\nname = \"{IN_TOML}\"\nnote = \"{IN_TOML}\"\nsymbol = \"{IN_TOML}\"\ndate = \"{IN_TOML}\"\n[[draft]]\nfile = \"b.md\"\n"
    );
    for command in [
        "history",
        "history --matrix",
        "history --matrix --to csv",
        "history --to markdown",
        "history --to json",
        "history --matrix --to html",
        "history --between 1..2",
        "history --clause 1",
        "history --in nobody --clause 1",
        "blame",
        "blame --deleted",
        "blame --to json",
        "brackets",
        "brackets --to csv",
        "brackets --to markdown",
        "brackets --to json",
        "brackets --chart",
        "brackets --burn-down --to csv",
        "report --to json",
        "report --to html",
    ] {
        for colour in ["never", "always"] {
            let outcome = redraft(command)
                .arguments("--color")
                .argument(colour)
                .file("a.md", "1. to [act];\n\n2. to go on;\n")
                .file("b.md", "1. to act;\n\n2. to go [on];\n")
                .file("redraft.toml", &project)
                .ends();
            drives_nothing(&outcome);
        }
    }
}

#[test]
fn words_of_a_draft_drive_no_terminal() {
    let [older, newer] = [("[act]", "act"), ("act", "[act]")]
        .map(|(a, b)| format!("---\ntitle: {DRIVES}\n---\n\n1. to {a} {DRIVES};\n\n2. to {b};\n"));
    for command in [
        "show a.md",
        "show a.md --to json",
        "show a.md --why 1",
        "compare a.md b.md",
        "compare a.md b.md --to markdown",
        "compare a.md b.md --to critic",
        "compare a.md b.md --to json",
        "compare a.md b.md --to html",
        "clean a.md",
        "clean a.md --to markdown",
        "brackets a.md",
        "brackets a.md --to csv",
        "brackets a.md --to markdown",
        "brackets a.md --to json",
        "check a.md",
        "check a.md --to sarif",
        "check a.md --to json",
        "check a.md --to markdown",
        "references a.md b.md",
        "references a.md b.md --to csv",
    ] {
        let outcome = redraft(command)
            .file("a.md", &older)
            .file("b.md", &newer)
            .ends();
        drives_nothing(&outcome);
    }
}

#[test]
fn json_holds_every_sign_all_the_same() {
    let draft = redraft("show a.md --to json")
        .file("a.md", "1. to act§2J;\n")
        .exits(0);
    let outcome = redraft("show a.json --to json")
        .file("a.json", draft.stdout.replace('§', "\\u009b"))
        .exits(0);
    drives_nothing(&outcome);
    assert!(
        outcome.json().to_string().contains("act\u{9b}2J"),
        "{outcome}"
    );
}

#[test]
fn a_path_drives_no_terminal() {
    let name = "\u{1b}]0;pwned\u{7}\n.md";
    for command in ["show", "history", "compare a.md", "serve"] {
        let outcome = redraft(command).argument(name).file("a.md", OLDER).exits(2);
        drives_nothing(&outcome);
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome}");
    }
    let outcome = redraft("show").argument("--\u{1b}]0;pwned\u{7}").exits(2);
    drives_nothing(&outcome);
    #[cfg(unix)]
    {
        let outcome = redraft("show")
            .argument(name)
            .file(name, "1. to [act;\n\n1. to act \u{fffd};\n")
            .exits(0);
        drives_nothing(&outcome);
        let outcome = redraft("check")
            .argument(name)
            .file(name, "1. to [act;\n\n1. to act;\n")
            .exits(1);
        drives_nothing(&outcome);
    }
}
