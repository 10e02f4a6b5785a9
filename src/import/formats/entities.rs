//! A row of a table as the draft of an entity or an article: its columns are keys of front matter.

use super::super::draft::{Draft, Field};
use super::super::{Context, Refusal, record};
use super::text;

/// Keys that hold several values.
const LISTS: &[&str] = &[
    "tags",
    "aliases",
    "weak_aliases",
    "participants",
    "same_as",
    "people",
    "organizations",
    "places",
    "topics",
    "events",
];
/// Keys that only entities have.
const OF_ENTITIES: &[&str] = &["aliases", "weak_aliases", "wikidata", "family_name", "gender", "lat", "lon", "living"];
/// Keys that only articles have.
const OF_ARTICLES: &[&str] = &["body", "url", "outlet", "author", "retrieved", "archive_url"];

/// The key of front matter that a column means.
pub(super) fn key(column: &str) -> Option<&'static str> {
    const FILE: &str = include_str!("columns.txt");
    let column = folded(column);
    let mut lines = FILE.lines().filter(|line| !line.starts_with('#'));
    lines.find(|line| line.split(' ').any(|name| name == column))?.split(' ').next()
}

fn folded(column: &str) -> String {
    let mut out = String::new();
    for c in column.trim().chars() {
        match c {
            ' ' | '-' | '.' | ':' => out.push('_'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// What a whole table is, as far as its columns say; `None`: it may be anything.
pub(super) fn is_article<'a>(mut columns: impl Iterator<Item = &'a str>) -> Option<bool> {
    let keys: Vec<&str> = columns.by_ref().filter_map(key).collect();
    let has = |of: &[&str]| keys.iter().any(|key| of.contains(key));
    match (has(OF_ARTICLES), has(OF_ENTITIES)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The refusal of a table whose rows may be anything.
pub(super) fn unknown_kind() -> Refusal {
    Refusal::new(
        "its rows may be anything: no column says what they are",
        "say it with `--kind person`, or add a column `kind`",
    )
}

/// A row: its columns with their values, of which a cell of a table is one text.
pub(super) fn row(columns: &[(String, Vec<String>)], context: Context<'_>) -> Result<Draft, Refusal> {
    let mut draft = Draft::default();
    let mut said = None;
    let mut rest = Vec::new();
    let mut values: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (column, cells) in columns {
        let cells: Vec<String> =
            cells.iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect();
        if cells.is_empty() {
            continue;
        }
        match key(column) {
            Some("kind") if said.is_none() => said = Some(cells[0].clone()),
            Some(key) if key != "kind" && !values.iter().any(|(known, _)| *known == key) => values.push((key, cells)),
            _ => rest.push(format!("{}: {}", column.trim(), cells.join("; "))),
        }
    }
    draft.kind = kind(said.as_deref(), context, columns)?;
    for (key, cells) in values {
        put(&mut draft, key, &cells);
    }
    draft.private_notes.extend(Some(rest.join("\n")).filter(|rest| !rest.is_empty()));
    if draft.title.is_none() {
        return Err(Refusal::new("it has no name", "give it one"));
    }
    Ok(draft)
}

fn is_article_word(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "article" | "articles" | "news" | "newsarticle" | "document" | "report" | "page"
    )
}

/// The kind that a word means: of the table of kinds, or of FollowTheMoney.
pub(super) fn kind_of(word: &str, context: Context<'_>) -> Option<String> {
    let by_word = context.kinds.by_word(word).map(|id| context.kinds.get(id).name.clone());
    by_word.or_else(|| {
        let of_schema = context.kinds.iter().find(|(_, kind)| kind.ftm.eq_ignore_ascii_case(word));
        of_schema.map(|(_, kind)| kind.name.clone())
    })
}

fn kind(
    said: Option<&str>,
    context: Context<'_>,
    columns: &[(String, Vec<String>)],
) -> Result<Option<String>, Refusal> {
    if let Some(kind) = &context.options.kind {
        return Ok(Some(kind.clone()));
    }
    if let Some(word) = said {
        if is_article_word(word) {
            return Ok(None);
        }
        let known = || {
            Refusal::new(
                format!("`{word}` is not a kind of this dossier"),
                "say with `--kind` what the rows are, or add the kind as `[[kinds]]` in dossier.toml",
            )
        };
        return kind_of(word, context).map(Some).ok_or_else(known);
    }
    match is_article(columns.iter().map(|(column, _)| column.as_str())) {
        Some(true) => Ok(None),
        _ => Err(unknown_kind()),
    }
}

/// Puts the cells of a column where they belong; what cannot be read as that stays in the private notes.
fn put(draft: &mut Draft, key: &'static str, cells: &[String]) {
    if !is_put(draft, key, cells) {
        draft.private_notes.push(format!("{key}: {}", cells.join("; ")));
    }
}

fn is_put(draft: &mut Draft, key: &'static str, cells: &[String]) -> bool {
    let is_entity = draft.kind.is_some();
    let first = || cells.first().cloned();
    let day = || first().and_then(|text| record::day(&text));
    let record = &mut draft.record;
    match key {
        "title" => draft.title = first(),
        "body" => draft.body = body(&cells.join("\n\n")),
        "summary" => draft.summary = first(),
        "lang" => {
            draft.lang = first().and_then(|tag| record::language(&tag));
            record.language.clone_from(&draft.lang);
            return draft.lang.is_some();
        }
        "date" => {
            draft.date = day();
            if !is_entity {
                record.published.clone_from(&draft.date);
            }
            return draft.date.is_some();
        }
        "tags" if !is_entity => draft.tags = record::tags(several(cells).iter().map(String::as_str)),
        "url" | "same_as" if is_entity || key == "same_as" => {
            let said = several(cells);
            let addresses: Vec<String> = said.iter().filter_map(|url| record::address(url)).collect();
            add(draft, "same_as", &addresses);
            return addresses.len() == said.len();
        }
        "url" | "outlet" if first().is_some_and(|text| record::address(&text).is_some()) => {
            record.url = record.url.take().or_else(|| record::address(&first()?));
        }
        "outlet" if !is_entity => record.outlet = first(),
        "author" if !is_entity => {
            record.author = record::author(&several(cells).join("; "), None);
            return record.author.is_some();
        }
        "retrieved" if !is_entity => {
            record.retrieved = day();
            return record.retrieved.is_some();
        }
        "archive_url" if !is_entity => {
            record.archive_url = first().and_then(|text| record::address(&text));
            return record.archive_url.is_some();
        }
        "wikidata" => return keep(draft, key, first().and_then(|text| wikidata(&text)).map(Field::Text)),
        "lat" | "lon" => {
            let number = first().map(|text| text.replace(',', "."));
            let number = number.filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
            return keep(draft, key, number.map(Field::Plain));
        }
        "living" | "private" => return keep(draft, key, first().map(|text| yes_or_no(&text))),
        "gender" => {
            return keep(draft, key, first().and_then(|text| gender(&text)).map(|word| Field::Text(word.into())));
        }
        "end" => return keep(draft, key, day().map(Field::Text)),
        "outlet" | "author" | "retrieved" | "archive_url" | "tags" | "url" | "key" => return false,
        key if LISTS.contains(&key) => add(draft, key, &several(cells)),
        key => return keep(draft, key, first().map(Field::Text)),
    }
    true
}

/// Gives a key a value, if there is one.
fn keep(draft: &mut Draft, key: &str, value: Option<Field>) -> bool {
    let is_there = value.is_some();
    draft.keys.extend(value.map(|value| (key.to_owned(), value)));
    is_there
}

/// Adds to a key that holds several values.
fn add(draft: &mut Draft, key: &str, values: &[String]) {
    let values = values.iter().map(|value| Field::Text(value.clone()));
    if let Some((_, Field::List(known))) = draft.keys.iter_mut().find(|(known, _)| known == key) {
        return known.extend(values);
    }
    let list: Vec<Field> = values.collect();
    if !list.is_empty() {
        draft.keys.push((key.to_owned(), Field::List(list)));
    }
}

/// A text of several paragraphs, or HTML.
fn body(source: &str) -> String {
    if source.contains("</") {
        return super::html::fragment(source, None, Vec::new()).0;
    }
    text::paragraphs(source)
}

/// The values of a cell: with semicolons or upright strokes between them.
fn several(cells: &[String]) -> Vec<String> {
    let parts = cells.iter().flat_map(|cell| cell.split([';', '|', '\n']));
    parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// `Q42`, alone or at the end of an address.
pub(super) fn wikidata(text: &str) -> Option<String> {
    let last = text.trim().trim_end_matches('/').rsplit(['/', ':']).next()?;
    let digits = last.strip_prefix(['Q', 'q'])?;
    (!digits.is_empty() && digits.len() < 12 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("Q{digits}"))
}

/// A value of privacy that is not understood stays as it is, so that the gate stops at it.
fn yes_or_no(text: &str) -> Field {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "x" | "y" | "ja" => Field::Plain("true".into()),
        "false" | "no" | "0" | "n" | "nein" => Field::Plain("false".into()),
        _ => Field::Text(text.to_owned()),
    }
}

/// Nothing is said of a person whose gender a table does not plainly say.
fn gender(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "f" | "female" | "w" | "woman" => Some("female"),
        "m" | "male" | "man" => Some("male"),
        "other" | "nonbinary" | "non-binary" | "diverse" => Some("other"),
        _ => None,
    }
}
