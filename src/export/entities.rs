//! Who and what can be mentioned, with facts and relations: JSON Lines, a table, or entities of FollowTheMoney.

use super::csv::Table;
use super::push;
use crate::date::PartialDate;
use crate::dossier::Dossier;
use crate::entities::{Entity, EntityId};
use crate::source::{Fact, Placed, Relation};
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
    /// Only front matter of articles knows it.
    stub: bool,
    aliases: Vec<&'a str>,
    weak_aliases: Vec<&'a str>,
    summary: Option<&'a str>,
    wikidata: Option<&'a str>,
    same_as: &'a [String],
    lat: Option<f64>,
    lon: Option<f64>,
    date: Option<&'a PartialDate>,
    end: Option<&'a PartialDate>,
    place: Option<Named<'a>>,
    participants: Vec<Named<'a>>,
    facts: Vec<FactRow<'a>>,
    relations: Vec<RelationRow<'a>>,
    /// Articles that concern it.
    articles: usize,
    mentions: u32,
}

/// A name as the author wrote it, and the entity that it stands for.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    entity: Option<&'a str>,
}

#[derive(Serialize)]
struct FactRow<'a> {
    label: &'a str,
    value: &'a str,
    date: Option<&'a PartialDate>,
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct RelationRow<'a> {
    to: Named<'a>,
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    inverse: Option<&'a str>,
    from: Option<&'a PartialDate>,
    until: Option<&'a PartialDate>,
    status: Option<&'a str>,
    source: Option<&'a str>,
}

/// Each entity by id, as JSON Lines.
pub fn entities(dossier: &Dossier) -> String {
    let mut out = String::new();
    for (id, entity) in all(dossier) {
        push(&mut out, &row(dossier, id, entity));
    }
    out
}

/// Each entity by id, as a table without what has no place in one: facts and relations.
pub fn entities_csv(dossier: &Dossier) -> String {
    let mut table = Table::new(&[
        "id", "kind", "name", "aliases", "summary", "wikidata", "date", "end", "place", "lat", "lon", "articles",
        "mentions",
    ]);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let date = |date: Option<&PartialDate>| date.map(PartialDate::to_string).unwrap_or_default();
    let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
    for (id, entity) in all(dossier) {
        let row = row(dossier, id, entity);
        table.row(&[
            row.id.to_owned(),
            row.kind.to_owned(),
            row.name.to_owned(),
            row.aliases.join("; "),
            text(row.summary),
            text(row.wikidata),
            date(row.date),
            date(row.end),
            text(row.place.map(|place| place.name)),
            degrees(row.lat),
            degrees(row.lon),
            row.articles.to_string(),
            row.mentions.to_string(),
        ]);
    }
    table.finish()
}

/// Entities and relations as [FollowTheMoney](https://followthemoney.tech) has them, one JSON object a line; the schema of
/// a kind is its `ftm`. Relations become `UnknownLink`s whose `role` is the author's word: to say `Employment` or
/// `Ownership` would be a guess.
pub fn entities_ftm(dossier: &Dossier) -> String {
    let mut out = String::new();
    for (id, entity) in all(dossier) {
        let properties = ftm_properties(dossier, entity);
        let own_id = ftm_id(&entity.id.0);
        push_ftm(&mut out, &own_id, &dossier.config.kinds.get(entity.kind).ftm, &properties);
        for (number, relation) in (1..).zip(&entity.source.relations) {
            if let Some(to) = dossier.gazetteer.entity(&relation.to.value, None).filter(|to| *to != id) {
                let id = format!("{own_id}.r{number}");
                push_ftm(&mut out, &id, "UnknownLink", &ftm_link(dossier, entity, relation, to));
            }
        }
    }
    out
}

fn all(dossier: &Dossier) -> impl Iterator<Item = (EntityId, &Entity)> {
    (0..).map(EntityId).zip(&dossier.gazetteer.entities)
}

fn row<'a>(dossier: &'a Dossier, id: EntityId, entity: &'a Entity) -> Row<'a> {
    let source = &entity.source;
    Row {
        id: &entity.id.0,
        kind: &dossier.config.kinds.get(entity.kind).name,
        name: &entity.name,
        stub: entity.stub,
        aliases: values(&source.aliases),
        weak_aliases: values(&source.weak_aliases),
        summary: source.head.summary.as_deref(),
        wikidata: source.wikidata.as_deref(),
        same_as: &source.same_as,
        lat: source.position.map(|(lat, _)| lat),
        lon: source.position.map(|(_, lon)| lon),
        date: source.head.date.as_ref(),
        end: source.end.as_ref(),
        place: source.place.as_ref().map(|place| named(dossier, &place.value)),
        participants: source.participants.iter().map(|name| named(dossier, &name.value)).collect(),
        facts: source.facts.iter().map(fact).collect(),
        relations: source.relations.iter().map(|row| relation(dossier, row)).collect(),
        articles: dossier.backlinks[id.index()].len(),
        mentions: dossier.mention_count(id),
    }
}

fn values(names: &[Placed<String>]) -> Vec<&str> {
    names.iter().map(|name| name.value.as_str()).collect()
}

