//! The [site map](https://www.sitemaps.org/protocol.html): all pages that search engines may list.

use super::FeedInput;
use crate::date::PartialDate;
use crate::site::absolute;
use crate::source::Head;
use crate::text::xml::Xml;
use std::collections::BTreeMap;

/// Most addresses in one file, by the protocol. As many of ours have less than its 50 MB.
const MOST: usize = 50_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// `sitemap.xml`, above 50,000 pages an index with `sitemap-1.xml` and so on; nothing without an address on the web or if
/// search engines are asked to stay away.
pub(super) fn files(input: &FeedInput<'_>) -> Vec<(String, Vec<u8>)> {
    match input.base_url {
        Some(base_url) if !input.dossier.config.publish.noindex => split(&pages(input), base_url, MOST),
        _ => Vec::new(),
    }
}

/// Addresses of all pages in the map, each with the date of its last change if the author recorded one (the date of an article
/// is no such thing: it may be of 1994).
fn pages<'a>(input: &FeedInput<'a>) -> BTreeMap<&'a str, Option<&'a PartialDate>> {
    let (dossier, site) = (input.dossier, input.site);
    let articles = dossier.articles.iter().map(|article| &article.source.head).zip(&site.articles);
    let entities = dossier.gazetteer.entities.iter().map(|entity| &entity.source.head).zip(&site.entities);
    let free = dossier.pages.iter().map(|page| &page.source.head).zip(&site.pages);
    let outlets = site.outlets.iter().map(|path| (path.as_str(), None));
    let mut pages: BTreeMap<&str, Option<&PartialDate>> =
        input.made.iter().map(|path| (path.as_str(), None)).chain(outlets).collect();
    // Words that are merely found elsewhere, and a page about nothing.
    for path in ["search.html", "404.html"] {
        pages.remove(path);
    }
    let sections = dossier.sections.iter().map(|page| &page.source.head);
    let sections: Vec<(&Head, String)> = sections.map(|head| (head, made_by(head))).collect();
    for (head, path) in &sections {
        if let Some(path) = input.made.iter().find(|made| *made == path) {
            enter(&mut pages, head, path);
        }
    }
    for (head, path) in articles.chain(entities).chain(free) {
        enter(&mut pages, head, path);
    }
    pages
}

fn enter<'a>(pages: &mut BTreeMap<&'a str, Option<&'a PartialDate>>, head: &'a Head, path: &'a str) {
    if head.noindex {
        pages.remove(path);
    } else {
        pages.insert(path, head.updated.as_ref());
    }
}

/// The index page that an `_index.md` belongs to: `people/_index` is the text of `people/index.html`.
fn made_by(head: &Head) -> String {
    let folder = head.id.0.strip_suffix("_index").unwrap_or(&head.id.0);
    format!("{folder}index.html")
}

fn split(pages: &BTreeMap<&str, Option<&PartialDate>>, base_url: &str, most: usize) -> Vec<(String, Vec<u8>)> {
    let pages: Vec<(&str, Option<&PartialDate>)> = pages.iter().map(|(path, updated)| (*path, *updated)).collect();
    if pages.len() <= most {
        return vec![("sitemap.xml".to_owned(), map(&pages, base_url))];
    }
    let parts = (1..).zip(pages.chunks(most));
    let mut files: Vec<(String, Vec<u8>)> =
        parts.map(|(number, part)| (format!("sitemap-{number}.xml"), map(part, base_url))).collect();
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    for (path, _) in &files {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &absolute(base_url, path));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    files.push(("sitemap.xml".to_owned(), xml.finish()));
    files
}

fn map(pages: &[(&str, Option<&PartialDate>)], base_url: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", NAMESPACE)]);
    for (path, updated) in pages {
        xml.open("url", &[]);
        xml.text("loc", &[], &absolute(base_url, path));
        if let Some(updated) = updated {
            xml.text("lastmod", &[], &updated.iso_date());
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_maps_are_split() {
        let paths = ["a.html", "b.html", "c.html", "d.html", "e.html"];
        let pages: BTreeMap<&str, Option<&PartialDate>> = paths.into_iter().map(|path| (path, None)).collect();
        for (most, names) in [
            (5, vec!["sitemap.xml"]),
            (3, vec!["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]),
            (2, vec!["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]),
        ] {
            let files = split(&pages, "https://d.example/x", most);
            assert_eq!(files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), names);
            let all: String = files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
            for path in paths {
                assert_eq!(all.matches(&format!("<loc>https://d.example/x/{path}</loc>")).count(), 1, "{all}");
            }
            let parts = all.matches("<loc>https://d.example/x/sitemap-").count();
            assert_eq!(parts, names.len() - 1, "{all}");
        }
    }
}
