//! Two texts, parted by a zero byte or in the middle: the views of their comparison are the two
//! drafts (law 1), and a draft compared with itself has no change (law 2).
#![no_main]

use libfuzzer_sys::fuzz_target;
use redraft::compare::{Options, compare};
use redraft::draft::View;
use redraft::read::read;

fuzz_target!(|bytes: &[u8]| {
    let middle = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len() / 2);
    let (older, newer) = bytes.split_at(middle);
    let newer = newer.strip_prefix(&[0]).unwrap_or(newer);
    let (Ok(older), Ok(newer)) = (read(older, "older", None), read(newer, "newer", None)) else {
        return;
    };
    let (older, newer) = (older.view(View::Revised), newer.view(View::Revised));
    let redline = compare(&older, &newer, &Options::default());
    assert!(redline.draft.view(View::Base).says_the_same_as(&older), "base");
    assert!(redline.draft.view(View::Revised).says_the_same_as(&newer), "revised");
    assert!(!compare(&newer, &newer, &Options::default()).draft.is_marked(), "law 2");
});
