//! CSL-JSON, which Zotero and other managers of references export.

use super::super::Refusal;
use super::super::draft::Draft;
use super::bibliography::{Reference, person};
use serde_json::{Map, Value};

/// Whether an object is an item of CSL-JSON.
pub(super) fn is_item(object: &Map<String, Value>) -> bool {
    let has = |key: &str| object.contains_key(key);
    has("title")
        && has("type")
        && (has("issued") || has("container-title") || has("citation-key") || is_people(object.get("author")))
}

fn is_people(author: Option<&Value>) -> bool {
    let people = author.and_then(Value::as_array);
    people.is_some_and(|people| people.iter().any(|one| one.get("family").is_some() || one.get("literal").is_some()))
}

/// An item as a draft.
pub(super) fn draft(object: &Map<String, Value>) -> Result<Draft, Refusal> {
    let text =
        |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned).filter(|text| !text.trim().is_empty());
    let people = object.get("author").and_then(Value::as_array).into_iter().flatten();
    let name = |one: &Value| {
        let part = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let family = format!("{} {}", part("non-dropping-particle"), part("family"));
        person(part("given"), &family).or_else(|| person("", part("literal")))
    };
    Reference {
        title: text("title"),
        outlets: ["container-title", "publisher", "collection-title"].iter().filter_map(|key| text(key)).collect(),
        url: text("URL"),
        doi: text("DOI"),
        authors: people.filter_map(name).collect(),
        published: object.get("issued").and_then(date),
        retrieved: object.get("accessed").and_then(date),
        language: text("language"),
        summary: text("abstract"),
        notes: ["annote", "note"].iter().filter_map(|key| text(key)).collect(),
        tags: text("keyword")
            .map(|words| words.split([',', ';']).map(|tag| tag.trim().to_owned()).collect())
            .unwrap_or_default(),
    }
    .draft()
}

/// `{"date-parts": [[2016, 1, 7]]}`, or a text.
fn date(value: &Value) -> Option<String> {
    if let Some(parts) = value.get("date-parts").and_then(|parts| parts.get(0)?.as_array()) {
        let number = |part: &Value| part.as_i64().or_else(|| part.as_str()?.parse().ok());
        let parts: Vec<String> = parts.iter().filter_map(number).map(|number| format!("{number:02}")).collect();
        return Some(parts.join("-")).filter(|date| !date.is_empty());
    }
    let text = value.as_str().or_else(|| value.get("raw")?.as_str()).or_else(|| value.get("literal")?.as_str());
    text.map(str::to_owned)
}
