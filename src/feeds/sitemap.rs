//! The [site map](https://www.sitemaps.org/protocol.html): all pages that search engines may list.

use super::{FeedFile, FeedInput};
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
pub(super) fn files(input: &FeedInput<'_>) -> Vec<(String, FeedFile)> {
    if input.base_url.is_none() || input.dossier.config.publish.noindex {
        return Vec::new();
    }
    let parts = (0..parts(pages(input).len(), MOST)).map(|part| (part_path(part), FeedFile::SiteMapPart(part)));
    parts.chain([("sitemap.xml".to_owned(), FeedFile::SiteMap)]).collect()
}

/// `sitemap.xml`
pub(super) fn whole(input: &FeedInput<'_>) -> Vec<u8> {
    top(&rows(&pages(input)), input.base_url.unwrap_or_default(), MOST)
}

/// One of the files that `sitemap.xml` names.
pub(super) fn part(input: &FeedInput<'_>, part: usize) -> Vec<u8> {
    let pages = pages(input);
    map(rows(&pages).chunks(MOST).nth(part).unwrap_or_default(), input.base_url.unwrap_or_default())
}

/// Number of files beside the first.
fn parts(pages: usize, most: usize) -> usize {
    if pages <= most { 0 } else { pages.div_ceil(most) }
}

fn part_path(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
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

/// A page with its last change.
type Row<'a> = (&'a str, Option<&'a PartialDate>);

fn rows<'a>(pages: &BTreeMap<&'a str, Option<&'a PartialDate>>) -> Vec<Row<'a>> {
    pages.iter().map(|(path, updated)| (*path, *updated)).collect()
}

/// The map itself, or the index of its parts.
fn top(pages: &[Row<'_>], base_url: &str, most: usize) -> Vec<u8> {
    let parts = parts(pages.len(), most);
    if parts == 0 {
        return map(pages, base_url);
    }
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    for part in 0..parts {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &absolute(base_url, &part_path(part)));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

fn map(pages: &[Row<'_>], base_url: &str) -> Vec<u8> {
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
        let pages: Vec<Row<'_>> = paths.into_iter().map(|path| (path, None)).collect();
        for (most, expected) in [(5, 0), (3, 2), (2, 3)] {
            assert_eq!(parts(pages.len(), most), expected);
            let mut files = vec![top(&pages, "https://d.example/x", most)];
            files.extend(pages.chunks(most).take(expected).map(|part| map(part, "https://d.example/x")));
            let all: String = files.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
            for path in paths {
                assert_eq!(all.matches(&format!("<loc>https://d.example/x/{path}</loc>")).count(), 1, "{all}");
            }
            let named = all.matches("<loc>https://d.example/x/sitemap-").count();
            assert_eq!(named, expected, "{all}");
        }
    }
}
