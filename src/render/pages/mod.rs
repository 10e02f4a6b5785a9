//! One builder for each type of page: from the [`Room`] to the struct that its template shows.
//!
//! In: the model by way of the room. Out: [`write`] hands every finished page to a [`Sink`], from many threads at once.

mod article;
mod cite;
mod entity;
mod home;
mod lists;
mod mentions;
mod meta;
mod network;
mod notes;
mod simple;
mod sources;
mod statement;
mod statements;
mod timeline;

use super::cards;
use super::context::PageContext;
use super::frame::Frames;
use super::room::Room;
use crate::diagnostics::Diagnostic;
use crate::entities::EntityId;
use crate::kind::KindId;
use crate::publish::{PublishError, Sink};
use rayon::prelude::*;

/// Why a page could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// A mistake in a template.
    Template(Box<Diagnostic>),
    /// The machine's, or two pages with one address.
    Publish(PublishError),
}

impl From<PublishError> for WriteError {
    fn from(error: PublishError) -> Self {
        Self::Publish(error)
    }
}

impl From<Diagnostic> for WriteError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Template(Box::new(diagnostic))
    }
}

/// A list on as many pages as it needs: large ones would fill the memory if all were made at once.
struct Paged<F> {
    count: usize,
    /// Address and context of a page.
    page: F,
}

/// Where finished pages go, with the template engine before it.
struct Press<'a, 'r> {
    room: &'a Room<'r>,
    frames: Frames,
    sink: &'a dyn Sink,
    tick: &'a (dyn Fn() + Sync),
}

impl Press<'_, '_> {
    fn page<P: PageContext>(&self, path: &str, page: P) -> Result<(), WriteError> {
        self.print(path, page, &mut Vec::new())
    }

    /// Pages that are made one by one, on all cores.
    fn pages<'p, P: PageContext>(
        &self,
        count: usize,
        page: impl Fn(usize) -> (&'p str, P) + Sync,
    ) -> Result<(), WriteError> {
        (0..count).into_par_iter().try_for_each_init(Vec::new, |buffer, number| {
            let (path, page) = page(number);
            self.print(path, page, buffer)
        })
    }

    /// The pages of a list, each made when it is written; gives their addresses.
    fn list<P: PageContext>(
        &self,
        list: &Paged<impl Fn(usize) -> (String, P) + Sync>,
    ) -> Result<Vec<String>, WriteError> {
        let write = |buffer: &mut Vec<u8>, part: usize| {
            let (path, page) = (list.page)(part);
            self.print(&path, page, buffer)?;
            Ok(path)
        };
        (0..list.count).into_par_iter().map_init(Vec::new, write).collect()
    }

    fn print<P: PageContext>(&self, path: &str, mut page: P, buffer: &mut Vec<u8>) -> Result<(), WriteError> {
        if let Some(meta) = page.meta() {
            meta.frame = self.frames.of(meta, self.room.theme)?;
        }
        buffer.clear();
        self.room.theme.render_to(P::TEMPLATE, &page, buffer)?;
        self.sink.write(path, buffer)?;
        (self.tick)();
        Ok(())
    }
}

/// Number of pages that [`write`] counts, for a progress line; long lists may add some.
pub fn count(room: &Room<'_>) -> usize {
    let site = room.site;
    site.articles.len() + site.entities.len() + site.pages.len() + site.outlets.len() + site.redirects.len() + 8
}

/// Makes and writes every page of the site; `tick` is called after each. Returns the addresses of the made pages (home,
/// lists, outlets), for the sitemap.
pub fn write(room: &Room<'_>, sink: &dyn Sink, tick: &(dyn Fn() + Sync)) -> Result<Vec<String>, WriteError> {
    let press = Press { room, frames: Frames::default(), sink, tick };
    // some lists are one large page, which leaves other cores to the rest
    let (made, written) = rayon::join(|| write_lists(&press), || write_pages(&press));
    let made = made?;
    written?;
    write_cards(&press)?;
    Ok(made)
}

/// The pages of articles, entities and outlets, free pages, and old addresses.
fn write_pages(press: &Press<'_, '_>) -> Result<(), WriteError> {
    let room = press.room;
    let article = |place: usize| {
        let id = room.dossier.by_date[place];
        (room.site.article(id), room.article_page(id, place))
    };
    let entity = |number: usize| {
        let id = EntityId(number as u32);
        (room.site.entity(id), room.entity_page(id))
    };
    // at the same time, since cores that make files in one folder wait for each other
    let (articles, entities) = rayon::join(
        || press.pages(room.dossier.by_date.len(), article),
        || press.pages(room.site.entities.len(), entity),
    );
    articles?;
    entities?;
    press.pages(room.site.outlets.len(), |number| (&room.site.outlets[number], room.outlet_page(number)))?;
    for (number, path) in room.site.pages.iter().enumerate() {
        press.page(path, room.free_page(number))?;
    }
    for (from, to) in &room.site.redirects {
        press.page(from, room.redirect_page(from, to))?;
    }
    Ok(())
}

fn write_cards(press: &Press<'_, '_>) -> Result<(), WriteError> {
    let room = press.room;
    let entities = &room.dossier.gazetteer.entities;
    let cards: Result<Vec<String>, Diagnostic> =
        (0..entities.len() as u32).into_par_iter().map(|id| room.card(EntityId(id))).collect();
    let ids = entities.iter().map(|entity| entity.id.0.as_str());
    let files = cards::files(ids.zip(cards?), cards::file_count(entities.len()));
    files.try_for_each(|(path, bytes)| Ok(press.sink.write(&path, &bytes)?))
}

fn write_lists(press: &Press<'_, '_>) -> Result<Vec<String>, WriteError> {
    let room = press.room;
    let mut made = vec!["index.html".to_owned()];
    press.page("index.html", room.home_page())?;
    made.extend(press.list(&room.articles_pages())?);
    made.extend(press.list(&room.timeline_pages())?);
    made.extend(press.list(&room.sources_pages())?);
    for (id, kind) in (0..).map(KindId).zip(&room.kinds).filter(|(_, kind)| kind.count > 0) {
        press.page(&kind.path, room.kind_index(id))?;
        made.push(kind.path.clone());
    }
    press.page("network.html", room.network_page())?;
    made.push("network.html".to_owned());
    made.extend(press.list(&room.statements_pages())?);
    made.extend(press.list(&room.topics_pages())?);
    if room.dossier.config.search.enabled {
        press.page("search.html", room.search_page())?;
        made.push("search.html".to_owned());
    }
    press.page("404.html", room.not_found_page())?;
    made.extend(room.site.outlets.iter().cloned());
    Ok(made)
}
