//! The `redraft` command: parses the command line, runs it, turns the outcome into an exit code. Nothing else.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run().into()
}
