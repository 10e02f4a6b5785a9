//! Where a page's own links lead: wikilinks, relative links, pictures and embeds.

mod page;
mod places;
mod report;
#[cfg(test)]
mod tests;

use super::Site;
use crate::diagnostics::Diagnostic;
use crate::dossier::{ArticleId, Dossier, Page};
use crate::entities::EntityId;
use crate::markdown::Document;
use crate::source::Head;
use page::Room;
use rayon::prelude::*;

/// What becomes of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A link to a page of the site.
    Page {
        /// Address from the root, unescaped.
        path: String,
        /// Id on that page; empty for its top.
        fragment: String,
        /// What to show for an embed, a link without words, or a wikilink that is written as an id; empty for a list.
        title: String,
        /// The entity whose page it is.
        entity: Option<EntityId>,
        /// The text that it shows; none if it is a list.
        text: Option<TextOf>,
    },
    /// A file of the content: index in [`Dossier::assets`].
    Asset(u32),
    /// A file that is copied as it is: index in [`Dossier::statics`].
    Static(u32),
    /// A picture elsewhere: becomes a link to it.
    Remote(String),
    /// Nothing: the words stand as text.
    Text,
    /// A page that is not published: only words that the author gave the link stand as text.
    Hidden,
}

/// A text of the dossier, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOf {
    /// Of an article.
    Article(ArticleId),
    /// Of an entity.
    Entity(EntityId),
    /// A free page.
    Page(u32),
    /// The text of a list.
    Section(u32),
}

/// A page's slots, in the order of [`Document::slots`].
#[derive(Debug, Clone, Default)]
pub struct PageLinks {
    /// One for each slot.
    pub slots: Vec<Resolved>,
    /// The picture that front matter names, as an index in [`Dossier::assets`].
    pub image: Option<u32>,
}

/// The links of all pages with a text.
#[derive(Debug, Clone, Default)]
pub struct SiteLinks {
    /// By [`ArticleId`](crate::dossier::ArticleId).
    pub articles: Vec<PageLinks>,
    /// By [`EntityId`].
    pub entities: Vec<PageLinks>,
    /// Free pages, by index.
    pub pages: Vec<PageLinks>,
    /// Texts of index pages, by index.
    pub sections: Vec<PageLinks>,
}

impl SiteLinks {
    /// Resolves the links of all pages; what leads nowhere becomes text and a warning.
    pub fn resolve(dossier: &Dossier, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let entities: Vec<(&Head, &Document)> = dossier
            .gazetteer
            .entities
            .iter()
            .zip(&dossier.entity_texts)
            .map(|(entity, text)| (&entity.source.head, &text.document))
            .collect();
        let articles: Vec<(&Head, &Document)> =
            dossier.articles.iter().map(|article| (&article.source.head, &article.text.document)).collect();
        let room = Room::new(dossier, site);
        let mut all = |pages: &[(&Head, &Document)]| -> Vec<PageLinks> {
            let found: Vec<(PageLinks, Vec<Diagnostic>)> =
                pages.par_iter().map(|(head, document)| room.resolve(head, document)).collect();
            let keep = |(links, own)| {
                diagnostics.extend::<Vec<Diagnostic>>(own);
                links
            };
            found.into_iter().map(keep).collect()
        };
        Self {
            articles: all(&articles),
            entities: all(&entities),
            pages: all(&heads(&dossier.pages)),
            sections: all(&heads(&dossier.sections)),
        }
    }

    /// The links of a text.
    pub fn of(&self, text: TextOf) -> &PageLinks {
        match text {
            TextOf::Article(id) => &self.articles[id.index()],
            TextOf::Entity(id) => &self.entities[id.index()],
            TextOf::Page(number) => &self.pages[number as usize],
            TextOf::Section(number) => &self.sections[number as usize],
        }
    }

    /// Assets that any page uses, by index in [`Dossier::assets`], ascending.
    pub fn used_assets(&self) -> Vec<u32> {
        let pages = [&self.articles, &self.entities, &self.pages, &self.sections];
        let mut used: Vec<u32> = pages
            .into_iter()
            .flatten()
            .flat_map(|links| {
                let in_text = links.slots.iter().filter_map(|slot| match slot {
                    Resolved::Asset(asset) => Some(*asset),
                    _ => None,
                });
                links.image.into_iter().chain(in_text)
            })
            .collect();
        used.sort_unstable();
        used.dedup();
        used
    }
}

fn heads(pages: &[Page]) -> Vec<(&Head, &Document)> {
    pages.iter().map(|page| (&page.source.head, &page.text.document)).collect()
}
