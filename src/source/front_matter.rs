//! Where front matter begins and ends, and its tree of values.
//!
//! In: a file's text. Out: a table of values and the byte where the text begins. Whatever looks like front matter and is
//! none is an error, never text: what it says may be private.

use crate::diagnostics::Code;
use crate::values::{Entry, Node, Reader, Scalar, Value, clip, json, toml, yaml};
use std::ops::Range;

/// Longest front matter in bytes.
const LONGEST: usize = 256 * 1024;

/// A file's front matter and where its text begins.
pub(super) struct Split {
    /// A table, or nothing.
    pub(super) values: Node,
    /// First byte after the closing line.
    pub(super) body: usize,
}

/// Reads the front matter; `None`, with a message, if it cannot be understood.
pub(super) fn split(reader: &Reader) -> Option<Split> {
    let text = reader.source.text.as_str();
    let start = text.find(|c| !is_blank(c)).unwrap_or(text.len());
    let split = match text[start..].lines().next().unwrap_or_default().trim_end() {
        "---" => fenced(reader, start, "---", yaml)?,
        "+++" => fenced(reader, start, "+++", toml)?,
        line if is_json(line) => leading_object(reader, start)?,
        line if starts_matter(line)
            && let Some(split) = unfenced(reader, start) =>
        {
            split.ok()?
        }
        line => {
            refuse_near_fence(reader, start, line)?;
            Split { values: Node { value: Value::Null, span: 0..0 }, body: after_marks(text) }
        }
    };
    refuse_stray_privacy(reader, split.body)?;
    Some(split)
}

/// White space and characters that nobody sees.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// It cannot be read; a message says why.
struct Refused;

/// Front matter without fences: Hexo's, which only a line `---` closes, and the lines of Pelican and MultiMarkdown, which a blank line
/// closes. `None`: it is none.
fn unfenced(reader: &Reader, start: usize) -> Option<Result<Split, Refused>> {
    let text = reader.source.text.as_str();
    let (mut at, mut lines) = (start, Vec::new());
    for line in text[start..].split_inclusive('\n') {
        let words = line.trim_end();
        if words == "---" {
            let range = start..at;
            let is_titled = lines.iter().any(|(key, _): &(&str, Range<usize>)| key.eq_ignore_ascii_case("title"));
            return is_titled.then(|| {
                check_length(reader, &range).ok_or(Refused)?;
                let values = yaml(reader, range).ok_or(Refused)?;
                let is_table = matches!(values.value, Value::Table(_));
                is_table.then(|| Split { values, body: at + line.len() }).ok_or(Refused)
            });
        }
        if words.is_empty() {
            at += line.len();
            break;
        }
        if line.starts_with([' ', '\t']) && !lines.is_empty() {
            // the value goes on
            lines.last_mut().map(|(_, value)| value.end = at + words.len())?;
        } else if is_key_line(words) {
            let colon = words.find(':')?;
            lines.push((words[..colon].trim(), at + colon + 1..at + words.len()));
        } else {
            return None;
        }
        at += line.len();
    }
    let says = |wanted: &str| lines.iter().any(|(key, _)| key.eq_ignore_ascii_case(wanted));
    // a line or two with a colon may begin a text
    let is_matter = says("title") && lines.len() > 1 && lines.iter().any(|(key, _)| is_metadata(key));
    is_matter.then(|| {
        let range = start..at;
        check_length(reader, &range).ok_or(Refused)?;
        if let Some((key, value)) = twice(&lines) {
            let message = format!("`{}` stands twice in the front matter", clip(key));
            reader.syntax(&value, message, "take one of the lines out");
            return Err(Refused);
        }
        let entries = lines.iter().map(|(key, value)| metadata(text, key, value.clone())).collect();
        Ok(Split { values: Node { value: Value::Table(entries), span: range }, body: at })
    })
}

/// The second line of a key, which may say the opposite of the first.
fn twice<'t>(lines: &[(&'t str, Range<usize>)]) -> Option<(&'t str, Range<usize>)> {
    let first = |n: usize| lines[..n].iter().any(|(key, _)| key.eq_ignore_ascii_case(lines[n].0));
    (0..lines.len()).find(|n| first(*n)).map(|n| lines[n].clone())
}

