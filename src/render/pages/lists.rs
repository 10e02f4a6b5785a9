//! Indexes: the entities of a kind from A to Z, and all articles.

use super::article::or_empty;
use super::meta::Head;
use super::series::Series;
use crate::dossier::ArticleId;
use crate::entities::EntityId;
use crate::kind::KindId;
use crate::names::family_comes_first;
use crate::render::context::{
    ArticlesPage, EntityRef, IndexRow, KindIndexPage, Letter, Link, ListedArticle, Rows, SafeHtml, YearOfArticles,
};
use crate::render::room::{Depth, Room};
use crate::text::fold::fold_name;

/// Most articles on one page of a list.
pub(super) const PER_PAGE: usize = 500;

impl Room<'_> {
    /// The text of an index page's `_index.md`, and its summary.
    pub(super) fn section_text(&self, id: &str, page: &str) -> (SafeHtml, String) {
        let found = self.dossier.sections.iter().position(|section| section.source.head.id.0 == id);
        let Some(number) = found else { return (SafeHtml::default(), String::new()) };
        let section = &self.dossier.sections[number];
        let html = or_empty(self.html(&section.text, &self.links.sections[number], page));
        (html, section.text.summary.clone())
    }

    /// The index of a kind.
    pub(super) fn kind_index(&self, id: KindId) -> KindIndexPage {
        let kind = self.kind(id).clone();
        let person = self.dossier.config.kinds.get(id).person;
        let (body, summary) = self.section_text(&format!("{}/_index", kind.name), &kind.path);
        let head = Head {
            kind: "kind",
            id: &kind.name,
            path: &kind.path,
            title: &kind.plural,
            description: &summary,
            nav: &kind.name,
        };
        let rows = self.index_rows(id);
        let (letters, written) = self.letters(&rows);
        let mut articles = vec![false; self.dossier.articles.len()];
        for (entity, backlinks) in self.dossier.gazetteer.entities.iter().zip(&self.dossier.backlinks) {
            if entity.kind == id {
                backlinks.iter().filter(|b| b.mentions > 0).for_each(|b| articles[b.article.index()] = true);
            }
        }
        KindIndexPage {
            page: self.meta(head, Depth::Folder),
            person,
            body,
            letters,
            articles: articles.into_iter().filter(|mentioned| *mentioned).count(),
            quoted: rows.iter().filter(|row| row.counts.statements > 0).count(),
            frequent: rows.iter().filter(|row| row.counts.articles > 2).count(),
            period: self.axis.map(|axis| self.labels().period(axis.first_year, axis.last_year)).unwrap_or_default(),
            rows: written,
            kind,
        }
    }

    fn index_rows(&self, kind: KindId) -> Vec<IndexRow<'_>> {
        let entities = self.dossier.gazetteer.entities.iter().zip((0..).map(EntityId));
        let mut rows: Vec<(String, IndexRow<'_>)> = entities
            .filter(|(entity, _)| entity.kind == kind)
            .map(|(entity, id)| {
                let facts = &self.facts[id.index()];
                let sort_name = self.sort_name(id);
                let mut words = vec![entity.name.as_str()];
                words.extend(entity.source.aliases.iter().map(|alias| alias.value.as_str()));
                words.extend(entity.source.head.summary.as_deref());
                let row = IndexRow {
                    entity: self.entity_ref(id, Depth::Folder),
                    filter: words.join(" ").to_lowercase(),
                    counts: facts.counts,
                    years: facts.years.map(|(first, last)| self.short_period(first, last)).unwrap_or_default(),
                    spark: &self.sparks[id.index()],
                    sort_name,
                };
                (fold_name(&row.sort_name), row)
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.entity.id.cmp(&b.1.entity.id)));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// `2013–16`.
    fn short_period(&self, first: i16, last: i16) -> String {
        if first / 100 == last / 100 && first != last {
            let digits = |text: String| self.labels().digits(&text);
            format!("{}–{}", digits(first.to_string()), digits(format!("{:02}", last % 100)))
        } else {
            self.labels().period(first, last)
        }
    }

    /// People stand under their family name: the one on record, else the last word of the name.
    pub(in crate::render) fn sort_name(&self, id: EntityId) -> String {
        let entity = self.dossier.gazetteer.get(id);
        if !self.dossier.config.kinds.get(entity.kind).person {
            return entity.name.clone();
        }
        let as_known = entity.source.family_name.is_none() && family_comes_first(&entity.name);
        if entity.source.family_first || as_known {
            return entity.name.clone();
        }
        let family = match &entity.source.family_name {
            Some(family) => entity.name.rfind(family.as_str()).map(|at| at..at + family.len()),
            None => entity.name.rfind(' ').map(|at| at + 1..entity.name.len()),
        };
        let Some(family) = family.filter(|family| family.start > 0) else { return entity.name.clone() };
        let rest = format!("{} {}", entity.name[..family.start].trim(), entity.name[family.end..].trim());
        format!("{}, {}", &entity.name[family], rest.trim())
    }

    /// Writes the rows, the first of each letter with a mark, and gives the row of letters: A to Z where names are in Latin
    /// script, and every other letter that occurs.
    fn letters(&self, rows: &[IndexRow<'_>]) -> (Vec<Letter>, Rows) {
        let mut letters: Vec<Letter> = Vec::new();
        let mut written = Rows::default();
        for row in rows {
            let letter = fold_name(&row.sort_name).chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
            let letter = letter.to_uppercase().to_string();
            let new = letters.last().is_none_or(|last| last.letter != letter);
            if new {
                let id = format!("l-{}", letters.len() + 1);
                letters.push(Letter { letter, id });
            }
            let first = letters.last().filter(|_| new).map(|first| (first.letter.as_str(), first.id.as_str()));
            written.push_index_row(row, first, self.labels());
        }
        let latin = |letter: &Letter| letter.letter.len() == 1 && letter.letter.as_bytes()[0].is_ascii_uppercase();
        if letters.iter().any(latin) {
            for letter in 'A'..='Z' {
                let letter = letter.to_string();
                if !letters.iter().any(|known| known.letter == letter) {
                    letters.push(Letter { letter, id: String::new() });
                }
            }
            letters.sort_by_key(|letter| (!latin(letter), letter.letter.clone()));
        }
        (letters, written)
    }

    /// All articles, newest first, on as many pages as they need.
    pub(super) fn articles_pages(&self) -> Series<'_> {
        let label = self.labels().text("articles");
        let (body, summary) = self.section_text("articles/_index", "articles/index.html");
        let chunks: Vec<&[ArticleId]> = split(&self.dossier.by_date);
        let count = chunks.len();
        let page = move |part: usize| {
            let path = page_path("articles/index.html", part);
            let head = Head {
                kind: "articles",
                id: "articles",
                path: &path,
                title: label,
                description: &summary,
                nav: "articles",
            };
            ArticlesPage {
                page: self.meta(head, Depth::Folder),
                body: if part == 0 { body.clone() } else { SafeHtml::default() },
                years: self.years(chunks[part], Depth::Folder),
                parts: self.parts("articles/index.html", part, count, Depth::Folder),
                total: self.dossier.articles.len(),
            }
        };
        Series::of(page_paths("articles/index.html", count), page)
    }

    /// The pages that a list is split over; empty for one.
    pub(super) fn parts(&self, first: &str, shown: usize, count: usize, depth: Depth) -> Vec<Link> {
        if count < 2 {
            return Vec::new();
        }
        let link = |part: usize| Link {
            name: self.labels().number(part + 1),
            url: if part == shown { String::new() } else { depth.url(&page_path(first, part)) },
        };
        (0..count).map(link).collect()
    }

    fn years(&self, ids: &[ArticleId], depth: Depth) -> Vec<YearOfArticles> {
        let year = |id: &ArticleId| self.dossier.article(*id).date().map(|date| date.year);
        ids.chunk_by(|a, b| year(a) == year(b))
            .map(|same| YearOfArticles {
                year: year(&same[0]).map(|year| self.labels().digits(&year.to_string())).unwrap_or_default(),
                id: year(&same[0]).map_or("y-none".to_owned(), |year| format!("y-{year}")),
                rows: self.rows_with_people(same.iter().copied(), depth),
            })
            .collect()
    }

    /// Articles in a list.
    pub(super) fn article_rows(&self, ids: impl Iterator<Item = ArticleId>, depth: Depth) -> Rows {
        let mut rows = Rows::default();
        for id in ids {
            let row = ListedArticle { article: self.article_ref(id, depth), reason: "", people: &[] };
            rows.push_article(&row, self.labels());
        }
        rows
    }

    /// Articles, each with the people most mentioned in it.
    pub(super) fn rows_with_people(&self, ids: impl Iterator<Item = ArticleId>, depth: Depth) -> Rows {
        let mut rows = Rows::default();
        for id in ids {
            let people = self.people(id, depth);
            let row = ListedArticle { article: self.article_ref(id, depth), reason: "", people: &people };
            rows.push_article(&row, self.labels());
        }
        rows
    }

    /// The people most mentioned in an article.
    fn people(&self, id: ArticleId, depth: Depth) -> Vec<&EntityRef> {
        let article = self.dossier.article(id);
        let is_person =
            |entity: &EntityId| self.dossier.config.kinds.get(self.dossier.gazetteer.get(*entity).kind).person;
        let mut people: Vec<(usize, EntityId)> = article
            .entities
            .iter()
            .copied()
            .filter(is_person)
            .map(|entity| (article.mentions_of(entity).count(), entity))
            .collect();
        people.sort_by_key(|(count, entity)| (std::cmp::Reverse(*count), *entity));
        people.into_iter().take(3).map(|(_, entity)| self.entity_ref(entity, depth)).collect()
    }
}

/// A list in pages of at most [`PER_PAGE`]; an empty list has one empty page.
pub(super) fn split<T>(all: &[T]) -> Vec<&[T]> {
    if all.is_empty() { vec![all] } else { all.chunks(PER_PAGE).collect() }
}

/// Address of a page of a list: `timeline.html`, `timeline-2.html`.
pub(super) fn page_path(first: &str, part: usize) -> String {
    if part == 0 { first.to_owned() } else { format!("{}-{}.html", first.trim_end_matches(".html"), part + 1) }
}

/// Addresses of all pages of a list.
pub(super) fn page_paths(first: &str, count: usize) -> Vec<String> {
    (0..count).map(|part| page_path(first, part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_have_pages_with_stable_names() {
        assert_eq!(split::<u8>(&[]).len(), 1);
        assert_eq!(split(&vec![0; PER_PAGE]).len(), 1);
        assert_eq!(split(&vec![0; PER_PAGE + 1]).len(), 2);
        assert_eq!(page_path("articles/index.html", 0), "articles/index.html");
        assert_eq!(page_path("articles/index.html", 2), "articles/index-3.html");
    }
}
