//! Word files: the cases of negotiated texts in fixtures/word, and the real files beside the
//! repository.

use crate::fixtures;
use redraft::clean::{self, Brackets};
use redraft::draft::{Kind, View};
use redraft::read::{self, Format};
use redraft::word::{self, Options, Selection};
use redraft::write::outline;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The pairs of fixtures/word, by name.
pub(crate) fn cases() -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let folder = fixtures::root().join("fixtures/word");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            name.strip_suffix(".1-older.docx").map(str::to_owned)
        })
        .collect();
    names.sort();
    let bytes =
        |name: &str, side: &str| fs::read(folder.join(format!("{name}.{side}.docx"))).unwrap();
    names
        .into_iter()
        .map(|name| {
            let (older, newer) = (bytes(&name, "1-older"), bytes(&name, "2-newer"));
            (name, older, newer)
        })
        .collect()
}

/// A Word file as people would read it, changes and all.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let draft = read::read(bytes, "redline.docx", Some(Format::Docx)).unwrap();
    let register = redraft::brackets::register(&draft, View::Revised);
    let mut out = String::new();
    let options = outline::Options {
        width: None,
        colour: false,
    };
    outline::draft(&draft, &register, options, &mut out).unwrap();
    out
}

#[test]
fn negotiated_texts_give_the_redlines_that_an_editor_would_write() {
    let mut all = String::new();
    for (name, older, newer) in cases() {
        let redline = word::compare(&older, &newer, &Options::default()).unwrap();
        writeln!(all, "== {name}\n{}", shown(&redline.bytes)).unwrap();
    }
    insta::assert_snapshot!(all);
}

/// The text of every paragraph of a view, labels and all.
pub(crate) fn lines(bytes: &[u8], view: View) -> Vec<String> {
    let clean = word::resolve(bytes, view, &Selection::default()).unwrap().0;
    let draft = read::read(&clean, "x.docx", None).unwrap();
    let told = draft.paragraphs.iter().filter(|p| !p.is_bare());
    told.map(|p| p.labelled_text(View::Revised)).collect()
}

fn holds_both(older: &[u8], newer: &[u8], name: &str) {
    let redline = word::compare(older, newer, &Options::default())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let notes = |lines: Vec<String>| lines;
    assert_eq!(
        notes(lines(&redline.bytes, View::Revised)),
        notes(lines(newer, View::Revised)),
        "{name}: accepted"
    );
}

#[test]
fn law_1_of_the_cases_both_ways() {
    for (name, older, newer) in cases() {
        holds_both(&older, &newer, &name);
        holds_both(&newer, &older, &name);
    }
}

#[test]
fn law_2_the_same_file_twice_stays_as_it_is() {
    for (name, older, _) in cases() {
        let clean = word::resolve(&older, View::Revised, &Selection::default())
            .unwrap()
            .0;
        let redline = word::compare(&clean, &clean, &Options::default()).unwrap();
        assert!(redline.bytes == clean, "{name}");
    }
}

#[test]
fn law_6_the_same_files_give_the_same_bytes() {
    for (name, older, newer) in cases() {
        let written = || {
            word::compare(&older, &newer, &Options::default())
                .unwrap()
                .bytes
        };
        assert!(written() == written(), "{name}");
    }
}

#[test]
fn some_changes_are_taken_and_others_left() {
    let (_, _, newer) = cases()
        .into_iter()
        .find(|(name, _, _)| name.starts_with("10"))
        .unwrap();
    let take = |author: Option<&str>, since: Option<&str>, view| {
        let selection = Selection {
            author: author.map(str::to_owned),
            since: since.map(str::to_owned),
            ..Selection::default()
        };
        shown(&word::resolve(&newer, view, &selection).unwrap().0)
    };
    let rejected = take(Some("Delegation of Ruritania"), None, View::Base);
    assert!(
        rejected.contains("Urges States to light their coasts{+ and harbours+};"),
        "{rejected}"
    );
    let accepted = take(None, Some("2026-03-03"), View::Revised);
    assert!(
        accepted.contains("Urges {+Member +}States to light their coasts and harbours;"),
        "{accepted}"
    );
    assert!(accepted.contains("Invites annual reports."), "{accepted}");
}