fn named<'a>(dossier: &'a Dossier, name: &'a str) -> Named<'a> {
    let entity = dossier.gazetteer.entity(name, None);
    Named { name, entity: entity.map(|id| dossier.gazetteer.get(id).id.0.as_str()) }
}

fn fact(fact: &Fact) -> FactRow<'_> {
    FactRow {
        label: &fact.label,
        value: &fact.value,
        date: fact.date.as_ref(),
        source: reference(fact.source.as_ref()),
    }
}

fn relation<'a>(dossier: &'a Dossier, relation: &'a Relation) -> RelationRow<'a> {
    RelationRow {
        to: named(dossier, &relation.to.value),
        role: &relation.role,
        inverse: relation.inverse.as_deref(),
        from: relation.from.as_ref(),
        until: relation.until.as_ref(),
        status: relation.status.as_deref(),
        source: reference(relation.source.as_ref()),
    }
}

fn reference(source: Option<&Placed<String>>) -> Option<&str> {
    source.map(|source| source.value.as_str())
}

/// Properties of an entity of FollowTheMoney: each a list of texts.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn add<S: Into<String>>(&mut self, name: &str, values: impl IntoIterator<Item = S>) {
        let values: Vec<Value> = values.into_iter().map(|value| Value::String(value.into())).collect();
        if !values.is_empty() {
            self.0.insert(name.to_owned(), Value::Array(values));
        }
    }
}

fn ftm_properties(dossier: &Dossier, entity: &Entity) -> Properties {
    let source = &entity.source;
    let mut properties = Properties::default();
    properties.add("name", [entity.name.as_str()]);
    properties.add("alias", values(&source.aliases));
    properties.add("weakAlias", values(&source.weak_aliases));
    properties.add("summary", source.head.summary.as_deref());
    properties.add("wikidataId", source.wikidata.as_deref());
    let (wikipedia, elsewhere) =
        source.same_as.iter().map(String::as_str).partition::<Vec<_>, _>(|url| url.contains(".wikipedia.org/"));
    properties.add("wikipediaUrl", wikipedia);
    properties.add("sourceUrl", elsewhere);
    properties.add("notes", source.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.value)));
    let kind = dossier.config.kinds.get(entity.kind);
    if kind.ftm == "Address" {
        properties.add("full", [entity.name.as_str()]);
        properties.add("latitude", source.position.map(|(lat, _)| lat.to_string()));
        properties.add("longitude", source.position.map(|(_, lon)| lon.to_string()));
    }
    if kind.ftm == "Event" {
        properties.add("startDate", source.head.date.as_ref().map(PartialDate::iso_date));
        properties.add("endDate", source.end.as_ref().map(PartialDate::iso_date));
        let place = source.place.as_ref().map(|place| place.value.as_str());
        let known = place.and_then(|place| dossier.gazetteer.entity(place, None));
        properties.add("location", known.map(|id| dossier.gazetteer.get(id).name.as_str()).or(place));
        properties.add("involved", involved(dossier, entity));
    }
    properties
}

/// Participants that an event of FollowTheMoney can have: legal entities.
fn involved(dossier: &Dossier, event: &Entity) -> Vec<String> {
    const LEGAL: &[&str] = &["Person", "Organization", "Company", "PublicBody", "LegalEntity"];
    let found = event.source.participants.iter().filter_map(|name| dossier.gazetteer.entity(&name.value, None));
    let entities = found.map(|id| dossier.gazetteer.get(id));
    let legal = entities.filter(|entity| LEGAL.contains(&dossier.config.kinds.get(entity.kind).ftm.as_str()));
    legal.map(|entity| ftm_id(&entity.id.0)).collect()
}

fn ftm_link(dossier: &Dossier, from: &Entity, relation: &Relation, to: EntityId) -> Properties {
    let mut properties = Properties::default();
    properties.add("subject", [ftm_id(&from.id.0)]);
    properties.add("object", [ftm_id(&dossier.gazetteer.get(to).id.0)]);
    properties.add("role", [relation.role.as_str()]);
    properties.add("status", relation.status.as_deref());
    properties.add("startDate", relation.from.as_ref().map(PartialDate::iso_date));
    properties.add("endDate", relation.until.as_ref().map(PartialDate::iso_date));
    let url = reference(relation.source.as_ref()).filter(|source| source.starts_with("http"));
    properties.add("sourceUrl", url);
    properties
}

/// A page's id as FollowTheMoney wants it: ASCII letters, digits, `-` and `.`, or every reference to the entity is dropped.
/// What has other characters gets a hash, so that no two pages share an id.
pub(super) fn ftm_id(page: &str) -> String {
    let dotted = page.replacen('/', ".", 1);
    if page.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-')) && !dotted.contains('/') {
        return dotted;
    }
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '.' };
    let ascii: String = any_ascii::any_ascii(&dotted).chars().map(plain).collect();
    let hash = blake3::hash(page.as_bytes()).to_hex();
    format!("{}.{}", ascii.trim_matches(['.', '-']), &hash[..10])
}

fn push_ftm(out: &mut String, id: &str, schema: &str, properties: &Properties) {
    push(out, &json!({ "id": id, "schema": schema, "properties": properties.0 }));
}
