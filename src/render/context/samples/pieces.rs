//! Small parts of the samples.

use crate::date::PartialDate;
use crate::render::context::*;
use crate::render::frame::Frames;
use crate::theme::{Labels, Theme, direction};

/// Folder, slug, name, sorting name, kind of mark, kind, summary.
pub(super) type Row =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

pub(super) static ENTITIES: [Row; 22] = [
    ("people", "avery-example", "Avery Example", "Example, Avery", "person", "Person", "Head of the ferry office"),
    (
        "people",
        "blake-sample",
        "Blake Sample",
        "Sample, Blake",
        "person",
        "Person",
        "Member of the lake council for the northern shore",
    ),
    ("people", "casey-specimen", "Casey Specimen", "Specimen, Casey", "person", "Person", ""),
    ("people", "dana-instance", "Dana Instance", "Instance, Dana", "person", "Person", "Surveyor"),
    ("people", "ellis-pattern", "Ellis Pattern", "Pattern, Ellis", "person", "Person", "Spokesperson, ferry office"),
    ("people", "farah-nemuneh", "فرح نمونه", "نمونه، فرح", "person", "Person", "Engineer"),
    (
        "people",
        "gray-model",
        "Gray Model",
        "Model, Gray",
        "person",
        "Person",
        "Historian of the lake, University of the Shore",
    ),
    ("people", "harper-template", "Harper Template", "Template, Harper", "person", "Person", "Captain"),
    (
        "organizations",
        "ferry-office",
        "Ferry Office",
        "Ferry Office",
        "org",
        "Organisation",
        "Public operator of the ferries",
    ),
    (
        "organizations",
        "lake-council",
        "Council of the Lake and its Northern Shore",
        "Council of the Lake and its Northern Shore",
        "org",
        "Organisation",
        "Elected body of eleven",
    ),
    ("organizations", "university", "University of the Shore", "University of the Shore", "org", "Organisation", ""),
    ("organizations", "boatyard", "Boatyard Ltd", "Boatyard Ltd", "org", "Organisation", "Shipbuilder"),
    ("places", "north-pier", "North Pier", "North Pier", "place", "Place", "Landing on the northern shore"),
    ("places", "south-pier", "South Pier", "South Pier", "place", "Place", ""),
    ("topics", "timetable", "Timetable", "Timetable", "topic", "Topic", "When the ferries run"),
    ("topics", "fares", "Fares", "Fares", "topic", "Topic", ""),
    ("topics", "ice", "Ice on the lake", "Ice on the lake", "topic", "Topic", "How it closes the crossing"),
    ("events", "new-pier", "New pier opened", "New pier opened", "event", "Event", "14 May 2020"),
    ("events", "first-ice", "First ice of the winter", "First ice of the winter", "event", "Event", ""),
    ("events", "hearing", "Public hearing on fares", "Public hearing on fares", "event", "Event", ""),
    ("events", "regatta", "Regatta", "Regatta", "event", "Event", ""),
    ("vessels", "heron", "Heron", "Heron", "x-vessels", "Vessel", "Ferry of 1961"),
];

/// The entity with this slug, as a page one folder down names it.
pub(super) fn entity(slug: &str) -> Shared<EntityRef> {
    let row = ENTITIES.iter().find(|row| row.1 == slug).expect("the slug is one of the table");
    Shared::new(EntityRef {
        id: format!("{}/{}", row.0, row.1),
        name: row.2.into(),
        url: format!("../{}/{}.html", row.0, row.1),
        mark: row.4.into(),
        kind: row.5.into(),
        summary: row.6.into(),
    })
}

/// The same from a page at the root.
pub(super) fn at_root(entity: Shared<EntityRef>) -> Shared<EntityRef> {
    let url = entity.url.trim_start_matches("../").into();
    Shared::new(EntityRef { url, ..EntityRef::clone(&entity) })
}

pub(super) fn of_kind(kind: &str) -> Vec<Shared<EntityRef>> {
    ENTITIES.iter().filter(|row| row.0 == kind).map(|row| entity(row.1)).collect()
}

pub(super) fn date(labels: &Labels, text: &str) -> Option<DateText> {
    Some(labels.date(&PartialDate::parse(text).expect("the samples' dates are dates")))
}

pub(super) fn key(label: &str, url: &str) -> KeyRef {
    KeyRef {
        label: label.into(),
        url: url.into(),
        title: "Ferries return to the lake — Shore Gazette, 14 May 2020".into(),
    }
}

