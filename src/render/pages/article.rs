//! The page of an article.

use super::meta::Head;
use super::share_cards::Shared;
use crate::date::PartialDate;
use crate::dossier::{ArticleId, related_articles};
use crate::entities::EntityId;
use crate::markdown::{BlockId, Document};
use crate::render::context::{
    ArticlePage, KeyRef, Link, ListedArticle, MentionedGroup, MentionedRow, Rows, SafeHtml, SourceRail, TocEntry,
    mentioned_rows, note_html,
};
use crate::render::room::{Depth, Room};
use crate::site::Resolved;
use crate::text::curl::curl;
use crate::theme::{DateText, direction};

/// Most related articles.
const RELATED: usize = 6;
/// Names that tell why an article is related: the rarest of those that both share.
const NAMED: usize = 2;
/// Fewest headings that make a table of contents.
const TOC_FROM: usize = 3;

impl Room<'_> {
    /// The page of an article; `place` is its row in [`Dossier::by_date`](crate::dossier::Dossier::by_date).
    pub(super) fn article_page(&self, id: ArticleId, place: usize) -> ArticlePage {
        let article = self.dossier.article(id);
        let (head, text) = (&article.source.head, &article.text);
        let links = &self.links.articles[id.index()];
        let path = self.site.article(id);
        let mut page = self.meta(
            Head {
                kind: "article",
                id: &head.id.0,
                path,
                title: &text.title,
                description: &text.summary,
                nav: "articles",
            },
            Depth::Folder,
        );
        page.noindex |= head.noindex;
        let image = self.image(head, links, Depth::Folder);
        let shared = self.share_picture(&mut page, image.as_ref(), Shared::Article(id));
        let cite = self.cite(id, &mut page, shared.as_deref());
        let notes = self.notes(id).into_iter().map(|(at, note)| (at, note_html(&note, self.theme).0)).collect();
        let (quoted, quoted_more) = self.quoted_in(id);
        let body = self.article_html(id, path, notes);
        ArticlePage {
            page,
            title: curl(&text.title).into_owned(),
            key: article.key.clone(),
            lang: text.lang.clone(),
            dir: direction(&text.lang).to_owned(),
            outlet: self.outlet(id, Depth::Folder),
            authors: article.source.authors.clone(),
            date: self.date(article.date()),
            published: self.published_apart(id),
            updated: self.date(head.updated.as_ref()),
            words: text.document.words,
            summary: curl(head.summary.as_deref().unwrap_or_default()).into_owned(),
            image,
            source: self.source_rail(id),
            quoted,
            quoted_more,
            body,
            recorded: self.recorded_in_front(id),
            toc: toc(&text.document),
            mentioned_total: article.entities.len(),
            mentioned: self.mentioned(id),
            related: self.related(id),
            cite,
            neighbours: self.neighbours(id, place),
            extra: head.extra.clone(),
        }
    }

    /// Date of publication of the source where it cannot be the date of the article.
    fn published_apart(&self, id: ArticleId) -> Option<DateText> {
        let article = self.dossier.article(id);
        let published = article.source.source.as_ref()?.published.as_ref()?;
        let apart = article.date().is_some_and(|date| !date.agrees_with(published));
        self.date(Some(published)).filter(|_| apart)
    }

    /// What is recorded about where an article comes from.
    fn source_rail(&self, id: ArticleId) -> SourceRail {
        let Some(source) = &self.dossier.article(id).source.source else {
            return SourceRail { own: true, based_on: self.based_on(id), ..SourceRail::default() };
        };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let sha256 = text(&source.sha256).to_lowercase();
        let own_language = source.language.as_ref().is_none_or(|lang| *lang == self.dossier.article(id).text.lang);
        SourceRail {
            own: false,
            note: source.is_note(),
            title: curl(source.title.as_deref().unwrap_or_default()).into_owned(),
            based_on: if source.is_note() { self.based_on(id) } else { Vec::new() },
            outlet: self.outlet(id, Depth::Folder),
            author: text(&source.author),
            published: self.date(source.published.as_ref()),
            retrieved: self.date(source.retrieved.as_ref()),
            host: source.url.as_deref().map(host).unwrap_or_default(),
            url: text(&source.url),
            archive_url: text(&source.archive_url),
            archive_host: source.archive_url.as_deref().map(host).unwrap_or_default(),
            archive_date: self.date(source.archive_date.as_ref()),
            license: text(&source.license),
            language: if own_language { String::new() } else { text(&source.language) },
            sha256_short: groups_of_four(&sha256),
            sha256,
        }
    }

    /// Articles that an own note links to, in order, each once: a link says nothing about what the note rests on.
    fn based_on(&self, id: ArticleId) -> Vec<KeyRef> {
        let mut keys: Vec<KeyRef> = Vec::new();
        for slot in &self.links.articles[id.index()].slots {
            let Resolved::Page { path, .. } = slot else { continue };
            let Some(other) = self.site.article_at(path).filter(|other| *other != id) else { continue };
            let key = self.key(other, Depth::Folder);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// Everyone the article concerns, by kind, in order of first mention.
    fn mentioned(&self, id: ArticleId) -> Vec<MentionedGroup> {
        let article = self.dossier.article(id);
        let mut paragraphs: Vec<Vec<(u32, BlockId)>> = vec![Vec::new(); article.entities.len()];
        let row_of: rustc_hash::FxHashMap<EntityId, usize> =
            article.entities.iter().enumerate().map(|(row, entity)| (*entity, row)).collect();
        for mention in &article.text.found.mentions {
            let block = &article.text.document.blocks[mention.block as usize];
            let (Some(number), Some(row)) = (block.number, row_of.get(&mention.entity)) else { continue };
            if paragraphs[*row].last().is_none_or(|(last, _)| *last != number) {
                paragraphs[*row].push((number, block.id));
            }
        }
        let first = |entity: &EntityId| article.mentions_of(*entity).next().map_or(u32::MAX, |m| m.prose.start);
        let mut rows: Vec<usize> = (0..article.entities.len()).collect();
        rows.sort_by_cached_key(|row| first(&article.entities[*row]));
        let mut groups: Vec<Vec<MentionedRow<'_, BlockId>>> = vec![Vec::new(); self.kinds.len()];
        for row in rows {
            let entity = article.entities[row];
            let kind = self.dossier.gazetteer.get(entity).kind;
            let entity = self.entity_ref(entity, Depth::Folder);
            groups[usize::from(kind.0)].push(MentionedRow { entity, paragraphs: &paragraphs[row] });
        }
        let groups = self.kinds.iter().zip(groups).filter(|(_, rows)| !rows.is_empty());
        groups
            .map(|(kind, rows)| MentionedGroup {
                kind: kind.name.clone(),
                title: kind.plural.clone(),
                mark: kind.mark.clone(),
                rows: mentioned_rows(&rows, &kind.plural, &self.theme.pieces),
            })
            .collect()
    }

    /// The articles that share most with this one.
    fn related(&self, id: ArticleId) -> Rows {
        let mut rows = Rows::default();
        for related in related_articles(self.dossier, id, RELATED) {
            let count = self.labels().count("shared_names", related.shared.len());
            let rarest = related.shared.iter().take(NAMED).map(|id| self.dossier.gazetteer.get(*id).name.as_str());
            let names = rarest.collect::<Vec<_>>().join(", ");
            let reason = self.labels().fill("shared_with", &[("count", &count), ("names", &names)]);
            let article = self.article_ref(related.article, Depth::Folder);
            rows.push_article(&ListedArticle { article, reason: &reason, people: &[] }, &self.theme.pieces);
        }
        rows
    }

    /// The articles before and after, each with the days between.
    fn neighbours(&self, id: ArticleId, place: usize) -> Rows {
        let mut rows = Rows::default();
        for (place, rel) in [(place.checked_add(1), "prev"), (place.checked_sub(1), "next")] {
            let Some(&other) = place.and_then(|place| self.dossier.by_date.get(place)) else { continue };
            let Some(date) = self.dossier.article(other).date() else { continue };
            let reason = match self.dossier.article(id).date().and_then(|own| days_between(own, date)) {
                Some(days) if days < 0 => self.labels().count("days_earlier", days.unsigned_abs() as usize),
                Some(days) if days > 0 => self.labels().count("days_later", days.unsigned_abs() as usize),
                _ => self.labels().date(date).text,
            };
            rows.push_neighbour(self.article_ref(other, Depth::Folder), rel, &reason, &self.theme.pieces);
        }
        rows
    }
}

/// Headings as a table of contents; empty if there are too few.
pub(super) fn toc(document: &Document) -> Vec<TocEntry> {
    if document.headings.len() < TOC_FROM {
        return Vec::new();
    }
    let entry = |heading: &crate::markdown::Heading| TocEntry {
        level: heading.level.max(2),
        text: heading.text.clone(),
        url: format!("#{}", heading.id),
    };
    document.headings.iter().map(entry).collect()
}

/// Days from one day to another; `None` if either is not known to the day.
fn days_between(from: &PartialDate, to: &PartialDate) -> Option<i32> {
    let known = from.day.is_some() && to.day.is_some();
    known.then(|| (to.first_day() - from.first_day()).get_days())
}

/// The host of an address, without `www.`.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The first 16 digits of a hash in groups of four.
fn groups_of_four(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(16).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// A link whose text is its host, for sources given as an address, else plain text.
pub(super) fn address_or_text(value: &str) -> Link {
    if value.starts_with("http://") || value.starts_with("https://") {
        Link { name: host(value), url: value.to_owned() }
    } else {
        Link { name: value.to_owned(), url: String::new() }
    }
}

/// HTML that is there, for texts that may be empty.
pub(super) fn or_empty(html: SafeHtml) -> SafeHtml {
    if html.0.trim().is_empty() { SafeHtml::default() } else { html }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_hashes_as_readers_see_them() {
        for (url, expected) in [
            ("https://www.example.org/a?b#c", "example.org"),
            ("http://user@news.example:8080", "news.example:8080"),
            ("https://example.org?x", "example.org"),
        ] {
            assert_eq!(host(url), expected);
        }
        assert_eq!(groups_of_four("0123456789abcdef0123"), "0123 4567 89ab cdef");
        assert_eq!(groups_of_four(""), "");
    }

    #[test]
    fn days_need_days() {
        let date = |text| PartialDate::parse(text).unwrap();
        assert_eq!(days_between(&date("2016-01-30"), &date("2016-02-02")), Some(3));
        assert_eq!(days_between(&date("2016-01-30"), &date("2015-01-30")), Some(-365));
        assert_eq!(days_between(&date("2016-01"), &date("2016-02-02")), None);
    }
}
