//! What every page has: the keys common to articles, entities, free pages and `_index.md` files.

use super::names::referred;
use super::{Body, Head, ImageRef, LinkOverrides, PageId, Placed};
use crate::date::{PartialDate, Unread};
use crate::diagnostics::{Code, Span};
use crate::text::plain::percent_decode;
use crate::text::portable;
use crate::values::{Reader, Scalar, Table, Value, clip, date_mistake, inner, yes_or_no};
use std::borrow::Cow;

/// Reads the common keys.
pub(super) fn head(table: &mut Table<'_>, id: PageId, stem: String, body: Body) -> Head {
    let extra = extra(table);
    let mut redirects = Vec::new();
    for key in ["redirects", "redirect_from"] {
        for (text, span) in table.texts(key) {
            redirects.extend(redirect(table.reader, key, &in_folder(&id, &text), span));
        }
    }
    Head {
        id,
        title: table.text("title"),
        stem,
        summary: first_text(table, &["summary", "description"]),
        lang: lang(table),
        date: table.date("date").or_else(|| lenient_date(table, &["publishDate", "pubDate"])),
        updated: table
            .date("updated")
            .or_else(|| lenient_date(table, &["lastmod", "last_modified_at", "modified", "updatedDate"])),
        redirects,
        link_names: link_names(table),
        image: image(table),
        links: links(table),
        noindex: flag_of(table, &["noindex", "robotsNoIndex"]),
        search_boost: search_boost(table),
        extra,
        body,
    }
}

/// Other names of the page, whatever else the keys hold: a value that is none is no mistake here.
fn link_names(table: &mut Table<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for key in ["aliases", "alias", "permalink", "url", "path"] {
        let Some(node) = table.take(key) else { continue };
        let items = if let Value::List(items) = &node.value { items.as_slice() } else { std::slice::from_ref(node) };
        let texts = items.iter().filter_map(|item| match &item.value {
            Value::Scalar(_, text) => Some(text.as_str()),
            _ => None,
        });
        // in one text Obsidian takes a comma for the end of a name
        let is_list = matches!(node.value, Value::List(_)) || !key.starts_with("alias");
        let parts = texts.flat_map(|text| if is_list { text.split('\0') } else { text.split(',') });
        names.extend(parts.map(str::trim).filter(|name| !name.is_empty() && !name.contains("://")).map(str::to_owned));
    }
    names
}

/// The first of several keys that says something; all are read.
pub(super) fn first_text(table: &mut Table<'_>, keys: &[&str]) -> Option<String> {
    let texts: Vec<_> = keys.iter().filter_map(|key| table.text(key)).collect();
    texts.into_iter().next()
}

fn flag_of(table: &mut Table<'_>, keys: &[&str]) -> bool {
    keys.iter().filter_map(|key| table.flag(key)).fold(false, |any, on| any | on)
}

/// A date under the name that another tool gives it: one that cannot be read is left out, with a warning.
pub(super) fn lenient_date(table: &mut Table<'_>, keys: &[&str]) -> Option<PartialDate> {
    let mut found = None;
    for key in keys {
        let Some(node) = table.take(key) else { continue };
        if yes_or_no(&node.value).is_some() {
            continue; // `published: true`
        }
        let Some(text) = table.reader.text(key, node) else { continue };
        match PartialDate::read(&text) {
            Ok(date) => {
                table.reader.say_reading(key, node, &text, &date);
                found = found.or(Some(date));
            }
            Err(Unread::Nothing) => {}
            Err(unread) => {
                let (message, help) = date_mistake(key, &text, unread);
                table.reader.value(&node.span, message, help);
            }
        }
    }
    found
}

fn lang(table: &mut Table<'_>) -> Option<String> {
    let mut found = None;
    for key in ["lang", "language"] {
        if let Some((tag, place)) = table.placed_text(key) {
            found = found.or(table.reader.language_tag(key, &tag, &(place.start..place.end)));
        }
    }
    found
}

/// An old address that is a bare name was one beside the page, as Hugo reads it.
fn in_folder<'t>(id: &PageId, text: &'t str) -> Cow<'t, str> {
    let is_name = !text.trim_end_matches('/').contains('/') && !text.trim_matches(['/', '.']).is_empty();
    if is_name && id.0.contains('/') { format!("/{}/{text}", id.folder()).into() } else { text.into() }
}

