//! The samples, page by page.

use super::pieces::{
    COUNTED, ENTITIES, article_rows, articles, at_root, axis, date, entity, events, key, kind_info, meta, of_kind,
    rows, sparkline, statement, statements, together,
};
use super::{Sample, sample};
use crate::render::context::*;
use crate::theme::Theme;
use jiff::civil::Date;

pub(super) fn all(theme: &Theme) -> Vec<Sample> {
    let full = [
        sample("index.html", &home(theme), true),
        sample("articles/sample.html", &article(theme), true),
        sample("people/sample.html", &person(theme), true),
        sample("kinds/people.html", &kind_index(theme), true),
        sample("articles/index.html", &article_index(theme), true),
        sample("timeline.html", &timeline(theme), true),
        sample("network.html", &network(theme), true),
        sample("statements.html", &statements_page(theme), true),
        sample("statements/speakers.html", &speakers(theme), true),
        sample("statements-by-topic.html", &topics(theme), true),
        sample("people/avery-example/2020.html", &person_part(theme), true),
        sample("people/avery-example/names.html", &person_names(theme), true),
        sample("sources.html", &sources(theme), true),
        sample("sources/sample.html", &outlet(theme), true),
        sample("search.html", &search(theme), true),
        sample("about.html", &free_page(theme), true),
        sample("404.html", &not_found(theme), true),
        sample("old.html", &redirect(theme), true),
        sample("card.html", &card(theme), true),
        sample(
            "statement.html",
            &StatementHead { statement: statement(&theme.labels, 1, "../"), lang: "en".into(), dir: "ltr".into() },
            true,
        ),
        sample("mast.html", &frame_parts(), true),
        sample("recorded.html", &RecordedStatement { statement: statement(&theme.labels, 1, "../") }, true),
        sample("topics/sample.html", &topic(theme), true),
        sample("events/sample.html", &event(theme), true),
    ];
    full.into_iter().chain(minimal(theme)).collect()
}

fn frame_parts() -> FrameParts {
    FrameParts {
        page: FramePlace {
            kind: "article".into(),
            root: "../".into(),
            path: String::new(),
            lang: "en".into(),
            dir: "ltr".into(),
            nav: "articles".into(),
        },
    }
}

/// Every type of page with nothing in it but what it cannot do without.
fn minimal(theme: &Theme) -> Vec<Sample> {
    let page = |kind: &str| meta(theme, kind, "empty", "", 1);
    let kind = kind_info(theme, "places");
    vec![
        sample(
            "empty/index.html",
            &HomePage { page: page("home"), title: "Nothing yet".into(), ..HomePage::default() },
            false,
        ),
        sample(
            "empty/article.html",
            &ArticlePage {
                page: page("article"),
                title: "Untitled".into(),
                lang: "en".into(),
                dir: "ltr".into(),
                ..ArticlePage::default()
            },
            false,
        ),
        sample(
            "empty/entity.html",
            &EntityPage {
                page: page("entity"),
                entity: entity("casey-specimen"),
                kind: kind.clone(),
                stub: true,
                person: true,
                ..EntityPage::default()
            },
            false,
        ),
        sample("empty/kind.html", &KindIndexPage { page: page("kind"), kind, ..KindIndexPage::default() }, false),
        sample("empty/articles.html", &ArticlesPage { page: page("articles"), ..ArticlesPage::default() }, false),
        sample("empty/timeline.html", &TimelinePage { page: page("timeline"), ..TimelinePage::default() }, false),
        sample(
            "empty/network.html",
            &NetworkPage { page: page("network"), minimum: 2, ..NetworkPage::default() },
            false,
        ),
        sample(
            "empty/statements.html",
            &StatementsPage { page: page("statements"), ..StatementsPage::default() },
            false,
        ),
        sample("empty/speakers.html", &SpeakersPage { page: page("statements"), ..SpeakersPage::default() }, false),
        sample("empty/topics.html", &TopicsPage { page: page("statements"), ..TopicsPage::default() }, false),
        sample(
            "empty/entity-part.html",
            &EntityPart { page: page("entity"), entity: entity("casey-specimen"), ..EntityPart::default() },
            false,
        ),
        sample(
            "empty/entity-names.html",
            &EntityNames { page: page("entity"), entity: entity("casey-specimen"), ..EntityNames::default() },
            false,
        ),
        sample("empty/sources.html", &SourcesPage { page: page("sources"), ..SourcesPage::default() }, false),
        sample(
            "empty/outlet.html",
            &OutletPage { page: page("outlet"), name: "Shore Gazette".into(), ..OutletPage::default() },
            false,
        ),
        sample("empty/search.html", &SearchPage { page: page("search"), ..SearchPage::default() }, false),
        sample(
            "empty/page.html",
            &FreePage {
                page: page("page"),
                title: "About".into(),
                lang: "en".into(),
                dir: "ltr".into(),
                ..FreePage::default()
            },
            false,
        ),
        sample("empty/404.html", &NotFoundPage { page: page("404"), ..NotFoundPage::default() }, false),
        sample(
            "empty/redirect.html",
            &RedirectPage { page: page("redirect"), title: "About".into(), url: "../about.html".into() },
            false,
        ),
        sample("empty/statement.html", &StatementHead::default(), false),
        sample("empty/card.html", &EntityCard { entity: entity("casey-specimen"), ..EntityCard::default() }, false),
    ]
}

