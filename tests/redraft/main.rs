//! Tests of the whole: the command as people run it, and the laws over generated and real drafts.

mod bad_input;
mod brackets;
mod clean;
mod command;
mod compare;
mod fixtures;
mod generated;
mod help;
mod json;
mod laws;
mod laws_of_generated;
mod output_file;
mod readme;
mod show;
