//! The page from a server on this computer: put in drafts, order them, see the redline, take it
//! away.
//!
//! The server listens on 127.0.0.1 and nowhere else, and fetches nothing. Drafts are kept in
//! memory; nothing is written, and all is gone when it ends.
//!
//! # Which drafts a tab is about
//! A draft that was put in gets a number and never changes. Which drafts, in which order, is said
//! by the address of each page (`?drafts=1.4.2`; `4b` is the text of draft 4 before the changes
//! that it carries itself). So two tabs cannot get into each other's way, the browser's Back goes
//! back, and an address shows the same when it is loaded again. Only taking a draft out of memory
//! is felt in every tab that names it, and each says so.
//!
//! # What it answers
//! Below `/TOKEN`, a random name of 128 bits that is new at each start:
//!
//! | request | answer |
//! |---|---|
//! | `GET /` | the start page |
//! | `POST /drafts?name=FILE` with the bytes of a file | 201 and what was read: number, format, clauses, words, passages, findings |
//! | `GET /drafts` | the same of all drafts in memory |
//! | `DELETE /drafts/N` | 204; the draft is gone |
//! | `GET /summary?drafts=1.2` | what became of the clauses between the last two |
//! | `GET /report.json?drafts=1.2` | the published JSON of the report |
//! | `GET /redline?drafts=1.2` | the page of the report, with ways back and out |
//! | `GET /take/WHAT?drafts=1.2&older=1&newer=2` | a file: `redline.docx`, `redline.md`, `page.html`, `clean.docx`, `clean.md`, `brackets.csv`, `brackets.xlsx`, `lives.csv` |
//!
//! What cannot be done is answered with a status and `{"message": "…"}` that says what and why; a
//! browser that asks for a page gets the message as a page. A file that is not taken is answered
//! so:
//!
//! | status | why | what the message says |
//! |---|---|---|
//! | 408 | it stopped coming | to send it again |
//! | 413 | it is larger than the limit | the limit, and `--max-megabytes`, which raises it |
//! | 413 | there are too many drafts, or they are too large together | to remove some |
//! | 413 | it may take more memory than there is | both figures; to remove drafts, or use a command |
//! | 422 | it is no draft that can be read | why not, and what to do |
//! | 503 | there will be room, but there was none for a minute | to wait and ask again |
//!
//! Memory is asked for before a file is read and before a report is made; so what may not fit is
//! refused before it takes any.
//!
//! # What it guards against
//! - Pages of other sites: the `Host` must be this server's (a name that was bound to 127.0.0.1 is
//!   not), requests that change something must come from this origin, nothing allows another one to
//!   read an answer (`guard`).
//! - Other programs and people on this computer: without the token there is nothing but 404. A
//!   browser is opened with a ticket that is good for one request, since others can read the
//!   command line of a browser, and then gets the token. Somebody who is the same user, or an
//!   administrator, can read the memory of any program and is not kept out.
//! - Drafts made to do harm, and drafts that are large: there are limits on files, drafts and parts
//!   of Word files; whatever takes memory in proportion to drafts asks for it first (`budget`), as
//!   much as it may take by what was measured (`weigh`); work is done on few threads with room on
//!   their stacks, and a defect in a reader ends the request, not the server (`works`; that is why
//!   a release unwinds on panic).
//! - Those who stall: whoever says nothing, or takes nothing, loses its place, and takes none from
//!   others meanwhile (`listen`, `receive`).
//! - Text of drafts that looks like markup: pages are written as the report's are, and their policy
//!   lets nothing run but our own script.

mod answer;
mod budget;
mod guard;
mod listen;
mod machine;
mod pages;
mod receive;
mod reports;
mod routes;
mod shelf;
mod take;
mod told;
mod weigh;
mod works;

pub use listen::Patience;
pub use shelf::Limits;

use crate::draft::Draft;
use crate::draft::history::Revision;
use crate::read;
use budget::Budget;
use guard::Gate;
use hyper_util::server::graceful::GracefulShutdown;
use listen::listen;
use reports::Reports;
use shelf::Shelf;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use works::Works;

/// How to serve.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The port; 0 lets the system choose a free one.
    pub port: u16,
    /// What is refused.
    pub limits: Limits,
    /// Memory for all drafts and all work, in bytes; half of what this computer can spare, unless
    /// it is said.
    pub memory: Option<u64>,
    /// How long the other side may take.
    pub patience: Patience,
    /// How files are read: their format, where it is not to be told from their content; what shows
    /// changes in Word files.
    pub reading: read::Options,
}

