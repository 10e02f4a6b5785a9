//! What HTML of pages may be, as a browser reads it: shared by the property tests and the fuzz targets, which therefore hold
//! the writer to the same rules.

use scraper::{Html, Node};
use std::collections::HashSet;

const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "munderover",
    "munder",
    "mtr",
    "mtext",
    "mtd",
    "mtable",
    "msup",
    "msubsup",
    "msub",
    "mstyle",
    "msqrt",
    "mspace",
    "mrow",
    "mroot",
    "mmultiscripts",
    "mprescripts",
    "mphantom",
    "mpadded",
    "mover",
    "mo",
    "mn",
    "mi",
    "mfrac",
    "math",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

const ATTRIBUTES: &[&str] = &[
    "abbr",
    "aria-label",
    "checked",
    "cite",
    "class",
    "colspan",
    "datetime",
    "dir",
    "disabled",
    "href",
    "id",
    "lang",
    "width",
    "symmetric",
    "stretchy",
    "scriptlevel",
    "rspace",
    "movablelimits",
    "minsize",
    "maxsize",
    "mathvariant",
    "lspace",
    "linethickness",
    "largeop",
    "height",
    "displaystyle",
    "display",
    "depth",
    "columnspan",
    "accentunder",
    "accent",
    "open",
    "rel",
    "role",
    "rowspan",
    "start",
    "title",
    "type",
];

/// Every start tag has its end tag, in order.
pub(crate) fn assert_balanced(html: &str, body: &str) {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let tag = &rest[1..end.unwrap_or_else(|| panic!("open tag in {html:?} of {body:?}"))];
        rest = &rest[tag.len() + 2..];
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in {html:?} of {body:?}");
        } else if !["br", "hr", "input", "wbr"].contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} open in {html:?} of {body:?}");
}

/// A browser builds the very tree that was written, and finds only harmless things in it.
pub(crate) fn check_tree(html: &str) {
    assert_balanced(html, html);
    let tree = Html::parse_fragment(html);
    let mut ids = HashSet::new();
    for node in tree.root_element().descendants() {
        match node.value() {
            Node::Comment(_) | Node::ProcessingInstruction(_) => panic!("a comment in {html:?}"),
            Node::Element(element) if element.name() != "html" => {
                assert!(ELEMENTS.contains(&element.name()), "<{}> in {html:?}", element.name());
                for (name, value) in element.attrs() {
                    assert!(ATTRIBUTES.contains(&name), "{name} in {html:?}");
                    if matches!(name, "href" | "cite") {
                        let known = ["http://", "https://", "mailto:", "#"];
                        let lower = value.to_ascii_lowercase();
                        assert!(known.iter().any(|start| lower.starts_with(start)), "{value:?} in {html:?}");
                    }
                    if name == "id" {
                        assert!(["p-", "h-", "fn-", "fnref-"].iter().any(|start| value.starts_with(start)), "{html:?}");
                        assert!(ids.insert(value.to_owned()), "{value} twice in {html:?}");
                    }
                }
                if let ("input", kind) = (element.name(), element.attr("type")) {
                    assert_eq!((kind, element.attr("disabled")), (Some("checkbox"), Some("")), "{html:?}");
                }
            }
            _ => {}
        }
    }
    // What a browser repairs, it would write differently.
    let again = Html::parse_fragment(&tree.root_element().inner_html()).root_element().inner_html();
    assert_eq!(tree.root_element().inner_html(), again);
    assert_eq!(tags(&tree.root_element().inner_html()), tags(html), "repaired {html:?}");
}

/// Names of all tags, in order.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|rest| &rest[..rest.find(|c: char| c != '/' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len())])
        .map(|name| name.trim_end_matches('/'))
        .collect()
}

fn only_fragments(url: &str) -> Option<std::borrow::Cow<'_, str>> {
    url.starts_with('#').then(|| url.into())
}

/// A sanitiser that allows what we write finds nothing to take out.
pub(crate) fn check_again_sanitised(html: &str) {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .generic_attributes(ATTRIBUTES.iter().copied().filter(|name| *name != "rel").collect())
        .add_tag_attributes("a", &["rel"])
        .link_rel(None)
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::Custom(Box::new(only_fragments)));
    let clean = builder.clean(html).to_string();
    let serialised = |html: &str| {
        let mut attributes: Vec<String> = Vec::new();
        for node in Html::parse_fragment(html).root_element().descendants() {
            match node.value() {
                Node::Element(element) => {
                    // Addresses are looked at above; a host that cannot exist is the sanitiser's concern only.
                    let mut all: Vec<(&str, &str)> = element.attrs().filter(|(name, _)| *name != "href").collect();
                    all.sort_unstable();
                    attributes.push(format!("<{} {all:?}>", element.name()));
                }
                Node::Text(text) => attributes.push(text.to_string()),
                _ => {}
            }
        }
        attributes
    };
    assert_eq!(serialised(&clean), serialised(html), "{html:?}");
}
