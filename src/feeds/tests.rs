//! The files as a feed reader, a search engine and an XML parser see them.

use super::*;
use crate::pipeline::tests::dossier_of;
use quick_xml::events::Event;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const BASE: &str = "https://d.example/lake";

/// All files of a dossier, as text.
fn made(config: &str, files: &[(&str, &str)], base_url: Option<&str>) -> BTreeMap<String, String> {
    let dossier = dossier_of(config, files);
    made_of(&dossier, base_url)
}

fn made_of(dossier: &Dossier, base_url: Option<&str>) -> BTreeMap<String, String> {
    let site = crate::site::plan(dossier, &mut Vec::new());
    let made = ["index.html", "people/index.html", "search.html", "timeline.html", "404.html"].map(str::to_owned);
    let input = FeedInput { dossier, site: &site, base_url, made: &made, note_on: "Editor’s note on {name}" };
    let text = |file| String::from_utf8(super::make(&input, file)).unwrap();
    files(&input).into_iter().map(|(path, file)| (path, text(file))).collect()
}

/// Elements with text or attributes as lines: `/feed/entry/title: Words`, `/feed/link rel=self href=…`. Fails if the XML is
/// not well formed.
fn read(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let (mut path, mut lines, mut text) = (Vec::new(), Vec::new(), String::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error} in {xml}"));
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                path.push(tag.name().as_ref().to_owned());
                let mut line = format!("/{}", path.join("/"));
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{error} in {xml}"));
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap();
                    line.extend([" ", attribute.key.as_ref(), "=", &value]);
                }
                if line.contains(' ') {
                    lines.push(line);
                }
                text.clear();
                if matches!(event, Event::Empty(_)) {
                    path.pop();
                }
            }
            Event::Text(part) => text.push_str(part),
            Event::GeneralRef(name) => text.push_str(&quick_xml::escape::unescape(&format!("&{};", &**name)).unwrap()),
            Event::End(_) => {
                if !text.trim().is_empty() {
                    lines.push(format!("/{}: {text}", path.join("/")));
                }
                text.clear();
                path.pop();
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?} in {xml}"),
        }
    }
    assert!(path.is_empty(), "{path:?} is open at the end of {xml}");
    lines
}

const CONFIG: &str = "title = \"Lake & Co\"\ndescription = \"A <dossier>\"\nlanguage = \"en\"\n";

fn lake() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "articles/claim.md",
            "---\ntitle: A \"Claim\" & more\ndate: 2015-05-28\nupdated: 2016-02-01 10:00 +0100\nsummary: Said <b>.\n\
             authors: [Ann]\ntopics: [Sanctions]\npeople: [Jane Doe]\nsource: {name: Reuters, url: 'https://r.example/?a=1&b=2'}\n---\nText.\n",
        ),
        ("articles/newer.md", "---\ntitle: Newer\ndate: 2016\nlang: de\n---\n"),
        ("articles/undated.md", "---\ntitle: Undated\nnoindex: true\n---\n"),
        ("people/jane-doe.md", "---\ntitle: Jane Doe\nupdated: 2020-01\n---\n"),
        ("people/private-person.md", "---\ntitle: Hidden\nnoindex: true\n---\n"),
        ("people/_index.md", "---\ntitle: P\nnoindex: true\n---\n"),
        ("_index.md", "---\ntitle: H\nupdated: 2021\n---\n"),
    ]
}

#[test]
fn atom_on_the_web() {
    let files = made(CONFIG, &lake(), Some("https://d.example/lake/"));
    assert_eq!(
        read(&files["atom.xml"]),
        [
            "/feed xmlns=http://www.w3.org/2005/Atom xml:lang=en",
            "/feed/id: urn:uuid:2ecea4ce-aa0f-8482-9670-ffe8178ef8d2",
            "/feed/title: Lake & Co",
            "/feed/subtitle: A <dossier>",
            "/feed/updated: 2016-02-01T10:00:00+01:00",
            "/feed/author/name: Lake & Co",
            "/feed/generator: dossier",
            "/feed/link rel=self type=application/atom+xml href=https://d.example/lake/atom.xml",
            "/feed/link rel=alternate type=text/html href=https://d.example/lake/",
            "/feed/entry xml:lang=de",
            "/feed/entry/id: urn:uuid:0aa393e0-ce33-8c81-802d-3bf2a4976903",
            "/feed/entry/title: Newer",
            // only the year is known: readers sort by it, but nothing says that it was published on the first of January
            "/feed/entry/updated: 2016-01-01T00:00:00Z",
            "/feed/entry/link rel=alternate type=text/html href=https://d.example/lake/articles/newer.html",
            "/feed/entry/id: urn:uuid:9aaaa637-034a-83fd-8cce-4a71e95ca5df",
            "/feed/entry/title: A \"Claim\" & more",
            "/feed/entry/published: 2015-05-28T00:00:00Z",
            "/feed/entry/updated: 2016-02-01T10:00:00+01:00",
            "/feed/entry/author/name: Ann",
            "/feed/entry/link rel=alternate type=text/html href=https://d.example/lake/articles/claim.html",
            "/feed/entry/link rel=via href=https://r.example/?a=1&b=2",
            "/feed/entry/category term=Sanctions",
            "/feed/entry/summary type=text",
            "/feed/entry/summary: Said <b>. — Reuters, https://r.example/?a=1&b=2",
        ]
    );
}

