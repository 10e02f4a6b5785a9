//! The picture that other sites show beside a link to a page: its own, else a card.

use crate::dossier::ArticleId;
use crate::entities::EntityId;
use crate::render::context::{Image, PageMeta};
use crate::render::pages::series::Series;
use crate::render::room::{Depth, Room};
use crate::share::{self, Card};
use crate::site::{PageLinks, card_of};
use crate::source::Head;
use crate::text::curl::curl;
use std::path::Path;

/// A page that may have a card.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shared {
    Home,
    Article(ArticleId),
    Entity(EntityId),
    /// A free page, by index.
    Free(usize),
}

impl Room<'_> {
    /// Puts the picture into the head of a page; gives its absolute address. Nothing without `base_url`.
    pub(super) fn share_picture(&self, page: &mut PageMeta, image: Option<&Image>, of: Shared) -> Option<String> {
        let own = image.filter(|image| !is_drawing(&image.url)).map(|image| {
            let path = image.url.trim_start_matches("../").to_owned();
            (path, image.alt.as_str(), (image.width, image.height))
        });
        let (path, alt, size) = own.or_else(|| self.share_card(of).map(|(path, _)| (path, "", share::SIZE)))?;
        let url = self.absolute(&path)?;
        page.push_tag("property", "og:image", &url);
        if !alt.is_empty() {
            page.push_tag("property", "og:image:alt", alt);
        }
        if size.0 > 0 && size.1 > 0 {
            page.push_tag("property", "og:image:width", &size.0.to_string());
            page.push_tag("property", "og:image:height", &size.1.to_string());
        }
        page.push_tag("name", "twitter:card", "summary_large_image");
        Some(url)
    }

    /// The cards of all pages that have one.
    pub(super) fn share_cards(&self) -> Series<'_> {
        let articles = (0..self.dossier.articles.len() as u32).map(|number| Shared::Article(ArticleId(number)));
        let entities = (0..self.dossier.gazetteer.entities.len() as u32).map(|id| Shared::Entity(EntityId(id)));
        let free = (0..self.dossier.pages.len()).map(Shared::Free);
        let all = [Shared::Home].into_iter().chain(articles).chain(entities).chain(free);
        let (paths, cards): (Vec<String>, Vec<Card>) = all.filter_map(|page| self.share_card(page)).unzip();
        Series::files(paths, move |number, out| {
            if let Some(fonts) = &self.card_fonts {
                out.extend_from_slice(&fonts.draw(&cards[number]));
            }
            Ok(())
        })
    }

    /// The card of a page, and where it stands. There is none for a page with a picture of its own, one that search engines
    /// should not find, one that nobody wrote, and one whose title the fonts have no letters for.
    fn share_card(&self, page: Shared) -> Option<(String, Card)> {
        let fonts = self.card_fonts.as_ref()?;
        let (head, path) = self.head_of(page);
        if let Some((head, links)) = head {
            let own = self.image(head, links, Depth::Root).is_some_and(|image| !is_drawing(&image.url));
            if own || head.noindex {
                return None;
            }
        }
        let card = self.words_of(page)?;
        fonts.can_set(&card).then(|| (card_of(path), card))
    }

    fn head_of(&self, page: Shared) -> (Option<(&Head, &PageLinks)>, &str) {
        match page {
            Shared::Home => (None, "index.html"),
            Shared::Article(id) => {
                let head = &self.dossier.article(id).source.head;
                (Some((head, &self.links.articles[id.index()])), self.site.article(id))
            }
            Shared::Entity(id) => {
                let head = &self.dossier.gazetteer.get(id).source.head;
                (Some((head, &self.links.entities[id.index()])), self.site.entity(id))
            }
            Shared::Free(number) => {
                let head = &self.dossier.pages[number].source.head;
                (Some((head, &self.links.pages[number])), &self.site.pages[number])
            }
        }
    }

    /// What stands in the title block of a page.
    fn words_of(&self, page: Shared) -> Option<Card> {
        let site = self.dossier.config.title.clone();
        let (above, title, key) = match page {
            Shared::Home => return Some(Card { title: site, ..Card::default() }),
            Shared::Article(id) => {
                let article = self.dossier.article(id);
                // with the byline of lists: an outlet never has published what is a note about its text
                let reference = self.article_ref(id, Depth::Root);
                let date = reference.date.as_ref().map(|date| date.text.clone());
                let byline = Some(reference.byline.clone()).filter(|byline| !byline.is_empty());
                let above = byline.into_iter().chain(date).collect::<Vec<_>>().join(" · ");
                (above, &article.text.title, article.key.clone())
            }
            Shared::Entity(id) => {
                let entity = self.dossier.gazetteer.get(id);
                if entity.stub {
                    return None;
                }
                (self.kind(entity.kind).singular.clone(), &entity.name, String::new())
            }
            Shared::Free(number) => (String::new(), &self.dossier.pages[number].text.title, String::new()),
        };
        Some(Card { above, title: curl(title).into_owned(), site, key })
    }
}

/// Whether it is a drawing, which other sites do not show.
fn is_drawing(url: &str) -> bool {
    Path::new(url).extension().is_some_and(|end| end == "svg")
}
