//! `redraft man`: the manual page, of the whole or of one command.

use super::arguments;
use super::exit::Exit;
use super::target;
use super::trouble::Trouble;
use clap::{Args, CommandFactory as _};
use clap_mangen::Man;
use std::fmt::Write as _;

/// Print the manual page, in roff: redraft man | man -l -
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The command to describe, instead of the whole
    command: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Trouble> {
    let mut all = arguments::Arguments::command();
    // So that each command knows its full name and the shared options.
    all.build();
    let described = match &arguments.command {
        None => all,
        Some(name) => all
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Trouble::NoSuchCommand(name.clone()))?,
    };
    let mut page = Vec::new();
    Man::new(described)
        .render(&mut page)
        .map_err(Trouble::Output)?;
    target::print(|sink| sink.write_str(&String::from_utf8_lossy(&page)))?;
    Ok(Exit::Nothing)
}
