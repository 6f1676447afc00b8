//! What changes are called by: their numbers, and letters made of what they say.

use super::collect::Found;
use crate::draft::TrackedChange;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Numbers changes in the order that they stand in, and gives each its letters.
pub(crate) fn number(found: &mut [Found]) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (number, found) in (1..).zip(found) {
        found.row.number = number;
        let letters = letters(&found.row);
        let times = seen.entry(letters.clone()).or_default();
        *times += 1;
        found.row.id = match *times {
            1 => letters,
            more => format!("{letters}-{more}"),
        };
    }
}

/// Letters made of what a change says. They have no vowels, and so are no words; nor are they
/// numbers.
fn letters(row: &TrackedChange) -> String {
    const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";
    const COUNT: usize = 6;
    let mut hasher = Sha256::new();
    let said = [
        row.kind.as_str(),
        row.author.as_deref().unwrap_or(""),
        row.date.as_deref().unwrap_or(""),
        &row.before,
        &row.after,
    ];
    for text in said {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    let bytes = hasher.finalize();
    let of = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
    bytes.iter().take(COUNT).map(of).collect()
}
