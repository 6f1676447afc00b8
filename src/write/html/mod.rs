//! A redline as one self-contained page. (placeholder until the page room lands)
use crate::draft::{Diff, Redline};
use std::fmt::{self, Write};

/// What the page says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// What the older draft is called.
    pub older: String,
    /// What the newer draft is called.
    pub newer: String,
}

impl Options {
    /// The drafts' names.
    #[must_use]
    pub fn named(names: &Diff<String>) -> Self {
        Self {
            older: names.old.clone(),
            newer: names.new.clone(),
        }
    }
}

/// Writes the page.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let _ = (redline, options);
    out.write_str("")
}
