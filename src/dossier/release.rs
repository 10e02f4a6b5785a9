//! Gives memory back on the way to the output: what a step has used and no later one reads.

use super::Dossier;
use crate::diagnostics::SourceText;
use crate::source::Head;

impl Dossier {
    /// Lets go of the texts of files. From here on bodies are empty, and only what has a [`Span`](crate::diagnostics::Span) of
    /// its own can be shown with its line.
    pub fn release_sources(&mut self) {
        let articles = self.articles.iter_mut().map(|article| &mut article.source.head);
        let entities = self.gazetteer.entities.iter_mut().map(|entity| &mut entity.source.head);
        let pages = self.pages.iter_mut().chain(&mut self.sections).map(|page| &mut page.source.head);
        articles.chain(entities).chain(pages).for_each(release);
    }

    /// Lets go of the HTML of texts, with what waits in it for addresses. Pages cannot be written any more; texts can still be
    /// searched and exported.
    pub fn release_html(&mut self) {
        let articles = self.articles.iter_mut().map(|article| &mut article.text);
        let pages = self.pages.iter_mut().chain(&mut self.sections).map(|page| &mut page.text);
        for text in articles.chain(&mut self.entity_texts).chain(pages) {
            text.document.html = String::new();
            text.document.slots = Vec::new();
        }
    }
}

fn release(head: &mut Head) {
    head.body.source = SourceText::new(head.body.source.path.clone(), "");
    head.body.kept = Vec::new();
}
