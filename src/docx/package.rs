//! The package: a ZIP archive of parts, and the relationships between them (ECMA-376 part 2).
//!
//! Parts are read when they are asked for and checked against limits, because what a file says of itself may be a lie.
//! What was not touched is copied as it stands, compressed bytes and all.

use super::active::{Active, LONGEST_PROLOGUE, What, declares_type, without_links};
use super::error::Error;
use super::namespaces::with_house_prefixes;
use super::xml::{Broken, Element, Node, parse};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

/// No part of a draft is larger than this when unpacked.
pub(super) const LARGEST_PART: u64 = 256_000_000;
/// All parts that are read are not larger together.
pub(super) const LARGEST_IN_ALL: u64 = 2 * LARGEST_PART;
/// A larger part that unpacks to more than so many times what is packed holds the same few bytes over and over. Word's own XML
/// unpacks to ten or thirty times.
const LARGEST_LOOSE: u64 = 4_000_000;
const MOST_TIMES: u64 = 100;
/// More parts no draft has.
const MOST_PARTS: usize = 20_000;

/// A .docx file.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The name of the main part: `word/document.xml`, as a rule.
    pub(crate) main: String,
    /// Parts that are new or differ from the archive's.
    changed: BTreeMap<String, Vec<u8>>,
    /// How large the parts are that were unpacked.
    unpacked: BTreeMap<usize, u64>,
}

/// One relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relationship {
    pub(crate) id: String,
    /// The last step of its type: `image`, `footnotes`, `hyperlink`.
    pub(crate) kind: String,
    /// Its whole type.
    pub(crate) kind_url: String,
    /// The part it leads to, from the root of the package; an address where it leads outside.
    pub(crate) target: String,
    pub(crate) external: bool,
}

impl<'b> Package<'b> {
    /// The part that says what each part is.
    pub(crate) const TYPES: &'static str = "[Content_Types].xml";

