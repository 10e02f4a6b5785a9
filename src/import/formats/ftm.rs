//! Entities of FollowTheMoney, as Aleph and OpenSanctions give them.

use super::super::draft::{Draft, Field};
use super::super::{Context, Reading, Refusal, record};
use super::{entities, text};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Whether an object is an entity of FollowTheMoney.
pub(super) fn is_entity(object: &Map<String, Value>) -> bool {
    object.get("schema").is_some_and(Value::is_string) && object.get("properties").is_some_and(Value::is_object)
}

/// Entities and documents as drafts; what ties two of them becomes a relation of the first.
pub(super) fn read(objects: &[Map<String, Value>], context: Context<'_>) -> Reading {
    let mut reading = Reading::default();
    let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
    let mut ties = Vec::new();
    for object in objects {
        let schema = object.get("schema").and_then(Value::as_str).unwrap_or_default();
        let id = object.get("id").and_then(Value::as_str).unwrap_or_default();
        if tie(schema).is_some() {
            ties.push((schema, id, object));
            continue;
        }
        match draft(schema, object, context) {
            Ok(draft) => {
                if !id.is_empty() {
                    by_id.insert(id, reading.drafts.len());
                }
                reading.drafts.push(draft);
            }
            Err(refusal) => reading.left_out.push((format!("the {schema} `{id}`"), refusal)),
        }
    }
    for (schema, id, object) in ties {
        if relate(schema, object, &by_id, &mut reading.drafts).is_none() {
            let refusal = Refusal::new("one of the two whom it ties is not in this file", "export both together");
            reading.left_out.push((format!("the {schema} `{id}`"), refusal));
        }
    }
    reading
}

/// Properties of the two ends, and the word for the relation.
fn tie(schema: &str) -> Option<(&'static str, &'static str, &'static str)> {
    const FILE: &str = include_str!("relations.txt");
    let line =
        FILE.lines().filter(|line| !line.starts_with('#')).find(|line| line.split(' ').next() == Some(schema))?;
    let mut words = line.split(' ').skip(1);
    Some((words.next()?, words.next()?, words.next()?))
}

