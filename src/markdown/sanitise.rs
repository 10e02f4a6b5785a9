//! Raw HTML through the sanitiser, whose work grows with the square of some broken HTML: that is seen before.

use super::address::{Address, classify};
use super::tags::{Tags, WITH_CONTENT};
use super::writer::NESTING_LIMIT;
use ammonia::{Builder, UrlRelative};
use rustc_hash::FxHashMap;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that may stand within a paragraph.
pub(super) const INLINE: &[&str] = &[
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

pub(super) static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| sanitiser(&[INLINE, BLOCK, ITEMS]));
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

/// Whether the sanitiser would take long: it works as a browser does, which for some broken HTML means with the square of
/// its length.
pub(super) fn is_too_broken(html: &str) -> bool {
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
pub(super) fn without_tags(html: &str) -> String {
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

pub(super) fn sanitise(html: &str) -> String {
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
