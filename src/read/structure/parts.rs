//! A long list in parts, each of which is freed as soon as the last of its items was taken out: a
//! list in one piece is there as a whole to the end.

use std::ops::{Index, IndexMut};

/// Items in one part.
const PART: usize = 1024;

/// A list in parts; all but the last are full.
#[derive(Debug)]
pub(in crate::read) struct Parts<T>(Vec<Vec<T>>);

impl<T> Parts<T> {
    pub(in crate::read) fn push(&mut self, item: T) {
        match self.0.last_mut() {
            Some(last) if last.len() < PART => last.push(item),
            // A short list takes no more than it needs.
            None => self.0.push(vec![item]),
            Some(_) => {
                let mut part = Vec::with_capacity(PART);
                part.push(item);
                self.0.push(part);
            }
        }
    }

    pub(in crate::read) fn last(&self) -> Option<&T> {
        self.0.last()?.last()
    }

    pub(in crate::read) fn last_mut(&mut self) -> Option<&mut T> {
        self.0.last_mut()?.last_mut()
    }

    pub(super) fn len(&self) -> usize {
        let before = self.0.len().saturating_sub(1);
        before * PART + self.0.last().map_or(0, Vec::len)
    }

    pub(super) fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at / PART)?.get(at % PART)
    }

    pub(in crate::read) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }
}

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Extend<T> for Parts<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.push(item);
        }
    }
}

impl<T> FromIterator<T> for Parts<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut parts = Self::default();
        parts.extend(items);
        parts
    }
}

impl<T> IntoIterator for Parts<T> {
    type Item = T;
    type IntoIter = std::iter::Flatten<std::vec::IntoIter<Vec<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}

impl<T> Index<usize> for Parts<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at / PART][at % PART]
    }
}

impl<T> IndexMut<usize> for Parts<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at / PART][at % PART]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_parts_is_a_list() {
        for length in [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7] {
            let mut parts: Parts<usize> = (0..length).collect();
            assert_eq!(parts.len(), length);
            assert!(parts.iter().copied().eq(0..length));
            assert_eq!(parts.get(length), None);
            if length > PART {
                parts[PART] += 1;
                assert_eq!((parts[PART], parts[PART - 1]), (PART + 1, PART - 1));
                parts[PART] -= 1;
            }
            assert!(parts.into_iter().eq(0..length));
        }
    }

    /// What was taken out takes no memory while the rest is taken.
    #[test]
    fn a_part_is_freed_when_it_was_taken() {
        let item = std::rc::Rc::new(());
        let parts: Parts<_> = (0..2 * PART).map(|_| std::rc::Rc::clone(&item)).collect();
        let mut rest = parts.into_iter();
        for _ in 0..PART {
            rest.next();
        }
        assert_eq!(std::rc::Rc::strong_count(&item), PART + 1);
    }
}
