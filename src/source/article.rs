//! Articles: who and what they are about, and where they come from.

use super::head::{lenient_date, redirect};
use super::names::{is_web_address, referred, shown, tag};
use super::place::{day_length, stem};
use super::privacy::refuse_inner_keys;
use super::statement;
use super::{ArticleSource, Head, Placed, QuoteOverride, SourceRecord};
use crate::date::PartialDate;
use crate::diagnostics::Span;
use crate::kind::{KindId, Kinds};
use crate::values::{Table, Value, clip};

/// Reads the keys of an article. `None` if a private value stands where it hides nothing.
pub(super) fn article(table: &mut Table<'_>, mut head: Head, kinds: &Kinds) -> Option<ArticleSource> {
    let (mut about, mut tags) = (about(table, kinds), all_tags(table));
    let mut authors = shown_names(table, &["authors", "author"]);
    if let Some(node) = table.take("taxonomies") {
        refuse_inner_keys(table.reader, "taxonomies", node)?;
        taxonomies(table, kinds, &mut about, &mut tags, &mut authors);
    }
    for (text, span) in table.texts("aliases") {
        if text.starts_with('/') {
            head.redirects.extend(redirect(table.reader, "aliases", &text, span));
        }
    }
    let published = lenient_date(table, &["published"]);
    if let Some(node) = table.take("source") {
        refuse_inner_keys(table.reader, "source", node)?;
    }
    let source = source(table, published.as_ref());
    let key = key(table);
    if let Some(node) = table.take("quotes") {
        refuse_inner_keys(table.reader, "quotes", node)?;
    }
    let quotes = table.tables("quotes").into_iter().filter_map(quote).collect();
    let statements = statement::rows(table)?;
    let recorded = source.as_ref().and_then(|source| source.published.clone());
    head.date = head.date.or(published).or_else(|| date_of_file(&head.body.source.path)).or(recorded);
    let mut seen = rustc_hash::FxHashSet::default();
    about.retain(|(kind, name)| seen.insert((*kind, name.value.clone())));
    let mut seen = rustc_hash::FxHashSet::default();
    tags.retain(|name| seen.insert(name.value.clone()));
    let mut seen = rustc_hash::FxHashSet::default();
    authors.retain(|name| seen.insert(name.clone()));
    Some(ArticleSource { head, key, authors, about, tags, source, quotes, statements })
}

fn about(table: &mut Table<'_>, kinds: &Kinds) -> Vec<(KindId, Placed<String>)> {
    let mut about = Vec::new();
    for (id, kind) in kinds.iter() {
        about.extend(references(table, &kind.name).into_iter().map(|name| (id, name)));
    }
    about
}

fn all_tags(table: &mut Table<'_>) -> Vec<Placed<String>> {
    ["tags", "tag", "categories", "category"].into_iter().flat_map(|key| placed(table.texts(key), tag)).collect()
}

/// Names or ids of entities.
pub(super) fn references(table: &mut Table<'_>, key: &str) -> Vec<Placed<String>> {
    placed(table.texts(key), referred)
}

fn placed(texts: Vec<(String, Span)>, name: fn(&str) -> String) -> Vec<Placed<String>> {
    let names = texts.into_iter().map(|(text, span)| Placed { value: name(&text), span });
    names.filter(|name| !name.value.is_empty()).collect()
}

fn shown_names(table: &mut Table<'_>, keys: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for key in keys {
        names.extend(table.texts(key).into_iter().map(|(text, _)| shown(&text)).filter(|name| !name.is_empty()));
    }
    names
}

/// Zola's `[taxonomies]`: the same keys in a table of their own.
fn taxonomies(
    table: &mut Table<'_>,
    kinds: &Kinds,
    names: &mut Vec<(KindId, Placed<String>)>,
    tags: &mut Vec<Placed<String>>,
    authors: &mut Vec<String>,
) {
    let Some(mut inner) = table.table("taxonomies") else { return };
    names.extend(about(&mut inner, kinds));
    tags.extend(all_tags(&mut inner));
    authors.extend(shown_names(&mut inner, &["authors", "author"]));
    let mut known: Vec<&str> = kinds.0.iter().map(|kind| kind.name.as_str()).collect();
    known.extend(["tags", "categories", "authors"]);
    inner.refuse_rest(&known);
}

