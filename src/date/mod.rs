//! Dates as authors know them: a year, a month, a day or an instant. What is partial stays partial.

mod written;

pub use written::Unread;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::fmt;

/// A date that may lack its day or month: the subset `YYYY`, `YYYY-MM`, `YYYY-MM-DD` of
/// [EDTF](https://www.loc.gov/standards/datetime/) level 0, and RFC 3339 date-times.
///
/// Ordering is chronological; of two dates of which one contains the other, the less exact one comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// 0 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31.
    pub day: Option<i8>,
    /// Time of day with zone, as the author wrote it: `T14:20:00Z`. Kept for display and feeds.
    pub time: Option<String>,
}

impl PartialDate {
    /// Reads a date; `None` if the text is none of the accepted forms or not in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.is_ascii() {
            return None;
        }
        let (date, time) = match text.find(['T', 't', ' ']) {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |m| m.map(Some))?;
        let day = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |d| d.map(Some))?;
        if parts.next().is_some() || (time.is_some() && day.is_none()) {
            return None;
        }
        let (month, day) = (month.map(|m| m as i8), day.map(|d| d as i8));
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let time = match time.map(str::trim).filter(|time| !time.is_empty()) {
            None => None,
            Some(time) => Some(read_time(time)?),
        };
        Some(Self { year, month, day, time })
    }

    /// Reads a date as people and other tools write it: `2020/1/2`, `12 March 2020`, milliseconds since 1970. Only what cannot mean
    /// two days is read.
    pub fn read(text: &str) -> Result<Self, Unread> {
        written::read(text)
    }

    /// A whole day.
    pub fn from_date(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()), time: None }
    }

    /// The first day it can mean.
    pub fn first_day(&self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::ZERO)
    }

    /// Year and month if both are known, for charts and month rows.
    pub fn year_month(&self) -> (i16, Option<i8>) {
        (self.year, self.month)
    }

    /// Whether both can mean the same day: where both say year, month or day, they say the same.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let same = |own: Option<i8>, other: Option<i8>| own.zip(other).is_none_or(|(own, other)| own == other);
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// Whether it says more of the day than another date.
    pub fn is_more_exact_than(&self, other: &Self) -> bool {
        let parts = |date: &Self| (date.month.is_some(), date.day.is_some());
        parts(self) > parts(other)
    }

    /// RFC 3339 for formats that demand an instant; what is missing counts as the start of the period, and a time without
    /// zone as one in UTC.
    pub fn rfc3339(&self) -> String {
        let day = self.first_day();
        match &self.time {
            Some(time) if time.ends_with('Z') || time.contains(['+', '-']) => format!("{day}{time}"),
            Some(time) => format!("{day}{time}Z"),
            None => format!("{day}T00:00:00Z"),
        }
    }

    /// `7 Jan 2016`, `Jan 2016` or `2016`, with English month names.
    pub fn display_english(&self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = self.month.and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?));
        match (month, self.day) {
            (Some(month), Some(day)) => format!("{day} {month} {}", self.year),
            (Some(month), None) => format!("{month} {}", self.year),
            _ => self.year.to_string(),
        }
    }

    /// The date without the time of day: `2016-01-07`, `2016-01` or `2016`; valid in HTML's `datetime`.
    pub fn iso_date(&self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `14:20`, `14:20:05`, each with or without fraction and `Z` or `±hh:mm`; `±hhmm` as Jekyll and `(UTC +01:00)` as
/// MarkDownload writes it.
fn read_time(time: &str) -> Option<String> {
    let cleaned = time.replace(" (UTC ", "").replace("(UTC ", "").replace([')', ' '], "").to_ascii_uppercase();
    let split = cleaned.find(['Z', '+', '-']).unwrap_or(cleaned.len());
    let (clock, zone) = cleaned.split_at(split);
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    let clock: jiff::civil::Time = clock.parse().ok()?;
    let zone = match zone.split_at_checked(3) {
        Some((hours, minutes)) if minutes.len() == 2 => format!("{hours}:{minutes}"),
        _ => zone.to_owned(),
    };
    let zone_ok = zone.is_empty()
        || zone == "Z"
        || (zone.len() == 6
            && zone.as_bytes()[3] == b':'
            && digits(&zone[1..3], 2)? < 24
            && digits(&zone[4..6], 2)? < 60);
    zone_ok.then(|| format!("T{clock}{zone}"))
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso_date())?;
        f.write_str(self.time.as_deref().unwrap_or_default())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_forms_keep_what_they_know() {
        for (text, shown) in [
            ("2016", "2016"),
            ("2016-01", "2016-01"),
            ("2016-01-07", "2016-01-07"),
            ("2016-01-07T14:20:00Z", "2016-01-07T14:20:00Z"),
            ("2016-01-07 14:20", "2016-01-07T14:20:00"),
            ("2016-01-07T09:12:44+01:00", "2016-01-07T09:12:44+01:00"),
            ("2026-11-23T09:12:44 (UTC +01:00)", "2026-11-23T09:12:44+01:00"),
            ("2016-01-07 10:00:00 -0530", "2016-01-07T10:00:00-05:30"),
        ] {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn instants_have_a_zone() {
        for (text, instant) in [
            ("2016", "2016-01-01T00:00:00Z"),
            ("2016-03", "2016-03-01T00:00:00Z"),
            ("2016-01-07 14:20", "2016-01-07T14:20:00Z"),
            ("2016-01-07T14:20:00.5Z", "2016-01-07T14:20:00.5Z"),
            ("2016-01-07T09:12:44+01:00", "2016-01-07T09:12:44+01:00"),
            ("2016-01-07T09:12:44-0530", "2016-01-07T09:12:44-05:30"),
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().rfc3339(), instant, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "16",
            "2016-1-4",
            "2016-13",
            "2016-02-30",
            "2016-01-07-01",
            "yesterday",
            "2016-01T10:00",
            "2016-01-07T25:00",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn order_is_chronological_and_partial_dates_come_first() {
        let mut dates: Vec<_> =
            ["2016-01-07", "2016", "2015-12-31", "2016-01"].map(|d| PartialDate::parse(d).unwrap()).into();
        dates.sort();
        assert_eq!(
            dates.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2015-12-31", "2016", "2016-01", "2016-01-07"]
        );
    }
}
