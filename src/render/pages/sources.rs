//! Where the articles come from: all sources, and a page for each publisher.

use super::article::host;
use super::lists::titled;
use super::meta::Head;
use super::parts::{By, List, NEWEST, Part, Row, divide, newest};
use super::series::Series;
use crate::dossier::{self, ArticleId};
use crate::render::context::{Attention, BarRow, DataGroup, Link, OutletPage, Rows, SourceRow, SourcesPage};
use crate::render::room::{Depth, Room};
use crate::site::{DATA_FILES, DataFile, encode_path, relative};
use crate::source::SourceRecord;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Hosts shown on the page of all sources.
const HOSTS: usize = 10;
/// Keys of a gap.
const GAP_KEYS: usize = 12;

impl Room<'_> {
    fn record(&self, id: ArticleId) -> Option<&SourceRecord> {
        self.dossier.article(id).source.source.as_ref()
    }

    /// `sources.html`; of a long table the newest rows, then all by year.
    pub(super) fn sources_pages(&self) -> Series<'_> {
        const FIRST: &str = "sources.html";
        /// Directly in `sources/` stand the pages of publishers.
        const FOLDER: &str = "sources/index";
        let title = self.labels().text("sources");
        let rows = self.weighed_sources();
        let newest = newest(&rows, NEWEST);
        let parts = divide(rows, By::Year);
        let shown = if parts.is_empty() { self.dossier.by_date.clone() } else { newest };
        let paths = List { first: FIRST, folder: FOLDER, title, parts: &parts }.paths();
        let page = move |number: usize| {
            let list = List { first: FIRST, folder: FOLDER, title, parts: &parts };
            let (path, ways, ids, depth) = match number.checked_sub(1) {
                None => (FIRST.to_owned(), list.ways_from_first(self.labels()), &shown, Depth::Root),
                Some(part) => {
                    (list.path(part), list.ways_from_part(part, self.labels()), &parts[part].rows, Depth::Deep)
                }
            };
            let of_all = ways.name.is_empty();
            let title = titled(title, &ways.name);
            let head =
                Head { kind: "sources", id: "sources", path: &path, title: &title, description: "", nav: "sources" };
            SourcesPage {
                page: self.meta(head, depth),
                total: if of_all { self.dossier.articles.len() } else { ids.len() },
                rows: self.source_rows(ids, depth),
                parts: ways,
                ..if of_all { self.sources_overview() } else { SourcesPage::default() }
            }
        };
        Series::of(paths, page)
    }

    /// All articles as rows of the table, newest first.
    fn weighed_sources(&self) -> Vec<Row<ArticleId>> {
        const ROW: usize = 620;
        let mut rows = self.article_list(self.dossier.by_date.iter().copied(), ROW);
        for row in &mut rows {
            let length = |text: Option<&String>| text.map_or(0, String::len);
            let source = self.record(row.item);
            row.weight += 2 * length(source.and_then(|source| source.url.as_ref()))
                + length(source.and_then(|source| source.archive_url.as_ref()));
        }
        rows
    }

    /// What stands above the table.
    fn sources_overview(&self) -> SourcesPage {
        SourcesPage {
            outlets: self.outlet_bars(),
            hosts: hosts(self.dossier.articles.iter().filter_map(|a| a.source.source.as_ref()), HOSTS),
            attention: self.attention(),
            data: self.data_files(),
            ..SourcesPage::default()
        }
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

    fn source_rows(&self, ids: &[ArticleId], depth: Depth) -> Rows {
        let mut rows = Rows::default();
        for &id in ids {
            let source = self.record(id);
            let original = source.and_then(|source| source.url.as_deref()).filter(|url| !url.is_empty());
            let hash = source.and_then(|source| source.sha256.as_deref()).unwrap_or_default();
            let row = SourceRow {
                article: self.article_ref(id, depth),
                outlet: self.outlet(id, depth),
                retrieved: self.date(source.and_then(|source| source.retrieved.as_ref())),
                original: original.map(|url| Link { name: host(url), url: url.to_owned() }),
                archive_url: source.and_then(|source| source.archive_url.as_deref()).unwrap_or_default(),
                hash: hash.chars().take(8).collect(),
            };
            rows.push_source(&row, &self.theme.pieces);
        }
        rows
    }

    /// The pages of publishers, and those that long lists of their articles are divided into.
    pub(super) fn outlet_pages(&self) -> [Series<'_>; 2] {
        const ROW: usize = 220;
        let divided =
            |outlet: &dossier::Outlet| divide(self.article_list(outlet.articles.iter().copied(), ROW), By::Year);
        let parts: Arc<Vec<Vec<Part<ArticleId>>>> = Arc::new(self.dossier.outlets.iter().map(divided).collect());
        let numbers: Vec<(usize, usize)> =
            (0..parts.len()).flat_map(|outlet| (0..parts[outlet].len()).map(move |part| (outlet, part))).collect();
        let part_paths = numbers.iter().map(|(outlet, part)| self.outlet_list(*outlet, &parts[*outlet]).path(*part));
        let part_paths = part_paths.collect();
        let of_parts = Arc::clone(&parts);
        [
            Series::of(self.site.outlets.clone(), move |outlet| self.outlet_page(outlet, &parts[outlet])).listed(),
            Series::of(part_paths, move |place| {
                let (outlet, part) = numbers[place];
                self.outlet_part(outlet, &of_parts[outlet], part)
            }),
        ]
    }

    fn outlet_list<'a>(&'a self, number: usize, parts: &'a [Part<ArticleId>]) -> List<'a, ArticleId> {
        let first = self.site.outlets[number].as_str();
        List { first, folder: first.trim_end_matches(".html"), title: &self.dossier.outlets[number].name, parts }
    }

    fn outlet_part(&self, number: usize, parts: &[Part<ArticleId>], part: usize) -> OutletPage {
        let list = self.outlet_list(number, parts);
        let (path, ways) = (list.path(part), list.ways_from_part(part, self.labels()));
        let title = titled(list.title, &ways.name);
        let id = path.trim_end_matches(".html");
        let head = Head { kind: "outlet", id, path: &path, title: &title, description: "", nav: "sources" };
        let articles = &parts[part].rows;
        OutletPage {
            page: self.meta(head, Depth::Deep),
            name: list.title.to_owned(),
            articles: self.article_rows(articles.iter().copied(), Depth::Deep),
            total: articles.len(),
            parts: ways,
            ..OutletPage::default()
        }
    }

    /// `sources/OUTLET.html`; of many articles the newest.
    fn outlet_page(&self, number: usize, parts: &[Part<ArticleId>]) -> OutletPage {
        /// Articles on the first of several pages, and names of a kind that are listed.
        const NEWEST: usize = 60;
        const NAMES: usize = 120;
        let outlet = &self.dossier.outlets[number];
        let path = &self.site.outlets[number];
        let shown = if parts.is_empty() { usize::MAX } else { NEWEST };
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
        let mut page = self.meta(head, Depth::Folder);
        let feed = self.feed_link(&mut page, path);
        let groups = self.together(&together, Depth::Folder, NAMES);
        OutletPage {
            page,
            name: outlet.name.clone(),
            entity: entity.map_or(Link::default(), |id| Link {
                name: self.dossier.gazetteer.get(id).name.clone(),
                url: relative(path, self.site.entity(id)),
            }),
            hosts: hosts(outlet.articles.iter().filter_map(|id| self.record(*id)), usize::MAX),
            articles: self.article_rows(outlet.articles.iter().copied().take(shown), Depth::Folder),
            total: outlet.articles.len(),
            parts: self.outlet_list(number, parts).ways_from_first(self.labels()),
            archived: outlet
                .articles
                .iter()
                .filter_map(|id| self.record(*id))
                .filter(|s| s.archive_url.is_some())
                .count(),
            first: self.date(dates().next_back()),
            last: self.date(dates().next()),
            mentions: groups,
            feed,
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
