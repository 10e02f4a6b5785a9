//! Where the articles come from: all sources, and a page for each publisher.

use super::article::host;
use super::lists::{page_path, page_paths, split};
use super::meta::Head;
use super::series::Series;
use crate::dossier::{self, ArticleId};
use crate::render::context::{Attention, BarRow, DataGroup, Link, OutletPage, Rows, SourceRow, SourcesPage};
use crate::render::room::{Depth, Room};
use crate::site::{DATA_FILES, DataFile, encode_path, relative};
use crate::source::SourceRecord;
use rustc_hash::FxHashMap;

/// Hosts shown on the page of all sources.
const HOSTS: usize = 10;
/// Keys of a gap.
const GAP_KEYS: usize = 12;
/// Rows of each kind among what an outlet mentions.
const MENTIONS: usize = 10;

impl Room<'_> {
    fn record(&self, id: ArticleId) -> Option<&SourceRecord> {
        self.dossier.article(id).source.source.as_ref()
    }

    /// `sources.html`, on as many pages as its table needs.
    pub(super) fn sources_pages(&self) -> Series<'_> {
        // oldest first, undated last
        let (dated, undated): (Vec<ArticleId>, Vec<ArticleId>) =
            self.dossier.by_date.iter().partition(|id| self.dossier.article(**id).date().is_some());
        let ids: Vec<ArticleId> = dated.into_iter().rev().chain(undated).collect();
        let title = self.labels().text("sources");
        let count = split(&ids).len();
        let hosts = hosts(self.dossier.articles.iter().filter_map(|a| a.source.source.as_ref()), HOSTS);
        let (outlets, attention) = (self.outlet_bars(), self.attention());
        let page = move |part: usize| {
            let path = page_path("sources.html", part);
            let head = Head { kind: "sources", id: "sources", path: &path, title, description: "", nav: "sources" };
            SourcesPage {
                page: self.meta(head, Depth::Root),
                outlets: outlets.clone(),
                hosts: hosts.clone(),
                attention: attention.clone(),
                parts: self.parts("sources.html", part, count, Depth::Root),
                total: self.dossier.articles.len(),
                rows: self.source_rows(split(&ids)[part]),
                data: self.data_files(),
            }
        };
        Series::of(page_paths("sources.html", count), page)
    }

    fn outlet_bars(&self) -> Vec<BarRow> {
        let mut outlets: Vec<(usize, &dossier::Outlet)> = self.dossier.outlets.iter().enumerate().collect();
        outlets.sort_by_key(|(number, outlet)| (std::cmp::Reverse(outlet.articles.len()), *number));
        let rows = outlets.into_iter().map(|(number, outlet)| {
            (outlet.name.clone(), encode_path(&self.site.outlets[number]), outlet.articles.len())
        });
        bars(rows)
    }

    fn attention(&self) -> Vec<Attention> {
        type Missing = fn(&SourceRecord) -> bool;
        let gaps: [(&str, Missing); 5] = [
            ("gap_archive", |source| source.archive_url.is_none()),
            ("gap_url", |source| source.url.is_none()),
            ("gap_author", |source| source.author.is_none()),
            ("gap_date", |source| source.published.is_none()),
            ("gap_hash", |source| source.sha256.is_none()),
        ];
        let row = |(label, missing): (&str, Missing)| {
            let concerned: Vec<ArticleId> =
                self.dossier.by_date.iter().copied().filter(|id| self.record(*id).is_some_and(missing)).collect();
            Attention {
                label: self.labels().text(label).to_owned(),
                count: concerned.len(),
                keys: concerned.iter().take(GAP_KEYS).map(|id| self.key(*id, Depth::Root)).collect(),
                more: concerned.len().saturating_sub(GAP_KEYS),
            }
        };
        gaps.into_iter().map(row).collect()
    }

    fn source_rows(&self, ids: &[ArticleId]) -> Rows {
        let mut rows = Rows::default();
        for &id in ids {
            let source = self.record(id);
            let original = source.and_then(|source| source.url.as_deref()).unwrap_or_default();
            let hash = source.and_then(|source| source.sha256.as_deref()).unwrap_or_default();
            let row = SourceRow {
                article: self.article_ref(id, Depth::Root),
                outlet: self.outlet(id, Depth::Root),
                retrieved: self.date(source.and_then(|source| source.retrieved.as_ref())),
                host: host(original),
                original,
                archive_url: source.and_then(|source| source.archive_url.as_deref()).unwrap_or_default(),
                hash: hash.chars().take(8).collect(),
            };
            rows.push_source(&row, self.labels());
        }
        rows
    }

    /// `sources/OUTLET.html`.
    pub(super) fn outlet_page(&self, number: usize) -> OutletPage {
        let outlet = &self.dossier.outlets[number];
        let path = &self.site.outlets[number];
        let head = Head {
            kind: "outlet",
            id: path.trim_end_matches(".html"),
            path,
            title: &outlet.name,
            description: "",
            nav: "sources",
        };
        let entity = self.dossier.gazetteer.entity(&outlet.name, None);
        let dates = || outlet.articles.iter().filter_map(|id| self.dossier.article(*id).date());
        let together = self.mentioned_by(&outlet.articles);
        let page = self.meta(head, Depth::Folder);
        let groups = self.together(&together, MENTIONS);
        OutletPage {
            page,
            name: outlet.name.clone(),
            entity: entity.map_or(Link::default(), |id| Link {
                name: self.dossier.gazetteer.get(id).name.clone(),
                url: relative(path, self.site.entity(id)),
            }),
            hosts: hosts(outlet.articles.iter().filter_map(|id| self.record(*id)), usize::MAX),
            articles: self.article_rows(outlet.articles.iter().copied(), Depth::Folder),
            archived: outlet
                .articles
                .iter()
                .filter_map(|id| self.record(*id))
                .filter(|s| s.archive_url.is_some())
                .count(),
            first: self.date(dates().next_back()),
            last: self.date(dates().next()),
            mentions: groups,
        }
    }

    /// What articles mention, most articles first.
    fn mentioned_by(&self, articles: &[ArticleId]) -> Vec<dossier::CoMention> {
        let mut counts: FxHashMap<crate::entities::EntityId, u32> = FxHashMap::default();
        for id in articles {
            for entity in &self.dossier.article(*id).entities {
                *counts.entry(*entity).or_default() += 1;
            }
        }
        let mut rows: Vec<dossier::CoMention> =
            counts.into_iter().map(|(entity, articles)| dossier::CoMention { entity, articles }).collect();
        rows.sort_unstable_by_key(|row| (std::cmp::Reverse(row.articles), row.entity));
        rows
    }

    /// Files of data, by what they are about.
    fn data_files(&self) -> Vec<DataGroup> {
        if !self.dossier.config.publish.exports {
            return Vec::new();
        }
        let group = |files: &[DataFile]| DataGroup {
            name: self.labels().text(&format!("data_{}", files[0].subject.name())).to_owned(),
            files: files.iter().map(|file| Link { name: file.form.name().to_owned(), url: file.path() }).collect(),
        };
        DATA_FILES.chunk_by(|a, b| a.subject == b.subject).map(group).collect()
    }
}

/// Hosts of originals, most articles first.
fn hosts<'a>(sources: impl Iterator<Item = &'a SourceRecord>, most: usize) -> Vec<BarRow> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for url in sources.filter_map(|source| source.url.as_deref()) {
        *counts.entry(host(url)).or_default() += 1;
    }
    let mut rows: Vec<(String, usize)> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    bars(rows.into_iter().take(most).map(|(name, count)| (name, String::new(), count)))
}

/// Rows with bars; the first is the longest.
fn bars(rows: impl Iterator<Item = (String, String, usize)>) -> Vec<BarRow> {
    let mut highest = 0;
    rows.map(|(name, url, count)| {
        highest = highest.max(count);
        BarRow { name, url, count, percent: (count * 100 / highest.max(1)).max(1) }
    })
    .collect()
}
