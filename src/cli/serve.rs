//! `redraft serve`: the page from a server on this computer.

use super::drafts::Drafts;
use super::exit::Exit;
use super::settings::Settings;
use super::trouble::Trouble;
use clap::Args;
use redraft::read;
use redraft::serve::{self, Address, Given, Limits, Options, Patience};
use std::io::{self, Write as _};

/// Open a page on this computer: drop drafts on it, see what changed, take the redline away
#[derive(Debug, Args)]
#[command(
    after_help = "The page is at 127.0.0.1, for this computer alone, and below a name that nobody can guess: the address that is \
                  printed. Drafts stay in memory; nothing is written, nothing is sent anywhere, and Ctrl-C ends it all. \
                  --max-megabytes is the limit for one draft; all together may have four times as much.\n\n\
                  Exit code: 0 when it is ended, 2 trouble."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    drafts: Drafts,
    /// The port; 0 lets the system choose a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(arguments: &Arguments, settings: &Settings) -> Result<Exit, Trouble> {
    let mut given = Vec::new();
    if arguments.drafts.are_named() {
        arguments
            .drafts
            .each_source(settings, |source, draft, about| {
                given.push(Given {
                    file: short(&source.name).to_owned(),
                    bytes: source.bytes,
                    draft,
                    about,
                });
            })?;
    }
    let options = Options {
        port: arguments.port,
        limits: Limits::of_megabytes(settings.max_megabytes),
        memory: None,
        patience: Patience::default(),
        reading: read::Options {
            format: settings.from,
            marks: settings.marks,
            literal: false,
        },
    };
    serve::serve(&options, given, |address| tell(address, arguments.open)).map_err(|source| {
        Trouble::CannotServe {
            port: arguments.port,
            source,
        }
    })?;
    Ok(Exit::Nothing)
}

/// Says where the page is, and opens it. What cannot be said or opened is no reason to stop.
fn tell(address: &Address, open: bool) {
    let mut out = io::stdout();
    let _ = writeln!(out, "{}", address.page).and_then(|()| out.flush());
    let mut beside = io::stderr();
    let _ = writeln!(
        beside,
        "The page is at this address, for this computer alone. Ctrl-C ends it, and nothing of the drafts remains."
    );
    if open && let Err(error) = open::that_detached(&address.ticket) {
        let _ = writeln!(
            beside,
            "redraft: no browser could be opened ({error}); open the address yourself"
        );
    }
}

/// A file's own name, without the folders before it.
fn short(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
