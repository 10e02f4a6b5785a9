//! Atom 1.0 (RFC 4287).

use super::entries::{Entry, Feed};
use crate::text::xml::Xml;

/// `atom.xml`.
pub(super) fn write(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &feed.language)]);
    xml.text("id", &[], &feed.id);
    xml.text("title", &[], &feed.title);
    if !feed.description.is_empty() {
        xml.text("subtitle", &[], &feed.description);
    }
    xml.text("updated", &[], &feed.updated);
    author(&mut xml, &feed.author);
    xml.text("generator", &[], "dossier");
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.url(&feed.path))]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.url(&feed.page))]);
    for article in &feed.entries {
        if let Some(updated) = &article.updated {
            entry(&mut xml, article, updated, &feed.language);
        }
    }
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, entry: &Entry, updated: &str, language: &str) {
    if entry.language == language {
        xml.open("entry", &[]);
    } else {
        xml.open("entry", &[("xml:lang", &entry.language)]);
    }
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.title);
    if let Some(published) = &entry.published {
        xml.text("published", &[], published);
    }
    xml.text("updated", &[], updated);
    for name in &entry.authors {
        author(xml, name);
    }
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    if let Some(source) = &entry.source {
        xml.empty("link", &[("rel", "via"), ("href", source)]);
    }
    for topic in &entry.topics {
        xml.empty("category", &[("term", topic)]);
    }
    if !entry.text.is_empty() {
        xml.text("summary", &[("type", "text")], &entry.text);
    }
    xml.close("entry");
}

fn author(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.text("name", &[], name);
    xml.close("author");
}
