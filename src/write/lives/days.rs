//! The days that drafts are of, for a chart on a true scale. The page does the same (`html/page/drafts.js`).

use crate::draft::lives::Lives;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The day of each draft, counted from a day long ago; nothing unless every draft says its day, each a later one.
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
        [year, month, day] if is_year(year) => {
            civil(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [day, month, year] if is_year(year) => {
            let start = month.get(..3)?.to_lowercase();
            let month = MONTHS.iter().position(|name| *name == start)?;
            let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            civil(
                year.parse().ok()?,
                u32::try_from(month + 1).ok()?,
                digits.parse().ok()?,
            )
        }
        _ => None,
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Days from 1 March of the year 0 to a day of the calendar that everybody uses; months count from March, so that the
/// day that some years have more comes last.
fn civil(year: i64, month: u32, day: u32) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 {
        (year, i64::from(month) - 3)
    } else {
        (year - 1, i64::from(month) + 9)
    };
    let before = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before + (153 * month + 2) / 5 + i64::from(day) - 1)
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
