//! Whether a page may be published. It fails closed: what is not exactly understood is an error, and the page stays back.

use super::HeldBackReason;
use super::hiding::{self, Answer};
use crate::date::PartialDate;
use crate::diagnostics::Code;
use crate::values::{Entry, Node, Reader, Scalar, Table, Value, clip, yes_or_no};
use jiff::civil::{Date, DateTime, Time};

/// What the front matter says about publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may go out.
    Public,
    /// It stays back.
    Held(HeldBackReason),
    /// Nobody can tell; there is an error.
    Unclear,
}

/// Keys that decide, and one whose value must not get out.
const KEYS: &[&str] = &["private", "draft", "embargo", "private_notes"];

/// Words in their own right, though they look like slips of ours.
const OWN_WORDS: &[&str] = &["craft", "graft", "raft", "drift", "primate", "pirate", "cargo"];

/// Decides about a page, from its front matter and from properties that stand in its first lines.
pub(super) fn verdict(table: &mut Table<'_>, body: &str, drafts: bool, today: Date) -> Verdict {
    let private = flag(table, "private");
    let embargo = still_closed(table, "embargo", today);
    let draft = flag(table, "draft");
    let foreign = foreign(table, body, today);
    let (Some(private), Some(embargo), Some(draft), Some(foreign)) = (private, embargo, draft, foreign) else {
        return Verdict::Unclear;
    };
    let says = |reason| foreign.contains(&reason);
    if private || says(HeldBackReason::Private) {
        Verdict::Held(HeldBackReason::Private)
    } else if embargo || says(HeldBackReason::Embargo) {
        Verdict::Held(HeldBackReason::Embargo)
    } else if says(HeldBackReason::Expired) {
        Verdict::Held(HeldBackReason::Expired)
    } else if !drafts && (draft || says(HeldBackReason::Draft)) {
        Verdict::Held(HeldBackReason::Draft)
    } else {
        Verdict::Public
    }
}

/// `true` or `false`; absent is false. For `draft`, which tools of YAML 1.1 read too, whatever means yes is yes, and a bare `no` is no.
fn flag(table: &mut Table<'_>, key: &str) -> Option<bool> {
    let Some(entry) = table.entry(key) else { return Some(false) };
    if let Value::Scalar(Scalar::Bool(on), _) = entry.node.value {
        return Some(on);
    }
    if key == "draft" {
        let bare = table.reader.span(&entry.node.span).text().starts_with(|c: char| c.is_ascii_alphabetic());
        match yes_or_no(&entry.node.value) {
            Some(true) => return Some(true),
            Some(false) if bare => return Some(false),
            _ => {}
        }
    }
    let words = written(table.reader, entry);
    let message = format!("`{key}` is neither `true` nor `false`: {words}");
    unclear(table.reader, &entry.node, message, format!("write `{key}: true`, without quotes, or take the line out"))
}

/// Whether the day before which the page stays back is still to come.
fn still_closed(table: &mut Table<'_>, key: &str, today: Date) -> Option<bool> {
    let Some(entry) = table.entry(key) else { return Some(false) };
    let text = match &entry.node.value {
        Value::Scalar(Scalar::Date | Scalar::Text | Scalar::Int(_), text) => text.trim(),
        _ => "",
    };
    let date = PartialDate::parse(text).filter(|date| date.day.is_some());
    let Some(date) = date else {
        let words = written(table.reader, entry);
        let message = format!("`{key}` is not a whole day: {words}");
        let help = match PartialDate::read(text) {
            Ok(date) if date.day.is_some() => format!("write `{}`", date.iso_date()),
            _ => format!("write the first day on which it may be seen: `{key}: 2027-01-31`"),
        };
        return unclear(table.reader, &entry.node, message, help);
    };
    Some(opening_day(&date) > today)
}

/// The first day, in UTC, on which an embargo is over all day long. A time without a zone counts as UTC.
pub(super) fn opening_day(date: &PartialDate) -> Date {
    let day = date.first_day();
    let Some(time) = &date.time else { return day };
    let zoned = if time.ends_with('Z') || time.contains(['+', '-']) { date.to_string() } else { format!("{date}Z") };
    let Ok(instant) = zoned.parse::<jiff::Timestamp>() else { return Date::MAX };
    let utc: DateTime = jiff::tz::Offset::UTC.to_datetime(instant);
    if utc.time() == Time::midnight() { utc.date() } else { utc.date().tomorrow().unwrap_or(Date::MAX) }
}

/// The reasons why other tools would not show the page; `None`, with a message, if nobody can tell.
fn foreign(table: &Table<'_>, body: &str, today: Date) -> Option<Vec<HeldBackReason>> {
    let reader = table.reader;
    let mut reasons = Vec::new();
    let mut clear = Some(());
    for entry in table.rest() {
        match hiding::answer(entry, today) {
            Some(Answer::Hides(reason)) => reasons.push(reason),
            Some(Answer::Unclear) => {
                let words = written(reader, entry);
                let message = format!("`{}: {}` may hide the page or not", clip(&entry.key), words.trim_matches('`'));
                let help = "write `draft: true` or `private: true` for a page that stays back, or take the line out";
                clear = unclear(reader, &entry.node, message, help);
            }
            Some(Answer::Shows) | None => {}
        }
    }
    for property in hiding::properties(body) {
        let own = matches!(normal(&property.key).as_str(), "private" | "draft")
            && yes_or_no(&property.node.value) != Some(false);
        match hiding::answer(&property, today) {
            Some(Answer::Hides(reason)) => reasons.push(reason),
            Some(Answer::Unclear) => reasons.push(HeldBackReason::Private),
            _ if own => reasons.push(HeldBackReason::Private),
            _ => {}
        }
    }
    clear.map(|()| reasons)
}

