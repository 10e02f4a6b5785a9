//! Lists that stand on pages by the hundred thousand rows: articles, and statements that were found in texts.

use super::pieces::{
    ArticleRow, BriefQuotation, Joined, KeyAt, NeighbourRow, PersonOfArticle, QuotationRow, RecordedRow,
};
use super::{ArticleRef, DateText, EntityRef, KeyRef, Link, Rows, SafeHtml};
use crate::theme::pieces::{Html, Pieces, Word};
use std::fmt::Display;

/// An article in a list.
#[derive(Debug, Clone, Copy)]
pub struct ListedArticle<'a> {
    /// Which.
    pub article: &'a ArticleRef,
    /// Why it stands here, in words; empty where the list needs no reason.
    pub reason: &'a str,
    /// The people most mentioned in it, in lists that name them.
    pub people: &'a [&'a EntityRef],
}

/// A quotation that was found in a text, in a list of statements.
#[derive(Debug, Clone, Copy)]
pub struct Quotation<'a, A> {
    /// Fragment id, unique on the page.
    pub id: &'a str,
    /// Who said it; `None` on the speaker's own page.
    pub speaker: Option<&'a EntityRef>,
    /// When it was published.
    pub date: Option<&'a DateText>,
    /// The verb of the source; empty if there is none.
    pub verb: &'a str,
    /// Whether it is a denial.
    pub denial: bool,
    /// The words, without quotation marks.
    pub text: &'a str,
    /// The sentence that they stand in, with them in `<b>`, where they are less than a sentence; else empty.
    pub sentence: &'a SafeHtml,
    /// How sure the attribution is: `explicit`, `adjacent`, `resolved`; empty if there was nothing to attribute by.
    pub certainty: &'a str,
    /// Where it stands.
    pub article: &'a ArticleRef,
    /// The article that the author names as its source.
    pub source_key: Option<&'a KeyRef>,
    /// Another source that the author names: an address or a text; name empty if there is none.
    pub source: &'a Link,
    /// Whether the article's publisher has the words, too.
    pub show_outlet: bool,
    /// Number and id of its paragraph; `None` if the article alone can be named.
    pub paragraph: Option<(u32, A)>,
    /// The original on the web, at the quoted words; empty if not recorded.
    pub original: &'a str,
}

impl Rows {
    /// Appends an article.
    pub fn push_article(&mut self, row: &ListedArticle<'_>, pieces: &Pieces) {
        self.count += 1;
        let (article, mut people) = (row.article, String::new());
        for entity in row.people {
            pieces.push(&mut people, &PersonOfArticle { entity });
        }
        let row = ArticleRow {
            date: article.date.as_ref(),
            url: &article.url,
            title: &article.title,
            lang: &article.lang,
            byline: &article.byline,
            reason: row.reason,
            people: Html(&people),
            key: KeyAt::untitled(&article.key),
        };
        pieces.push(&mut self.html.0, &row);
    }

    /// Appends the article before or after the page's, as `rel` (`prev`, `next`) says.
    pub fn push_neighbour(&mut self, article: &ArticleRef, rel: &str, reason: &str, pieces: &Pieces) {
        self.count += 1;
        let row = NeighbourRow {
            url: &article.url,
            rel: Word(rel),
            title: &article.title,
            byline: &article.byline,
            reason,
            key: KeyAt::untitled(&article.key),
        };
        pieces.push(&mut self.html.0, &row);
    }

    /// Appends a quotation.
    pub fn push_quotation<A: Display>(&mut self, row: &Quotation<'_, A>, pieces: &Pieces) {
        self.count += 1;
        let article = row.article;
        let piece = QuotationRow {
            id: row.id,
            date: row.date,
            verb: row.verb,
            denial: row.denial,
            speaker: row.speaker,
            lang: &article.lang,
            text: row.text,
            is_part: row.is_part(),
            sentence: Html(&row.sentence.0),
            key: row.key(&article.key.title),
            has_paragraph: row.paragraph.is_some(),
            source_key: row.source_key,
            source: row.source,
            outlet: if row.show_outlet { &article.outlet } else { "" },
            original: row.original,
            certainty: Word(row.certainty),
        };
        pieces.push(&mut self.html.0, &piece);
    }

