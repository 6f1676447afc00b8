//! The `redraft` command: parses the command line, runs it, turns the outcome into an exit code.
//! Nothing else.

mod cli;

/// A draft is many small texts: this allocator hands them out for a third of the usual cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run().into()
}
