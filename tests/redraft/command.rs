//! A builder for one run of the command: what goes in, and what is expected to come out.

use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;
use tempfile::TempDir;

/// One run of `redraft`, in a folder of its own.
pub(crate) struct Run {
    folder: TempDir,
    arguments: Vec<String>,
    standard_input: Vec<u8>,
    environment: Vec<(&'static str, &'static str)>,
}

/// What came of a run.
pub(crate) struct Outcome {
    folder: TempDir,
    called: String,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A run with these arguments, parted by spaces.
pub(crate) fn redraft(arguments: &str) -> Run {
    Run {
        folder: TempDir::new().unwrap(),
        arguments: arguments.split_whitespace().map(str::to_owned).collect(),
        standard_input: Vec::new(),
        environment: Vec::new(),
    }
}

/// The path of a file in `fixtures/`.
pub(crate) fn fixture(name: &str) -> String {
    format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

impl Run {
    /// A file in the folder that the command runs in.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    /// A folder in the folder that the command runs in.
    pub(crate) fn folder(self, name: &str) -> Self {
        std::fs::create_dir(self.folder.path().join(name)).unwrap();
        self
    }

    /// One more argument, with whatever is in it.
    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// More arguments, parted by spaces.
    pub(crate) fn arguments(mut self, arguments: &str) -> Self {
        self.arguments
            .extend(arguments.split_whitespace().map(str::to_owned));
        self
    }

    /// What standard input holds.
    pub(crate) fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        self.standard_input = text.as_ref().to_owned();
        self
    }

    /// A variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// Runs the command and expects this exit code.
    #[track_caller]
    pub(crate) fn exits(self, expected: i32) -> Outcome {
        let outcome = self.ends();
        assert_eq!(outcome.code, expected, "{outcome}");
        outcome
    }

    /// Runs the command, whatever comes of it but a defect.
    #[track_caller]
    pub(crate) fn ends(self) -> Outcome {
        let mut command = cargo_bin_cmd!("redraft");
        for name in [
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "PAGER",
            "REDRAFT_PAGER",
        ] {
            command.env_remove(name);
        }
        let output = command
            .current_dir(self.folder.path())
            .args(&self.arguments)
            .envs(self.environment)
            .write_stdin(self.standard_input)
            .output()
            .unwrap();
        let outcome = Outcome {
            folder: self.folder,
            called: format!("redraft {}", self.arguments.join(" ")),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!((0..=2).contains(&outcome.code), "{outcome}");
        outcome
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "$ {}", self.called)?;
        writeln!(
            f,
            "-- exit {}, standard output:\n{}",
            self.code, self.stdout
        )?;
        writeln!(f, "-- standard error:\n{}", self.stderr)
    }
}

impl Outcome {
    /// Expects `text` on standard output.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "no {text:?} in\n{self}");
        self
    }

    /// Expects no `text` on standard output.
    #[track_caller]
    pub(crate) fn does_not_say(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text), "there is {text:?} in\n{self}");
        self
    }

    /// Expects exactly this on standard error.
    #[track_caller]
    pub(crate) fn complains(self, text: &str) -> Self {
        assert_eq!(self.stderr, text, "{self}");
        self
    }

    /// Expects `text` somewhere on standard error.
    #[track_caller]
    pub(crate) fn warns(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no {text:?} in\n{self}");
        self
    }

    /// Expects nothing on standard output.
    #[track_caller]
    pub(crate) fn says_nothing(self) -> Self {
        assert_eq!(self.stdout, "", "{self}");
        self
    }

    /// What standard output says, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in\n{self}"))
    }

    /// The content of a file that the command wrote.
    #[track_caller]
    pub(crate) fn wrote(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}\n{self}"))
    }

    /// The same as bytes.
    #[track_caller]
    pub(crate) fn wrote_bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}\n{self}"))
    }

    /// The names of the files in the folder that the command ran in.
    pub(crate) fn files(&self) -> Vec<String> {
        names_in(self.folder.path())
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
