//! TOML as [`Node`]s, by the `toml` crate's own spanned tree. It recovers, so all syntax errors show in one run;
//! it refuses deep nesting by itself.

use super::{Entry, MAX_DEPTH, Node, Reader, Scalar, Value};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// Reads a span of the file; `None` if it is not TOML.
pub(crate) fn toml(reader: &Reader, range: Range<usize>) -> Option<Node> {
    let text = &reader.source.text[range.clone()];
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        report(reader, range.start, text, &errors);
        return None;
    }
    let root = Walk { reader, text, base: range.start };
    let node = root.table(table.get_ref(), table.span(), 0);
    Some(Node { span: range, ..node })
}

struct Walk<'a> {
    reader: &'a Reader<'a>,
    text: &'a str,
    base: usize,
}

impl Walk<'_> {
    fn table(&self, table: &DeTable<'_>, span: Range<usize>, depth: usize) -> Node {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: self.place(key.span()),
                node: self.node(value, depth + 1),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start); // the crate sorts by name
        Node { value: Value::Table(entries), span: self.place(span) }
    }

    fn node(&self, value: &Spanned<DeValue<'_>>, depth: usize) -> Node {
        let span = value.span();
        let written = || self.text.get(span.clone()).unwrap_or_default().to_owned();
        if depth > MAX_DEPTH {
            let help = format!("nest at most {MAX_DEPTH} tables and lists");
            self.reader.syntax(&self.place(span.clone()), "nested too deeply", help);
            return Node { value: Value::Null, span: self.place(span) };
        }
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Scalar(Scalar::Text, text.to_string()),
            DeValue::Integer(number) => Value::Scalar(whole(number), written()),
            DeValue::Float(number) => {
                Value::Scalar(number.as_str().parse().map_or(Scalar::Text, Scalar::Float), written())
            }
            DeValue::Boolean(flag) => Value::Scalar(Scalar::Bool(*flag), written()),
            DeValue::Datetime(date) => Value::Scalar(Scalar::Date, date.to_string()),
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.node(item, depth + 1)).collect()),
            DeValue::Table(table) => return self.table(table, span, depth),
        };
        Node { value, span: self.place(span) }
    }

    fn place(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }
}

fn whole(number: &DeInteger<'_>) -> Scalar {
    i64::from_str_radix(number.as_str(), number.radix()).map_or(Scalar::Text, Scalar::Int)
}

/// Reports the first complaint of each line; the others follow from it.
fn report(reader: &Reader, base: usize, text: &str, errors: &[toml::de::Error]) {
    let mut errors: Vec<_> = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    errors.sort_by_key(|(place, _)| place.start);
    let mut reported_to = 0;
    for (place, message) in errors {
        if place.start < reported_to {
            continue;
        }
        let line_end = text.get(place.start..).and_then(|rest| rest.find('\n'));
        reported_to = line_end.map_or(text.len() + 1, |n| place.start + n + 1);
        let (message, help) = explain(message, text.get(place.start..).unwrap_or_default());
        reader.syntax(&(base + place.start..base + place.end), message, help);
    }
}

/// The crate's message in our words, with help for the common slips.
fn explain(message: &str, at: &str) -> (String, String) {
    let help = if at.starts_with(':') {
        "TOML writes `key = value`; for `key: value` fence the front matter with `---`"
    } else if message.contains("invalid basic string") || message.contains("invalid literal string") {
        "close the quotation mark"
    } else if message.contains("duplicate key") {
        "keep one of them"
    } else if message.contains("string values must be quoted") || message.contains("invalid unquoted") {
        "write `key = \"text\"`, with text in quotes"
    } else if message.contains("missing value") || message.contains("key with no value") {
        "write `key = value`"
    } else if message.contains("newline") {
        "write one `key = value` on each line"
    } else {
        "write it as TOML: `key = \"text\"`, `key = [\"a\", \"b\"]`"
    };
    let message = message.split(", expected").next().unwrap_or_default();
    (format!("not valid TOML: {message}"), help.to_owned())
}
