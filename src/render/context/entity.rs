//! The page of a person, an organisation, a place, a topic, an event or an entity of the dossier's own kinds.

use super::{
    CoMentionGroup, Counts, DateText, EntityRef, EventRow, Image, KeyRef, KindInfo, Link, MonthChart, PageMeta, Parts,
    Rows, SafeHtml, Shared,
};
use serde::Serialize;

/// `people/SLUG.html`, `places/SLUG.html` and so on. What a kind does not have is empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntityPage {
    /// The page.
    pub page: PageMeta,
    /// Name, mark, kind in words, summary.
    pub entity: Shared<EntityRef>,
    /// Its kind.
    pub kind: KindInfo,
    /// Language tag of the entity's text; empty if it is the dossier's.
    pub lang: String,
    /// Writing direction of the entity's text: `ltr` or `rtl`.
    pub dir: String,
    /// Where the summary comes from; empty if it stands in the entity's own file.
    pub summary_keys: Vec<KeyRef>,
    /// Whether only articles name it, so that there is no file to take facts from.
    pub stub: bool,
    /// Text of the entity's own file; empty if there is none.
    pub body: SafeHtml,
    /// Picture.
    pub image: Option<Image>,
    /// Other names, as recorded.
    pub aliases: Vec<String>,
    /// Whether the kind is matched by words rather than names (topics): `aliases` are then called matched words.
    pub common_noun: bool,
    /// Whether the kind is people.
    pub person: bool,
    /// Recorded facts, in the author's order; those with the same label stand together.
    pub facts: Vec<Fact>,
    /// Recorded relations, in the author's order, then those that others record; those with the same role stand together.
    pub relations: Vec<Relation>,
    /// Pages about the same thing elsewhere; `name` is the host, or `Wikidata`.
    pub same_as: Vec<Link>,
    /// Where a place is.
    pub position: Option<Position>,
    /// When an event began.
    pub date: Option<DateText>,
    /// When an event ended.
    pub end: Option<DateText>,
    /// Where an event was.
    pub place: Option<Shared<EntityRef>>,
    /// Who took part in an event.
    pub participants: Vec<Shared<EntityRef>>,
    /// Events that name it as place or participant, latest first.
    pub events: Vec<EventRow>,
    /// How often it occurs.
    pub counts: Counts,
    /// Date of the first article that mentions it.
    pub first_date: Option<DateText>,
    /// That article.
    pub first: Option<KeyRef>,
    /// Date of the last article that mentions it.
    pub last_date: Option<DateText>,
    /// That article.
    pub last: Option<KeyRef>,
    /// Mentions by month; `None` without dated mentions.
    pub chart: Option<MonthChart>,
    /// Statements, articles and mentions.
    pub lists: EntityLists,
    /// Who and what it occurs with, by kind, in the order of the kinds.
    pub together: Vec<CoMentionGroup>,
    /// Number of entities that it occurs with.
    pub together_total: usize,
    /// The page with all names that it occurs with, if they are too many for this one; `url` is empty otherwise.
    pub all_names: Link,
    /// Its newest articles as an Atom feed; `url` is empty without `base_url`, or if there are none with a date.
    pub feed: Link,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// What is said by and about an entity, and where it is mentioned. Of long lists its own page has some rows, and `parts` leads to
/// pages by decade, year or month that have all of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntityLists {
    /// The other pages.
    pub parts: Parts,
    /// Statements by it, newest first. Each is a `<div class="st">`.
    pub statements: Rows,
    /// Number of statements by it, those on other pages included.
    pub statement_total: usize,
    /// What others say where they name it, with the speakers, newest first, for people and topics.
    pub about: Rows,
    /// Number of statements on it, likewise.
    pub about_total: usize,
    /// Articles about it, newest first, for kinds that show a list of articles (topics, events); empty for the others.
    pub articles: Rows,
    /// Number of articles about it, likewise.
    pub article_total: usize,
    /// The articles that mention it most, if the mentions have other pages.
    pub telling: Rows,
    /// Mentions in their sentences, latest year first; articles without a date come last, in a year without a name.
    pub mentions: Vec<MentionYear>,
}

/// `people/SLUG/2015.html` and so on: the statements, articles and mentions of one time.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntityPart {
    /// The page.
    pub page: PageMeta,
    /// Whose.
    pub entity: Shared<EntityRef>,
    /// Its kind.
    pub kind: KindInfo,
    /// Whether the kind is matched by words rather than names (topics).
    pub common_noun: bool,
    /// The lists; none is cut.
    pub lists: EntityLists,
}

/// `people/SLUG/names.html`: everybody and everything that an entity shares several articles with, if its own page has no room.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntityNames {
    /// The page.
    pub page: PageMeta,
    /// Whose.
    pub entity: Shared<EntityRef>,
    /// Its kind.
    pub kind: KindInfo,
    /// The entity's own page.
    pub first: Link,
    /// By kind.
    pub together: Vec<CoMentionGroup>,
}

/// A fact.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Fact {
    /// What is stated.
    pub label: String,
    /// Whether the fact before it states the same: the label then stands there for both.
    pub same_label: bool,
    /// The value; `url` is set if it names an entity.
    pub value: Link,
    /// Since when, or when.
    pub date: Option<DateText>,
    /// The article that says so; `None` if the entity's own file is the source.
    pub key: Option<KeyRef>,
    /// Another source: an address or a text; name empty if there is none.
    pub source: Link,
}

/// A relation to another entity.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Relation {
    /// The other entity; `url` is empty if it has no page.
    pub to: Shared<EntityRef>,
    /// What joins them, read from this entity to the other: `Son of`, `Director General`. Never a label that reads the other way.
    pub label: String,
    /// What the other is, in the words of its own file, where no label can tell it; else empty.
    pub role: String,
    /// Whether the relation before it has the same label, which then stands there for both.
    pub same_label: bool,
    /// Start.
    pub from: Option<DateText>,
    /// End.
    pub until: Option<DateText>,
    /// `alleged`, `reported`, `confirmed`, `disputed`, `denied`, `retracted`; empty if not recorded.
    pub status: String,
    /// The article that says so; `None` if the entity's own file is the source.
    pub key: Option<KeyRef>,
    /// Another source: an address or a text; name empty if there is none.
    pub source: Link,
}

/// Where a place is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Position {
    /// Degrees north, from -90 to 90.
    pub lat: f64,
    /// Degrees east, from -180 to 180.
    pub lon: f64,
    /// In words: `39.03° N, 125.75° E`.
    pub text: String,
}

/// Mentions in the articles of one year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MentionYear {
    /// The year; empty for articles without a date.
    pub year: String,
    /// Articles with mentions in it that stand on this page.
    pub articles: usize,
    /// Mentions in them.
    pub count: usize,
    /// Latest first, a `<div class="ctx">` for each article: its title, what it is, the count, and the first three sentences, or one where there are many articles, as
    /// `<li><a class="pk">¶4</a><span>…<b>name</b>…</span></li>`; `<a class="mo">` leads to the others in the article.
    pub html: SafeHtml,
}
