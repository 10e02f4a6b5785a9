//! Pages that a browser or an extension saved.

use super::super::draft::{Draft, Picture};
use super::super::from_html::{self, Addresses};
use super::super::head::{self, Saved};
use super::super::text_lines;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashSet;
use url::Url;

/// What is around an article within what encloses it.
const AROUND: &str = "nav, form, script, style, noscript, template, button, input, select, textarea, dialog, [hidden], \
    [aria-hidden=true], [role=navigation], [role=search], [role=banner], .share, .sharing, .social, .related, \
    .newsletter, .advertisement, .ad, .comments, #comments, .cookie, .breadcrumb, .breadcrumbs";

/// A page as an article. `parts` are pictures that came with it.
pub(in super::super) fn read(text: &str, saved: Saved, parts: Vec<(String, String, Vec<u8>)>) -> Draft {
    let saved_here = head::saved(text);
    let saved = Saved {
        url: saved.url.or(saved_here.url),
        day: saved.day.or(saved_here.day),
        title: saved.title.or(saved_here.title),
    };
    if !crate::markdown::is_bearable_html(text, DEEPEST) {
        return bare(text, &saved);
    }
    let document = Document::from(text);
    let found = head::read(&document, &saved);
    let base = document.select_single("base[href]").attr("href").and_then(|href| Url::parse(&href).ok());
    let base = base.or_else(|| Url::parse(found.record.url.as_deref()?).ok());
    let addresses = Addresses { base, parts };
    let (body, pictures) = article(&document, text, &addresses);
    let mut draft = Draft {
        title: found.title,
        date: found.record.published.clone(),
        lang: found.record.language.clone(),
        summary: found.summary,
        tags: found.tags,
        record: found.record,
        body,
        pictures,
        ..Draft::default()
    };
    text_lines::take_head(&mut draft);
    draft
}

/// Elements in elements of a page; deeper ones are not a page but an attack on whoever reads it.
const DEEPEST: usize = 400;

/// The article of a page as Markdown.
fn article(document: &Document, text: &str, addresses: &Addresses) -> (String, Vec<Picture>) {
    let enclosing = enclosing(document);
    let found = readable(text);
    if let Some(found) = &found {
        let whole = match &enclosing {
            Some(node) => holds_all(found, node),
            None => document.body().is_none_or(|body| holds_most(found, &body)),
        };
        if whole {
            let written = from_html::markdown(&found.root(), addresses);
            if !written.body.trim().is_empty() {
                return (written.body, written.pictures);
            }
        }
    }
    let node = enclosing.or_else(|| document.body()).unwrap_or_else(|| document.root());
    let copy = node.to_fragment();
    copy.select(AROUND).remove();
    let written = from_html::markdown(&copy.root(), addresses);
    (written.body, written.pictures)
}

