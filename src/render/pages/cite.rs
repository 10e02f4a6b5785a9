//! How to cite an article: on its page, and in its head for reference managers and search engines.

use crate::citation::{self, Mentioned, PageFacts, Reference};
use crate::dossier::ArticleId;
use crate::render::context::{Cite, CiteStyle, PageMeta, json_for_html};
use crate::render::room::Room;

impl Room<'_> {
    /// References to copy; fills the tags of the page's head on the way. `image` is the absolute address of its picture.
    pub(super) fn cite(&self, id: ArticleId, page: &mut PageMeta, image: Option<&str>) -> Cite {
        let article = self.dossier.article(id);
        let url = self.absolute(self.site.article(id));
        let reference = Reference::of(self.dossier, article, url.as_deref());
        for (name, content) in reference.meta() {
            page.push_tag("name", name, &content);
        }
        page.coins = reference.coins();
        let home = self.absolute("index.html");
        let mentions: Vec<Mentioned> = article
            .entities
            .iter()
            .map(|entity| {
                let url = self.absolute(self.site.entity(*entity));
                Mentioned::of(self.dossier, *entity, url.as_deref())
            })
            .collect();
        let facts = PageFacts { image, ..PageFacts::of(self.dossier, article, home.as_deref()) };
        page.json_ld = json_for_html(&citation::json_ld(&reference, &facts, &mentions));
        Cite {
            text: reference.text(),
            styles: reference.styles().map(|(name, text)| CiteStyle { name: name.to_owned(), text }).into(),
            bibtex: reference.bibtex(),
            ris: reference.ris(),
            csl_json: reference.csl_json().to_string(),
        }
    }
}