    /// Appends a quotation that another page shows in full.
    pub fn push_brief<A: Display>(&mut self, row: &Quotation<'_, A>, pieces: &Pieces) {
        self.count += 1;
        let piece = BriefQuotation {
            date: row.date,
            verb: row.verb,
            denial: row.denial,
            speaker: row.speaker,
            lang: &row.article.lang,
            text: row.text,
            is_part: row.is_part(),
            sentence: Html(&row.sentence.0),
            key: row.key(""),
            certainty: Word(row.certainty),
        };
        pieces.push(&mut self.html.0, &piece);
    }

    /// Appends a recorded statement: what the template `partials/recorded.html` made of it.
    pub fn push_recorded(&mut self, id: &str, html: &SafeHtml, pieces: &Pieces) {
        self.count += 1;
        pieces.push(&mut self.html.0, &RecordedRow { id, html: Html(&html.0) });
    }
}

impl<A: Display> Quotation<'_, A> {
    /// Whether the words begin within a sentence.
    fn is_part(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }

    /// The key of its paragraph.
    fn key<'a>(&'a self, title: &'a str) -> KeyAt<'a> {
        let key = &self.article.key;
        let paragraph = self.paragraph.as_ref();
        KeyAt {
            label: Joined { text: &key.label, then: paragraph.map(|(number, _)| (" ¶", number as &dyn Display)) },
            url: Joined { text: &key.url, then: paragraph.map(|(_, anchor)| ("#", anchor as &dyn Display)) },
            title,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::date::PartialDate;
    use crate::theme::Theme;

    fn article() -> ArticleRef {
        let url = "../articles/a.html".to_owned();
        ArticleRef {
            key: KeyRef { label: "A1".into(), url: url.clone(), title: "Boats & \"ferries\" · Gazette".into() },
            title: "Boats & \"ferries\"".into(),
            url,
            outlet: "Gazette".into(),
            byline: "Gazette".into(),
            ..ArticleRef::default()
        }
    }

    #[test]
    fn articles_in_lists_escape_and_leave_out_what_is_not_known() {
        let (theme, mut article) = (Theme::embedded(&Config::default()), article());
        let row = |article: &ArticleRef, reason: &str, people: &[&EntityRef]| {
            let mut rows = Rows::default();
            rows.push_article(&ListedArticle { article, reason, people }, &theme.pieces);
            assert_eq!(rows.count, 1);
            rows.html.0
        };
        let person = EntityRef { name: "A".into(), mark: "person".into(), ..EntityRef::default() };
        assert_eq!(
            row(&article, "one day <later>", &[&person]),
            "<li><span class=\"muted\">no date</span><div><a class=\"t\" href=\"../articles/a.html\">Boats &amp; \
             &quot;ferries&quot;</a><span class=\"m\"><bdi>Gazette</bdi> · one day &lt;later&gt;</span>\
             <span class=\"w\"><span class=\"k k-person\"><bdi>A</bdi></span></span></div>\
             <a class=\"ck\" href=\"../articles/a.html\">A1</a></li>\n"
        );
        article.byline.clear();
        assert!(row(&article, "", &[]).contains("&quot;</a></div>"));
        assert!(row(&article, "why", &[]).contains("<span class=\"m\">why</span>"));
        (article.byline, article.lang) = ("Editor’s note".into(), "fa".into());
        assert!(row(&article, "why", &[]).contains(" lang=\"fa\">"));
        assert!(row(&article, "why", &[]).contains("<span class=\"m\"><bdi>Editor’s note</bdi> · why</span>"));
    }

    #[test]
    fn neighbours_say_why_they_stand_there() {
        let mut rows = Rows::default();
        rows.push_neighbour(&article(), "prev", "2 days <earlier>", &Theme::embedded(&Config::default()).pieces);
        assert_eq!(
            (rows.count, rows.html.0.as_str()),
            (
                1,
                "<li><a href=\"../articles/a.html\" rel=\"prev\"><bdi>Boats &amp; &quot;ferries&quot;</bdi><small><bdi>Gazette\
                 </bdi>, 2 days &lt;earlier&gt;</small></a><a class=\"ck\" href=\"../articles/a.html\">A1</a></li>"
            )
        );
    }

    #[test]
    fn quotations_name_speaker_place_and_certainty() {
        let (theme, article) = (Theme::embedded(&Config::default()), article());
        let labels = &theme.labels;
        let speaker = EntityRef { name: "A & B".into(), summary: "two".into(), ..EntityRef::default() };
        let date = labels.date(&PartialDate::parse("2020-05-14").unwrap());
        let quotation = Quotation {
            id: "s-1",
            speaker: Some(&speaker),
            date: Some(&date),
            verb: "denied",
            denial: true,
            text: "We <never> did",
            sentence: &SafeHtml::default(),
            certainty: "resolved",
            article: &article,
            source_key: None,
            source: &Link::default(),
            show_outlet: true,
            paragraph: Some((4, "p-4")),
            original: "https://a.example/?a&b#:~:text=We",
        };
        let html = |row: &Quotation<'_, &str>| {
            let mut rows = Rows::default();
            rows.push_quotation(row, &theme.pieces);
            rows.html.0
        };
        assert_eq!(
            html(&quotation),
            "<div class=\"st\" id=\"s-1\"><div><time datetime=\"2020-05-14\">14 May 2020</time> \
             <span class=\"v deny\">denied</span></div><div><p class=\"byl0\"><span class=\"by\"><bdi>A &amp; B</bdi></span> \
             <span class=\"muted\">two</span></p><blockquote class=\"tx\"><p>“We &lt;never&gt; did”</p></blockquote>\n\
             <p class=\"src\"><a class=\"ck\" href=\"../articles/a.html#p-4\" title=\"Boats &amp; &quot;ferries&quot; · Gazette\">\
             A1 ¶4</a> <bdi>Gazette</bdi> · <a class=\"ext\" href=\"https://a.example/?a&amp;b#:~:text=We\" \
             rel=\"noopener noreferrer nofollow external\">original source</a> · <span class=\"tag\">direct quotation; \
             inferred from context</span></p></div></div>"
        );
        let address = Link { name: "a.example".into(), url: "https://a.example/1".into() };
        let text = Link { name: "Letter & memo".into(), url: String::new() };
        for (source_key, source, expected) in [
            (Some(&article.key), &Link::default(), "<a class=\"ck\" href=\"../articles/a.html\" title=\"Boats &amp; "),
            (
                None,
                &address,
                "<a class=\"ext\" href=\"https://a.example/1\" rel=\"noopener noreferrer nofollow external\" title=",
            ),
            (None, &text, "</a> <bdi>Letter &amp; memo</bdi> · <a class=\"ext\""),
        ] {
            let html = html(&Quotation { source_key, source, show_outlet: false, ..quotation });
            assert!(html.contains(expected) && !html.contains("<bdi>Gazette"), "{html}");
        }
        let plain = Quotation {
            speaker: None,
            date: None,
            verb: "",
            certainty: "",
            paragraph: None,
            original: "",
            ..quotation
        };
        let html = html(&plain);
        assert!(html.contains("<div><span class=\"muted\">no date</span></div><div><blockquote"), "{html}");
        assert!(html.contains("href=\"../articles/a.html\" title"), "{html}");
        assert!(html.ends_with("direct quotation; paragraph not found</span></p></div></div>"), "{html}");
    }
}
