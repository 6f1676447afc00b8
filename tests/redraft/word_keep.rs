//! Word files that carry tracked changes already, compared so that those survive.

use crate::command::redraft;
use crate::word::{bytes, cases, document, lines, main_part, real_files, shown};
use redraft::draft::{ChangeKind, TrackedChange, View};
use redraft::read::{self, Marks};
use redraft::word::{self, Author, Options, TrackedFile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn options() -> Options {
    Options {
        author: Author {
            name: "Secretariat".into(),
            date: None,
        },
        keep_existing: true,
        ..Options::default()
    }
}

fn case(number: &str) -> (Vec<u8>, Vec<u8>) {
    let found = cases()
        .into_iter()
        .find(|(name, _, _)| name.starts_with(number));
    let (_, older, newer) = found.unwrap();
    (older, newer)
}

/// How many changed runs each author has.
fn by_author(file: &[u8]) -> BTreeMap<String, usize> {
    let draft = read::read(file, "x.docx", None).unwrap();
    let mut out = BTreeMap::new();
    for run in draft.paragraphs.iter().flat_map(|p| p.words.runs()) {
        let origin = draft.origin(run.origin);
        if let Some(author) = origin.and_then(|origin| origin.author.clone()) {
            *out.entry(author).or_default() += 1;
        }
    }
    out
}

#[test]
fn changes_of_two_delegations_survive_and_nothing_else_is_touched() {
    let (older, newer) = case("10");
    let redline = word::compare(&older, &newer, &options()).unwrap().bytes;
    assert!(redline == newer);
}

#[test]
fn what_the_newer_file_took_up_is_still_its_authors() {
    let (older, newer) = case("11");
    let redline = word::compare(&older, &newer, &options()).unwrap().bytes;
    assert!(
        shown(&redline).contains("Urges {+Member +}States to light {+all +}their coasts;"),
        "{}",
        shown(&redline)
    );
    let authors = by_author(&redline);
    assert_eq!(authors.get("Delegation of Ruritania"), Some(&1));
    assert_eq!(authors.get("Secretariat"), Some(&1));
}

#[test]
fn what_the_newer_file_took_back_came_and_went() {
    let (newer, older) = case("10");
    let redline = word::compare(&older, &newer, &options()).unwrap().bytes;
    let xml = String::from_utf8(part(&redline, "word/document.xml")).unwrap();
    let (author, deleter) = (
        "w:author=\"Delegation of Ruritania\" w:date=\"2026-03-02T10:00:00Z\">",
        "w:author=\"Secretariat\">",
    );
    let start = xml.find(author).unwrap();
    let inner = &xml[start + author.len()..];
    assert!(
        inner.starts_with("<w:del ") && inner[..60].contains(deleter),
        "{inner}"
    );
    assert_eq!(lines(&redline, View::Base), lines(&older, View::Base));
    assert_eq!(lines(&redline, View::Revised), lines(&newer, View::Revised));
}

#[test]
fn new_changes_stand_beside_earlier_ones() {
    let ((_, newer), (older, _)) = (case("10"), case("11"));
    let redline = word::compare(&older, &newer, &options()).unwrap().bytes;
    let authors: Vec<String> = by_author(&redline).into_keys().collect();
    assert_eq!(
        authors,
        ["Delegation of Freedonia", "Delegation of Ruritania"]
    );
    assert_eq!(lines(&redline, View::Base), lines(&older, View::Base));
    assert_eq!(lines(&redline, View::Revised), lines(&newer, View::Revised));
}

#[test]
fn law_1_of_files_with_changes_both_ways_and_between_strangers() {
    let files: Vec<_> = real_files("accept-reject")
        .into_iter()
        .filter(|path| {
            let stem = path.file_stem().unwrap().to_string_lossy();
            !stem.ends_with("-Accepted") && !stem.ends_with("-Rejected")
        })
        .collect();
    for (k, path) in files.iter().enumerate() {
        let newer = bytes(path);
        assert!(kept(&newer, &newer, path) == newer, "{}", path.display());
        for ending in ["-Accepted", "-Rejected"] {
            let stem = path.file_stem().unwrap().to_string_lossy();
            let by_word = path.with_file_name(format!("{stem}{ending}.docx"));
            if by_word.exists() {
                let clean = bytes(&by_word);
                kept(&clean, &newer, path);
                kept(&newer, &clean, path);
            }
        }
        for older in files.iter().cycle().skip(k + 1).take(3) {
            kept(&bytes(older), &newer, path);
        }
    }
}

/// The redline, which must hold the newer text and all its authors. That it holds the older one is
/// proved as it is written: strangers' headers and footers are left out of that.
fn kept(older: &[u8], newer: &[u8], path: &Path) -> Vec<u8> {
    let redline = word::compare(older, newer, &options())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .bytes;
    assert_eq!(
        lines(&redline, View::Revised),
        lines(newer, View::Revised),
        "{}",
        path.display()
    );
    // Words that an author took away and the older text lacks came and went: no text has them, the
    // file does.
    let text = String::from_utf8(part(&redline, "word/document.xml")).unwrap();
    for author in by_author(newer).keys() {
        let is_named = text.contains(&format!("w:author=\"{author}\""));
        assert!(
            is_named || by_author(&redline).contains_key(author),
            "{author}"
        );
    }
    redline
}

fn part(file: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut out = Vec::new();
    std::io::copy(&mut archive.by_name(name).unwrap(), &mut out).unwrap();
    out
}

/// The ids of all changes in the text of a file.
fn ids(file: &[u8]) -> Vec<String> {
    let xml = main_part(file);
    let tags = xml.split('<').filter(|tag| {
        let name = tag.split([' ', '>', '/']).next().unwrap_or("");
        matches!(name, "w:ins" | "w:del" | "w:cellDel" | "w:cellIns") || name.ends_with("PrChange")
    });
    let id = |tag: &str| {
        tag.split_once("w:id=\"")?
            .1
            .split('"')
            .next()
            .map(str::to_owned)
    };
    tags.filter(|tag| !tag.starts_with('/'))
        .filter_map(id)
        .collect()
}

#[track_caller]
fn are_apart(file: &[u8], count: usize) {
    let all = ids(file);
    let distinct: BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), distinct.len()), (count, count), "{all:?}");
}