fn rooted(entities: Vec<Shared<EntityRef>>) -> Vec<Shared<EntityRef>> {
    entities.into_iter().map(at_root).collect()
}

fn strip(theme: &Theme) -> Option<Strip> {
    let day = |y, m, d| Date::new(y, m, d).expect("a day of the calendar");
    let named = [
        (at_root(entity("new-pier")), day(2020, 5, 14), "14 May 2020".to_owned()),
        (at_root(entity("hearing")), day(2021, 3, 10), "10 Mar 2021".to_owned()),
        (at_root(entity("first-ice")), day(2021, 3, 20), "20 Mar 2021".to_owned()),
        (at_root(entity("regatta")), day(2021, 4, 2), "2 Apr 2021".to_owned()),
    ];
    Strip::draw(axis(), &COUNTED, &named, theme)
}

fn home(theme: &Theme) -> HomePage {
    let labels = &theme.labels;
    let figure = |count: usize, label: &str, url: &str, mark: &str| Figure {
        count,
        label: label.into(),
        url: url.into(),
        mark: mark.into(),
    };
    let people = rooted(vec![entity("avery-example"), entity("blake-sample"), entity("farah-nemuneh")]);
    let people: Vec<&EntityRef> = people.iter().map(|person| &**person).collect();
    let ranking = |kind: &str| {
        let info = kind_info(theme, kind);
        KindRanking { kind: kind.into(), title: info.plural, url: info.path, rows: rows(theme, rooted(of_kind(kind))) }
    };
    let page = PageMeta { ..meta(theme, "home", "index", "", 0) };
    HomePage {
        page,
        title: "Ferries on the lake, 2019–2021".into(),
        lede: "What was written about the crossing between the two shores, from the year without boats to the first ice. Every name leads to its paragraph.".into(),
        body: SafeHtml::default(),
        material: Material {
            first: date(labels, "2019"),
            last: date(labels, "2021-11-02"),
            sourced: 8,
            copies: 7,
            notes: 2,
            archived: 6,
            unarchived: 2,
            latest: Some(key("A9", "articles/sample.html")),
            latest_date: date(labels, "2021-11-02"),
        },
        figures: vec![
            figure(9, labels.text("articles"), "articles/index.html", "article"),
            figure(8, "People", "kinds/people.html", "person"),
            figure(4, "Organisations", "kinds/people.html", "org"),
            figure(2, "Places", "kinds/people.html", "place"),
            figure(3, "Topics", "kinds/people.html", "topic"),
            figure(4, "Events", "timeline.html", "event"),
            figure(1, "Vessels", "kinds/people.html", "x-vessels"),
            figure(1240, labels.text("statements"), "statements.html", "st"),
        ],
        queries: vec![
            Link { name: "who:example".into(), url: "search.html?q=who%3Aexample".into() },
            Link { name: "“first ice”".into(), url: "search.html?q=%22first+ice%22".into() },
        ],
        strip: strip(theme),
        events: events(labels).into_iter().map(|row| EventRow { entity: at_root(row.entity), ..row }).collect(),
        event_total: 4,
        articles: article_rows(theme, &articles(labels, "")[..6], &people),
        people: rows(theme, rooted(of_kind("people"))),
        quoted: vec![EntityRow {
            entity: at_root(entity("ellis-pattern")),
            count: 7,
            spark: SafeHtml::default(),
        }],
        kinds: vec![ranking("topics"), ranking("organizations")],
        legend: rooted(vec![entity("avery-example"), entity("lake-council"), entity("north-pier"), entity("ice"), entity("new-pier"), entity("heron")]),
        legend_key: Some(key("A2 ¶4", "articles/sample.html#p-00000004")),
        legend_key_means: labels.fill("key_meaning", &[("key", "A2"), ("n", "4")]),
        statements: statements(theme, 0..4, "", true),
    }
}

const TEXT: &str = r##"<p id="p-00000001"><a class="pn" href="#p-00000001" aria-label="Paragraph 1, link">1</a>After a year in which no boat crossed, the <a class="e e-org" href="../organizations/ferry-office.html" data-pv="organizations/ferry-office">Ferry Office</a> opened the <a class="e e-place" href="../places/north-pier.html" data-pv="places/north-pier">North Pier</a> again on 14 May, in the rain and before a small crowd, with the <a class="e e-x-vessels" href="../vessels/heron.html" data-pv="vessels/heron">Heron</a> in front.</p>
<p id="p-00000002"><a class="pn" href="#p-00000002" aria-label="Paragraph 2, link">2</a><a class="e e-person" href="../people/avery-example.html" data-pv="people/avery-example">Avery Example</a>, who heads the office, called the <a class="e e-event" href="../events/new-pier.html" data-pv="events/new-pier">opening</a> a first step. The <a class="e e-topic" href="../topics/timetable.html" data-pv="topics/timetable">timetable</a> would follow within the month.</p>"##;

