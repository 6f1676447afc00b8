//! How much a package unpacks to, found out without keeping any of it: what a package says of
//! itself may be wrong.

use std::io::{self, Cursor, Read as _, Write};
use zip::ZipArchive;

/// No more is unpacked to find out: it is more than is read of any package.
const MOST: u64 = 512_000_000;

/// The bytes that all parts of a package unpack to; none where the bytes are no package.
pub(crate) fn size(bytes: &[u8]) -> Option<u64> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut count = Count(0);
    for index in 0..archive.len() {
        let left = MOST.saturating_sub(count.0);
        if left == 0 {
            break;
        }
        if let Ok(part) = archive.by_index(index) {
            // A part that breaks off has unpacked to so much all the same.
            let _ = io::copy(&mut part.take(left), &mut count);
        }
    }
    Some(count.0)
}

/// Counts what is written to it.
struct Count(u64);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn what_is_packed_counts_and_what_is_said_does_not() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            archive
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(&b" ".repeat(100_000)).unwrap();
        }
        let mut bytes = archive.finish().unwrap().into_inner();
        assert_eq!(size(&bytes), Some(200_000));
        // The lists of parts say that nothing is in them.
        let said = 100_000_u32.to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == said {
                bytes[at..at + 4].fill(0);
            }
        }
        assert_eq!(size(&bytes), Some(200_000));
        assert_eq!(size(b"PK\x03\x04"), None);
        assert_eq!(size(b"1. to act;"), None);
    }
}
