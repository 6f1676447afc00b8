//! How much a package unpacks to, known before any of it is unpacked.

use std::io::Cursor;
use zip::ZipArchive;

/// The bytes that all parts of a package say they unpack to, and no part is unpacked further; none
/// where the bytes are no package.
pub(crate) fn size(bytes: &[u8]) -> Option<u64> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut sum = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).ok();
        sum = sum.saturating_add(part.map_or(0, |part| part.size()));
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use zip::write::{SimpleFileOptions, ZipWriter};

    const LENGTH: u32 = 100_000;

    fn package() -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            archive
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(&b" ".repeat(LENGTH as usize)).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_packed_counts() {
        assert_eq!(size(&package()), Some(2 * u64::from(LENGTH)));
        assert_eq!(size(b"PK\x03\x04"), None);
        assert_eq!(size(b"1. to act;"), None);
    }

    /// A package that says that it is small is not unpacked further than that.
    #[test]
    fn what_is_not_told_is_not_unpacked() {
        for said in [0_u32, 7, 50_000] {
            let mut bytes = package();
            for at in 0..bytes.len() - 4 {
                if bytes[at..at + 4] == LENGTH.to_le_bytes() {
                    bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
                }
            }
            assert_eq!(size(&bytes), Some(2 * u64::from(said)));
            let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
            let mut unpacked = Vec::new();
            let _ = archive.by_index(0).unwrap().read_to_end(&mut unpacked);
            // One byte more tells that there is more.
            assert!(unpacked.len() <= said as usize + 1, "{}", unpacked.len());
        }
    }
}
