//! What can keep a command from doing its work. Each message says what happened, where, and what to
//! do.

use std::io;
use std::path::PathBuf;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// The reader of our output has gone away, as `head` does: no trouble to anyone.
    #[error("the reader of the output has gone away")]
    PipeClosed,
    /// No file of that name.
    #[error("{name}: there is no such file; check the path")]
    Missing { name: String },
    /// A folder was named instead of a file.
    #[error("{name} is a directory; name a file in it")]
    Directory { name: String },
    /// The file is there and cannot be read.
    #[error("{name} cannot be read: {source}")]
    Unreadable { name: String, source: io::Error },
    /// The file is larger than the limit.
    #[error(
        "{name} is larger than {megabytes} MB; raise the limit with --max-megabytes if it really is a draft"
    )]
    TooLarge { name: String, megabytes: u64 },
    /// The file is no draft.
    #[error("{error}{}", advice(.error))]
    NoDraft {
        #[source]
        error: redraft::read::Error,
    },
    /// Nothing that is read stands on that line.
    #[error(
        "{file}:{line}: nothing stands on this line that redraft reads by its look; redraft show --to json lists the lines"
    )]
    NoSuchLine { file: String, line: u32 },
    /// Both drafts were to come from standard input.
    #[error("only one of the drafts can be - (standard input)")]
    TwoStandardInputs,
    /// `redraft.toml` does not say what it should.
    #[error("{place}: {message}")]
    Project { place: String, message: String },
    /// No drafts at all.
    #[error(
        "no drafts: name them, oldest first, or write a redraft.toml that does (redraft history --help shows one)"
    )]
    NoDrafts,
    /// There is no draft of that number or name.
    #[error(
        "there is no draft {name}: they are numbered from 1 to {drafts}, and go by their names"
    )]
    NoSuchDraft { name: String, drafts: usize },
    /// No clause is cited so, and none says so.
    #[error(
        "{draft}: no clause is cited as {asked}, and none has these words; redraft show lists the addresses, and --in names another draft"
    )]
    NoSuchClause { asked: String, draft: String },
    /// Several clauses can be meant.
    #[error("{draft}: {asked} can be any of these: {found}; say which")]
    ManyClauses {
        asked: String,
        draft: String,
        found: String,
    },
    /// The format cannot say what was asked.
    #[error(
        "csv is for --matrix, html for --matrix and --between: choose another format with --to"
    )]
    NoAnswer,
    /// The name of the output file asks for a format that the command does not write.
    #[error("{}: this command does not write .{ending} files; it writes {can}: choose one with {option}", .path.display())]
    CannotWrite {
        path: PathBuf,
        ending: String,
        can: String,
        option: &'static str,
    },
    /// The output file is one that was read.
    #[error("{} is one of the files that this command reads; write to another file, so that it stays", .path.display())]
    OverInput { path: PathBuf },
    /// The output file cannot be written.
    #[error("{} cannot be written: {source}{}", .path.display(), unwritable(.source))]
    Unwritable { path: PathBuf, source: io::Error },
    /// Standard output cannot be written.
    #[error("standard output cannot be written: {0}")]
    Output(io::Error),
    /// The output could not be put into words: a defect of ours.
    #[error("the output could not be written down: {0}")]
    Writer(String),
    /// The output does not hold up, or could not be put into words.
    #[error(transparent)]
    NotHandedOver(#[from] redraft::handover::Error),
    /// Some changes were chosen, and the output can keep no others.
    #[error(
        "--author, --since and --section leave other changes tracked, which only a Word file can hold: write one with -o FILE.docx"
    )]
    OnlyWord,
    /// Only a Word file says who worked on it.
    #[error(
        "--scrub is for Word files, which say who worked on them: it needs one, and writes one; name it with -o FILE.docx"
    )]
    ScrubsOnlyWord,
    /// Only a Word file has pages, whose lines can be numbered.
    #[error(
        "--line-numbers is for Word files, which have pages: write one, and name it with -o FILE.docx"
    )]
    NumbersLinesOfWord,
    /// Changes that are there can be kept only where both drafts and the output can hold them.
    #[error("--keep-existing needs two Word files, and writes a third: name it with -o FILE.docx")]
    KeepsOnlyWord,
    /// An order of its own was asked for in a format that holds the draft in its order.
    #[error(
        "--sort gravity is for lists of clauses: write terminal, text or json (this format holds the draft in its own order)"
    )]
    CannotSort,
    /// No change has such a number or such letters.
    #[error("there is no change {name}: the draft has {changes}; redraft changes lists them")]
    NoSuchChange { name: String, changes: usize },
    /// One change was named twice.
    #[error("change {number} is to be accepted and rejected: name it once")]
    AcceptedAndRejected { number: u32 },
    /// Two outputs were to go to one file.
    #[error("{} is named for the combined draft and for the conflicts: name two files", .path.display())]
    SameOutput { path: PathBuf },
    /// One copy was given two authors.
    #[error("{} is said to be by {names}: say whose it is once", .path.display())]
    TwoAuthors { path: PathBuf, names: String },
    /// The base is a Word file, and a copy is none.
    #[error(
        "{name} is no Word file, so it cannot be combined with the base in a Word file: write --to json or markdown, or save the copy as .docx"
    )]
    CopyNotWord { name: String },
    /// Two copies of a draft are by one author.
    #[error("{files} are both by {name}: say whose each is with --as NAME=FILE")]
    SameAuthor { name: String, files: String },
    /// All changes were named twice.
    #[error("all changes are to be accepted and rejected: say all once")]
    AllAcceptedAndRejected,
    /// Some changes are to stay marked, in a format that has no marks.
    #[error(
        "{left} changes stay as they are, which plain text cannot show: write --to markdown, critic or json, or name these changes, too"
    )]
    StaysMarked { left: usize },
    /// Words can be changed only where no tracked change is left.
    #[error(
        "--renumber and --brackets need all changes taken up or back: leave out --author, --since, --section, --accept and --reject"
    )]
    PartlyClean,
    /// A Word file cannot be read or written.
    #[error("{name}: {error}")]
    Word {
        name: String,
        error: redraft::docx::Error,
    },
    /// No draft has such a section.
    #[error(
        "no draft has a section that is called {name}; redraft brackets --burn-down lists them"
    )]
    NoSuchSection { name: String },
    /// No server can be started.
    #[cfg(feature = "serve")]
    #[error(
        "the page cannot be served at 127.0.0.1:{port}: {}; --port 0 takes any port that is free", unserved(.source)
    )]
    CannotServe { port: u16, source: io::Error },
    /// There is no such command to describe.
    #[error("there is no command called {0}; redraft --help lists them")]
    NoSuchCommand(String),
}

/// What to do about an output file that cannot be written.
fn unwritable(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "; make the folder first, or name another",
        io::ErrorKind::IsADirectory => "; name a file in it",
        io::ErrorKind::PermissionDenied => "; name a file that you may write",
        _ => "",
    }
}

/// Why no server can be started.
#[cfg(feature = "serve")]
fn unserved(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another program is there".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "the system keeps this port for administrators; choose one above 1023, or 0".to_owned()
        }
        _ => error.to_string(),
    }
}

/// What to do about a file that is no draft.
fn advice(error: &redraft::read::Error) -> &'static str {
    use redraft::read::Error;
    match error {
        Error::Empty { .. } => "",
        Error::NotText { .. } => "; save the draft as text, Markdown or redraft JSON first",
        Error::Json { .. } => "; if it is a text that looks like JSON, say --from text",
        _ => "",
    }
}
