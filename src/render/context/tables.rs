//! Rows of the long tables: indexes of names, sources, and the months of the timeline. Like the rows of lists, they are written
//! here with the classes that templates use.

use super::fragments::{push_between, push_key, push_outside};
use super::safe::push_escaped;
use super::{ArticleRef, Counts, DateText, EntityRef, EventRow, Link, Rows, SafeHtml};
use crate::theme::Labels;
use std::fmt::Write as _;

/// An entity in the index of its kind.
#[derive(Debug, Clone)]
pub struct IndexRow<'a> {
    /// Which entity.
    pub entity: &'a EntityRef,
    /// Name in sorting order: `Doe, Jane`.
    pub sort_name: String,
    /// What the filter field looks in: names and summary, in lower case.
    pub filter: String,
    /// How often it occurs.
    pub counts: Counts,
    /// Years of its mentions: `2013–16`; empty without dated mentions.
    pub years: String,
    /// Mentions over time; empty without dated mentions.
    pub spark: &'a SafeHtml,
}

/// An article as a source.
#[derive(Debug, Clone)]
pub struct SourceRow<'a> {
    /// Which.
    pub article: &'a ArticleRef,
    /// Publisher, with its page; name empty if not recorded.
    pub outlet: Link,
    /// When it was saved.
    pub retrieved: Option<DateText>,
    /// Address of the original; empty if not recorded.
    pub original: &'a str,
    /// Host of the original.
    pub host: String,
    /// Address of the archived copy; empty if there is none.
    pub archive_url: &'a str,
    /// First eight digits of the SHA-256; empty if not recorded.
    pub hash: String,
}

impl Rows {
    /// Appends a row of an index; `first` are the letter that begins with it, and its fragment id.
    pub fn push_index_row(&mut self, row: &IndexRow<'_>, first: Option<(&str, &str)>, labels: &Labels) {
        self.count += 1;
        let (out, entity) = (&mut self.html.0, row.entity);
        push_between(out, "\n<tr data-k=\"", &row.filter, "\"");
        let (letter, id) = first.unwrap_or_default();
        if !id.is_empty() {
            push_between(out, " id=\"", id, "\"");
        }
        push_between(out, "><td class=\"let\">", letter, "</td><th scope=\"row\" class=\"nm\"><a href=\"");
        push_between(out, "", &entity.url, "\"><bdi>");
        push_between(out, "", &row.sort_name, "</bdi></a></th><td class=\"role\">");
        push_between(out, "", &entity.summary, "</td>");
        let counts = row.counts;
        for (class, count) in [("c-m", counts.mentions), ("c-a", counts.articles), ("c-q", counts.statements)] {
            let _ = write!(out, "<td class=\"r num {class}\" data-v=\"{count}\">");
            if count > 0 {
                push_between(out, "", &labels.number(count), "</td>");
            } else {
                out.push_str("<span class=\"muted\">0</span></td>");
            }
        }
        push_between(out, "<td class=\"fl num nw\">", &row.years, "</td><td class=\"sp\">");
        out.push_str(&row.spark.0);
        out.push_str("</td></tr>");
    }

