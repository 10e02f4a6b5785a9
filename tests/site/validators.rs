//! What other programs read of a site, held to their own rules: Open Graph, JSON-LD, the site map, feeds, cards. On the sample, and
//! on articles with odd titles, dates, names and pictures.

use super::run::{Tree, dossier, tree};
use super::sample;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = "https://example.org/d";

/// Types of schema.org that we use: properties that a reader of theirs needs, and all that we may write. `ProfilePage` and `Event`
/// as search engines ask for them.
const TYPES: &[(&str, &str, &str)] = &[
    (
        "Article",
        "headline",
        "headline description url datePublished dateModified inLanguage image author publisher isPartOf isBasedOn mentions",
    ),
    ("NewsArticle", "", "name author url publisher datePublished inLanguage archivedAt"),
    ("CreativeWork", "", "name author url publisher datePublished inLanguage archivedAt"),
    ("WebSite", "name", "name url description inLanguage publisher"),
    ("ProfilePage", "mainEntity", "url mainEntity"),
    ("Person", "name", "name url sameAs alternateName description image"),
    ("Organization", "name", "name url sameAs alternateName description image"),
    ("Place", "name", "name url sameAs alternateName description image geo"),
    ("Event", "name", "name url sameAs alternateName description image startDate endDate location"),
    ("GeoCoordinates", "latitude longitude", "latitude longitude"),
    ("Thing", "name", "name url sameAs alternateName description image"),
    ("DefinedTerm", "name", "name url sameAs alternateName description image"),
];
/// Properties whose value is an address, a day, a text.
const ADDRESSES: &[&str] = &["url", "image", "archivedAt", "sameAs"];
const DAYS: &[&str] = &["datePublished", "dateModified", "startDate", "endDate"];

/// Everything wrong, one line each.
fn faults(site: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, bytes) in site {
        let mut found = Vec::new();
        let text = || std::str::from_utf8(bytes).unwrap();
        match path.rsplit('/').next().unwrap() {
            "atom.xml" => atom(text(), &mut found),
            "feed.json" => json_feed(text(), &mut found),
            "sitemap.xml" => site_map(text(), site, &mut found),
            "card.png" => card(bytes, &mut found),
            "404.html" => assert!(!text().contains("og:"), "nobody shares a page about nothing"),
            name if is_page(name) => {
                page(text(), path, site, &mut found);
            }
            _ => {}
        }
        faults.extend(found.into_iter().map(|fault| format!("{path}: {fault}")));
    }
    faults
}

fn is_page(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|end| end == "html")
}

fn page(text: &str, path: &str, site: &Tree, faults: &mut Vec<String>) {
    let page = Html::parse_document(text);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    if page.select(&select("meta[http-equiv=refresh]")).next().is_some() {
        return; // an old address says nothing but the new one
    }
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tag in page.select(&select("head > meta[content]")) {
        let name = tag.value().attr("property").or_else(|| tag.value().attr("name"));
        let content = tag.value().attr("content").unwrap_or_default();
        if let Some(name) = name {
            tags.entry(name.to_owned()).or_default().push(content.to_owned());
        }
    }
    for name in ["description", "og:title", "og:type", "og:url", "og:description", "og:site_name"] {
        match tags.get(name).map(Vec::as_slice) {
            Some([one]) if !one.trim().is_empty() => {}
            _ => faults.push(format!("`{name}` is not there once")),
        }
    }
    let known = ["article", "website"];
    if tags.get("og:type").is_some_and(|of| !known.contains(&of[0].as_str())) {
        faults.push("`og:type` is no type".into());
    }
    let canonical = page.select(&select("link[rel=canonical]")).next().and_then(|link| link.value().attr("href"));
    if canonical != tags.get("og:url").map(|url| url[0].as_str()) {
        faults.push("`og:url` is not the canonical address".into());
    }
    if let Some(image) = tags.get("og:image") {
        let local = image[0].strip_prefix(BASE).map(|path| path.trim_start_matches('/'));
        if !local.is_some_and(|path| site.contains_key(path)) {
            faults.push(format!("`og:image` leads nowhere: {}", image[0]));
        }
    } else if path.starts_with("articles/") && site.contains_key(&path.replace(".html", "/card.png")) {
        faults.push("has a card and does not say so".into());
    }
    for block in page.select(&select("script[type=\"application/ld+json\"]")) {
        match serde_json::from_str::<Value>(&block.inner_html()) {
            Ok(value) => {
                if value["@context"] != "https://schema.org" {
                    faults.push("JSON-LD without its context".into());
                }
                thing(&value, faults);
            }
            Err(error) => faults.push(format!("JSON-LD: {error}")),
        }
    }
}