/// Title, publisher (empty: own note), date, key.
const ARTICLES: [(&str, &str, &str, &str); 9] = [
    ("What the timetable leaves open", "", "2021-11-02", "A9"),
    ("Ice closes the crossing two weeks early", "Shore Gazette", "2021-10-30", "A8"),
    ("گزارش کوتاه دربارهٔ اسکله", "روزنامهٔ ساحل", "2021-06", "A7"),
    ("Council hears twelve speakers on fares", "Lake Record", "2021-03-11", "A6"),
    (
        "A title that is long enough to need more than one line in every list it stands in",
        "Lake Record",
        "2021-03-09",
        "A5",
    ),
    ("Boatyard delivers a second ferry", "Shore Gazette", "2021-01-20", "A4"),
    ("Minutes of the council", "Council of the Lake", "2020-09", "A3"),
    ("Ferries return to the lake", "Shore Gazette", "2020-05-14", "A2"),
    ("A year without ferries", "Lake Record", "2019", "A1"),
];

pub(super) fn articles(labels: &Labels, root: &str) -> Vec<Shared<ArticleRef>> {
    ARTICLES
        .iter()
        .enumerate()
        .map(|(n, (title, outlet, day, label))| {
            Shared::new(ArticleRef {
                key: key(label, &format!("{root}articles/sample.html")),
                title: (*title).into(),
                url: format!("{root}articles/sample.html"),
                lang: if n == 2 { "fa".into() } else { String::new() },
                date: date(labels, day),
                outlet: (*outlet).into(),
                byline: if outlet.is_empty() { labels.text("own_note").into() } else { (*outlet).into() },
                own: outlet.is_empty(),
            })
        })
        .collect()
}

pub(super) const COUNTED: [Counted; 7] = [
    (2019, Some(3), 2),
    (2020, Some(5), 6),
    (2020, Some(9), 1),
    (2021, Some(1), 3),
    (2021, Some(3), 9),
    (2021, Some(10), 4),
    (2021, None, 1),
];

pub(super) fn axis() -> TimeAxis {
    TimeAxis::decades(2019, 2021)
}

pub(super) fn sparkline(theme: &Theme, n: usize) -> SafeHtml {
    let counted: Vec<Counted> = COUNTED.iter().skip(n % 3).map(|c| (c.0, c.1, c.2 + n % 4)).collect();
    spark(axis(), &counted, theme)
}

pub(super) fn rows(theme: &Theme, entities: Vec<Shared<EntityRef>>) -> Vec<EntityRow> {
    let count = entities.len();
    let row = |(n, entity)| EntityRow { entity, count: 3 * (count - n) + 1, spark: sparkline(theme, n) };
    entities.into_iter().enumerate().map(row).collect()
}

/// The first `most` of a kind.
pub(super) fn together(theme: &Theme, kind: &str, title: &str, most: usize) -> CoMentionGroup {
    let mut entities = of_kind(kind);
    entities.truncate(most);
    let rows: Vec<CoMention<'_>> =
        entities.iter().enumerate().map(|(n, entity)| CoMention { entity, count: 9 - n }).collect();
    let total = if most == 1 { 1 } else { rows.len() + 7 };
    CoMentionGroup {
        kind: kind.into(),
        title: title.into(),
        total,
        rows: together_rows(&rows, theme),
        names: if most == 1 { SafeHtml::default() } else { together_names(&rows, theme) },
        more: if most == 1 { 0 } else { rows.len() },
        elsewhere: if most == 1 { 0 } else { 4 },
        once: if most == 1 { 0 } else { 3 },
    }
}

/// Verb, whether it is a denial, words, whether they are quoted or recorded.
const SAID: [(&str, bool, &str, bool); 4] = [
    ("said", false, "The boats will run as they did before, with one crossing more in the evening.", true),
    ("denied", true, "Denied that a decision on fares had been taken before the hearing.", false),
    ("asked", false, "Whether the crossing can stay open until the first ice.", false),
    ("", false, "We have not counted the passengers yet.", true),
];

/// The words of a statement.
pub(super) fn said(n: usize) -> &'static str {
    SAID[n % 4].2
}

