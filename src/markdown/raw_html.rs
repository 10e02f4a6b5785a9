//! HTML that authors wrote: everything passes the sanitiser, in pieces that are whole by themselves.
//!
//! A block of raw HTML is cut at the tags that it leaves open (`<details>` before Markdown, `</details>` after it); these
//! are kept on a list of their container, so that the page stays well-formed whatever the author forgot.

use super::address::{Address, classify};
use super::local_html::{Instead, instead, picture};
use super::open::Container;
use super::sanitise::{INLINE, attribute, sanitise, sanitise_tag, text_alone};
use super::tags::Tags;
use super::writer::{NESTING_LIMIT, Writer};
use super::{Problem, SlotTarget};
use crate::diagnostics::Code;
use std::borrow::Cow;
use std::ops::Range;

/// Elements that may open in one block of raw HTML and close in a later one, with their end tags.
const WRAPPERS: &[(&str, &str)] = &[
    ("details", "</details>\n"),
    ("div", "</div>\n"),
    ("section", "</section>\n"),
    ("figure", "</figure>\n"),
    ("aside", "</aside>\n"),
    ("center", "</center>\n"),
];

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
    Open {
        name: &'static str,
        html: Cow<'a, str>,
    },
    Close(&'static str),
    /// A picture.
    Picture(SlotTarget),
    /// A link to a place of the dossier or of the page.
    Local {
        address: String,
        title: String,
    },
    /// A link in place of what would load something.
    Instead(Instead),
}

/// Reads one tag; `None` if it is not allowed between text, or no tag.
pub(super) fn inline_tag(html: &str) -> Option<InlineTag<'_>> {
    let tag = Tags::new(html).next()?;
    if tag.range != (0..html.len()) {
        return None;
    }
    if tag.name.eq_ignore_ascii_case("img") {
        return picture(&sanitise_tag(html)?, false).map(InlineTag::Picture);
    }
    if !tag.is_end
        && let Some(instead) = instead(html, tag.name)
    {
        return Some(InlineTag::Instead(instead));
    }
    let name = *INLINE.iter().find(|name| name.eq_ignore_ascii_case(tag.name))?;
    match (tag.is_end, name) {
        (_, "br" | "wbr") => Some(InlineTag::Void(name)),
        (true, _) => Some(InlineTag::Close(name)),
        (false, "a") if !html.contains('=') => None,
        (false, _) if html.len() == name.len() + 2 => Some(InlineTag::Open { name, html: format!("<{name}>").into() }),
        (false, _) => {
            let cleaned = sanitise_tag(html)?;
            let start = cleaned.strip_suffix(&format!("</{name}>"))?;
            let is_whole = start.starts_with('<') && start.ends_with('>') && start.matches('<').count() == 1;
            if !is_whole || (name == "a" && !start.contains(" href=\"")) {
                return None;
            }
            let address = attribute(start, "href").filter(|_| name == "a");
            if let Some(address) = address.filter(|address| !matches!(classify(address), Address::Outside(_))) {
                return Some(InlineTag::Local { address, title: attribute(start, "title").unwrap_or_default() });
            }
            Some(InlineTag::Open { name, html: start.to_owned().into() })
        }
    }
}

/// HTML without the tags around what is for readers without scripts: no page has any, so it is for all. The rest is cleaned afterwards.
fn without_noscript(html: &str) -> Cow<'_, str> {
    const NAME: &str = "noscript";
    let mut out = String::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let inner = html[at + 1..].strip_prefix('/').unwrap_or(&html[at + 1..]);
        let is_tag = inner.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
            && inner[NAME.len()..].starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        let end = html[at..].find('>').filter(|_| is_tag && at >= done);
        let Some(end) = end else { continue };
        out.push_str(&html[done..at]);
        done = at + end + 1;
    }
    if done == 0 {
        return html.into();
    }
    out.push_str(&html[done..]);
    out.into()
}

/// Whether a link of cleaned HTML leads to another page here: without words it shows the name of that page.
fn leads_on(clean: &str) -> bool {
    Tags::new(clean).filter(|tag| tag.name == "a" && !tag.is_end).any(|tag| {
        let address = attribute(&clean[tag.range], "href");
        address.is_some_and(|address| matches!(classify(&address), Address::Relative { .. }))
    })
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
        let html = &*without_noscript(html);
        let html = &*self.without_loaders(html, &source);
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
        let clean = sanitise(html).unwrap_or_else(|| {
            self.problems.push(Problem {
                code: Code::TOO_DEEP,
                message: "this HTML is too deep or too broken to be cleaned".into(),
                source: source.clone(),
                help: Some("close its elements; until then its tags are left out".into()),
            });
            text_alone(html)
        });
        let clean = clean.trim_ascii();
        let text = text_of(clean);
        if text.is_empty() {
            // Elements without text show nothing, but these.
            if clean.contains("<img") || leads_on(clean) {
                self.out.markup("<div>");
                self.markup_with_gaps(clean, source);
                self.out.markup("</div>\n");
            } else if clean.contains("<hr") || clean.contains("<br") {
                self.markup_with_gaps(clean, source);
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
        let Some(clean) = sanitise_tag(tag) else { return };
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
    // Indentation of the source is not text.
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
