//! Pieces of HTML that stand on pages by the hundred thousand: paragraph keys, sentences, rows of names. A template would
//! spend longer on them than on all the rest, so they are written here, with the same classes as in templates.

use super::safe::push_escaped;
use super::{ArticleRef, EntityRef, KeyRef, SafeHtml};
use crate::theme::Labels;
use std::fmt::{Display, Write as _};

/// Paragraph keys of one row that are shown; the rest is folded.
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
    /// Which.
    pub article: &'a ArticleRef,
    /// Mentions in it; more than `lines` where a sentence holds several.
    pub count: usize,
    /// The first sentences, in the article's order.
    pub lines: &'a [MentionLine<A>],
    /// Sentences beyond those.
    pub more: usize,
    /// Fragment id of the row on the article's page that has the keys of all of them.
    pub more_at: &'a str,
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
    let highest = rows.first().map_or(1, |row| row.count.max(1));
    let mut out = String::with_capacity(rows.len() * 160);
    for row in rows {
        out.push_str("<li>");
        push_name(&mut out, row.entity, "");
        // twentieths, so that a class of the style sheet says how long: an address of its own for each would be most of the row
        let share = (row.count * 20).div_ceil(highest);
        let count = labels.number(row.count);
        let _ = write!(out, "<i class=\"w{share}\"></i><span class=\"n\">{count}</span></li>");
    }
    SafeHtml(out)
}

