//! The command line: one file a command, and what they share.
//!
//! The way of a command: `arguments` as typed -> `settings` as meant -> `input` -> the library ->
//! `output` writes it in the `format` chosen -> `target`. `findings` go to standard error, the
//! `exit` code to the program that started us.

mod arguments;
mod blame;
mod brackets;
mod changes;
mod check;
mod clean;
mod combine;
mod compare;
mod completions;
mod drafts;
mod exit;
mod files_read;
mod findings;
mod format;
mod history;
mod input;
mod line_numbers;
mod man;
mod output;
mod pager;
mod picked;
mod project;
mod references;
mod report;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod show;
mod target;
mod trouble;
mod unfinished;

use arguments::{Arguments, Command};
use clap::{CommandFactory as _, FromArgMatches as _};
use exit::Exit;
use redraft::write::screen;
use settings::Settings;
use trouble::Trouble;

/// Runs the command that was typed.
pub(crate) fn run() -> Exit {
    let typed = Arguments::command()
        .try_get_matches()
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match typed {
        Ok(arguments) => arguments,
        Err(message) => {
            if message.use_stderr() {
                findings::print(&screen::plain(&message.render().to_string()));
                return Exit::Trouble;
            }
            // Help that nobody reads to its end is no trouble.
            let _ = message.print();
            return Exit::Nothing;
        }
    };
    let settings = Settings::resolve(&arguments.shared);
    match carry_out(&arguments.command, &settings) {
        Ok(exit) => exit,
        Err(Trouble::PipeClosed) => Exit::Nothing,
        Err(trouble) => {
            findings::complain(&trouble);
            Exit::Trouble
        }
    }
}

fn carry_out(command: &Command, settings: &Settings) -> Result<Exit, Trouble> {
    match command {
        Command::Show(arguments) => show::run(arguments, settings),
        Command::Compare(arguments) => compare::run(arguments, settings),
        Command::Clean(arguments) => clean::run(arguments, settings),
        Command::Combine(arguments) => combine::run(arguments, settings),
        Command::Brackets(arguments) => brackets::run(arguments, settings),
        Command::Changes(arguments) => changes::run(arguments, settings),
        Command::History(arguments) => history::run(arguments, settings),
        Command::Blame(arguments) => blame::run(arguments, settings),
        Command::Report(arguments) => report::run(arguments, settings),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments, settings),
        Command::References(arguments) => references::run(arguments, settings),
        Command::Check(arguments) => check::run(arguments, settings),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man(arguments) => man::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