/// The texts of a property.
fn property(object: &Map<String, Value>, name: &str) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // an entity that is written out in place of its id
        Value::Object(inner) => inner.get("id").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    match object.get("properties").and_then(|all| all.get(name)) {
        Some(Value::Array(values)) => values.iter().filter_map(text).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn kind(schema: &str, context: Context<'_>) -> Result<Option<String>, Refusal> {
    let built_in = match schema {
        "Company" | "PublicBody" | "LegalEntity" | "Organization" | "Asset" => "Organization",
        "Country" | "RealEstate" => "Address",
        "Article" | "Document" | "HyperText" | "PlainText" | "Pages" | "Email" | "Page" => return Ok(None),
        schema => schema,
    };
    let kind = entities::kind_of(schema, context).or_else(|| entities::kind_of(built_in, context));
    kind.map(Some).ok_or_else(|| {
        Refusal::new(
            format!("this dossier has no kind for `{schema}`"),
            "add one as `[[kinds]]` in dossier.toml, with `ftm`",
        )
    })
}

fn draft(schema: &str, object: &Map<String, Value>, context: Context<'_>) -> Result<Draft, Refusal> {
    let mut draft = Draft { kind: kind(schema, context)?, ..Draft::default() };
    let all = |name: &str| property(object, name);
    let first = |names: &[&str]| names.iter().flat_map(|name| all(name)).next();
    let caption = object.get("caption").and_then(Value::as_str).map(str::to_owned);
    let names: Vec<String> = all("name").into_iter().chain(all("title")).collect();
    // the caption is the name that the data themselves show
    draft.title =
        caption.filter(|caption| names.contains(caption) || names.is_empty()).or_else(|| names.first().cloned());
    let title = draft.title.clone().filter(|title| !title.trim().is_empty());
    let Some(title) = title else { return Err(Refusal::new("it has no name", "give it one")) };
    draft.summary = first(&["summary", "description"]);
    let mut used = vec!["name", "title", "summary", "description", "wikidataId", "sourceUrl"];
    let mut put = |key: &str, values: Vec<String>| {
        let values: Vec<Field> = values.into_iter().map(Field::Text).collect();
        if !values.is_empty() {
            draft.keys.push((key.to_owned(), Field::List(values)));
        }
    };
    if draft.kind.is_some() {
        let mut aliases: Vec<String> = names;
        aliases.extend(all("alias").into_iter().chain(all("previousName")).chain(all("abbreviation")));
        aliases.retain(|alias| *alias != title);
        let mut seen = Vec::new();
        aliases.retain(|alias| {
            !seen.contains(alias) && {
                seen.push(alias.clone());
                true
            }
        });
        put("aliases", aliases);
        put("weak_aliases", all("weakAlias"));
        put(
            "same_as",
            all("sourceUrl")
                .into_iter()
                .chain(all("website"))
                .chain(all("wikipediaUrl"))
                .filter_map(|url| record::address(&url))
                .collect(),
        );
        let wikidata = first(&["wikidataId"]).and_then(|id| entities::wikidata(&id));
        draft.keys.extend(wikidata.map(|id| ("wikidata".to_owned(), Field::Text(id))));
        for (name, key) in [("latitude", "lat"), ("longitude", "lon")] {
            let number = first(&[name]).filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
            draft.keys.extend(number.map(|number| (key.to_owned(), Field::Plain(number))));
        }
        let gender = first(&["gender"]).filter(|word| matches!(word.as_str(), "male" | "female"));
        draft.keys.extend(gender.map(|word| ("gender".to_owned(), Field::Text(word))));
        used.extend([
            "alias",
            "previousName",
            "abbreviation",
            "weakAlias",
            "website",
            "wikipediaUrl",
            "latitude",
            "longitude",
            "gender",
        ]);
        if schema == "Event" {
            draft.date = first(&["startDate", "date"]).and_then(|text| record::day(&text));
            let end = first(&["endDate"]).and_then(|text| record::day(&text));
            draft.keys.extend(end.map(|day| ("end".to_owned(), Field::Text(day))));
            used.extend(["startDate", "date", "endDate"]);
        }
    } else {
        draft.record.url = first(&["sourceUrl"]).and_then(|url| record::address(&url));
        draft.record.outlet = first(&["publisher"]);
        draft.record.author = record::author(&all("author").join("; "), draft.record.outlet.as_deref());
        draft.record.published = first(&["publishedAt", "date", "authoredAt"]).and_then(|text| record::day(&text));
        draft.record.retrieved = first(&["retrievedAt", "crawledAt"]).and_then(|text| record::day(&text));
        draft.record.language = first(&["language"]).and_then(|tag| record::language(&tag));
        draft.date.clone_from(&draft.record.published);
        draft.tags = record::tags(all("keywords").iter().map(String::as_str));
        draft.body = text::paragraphs(&all("bodyText").join("\n\n"));
        used.extend([
            "publisher",
            "author",
            "publishedAt",
            "date",
            "authoredAt",
            "retrievedAt",
            "crawledAt",
            "language",
            "keywords",
            "bodyText",
        ]);
    }
    let rest: Vec<String> = object
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(name, _)| !used.contains(&name.as_str()))
        .map(|(name, _)| format!("{name}: {}", all(name).join("; ")))
        .collect();
    draft.private_notes.extend(Some(rest.join("\n")).filter(|rest| !rest.is_empty()));
    Ok(draft)
}

/// Adds a tie to the first of the two whom it ties.
fn relate(
    schema: &str,
    object: &Map<String, Value>,
    by_id: &FxHashMap<&str, usize>,
    drafts: &mut [Draft],
) -> Option<()> {
    let (from, to, role) = tie(schema)?;
    let (from, to) = (property(object, from), property(object, to));
    let known = |ids: &[String]| ids.iter().find_map(|id| by_id.get(id.as_str()).copied());
    let (from, to) = (known(&from)?, known(&to)?);
    let first = |names: &[&str]| names.iter().flat_map(|name| property(object, name)).next();
    let mut row = vec![
        ("to".to_owned(), Field::Text(drafts[to].title.clone()?)),
        ("role".to_owned(), Field::Text(first(&["role", "relationship"]).unwrap_or_else(|| role.to_owned()))),
    ];
    let day = |names: &[&str]| first(names).and_then(|text| record::day(&text)).map(Field::Text);
    row.extend(day(&["startDate", "date"]).map(|day| ("from".to_owned(), day)));
    row.extend(day(&["endDate"]).map(|day| ("until".to_owned(), day)));
    row.extend(
        first(&["sourceUrl"]).and_then(|url| record::address(&url)).map(|url| ("source".to_owned(), Field::Text(url))),
    );
    let draft = &mut drafts[from];
    draft.kind.as_ref()?;
    if let Some((_, Field::List(rows))) = draft.keys.iter_mut().find(|(key, _)| key == "relations") {
        rows.push(Field::Table(row));
    } else {
        draft.keys.push(("relations".to_owned(), Field::List(vec![Field::Table(row)])));
    }
    Some(())
}