const MORE_TEXT: &str = r##"<h2 id="h-what-is-open">What is open</h2>
<p id="p-00000003"><a class="pn" href="#p-00000003" aria-label="Paragraph 3, link">3</a>Whether the boats can run until the first ice is not settled.<sup><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup> The council named three conditions:</p>
<ul>
<li id="p-00000004"><a class="pn" href="#p-00000004" aria-label="Paragraph 4, link">4</a>a second boat, ordered in <code>2020</code>;</li>
<li id="p-00000005"><a class="pn" href="#p-00000005" aria-label="Paragraph 5, link">5</a>a light on the <a class="e e-place" href="../places/south-pier.html" data-pv="places/south-pier">South Pier</a>;</li>
</ul>
<blockquote>
<p id="p-00000006"><a class="pn" href="#p-00000006" aria-label="Paragraph 6, link">6</a>We have not counted the passengers yet, and nobody else has.</p>
</blockquote>
<h3 id="h-figures">Figures</h3>
<table id="p-00000007"><thead><tr><th>Month</th><th class="align-right">Crossings</th></tr></thead><tbody><tr><td>May</td><td class="align-right">41</td></tr><tr><td>June</td><td class="align-right">120</td></tr></tbody></table>
<div class="alert alert-note" role="note">
<p class="alert-title">Note</p>
<p id="p-00000008"><a class="pn" href="#p-00000008" aria-label="Paragraph 8, link">8</a>Counted by hand at the <mark>northern</mark> landing.</p>
</div>
<pre id="p-00000009"><code>north  07:10
south  07:40</code></pre>
<h2 id="h-last">Afterwards</h2>
<p id="p-00000010"><a class="pn" href="#p-00000010" aria-label="Paragraph 10, link">10</a>The council will hear from the public in March; the <a href="https://gazette.example/notice" rel="noopener noreferrer nofollow" class="ext">notice</a> gives the hour.</p>"##;

const FOOTNOTES: &str = r##"<section class="footnotes" role="doc-endnotes" aria-label="Footnotes"><ol><li id="fn-1"><p id="p-00000011">The council met in September. <a href="#fnref-1" role="doc-backlink" aria-label="Back to the text">↩</a></p></li></ol></section>"##;

fn article(theme: &Theme) -> ArticlePage {
    let labels = &theme.labels;
    let places = [1, 2, 3, 4, 5, 6].map(|n| (n, format!("p-{n:08}")));
    let mut quoted = Rows::default();
    let (avery, casey) = (entity("avery-example"), entity("casey-specimen"));
    let paragraphs = &[places[1].clone(), places[5].clone()];
    quoted.push_quoted(&Quoted { entity: &avery, paragraphs }, &theme.pieces);
    quoted.push_quoted(&Quoted { entity: &casey, paragraphs: &places[5..] }, &theme.pieces);
    let mut body = SafeHtml(TEXT.into());
    let note = |title: &str, text: &str, denial: bool, label: &str| NoteItem {
        title: title.into(),
        text: text.into(),
        denial,
        keys: vec![key(label, "sample.html#p-00000004")],
    };
    let said = note("Statement", "One of seven by Avery Example in this dossier.", false, "A8 ¶4");
    body.0.push_str(&note_html(&Note { paragraph: 2, items: vec![said] }, theme).0);
    body.0.push_str(MORE_TEXT);
    let denied = note("Denial", "The office denies that fares were discussed.", true, "A6 ¶2");
    body.0.push_str(&note_html(&Note { paragraph: 10, items: vec![denied] }, theme).0);
    body.0.push_str(FOOTNOTES);
    let group = |kind: &str| {
        let info = kind_info(theme, kind);
        let entities = of_kind(kind);
        let row = |(n, entity)| MentionedRow { entity, paragraphs: &places[..if n % 2 == 0 { 2 } else { 6 }] };
        let rows: Vec<MentionedRow<'_, String>> =
            entities.iter().map(|entity| &**entity).enumerate().map(row).collect();
        let rows = mentioned_rows(&rows, &info.plural, &theme.pieces);
        MentionedGroup { kind: kind.into(), title: info.plural, mark: info.mark, rows }
    };
    let mut page = PageMeta {
        title: "Ferries return to the lake".into(),
        canonical: "https://dossier.example/lake/articles/sample.html".into(),
        coins: "ctx_ver=Z39.88-2004&rft.title=Ferries+return".into(),
        json_ld: json_for_html(
            &serde_json::json!({"@context": "https://schema.org", "@type": "Article", "name": "</script>"}),
        ),
        ..meta(theme, "article", "articles/sample", "articles", 1)
    };
    page.push_tag("property", "og:title", "Ferries return to the lake");
    page.push_tag("name", "citation_title", "Ferries return to the lake");
    let mut related = Rows::default();
    let reasons = ["7 shared names", "quotes 2 of the same speakers", "same author", "3 shared names"];
    for (article, reason) in articles(labels, "../").iter().zip(reasons) {
        related.push_article(&ListedArticle { article, reason, people: &[] }, &theme.pieces);
    }
    let mut neighbours = Rows::default();
    neighbours.push_neighbour(&articles(labels, "../")[8], "prev", "2 years earlier", &theme.pieces);
    neighbours.push_neighbour(&articles(labels, "../")[5], "next", "8 months later", &theme.pieces);
    ArticlePage {
        page,
        title: "Ferries return to the lake after a year".into(),
        key: "A2".into(),
        lang: "en".into(),
        dir: "ltr".into(),
        outlet: Link { name: "Shore Gazette".into(), url: "../sources/sample.html".into() },
        authors: vec!["R. Reporter".into()],
        date: date(labels, "2020-05-14"),
        published: date(labels, "2020-05-13"),
        updated: date(labels, "2020-05-15"),
        words: 1411,
        summary: "The pier is open again. What the boats will cost, and until when they run, is still to be decided.".into(),
        image: None,
        source: SourceRail {
            outlet: Link { name: "Shore Gazette".into(), url: "../sources/sample.html".into() },
            author: "R. Reporter".into(),
            published: date(labels, "2020-05-14"),
            retrieved: date(labels, "2020-05-16T14:20:00Z"),
            host: "gazette.example".into(),
            url: "https://gazette.example/2020/05/14/ferries".into(),
            archive_url: "https://archive.example/1".into(),
            archive_host: "archive.example".into(),
            archive_date: date(labels, "2020-05-16"),
            license: "CC BY 4.0".into(),
            language: "German".into(),
            sha256: "9f2c41ab77d0e35c0b1e6a92d4f8835177c2a0de916b43fe28ac5d7013e9b64f".into(),
            sha256_short: "9f2c 41ab 77d0 e35c".into(),
            ..SourceRail::default()
        },
        quoted_more: Rows::default(),
        quoted,
        recorded: statements(theme, 1..3, "../", true),
        body,
        toc: ["what-is-open", "figures", "last"].iter().enumerate().map(|(n, id)| TocEntry { level: if n == 1 { 3 } else { 2 }, text: ["What is open", "Figures", "Afterwards"][n].into(), url: format!("#h-{id}") }).collect(),
        mentioned: ["people", "organizations", "places", "topics", "events", "vessels"].map(group).into(),
        mentioned_total: ENTITIES.len(),
        related,
        cite: Cite {
            text: "R. Reporter, “Ferries return to the lake after a year”, Shore Gazette, 14 May 2020. Retrieved 16 May 2020. Dossier A2, sha256:9f2c41ab.".into(),
            styles: vec![CiteStyle { name: "Chicago".into(), text: "R. Reporter, “Ferries Return to the Lake After a Year,” Shore Gazette, May 14, 2020.".into() }],
            bibtex: "@article{A2,\n  title = {Ferries return to the lake after a year},\n  year = {2020}\n}".into(),
            ris: "TY  - NEWS\nTI  - Ferries return to the lake after a year\nER  -".into(),
            csl_json: "[{\"id\": \"A2\", \"type\": \"article-newspaper\"}]".into(),
        },
        neighbours,
        extra: serde_json::json!({"desk": "local"}),
    }
}

