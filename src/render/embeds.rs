//! Texts of other pages in quotation boxes: `![[Note]]`, `![[Note#Section]]`, `![[Note#^block]]`.
//!
//! In: the document of the other page, its links, and the place that is asked for. Out: whole elements of its HTML, from a heading to the
//! next of its level, a block, or the page from its top, at most [`LONGEST`] bytes. The words are shown and nothing else: they are not prose of
//! the page that shows them, link no names, carry no ids, and what they embed themselves is a link.

use crate::markdown::{Anchor, BlockKind, Document};
use std::ops::Range;

/// Most bytes of HTML that one box shows.
const LONGEST: usize = 6_000;

/// Most bytes of HTML that the boxes of one page show together; what comes after them are links.
pub(super) const TOGETHER: usize = 48_000;

/// Elements without an end tag.
const VOID: [&str; 5] = ["img", "br", "hr", "input", "wbr"];

/// What is shown of a page: bytes of its HTML, and whether that is all that was asked for.
pub(super) fn span(document: &Document, fragment: &str) -> Option<(Range<usize>, bool)> {
    let html: &str = &document.html;
    let end = html.find("<section class=\"footnotes\"").unwrap_or(html.len());
    let (from, to) = if fragment.is_empty() { (0, end) } else { asked_for(document, fragment)? };
    let most = to.min(end).min(from + LONGEST);
    let whole = whole_elements(html.get(from..to.min(end))?, most - from);
    let shown = from..from + whole;
    let is_all = html[shown.end..to.min(end).max(shown.end)].trim().is_empty();
    (!html[shown.clone()].trim().is_empty()).then_some((shown, is_all))
}

/// The section below a heading, or a block.
fn asked_for(document: &Document, fragment: &str) -> Option<(usize, usize)> {
    let is_it = |index: &usize| document.anchor(*index).is_some_and(|anchor| anchor.to_string() == fragment);
    let index = (0..document.blocks.len()).find(is_it)?;
    let block = &document.blocks[index];
    if let (BlockKind::Heading(level), Some(Anchor::Heading(_))) = (block.kind, document.anchor(index)) {
        let next = document.blocks[index + 1..]
            .iter()
            .find(|block| matches!(block.kind, BlockKind::Heading(other) if other <= level));
        let end = next.map_or(document.html.len(), |block| block.html.start as usize);
        return Some((block.html.end as usize, end));
    }
    Some((block.html.start as usize, block.html.end as usize))
}

/// How many bytes of HTML, at most `most`, are whole elements and text between them. Our own HTML has no `<` or `>` but in tags.
fn whole_elements(html: &str, most: usize) -> usize {
    let (mut depth, mut whole) = (0_usize, 0);
    for (tag, range) in tags(html) {
        if range.end > most {
            return whole;
        }
        if let Some(_closed) = tag.strip_prefix('/') {
            let Some(less) = depth.checked_sub(1) else { return whole };
            depth = less;
        } else if !VOID.contains(&tag) {
            depth += 1;
        }
        if depth == 0 {
            whole = range.end;
        }
    }
    if depth == 0 && html.len() <= most { html.len() } else { whole }
}

/// Tags of well-formed HTML: the name, with a slash if it ends an element, and the bytes.
fn tags(html: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html.get(at..)?.find('<')?;
        let mut quoted = false;
        let length = html[start..].bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b'>' && !quoted
        })?;
        at = start + length + 1;
        let inner = &html[start + 1..start + length];
        let name = inner.split([' ', '\n', '\t']).next().unwrap_or_default();
        Some((name, start..at))
    })
}

/// The same HTML for another page: without ids, paragraph numbers and references to footnotes; headings are lines in bold, and links
/// within the page, which begin with `#`, lead to `url`.
pub(super) fn quoted(html: &str, url: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    let mut skipped_to: Option<&str> = None;
    for (name, range) in tags(html) {
        let tag = &html[range.clone()];
        if let Some(end) = skipped_to {
            if name == end {
                skipped_to = None;
                done = range.end;
            }
            continue;
        }
        out.push_str(&html[done..range.start]);
        done = range.end;
        if name == "a" && tag.contains(" class=\"pn\"") {
            skipped_to = Some("/a");
            continue;
        }
        if name == "sup" && html[range.end..].starts_with("<a href=\"#fn-") {
            skipped_to = Some("/sup");
            continue;
        }
        let is_heading = |name: &str| name.len() == 2 && matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        match name.strip_prefix('/') {
            Some(closed) if is_heading(closed) => out.push_str("</strong></p>"),
            None if is_heading(name) => out.push_str("<p><strong>"),
            _ => out.push_str(&retargeted(&without_attribute(tag, "id"), url)),
        }
    }
    if skipped_to.is_none() {
        out.push_str(&html[done..]);
    }
    out
}

fn without_attribute(tag: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let Some(at) = tag.find(&start) else { return tag.to_owned() };
    let value = at + start.len();
    let end = tag[value..].find('"').map_or(tag.len(), |length| value + length + 1);
    format!("{}{}", &tag[..at], &tag[end..])
}

fn retargeted(tag: &str, url: &str) -> String {
    tag.replacen(" href=\"#", &format!(" href=\"{url}#"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{MarkdownOptions, parse};

    fn shown(body: &str, fragment: &str) -> String {
        let (document, _) = parse(body, &MarkdownOptions::default());
        let fragment = match fragment.strip_prefix('^') {
            Some(_) => {
                let (_, block) = document.places.iter().find(|(name, _)| name == fragment).expect("the block");
                document.anchor(*block as usize).expect("an anchor").to_string()
            }
            None => fragment.to_owned(),
        };
        span(&document, &fragment).map_or(String::new(), |(range, _)| quoted(&document.html[range], "b.html"))
    }

    #[test]
    fn a_section_ends_before_the_next_of_its_level() {
        let body =
            "Top.\n\n## Boats\n\nOne[^1].\n\n### Small\n\nTwo [up](#boats).\n\n## Tides\n\nThree.\n\n[^1]: A note.\n";
        assert_eq!(
            shown(body, "h-boats"),
            "\n<p>One.</p>\n<p><strong>Small</strong></p>\n<p>Two <a href=\"b.html#h-boats\">up</a>.</p>\n"
        );
        assert!(shown(body, "").starts_with("<p>Top.</p>") && !shown(body, "").contains("A note"));
    }

    #[test]
    fn a_block_is_shown_alone_and_long_texts_in_part() {
        assert_eq!(shown("One.\n\nTwo *of* them. ^b\n\nThree.\n", "^b"), "<p>Two <em>of</em> them.</p>");
        let long = "A line of words.\n\n".repeat(1000);
        let part = shown(&long, "");
        assert!(part.len() < LONGEST && part.ends_with("</p>"), "{}", part.len());
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_is_whole(body in "([-*>#`_ ]{0,3}[a-z<&\\[\\]()!^:|]{1,8}\\n{1,2}){1,30}") {
            let (document, _) = parse(&body, &MarkdownOptions::default());
            for index in 0..=document.blocks.len() {
                let fragment = document.anchor(index).map_or(String::new(), |anchor| anchor.to_string());
                let Some((range, _)) = span(&document, &fragment) else { continue };
                let html = quoted(&document.html[range], "b.html");
                let mut depth = 0_i32;
                for (name, _) in tags(&html).filter(|(name, _)| !VOID.contains(name)) {
                    depth += if name.starts_with('/') { -1 } else { 1 };
                    proptest::prop_assert!(depth >= 0, "{html}");
                }
                proptest::prop_assert!(depth == 0 && !html.contains(" id=\""), "{html}");
            }
        }
    }
}
