//! The signs that stand for tracked changes which were set aside ([`aside`](super::aside)).

/// What all signs begin with.
pub(super) const SIGN: &str = "<redraft:";
/// The attribute that is a sign on elements which are no runs.
pub(super) const SIGN_ATTRIBUTE: &str = "redraft:gone";
/// The attribute that is a sign on a formula that had changes inside.
pub(super) const WHOLE: &str = "redraft:whole";

/// Whether an element or an attribute is a sign, by its name.
pub(crate) fn is_sign(name: &str) -> bool {
    name.starts_with("redraft:")
}

/// Whether a stretch of XML is the sign of something that was not there before.
pub(crate) fn is_kept_sign(raw: &str) -> bool {
    raw.starts_with("<redraft:kept")
}

/// Whether a stretch of XML has a sign in it.
pub(crate) fn has_sign(raw: &str) -> bool {
    memchr::memmem::find(raw.as_bytes(), b"redraft:").is_some()
}
