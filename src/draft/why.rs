//! Why a block of a draft was read as it was: what speaks against the reading, what was the next
//! best, and what that would have cost.

/// Why a block of a draft, or a part of one, was read as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Its first line in the source, from 1; in a Word file, the number of its paragraph.
    pub line: u32,
    /// The line on which the last of its words begin.
    pub last_line: u32,
    /// Its words, as printed.
    pub words: String,
    /// How it was read.
    pub chosen: Considered,
    /// How it would have been read otherwise; none if nothing else was near.
    pub next_best: Option<Considered>,
    /// What the next best costs more for the draft as a whole, in hundredths of a firm rule. The
    /// smaller, the less sure.
    pub margin: Option<i32>,
}

/// One reading and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// What it makes of the block: "clause 3., depth 0", "heading".
    pub reading: String,
    /// What speaks against it where it stands, each with its cost in hundredths of a firm rule.
    pub against: Vec<(i32, &'static str)>,
}
