//! The home page.

use super::meta::Head;
use super::share_cards::Shared;
use crate::entities::EntityId;
use crate::kind::KindId;
use crate::render::context::{EntityRow, Figure, HomePage, KindRanking, Link, Material};
use crate::render::room::{Depth, Room};
use crate::site::encode_path;
use crate::text::curl::curl;

/// Newest articles and events shown.
const LATEST: usize = 6;
/// People ranked.
const PEOPLE: usize = 10;
/// Entities of other kinds ranked.
const OTHERS: usize = 5;

impl Room<'_> {
    /// `index.html`.
    pub(super) fn home_page(&self) -> HomePage {
        let config = &self.dossier.config;
        let (body, _) = self.section_text("_index", "index.html");
        let written = self.dossier.section("_index").and_then(|page| page.source.head.summary.clone());
        let lede = written.unwrap_or_else(|| config.description.clone());
        let head =
            Head { kind: "home", id: "index", path: "index.html", title: &config.title, description: &lede, nav: "" };
        let strip = self.strip();
        let dated: Vec<EntityId> = self.all_events().into_iter().filter(|id| self.event_date(*id).is_some()).collect();
        let rankings: Vec<(KindId, Vec<EntityId>)> = config
            .kinds
            .iter()
            .map(|(id, kind)| (id, self.ranking(id, if kind.person { PEOPLE } else { OTHERS })))
            .collect();
        let (people, others): (Vec<_>, Vec<_>) = rankings.into_iter().partition(|(id, _)| config.kinds.get(*id).person);
        let people: Vec<EntityId> = people.into_iter().flat_map(|(_, ids)| ids).collect();
        let legend: Vec<EntityId> = people
            .first()
            .copied()
            .into_iter()
            .chain(others.iter().filter_map(|(_, ids)| ids.first().copied()))
            .collect();
        let mut page = self.meta(head, Depth::Root);
        let latest = self.dossier.by_date.iter().take(LATEST);
        let articles = self.rows_with_people(latest.copied(), Depth::Root);
        self.share_picture(&mut page, None, Shared::Home);
        page.json_ld = crate::render::context::json_for_html(&self.home_json_ld(&lede));
        HomePage {
            page,
            title: curl(&config.title).into_owned(),
            lede: curl(&lede).into_owned(),
            body,
            material: self.material(),
            figures: self.figures(),
            queries: self.queries(&people),
            events: dated.iter().take(LATEST).map(|id| self.event_row(*id, Depth::Root)).collect(),
            event_total: dated.len(),
            strip,
            articles,
            people: self.ranked(&people),
            quoted: self.most_quoted(),
            kinds: others
                .iter()
                .filter(|(_, ids)| !ids.is_empty())
                .map(|(id, ids)| {
                    let kind = self.kind(*id);
                    KindRanking {
                        kind: kind.name.clone(),
                        title: kind.plural.clone(),
                        url: encode_path(&kind.path),
                        rows: self.ranked(ids),
                    }
                })
                .collect(),
            legend: legend.into_iter().map(|id| self.entity(id, Depth::Root)).collect(),
            legend_key: self.dossier.by_date.first().map(|id| {
                let blocks = &self.dossier.article(*id).text.document.blocks;
                let numbered = blocks.iter().position(|block| block.number.is_some());
                numbered.map_or_else(
                    || self.key(*id, Depth::Root),
                    |block| self.paragraph_key(*id, block as u32, Depth::Root),
                )
            }),
            legend_key_means: self.legend_key_means(),
            statements: self.latest_statements(),
        }
    }

    /// What a paragraph key means, in words.
    fn legend_key_means(&self) -> String {
        let Some(article) = self.dossier.by_date.first().map(|id| self.dossier.article(*id)) else {
            return String::new();
        };
        let number = article.text.document.blocks.iter().find_map(|block| block.number).unwrap_or(1);
        let number = self.labels().number(number as usize);
        self.labels().fill("key_meaning", &[("key", &article.key), ("n", &number)])
    }

    /// The most mentioned entities of a kind.
    fn ranking(&self, kind: KindId, most: usize) -> Vec<EntityId> {
        let all = (0..self.dossier.gazetteer.entities.len() as u32).map(EntityId);
        let mut ids: Vec<EntityId> = all
            .filter(|id| self.dossier.gazetteer.get(*id).kind == kind && self.facts[id.index()].counts.mentions > 0)
            .collect();
        ids.sort_by_key(|id| (std::cmp::Reverse(self.facts[id.index()].counts.mentions), *id));
        ids.truncate(most);
        ids
    }

    fn ranked(&self, ids: &[EntityId]) -> Vec<EntityRow> {
        let row = |id: &EntityId| EntityRow {
            entity: self.entity(*id, Depth::Root),
            count: self.facts[id.index()].counts.mentions,
            spark: self.sparks[id.index()].clone(),
        };
        ids.iter().map(row).collect()
    }

    fn material(&self) -> Material {
        let articles = &self.dossier.articles;
        let dated: Vec<_> =
            self.dossier.by_date.iter().filter(|id| self.dossier.article(**id).date().is_some()).collect();
        let date =
            |id: Option<&&crate::dossier::ArticleId>| self.date(id.and_then(|id| self.dossier.article(**id).date()));
        let sourced = articles.iter().filter(|article| article.source.source.is_some()).count();
        let records = || articles.iter().filter_map(|article| article.source.source.as_ref());
        let archived = records().filter(|source| source.archive_url.is_some()).count();
        // a note about a source is no text of that source
        let copies = records().filter(|source| !source.is_note()).count();
        let changed = |id: &crate::dossier::ArticleId| {
            let article = self.dossier.article(*id);
            article.source.head.updated.as_ref().max(article.date())
        };
        // of several with the same date the first in the order of ids
        let latest = dated.iter().copied().rev().max_by_key(|id| changed(id)).copied();
        Material {
            first: date(dated.last()),
            last: date(dated.first()),
            sourced,
            copies,
            notes: articles.len() - copies,
            archived,
            unarchived: sourced - archived,
            latest: latest.map(|id| self.key(id, Depth::Root)),
            latest_date: latest.and_then(|id| self.date(changed(&id))),
        }
    }

    fn figures(&self) -> Vec<Figure> {
        let articles = Figure {
            count: self.dossier.articles.len(),
            label: self.labels().text("articles").to_owned(),
            url: "articles/index.html".to_owned(),
            mark: "article".to_owned(),
        };
        let kinds = self.kinds.iter().map(|kind| Figure {
            count: kind.count,
            label: if kind.count == 1 { kind.singular.clone() } else { kind.plural.clone() },
            url: encode_path(&kind.path),
            mark: kind.mark.clone(),
        });
        let statements = Figure {
            count: self.statement_count,
            label: self.labels().text("statements").to_owned(),
            url: "statements.html".to_owned(),
            mark: "st".to_owned(),
        };
        let sources = Figure {
            count: self.dossier.outlets.len(),
            label: self.labels().text("sources").to_owned(),
            url: "sources.html".to_owned(),
            mark: "article".to_owned(),
        };
        std::iter::once(articles).chain(kinds).chain([statements, sources]).filter(|figure| figure.count > 0).collect()
    }

    /// Queries that have results: a person, an entity that is mentioned often, a year.
    fn queries(&self, people: &[EntityId]) -> Vec<Link> {
        if !self.dossier.config.search.enabled {
            return Vec::new();
        }
        let year = self.dossier.by_date.first().and_then(|id| self.dossier.article(*id).date());
        let about = people.get(1).map(|id| format!("about:{}", self.dossier.gazetteer.get(*id).id.name()));
        let name = people.first().map(|id| self.dossier.gazetteer.get(*id).name.clone());
        let queries = [name, about, year.map(|date| format!("year:{}", date.year))];
        let link = |query: String| Link { url: format!("search.html?q={}", query_encoded(&query)), name: query };
        queries.into_iter().flatten().map(link).collect()
    }

    fn home_json_ld(&self, description: &str) -> serde_json::Value {
        let config = &self.dossier.config;
        let mut json = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": config.title,
            "inLanguage": config.language,
        });
        if !description.is_empty() {
            json["description"] = description.into();
        }
        if let Some(url) = self.absolute("index.html") {
            json["url"] = url.into();
        }
        if let Some(author) = &config.author {
            json["publisher"] = serde_json::json!({"@type": "Organization", "name": author});
        }
        json
    }
}

/// A value in the query of an address.
pub(super) fn query_encoded(text: &str) -> String {
    encode_path(text).replace('/', "%2F")
}