/// `key`: short, without spaces.
fn key(table: &mut Table<'_>) -> Option<Placed<String>> {
    /// A longer key would not be short.
    const LONGEST: usize = 32;
    let (text, span) = table.placed_text("key")?;
    if text.chars().count() <= LONGEST && !text.contains(char::is_whitespace) {
        return Some(Placed { value: text, span });
    }
    let message = format!("`key` is not a short name without spaces: `{}`", clip(&text));
    table.reader.value(&(span.start..span.end), message, "write something like `A13`");
    None
}

/// `source` as a table, an address or a name, and the keys by which other tools say the same.
fn source(table: &mut Table<'_>, published: Option<&PartialDate>) -> Option<SourceRecord> {
    let mut record = match table.take("source") {
        None => None,
        Some(node) => match &node.value {
            Value::Table(_) => table.table("source").map(|mut inner| record(&mut inner)),
            Value::Scalar(..) => table.text("source").map(|text| plain_source(&text)),
            _ => {
                let help = "write `source: {name: …, url: …}`";
                table.reader.wrong_type("source", node, "a table, an address or a name", help);
                None
            }
        },
    };
    let url = table.text("url").filter(|url| is_web_address(url));
    let outlet = table.text("publisher").map(|name| shown(&name));
    let retrieved = lenient_date(table, &["accessed", "created"]);
    if url.is_some() || outlet.is_some() {
        record.get_or_insert_default();
    }
    if let Some(record) = &mut record {
        record.url = record.url.take().or(url);
        record.name = record.name.take().or(outlet);
        record.retrieved = record.retrieved.take().or(retrieved);
        record.published = record.published.take().or_else(|| published.cloned());
    }
    record
}

fn plain_source(text: &str) -> SourceRecord {
    if is_web_address(text) {
        return SourceRecord { url: Some(text.to_owned()), ..SourceRecord::default() };
    }
    SourceRecord { name: Some(shown(text)), ..SourceRecord::default() }
}

fn record(table: &mut Table<'_>) -> SourceRecord {
    let record = SourceRecord {
        name: table.text("name").map(|name| shown(&name)),
        url: web_address(table, "url"),
        author: table.text("author").map(|name| shown(&name)),
        published: table.date("published"),
        retrieved: table.date("retrieved"),
        archive_url: web_address(table, "archive_url"),
        archive_date: table.date("archive_date"),
        license: table.text("license"),
        language: table
            .placed_text("language")
            .and_then(|(tag, place)| table.reader.language_tag("language", &tag, &(place.start..place.end))),
        sha256: sha256(table),
    };
    table.refuse_rest(&[
        "name",
        "url",
        "author",
        "published",
        "retrieved",
        "archive_url",
        "archive_date",
        "license",
        "language",
        "sha256",
    ]);
    record
}

/// An address that a reader can open.
pub(super) fn web_address(table: &mut Table<'_>, key: &str) -> Option<String> {
    let (text, place) = table.placed_text(key)?;
    if is_web_address(&text) {
        return Some(text);
    }
    let message = format!("`{key}` is not a web address: `{}`", clip(&text));
    table.reader.value(&(place.start..place.end), message, "write it with `https://` or `http://`");
    None
}

fn sha256(table: &mut Table<'_>) -> Option<String> {
    let (text, place) = table.placed_text("sha256")?;
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(text.to_ascii_lowercase());
    }
    table.reader.value(&(place.start..place.end), "`sha256` is not a SHA-256 hash", "write its 64 hexadecimal digits");
    None
}

/// One of `quotes`: the first words of a quotation, and who says it, when and where, or that nobody does.
fn quote(mut table: Table<'_>) -> Option<QuoteOverride> {
    let text = table.placed_text("text").map(|(value, span)| Placed { value, span });
    let mut name = |key: &str| table.placed_text(key).map(|(name, span)| Placed { value: referred(&name), span });
    let (speaker, source) = (name("speaker"), name("source"));
    let date = table.date("date");
    let ignore = table.flag("ignore").unwrap_or(false);
    table.refuse_rest(&["text", "speaker", "date", "source", "ignore"]);
    Some(QuoteOverride { text: text?, speaker, date, source, ignore })
}

/// The day at the start of a file's name, or of its folder's if the file is that folder's `index.md`:
/// `2016-01-07-after-the-test`.
fn date_of_file(path: &str) -> Option<PartialDate> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = match stem(name) {
        "index" => folder.rsplit('/').next()?,
        stem => stem,
    };
    let length = day_length(name)?;
    let ends = name[length..].starts_with(['-', '_', ' ']) || name.len() == length;
    let mut parts = name[..length].split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    PartialDate::parse(&format!("{year}-{month:0>2}-{day:0>2}")).filter(|date| ends && date.day.is_some())
}