#[test]
fn a_note_about_a_source_is_not_given_to_its_outlet() {
    let text = "---\ntitle: A note\ndate: 2016\nsummary: Ours.\nsource: {name: Reuters, copy: false}\n---\nText.\n";
    let files = made(CONFIG, &[("articles/note.md", text)], Some("https://d.example/"));
    let summary = "Ours. — Editor’s note on Reuters";
    assert!(read(&files["atom.xml"]).contains(&format!("/feed/entry/summary: {summary}")), "{}", files["atom.xml"]);
    assert!(files["feed.json"].contains(summary), "{}", files["feed.json"]);
}

#[test]
fn an_entry_is_the_same_wherever_it_stands() {
    let ids = |name: &str, more: &str, base: Option<&str>| -> (String, String) {
        let path = format!("articles/{name}.md");
        let text = format!("---\ntitle: Claim\ndate: 2015-05-28\n{more}---\nText.\n");
        let files = made(CONFIG, &[(&path, &text)], base);
        let item: Value = serde_json::from_str(&files["feed.json"]).unwrap();
        let item = item["items"][0]["id"].as_str().unwrap().to_owned();
        let lines = read(&files["atom.xml"]);
        let of = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        assert_eq!(of("/feed/entry/id: "), item);
        (of("/feed/id: "), item)
    };
    let first = ids("old", "", Some(BASE));
    for (name, more, base) in [
        ("old", "", None),
        ("old", "", Some("https://elsewhere.example/")),
        ("new", "redirects: [/articles/old.html]\n", Some(BASE)),
        ("newest", "redirects: [/articles/old.html, /articles/new.html]\n", None),
    ] {
        assert_eq!(ids(name, more, base), first, "{name} {more}");
    }
    let keyed = ids("old", "key: A1\n", Some(BASE));
    assert_eq!(ids("new", "key: A1\n", None), keyed);
    assert_ne!(ids("new", "", None).1, first.1);
}

#[test]
fn atom_without_an_address() {
    let files = made(CONFIG, &lake(), None);
    let lines = read(&files["atom.xml"]);
    let ids: Vec<&str> = lines.iter().filter_map(|line| line.split_once("/id: ")).map(|(_, id)| id).collect();
    assert_eq!(ids.len(), 3);
    for (number, id) in ids.iter().enumerate() {
        let parts: Vec<&str> = id.strip_prefix("urn:uuid:").unwrap().split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
        assert!(parts[2].starts_with('8') && parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
        assert!(!ids[..number].contains(id), "each id once");
    }
    let targets: Vec<&str> = lines.iter().filter_map(|line| line.split_once("href=")).map(|(_, href)| href).collect();
    assert_eq!(
        targets,
        ["atom.xml", "index.html", "articles/newer.html", "articles/claim.html", "https://r.example/?a=1&b=2",]
    );
    assert_eq!(files, made(CONFIG, &lake(), None), "the same at any time");
    assert_eq!(
        files.keys().map(String::as_str).collect::<Vec<_>>(),
        [".nojekyll", "atom.xml", "feed.json", "robots.txt"]
    );
}

#[test]
fn json_feed() {
    let files = made(&format!("{CONFIG}author = \"Desk\"\n[publish]\nfeed_limit = 2\n"), &lake(), Some(BASE));
    let feed: Value = serde_json::from_str(&files["feed.json"]).unwrap();
    assert_eq!(
        feed,
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Lake & Co",
            "home_page_url": "https://d.example/lake/",
            "feed_url": "https://d.example/lake/feed.json",
            "description": "A <dossier>",
            "language": "en",
            "authors": [{"name": "Desk"}],
            "items": [
                {
                    "id": "urn:uuid:0aa393e0-ce33-8c81-802d-3bf2a4976903",
                    "url": "https://d.example/lake/articles/newer.html",
                    "title": "Newer",
                    "content_text": "Newer",
                    "language": "de",
                },
                {
                    "id": "urn:uuid:9aaaa637-034a-83fd-8cce-4a71e95ca5df",
                    "url": "https://d.example/lake/articles/claim.html",
                    "external_url": "https://r.example/?a=1&b=2",
                    "title": "A \"Claim\" & more",
                    "content_text": "Said <b>. — Reuters, https://r.example/?a=1&b=2",
                    "date_published": "2015-05-28T00:00:00Z",
                    "date_modified": "2016-02-01T10:00:00+01:00",
                    "authors": [{"name": "Ann"}],
                    "tags": ["Sanctions"],
                    "language": "en",
                },
            ],
        })
    );
    let alone: Value = serde_json::from_str(&made(CONFIG, &lake(), None)["feed.json"]).unwrap();
    assert_eq!((alone.get("home_page_url"), alone.get("feed_url")), (None, None));
    assert_eq!(alone["items"][1]["url"], "articles/claim.html");
    assert_eq!(alone["items"][2].get("date_published"), None, "a date that is not known is not told");
}