    /// Opens a package and finds its main part.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Error> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Error::NoDocument(
                "it is an old .doc file, or one with a password; save it as .docx without a password",
            ));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > MOST_PARTS {
            return Err(Error::Archive(format!("{} parts", archive.len())));
        }
        let mut package = Self {
            archive,
            main: String::new(),
            changed: BTreeMap::new(),
            unpacked: BTreeMap::new(),
        };
        package.main = package.find_main()?;
        Ok(package)
    }

    fn find_main(&mut self) -> Result<String, Error> {
        let of_root = self.relationships("")?;
        let main = of_root.iter().find(|r| r.kind == "officeDocument");
        let name = main.map_or("word/document.xml", |r| r.target.as_str());
        if !self.has(name) {
            return Err(Error::NoDocument(
                "it is a ZIP archive without a Word document in it",
            ));
        }
        let kind = self.content_type(name)?;
        if kind.is_some_and(|kind| !kind.contains("wordprocessingml") && !kind.contains("word.")) {
            return Err(Error::NoDocument(
                "it is an Office file, but not a Word document",
            ));
        }
        Ok(name.to_owned())
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.changed.contains_key(name) || self.archive.index_for_name(name).is_some()
    }

    /// The bytes of a part; none where there is no such part.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Cow<'_, [u8]>>, Error> {
        if self.changed.contains_key(name) {
            return Ok(self.changed.get(name).map(|b| Cow::Borrowed(b.as_slice())));
        }
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let file = self.archive.by_index(index).map_err(broken)?;
        let expected = usize::try_from(file.size().min(LARGEST_PART)).unwrap_or(0);
        let loose = file.compressed_size().saturating_mul(MOST_TIMES);
        let limit = loose.clamp(LARGEST_LOOSE, LARGEST_PART);
        // What the archive says of the size may be wrong: memory is taken as bytes come.
        let mut bytes = Vec::with_capacity(expected.min(1 << 22));
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Error::Archive(format!("part {name}: {error}")))?;
        let part = || name.to_owned();
        if bytes.len() as u64 > LARGEST_PART {
            let megabytes = LARGEST_PART / 1_000_000;
            return Err(Error::TooLarge {
                part: part(),
                megabytes,
            });
        }
        self.unpacked.insert(index, bytes.len() as u64);
        if bytes.len() as u64 > limit || self.unpacked.values().sum::<u64>() > LARGEST_IN_ALL {
            return Err(Error::Bomb { part: part() });
        }
        Ok(Some(Cow::Owned(bytes)))
    }

    /// The text of an XML part, with the prefix `w:` for WordprocessingML; none where there is no such part.
    pub(crate) fn xml(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        no_document_type(&bytes, name)?;
        let text = decoded(bytes).ok_or_else(|| Error::Xml {
            part: name.to_owned(),
            at: 0,
            what: "it is neither UTF-8 nor UTF-16".to_owned(),
        })?;
        Ok(Some(with_house_prefixes(text)))
    }

    /// The relationships of a part; of the package itself where the name is empty.
    pub(crate) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Error> {
        let name = relationships_part(part);
        let Some(text) = self.xml(&name)? else {
            return Ok(Vec::new());
        };
        let root = parse(&text).map_err(|error| error.in_part(&name))?;
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let all = root.elements().filter(|e| e.local() == "Relationship");
        Ok(all
            .filter_map(|e| {
                let external = e.attribute("TargetMode").as_deref() == Some("External");
                let target = e.attribute("Target")?;
                let kind_url = e.attribute("Type")?.into_owned();
                Some(Relationship {
                    id: e.attribute("Id")?.into_owned(),
                    kind: kind_url.rsplit('/').next().unwrap_or("").to_owned(),
                    kind_url,
                    target: if external {
                        target.into_owned()
                    } else {
                        resolved(folder, &target)
                    },
                    external,
                })
            })
            .collect())
    }

    /// The part that the main part names by a relationship of this kind.
    pub(crate) fn part_of_kind(&mut self, kind: &str) -> Result<Option<String>, Error> {
        let main = self.main.clone();
        let found = self.relationships(&main)?;
        Ok(found
            .into_iter()
            .find(|r| r.kind == kind && !r.external)
            .map(|r| r.target)
            .filter(|name| self.has(name)))
    }

    /// The content type of a part.
    pub(crate) fn content_type(&mut self, part: &str) -> Result<Option<String>, Error> {
        let name = Self::TYPES;
        let Some(text) = self.xml(name)? else {
            return Ok(None);
        };
        let root = parse(&text).map_err(|error| error.in_part(name))?;
        let own = root.elements().find(|e| {
            e.local() == "Override"
                && e.attribute("PartName")
                    .is_some_and(|p| p.trim_start_matches('/').eq_ignore_ascii_case(part))
        });
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        let of_ending = || {
            root.elements().find(|e| {
                e.local() == "Default"
                    && e.attribute("Extension")
                        .is_some_and(|x| x.eq_ignore_ascii_case(ending))
            })
        };
        let entry = own.or_else(of_ending);
        Ok(entry
            .and_then(|e| e.attribute("ContentType"))
            .map(Cow::into_owned))
    }

    /// A number for what a part holds: equal for equal bytes.
    pub(crate) fn fingerprint(&mut self, name: &str) -> u64 {
        if let Some(bytes) = self.changed.get(name) {
            let mut hasher = rustc_hash::FxHasher::default();
            std::hash::Hasher::write(&mut hasher, bytes);
            return std::hash::Hasher::finish(&hasher);
        }
        let index = self.archive.index_for_name(name);
        index
            .and_then(|index| self.archive.by_index_raw(index).ok())
            .map_or(0, |file| {
                u64::from(file.crc32()) << 32 | file.size() & 0xffff_ffff
            })
    }

    /// Puts a part in, or another one in its place.
    pub(crate) fn set(&mut self, name: &str, bytes: Vec<u8>) {
        self.changed.insert(name.to_owned(), bytes);
    }

    /// The names of all parts, in the order of the archive; what is new comes last.
    pub(crate) fn names(&self) -> Vec<String> {
        let of_archive = self.archive.file_names().filter_map(Result::ok);
        let mut names: Vec<String> = of_archive.map(Cow::into_owned).collect();
        let new = self.changed.keys();
        let new = new.filter(|name| self.archive.index_for_name(name).is_none());
        names.extend(new.cloned());
        names
    }

    /// What the file can do by itself, which is not carried on.
    pub(crate) fn active(&mut self) -> Result<Active, Error> {
        Active::of(self)
    }

    /// Takes out what acts by itself; its relationships and types go, too. A file for macros, or a
    /// template, becomes a document.
    fn disarm(&mut self) -> Result<Active, Error> {
        let active = self.active()?;
        self.settle_types(&active)?;
        let names = self.names();
        let by_lower: BTreeMap<String, &String> = names
            .iter()
            .map(|name| (name.to_ascii_lowercase(), name))
            .collect();
        for (owner, gone) in &active.relationships {
            let of_owner = relationships_part(owner).to_ascii_lowercase();
            if let Some(part) = by_lower.get(&of_owner) {
                self.rewrite(part, |text| {
                    let goes =
                        |e: &Element<'_>| e.attribute("Id").is_some_and(|id| gone.contains(&*id));
                    without_elements(text, goes).map_err(|error| error.in_part(part))
                })?;
            }
            if let Some(part) = by_lower.get(owner).filter(|part| !active.drops(part)) {
                self.rewrite(part, |text| Ok(without_links(text, gone)))?;
            }
        }
        Ok(active)
    }

    /// The types of parts that go, and that of the main part: it is a document, whatever it was.
    fn settle_types(&mut self, active: &Active) -> Result<(), Error> {
        let name = Self::TYPES;
        self.rewrite(name, |text| {
            let text = without_elements(text, |e| {
                let (part, kind) = (e.attribute("PartName"), e.attribute("ContentType"));
                part.is_some_and(|part| active.drops(part.trim_start_matches('/')))
                    || kind.is_some_and(|kind| What::of_type(&kind).is_some())
            })
            .map_err(|error| error.in_part(name))?;
            const KINDS: [&str; 3] = [
                "application/vnd.ms-word.document.macroEnabled.main+xml",
                "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            ];
            let main =
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
            Ok(KINDS
                .iter()
                .fold(text, |text, kind| text.replace(kind, main)))
        })
    }

    /// Changes the text of a part, where there is one; it stays byte for byte where `change` leaves
    /// it as it is.
    fn rewrite(
        &mut self,
        name: &str,
        change: impl FnOnce(&str) -> Result<String, Error>,
    ) -> Result<(), Error> {
        if let Some(text) = self.xml(name)? {
            let changed = change(&text)?;
            if changed != text {
                self.set(name, changed.into_bytes());
            }
        }
        Ok(())
    }

    /// Refuses a part with a document type declaration, whether anybody reads it or not.
    pub(super) fn refuse_document_type(&mut self, name: &str) -> Result<(), Error> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !ending.eq_ignore_ascii_case("xml") && !ending.eq_ignore_ascii_case("rels") {
            return Ok(());
        }
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(());
        };
        let file = self.archive.by_index(index).map_err(broken)?;
        let mut start = Vec::new();
        file.take(LONGEST_PROLOGUE as u64)
            .read_to_end(&mut start)
            .map_err(|error| Error::Archive(format!("part {name}: {error}")))?;
        no_document_type(&start, name)
    }

    /// Writes the package: every part that was not touched as it stands, in its old place.
    pub(crate) fn write(&mut self) -> Result<Vec<u8>, Error> {
        let active = self.disarm()?;
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut written = std::collections::BTreeSet::new();
        for index in 0..self.archive.len() {
            let name = match self.archive.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                _ => continue,
            };
            if active.drops(&name) || !written.insert(name.clone()) {
                continue;
            }
            match self.changed.get(&name) {
                Some(bytes) => put(&mut out, &name, bytes)?,
                None => {
                    let file = self.archive.by_index_raw(index).map_err(broken)?;
                    out.raw_copy_file(file).map_err(broken)?;
                }
            }
        }
        for (name, bytes) in &self.changed {
            if !active.drops(name) && written.insert(name.clone()) {
                put(&mut out, name, bytes)?;
            }
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}

