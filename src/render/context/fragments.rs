//! Pieces of HTML that stand on pages by the hundred thousand: paragraph keys, sentences, rows of names. A template would
//! spend longer on them than on all the rest, so they are written here, with the same classes as in templates.

use super::safe::push_escaped;
use super::{ArticleRef, EntityRef, KeyRef, SafeHtml};
use crate::theme::Labels;
use std::fmt::{Display, Write as _};

/// Sentences of one article that are shown; the rest is folded.
const OPEN_LINES: usize = 5;
/// Paragraph keys of one row; the rest is counted.
const OPEN_KEYS: usize = 4;

/// A sentence that mentions an entity.
#[derive(Debug, Clone)]
pub struct MentionLine<A> {
    /// Number of the paragraph, shown as `¶4`; 0 in a heading or another block without a number.
    pub paragraph: u32,
    /// Id of the block; `None` for a title, which the page itself is.
    pub anchor: Option<A>,
    /// The sentence, the name in `<b>`.
    pub html: SafeHtml,
}

/// One article among an entity's mentions.
#[derive(Debug)]
pub struct MentionArticle<'a, A> {
    /// Title and source, as [`mention_head`] makes them once for each article.
    pub head: &'a SafeHtml,
    /// The article's page, without a fragment.
    pub url: &'a str,
    /// Language tag of the article; empty if it is the dossier's.
    pub lang: &'a str,
    /// Mentions in it; more than `lines` where a sentence holds several.
    pub count: usize,
    /// Sentences, in the article's order.
    pub lines: &'a [MentionLine<A>],
}

/// An entity that occurs together with the one of the page.
#[derive(Debug, Clone, Copy)]
pub struct CoMention<'a> {
    /// The other entity.
    pub entity: &'a EntityRef,
    /// Articles that mention both.
    pub count: usize,
}

/// An entity that an article mentions.
#[derive(Debug, Clone, Copy)]
pub struct MentionedRow<'a, A> {
    /// Which.
    pub entity: &'a EntityRef,
    /// Number and id of its paragraphs, in order; empty if only the front matter names it.
    pub paragraphs: &'a [(u32, A)],
}

