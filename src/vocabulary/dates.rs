//! The words of dates.

use super::language::{List, Ordered};
use super::{LANGUAGES, Language, lists};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::LazyLock;

lists! {
    /// What stands before a date after a document: "of", "du".
    date_openings: dates.openings;
    /// What stands between day, month and year: "4 de diciembre de 2015".
    date_links: dates.between;
    /// What stands after a year: "года".
    year_closings: dates.closings;
    /// The signs after year, month and day: 年, 月, 日.
    date_signs: dates.signs;
    /// Cities that conferences and their resolutions are named after.
    cities: dates.cities;
}

/// The months by their names and short names, in small letters.
static MONTHS: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
    let mut months = BTreeMap::new();
    for (number, forms) in LANGUAGES.iter().flat_map(forms_of_months) {
        for form in forms {
            months.entry(form.to_lowercase()).or_insert(number);
        }
    }
    months
});

fn forms_of_months(language: &'static Language) -> impl Iterator<Item = (u32, List)> {
    let dates = &language.dates;
    let number = |lists: Ordered| (1..).zip(lists.iter().copied());
    number(dates.months).chain(number(dates.short_months))
}

/// The number of a month, by its name in any language or a short form of it, in capitals or not:
/// "May", "дек.", "Sept".
///
/// ```
/// use redraft::vocabulary::month;
/// assert_eq!(month("décembre"), Some(12));
/// assert_eq!(month("December"), month("Dec."));
/// assert_eq!(month("Lake"), None);
/// ```
#[must_use]
pub fn month(word: &str) -> Option<u32> {
    let low = word.trim_end_matches('.').to_lowercase();
    MONTHS.get(&low).copied()
}

/// All names of months and their short forms, in small letters, each with its number, in the order
/// of the alphabet.
#[must_use]
pub fn months() -> BTreeMap<&'static str, u32> {
    let all = MONTHS.iter();
    all.map(|(name, number)| (name.as_str(), *number)).collect()
}

/// The number of a month by its whole name, in any of its forms.
#[must_use]
pub fn full_month(word: &str) -> Option<u32> {
    static FULL: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
        let months = LANGUAGES.iter().flat_map(|l| (1..).zip(l.dates.months));
        months
            .flat_map(|(number, forms)| forms.iter().map(move |form| (form.to_lowercase(), number)))
            .collect()
    });
    FULL.get(&word.to_lowercase()).copied()
}

/// The English name of a month.
#[must_use]
pub fn name_of_month(number: u32) -> Option<&'static str> {
    let english = LANGUAGES.first()?;
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    english.dates.months.get(place)?.first().copied()
}

/// How long a date is at the start of a text: "18 December 2013", "4 de diciembre de 2015",
/// "2013年12月18日".
#[must_use]
pub fn date_at(text: &str) -> Option<usize> {
    chinese_date_at(text).or_else(|| written_date_at(text))
}

fn digits(text: &str, most: usize) -> Option<usize> {
    let is_digit = |c: &char| c.is_ascii_digit() || matches!(c, '\u{660}'..='\u{669}');
    let found = text.chars().take_while(is_digit);
    let (count, length) = found.fold((0, 0), |(n, len), c| (n + 1, len + c.len_utf8()));
    (1..=most).contains(&count).then_some(length)
}

fn written_date_at(text: &str) -> Option<usize> {
    let mut at = digits(text, 2)?;
    let ending = super::ordinal_endings().iter();
    at += ending
        .filter(|end| text[at..].starts_with(**end))
        .map(|end| end.len())
        .next()
        .unwrap_or(0);
    at += after_link(&text[at..])?;
    let month = text[at..]
        .find([' ', '\u{a0}', ',', '.'])
        .map(|end| &text[at..at + end])?;
    let mut month_end = at + month.len();
    if self::month(month).is_none() {
        // Arabic names of months may be of two words: "كانون الأول/ديسمبر".
        let second = text[month_end..].trim_start();
        let start = text.len() - second.len();
        let end = start + second.find([' ', '\u{a0}', ','])?;
        self::month(&text[at..end])?;
        month_end = end;
    }
    at = month_end + usize::from(text[month_end..].starts_with('.'));
    at += after_link(&text[at..])?;
    let year = digits(&text[at..], 4).filter(|length| *length >= 4)?;
    Some(at + year)
}

/// White space, perhaps with a "de" in it.
fn after_link(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches([' ', '\u{a0}', ',', '.']);
    let gap = text.len() - rest.len();
    let link = date_links().iter().find_map(|link| {
        let after = rest.strip_prefix(link)?;
        let trimmed = after.trim_start_matches([' ', '\u{a0}']);
        (trimmed.len() < after.len()).then(|| rest.len() - trimmed.len())
    });
    (gap > 0).then_some(gap + link.unwrap_or(0))
}

fn chinese_date_at(text: &str) -> Option<usize> {
    let mut at = 0;
    // Longest first, they stand in the order of a date: they are of one length.
    for (sign, most) in date_signs().iter().zip([4, 2, 2]) {
        at += digits(&text[at..], most)?;
        at += text[at..].starts_with(sign).then_some(sign.len())?;
    }
    (at > 0).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_all_languages() {
        for (word, number) in [
            ("March", Some(3)),
            ("mars", Some(3)),
            ("AGOSTO", Some(8)),
            ("декабря", Some(12)),
            ("كانون الأول/ديسمبر", Some(12)),
            ("Sept.", Some(9)),
            ("12月", Some(12)),
            ("Monday", None),
        ] {
            assert_eq!(month(word), number, "{word}");
        }
        assert_eq!(full_month("dec"), None);
        assert_eq!(name_of_month(2), Some("February"));
    }

    #[test]
    fn dates_at_the_start() {
        for date in [
            "18 December 2013",
            "1er mars 2020",
            "4 de diciembre de 2015",
            "18 декабря 2013",
            "18 كانون الأول/ديسمبر 2013",
            "2013年12月18日",
        ] {
            assert_eq!(date_at(date), Some(date.len()), "{date}");
        }
        assert_eq!(date_at("18 ships 2013"), None);
        assert_eq!(date_at(""), None);
    }
}