/// What else occurs together, most articles first, in one paragraph: each a `<span>` with the name and the number of articles.
pub fn together_names(rows: &[CoMention<'_>], labels: &Labels) -> SafeHtml {
    let mut out = String::with_capacity(rows.len() * 96);
    for row in rows {
        out.push_str("<span>");
        push_name(&mut out, row.entity, "");
        let _ = write!(out, " {}</span> ", labels.number(row.count));
    }
    SafeHtml(out)
}

/// Fragment id of an entity's row among the names of an article, by the address of its page: `n-people-jane-doe`.
pub fn named_id(url: &str) -> String {
    let name = url.trim_start_matches("../").trim_end_matches(".html").replace('/', "-");
    format!("n-{name}")
}

/// Rows of whom an article mentions: `<li>` with the name and the keys of its paragraphs. The name carries the kind's word
/// for many, by which Pagefind can filter.
pub fn mentioned_rows<A: Display>(rows: &[MentionedRow<'_, A>], kind: &str) -> SafeHtml {
    let mut attribute = String::from(" data-pagefind-filter=\"");
    push_escaped(&mut attribute, kind);
    attribute.push('"');
    let mut out = String::with_capacity(rows.len() * 320);
    for row in rows {
        push_between(&mut out, "<li id=\"", &named_id(&row.entity.url), "\">");
        push_name(&mut out, row.entity, &attribute);
        let _ = write!(out, "<div class=\"n\">{}</div></li>", paragraph_keys(row.paragraphs).0);
    }
    SafeHtml(out)
}

/// A name, linked to its page and its preview card if it has them.
pub(super) fn push_name(out: &mut String, entity: &EntityRef, attribute: &str) {
    let linked = !entity.url.is_empty();
    if linked {
        out.push_str("<a href=\"");
        push_escaped(out, &entity.url);
        out.push_str("\">");
    }
    out.push_str("<bdi");
    out.push_str(attribute);
    out.push('>');
    push_escaped(out, &entity.name);
    out.push_str(if linked { "</bdi></a>" } else { "</bdi>" });
}

/// Appends an article to the mentions of a year: `<div class="ctx">` with its title as `<h4>`, key, publisher, day and number of
/// mentions, its first sentences as `<li><a class="pk">¶4</a><span>…</span></li>`, and the way to the others.
pub fn push_mentions<A: Display>(out: &mut SafeHtml, row: &MentionArticle<'_, A>, labels: &Labels) {
    let (out, article) = (&mut out.0, row.article);
    out.push_str("<div class=\"ctx\"><h4");
    let lang = if article.lang.is_empty() { String::new() } else { format!(" lang=\"{}\"", escaped(&article.lang)) };
    push_between(out, &lang, "", "><a href=\"");
    push_between(out, "", &article.url, "\">");
    push_between(out, "", &article.title, "</a></h4><p class=\"m\">");
    push_escaped(out, &article.key.label);
    if !article.byline.is_empty() {
        push_between(out, " · <bdi>", &article.byline, "</bdi>");
    }
    if let Some(date) = &article.date {
        push_between(out, " · ", &date.text, "");
    }
    let count = escaped(&labels.count("mentions", row.count));
    let _ = write!(out, "</p><p class=\"c\">{count}</p><ul{lang}>");
    let url = escaped(&article.url);
    push_lines(out, &url, row.lines);
    out.push_str("</ul>");
    if row.more > 0 {
        let more = escaped(&labels.count("more_here", row.more));
        let _ = write!(out, "<a class=\"mo\" href=\"{url}#{}\">{more}</a>", escaped(row.more_at));
    }
    out.push_str("</div>\n");
}

fn push_lines<A: Display>(out: &mut String, url: &str, lines: &[MentionLine<A>]) {
    for line in lines {
        let _ = write!(out, "<li><a class=\"pk\" href=\"{url}");
        if let Some(anchor) = &line.anchor {
            let _ = write!(out, "#{anchor}");
        }
        // a heading has no number
        if line.paragraph > 0 {
            let _ = write!(out, "\">¶{}", line.paragraph);
        } else {
            out.push_str("\">§");
        }
        let _ = write!(out, "</a><span>{}</span></li>", line.html.0);
    }
}

/// Keys of an article's own paragraphs, `<a class="ck" href="#p-…">¶4</a>`: number and id of each, in order. Those after the
/// fourth are folded.
pub fn paragraph_keys<A: Display>(paragraphs: &[(u32, A)]) -> SafeHtml {
    let (open, folded) = paragraphs.split_at(paragraphs.len().min(OPEN_KEYS));
    let mut out = String::with_capacity(paragraphs.len() * 48);
    push_keys(&mut out, open);
    if !folded.is_empty() {
        let _ = write!(out, " <details><summary>+{}</summary>", folded.len());
        push_keys(&mut out, folded);
        out.push_str("</details>");
    }
    SafeHtml(out)
}

fn push_keys<A: Display>(out: &mut String, paragraphs: &[(u32, A)]) {
    for (row, (number, anchor)) in paragraphs.iter().enumerate() {
        if row > 0 {
            out.push(' ');
        }
        let _ = write!(out, "<a class=\"ck\" href=\"#{anchor}\">¶{number}</a>");
    }
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
    fn mentions_show_the_first_sentences_and_the_way_to_the_others() {
        let labels = Labels::english();
        let line = |paragraph| MentionLine {
            paragraph,
            anchor: Some(format!("p-{paragraph}")),
            html: SafeHtml("<b>A</b>".into()),
        };
        let mut article = ArticleRef {
            key: KeyRef { label: "A1".into(), ..KeyRef::default() },
            title: "T & U".into(),
            url: "../a&b.html".into(),
            lang: "fa".into(),
            outlet: "Gazette".into(),
            byline: "Gazette".into(),
            ..ArticleRef::default()
        };
        let write = |article: &ArticleRef, more: usize| {
            let lines = [line(4), line(0)];
            let row = MentionArticle { article, count: 2, lines: &lines, more, more_at: "n-people-a" };
            let mut out = SafeHtml::default();
            push_mentions(&mut out, &row, &labels);
            out.0
        };
        assert_eq!(
            write(&article, 0),
            "<div class=\"ctx\"><h4 lang=\"fa\"><a href=\"../a&amp;b.html\">T &amp; U</a></h4><p class=\"m\">A1 · <bdi>Gazette\
             </bdi></p><p class=\"c\">2 mentions</p><ul lang=\"fa\">\
             <li><a class=\"pk\" href=\"../a&amp;b.html#p-4\">¶4</a><span><b>A</b></span></li>\
             <li><a class=\"pk\" href=\"../a&amp;b.html#p-0\">§</a><span><b>A</b></span></li></ul></div>\n"
        );
        article.byline = "Editor’s note".into();
        article.lang.clear();
        let html = write(&article, 5);
        assert!(html.contains("<h4><a") && html.contains("A1 · <bdi>Editor’s note</bdi></p>"), "{html}");
        let more = "</ul><a class=\"mo\" href=\"../a&amp;b.html#n-people-a\">5 more in this article</a></div>\n";
        assert!(html.ends_with(more), "{html}");
    }

    #[test]
    fn rows_of_names_escape_and_count() {
        let entity = EntityRef {
            id: "people/a".into(),
            name: "A & B".into(),
            url: "../people/a.html".into(),
            ..EntityRef::default()
        };
        let link = "<li><a href=\"../people/a.html\">";
        let rows = [4000, 1].map(|count| CoMention { entity: &entity, count });
        assert_eq!(
            together_rows(&rows, &Labels::english()).0,
            format!(
                "{link}<bdi>A &amp; B</bdi></a><i class=\"w20\"></i><span class=\"n\">4,000</span></li>\
                 {link}<bdi>A &amp; B</bdi></a><i class=\"w1\"></i><span class=\"n\">1</span></li>"
            )
        );
        let name = "<span><a href=\"../people/a.html\"><bdi>A &amp; B</bdi></a>";
        assert_eq!(together_names(&rows, &Labels::english()).0, format!("{name} 4,000</span> {name} 1</span> "));
        let row_link = link.replace("<li>", "<li id=\"n-people-a\">");
        let row = MentionedRow { entity: &entity, paragraphs: &[(4, "p-4")] };
        assert_eq!(
            mentioned_rows(&[row], "\"People\"").0,
            format!(
                "{row_link}<bdi data-pagefind-filter=\"&quot;People&quot;\">A &amp; B</bdi></a>\
                 <div class=\"n\"><a class=\"ck\" href=\"#p-4\">¶4</a></div></li>"
            )
        );
        assert_eq!(together_rows(&[], &Labels::english()).0, "");
    }

    #[test]
    fn keys_after_the_fourth_are_folded() {
        let keys = |n: u32| paragraph_keys(&(1..=n).map(|n| (n, format!("p-{n}"))).collect::<Vec<_>>()).0;
        assert_eq!(keys(0), "");
        assert_eq!(keys(2), "<a class=\"ck\" href=\"#p-1\">¶1</a> <a class=\"ck\" href=\"#p-2\">¶2</a>");
        assert!(keys(4).ends_with("¶4</a>"));
        let folded = " <details><summary>+2</summary><a class=\"ck\" href=\"#p-5\">¶5</a> <a class=\"ck\" href=\"#p-6\">¶6</a></details>";
        assert!(keys(6).ends_with(&format!("¶4</a>{folded}")));
    }
}
