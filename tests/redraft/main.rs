//! Tests of the whole: the command as people run it, and the laws over generated and real drafts.

// A test that cannot go on stops: clippy.toml allows that in `#[test]` functions, not in what they
// share.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod bad_input;
mod brackets;
mod changes;
mod check;
mod clean;
mod combine;
mod command;
mod compare;
mod fixtures;
mod formatting;
mod generated;
mod help;
mod history;
mod history_command;
mod houses;
mod json;
mod languages;
mod law_8;
mod law_9;
mod laws;
mod laws_of_generated;
mod limits;
mod lives;
mod made;
mod output_file;
mod proof;
mod read_back;
mod reading;
mod readme;
mod references;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod sinks;
mod truth;
mod word;
mod word_boxes;
mod word_by_two;
mod word_comments;
mod word_edges;
mod word_keep;
mod word_line_numbers;
mod word_machinery;
mod word_packages;
mod word_scrub;