/// Rows of what occurs together, most articles first: `<li>` with the name, a bar as long as its share of the first row's
/// articles, and the number of articles.
pub fn together_rows(rows: &[CoMention<'_>], labels: &Labels) -> SafeHtml {
    const BAR: &str = "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
    let highest = rows.first().map_or(1, |row| row.count.max(1));
    let mut out = String::with_capacity(rows.len() * 288);
    for row in rows {
        out.push_str("<li>");
        push_name(&mut out, row.entity, "");
        let percent = (row.count * 100 / highest).max(1);
        let count = labels.number(row.count);
        let _ = write!(out, "{BAR}<path d=\"M0 2h{percent}\"/></svg><span class=\"n\">{count}</span></li>");
    }
    SafeHtml(out)
}

/// Rows of whom an article mentions: `<li>` with the name and the keys of its paragraphs. The name carries the kind's word
/// for many, by which Pagefind can filter.
pub fn mentioned_rows<A: Display>(rows: &[MentionedRow<'_, A>], kind: &str) -> SafeHtml {
    let mut attribute = String::from(" data-pagefind-filter=\"");
    push_escaped(&mut attribute, kind);
    attribute.push('"');
    let mut out = String::with_capacity(rows.len() * 320);
    for row in rows {
        out.push_str("<li>");
        push_name(&mut out, row.entity, &attribute);
        let _ = write!(out, "<span class=\"n\">{}</span></li>", paragraph_keys(row.paragraphs).0);
    }
    SafeHtml(out)
}

/// A name, linked to its page and its preview card if it has them.
pub(super) fn push_name(out: &mut String, entity: &EntityRef, attribute: &str) {
    let linked = !entity.url.is_empty();
    if linked {
        out.push_str("<a href=\"");
        push_escaped(out, &entity.url);
        out.push_str("\" data-pv=\"");
        push_escaped(out, &entity.id);
        out.push_str("\">");
    }
    out.push_str("<bdi");
    out.push_str(attribute);
    out.push('>');
    push_escaped(out, &entity.name);
    out.push_str(if linked { "</bdi></a>" } else { "</bdi>" });
}

/// The head of an article among the mentions of an entity: `<h4>` with its title, then `<p class="m">` with key, publisher and day.
pub fn mention_head(article: &ArticleRef, labels: &Labels) -> SafeHtml {
    let mut out = String::with_capacity(256 + 2 * article.url.len() + article.title.len());
    out.push_str("<h4");
    if !article.lang.is_empty() {
        push_between(&mut out, " lang=\"", &article.lang, "\"");
    }
    push_between(&mut out, "><a href=\"", &article.url, "\">");
    push_between(&mut out, "", &article.title, "</a></h4><p class=\"m\"><a class=\"ck\" href=\"");
    push_between(&mut out, "", &article.key.url, "\">");
    push_between(&mut out, "", &article.key.label, "</a>");
    if !article.outlet.is_empty() {
        push_between(&mut out, " <bdi>", &article.outlet, "</bdi>");
    } else if article.own {
        push_between(&mut out, " ", labels.text("own_note"), "");
    }
    if let Some(date) = &article.date {
        let named = !article.outlet.is_empty() || article.own;
        push_between(&mut out, if named { " · " } else { " " }, &date.text, "");
    }
    out.push_str("</p>");
    SafeHtml(out)
}

/// Appends an article to the mentions of a year: `<div class="ctx">`, its head, the count, its sentences as
/// `<li><a class="pk">¶4</a><span>…</span></li>`, those after the fifth in `<details>`.
pub fn push_mentions<A: Display>(out: &mut SafeHtml, article: &MentionArticle<'_, A>, labels: &Labels) {
    let out = &mut out.0;
    let lang = if article.lang.is_empty() { String::new() } else { format!(" lang=\"{}\"", escaped(article.lang)) };
    let url = escaped(article.url);
    let (open, folded) = article.lines.split_at(article.lines.len().min(OPEN_LINES));
    let count = escaped(&labels.count("mentions", article.count));
    let _ = write!(out, "<div class=\"ctx\">{}<p class=\"c\">{count}</p><ul{lang}>", article.head.0);
    push_lines(out, &url, open);
    out.push_str("</ul>");
    if !folded.is_empty() {
        let more = escaped(&labels.count("more_here", folded.len()));
        let _ = write!(out, "<details><summary>{more}</summary><ul{lang}>");
        push_lines(out, &url, folded);
        out.push_str("</ul></details>");
    }
    out.push_str("</div>\n");
}

fn push_lines<A: Display>(out: &mut String, url: &str, lines: &[MentionLine<A>]) {
    for line in lines {
        let _ = write!(out, "<li><a class=\"pk\" href=\"{url}");
        if let Some(anchor) = &line.anchor {
            let _ = write!(out, "#{anchor}");
        }
        out.push_str("\">¶");
        if line.paragraph > 0 {
            let _ = write!(out, "{}", line.paragraph);
        }
        let _ = write!(out, "</a><span>{}</span></li>", line.html.0);
    }
}

/// Keys of an article's own paragraphs, `<a class="ck" href="#p-…">¶4</a>`: number and id of each, in order. After the
/// fourth they are only counted.
pub fn paragraph_keys<A: Display>(paragraphs: &[(u32, A)]) -> SafeHtml {
    let mut out = String::with_capacity(paragraphs.len().min(OPEN_KEYS) * 48);
    for (number, anchor) in paragraphs.iter().take(OPEN_KEYS) {
        if !out.is_empty() {
            out.push(' ');
        }
        let _ = write!(out, "<a class=\"ck\" href=\"#{anchor}\">¶{number}</a>");
    }
    if let Some(more) = paragraphs.len().checked_sub(OPEN_KEYS + 1) {
        let _ = write!(out, " <span class=\"muted\">+{}</span>", more + 1);
    }
    SafeHtml(out)
}

/// A key, as the component `key` of templates has it.
pub(super) fn push_key(out: &mut String, key: &KeyRef) {
    push_between(out, "<a class=\"ck\" href=\"", &key.url, "\"");
    if !key.title.is_empty() {
        push_between(out, " title=\"", &key.title, "\"");
    }
    push_between(out, ">", &key.label, "</a>");
}

/// A link to another site, as the component `outside` of templates has it.
pub(super) fn push_outside(out: &mut String, url: &str, name: &str) {
    push_between(out, "<a class=\"ext\" href=\"", url, "\" rel=\"noopener noreferrer nofollow external\"");
    if name != url {
        push_between(out, " title=\"", url, "\"");
    }
    push_between(out, "><bdi>", name, "</bdi></a>");
}

/// Text between two pieces of markup.
pub(super) fn push_between(out: &mut String, before: &str, text: &str, after: &str) {
    out.push_str(before);
    push_escaped(out, text);
    out.push_str(after);
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_after_the_fifth_are_folded() {
        let labels = Labels::english();
        let line = |paragraph| MentionLine {
            paragraph,
            anchor: Some(format!("p-{paragraph}")),
            html: SafeHtml("<b>A</b>".into()),
        };
        let head = SafeHtml("<h4>T</h4>".into());
        let write = |lines: &[MentionLine<String>], lang: &str| {
            let mut out = SafeHtml::default();
            push_mentions(
                &mut out,
                &MentionArticle { head: &head, url: "../a&b.html", lang, count: 2, lines },
                &labels,
            );
            out.0
        };
        assert_eq!(
            write(&[line(4), line(0)], "fa"),
            "<div class=\"ctx\"><h4>T</h4><p class=\"c\">2 mentions</p><ul lang=\"fa\">\
             <li><a class=\"pk\" href=\"../a&amp;b.html#p-4\">¶4</a><span><b>A</b></span></li>\
             <li><a class=\"pk\" href=\"../a&amp;b.html#p-0\">¶</a><span><b>A</b></span></li></ul></div>\n"
        );
        let many: Vec<_> = (1..=7).map(line).collect();
        let html = write(&many, "");
        let (open, folded) = html.split_once("<details><summary>2 more in this article</summary><ul>").unwrap();
        assert_eq!((open.matches("<li>").count(), folded.matches("<li>").count()), (5, 2));
    }

    #[test]
    fn rows_of_names_escape_and_count() {
        let entity = EntityRef {
            id: "people/a".into(),
            name: "A & B".into(),
            url: "../people/a.html".into(),
            ..EntityRef::default()
        };
        let link = "<li><a href=\"../people/a.html\" data-pv=\"people/a\">";
        let bar = "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
        let rows = [4000, 1].map(|count| CoMention { entity: &entity, count });
        assert_eq!(
            together_rows(&rows, &Labels::english()).0,
            format!(
                "{link}<bdi>A &amp; B</bdi></a>{bar}<path d=\"M0 2h100\"/></svg><span class=\"n\">4,000</span></li>\
                 {link}<bdi>A &amp; B</bdi></a>{bar}<path d=\"M0 2h1\"/></svg><span class=\"n\">1</span></li>"
            )
        );
        let row = MentionedRow { entity: &entity, paragraphs: &[(4, "p-4")] };
        assert_eq!(
            mentioned_rows(&[row], "\"People\"").0,
            format!(
                "{link}<bdi data-pagefind-filter=\"&quot;People&quot;\">A &amp; B</bdi></a>\
                 <span class=\"n\"><a class=\"ck\" href=\"#p-4\">¶4</a></span></li>"
            )
        );
        assert_eq!(together_rows(&[], &Labels::english()).0, "");
    }

    #[test]
    fn keys_after_the_fourth_are_counted() {
        let keys = |n: u32| paragraph_keys(&(1..=n).map(|n| (n, format!("p-{n}"))).collect::<Vec<_>>()).0;
        assert_eq!(keys(0), "");
        assert_eq!(keys(2), "<a class=\"ck\" href=\"#p-1\">¶1</a> <a class=\"ck\" href=\"#p-2\">¶2</a>");
        assert!(keys(4).ends_with("¶4</a>"));
        assert!(keys(6).ends_with("¶4</a> <span class=\"muted\">+2</span>"));
    }
}