#[test]
fn the_changes_of_one_section_are_taken() {
    let (_, older, newer) = cases()
        .into_iter()
        .find(|(name, _, _)| name.starts_with("14"))
        .unwrap();
    let redline = word::compare(&older, &newer, &Options::default())
        .unwrap()
        .bytes;
    let selection = Selection {
        section: Some("وإذ تدرك".to_owned()),
        ..Selection::default()
    };
    let text = shown(
        &word::resolve(&redline, View::Revised, &selection)
            .unwrap()
            .0,
    );
    assert!(text.contains("معروفان جيداً؛"), "{text}");
    assert!(text.contains("{+que les courants sont connus;+}"), "{text}");
}

#[test]
fn marks_by_hand_are_read_and_said() {
    let (_, _, newer) = cases()
        .into_iter()
        .find(|(name, _, _)| name.starts_with("12"))
        .unwrap();
    let by_hand = shown(&newer);
    assert!(
        by_hand.contains(
            "Urges {+Member+} States to light their coasts [-by night-] {+from dusk to dawn+};"
        ),
        "{by_hand}"
    );
    assert!(by_hand.contains("marks-by-hand"), "{by_hand}");
    let options = read::Options {
        marks: read::Marks::Tracked,
        ..read::Options::default()
    };
    let tracked = read::read_with(&newer, "x", &options).unwrap();
    assert!(!tracked.is_marked());
}

#[test]
fn words_are_cleaned_in_place() {
    let clean = |case: &str, brackets, renumber| {
        let (_, _, newer) = cases()
            .into_iter()
            .find(|(name, _, _)| name.starts_with(case))
            .unwrap();
        let options = clean::Options {
            brackets,
            renumber,
            ..clean::Options::default()
        };
        let (bytes, findings) = word::clean(&newer, &options, read::Marks::Auto).unwrap();
        (lines(&bytes, View::Revised).join("\n"), findings)
    };
    let (text, undecided) = clean("03", Brackets::Text, false);
    assert_eq!(
        text,
        "1. Decides that lighthouses [shall][should] be lit from dusk to dawn, subject to the availability of funds;"
    );
    assert_eq!(undecided.len(), 2);
    let (text, _) = clean("13", Brackets::Drop, true);
    assert_eq!(
        text,
        "1. Recalls its earlier decisions;\n2. Decides to meet again."
    );
    let (text, assumed) = clean("12", Brackets::Keep, false);
    assert_eq!(
        text,
        "1. Urges Member States to light their coasts  from dusk to dawn;\n2. Invites reports."
    );
    assert_eq!(assumed[0].code, "marks-by-hand");
}

#[test]
fn a_redline_of_texts_is_a_word_file_that_holds_both() {
    for (older, newer) in fixtures::pairs() {
        let redline =
            redraft::compare::compare(&older, &newer, &redraft::compare::Options::default());
        let file = redraft::write::docx::draft(&redline.draft, &word::Author::default()).unwrap();
        for (view, wanted) in [
            (View::Base, older.view(View::Revised)),
            (View::Revised, newer.view(View::Revised)),
        ] {
            let told = |p: &&redraft::draft::Paragraph| {
                !p.is_bare() && !matches!(p.kind, Kind::FrontMatter | Kind::Furniture | Kind::Note)
            };
            let text = |p: &redraft::draft::Paragraph| {
                p.labelled_text(View::Revised)
                    .split_whitespace()
                    .collect::<String>()
            };
            // A note that no sign refers to stays where it stood, as a paragraph.
            let is_note = |p: &&redraft::draft::Paragraph| p.kind == Kind::Note;
            let notes: Vec<String> = wanted.paragraphs.iter().filter(is_note).map(text).collect();
            let wanted: Vec<String> = wanted.paragraphs.iter().filter(told).map(text).collect();
            let clean = word::resolve(&file, view, &Selection::default()).unwrap().0;
            let found = read::read(&clean, "x.docx", None).unwrap();
            let found = found.paragraphs.iter().filter(told).map(text);
            let found: Vec<String> = found.filter(|text| !notes.contains(text)).collect();
            // The sign of a footnote is the file's own.
            let bare = |list: &[String]| -> Vec<String> {
                let all = list
                    .iter()
                    .map(|text| redraft::draft::Object::shown(text).replace("⟨footnote⟩", ""));
                all.map(|text| match text.split_once("[^") {
                    Some((before, after)) => {
                        let rest = after.split_once(']').map_or("", |(_, rest)| rest);
                        format!("{before}{rest}")
                    }
                    None => text,
                })
                .collect()
            };
            assert_eq!(
                bare(&found),
                bare(&wanted),
                "{} → {} {view:?}",
                older.source,
                newer.source
            );
        }
    }
}

