//! Gives memory back on the way to the output: what a step has used and no later one reads.

use super::Dossier;
use crate::diagnostics::SourceText;
use crate::source::Head;
use crate::text::shared_str::SharedStr;
use rayon::prelude::*;
use std::sync::Arc;

impl Dossier {
    /// Lets go of the texts of files, and of the names in front matter that they were read from: `source.about`
    /// and `source.tags`. From here on
    /// bodies are empty, and only what has a [`Span`](crate::diagnostics::Span) of its own can be shown with its line.
    pub fn release_sources(&mut self) {
        // a name's place holds on to its whole file; whom an article is about is known by id from here on
        self.articles.par_iter_mut().for_each(|article| {
            article.source.about = Vec::new();
            article.source.tags = Vec::new();
        });
        self.gazetteer.entities.iter_mut().for_each(|entity| entity.named_at = None);
        let articles = self.articles.par_iter_mut().map(|article| &mut article.source.head);
        let entities = self.gazetteer.entities.par_iter_mut().map(|entity| &mut entity.source.head);
        let pages = self.pages.par_iter_mut().chain(&mut self.sections).map(|page| &mut page.source.head);
        articles.chain(entities).chain(pages).for_each(release);
    }

    /// Lets go of the HTML of texts, with what waits in it for addresses. Pages cannot be written any more; texts can still be
    /// searched and exported.
    pub fn release_html(&mut self) {
        let articles = self.articles.iter_mut().map(|article| &mut article.text);
        let pages = self.pages.iter_mut().chain(&mut self.sections).map(|page| &mut page.text);
        // one that somebody else holds is not ours to change
        for text in articles.chain(&mut self.entity_texts).chain(pages).filter_map(Arc::get_mut) {
            text.document.html = SharedStr::default();
            text.document.slots = Vec::new();
        }
    }
}

fn release(head: &mut Head) {
    head.body.source = SourceText::new(head.body.source.path.clone(), "");
    head.body.kept = Vec::new();
}

#[cfg(test)]
mod tests {
    use crate::pipeline::tests::dossier_of;
    use std::sync::Arc;

    #[test]
    fn no_name_in_front_matter_keeps_a_file_in_memory() {
        let body = "---\ntitle: A\npeople: [Jane Doe, Kim Lee]\n---\nJane Doe spoke.\n";
        let person = "---\ntitle: Jane Doe\n---\nShe speaks.\n";
        let mut dossier = dossier_of("", &[("articles/a.md", body), ("people/jane-doe.md", person)]);
        let files: Vec<_> =
            dossier.articles.iter().map(|article| Arc::downgrade(&article.source.head.body.source)).collect();
        assert!(files.iter().all(|file| file.upgrade().is_some()));
        dossier.release_sources();
        assert!(files.iter().all(|file| file.upgrade().is_none()));
    }
}