/// An old address of the page, without the slash it may start with and without percent escapes.
pub(super) fn redirect(reader: &Reader, key: &str, text: &str, span: Span) -> Option<Placed<String>> {
    let path = percent_decode(text.strip_prefix('/').unwrap_or(text));
    let plain = !path.is_empty()
        && path.len() <= 300
        && !path.contains('#')
        && portable::check(path.strip_suffix('/').unwrap_or(&path)).is_ok();
    if plain {
        return Some(Placed { value: path, span });
    }
    let message = format!("`{key}` holds no address of this site: `{}`", clip(text));
    reader.value(&(span.start..span.end), message, "write a path such as `/articles/old-name.html`");
    None
}

fn image(table: &mut Table<'_>) -> Option<ImageRef> {
    let image = table.take("image").and_then(|node| {
        let path = inner(node, &["path", "src", "url", "file", "filename", "image", "feature"]);
        let alone = match &path.value {
            Value::List(items) => items.first(),
            _ => Some(path),
        };
        let path = inner(alone?, &["path", "src", "url", "file"]);
        Some((table.reader.text("image", path).filter(|text| !text.is_empty())?, table.reader.span(&path.span)))
    });
    let alt = table.text("image_alt");
    let caption = table.text("image_caption");
    let (text, span) = image?;
    let path = referred(text.strip_prefix('!').unwrap_or(&text));
    if path.starts_with("//") || path.split('/').next().is_some_and(|first| first.contains(':')) {
        let message = format!("the picture is not in the dossier: `{}`; it is left out", clip(&path));
        let help = "save it beside the file and name it by its path";
        table.reader.warn(Code::FRONT_MATTER_VALUE, &(span.start..span.end), message, help);
        return None;
    }
    Some(ImageRef { path: Placed { value: path, span }, alt, caption })
}

/// `links: false`, or a table from words to an entity or `false`.
fn links(table: &mut Table<'_>) -> LinkOverrides {
    let mut links = LinkOverrides::default();
    let Some(node) = table.take("links") else { return links };
    let reader = table.reader;
    if let Value::Scalar(Scalar::Bool(on), _) = node.value {
        links.none = !on;
        return links;
    }
    if let Value::List(_) | Value::Scalar(..) = node.value {
        let help = "write `\"Name\": \"people/…\"` or `\"Name\": false` below it";
        reader.value(&node.span, "`links` holds no rules for links", help);
        return links;
    }
    let Some(rules) = Table::new(reader, node, "`links`") else { return links };
    for entry in rules.rest() {
        let target = match &entry.node.value {
            Value::Scalar(Scalar::Bool(false), _) => None,
            Value::Scalar(Scalar::Text, text) if !text.trim().is_empty() => {
                Some(Placed { value: referred(text), span: reader.span(&entry.node.span) })
            }
            _ => {
                let message = format!("`{}` leads neither to an entity nor to `false`", clip(&entry.key));
                let help = format!("write `\"{0}\": \"people/…\"` or `\"{0}\": false`", clip(&entry.key));
                reader.value(&entry.node.span, message, help);
                continue;
            }
        };
        links.rules.push((entry.key.trim().to_owned(), target));
    }
    links
}

/// `search: false`, `search: 2`, Zola's `in_search_index: false`, and the table of MkDocs.
fn search_boost(table: &mut Table<'_>) -> f64 {
    let hidden = table.flag("in_search_index") == Some(false);
    let boost = table.take("search").map_or(1.0, |node| {
        let excluded = inner(node, &["exclude", "hidden"]);
        if !std::ptr::eq(excluded, node) && yes_or_no(&excluded.value) == Some(true) {
            return 0.0;
        }
        let node = inner(node, &["boost", "weight"]);
        match yes_or_no(&node.value) {
            Some(on) if !matches!(node.value, Value::Scalar(Scalar::Int(_), _)) => f64::from(u8::from(on)),
            _ => match table.reader.number("search", node) {
                Some(factor) if factor < 0.0 => {
                    let help = "write `false`, or a factor such as `2` or `0.5`";
                    table.reader.value(&node.span, "`search` is negative", help);
                    1.0
                }
                factor => factor.unwrap_or(1.0),
            },
        }
    });
    if hidden { 0.0 } else { boost }
}

/// `extra`, and Hugo's `params` where `extra` has no such key.
fn extra(table: &mut Table<'_>) -> serde_json::Value {
    let mut rows = serde_json::Map::new();
    for key in ["extra", "params"] {
        let Some(node) = table.take(key) else { continue };
        if Table::new(table.reader, node, &format!("`{key}`")).is_some()
            && let serde_json::Value::Object(more) = node.value.to_json()
        {
            for (key, value) in more {
                rows.entry(key).or_insert(value);
            }
        }
    }
    serde_json::Value::Object(rows)
}