fn mentions(theme: &Theme) -> Vec<MentionYear> {
    let labels = &theme.labels;
    let line = |n: u32| {
        MentionLine {
        paragraph: n,
        anchor: Some(format!("p-{n:08}")),
        html: SafeHtml("The office, <b>Avery Example</b> said, would publish the timetable within the month, and the fares with it.".into()),
    }
    };
    let all = articles(labels, "../");
    let year = |year: &str, articles: &[(usize, u32)]| {
        let mut html = SafeHtml::default();
        let mut count = 0;
        for (n, lines) in articles {
            let article = &*all[*n];
            let lines: Vec<_> = (1..=*lines).map(line).collect();
            count += lines.len() + 1;
            let row = MentionArticle {
                article,
                count: lines.len() + 1,
                lines: &lines,
                more: n % 3,
                more_at: "n-people-avery-example",
            };
            push_mentions(&mut html, &row, labels, &theme.pieces);
        }
        MentionYear { year: year.into(), articles: articles.len(), count, html }
    };
    vec![year("2021", &[(1, 2), (3, 3)]), year("2020", &[(7, 1)]), year("", &[(2, 1)])]
}

fn entity_page(theme: &Theme, slug: &str, kind: &str) -> EntityPage {
    let labels = &theme.labels;
    let entity = entity(slug);
    let page = meta(theme, "entity", &entity.id, kind, 1);
    EntityPage {
        page,
        kind: kind_info(theme, kind),
        summary_keys: vec![key("A2 ¶2", "../articles/sample.html#p-00000002")],
        aliases: vec!["A. Example".into(), "Ms Example".into(), "the head of the office".into()],
        counts: Counts { mentions: 17, articles: 4, statements: 4 },
        first_date: date(labels, "2020-05-14"),
        first: Some(key("A2", "../articles/sample.html")),
        last_date: date(labels, "2021-10-30"),
        last: Some(key("A8", "../articles/sample.html")),
        chart: MonthChart::draw(axis(), &COUNTED, &[(2021, Some(3), 4), (2020, Some(5), 2)], theme),
        lists: EntityLists { mentions: mentions(theme), ..EntityLists::default() },
        together: vec![
            together(theme, "people", "People", usize::MAX),
            together(theme, "organizations", "Organisations", usize::MAX),
            together(theme, "topics", "Topics", usize::MAX),
        ],
        together_total: 21,
        entity,
        extra: serde_json::json!({}),
        ..EntityPage::default()
    }
}

