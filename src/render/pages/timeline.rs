//! The timeline: what happened beside what was published, and the strip above it.

use super::lists::{page_path, page_paths, split};
use super::meta::Head;
use super::series::Series;
use crate::date::PartialDate;
use crate::dossier::ArticleId;
use crate::entities::EntityId;
use crate::render::context::{Counted, EntityRef, Shared, Strip, TimeAxis, TimelineMonth, TimelinePage, TimelineYear};
use crate::render::facts;
use crate::render::room::{Depth, Room};
use jiff::civil::Date;

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
        Strip::draw(TimeAxis::exact(first, last), &articles, &events, self.labels())
    }

    /// The timeline, on as many pages as it needs.
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
        let count = split(&entries).len();
        let title = self.labels().text("timeline");
        let (events, articles) = (dated.len(), articles.len());
        let page = move |part: usize| {
            let path = page_path("timeline.html", part);
            let head = Head { kind: "timeline", id: "timeline", path: &path, title, description: "", nav: "timeline" };
            let page = self.meta(head, Depth::Root);
            let last = part + 1 == count;
            TimelinePage {
                page,
                events,
                articles,
                strip: if part == 0 { self.strip() } else { None },
                parts: self.parts("timeline.html", part, count, Depth::Root),
                years: self.timeline_years(split(&entries)[part]),
                undated: if last {
                    undated.iter().map(|id| self.event_row(*id, Depth::Root)).collect()
                } else {
                    Vec::new()
                },
            }
        };
        Series::of(page_paths("timeline.html", count), page)
    }

    fn entry_date(&self, entry: Entry) -> &PartialDate {
        let date = match entry {
            Entry::Event(id) => self.event_date(id),
            Entry::Article(id) => self.dossier.article(id).date(),
        };
        date.expect("only dated entries are sorted")
    }

    fn timeline_years(&self, entries: &[Entry]) -> Vec<TimelineYear> {
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
                        .map(|row| self.timeline_month(row))
                        .collect(),
                }
            })
            .collect()
    }

    fn timeline_month(&self, entries: &[Entry]) -> TimelineMonth {
        let (year, month) = self.entry_date(entries[0]).year_month();
        let mut row = TimelineMonth {
            month: month.map(|month| self.labels().month(month).to_owned()).unwrap_or_default(),
            title: self.labels().year_month(year, month),
            ..TimelineMonth::default()
        };
        for entry in entries {
            match *entry {
                Entry::Event(id) => row.events.push_happened(&self.event_row(id, Depth::Root), self.labels()),
                Entry::Article(id) => row.articles.push_published(self.article_ref(id, Depth::Root), self.labels()),
            }
        }
        row
    }
}
