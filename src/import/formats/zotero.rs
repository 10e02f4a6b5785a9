//! Zotero's own RDF, the only export of it that has notes as they are.

use super::super::{Reading, Refusal};
use super::bibliography::{Reference, person};
use super::xml;
use roxmltree::Node;
use rustc_hash::FxHashMap;

/// The items of a library with their notes.
pub(in super::super) fn read(text: &str) -> Result<Reading, Refusal> {
    let text = xml::prepared(text);
    let document = xml::parse(&text)?;
    let root = document.root_element();
    let mut notes: FxHashMap<&str, String> = FxHashMap::default();
    let mut containers: FxHashMap<&str, Node<'_, '_>> = FxHashMap::default();
    for node in root.children().filter(Node::is_element) {
        let Some(about) = xml::attribute(node, "about") else { continue };
        if node.tag_name().name() == "Memo" {
            notes.insert(about, xml::child_text(node, "value").unwrap_or_default());
        } else {
            containers.insert(about, node);
        }
    }
    let mut reading = Reading::default();
    let mut used: Vec<&str> = Vec::new();
    for node in root.children().filter(Node::is_element) {
        let kind = node.tag_name().name();
        if matches!(kind, "Memo" | "Attachment" | "Collection" | "Journal") || xml::child(node, "title").is_none() {
            continue;
        }
        let mine: Vec<&str> = node
            .children()
            .filter(|child| child.tag_name().name() == "isReferencedBy")
            .filter_map(|child| xml::attribute(child, "resource"))
            .collect();
        let mut reference = reference(node, &containers);
        reference.notes = mine.iter().filter_map(|id| notes.get(id).cloned()).collect();
        used.extend(mine);
        let title = reference.title.clone().unwrap_or_default();
        match reference.draft() {
            Ok(draft) => reading.drafts.push(draft),
            Err(refusal) => reading.left_out.push((format!("the item `{title}`"), refusal)),
        }
    }
    // notes that belong to no item are the author's own texts
    let mut alone: Vec<(&str, String)> = notes.into_iter().filter(|(id, _)| !used.contains(id)).collect();
    alone.sort();
    for (_, note) in alone {
        let first = crate::text::plain::line(&dom_query::Document::fragment(note.as_str()).text());
        let title: String = first.chars().take(80).collect();
        let reference = Reference { title: Some(title), notes: vec![note], ..Reference::default() };
        reading.drafts.extend(reference.draft().ok());
    }
    if reading.drafts.is_empty() {
        return Err(Refusal::new("it is RDF without items of Zotero", "export it as BibTeX, RIS or CSL-JSON"));
    }
    Ok(reading)
}

fn reference(node: Node<'_, '_>, containers: &FxHashMap<&str, Node<'_, '_>>) -> Reference {
    let part_of = xml::child(node, "isPartOf").and_then(|part| {
        let inner = part.children().find(Node::is_element);
        let title = |node: Node<'_, '_>| xml::child_text(node, "title");
        inner.and_then(title).or_else(|| title(*containers.get(xml::attribute(part, "resource")?)?))
    });
    let publisher = xml::child(node, "publisher").map(|publisher| {
        publisher
            .descendants()
            .find(|node| node.tag_name().name() == "name")
            .map_or_else(|| xml::text(publisher), xml::text)
    });
    let people = xml::child(node, "authors").into_iter().flat_map(|list| list.descendants());
    let people = people.filter(|node| node.tag_name().name() == "Person").filter_map(|one| {
        let given = xml::child_text(one, "givenName").or_else(|| xml::child_text(one, "givenname")).unwrap_or_default();
        person(&given, &xml::child_text(one, "surname").unwrap_or_default())
    });
    let identifiers = || node.children().filter(|child| child.tag_name().name() == "identifier").map(xml::text);
    let subjects = node.children().filter(|child| child.tag_name().name() == "subject").map(xml::text);
    Reference {
        title: xml::child_text(node, "title"),
        outlets: part_of.into_iter().chain(publisher).collect(),
        url: identifiers().find(|text| text.starts_with("http")),
        doi: identifiers().find_map(|text| text.strip_prefix("DOI ").map(str::to_owned)),
        authors: people.collect(),
        published: xml::child_text(node, "date"),
        retrieved: xml::child_text(node, "dateSubmitted"),
        language: xml::child_text(node, "language"),
        summary: xml::child_text(node, "abstract"),
        notes: Vec::new(),
        tags: subjects.collect(),
    }
}
