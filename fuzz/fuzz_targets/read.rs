//! Any bytes: reading them, and everything that is done with what was read, must not panic (law 7);
//! no letter or digit of them may be lost (law 5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use redraft::brackets::register;
use redraft::clean::{Brackets, Options, clean};
use redraft::draft::{Addresses, Draft, View};
use redraft::read::{Format, read};

fuzz_target!(|bytes: &[u8]| {
    for format in [None, Some(Format::Text), Some(Format::Markdown), Some(Format::CriticMarkup)] {
        let Ok(draft) = read(bytes, "fuzz", format) else { continue };
        if format == Some(Format::Text) {
            nothing_is_lost(bytes, &draft);
        }
        for view in [View::Base, View::Revised] {
            let _ = Addresses::of(&draft, view);
            let _ = register(&draft, view);
            for brackets in [Brackets::Keep, Brackets::Text, Brackets::Drop] {
                let _ = clean(&draft, &Options { view, renumber: true, brackets });
            }
        }
    }
});

/// Letters and digits of a plain ASCII text, counted: other texts are held to it by the tests over
/// the fixtures.
fn nothing_is_lost(bytes: &[u8], draft: &Draft) {
    if !bytes.is_ascii() || bytes.contains(&b'<') || bytes.contains(&b'&') {
        return;
    }
    let mut balance = [0_i64; 128];
    let mut count = |text: &str, sign: i64| {
        for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
            balance[usize::from(byte)] += sign;
        }
    };
    count(std::str::from_utf8(bytes).unwrap_or(""), -1);
    for paragraph in &draft.paragraphs {
        count(paragraph.words.all(), 1);
        if let Some(label) = &paragraph.label {
            let text = label.printed.as_ref().or(label.text.new.as_ref()).or(label.text.old.as_ref());
            count(text.map_or("", |text| text), 1);
        }
    }
    for finding in &draft.findings {
        count(&finding.message, 1);
    }
    assert!(balance.iter().all(|left| *left >= 0), "lost: {balance:?}");
}