fn thing(value: &Value, faults: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    let own = object.get("@type").and_then(Value::as_str).unwrap_or_default();
    let Some((_, needed, allowed)) = TYPES.iter().find(|row| row.0 == own) else {
        faults.push(format!("JSON-LD: `{own}` is not a type that we know"));
        return;
    };
    for name in needed.split_whitespace().filter(|name| object.get(*name).is_none_or(|value| value == "")) {
        faults.push(format!("JSON-LD: {own} without `{name}`"));
    }
    for (name, value) in object.iter().filter(|(name, _)| !name.starts_with('@')) {
        if !allowed.split_whitespace().any(|known| known == name) {
            faults.push(format!("JSON-LD: `{name}` is not a property of {own}"));
        }
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for value in values {
            let text = value.as_str();
            let fault = match &value {
                Value::Object(_) => None,
                _ if ADDRESSES.contains(&name.as_str()) => {
                    text.is_none_or(|text| url::Url::parse(text).is_err()).then_some("no address")
                }
                _ if DAYS.contains(&name.as_str()) => text.is_none_or(|text| !is_day(text)).then_some("no day"),
                Value::String(text) => (text.trim().is_empty() || text.contains('\n')).then_some("no line of text"),
                Value::Number(_) => None,
                _ => Some("neither text nor number"),
            };
            faults.extend(fault.map(|fault| format!("JSON-LD: `{name}` is {fault}: {value}")));
            thing(&value, faults);
        }
    }
}

/// `2016`, `2016-01`, `2016-01-07`, with or without time and zone.
fn is_day(text: &str) -> bool {
    let day = text.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.len(), 1..=3) && digits(parts[0], 4) && parts[1..].iter().all(|part| digits(part, 2))
}

/// An element of XML with its attributes, its children and its own text.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Self>,
    text: String,
}

impl Element {
    fn read(text: &str) -> Result<Self, String> {
        let tree = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
        Ok(Self::of(tree.root_element()))
    }

