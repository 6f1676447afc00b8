//! What a package unpacks to, known before any part of it is read: part after part is unpacked
//! through a small window, and counted.

use super::package::{LARGEST_IN_ALL, LARGEST_PART};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// What there is in a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Unpacked {
    /// The bytes of all parts that may be XML.
    pub(crate) markup: u64,
    /// How many tags may stand in them.
    pub(crate) tags: u64,
    /// The bytes of the largest part that is none: a picture is never taken apart.
    pub(crate) largest_other: u64,
}

/// So much of a part is looked at to tell what it is, and so much is in memory at once.
const WINDOW: usize = 64 << 10;

/// Counts what is in a package; none where the bytes are no package. What the reader would not
/// unpack is not unpacked here either.
pub(crate) fn count(bytes: &[u8]) -> Option<Unpacked> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut window = vec![0; WINDOW];
    let mut sum = Unpacked::default();
    for index in 0..archive.len() {
        if sum.markup > LARGEST_IN_ALL {
            break;
        }
        let Ok(part) = archive.by_index(index) else {
            continue;
        };
        let said = part.size();
        let mut part = part.take(LARGEST_PART + 1);
        let mut is_first = true;
        loop {
            let Ok(length) = filled(&mut part, &mut window) else {
                // The reader finds the same, and refuses it; until then it may take what it says.
                sum.markup += said.min(LARGEST_PART);
                break;
            };
            if length == 0 {
                break;
            }
            let seen = &window[..length];
            if is_first && !may_be_markup(seen) {
                sum.largest_other = sum.largest_other.max(said);
                break;
            }
            is_first = false;
            sum.markup += length as u64;
            sum.tags += memchr::memchr_iter(b'<', seen).count() as u64;
        }
    }
    Some(sum)
}

/// Fills the window as far as there is something: with so many bytes.
fn filled(part: &mut impl Read, window: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < window.len() {
        match part.read(&mut window[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

/// Whether a part that begins so may be XML: the reader takes UTF-8, and UTF-16 with a mark.
fn may_be_markup(beginning: &[u8]) -> bool {
    let is_utf16 = beginning.starts_with(&[0xff, 0xfe]) || beginning.starts_with(&[0xfe, 0xff]);
    // The window may end within a letter.
    is_utf16 || std::str::from_utf8(beginning).map_or_else(|e| e.error_len().is_none(), |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::{SimpleFileOptions, ZipWriter};

    const LENGTH: u32 = 100_000;

    fn package(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn spaces() -> Vec<u8> {
        b" ".repeat(LENGTH as usize)
    }

    #[test]
    fn what_is_packed_counts() {
        let two = package(&[("a.xml", spaces()), ("b.png", b"<w:p/>".repeat(20_000))]);
        let counted = count(&two).unwrap();
        // A name says nothing of what a part is.
        assert_eq!(counted.markup, u64::from(LENGTH) + 120_000);
        assert_eq!(counted.tags, 20_000);
        assert_eq!(counted.largest_other, 0);
        assert_eq!(count(b"PK\x03\x04"), None);
        assert_eq!(count(b"1. to act;"), None);
    }

    #[test]
    fn a_picture_is_not_taken_apart() {
        let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
        picture.extend(b"<".repeat(LENGTH as usize));
        let length = picture.len() as u64;
        let counted = count(&package(&[("a.xml", spaces()), ("b.png", picture)])).unwrap();
        assert_eq!(counted.markup, u64::from(LENGTH));
        assert_eq!((counted.tags, counted.largest_other), (0, length));
    }

    #[test]
    fn utf_16_is_markup() {
        let part: Vec<u8> = "\u{feff}<w:p/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(count(&package(&[("a.xml", part)])).unwrap().tags, 1);
    }

    /// A package that says that it is small is not unpacked further than that.
    #[test]
    fn what_is_not_told_is_not_unpacked() {
        for said in [0_u32, 7, 50_000] {
            let mut bytes = package(&[("a.xml", spaces())]);
            for at in 0..bytes.len() - 4 {
                if bytes[at..at + 4] == LENGTH.to_le_bytes() {
                    bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
                }
            }
            let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
            let mut unpacked = Vec::new();
            let _ = archive.by_index(0).unwrap().read_to_end(&mut unpacked);
            // One byte more tells that there is more.
            assert!(unpacked.len() <= said as usize + 1, "{}", unpacked.len());
            let counted = count(&bytes).unwrap();
            assert!(counted.markup >= u64::from(said), "{counted:?}");
            assert!(counted.markup <= u64::from(2 * said) + 1, "{counted:?}");
        }
    }
}
