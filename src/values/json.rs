//! JSON as [`Node`]s. `serde_json` judges the syntax and finds the end; the walk below only adds places to what is
//! known to be valid.

use super::{Entry, MAX_DEPTH, Node, Reader, Scalar, Value, without_double_keys};
use serde::de::IgnoredAny;
use std::ops::Range;

/// Reads the object at the start of a span of the file; its span says where it ends. `None` if it is not JSON.
pub(crate) fn json(reader: &Reader, range: Range<usize>) -> Option<Node> {
    let text = &reader.source.text[range.clone()];
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match stream.next() {
        Some(Ok(_)) => {}
        Some(Err(error)) => {
            let at = range.start + offset(text, error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let comma = text.as_bytes().get(at - range.start).is_some_and(|b| matches!(b, b'}' | b']'))
                && text[..at - range.start].trim_end().ends_with(',');
            let message = if comma { "trailing comma" } else { message };
            reader.syntax(&(at..at + 1), format!("not valid JSON: {message}"), help(message));
            return None;
        }
        None => return None,
    }
    let mut walk = Walk { reader, bytes: &text.as_bytes()[..stream.byte_offset()], at: 0, base: range.start };
    walk.node(0)
}

/// The byte of a line and column (in bytes, from 1) as `serde_json` counts them.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text.as_bytes()).nth(line - 2).map_or(text.len(), |at| at + 1),
    };
    (start + column.saturating_sub(1)).min(text.len())
}

fn help(message: &str) -> &'static str {
    if message.contains("EOF") {
        "close every `{`, `[` and `\"`"
    } else if message.contains("trailing comma") {
        "leave out the comma after the last entry"
    } else if message.contains("key must be a string") {
        "put keys in double quotes: `\"title\": \"…\"`; write `\\{` if the text begins with a brace"
    } else if message.contains("control character") {
        "write line breaks as `\\n`"
    } else {
        "write it as JSON: `{\"title\": \"…\", \"tags\": [\"a\", \"b\"]}`"
    }
}

/// Reads text that is known to be valid.
struct Walk<'a> {
    reader: &'a Reader<'a>,
    bytes: &'a [u8],
    at: usize,
    base: usize,
}

impl Walk<'_> {
    /// The value at the cursor; `None` if it is nested too deeply.
    fn node(&mut self, depth: usize) -> Option<Node> {
        self.space();
        let start = self.at;
        if depth > MAX_DEPTH {
            let place = self.base + start..self.base + start + 1;
            self.reader.syntax(&place, "nested too deeply", format!("nest at most {MAX_DEPTH} tables and lists"));
            return None;
        }
        let value = match self.peek() {
            b'{' => self.object(depth)?,
            b'[' => self.list(depth)?,
            b'"' => Value::Scalar(Scalar::Text, self.string()),
            _ => self.word(),
        };
        Some(Node { value, span: self.base + start..self.base + self.at })
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut entries = Vec::new();
        while self.more(b'}') {
            let start = self.at;
            let key = self.string();
            let key_span = self.base + start..self.base + self.at;
            self.space();
            self.at += 1; // the colon
            entries.push(Entry { key, key_span, node: self.node(depth + 1)? });
        }
        Some(Value::Table(without_double_keys(self.reader, entries)))
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        while self.more(b']') {
            items.push(self.node(depth + 1)?);
        }
        Some(Value::List(items))
    }

    /// Moves over an opening bracket or a comma to the next item; false (and past the bracket) at the end.
    fn more(&mut self, close: u8) -> bool {
        self.space();
        if self.peek() != close {
            self.at += 1;
            self.space();
            if self.peek() != close {
                return true;
            }
        }
        self.at += 1;
        false
    }

    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while !matches!(self.peek(), b'"' | 0) {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.bytes.len());
        serde_json::from_slice(&self.bytes[start..self.at]).unwrap_or_else(|_| {
            let place = self.base + start..self.base + self.at;
            self.reader.syntax(&place, "not valid JSON: half a character", "escape it as a pair: `\\ud83d\\ude00`");
            String::new()
        })
    }

    /// `true`, `false`, `null` or a number.
    fn word(&mut self) -> Value {
        let start = self.at;
        while self.peek().is_ascii_alphanumeric() || matches!(self.peek(), b'+' | b'-' | b'.') {
            self.at += 1;
        }
        let word = String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned();
        match word.as_str() {
            "null" => Value::Null,
            "true" | "false" => Value::Scalar(Scalar::Bool(word == "true"), word),
            _ => {
                let whole = word.parse().map(Scalar::Int).ok();
                let kind = whole.or_else(|| word.parse().map(Scalar::Float).ok()).unwrap_or(Scalar::Text);
                Value::Scalar(kind, word)
            }
        }
    }

    fn space(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// The byte at the cursor, 0 at the end.
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }
}
