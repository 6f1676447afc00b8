//! Which clause somebody means: by its address, or by words that stand in it.

use super::History;
use crate::draft::View;

impl History {
    /// The clauses of draft `revision` that `what` can mean, in reading order: those cited so, or
    /// else those that say so. Case, white space and a stop at the end make no difference.
    #[must_use]
    pub fn find(&self, what: &str, revision: u32) -> Vec<u32> {
        let what = plain(what);
        let asked = what.trim_end_matches(['.', ':', ';', ',']);
        if asked.is_empty() {
            return Vec::new();
        }
        let cited: Vec<u32> = self
            .standing(revision)
            .filter(|one| plain(&self.own_cited(one.piece, revision).address) == asked)
            .map(|one| self.own(one.piece).lineage)
            .collect();
        if !cited.is_empty() {
            return cited;
        }
        self.standing(revision)
            .filter(|one| plain(&one.words().text(View::Revised)).contains(asked))
            .map(|one| self.own(one.piece).lineage)
            .collect()
    }
}

/// Lower case, single spaces, plain quotes.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ").to_lowercase();
    joined.replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}
