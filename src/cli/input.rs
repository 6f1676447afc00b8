//! Files in: a path or `-` -> a draft, or a message that names the file and says what to do.

use super::settings::Settings;
use super::trouble::Trouble;
use redraft::draft::Draft;
use redraft::read;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Whether the argument means standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Standard input can be read once.
pub(crate) fn at_most_one_standard_input(paths: &[impl AsRef<Path>]) -> Result<(), Trouble> {
    let count = paths
        .iter()
        .filter(|p| is_standard_input(p.as_ref()))
        .count();
    if count > 1 {
        return Err(Trouble::TwoStandardInputs);
    }
    Ok(())
}

/// What a file holds, and what to call it.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Source {
    /// Whether it is a Word file, or at least an archive as Word files are.
    pub(crate) fn is_word(&self) -> bool {
        self.bytes.starts_with(b"PK")
    }
}

/// The bytes of the file at `path`.
pub(crate) fn source(path: &Path, settings: &Settings) -> Result<Source, Trouble> {
    if is_standard_input(path) {
        let name = "standard input".to_owned();
        settings.files_read.note_standard_input();
        let bytes = limited(io::stdin().lock(), 0, &name, settings.max_megabytes)?;
        return Ok(Source { name, bytes });
    }
    let name = path.display().to_string();
    settings.files_read.note(path);
    let bytes = file(path, &name, settings.max_megabytes)?;
    Ok(Source { name, bytes })
}

/// The draft in the file at `path`.
pub(crate) fn draft(path: &Path, settings: &Settings) -> Result<Draft, Trouble> {
    draft_in(&source(path, settings)?, settings)
}

/// The draft that some bytes hold.
pub(crate) fn draft_in(source: &Source, settings: &Settings) -> Result<Draft, Trouble> {
    let options = read::Options {
        format: settings.from,
        marks: settings.marks,
        literal: false,
    };
    read::read_with(&source.bytes, &source.name, &options)
        .map_err(|error| Trouble::NoDraft { error })
}

/// Why the text on one line of a file is read as it is.
pub(crate) fn why(
    source: &Source,
    line: u32,
    settings: &Settings,
) -> Result<Vec<redraft::draft::Why>, Trouble> {
    let options = read::Options {
        format: settings.from,
        marks: settings.marks,
        literal: false,
    };
    read::why(&source.bytes, &source.name, &options, line)
        .map_err(|error| Trouble::NoDraft { error })
}

/// The same with its marks as they are printed.
pub(crate) fn literal_draft_in(source: &Source, settings: &Settings) -> Result<Draft, Trouble> {
    let options = read::Options {
        format: settings.from,
        marks: settings.marks,
        literal: true,
    };
    read::read_with(&source.bytes, &source.name, &options)
        .map_err(|error| Trouble::NoDraft { error })
}

fn file(path: &Path, name: &str, megabytes: u64) -> Result<Vec<u8>, Trouble> {
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Trouble::Missing {
            name: name.to_owned(),
        },
        io::ErrorKind::IsADirectory => Trouble::Directory {
            name: name.to_owned(),
        },
        _ => Trouble::Unreadable {
            name: name.to_owned(),
            source,
        },
    };
    let file = File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if about.is_dir() {
        return Err(Trouble::Directory {
            name: name.to_owned(),
        });
    }
    if about.len() > megabytes.saturating_mul(MEGABYTE) {
        return Err(Trouble::TooLarge {
            name: name.to_owned(),
            megabytes,
        });
    }
    limited(file, about.len(), name, megabytes)
}

const MEGABYTE: u64 = 1_000_000;

/// Everything that `source` has, unless it is more than the limit: a pipe does not say beforehand.
fn limited(
    source: impl Read,
    expected: u64,
    name: &str,
    megabytes: u64,
) -> Result<Vec<u8>, Trouble> {
    let limit = megabytes.saturating_mul(MEGABYTE);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|source| Trouble::Unreadable {
            name: name.to_owned(),
            source,
        })?;
    if bytes.len() as u64 > limit {
        return Err(Trouble::TooLarge {
            name: name.to_owned(),
            megabytes,
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_that_never_ends_is_refused() {
        let endless = io::repeat(b'[');
        let refused = limited(endless, 0, "pipe", 1);
        assert!(matches!(refused, Err(Trouble::TooLarge { .. })));
    }

    #[test]
    fn a_folder_is_named_as_one() {
        let message = file(Path::new("src"), "src", 1).unwrap_err().to_string();
        assert_eq!(message, "src is a directory; name a file in it");
    }
}