    /// Appends a row of the table of sources.
    pub fn push_source(&mut self, row: &SourceRow<'_>, labels: &Labels) {
        self.count += 1;
        let (out, article) = (&mut self.html.0, row.article);
        out.push_str("\n<tr><td class=\"c-ke\">");
        push_key(out, &article.key);
        push_between(out, "</td><th scope=\"row\"><a class=\"t\" href=\"", &article.url, "\">");
        push_between(out, "", &article.title, "</a></th><td class=\"c-pu\">");
        if row.outlet.url.is_empty() {
            push_between(out, "<bdi>", &row.outlet.name, "</bdi>");
        } else {
            push_between(out, "<a href=\"", &row.outlet.url, "\"><bdi>");
            push_between(out, "", &row.outlet.name, "</bdi></a>");
        }
        out.push_str("</td><td class=\"c-ty\">");
        if !row.original.is_empty() {
            push_outside(out, row.original, &row.host);
        }
        let published = article.date.as_ref();
        push_between(out, "</td><td class=\"nw c-da\" data-v=\"", published.map_or("", |date| &date.iso), "\">");
        push_time(out, published);
        out.push_str("</td><td class=\"nw c-re\">");
        push_time(out, row.retrieved.as_ref());
        out.push_str("</td><td class=\"nw c-ar\">");
        if !row.archive_url.is_empty() {
            push_between(out, "<a class=\"ok ext\" href=\"", row.archive_url, "\"");
            push_between(out, " rel=\"noopener noreferrer nofollow external\">", labels.text("copy_noun"), "</a>");
        } else if article.own {
            push_between(out, "<span class=\"muted\">", labels.text("own_note_lower"), "</span>");
        } else {
            push_between(out, "<span class=\"gap\">", labels.text("no_archived_copy"), "</span>");
        }
        push_between(out, "</td><td class=\"hash c-ha\">", &row.hash, "</td></tr>");
    }

    /// Appends what was published in a month: `<li>` with day, title, publisher and key.
    pub fn push_published(&mut self, article: &ArticleRef, labels: &Labels) {
        self.count += 1;
        let out = &mut self.html.0;
        out.push_str("<li>");
        push_day_of_month(out, article.date.as_ref());
        push_between(out, "<div><a class=\"t\" href=\"", &article.url, "\"");
        if !article.lang.is_empty() {
            push_between(out, " lang=\"", &article.lang, "\"");
        }
        push_between(out, ">", &article.title, "</a><small>");
        push_inexact(out, article.date.as_ref(), labels);
        if !article.outlet.is_empty() {
            push_between(out, "<bdi>", &article.outlet, "</bdi> ");
        } else if article.own {
            push_between(out, "", labels.text("own_note"), " ");
        }
        push_key(out, &article.key);
        out.push_str("</small></div></li>");
    }

    /// Appends what happened in a month: `<li>` with day, name, end and the keys of the articles that report it.
    pub fn push_happened(&mut self, event: &EventRow, labels: &Labels) {
        self.count += 1;
        let out = &mut self.html.0;
        out.push_str("<li>");
        push_day_of_month(out, event.date.as_ref());
        push_between(out, "<div><a class=\"t\" href=\"", &event.entity.url, "\">");
        push_between(out, "", &event.entity.name, "</a><small>");
        if let Some(end) = &event.end {
            push_between(out, "", labels.text("until"), " ");
            push_between(out, "", &end.text, " · ");
        }
        push_inexact(out, event.date.as_ref(), labels);
        if event.keys.is_empty() {
            push_escaped(out, labels.text("in_no_article"));
        } else {
            push_between(out, "", labels.text("reported_in"), " ");
            for key in &event.keys {
                push_key(out, key);
                out.push(' ');
            }
            if event.more > 0 {
                let _ = write!(out, "+{}", event.more);
            }
        }
        out.push_str("</small></div></li>");
    }
}

fn push_time(out: &mut String, date: Option<&DateText>) {
    if let Some(date) = date {
        push_between(out, "<time datetime=\"", &date.iso, "\">");
        push_between(out, "", &date.text, "</time>");
    }
}

/// The day alone for eyes, since the month stands at the left; the whole date for ears.
fn push_day_of_month(out: &mut String, date: Option<&DateText>) {
    match date.filter(|date| date.precision == "day") {
        Some(date) => {
            push_between(out, "<time datetime=\"", &date.iso, "\"><span aria-hidden=\"true\">");
            push_between(out, "", &date.day, "</span><span class=\"vh\">");
            push_between(out, "", &date.text, "</span></time>");
        }
        None => out.push_str("<span></span>"),
    }
}

fn push_inexact(out: &mut String, date: Option<&DateText>, labels: &Labels) {
    match date.map(|date| date.precision.as_str()) {
        Some("month") => push_between(out, "", labels.text("day_not_recorded"), " · "),
        Some("year") => push_between(out, "", labels.text("month_not_recorded"), " · "),
        _ => {}
    }
}
