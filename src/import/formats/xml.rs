//! XML as a tree, by a parser in which nothing expands.

use super::super::Refusal;
use roxmltree::{Document, Error, Node, ParsingOptions};
use std::borrow::Cow;

/// More elements than a document that is read by people has.
const MOST_NODES: u32 = 4_000_000;

/// The text as it can be parsed: without a bare document type, and with HTML's names of characters as characters, which sloppy feeds have.
pub(super) fn prepared(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if let Some(start) = text.find("<!DOCTYPE")
        && let Some(length) = text[start..].find('>')
        && !text[start..start + length].contains('[')
    {
        text = Cow::Owned(format!("{}{}", &text[..start], &text[start + length + 1..]));
    }
    for (name, character) in [
        ("&nbsp;", "\u{a0}"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&hellip;", "…"),
        ("&copy;", "©"),
        ("&euro;", "€"),
        ("&auml;", "ä"),
        ("&ouml;", "ö"),
        ("&uuml;", "ü"),
        ("&szlig;", "ß"),
        ("&eacute;", "é"),
        ("&egrave;", "è"),
        ("&agrave;", "à"),
    ] {
        if text.contains(name) {
            text = Cow::Owned(text.replace(name, character));
        }
    }
    text
}

/// The tree of a text.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::DtdDetected => Refusal::new(
            "it declares a document type (DTD), which can make a small file endless",
            "save it again as HTML or Markdown",
        ),
        Error::NodesLimitReached => Refusal::too_large("it", "four million elements"),
        error => Refusal::new(format!("its XML is broken: {error}"), "save it again"),
    })
}

/// The first child of a name, whatever its namespace.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// All text below a node.
pub(super) fn text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(roxmltree::Node::is_text)
        .filter_map(|node| node.text())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The text of the first child of a name, if it has any.
pub(super) fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    child(node, name).map(text).filter(|text| !text.is_empty())
}

/// An attribute, whatever its namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}