/// Notes keys of privacy that stand twice and do not say the same: which of them counts is a guess.
pub(super) fn refuse_doubled(reader: &Reader) -> Option<()> {
    let mut clear = Some(());
    for doubled in reader.doubled() {
        let decides = KEYS.contains(&normal(&doubled.key).as_str()) || near_key(&doubled.key).is_some();
        if doubled.differs && (decides || hiding::decides(&doubled.key)) {
            let message = format!("`{}` stands twice and does not say the same", clip(&doubled.key));
            reader.report(Code::PRIVACY_UNCLEAR, &doubled.place, message, "keep one of them");
            clear = None;
        }
    }
    clear
}

/// Notes a key that nothing else knows and that is nearly one of ours; `None` if it is one.
pub(super) fn refuse_near_key(reader: &Reader, entry: &Entry) -> Option<()> {
    let Some(meant) = near_key(&entry.key) else { return Some(()) };
    let message = format!("`{}` is not `{meant}`, and hides nothing", clip(&entry.key));
    let help = format!("write `{meant}`, or take the line out");
    reader.report(Code::PRIVACY_UNCLEAR, &entry.key_span, message, help);
    None
}

/// Notes our keys in an inner table or its tables: in TOML, a key after `[extra]` belongs to `extra`.
pub(super) fn refuse_inner_keys(reader: &Reader, name: &str, node: &Node) -> Option<()> {
    let mut clear = Some(());
    match &node.value {
        Value::Table(entries) => {
            for entry in entries {
                if KEYS.contains(&normal(&entry.key).as_str()) {
                    let message = format!("`{}` stands in `{}`, where it hides nothing", clip(&entry.key), clip(name));
                    let help = format!("move it out of `{}`, up to `title`", clip(name));
                    reader.report(Code::PRIVACY_UNCLEAR, &entry.key_span, message, help);
                    clear = None;
                }
                clear = clear.and(refuse_inner_keys(reader, name, &entry.node));
            }
        }
        Value::List(items) => {
            for item in items {
                clear = clear.and(refuse_inner_keys(reader, name, item));
            }
        }
        Value::Null | Value::Scalar(..) => {}
    }
    clear
}

/// The key of ours that a word nearly is.
fn near_key(key: &str) -> Option<&'static str> {
    /// A longer word is not a slip.
    const LONGEST: usize = 40;
    let word = normal(key);
    if key.len() > LONGEST || OWN_WORDS.contains(&word.as_str()) {
        return None;
    }
    let letters = word.replace('_', "");
    let letters = letters.strip_prefix("is").unwrap_or(&letters);
    KEYS.iter().copied().rev().find(|ours| {
        let plain = ours.replace('_', "");
        let slips = if plain.len() > 6 { 2 } else { 1 };
        let longer = letters.strip_prefix(plain.as_str());
        letters == plain
            || longer.is_some_and(|more| plain.len() > 6 || matches!(more, "s" | "ed" | "mode" | "page" | "post"))
            || strsim::damerau_levenshtein(letters, &plain) <= slips
    })
}

/// Lower case, with `_` for what may stand between words.
pub(super) fn normal(key: &str) -> String {
    key.trim().to_lowercase().replace([' ', '-', '.'], "_")
}

fn unclear<T>(reader: &Reader, node: &Node, message: String, help: impl Into<String>) -> Option<T> {
    reader.report(Code::PRIVACY_UNCLEAR, &node.span, message, help);
    None
}

/// The author's words in backticks, or what they amount to.
fn written(reader: &Reader, entry: &Entry) -> String {
    match &entry.node.value {
        Value::Scalar(..) => format!("`{}`", clip(reader.span(&entry.node.span).text())),
        other => other.described().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_privacy_keys_are_caught_and_other_words_are_not() {
        for (key, meant) in [
            ("Private", Some("private")),
            ("privat", Some("private")),
            ("pirvate", Some("private")),
            ("is_private", Some("private")),
            ("private-notes", Some("private_notes")),
            ("privateNotes", Some("private_notes")),
            ("private note", Some("private_notes")),
            ("privacy", Some("private")),
            ("DRAFT", Some("draft")),
            ("drafts", Some("draft")),
            ("darft", Some("draft")),
            ("isDraft", Some("draft")),
            ("embargoed", Some("embargo")),
            ("embargo_until", Some("embargo")),
            ("emargo", Some("embargo")),
            ("craftsman", None),
            ("raft", None),
            ("draf", Some("draft")),
            ("date", None),
            ("primary", None),
            ("cargo", None),
            ("notes", None),
            ("prime_minister", None),
            ("captain", None),
        ] {
            assert_eq!(near_key(key), meant, "{key}");
        }
    }

    #[test]
    fn an_embargo_with_a_time_lasts_through_its_day() {
        for (text, day) in [
            ("2026-11-24", "2026-11-24"),
            ("2026-11-24T00:00:00Z", "2026-11-24"),
            ("2026-11-24T09:00:00Z", "2026-11-25"),
            ("2026-11-24T09:00", "2026-11-25"),
            ("2026-11-24T22:00:00-05:00", "2026-11-26"),
            ("2026-11-24T01:00:00+01:00", "2026-11-24"),
        ] {
            let date = PartialDate::parse(text).expect("a date");
            assert_eq!(opening_day(&date).to_string(), day, "{text}");
        }
    }
}
