//! One builder for each type of page: from the [`Room`] to the struct that its template shows.
//!
//! In: the model by way of the room. Out: [`Pages`], the table of all pages with their addresses, which makes the one that is asked
//! for. Laying it out makes none.

mod article;
mod card_files;
mod cite;
mod entity;
mod entity_lists;
mod home;
mod lists;
mod mentions;
mod meta;
mod network;
mod notes;
mod parts;
mod relations;
mod series;
mod share_cards;
mod simple;
mod sources;
mod statement;
mod statements;
mod timeline;

use super::room::Room;
use crate::diagnostics::Diagnostic;
use crate::kind::KindId;
use series::{Press, Series};

/// All pages of a site, and the files that templates make beside them.
pub struct Pages<'r> {
    press: Press<'r>,
    series: Vec<Series<'r>>,
}

/// A page of [`Pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId {
    /// Pages of one series are made alike.
    pub series: u32,
    /// Its number in the series.
    pub number: u32,
}

impl<'r> Pages<'r> {
    /// Lays out the pages. Nothing is made yet.
    pub fn of(room: &'r Room<'_>) -> Self {
        let mut series = lists(room);
        series.extend(own_pages(room));
        series.push(room.card_files());
        series.push(room.share_cards());
        Self { press: Press::new(room.theme), series }
    }

    /// Every page with its address.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, PageId)> {
        (0..).zip(&self.series).flat_map(|(series, pages)| {
            let id = move |number| PageId { series, number };
            (0..).zip(&pages.paths).map(move |(number, path)| (path.as_str(), id(number)))
        })
    }

    /// Addresses of pages that no file of the content speaks for, for the site map: home, lists, outlets.
    pub fn in_site_map(&self) -> Vec<String> {
        self.series.iter().filter(|pages| pages.in_site_map).flat_map(|pages| pages.paths.iter().cloned()).collect()
    }

    /// Makes a page, behind what is in the buffer. The error is a mistake in a template.
    pub fn make(&self, id: PageId, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.series[id.series as usize].make(id.number as usize, &self.press, out)
    }
}

/// Home and all lists.
fn lists<'r>(room: &'r Room<'_>) -> Vec<Series<'r>> {
    let mut all = vec![
        Series::one("index.html", || room.home_page()).listed(),
        room.articles_pages().listed(),
        room.timeline_pages().listed(),
        room.sources_pages().listed(),
        Series::one("network.html", || room.network_page()).listed(),
        room.statements_pages().listed(),
        room.speakers_pages().listed(),
        room.topics_pages().listed(),
        Series::one("404.html", || room.not_found_page()),
    ];
    let kinds = (0..).map(KindId).zip(&room.kinds).filter(|(_, kind)| kind.count > 0);
    all.extend(kinds.map(|(id, _)| room.kind_index(id).listed()));
    if room.dossier.config.search.enabled {
        all.push(Series::one("search.html", || room.search_page()).listed());
    }
    all
}

/// The pages of articles, entities and outlets, free pages, and old addresses.
fn own_pages<'r>(room: &'r Room<'_>) -> Vec<Series<'r>> {
    let (site, by_date) = (room.site, &room.dossier.by_date);
    let articles = by_date.iter().map(|id| site.article(*id).to_owned()).collect();
    let redirects = site.redirects.iter().map(|(from, _)| from.clone()).collect();
    let mut all = vec![Series::of(articles, |place| room.article_page(by_date[place], place))];
    all.extend(room.entity_pages());
    all.extend(room.outlet_pages());
    all.extend([
        Series::of(site.pages.clone(), |number| room.free_page(number)),
        Series::of(redirects, |number| {
            let (from, to) = &site.redirects[number];
            room.redirect_page(from, to)
        }),
    ]);
    all
}
