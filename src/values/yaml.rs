//! YAML 1.2 as [`Node`]s, from the events of `saphyr-parser`, which count characters and carry no types.
//!
//! Front matter needs no anchors, aliases, tags or merge keys; they are refused, and with them every bomb.

use super::yaml_repair::{self, Repaired};
use super::{Entry, MAX_DEPTH, Node, Reader, Scalar, Value, without_double_keys, yaml_help};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use std::ops::Range;

/// Reads a span of the file. Nothing but comments is [`Value::Null`]; `None` if it is not YAML.
pub(crate) fn yaml(reader: &Reader, range: Range<usize>) -> Option<Node> {
    let text = &reader.source.text[range.clone()];
    let first = Reader::new(reader.source, reader.codes);
    let node = parse(&first, range.clone(), text, None);
    if node.is_none()
        && let Some(repaired) = yaml_repair::repair(text)
    {
        let second = Reader::new(reader.source, reader.codes);
        if let Some(node) = parse(&second, range, &repaired.text, Some(&repaired)) {
            reader.merge(second);
            return Some(node);
        }
    }
    reader.merge(first);
    node
}

/// Reads a text that stands in the file, or a repaired one that stands for it.
fn parse(reader: &Reader, range: Range<usize>, text: &str, repaired: Option<&Repaired>) -> Option<Node> {
    let cursor = Cursor { text, character: 0, byte: 0 };
    let mut walk = Walk { reader, text, repaired, base: range.start, cursor, open: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => walk.event(event, span)?,
            Err(error) => {
                walk.scan_error(&error);
                return None;
            }
        }
    }
    Some(walk.root.unwrap_or(Node { value: Value::Null, span: range }))
}

/// From a character's number to its byte: a pair of both that moves along, as the events do.
struct Cursor<'a> {
    text: &'a str,
    character: usize,
    byte: usize,
}

impl Cursor<'_> {
    fn byte_of(&mut self, character: usize) -> usize {
        while self.character < character && self.byte < self.text.len() {
            self.byte += self.text[self.byte..].chars().next().map_or(1, char::len_utf8);
            self.character += 1;
        }
        while self.character > character && self.byte > 0 {
            self.byte -= self.text[..self.byte].chars().next_back().map_or(1, char::len_utf8);
            self.character -= 1;
        }
        self.byte
    }
}

/// A list or table whose end has not come yet.
enum Open {
    List { start: usize, items: Vec<Node> },
    Table { start: usize, key: Option<(String, Range<usize>)>, entries: Vec<Entry> },
}

