//! JSON-LD in the words of schema.org. The caller encodes it for a script element.

use super::cited::Cited;
use super::{Reference, filled};
use crate::date::PartialDate;
use crate::dossier::{Article, Dossier};
use crate::entities::EntityId;
use crate::text::plain::{line, web_address};
use serde_json::{Map, Value, json};

/// What JSON-LD says of our page, as against the source it is based on.
#[derive(Debug, Clone, Default)]
pub struct PageFacts<'a> {
    /// The article's own title; `None`: that of the reference.
    pub headline: Option<&'a str>,
    /// Date of the article.
    pub published: Option<&'a PartialDate>,
    /// Date of the last change.
    pub modified: Option<&'a PartialDate>,
    /// Language tag of the text.
    pub language: &'a str,
    /// People who wrote the article; if none, whoever is responsible for the dossier.
    pub authors: &'a [String],
    /// Summary; empty if there is none.
    pub description: &'a str,
    /// Who is responsible for the dossier.
    pub publisher: Option<&'a str>,
    /// Absolute address of the home page.
    pub home: Option<&'a str>,
    /// Absolute address of the article's picture.
    pub image: Option<&'a str>,
}

impl<'a> PageFacts<'a> {
    /// The facts of an article; `home` is the absolute address of the home page, `None` without `base_url`.
    pub fn of(dossier: &'a Dossier, article: &'a Article, home: Option<&'a str>) -> Self {
        Self {
            headline: Some(&article.text.title).filter(|title| !title.is_empty()).map(String::as_str),
            published: article.date(),
            modified: article.source.head.updated.as_ref(),
            language: &article.text.lang,
            authors: &article.source.authors,
            description: &article.text.summary,
            publisher: dossier.config.author.as_deref(),
            home,
            image: None,
        }
    }
}

/// Someone or something that the article mentions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Type at schema.org.
    pub schema_type: String,
    /// Canonical name.
    pub name: String,
    /// Absolute address of its page here.
    pub url: Option<String>,
    /// Addresses of the same thing elsewhere.
    pub same_as: Vec<String>,
}

impl Mentioned {
    /// An entity; `url` is the absolute address of its page, `None` without `base_url`.
    pub fn of(dossier: &Dossier, entity: EntityId, url: Option<&str>) -> Self {
        let entity = dossier.gazetteer.get(entity);
        let wikidata = entity.source.wikidata.as_ref().map(|item| format!("https://www.wikidata.org/wiki/{item}"));
        let mut same_as: Vec<String> =
            wikidata.into_iter().chain(entity.source.same_as.iter().filter_map(|url| web_address(url))).collect();
        let mut seen = rustc_hash::FxHashSet::default();
        same_as.retain(|url| seen.insert(url.clone()));
        Self {
            schema_type: schema_type(&dossier.config.kinds.get(entity.kind).schema_org),
            name: line(&entity.name),
            url: url.and_then(web_address),
            same_as,
        }
    }

    fn object(&self) -> Map<String, Value> {
        let mut object = Map::new();
        put(&mut object, "@type", &self.schema_type);
        put(&mut object, "name", &self.name);
        put(&mut object, "url", self.url.as_deref().unwrap_or_default());
        if !self.same_as.is_empty() {
            object.insert("sameAs".to_owned(), json!(self.same_as));
        }
        object
    }
}

/// Our page as an article, based on its source.
pub fn json_ld(reference: &Reference, page: &PageFacts<'_>, mentions: &[Mentioned]) -> Value {
    let headline = page.headline.unwrap_or(&reference.title);
    let mut object = Map::new();
    put(&mut object, "@context", "https://schema.org");
    put(&mut object, "@type", "Article");
    put(&mut object, "headline", headline);
    put(&mut object, "description", &line(page.description));
    put(&mut object, "url", reference.page_url.as_deref().unwrap_or_default());
    // the day of a note is not that of what it is about
    let day = if reference.cites.is_some() { reference.issued.as_ref() } else { page.published };
    put(&mut object, "datePublished", &date(day));
    put(&mut object, "dateModified", &date(page.modified));
    put(&mut object, "inLanguage", &line(page.language));
    put(&mut object, "image", page.image.unwrap_or_default());
    // Names are plain text: whether they mean people or bodies is not recorded.
    let publisher = filled(page.publisher);
    let mut authors: Vec<String> = page.authors.iter().filter_map(|name| filled(Some(name))).collect();
    if authors.is_empty() {
        authors.extend(publisher.clone());
    }
    put_names(&mut object, authors);
    put(&mut object, "publisher", publisher.as_deref().unwrap_or_default());
    object.insert("isPartOf".to_owned(), part_of(&reference.dossier, page.home));
    if !reference.own || reference.cites.is_some() {
        object.insert("isBasedOn".to_owned(), based_on(reference));
    }
    if !mentions.is_empty() {
        let rows = mentions.iter().map(|mention| Value::Object(mention.object())).collect();
        object.insert("mentions".to_owned(), Value::Array(rows));
    }
    Value::Object(object)
}

