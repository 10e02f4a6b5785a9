//! What holds for every body, however broken: exact maps, whole HTML, nothing that could act in a browser.

use dossier::markdown::{Document, Labels, MarkdownOptions, SlotTarget, parse};
use proptest::prelude::*;
use scraper::{Html, Node};
use std::collections::HashSet;

/// Pieces from which Markdown trouble is made.
const PIECES: &[&str] = &[
    "a",
    "Ada Lovelace",
    "é",
    "東京",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\t",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "> ",
    ">",
    "- ",
    "* ",
    "1. ",
    "12) ",
    "# ",
    "## ",
    "###### ",
    "===\n",
    "---\n",
    "==",
    "===",
    "[",
    "]",
    "[[",
    "]]",
    "![[",
    "![",
    "](",
    ")",
    "[x](#a)",
    "[x](#)",
    "](b.md \"t\")",
    "](javascript:alert(1))",
    "](//h)",
    "[~",
    "[[~A]]",
    "[[A|",
    "|",
    "| a | b |\n|---|:-:|\n",
    "\\",
    "\\|",
    "\\*",
    "\\\n",
    "&amp;",
    "&lt;",
    "&acE;",
    "&#0;",
    "&#13;",
    "&nbsp;",
    "&",
    "<",
    ">",
    "<b>",
    "</b>",
    "<i lang=\"fr\">",
    "</i>",
    "<a href=\"http://x.example\">",
    "</a>",
    "<a name=x>",
    "<span onclick=alert(1)>",
    "<br>",
    "<br/>",
    "<rt>",
    "<ruby>",
    "</ruby>",
    "<script>",
    "</script>",
    "<svg onload=alert(1)>",
    "<math><mi//xlink:href=\"data:x,<script>\">",
    "<!-- more -->",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<details>\n",
    "</details>\n",
    "<details open>\n<summary>S</summary>\n",
    "<div>\n",
    "</div>\n",
    "<section>",
    "<li>",
    "<dd>x",
    "<table><tr><td>",
    "</table>",
    "<p>",
    "</p>",
    "<style>",
    "<img src=x onerror=alert(1)>",
    "<iframe src=//h>",
    "<form><input>",
    "<title>",
    "<textarea>",
    "<a href=\"javascript:alert(1)\">",
    "<base href=//h>",
    "http://a.example/b?c=d&e",
    "https://a.example/x--y...z",
    "www.example.org",
    "me@example.org",
    "\"",
    "'",
    "--",
    "---",
    "...",
    "$",
    "$$",
    "$x$",
    "$5",
    "[^1]",
    "[^1]: ",
    "[^b]",
    "[^b]: note\n",
    "[x]: http://x.example\n",
    "[x]",
    "- [ ] ",
    "- [x] ",
    ": ",
    "Term\n: ",
    "> [!NOTE]\n> ",
    "{#id}",
    "{.c}",
    "\0",
    "\u{200b}",
    "\u{a0}",
    "\u{202e}",
    "=",
    "!",
    "^",
    "#a",
    "    ",
    "/",
    "\"onmouseover=\"alert(1)",
];

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
    "open",
    "rel",
    "role",
    "rowspan",
    "start",
    "title",
    "type",
];

fn bodies() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat()),
        prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