fn person(theme: &Theme) -> EntityPage {
    let labels = &theme.labels;
    let fact = |label: &str, value: &str| Fact {
        label: label.into(),
        value: Link { name: value.into(), url: String::new() },
        ..Fact::default()
    };
    EntityPage {
        person: true,
        lang: "en".into(),
        dir: "ltr".into(),
        body: SafeHtml("<p id=\"p-0000000a\">Avery Example has headed the office since it was founded.</p>".into()),
        facts: vec![
            Fact {
                key: Some(key("A2 ¶2", "../articles/sample.html#p-00000002")),
                date: date(labels, "2019-06"),
                ..fact("Office", "Head of the ferry office")
            },
            Fact {
                value: Link { name: "Ferry Office".into(), url: "../organizations/ferry-office.html".into() },
                ..fact("Employer", "")
            },
            Fact {
                source: Link { name: "register.example".into(), url: "https://register.example/1".into() },
                ..fact("Entry", "No. 12")
            },
            Fact {
                source: Link { name: "letter of 2020".into(), url: String::new() },
                ..fact("Home", "Northern shore")
            },
        ],
        relations: vec![
            Relation {
                to: entity("lake-council"),
                label: "Member of".into(),
                from: date(labels, "2018"),
                until: date(labels, "2020-03"),
                status: "disputed".into(),
                key: Some(key("A6 ¶2", "../articles/sample.html")),
                ..Relation::default()
            },
            Relation {
                to: EntityRef { name: "Harbour Club".into(), ..EntityRef::default() }.into(),
                label: "Linked from".into(),
                role: "neighbour".into(),
                status: "reported".into(),
                ..Relation::default()
            },
        ],
        same_as: vec![Link { name: "Wikidata".into(), url: "https://www.wikidata.org/wiki/Q42".into() }],
        events: events(labels),
        lists: lists(theme, "../"),
        all_names: Link { name: labels.text("all_names").into(), url: "avery-example/names.html".into() },
        feed: Link { name: labels.text("feed").into(), url: "avery-example/atom.xml".into() },
        ..entity_page(theme, "avery-example", "people")
    }
}

/// Lists of which other pages have the rest.
fn lists(theme: &Theme, up: &str) -> EntityLists {
    let labels = &theme.labels;
    EntityLists {
        parts: Parts { all: year_links("avery-example/"), ..Parts::default() },
        statements: statements(theme, 0..4, up, false),
        statement_total: 14,
        about: statements(theme, 4..6, up, true),
        about_total: 9,
        telling: article_rows(theme, &articles(labels, up)[..2], &[]),
        mentions: mentions(theme),
        ..EntityLists::default()
    }
}

fn year_links(folder: &str) -> Vec<Link> {
    ["2021", "2020"].map(|year| Link { name: year.into(), url: format!("{folder}{year}.html") }).into()
}

/// A page of 2020, between two others.
fn year(title: &str, first: &str) -> Parts {
    Parts {
        name: "2020".into(),
        first: Link { name: title.into(), url: first.into() },
        all: Vec::new(),
        earlier: Link { name: "2019".into(), url: "2019.html".into() },
        later: Link { name: "2021".into(), url: "2021.html".into() },
    }
}

fn person_part(theme: &Theme) -> EntityPart {
    let entity = entity("avery-example");
    EntityPart {
        page: meta(theme, "entity", "people/avery-example/2020", "people", 2),
        kind: kind_info(theme, "people"),
        common_noun: false,
        lists: EntityLists { parts: year(&entity.name, "../avery-example.html"), ..lists(theme, "../../") },
        entity,
    }
}

fn person_names(theme: &Theme) -> EntityNames {
    let entity = entity("avery-example");
    EntityNames {
        page: meta(theme, "entity", "people/avery-example/names", "people", 2),
        kind: kind_info(theme, "people"),
        first: Link { name: entity.name.clone(), url: "../avery-example.html".into() },
        together: vec![
            together(theme, "people", "People", usize::MAX),
            together(theme, "topics", "Topics", usize::MAX),
        ],
        entity,
    }
}

fn topic(theme: &Theme) -> EntityPage {
    let labels = &theme.labels;
    EntityPage {
        common_noun: true,
        lists: EntityLists {
            articles: article_rows(theme, &articles(labels, "../"), &[]),
            article_total: 9,
            about: statements(theme, 0..3, "../", true),
            about_total: 3,
            mentions: mentions(theme),
            ..EntityLists::default()
        },
        events: events(labels),
        ..entity_page(theme, "timetable", "topics")
    }
}

fn event(theme: &Theme) -> EntityPage {
    EntityPage {
        date: date(&theme.labels, "2020-05-14"),
        end: date(&theme.labels, "2020-05-15"),
        place: Some(entity("north-pier")),
        participants: vec![entity("avery-example"), entity("lake-council")],
        position: Some(Position { lat: 47.5, lon: 9.5, text: "47.5° N, 9.5° E".into() }),
        together: vec![together(theme, "people", "People", 1)],
        together_total: 1,
        aliases: Vec::new(),
        ..entity_page(theme, "new-pier", "events")
    }
}

