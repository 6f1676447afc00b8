//! Any draft, written as a Word file of its own, reads back as what was meant.
#![no_main]

#[path = "../../tests/redraft/made.rs"]
mod made;

use libfuzzer_sys::fuzz_target;
use redraft::handover::Form;

fuzz_target!(|bytes: &[u8]| made::holds(bytes, Form::Docx));
