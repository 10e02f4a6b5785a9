//! The timeline: what happened beside what was published, and the strip above it.

use super::lists::titled;
use super::meta::Head;
use super::parts::{By, List, NEWEST, Row, divide, newest};
use super::series::Series;
use crate::date::PartialDate;
use crate::dossier::ArticleId;
use crate::entities::EntityId;
use crate::render::context::{Counted, EntityRef, Shared, Strip, TimeAxis, TimelineMonth, TimelinePage, TimelineYear};
use crate::render::facts;
use crate::render::room::{Depth, Room};
use jiff::civil::Date;

/// Address of the first page.
const FIRST: &str = "timeline.html";

/// What stands in a row.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Event(EntityId),
    Article(ArticleId),
}

impl Room<'_> {
    /// All entities that lie in time, latest first, undated ones last.
    pub(super) fn all_events(&self) -> Vec<EntityId> {
        let mut all: Vec<EntityId> =
            (0..self.dossier.gazetteer.entities.len() as u32).map(EntityId).filter(|id| self.is_event(*id)).collect();
        all.sort_by(|a, b| self.event_date(*b).cmp(&self.event_date(*a)).then(a.cmp(b)));
        all
    }

    pub(super) fn event_date(&self, id: EntityId) -> Option<&PartialDate> {
        self.dossier.gazetteer.get(id).source.head.date.as_ref()
    }

    /// Articles per month with the events that are reported most.
    pub(super) fn strip(&self) -> Option<Strip> {
        let mut articles: Vec<Counted> = Vec::new();
        for date in self.dossier.by_date.iter().filter_map(|id| self.dossier.article(*id).date()) {
            let (year, month) = date.year_month();
            facts::add(&mut articles, year, month, 1);
        }
        let mut events = self.all_events();
        events.sort_by_key(|id| std::cmp::Reverse(self.dossier.backlinks[id.index()].len()));
        let events: Vec<(Shared<EntityRef>, Date, String)> = events
            .into_iter()
            .filter_map(|id| {
                let date = self.event_date(id)?;
                Some((self.entity(id, Depth::Root), date.first_day(), self.labels().date(date).text))
            })
            .collect();
        let (first, last) = facts::years(self.dossier)?;
        Strip::draw(TimeAxis::exact(first, last), &articles, &events, self.theme)
    }

    /// The timeline; of a long one the newest rows, then all by year.
    pub(super) fn timeline_pages(&self) -> Series<'_> {
        let events = self.all_events();
        let (dated, undated): (Vec<EntityId>, Vec<EntityId>) =
            events.into_iter().partition(|id| self.event_date(*id).is_some());
        let articles: Vec<ArticleId> =
            self.dossier.by_date.iter().copied().filter(|id| self.dossier.article(*id).date().is_some()).collect();
        let mut entries: Vec<Entry> = dated.iter().map(|id| Entry::Event(*id)).collect();
        entries.extend(articles.iter().map(|id| Entry::Article(*id)));
        // year and month descending; within a month what has no day first, then latest first
        entries.sort_by(|a, b| {
            let (a, b) = (self.entry_date(*a), self.entry_date(*b));
            let key =
                |date: &PartialDate| (date.year, date.month.map_or(99, i16::from), date.day.map_or(99, i16::from));
            key(b).cmp(&key(a))
        });
        let rows: Vec<Row<Entry>> = entries.iter().map(|entry| self.entry_row(*entry)).collect();
        let newest = newest(&rows, NEWEST);
        let parts = divide(rows, By::Year);
        let shown = if parts.is_empty() { entries } else { newest };
        let title = self.labels().text("timeline");
        let (events, articles) = (dated.len(), articles.len());
        let paths = List { first: FIRST, folder: "timeline", title, parts: &parts }.paths();
        let page = move |number: usize| {
            let list = List { first: FIRST, folder: "timeline", title, parts: &parts };
            let (path, ways, entries, depth) = match number.checked_sub(1) {
                None => (FIRST.to_owned(), list.ways_from_first(self.labels()), &shown, Depth::Root),
                Some(part) => {
                    (list.path(part), list.ways_from_part(part, self.labels()), &parts[part].rows, Depth::Folder)
                }
            };
            let of_all = ways.name.is_empty();
            let title = titled(title, &ways.name);
            let head =
                Head { kind: "timeline", id: "timeline", path: &path, title: &title, description: "", nav: "timeline" };
            let own_events = entries.iter().filter(|entry| matches!(entry, Entry::Event(_))).count();
            let own = (own_events, entries.len() - own_events);
            let (events, articles) = if of_all { (events, articles) } else { own };
            let undated: &[EntityId] = if of_all { &undated } else { &[] };
            TimelinePage {
                page: self.meta(head, depth),
                events,
                articles,
                strip: if of_all { self.strip() } else { None },
                parts: ways,
                years: self.timeline_years(entries, depth),
                undated: undated.iter().map(|id| self.event_row(*id, depth)).collect(),
            }
        };
        Series::of(paths, page)
    }

    fn entry_row(&self, entry: Entry) -> Row<Entry> {
        const ROW: usize = 260;
        let words = match entry {
            Entry::Event(id) => 600 + 2 * self.entity_ref(id, Depth::Folder).url.len(),
            Entry::Article(id) => {
                2 * self.article_ref(id, Depth::Folder).url.len() + self.key(id, Depth::Folder).title.len()
            }
        };
        Row::new(entry, Some(self.entry_date(entry)), ROW + words)
    }

    fn entry_date(&self, entry: Entry) -> &PartialDate {
        let date = match entry {
            Entry::Event(id) => self.event_date(id),
            Entry::Article(id) => self.dossier.article(id).date(),
        };
        date.expect("only dated entries are sorted")
    }

    fn timeline_years(&self, entries: &[Entry], depth: Depth) -> Vec<TimelineYear> {
        let month = |entry: &Entry| self.entry_date(*entry).year_month();
        entries
            .chunk_by(|a, b| month(a).0 == month(b).0)
            .map(|same| {
                let year = month(&same[0]).0;
                TimelineYear {
                    year: self.labels().digits(&year.to_string()),
                    id: format!("y-{year}"),
                    months: same
                        .chunk_by(|a, b| month(a).1 == month(b).1)
                        .map(|row| self.timeline_month(row, depth))
                        .collect(),
                }
            })
            .collect()
    }

    fn timeline_month(&self, entries: &[Entry], depth: Depth) -> TimelineMonth {
        let (year, month) = self.entry_date(entries[0]).year_month();
        let mut row = TimelineMonth {
            month: month.map(|month| self.labels().month(month).to_owned()).unwrap_or_default(),
            title: self.labels().year_month(year, month),
            ..TimelineMonth::default()
        };
        for entry in entries {
            match *entry {
                Entry::Event(id) => row.events.push_happened(&self.event_row(id, depth), &self.theme.pieces),
                Entry::Article(id) => row.articles.push_published(self.article_ref(id, depth), &self.theme.pieces),
            }
        }
        row
    }
}