/// A recorded statement, on pages whose addresses begin with `root`.
pub(super) fn statement(labels: &Labels, n: usize, root: &str) -> Statement {
    let (verb, denial, text, _) = SAID[n % 4];
    Statement {
        speaker: speaker(n, root),
        show_speaker: true,
        date: day_of(labels, n),
        verb: verb.into(),
        denial,
        text: text.into(),
        lang: String::new(),
        key: key("A8 ¶4", &format!("{root}articles/sample.html#p-00000004")),
        outlet: "Shore Gazette".into(),
        status: if n % 4 == 1 { "denied".into() } else { String::new() },
        lead: if n % 4 == 2 { "disputed".into() } else { String::new() },
        original: if n % 4 == 1 { "https://gazette.example/a".into() } else { String::new() },
        source_key: if n % 4 == 2 { Some(key("A3", &format!("{root}articles/sample.html"))) } else { None },
        source: if n % 4 == 1 {
            Link { name: "gazette.example".into(), url: "https://gazette.example/b".into() }
        } else {
            Link::default()
        },
        about: vec![if root.is_empty() { at_root(entity("hearing")) } else { entity("hearing") }],
        answers: if n % 4 == 1 { vec![beside(labels, true), beside(labels, false)] } else { Vec::new() },
        answered: if n % 4 == 3 { vec![beside(labels, true)] } else { Vec::new() },
    }
}

/// Statements of both sorts as lists show them.
pub(super) fn statements(theme: &Theme, all: std::ops::Range<usize>, root: &str, show_speaker: bool) -> Rows {
    let (labels, mut rows) = (&theme.labels, Rows::default());
    let article = articles(labels, root)[1].clone(); // A8
    for n in all {
        let (verb, denial, text, direct) = SAID[n % 4];
        if !direct {
            let statement = Statement { show_speaker, ..statement(labels, n, root) };
            let html = theme.render(RecordedStatement::TEMPLATE, &RecordedStatement { statement });
            let html = SafeHtml(html.expect("the template has no mistakes"));
            rows.push_recorded(&format!("s{n}"), &html, &theme.pieces);
            continue;
        }
        let (said_by, day) = (speaker(n, root), day_of(labels, n));
        let sentence = SafeHtml(if n % 4 == 2 { "They found <b>“it”</b> late.".into() } else { String::new() });
        let quotation = Quotation {
            sentence: &sentence,
            id: &format!("s{n}"),
            speaker: show_speaker.then_some(&*said_by),
            date: day.as_ref(),
            verb,
            denial,
            text,
            certainty: "adjacent",
            article: &article,
            source_key: None,
            source: &Link::default(),
            show_outlet: true,
            paragraph: (n % 4 != 3).then_some((4, "p-00000004")),
            original: "https://gazette.example/a#:~:text=The%20boats",
        };
        rows.push_quotation(&quotation, &theme.pieces);
    }
    rows
}

fn speaker(n: usize, root: &str) -> Shared<EntityRef> {
    let speaker = entity(["ellis-pattern", "blake-sample", "avery-example"][n % 3]);
    if root.is_empty() { at_root(speaker) } else { speaker }
}

fn day_of(labels: &Labels, n: usize) -> Option<DateText> {
    if n % 4 == 3 { None } else { date(labels, ["2021-10-30", "2021-03-11", "2020-09"][n % 3]) }
}

/// A list of articles with people.
pub(super) fn article_rows(theme: &Theme, articles: &[Shared<ArticleRef>], people: &[&EntityRef]) -> Rows {
    let mut list = Rows::default();
    for article in articles {
        list.push_article(&ListedArticle { article, reason: "", people }, &theme.pieces);
    }
    list
}

/// What stands beside a denial: a later support of it, and the older claim.
fn beside(labels: &Labels, denial: bool) -> Beside {
    Beside {
        relation: if denial { "denied_by" } else { "supported_by" }.into(),
        speaker: entity(if denial { "avery-example" } else { "ellis-pattern" }),
        date: date(labels, if denial { "2021-03-10" } else { "2021-04" }),
        verb: "said".into(),
        denial,
        text: "Fares had been set before the hearing.".into(),
        lang: String::new(),
        key: key("A8 ¶2", "../articles/sample.html#p-00000002"),
    }
}

pub(super) fn events(labels: &Labels) -> Vec<EventRow> {
    [("first-ice", "2021-10"), ("hearing", "2021-03-10"), ("regatta", "2020"), ("new-pier", "2020-05-14")]
        .into_iter()
        .map(|(slug, day)| EventRow {
            entity: entity(slug),
            date: date(labels, day),
            end: if slug == "hearing" { date(labels, "2021-03-11") } else { None },
            keys: vec![key("A8", "../articles/sample.html"), key("A2", "../articles/sample.html")],
            more: 3,
        })
        .collect()
}

