//! The files that a command has read: none of them is written over, for it may be the only copy.

use same_file::Handle;
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that were read so far, whatever named them: the command line, a `redraft.toml`, the
/// shell that opened standard input.
#[derive(Debug, Default)]
pub(crate) struct FilesRead(RefCell<Vec<Named>>);

#[derive(Debug)]
enum Named {
    Path(PathBuf),
    StandardInput,
}

impl FilesRead {
    /// Takes note of a file that is read.
    pub(crate) fn note(&self, path: &Path) {
        self.0.borrow_mut().push(Named::Path(path.to_owned()));
    }

    /// Takes note of standard input, which may be a file.
    pub(crate) fn note_standard_input(&self) {
        self.0.borrow_mut().push(Named::StandardInput);
    }

    /// Lets all of them be written over: the command makes something of one file, and may put it
    /// in its place.
    pub(crate) fn release(&self) {
        self.0.borrow_mut().clear();
    }

    /// Whether one of them is the file at `path`, by whatever name or link.
    pub(crate) fn hold(&self, path: &Path) -> bool {
        // Devices and pipes can be read and written at once.
        if !fs::metadata(path).is_ok_and(|about| about.is_file()) {
            return false;
        }
        let Ok(file) = Handle::from_path(path) else {
            return false;
        };
        self.0.borrow().iter().any(|named| {
            let read = match named {
                Named::Path(path) => Handle::from_path(path),
                Named::StandardInput => Handle::stdin(),
            };
            read.is_ok_and(|read| read == file)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_whatever_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("draft.md"), "1. to act").unwrap();
        fs::write(at("other.md"), "1. to act").unwrap();
        fs::hard_link(at("draft.md"), at("hard.md")).unwrap();
        let mut same = vec![at("draft.md"), at("hard.md"), at(".").join("draft.md")];
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("draft.md", at("soft.md")).unwrap();
            std::os::unix::fs::symlink("soft.md", at("softer.md")).unwrap();
            same.extend([at("soft.md"), at("softer.md")]);
        }
        for read in &same {
            let files = FilesRead::default();
            files.note(read);
            for out in &same {
                assert!(files.hold(out), "{} is {}", out.display(), read.display());
            }
            assert!(!files.hold(&at("other.md")) && !files.hold(&at("new.md")));
            files.release();
            assert!(!files.hold(&at("draft.md")));
        }
    }
}
