//! A file that is written whole or not at all: under a name of its own in the same folder first,
//! which then takes the place of the file that is meant.
//!
//! Until then it is removed on every way out: an error, a defect, Ctrl-C, the end of the terminal
//! or of the system. It can be read by nobody who could not read what it replaces.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file on its way.
pub(crate) struct Unfinished {
    file: NamedTempFile,
    /// Where it goes.
    target: PathBuf,
    /// What is known of the file that it replaces.
    before: Option<Metadata>,
}

impl Unfinished {
    /// Begins a file that will stand at `target`; a link is followed to what it points to.
    pub(crate) fn of(target: &Path) -> io::Result<Self> {
        let target = end_of_links(target);
        let before = replaceable(&target)?;
        // The name has nothing of the target's, which may be as long as a name can be.
        let mut builder = tempfile::Builder::new();
        builder.prefix(".redraft-");
        looks::begin(&mut builder, before.as_ref());
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // No end may come between the file and the note of it.
        let file =
            removal::watch(|| builder.tempfile_in(folder)).map_err(|error| plainly(&error))?;
        Ok(Self {
            file,
            target,
            before,
        })
    }

    /// Where to write.
    pub(crate) fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        let file = self.file.as_file();
        if let Some(before) = &self.before {
            looks::finish(file, before)?;
        }
        file.sync_all()?;
        let (file, target) = (self.file, self.target);
        removal::done(|| file.persist(target))
            .map(drop)
            .map_err(|failed| failed.error)
    }
}

/// What is known of the file at `target`, if it is there; an error where it may not be written.
fn replaceable(target: &Path) -> io::Result<Option<Metadata>> {
    let about = match fs::metadata(target) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    // Whoever may write to the folder could replace it all the same, and an administrator could
    // write to it: but somebody has said that it should stay as it is.
    if about.permissions().readonly() {
        let kind = io::ErrorKind::PermissionDenied;
        return Err(io::Error::new(kind, "the file is read-only"));
    }
    OpenOptions::new().write(true).open(target)?;
    Ok(Some(about))
}

/// What a link points to, and the link there, and so on; whether it is there or not.
fn end_of_links(path: &Path) -> PathBuf {
    /// As many as systems follow.
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        let Ok(next) = fs::read_link(&path) else {
            break;
        };
        path = path.parent().unwrap_or_else(|| Path::new("")).join(next);
    }
    path
}

/// The error of the system alone: the name of the file on its way would only mislead.
fn plainly(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(error.kind()),
    }
}

/// Who may read and write the file: whoever could before.
#[cfg(unix)]
mod looks {
    use std::fs::{File, Metadata, Permissions};
    use std::io;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    /// What the system gives to new files; it takes from it what the user wants nobody to have.
    const NEW: u32 = 0o666;

    pub(super) fn begin(builder: &mut tempfile::Builder<'_, '_>, before: Option<&Metadata>) {
        // For as long as the file is on its way, its owner alone needs it.
        let mode = before.map_or(NEW, |_| 0o600);
        builder.permissions(Permissions::from_mode(mode));
    }

    pub(super) fn finish(file: &File, before: &Metadata) -> io::Result<()> {
        let about = file.metadata()?;
        let mut mode = before.mode() & 0o777;
        if about.uid() != before.uid() {
            // An administrator alone can give files away.
            let _ = fchown(file, Some(before.uid()), None);
        }
        if about.gid() != before.gid() && fchown(file, None, Some(before.gid())).is_err() {
            // Another group must not get what that one had.
            mode = mode & !0o070 | (mode & 0o007) << 3;
        }
        file.set_permissions(Permissions::from_mode(mode))
    }
}

#[cfg(not(unix))]
mod looks {
    use std::fs::{File, Metadata};
    use std::io;

    pub(super) fn begin(_: &mut tempfile::Builder<'_, '_>, _: Option<&Metadata>) {}

    pub(super) fn finish(file: &File, before: &Metadata) -> io::Result<()> {
        file.set_permissions(before.permissions())
    }
}

/// Removes the file on its way when the program is told to end.
#[cfg(unix)]
mod removal {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::fs;
    use std::io;
    use std::path::PathBuf;
    use std::sync::{Mutex, MutexGuard, Once, PoisonError};
    use tempfile::NamedTempFile;

    /// The file on its way; a command writes one at a time.
    static ON_ITS_WAY: Mutex<Option<PathBuf>> = Mutex::new(None);

    fn on_its_way() -> MutexGuard<'static, Option<PathBuf>> {
        ON_ITS_WAY.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a file; from then on the end of the program removes it.
    pub(super) fn watch(
        begin: impl FnOnce() -> io::Result<NamedTempFile>,
    ) -> io::Result<NamedTempFile> {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(listen);
        let mut place = on_its_way();
        let file = begin()?;
        *place = Some(file.path().to_owned());
        Ok(file)
    }