fn kind_index(theme: &Theme) -> KindIndexPage {
    let labels = &theme.labels;
    let mut people: Vec<_> = ENTITIES.iter().filter(|row| row.0 == "people").collect();
    people.sort_by_key(|row| row.3);
    let mut rows = Rows::default();
    let mut used: Vec<String> = Vec::new();
    for (n, row) in people.into_iter().enumerate() {
        let letter = row.3.chars().next().map(String::from).unwrap_or_default();
        let first = (!used.contains(&letter)).then(|| (letter.clone(), format!("l-{letter}")));
        let (entity, spark) = (entity(row.1), if n == 0 { SafeHtml::default() } else { sparkline(theme, n) });
        let row = IndexRow {
            entity: &entity,
            sort_name: row.3.into(),
            filter: format!("{} {}", row.2, row.6).to_lowercase(),
            counts: Counts { mentions: 3 * n, articles: n, statements: n / 2 },
            years: if n == 0 { String::new() } else { "2019–21".into() },
            spark: &spark,
        };
        rows.push_index_row(&row, first.as_ref().map(|(letter, id)| (letter.as_str(), id.as_str())), theme);
        used.push(letter);
    }
    let letter = |c: char| Letter {
        letter: c.into(),
        id: if used.contains(&c.to_string()) { format!("l-{c}") } else { String::new() },
    };
    KindIndexPage {
        page: PageMeta { path: "people/index.html".into(), ..meta(theme, "kind", "people/", "people", 1) },
        kind: kind_info(theme, "people"),
        person: true,
        body: SafeHtml("<p id=\"p-0000000b\">Everyone who is named.</p>".into()),
        letters: ('A'..='Z').map(letter).chain([letter('ن')]).collect(),
        rows,
        articles: 9,
        total: 8,
        parts: Parts::default(),
        quoted: 6,
        frequent: 5,
        period: labels.period(2019, 2021),
    }
}

fn article_index(theme: &Theme) -> ArticlesPage {
    let rows = articles(&theme.labels, "../");
    let in_year = |row: &&Shared<ArticleRef>, year: &str| row.date.as_ref().is_some_and(|d| d.iso.starts_with(year));
    let of = |year: &str| YearOfArticles {
        year: year.into(),
        id: format!("y{year}"),
        rows: article_rows(theme, &rows.iter().filter(|row| in_year(row, year)).cloned().collect::<Vec<_>>(), &[]),
    };
    let undated =
        YearOfArticles { year: String::new(), id: "undated".into(), rows: article_rows(theme, &rows[..1], &[]) };
    ArticlesPage {
        page: PageMeta { path: "articles/index.html".into(), ..meta(theme, "articles", "articles/", "articles", 1) },
        body: SafeHtml::default(),
        years: vec![of("2021"), of("2020"), of("2019"), undated],
        parts: Parts { all: year_links("index/"), ..Parts::default() },
        total: 10,
    }
}

/// Rows of these.
fn written<T>(all: &[T], mut push: impl FnMut(&mut Rows, &T)) -> Rows {
    let mut rows = Rows::default();
    for one in all {
        push(&mut rows, one);
    }
    rows
}

fn timeline(theme: &Theme) -> TimelinePage {
    let labels = &theme.labels;
    let events: Vec<EventRow> =
        events(labels).into_iter().map(|row| EventRow { entity: at_root(row.entity), ..row }).collect();
    let articles = articles(labels, "");
    let month = |month: &str, title: &str, events: &[EventRow], articles: &[Shared<ArticleRef>]| TimelineMonth {
        month: month.into(),
        title: title.into(),
        events: written(events, |rows, event| rows.push_happened(event, &theme.pieces)),
        articles: written(articles, |rows, article| rows.push_published(article, &theme.pieces)),
    };
    let year =
        |year: &str, months: Vec<TimelineMonth>| TimelineYear { year: year.into(), id: format!("y{year}"), months };
    TimelinePage {
        page: meta(theme, "timeline", "timeline", "timeline", 0),
        events: 4,
        articles: 9,
        strip: strip(theme),
        parts: Parts::default(),
        years: vec![
            year(
                "2021",
                vec![
                    month("Nov", "Nov 2021", &[], &articles[..1]),
                    month("Oct", "Oct 2021", &events[..1], &articles[1..2]),
                    month("Mar", "Mar 2021", &events[1..2], &articles[3..5]),
                ],
            ),
            year(
                "2020",
                vec![month("", "2020", &events[2..3], &[]), month("May", "May 2020", &events[3..], &articles[7..8])],
            ),
            year("2019", vec![month("", "2019", &[], &articles[8..])]),
        ],
        undated: vec![EventRow {
            entity: at_root(entity("regatta")),
            keys: vec![key("A4", "articles/sample.html")],
            ..EventRow::default()
        }],
    }
}

