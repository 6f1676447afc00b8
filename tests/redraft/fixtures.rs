//! Which files the laws are held against: the fixtures, and the real drafts that may stand beside
//! the repository.

use redraft::draft::Draft;
use redraft::read;
use std::fs;
use std::path::{Path, PathBuf};

/// A draft and where it came from.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Source {
    /// The draft; none where the file is refused, as it should be.
    pub(crate) fn draft(&self) -> Option<Draft> {
        read::read(&self.bytes, &self.name, None).ok()
    }
}

/// Every file in `fixtures/`, in the order of their names.
pub(crate) fn all() -> Vec<Source> {
    let found = below(&root().join("fixtures"), &["md", "txt", "json", "bin"]);
    assert!(found.len() > 40, "the fixtures are gone");
    found
}

/// The fixtures that are drafts.
pub(crate) fn drafts() -> Vec<Draft> {
    all().iter().filter_map(Source::draft).collect()
}

/// The pairs of an older and a newer draft in `fixtures/pairs`.
pub(crate) fn pairs() -> Vec<(Draft, Draft)> {
    let drafts: Vec<Draft> = drafts()
        .into_iter()
        .filter(|draft| draft.source.contains("/pairs/"))
        .collect();
    assert!(drafts.len() > 30, "the pairs are gone");
    drafts
        .chunks_exact(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect()
}

/// The real drafts beside the repository; says so where they are not there.
pub(crate) fn corpus() -> Vec<Source> {
    let shared = shared().join("corpus");
    if !shared.is_dir() {
        println!("SKIPPED: {} is not there", shared.display());
        return Vec::new();
    }
    below(&shared, &["md", "txt"])
}

/// The material beside the repository.
pub(crate) fn shared() -> PathBuf {
    std::env::var_os("REDRAFT_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn below(folder: &Path, endings: &[&str]) -> Vec<Source> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(below(&path, endings));
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|known| ending == *known))
        {
            found.push(Source {
                name: path.display().to_string(),
                bytes: fs::read(&path).unwrap(),
            });
        }
    }
    found
}
