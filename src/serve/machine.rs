//! The memory that this computer can spare for drafts and for work on them.

use super::works::{STACK, THREADS};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the system does not say what there is: four gigabytes, so that half of them are taken.
const UNKNOWN: u64 = 4 << 30;

/// Half of the memory that this computer can spare; two gigabytes where it does not say. The other
/// half is for what the figures of needs leave out: gaps between what was given back and what is
/// asked for, and other programs.
pub(super) fn spare() -> u64 {
    left(Path::new("/")).unwrap_or(UNKNOWN) / 2
}

/// The least that any limit leaves; none where nothing is said of any, as on systems without
/// `/proc`.
fn left(root: &Path) -> Option<u64> {
    let said = [available(root), of_groups(root), of_this_program(root)];
    said.into_iter().flatten().min()
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// The number in a file that holds nothing else; none where it says `max`.
fn number(path: &Path) -> Option<u64> {
    read(path)?.trim().parse().ok()
}

/// The number of kilobytes, or of whatever else, behind a name at the beginning of a line.
fn named(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// `MemAvailable:   123 kB`: what the system could give without swapping.
fn available(root: &Path) -> Option<u64> {
    let said = read(&root.join("proc/meminfo"))?;
    Some(named(&said, "MemAvailable:")? << 10)
}

/// What the names of one version of control groups are.
struct Names {
    limit: &'static str,
    taken: &'static str,
    /// In `memory.stat`: copies of files, which the system drops when memory is asked for.
    files: &'static str,
}

const FIRST: Names = Names {
    limit: "memory.limit_in_bytes",
    taken: "memory.usage_in_bytes",
    files: "total_inactive_file ",
};
const SECOND: Names = Names {
    limit: "memory.max",
    taken: "memory.current",
    files: "inactive_file ",
};

/// What is left to the control groups that the program runs in, as those of a container.
fn of_groups(root: &Path) -> Option<u64> {
    let said = read(&root.join("proc/self/cgroup"))?;
    let all = said.lines().filter_map(|line| {
        // `0::/a/b` in version 2; `9:memory:/a/b` in version 1.
        let (_, rest) = line.split_once(':')?;
        let (kinds, path) = rest.split_once(':')?;
        let (folder, names) = if kinds.is_empty() {
            ("sys/fs/cgroup", SECOND)
        } else if kinds.split(',').any(|kind| kind == "memory") {
            ("sys/fs/cgroup/memory", FIRST)
        } else {
            return None;
        };
        of_group(&root.join(folder), path, &names)
    });
    all.min()
}

/// The least that a group leaves, or one that it is in. Within a container the path may lead
/// nowhere: then the group of the container stands at the top.
fn of_group(top: &Path, path: &str, names: &Names) -> Option<u64> {
    let steps = path
        .split('/')
        .filter(|step| !step.is_empty() && *step != "..");
    let mut folders: Vec<PathBuf> = vec![top.to_owned()];
    for step in steps {
        let below = folders.last().map(|folder| folder.join(step));
        folders.extend(below);
    }
    let left = folders.iter().filter_map(|folder| {
        let limit = number(&folder.join(names.limit))?;
        let taken = number(&folder.join(names.taken)).unwrap_or(0);
        let stat = read(&folder.join("memory.stat")).unwrap_or_default();
        let files = named(&stat, names.files).unwrap_or(0);
        Some(limit.saturating_sub(taken.saturating_sub(files)))
    });
    left.min()
}

/// What the program itself may take, if whoever started it set a limit. It is one on addresses, of
/// which each thread takes some for its stack.
fn of_this_program(root: &Path) -> Option<u64> {
    let limit = named(&read(&root.join("proc/self/limits"))?, "Max address space")?;
    let status = read(&root.join("proc/self/status")).unwrap_or_default();
    let taken = named(&status, "VmSize:").unwrap_or(0) << 10;
    let stacks = (STACK * THREADS) as u64;
    Some(limit.saturating_sub(taken).saturating_sub(stacks))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A root with these files in it.
    fn root(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    #[test]
    fn this_computer_has_memory_to_spare() {
        assert!(spare() > 0);
    }

    #[test]
    fn what_the_system_can_give_is_told() {
        let root = root(&[("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    5 kB\n")]);
        assert_eq!(left(root.path()), Some(5 << 10));
        assert_eq!(left(&root.path().join("nowhere")), None);
    }

    /// Copies of files are given back when memory is needed.
    #[test]
    fn a_group_of_version_2_is_heeded() {
        let root = root(&[
            ("proc/self/cgroup", "0::/user/one\n"),
            ("sys/fs/cgroup/user/memory.max", "1000\n"),
            ("sys/fs/cgroup/user/memory.current", "900\n"),
            (
                "sys/fs/cgroup/user/memory.stat",
                "anon 200\ninactive_file 700\n",
            ),
            ("sys/fs/cgroup/user/one/memory.max", "max\n"),
        ]);
        assert_eq!(left(root.path()), Some(800));
    }

    #[test]
    fn a_group_of_version_1_is_heeded() {
        let root = root(&[
            ("proc/self/cgroup", "3:cpu:/\n2:memory,x:/gone\n0::/\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n"),
            ("sys/fs/cgroup/memory/memory.usage_in_bytes", "300\n"),
            (
                "sys/fs/cgroup/memory/memory.stat",
                "inactive_file 1\ntotal_inactive_file 50\n",
            ),
        ]);
        assert_eq!(left(root.path()), Some(750));
    }

    #[test]
    fn a_limit_of_the_program_is_heeded() {
        let limits = "Limit   Soft Limit  Hard Limit  Units\nMax address space  2000000000 unlimited bytes\n";
        let root = root(&[
            ("proc/self/limits", limits),
            ("proc/self/status", "VmSize:\t 1000 kB\n"),
        ]);
        let stacks = (STACK * THREADS) as u64;
        assert_eq!(left(root.path()), Some(2_000_000_000 - 1_024_000 - stacks));
        let none = limits.replace("2000000000", "unlimited");
        fs::write(root.path().join("proc/self/limits"), none).unwrap();
        assert_eq!(left(root.path()), None);
    }
}