/// Keys beside the title of which at least one stands in the metadata of a file.
fn is_metadata(key: &str) -> bool {
    const KEYS: &[&str] =
        &["date", "modified", "status", "category", "tags", "slug", "author", "authors", "summary", "lang", "template"];
    KEYS.iter().any(|known| key.eq_ignore_ascii_case(known))
}

/// A row of metadata: a text, or of `authors` a list.
fn metadata(text: &str, key: &str, value: Range<usize>) -> Entry {
    let words = &text[value.clone()];
    let start = value.start + words.len() - words.trim_start().len();
    let span = start..start + words.trim().len();
    let scalar = |words: &str| {
        let kind = match words.to_ascii_lowercase().as_str() {
            "true" | "false" => Scalar::Bool(words.eq_ignore_ascii_case("true")),
            _ => Scalar::Text,
        };
        Value::Scalar(kind, words.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let key_start = text[..value.start].rfind(key).unwrap_or(value.start);
    let words = words.trim();
    let value = if key.eq_ignore_ascii_case("authors") {
        let names = words.split([';', ',']).map(str::trim).filter(|name| !name.is_empty());
        Value::List(names.map(|name| Node { value: scalar(name), span: span.clone() }).collect())
    } else {
        scalar(words)
    };
    Entry { key: key.to_ascii_lowercase(), key_span: key_start..key_start + key.len(), node: Node { value, span } }
}

/// The byte after byte order marks.
fn after_marks(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
}

/// Front matter between two fences.
fn fenced(
    reader: &Reader,
    start: usize,
    fence: &str,
    parse: fn(&Reader, Range<usize>) -> Option<Node>,
) -> Option<Split> {
    let text = reader.source.text.as_str();
    let indented = text[..start].ends_with([' ', '\t']);
    let inner = text[start..].find('\n').map_or(text.len(), |n| start + n + 1);
    let mut at = inner;
    for line in text[inner..].split_inclusive('\n') {
        let words = if indented { line.trim() } else { line.trim_end() };
        if words == fence || (fence == "---" && words == "...") {
            let range = inner..at;
            check_length(reader, &range)?;
            let values = parse(reader, range.clone())?;
            if let Value::Scalar(..) | Value::List(_) = values.value {
                let message = format!("the front matter is {}, not a table", values.value.described());
                reader.syntax(&values.span, message, "write `key: value` lines; for a rule in the text write `***`");
                return None;
            }
            return Some(Split { values, body: at + line.len() });
        }
        at += line.len();
    }
    let help = match near_closing(&text[inner..], fence) {
        Some(line) => format!("write `{fence}` instead of `{}`", clip(line)),
        None => format!("close it with a line `{fence}`; for a rule in the text write `***`"),
    };
    reader.syntax(&(start..start + fence.len()), "the front matter is opened and never closed", help);
    None
}

fn check_length(reader: &Reader, range: &Range<usize>) -> Option<()> {
    if range.len() <= LONGEST {
        return Some(());
    }
    let help = "keep long texts below the front matter";
    reader.syntax(&(range.start..range.start), format!("the front matter is longer than {} KiB", LONGEST / 1024), help);
    None
}

/// A line that was probably meant to close the front matter.
fn near_closing<'t>(text: &'t str, fence: &str) -> Option<&'t str> {
    let character = if fence == "---" { is_dash } else { |c| c == '+' };
    text.lines().map(str::trim_end).find(|line| {
        let words = line.trim_start();
        !words.is_empty() && words.chars().all(character)
    })
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// A brace that is neither template code nor an attribute list.
fn is_json(line: &str) -> bool {
    line.strip_prefix('{').is_some_and(|rest| !rest.starts_with(['{', '%', '.', '#', '<', ':']))
}

fn leading_object(reader: &Reader, start: usize) -> Option<Split> {
    let text = reader.source.text.as_str();
    let values = json(reader, start..text.len())?;
    check_length(reader, &values.span)?;
    let end = values.span.end;
    let line_end = text[end..].find('\n').map_or(text.len(), |n| end + n + 1);
    if !text[end..line_end].trim().is_empty() {
        let help = "begin the text on a line of its own";
        reader.syntax(&(end..line_end), "words follow the front matter on its last line", help);
        return None;
    }
    Some(Split { values, body: line_end })
}

/// A first line that is nearly a fence, before lines that look like front matter; or front matter without its first line.
fn refuse_near_fence(reader: &Reader, start: usize, line: &str) -> Option<()> {
    let place = start..start + line.len();
    if let Some((fence @ ("---" | "+++"), _)) = line.split_once(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let message = format!("the line with `{fence}` ends in a character that ends no line");
        reader.syntax(&(start..start + fence.len()), message, "save the file with plain line ends");
        return None;
    }
    let mut rest = reader.source.text[start..].lines().skip(1).map(str::trim_end);
    let fence = line.trim_start_matches(|c| is_dash(c) || c == '+');
    let dashes = line.chars().count() - fence.chars().count();
    let fence_like = matches!(fence.trim().to_ascii_lowercase().as_str(), "" | "yaml" | "yml" | "toml" | "json")
        && (dashes > 1 || (dashes == 1 && !line.starts_with(['-', '+'])));
    if fence_like && rest.clone().find(|line| !line.is_empty()).is_some_and(starts_matter) {
        let message = format!("`{}` does not open front matter", clip(line));
        reader.syntax(&place, message, "write `---` for YAML or `+++` for TOML; for a rule in the text write `***`");
        return None;
    }
    if starts_matter(line) {
        let closing =
            rest.find(|line| !is_key_line(line) && !line.starts_with([' ', '\t', '-', '#']) || *line == "---");
        if let Some(fence @ ("---" | "+++")) = closing {
            let help = format!("put a line `{fence}` above it");
            reader.syntax(&place, "the front matter lacks its first line", help);
            return None;
        }
    }
    Some(())
}

/// `key: value` or `key = value`.
fn is_key_line(line: &str) -> bool {
    let key = key_of(line);
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A key line with a key that front matter often begins with; `Note: …` may begin a text.
fn starts_matter(line: &str) -> bool {
    const FIRST_KEYS: &[&str] = &[
        "title",
        "date",
        "draft",
        "private",
        "embargo",
        "private_notes",
        "tags",
        "source",
        "author",
        "authors",
        "summary",
        "description",
        "aliases",
        "slug",
        "url",
        "created",
        "published",
        "layout",
        "key",
        "lang",
        "people",
    ];
    let key = key_of(line).to_ascii_lowercase();
    FIRST_KEYS.contains(&key.as_str())
}

fn key_of(line: &str) -> &str {
    let end = line.find([':', '=']).unwrap_or(0);
    line[..end].trim_end().trim_matches('"')
}

/// A line about privacy among the first lines of the text, or in front matter that comments or other front matter stand
/// before: it was meant for the front matter.
fn refuse_stray_privacy(reader: &Reader, body: usize) -> Option<()> {
    let text = reader.source.text.as_str();
    let start = behind_comments(text, body);
    let is_fence = |line: &str| matches!(line.trim(), "---" | "+++");
    let mut lines = text[start..].lines();
    let has_matter = lines.next().is_some_and(is_fence) && lines.any(is_fence);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let words = line.trim();
        if (words.is_empty() && !has_matter) || (at > start && is_fence(words)) {
            break;
        }
        if decides_privacy(words) {
            let place = at..at + line.trim_end().len();
            let message = format!("`{}` stands in the text, where it hides nothing", clip(words));
            reader.report(Code::PRIVACY_UNCLEAR, &place, message, "move it up into the front matter, or take it out");
            return None;
        }
        at += line.len();
    }
    Some(())
}

/// The first byte from `at` on that is neither blank nor in a comment.
fn behind_comments(text: &str, mut at: usize) -> usize {
    loop {
        at += text[at..].find(|c| !is_blank(c)).unwrap_or(0);
        let end = [("<!--", "-->"), ("%%", "%%")].into_iter().find_map(|(open, close)| {
            let rest = text[at..].strip_prefix(open)?;
            Some(at + open.len() + rest.find(close)? + close.len())
        });
        match end {
            Some(end) => at = end,
            None => return at,
        }
    }
}

/// `private: true` and the like, in any of the three formats.
fn decides_privacy(line: &str) -> bool {
    let Some((key, value)) = line.split_once([':', '=']) else { return false };
    let bare = |text: &str| text.trim().trim_matches(['"', '\'', ',']).to_ascii_lowercase();
    let value = bare(value);
    match bare(key).as_str() {
        "private" | "draft" => matches!(value.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "1" | "0"),
        "embargo" => value.starts_with(|c: char| c.is_ascii_digit()),
        "private_notes" | "private-notes" => true,
        _ => false,
    }
}
