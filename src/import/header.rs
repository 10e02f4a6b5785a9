//! The header of a clip: kept where it is valid front matter, read line by line where it is not.

use super::Record;
use crate::date::PartialDate;
use std::ops::Range;

/// Where a header stands.
#[derive(Debug)]
pub(super) struct Header {
    inner: Range<usize>,
    body: usize,
    fence: &'static str,
}

impl Header {
    pub(super) fn inner<'t>(&self, text: &'t str) -> &'t str {
        &text[self.inner.clone()]
    }

    pub(super) fn body<'t>(&self, text: &'t str) -> &'t str {
        &text[self.body..]
    }
}

/// Finds a header between `---` or `+++` at the start of a text.
pub(super) fn split(text: &str) -> Option<Header> {
    let start = text.len() - text.trim_start_matches('\n').len();
    let fence = ["---", "+++"].into_iter().find(|fence| text[start..].starts_with(fence))?;
    let first = text[start..].find('\n')? + start + 1;
    if text[start..first].trim_end() != fence {
        return None;
    }
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some(Header { inner: first..at, body: at + line.len(), fence });
        }
        at += line.len();
    }
    None
}

/// The file with `draft: true` at the top of its header, and without any other line about it.
pub(super) fn with_draft(text: &str, header: &Header) -> String {
    let line = if header.fence == "+++" { "draft = true\n" } else { "draft: true\n" };
    let about_draft = |line: &&str| {
        line.split([':', '=']).next().is_some_and(|key| key.trim() == "draft") && !line.starts_with([' ', '\t'])
    };
    let kept: String = header.inner(text).split_inclusive('\n').filter(|line| !about_draft(line)).collect();
    format!("{0}\n{line}{kept}{0}\n{1}", header.fence, header.body(text))
}

/// The title that a header states.
pub(super) fn title(text: &str) -> Option<String> {
    let header = split(text)?;
    read(header.inner(text)).title.or_else(|| super::first_heading(header.body(text)))
}

/// What the lines of a header say, as far as they are `key: value`.
pub(super) fn read(inner: &str) -> Record {
    let mut record =
        Record { header: Some(inner.to_owned()).filter(|inner| !inner.trim().is_empty()), ..Record::default() };
    for line in inner.lines().filter(|line| !line.starts_with([' ', '\t', '-', '#'])) {
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let value = unquoted(value.trim());
        if value.is_empty() {
            continue;
        }
        let text = || Some(value.to_owned());
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => record.title = record.title.take().or_else(text),
            "source" | "url" | "link" if is_address(value) => record.url = record.url.take().or_else(text),
            "source" | "site" | "publisher" | "domain" => record.outlet = record.outlet.take().or_else(text),
            "author" | "authors" | "byline" => record.author = record.author.take().or_else(text),
            "published" | "date" => record.published = record.published.take().or_else(|| day(value)),
            "created" | "clipped" | "retrieved" | "saved" | "date saved" => {
                record.retrieved = record.retrieved.take().or_else(|| day(value));
            }
            "description" | "excerpt" | "summary" => record.summary = record.summary.take().or_else(text),
            "tags" | "keywords" => record.tags = tags(value),
            _ => {}
        }
    }
    record
}

fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

fn is_address(value: &str) -> bool {
    (value.starts_with("https://") || value.starts_with("http://")) && !value.contains(char::is_whitespace)
}

/// The day at the start of a value: `2026-11-23T09:12:44 (UTC +01:00)`.
fn day(value: &str) -> Option<String> {
    let day = value.get(..10)?;
    PartialDate::parse(day).filter(|date| date.day.is_some()).map(|_| day.to_owned())
}

/// `[a, b: c, #d]`
fn tags(value: &str) -> Vec<String> {
    let inner = value.trim_start_matches('[').trim_end_matches(']');
    let tags = inner.split(',').map(|tag| unquoted(tag.trim()).trim_start_matches('#').trim().to_owned());
    tags.filter(|tag| !tag.is_empty()).collect()
}
