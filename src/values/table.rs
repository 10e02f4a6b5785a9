//! Typed access to a table: each wrong value is noted and counts as absent, each key that nobody asked for can be listed.

use super::{Codes, Entry, Node, Reader, Scalar, Value, clip};
use crate::date::PartialDate;
use crate::diagnostics::{Span, nearest};
use std::ops::Range;

/// A table that is being read.
pub(crate) struct Table<'a> {
    /// Takes the mistakes.
    pub(crate) reader: &'a Reader<'a>,
    /// Bytes of the table.
    pub(crate) span: Range<usize>,
    entries: &'a [Entry],
    taken: Vec<bool>,
}

impl<'a> Table<'a> {
    /// A table, or nothing (as an empty one); anything else is a mistake that `what` names.
    pub(crate) fn new(reader: &'a Reader<'a>, node: &'a Node, what: &str) -> Option<Self> {
        let entries: &[Entry] = match &node.value {
            Value::Table(entries) => entries,
            Value::Null => &[],
            other => {
                let message = format!("{what} is a table, but this is {}", other.described());
                reader.value(&node.span, message, "give it keys of its own");
                return None;
            }
        };
        Some(Self { reader, span: node.span.clone(), entries, taken: vec![false; entries.len()] })
    }

    /// The row of a key, which counts as known from now on. The value may be nothing.
    pub(crate) fn entry(&mut self, key: &str) -> Option<&'a Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        self.taken[at] = true;
        Some(&self.entries[at])
    }

    /// What a key holds, unless that is nothing.
    pub(crate) fn take(&mut self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.node).filter(|node| node.value != Value::Null)
    }

    /// Whether the key is there, taken or not.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Rows whose key nobody asked for.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &'a Entry> + use<'a, '_> {
        self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|(entry, _)| entry)
    }

    /// Notes each key that nobody asked for, with the nearest of `known`.
    pub(crate) fn refuse_rest(&self, known: &[&str]) {
        let Codes { unknown_key, .. } = self.reader.codes;
        for entry in self.rest() {
            let message = format!("unknown key `{}`", clip(&entry.key));
            self.reader.report(unknown_key, &entry.key_span, message, suggest(&entry.key, known));
        }
    }

    /// One line of text. A number or date is taken as it was written.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        let node = self.take(key)?;
        self.reader.text(key, node).filter(|text| !text.is_empty())
    }

    /// One line of text, with its place.
    pub(crate) fn placed_text(&mut self, key: &str) -> Option<(String, Span)> {
        let place = self.take(key).map(|node| self.reader.span(&node.span))?;
        self.text(key).map(|text| (text, place))
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        let node = self.take(key)?;
        if let Value::Scalar(Scalar::Bool(flag), _) = node.value {
            return Some(flag);
        }
        self.reader.wrong_type(key, node, "`true` or `false`", "write it without quotes: `true` or `false`");
        None
    }

    /// A whole number from `range`.
    pub(crate) fn whole(&mut self, key: &str, range: Range<u64>) -> Option<u64> {
        let node = self.take(key)?;
        if let Value::Scalar(Scalar::Int(number), _) = node.value
            && let Ok(number) = u64::try_from(number)
            && range.contains(&number)
        {
            return Some(number);
        }
        let expected = format!("a whole number from {} to {}", range.start, range.end - 1);
        self.reader.wrong_type(key, node, &expected, "write the digits only");
        None
    }

    /// A date of any exactness.
    pub(crate) fn date(&mut self, key: &str) -> Option<PartialDate> {
        let node = self.take(key)?;
        let text = self.reader.text(key, node)?;
        let date = PartialDate::parse(&text);
        if date.is_none() {
            self.reader.value(&node.span, format!("`{key}` is not a date: `{}`", clip(&text)), date_help(&text));
        }
        date
    }

    /// Lines of text: a list, or a single one.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<(String, Span)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let reader = self.reader;
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        items
            .iter()
            .filter(|item| item.value != Value::Null)
            .filter_map(|item| reader.text(key, item).map(|text| (text, reader.span(&item.span))))
            .filter(|(text, _)| !text.is_empty())
            .collect()
    }

    /// The tables of a list; a single table counts as a list of one.
    pub(crate) fn tables(&mut self, key: &str) -> Vec<Table<'a>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let what = format!("each row of `{key}`");
        items.iter().filter_map(|item| Table::new(self.reader, item, &what)).collect()
    }

    /// A table in the table.
    pub(crate) fn table(&mut self, key: &str) -> Option<Table<'a>> {
        let node = self.take(key)?;
        Table::new(self.reader, node, &format!("`{key}`"))
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let node = self.take(key)?;
        let text = self.reader.text(key, node)?;
        let found = choices.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.reader.value(&node.span, format!("`{key}` cannot be `{}`", clip(&text)), suggest(&text, &words));
        }
        found.map(|(_, value)| *value)
    }
}

