//! HTML that authors wrote: everything passes the sanitiser, in pieces that are whole by themselves.
//!
//! A block of raw HTML is cut at the tags that it leaves open (`<details>` before Markdown, `</details>` after it); these
//! are kept on a list of their container, so that the page stays well-formed whatever the author forgot.

use super::Problem;
use super::address::{Address, classify};
use super::open::Container;
use super::tags::{Tags, WITH_CONTENT};
use super::writer::{NESTING_LIMIT, Writer};
use crate::diagnostics::Code;
use ammonia::{Builder, UrlRelative};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Elements that may stand within a paragraph.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that may stand in a block of raw HTML, beside the inline ones.
const BLOCK: &[&str] = &[
    "aside",
    "blockquote",
    "caption",
    "center",
    "details",
    "div",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ol",
    "ul",
];

/// Elements that need a list around them; a browser would end our own list items at them.
const ITEMS: &[&str] = &["li", "dl", "dt", "dd"];

/// Elements that a browser opens again in every block until their end tag comes. Open in numbers, they make its work, and
/// the sanitiser's, grow with the square of the text.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// How many of them may be open at once.
const FORMATTING_LIMIT: usize = 12;

/// How many tags may stand in tables where no tags belong.
const MISPLACED_LIMIT: usize = 1000;

/// Elements that end without an end tag.
const SELF_ENDING: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that may open in one block of raw HTML and close in a later one, with their end tags.
const WRAPPERS: &[(&str, &str)] = &[
    ("details", "</details>\n"),
    ("div", "</div>\n"),
    ("section", "</section>\n"),
    ("figure", "</figure>\n"),
    ("aside", "</aside>\n"),
    ("center", "</center>\n"),
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| sanitiser(&[INLINE, BLOCK, ITEMS]));
/// For HTML with list items outside lists.
static WITHOUT_ITEMS: LazyLock<Builder<'static>> = LazyLock::new(|| sanitiser(&[INLINE, BLOCK]));