/// XML without some of the elements right below its root.
fn without_elements(text: &str, goes: impl Fn(&Element<'_>) -> bool) -> Result<String, Broken> {
    let root = parse(text)?;
    if !root.elements().any(&goes) {
        return Ok(text.to_owned());
    }
    let before = text.find(root.start).unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..before]);
    out.push_str(root.start);
    for child in &root.children {
        match child {
            Node::Element(element) if goes(element) => {}
            child => out.push_str(child.raw()),
        }
    }
    out.push_str(&format!("</{}>", root.name));
    Ok(out)
}

/// Refuses a part that declares a document type.
fn no_document_type(start: &[u8], name: &str) -> Result<(), Error> {
    if !declares_type(&start[..start.len().min(LONGEST_PROLOGUE)]) {
        return Ok(());
    }
    Err(Error::Xml {
        part: name.to_owned(),
        at: 0,
        what: "it declares a document type (DTD), which no part of a Word file may".to_owned(),
    })
}

/// A package of nothing but these parts.
pub(crate) fn fresh(parts: &[(&str, &str)]) -> Result<Vec<u8>, Error> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        put(&mut out, name, text.as_bytes())?;
    }
    Ok(out.finish().map_err(broken)?.into_inner())
}

/// One new part. Its date is always the same: the same input gives the same bytes.
fn put(out: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let options = SimpleFileOptions::DEFAULT
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::DEFAULT);
    out.start_file(name, options).map_err(broken)?;
    out.write_all(bytes)
        .map_err(|error| Error::Archive(error.to_string()))
}