fn network(theme: &Theme) -> NetworkPage {
    let names = rooted([of_kind("people"), of_kind("organizations"), of_kind("vessels")].concat());
    let height = |n: usize| 80.0 + 137.0 * n as f64 % 560.0;
    let nodes: Vec<NetworkNode> = names
        .iter()
        .enumerate()
        .map(|(n, entity)| {
            let (x, y) = (120.0 + 70.0 * n as f64 % 700.0, height(n));
            let r = 6.0 + n as f64 / 2.0;
            let shape = shape(&entity.mark, (x, y), r, &theme.pieces);
            NetworkNode {
                entity: entity.clone(),
                kind: entity.id.split('/').next().unwrap_or_default().into(),
                shape,
                x,
                label_y: y + r + 14.0,
                size: ["sm", "", "big"][n % 3].into(),
                label: entity.name.clone(),
                mentions: 4 * n,
                hidden: false,
            }
        })
        .collect();
    let edges = (0..nodes.len())
        .flat_map(|a| [(a, (a + 1) % nodes.len()), (a, (a * 5 + 2) % nodes.len())])
        .filter(|(a, b)| a != b)
        .map(|(a, b)| NetworkEdge {
            a: nodes[a].entity.id.clone(),
            b: nodes[b].entity.id.clone(),
            x1: nodes[a].x,
            y1: height(a),
            x2: nodes[b].x,
            y2: height(b),
            width: 0.5 + (a % 3) as f64,
            opacity: 0.42,
            count: 2 + a % 3,
            hidden: false,
        })
        .collect();
    let pair = |n: usize| NetworkPair {
        a: names[n % names.len()].clone(),
        b: names[(n * 3 + 1) % names.len()].clone(),
        count: 20 - n,
        keys: vec![key("A2", "articles/sample.html"), key("A8", "articles/sample.html")],
        more: n % 2,
        both: "search.html?q=about%3Aavery-example%20about%3Ablake-sample".into(),
    };
    NetworkPage {
        page: meta(theme, "network", "network", "network", 0),
        minimum: 2,
        width: 950,
        height: 760,
        nodes,
        edges,
        minimums: vec![2, 3, 4],
        shown_kinds: vec!["people".into(), "organizations".into()],
        kinds: ["people", "organizations", "vessels"].map(|name| kind_info(theme, name)).into(),
        pairs: (0..18).map(pair).collect(),
    }
}

fn statements_page(theme: &Theme) -> StatementsPage {
    let own = |from: usize, n: usize| statements(theme, from..from + n, "", false);
    let groups = vec![
        SpeakerGroup {
            id: "sp-avery-example".into(),
            speaker: at_root(entity("avery-example")),
            statements: own(0, 3),
            ..SpeakerGroup::default()
        },
        SpeakerGroup {
            id: "sp-blake-sample".into(),
            speaker: at_root(entity("blake-sample")),
            statements: own(3, 2),
            ..SpeakerGroup::default()
        },
        SpeakerGroup {
            id: "sp-x1".into(),
            speaker: EntityRef { name: "a spokesperson".into(), ..EntityRef::default() }.into(),
            other: true,
            first_other: true,
            statements: own(5, 1),
        },
    ];
    let index = groups
        .iter()
        .map(|g| SpeakerRow { name: g.speaker.name.clone(), url: format!("#{}", g.id), count: g.statements.count })
        .collect();
    StatementsPage {
        page: meta(theme, "statements", "statements", "statements", 0),
        speakers_url: "statements.html".into(),
        topics_url: "statements-by-topic.html".into(),
        total: 6,
        speakers: 2,
        others: vec![SpeakerRow { name: "a spokesperson".into(), url: "#sp-x1".into(), count: 1 }],
        parts: Parts::default(),
        verbs: vec![VerbCount { verb: "said".into(), count: 3 }, VerbCount { verb: "denied".into(), count: 2 }],
        groups,
        index,
        all_speakers: "statements/speakers.html".into(),
    }
}

fn speaker_rows(folder: &str) -> Vec<SpeakerRow> {
    let row = |(name, slug): (&str, &str)| SpeakerRow {
        name: name.into(),
        url: format!("{folder}people/{slug}.html#st"),
        count: slug.len(),
    };
    [("Example, Avery", "avery-example"), ("Sample, Blake", "blake-sample")].map(row).into()
}

fn speakers(theme: &Theme) -> SpeakersPage {
    SpeakersPage {
        page: meta(theme, "statements", "statements/speakers", "statements", 1),
        rows: speaker_rows("../"),
        parts: Parts { all: vec![Link { name: "E".into(), url: "speakers/e.html".into() }], ..Parts::default() },
    }
}

fn topics(theme: &Theme) -> TopicsPage {
    TopicsPage {
        page: meta(theme, "statements", "statements-by-topic", "statements", 0),
        speakers_url: "statements.html".into(),
        topics: speaker_rows(""),
        topic_total: 2,
        people: speaker_rows(""),
        people_total: 3,
    }
}

