//! Lists that stand on pages by the hundred thousand rows: articles, and statements that were found in texts. Their rows are
//! written here, with the same classes as in templates, which would spend longer on them than on all the rest.

use super::fragments::{push_between, push_key, push_name, push_outside};
use super::safe::push_escaped;
use super::{ArticleRef, DateText, EntityRef, KeyRef, Link, Rows, SafeHtml};
use crate::theme::Labels;
use std::fmt::{Display, Write as _};

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
    /// Appends an article: `<li>` with its day, its title, publisher and reason, whom it names, and its key.
    pub fn push_article(&mut self, row: &ListedArticle<'_>, labels: &Labels) {
        self.count += 1;
        let (out, article) = (&mut self.html.0, row.article);
        out.push_str("<li>");
        push_day(out, article.date.as_ref(), labels);
        push_between(out, "<div><a class=\"t\" href=\"", &article.url, "\"");
        push_language(out, &article.lang);
        push_between(out, ">", &article.title, "</a>");
        let named = !article.byline.is_empty();
        if named || !row.reason.is_empty() {
            out.push_str("<span class=\"m\">");
            if named {
                push_between(out, "<bdi>", &article.byline, "</bdi>");
            }
            if !row.reason.is_empty() {
                push_between(out, if named { " · " } else { "" }, row.reason, "");
            }
            out.push_str("</span>");
        }
        if !row.people.is_empty() {
            out.push_str("<span class=\"w\">");
            for entity in row.people {
                push_between(out, "<span class=\"k k-", &entity.mark, "\">");
                push_name(out, entity, "");
                out.push_str("</span>");
            }
            out.push_str("</span>");
        }
        push_between(out, "</div><a class=\"ck\" href=\"", &article.key.url, "\">");
        push_between(out, "", &article.key.label, "</a></li>\n");
    }

    /// Appends the article before or after the page's, as `rel` (`prev`, `next`) says: `<li>` with its title, publisher and
    /// reason, and its key.
    pub fn push_neighbour(&mut self, article: &ArticleRef, rel: &str, reason: &str) {
        self.count += 1;
        let out = &mut self.html.0;
        push_between(out, "<li><a href=\"", &article.url, "\" rel=\"");
        push_between(out, rel, "", "\"><bdi>");
        push_between(out, "", &article.title, "</bdi><small>");
        if !article.byline.is_empty() {
            push_between(out, "<bdi>", &article.byline, "</bdi>, ");
        }
        push_between(out, "", reason, "</small></a><a class=\"ck\" href=\"");
        push_between(out, "", &article.key.url, "\">");
        push_between(out, "", &article.key.label, "</a></li>");
    }

    /// Appends a quotation: `<div class="st">` with day and verb, then the speaker, the words, and where they stand.
    pub fn push_quotation<A: Display>(&mut self, row: &Quotation<'_, A>, labels: &Labels) {
        self.count += 1;
        let out = &mut self.html.0;
        push_between(out, "<div class=\"st\" id=\"", row.id, "\"><div>");
        push_day(out, row.date, labels);
        row.push_verb(out);
        out.push_str("</div><div>");
        if let Some(speaker) = row.speaker {
            out.push_str("<p class=\"byl0\"><span class=\"by\">");
            push_name(out, speaker, "");
            out.push_str("</span>");
            if !speaker.summary.is_empty() {
                push_between(out, " <span class=\"muted\">", &speaker.summary, "</span>");
            }
            out.push_str("</p>");
        }
        out.push_str("<blockquote class=\"tx\"");
        push_language(out, &row.article.lang);
        out.push_str("><p>");
        row.push_words(out, labels);
        out.push_str("</p></blockquote>\n");
        row.push_source(out, labels);
        out.push_str("</div></div>");
    }

    /// Appends a quotation that another page shows in full: `<div class="st">` with day and verb, then the speaker, the words and
    /// the key. Only an attribution that rests on the context says how sure it is.
    pub fn push_brief<A: Display>(&mut self, row: &Quotation<'_, A>, labels: &Labels) {
        self.count += 1;
        let out = &mut self.html.0;
        out.push_str("<div class=\"st\"><div>");
        push_day(out, row.date, labels);
        row.push_verb(out);
        out.push_str("</div><p class=\"tx\"");
        push_language(out, &row.article.lang);
        out.push('>');
        if let Some(speaker) = row.speaker {
            out.push_str("<b class=\"by\">");
            push_name(out, speaker, "");
            out.push_str("</b> ");
        }
        row.push_words(out, labels);
        out.push(' ');
        row.push_place(out, false);
        if row.certainty == "resolved" {
            push_between(out, " <span class=\"tag\">", labels.text("speaker_resolved"), "</span>");
        }
        out.push_str("</p></div>");
    }

    /// Appends a recorded statement: what the template `partials/recorded.html` made of it.
    pub fn push_recorded(&mut self, id: &str, html: &SafeHtml) {
        self.count += 1;
        let out = &mut self.html.0;
        push_between(out, "<div class=\"st\" id=\"", id, "\">");
        out.push_str(&html.0);
        out.push_str("</div>");
    }
}

