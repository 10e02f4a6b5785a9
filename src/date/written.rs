//! Dates in the many forms in which tools and people write them. What is plain is read; what two readers would read differently
//! is not.

use super::PartialDate;
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// Why a text is not a date that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is empty.
    Nothing,
    /// Day and month may be the other way round; both readings.
    Ambiguous(Date, Date),
    /// A year before the first.
    BeforeOurEra,
    /// It has the form of a date, and no calendar has that day.
    NoSuchDay,
    /// Anything else.
    NoDate,
}

/// Years that a date of two readings, a number of seconds or a row of digits may mean; others are some other number.
const LIKELY: RangeInclusive<i16> = 1900..=2100;

/// Reads a date in any form in which only one can be meant.
pub(super) fn read(text: &str) -> Result<PartialDate, Unread> {
    let text = bare(text);
    if text.is_empty() {
        return Err(Unread::Nothing);
    }
    if let Some(date) = PartialDate::parse(text) {
        return Ok(date);
    }
    if text.len() > 100 {
        return Err(Unread::NoDate);
    }
    let ascii: String = text.chars().map(plain_character).collect();
    if let Some(date) = row_of_digits(&ascii) {
        return Ok(date);
    }
    let (words, time) = split_time(&ascii);
    let date = date_of(&words)?;
    if ascii.bytes().filter(u8::is_ascii_digit).count() != text.bytes().filter(u8::is_ascii_digit).count()
        && date.year < *LIKELY.start()
    {
        return Err(Unread::NoDate); // digits of Persian and Arabic, with years of another calendar
    }
    Ok(PartialDate { time: time.filter(|_| date.day.is_some()), ..date })
}

/// Without brackets of a wikilink, the folders before its page, and quotation marks.
fn bare(text: &str) -> &str {
    let marks: &[char] = &['"', '\'', '“', '”', '‘', '’', '`'];
    let text = text.trim().trim_matches(marks).trim();
    let Some(inner) = text.strip_prefix("[[").and_then(|inner| inner.strip_suffix("]]")) else { return text };
    let page = inner.split(['|', '#']).next().unwrap_or_default();
    if PartialDate::parse(page).is_some() || page.matches('/').count() == 2 {
        return page.trim(); // `[[6/1/2019]]`
    }
    let last = page.rsplit('/').next().unwrap_or(page);
    if last.len() > 4 { last.trim() } else { page.trim() }
}

