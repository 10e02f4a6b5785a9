//! Rows of the long tables: indexes of names, sources, and the months of the timeline.

use super::fragments::keys;
use super::pieces::{Count, HappenedRow, IndexLine, PublishedRow, SourceLine};
use super::{ArticleRef, Counts, DateText, EntityRef, EventRow, Link, Rows, SafeHtml};
use crate::theme::Theme;
use crate::theme::pieces::{Html, Pieces, Shown};

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
    /// Address of the original, named by its host; none if not recorded.
    pub original: Option<Link>,
    /// Address of the archived copy; empty if there is none.
    pub archive_url: &'a str,
    /// First eight digits of the SHA-256; empty if not recorded.
    pub hash: String,
}

impl Rows {
    /// Appends a row of an index; `first` are the letter that begins with it, and its fragment id.
    pub fn push_index_row(&mut self, row: &IndexRow<'_>, first: Option<(&str, &str)>, theme: &Theme) {
        self.count += 1;
        let shown = |count| if count > 0 { theme.labels.number(count) } else { String::new() };
        let Counts { mentions, articles, statements } = row.counts;
        let (letter, id) = first.unwrap_or_default();
        let line = IndexLine {
            filter: &row.filter,
            letter,
            id,
            entity: row.entity,
            sort_name: &row.sort_name,
            mentions: Count { shown: &shown(mentions), value: mentions },
            articles: Count { shown: &shown(articles), value: articles },
            statements: Count { shown: &shown(statements), value: statements },
            years: &row.years,
            spark: Html(&row.spark.0),
        };
        theme.pieces.push(&mut self.html.0, &line);
    }

    /// Appends a row of the table of sources.
    pub fn push_source(&mut self, row: &SourceRow<'_>, pieces: &Pieces) {
        self.count += 1;
        let article = row.article;
        let line = SourceLine {
            key: &article.key,
            url: &article.url,
            title: &article.title,
            outlet: Some(&row.outlet).filter(|outlet| !outlet.name.is_empty()),
            original: row.original.as_ref(),
            published: article.date.as_ref(),
            retrieved: row.retrieved.as_ref(),
            archive_url: row.archive_url,
            own: article.own,
            hash: &row.hash,
        };
        pieces.push(&mut self.html.0, &line);
    }

    /// Appends what was published in a month.
    pub fn push_published(&mut self, article: &ArticleRef, pieces: &Pieces) {
        self.count += 1;
        let row = PublishedRow {
            date: article.date.as_ref(),
            url: &article.url,
            title: &article.title,
            lang: &article.lang,
            outlet: &article.outlet,
            own: article.own,
            key: &article.key,
        };
        pieces.push(&mut self.html.0, &row);
    }

    /// Appends what happened in a month.
    pub fn push_happened(&mut self, event: &EventRow, pieces: &Pieces) {
        self.count += 1;
        let row = HappenedRow {
            date: event.date.as_ref(),
            entity: &event.entity,
            end: event.end.as_ref(),
            keys: Html(&keys(&event.keys, pieces)),
            more: (event.more > 0).then_some(Shown(event.more)),
        };
        pieces.push(&mut self.html.0, &row);
    }
}
