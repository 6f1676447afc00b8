//! Exit codes, as `diff` has them, so that a command can gate a check.

use std::process::ExitCode;

/// What the command has to say to the program that started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: it worked, and there is nothing to report: no difference, no unresolved passage.
    Nothing,
    /// 1: it worked, and there is something to report: differences, unresolved passages.
    Something,
    /// 2: it did not work: wrong arguments, a file that cannot be read or written.
    Trouble,
}

impl Exit {
    /// The code for something that is there or not.
    pub(crate) const fn reporting(something: bool) -> Self {
        if something {
            Self::Something
        } else {
            Self::Nothing
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Nothing => 0,
            Exit::Something => 1,
            Exit::Trouble => 2,
        })
    }
}
