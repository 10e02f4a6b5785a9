//! The lists of an entity's page: what it says, what others say of it, the articles about it, and every mention. Of long lists the
//! page has the newest and the most telling rows, and pages by decade, year or month have all of them.

use super::entity::names_path;
use super::lists::titled;
use super::meta::Head;
use super::parts::{By, List, Part, Row, divide};
use super::series::Series;
use super::statement::{Form, Ids};
use crate::dossier::{self, ArticleId, Backlink};
use crate::entities::EntityId;
use crate::render::context::{EntityLists, EntityPart, ListedArticle, Rows};
use crate::render::room::{Depth, Room};
use rayon::prelude::*;
use std::sync::Arc;

/// Rows of each list on the first of several pages.
const STATEMENTS: usize = 12;
const ABOUT: usize = 8;
const ARTICLES: usize = 12;
const MENTIONS: usize = 12;
/// Articles that mention it most, likewise.
const TELLING: usize = 6;

/// A row of one of the lists.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) enum Entry {
    /// A statement by the entity.
    Said(dossier::Statement),
    /// A statement of somebody else on it.
    About(dossier::Statement),
    /// An article whose front matter names it.
    Article(ArticleId),
    /// An article that mentions it.
    Mention(Backlink),
}

impl Room<'_> {
    /// The pages of all entities, those that their lists are divided into, and those with the names that they occur with.
    pub(super) fn entity_pages(&self) -> [Series<'_>; 3] {
        let all = || (0..self.site.entities.len() as u32).map(EntityId);
        let parts: Vec<Vec<Part<Entry>>> =
            (0..self.site.entities.len() as u32).into_par_iter().map(|id| self.entity_parts(EntityId(id))).collect();
        let parts = Arc::new(parts);
        let paths = |id: EntityId| {
            let first = self.site.entity(id);
            self.entity_list(id, first, &folder(first), &parts[id.index()]).paths().split_off(1)
        };
        let part_paths = all().flat_map(paths).collect();
        let numbers: Vec<(EntityId, usize)> =
            all().flat_map(|id| (0..parts[id.index()].len()).map(move |number| (id, number))).collect();
        let crowded: Vec<EntityId> = all().filter(|id| self.is_crowded(*id)).collect();
        let name_paths = crowded.iter().map(|id| names_path(self.site.entity(*id))).collect();
        let divided = Arc::clone(&parts);
        [
            Series::of(self.site.entities.clone(), move |number| {
                self.entity_page(EntityId(number as u32), &parts[number])
            }),
            Series::of(part_paths, move |place| {
                let (id, number) = numbers[place];
                self.entity_part(id, &divided[id.index()], number)
            }),
            Series::of(name_paths, move |place| self.entity_names(crowded[place])),
        ]
    }

    /// The pages that an entity's lists are divided into; none if its own page holds them.
    fn entity_parts(&self, id: EntityId) -> Vec<Part<Entry>> {
        divide(self.entity_rows(id), By::Decade)
    }

    /// All rows of all lists, each list newest first.
    fn entity_rows(&self, id: EntityId) -> Vec<Row<Entry>> {
        let kind = self.dossier.config.kinds.get(self.dossier.gazetteer.get(id).kind);
        let row = |row: Row<dossier::Statement>, entry: fn(dossier::Statement) -> Entry| Row {
            item: entry(row.item),
            when: row.when,
            weight: row.weight,
        };
        let mut rows = Vec::new();
        if !kind.common_noun {
            let said = self.dossier.statements[id.index()].iter();
            rows.extend(said.map(|said| row(self.weighed(*said, Form::Own), Entry::Said)));
        }
        if self.spoken_of(id) > 0 {
            let about = self.dossier.statements_on[id.index()].iter();
            rows.extend(about.map(|said| row(self.weighed(*said, Form::BriefNamed), Entry::About)));
        }
        let articles = self.article_list(self.articles_about(id).into_iter(), 220);
        rows.extend(articles.into_iter().map(|row| Row {
            item: Entry::Article(row.item),
            when: row.when,
            weight: row.weight,
        }));
        let mentioned = self.dossier.backlinks[id.index()].iter().filter(|backlink| backlink.mentions > 0);
        rows.extend(mentioned.map(|backlink| {
            let date = self.dossier.article(backlink.article).date();
            Row::new(Entry::Mention(*backlink), date, self.mention_weight(id, *backlink))
        }));
        rows
    }

    /// The lists of an entity's own page.
    pub(super) fn entity_lists(&self, id: EntityId, path: &str, parts: &[Part<Entry>]) -> EntityLists {
        let rows: Vec<Entry> = self.entity_rows(id).into_iter().map(|row| row.item).collect();
        let mut lists = self.written(id, &rows, Depth::Folder, if parts.is_empty() { usize::MAX } else { 1 });
        if !parts.is_empty() {
            lists.parts = self.entity_list(id, path, &folder(path), parts).ways_from_first(self.labels());
            lists.telling = self.telling(id);
        }
        lists
    }

    /// A page of an entity's lists.
    fn entity_part(&self, id: EntityId, parts: &[Part<Entry>], number: usize) -> EntityPart {
        let entity = self.dossier.gazetteer.get(id);
        let kind = self.dossier.config.kinds.get(entity.kind);
        let first = self.site.entity(id);
        let folder = folder(first);
        let list = self.entity_list(id, first, &folder, parts);
        let path = list.path(number);
        let ways = list.ways_from_part(number, self.labels());
        let title = titled(&entity.name, &ways.name);
        let head = Head {
            kind: "entity",
            id: path.trim_end_matches(".html"),
            path: &path,
            title: &title,
            description: "",
            nav: &kind.name,
        };
        let mut page = self.meta(head, Depth::Deep);
        page.noindex |= entity.source.head.noindex;
        let lists = EntityLists { parts: ways, ..self.written(id, &parts[number].rows, Depth::Deep, usize::MAX) };
        EntityPart {
            page,
            entity: self.entity(id, Depth::Deep),
            kind: self.kind(entity.kind).clone(),
            common_noun: kind.common_noun,
            lists,
        }
    }

    fn entity_list<'a>(
        &'a self,
        id: EntityId,
        first: &'a str,
        folder: &'a str,
        parts: &'a [Part<Entry>],
    ) -> List<'a, Entry> {
        List { first, folder, title: &self.dossier.gazetteer.get(id).name, parts }
    }

    /// Rows as the lists of a page; of each list so many times its rows on the first of several pages.
    fn written(&self, id: EntityId, rows: &[Entry], depth: Depth, times: usize) -> EntityLists {
        let mut ids = Ids::default();
        let mut lists = EntityLists::default();
        let mut mentions = Vec::new();
        // where there are hundreds, the words and their place must do
        let own = if depth == Depth::Deep { Form::Brief } else { Form::Own };
        for entry in rows {
            match *entry {
                Entry::Said(said) => {
                    lists.statement_total += 1;
                    if lists.statements.count < STATEMENTS.saturating_mul(times) {
                        self.push_statement(&mut lists.statements, said, depth, own, &mut ids);
                    }
                }
                Entry::About(said) => {
                    lists.about_total += 1;
                    if lists.about.count < ABOUT.saturating_mul(times) {
                        // the speaker's page has the rest of what is known of it
                        self.push_statement(&mut lists.about, said, depth, Form::BriefNamed, &mut ids);
                    }
                }
                Entry::Article(article) => {
                    lists.article_total += 1;
                    if lists.articles.count < ARTICLES.saturating_mul(times) {
                        let article = self.article_ref(article, depth);
                        let row = ListedArticle { article, reason: "", people: &[] };
                        lists.articles.push_article(&row, &self.theme.pieces);
                    }
                }
                Entry::Mention(backlink) => mentions.push(backlink),
            }
        }
        mentions.truncate(MENTIONS.saturating_mul(times));
        lists.mentions = self.mention_years(id, &mentions, depth);
        lists
    }

    /// The articles that mention an entity most; of several with the same number the newest.
    fn telling(&self, id: EntityId) -> Rows {
        let mut most: Vec<Backlink> = self.dossier.backlinks[id.index()].clone();
        most.sort_by_key(|backlink| std::cmp::Reverse(backlink.mentions));
        let mut rows = Rows::default();
        for backlink in most.iter().take(TELLING).filter(|backlink| backlink.mentions > 1) {
            let reason = self.labels().count("mentions", backlink.mentions as usize);
            let article = self.article_ref(backlink.article, Depth::Folder);
            rows.push_article(&ListedArticle { article, reason: &reason, people: &[] }, &self.theme.pieces);
        }
        rows
    }
}

/// Folder of an entity's further pages: `people/jane-doe`.
pub(super) fn folder(first: &str) -> String {
    first.trim_end_matches(".html").to_owned()
}