impl<A: Display> Quotation<'_, A> {
    /// The words between quotation marks, with an ellipsis where they begin within a sentence; the whole sentence if there is one.
    fn push_words(&self, out: &mut String, labels: &Labels) {
        if !self.sentence.0.is_empty() {
            out.push_str(&self.sentence.0);
            return;
        }
        push_between(out, "", labels.text("quote_open"), "");
        if self.text.starts_with(char::is_lowercase) {
            out.push_str("… ");
        }
        push_escaped(out, self.text);
        push_between(out, "", labels.text("quote_close"), "");
    }

    fn push_verb(&self, out: &mut String) {
        if !self.verb.is_empty() {
            let start = if self.denial { " <span class=\"v deny\">" } else { " <span class=\"v\">" };
            push_between(out, start, self.verb, "</span>");
        }
    }

    /// The key of its paragraph.
    fn push_place(&self, out: &mut String, titled: bool) {
        let key = &self.article.key;
        push_between(out, "<a class=\"ck\" href=\"", &key.url, "");
        if let Some((_, anchor)) = &self.paragraph {
            let _ = write!(out, "#{anchor}");
        }
        if titled {
            push_between(out, "\" title=\"", &key.title, "");
        }
        push_between(out, "\">", &key.label, "");
        if let Some((number, _)) = &self.paragraph {
            let _ = write!(out, " ¶{number}");
        }
        out.push_str("</a>");
    }

    fn push_source(&self, out: &mut String, labels: &Labels) {
        out.push_str("<p class=\"src\">");
        self.push_place(out, true);
        out.push(' ');
        self.push_own_source(out);
        if self.show_outlet && !self.article.outlet.is_empty() {
            push_between(out, "<bdi>", &self.article.outlet, "</bdi> · ");
        }
        if !self.original.is_empty() {
            push_between(
                out,
                "<a class=\"ext\" href=\"",
                self.original,
                "\" rel=\"noopener noreferrer nofollow external\">",
            );
            push_between(out, "", labels.text("at_original"), "</a> · ");
        }
        push_between(out, "<span class=\"tag\">", labels.text("direct_quotation"), "");
        let certainty = match self.certainty {
            "resolved" => "speaker_resolved",
            "adjacent" => "speaker_adjacent",
            "explicit" => "speaker_explicit",
            _ => "",
        };
        if !certainty.is_empty() {
            push_between(out, "; ", labels.text(certainty), "");
        }
        if self.paragraph.is_none() {
            push_between(out, "; ", labels.text("paragraph_not_found"), "");
        }
        out.push_str("</span></p>");
    }
}

impl<A> Quotation<'_, A> {
    fn push_own_source(&self, out: &mut String) {
        if let Some(key) = self.source_key {
            push_key(out, key);
            out.push(' ');
        } else if !self.source.url.is_empty() {
            push_outside(out, &self.source.url, &self.source.name);
            out.push_str(" · ");
        } else if !self.source.name.is_empty() {
            push_between(out, "<bdi>", &self.source.name, "</bdi> · ");
        }
    }
}

fn push_day(out: &mut String, date: Option<&DateText>, labels: &Labels) {
    match date {
        Some(date) => {
            push_between(out, "<time datetime=\"", &date.iso, "\">");
            push_between(out, "", &date.text, "</time>");
        }
        None => push_between(out, "<span class=\"muted\">", labels.text("no_date"), "</span>"),
    }
}

fn push_language(out: &mut String, lang: &str) {
    if !lang.is_empty() {
        push_between(out, " lang=\"", lang, "\"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::PartialDate;

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
        let (labels, mut article) = (Labels::english(), article());
        let row = |article: &ArticleRef, reason: &str, people: &[&EntityRef]| {
            let mut rows = Rows::default();
            rows.push_article(&ListedArticle { article, reason, people }, &labels);
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
        rows.push_neighbour(&article(), "prev", "2 days <earlier>");
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
        let (labels, article) = (Labels::english(), article());
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
            rows.push_quotation(row, &labels);
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
