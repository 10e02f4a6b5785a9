//! CSL-JSON, what Zotero and Pandoc read.

use super::Reference;
use super::names::Parts;
use crate::date::PartialDate;
use serde::Serializer as _;
use serde_json::{Map, Value, json};

/// An array of items. Each is written when it is made: thousands of them as values would take more room than the file.
pub(super) fn file(references: &[Reference]) -> String {
    let mut file = Vec::new();
    let mut json = serde_json::Serializer::pretty(&mut file);
    json.collect_seq(references.iter().map(Reference::csl_json)).expect("values always serialise");
    file.push(b'\n');
    String::from_utf8(file).expect("JSON is text")
}

impl Reference {
    /// An item.
    pub fn csl_json(&self) -> Value {
        let kind = if self.is_news() { "article-newspaper" } else { "webpage" };
        let mut item = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                item.insert(name.to_owned(), value);
            }
        };
        put("id", Some(json!(self.entry_key)));
        put("type", Some(json!(kind)));
        put("title", Some(json!(self.title)));
        let authors: Vec<Value> = self
            .authors
            .iter()
            .map(|author| match &author.parts {
                Some(Parts { family, given, suffix: None }) => json!({"family": family, "given": given}),
                Some(Parts { family, given, suffix }) => json!({"family": family, "given": given, "suffix": suffix}),
                None => json!({"literal": author.name}),
            })
            .collect();
        put("author", Some(Value::Array(authors)).filter(|_| !self.authors.is_empty()));
        put("container-title", self.container().map(|name| json!(name)));
        put("issued", self.issued.as_ref().map(date_parts));
        put("accessed", self.accessed.as_ref().map(date_parts));
        put("URL", self.address().map(|url| json!(url)));
        put("archive_location", self.archive_url.as_ref().map(|url| json!(url)));
        put("language", Some(json!(self.language)));
        // citeproc-js reads `{:variable: value}` in a note as a field.
        put("note", Some(json!(self.note().replace("{:", "{ :"))));
        Value::Object(item)
    }
}

/// `{"date-parts": [[2016, 1]]}`
fn date_parts(date: &PartialDate) -> Value {
    let parts: Vec<i16> =
        std::iter::once(date.year).chain(date.month.map(i16::from)).chain(date.day.map(i16::from)).collect();
    json!({"date-parts": [parts]})
}
