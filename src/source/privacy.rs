//! Whether a page may be published. It fails closed: what is not exactly understood is an error, and the page stays back.

use super::HeldBackReason;
use crate::date::PartialDate;
use crate::diagnostics::Code;
use crate::values::{Entry, Node, Reader, Scalar, Table, Value, clip, date_help};
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

/// Keys that hide a page elsewhere, with another meaning or none here.
const FOREIGN_FLAGS: &[&str] = &[
    "hidden",
    "unlisted",
    "unpublished",
    "secret",
    "confidential",
    "nopublish",
    "no_publish",
    "headless",
    "dg-hide",
    "eleventyexcludefromcollections",
];

/// Values that mean yes to their authors, though YAML reads some of them as text.
const YES: &[&str] = &["true", "yes", "on", "y", "1"];

/// Keys whose value hides a page elsewhere.
const FOREIGN_STATES: &[&str] = &["status", "visibility", "state", "access", "post_status"];

/// Values of [`FOREIGN_STATES`] that hide a page.
const HIDING_WORDS: &[&str] = &[
    "draft",
    "private",
    "hidden",
    "unpublished",
    "secret",
    "confidential",
    "embargoed",
    "embargo",
    "internal",
    "pending",
];

/// Decides about a page.
pub(super) fn verdict(table: &mut Table<'_>, drafts: bool, today: Date) -> Verdict {
    let private = flag(table, "private");
    let embargo = [still_closed(table, "embargo", today), still_closed(table, "publishDate", today)];
    let draft = flag(table, "draft");
    let published = ["published", "publish", "dg-publish"].map(|key| published(table, key));
    let foreign = foreign(table);
    if private.and(draft).is_none() || foreign.is_none() || embargo.contains(&None) || published.contains(&None) {
        Verdict::Unclear
    } else if private == Some(true) {
        Verdict::Held(HeldBackReason::Private)
    } else if embargo.contains(&Some(true)) {
        Verdict::Held(HeldBackReason::Embargo)
    } else if !drafts && (draft == Some(true) || published.contains(&Some(false))) {
        Verdict::Held(HeldBackReason::Draft)
    } else {
        Verdict::Public
    }
}

/// `true` or `false` and nothing else; absent is false.
fn flag(table: &mut Table<'_>, key: &str) -> Option<bool> {
    let Some(entry) = table.entry(key) else { return Some(false) };
    if let Value::Scalar(Scalar::Bool(on), _) = entry.node.value {
        return Some(on);
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
        let help = match date_help(text) {
            help if help.starts_with("write `2016`") => {
                format!("write the first day on which it may be seen: `{key}: 2027-01-31`")
            }
            help => help,
        };
        return unclear(table.reader, &entry.node, message, help);
    };
    Some(opening_day(&date) > today)
}

/// The first day, in UTC, on which an embargo is over all day long. A time without a zone counts as UTC.
fn opening_day(date: &PartialDate) -> Date {
    let day = date.first_day();
    let Some(time) = &date.time else { return day };
    let zoned = if time.ends_with('Z') || time.contains(['+', '-']) { date.to_string() } else { format!("{date}Z") };
    let Ok(instant) = zoned.parse::<jiff::Timestamp>() else { return Date::MAX };
    let utc: DateTime = jiff::tz::Offset::UTC.to_datetime(instant);
    if utc.time() == Time::midnight() { utc.date() } else { utc.date().tomorrow().unwrap_or(Date::MAX) }
}

/// Jekyll's and Obsidian's word for "no draft"; `published` may also be a date.
fn published(table: &mut Table<'_>, key: &str) -> Option<bool> {
    let Some(entry) = table.entry(key).filter(|entry| entry.node.value != Value::Null) else { return Some(true) };
    match &entry.node.value {
        Value::Scalar(Scalar::Bool(on), _) => Some(*on),
        Value::Scalar(_, text) if key == "published" && PartialDate::parse(text).is_some() => Some(true),
        _ => {
            let words = written(table.reader, entry);
            let what =
                if key == "published" { "neither a date nor `true` or `false`" } else { "neither `true` nor `false`" };
            let help = match &entry.node.value {
                Value::Scalar(_, text) if key == "published" => date_help(text),
                _ => "write `draft: true` for a page that stays back".to_owned(),
            };
            unclear(table.reader, &entry.node, format!("`{key}` is {what}: {words}"), help)
        }
    }
}

/// Ways of other tools to hide a page, which would hide nothing here.
fn foreign(table: &Table<'_>) -> Option<()> {
    for entry in table.rest() {
        let key = entry.key.to_lowercase();
        let hides = match &entry.node.value {
            // Eleventy and Zola write no page for it
            Value::Scalar(Scalar::Bool(false), _) if matches!(key.as_str(), "permalink" | "render") => true,
            Value::Scalar(_, text)
                if FOREIGN_FLAGS.contains(&key.as_str()) && YES.contains(&text.trim().to_lowercase().as_str()) =>
            {
                true
            }
            // nor does Hugo
            Value::Table(inner) if matches!(key.as_str(), "build" | "_build") => inner.iter().any(|entry| {
                let never =
                    matches!(&entry.node.value, Value::Scalar(_, text) if matches!(text.trim(), "never" | "false"));
                entry.key == "render" && never
            }),
            Value::Scalar(Scalar::Text, text) => {
                let text = text.trim().to_lowercase();
                FOREIGN_STATES.contains(&key.as_str()) && HIDING_WORDS.contains(&text.as_str())
                    || key == "password" && !text.is_empty()
            }
            _ => false,
        };
        if hides {
            let message = format!(
                "`{}: {}` hides nothing here",
                clip(&entry.key),
                written(table.reader, entry).trim_matches('`')
            );
            let help = "write `draft: true` or `private: true`, or take the line out";
            unclear::<()>(table.reader, &entry.node, message, help)?;
        }
    }
    Some(())
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
    /// A longer word is no slip.
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
fn normal(key: &str) -> String {
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
