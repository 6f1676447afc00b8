//! Our own JSON -> Draft.

use super::Error;
use crate::draft::Draft;
use crate::json::from_json;

/// Whether a text is JSON rather than a draft that begins with a brace.
pub(super) fn looks_like_it(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix('{');
    inner.is_some_and(|inner| !inner.starts_with("++") && inner.trim_start().starts_with('"'))
}

/// Reads a draft or a redline that was written as JSON.
pub(super) fn read(text: &str, name: &str) -> Result<Draft, Error> {
    from_json(text).map_err(|(line, column, message)| Error::Json {
        name: name.to_owned(),
        line,
        column,
        message,
    })
}