/// All Word files beside the repository.
pub(crate) fn real_files(folder: &str) -> Vec<PathBuf> {
    let folder = fixtures::shared().join("corpus/docx").join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: {} is not there", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn law_1_of_real_files_both_ways_and_between_strangers() {
    let files = real_files("pairs");
    // Each with its neighbours in the list, which are the same text before and after, and with one
    // far away.
    for (k, path) in files.iter().enumerate() {
        for step in [1, 2, 41] {
            let other = &files[(k + step) % files.len()];
            let name = format!("{} → {}", path.display(), other.display());
            holds_both(&bytes(path), &bytes(other), &name);
            if step == 1 {
                holds_both(&bytes(other), &bytes(path), &name);
            }
        }
    }
}

#[test]
fn what_word_accepted_and_rejected_is_what_we_do() {
    for path in real_files("accept-reject") {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        for (ending, view) in [("-Accepted", View::Revised), ("-Rejected", View::Base)] {
            let by_word = path.with_file_name(format!("{stem}{ending}.docx"));
            if by_word.exists() {
                assert_eq!(
                    lines(&bytes(&path), view),
                    lines(&bytes(&by_word), View::Revised),
                    "{stem} {ending}"
                );
            }
        }
    }
}

#[test]
fn untouched_parts_stay_byte_for_byte() {
    for path in real_files("pairs").windows(2) {
        let (older, newer) = (bytes(&path[0]), bytes(&path[1]));
        let redline = word::compare(&older, &newer, &Options::default())
            .unwrap()
            .bytes;
        let parts = |bytes: &[u8]| -> Vec<(String, u32)> {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
            (0..archive.len())
                .map(|k| {
                    let file = archive.by_index_raw(k).unwrap();
                    (file.name().unwrap().into_owned(), file.crc32())
                })
                .collect()
        };
        let written = parts(&redline);
        for (name, crc) in parts(&newer) {
            let may_change = [
                "document.xml",
                "notes.xml",
                ".rels",
                "styles.xml",
                "numbering.xml",
                "Content_Types",
                "header",
                "footer",
            ];
            if !may_change.iter().any(|part| name.contains(part)) {
                assert!(
                    written.contains(&(name.clone(), crc)),
                    "{name} of {}",
                    path[1].display()
                );
            }
        }
    }
}

/// A file with this body.
pub(crate) fn document(body: &str) -> Vec<u8> {
    let (_, plain, _) = cases().swap_remove(0);
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    let change = |name: &str, text: String| match name {
        "word/document.xml" => xml.clone(),
        _ => text,
    };
    with_parts(&plain, change, &[])
}

/// The text itself of a file, as XML.
pub(crate) fn main_part(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut xml)
        .unwrap();
    xml
}

