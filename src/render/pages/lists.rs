//! Indexes: the entities of a kind from A to Z, and all articles.

use super::article::or_empty;
use super::meta::Head;
use super::parts::{By, List, NEWEST, Row, divide, divide_names, newest};
use super::series::Series;
use crate::dossier::ArticleId;
use crate::entities::EntityId;
use crate::kind::KindId;
use crate::names::family_comes_first;
use crate::render::context::{
    ArticlesPage, EntityRef, IndexRow, KindIndexPage, Letter, ListedArticle, Parts, Rows, SafeHtml, YearOfArticles,
};
use crate::render::room::{Depth, Room};
use crate::text::fold::fold_name;

impl Room<'_> {
    /// The text of an index page's `_index.md`, and its summary.
    pub(super) fn section_text(&self, id: &str, page: &str) -> (SafeHtml, String) {
        let found = self.dossier.sections.iter().position(|section| section.source.head.id.0 == id);
        let Some(number) = found else { return (SafeHtml::default(), String::new()) };
        let section = &self.dossier.sections[number];
        let html = or_empty(self.html(&section.text, &self.links.sections[number], page));
        (html, section.text.summary.clone())
    }

    /// The index of a kind; of a long one the names that are mentioned most, then all by letter.
    pub(super) fn kind_index(&self, id: KindId) -> Series<'_> {
        const FREQUENT: usize = 100;
        let kind = self.kind(id).clone();
        let folder = kind.path.trim_end_matches(".html").to_owned();
        let all = self.index_order(id);
        let weigh = |(key, id): &(String, EntityId)| {
            (key.clone(), Row { item: *id, when: None, weight: self.index_weight(*id) })
        };
        let parts = divide_names(all.iter().map(weigh).collect());
        let mut shown: Vec<EntityId> = all.iter().map(|row| row.1).collect();
        let total = shown.len();
        if !parts.is_empty() {
            shown.sort_by_key(|id| std::cmp::Reverse(self.facts[id.index()].counts.mentions));
            shown.truncate(FREQUENT);
        }
        let paths = List { first: &kind.path, folder: &folder, title: &kind.plural, parts: &parts }.paths();
        let page = move |number: usize| {
            let list = List { first: &kind.path, folder: &folder, title: &kind.plural, parts: &parts };
            match number.checked_sub(1) {
                None => self.kind_first(id, &shown, total, list.ways_from_first(self.labels())),
                Some(part) => {
                    let ways = list.ways_from_part(part, self.labels());
                    self.kind_part(id, &list.path(part), &parts[part].rows, ways)
                }
            }
        };
        Series::of(paths, page)
    }

    fn kind_first(&self, id: KindId, shown: &[EntityId], total: usize, parts: Parts) -> KindIndexPage {
        let kind = self.kind(id);
        let (body, summary) = self.section_text(&format!("{}/_index", kind.name), &kind.path);
        let head = Head {
            kind: "kind",
            id: &kind.name,
            path: &kind.path,
            title: &kind.plural,
            description: &summary,
            nav: &kind.name,
        };
        let mut articles = vec![false; self.dossier.articles.len()];
        let (mut quoted, mut frequent) = (0, 0);
        let entities = self.dossier.gazetteer.entities.iter().zip(&self.dossier.backlinks).zip(&self.facts);
        for ((_, backlinks), facts) in entities.filter(|((entity, _), _)| entity.kind == id) {
            backlinks.iter().filter(|b| b.mentions > 0).for_each(|b| articles[b.article.index()] = true);
            quoted += usize::from(facts.counts.statements > 0);
            frequent += usize::from(facts.counts.articles > 2);
        }
        KindIndexPage {
            page: self.meta(head, Depth::Folder),
            body,
            articles: articles.into_iter().filter(|mentioned| *mentioned).count(),
            quoted,
            frequent,
            total,
            ..self.kind_rows(id, shown, Depth::Folder, parts)
        }
    }

    fn kind_part(&self, id: KindId, path: &str, shown: &[EntityId], parts: Parts) -> KindIndexPage {
        let kind = self.kind(id);
        let title = titled(&kind.plural, &parts.name);
        let head = Head { kind: "kind", id: &kind.name, path, title: &title, description: "", nav: &kind.name };
        let counts = |id: &&EntityId| self.facts[id.index()].counts;
        KindIndexPage {
            page: self.meta(head, Depth::Deep),
            quoted: shown.iter().filter(|id| counts(id).statements > 0).count(),
            frequent: shown.iter().filter(|id| counts(id).articles > 2).count(),
            total: shown.len(),
            ..self.kind_rows(id, shown, Depth::Deep, parts)
        }
    }

    fn kind_rows(&self, id: KindId, shown: &[EntityId], depth: Depth, parts: Parts) -> KindIndexPage {
        let rows: Vec<IndexRow<'_>> = shown.iter().map(|id| self.index_row(*id, depth)).collect();
        // the most mentioned names of a long index are in no order of letters
        let by_letter = parts.all.is_empty();
        let (letters, rows) = self.letters(&rows, by_letter);
        KindIndexPage {
            kind: self.kind(id).clone(),
            person: self.dossier.config.kinds.get(id).person,
            period: self.axis.map(|axis| self.labels().period(axis.first_year, axis.last_year)).unwrap_or_default(),
            letters,
            rows,
            parts,
            ..KindIndexPage::default()
        }
    }

    /// The entities of a kind by name, with what they are sorted by.
    fn index_order(&self, kind: KindId) -> Vec<(String, EntityId)> {
        let entities = self.dossier.gazetteer.entities.iter().zip((0..).map(EntityId));
        let of_kind = entities.filter(|(entity, _)| entity.kind == kind);
        let mut rows: Vec<(String, EntityId)> = of_kind.map(|(_, id)| (fold_name(&self.sort_name(id)), id)).collect();
        let id_of = |id: EntityId| &self.dossier.gazetteer.get(id).id;
        rows.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| id_of(a.1).cmp(id_of(b.1))));
        rows
    }

    fn index_row(&self, id: EntityId, depth: Depth) -> IndexRow<'_> {
        let entity = self.dossier.gazetteer.get(id);
        let facts = &self.facts[id.index()];
        let mut words = vec![entity.name.as_str()];
        words.extend(entity.source.aliases.iter().map(|alias| alias.value.as_str()));
        words.extend(entity.source.head.summary.as_deref());
        IndexRow {
            entity: self.entity_ref(id, depth),
            filter: words.join(" ").to_lowercase(),
            counts: facts.counts,
            years: facts.years.map(|(first, last)| self.short_period(first, last)).unwrap_or_default(),
            spark: &self.sparks[id.index()],
            sort_name: self.sort_name(id),
        }
    }

    fn index_weight(&self, id: EntityId) -> usize {
        const ROW: usize = 300;
        let row = self.index_row(id, Depth::Folder);
        ROW + row.filter.len() + 2 * row.entity.url.len() + row.entity.summary.len() + row.spark.0.len()
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
    fn letters(&self, rows: &[IndexRow<'_>], by_letter: bool) -> (Vec<Letter>, Rows) {
        let mut letters: Vec<Letter> = Vec::new();
        let mut written = Rows::default();
        for row in rows {
            let letter = fold_name(&row.sort_name).chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
            let letter = letter.to_uppercase().to_string();
            let new = by_letter && letters.last().is_none_or(|last| last.letter != letter);
            if new {
                let id = format!("l-{}", letters.len() + 1);
                letters.push(Letter { letter, id });
            }
            let first = letters.last().filter(|_| new).map(|first| (first.letter.as_str(), first.id.as_str()));
            written.push_index_row(row, first, self.theme);
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

    /// All articles, newest first; of a long list the newest, then all by year.
    pub(super) fn articles_pages(&self) -> Series<'_> {
        const FIRST: &str = "articles/index.html";
        const FOLDER: &str = "articles/index";
        const ROW: usize = 400;
        let title = self.labels().text("articles");
        let (body, summary) = self.section_text("articles/_index", FIRST);
        let rows: Vec<Row<ArticleId>> = self.article_list(self.dossier.by_date.iter().copied(), ROW);
        let shown = newest(&rows, NEWEST);
        let parts = divide(rows, By::Year);
        let shown = if parts.is_empty() { self.dossier.by_date.clone() } else { shown };
        let paths = List { first: FIRST, folder: FOLDER, title, parts: &parts }.paths();
        let page = move |number: usize| {
            let list = List { first: FIRST, folder: FOLDER, title, parts: &parts };
            let (path, ways, ids, depth) = match number.checked_sub(1) {
                None => (FIRST.to_owned(), list.ways_from_first(self.labels()), &shown, Depth::Folder),
                Some(part) => {
                    (list.path(part), list.ways_from_part(part, self.labels()), &parts[part].rows, Depth::Deep)
                }
            };
            let of_all = ways.name.is_empty();
            let title = titled(title, &ways.name);
            let description = if of_all { summary.as_str() } else { "" };
            let head =
                Head { kind: "articles", id: "articles", path: &path, title: &title, description, nav: "articles" };
            ArticlesPage {
                page: self.meta(head, depth),
                body: if of_all { body.clone() } else { SafeHtml::default() },
                years: self.years(ids, depth),
                parts: ways,
                total: if of_all { self.dossier.articles.len() } else { ids.len() },
            }
        };
        Series::of(paths, page)
    }

    /// Articles as rows of a list that may be divided; `own` is what a row weighs besides its title and addresses.
    pub(super) fn article_list(&self, ids: impl Iterator<Item = ArticleId>, own: usize) -> Vec<Row<ArticleId>> {
        let row = |id: ArticleId| {
            let article = self.article_ref(id, Depth::Folder);
            Row::new(id, self.dossier.article(id).date(), own + article.title.len() + 2 * article.url.len())
        };
        ids.map(row).collect()
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
            rows.push_article(&row, &self.theme.pieces);
        }
        rows
    }

    /// Articles, each with the people most mentioned in it.
    pub(super) fn rows_with_people(&self, ids: impl Iterator<Item = ArticleId>, depth: Depth) -> Rows {
        let mut rows = Rows::default();
        for id in ids {
            let people = self.people(id, depth);
            let row = ListedArticle { article: self.article_ref(id, depth), reason: "", people: &people };
            rows.push_article(&row, &self.theme.pieces);
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

/// The title of a page of a list: `Articles: 2015`.
pub(super) fn titled(list: &str, part: &str) -> String {
    if part.is_empty() { list.to_owned() } else { format!("{list}: {part}") }
}
