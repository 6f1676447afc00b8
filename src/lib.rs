//! redraft: the tracked-changes engine for negotiated texts.
//!
//! Delegations amend a draft resolution clause by clause, over many drafts; strikes, square
//! brackets and renumbering pile up. This library reads such drafts as they come, compares them,
//! cleans them and lists what is unresolved. The command `redraft` is a thin layer on top of it.
//!
//! # A tour
//!
//! **Everything is a marked draft**: a sequence of [paragraphs](draft::Paragraph), each with a
//! [label](draft::Label), old and new, and [words](draft::Wording) that are kept, inserted or
//! deleted. Read one; the format is told from the content:
//!
//! ```
//! use redraft::{brackets, clean, compare, draft::View, read, write};
//!
//! let older = read::read(b"*resolves*\n\n1 that States should act;\n\n2 to report under *resolves* 1 above.\n", "older.md", None)?;
//! let newer = read::read(
//!     b"*resolves*\n\n1 to meet [each year];\n\n2 that States shall act;\n\n3 to report under *resolves* 2 above.\n",
//!     "newer.md",
//!     None,
//! )?;
//!
//! // Compare two drafts: one marked draft that holds both, and a row for every pair of clauses.
//! let redline = compare::compare(&older, &newer, &compare::Options::default());
//! assert!(redline.draft.view(View::Base).says_the_same_as(&older));
//! assert!(redline.draft.view(View::Revised).says_the_same_as(&newer));
//! let row = &redline.clauses[1];
//! assert_eq!(row.old.as_deref(), Some("resolves 1"));
//! assert_eq!(row.new.as_deref(), Some("resolves 2"));
//! assert_eq!(row.classes[0].as_str(), "modal verb");
//!
//! // Write it: every format has its writer.
//! let mut page = String::new();
//! write::markdown::redline(&redline, &mut page)?;
//! assert!(page.contains("States ~~should~~<ins>shall</ins> act;"));
//!
//! // List what is unresolved.
//! let register = brackets::register(&newer, View::Revised);
//! assert_eq!(register.passages[0].text, "[each year]");
//!
//! // Clean: drop the brackets with their text, number afresh, mend the references.
//! let options = clean::Options { brackets: clean::Brackets::Drop, renumber: true, ..clean::Options::default() };
//! let clean = clean::clean(&newer, &options);
//! assert_eq!(clean.paragraphs[1].labelled_text(View::Revised), "1 to meet;");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! [`read`] makes drafts of files, [`compare`] redlines of drafts, [`brackets`] registers,
//! [`references`] follows the cross-references, [`clean`] makes clean drafts, [`check`](mod@check)
//! says what is wrong with one; [`write`](mod@write) writes all of them down, [`json`] is the
//! published form for programs. All of them speak of the model in [`draft`], which knows none of
//! them; all know the words of [`vocabulary`]. [`handover`] proves what is written, [`word`] leads
//! from Word files to Word files through all of them, [`report`] from drafts to a report.
//!
//! # What holds
//!
//! The base view of a redline is the older draft and its revised view the newer one, whatever the
//! two are; a draft compared with itself has no change; nothing of a source is lost: it is in the
//! model or in a [finding](draft::Finding); the same input gives the same bytes; no input panics.
//! Property tests hold the library to that.

pub mod brackets;
pub mod changes;
pub mod check;
pub mod clean;
pub mod combine;
pub mod compare;
mod difference;
pub mod docx;
pub mod draft;
pub mod handover;
pub mod history;
pub mod json;
pub mod lives;
mod proof;
pub mod read;
pub mod references;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod vocabulary;
pub mod word;
pub mod write;
