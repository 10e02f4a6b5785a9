//! Pieces of HTML that stand on pages by the hundred thousand: paragraph keys, sentences, rows of names.

use super::pieces::{self, Joined, KeyAt, MentionsRow, ParagraphKeys, TogetherName, TogetherRow};
use super::{ArticleRef, EntityRef, KeyRef, SafeHtml};
use crate::theme::pieces::{Html, Pieces, Shown};
use crate::theme::{Labels, Theme};
use std::fmt::Display;

/// Paragraph keys of one row that are shown; the rest is folded.
const OPEN_KEYS: usize = 4;

/// A sentence that mentions an entity.
#[derive(Debug, Clone)]
pub struct MentionLine<A> {
    /// Number of the paragraph, shown as `¶4`; 0 in a heading or another block without a number.
    pub paragraph: u32,
    /// Id of the block; `None` for a title, which the page itself is.
    pub anchor: Option<A>,
    /// The sentence, each name in the component `mentioned_name`.
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

/// Rows of what occurs together, most articles first, each with a bar as long as its share of the first row's articles.
pub fn together_rows(rows: &[CoMention<'_>], theme: &Theme) -> SafeHtml {
    let highest = rows.first().map_or(1, |row| row.count.max(1));
    let mut out = String::with_capacity(rows.len() * 160);
    for row in rows {
        let share = Shown((row.count * 20).div_ceil(highest));
        let count = &theme.labels.number(row.count);
        theme.pieces.push(&mut out, &TogetherRow { entity: row.entity, share, count });
    }
    SafeHtml(out)
}

/// What else occurs together, most articles first, in one paragraph.
pub fn together_names(rows: &[CoMention<'_>], theme: &Theme) -> SafeHtml {
    let mut out = String::with_capacity(rows.len() * 96);
    for row in rows {
        let count = &theme.labels.number(row.count);
        theme.pieces.push(&mut out, &TogetherName { entity: row.entity, count });
    }
    SafeHtml(out)
}

/// Fragment id of an entity's row among the names of an article, by the address of its page: `n-people-jane-doe`.
pub fn named_id(url: &str) -> String {
    let name = url.trim_start_matches("../").trim_end_matches(".html").replace('/', "-");
    format!("n-{name}")
}

/// Rows of whom an article mentions, of one kind, with the kind's word for many.
pub fn mentioned_rows<A: Display>(rows: &[MentionedRow<'_, A>], kind: &str, pieces: &Pieces) -> SafeHtml {
    let mut out = String::with_capacity(rows.len() * 320);
    for row in rows {
        let (id, keys) = (&named_id(&row.entity.url), paragraph_keys(row.paragraphs, pieces));
        pieces.push(&mut out, &pieces::MentionedRow { id, entity: row.entity, kind, keys: Html(&keys.0) });
    }
    SafeHtml(out)
}

/// Appends an article to the mentions of a year: its first sentences, and the way to the others.
pub fn push_mentions<A: Display>(out: &mut SafeHtml, row: &MentionArticle<'_, A>, labels: &Labels, pieces: &Pieces) {
    let (article, mut lines) = (row.article, String::with_capacity(row.lines.len() * 256));
    for line in row.lines {
        let then = line.anchor.as_ref().map(|anchor| ("#", anchor as &dyn Display));
        let url = Joined { text: &article.url, then };
        let paragraph = (line.paragraph > 0).then_some(Shown(line.paragraph));
        pieces.push(&mut lines, &pieces::MentionLine { url, paragraph, html: Html(&line.html.0) });
    }
    let more = if row.more > 0 { labels.count("more_here", row.more) } else { String::new() };
    let row = MentionsRow {
        url: &article.url,
        title: &article.title,
        lang: &article.lang,
        key: &article.key,
        byline: &article.byline,
        date: article.date.as_ref(),
        count: &labels.count("mentions", row.count),
        lines: Html(&lines),
        more: &more,
        more_at: row.more_at,
    };
    pieces.push(&mut out.0, &row);
}

/// Keys of an article's own paragraphs: number and id of each, in order. Those after the fourth are folded.
pub fn paragraph_keys<A: Display>(paragraphs: &[(u32, A)], pieces: &Pieces) -> SafeHtml {
    let (open, folded) = paragraphs.split_at(paragraphs.len().min(OPEN_KEYS));
    let more = Shown(folded.len());
    let (open, folded) = (own_keys(open, pieces), own_keys(folded, pieces));
    let mut out = String::with_capacity(open.len() + folded.len() + 48);
    pieces.push(&mut out, &ParagraphKeys { open: Html(&open), folded: Html(&folded), more });
    SafeHtml(out)
}

fn own_keys<A: Display>(paragraphs: &[(u32, A)], pieces: &Pieces) -> String {
    let mut out = String::with_capacity(paragraphs.len() * 48);
    for (row, (number, anchor)) in paragraphs.iter().enumerate() {
        if row > 0 {
            out.push(' ');
        }
        let joined = |text: &'static str, then| Joined { text, then: Some(("", then)) };
        pieces.push(&mut out, &KeyAt { label: joined("¶", number), url: joined("#", anchor), title: "" });
    }
    out
}

/// Keys, each with a space behind it.
pub(super) fn keys(keys: &[KeyRef], pieces: &Pieces) -> String {
    let mut out = String::new();
    for key in keys {
        let (label, url) = (Joined::text(&key.label), Joined::text(&key.url));
        pieces.push(&mut out, &KeyAt { label, url, title: &key.title });
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn theme() -> Theme {
        Theme::embedded(&Config::default())
    }

    #[test]
    fn mentions_show_the_first_sentences_and_the_way_to_the_others() {
        let theme = theme();
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
            push_mentions(&mut out, &row, &theme.labels, &theme.pieces);
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
        let theme = theme();
        let entity = EntityRef {
            id: "people/a".into(),
            name: "A & B".into(),
            url: "../people/a.html".into(),
            ..EntityRef::default()
        };
        let link = "<li><a href=\"../people/a.html\">";
        let rows = [4000, 1].map(|count| CoMention { entity: &entity, count });
        assert_eq!(
            together_rows(&rows, &theme).0,
            format!(
                "{link}<bdi>A &amp; B</bdi></a><i class=\"w20\"></i><span class=\"n\">4,000</span></li>\
                 {link}<bdi>A &amp; B</bdi></a><i class=\"w1\"></i><span class=\"n\">1</span></li>"
            )
        );
        let name = "<span><a href=\"../people/a.html\"><bdi>A &amp; B</bdi></a>";
        assert_eq!(together_names(&rows, &theme).0, format!("{name} 4,000</span> {name} 1</span> "));
        let row_link = link.replace("<li>", "<li id=\"n-people-a\">");
        let row = MentionedRow { entity: &entity, paragraphs: &[(4, "p-4")] };
        assert_eq!(
            mentioned_rows(&[row], "\"People\"", &theme.pieces).0,
            format!(
                "{row_link}<bdi data-pagefind-filter=\"&quot;People&quot;\">A &amp; B</bdi></a>\
                 <div class=\"n\"><a class=\"ck\" href=\"#p-4\">¶4</a></div></li>"
            )
        );
        assert_eq!(together_rows(&[], &theme).0, "");
    }

    #[test]
    fn keys_after_the_fourth_are_folded() {
        let theme = theme();
        let keys =
            |n: u32| paragraph_keys(&(1..=n).map(|n| (n, format!("p-{n}"))).collect::<Vec<_>>(), &theme.pieces).0;
        assert_eq!(keys(0), "");
        assert_eq!(keys(2), "<a class=\"ck\" href=\"#p-1\">¶1</a> <a class=\"ck\" href=\"#p-2\">¶2</a>");
        assert!(keys(4).ends_with("¶4</a>"));
        let folded = " <details><summary>+2</summary><a class=\"ck\" href=\"#p-5\">¶5</a> <a class=\"ck\" href=\"#p-6\">¶6</a></details>";
        assert!(keys(6).ends_with(&format!("¶4</a>{folded}")));
    }
}