/// Digits of other scripts as ours, the words for year, month and day between digits as characters.
fn plain_character(c: char) -> char {
    let digit = |first: u32| char::from_digit(u32::from(c) - first, 10).unwrap_or(c);
    match c {
        '٠'..='٩' => digit(0x660),
        '۰'..='۹' => digit(0x6f0),
        '０'..='９' => digit(0xff10),
        '年' | '月' | '년' | '월' | '‐' | '‑' | '–' | '／' => '-',
        '日' | '일' => ' ',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// `20200102`, `202001021530`, and seconds, milliseconds or microseconds since 1970.
fn row_of_digits(text: &str) -> Option<PartialDate> {
    let whole = text.split_once('.').map_or(text, |(whole, part)| {
        if whole.len() == 10 && part.bytes().all(|b| b.is_ascii_digit()) { whole } else { text }
    });
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let likely = |date: &PartialDate| LIKELY.contains(&date.year);
    let compact = |clock: &str| {
        let (year, rest) = whole.split_at(4);
        PartialDate::parse(&format!("{year}-{}-{}{clock}", &rest[..2], &rest[2..4])).filter(likely)
    };
    let stamp = |seconds: i64| {
        let stamp = jiff::Timestamp::from_second(seconds).ok()?;
        PartialDate::parse(&stamp.to_string()).filter(likely)
    };
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        8 => compact(""),
        12 => compact(&format!(" {}:{}", &whole[8..10], &whole[10..12])),
        14 => compact(&format!(" {}:{}:{}", &whole[8..10], &whole[10..12], &whole[12..14])),
        9 | 10 => stamp(number),
        13 => stamp(number / 1_000),
        16 => stamp(number / 1_000_000),
        _ => None,
    }
}

/// The words of a text without its time of day, and that time as [`PartialDate::time`] has it, if its zone is known or there is none.
fn split_time(text: &str) -> (String, Option<String>) {
    let whole = || (text.to_owned(), None);
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let colon = (1..bytes.len()).find(|&n| bytes[n] == b':' && digit(n - 1) && digit(n + 1));
    let Some(colon) = colon else { return whole() };
    let start = (0..colon).rev().take_while(|&n| digit(n)).last().unwrap_or(colon);
    let end = (colon..bytes.len()).find(|&n| !digit(n) && !matches!(bytes[n], b':' | b'.')).unwrap_or(bytes.len());
    let clock = text[start..end].trim_end_matches(['.', ':']);
    let (half, rest) = half_of_day(&text[end..]);
    let (zone, rest) = zone(rest);
    let before = text[..start].trim_end().trim_end_matches(',');
    let before = match before.strip_suffix(['T', 't']) {
        Some(date) if date.ends_with(|c: char| c.is_ascii_digit()) => date,
        _ => before,
    };
    let time = zone.and_then(|zone| {
        let mut parts = clock.splitn(2, ':');
        let hour: u8 = parts.next()?.parse().ok()?;
        let hour = match half {
            Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
            Some(_) => return None,
            None => hour,
        };
        super::read_time(&format!("{hour:02}:{}{zone}", parts.next()?))
    });
    (format!("{before} {rest}"), time)
}

/// `pm` and the like: the hours it adds.
fn half_of_day(text: &str) -> (Option<u8>, &str) {
    let rest = text.trim_start();
    let lower = rest.to_ascii_lowercase();
    for (word, hours) in [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)] {
        if lower.starts_with(word) && !lower[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return (Some(hours), &rest[word.len()..]);
        }
    }
    (None, text)
}

/// The zone after a time of day, as RFC 3339 writes it (empty: there is none), and what follows. `None`: a zone whose distance from
/// UTC is not known.
fn zone(text: &str) -> (Option<String>, &str) {
    let rest = text.trim_start().trim_start_matches('(');
    let name = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let is_name = (1..=5).contains(&name) && rest[..name].bytes().all(|b| b.is_ascii_uppercase());
    let utc = is_name && matches!(&rest[..name], "Z" | "UTC" | "GMT");
    let behind = if is_name { rest[name..].trim_start() } else { rest };
    let Some(sign) = behind.chars().next().filter(|c| matches!(c, '+' | '-' | '\u{2212}')) else {
        return match (is_name, utc) {
            (false, _) => (Some(String::new()), text),
            (true, true) => (Some("Z".into()), behind),
            (true, false) => (None, behind),
        };
    };
    let digits_start = sign.len_utf8();
    let end = behind[digits_start..]
        .find(|c: char| !c.is_ascii_digit() && c != ':')
        .map_or(behind.len(), |n| digits_start + n);
    let digits: String = behind[digits_start..end].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "00"),
        3 | 4 => digits.split_at(digits.len() - 2),
        _ => return (None, &behind[end..]),
    };
    let sign = if sign == '+' { '+' } else { '-' };
    // a name in parentheses after the distance says the same again
    let after = behind[end..].trim_start();
    let after = if after.starts_with(['(', ')']) { after.rsplit(')').next().unwrap_or_default() } else { after };
    (Some(format!("{sign}{hours:0>2}:{minutes}")), after)
}

