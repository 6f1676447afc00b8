//! Word files that carry tracked changes already, compared so that those survive.

use crate::word::{bytes, cases, lines, real_files, shown};
use redraft::draft::View;
use redraft::read;
use redraft::word::{self, Author, Options};
use std::collections::BTreeMap;
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