/// What every page of the samples has in its head.
pub(super) fn meta(theme: &Theme, kind: &str, id: &str, nav: &str, depth: usize) -> PageMeta {
    let path = if id.ends_with('/') { format!("{id}index.html") } else { format!("{id}.html") };
    let mut page = PageMeta {
        id: id.into(),
        kind: kind.into(),
        root: "../".repeat(depth),
        path,
        title: format!("Sample of a page: {kind}"),
        description: "A page that shows what the theme does with \"every\" field.".into(),
        lang: theme.labels.language.clone(),
        dir: direction(&theme.labels.language).into(),
        nav: nav.into(),
        ..PageMeta::default()
    };
    page.frame = Frames::default().of(&page, theme).expect("the templates have no mistakes");
    page
}

/// The preview card of every entity, with its id.
pub(crate) fn cards(theme: &Theme) -> Vec<(String, String)> {
    let labels = &theme.labels;
    ENTITIES
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let card = EntityCard {
                entity: at_root(entity(row.1)),
                counts: Counts { mentions: 12 + n, articles: 4, statements: n },
                spark: sparkline(theme, n),
                first_date: date(labels, "2020-05-14"),
                first: Some(key("A2", "articles/sample.html")),
                last_date: if n == 0 { None } else { date(labels, "2021-10-30") },
                last: (n > 0).then(|| key("A8", "articles/sample.html")),
            };
            let html = theme.render(EntityCard::TEMPLATE, &card).expect("the card's template has no mistakes");
            (card.entity.id.clone(), html)
        })
        .collect()
}

pub(super) fn kind_info(theme: &Theme, name: &str) -> KindInfo {
    let config = super::config(&theme.labels.language);
    let id = config.kinds.by_name(name).expect("the samples name kinds of their table");
    let kind = config.kinds.get(id);
    let (singular, plural) = theme.labels.kind(kind);
    KindInfo {
        name: name.into(),
        singular,
        plural,
        mark: mark(kind),
        path: format!("{name}/index.html"),
        count: ENTITIES.iter().filter(|row| row.0 == name).count(),
    }
}

pub(super) fn site(theme: &Theme) -> Site {
    let labels = &theme.labels;
    let kinds: Vec<KindInfo> = ["people", "organizations", "places", "topics", "events", "vessels"]
        .iter()
        .map(|name| kind_info(theme, name))
        .collect();
    let item = |id: &str, label: &str, path: &str, apart: bool, mark: &str| NavItem {
        id: id.into(),
        label: label.into(),
        path: path.into(),
        apart,
        mark: mark.into(),
    };
    let mut nav = vec![item("articles", labels.text("articles"), "articles/index.html", false, "article")];
    nav.extend(kinds.iter().map(|kind| item(&kind.name, &kind.plural, &kind.path, false, &kind.mark)));
    nav.push(item("statements", labels.text("statements"), "statements.html", false, "st"));
    nav.push(item("timeline", labels.text("timeline"), "timeline.html", true, ""));
    nav.push(item("network", labels.text("network"), "network.html", true, ""));
    nav.push(item("sources", labels.text("sources"), "sources.html", true, ""));
    Site {
        title: "Ferries on the lake".into(),
        description: "A dossier of samples.".into(),
        language: labels.language.clone(),
        dir: direction(&labels.language).into(),
        base_url: "https://dossier.example/lake".into(),
        author: "Ada Editor".into(),
        contact: Some(Contact {
            text: "corrections@dossier.example".into(),
            url: "mailto:corrections@dossier.example".into(),
        }),
        nav,
        kinds,
        pages: vec![Link { name: "About".into(), url: "about.html".into() }],
        feeds: vec![Feed { title: "Atom".into(), r#type: "application/atom+xml".into(), path: "atom.xml".into() }],
        articles: 9,
        statements: 1240,
        build: Build {
            date: date(labels, "2021-11-03"),
            files: 31,
            version: "0.1.0".into(),
            hash: "4be1 90c7 2d5a".into(),
        },
        search: Some(SearchAssets { path: "search.html".into() }),
        cards: crate::render::cards::file_count(ENTITIES.len()),
        extra: serde_json::json!({"note": "free"}),
    }
}
