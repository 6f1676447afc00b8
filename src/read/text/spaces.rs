//! The space that struck words leave: of `act ~~now~~ here` two would stand side by side.
//!
//! Who strikes a word by hand seldom strikes a space with it. So one of the two goes with the
//! words, once and for all: every command sees the same newer text. Nor does any space stand before
//! the first word that stays, or behind the last. The older text stays as it is printed, space for
//! space.

use crate::draft::paragraph::lead_end;
use crate::draft::{Change, Paragraph, Run, View};
use crate::vocabulary::unseen::is_mark;
use std::ops::Range;

/// Strikes one of the two spaces that would stand where words went.
pub(super) fn close_up(paragraphs: &mut [Paragraph]) {
    // Whether the paragraphs behind give words to this one, as those do that were merged into it.
    let mut is_whole = true;
    for paragraph in paragraphs.iter_mut().rev() {
        let begins = paragraph.begins_in(View::Revised);
        if is_whole && begins && paragraph.words.is_marked() {
            let spaces = left_over(paragraph).into_iter();
            let struck: Vec<_> = spaces.map(|space| (space, Change::Deleted)).collect();
            paragraph.words.set_changes(&struck);
            strike_edges(paragraph);
        }
        is_whole = begins || is_whole && !paragraph.words.stands_in(View::Revised);
    }
}

/// Strikes the white space that stands at either end of the newer text, and behind its label. What
/// came with the newer text stands in none then.
fn strike_edges(paragraph: &mut Paragraph) {
    let newer = paragraph.words.text(View::Revised);
    let edges = edges(paragraph, &newer);
    if edges.iter().all(Range::is_empty) {
        return;
    }
    let (mut struck, mut gone, mut at) = (Vec::new(), Vec::new(), 0);
    for run in paragraph.words.runs_in(View::Revised) {
        let len = run.text.len();
        for edge in &edges {
            let inner = edge.start.clamp(at, at + len) - at..edge.end.clamp(at, at + len) - at;
            let range = run.start + inner.start..run.start + inner.end;
            match run.change {
                _ if range.is_empty() => {}
                Change::Kept => struck.push((range, Change::Deleted)),
                _ => gone.push(range),
            }
        }
        at += len;
    }
    paragraph.words.set_changes(&struck);
    paragraph.words.remove(&gone);
    for anchor in &mut paragraph.anchors {
        let before = |range: &Range<usize>| {
            range.end.min(anchor.at as usize) - range.start.min(anchor.at as usize)
        };
        let shift: usize = gone.iter().map(before).sum();
        anchor.at -= u32::try_from(shift).unwrap_or(0);
    }
}

/// Where white space stands at the start of the newer text, behind its label where that has signs
/// before it, and at the end.
fn edges(paragraph: &Paragraph, newer: &str) -> [Range<usize>; 3] {
    let ends = newer.trim_end().len();
    let from = |at: usize| {
        let text = &newer[at..ends.max(at)];
        at..at + text.len() - text.trim_start_matches(is_unseen).len()
    };
    let starts = from(0);
    let lead = paragraph
        .label_in(View::Revised)
        .map_or(0, |_| lead_end(newer, paragraph.lead_in(View::Revised)));
    let behind = if lead < starts.end { 0..0 } else { from(lead) };
    let ends = ends.max(starts.end).max(behind.end);
    [starts, behind, ends..newer.len()]
}

/// White space, and what is left out of the start of a line when it is read.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || is_mark(c)
}

/// The spaces that stand double once the words between them are gone, in order.
fn left_over(paragraph: &Paragraph) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    // Where the run before ends, and the last space if it was there all along.
    let (mut end, mut space) = (0, None);
    let mut ends_in_space = true;
    for run in paragraph.words.runs_in(View::Revised) {
        let is_double = run.start > end && ends_in_space && run.text.starts_with(' ');
        let first = run.start..run.start + 1;
        let goes = match run.change {
            Change::Kept => Some(first.clone()),
            // This space is as new as its words: the one before it goes.
            _ => space.take(),
        };
        out.extend(goes.filter(|_| is_double));
        end = run.start + run.text.len();
        ends_in_space = run.text.ends_with(' ');
        let is_gone = run.text.len() == 1 && out.last() == Some(&first);
        if !is_gone {
            space = last_space(&run);
        }
    }
    // The space before words that are gone from the end.
    if end < paragraph.words.all().len() {
        out.extend(space);
    }
    // A space that new words took may stand before one that is struck already.
    out.sort_unstable_by_key(|range| range.start);
    out
}

fn last_space(run: &Run<'_>) -> Option<Range<usize>> {
    let end = run.start + run.text.len();
    let is_space = run.change == Change::Kept && run.text.ends_with(' ');
    is_space.then(|| end - 1..end)
}

#[cfg(test)]
mod tests {
    use crate::draft::View;
    use crate::read;

    /// The older and the newer text of one clause.
    fn views(text: &str) -> [String; 2] {
        let draft = read::read(text.as_bytes(), "x.md", None).unwrap();
        [View::Base, View::Revised]
            .map(|view| draft.view(view).paragraphs[0].words.all().to_owned())
    }

    #[test]
    fn one_space_is_left_where_words_went() {
        for (text, older, newer) in [
            ("to act ~~now~~ here;", "to act now here;", "to act here;"),
            (
                "to go ~~out~~ <ins>in</ins> again ~~soon~~ ;",
                "to go out  again soon ;",
                "to go in again ;",
            ),
            (
                "~~Also~~ recalls <ins>it</ins>",
                "Also recalls ",
                "recalls it",
            ),
            ("to ~~act~~ ~~or~~ ~~go~~ out", "to act or go out", "to out"),
            ("to ~~act~~<ins> go</ins>", "to act", "to go"),
            ("to act, ~~and~~", "to act, and", "to act,"),
            ("to act,~~ and~~ ~~so~~", "to act, and so", "to act,"),
            ("to  act <ins>or</ins> go", "to  act  go", "to  act or go"),
            (
                "to ~~a~~ ~~b~~<ins> go</ins> now",
                "to a b now",
                "to go now",
            ),
            (
                "~~a~~ \u{a0} to act  ~~b~~\u{3000}",
                "a \u{a0} to act  b",
                "to act",
            ),
            (
                "<ins> </ins>to act<ins>, too  </ins>",
                "to act",
                "to act, too",
            ),
            (
                "to ~~b~~ ~~c~~ ~~d~~<ins> e</ins> f",
                "to b c d f",
                "to e f",
            ),
        ] {
            assert_eq!(views(text), [older, newer], "{text}");
        }
    }

    #[test]
    fn what_we_wrote_ourselves_is_exact() {
        let text = "<!-- redraft: marked -->\n\n1. to act ~~now~~ here;\n";
        let draft = read::read(text.as_bytes(), "x.md", None).unwrap();
        assert_eq!(
            draft.view(View::Revised).paragraphs[0].words.all(),
            "to act  here;"
        );
    }
}
