//! What a saved page says of itself: JSON-LD, Open Graph, `citation_*`, Dublin Core, microdata, what its saver wrote on top, and what
//! readers see. Of several answers the one counts that is made for machines and for this page.

use super::draft::Record;
use super::record;
use crate::text::plain::line;
use dom_query::Document;
use serde_json::{Map, Value};

/// What was found in a page beside its text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) record: Record,
}

/// What whoever saved a page knows: address and day.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Saved {
    pub(super) url: Option<String>,
    pub(super) day: Option<String>,
    pub(super) title: Option<String>,
}

/// Reads everything in a page that is not its text.
pub(super) fn read(document: &Document, saved: &Saved) -> Head {
    let metas = metas(document);
    let meta = |names: &[&str]| first(&metas, names);
    let article = linked_data(document);
    let ld = |key: &str| article.as_ref().and_then(|article| article.get(key));
    let mut record = Record::default();
    address(document, &metas, ld("url").or_else(|| ld("mainEntityOfPage")), saved, &mut record);
    let host = record.url.as_deref().and_then(record::host);
    let page_title = document.select_single("title").text();
    let outlet = ld("publisher").and_then(|publisher| names(publisher).into_iter().next());
    let outlet = outlet.or_else(|| meta(&["og:site_name", "citation_journal_title", "citation_newspaper_title"]));
    let outlet = outlet.or_else(|| microdata(document, &["publisher"]));
    let outlet = outlet.or_else(|| meta(&["citation_publisher", "dc.publisher", "dcterms.publisher", "publisher"]));
    let outlet = outlet.or_else(|| record::outlet_in_title(&line(&page_title), host.as_deref()?));
    let outlet = outlet.or_else(|| meta(&["application-name", "apple-mobile-web-app-title"]));
    record.outlet = outlet.map(|name| line(&name)).filter(|name| !name.is_empty() && !name.contains("://"));
    let outlet = record.outlet.as_deref();
    record.author = author(document, &metas, ld("author"), outlet);
    let published = ld("datePublished").or_else(|| ld("dateCreated")).and_then(Value::as_str).and_then(record::day);
    record.published = published.or_else(|| published_in_page(document, &metas));
    let url = record.url.clone();
    record.published = record.published.take().or_else(|| record::day_in_address(url.as_deref()?));
    record.retrieved = saved.day.clone().or_else(|| meta(&["savepage-date"]).and_then(|text| record::day(&text)));
    record.language = language(document, &metas, ld("inLanguage"));
    record.license = document
        .select_single("link[rel=license], a[rel=license]")
        .attr("href")
        .map(|href| href.to_string())
        .or_else(|| ld("license").and_then(Value::as_str).map(str::to_owned))
        .or_else(|| meta(&["dc.rights.license", "dcterms.license"]))
        .filter(|text| text.len() < 300);
    let headline = ld("headline").and_then(Value::as_str).map(str::to_owned);
    let titles = [
        headline,
        meta(&["og:title", "citation_title", "twitter:title", "dc.title", "dcterms.title"]),
        microdata(document, &["headline"]),
        only_heading(document),
        saved.title.clone(),
        Some(page_title.to_string()),
    ];
    let title = titles.into_iter().flatten().map(|title| record::title(&title, outlet)).find(|title| !title.is_empty());
    let summary = meta(&["og:description", "description", "twitter:description", "dc.description"]);
    let tags = tags(&metas, ld("keywords"));
    Head { title, summary: summary.map(|text| line(&text)).filter(|text| !text.is_empty()), tags, record }
}

