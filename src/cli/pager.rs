//! A pager for long output: the one that the reader has chosen, else `less`. None at all is no
//! trouble.

use std::env;
use std::process::{Child, Command, Stdio};

/// Starts the pager, if there is one.
pub(crate) fn start() -> Option<Child> {
    let chosen = ["REDRAFT_PAGER", "PAGER"]
        .iter()
        .find_map(|name| env::var(name).ok())
        .unwrap_or_else(|| "less -FRX".to_owned());
    let mut words = chosen.split_whitespace();
    let program = words.next()?;
    if program == "cat" {
        return None;
    }
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // Leave at once if it fits on the screen, pass colours on, leave the text on the screen.
        command.env("LESS", "FRX");
    }
    command.spawn().ok()
}
