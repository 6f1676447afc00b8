//! The older draft as it would be if its words that stay had looked as they do now: for those who
//! want no change of typefaces told.

use super::{Options, compare, plain};
use crate::draft::{Change, Diff, Draft, View, Wording};
use std::collections::HashMap;

/// The older draft with the typefaces of the newer one on the words that stay, and how many
/// stretches of words look otherwise now. Compared with the newer draft it shows no change of
/// typefaces. It is the view that `options` names.
#[must_use]
pub fn looking_alike(older: &Draft, newer: &Draft, options: &Options) -> (Draft, usize) {
    let mut out = plain(older, options.views.old).into_owned();
    out.findings.clone_from(&older.findings);
    let mut redline = compare(older, newer, options).draft;
    let mut count = 0;
    if redline.tells_typefaces() {
        for paragraph in &mut redline.paragraphs {
            let (words, restyled) = alike(&paragraph.words);
            (paragraph.words, count) = (words, count + restyled);
        }
    }
    if count == 0 {
        return (out, 0);
    }
    moved_alike(&mut redline);
    for (own, alike) in out
        .paragraphs
        .iter_mut()
        .zip(redline.view(View::Base).paragraphs)
    {
        if own.words.all() == alike.words.all() {
            own.words = alike.words;
        }
    }
    (out, count)
}

/// Words of which those that stay have always looked as they do now, and how many did not.
fn alike(words: &Wording) -> (Wording, usize) {
    let mut out = Wording::default();
    let mut restyled = 0;
    for run in words.runs() {
        let is_restyled = run.change == Change::Kept && run.style.differs();
        restyled += usize::from(is_restyled);
        let style = match is_restyled {
            true => Diff::same(run.style.new),
            false => run.style,
        };
        out.push_from(run.text, run.change, style, run.origin);
    }
    (out, restyled)
}

/// A clause that moved has its words at the old place as they are at the new one.
fn moved_alike(redline: &mut Draft) {
    let halves = redline.paragraphs.iter().filter_map(|one| {
        let moved = one.moved.filter(|moved| moved.half == Change::Inserted)?;
        Some((moved.id, one.words.view(View::Base)))
    });
    let came: HashMap<u32, Wording> = halves.collect();
    for paragraph in &mut redline.paragraphs {
        let Some(moved) = paragraph
            .moved
            .filter(|moved| moved.half == Change::Deleted)
        else {
            continue;
        };
        if let Some(words) = came.get(&moved.id)
            && words.all() == paragraph.words.text(View::Base)
        {
            paragraph.words = words.all_as(Change::Deleted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Class, Outcome};
    use crate::read;

    const OLDER: &str = "resolves\n\n1 that *all* States shall **meet** soon;\n\n2 that tide tables are *printed* for each harbour of the coast;\n\n3 to keep lamps lit by night along every shore of the realm;\n\n4 to report on it each year before the first day of spring arrives.\n";
    const NEWER: &str = "resolves\n\n1 that all States shall *meet* later;\n\n2 to keep lamps lit by night along every shore of the realm;\n\n3 to report on it each year before the first day of spring arrives;\n\n4 that tide tables are **printed** for each harbour of the coast;\n";

    #[test]
    fn words_that_stay_have_always_looked_so() {
        let read = |text: &str| read::read(text.as_bytes(), "draft.md", None).unwrap();
        let (older, newer) = (read(OLDER), read(NEWER));
        let options = Options::default();
        let (alike, count) = looking_alike(&older, &newer, &options);
        assert_eq!(count, 3);
        let text = |draft: &Draft| -> Vec<String> {
            let all = draft.paragraphs.iter();
            all.map(|one| one.labelled_text(View::Revised)).collect()
        };
        assert_eq!(text(&alike), text(&older));
        let redline = compare(&alike, &newer, &options);
        let mut runs = redline.draft.paragraphs.iter().flat_map(|p| p.words.runs());
        assert!(!runs.any(|run| run.change == Change::Kept && run.style.differs()));
        let rows = redline.clauses.iter();
        let moved: Vec<_> = rows.filter(|row| row.outcome == Outcome::Moved).collect();
        assert!(!moved.is_empty());
        assert!(
            moved
                .iter()
                .all(|row| !row.classes.contains(&Class::Editorial))
        );
        assert_eq!(looking_alike(&newer, &newer, &options).1, 0);
    }
}