/// The date in words and numbers.
fn date_of(text: &str) -> Result<PartialDate, Unread> {
    let mut numbers: Vec<&str> = Vec::new();
    let mut months = Vec::new();
    let mut before_our_era = text.trim_start().starts_with('-');
    for token in tokens(text) {
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push(token);
            continue;
        }
        match meaning(&token.to_lowercase()).ok_or(Unread::NoDate)? {
            Word::Month(month) => months.push(month),
            Word::Skip => {}
            Word::Before => before_our_era = true,
        }
    }
    if before_our_era {
        return Err(if numbers.is_empty() { Unread::NoDate } else { Unread::BeforeOurEra });
    }
    let values: Vec<i16> = numbers.iter().map(|n| n.parse().map_err(|_| Unread::NoDate)).collect::<Result<_, _>>()?;
    let is_year = |n: usize| numbers[n].len() == 4;
    let short = |n: usize| numbers[n].len() <= 2;
    match (months.as_slice(), values.len()) {
        ([month], 1) if is_year(0) => of(values[0], *month, None),
        ([month], 2) if is_year(0) && short(1) => of(values[0], *month, Some(values[1])),
        ([month], 2) if is_year(1) && short(0) => of(values[1], *month, Some(values[0])),
        ([], 2) if is_year(0) && short(1) => of(values[0], values[1], None),
        ([], 2) if is_year(1) && short(0) => of(values[1], values[0], None),
        ([], 3) if is_year(0) && short(1) && short(2) => of(values[0], values[1], Some(values[2])),
        ([], 3) if is_year(2) && short(0) && short(1) => day_and_month(text, values[2], values[0], values[1]),
        ([], 1) if is_year(0) && text.trim() == numbers[0] => {
            of(values[0], 1, None).map(|date| PartialDate { month: None, ..date })
        }
        _ => Err(Unread::NoDate),
    }
}

/// `27.2.2025` is the second month, `2/27/2025` too; `3/4/2025` is the third here and the fourth there.
fn day_and_month(text: &str, year: i16, first: i16, second: i16) -> Result<PartialDate, Unread> {
    let day_first = of(year, second, Some(first));
    if text.contains('.') && !text.contains(['/', '-']) {
        return day_first;
    }
    match (day_first, of(year, first, Some(second))) {
        (Ok(one), Ok(other)) if one != other => Err(Unread::Ambiguous(one.first_day(), other.first_day())),
        (Ok(date), _) | (_, Ok(date)) => Ok(date),
        (Err(unread), _) => Err(unread),
    }
}

fn of(year: i16, month: i16, day: Option<i16>) -> Result<PartialDate, Unread> {
    if year == 0 || month == 0 || day == Some(0) {
        return Err(Unread::NoDate); // what databases write for no date
    }
    let small = |number: i16| i8::try_from(number).map_err(|_| Unread::NoSuchDay);
    let (month, day) = (small(month)?, day.map(small).transpose()?);
    Date::new(year, month, day.unwrap_or(1)).map_err(|_| Unread::NoSuchDay)?;
    Ok(PartialDate { year, month: Some(month), day, time: None })
}

/// Runs of digits and runs of letters.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let class = |c: char| {
        if c.is_ascii_digit() {
            1
        } else if c.is_alphabetic() || matches!(c, '\u{200c}' | '\u{654}') {
            2
        } else {
            0
        }
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| class(c) == 0);
        let kind = class(rest.chars().next()?);
        let end = rest.find(|c| class(c) != kind).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

/// What a word in a date says.
#[derive(Clone, Copy)]
enum Word {
    Month(i16),
    Skip,
    Before,
}