/// An entity's page; `url` and `image` are absolute addresses, `None` without `base_url`. Weak aliases are not told: elsewhere
/// they may mean anyone.
pub fn entity_json_ld(
    dossier: &Dossier,
    entity: EntityId,
    url: Option<&str>,
    description: &str,
    image: Option<&str>,
) -> Value {
    let mentioned = Mentioned::of(dossier, entity, url);
    let mut object = mentioned.object();
    let aliases = &dossier.gazetteer.get(entity).source.aliases;
    let names: Vec<String> = aliases.iter().filter_map(|alias| filled(Some(&alias.value))).collect();
    if !names.is_empty() {
        object.insert("alternateName".to_owned(), json!(names));
    }
    put(&mut object, "description", &line(description));
    put(&mut object, "image", image.unwrap_or_default());
    let source = &dossier.gazetteer.get(entity).source;
    match mentioned.schema_type.as_str() {
        "Event" => {
            put(&mut object, "startDate", &date(source.head.date.as_ref()));
            put(&mut object, "endDate", &date(source.end.as_ref()));
            if let Some(name) = source.place.as_ref().and_then(|place| filled(Some(&place.value))) {
                object.insert("location".to_owned(), json!({"@type": "Place", "name": name}));
            }
        }
        "Place" => {
            if let Some((latitude, longitude)) = source.position {
                let geo = json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude});
                object.insert("geo".to_owned(), geo);
            }
        }
        _ => {}
    }
    on_its_page(&mentioned, object)
}

/// Someone's page is a profile, which search engines read as one; anything else is described by itself.
fn on_its_page(mentioned: &Mentioned, about: Map<String, Value>) -> Value {
    let mut object = Map::new();
    put(&mut object, "@context", "https://schema.org");
    if matches!(mentioned.schema_type.as_str(), "Person" | "Organization") {
        put(&mut object, "@type", "ProfilePage");
        put(&mut object, "url", mentioned.url.as_deref().unwrap_or_default());
        object.insert("mainEntity".to_owned(), Value::Object(about));
    } else {
        object.extend(about);
    }
    Value::Object(object)
}

fn based_on(reference: &Reference) -> Value {
    if let Some(cites) = &reference.cites {
        return cited(cites);
    }
    let mut object = Map::new();
    put(&mut object, "@type", if reference.is_news() { "NewsArticle" } else { "CreativeWork" });
    put(&mut object, "name", &reference.title);
    put_names(&mut object, reference.authors.iter().map(|author| author.name.clone()).collect());
    put(&mut object, "url", reference.url.as_deref().unwrap_or_default());
    if let Some(outlet) = &reference.outlet {
        object.insert("publisher".to_owned(), json!({"@type": "Organization", "name": outlet}));
    }
    put(&mut object, "datePublished", &date(reference.issued.as_ref()));
    put(&mut object, "inLanguage", &reference.language);
    put(&mut object, "archivedAt", reference.archive_url.as_deref().unwrap_or_default());
    Value::Object(object)
}

/// The source that a note is about.
fn cited(cites: &Cited) -> Value {
    let mut object = Map::new();
    put(&mut object, "@type", if cites.outlet.is_some() { "NewsArticle" } else { "CreativeWork" });
    put(&mut object, "name", cites.title.as_deref().unwrap_or_default());
    put_names(&mut object, cites.authors.iter().map(|author| author.name.clone()).collect());
    put(&mut object, "url", cites.url.as_deref().unwrap_or_default());
    if let Some(outlet) = &cites.outlet {
        object.insert("publisher".to_owned(), json!({"@type": "Organization", "name": outlet}));
    }
    put(&mut object, "datePublished", &date(cites.issued.as_ref()));
    put(&mut object, "inLanguage", cites.language.as_deref().unwrap_or_default());
    put(&mut object, "archivedAt", cites.archive_url.as_deref().unwrap_or_default());
    Value::Object(object)
}

fn part_of(dossier: &str, home: Option<&str>) -> Value {
    let mut object = Map::new();
    put(&mut object, "@type", "WebSite");
    put(&mut object, "name", dossier);
    put(&mut object, "url", &home.and_then(web_address).unwrap_or_default());
    Value::Object(object)
}

/// Enters a text unless it is empty.
fn put(object: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        object.insert(name.to_owned(), json!(text));
    }
}

/// Enters `author`: one name as a text, several as a list.
fn put_names(object: &mut Map<String, Value>, mut names: Vec<String>) {
    let value = match names.len() {
        0 => return,
        1 => json!(names.remove(0)),
        _ => json!(names),
    };
    object.insert("author".to_owned(), value);
}

fn date(date: Option<&PartialDate>) -> String {
    date.map(ToString::to_string).unwrap_or_default()
}

/// A type is one word, whatever prefix or address stands before it; a kind that names none is a `Thing`.
fn schema_type(word: &str) -> String {
    let word = word.rsplit(['/', ':']).next().unwrap_or_default();
    let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    if word.is_empty() { "Thing".to_owned() } else { word }
}