/// A file with one part changed and some added.
pub(crate) fn with_parts(
    bytes: &[u8],
    change: impl Fn(&str, String) -> String,
    more: &[(&str, &str)],
) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for k in 0..from.len() {
        let mut file = from.by_index(k).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        out.start_file(&name, options).unwrap();
        out.write_all(change(&name, text).as_bytes()).unwrap();
    }
    for (name, text) in more {
        out.start_file(*name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn macros_are_left_behind() {
    let (_, older, newer) = cases().remove(0);
    let macros = with_parts(
        &newer,
        |name, text| {
            match name {
            "[Content_Types].xml" => text
                .replace(
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                )
                .replace("</Types>", "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>"),
            "word/_rels/document.xml.rels" => text.replace(
                "</Relationships>",
                "<Relationship Id=\"rIdV\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/></Relationships>",
            ),
            _ => text,
        }
        },
        &[("word/vbaProject.bin", "macros")],
    );
    let redline = word::compare(&older, &macros, &Options::default()).unwrap();
    assert!(redline.findings.iter().any(|f| f.code == "macros-left-out"));
    let found = |needle: &str| {
        let mut archive =
            zip::ZipArchive::new(std::io::Cursor::new(redline.bytes.clone())).unwrap();
        let names: Vec<String> = archive
            .file_names()
            .map(|n| n.unwrap().into_owned())
            .collect();
        names.iter().any(|name| {
            use std::io::Read;
            let mut text = String::new();
            let _ = archive.by_name(name).unwrap().read_to_string(&mut text);
            name.contains(needle) || text.contains(needle)
        })
    };
    assert!(!found("vbaProject") && !found("macroEnabled"));
}

#[test]
fn strict_files_are_read_as_others_are() {
    let (_, older, newer) = cases().remove(0);
    let strict = |bytes: &[u8]| {
        with_parts(
            bytes,
            |_, text| {
                text.replace(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
            },
            &[],
        )
    };
    let redline = word::compare(&strict(&older), &strict(&newer), &Options::default()).unwrap();
    let plain = word::compare(&older, &newer, &Options::default()).unwrap();
    assert_eq!(shown(&redline.bytes), shown(&plain.bytes));
}

#[test]
fn files_that_mean_harm_are_refused_or_read() {
    let (_, older, _) = cases().remove(0);
    let body = |replacement: &str| {
        with_parts(
            &older,
            |name, text| {
                if name == "word/document.xml" {
                    replacement.to_owned()
                } else {
                    text
                }
            },
            &[],
        )
    };
    let error = |bytes: &[u8]| read::read(bytes, "x.docx", None).unwrap_err().to_string();
    let deep = format!(
        "<w:document><w:body>{}",
        "<w:tbl><w:tr><w:tc>".repeat(2_000)
    );
    assert!(error(&body(&deep)).contains("deep"));
    let runs = format!(
        "<w:document><w:body><w:p>{}</w:p></w:body></w:document>",
        "<w:ins>".repeat(3_000) + &"</w:ins>".repeat(3_000)
    );
    assert!(error(&body(&runs)).contains("deep"));
    let bomb = format!(
        "<w:document><w:body><w:p/>{}</w:body></w:document>",
        " ".repeat(17_000_000)
    );
    assert!(error(&body(&bomb)).contains("unpacks to far more"));
    let entities = "<!DOCTYPE w:document [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;&amp;x</w:t></w:r></w:p></w:body></w:document>";
    assert!(error(&body(entities)).contains("DTD"));
    assert!(
        error(&body("<w:document><w:body><w:p></w:body></w:document>")).contains("document.xml")
    );
    assert!(error(&body("<document/>")).contains("w:body"));
    let outside = with_parts(&older, |_, text| text, &[("../../evil.txt", "x")]);
    assert!(word::compare(&older, &outside, &Options::default()).is_ok());
}

#[test]
fn bad_files_say_what_is_wrong() {
    let error = |bytes: &[u8]| read::read(bytes, "x.docx", None).unwrap_err().to_string();
    assert!(error(b"PK\x03\x04").contains("ZIP"));
    let (_, older, _) = cases().remove(0);
    let half = error(&older[..older.len() / 2]);
    assert!(half.contains("ZIP"), "{half}");
    let refused = word::compare(b"no file", &older, &Options::default()).unwrap_err();
    assert!(refused.to_string().contains("ZIP"), "{refused}");
}

/// Plain text has no typefaces: what Markdown sets in italics is no change of it.
#[test]
fn plain_text_is_restyled_by_nobody() {
    let read = |text: &str, name: &str| redraft::read::read(text.as_bytes(), name, None).unwrap();
    let older = read(
        "The Council,\n\nRecalling the past,\n\n1. Decides to act.\n",
        "a.txt",
    );
    let newer = read(
        "The Council,\n\n*Recalling* the past,\n\n1. **Decides** to act.\n",
        "b.md",
    );
    let third = read(
        "The Council,\n\n*Recalling* the past,\n\n1. Decides to act.\n",
        "c.md",
    );
    for (older, newer, restyled) in [(&older, &newer, false), (&newer, &third, true)] {
        let redline =
            redraft::compare::compare(older, newer, &redraft::compare::Options::default());
        let file = redraft::write::docx::draft(&redline.draft, &word::Author::default()).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file[..])).unwrap();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml)
            .unwrap();
        assert_eq!(xml.contains("rPrChange"), restyled);
    }
}
