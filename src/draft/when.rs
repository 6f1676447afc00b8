//! When a change was made: days and times are compared as moments, not as letters.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Whether something was made at this time or later. What is no time is older than any, and there
/// is nothing since then.
pub(crate) fn is_since(when: &str, since: &str) -> bool {
    moment(since).is_some_and(|since| moment(when) >= Some(since))
}

/// The moment of a day or a time. Word writes the time of the place with the `Z` of world time, so
/// a time without a zone is taken for the same as one with it.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        Offset::UTC.to_timestamp(local).ok()
    })
}

/// The later one of two times, if they are there; the first of two that are the same.
pub(crate) fn later<'t>(one: Option<&'t str>, other: Option<&'t str>) -> Option<&'t str> {
    let rank = |time: Option<&str>| (time.is_some(), time.and_then(moment));
    match rank(one) >= rank(other) {
        true => one,
        false => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_compared_and_not_their_letters() {
        for (when, since) in [
            ("2026-11-23T09:00:00Z", "2026-11-23"),
            ("2026-11-23T00:00:00Z", "2026-11-23"),
            ("2026-11-23T09:00:00", "2026-11-23T09:00:00Z"),
            ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00"),
            ("2026-11-23T09:00:00.5Z", "2026-11-23T09:00:00Z"),
            ("2026-11-23T09:00Z", "2026-11-23T09:00:00Z"),
            ("2026-11-23T08:30:00-01:00", "2026-11-23T09:00:00Z"),
            ("2026-11-22T23:30:00-01:00", "2026-11-23"),
            ("2026-11-23T09:00:00Z", "2026-11-23 09:00:00"),
        ] {
            assert!(is_since(when, since), "{when} {since}");
        }
        for (when, since) in [
            ("2026-11-22T23:59:59Z", "2026-11-23"),
            ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00.5Z"),
            ("2026-11-23T09:30:00+01:00", "2026-11-23T09:00:00Z"),
            ("2026-11-23T00:30:00+01:00", "2026-11-23"),
            ("2026-11-23T08:00:00Z", "2026-11-23 09:00:00"),
            ("", "2026-11-23"),
            ("yesterday", "2026-11-23"),
            ("2026-11-23T09:00:00Z", "nonsense"),
            ("nonsense", "nonsense"),
        ] {
            assert!(!is_since(when, since), "{when} {since}");
        }
    }

    #[test]
    fn the_last_change_is_the_latest() {
        let told = |times: &[&'static str]| {
            let times = times.iter().map(|time| Some(*time));
            times.fold(None, later)
        };
        let (early, late) = ("2026-11-23T09:30:00+01:00", "2026-11-23T09:00:00Z");
        assert_eq!(told(&[early, late]), Some(late));
        assert_eq!(told(&[late, early]), Some(late));
        assert_eq!(told(&["yesterday", late]), Some(late));
        assert_eq!(told(&["yesterday"]), Some("yesterday"));
        assert_eq!(later(Some(late), None), Some(late));
        assert_eq!(told(&[]), None);
    }
}
