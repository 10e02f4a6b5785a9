//! The examples of the CommonMark and GitHub specifications, compared as DOM trees.
//!
//! What we write differently on purpose stands in `DIFFERENCES`, each with its reason and the HTML that is expected
//! instead; an entry that has become equal to the specification fails too.

use dossier::markdown::{Document, Hidden, MarkdownOptions, SlotTarget, Turned, parse};
use scraper::{Html, Node};
use std::fmt::Write as _;

#[path = "data/commonmark/differences.rs"]
mod differences;
use differences::{DIFFERENCES, GFM_DIFFERENCES};

struct Example {
    number: u32,
    markdown: String,
    html: String,
}

fn examples(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut parts = text.split(&fence);
    let mut found = Vec::new();
    while let (Some(before), Some(example)) = (parts.next(), parts.next()) {
        let number = before.trim_end().rsplit(' ').next().and_then(|number| number.parse().ok()).expect("a number");
        let body = example.strip_prefix(" example\n").expect("an opening fence").replace('→', "\t");
        // Empty Markdown or empty HTML leave nothing before or after the full stop.
        let split = if body.starts_with(".\n") { 0 } else { body.find("\n.\n").expect("a full stop") + 1 };
        found.push(Example { number, markdown: body[..split].to_owned(), html: body[split + 2..].to_owned() });
    }
    found
}

/// Puts plain links and pictures where the whole dossier would decide about them.
fn woven(document: &Document) -> String {
    let mut html = String::new();
    let mut done = 0;
    let mut open: Vec<usize> = Vec::new();
    let close_until = |html: &mut String, done: &mut usize, open: &mut Vec<usize>, source: u32| {
        while let Some(&last) = open.last() {
            let slot = &document.slots[last];
            if slot.source.end > source {
                break;
            }
            html.push_str(&document.html[*done..slot.html.end as usize]);
            *done = slot.html.end as usize;
            html.push_str("</a>");
            open.pop();
        }
    };
    for (index, slot) in document.slots.iter().enumerate() {
        close_until(&mut html, &mut done, &mut open, slot.source.start);
        html.push_str(&document.html[done..slot.html.start as usize]);
        done = slot.html.start as usize;
        match &slot.target {
            SlotTarget::Relative { path, fragment, title } => {
                let fragment = fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
                let _ = write!(html, "<a href=\"{}\"{}>", attribute(&format!("{path}{fragment}")), title_of(title));
                open.push(index);
            }
            SlotTarget::Image { path, alt, title, .. } => {
                let _ = write!(html, "<img src=\"{}\" alt=\"{}\"{}>", attribute(path), attribute(alt), title_of(title));
            }
            SlotTarget::Wikilink { .. } | SlotTarget::Embed { .. } => {}
        }
    }
    close_until(&mut html, &mut done, &mut open, u32::MAX);
    html.push_str(&document.html[done..]);
    html
}

fn attribute(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;")
}

fn title_of(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", attribute(title)) }
}

/// One text for all ways to write the same tree. White space counts as in the specification's own comparison: once, not
/// beside blocks, and as it is in `<pre>`.
fn normal(html: &str) -> String {
    let tree = Html::parse_fragment(html);
    let mut out = String::new();
    visit(&tree.root_element(), false, &mut out);
    out.trim().to_owned()
}

fn visit(element: &scraper::ElementRef<'_>, in_pre: bool, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) if in_pre => out.push_str(&text.replace('<', "&lt;")),
            Node::Text(text) => {
                for c in text.chars() {
                    let is_space = c.is_ascii_whitespace();
                    if !(is_space && (out.is_empty() || out.ends_with([' ', '\n']))) {
                        out.push_str(&if is_space { " ".to_owned() } else { c.to_string().replace('<', "&lt;") });
                    }
                }
            }
            Node::Element(_) => {
                let inner = scraper::ElementRef::wrap(child).expect("an element");
                let name = inner.value().name();
                let is_block =
                    !["a", "em", "strong", "code", "img", "del", "b", "i", "span", "input", "s", "u"].contains(&name);
                if is_block && !in_pre {
                    out.truncate(out.trim_end_matches(' ').len());
                }
                out.push_str(&start_tag(&inner));
                if is_block && !in_pre {
                    out.push('\n');
                }
                visit(&inner, in_pre || name == "pre", out);
                if is_block && !in_pre && name != "pre" {
                    out.truncate(out.trim_end_matches(' ').len());
                }
                let _ = write!(out, "</{name}>");
                if is_block && !in_pre {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
}

fn start_tag(element: &scraper::ElementRef<'_>) -> String {
    let name = element.value().name();
    let mut attributes: Vec<String> = element
        .value()
        .attrs()
        .filter(|&(key, value)| !(name == "a" && (key == "rel" || (key == "class" && value == "ext"))))
        .map(|(key, value)| {
            let value = if matches!(key, "href" | "src") { decoded(value) } else { value.to_owned() };
            format!(" {key}={value:?}")
        })
        .collect();
    attributes.sort();
    format!("<{name}{}>", attributes.concat())
}

/// An address without percent escapes.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) if byte == b'%' => {
                bytes.push(value);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn check(text: &str, options: &MarkdownOptions<'_>, differences: &[(u32, &str, &str)]) {
    let mut failures = String::new();
    for example in examples(text) {
        let (document, _) = parse(&example.markdown, options);
        let html = woven(&document);
        let ours = normal(&html);
        let theirs = normal(&example.html);
        match differences.iter().find(|(number, ..)| *number == example.number) {
            None if ours != theirs => {
                let _ = write!(
                    failures,
                    "example {}\n{}\nexpected\n{theirs}\nfound\n{ours}\nas\n{html}\n\n",
                    example.number, example.markdown
                );
            }
            Some((number, ..)) if ours == theirs => {
                let _ = writeln!(failures, "example {number} is listed as a difference, but is equal");
            }
            Some((number, reason, expected)) if ours != normal(expected) => {
                let _ = write!(
                    failures,
                    "example {number} ({reason})\n{}\nexpected\n{}\nfound\n{ours}\nas\n{html}\n\n",
                    example.markdown,
                    normal(expected)
                );
            }
            _ => {}
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

const PLAIN: MarkdownOptions<'static> = MarkdownOptions {
    extensions: false,
    smart_punctuation: false,
    block_ids: false,
    permalinks: false,
    drop_leading_title: None,
    boxes: &[],
    labels: dossier::markdown::Labels::ENGLISH,
    hidden: Hidden::NONE,
    turned: Turned::NONE,
};

#[test]
fn commonmark() {
    let text = include_str!("data/commonmark/spec-0.31.2-examples.txt");
    assert_eq!(examples(text).len(), 652);
    check(text, &PLAIN, DIFFERENCES);
}

#[test]
fn github() {
    let text = include_str!("data/commonmark/gfm-0.29-examples.txt");
    assert_eq!(examples(text).len(), 14);
    check(text, &MarkdownOptions { extensions: true, ..PLAIN }, GFM_DIFFERENCES);
}
