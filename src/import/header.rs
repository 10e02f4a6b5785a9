//! The header of a clip: kept where it is valid front matter, read line by line where it is not.

use super::draft::Draft;
use super::record;
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
pub(super) fn with_draft(text: &str, header: &Header, draft: bool) -> String {
    let line = match (draft, header.fence) {
        (false, _) => "",
        (true, "+++") => "draft = true\n",
        (true, _) => "draft: true\n",
    };
    let kept: String = header.inner(text).split_inclusive('\n').filter(|line| key_of(line) != Some("draft")).collect();
    format!("{0}\n{line}{kept}{0}\n{1}", header.fence, header.body(text))
}

/// The file with `source: unknown` in its header, if that names no source.
pub(super) fn with_source(text: &str) -> String {
    const KEYS: &[&str] = &["source", "url", "publisher", "link", "site"];
    let Some(header) = split(text) else { return text.to_owned() };
    if header.inner(text).lines().any(|line| key_of(line).is_some_and(|key| KEYS.contains(&key))) {
        return text.to_owned();
    }
    let line = if header.fence == "+++" { "source = \"unknown\"\n" } else { "source: unknown\n" };
    // before the tables of TOML, whose keys would otherwise get it
    let at = if header.fence == "+++" { header.inner.start } else { header.inner.end };
    format!("{}{line}{}", &text[..at], &text[at..])
}

/// The file without the tags that tools give to everything they save.
pub(super) fn without_tool_tags(text: &str) -> String {
    let Some(header) = split(text) else { return text.to_owned() };
    let mut in_tags = false;
    let mut kept = String::with_capacity(text.len());
    kept.push_str(&text[..header.inner.start]);
    for line in header.inner(text).split_inclusive('\n') {
        if let Some(key) = key_of(line) {
            in_tags = matches!(key, "tags" | "tag" | "keywords");
        }
        let item = line.trim().strip_prefix('-').map(str::trim).filter(|item| !item.is_empty());
        if in_tags && item.is_some_and(|item| record::tags([item]).is_empty()) {
            continue;
        }
        kept.push_str(line);
    }
    kept.push_str(header.body_with_fence(text));
    kept
}

impl Header {
    fn body_with_fence<'t>(&self, text: &'t str) -> &'t str {
        &text[self.inner.end..]
    }
}

/// The key of a line at the outermost level.
fn key_of(line: &str) -> Option<&str> {
    if line.starts_with([' ', '\t', '-', '#']) {
        return None;
    }
    line.find([':', '=']).map(|at| line[..at].trim())
}

/// What the lines of a header say, and whether that is everything: then nothing else of it need be kept.
pub(super) fn read(inner: &str) -> (Draft, bool) {
    let (mut draft, mut is_whole) = (Draft::default(), true);
    let mut lines = inner.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = key_of(line).and_then(|_| line.split_once([':', '='])) else {
            is_whole = false;
            continue;
        };
        let mut values = list(value.trim());
        let mut is_list = false;
        while let Some(item) = lines.peek().and_then(|line| line.trim_start().strip_prefix("- ")) {
            values.push(unquoted(item.trim()).to_owned());
            is_list = true;
            lines.next();
        }
        values.retain(|value| !value.is_empty());
        let Some(first) = values.first().cloned() else { continue };
        let text = || Some(unquoted(value.trim()).to_owned()).filter(|text| !text.is_empty() && !is_list);
        let record = &mut draft.record;
        let is_kept = match key.trim().to_ascii_lowercase().as_str() {
            "title" => put(&mut draft.title, text()),
            "source" | "url" | "link" if record::address(&first).is_some() => {
                put(&mut record.url, record::address(&first))
            }
            "source" | "site" | "publisher" | "domain" => put(&mut record.outlet, text()),
            "author" | "authors" | "byline" => {
                let names: Vec<String> = values.iter().filter_map(|name| record::author(name, None)).collect();
                let names = Some(names.join("; ")).filter(|names| !names.is_empty());
                names.is_none() || put(&mut record.author, names)
            }
            "published" | "date" => {
                let day = record::day(&first);
                let is_day = put(&mut record.published, day.clone()) || record.published == day;
                draft.date.clone_from(&record.published);
                is_day && is_plain_date(&first)
            }
            "created" | "clipped" | "retrieved" | "accessed" | "saved" | "date saved" => {
                put(&mut record.retrieved, record::day(&first)) && is_plain_date(&first)
            }
            "description" | "excerpt" | "summary" => put(&mut draft.summary, text()),
            "lang" | "language" => {
                let tag = record::language(&first);
                draft.lang.clone_from(&tag);
                put(&mut record.language, tag)
            }
            "tags" | "keywords" => {
                draft.tags = record::tags(values.iter().map(String::as_str));
                true
            }
            "draft" => value.trim() == "true",
            _ => false,
        };
        is_whole &= is_kept;
    }
    (draft, is_whole)
}

/// Whether a date is written as front matter has it. One in words says more than its day, and `check` asks its author about it.
fn is_plain_date(text: &str) -> bool {
    PartialDate::parse(text).is_some()
}

fn put(place: &mut Option<String>, value: Option<String>) -> bool {
    let is_new = place.is_none() && value.is_some();
    if is_new {
        *place = value;
    }
    is_new
}

/// `[a, b: c, #d]`, or one value.
fn list(value: &str) -> Vec<String> {
    match value.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|inner| !inner.starts_with('[')) {
        Some(inner) => inner.split(',').map(|item| unquoted(item.trim()).to_owned()).collect(),
        None => vec![unquoted(value).to_owned()],
    }
}

fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// The first heading of a text, if nothing stands before it.
pub(super) fn first_heading(text: &str) -> Option<String> {
    let title = crate::markdown::leading_title(text.trim_start(), crate::markdown::Hidden::NONE);
    title.filter(|title| !title.trim().is_empty())
}
