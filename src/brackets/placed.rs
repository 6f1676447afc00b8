//! Passages of one text of a marked draft, placed in the draft: what is unresolved in a text
//! depends on that text alone, and not on the words that stand beside it in another.

use crate::draft::{Draft, Passage, PassageKind, View};

/// Where the words of one text of a marked draft stand in the draft.
pub(super) struct Homes {
    paragraphs: Vec<Home>,
}

/// Where a paragraph of the text stands in the draft.
struct Home {
    /// The paragraph that it begins as.
    head: usize,
    parts: Vec<Part>,
}

/// Words of a paragraph that stand in one piece in the draft.
struct Part {
    /// Where they begin in the paragraph.
    at: usize,
    len: usize,
    /// The paragraph of the draft, and where they begin in all its words.
    paragraph: usize,
    from: usize,
}

impl Homes {
    /// Those of a view, whose paragraphs are those that [`Draft::view`] makes.
    pub(super) fn of(draft: &Draft, view: View) -> Self {
        let mut paragraphs: Vec<Home> = Vec::with_capacity(draft.paragraphs.len());
        for (index, paragraph, opens) in draft.parts_in(view) {
            if opens {
                paragraphs.push(Home {
                    head: index,
                    parts: Vec::new(),
                });
            }
            let Some(home) = paragraphs.last_mut() else {
                continue;
            };
            for run in paragraph.words.runs_in(view) {
                let at = home.parts.last().map_or(0, |part| part.at + part.len);
                home.parts.push(Part {
                    at,
                    len: run.text.len(),
                    paragraph: index,
                    from: run.start,
                });
            }
        }
        Self { paragraphs }
    }

    /// Says of a passage of the text where it stands in the draft.
    pub(super) fn place(&self, passage: &mut Passage) {
        let [start, end] = passage.span;
        // An option is whole paragraphs, a label none of their words.
        let is_at_head = passage.kind == PassageKind::Option || start == end;
        let start = match self.paragraphs.get(start.0) {
            Some(home) if is_at_head => (home.head, 0),
            Some(home) => home.start(start.1),
            None => start,
        };
        passage.span[1] = match self.paragraphs.get(end.0) {
            _ if passage.span[0] == end => start,
            Some(home) => home.end(end.1),
            None => end,
        };
        passage.span[0] = start;
    }
}

impl Home {
    /// The place of a sign that begins at `at`.
    fn start(&self, at: usize) -> (usize, usize) {
        let next = self.parts.partition_point(|part| part.at + part.len <= at);
        match self.parts.get(next) {
            Some(part) => (part.paragraph, part.from + at - part.at),
            None => self.end(at),
        }
    }

    /// The place behind a sign that ends at `at`.
    fn end(&self, at: usize) -> (usize, usize) {
        let next = self.parts.partition_point(|part| part.at + part.len < at);
        let part = self.parts.get(next).or(self.parts.last());
        part.map_or((self.head, 0), |part| {
            let within = at.saturating_sub(part.at).min(part.len);
            (part.paragraph, part.from + within)
        })
    }
}