fn sources(theme: &Theme) -> SourcesPage {
    let labels = &theme.labels;
    let bar = |name: &str, count: usize| BarRow {
        name: name.into(),
        url: "sources/sample.html".into(),
        count,
        percent: count * 25,
    };
    let mut articles = articles(labels, "");
    articles.reverse();
    let mut sources = Rows::default();
    for (n, article) in articles.iter().enumerate() {
        let page = if article.outlet.is_empty() { "" } else { "sources/sample.html" };
        let row = SourceRow {
            article,
            outlet: Link { url: page.into(), name: article.outlet.clone() },
            retrieved: if n % 2 == 0 { date(labels, "2021-11-01") } else { None },
            original: (n % 3 == 0)
                .then(|| Link { name: "gazette.example".into(), url: "https://gazette.example/1".into() }),
            archive_url: if n % 2 == 0 { "https://archive.example/1" } else { "" },
            hash: if n % 4 == 0 { "a4c123b1".into() } else { String::new() },
        };
        sources.push_source(&row, &theme.pieces);
    }
    SourcesPage {
        page: meta(theme, "sources", "sources", "sources", 0),
        outlets: vec![bar("Shore Gazette", 4), bar("Lake Record", 3), bar("Council of the Lake", 1)],
        hosts: vec![BarRow { url: String::new(), ..bar("gazette.example", 3) }],
        attention: vec![
            Attention {
                label: labels.text("gap_archive").into(),
                count: 2,
                keys: vec![key("A3", "articles/sample.html")],
                more: 1,
            },
            Attention { label: labels.text("gap_author").into(), count: 0, keys: Vec::new(), more: 0 },
        ],
        parts: Parts::default(),
        total: articles.len(),
        rows: sources,
        data: vec![DataGroup {
            name: "Quotations and statements".into(),
            files: vec![Link { name: "CSV".into(), url: "data/quotes.csv".into() }],
        }],
    }
}

fn outlet(theme: &Theme) -> OutletPage {
    let labels = &theme.labels;
    OutletPage {
        page: meta(theme, "outlet", "sources/shore-gazette", "sources", 1),
        name: "Shore Gazette".into(),
        entity: Link { name: "Shore Gazette".into(), url: "../organizations/ferry-office.html".into() },
        hosts: vec![BarRow { name: "gazette.example".into(), url: String::new(), count: 4, percent: 100 }],
        articles: article_rows(theme, &articles(labels, "../"), &[]),
        total: 9,
        parts: Parts { all: year_links("shore-gazette/"), ..Parts::default() },
        archived: 3,
        first: date(labels, "2020-05-14"),
        last: date(labels, "2021-10"),
        mentions: vec![
            together(theme, "people", "People", usize::MAX),
            together(theme, "topics", "Topics", usize::MAX),
        ],
        feed: Link { name: labels.text("feed").into(), url: "shore-gazette/atom.xml".into() },
    }
}

fn search(theme: &Theme) -> SearchPage {
    let (months, day, month) = theme.labels.date_forms();
    SearchPage {
        months: months.to_vec(),
        day_form: day.to_owned(),
        month_form: month.to_owned(),
        page: PageMeta { noindex: true, ..meta(theme, "search", "search", "", 0) },
        syntax: vec![
            SyntaxHint { query: "who:example".into(), meaning: "said by".into() },
            SyntaxHint { query: "“first ice”".into(), meaning: "exact words".into() },
        ],
    }
}

fn free_page(theme: &Theme) -> FreePage {
    FreePage {
        page: meta(theme, "page", "about", "", 0),
        title: "دربارهٔ این پرونده".into(),
        lang: "fa".into(),
        dir: "rtl".into(),
        summary: "یک صفحهٔ نمونه.".into(),
        image: Some(Image {
            url: "lake.png".into(),
            alt: "A lake".into(),
            caption: "The lake in May".into(),
            width: 640,
            height: 360,
        }),
        body: SafeHtml(
            "<p id=\"p-0000000c\">متن نمونه.</p><h2 id=\"h-a\">یک</h2><p id=\"p-0000000d\">متن دیگر.</p>".into(),
        ),
        toc: vec![TocEntry { level: 2, text: "یک".into(), url: "#h-a".into() }],
        extra: serde_json::json!({}),
    }
}

fn not_found(theme: &Theme) -> NotFoundPage {
    NotFoundPage {
        page: PageMeta { root: "/lake/".into(), ..meta(theme, "404", "404", "", 0) },
        example_key: "A2".into(),
        links: vec![
            Link { name: "Home".into(), url: "index.html".into() },
            Link { name: "Timeline".into(), url: "timeline.html".into() },
        ],
    }
}

fn redirect(theme: &Theme) -> RedirectPage {
    RedirectPage {
        page: PageMeta {
            canonical: "https://dossier.example/lake/about.html".into(),
            ..meta(theme, "redirect", "old", "", 0)
        },
        title: "About".into(),
        url: "about.html".into(),
    }
}

fn card(theme: &Theme) -> EntityCard {
    EntityCard {
        entity: entity("avery-example"),
        counts: Counts { mentions: 17, articles: 4, statements: 4 },
        spark: sparkline(theme, 0),
        first_date: date(&theme.labels, "2020-05-14"),
        first: Some(key("A2", "../articles/sample.html")),
        last_date: date(&theme.labels, "2021-10-30"),
        last: Some(key("A8", "../articles/sample.html")),
    }
}
