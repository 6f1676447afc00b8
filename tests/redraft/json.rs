//! What is written as JSON reads back whole, and keeps to the published schema.

use crate::fixtures;
use redraft::draft::{Redline, View};
use redraft::{brackets, compare, json, read, references};

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../schema/redraft-1.schema.json");
    let schema: serde_json::Value = serde_json::from_str(text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn check(validator: &jsonschema::Validator, name: &str, bytes: &[u8]) {
    let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    if let Some(error) = validator.iter_errors(&value).next() {
        panic!("{name}: {error} at {}", error.instance_path);
    }
}

#[test]
fn drafts_and_registers_keep_to_the_schema_and_read_back() {
    let validator = schema();
    for draft in fixtures::drafts() {
        let name = draft.source.clone();
        let mut out = Vec::new();
        json::draft(&draft, &mut out).unwrap();
        check(&validator, &name, &out);
        let again = read::read(&out, &name, None).unwrap();
        assert!(again.says_the_same_as(&draft), "{name}");
        assert_eq!(again.findings, draft.findings, "{name}");
        assert_eq!(again.masthead, draft.masthead, "{name}");
        for (one, other) in again.paragraphs.iter().zip(&draft.paragraphs) {
            assert_eq!((one.line, &one.label), (other.line, &other.label), "{name}");
        }
        let mut out = Vec::new();
        json::register(&brackets::register(&draft, View::Revised), &mut out).unwrap();
        check(&validator, &name, &out);
        let mut out = Vec::new();
        json::references(&references::report(std::slice::from_ref(&draft)), &mut out).unwrap();
        check(&validator, &name, &out);
        let mut out = Vec::new();
        json::check(&name, None, &redraft::check::check(&draft, None), &mut out).unwrap();
        check(&validator, &name, &out);
    }
}

#[test]
fn a_redline_reads_back_whole() {
    let validator = schema();
    let drafts = fixtures::drafts();
    for (i, older) in drafts.iter().enumerate() {
        let newer = &drafts[(i + 1) % drafts.len()];
        let name = &older.source;
        let redline: Redline = compare::compare(older, newer, &compare::Options::default());
        let mut out = Vec::new();
        json::redline(&redline, &mut out).unwrap();
        check(&validator, name, &out);
        let mut by_gravity = Vec::new();
        json::ranked(&redline, &compare::rank(&redline), &mut by_gravity).unwrap();
        check(&validator, name, &by_gravity);
        let again = read::read(&out, name, None).unwrap();
        assert!(again.says_the_same_as(&redline.draft), "{name}");
        assert!(
            again
                .view(View::Base)
                .says_the_same_as(&older.view(View::Revised)),
            "{name}"
        );
        assert!(
            again
                .view(View::Revised)
                .says_the_same_as(&newer.view(View::Revised)),
            "{name}"
        );
    }
}