/// Address, copy in an archive and its day.
fn address(
    document: &Document,
    metas: &[(String, String)],
    linked: Option<&Value>,
    saved: &Saved,
    record: &mut Record,
) {
    let linked = linked.and_then(|value| value.as_str().or_else(|| value.get("@id")?.as_str()));
    let canonical = document.select_single("link[rel=canonical]").attr("href").map(|href| href.to_string());
    let said = [
        canonical,
        first(metas, &["og:url", "citation_public_url", "citation_abstract_html_url", "twitter:url", "savepage-url"]),
        linked.map(str::to_owned),
        first(metas, &["dc.identifier", "dcterms.identifier", "dc.source"]),
    ];
    let mut candidates: Vec<String> = said.into_iter().flatten().filter_map(|url| record::address(&url)).collect();
    let saved = saved.url.as_deref().and_then(record::address);
    if let Some((original, date)) = saved.as_deref().and_then(record::archived) {
        record.archive_url.clone_from(&saved);
        record.archive_date = date;
        candidates.insert(0, original);
    } else {
        candidates.extend(saved);
    }
    // a copy in an archive may have rewritten what its page says of itself
    for candidate in &mut candidates {
        if let Some((original, date)) = record::archived(candidate) {
            let copy = std::mem::replace(candidate, original);
            record.archive_url.get_or_insert(copy);
            record.archive_date = record.archive_date.take().or(date);
        }
    }
    // pages whose canonical address is that of the whole site
    let is_page = |url: &&String| url.splitn(4, '/').nth(3).is_some_and(|path| !path.is_empty());
    record.url = candidates.iter().find(is_page).or(candidates.first()).cloned();
    let Some(key) = record.url.as_deref().map(record::address_key) else { return };
    if record.archive_url.is_some() {
        return;
    }
    for link in document.select("a[href*='archive.']").nodes().iter().take(50) {
        let Some(copy) = link.attr("href").and_then(|href| record::address(&href)) else { continue };
        if let Some((original, date)) = record::archived(&copy)
            && record::address_key(&original) == key
        {
            (record.archive_url, record.archive_date) = (Some(copy), date);
            return;
        }
    }
}

