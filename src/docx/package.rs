//! The package: a ZIP archive of parts, and the relationships between them (ECMA-376 part 2).
//!
//! Parts are read when they are asked for and checked against limits, because what a file says of
//! itself may be a lie. What was not touched is copied as it stands, compressed bytes and all.

use super::active::{Active, LONGEST_PROLOGUE, Prologue, What};
use super::error::Error;
use super::links::without_links;
use super::namespaces::with_house_prefixes;
use super::part_names::PartNames;
use super::types::{self, Types, settled};
use super::xml::{parse, with_each};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::rc::Rc;
use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

/// No part of a draft is larger than this when unpacked.
pub(super) const LARGEST_PART: u64 = 256_000_000;
/// All parts that are read are not larger together.
pub(super) const LARGEST_IN_ALL: u64 = 2 * LARGEST_PART;
/// A larger part that unpacks to more than so many times what is packed holds the same few bytes
/// over and over. Word's own XML unpacks to ten or thirty times.
const LARGEST_LOOSE: u64 = 4_000_000;
const MOST_TIMES: u64 = 100;
/// More parts no draft has.
const MOST_PARTS: usize = 20_000;

/// A .docx file.
#[derive(Clone)]
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    part_names: PartNames,
    /// The name of the main part: `word/document.xml`, as a rule.
    pub(crate) main: String,
    /// Parts that are new or differ from the archive's.
    changed: BTreeMap<String, Vec<u8>>,
    /// What is not written.
    gone: Active,
    /// Parts that nothing leads to any more, and that are not written either.
    left_out: BTreeSet<String>,
    /// Whether it says nothing of when its parts were packed.
    is_timeless: bool,
    /// How large the parts are that were unpacked.
    unpacked: BTreeMap<usize, u64>,
    /// Relationships that were read, by the part that holds them: many ask for them.
    relationships: BTreeMap<String, Rc<[Relationship]>>,
    /// The content types, once they were read.
    types: Option<Rc<Types>>,
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
        let names = archive.file_names().filter_map(Result::ok);
        let part_names = PartNames::of(names.map(Cow::into_owned));
        let mut package = Self {
            archive,
            part_names,
            main: String::new(),
            changed: BTreeMap::new(),
            gone: Active::default(),
            left_out: BTreeSet::new(),
            is_timeless: false,
            unpacked: BTreeMap::new(),
            relationships: BTreeMap::new(),
            types: None,
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
        let kind = self
            .content_type(name)?
            .map(|kind| kind.to_ascii_lowercase());
        if kind.is_some_and(|kind| !kind.contains("wordprocessingml") && !kind.contains("word.")) {
            return Err(Error::NoDocument(
                "it is an Office file, but not a Word document",
            ));
        }
        Ok(name.to_owned())
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        let name = self.actual(name);
        let is_here =
            self.changed.contains_key(name) || self.archive.index_for_name(name).is_some();
        is_here && self.is_written(name)
    }

    /// Whether a part, by the name that the archive has for it, is no part that is left out.
    fn is_written(&self, name: &str) -> bool {
        !self.gone.drops(name) && !self.left_out.contains(name)
    }

    /// The name that the archive has for a part.
    fn actual<'n>(&'n self, name: &'n str) -> &'n str {
        match self.archive.index_for_name(name) {
            Some(_) => name,
            None => self.part_names.actual(name),
        }
    }

    /// The bytes of a part; none where there is no such part.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Cow<'_, [u8]>>, Error> {
        let name = &*self.actual(name).to_owned();
        if !self.is_written(name) {
            return Ok(None);
        }
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

    /// The text of an XML part, with the prefix `w:` for WordprocessingML; none where there is no
    /// such part.
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
    pub(crate) fn relationships(&mut self, part: &str) -> Result<Rc<[Relationship]>, Error> {
        let name = relationships_part(part);
        if let Some(known) = self.relationships.get(&name) {
            return Ok(Rc::clone(known));
        }
        let read = self.read_relationships(part, &name)?;
        self.relationships.insert(name, Rc::clone(&read));
        Ok(read)
    }

    fn read_relationships(&mut self, part: &str, name: &str) -> Result<Rc<[Relationship]>, Error> {
        let Some(text) = self.xml(name)? else {
            return Ok(Rc::default());
        };
        let root = parse(&text).map_err(|error| error.in_part(name))?;
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
                        self.actual(&resolved(folder, &target)).to_owned()
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
        let found = found.iter().find(|r| r.kind == kind && !r.external);
        Ok(found
            .map(|r| r.target.clone())
            .filter(|name| self.has(name)))
    }

    /// The content types of all parts.
    pub(crate) fn types(&mut self) -> Result<Rc<Types>, Error> {
        if let Some(known) = &self.types {
            return Ok(Rc::clone(known));
        }
        let types = match self.xml(Self::TYPES)? {
            Some(text) => Types::read(&text).map_err(|error| error.in_part(Self::TYPES))?,
            None => Types::default(),
        };
        Ok(Rc::clone(self.types.insert(Rc::new(types))))
    }

    /// The content type of a part.
    pub(crate) fn content_type(&mut self, part: &str) -> Result<Option<String>, Error> {
        Ok(self.types()?.of(part).map(str::to_owned))
    }

    /// A number for what a part holds: equal for equal bytes.
    pub(crate) fn fingerprint(&mut self, name: &str) -> u64 {
        let name = &*self.actual(name).to_owned();
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
        let name = self.actual(name).to_owned();
        self.forget(&name);
        self.changed.insert(name, bytes);
    }

    /// Forgets what was read of a part that is another one from now on.
    fn forget(&mut self, name: &str) {
        // The name that a relationship or a part asks by may be written otherwise than this one.
        if name.to_ascii_lowercase().ends_with(".rels") {
            self.relationships.clear();
        } else if name.eq_ignore_ascii_case(Self::TYPES) {
            self.types = None;
        }
    }

    /// Writes the package without a part, which nothing leads to any more, and without what is
    /// said of it.
    pub(crate) fn leave_out(&mut self, name: &str) -> Result<(), Error> {
        for name in [name, &relationships_part(name)] {
            let name = self.actual(name).to_owned();
            self.forget(&name);
            self.left_out.insert(name);
        }
        self.rewrite(Self::TYPES, |text| {
            types::without(text, name).map_err(|error| error.in_part(Self::TYPES))
        })
    }

    /// The names of all parts that are written, in the order of the archive; what is new comes
    /// last.
    pub(crate) fn names(&self) -> Vec<String> {
        let of_archive = self.archive.file_names().filter_map(Result::ok);
        let mut names: Vec<String> = of_archive.map(Cow::into_owned).collect();
        let new = self.changed.keys();
        let new = new.filter(|name| self.archive.index_for_name(name).is_none());
        names.extend(new.cloned());
        names.retain(|name| !self.left_out.contains(name));
        names
    }

    /// Takes out what acts by itself, with its relationships and types, and says what that was. A
    /// file for macros, or a template, becomes a document.
    pub(crate) fn disarm(&mut self) -> Result<BTreeSet<What>, Error> {
        let active = Active::of(self)?;
        self.rewrite(Self::TYPES, |text| {
            settled(text, &active).map_err(|error| error.in_part(Self::TYPES))
        })?;
        self.cut_but(&active.relationships, &|part| active.drops(part))?;
        self.gone = active;
        self.relationships.clear();
        Ok(self.gone.kinds.clone())
    }

    /// Takes out relationships, by number, of parts (in lower case; none is the package itself),
    /// with what leads to them.
    pub(crate) fn cut(&mut self, gone: &BTreeMap<String, BTreeSet<String>>) -> Result<(), Error> {
        self.cut_but(gone, &|_| false)
    }

    /// The same; a part that is not written anyway stays as it is.
    fn cut_but(
        &mut self,
        gone: &BTreeMap<String, BTreeSet<String>>,
        drops: &dyn Fn(&str) -> bool,
    ) -> Result<(), Error> {
        let names = self.names();
        let by_lower: BTreeMap<String, &String> = names
            .iter()
            .map(|name| (name.to_ascii_lowercase(), name))
            .collect();
        for (owner, gone) in gone {
            let of_owner = relationships_part(owner).to_ascii_lowercase();
            if let Some(part) = by_lower.get(&of_owner) {
                self.rewrite(part, |text| {
                    let goes = |id: Cow<'_, str>| gone.contains(&*id);
                    with_each(text, |link| match link.attribute("Id").is_some_and(goes) {
                        true => "".into(),
                        false => link.raw.into(),
                    })
                    .map_err(|error| error.in_part(part))
                })?;
            }
            if let Some(part) = by_lower.get(owner).filter(|part| !drops(part)) {
                self.rewrite(part, |text| {
                    without_links(text, gone).map_err(|error| error.in_part(part))
                })?;
            }
        }
        Ok(())
    }

    /// Says nothing any more of when its parts were packed; gives how many told it.
    pub(crate) fn forget_times(&mut self) -> usize {
        self.is_timeless = true;
        let all = 0..self.archive.len();
        let tells = |index: &usize| {
            let file = self.archive.by_index_raw(*index).ok();
            let time = file.and_then(|file| file.last_modified());
            time.is_some_and(|time| time != zip::DateTime::DEFAULT)
        };
        all.filter(tells).count()
    }

    /// Whether it is written otherwise than it was read.
    pub(crate) fn is_changed(&self) -> bool {
        !self.changed.is_empty() || !self.gone.kinds.is_empty()
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
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut written = BTreeSet::new();
        for index in 0..self.archive.len() {
            let name = match self.archive.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                _ => continue,
            };
            let is_gone = self.gone.drops(&name) || self.left_out.contains(&name);
            if is_gone || !written.insert(name.clone()) {
                continue;
            }
            match self.changed.get(&name) {
                Some(bytes) => put(&mut out, &name, bytes)?,
                None => {
                    let file = self.archive.by_index_raw(index).map_err(broken)?;
                    match self.is_timeless {
                        true => out.raw_copy_file_touch(file, zip::DateTime::DEFAULT, None),
                        false => out.raw_copy_file(file),
                    }
                    .map_err(broken)?;
                }
            }
        }
        for (name, bytes) in &self.changed {
            if !self.gone.drops(name) && written.insert(name.clone()) {
                put(&mut out, name, bytes)?;
            }
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}

/// Refuses a part that declares a document type, or may do so out of sight.
fn no_document_type(start: &[u8], name: &str) -> Result<(), Error> {
    let what = match Prologue::of(start) {
        Prologue::Sound => return Ok(()),
        Prologue::DocumentType => {
            "it declares a document type (DTD), which no part of a Word file may".to_owned()
        }
        Prologue::Endless => {
            let kilobytes = LONGEST_PROLOGUE / 1024;
            format!("its first element does not begin within {kilobytes} KB")
        }
    };
    Err(Error::Xml {
        part: name.to_owned(),
        at: 0,
        what,
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
