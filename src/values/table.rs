//! Typed access to a table: each wrong value is noted and counts as absent, each key that nobody asked for can be listed.

use super::{Codes, Entry, Node, Reader, Scalar, Value, clip};
use crate::date::{PartialDate, Unread};
use crate::diagnostics::{Severity, Span, nearest};
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
        let meant = if self.reader.is_lenient() { yes_or_no(&node.value) } else { None };
        if meant.is_none() {
            self.reader.wrong_type(key, node, "`true` or `false`", "write it without quotes: `true` or `false`");
        }
        meant
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

    /// A date of any exactness, in any form in which only one can be meant. One that no calendar has is an error.
    pub(crate) fn date(&mut self, key: &str) -> Option<PartialDate> {
        let node = self.take(key)?;
        let node = inner(node, &["date", "created", "published", "start"]);
        let text = self.reader.text(key, node)?;
        match PartialDate::read(&text) {
            Ok(date) => {
                self.reader.say_reading(key, node, &text, &date);
                Some(date)
            }
            Err(Unread::Nothing) => None,
            Err(unread @ Unread::NoSuchDay) => {
                let (message, help) = date_mistake(key, &text, unread);
                self.reader.error(self.reader.codes.value, &node.span, message, help);
                None
            }
            Err(unread) => {
                let (message, help) = date_mistake(key, &text, unread);
                self.reader.value(&node.span, message, help);
                None
            }
        }
    }

    /// Lines of text: a list, or a single one. Lists in lists count as one.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<(String, Span)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let mut texts = Vec::new();
        self.reader.gather_texts(key, node, &mut texts);
        texts
    }

    /// Whether a key holds one text and not a list: then it may be several in one.
    pub(crate) fn is_one_text(&self, key: &str) -> bool {
        let node = self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node.value);
        matches!(node, Some(Value::Scalar(..)))
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
    /// Whether a value that is not as it should be is read as its writer means it: in front matter, never in settings.
    fn is_lenient(&self) -> bool {
        self.codes.value.severity() == Severity::Warning
    }

    /// A date in words is read, and what it is read as is said.
    pub(crate) fn say_reading(&self, key: &str, node: &Node, text: &str, date: &PartialDate) {
        let words = text
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().count() > 2 && !matches!(word, "UTC" | "GMT"));
        if words && !text.trim_start().starts_with("[[") {
            let message = format!("`{key}` is read as `{date}`: `{}`", clip(text));
            self.warn(self.codes.value, &node.span, message, format!("write `{date}`"));
        }
    }

    fn gather_texts(&self, key: &str, node: &Node, texts: &mut Vec<(String, Span)>) {
        match &node.value {
            Value::Null => {}
            Value::List(items) if self.is_lenient() && !is_wikilink(node) => {
                for item in items {
                    self.gather_texts(key, item, texts);
                }
            }
            Value::List(items) if !is_wikilink(node) => {
                let lines = items.iter().filter(|item| item.value != Value::Null);
                texts.extend(lines.filter_map(|item| Some((self.text(key, item)?, self.span(&item.span)))));
            }
            _ => texts.extend(self.text(key, node).map(|text| (text, self.span(&node.span)))),
        }
        texts.retain(|(text, _)| !text.is_empty());
    }

    /// A single value as one line of text; runs of line breaks and tabs become a space. In front matter a list is the texts it holds,
    /// and a table the text that has a name in it.
    pub(crate) fn text(&self, key: &str, node: &Node) -> Option<String> {
        /// Keys of a table that stands for one text.
        const NAMES: &[&str] = &["name", "title", "text", "value", "label"];
        let wikilink;
        let text = match &node.value {
            Value::Scalar(Scalar::Text | Scalar::Int(_) | Scalar::Float(_) | Scalar::Date, text) => text.trim(),
            Value::Scalar(Scalar::Bool(_), word) if self.is_lenient() => word,
            Value::Scalar(Scalar::Bool(_), word) => {
                self.wrong_type(key, node, "text", &format!("put it in quotes if it is meant: `\"{word}\"`"));
                return None;
            }
            Value::List(_) if self.is_lenient() && is_wikilink(node) => {
                wikilink = self.span(&node.span).text().to_owned();
                wikilink.trim()
            }
            Value::List(items) if self.is_lenient() && !items.is_empty() => {
                let mut texts = Vec::new();
                self.gather_texts(key, node, &mut texts);
                let texts: Vec<String> = texts.into_iter().map(|(text, _)| text).collect();
                let character = if texts.iter().any(|text| text.contains(',')) { "; " } else { ", " };
                return Some(texts.join(character)).filter(|text| !text.is_empty());
            }
            Value::Table(_) if self.is_lenient() && !std::ptr::eq(inner(node, NAMES), node) => {
                return self.text(key, inner(node, NAMES));
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
    /// A longer word is not a slip of one of ours.
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

/// `[[Jane Doe]]` without quotation marks, which YAML takes for a list in a list.
fn is_wikilink(node: &Node) -> bool {
    let only = |node: &Node| match &node.value {
        Value::List(items) if items.len() == 1 => Some(items[0].clone()),
        _ => None,
    };
    only(node).and_then(|inner| only(&inner)).is_some_and(|words| matches!(words.value, Value::Scalar(..)))
}

/// What a table has under the first of some keys; the node itself if it is not a table or has none of them.
pub(crate) fn inner<'n>(node: &'n Node, keys: &[&str]) -> &'n Node {
    let Value::Table(entries) = &node.value else { return node };
    let named = |key: &&str| entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key));
    keys.iter().find_map(named).map_or(node, |entry| &entry.node)
}