fn author(
    document: &Document,
    metas: &[(String, String)],
    linked: Option<&Value>,
    outlet: Option<&str>,
) -> Option<String> {
    let join = |names: Vec<String>| {
        let mut known: Vec<String> = Vec::new();
        for name in names.iter().filter_map(|name| record::author(name, outlet)) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        Some(known.join("; ")).filter(|names| !names.is_empty())
    };
    let all = |wanted: &[&str]| -> Vec<String> {
        let values = metas.iter().filter(|(name, _)| wanted.contains(&name.as_str()));
        values.map(|(_, value)| value.clone()).collect()
    };
    let select = |selector: &str| -> Vec<String> {
        let found = document.select(selector);
        found.nodes().iter().take(6).map(|node| line(&node.text())).filter(|text| text.len() < 120).collect()
    };
    linked
        .and_then(|value| join(names(value)))
        .or_else(|| join(all(&["citation_author", "citation_authors"])))
        .or_else(|| {
            join(all(&["author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "byl"]))
        })
        .or_else(|| join(all(&["dc.creator", "dcterms.creator", "dc.creator.personalname"])))
        .or_else(|| join(select("[itemprop=author] [itemprop=name]")))
        .or_else(|| join(select("[itemprop=author]")))
        .or_else(|| join(select("article [rel=author], main [rel=author], [rel=author]")))
        .or_else(|| join(select(".byline__name, .author-name, .byline-name, .article__author, .article-author")))
        .or_else(|| {
            select(".byline, [class*=byline], .author").iter().find_map(|text| {
                record::byline(text, outlet).or_else(|| {
                    // without `by` it must look like a name
                    let words = text.split(' ').count();
                    let named = text.split(' ').all(|word| word.starts_with(char::is_uppercase));
                    ((2..=4).contains(&words) && named).then(|| record::author(text, outlet))?
                })
            })
        })
}

fn published_in_page(document: &Document, metas: &[(String, String)]) -> Option<String> {
    let named = first(
        metas,
        &[
            "article:published_time",
            "article:published",
            "og:published_time",
            "og:article:published_time",
            "citation_publication_date",
            "citation_date",
            "citation_online_date",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.created",
            "dc.date",
            "dcterms.date",
            "date",
        ],
    );
    let in_meta = named.and_then(|text| record::day(&text));
    let in_page = || {
        let times = "[itemprop=datePublished], time[pubdate], article time[datetime], header time[datetime], \
                     main time[datetime], time[datetime], .dateline, .published, [class*=publish] time";
        let found = document.select(times);
        let of = |node: &dom_query::NodeRef<'_>| {
            let said = ["content", "datetime"].iter().find_map(|name| record::day(&node.attr(name)?));
            said.or_else(|| record::dateline(&node.text()))
        };
        // first what is said to be the publication; the selector lists in the order of the page
        let marked = document.select("[itemprop=datePublished], time[pubdate]");
        marked.nodes().iter().find_map(of).or_else(|| found.nodes().iter().take(8).find_map(of))
    };
    in_meta.or_else(in_page)
}

fn language(document: &Document, metas: &[(String, String)], linked: Option<&Value>) -> Option<String> {
    let of_root = document.select_single("html[lang]").attr("lang").map(|tag| tag.to_string());
    let linked = linked.and_then(Value::as_str).map(str::to_owned);
    let said = [
        linked,
        of_root,
        first(
            metas,
            &["og:locale", "content-language", "dc.language", "dcterms.language", "citation_language", "language"],
        ),
    ];
    said.into_iter().flatten().find_map(|tag| record::language(&tag))
}

fn tags(metas: &[(String, String)], linked: Option<&Value>) -> Vec<String> {
    let mut all: Vec<String> =
        metas.iter().filter(|(name, _)| name == "article:tag").map(|(_, tag)| tag.clone()).collect();
    if all.is_empty() {
        let from = linked.and_then(Value::as_array);
        all.extend(from.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    }
    // what stands under `keywords` is written for search engines, and no list of topics
    all.retain(|tag| tag.len() <= 60 && !tag.contains([':', '/']));
    all.truncate(12);
    record::tags(all.iter().map(String::as_str))
}

/// `meta` elements: name in lower case with points, and content.
fn metas(document: &Document) -> Vec<(String, String)> {
    let mut metas = Vec::new();
    for node in document.select("meta").nodes() {
        let name = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(|key| node.attr(key));
        if let (Some(name), Some(content)) = (name, node.attr("content")) {
            let name = name.trim().to_ascii_lowercase();
            let name = match name.split_once(':') {
                Some((prefix @ ("dc" | "dcterms"), rest)) => format!("{prefix}.{rest}"),
                _ => name,
            };
            let content = line(&content);
            if !content.is_empty() && content.len() < 5_000 {
                metas.push((name, content));
            }
        }
    }
    metas
}

fn first(metas: &[(String, String)], names: &[&str]) -> Option<String> {
    names.iter().find_map(|wanted| metas.iter().find(|(name, _)| name == wanted).map(|(_, content)| content.clone()))
}

/// The text of a property of microdata, or of the name within it.
fn microdata(document: &Document, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let found = document.select_single(&format!("[itemprop={name}]"));
        let node = found.nodes().first()?.to_owned();
        let inner = document.select_single(&format!("[itemprop={name}] [itemprop=name]"));
        let inner = inner.nodes().first().map(|node| node.attr("content").unwrap_or_else(|| node.text()));
        let text = inner.or_else(|| node.attr("content")).unwrap_or_else(|| node.text());
        let text = line(&text);
        (!text.is_empty() && text.len() < 300).then_some(text)
    })
}

/// The text of the only heading of the first level.
fn only_heading(document: &Document) -> Option<String> {
    let found = document.select("h1");
    let [heading] = found.nodes() else { return None };
    Some(line(&heading.text())).filter(|text| !text.is_empty() && text.len() < 300)
}

/// The names of people or bodies in JSON-LD: a text, an object, or a list of them.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        Value::Array(items) => items.iter().take(20).flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// The article among the linked data of a page, with references to other parts of it followed.
fn linked_data(document: &Document) -> Option<Map<String, Value>> {
    let mut objects: Vec<Map<String, Value>> = Vec::new();
    for script in document.select("script[type='application/ld+json']").nodes().iter().take(40) {
        let text = script.text();
        let text = text.trim().trim_start_matches("<![CDATA[").trim_start_matches("//<![CDATA[");
        let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim_end_matches(';');
        let value = serde_json::from_str::<Value>(text).or_else(|_| {
            // line breaks within strings, as many programs leave them
            let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&clean)
        });
        if let Ok(value) = value {
            gather(value, &mut objects, 0);
        }
    }
    let rank = |object: &Map<String, Value>| {
        types(object)
            .iter()
            .map(|kind| match kind.as_str() {
                kind if kind.ends_with("NewsArticle") => 4,
                kind if kind.ends_with("Article") || kind == "BlogPosting" || kind == "Report" => 3,
                "SocialMediaPosting" | "ScholarlyArticle" | "LiveBlogPosting" | "CreativeWork" => 2,
                kind if kind.ends_with("Page") => 1,
                _ => 0,
            })
            .max()
            .unwrap_or(0)
    };
    let mut best: Option<Map<String, Value>> = None;
    for object in &objects {
        if rank(object) > best.as_ref().map_or(0, rank) {
            best = Some(object.clone());
        }
    }
    let mut best = best?;
    for key in ["author", "publisher"] {
        if let Some(value) = best.get_mut(key) {
            follow(value, &objects);
        }
    }
    Some(best)
}