#[allow(clippy::needless_pass_by_value)]
fn broken(error: zip::result::ZipError) -> Error {
    Error::Archive(error.to_string())
}

/// The part that holds the relationships of `part`.
pub(crate) fn relationships_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that `target` names, seen from `folder`. Steps upward end at the root.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or("");
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|s| !s.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// XML parts are UTF-8, or UTF-16 with a mark.
fn decoded(bytes: Cow<'_, [u8]>) -> Option<String> {
    let utf16 = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(encoding_rs::UTF_16LE),
        Some([0xfe, 0xff]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let (text, damaged) = encoding.decode_with_bom_removal(&bytes);
        // What is written back is UTF-8.
        return (!damaged).then(|| text.replacen("UTF-16", "UTF-8", 1));
    }
    let bytes = match bytes {
        Cow::Borrowed(bytes) => bytes.to_vec(),
        Cow::Owned(bytes) => bytes,
    };
    let mut text = String::from_utf8(bytes).ok()?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(
            resolved("word", "media/image1.png"),
            "word/media/image1.png"
        );
        assert_eq!(resolved("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(
            resolved("word", "../customXml/item1.xml"),
            "customXml/item1.xml"
        );
        assert_eq!(resolved("word", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(relationships_part(""), "_rels/.rels");
        assert_eq!(
            relationships_part("word/document.xml"),
            "word/_rels/document.xml.rels"
        );
    }

    #[test]
    fn what_is_no_package_says_so() {
        let message = |bytes: &[u8]| Package::open(bytes).err().map(|e| e.to_string());
        assert!(message(b"PK\x03\x04 and then nothing").is_some_and(|m| m.contains("ZIP")));
        assert!(message(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]).is_some_and(|m| m.contains("password")));
    }
}
