//! What the shared options come to, once the terminal and the environment have been looked at.

use super::arguments::{Color, Shared};
use super::files_read::FilesRead;
use redraft::read::{Format, Marks};
use std::io::{self, IsTerminal};

/// The settings that every command works with.
#[derive(Debug)]
#[cfg_attr(test, derive(Default))]
pub(crate) struct Settings {
    /// The format that the drafts are in, where it is not to be told from their content.
    pub(crate) from: Option<Format>,
    /// What shows changes in a Word file.
    pub(crate) marks: Marks,
    /// Refuse larger files.
    pub(crate) max_megabytes: u64,
    /// Whether standard output is a terminal.
    pub(crate) on_terminal: bool,
    /// Whether to write colours.
    pub(crate) color: bool,
    /// How wide the lines may be for a reader at a terminal.
    pub(crate) width: usize,
    /// Whether the width was asked for.
    pub(crate) width_is_asked: bool,
    /// Whether long output for people may be shown in a pager.
    pub(crate) may_page: bool,
    /// The files that were read so far.
    pub(crate) files_read: FilesRead,
}

impl Settings {
    /// Looks at the terminal and the environment.
    pub(crate) fn resolve(shared: &Shared) -> Self {
        let on_terminal = io::stdout().is_terminal();
        Self {
            from: shared.from.map(super::arguments::From::format),
            marks: shared.marks.marks(),
            max_megabytes: shared.max_megabytes,
            on_terminal,
            color: match shared.color {
                Color::Always => true,
                Color::Never => false,
                // NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM have their say here.
                Color::Auto => {
                    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
                }
            },
            width: shared.width.map_or_else(terminal_width, usize::from),
            width_is_asked: shared.width.is_some(),
            may_page: on_terminal && !shared.no_pager,
            files_read: FilesRead::default(),
        }
    }
}

/// The width of the terminal; a typewriter's where there is none.
fn terminal_width() -> usize {
    const TYPEWRITER: usize = 80;
    terminal_size::terminal_size().map_or(TYPEWRITER, |(width, _)| usize::from(width.0).max(20))
}
