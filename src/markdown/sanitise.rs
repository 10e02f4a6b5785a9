//! Raw HTML through the sanitiser: which elements and attributes may stay, and what else must hold of what it gives back.

use super::address::{Address, classify};
use super::effort::is_bearable;
use super::tags::{Tags, WITH_CONTENT};
use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that may stand within a paragraph.
pub(super) const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// A picture, which is never written as it stands: it becomes a gap.
const PICTURE: &[&str] = &["img"];

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

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| sanitiser(&[INLINE, PICTURE, BLOCK, ITEMS]));
/// For HTML with list items outside lists.
static WITHOUT_ITEMS: LazyLock<Builder<'static>> = LazyLock::new(|| sanitiser(&[INLINE, PICTURE, BLOCK]));

fn sanitiser(tags: &[&[&'static str]]) -> Builder<'static> {
    let tags: HashSet<&'static str> = tags.iter().flat_map(|group| group.iter().copied()).collect();
    let attributes: HashMap<&'static str, HashSet<&'static str>> = [
        ("a", &["href"][..]),
        ("img", &["src", "srcset", "alt"]),
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
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "class", "ext")
        // The sanitiser looks at the schemes of addresses that browsers follow: it takes `cite` for a text, and
        // `https:a/b` for an address, which browsers read as a path of this site.
        .attribute_filter(|_, attribute, value| {
            match attribute {
                "cite" => (value.starts_with("https://") || value.starts_with("http://")).then(|| value.into()),
                // As it was understood: without the control characters that some browsers pass over and others do not. What leads to a
                // place of the dossier is not an address yet: the writer takes the tag out and leaves a gap.
                "href" | "src" => match classify(value) {
                    Address::Outside(address) => Some(address.into()),
                    Address::Relative { .. } | Address::Fragment(_) => Some(value.into()),
                    Address::Foreign => None,
                },
                _ => Some(value.into()),
            }
        })
        .strip_comments(true);
    builder
}

/// Raw HTML as it may stand in a page, or `None` if it is too broken to be cleaned.
pub(super) fn sanitise(html: &str) -> Option<String> {
    let clean = settled(&SANITISER, html)?;
    if has_stray_items(&clean) { settled(&WITHOUT_ITEMS, html) } else { Some(clean) }
}

/// HTML that a browser reads as the sanitiser wrote it. Elements such as `<button>` and `<math>` may hold paragraphs within
/// paragraphs; where the sanitiser leaves such an element out, those would be read as something else.
fn settled(sanitiser: &Builder<'_>, html: &str) -> Option<String> {
    const ROUNDS: usize = 3;
    let mut clean = cleaned(sanitiser, html)?;
    for _ in 0..ROUNDS {
        let again = cleaned(sanitiser, &clean)?;
        if again == clean {
            return Some(clean);
        }
        clean = again;
    }
    Some(text_alone(&clean))
}

fn cleaned(sanitiser: &Builder<'_>, html: &str) -> Option<String> {
    is_bearable(html).then(|| sanitiser.clean(html).to_string())
}

/// One tag, cleaned: with its end tag behind it.
pub(super) fn sanitise_tag(tag: &str) -> Option<String> {
    cleaned(&SANITISER, tag)
}

/// The `id` and `name` of a start tag.
pub(super) fn names_in_tag(tag: &str) -> impl Iterator<Item = String> + use<> {
    static NAMES: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::empty();
        let attributes = HashMap::from([("a", HashSet::from(["id", "name"]))]);
        builder.tags(HashSet::from(["a"])).tag_attributes(attributes).link_rel(None);
        builder
    });
    let rest = tag.trim_start_matches('<').trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let tag = format!("<a{rest}");
    let clean = if is_bearable(&tag) { NAMES.clean(&tag).to_string() } else { String::new() };
    ["id", "name"].into_iter().filter_map(move |name| attribute(&clean, name))
}

/// The value of an attribute in a tag that the sanitiser has written.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[start..];
    let value = &value[..value.find('"')?];
    let characters = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    Some(characters.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to)))
}

/// What stands between the tags, as HTML that has none.
pub(super) fn text_alone(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut done = 0;
    let mut tags = Tags::new(html);
    while let Some(markup) = tags.next_markup() {
        text.push_str(&html[done..markup.range.start]);
        text.push(' ');
        done = markup.range.end;
    }
    text.push_str(&html[done..]);
    SANITISER.clean(&text.replace('<', "&lt;")).to_string()
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