fn option_sets() -> [MarkdownOptions<'static>; 3] {
    let all = MarkdownOptions::default();
    [
        all,
        MarkdownOptions { drop_leading_title: Some("a"), permalinks: false, ..all },
        MarkdownOptions {
            extensions: false,
            smart_punctuation: false,
            block_ids: false,
            labels: Labels::ENGLISH,
            ..all
        },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_body_keeps_the_contract(body in bodies()) {
        for options in option_sets() {
            let (document, problems) = parse(&body, &options);
            check_prose(&body, &document);
            check_segments(&body, &document);
            check_places(&body, &document);
            check_tree(&document.html);
            check_again_sanitised(&document.html);
            for problem in problems {
                prop_assert!(body.get(problem.source.clone()).is_some(), "{problem:?}");
            }
        }
    }
}

fn slice(text: &str, start: u32, len: u32) -> &str {
    text.get(start as usize..(start + len) as usize).unwrap_or_else(|| panic!("{start}+{len} is no slice of {text:?}"))
}

/// The prose is its blocks, joined by a blank line.
fn check_prose(body: &str, document: &Document) {
    let text = &document.prose.text;
    let joined: Vec<&str> =
        document.blocks.iter().map(|b| slice(text, b.prose.start, b.prose.end - b.prose.start)).collect();
    assert_eq!(&joined.join("\n\n"), text, "{body:?}");
    assert!(joined.iter().all(|block| !block.is_empty()), "{body:?}");
    assert!(!text.contains('\0'), "{body:?}");
    let mut end = 0;
    for closed in &document.prose.closed {
        assert!(
            closed.prose.start >= end && closed.prose.end > closed.prose.start,
            "{body:?} {:?}",
            document.prose.closed
        );
        slice(text, closed.prose.start, closed.prose.end - closed.prose.start);
        end = closed.prose.end;
    }
}

/// Segments ascend, cover all prose but the joints, and are exact.
fn check_segments(body: &str, document: &Document) {
    let (mut prose_end, mut html_end) = (0, 0);
    for segment in &document.prose.segments {
        let prose = slice(&document.prose.text, segment.prose, segment.prose_len);
        let html = slice(&document.html, segment.html, segment.html_len);
        let source = slice(body, segment.source, segment.source_len);
        assert!(segment.prose == prose_end || segment.prose == prose_end + 2, "gap in the prose of {body:?}");
        assert!(segment.html >= html_end, "{body:?}");
        (prose_end, html_end) = (segment.prose + segment.prose_len, segment.html + segment.html_len);
        let exact = segment.prose_len == segment.html_len && segment.prose_len == segment.source_len;
        if exact {
            assert_eq!((prose, prose), (source, html), "{body:?}");
        } else if segment.html_len > 0 && !has_display_marks(source) {
            assert_eq!(unescaped(html), prose, "{body:?}");
        }
        assert!(!html.contains(['<', '>']), "{html:?} in {body:?}");
    }
    assert_eq!(prose_end as usize, document.prose.text.len(), "{body:?}");
}

fn has_display_marks(source: &str) -> bool {
    source.starts_with(['"', '\'', '-', '.'])
}

fn unescaped(html: &str) -> String {
    let tree = Html::parse_fragment(html);
    tree.root_element().text().collect()
}

/// Blocks, slots, headings and the summary's end lie where they say.
fn check_places(body: &str, document: &Document) {
    let html = |range: &std::ops::Range<u32>| slice(&document.html, range.start, range.end - range.start);
    for (index, block) in document.blocks.iter().enumerate() {
        slice(body, block.source.start, block.source.end - block.source.start);
        assert_balanced(html(&block.html), body);
        if block.html.is_empty() {
            continue;
        }
        let anchor = document.anchor(index).expect("every block that is shown has an anchor").to_string();
        let is_id = document.html.contains(&format!(
            " id=\"{}\"",
            anchor.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
        ));
        assert!(is_id || !document.html.contains(" id=\"p-"), "no {anchor} in {:?} of {body:?}", document.html);
    }
    let mut start = 0;
    for slot in &document.slots {
        assert!(slot.html.start >= start, "{body:?}");
        start = slot.html.start;
        assert_balanced(html(&slot.html), body);
        slice(&document.prose.text, slot.prose.start, slot.prose.end - slot.prose.start);
        slice(body, slot.source.start, slot.source.end - slot.source.start);
        if matches!(slot.target, SlotTarget::Image { .. } | SlotTarget::Embed { .. }) {
            assert!(slot.html.is_empty());
        }
    }
    if let Some(more) = document.more {
        assert_balanced(&document.html[..more], body);
        assert_balanced(&document.html[more..], body);
    }
}

/// Every start tag has its end tag, in order.
fn assert_balanced(html: &str, body: &str) {
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
fn check_tree(html: &str) {
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
fn check_again_sanitised(html: &str) {
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
