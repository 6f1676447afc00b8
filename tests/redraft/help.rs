//! The whole command line, as `--help` tells it: a change of it is seen in the snapshot.

use crate::command::redraft;

const COMMANDS: [&str; 13] = [
    "show",
    "compare",
    "clean",
    "brackets",
    "report",
    "serve",
    "history",
    "blame",
    "references",
    "check",
    "completions",
    "man",
    "schema",
];

#[test]
fn the_command_line_as_help_tells_it() {
    let mut all = redraft("--help").exits(0).stdout;
    for command in COMMANDS {
        let help = redraft(command).argument("-h").exits(0).stdout;
        all.push_str(&format!("\n==== redraft {command} -h\n\n{help}"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        redraft("completions")
            .argument(shell)
            .exits(0)
            .says("redraft")
            .says("brackets");
    }
}

#[test]
fn a_manual_page_for_every_command() {
    redraft("man").exits(0).says(".TH redraft 1");
    for command in COMMANDS {
        redraft("man")
            .argument(command)
            .exits(0)
            .says(".SH SYNOPSIS");
    }
    redraft("man no-such-command")
        .exits(2)
        .warns("there is no command called no-such-command");
}

#[test]
fn the_schema_is_json() {
    let schema = redraft("schema").exits(0).json();
    assert!(schema["$schema"].is_string());
}

#[test]
fn the_version() {
    redraft("--version")
        .exits(0)
        .says(env!("CARGO_PKG_VERSION"));
}
