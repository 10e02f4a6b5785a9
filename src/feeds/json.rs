//! [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/).

use super::entries::{Entry, Feed};
use serde_json::{Map, Value, json};

/// `feed.json`.
pub(super) fn write(feed: &Feed) -> Vec<u8> {
    let mut object = Map::new();
    put(&mut object, "version", "https://jsonfeed.org/version/1.1");
    put(&mut object, "title", &feed.title);
    if feed.base_url.is_some() {
        // Unlike Atom, JSON Feed has no rule for relative ones.
        put(&mut object, "home_page_url", &feed.url("index.html"));
        put(&mut object, "feed_url", &feed.url("feed.json"));
    }
    put(&mut object, "description", &feed.description);
    put(&mut object, "language", &feed.language);
    object.insert("authors".to_owned(), authors(std::slice::from_ref(&feed.author)));
    object.insert("items".to_owned(), Value::Array(feed.entries.iter().map(item).collect()));
    format!("{:#}\n", Value::Object(object)).into_bytes()
}

fn item(entry: &Entry) -> Value {
    let mut object = Map::new();
    put(&mut object, "id", &entry.id);
    put(&mut object, "url", &entry.url);
    put(&mut object, "external_url", entry.source.as_deref().unwrap_or_default());
    put(&mut object, "title", &entry.title);
    // An item must have content.
    put(&mut object, "content_text", if entry.text.is_empty() { &entry.title } else { &entry.text });
    put(&mut object, "date_published", entry.published.as_deref().unwrap_or_default());
    let updated = entry.updated.as_deref().filter(|_| entry.updated_to_the_day);
    put(&mut object, "date_modified", updated.unwrap_or_default());
    if !entry.authors.is_empty() {
        object.insert("authors".to_owned(), authors(&entry.authors));
    }
    if !entry.topics.is_empty() {
        object.insert("tags".to_owned(), json!(entry.topics));
    }
    put(&mut object, "language", &entry.language);
    Value::Object(object)
}

fn authors(names: &[String]) -> Value {
    names.iter().map(|name| json!({"name": name})).collect()
}

/// Enters a text unless it is empty.
fn put(object: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        object.insert(name.to_owned(), json!(text));
    }
}