struct Walk<'a> {
    reader: &'a Reader<'a>,
    text: &'a str,
    repaired: Option<&'a Repaired>,
    base: usize,
    cursor: Cursor<'a>,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Walk<'_> {
    /// Takes one event in; `None` stops the reading, with a message.
    fn event(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        let start = self.cursor.byte_of(span.start.index());
        let range = start..self.cursor.byte_of(span.end.index()).max(start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &range)?;
                let value = if style == ScalarStyle::Plain {
                    typed(&text)
                } else {
                    Value::Scalar(Scalar::Text, text.into_owned())
                };
                self.put(value, range, style == ScalarStyle::Plain)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &range)?;
                self.begin(Open::List { start: range.start, items: Vec::new() }, &range)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &range)?;
                self.begin(Open::Table { start: range.start, key: None, entries: Vec::new() }, &range)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { start, items }) => self.put(Value::List(items), start..range.end, false),
                Some(Open::Table { start, entries, .. }) => {
                    self.put(Value::Table(without_double_keys(self.reader, entries)), start..range.end, false)
                }
                None => None,
            },
            Event::Alias(_) => {
                self.refuse_character(&range, '*');
                None
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                self.reader.syntax(&self.place(range), "a second YAML document", "keep one block of front matter");
                None
            }
            _ => Some(()),
        }
    }

    fn begin(&mut self, open: Open, range: &Range<usize>) -> Option<()> {
        if self.open.len() >= MAX_DEPTH {
            let help = format!("nest at most {MAX_DEPTH} tables and lists");
            self.reader.syntax(&self.place(range.clone()), "nested too deeply", help);
            return None;
        }
        self.open.push(open);
        Some(())
    }

    /// Puts a finished value where it belongs: as a key, under a key, into a list, or as the whole.
    fn put(&mut self, value: Value, range: Range<usize>, plain: bool) -> Option<()> {
        let span = self.place(self.trimmed(range));
        match self.open.last_mut() {
            None => self.root = Some(Node { value, span }),
            Some(Open::List { items, .. }) => items.push(Node { value, span }),
            Some(Open::Table { key, entries, .. }) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, node: Node { value, span } }),
                None => *key = Some((key_text(self.reader, value, &span, plain)?, span)),
            },
        }
        Some(())
    }

    fn refuse(&self, anchor: usize, tag: bool, range: &Range<usize>) -> Option<()> {
        if anchor != 0 {
            // The event's place is the value; the anchor stands before it.
            let from = self.text[..range.start].rfind('&').unwrap_or(range.start);
            self.refuse_character(&(from..range.end), '&');
            return None;
        }
        if tag {
            let from = self.text[..range.start].rfind('!').unwrap_or(range.start);
            self.refuse_character(&(from..range.end), '!');
            return None;
        }
        Some(())
    }

    fn refuse_character(&self, range: &Range<usize>, character: char) {
        let what = match character {
            '&' => "an anchor",
            '*' => "an alias",
            _ => "a tag",
        };
        let (place, help) = yaml_help::quoting(self.text, range.start);
        self.reader.syntax(
            &self.place(place.unwrap_or(range.clone())),
            format!("`{character}` starts {what}, which front matter does not have"),
            help,
        );
    }

    fn scan_error(&mut self, error: &ScanError) {
        let at = self.cursor.byte_of(error.marker().index());
        for mistake in yaml_help::explain(self.text, at, error.info()) {
            self.reader.syntax(&self.place(mistake.place), mistake.message, mistake.help);
        }
    }

    /// Without the white space and comments after a value, which the parser counts in.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let words = &self.text[range.start..range.end.max(range.start)];
        let len = match words.as_bytes().first() {
            Some(b'"') => closing(words, '"', '\\'),
            Some(b'\'') => closing(words, '\'', '\''),
            _ => words.trim_end().len(),
        };
        range.start..range.start + len
    }

    fn place(&self, range: Range<usize>) -> Range<usize> {
        let byte = |at: usize| self.base + self.repaired.map_or(at, |repaired| repaired.original(at));
        byte(range.start)..byte(range.end)
    }
}

/// Length of a quoted scalar at the start of `words`; `escape` takes the next character with it.
fn closing(words: &str, mark: char, escape: char) -> usize {
    let mut characters = words.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        let escapes =
            character == escape && (escape != mark || characters.peek().is_some_and(|(_, next)| *next == mark));
        if escapes {
            characters.next();
        } else if character == mark {
            return at + 1;
        }
    }
    words.trim_end().len()
}

/// The text of a key.
fn key_text(reader: &Reader, value: Value, span: &Range<usize>, plain: bool) -> Option<String> {
    match value {
        Value::Scalar(_, text) if plain && text == "<<" => {
            reader.syntax(span, "the merge key `<<` is not supported", "write the keys out");
            None
        }
        Value::Scalar(_, text) => Some(text),
        Value::Null => Some(reader.source.text[span.clone()].to_owned()),
        Value::List(_) | Value::Table(_) => {
            reader.syntax(span, "a list or table cannot be a key", "put text with `[` or `{` in quotes");
            None
        }
    }
}

/// The type of a plain scalar by the core schema of YAML 1.2: `NO`, `yes` and dates are text.
fn typed(text: &str) -> Value {
    let kind = match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        _ => number(text).unwrap_or(Scalar::Text),
    };
    Value::Scalar(kind, text.to_owned())
}

fn number(text: &str) -> Option<Scalar> {
    if let Some(digits) = text.strip_prefix("0x") {
        return digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| i64::from_str_radix(digits, 16).ok())?
            .map(Scalar::Int);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| i64::from_str_radix(digits, 8).ok())?
            .map(Scalar::Int);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Scalar::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    let first = unsigned.bytes().next()?;
    let numeric = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-');
    if !(first.is_ascii_digit() || first == b'.') || !unsigned.bytes().all(numeric) {
        return None;
    }
    if let Ok(whole) = text.parse() {
        return Some(Scalar::Int(whole));
    }
    text.parse().ok().map(Scalar::Float)
}
