//! Draft -> its internal cross-references: "resolves 1, 3 and 4 above", "paragraph 4 above".
