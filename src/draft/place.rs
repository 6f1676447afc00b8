//! Where a paragraph lies that is not in the text itself: in the cell of a table, in a footnote.

use std::fmt;
use std::str::FromStr;

/// What holds paragraphs apart from the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// A table; it holds rows.
    Table,
    /// A row; it holds cells.
    Row,
    /// A cell; it holds paragraphs and tables.
    Cell,
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// The top of the page.
    Header,
    /// The foot of the page.
    Footer,
    /// A box with text of its own, which stands in a paragraph.
    TextBox,
}

/// Where a paragraph lies: the holders round it, outermost first, each with its number among its
/// kind. The text itself is the empty place.
///
/// ```
/// use redraft::draft::{Holder, Place};
/// let place: Place = "table 2/row 1/cell 3".parse()?;
/// assert_eq!(place.steps()[2], (Holder::Cell, 3));
/// assert_eq!(place.to_string(), "table 2/row 1/cell 3");
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place(Box<[(Holder, u32)]>);

impl Place {
    /// The place within these holders.
    #[must_use]
    pub fn new(steps: &[(Holder, u32)]) -> Self {
        Self(steps.into())
    }

    /// The holders, outermost first, and their numbers, from 1.
    #[must_use]
    pub fn steps(&self) -> &[(Holder, u32)] {
        &self.0
    }
}

impl Holder {
    const ALL: [Self; 8] = [
        Self::Table,
        Self::Row,
        Self::Cell,
        Self::Footnote,
        Self::Endnote,
        Self::Header,
        Self::Footer,
        Self::TextBox,
    ];

    /// The word for people and for the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Row => "row",
            Self::Cell => "cell",
            Self::Footnote => "footnote",
            Self::Endnote => "endnote",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::TextBox => "text box",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (k, (holder, number)) in self.0.iter().enumerate() {
            let part = if k == 0 { "" } else { "/" };
            write!(f, "{part}{} {number}", holder.as_str())?;
        }
        Ok(())
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let step = |text: &str| {
            let (name, number) = text.rsplit_once(' ')?;
            let holder = Holder::ALL.into_iter().find(|h| h.as_str() == name)?;
            Some((holder, number.parse().ok()?))
        };
        let steps = text.split('/').filter(|step| !step.is_empty());
        steps
            .map(|text| step(text).ok_or_else(|| format!("no place is called {text}")))
            .collect::<Result<Box<[_]>, _>>()
            .map(Self)
    }
}
