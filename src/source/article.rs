//! Articles: who and what they are about, and where they come from.

use super::head::{lenient_date, redirect};
use super::names::{Listed, is_web_address, listed, referred, shown, tag};
use super::place::{day_length, stem};
use super::statement;
use super::{ArticleSource, Head, Placed, QuoteOverride, SourceRecord};
use crate::date::PartialDate;
use crate::kind::{KindId, Kinds};
use crate::text::slug::slugify;
use crate::values::{Reader, Table, Value, clip};

/// Reads the keys of an article.
pub(super) fn article(table: &mut Table<'_>, mut head: Head, kinds: &Kinds) -> ArticleSource {
    let (mut about, mut tags) = (about(table, kinds), all_tags(table));
    let mut authors = shown_names(table, &["authors", "author"]);
    taxonomies(table, kinds, &mut about, &mut tags, &mut authors);
    for (text, span) in table.texts("aliases") {
        if text.starts_with('/') {
            head.redirects.extend(redirect(table.reader, "aliases", &text, span));
        }
    }
    let published = lenient_date(table, &["published"]);
    let mut source = source(table, published.as_ref());
    let key = key(table);
    let quotes = table.tables("quotes").into_iter().filter_map(quote).collect();
    let statements = statement::rows(table);
    let recorded = source.as_ref().and_then(|source| source.published.clone());
    head.date = head.date.or(published).or_else(|| date_of_file(&head.body.source.path)).or(recorded);
    one_date(head.date.as_mut(), source.as_mut().and_then(|source| source.published.as_mut()));
    let mut seen = rustc_hash::FxHashSet::default();
    about.retain(|(kind, name)| seen.insert((*kind, name.value.clone())));
    let mut seen = rustc_hash::FxHashSet::default();
    tags.retain(|name| seen.insert(name.value.clone()));
    let mut seen = rustc_hash::FxHashSet::default();
    authors.retain(|name| seen.insert(name.clone()));
    ArticleSource { head, key, authors, about, tags, source, quotes, statements }
}

/// Date of the article and of its source: if they agree, both are the more exact of them, so that no two pages show two dates.
fn one_date(own: Option<&mut PartialDate>, published: Option<&mut PartialDate>) {
    let (Some(own), Some(published)) = (own, published) else { return };
    if !own.agrees_with(published) {
        return;
    }
    if own.is_more_exact_than(published) {
        *published = own.clone();
    } else if published.is_more_exact_than(own) {
        *own = published.clone();
    }
}

fn about(table: &mut Table<'_>, kinds: &Kinds) -> Vec<(KindId, Placed<String>)> {
    let mut about = Vec::new();
    for (id, kind) in kinds.iter() {
        let listed = match kind.name.as_str() {
            "topics" => Listed::Tags,
            "people" => Listed::People,
            _ => Listed::Others,
        };
        about.extend(placed(table, &kind.name, listed, referred).into_iter().map(|name| (id, name)));
    }
    let reader = table.reader;
    about.retain(|(_, name)| has_letters(reader, name));
    about
}

/// Whether a page can be made for a name; if not, that is said.
fn has_letters(reader: &Reader<'_>, name: &Placed<String>) -> bool {
    let has_letters = !slugify(&name.value).is_empty();
    if !has_letters {
        let message = format!("`{}` has no letter or digit, and no page can be made for it", clip(&name.value));
        reader.value(&(name.span.start..name.span.end), message, "write it in letters");
    }
    has_letters
}

/// Keys of topics, and what one text under them is.
const TAGS: &[(&str, Listed)] =
    &[("tags", Listed::Tags), ("tag", Listed::Tags), ("categories", Listed::Categories), ("category", Listed::Tags)];

fn all_tags(table: &mut Table<'_>) -> Vec<Placed<String>> {
    let mut tags: Vec<_> = TAGS.iter().flat_map(|(key, listed)| placed(table, key, *listed, tag)).collect();
    let reader = table.reader;
    tags.retain(|name| has_letters(reader, name));
    tags
}

/// Names or ids of entities.
pub(super) fn references(table: &mut Table<'_>, key: &str) -> Vec<Placed<String>> {
    placed(table, key, Listed::People, referred)
}

/// The names under a key: of a list each item, of one text what is listed in it.
pub(super) fn placed(table: &mut Table<'_>, key: &str, kind: Listed, name: fn(&str) -> String) -> Vec<Placed<String>> {
    let alone = table.is_one_text(key);
    let texts = table.texts(key);
    let reader = table.reader;
    let mut names = Vec::new();
    for (text, span) in texts {
        let hashes = matches!(kind, Listed::Tags | Listed::Categories) && text.starts_with('#') && text.contains(" #");
        if !alone && !hashes {
            names.push(Placed { value: name(&text), span });
            continue;
        }
        let (parts, unsure) = listed(&text, kind);
        if unsure {
            let message = format!("`{key}` is read as one name: `{}`", clip(&text));
            let help = format!("if it is several, write a list: `{key}: [First, Second]`");
            reader.warn(reader.codes.value, &(span.start..span.end), message, help);
        }
        names.extend(parts.into_iter().map(|part| Placed { value: name(part), span: span.clone() }));
    }
    names.retain(|name| !name.value.is_empty());
    names
}

fn shown_names(table: &mut Table<'_>, keys: &[&str]) -> Vec<String> {
    keys.iter().flat_map(|key| placed(table, key, Listed::People, shown)).map(|name| name.value).collect()
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
            Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Table(_))) => {
                let rows = table.tables("source");
                if rows.len() > 1 {
                    let help = "keep the source of this text, and name the others in the text";
                    table.reader.warn(
                        table.reader.codes.value,
                        &node.span,
                        "of several sources the first is kept",
                        help,
                    );
                }
                rows.into_iter().next().map(|mut inner| record(&mut inner))
            }
            Value::List(_) => {
                let texts = table.texts("source");
                let address = texts.iter().map(|(text, _)| text).find(|text| is_web_address(text));
                let record = address.map(|text| plain_source(text));
                record.or_else(|| table.text("source").map(|text| plain_source(&text)))
            }
            _ => table.text("source").map(|text| plain_source(&text)),
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
    // a text of others whose origin is still to be found: never shown as the dossier's own
    if text.trim().eq_ignore_ascii_case("unknown") {
        return SourceRecord::default();
    }
    if is_web_address(text) {
        return SourceRecord { url: Some(text.to_owned()), ..SourceRecord::default() };
    }
    SourceRecord { name: Some(shown(text)), ..SourceRecord::default() }
}

fn record(table: &mut Table<'_>) -> SourceRecord {
    let record = SourceRecord {
        name: table.text("name").map(|name| shown(&name)),
        title: table.text("title").map(|title| shown(&title)),
        copy: table.flag("copy"),
        url: web_address(table, "url"),
        author: source_authors(table),
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
        "title",
        "copy",
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

/// Several authors stand as one text, with semicolons between them.
fn source_authors(table: &mut Table<'_>) -> Option<String> {
    let names: Vec<String> =
        table.texts("author").iter().map(|(name, _)| shown(name)).filter(|name| !name.is_empty()).collect();
    Some(names.join("; ")).filter(|names| !names.is_empty())
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