    /// Ends the watch: `finish` gives the file its name.
    pub(super) fn done<T>(finish: impl FnOnce() -> T) -> T {
        let mut place = on_its_way();
        let done = finish();
        *place = None;
        done
    }

    fn listen() {
        let asked = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];
        let heeded = asked.into_iter().filter(|signal| is_heeded(*signal));
        // Where signals cannot be had, they end the program as they always did.
        let Ok(mut signals) = Signals::new(heeded) else {
            return;
        };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                // Held to the end, so that no file is begun or finished meanwhile.
                let place = on_its_way();
                if let Some(path) = place.as_deref() {
                    let _ = fs::remove_file(path);
                }
                let _ = emulate_default_handler(signal);
            }
        });
    }

    /// Whether to listen to a signal. A program that listens to a signal ignores it no longer; but
    /// one that was started to ignore it must go on: `nohup` has programs ignore SIGHUP.
    fn is_heeded(signal: i32) -> bool {
        match is_ignored(signal) {
            Some(ignored) => !ignored,
            // Where the system does not say, SIGHUP and SIGQUIT are left as they are: it is better
            // that a file stays on its way than that `nohup` does not keep the program alive.
            None => matches!(signal, SIGINT | SIGTERM),
        }
    }

    /// Whether the program was started to ignore a signal. Linux tells this in a file; any other
    /// system must be called, which takes `unsafe` code.
    fn is_ignored(signal: i32) -> Option<bool> {
        let about = fs::read_to_string("/proc/self/status").ok()?;
        let ignored = about
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))?;
        let mask = u64::from_str_radix(ignored.trim(), 16).ok()?;
        let place = u32::try_from(signal - 1).ok()?;
        Some(mask.checked_shr(place)? & 1 == 1)
    }
}

#[cfg(not(unix))]
mod removal {
    use std::io;
    use tempfile::NamedTempFile;

    pub(super) fn watch(
        begin: impl FnOnce() -> io::Result<NamedTempFile>,
    ) -> io::Result<NamedTempFile> {
        begin()
    }

    pub(super) fn done<T>(finish: impl FnOnce() -> T) -> T {
        finish()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    fn write(target: &Path, text: &str) -> io::Result<()> {
        let mut file = Unfinished::of(target)?;
        file.file().write_all(text.as_bytes())?;
        file.finish()
    }

    #[test]
    fn nobody_reads_along() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret.md");
        fs::write(&secret, "older").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let file = Unfinished::of(&secret).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(file.file.path()), 0o600);
        file.finish().unwrap();
        assert_eq!(mode(&secret), 0o600);
        let shared = folder.path().join("shared.md");
        fs::write(&shared, "older").unwrap();
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o664)).unwrap();
        let file = Unfinished::of(&shared).unwrap();
        assert_eq!(mode(file.file.path()), 0o600);
        file.finish().unwrap();
        assert_eq!(mode(&shared), 0o664);
    }

    #[test]
    fn a_new_file_is_like_any_other() {
        let folder = tempfile::tempdir().unwrap();
        let (ours, other) = (folder.path().join("ours"), folder.path().join("other"));
        write(&ours, "x").unwrap();
        fs::write(&other, "x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode();
        assert_eq!(mode(&ours), mode(&other));
    }

    #[test]
    fn what_stays_as_it_is_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signed.md");
        fs::write(&path, "signed").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let refused = write(&path, "x").unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_to_string(&path).unwrap(), "signed");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn links_are_followed_and_stay() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("deep")).unwrap();
        symlink("deep/new.md", at("dangling.md")).unwrap();
        symlink("dangling.md", at("twice.md")).unwrap();
        write(&at("twice.md"), "new").unwrap();
        assert_eq!(fs::read_to_string(at("deep/new.md")).unwrap(), "new");
        assert!(at("twice.md").is_symlink() && at("dangling.md").is_symlink());
        write(&at("dangling.md"), "newer").unwrap();
        assert_eq!(fs::read_to_string(at("deep/new.md")).unwrap(), "newer");
        symlink("gone/new.md", at("astray.md")).unwrap();
        let astray = write(&at("astray.md"), "x").unwrap_err();
        assert_eq!(astray.kind(), io::ErrorKind::NotFound);
        symlink("loop.md", at("loop.md")).unwrap();
        assert!(write(&at("loop.md"), "x").is_err());
        assert!(at("loop.md").is_symlink());
    }

    #[test]
    fn a_name_may_be_as_long_as_a_name_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{}.md", "n".repeat(252)));
        write(&path, "x").unwrap();
        write(&path, "y").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "y");
    }
}
