//! A piece of a text that is kept once, however many pieces of it are told of.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A stretch of a text that it points into and does not hold: ten thousand passages within each
/// other are one text.
#[derive(Clone)]
pub struct Excerpt {
    source: Arc<str>,
    range: Range<usize>,
}

impl Excerpt {
    /// A range of a text, in bytes; nothing of it where the range does not lie on character
    /// boundaries.
    #[must_use]
    pub fn of(source: &Arc<str>, range: Range<usize>) -> Self {
        let range = source.get(range.clone()).map_or(0..0, |_| range);
        Self {
            source: Arc::clone(source),
            range,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.source.get(self.range.clone()).unwrap_or("")
    }
}

impl Default for Excerpt {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        Self {
            source: text.into(),
            range: 0..text.len(),
        }
    }
}

impl Deref for Excerpt {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for Excerpt {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Excerpt {}

impl PartialEq<str> for Excerpt {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Excerpt {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

/// Some names in a row out of a list that is kept once.
#[derive(Clone, Default)]
pub struct Names {
    list: Arc<[Box<str>]>,
    range: Range<usize>,
}

impl Names {
    /// A range of a list; nothing of it where the list is shorter.
    #[must_use]
    pub fn of(list: &Arc<[Box<str>]>, range: Range<usize>) -> Self {
        let range = list.get(range.clone()).map_or(0..0, |_| range);
        Self {
            list: Arc::clone(list),
            range,
        }
    }
}

impl FromIterator<Box<str>> for Names {
    fn from_iter<I: IntoIterator<Item = Box<str>>>(names: I) -> Self {
        let list: Arc<[Box<str>]> = names.into_iter().collect();
        let range = 0..list.len();
        Self { list, range }
    }
}

impl Deref for Names {
    type Target = [Box<str>];

    fn deref(&self) -> &[Box<str>] {
        self.list.get(self.range.clone()).unwrap_or_default()
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Names {}
