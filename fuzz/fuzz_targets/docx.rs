//! A Word file that is a sound ZIP archive with mutated parts: two bodies, parted by a zero byte,
//! perhaps followed by numbering, styles and footnotes. It is read, its changes are taken up and
//! back (all, an author's, a section's, one by one), it is cleaned, the two are compared, afresh
//! and on top of their own changes, and combined, and the draft is written as a file of its own: a
//! redline that is handed over holds both (it proves that itself), and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redraft::clean::{Brackets, Options as Cleaning};
use redraft::draft::{TrackedChange, View};
use redraft::read::{Marks, read};
use redraft::docx::Error;
use redraft::word::{self, Author, CombineOptions, Options, Selection, TrackedFile};
use redraft::write;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const MAIN: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>"#;

fn file(body: &[u8], others: &[&[u8]]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT.compression_method(zip::CompressionMethod::Stored);
    let mut put = |name: &str, bytes: &[u8]| {
        out.start_file(name, options).unwrap();
        out.write_all(bytes).unwrap();
    };
    put("[Content_Types].xml", TYPES.as_bytes());
    put("_rels/.rels", ROOT.as_bytes());
    put("word/_rels/document.xml.rels", MAIN.as_bytes());
    put("word/document.xml", body);
    for (name, part) in ["word/numbering.xml", "word/styles.xml", "word/footnotes.xml"].iter().zip(others) {
        put(name, part);
    }
    out.finish().unwrap().into_inner()
}

/// All of it, one author's or one section's; whatever is said there, nothing panics.
fn selections() -> [Selection; 3] {
    let of = |author: Option<&str>, section: Option<&str>| Selection {
        author: author.map(str::to_owned),
        since: author.map(|_| "2026-03-03".to_owned()),
        section: section.map(str::to_owned),
        ..Selection::default()
    };
    [
        Selection::default(),
        of(Some("Delegation of Ruritania"), None),
        of(None, Some("resolves")),
    ]
}

fuzz_target!(|bytes: &[u8]| {
    let parts: Vec<&[u8]> = bytes.splitn(5, |byte| *byte == 0).collect();
    let others = parts.get(2..).unwrap_or_default();
    let older = file(parts[0], others);
    let newer = file(parts.get(1).copied().unwrap_or(parts[0]), others);
    for view in [View::Base, View::Revised] {
        for selection in selections() {
            let _ = word::resolve(&older, view, &selection);
        }
    }
    // One up, one back, one left, and so on.
    let by_turns = |change: &TrackedChange| match change.number % 3 {
        0 => None,
        1 => Some(View::Revised),
        _ => Some(View::Base),
    };
    let _ = TrackedFile::read(&older, Marks::Auto).and_then(|file| file.settle(&by_turns));
    let cleaning = Cleaning {
        renumber: true,
        brackets: Brackets::Drop,
        ..Cleaning::default()
    };
    let _ = word::clean(&older, &cleaning, Marks::Auto);
    for keep_existing in [false, true] {
        let options = Options {
            keep_existing,
            ..Options::default()
        };
        if let Err(Error::NotProved(what)) = word::compare(&older, &newer, &options) {
            // What is refused is safe; that it is refused is for people to see.
            eprintln!("not proved: {what}");
        }
    }
    let by = |name: &str, bytes| word::Copy {
        author: Author {
            name: name.to_owned(),
            date: None,
        },
        bytes,
    };
    let options = CombineOptions {
        marks: Marks::Tracked,
        has_comments: true,
    };
    let copies = [by("A", &newer), by("B", &older), by("C", &newer)];
    if let Err(Error::NotProved(what)) = word::combine(&older, &copies, &options) {
        eprintln!("not proved: {what}");
    }
    // Any draft as a Word file of its own, its changes tracked; that can be read again.
    if let Ok(draft) = read(&older, "older.docx", None) {
        let fresh = write::docx::draft(&draft, &Author::default()).unwrap();
        read(&fresh, "fresh.docx", None).unwrap();
    }
});
