//! `--line-numbers`: Word files whose lines are numbered.

use super::trouble::Trouble;
use clap::Args;
use redraft::word;

/// Whether the lines of a Word file are numbered.
#[derive(Debug, Args)]
pub(crate) struct LineNumbers {
    /// In a Word file, number the lines of every page in the margin, as in a printed draft
    #[arg(long = "line-numbers")]
    pub(crate) wanted: bool,
}

impl LineNumbers {
    /// Refuses them for what is no Word file: its lines are not those of a page.
    pub(crate) fn check(&self, is_word: bool) -> Result<(), Trouble> {
        match self.wanted && !is_word {
            true => Err(Trouble::NumbersLinesOfWord),
            false => Ok(()),
        }
    }

    /// A Word file with its lines numbered, if that is wanted; an error tells of the file of that
    /// name.
    pub(crate) fn on(&self, bytes: Vec<u8>, name: &str) -> Result<Vec<u8>, Trouble> {
        if !self.wanted {
            return Ok(bytes);
        }
        word::number_lines(&bytes).map_err(|error| Trouble::Word {
            name: name.to_owned(),
            error,
        })
    }
}
