//! What a .docx file is made of: the package, its parts, and what stands in them.
//!
//! Reader and writer share it, as they share [`json`](crate::json). Nothing here knows clauses or
//! redlines. The rules are those of ECMA-376 (Office Open XML), part 1 (WordprocessingML) and part
//! 2 (the package).

pub(crate) mod active;
pub(crate) mod aside;
pub(crate) mod atoms;
pub(crate) mod body;
pub(crate) mod boxes;
pub(crate) mod by_hand;
pub(crate) mod comments;
pub(crate) mod document;
mod empty_notes;
mod error;
mod formula;
mod ids;
pub(crate) mod joint;
pub(crate) mod line_numbers;
mod links;
pub(crate) mod look;
pub(crate) mod markers;
pub(crate) mod namespaces;
pub(crate) mod numbered;
pub(crate) mod numbering;
pub(crate) mod own_ids;
pub(crate) mod package;
mod part_names;
pub(crate) mod passing;
pub(crate) mod renumbered;
pub(crate) mod residue;
pub(crate) mod resolve;
pub(crate) mod reversed;
pub(crate) mod scrub;
pub(crate) mod sections;
pub(crate) mod sign;
pub(crate) mod styles;
mod symbols;
pub(crate) mod tracked;
mod types;
#[cfg(feature = "serve")]
pub(crate) mod unpacked;
pub(crate) mod xml;

pub use error::Error;

/// The largest number that changes, bookmarks and comments have in a part.
pub(crate) fn largest_id(xml: &str) -> u32 {
    let sign = " w:id=\"";
    let ids = memchr::memmem::find_iter(xml.as_bytes(), sign).filter_map(|at| {
        let rest = &xml[at + sign.len()..];
        rest[..rest.find('"')?].parse::<u32>().ok()
    });
    ids.filter(|id| *id < 1 << 30).max().unwrap_or(0)
}