/// What people and YAML 1.1 write for `true` and `false`.
pub(crate) fn yes_or_no(value: &Value) -> Option<bool> {
    let Value::Scalar(_, word) = value else { return None };
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// What is wrong with a date, and what to write.
pub(crate) fn date_mistake(key: &str, text: &str, unread: Unread) -> (String, String) {
    let form = "write `2016`, `2016-01`, `2016-01-07` or `2016-01-07T14:20:00Z`";
    // the sign of a year before our era is part of it
    let shown = clip(text);
    match unread {
        Unread::Ambiguous(one, other) => {
            (format!("`{key}` may be two days: `{shown}`"), format!("write `{one}` or `{other}`"))
        }
        Unread::BeforeOurEra => (
            format!("`{key}` is before our era, where dates cannot be kept: `{shown}`"),
            "say it in the text or in a fact".to_owned(),
        ),
        Unread::NoSuchDay => (format!("`{key}` is a day that does not exist: `{shown}`"), "look the day up".to_owned()),
        Unread::Nothing | Unread::NoDate => {
            (format!("`{key}` is not a date that can be read: `{shown}`"), form.to_owned())
        }
    }
}

impl Reader<'_> {
    /// A language tag in the form of BCP 47, if the text is one or, in front matter, names a language: `en_US`, `English`.
    pub(crate) fn language_tag(&self, key: &str, tag: &str, place: &Range<usize>) -> Option<String> {
        let (dashed, by_name) = if self.is_lenient() {
            let plain = tag.split(['.', '@', ',', '(', ';']).next().unwrap_or_default().trim();
            let dashed = plain.replace('_', "-");
            (dashed, language_by_name(plain))
        } else {
            (tag.to_owned(), None)
        };
        if let Some(tag) = by_name {
            return Some(tag.to_owned());
        }
        let mut parts = dashed.split('-');
        let first = parts.next().unwrap_or_default();
        let well_formed = (2..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if well_formed {
            return Some(dashed);
        }
        let help = match tag.replace('_', "-") {
            dashed if dashed != tag => format!("write `{dashed}`"),
            _ => "write a tag such as `en`, `de` or `pt-BR`".to_owned(),
        };
        self.value(place, format!("`{key}` is not a language tag: `{}`", clip(tag)), help);
        None
    }
}
/// The tag of a language that is called by its name: `English`, `deutsch`.
pub(crate) fn language_by_name(name: &str) -> Option<&'static str> {
    const NAMES: &str = include_str!("languages.txt");
    let name = name.trim().to_lowercase();
    let mut lines = NAMES.lines().filter(|line| !line.starts_with('#'));
    lines.find(|line| line.split(' ').skip(1).any(|known| known == name))?.split(' ').next()
}
