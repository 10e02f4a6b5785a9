//! A second net under the gate for privacy: every file that goes out is searched for what was held back.
//!
//! In: titles and ids of pages that are not published, and long private stretches of those that are. What public text
//! says too (a private page about someone whom an article names) proves nothing and is not searched for.

use crate::dossier::Dossier;
use crate::publish::{PublishError, Sink};
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;
use std::sync::{Mutex, PoisonError};

/// Shortest text that is searched for, in bytes: shorter ones occur by chance.
const SHORTEST: usize = 8;

/// A sink that looks at everything that passes.
pub(super) struct Watch<'a> {
    sink: &'a dyn Sink,
    needles: Option<(AhoCorasick, Vec<&'static str>)>,
    found: Mutex<Option<(String, String)>>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(dossier: &Dossier, sink: &'a dyn Sink) -> Self {
        let mut needles: Vec<(String, &'static str)> = Vec::new();
        for held in &dossier.held_back {
            needles.push((held.id.0.clone(), "the address of a page that is held back"));
            needles.extend(held.names.iter().map(|name| (name.clone(), "the title of a page that is held back")));
        }
        needles.extend(dossier.removed_texts.iter().map(|text| (text.clone(), "a private text")));
        needles.retain(|(text, _)| text.len() >= SHORTEST);
        let needles = not_public(dossier, &needles);
        Self { sink, needles, found: Mutex::new(None) }
    }

    /// The first file, by path, that shows something held back, and what it shows.
    pub(super) fn found(&self) -> Option<(String, String)> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Sink for Watch<'_> {
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        if let Some((automaton, what)) = &self.needles {
            let hit = automaton.find(path.as_bytes()).or_else(|| automaton.find(bytes));
            if let Some(hit) = hit {
                let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
                if found.as_ref().is_none_or(|(first, _)| path < first.as_str()) {
                    *found = Some((path.to_owned(), what[hit.pattern().as_usize()].to_owned()));
                }
            }
        }
        self.sink.write(path, bytes)
    }
}

/// The needles that no public text contains.
fn not_public(dossier: &Dossier, needles: &[(String, &'static str)]) -> Option<(AhoCorasick, Vec<&'static str>)> {
    let automaton = |texts: &[&String]| AhoCorasick::builder().ascii_case_insensitive(true).build(texts).ok();
    let all = automaton(&needles.iter().map(|(text, _)| text).collect::<Vec<_>>())?;
    let mut public: FxHashSet<usize> = FxHashSet::default();
    for text in public_texts(dossier) {
        public.extend(all.find_overlapping_iter(text).map(|hit| hit.pattern().as_usize()));
    }
    let left: Vec<&(String, &'static str)> =
        needles.iter().enumerate().filter(|(n, _)| !public.contains(n)).map(|(_, needle)| needle).collect();
    if left.is_empty() {
        return None;
    }
    let automaton = automaton(&left.iter().map(|(text, _)| text).collect::<Vec<_>>())?;
    Some((automaton, left.iter().map(|(_, what)| *what).collect()))
}

fn public_texts(dossier: &Dossier) -> impl Iterator<Item = &str> {
    let articles = dossier.articles.iter().map(|article| &article.text);
    let pages = dossier.pages.iter().chain(&dossier.sections).map(|page| &page.text);
    let texts = articles.chain(&dossier.entity_texts).chain(pages);
    let texts = texts.flat_map(|text| [text.document.prose.text.as_str(), &text.title, &text.summary]);
    let names = dossier.gazetteer.entities.iter().flat_map(|entity| {
        let aliases = entity.source.aliases.iter().chain(&entity.source.weak_aliases).map(|a| a.value.as_str());
        [entity.name.as_str(), &entity.id.0].into_iter().chain(aliases)
    });
    texts.chain(names)
}