    fn of(node: roxmltree::Node<'_, '_>) -> Self {
        Self {
            name: node.tag_name().name().to_owned(),
            attributes: node.attributes().map(|one| (one.name().to_owned(), one.value().to_owned())).collect(),
            children: node.children().filter(roxmltree::Node::is_element).map(Self::of).collect(),
            text: node.text().unwrap_or_default().to_owned(),
        }
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// RFC 4287, section 4.1.
fn atom(text: &str, faults: &mut Vec<String>) {
    let feed = match Element::read(text) {
        Ok(feed) => feed,
        Err(error) => return faults.push(error),
    };
    let mut ids = BTreeSet::new();
    for element in [&feed].into_iter().chain(feed.all("entry")) {
        for name in ["id", "title", "updated"] {
            if element.all(name).filter(|one| !one.text.trim().is_empty()).count() != 1 {
                faults.push(format!("{} without one `{name}`", element.name));
            }
        }
        for name in ["updated", "published"] {
            for time in element.all(name).filter(|time| time.text.parse::<jiff::Timestamp>().is_err()) {
                faults.push(format!("`{name}` is no time: {}", time.text));
            }
        }
        for id in element.all("id") {
            if !ids.insert(id.text.clone()) || url::Url::parse(&id.text).is_err() {
                faults.push(format!("`{}` is twice there or no address", id.text));
            }
        }
        let alternates =
            element.all("link").filter(|link| link.attributes.get("rel").is_some_and(|rel| rel == "alternate"));
        let distinct: BTreeSet<_> = alternates.map(|link| link.attributes.get("type")).collect();
        if distinct.len() != 1 {
            faults.push(format!("{} without one page", element.name));
        }
        for link in element.all("link") {
            if link.attributes.get("href").is_none_or(|href| url::Url::parse(href).is_err()) {
                faults.push(format!("a link without an absolute address: {link:?}"));
            }
        }
    }
    if feed.all("author").count() != 1 || feed.all("entry").count() > 50 {
        faults.push("without an author, or without end".into());
    }
}

/// <https://www.jsonfeed.org/version/1.1/>
fn json_feed(text: &str, faults: &mut Vec<String>) {
    let feed: Value = serde_json::from_str(text).unwrap();
    if feed["version"] != "https://jsonfeed.org/version/1.1" || feed["title"].as_str().is_none_or(str::is_empty) {
        faults.push("no version, or no title".into());
    }
    let mut ids = BTreeSet::new();
    for item in feed["items"].as_array().into_iter().flatten() {
        let filled = |name: &str| item[name].as_str().is_some_and(|text| !text.is_empty());
        if !filled("id") || !filled("content_text") || !ids.insert(item["id"].to_string()) {
            faults.push(format!("an item without id or content: {item}"));
        }
        for name in ["date_published", "date_modified"] {
            if item[name].as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_err()) {
                faults.push(format!("`{name}` is no time: {item}"));
            }
        }
    }
}

/// <https://www.sitemaps.org/protocol.html>
fn site_map(text: &str, site: &Tree, faults: &mut Vec<String>) {
    let map = match Element::read(text) {
        Ok(map) => map,
        Err(error) => return faults.push(error),
    };
    if map.name != "urlset" || map.children.len() > 50_000 || text.len() > 50 * 1024 * 1024 {
        faults.push("not a map, or too large".into());
    }
    let mut known = BTreeSet::new();
    for row in &map.children {
        let address = row.all("loc").map(|loc| loc.text.as_str()).collect::<Vec<_>>().concat();
        let path = url::Url::parse(&address).ok().map(|url| url.path().to_owned()).unwrap_or_default();
        let path = percent(path.strip_prefix("/d/").unwrap_or("?"));
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        let page = site.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        match page {
            None => faults.push(format!("leads nowhere: {address}")),
            Some(page) if page.contains("content=\"noindex\"") => {
                faults.push(format!("asks not to be found: {address}"));
            }
            Some(_) => {}
        }
        if address.len() >= 2_048 || !known.insert(address.clone()) {
            faults.push(format!("too long, or twice there: {address}"));
        }
        for day in row.all("lastmod").filter(|day| !is_day(&day.text)) {
            faults.push(format!("no day: {}", day.text));
        }
    }
}

fn percent(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

fn card(bytes: &[u8], faults: &mut Vec<String>) {
    let number = |at: usize| bytes.get(at..at + 4).map(|four| u32::from_be_bytes(four.try_into().unwrap()));
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") || (number(16), number(20)) != (Some(1200), Some(630)) {
        faults.push("no picture of 1200 × 630".into());
    }
    if bytes.len() > 30_000 {
        faults.push(format!("{} bytes", bytes.len()));
    }
}

#[test]
fn the_sample_is_valid_to_other_programs() {
    let folder = sample();
    let run = dossier(folder.path(), &["build", "--base-url", BASE]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = tree(&folder.path().join("output"));
    assert_eq!(faults(&site), Vec::<String>::new());
    let count = |name: &str| site.keys().filter(|path| path.ends_with(name)).count();
    assert!(count("/card.png") > 20 && count("/atom.xml") > 20, "{} {}", count("/card.png"), count("/atom.xml"));
    let profiles = |path: &&String| path.starts_with("people/") && is_page(path);
    let person = site.keys().filter(profiles).find(|path| !path.ends_with("index.html")).unwrap();
    assert!(String::from_utf8_lossy(&site[person]).contains("\"@type\":\"ProfilePage\""), "{person}");
}

#[test]
fn the_card_of_a_note_does_not_give_it_to_the_outlet() {
    let card = |copy: &str| {
        let folder = tempfile::tempdir().unwrap();
        let text =
            format!("---\ntitle: Harbour\ndate: 2016-01-07\nsource:\n  name: Gazette\n  copy: {copy}\n---\nText.\n");
        std::fs::create_dir_all(folder.path().join("content/articles")).unwrap();
        std::fs::write(folder.path().join("content/articles/a.md"), text).unwrap();
        assert_eq!(dossier(folder.path(), &["build", "--base-url", BASE]).code, 0);
        std::fs::read(folder.path().join("output/articles/a/card.png")).unwrap()
    };
    assert_ne!(card("true"), card("false"), "`Gazette` above the one, `Editor’s note on Gazette` above the other");
}

/// Texts that break programs which put strings together.
const ODD: [&str; 20] = [
    "Plain words",
    "“Quoted” & <b>marked</b> &amp; \\\"escaped\\\"",
    "]]> </script><script>alert(1)</script>",
    "الميناء والسفينة",
    "港の記録",
    "Порт и груз",
    "Zürich, São Tomé — naïve coöperation",
    "Cafe\u{301} decomposed",
    "Emoji 🚢 harbour",
    "a\u{202E}b turned",
    "zero\u{200B}width",
    "100% {{ braces }} {% tags %}",
    "C:\\\\Windows\\\\nul",
    "CON",
    "aux. trailing dot.",
    "x",
    "Unbrokenunbrokenunbrokenunbrokenunbrokenunbrokenunbrokenunbrokenunbrokenunbroken",
    "A title of very many words that goes on and on, about cargo, vessels, harbours, ledgers, keys, and the people who hold them",
    "#hash ?query %41 encoded",
    "1999",
];
const DATES: [&str; 5] =
    ["", "date: 2016\n", "date: 2016-02\n", "date: 2016-02-29\n", "date: 2016-02-29T23:59:59+14:00\n"];

#[test]
fn two_hundred_odd_articles_are_valid_to_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("dossier.toml", "title = \"Odd & ends\"\ndescription = \"Texts that break programs.\"\n");
    for (number, kind) in [(1, "people"), (2, "organizations"), (3, "places"), (4, "topics"), (5, "events")] {
        let more = match kind {
            "places" => "lat: -12.5\nlon: 170\n",
            "events" => "date: 2016-02\nend: 2016-03-01\nplace: Cape Test\n",
            _ => "same_as: [\"https://example.net/x?a=1&b=2\", \"not an address\"]\n",
        };
        write(&format!("content/{kind}/test-{number}.md"), &format!("---\ntitle: Cape Test {kind}\n{more}---\n"));
    }
    for number in 0..200 {
        let (title, date) = (ODD[number % ODD.len()], DATES[number / ODD.len() % DATES.len()]);
        let more = match number % 7 {
            0 => "source: {name: \"Gazette & Co\", url: \"https://example.com/?a=1&b=<2>\", published: 2015-05}\n",
            1 => "authors: [\"O'Neil, Ann\", \"<i>Desk</i>\"]\n",
            2 => "source: \"https://example.com/a\"\nupdated: 2017\n",
            3 => "summary: \"Two\\nlines \\\"quoted\\\" <b>bold</b>\"\n",
            4 => "noindex: true\n",
            5 => "lang: fa\npeople: [\"Cape Test people\", \"Someone \\\"New\\\"\"]\n",
            _ => "topics: [\"Cape Test topics\"]\nevents: [\"Cape Test events\"]\n",
        };
        let text = format!(
            "---\ntitle: \"{title}\"\n{date}{more}---\nCape Test people met Cape Test organizations, no. {number}.\n"
        );
        write(&format!("content/articles/odd-{number}.md"), &text);
    }
    let run = dossier(folder.path(), &["build", "--base-url", BASE]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = tree(&folder.path().join("output"));
    assert_eq!(faults(&site), Vec::<String>::new());
    let articles = site.keys().filter(|path| path.starts_with("articles/odd-") && is_page(path)).count();
    assert_eq!(articles, 200);
    let cards = site.keys().filter(|path| path.starts_with("articles/") && path.ends_with("/card.png")).count();
    assert!((60..160).contains(&cards), "{cards}: those that the fonts have letters for, and that may be found");
}

#[test]
fn cards_are_off_where_nobody_could_show_them() {
    let folder = sample();
    let count = |arguments: &[&str]| {
        let run = dossier(folder.path(), arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let site = tree(&folder.path().join("output"));
        let of = |name: &str| site.keys().filter(|path| path.ends_with(name)).count();
        (of("/card.png"), of("/atom.xml"))
    };
    assert_eq!(count(&["build"]), (0, 0), "without an address");
    let mut settings = std::fs::read_to_string(folder.path().join("dossier.toml")).unwrap();
    settings.push_str("\n[publish]\ncards = false\n");
    std::fs::write(folder.path().join("dossier.toml"), settings).unwrap();
    let (cards, feeds) = count(&["build", "--base-url", BASE]);
    assert!(cards == 0 && feeds > 20, "{cards} {feeds}");
}
