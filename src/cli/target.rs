//! Where output goes: standard output, a pager, or a file that is written whole or not at all.

use super::pager;
use super::settings::Settings;
use super::trouble::Trouble;
use super::unfinished::Unfinished;
use redraft::write::screen::Screen;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::Child;

/// Writes a text to `out`, or where there is none to a pager if `page`, else to standard output.
///
/// `write` is handed a sink and may stop at its first error. A file that was read is not written
/// over.
pub(crate) fn deliver(
    out: Option<&Path>,
    page: bool,
    settings: &Settings,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Trouble> {
    match out {
        Some(path) if path.as_os_str() != "-" => {
            if settings.files_read.hold(path) {
                let path = path.to_owned();
                return Err(Trouble::OverInput { path });
            }
            to_file(path, settings.color, write)
        }
        _ => match page.then(pager::start).flatten() {
            Some(child) => to_pager(child, settings.color, write),
            None => to_standard_output(settings.color, write),
        },
    }
}

/// Writes a text that is made of no draft to standard output.
pub(crate) fn print(write: impl FnOnce(&mut Sink<'_>) -> fmt::Result) -> Result<(), Trouble> {
    to_standard_output(false, write)
}

/// A sink for the writers, which know nothing of files: it keeps the error that they cannot carry.
/// Text is for people, who may look at it on a terminal wherever it goes first; bytes are a file of
/// their own kind.
pub(crate) struct Sink<'a> {
    out: BufWriter<&'a mut dyn Write>,
    colour: bool,
    error: Option<io::Error>,
}

impl fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink").field("error", &self.error).finish()
    }
}

impl fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let colour = self.colour;
        Screen::new(Raw(self), colour).write_str(text)
    }
}

/// The sink behind the screen.
struct Raw<'a, 'b>(&'a mut Sink<'b>);

impl fmt::Write for Raw<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_all(text.as_bytes()).map_err(|_| fmt::Error)
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
    colour: bool,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Failure> {
    let mut sink = Sink {
        out: BufWriter::with_capacity(1 << 16, out),
        colour,
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

fn to_standard_output(
    colour: bool,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Trouble> {
    pour(&mut io::stdout().lock(), colour, write).map_err(|failure| match failure {
        Failure::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Trouble::PipeClosed,
        Failure::Io(error) => Trouble::Output(error),
        Failure::Writer(error) => Trouble::Writer(error.to_string()),
    })
}

/// A reader who leaves the pager early has seen enough: that is no trouble, and changes no exit
/// code.
fn to_pager(
    mut child: Child,
    colour: bool,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Trouble> {
    let written = match child.stdin.take() {
        Some(mut pipe) => pour(&mut pipe, colour, write),
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

fn to_file(
    path: &Path,
    colour: bool,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Trouble> {
    whole(path, colour, write).map_err(|failure| match failure {
        Failure::Io(source) => Trouble::Unwritable {
            path: path.to_owned(),
            source,
        },
        Failure::Writer(error) => Trouble::Writer(error.to_string()),
    })
}

/// Writes a file whole or not at all.
fn whole(
    path: &Path,
    colour: bool,
    write: impl FnOnce(&mut Sink<'_>) -> fmt::Result,
) -> Result<(), Failure> {
    if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        // /dev/null and its like cannot be replaced, and a folder says so itself.
        let mut file = OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(Failure::Io)?;
        return pour(&mut file, colour, write);
    }
    let mut file = Unfinished::of(path).map_err(Failure::Io)?;
    pour(file.file(), colour, write)?;
    file.finish().map_err(Failure::Io)
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
        let failed = deliver(Some(&path), false, &Settings::default(), |sink| {
            sink.write_str("half")?;
            Err(fmt::Error)
        });
        assert!(matches!(failed, Err(Trouble::Writer(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "older");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        deliver(Some(&path), false, &Settings::default(), |sink| {
            sink.write_str("newer")
        })
        .unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let failed = deliver(Some(folder.path()), false, &Settings::default(), |sink| {
            sink.write_str("x")
        });
        assert!(matches!(failed, Err(Trouble::Unwritable { .. })));
    }
}
