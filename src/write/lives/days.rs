//! The days that drafts are of, for a chart on a true scale. The page does the same
//! (`html/page/drafts.js`).

use crate::draft::lives::Lives;
use crate::vocabulary;
use jiff::civil::Date;

/// The day of each draft, counted from a day long ago; nothing unless every draft says its day,
/// each a later one.
pub(super) fn days(lives: &Lives) -> Option<Vec<i64>> {
    let of = |text: Option<&str>| text.and_then(day_in);
    let days: Option<Vec<i64>> = lives
        .drafts
        .iter()
        .map(|draft| of(draft.date.as_deref()).or_else(|| of(Some(&draft.name))))
        .collect();
    days.filter(|days| days.len() > 1 && days.is_sorted_by(|a, b| a < b))
}

/// The day that a text says: `2015-12-04`, `4 December 2015`, `4-dec-2015`.
fn day_in(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    parts.windows(3).find_map(|three| match three {
        [year, month, day] if is_year(year) => civil(year, month.parse().ok()?, day),
        [day, month, year] if is_year(year) => {
            let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            civil(year, vocabulary::month(month)?, digits)
        }
        _ => None,
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Days from a day long ago to a day of the calendar that everybody uses.
fn civil(year: &str, month: u32, day: &str) -> Option<i64> {
    const HOURS_OF_A_DAY: i64 = 24;
    let date = Date::new(
        year.parse().ok()?,
        i8::try_from(month).ok()?,
        day.parse().ok()?,
    )
    .ok()?;
    Some(date.duration_since(Date::ZERO).as_hours() / HOURS_OF_A_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        let day = day_in("2015-12-04");
        assert!(day.is_some());
        for text in [
            "4 December 2015",
            "4-dec-2015",
            "draft of 4th Dec 2015",
            "paris/2015_12_4.md",
        ] {
            assert_eq!(day_in(text), day, "{text}");
        }
        for text in [
            "Rev.2",
            "2015",
            "4 2015 December",
            "2015-13-04",
            "40 May 2015",
        ] {
            assert_eq!(day_in(text), None, "{text}");
        }
    }

    #[test]
    fn days_between() {
        let between = |a: &str, b: &str| day_in(b).zip(day_in(a)).map(|(b, a)| b - a);
        assert_eq!(between("2015-10-23", "2015-12-04"), Some(42));
        assert_eq!(between("2016-02-28", "2016-03-01"), Some(2));
        assert_eq!(between("1999-12-31", "2001-01-01"), Some(367));
    }
}
