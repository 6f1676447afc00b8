//! Clauses that a draft marks as agreed, and those that changed afterwards.

/// A clause that a draft marks as agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The draft that marks it first.
    pub draft: u32,
    /// Its address there.
    pub address: Box<str>,
    /// The line of its mark there, from 1.
    pub line: u32,
    /// The mark as it is printed: `[agreed ad ref]`.
    pub mark: Box<str>,
    /// Which lineage of the history the clause is.
    pub lineage: u32,
}

/// An agreed clause that changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The agreement: an index into [`Lives::agreements`](super::Lives::agreements).
    pub agreement: usize,
    /// The first draft whose words are other ones.
    pub draft: u32,
    /// Its address there; none where the clause is gone.
    pub address: Option<Box<str>>,
    /// Its line there, from 1; 0 where the clause is gone.
    pub line: u32,
    /// Its words as they were agreed, without the mark.
    pub agreed: String,
    /// Its words in the draft that changed them, without the mark; empty where the clause is gone.
    pub now: String,
}
