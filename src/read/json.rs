//! Our own JSON -> Draft.

use super::Error;
use crate::draft::Draft;
use crate::json::from_json;

/// Reads a draft or a redline that was written as JSON.
pub(super) fn read(text: &str, name: &str) -> Result<Draft, Error> {
    from_json(text.trim_start_matches('\u{feff}')).map_err(|(line, column, message)| Error::Json {
        name: name.to_owned(),
        line,
        column,
        message,
    })
}
