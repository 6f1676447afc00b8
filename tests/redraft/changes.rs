//! Changes one by one: listed, filtered, taken up and back by number, in Word files and in text.

use crate::command::{fixture, redraft};
use crate::word::{bytes, cases, lines, real_files};
use redraft::draft::{ChangeKind, TrackedChange, View};
use redraft::read::Marks;
use redraft::word::{self, Options, Selection, TrackedFile};

/// Word files that carry changes: redlines of our cases, and real files.
fn tracked() -> Vec<(String, Vec<u8>)> {
    let redlines = cases().into_iter().map(|(name, older, newer)| {
        let redline = word::compare(&older, &newer, &Options::default()).unwrap();
        (name, redline.bytes)
    });
    let real = real_files("accept-reject").into_iter().map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, bytes(&path))
    });
    redlines.chain(real).collect()
}

fn read<'f>(name: &str, file: &'f [u8]) -> TrackedFile<'f> {
    let read = TrackedFile::read(file, Marks::Tracked);
    read.unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn listed(name: &str, file: &[u8]) -> Vec<TrackedChange> {
    read(name, file).changes().to_vec()
}

fn settled(name: &str, file: &[u8], choose: &dyn Fn(&TrackedChange) -> Option<View>) -> Vec<u8> {
    let settled = read(name, file).settle(choose);
    settled.unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_mark_of_a_word_file_is_a_change_that_can_be_taken_up_and_back() {
    for (name, file) in tracked() {
        for view in [View::Base, View::Revised] {
            let all = settled(&name, &file, &|_| Some(view));
            let at_once = word::resolve(&file, view, &Selection::default()).unwrap().0;
            assert_eq!(lines(&all, view), lines(&at_once, view), "{name}");
            let left = listed(&name, &all);
            assert!(left.is_empty(), "{name}: {left:#?}");
        }
        let none = settled(&name, &file, &|_| None);
        assert_eq!(listed(&name, &none), listed(&name, &file), "{name}");
    }
}

#[test]
fn a_change_taken_up_or_back_leaves_the_others_as_they_are() {
    for (name, file) in tracked() {
        let changes = listed(&name, &file);
        let step = changes.len() / 6 + 1;
        for one in changes.iter().step_by(step) {
            for view in [View::Base, View::Revised] {
                let choose = |change: &TrackedChange| (change.number == one.number).then_some(view);
                let settled = settled(&name, &file, &choose);
                let left = listed(&name, &settled);
                // What is parted or joined makes one change two, and what a move holds goes with
                // it.
                match one.kind {
                    ChangeKind::Split | ChangeKind::Merged | ChangeKind::Moved => {}
                    _ => assert_eq!(left.len() + 1, changes.len(), "{name}: {one:#?} {left:#?}"),
                }
                assert_eq!(lines(&settled, view), lines(&file, view), "{name}");
            }
        }
        // The odd ones up, the even ones back: nothing is left.
        let by_turns = |change: &TrackedChange| match change.number % 2 {
            0 => Some(View::Base),
            _ => Some(View::Revised),
        };
        let settled = settled(&name, &file, &by_turns);
        assert!(listed(&name, &settled).is_empty(), "{name}");
    }
}

#[test]
fn halves_of_a_move_go_together() {
    for (name, file) in tracked() {
        let moved = |change: &TrackedChange| change.kind == ChangeKind::Moved;
        for change in listed(&name, &file).iter().filter(|change| moved(change)) {
            assert!(
                change.address.old.is_some() && change.address.new.is_some(),
                "{name}: {change:#?}"
            );
        }
    }
}

const MARKED: &str = "*resolves*\n\n1 that States <del>should</del><ins>shall</ins> act <ins>at once</ins>;\n\n\
                      <del>2 to meet every year;</del>\n\n<ins>2 to meet every second year;</ins>\n";

#[test]
fn changes_are_listed_and_filtered_under_the_same_numbers() {
    let listed = redraft("changes -").stdin(MARKED).exits(1);
    listed
        .says("1  resolves 1  replaced  modal verb    should                shall")
        .says("4 changes");
    let csv = "changes - --only modal-verb,number --to csv";
    redraft(csv)
        .stdin(MARKED)
        .exits(1)
        .says("1,trtvvk,resolves 1,resolves 1,resolves,resolves,replaced,,,modal verb,1,1,should,shall")
        .says("\n2,")
        .does_not_say("\n3,");
    redraft("changes - --section noting")
        .stdin(MARKED)
        .exits(0)
        .says("No changes.")
        .warns("no change in “noting” [nothing-chosen]; no change names its author; they stand in resolves");
    let json = redraft("changes - --to json").stdin(MARKED).exits(1).json();
    assert_eq!(json["kind"], "changes");
    assert_eq!(json["changes"][2]["before"], "2 to meet every year;");
}

#[test]
fn changes_between_two_drafts_and_in_a_redline_of_them_are_the_same() {
    let older = "resolves\n\n1 that States should act;\n\n2 to meet;\n";
    let newer = "resolves\n\n1 to meet;\n\n2 that all States shall act at once;\n";
    let of = |command: &str| {
        let run = redraft(command).file("a.md", older).file("b.md", newer);
        let json = run.exits(1).json();
        let rows = json["changes"].as_array().unwrap().clone();
        let told = |row: &serde_json::Value| {
            [
                row["kind"].clone(),
                row["before"].clone(),
                row["after"].clone(),
            ]
        };
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let between = of("changes a.md b.md --to json");
    assert!(between.len() > 2, "{between:#?}");
    let redline = redraft("compare a.md b.md --to json")
        .file("a.md", older)
        .file("b.md", newer);
    let redline = redline.exits(1).json().to_string();
    let within = redraft("changes r.json --to json")
        .file("r.json", redline)
        .exits(1)
        .json();
    assert_eq!(within["changes"].as_array().unwrap().len(), between.len());
}

#[test]
fn changes_are_taken_up_and_back_by_number_and_letters() {
    redraft("clean - --accept 1 --reject 2 --to markdown")
        .stdin(MARKED)
        .exits(0)
        .says("1 that States shall act ;")
        .says("~~2 to meet every year;~~");
    redraft("clean - --reject trtvvk --to critic")
        .stdin(MARKED)
        .exits(0)
        .says("1 that States should act {++at once++};");
    redraft("clean - --accept all --reject 3-4")
        .stdin(MARKED)
        .exits(0)
        .says("1 that States shall act at once;\n\n2 to meet every year;");
    for (command, complaint) in [
        (
            "clean - --accept 9",
            "there is no change 9: the draft has 4; redraft changes lists them",
        ),
        (
            "clean - --accept bcd",
            "there is no change bcd: the draft has 4; redraft changes lists them",
        ),
        (
            "clean - --accept 1-3 --reject 2",
            "change 2 is to be accepted and rejected: name it once",
        ),
        (
            "clean - --accept 1",
            "3 changes stay as they are, which plain text cannot show: write --to markdown, critic or json, \
             or name these changes, too",
        ),
        (
            "clean - --accept 1 --renumber --to markdown",
            "--renumber and --brackets need all changes taken up or back: leave out --author, --since, \
             --section, --accept and --reject",
        ),
    ] {
        let complaint = &format!("redraft: {complaint}\n");
        redraft(command).stdin(MARKED).exits(2).complains(complaint);
    }
}

#[test]
fn changes_of_a_word_file_are_told_by_author_and_taken_one_by_one() {
    let file = fixture("word/10-newer-tracked-by-two.2-newer.docx");
    redraft(&format!("changes {file}"))
        .exits(1)
        .says("3  para 2  replaced  Delegation of Freed…  2026-03-03  substance +1  reports  annual reports")
        .says("3 changes: 2 by Delegation of Freedonia, 1 by Delegation of Ruritania");
    redraft(&format!("changes {file} --since 2026-03-03 --to csv"))
        .exits(1)
        .says("\n2,")
        .does_not_say("\n1,");
    let settled = redraft(&format!("clean {file} --accept 2 --reject 3 -o out.docx")).exits(0);
    assert_eq!(settled.files(), ["out.docx"]);
}

/// What one delegation inserted and another deleted stands in neither text, and is told as such.
#[test]
fn words_that_came_and_went_are_told() {
    let mark = |name: &str, id: u8, who: &str, inner: &str| {
        format!("<w:{name} w:id=\"{id}\" w:author=\"{who}\">{inner}</w:{name}>")
    };
    let gone = "<w:r><w:delText>new </w:delText></w:r>";
    let inner = mark("ins", 1, "A", &mark("del", 2, "B", gone));
    let file = crate::word_edges::file(
        &format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">1. The </w:t></w:r>{inner}<w:r><w:t>text.</w:t></w:r></w:p>"
        ),
        &[],
    );
    let told: Vec<_> = listed("came and went", &file)
        .into_iter()
        .map(|row| {
            (
                row.kind,
                row.author.unwrap_or_default(),
                row.before,
                row.after,
            )
        })
        .collect();
    let of = |who: &str, before: &str, after: &str| {
        (
            ChangeKind::Withdrawn,
            who.to_owned(),
            before.to_owned(),
            after.to_owned(),
        )
    };
    assert_eq!(told, [of("A", "", "new "), of("B", "new ", "")]);
}
