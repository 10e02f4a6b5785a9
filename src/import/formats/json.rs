//! JSON and JSON Lines: items of bibliographies, entities of FollowTheMoney, or rows whose fields are keys of front matter.

use super::super::{Context, Reading, Refusal};
use super::{csl, entities, ftm};
use serde_json::{Map, Value};

/// More objects than a file that people keep has.
const MOST: usize = 100_000;

/// The objects of a file as drafts.
pub(in super::super) fn read(text: &str, context: Context<'_>) -> Result<Reading, Refusal> {
    let broken =
        |error: serde_json::Error| Refusal::new(format!("its JSON is broken: {error}"), "mend it, and import it again");
    let mut objects: Vec<Map<String, Value>> = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value.map_err(broken)? {
            Value::Object(object) => match list_in(&object) {
                Some(items) => objects.extend(items),
                None => objects.push(object),
            },
            Value::Array(items) => objects.extend(items.into_iter().filter_map(as_object)),
            _ => {}
        }
        if objects.len() > MOST {
            return Err(Refusal::too_large("it", "100,000 objects"));
        }
    }
    if objects.is_empty() {
        return Err(Refusal::new("there are no objects in it", "import a list of articles or entities"));
    }
    if objects.iter().all(ftm::is_entity) {
        return Ok(ftm::read(&objects, context));
    }
    let mut reading = Reading::default();
    for (at, object) in objects.iter().enumerate() {
        let draft = if csl::is_item(object) { csl::draft(object) } else { entities::row(&columns(object), context) };
        match draft {
            Ok(draft) => reading.drafts.push(draft),
            Err(refusal) => reading.left_out.push((format!("object {}", at + 1), refusal)),
        }
    }
    match reading.left_out.first() {
        Some((_, refusal)) if reading.drafts.is_empty() => Err(refusal.clone()),
        _ => Ok(reading),
    }
}

/// The list within an object that is only a cover for it: `{"items": […]}`.
fn list_in(object: &Map<String, Value>) -> Option<Vec<Map<String, Value>>> {
    let names = ["items", "results", "entities", "articles", "data", "records"];
    let list = names.iter().find_map(|name| object.get(*name)?.as_array())?;
    let objects: Vec<_> = list.iter().cloned().filter_map(as_object).collect();
    (!objects.is_empty()).then_some(objects)
}

fn as_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// Fields as columns; a list is a cell of several values.
fn columns(object: &Map<String, Value>) -> Vec<(String, Vec<String>)> {
    object.iter().map(|(key, value)| (key.clone(), cells(value))).collect()
}

fn cells(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(cells).collect(),
        Value::Object(object) => match object.get("name").and_then(Value::as_str) {
            Some(name) => vec![name.to_owned()],
            None => vec![value.to_string()],
        },
        value => vec![value.to_string()],
    }
}