#[test]
fn site_map_and_robots() {
    let files = made(CONFIG, &lake(), Some(BASE));
    let lines = read(&files["sitemap.xml"]);
    let pages: Vec<&str> = lines[1..].iter().map(|line| line.strip_prefix("/urlset/url/").unwrap()).collect();
    assert_eq!(
        pages,
        [
            "loc: https://d.example/lake/articles/claim.html",
            "lastmod: 2016-02-01",
            "loc: https://d.example/lake/articles/newer.html",
            "loc: https://d.example/lake/",
            "lastmod: 2021",
            "loc: https://d.example/lake/people/jane-doe.html",
            "lastmod: 2020-01",
            "loc: https://d.example/lake/sources/reuters.html",
            "loc: https://d.example/lake/timeline.html",
            "loc: https://d.example/lake/topics/sanctions.html",
        ]
    );
    for (config, base_url, robots) in [
        ("", None, "User-agent: *\nAllow: /\n"),
        ("", Some(BASE), "User-agent: *\nAllow: /\n\nSitemap: https://d.example/lake/sitemap.xml\n"),
        ("[publish]\nnoindex = true\n", Some(BASE), "User-agent: *\nDisallow: /\n"),
    ] {
        let files = made(config, &[], base_url);
        assert_eq!(files["robots.txt"], robots);
        assert_eq!(files.contains_key("sitemap.xml"), robots.contains("Sitemap"));
        assert_eq!(files[".nojekyll"], "");
    }
}

#[test]
fn nothing_in_a_dossier_breaks_a_feed() {
    for text in [
        "\"quotes\" 'and' <b>tags</b> &amp; & &#0;",
        "]]> <![CDATA[ --> <?xml",
        "</script><script>alert(1)</script>",
        "line\n{\r\nbreaks\u{2028}",
        "\u{0}\u{8}\u{b}\u{1b}\u{85}\u{FFFE}\u{FFFF}",
        "\u{202E}עברית\u{2066} العربية",
    ] {
        let mut dossier = dossier_of(CONFIG, &lake());
        dossier.config.title = text.to_owned();
        dossier.config.description = text.to_owned();
        dossier.config.author = Some(text.to_owned());
        for article in &mut dossier.articles {
            let written = std::sync::Arc::make_mut(&mut article.text);
            written.title = text.to_owned();
            written.summary = text.to_owned();
            written.lang = text.to_owned();
            article.source.authors = vec![text.to_owned()];
            let source = article.source.source.get_or_insert_default();
            source.name = Some(text.to_owned());
            source.url = Some(format!("https://a.example/{text}"));
        }
        for entity in &mut dossier.gazetteer.entities {
            entity.name = text.to_owned();
        }
        for base_url in [None, Some(BASE)] {
            let files = made_of(&dossier, base_url);
            let lines = read(&files["atom.xml"]);
            for (element, count) in [("/feed/entry/id: ", 2), ("/feed/entry/updated: ", 2), ("/feed/id: ", 1)] {
                assert_eq!(lines.iter().filter(|line| line.starts_with(element)).count(), count, "{lines:?}");
            }
            let strange = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{202E}'));
            assert!(!files["atom.xml"].contains(strange), "{:?}", files["atom.xml"]);
            let feed: Value = serde_json::from_str(&files["feed.json"]).unwrap();
            assert_eq!(feed["items"].as_array().unwrap().len(), 3);
        }
    }
}
