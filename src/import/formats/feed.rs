//! Files of feeds: RSS and Atom. Every entry is an article.

use super::super::draft::Draft;
use super::super::{Reading, Refusal, record};
use super::{html, xml};
use roxmltree::Node;

/// More entries than a feed has.
const MOST: usize = 5_000;

/// The entries of a feed, in its order.
pub(in super::super) fn read(text: &str) -> Result<Reading, Refusal> {
    let text = xml::prepared(text);
    let document = xml::parse(&text)?;
    let root = document.root_element();
    let channel = xml::child(root, "channel").unwrap_or(root);
    let feed = Feed {
        outlet: xml::child_text(channel, "title"),
        language: xml::child_text(channel, "language").or_else(|| xml::attribute(root, "lang").map(str::to_owned)),
        address: link(channel),
    };
    let is_entry = |node: &Node<'_, '_>| matches!(node.tag_name().name(), "item" | "entry");
    let drafts = root.descendants().filter(is_entry).take(MOST).map(|entry| feed.entry(entry)).collect();
    Ok(Reading { drafts, left_out: Vec::new() })
}

struct Feed {
    outlet: Option<String>,
    language: Option<String>,
    address: Option<String>,
}

impl Feed {
    fn entry(&self, entry: Node<'_, '_>) -> Draft {
        let mut draft = Draft { title: xml::child(entry, "title").map(plain), ..Draft::default() };
        let language = xml::attribute(entry, "lang").map(str::to_owned).or_else(|| self.language.clone());
        draft.lang = language.and_then(|tag| record::language(&tag));
        let record = &mut draft.record;
        record.language.clone_from(&draft.lang);
        record.outlet = xml::child(entry, "source").and_then(|source| {
            xml::child_text(source, "title").or_else(|| Some(xml::text(source))).filter(|name| !name.is_empty())
        });
        record.outlet = record.outlet.take().or_else(|| self.outlet.clone());
        record.url = link(entry).and_then(|url| record::address(&url));
        let guid = xml::child(entry, "guid").filter(|guid| guid.attribute("isPermaLink") != Some("false"));
        record.url = record.url.take().or_else(|| record::address(&xml::text(guid?)));
        let authors: Vec<String> = entry
            .children()
            .filter(|node| matches!(node.tag_name().name(), "author" | "creator"))
            .map(|node| xml::child_text(node, "name").unwrap_or_else(|| xml::text(node)))
            .filter_map(|name| record::author(of_address(&name), record.outlet.as_deref()))
            .collect();
        record.author = Some(authors.join("; ")).filter(|names| !names.is_empty());
        let days = ["published", "pubDate", "issued", "date", "created", "updated", "modified"];
        record.published = days.iter().find_map(|name| record::day(&xml::child_text(entry, name)?));
        draft.date.clone_from(&record.published);
        let tags: Vec<String> = entry
            .children()
            .filter(|node| matches!(node.tag_name().name(), "category" | "subject"))
            .map(|node| {
                node.attribute("label")
                    .or_else(|| node.attribute("term"))
                    .map_or_else(|| xml::text(node), str::to_owned)
            })
            .collect();
        draft.tags = record::tags(tags.iter().map(String::as_str));
        self.body(entry, &mut draft);
        draft
    }

    fn body(&self, entry: Node<'_, '_>, draft: &mut Draft) {
        let base = draft.record.url.as_deref().or(self.address.as_deref());
        let content =
            ["encoded", "content"].iter().find_map(|name| xml::child(entry, name)).filter(|node| has_text(*node));
        let summary =
            ["description", "summary"].iter().find_map(|name| xml::child(entry, name)).filter(|node| has_text(*node));
        let Some(text) = content.or(summary) else { return };
        (draft.body, draft.pictures) = markdown(text, base);
        if content.is_some() {
            draft.summary = summary.map(plain);
        } else {
            draft.notes.push("its feed has a summary or an extract of it only, perhaps".into());
        }
    }
}

/// Whether there is anything in an element, be it XHTML.
fn has_text(node: Node<'_, '_>) -> bool {
    !xml::text(node).is_empty()
}

/// A text of an entry: HTML as text, XHTML as elements, or plain.
fn markdown(node: Node<'_, '_>, base: Option<&str>) -> (String, Vec<super::super::draft::Picture>) {
    if node.attribute("type") == Some("xhtml") || node.children().any(|child| child.is_element()) {
        let source = &node.document().input_text()[node.range()];
        return html::fragment(source, base, Vec::new());
    }
    let text = xml::text(node);
    let is_plain = node.attribute("type") == Some("text") || !text.contains('<') && !text.contains('&');
    if is_plain {
        return (super::text::paragraphs(&text), Vec::new());
    }
    html::fragment(&text, base, Vec::new())
}

/// A text of an entry as one line, without elements.
fn plain(node: Node<'_, '_>) -> String {
    let text = xml::text(node);
    let text = if text.contains('<') || text.contains('&') {
        dom_query::Document::fragment(text).text().to_string()
    } else {
        text
    };
    crate::text::plain::line(&text)
}

/// The address that an element links to: in Atom as an attribute.
fn link(node: Node<'_, '_>) -> Option<String> {
    let links = || node.children().filter(|child| child.tag_name().name() == "link");
    let rel = |link: &Node<'_, '_>| link.attribute("rel").unwrap_or("alternate") == "alternate";
    let href = links().filter(rel).find_map(|link| link.attribute("href")).map(str::to_owned);
    href.or_else(|| links().map(xml::text).find(|text| !text.is_empty()))
}

/// `jane@example.org (Jane Doe)`, as RSS has authors: the name.
fn of_address(author: &str) -> &str {
    match author.split_once('(') {
        Some((address, name)) if address.contains('@') => name.trim_end_matches([')', ' ']),
        _ => author,
    }
}
