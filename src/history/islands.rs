//! Words that are equal by chance: "the" in two sentences that have nothing else in common.
//!
//! The fewest words deleted and inserted keep any word that both sides have in order, and in a sentence that was rewritten
//! a few common ones always are. For the redline that is right; as a sign of who brought a word, it is none. How many equal
//! words to expect by chance between `d` deleted and `i` inserted words grows with `d`, with `i` and with how common the
//! word is: where that is likelier than two changes with so little between them, the word goes and comes with the rest.

use crate::compare::words::{each_token, is_sign};
use crate::draft::{Change, Run, Wording};

/// So many words kept by chance are as likely as two changes so near to each other.
const LIKELY: f32 = 0.1;

/// The same words, those that were kept by chance deleted and inserted. `share` says how common a word is, by its key.
pub(super) fn sunk(words: &Wording, share: impl Fn(u32) -> f32) -> Wording {
    let runs: Vec<Run<'_>> = words.runs().collect();
    let mut stretches: Vec<Stretch> = runs.iter().map(|run| Stretch::of(run, &share)).collect();
    let mut out = Wording::with_capacity(words.all().len(), runs.len());
    while sink(&mut stretches) {}
    let mut at = 0;
    while at < runs.len() {
        // What sank, and all that is deleted and inserted round it: the deleted words first.
        let end = (at..runs.len())
            .find(|k| stretches[*k].stays)
            .unwrap_or(runs.len());
        let hunk = &runs[at..end];
        if hunk
            .iter()
            .zip(&stretches[at..])
            .any(|(run, s)| s.sank && run.change == Change::Kept)
        {
            for run in hunk.iter().filter(|run| run.change != Change::Inserted) {
                let style = crate::draft::Diff::same(run.style.old);
                out.push_styled(run.text, Change::Deleted, style);
            }
            for run in hunk.iter().filter(|run| run.change != Change::Deleted) {
                let style = crate::draft::Diff::same(run.style.new);
                out.push_styled(run.text, Change::Inserted, style);
            }
        } else {
            for run in hunk {
                out.push_styled(run.text, run.change, run.style);
            }
        }
        if let Some(run) = runs.get(end) {
            out.push_styled(run.text, run.change, run.style);
        }
        at = end + 1;
    }
    out.shrink();
    out
}

/// A run, and what is known of its words.
struct Stretch {
    change: Change,
    words: u32,
    /// How likely these very words are, taken by chance.
    chance: f32,
    /// Whether it holds what stands on both sides apart.
    stays: bool,
    sank: bool,
}

impl Stretch {
    fn of(run: &Run<'_>, share: impl Fn(u32) -> f32) -> Self {
        let (mut words, mut chance) = (0, 1.0);
        each_token(run.text, |token| {
            let word = &run.text[token.start as usize..token.word_end as usize];
            if !word.is_empty() {
                words += u32::from(!is_sign(word));
                chance *= share(token.key);
            }
        });
        let is_blank = run.text.trim().is_empty();
        Self {
            change: run.change,
            words,
            chance,
            stays: run.change == Change::Kept && !is_blank,
            sank: false,
        }
    }
}

/// Lets those sink that stand between two changes by chance. Returns whether one did.
fn sink(stretches: &mut [Stretch]) -> bool {
    let islands: Vec<usize> = (0..stretches.len())
        .filter(|k| stretches[*k].stays)
        .collect();
    let count = |range: std::ops::Range<usize>, change: Change, stretches: &[Stretch]| {
        let of = stretches[range]
            .iter()
            .filter(|s| s.change == change || s.sank);
        of.map(|s| s.words).sum::<u32>()
    };
    let mut found = false;
    let mut before = 0;
    for (k, at) in islands.iter().copied().enumerate() {
        let after = islands.get(k + 1).copied().unwrap_or(stretches.len());
        let both = |change, stretches: &[Stretch]| {
            (
                count(before..at, change, stretches),
                count(at + 1..after, change, stretches),
            )
        };
        let (deleted, inserted) = (
            both(Change::Deleted, stretches),
            both(Change::Inserted, stretches),
        );
        let between = deleted.0 + inserted.0 > 0 && deleted.1 + inserted.1 > 0;
        let (deleted, inserted) = (deleted.0 + deleted.1, inserted.0 + inserted.1);
        let chances = stretches[at].chance * (deleted + 1) as f32 * (inserted + 1) as f32;
        if between && deleted > 0 && inserted > 0 && chances > LIKELY {
            stretches[at].stays = false;
            stretches[at].sank = true;
            found = true;
            // What sank belongs to the change on its right now.
            continue;
        }
        before = at + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;
    use crate::draft::View;

    fn shown(old: &str, new: &str) -> String {
        let (old, new) = (Wording::plain(old), Wording::plain(new));
        let common = compare::words::tokens("the ")[0].key;
        let share = |key| if key == common { 0.06 } else { 0.001 };
        let words = sunk(&compare::words(&old, &new), share);
        assert_eq!(words.view(View::Base), old);
        assert_eq!(words.view(View::Revised), new);
        let sign = |run: &Run<'_>| match run.change {
            Change::Kept => run.text.to_owned(),
            Change::Deleted => format!("[-{}-]", run.text),
            Change::Inserted => format!("{{+{}+}}", run.text),
        };
        words.runs().map(|run| sign(&run)).collect()
    }

    #[test]
    fn a_common_word_in_a_new_sentence_is_new() {
        assert_eq!(
            shown(
                "that pilots learn the currents;",
                "that masters heed the lighthouses;"
            ),
            "that [-pilots learn the currents-]{+masters heed the lighthouses+};"
        );
    }

    #[test]
    fn a_rare_word_between_two_changes_stays() {
        assert_eq!(
            shown(
                "that pilots learn currents well;",
                "that masters learn currents fast;"
            ),
            "that [-pilots-]{+masters+} learn currents [-well-]{+fast+};"
        );
    }
}
