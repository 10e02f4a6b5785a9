//! Plain text.

use super::super::draft::Draft;
use super::super::{escape, record, text_lines};

/// A text as an article that shows the very same words: the first line as the title, if it is one, and what its first lines say of its
/// origin in the record.
pub(in super::super) fn read(text: &str, stem: &str) -> Draft {
    /// A longer first line is not a headline.
    const LONGEST: usize = 200;
    let text = text.trim_matches(['\n', ' ', '\t']);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let title = first.trim();
    let is_title = title.chars().count() <= LONGEST
        && (rest.trim().is_empty() || rest.starts_with(['\n', ' ', '\t']) || !title.ends_with(['.', ',']))
        && key_line(title).is_none();
    // a single line is title and text at once
    let body = if is_title && !rest.trim().is_empty() { rest } else { text };
    let title = if is_title && !title.is_empty() { title } else { stem };
    let mut draft = Draft { title: Some(title.to_owned()).filter(|title| !title.is_empty()), ..Draft::default() };
    let mut lines: Vec<&str> = body.lines().map(str::trim).collect();
    take_keys(&mut draft, &mut lines);
    draft.body = written(lines.iter().copied());
    if draft.body.contains('\n') {
        text_lines::take_head(&mut draft);
    }
    draft
}

/// A plain text as Markdown.
pub(super) fn paragraphs(text: &str) -> String {
    written(text.lines().map(str::trim))
}

fn written<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for line in lines {
        if !line.is_empty() {
            escape::push_line(&mut out, line);
            out.push('\n');
        } else if !out.ends_with("\n\n") && !out.is_empty() {
            out.push('\n');
        }
    }
    out.trim_matches('\n').to_owned()
}

/// Takes lines such as `Source: https://…` from the top and the foot of a text into its record.
fn take_keys(draft: &mut Draft, lines: &mut Vec<&str>) {
    const LOOKED_AT: usize = 12;
    let count = lines.iter().filter(|line| !line.is_empty()).count();
    let mut at = 0;
    lines.retain(|line| {
        if line.is_empty() {
            return true;
        }
        at += 1;
        let is_edge = at <= LOOKED_AT || at + 4 > count;
        !(is_edge && count > 1 && take_key(draft, line))
    });
}

fn take_key(draft: &mut Draft, line: &str) -> bool {
    if record::address(line).is_some() && line.starts_with("http") {
        return set_address(draft, line);
    }
    let Some((key, value)) = key_line(line) else { return false };
    let record = &mut draft.record;
    let put = |place: &mut Option<String>, value: Option<String>| {
        let is_new = place.is_none() && value.is_some();
        if is_new {
            *place = value;
        }
        is_new
    };
    match key {
        Key::Address | Key::Source if record::address(value).is_some() => set_address(draft, value),
        Key::Source => put(&mut record.outlet, Some(value.to_owned())),
        Key::Address => false,
        Key::Author => record::author(value, None).is_some_and(|name| {
            let whole = name == value;
            put(&mut record.author, Some(name)) && whole
        }),
        Key::Published => {
            put(&mut record.published, record::day(value)) && {
                draft.date.clone_from(&draft.record.published);
                true
            }
        }
        Key::Retrieved => put(&mut record.retrieved, record::day(value)),
        Key::Archive => put(&mut record.archive_url, record::address(value)),
    }
}

fn set_address(draft: &mut Draft, value: &str) -> bool {
    let Some(url) = record::address(value) else { return false };
    if let Some((original, date)) = record::archived(&url) {
        if draft.record.archive_url.is_some() {
            return false;
        }
        draft.record.url.get_or_insert(original);
        (draft.record.archive_url, draft.record.archive_date) = (Some(url), date);
        return true;
    }
    if draft.record.url.is_some() {
        return draft.record.url.as_deref() == Some(url.as_str());
    }
    draft.record.url = Some(url);
    true
}

enum Key {
    Address,
    Source,
    Author,
    Published,
    Retrieved,
    Archive,
}

/// A line that says where a text comes from.
fn key_line(line: &str) -> Option<(Key, &str)> {
    let (key, value) = line.split_once(':')?;
    let value = value.trim();
    if value.is_empty() || value.chars().count() > 300 {
        return None;
    }
    let key = match key.trim().to_lowercase().as_str() {
        "url" | "link" | "address" | "original" => Key::Address,
        "source" | "publication" | "publisher" | "outlet" | "newspaper" | "quelle" => Key::Source,
        "author" | "byline" | "autor" => Key::Author,
        "date" | "published" | "publication date" | "datum" => Key::Published,
        "retrieved" | "accessed" | "saved" | "downloaded" | "abgerufen" => Key::Retrieved,
        "archive" | "archived" | "archived at" | "archive url" => Key::Archive,
        _ => return None,
    };
    Some((key, value))
}
