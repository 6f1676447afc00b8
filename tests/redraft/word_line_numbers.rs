//! Word files whose lines are numbered in the margin.

use crate::command::{fixture, redraft};
use crate::word::{cases, lines, main_part};
use redraft::draft::View;
use redraft::word::{self, Options};

const NUMBERED: &str = "<w:lnNumType w:countBy=\"1\" w:restart=\"newPage\"/>";

#[test]
fn every_section_has_them_before_and_after_its_changes() {
    for (name, older, newer) in cases() {
        let redline = word::compare(&older, &newer, &Options::default()).unwrap();
        let numbered = word::number_lines(&redline.bytes).unwrap();
        for view in [View::Base, View::Revised] {
            assert_eq!(
                lines(&numbered, view),
                lines(&redline.bytes, view),
                "{name}"
            );
        }
        let xml = main_part(&numbered);
        let sections = xml.matches("<w:sectPr").count() - xml.matches("<w:sectPrChange").count();
        assert!(
            sections > 0 && xml.matches(NUMBERED).count() == sections,
            "{name}"
        );
    }
}

#[test]
fn whatever_word_file_is_written_can_have_them() {
    let word = |name: &str| fixture(&format!("word/20-section-break-deleted.{name}.docx"));
    let (older, newer) = (word("1-older"), word("2-newer"));
    let (draft, marked) = (
        fixture("pairs/01.clause-inserted.1-older.md"),
        fixture("pairs/01.clause-inserted.2-newer.md"),
    );
    for (command, code) in [
        (format!("compare {older} {newer}"), 1),
        (format!("compare {older} {newer} --keep-existing"), 1),
        (format!("compare {draft} {marked}"), 1),
        (format!("clean {newer}"), 0),
        (format!("clean {marked}"), 0),
        (format!("combine {older} {newer}"), 0),
        (format!("combine {draft} {marked}"), 0),
    ] {
        let done = redraft(&format!("{command} --line-numbers -o out.docx")).exits(code);
        assert!(
            main_part(&done.wrote_bytes("out.docx")).contains(NUMBERED),
            "{command}"
        );
    }
}

#[test]
fn only_word_files_have_lines_of_pages() {
    let draft = fixture("pairs/01.clause-inserted.2-newer.md");
    redraft(&format!("clean {draft} --line-numbers"))
        .exits(2)
        .complains("redraft: --line-numbers is for Word files, which have pages: write one, and name it with -o FILE.docx\n");
}
