//! The published JSON: its types and schema ([`wire`]), the way from the model and back.
//!
//! Versioned (`"redraft": 1`); within a version fields keep their names and meaning, and new ones
//! may come. What is written reads back whole: a redline is a marked draft, so `clean REDLINE.json
//! --view base` gives the older draft.

pub mod between;
mod document;
mod from_json;
#[cfg(test)]
pub(crate) mod generated;
pub mod history;
pub mod lives;
mod registers;
pub mod report;
pub(crate) mod rows;
mod to_json;
mod told;
pub(crate) mod visible;
pub mod wire;

pub use document::{
    Document, blame, changes, check, conflicts, history, lives, references, register, report, story,
};
pub use from_json::from_json;
pub use to_json::{draft, ranked, redline};

/// The version of the JSON that this crate writes.
pub const VERSION: u32 = 1;

/// The JSON Schema of everything that this room writes.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), "redraft 1".into());
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/redraft-1.schema.json");
        let now = format!("{:#}\n", schema());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap();
        assert!(
            published == now,
            "run UPDATE_SCHEMA=1 cargo test and read the difference"
        );
    }
}