fn sanitiser(tags: &[&[&'static str]]) -> Builder<'static> {
    let tags: HashSet<&'static str> = tags.iter().flat_map(|group| group.iter().copied()).collect();
    let attributes: HashMap<&'static str, HashSet<&'static str>> = [
        ("a", &["href"][..]),
        ("blockquote", &["cite"]),
        ("q", &["cite"]),
        ("del", &["cite", "datetime"]),
        ("ins", &["cite", "datetime"]),
        ("time", &["datetime"]),
        ("details", &["open"]),
        ("ol", &["start"]),
        ("th", &["abbr", "colspan", "rowspan"]),
        ("td", &["colspan", "rowspan"]),
    ]
    .into_iter()
    .filter(|(tag, _)| tags.contains(tag))
    .map(|(tag, names)| (tag, names.iter().copied().collect()))
    .collect();
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .tag_attributes(attributes)
        .generic_attributes(["lang", "dir", "title"].into_iter().collect())
        .clean_content_tags(WITH_CONTENT.iter().copied().collect())
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "class", "ext")
        // The sanitiser looks at the schemes of addresses that browsers follow: it takes `cite` for a text, and
        // `https:a/b` for an address, which browsers read as a path of this site.
        .attribute_filter(|_, attribute, value| {
            let is_address = value.starts_with("https://") || value.starts_with("http://");
            let may_stay = match attribute {
                "cite" => is_address,
                "href" => matches!(classify(value), Address::Outside(_)),
                _ => true,
            };
            may_stay.then(|| value.into())
        })
        .strip_comments(true);
    builder
}

/// Whether raw HTML begins with `<!-- more -->`.
pub(super) fn is_more(html: &str) -> bool {
    html.trim_start()
        .strip_prefix("<!--")
        .and_then(|rest| rest.trim_start().strip_prefix("more"))
        .is_some_and(|rest| rest.trim_start().starts_with("-->"))
}

/// A raw tag between text, as far as it is allowed.
pub(super) enum InlineTag<'a> {
    Void(&'static str),
    Open { name: &'static str, html: Cow<'a, str> },
    Close(&'static str),
}

/// Reads one tag; `None` if it is not allowed between text, or no tag.
pub(super) fn inline_tag(html: &str) -> Option<InlineTag<'_>> {
    let tag = Tags::new(html).next()?;
    if tag.range != (0..html.len()) {
        return None;
    }
    let name = *INLINE.iter().find(|name| name.eq_ignore_ascii_case(tag.name))?;
    match (tag.is_end, name) {
        (_, "br" | "wbr") => Some(InlineTag::Void(name)),
        (true, _) => Some(InlineTag::Close(name)),
        (false, "a") if !html.contains('=') => None,
        (false, _) if html.len() == name.len() + 2 => Some(InlineTag::Open { name, html: format!("<{name}>").into() }),
        (false, _) => {
            let cleaned = SANITISER.clean(html).to_string();
            let start = cleaned.strip_suffix(&format!("</{name}>"))?;
            let is_whole = start.starts_with('<') && start.ends_with('>') && start.matches('<').count() == 1;
            if !is_whole || (name == "a" && !start.contains(" href=\"")) {
                return None;
            }
            Some(InlineTag::Open { name, html: start.to_owned().into() })
        }
    }
}

impl Writer<'_> {
    /// Writes a block of raw HTML.
    pub(super) fn end_html_block(&mut self, range: Range<usize>) {
        let Some(html) = self.html_block.take() else { return };
        let mut html = html.as_str();
        if self.options.extensions && is_more(html) {
            self.see_more();
            html = html.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let source = range.start..range.start + self.source(range.clone()).trim_ascii_end().len();
        let mut done = 0;
        for wrapper in open_wrappers(html) {
            self.html_piece(&html[done..wrapper.range.start], &source);
            done = wrapper.range.end;
            if wrapper.is_end {
                self.close_wrapper(wrapper.end_tag);
            } else {
                self.open_wrapper(&html[wrapper.range.clone()], wrapper.end_tag);
            }
        }
        self.html_piece(&html[done..], &source);
    }

    fn html_piece(&mut self, html: &str, source: &Range<usize>) {
        if html.trim_ascii().is_empty() {
            return;
        }
        let clean = if is_too_broken(html) {
            self.problems.push(Problem {
                code: Code::TOO_DEEP,
                message: "this HTML leaves too many elements open to be cleaned".into(),
                source: source.clone(),
                help: Some("close its elements; until then its tags are left out".into()),
            });
            SANITISER.clean(&without_tags(html)).to_string()
        } else {
            sanitise(html)
        };
        let clean = clean.trim_ascii();
        let text = text_of(clean);
        if text.is_empty() {
            // Elements without text show nothing, but these.
            if clean.contains("<hr") || clean.contains("<br") {
                self.out.markup(clean);
                self.out.markup("\n");
            }
        } else if let Some(rest) = clean.strip_prefix("<summary>") {
            // It must stay the first child of its `<details>`.
            self.write_html_block(&format!("<summary>{rest}"), &text, "<summary>", source.clone());
        } else if clean.starts_with("<summary") || !self.options.block_ids {
            self.write_html_block(clean, &text, "", source.clone());
        } else {
            self.write_html_block(&format!("<div>{clean}</div>"), &text, "<div>", source.clone());
        }
    }

    fn open_wrapper(&mut self, tag: &str, end_tag: &'static str) {
        let flattened = self.containers.last().is_some_and(|c| c.end.is_empty() && !c.is_bottom());
        if self.open >= NESTING_LIMIT || flattened {
            return;
        }
        let clean = SANITISER.clean(tag).to_string();
        let (Some(start), Some(container)) = (clean.strip_suffix(end_tag.trim_ascii_end()), self.containers.last_mut())
        else {
            return;
        };
        container.wrappers.push(end_tag);
        self.open += 1;
        self.out.markup(start);
        self.out.markup("\n");
    }

    /// Closes the nearest open wrapper of this kind, and what is open in it; without one, nothing happens.
    fn close_wrapper(&mut self, end_tag: &'static str) {
        let Some(Container { wrappers, .. }) = self.containers.last_mut() else { return };
        let Some(index) = wrappers.iter().rposition(|open| *open == end_tag) else { return };
        for end in wrappers.drain(index..).rev() {
            self.open -= 1;
            self.out.markup(end);
        }
    }
}

/// Whether the sanitiser would take long: it works as a browser does, which for some broken HTML means with the square of
/// its length.
fn is_too_broken(html: &str) -> bool {
    let mut open: FxHashMap<String, usize> = FxHashMap::default();
    let (mut depth, mut formatting) = (0, 0);
    let mut items = Items::default();
    for tag in Tags::new(html) {
        let name = tag.name.to_ascii_lowercase();
        items.see(&name, tag.is_end, open.get(&name).is_some_and(|count| *count > 0));
        if SELF_ENDING.contains(&name.as_str()) {
            continue;
        }
        let is_formatting = usize::from(FORMATTING.contains(&name.as_str()));
        let count = open.entry(name).or_insert(0);
        if !tag.is_end {
            *count += 1;
            depth += 1;
            formatting += is_formatting;
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
            formatting -= is_formatting;
        }
        if depth > NESTING_LIMIT || formatting > FORMATTING_LIMIT {
            return true;
        }
    }
    items.nested > NESTING_LIMIT || misplaced_in_tables(html) > MISPLACED_LIMIT
}

/// Items of lists without a list between them. An item ends where one of its own kind begins; `<li>` and `<dd>` by turns, though,
/// come to stand one within the other.
#[derive(Default)]
struct Items {
    last: Option<&'static str>,
    nested: usize,
}

impl Items {
    /// `is_open`: whether an element of this name is open.
    fn see(&mut self, name: &str, is_end: bool, is_open: bool) {
        let kind = match name {
            "li" => "li",
            "dd" | "dt" => "dd",
            "ul" | "ol" | "dl" if !is_end || is_open => return self.last = None,
            _ => return,
        };
        if is_end {
            self.last = self.last.filter(|last| *last != kind);
        } else {
            self.nested += usize::from(self.last.is_some_and(|last| last != kind));
            self.last = Some(kind);
        }
    }
}

/// How many tags stand in a table outside its cells; a browser moves each of them before the table.
fn misplaced_in_tables(html: &str) -> usize {
    let (mut between_cells, mut misplaced) = (false, 0);
    for tag in Tags::new(html) {
        match (tag.name.to_ascii_lowercase().as_str(), tag.is_end) {
            ("table" | "thead" | "tbody" | "tfoot" | "tr", false)
            | ("thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption", true) => between_cells = true,
            ("td" | "th" | "caption", false) | ("table", true) => between_cells = false,
            _ => misplaced += usize::from(between_cells),
        }
    }
    misplaced
}

/// What stands between the tags.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut done = 0;
    for tag in Tags::new(html) {
        text.push_str(&html[done..tag.range.start]);
        text.push(' ');
        done = tag.range.end;
    }
    text.push_str(&html[done..]);
    text
}

fn sanitise(html: &str) -> String {
    let clean = settled(&SANITISER, html);
    if has_stray_items(&clean) { settled(&WITHOUT_ITEMS, html) } else { clean }
}

/// HTML that a browser reads as the sanitiser wrote it. Elements such as `<button>` and `<math>` may hold paragraphs within
/// paragraphs; where the sanitiser leaves such an element out, those would be read as something else.
fn settled(sanitiser: &Builder<'_>, html: &str) -> String {
    const ROUNDS: usize = 3;
    let mut clean = sanitiser.clean(html).to_string();
    for _ in 0..ROUNDS {
        let again = sanitiser.clean(&clean).to_string();
        if again == clean {
            return clean;
        }
        clean = again;
    }
    sanitiser.clean(&without_tags(&clean)).to_string()
}

/// Whether sanitised HTML has list items outside a list.
fn has_stray_items(clean: &str) -> bool {
    if !["<li", "<dt", "<dd"].iter().any(|item| clean.contains(item)) {
        return false;
    }
    let (mut lists, mut terms) = (0usize, 0usize);
    for tag in Tags::new(clean) {
        match (tag.name, tag.is_end) {
            ("ul" | "ol", false) => lists += 1,
            ("ul" | "ol", true) => lists = lists.saturating_sub(1),
            ("dl", false) => terms += 1,
            ("dl", true) => terms = terms.saturating_sub(1),
            ("li", false) if lists == 0 => return true,
            ("dt" | "dd", false) if terms == 0 => return true,
            _ => {}
        }
    }
    false
}

/// The text of sanitised HTML; elements that are not inline end a line.
fn text_of(clean: &str) -> String {
    let mut text = String::new();
    let mut done = 0;
    for tag in Tags::new(clean) {
        push_unescaped(&mut text, &clean[done..tag.range.start]);
        done = tag.range.end;
        let breaks = tag.name == "br" || !INLINE.contains(&tag.name);
        if breaks && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    push_unescaped(&mut text, &clean[done..]);
    // Indentation of the source is no text.
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The sanitiser writes these four references and no other.
fn push_unescaped(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{a0}')];
        let (entity, c) = known.into_iter().find(|(entity, _)| rest.starts_with(entity)).unwrap_or(("&", '&'));
        text.push(c);
        rest = &rest[entity.len()..];
    }
    text.push_str(rest);
}

/// A wrapper's tag that has no counterpart in the same block.
struct Wrapper {
    range: Range<usize>,
    is_end: bool,
    end_tag: &'static str,
}

fn open_wrappers(html: &str) -> Vec<Wrapper> {
    let mut found: Vec<Wrapper> = Vec::new();
    // Indices into `found` of the start tags that are still open.
    let mut open: Vec<usize> = Vec::new();
    let mut paired = FoundPairs::default();
    for tag in Tags::new(html) {
        let Some(kind) = WRAPPERS.iter().position(|(name, _)| name.eq_ignore_ascii_case(tag.name)) else { continue };
        let end_tag = WRAPPERS[kind].1;
        if tag.is_end && paired.open[kind] > 0 {
            while let Some(index) = open.pop() {
                let same = found[index].end_tag == end_tag;
                paired.open[WRAPPERS.iter().position(|(_, end)| *end == found[index].end_tag).unwrap_or(kind)] -= 1;
                if same {
                    // What lies between two tags of one pair is the sanitiser's business.
                    found.truncate(index);
                    break;
                }
            }
            continue;
        }
        if !tag.is_end {
            paired.open[kind] += 1;
            open.push(found.len());
        }
        found.push(Wrapper { range: tag.range, is_end: tag.is_end, end_tag });
    }
    found
}

/// How many wrappers of each kind are open, so that a search for one never runs through all.
#[derive(Default)]
struct FoundPairs {
    open: [usize; WRAPPERS.len()],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sanitiser_would_take_long_for_is_seen_before() {
        let broken = |piece: &str| is_too_broken(&piece.repeat(2 * NESTING_LIMIT));
        for piece in ["<div>", "<b>", "<li>a<dd>b", "<li>a<dd>b</dt>", "<li><dt></dl>", "<dd><li></ul>"] {
            assert!(broken(piece), "{piece}");
        }
        for piece in [
            "<li>a",
            "<li>a<dl><dd>b</dl>",
            "<ul><li>a</ul><dl><dd>b</dl>",
            "<li>a</li><dd>b</dd>",
            "<dt>a<dd>b",
            "<p>a<br>",
        ] {
            assert!(!broken(piece), "{piece}");
        }
    }
}
