//! What speaks against a reading, and how much: one table for all rules of reading.
//!
//! The reading of a draft is the cheapest sequence of readings of its blocks. What is right in one
//! house is a cost here, never a fork in the code. 100 is what a rule is worth that nearly every
//! house keeps.

macro_rules! costs {
    ($($(#[$doc:meta])* $name:ident = $cost:literal, $reason:literal;)*) => {
        /// Something that speaks against a reading.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::read) enum Against {
            $($(#[$doc])* $name,)*
        }

        impl Against {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// How much it speaks against the reading, in hundredths of a firm rule.
            pub(in crate::read) const fn cost(self) -> i32 {
                match self {
                    $(Self::$name => $cost,)*
                }
            }

            /// What a person is told of it.
            pub(in crate::read) const fn reason(self) -> &'static str {
                match self {
                    $(Self::$name => $reason,)*
                }
            }
        }
    };
}

costs! {
    // Series of labels.
    Gap = 120, "numbers before it are missing";
    WideGap = 300, "many numbers before it are missing";
    ArticlesLeftOut = 30, "articles before it are left out";
    RepeatedWhereMarked = 30, "the number before it comes again, as it does where clauses are changed";
    Repeated = 200, "the number before it comes again";
    Backward = 500, "its number is lower than the one before it";
    BeginsAgain = 260, "its series begins again without a heading";
    BeginsAfterHeading = 20, "its series begins again after a heading";
    BeginsAgainAfterList = 60, "its series begins again after another list";
    BeginsBelow = 60, "a list begins without a colon before it";
    BeginsBelowItsOwnStyle = 160, "a list begins under a list of the same style";
    BeginsWhereMarked = 100, "a changed label seldom begins a list";
    BeginsBelowAgainstRank = 50, "numbers begin under letters";
    BeginsFurtherOut = 60, "a list begins under a clause that is set in further";
    BeginsBeside = 80, "another series begins beside the open one";
    BeginsLate = 300, "its series begins with another number than one";
    BeginsLateAtStart = 120, "the draft begins with another number than one";
    ResumesOverHeading = 80, "a list under a clause goes on after a heading";
    OtherStyle = 60, "it goes on with the series in another style";
    OtherIndent = 25, "it is set in otherwise than its series";
    OtherListLevel = 300, "the format gives it another level than its series";
    OddParent = 60, "its number does not go on from the clause it lies under";
    LabelDamaged = 100, "its label cannot be read, and is taken for the next one";
    LabelCut = 50, "its label holds two numbers in one";
    // Clauses.
    BareNumber = 10, "a bare number may be part of the words";
    BareNumberBegins = 60, "a bare number seldom begins a list outside of section calls";
    NumberBeforeSmallWord = 120, "a number and a word in small letters are running text";
    CapitalAsClause = 60, "a capital or a roman numeral names a heading more often than a clause";
    ShortAsClause = 90, "a short line without a full stop is a heading more often than a clause";
    LabelAsWords = 300, "it begins like a clause with a label";
    /// Only our own writer gives a label a mark of its own.
    OwnLabelAsWords = 500, "its label is marked apart from its words";
    LooseLabelAsWords = 80, "it may begin with a label";
    NumberInCallAsWords = 250, "a number that begins a paragraph of this section is its label";
    WordedLabelAsWords = 60, "it begins like an article";
    WordedAsClause = 150, "an article is a heading";
    OtherThanItsStyle = 700, "its style says that it is something else";
    OutOfPlace = 600, "its style says what it is, but nothing such stands here";
    // Headings.
    OpenNumber = 10, "its number is still open";
    LongHeading = 200, "a heading is seldom so long";
    HeadingEndsAsSentence = 250, "a heading does not end like a sentence";
    NumberedHeading = 100, "a plain number names a clause more often than a heading";
    BracketedHeading = 120, "letters in brackets name a clause more often than a heading";
    HeadingWithText = 50, "its text stands on the line of the heading";
    HeadingWithoutMarks = 300, "headings of this draft are marked, and it is not";
    HeadingWithoutLabel = 50, "a heading without a label";
    HeadingBeforeNoList = 60, "no label follows it";
    HeadingInCall = 300, "sections of this kind have no headings";
    HeadingAfterOpenWords = 250, "the paragraph before it has not ended";
    HeadingInMasthead = 110, "the masthead has not ended";
    WordsAsHeading = 100, "it is short and does not end like a sentence";
    SmallHeading = 400, "a heading begins with a capital";
    // The masthead, who speaks, the preamble.
    MastheadEndsInComma = 150, "a line of a masthead does not end in a comma";
    MastheadOpensAsPreamble = 250, "it opens like a paragraph of a preamble";
    MastheadLabel = 130, "a line of a masthead has no label";
    WordedAsMasthead = 200, "an article begins the text";
    MastheadLong = 260, "a line of a masthead is short";
    MastheadTooLong = 800, "a masthead is not so long";
    TextBeforeBody = 200, "nobody has spoken yet";
    UnknownOrgan = 60, "nobody known speaks";
    OrganInText = 60, "somebody speaks already";
    WordsAsOrgan = 150, "somebody speaks";
    CallByShape = 60, "it has the shape of a section call, but no known verb";
    WordsAsCall = 250, "it is a section call";
    // Going on, and what the page added.
    BeginsSmall = 150, "it begins with a small letter";
    ContinuesAfterEnd = 160, "the paragraph before it has ended";
    ContinuesAfterComma = 15, "the paragraph before it ends in a comma";
    ContinuesCapital = 120, "it begins with a capital";
    ContinuesLabel = 40, "it begins like a clause with a label";
    Continues = 20, "it goes on with the paragraph before it";
    ContinuesOverPage = 10, "a page break parts it from the paragraph before it";
    NumberAlone = 300, "figures alone are no clause";
    LabelAlone = 200, "the label before it has no words of its own";
    PartedWords = 30, "the words before it do not end";
    NumberAsNote = 100, "a bare number names a clause more often than a note";
    NoteOutOfOrder = 90, "notes are numbered in order";
    NoteAsWords = 150, "it begins like a note";
    UnderRule = 160, "it stands under the rule that parts notes from the text";
    ClosingAsWords = 150, "it reads like the last lines of a draft";
    ContentsAsText = 250, "it reads like a line of a table of contents";
    EntryWithoutContents = 150, "no table of contents is announced";
}

/// A set of things that speak against a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::read) struct Doubts(u128);

impl Doubts {
    /// Nothing speaks against it.
    pub(in crate::read) const NONE: Self = Self(0);

    /// One more.
    #[must_use]
    pub(in crate::read) const fn and(self, against: Against) -> Self {
        Self(self.0 | 1 << against as u32)
    }

    /// One more, if it holds.
    #[must_use]
    pub(in crate::read) const fn and_if(self, holds: bool, against: Against) -> Self {
        if holds { self.and(against) } else { self }
    }

    /// Both sets.
    #[must_use]
    pub(in crate::read) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not in another set.
    #[must_use]
    pub(in crate::read) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The same, with one for another if it is there.
    #[must_use]
    pub(in crate::read) const fn with_instead(self, new: Against, old: Against) -> Self {
        let is_there = self.0 & 1 << old as u32 != 0;
        if is_there {
            Self(self.0 & !(1 << old as u32)).and(new)
        } else {
            self
        }
    }

    /// What they cost together.
    pub(in crate::read) fn cost(self) -> i32 {
        let mut left = self.0;
        let mut sum = 0;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            sum += Against::ALL.get(at).map_or(0, |against| against.cost());
            left &= left - 1;
        }
        sum
    }

    /// Each of them.
    pub(in crate::read) fn each(self) -> impl Iterator<Item = Against> {
        let all = Against::ALL.iter().enumerate();
        all.filter(move |(at, _)| self.0 & 1 << at != 0)
            .map(|(_, against)| *against)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_add_up() {
        assert!(Against::ALL.len() <= 128);
        let doubts = Doubts::NONE
            .and(Against::Gap)
            .and(Against::OtherIndent)
            .and(Against::Gap);
        assert_eq!(
            doubts.cost(),
            Against::Gap.cost() + Against::OtherIndent.cost()
        );
        let other = doubts.with_instead(Against::Repeated, Against::Gap);
        assert_eq!(
            other.cost(),
            Against::Repeated.cost() + Against::OtherIndent.cost()
        );
        assert_eq!(doubts.each().count(), 2);
        assert_eq!(Doubts::NONE.cost(), 0);
    }
}