/// A run, in bold since somebody's change.
fn restyled(text: &str, author: &str) -> String {
    format!(
        "<w:r><w:rPr><w:b/><w:rPrChange w:id=\"3\" w:author=\"{author}\"><w:rPr/></w:rPrChange></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    )
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn inserted(text: &str, author: &str) -> String {
    format!(
        "<w:ins w:id=\"3\" w:author=\"{author}\">{}</w:ins>",
        run(text)
    )
}

#[test]
fn changes_that_share_a_number_get_their_own() {
    let paragraph = |runs: &[String]| document(&format!("<w:p>{}</w:p>", runs.concat()));
    let older = paragraph(&[run("Invites all to act.")]);
    let newer = paragraph(&[
        restyled("Invites ", "Ann"),
        restyled("all", "Bert"),
        run(" to act."),
        inserted(" Soon.", "Ann"),
    ]);
    // Nothing is new, and something is.
    let redline = word::compare(&older, &newer, &options()).unwrap();
    assert!(redline.is_changed);
    are_apart(&redline.bytes, 3);
    let other = paragraph(&[
        restyled("Invites ", "Ann"),
        restyled("all", "Bert"),
        run(" to meet."),
    ]);
    are_apart(&word::compare(&older, &other, &options()).unwrap().bytes, 4);
    let changes = TrackedFile::read(&newer, Marks::Tracked).unwrap();
    assert_eq!(changes.changes().len(), 3);
    let by_bert = |one: &TrackedChange| one.author.as_deref() == Some("Bert");
    let settled = changes.settle(&|one| by_bert(one).then_some(View::Base));
    are_apart(&settled.unwrap(), 2);
    assert_eq!(lines(&redline.bytes, View::Base), lines(&older, View::Base));
}

#[test]
fn cells_that_somebody_deleted_stay_deleted() {
    let cell = |text: &str, mark: &str| {
        format!(
            "<w:tc><w:tcPr>{mark}</w:tcPr><w:p>{}</w:p></w:tc>",
            run(text)
        )
    };
    let table = |words: &str, mark: &str| {
        let row = |one: &str, two: &str| {
            format!(
                "<w:tr>{}{}{}</w:tr>",
                cell(one, ""),
                cell(two, mark),
                cell("last", "")
            )
        };
        let rows = row("One", "Two") + &row("Four", "Five");
        document(&format!(
            "<w:p>{}</w:p><w:tbl>{rows}</w:tbl><w:p/>",
            run(words)
        ))
    };
    let mark = "<w:cellDel w:id=\"5\" w:author=\"Ann\"/>";
    let (older, newer) = (table("Invites all.", ""), table("Invites some.", mark));
    let redline = word::compare(&older, &newer, &options()).unwrap().bytes;
    are_apart(&redline, 4);
    for view in [View::Base, View::Revised] {
        let wanted = if view == View::Base { &older } else { &newer };
        assert_eq!(lines(&redline, view), lines(wanted, view), "{view:?}");
    }
    assert_eq!(
        lines(&redline, View::Revised),
        ["Invites some.", "One", "last", "Four", "last"]
    );
    let changes = TrackedFile::read(&newer, Marks::Tracked).unwrap();
    let told: Vec<_> = changes
        .changes()
        .iter()
        .map(|one| (one.kind, one.before.as_str()))
        .collect();
    assert_eq!(
        told,
        [(ChangeKind::Deleted, "Two"), (ChangeKind::Deleted, "Five")]
    );
}

/// Ends of ranges have no place for an author, and are by the one who set the beginning.
#[test]
fn the_ends_of_a_range_are_by_one_author() {
    let range = "<w:customXmlInsRangeStart w:id=\"1\" w:author=\"Ann\"/><w:sdt><w:sdtContent><w:customXmlInsRangeEnd w:id=\"1\"/><w:p><w:r><w:t>Invites all.</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let file = document(range);
    let changes = TrackedFile::read(&file, Marks::Tracked).unwrap();
    let authors = changes.changes().iter().map(|one| one.author.as_deref());
    assert_eq!(authors.collect::<Vec<_>>(), [Some("Ann")]);
}

#[test]
fn an_author_without_a_name_is_one_of_several() {
    let body = |words: &str| {
        let runs = [
            run("Invites "),
            inserted("all ", ""),
            inserted("good ", "Ann"),
            run(words),
        ];
        document(&format!("<w:p>{}</w:p>", runs.concat()))
    };
    let older = document(&format!("<w:p>{}</w:p>", run("Invites States to act.")));
    let newer = body("States to meet.");
    let redline = word::compare(&older, &newer, &options()).unwrap().bytes;
    assert_eq!(main_part(&redline).matches("w:author=\"\"").count(), 1);
    are_apart(&redline, 4);
    assert_eq!(lines(&redline, View::Base), lines(&older, View::Base));
    redraft("changes a.docx")
        .file("a.docx", &newer)
        .exits(1)
        .says("(no name)")
        .says("2 changes: 1 by (no name), 1 by Ann");
    for name in ["(no name)", ""] {
        let outcome = redraft("clean a.docx --view base -o out.docx --author")
            .argument(name)
            .file("a.docx", &newer)
            .exits(0);
        let left = shown(&outcome.wrote_bytes("out.docx"));
        assert!(left.contains("Invites {+good +}States"), "{left}");
    }
    redraft("clean a.docx -o out.docx --author Bert")
        .file("a.docx", &newer)
        .exits(1)
        .warns("changes are by (no name), Ann");
}