fn gather(value: Value, objects: &mut Vec<Map<String, Value>>, depth: usize) {
    /// More objects than a page has a use for.
    const MOST: usize = 500;
    if depth > 8 || objects.len() > MOST {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| gather(item, objects, depth + 1)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                gather(graph, objects, depth + 1);
            }
            if let Some(main @ Value::Object(_)) = object.get("mainEntity").cloned() {
                gather(main, objects, depth + 1);
            }
            objects.push(object);
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> Vec<String> {
    match object.get("@type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// `{"@id": "#publisher"}` as the object of that id.
fn follow(value: &mut Value, objects: &[Map<String, Value>]) {
    if let Value::Array(items) = value {
        return items.iter_mut().take(20).for_each(|item| follow(item, objects));
    }
    let Some(id) = value.get("@id").filter(|_| value.get("name").is_none()).cloned() else { return };
    if let Some(found) = objects.iter().find(|object| object.get("@id") == Some(&id) && object.contains_key("name")) {
        *value = Value::Object(found.clone());
    }
}

/// What programs that save pages write in comments at their top.
pub(super) fn saved(text: &str) -> Saved {
    let mut saved = Saved::default();
    let mut start = &text[..text.char_indices().nth(20_000).map_or(text.len(), |(at, _)| at)];
    while let Some(at) = start.find("<!--") {
        let Some(end) = start[at..].find("-->") else { break };
        let comment = &start[at + 4..at + end];
        if let Some(at) = comment.find("saved from url=") {
            // `saved from url=(0031)https://…`
            let rest = comment[at + 15..].trim_start();
            let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
            saved.url = saved.url.or_else(|| record::address(rest.split_whitespace().next()?));
        } else if comment.contains("SingleFile") {
            for row in comment.lines() {
                let row = row.trim();
                if let Some(url) = row.strip_prefix("url:") {
                    saved.url = saved.url.or_else(|| record::address(url.trim()));
                } else if let Some(date) = row.strip_prefix("saved date:") {
                    saved.day = saved.day.or_else(|| record::day(date));
                }
            }
        } else if let Some(rest) = comment.trim().strip_prefix("Mirrored from ") {
            let (url, rest) = rest.split_once(" by ").unwrap_or((rest, ""));
            saved.url = saved.url.or_else(|| record::address(&format!("http://{}", url.trim())));
            saved.day = saved.day.or_else(|| record::day(rest.split_once("], ")?.1));
        }
        start = &start[at + end + 3..];
    }
    saved
}