impl Reader<'_> {
    /// A single value as one line of text; runs of line breaks and tabs become a space.
    pub(crate) fn text(&self, key: &str, node: &Node) -> Option<String> {
        let text = match &node.value {
            Value::Scalar(Scalar::Text | Scalar::Int(_) | Scalar::Float(_) | Scalar::Date, text) => text.trim(),
            Value::Scalar(Scalar::Bool(_), word) => {
                self.wrong_type(key, node, "text", &format!("put it in quotes if it is meant: `\"{word}\"`"));
                return None;
            }
            _ => {
                self.wrong_type(key, node, "text", "write one line of text");
                return None;
            }
        };
        let lines_only = |c: char| matches!(c, '\n' | '\r' | '\t');
        if let Some(control) = text.chars().find(|&c| c.is_control() && !lines_only(c)) {
            let message = format!("`{key}` holds the control character U+{:04X}", u32::from(control));
            self.value(&node.span, message, "take it out");
            return None;
        }
        if !text.contains(lines_only) {
            return Some(text.to_owned());
        }
        let lines: Vec<&str> = text.split(lines_only).map(str::trim).filter(|line| !line.is_empty()).collect();
        Some(lines.join(" "))
    }

    /// A number that can be computed with.
    pub(crate) fn number(&self, key: &str, node: &Node) -> Option<f64> {
        match node.value {
            #[expect(clippy::cast_precision_loss, reason = "degrees and factors are small")]
            Value::Scalar(Scalar::Int(number), _) => Some(number as f64),
            Value::Scalar(Scalar::Float(number), _) if number.is_finite() => Some(number),
            _ => {
                self.wrong_type(key, node, "a number", "write the number without quotes: `1.5`");
                None
            }
        }
    }

    /// Notes that a value has another type than its key asks for.
    pub(crate) fn wrong_type(&self, key: &str, node: &Node, expected: &str, help: &str) {
        let message = match &node.value {
            Value::Scalar(..) if node.span.len() < 40 => {
                format!("`{key}` is {expected}, not `{}`", clip(self.span(&node.span).text()))
            }
            other => format!("`{key}` is {expected}, but this is {}", other.described()),
        };
        self.value(&node.span, message, help);
    }
}

/// Help for a word that is not among the known ones.
pub(crate) fn suggest(word: &str, known: &[&str]) -> String {
    /// A longer word is no slip of one of ours.
    const LONGEST: usize = 40;
    let near = (word.len() <= LONGEST).then(|| nearest(word, known.iter().copied())).flatten();
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() <= 12 => {
            let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
            format!("known are {}", known.join(", "))
        }
        None => "take the key out, or put it below `extra`".into(),
    }
}

/// How a date should have been written: this one, if its parts are clear.
pub(crate) fn date_help(text: &str) -> String {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
    if let [year, month, day] = parts.as_slice()
        && year.len() == 4
    {
        let padded = format!("{year}-{month:0>2}-{day:0>2}");
        if PartialDate::parse(&padded).is_some() {
            return format!("write `{padded}`");
        }
    }
    "write `2016`, `2016-01`, `2016-01-07` or `2016-01-07T14:20:00Z`".into()
}

impl Reader<'_> {
    /// A language tag in the form of BCP 47, if the text is one.
    pub(crate) fn language_tag(&self, key: &str, tag: &str, place: &Range<usize>) -> Option<String> {
        let mut parts = tag.split('-');
        let first = parts.next().unwrap_or_default();
        let well_formed = (2..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if well_formed {
            return Some(tag.to_owned());
        }
        let help = match tag.replace('_', "-") {
            dashed if dashed != tag => format!("write `{dashed}`"),
            _ => "write a tag such as `en`, `de` or `pt-BR`".to_owned(),
        };
        self.value(place, format!("`{key}` is not a language tag: `{}`", clip(tag)), help);
        None
    }
}
