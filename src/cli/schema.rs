//! `redraft schema`: the JSON Schema of what `--to json` writes.

use super::exit::Exit;
use super::trouble::Trouble;
use super::{output, target};
use clap::Args;

/// Print the JSON Schema of redraft's JSON
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Exit, Trouble> {
    target::print(output::schema)?;
    Ok(Exit::Nothing)
}
