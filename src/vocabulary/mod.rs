//! Words of the field as data: one readable file a language.

pub(crate) mod states;
