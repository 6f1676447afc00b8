//! The published JSON: its types, its schema, and the way from the model and back.