/// A draft that is there from the start.
#[derive(Debug)]
pub struct Given {
    /// The name of its file.
    pub file: String,
    /// The bytes of its file.
    pub bytes: Vec<u8>,
    /// What was read from it.
    pub draft: Draft,
    /// What it is called, and which view of it is meant.
    pub about: Revision,
}

/// Where a server is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The start page, or the redline of the drafts that were given.
    pub page: String,
    /// An address that leads there once, and says nothing to those who read it later.
    pub ticket: String,
}

/// Everything that the server knows.
struct House {
    gate: Gate,
    shelf: Mutex<Shelf>,
    reports: Reports,
    works: Works,
    /// Memory for drafts, and for work on them.
    budget: Budget,
    /// Memory for files on their way: whoever sends one holds some, and may have to wait for more
    /// of the other.
    arriving: Budget,
    patience: Patience,
    reading: read::Options,
}

/// Serves until it is told to end, by Ctrl-C or by the system. `ready` is told where.
///
/// # Errors
/// Where the port cannot be had, or the system has no random numbers or threads to give.
pub fn serve(options: &Options, given: Vec<Given>, ready: impl FnOnce(&Address)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(works::THREADS)
        .thread_stack_size(works::STACK)
        .enable_all()
        .build()?;
    let served = runtime.block_on(until_the_end(options, given, ready));
    // Work that nobody waits for any more ends with the program.
    runtime.shutdown_background();
    served
}

async fn until_the_end(
    options: &Options,
    given: Vec<Given>,
    ready: impl FnOnce(&Address),
) -> io::Result<()> {
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(here).await?;
    let mut shelf = Shelf::new(options.limits);
    let memory = options.memory.unwrap_or_else(machine::spare);
    let arriving = memory / 4;
    let budget = Budget::new(memory - arriving, options.patience.turn);
    let arriving = Budget::new(arriving, options.patience.turn);
    for one in given {
        // They are in memory already: what there is of it is theirs, even if it is too little.
        let bytes = one.bytes.len() as u64 + weigh::in_memory(&one.draft);
        let kept = budget
            .now(bytes.min(budget.left()))
            .map(|share| share.keep(bytes));
        shelf.put_given(one, kept);
    }
    let page = match shelf.first_list() {
        list if shelf.has_several() => format!("redline?drafts={list}"),
        _ => String::new(),
    };
    let gate = Gate::new(listener.local_addr()?.port(), &page)?;
    let address = gate.address();
    let house = Arc::new(House {
        gate,
        shelf: Mutex::new(shelf),
        reports: Reports::default(),
        works: Works::default(),
        budget,
        arriving,
        patience: options.patience,
        reading: options.reading,
    });
    let talks = GracefulShutdown::new();
    let routes = routes::routes(&house);
    // Whoever knows where the server is may end it.
    let told_to_end = listening_for_the_end()?;
    ready(&address);
    let listening = listen(listener, routes, options.patience, &talks);
    first(told_to_end, listening).await;
    // What is being sent may be sent; a comparison that takes longer is not waited for.
    let _ = tokio::time::timeout(Duration::from_secs(2), talks.shutdown()).await;
    Ok(())
}

/// Listens for Ctrl-C, and for the system to ask, from now on.
#[cfg(unix)]
fn listening_for_the_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut typed = signal(SignalKind::interrupt())?;
    let mut asked = signal(SignalKind::terminate())?;
    Ok(async move {
        let typed = async {
            typed.recv().await;
        };
        let asked = async {
            asked.recv().await;
        };
        first(typed, asked).await;
    })
}

/// Listens for Ctrl-C from now on.
#[cfg(windows)]
fn listening_for_the_end() -> io::Result<impl Future<Output = ()>> {
    let mut typed = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        typed.recv().await;
    })
}

/// Waits for either of two things.
async fn first(one: impl Future<Output = ()>, other: impl Future<Output = ()>) {
    let (mut one, mut other) = (std::pin::pin!(one), std::pin::pin!(other));
    std::future::poll_fn(|context| {
        if one.as_mut().poll(context).is_ready() {
            return std::task::Poll::Ready(());
        }
        other.as_mut().poll(context)
    })
    .await;
}
