//! `redraft completions`: the command's words, for a shell.

use super::arguments;
use super::exit::Exit;
use super::target;
use super::trouble::Trouble;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::fmt::Write as _;

/// Print completions for a shell
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    let mut command = arguments::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "redraft", &mut script);
    target::print(|sink| sink.write_str(&String::from_utf8_lossy(&script)))?;
    Ok(Exit::Nothing)
}