/// What the reader view of a browser would show.
fn readable(text: &str) -> Option<Document> {
    let config = Config { disable_json_ld: true, max_elements_to_parse: 100_000, ..Config::default() };
    let mut reader = Readability::new(text, None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    Some(Document::fragment(article.content))
}

/// The element that the page itself says is the article.
fn enclosing(document: &Document) -> Option<NodeRef<'_>> {
    for selector in ["[itemprop=articleBody]", "article", "main, [role=main]"] {
        let found = document.select(selector);
        let mut nodes: Vec<(usize, NodeRef<'_>)> =
            found.nodes().iter().map(|node| (length(node), *node)).filter(|(length, _)| *length > 0).collect();
        let whole: usize = nodes.iter().map(|(length, _)| length).sum();
        nodes.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        // of several articles on a page none is the article, unless it is nearly everything
        if let Some((length, node)) = nodes.first()
            && length * 10 >= whole * 6
        {
            return Some(*node);
        }
    }
    None
}

fn length(node: &NodeRef<'_>) -> usize {
    node.text().split_whitespace().map(str::len).sum()
}

/// Whether what was found is most of a page that says nothing of where its article is. On a page of a few words the rest is no
/// navigation either.
fn holds_most(found: &Document, body: &NodeRef<'_>) -> bool {
    const FEW: usize = 150;
    let copy = body.to_fragment();
    copy.select(AROUND).remove();
    let (mine, whole) = (count(&found.root()), count(&copy.root()));
    mine >= whole || (whole > FEW && mine * 2 >= whole)
}

fn count(node: &NodeRef<'_>) -> usize {
    node.text().split_whitespace().count()
}

/// Whether what was found has every paragraph of an element that is more than a caption or a link.
fn holds_all(found: &Document, node: &NodeRef<'_>) -> bool {
    let has: FxHashSet<String> = blocks(&found.root()).into_iter().collect();
    let whole = squeezed(&found.text());
    let copy = node.to_fragment();
    copy.select(AROUND).remove();
    copy.select("aside, footer, figcaption").remove();
    let is_most = count(&found.root()) * 4 >= count(&copy.root()) * 3;
    is_most && blocks(&copy.root()).iter().all(|block| has.contains(block) || whole.contains(block.as_str()))
}

/// The texts of paragraphs, headings and items, but for what a page says to be shared or sold.
fn blocks(node: &NodeRef<'_>) -> Vec<String> {
    const NONE: &str = include_str!("../no-paragraphs.txt");
    let names = ["p", "h2", "h3", "h4", "blockquote", "pre", "li", "td", "th", "dd"];
    let of = |node: NodeRef<'_>| {
        let name = node.node_name()?;
        names.iter().position(|known| *known == &*name)?;
        let text = squeezed(&node.text());
        let links: usize =
            node.descendants_it().filter(|below| below.has_name("a")).map(|link| squeezed(&link.text()).len()).sum();
        let folded = crate::text::fold::fold_name(&text);
        let counts = !text.is_empty() && links * 10 < text.len() * 9 && !NONE.lines().any(|line| line == folded);
        counts.then_some(text)
    };
    node.descendants_it().take(200_000).filter_map(of).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bare text of a page that no tree is built of.
fn bare(text: &str, saved: &Saved) -> Draft {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name: String =
            rest[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').take(12).collect::<String>();
        let name = name.to_ascii_lowercase();
        let hidden = ["script", "style"].into_iter().find(|hidden| name == *hidden);
        let end = match hidden {
            Some(hidden) => {
                let close = format!("</{hidden}");
                let lower = rest.as_bytes().windows(close.len()).position(|w| w.eq_ignore_ascii_case(close.as_bytes()));
                lower.and_then(|at| rest[at..].find('>').map(|end| at + end + 1))
            }
            None if rest.starts_with("<!--") => rest.find("-->").map(|at| at + 3),
            None if name.is_empty() && !rest.starts_with("<!") => {
                out.push('<');
                Some(1)
            }
            None => rest.find('>').map(|at| at + 1),
        };
        if matches!(name.trim_matches('/'), "p" | "div" | "br" | "li" | "tr" | "h1" | "h2" | "h3" | "article" | "td") {
            out.push_str("\n\n");
        }
        rest = end.map_or("", |end| &rest[end..]);
    }
    out.push_str(rest);
    let text = Document::fragment(out.replace('<', "&lt;")).text().to_string();
    let mut draft = super::text::read(&text, "");
    draft.record.url = draft.record.url.take().or_else(|| saved.url.clone());
    draft.record.retrieved.clone_from(&saved.day);
    draft.notes.push("its elements lie in each other too deep: only its bare text was taken".into());
    draft
}

/// A span of HTML within another format: a message, a note, an entry of a feed.
pub(super) fn fragment(
    html: &str,
    base: Option<&str>,
    parts: Vec<(String, String, Vec<u8>)>,
) -> (String, Vec<Picture>) {
    if !crate::markdown::is_bearable_html(html, DEEPEST) {
        let draft = bare(html, &Saved::default());
        return (draft.body, Vec::new());
    }
    let document = Document::fragment(html);
    document.select("script, style, template, title").remove();
    let addresses = Addresses { base: base.and_then(|base| Url::parse(base).ok()), parts };
    let written = from_html::markdown(&document.root(), &addresses);
    (written.body, written.pictures)
}
