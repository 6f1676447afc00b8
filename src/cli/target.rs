//! Where output goes: standard output, a pager, or a file that is written whole or not at all.

use super::pager;
use super::trouble::Trouble;
use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Child;

/// Writes a text to `out`, or where there is none to a pager if `page`, else to standard output.
///
/// `write` is handed a sink and may stop at its first error.
pub(crate) fn deliver(
    out: Option<&Path>,
    page: bool,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Trouble> {
    match out {
        Some(path) if path.as_os_str() != "-" => to_file(path, write),
        _ => match page.then(pager::start).flatten() {
            Some(child) => to_pager(child, write),
            None => to_standard_output(write),
        },
    }
}

/// Refuses to write over a draft that is read: it may be the only copy.
pub(crate) fn spare(out: Option<&Path>, drafts: &[impl AsRef<Path>]) -> Result<(), Trouble> {
    let Some(path) = out.filter(|path| path.as_os_str() != "-") else {
        return Ok(());
    };
    let Ok(place) = fs::canonicalize(path) else {
        return Ok(());
    };
    let is_file = fs::metadata(&place).is_ok_and(|about| about.is_file());
    let is_it = |draft: &Path| fs::canonicalize(draft).is_ok_and(|draft| draft == place);
    if is_file && drafts.iter().any(|draft| is_it(draft.as_ref())) {
        return Err(Trouble::OverDraft {
            path: path.to_owned(),
        });
    }
    Ok(())
}

/// A sink for the writers, which know nothing of files: it keeps the error that they cannot carry.
pub(crate) struct Sink<'a> {
    out: BufWriter<&'a mut dyn Write>,
    error: Option<io::Error>,
}

impl fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink").field("error", &self.error).finish()
    }
}

impl fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out
            .write_all(bytes)
            .map(|()| bytes.len())
            .map_err(|error| {
                let kind = error.kind();
                self.error = Some(error);
                kind.into()
            })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What went wrong in a sink: its own error, or the writer's.
enum Failure {
    Io(io::Error),
    Writer(fmt::Error),
}

fn pour(
    out: &mut dyn Write,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Failure> {
    let mut sink = Sink {
        out: BufWriter::with_capacity(1 << 16, out),
        error: None,
    };
    let written = write(&mut sink);
    if let Some(error) = sink.error.take() {
        // What is left in the buffer would fail again.
        let _ = sink.out.into_parts();
        return Err(Failure::Io(error));
    }
    written.map_err(Failure::Writer)?;
    sink.out.flush().map_err(Failure::Io)
}

fn to_standard_output(write: impl FnOnce(&mut Sink<'_>) -> fmt::Result) -> Result<(), Trouble> {
    pour(&mut io::stdout().lock(), write).map_err(|failure| match failure {
        Failure::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Trouble::PipeClosed,
        Failure::Io(error) => Trouble::Output(error),
        Failure::Writer(error) => Trouble::Writer(error.to_string()),
    })
}

/// A reader who leaves the pager early has seen enough: that is no trouble, and changes no exit code.
fn to_pager(
    mut child: Child,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Trouble> {
    let written = match child.stdin.take() {
        Some(mut pipe) => pour(&mut pipe, write),
        None => Ok(()),
    };
    let _ = child.wait();
    match written {
        Ok(()) => Ok(()),
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(Failure::Io(error)) => Err(Trouble::Output(error)),
        Err(Failure::Writer(error)) => Err(Trouble::Writer(error.to_string())),
    }
}

fn to_file(path: &Path, write: impl FnOnce(&mut Sink<'_>) -> fmt::Result) -> Result<(), Trouble> {
    whole(path, write).map_err(|failure| match failure {
        Failure::Io(source) => Trouble::Unwritable {
            path: path.to_owned(),
            source,
        },
        Failure::Writer(error) => Trouble::Writer(error.to_string()),
    })
}

/// Writes a file whole or not at all: under another name in the same folder first, which then takes its place.
fn whole(path: &Path, write: impl FnOnce(&mut Sink<'_>) -> fmt::Result) -> Result<(), Failure> {
    // A link is followed: what it points to is what the user means.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&path).ok();
    if before.as_ref().is_some_and(|about| !about.is_file()) {
        // /dev/null and its like cannot be replaced, and a folder says so itself.
        let mut file = OpenOptions::new()
            .write(true)
            .open(&path)
            .map_err(Failure::Io)?;
        return pour(&mut file, write);
    }
    let mut draft = Unfinished::beside(&path).map_err(Failure::Io)?;
    pour(&mut draft.file, write)?;
    if let Some(about) = before {
        draft
            .file
            .set_permissions(about.permissions())
            .map_err(Failure::Io)?;
    }
    draft.finish(&path).map_err(Failure::Io)
}

/// A file that is removed again unless it is finished.
struct Unfinished {
    file: File,
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    fn beside(path: &Path) -> io::Result<Self> {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}", std::process::id()));
        let path = path.with_file_name(name);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self {
            file,
            path,
            finished: false,
        })
    }

    fn finish(mut self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    #[test]
    fn a_writer_that_fails_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.md");
        fs::write(&path, "older").unwrap();
        let failed = deliver(Some(&path), false, |sink| {
            sink.write_str("half")?;
            Err(fmt::Error)
        });
        assert!(matches!(failed, Err(Trouble::Writer(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "older");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        deliver(Some(&path), false, |sink| sink.write_str("newer")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_draft_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (draft, other) = (
            folder.path().join("draft.md"),
            folder.path().join("other.md"),
        );
        fs::write(&draft, "1. to act").unwrap();
        assert!(matches!(
            spare(Some(&draft), &[&draft]),
            Err(Trouble::OverDraft { .. })
        ));
        assert!(spare(Some(&other), &[&draft]).is_ok());
        assert!(spare(None, &[&draft]).is_ok());
    }

    #[test]
    fn a_folder_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let failed = deliver(Some(folder.path()), false, |sink| sink.write_str("x"));
        assert!(matches!(failed, Err(Trouble::Unwritable { .. })));
    }
}
