//! The whole way from files to the model, as one page of straight code. Only this room knows the order and the threads.

use crate::config::{self, Config};
use crate::diagnostics::{self, Diagnostic};
use crate::dossier::{Dossier, Page, Parts, Text, assemble, first_sentences};
use crate::entities::{self, AliasMatcher, EntityId, Gazetteer};
use crate::markdown::{self, MarkdownOptions};
use crate::mentions::{self, PageInput};
use crate::quotes::{self, PageQuotes, QuoteInput};
use crate::review;
use crate::source::{self, Head, LoadOptions, PageSource, QuoteOverride, ReadError};
use rayon::prelude::*;
use std::path::Path;

/// What a command reads and how.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Folder of the dossier.
    pub root: &'a Path,
    /// Text of dossier.toml and its name in messages; `None`: defaults.
    pub config: Option<(String, String)>,
    /// Address of the published site in place of the settings' own.
    pub base_url: Option<String>,
    /// Drafts and the day that counts as today.
    pub load: LoadOptions,
}

/// The model, and everything that was wrong on the way, sorted.
pub fn run(request: &Request<'_>) -> Result<(Dossier, Vec<Diagnostic>), ReadError> {
    let mut all = Vec::new();
    let mut config = match &request.config {
        Some((text, path)) => config::load(text, path).take(&mut all),
        None => Config::default(),
    };
    if let Some(base_url) = &request.base_url {
        config.base_url = Some(base_url.clone());
    }
    let mut sources = source::load(request.root, &config, &request.load)?.take(&mut all);
    let gazetteer = entities::assemble(&mut sources, &config.kinds).take(&mut all);
    let matcher = AliasMatcher::new(&gazetteer, &config.kinds);
    let room = Room { config: &config, gazetteer: &gazetteer, matcher: &matcher };

    let articles: Vec<(Text, Vec<Diagnostic>)> = sources
        .articles
        .par_iter()
        .zip(&gazetteer.about)
        .map(|(article, about)| read(room, &article.head, None, about, &article.quotes))
        .collect();
    let entity_texts: Vec<(Text, Vec<Diagnostic>)> = gazetteer
        .entities
        .par_iter()
        .enumerate()
        .map(|(number, entity)| read(room, &entity.source.head, Some(EntityId(number as u32)), &[], &[]))
        .collect();
    let pages = read_pages(room, sources.pages, &mut all);
    let sections = read_pages(room, sources.sections, &mut all);

    let parts = Parts {
        articles: sources.articles.into_iter().zip(collect(articles, &mut all)).collect(),
        entity_texts: collect(entity_texts, &mut all),
        gazetteer,
        pages,
        sections,
        assets: sources.assets,
        statics: sources.statics,
        held_back: sources.held_back,
        removed_texts: sources.removed_texts,
        stretches_removed: sources.stretches_removed,
        config,
    };
    let dossier = assemble(parts, &mut all);
    all.extend(review::ambiguities(&dossier));
    diagnostics::sort(&mut all);
    Ok((dossier, all))
}

/// What every page is read with.
#[derive(Clone, Copy)]
struct Room<'a> {
    config: &'a Config,
    gazetteer: &'a Gazetteer,
    matcher: &'a AliasMatcher,
}

/// Parses one page and finds who is named on it.
fn read(
    room: Room<'_>,
    head: &Head,
    own: Option<EntityId>,
    about: &[EntityId],
    overrides: &[QuoteOverride],
) -> (Text, Vec<Diagnostic>) {
    let body = head.body.text();
    let from_heading = if head.title.is_none() { markdown::leading_title(&body) } else { None };
    let title = head.title.clone().or(from_heading).unwrap_or_else(|| head.stem.clone());
    let options = MarkdownOptions { drop_leading_title: Some(&title), ..MarkdownOptions::default() };
    let (document, problems) = markdown::parse(&body, &options);
    let diagnostics = problems
        .into_iter()
        .map(|problem| {
            let diagnostic = Diagnostic::new(problem.code, problem.message, head.body.span(problem.source));
            match problem.help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        })
        .collect();
    let lang = head.lang.clone().unwrap_or_else(|| room.config.language.clone());
    let input = PageInput {
        document: &document,
        own,
        about,
        links: &head.links,
        density: room.config.links.density,
        lang: &lang,
    };
    let found = mentions::find(input, room.gazetteer, room.matcher);
    let quotes = if room.config.quotes.enabled {
        quotes::find(&QuoteInput {
            document: &document,
            mentions: &found,
            gazetteer: room.gazetteer,
            kinds: &room.config.kinds,
            overrides,
            lang: &lang,
        })
    } else {
        PageQuotes::default()
    };
    let summary = head.summary.clone().unwrap_or_else(|| first_sentences(&document, &lang));
    (Text { title, summary, lang, document, found, quotes }, diagnostics)
}

fn read_pages(room: Room<'_>, sources: Vec<PageSource>, all: &mut Vec<Diagnostic>) -> Vec<Page> {
    let texts: Vec<(Text, Vec<Diagnostic>)> =
        sources.par_iter().map(|page| read(room, &page.head, None, &[], &[])).collect();
    sources.into_iter().zip(collect(texts, all)).map(|(source, text)| Page { source, text }).collect()
}

fn collect(texts: Vec<(Text, Vec<Diagnostic>)>, all: &mut Vec<Diagnostic>) -> Vec<Text> {
    texts
        .into_iter()
        .map(|(text, diagnostics)| {
            all.extend(diagnostics);
            text
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The model of a few files, `articles/a.md` and its text, for tests of the rooms above.
    pub(crate) fn dossier_of(config: &str, files: &[(&str, &str)]) -> Dossier {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join("content").join(path);
            std::fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        let load = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
        let config = Some((config.to_owned(), "dossier.toml".to_owned()));
        run(&Request { root: folder.path(), config, base_url: None, load }).expect("a folder that can be read").0
    }
}
