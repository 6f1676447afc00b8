//! What a reader or a check has to say about a draft.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a finding matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing was doubtful.
    Note,
    /// Something was assumed, or looks wrong in the draft.
    Warning,
    /// Something could not be read as it was meant.
    Error,
}

/// Something that was noticed while a draft was read or worked on: never a reason to stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name for this kind of finding, such as `label-misread`.
    pub code: String,
    /// The line in the source, from 1; 0 where the source has no lines.
    pub line: u32,
    /// The column in the source, in characters from 1; 0 where unknown.
    pub column: u32,
    /// What was found.
    pub message: String,
    /// What to do about it; empty where nothing is to be done.
    #[serde(default)]
    pub help: String,
}

impl Finding {
    /// A finding at a place.
    #[must_use]
    pub fn new(
        severity: Severity,
        code: &str,
        line: u32,
        column: u32,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            line,
            column,
            message: message.into(),
            help: String::new(),
        }
    }

    /// The same finding with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// A kind of finding, by its stable name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its stable name.
    pub name: &'static str,
    /// What it says, in a few words.
    pub title: &'static str,
    /// How much it matters.
    pub severity: Severity,
}

impl Code {
    /// Whether a name on the command line means this kind: its own, or that of its family, such as
    /// `numbering`.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name
            || self
                .name
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('-'))
    }
}

/// A finding, and which clause of which draft it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// The name of the draft's source.
    pub source: String,
    /// The address of the clause; empty where it is about the whole draft.
    #[serde(default)]
    pub address: String,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
            if self.column > 0 {
                write!(f, "{}:", self.column)?;
            }
            f.write_str(" ")?;
        }
        write!(f, "{}: {} [{}]", self.severity, self.message, self.code)?;
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}