fn meaning(word: &str) -> Option<Word> {
    const FILE: &str = include_str!("words.txt");
    let line =
        FILE.lines().find(|line| line.split(' ').skip(1).any(|known| known == word) && !line.starts_with('#'))?;
    Some(match line.split(' ').next()? {
        "skip" => Word::Skip,
        "before" => Word::Before,
        number => Word::Month(number.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        match read(text) {
            Ok(date) => date.to_string(),
            Err(unread) => format!("{unread:?}"),
        }
    }

    #[test]
    fn dates_are_read_as_their_writers_mean_them() {
        for (text, date) in [
            ("2020-1-2", "2020-01-02"),
            ("2020/01/02", "2020-01-02"),
            ("2020/1", "2020-01"),
            ("2020.01.02", "2020-01-02"),
            ("2020. 1. 2.", "2020-01-02"),
            ("27. 2. 2025", "2025-02-27"),
            ("27/2/2025", "2025-02-27"),
            ("2/27/2025", "2025-02-27"),
            ("3/3/2025", "2025-03-03"),
            ("6/2019", "2019-06"),
            ("[[2020-01-02]]", "2020-01-02"),
            ("[[journal/2020-01-02|that day]]", "2020-01-02"),
            ("[[2020]]", "2020"),
            ("[[10/2019]]", "2019-10"),
            ("\"2020-01-02\"", "2020-01-02"),
            ("2015-03-17 14:00:00 -4", "2015-03-17T14:00:00-04:00"),
            ("2015-03-17 14:00:00 +0530", "2015-03-17T14:00:00+05:30"),
            ("2015-3-17 9:05", "2015-03-17T09:05:00"),
            ("2015-03-17T14:00:00.000Z", "2015-03-17T14:00:00Z"),
            ("2015-03-17T14:00:00.000 UTC", "2015-03-17T14:00:00Z"),
            ("2026/11/23, 10:11", "2026-11-23T10:11:00"),
            ("1653409628830", "2022-05-24T16:27:08Z"),
            ("1653409628", "2022-05-24T16:27:08Z"),
            ("20200102", "2020-01-02"),
            ("202001021530", "2020-01-02T15:30:00"),
            ("Friday, September 12th 2025, 3:27:13 pm", "2025-09-12T15:27:13"),
            ("September 12, 2025 12:05 AM", "2025-09-12T00:05:00"),
            ("12 March 2020", "2020-03-12"),
            ("March 2020", "2020-03"),
            ("Mar. 2020", "2020-03"),
            ("1st of May, 2020", "2020-05-01"),
            ("12. März 2020", "2020-03-12"),
            ("Montag, den 3. Mai 2021", "2021-05-03"),
            ("le 1er août 2019", "2019-08-01"),
            ("۱۲ مارس ۲۰۲۰", "2020-03-12"),
            ("2020년 3월 12일", "2020-03-12"),
            ("2020年3月12日", "2020-03-12"),
            ("Tue, 17 Mar 2015 14:00:00 -0400", "2015-03-17T14:00:00-04:00"),
            ("Wed Mar 18 2015 10:00:00 GMT+0100 (Central European Time)", "2015-03-18T10:00:00+01:00"),
            ("Wed Mar 18 10:00:00 EST 2015", "2015-03-18"),
            ("Wed Mar 18 10:00:00 UTC 2015", "2015-03-18T10:00:00Z"),
        ] {
            assert_eq!(shown(text), date, "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_not_read() {
        for (text, why) in [
            ("", "Nothing"),
            ("\"\"", "Nothing"),
            ("03/04/2020", "Ambiguous(2020-04-03, 2020-03-04)"),
            ("3-4-2020", "Ambiguous(2020-04-03, 2020-03-04)"),
            ("-0044-03-15", "BeforeOurEra"),
            ("44 BC", "BeforeOurEra"),
            ("2020-02-30", "NoSuchDay"),
            ("2020-13-01", "NoSuchDay"),
            ("31 February 2020", "NoSuchDay"),
            ("0000-00-00", "NoDate"),
            ("12 March", "NoDate"),
            ("3/4/20", "NoDate"),
            ("spring 2020", "NoDate"),
            ("ca. 1999", "NoDate"),
            ("2019 or 2020", "NoDate"),
            ("2019-2020", "NoDate"),
            ("2 years ago", "NoDate"),
            ("{{date}}", "NoDate"),
            ("۱۳۹۴/۰۱/۱۲", "NoDate"),
            ("12", "NoDate"),
            ("99999999999999999999", "NoDate"),
        ] {
            assert_eq!(shown(text), why, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9a-zé年٣:/., T+()\\-]{0,30}") {
            let _ = read(&text);
        }

        #[test]
        fn every_day_is_read_in_each_form(days in 0i32..73_000) {
            let day = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).expect("in the calendar");
            for form in ["%Y-%-m-%-d", "%Y/%m/%d", "%-d.%-m.%Y", "%-d %B %Y", "%B %-d, %Y", "%a, %d %b %Y", "%Y%m%d"] {
                prop_assert_eq!(shown(&day.strftime(form).to_string()), day.to_string(), "{}", form);
            }
        }
    }
}
