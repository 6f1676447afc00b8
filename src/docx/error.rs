//! What can be wrong with a .docx file, or with one that was to be written.

/// Why a .docx file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no ZIP archive, or a broken one.
    #[error("it is not a sound ZIP archive ({0}); if Word opens it, save it again from there")]
    Archive(String),
    /// It is a package of another kind: a spreadsheet, an old .doc, an encrypted file.
    #[error("{0}")]
    NoDocument(&'static str),
    /// A part is larger than any draft.
    #[error("its part {part} is larger than {megabytes} MB when unpacked; that is no draft")]
    TooLarge {
        /// The name of the part.
        part: String,
        /// The limit.
        megabytes: u64,
    },
    /// A part, or all together, unpack to far more than what is packed in real files.
    #[error(
        "it unpacks to far more than a draft can hold (its part {part}): it was made to take up memory, or it is broken"
    )]
    Bomb {
        /// The name of the part.
        part: String,
    },
    /// A part is not well-formed XML.
    #[error("its part {part} is broken at byte {at}: {what}")]
    Xml {
        /// The name of the part.
        part: String,
        /// Where, in bytes from its start.
        at: usize,
        /// What is wrong.
        what: String,
    },
    /// What was written does not say what it should.
    #[error("the file that would be written does not hold up: {0}; nothing was written")]
    NotProved(String),
}
