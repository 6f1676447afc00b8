//! The README tells the truth: every `console` command in it runs, with the exit code and the lines
//! it shows.
//!
//! In a block, `$ redraft …` (or `$ cargo run --release -- …`) is a command. The lines below it
//! must come out of it in this order; `…` stands for any lines. `$ echo $?` after it shows its exit
//! code; where it does not, 0 and 1 are fine. A command that serves is started, and stopped when it
//! has said where.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A command of the README and what is shown below it.
#[derive(Debug, Default)]
struct Shown {
    line: usize,
    command: String,
    output: Vec<String>,
    exit: Option<i32>,
}

#[test]
#[cfg(unix)]
fn every_command_in_the_readme_runs_as_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(readme) = fs::read_to_string(root.join("README.md")) else {
        panic!("there is no README.md");
    };
    let commands = commands(&readme);
    assert!(!commands.is_empty(), "README.md shows no command");
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.join("fixtures"), folder.path().join("fixtures")).unwrap();
    for shown in &commands {
        check(shown, folder.path());
    }
}

/// The commands that can be run here, one after the other: a later one may read what an earlier one
/// wrote.
fn commands(readme: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut inside = false;
    let mut asks_for_exit = false;
    for (index, line) in readme.lines().enumerate() {
        if line.starts_with("```") {
            inside = !inside && line.trim_end() == "```console";
            asks_for_exit = false;
        } else if !inside {
        } else if line == "$ echo $?" {
            asks_for_exit = true;
        } else if let Some(command) = line.strip_prefix("$ ") {
            let command = command.replace("cargo run --release --", "redraft");
            found.push(Shown {
                line: index + 1,
                command,
                ..Shown::default()
            });
        } else if let Some(last) = found.last_mut() {
            if asks_for_exit {
                last.exit = line.trim().parse().ok();
                asks_for_exit = false;
            } else {
                last.output.push(line.to_owned());
            }
        }
    }
    // Cloning, building and installing are not for a test.
    found.retain(|shown| shown.command.contains("redraft ") && !shown.command.contains("cargo "));
    found
}

/// Starts a command that serves, but for the browser, and stops it when it has said where.
#[cfg(feature = "serve")]
#[track_caller]
fn serves(shown: &Shown, folder: &Path) {
    use std::io::BufRead as _;
    let arguments = shown.command.replace(" --open", "");
    let mut child = Command::new(env!("CARGO_BIN_EXE_redraft"))
        .args(arguments.split_whitespace().skip(1))
        .current_dir(folder)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let read = std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut line);
    child.kill().unwrap();
    child.wait().unwrap();
    read.unwrap();
    assert!(
        line.starts_with("http://127.0.0.1:") && line.contains("redline?drafts=1.2"),
        "README.md:{}: $ {}\n{line}",
        shown.line,
        shown.command
    );
}

#[track_caller]
fn check(shown: &Shown, folder: &Path) {
    #[cfg(feature = "serve")]
    if shown.command.starts_with("redraft serve ") {
        return serves(shown, folder);
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_redraft"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", &shown.command])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("CLICOLOR_FORCE")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let at = format!("README.md:{}: $ {}\n{said}", shown.line, shown.command);
    match (output.status.code(), shown.exit) {
        (code, Some(expected)) => assert_eq!(code, Some(expected), "{at}"),
        (code, None) => assert!(matches!(code, Some(0 | 1)), "exit {code:?}: {at}"),
    }
    let mut lines = said.lines();
    for expected in shown.output.iter().filter(|line| line.trim() != "…") {
        let found = lines.any(|line| line.trim_end() == expected.trim_end());
        assert!(
            found,
            "no line {expected:?} (in this order) in what came out of\n{at}"
        );
    }
}

#[test]
fn blocks_are_read_as_people_read_them() {
    let readme = "```console\n$ redraft show a\none\n…\n$ echo $?\n0\n$ cargo test\n```\n```sh\n$ redraft no\n```\n";
    let commands = commands(readme);
    assert_eq!(commands.len(), 1);
    assert_eq!(commands[0].command, "redraft show a");
    assert_eq!(commands[0].output, ["one", "…"]);
    assert_eq!(commands[0].exit, Some(0));
}

#[test]
fn headings_skip_no_level() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let mut level = 0;
    let mut inside = false;
    for line in readme.lines() {
        inside ^= line.starts_with("```");
        let hashes = line.chars().take_while(|c| *c == '#').count();
        if inside || hashes == 0 || !line[hashes..].starts_with(' ') {
            continue;
        }
        assert!(hashes <= level + 1, "{line}");
        level = hashes;
    }
}
