//! The model: complete, immutable, plain data.
//!
//! In: the gazetteer, parsed pages and their mentions. Out: the [`Dossier`], with everything that needs more than one page
//! (backlinks, who appears with whom, outlets, keys). No URL and no HTML is made here.

mod co_mentions;
mod keys;
mod outlets;
mod recorded;
mod release;
mod statements;

pub use co_mentions::{CoMention, Related, co_mentions, related_articles};
pub use outlets::Outlet;
pub use recorded::{Recorded, Relation, Tie};
pub use statements::{Statement, StatementRow, groups};

use crate::config::Config;
use crate::date::PartialDate;
use crate::diagnostics::Diagnostic;
use crate::entities::{EntityId, Gazetteer};
use crate::markdown::{BlockKind, Document};
use crate::mentions::{Mention, PageMentions};
use crate::quotes::PageQuotes;
use crate::source::{ArticleSource, AssetSource, HeldBack, PageSource, Skipped, StaticSource};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// Row number in [`Dossier::articles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ArticleId(pub u32);

impl ArticleId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A parsed page with what was found on it.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// Never empty: front matter, first heading, or the file's name.
    pub title: String,
    /// From front matter, else the first sentences of the text; may be empty.
    pub summary: String,
    /// Language tag: the page's own or the dossier's.
    pub lang: String,
    /// The parsed body.
    pub document: Document,
    /// Who is named where.
    pub found: PageMentions,
    /// Who says what.
    pub quotes: PageQuotes,
}

/// An article.
#[derive(Debug)]
pub struct Article {
    /// What its file says.
    pub source: ArticleSource,
    /// Its text.
    pub text: Arc<Text>,
    /// Stable name in paragraph keys.
    pub key: String,
    /// Everyone it is about or mentions, each once: first what front matter lists, then by first mention.
    pub entities: Vec<EntityId>,
    /// Statements that the author recorded, in the order of `source.statements`.
    pub recorded: Vec<Recorded>,
}

impl Article {
    /// The date it stands under: its own, else that of the source's publication.
    pub fn date(&self) -> Option<&PartialDate> {
        self.source.head.date.as_ref().or_else(|| self.source.source.as_ref()?.published.as_ref())
    }

    /// What stays when its file is renamed: the `key` of its front matter, else the first address that it had, without `.html`.
    pub fn lasting_name(&self) -> String {
        self.source.key.as_ref().map_or_else(|| keys::first_address(&self.source.head), |key| key.value.clone())
    }

    /// Mentions of one entity in reading order.
    pub fn mentions_of(&self, entity: EntityId) -> impl Iterator<Item = &Mention> {
        self.text.found.mentions.iter().filter(move |mention| mention.entity == entity)
    }
}

/// A free page or the text of an index page.
#[derive(Debug)]
pub struct Page {
    /// What its file says.
    pub source: PageSource,
    /// Its text.
    pub text: Arc<Text>,
}

/// An article that concerns an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlink {
    /// Which.
    pub article: ArticleId,
    /// How often it mentions the entity; 0 if only front matter lists it.
    pub mentions: u32,
}

/// Everything the pages are made of.
#[derive(Debug)]
pub struct Dossier {
    /// dossier.toml.
    pub config: Config,
    /// By id.
    pub articles: Vec<Article>,
    /// Newest first, undated last, then by id.
    pub by_date: Vec<ArticleId>,
    /// Who and what.
    pub gazetteer: Gazetteer,
    /// The entities' own pages, by [`EntityId`].
    pub entity_texts: Vec<Arc<Text>>,
    /// For each entity the articles that concern it, newest first.
    pub backlinks: Vec<Vec<Backlink>>,
    /// For each entity what it says, newest first.
    pub statements: Vec<Vec<Statement>>,
    /// For each entity what others say where they name it, newest first.
    pub statements_on: Vec<Vec<Statement>>,
    /// Free pages, by id.
    pub pages: Vec<Page>,
    /// Texts of index pages, by id: `_index`, `people/_index`.
    pub sections: Vec<Page>,
    /// Who published the articles, by name.
    pub outlets: Vec<Outlet>,
    /// For each article its row in `outlets`.
    pub outlet_of: Vec<Option<u32>>,
    /// Files that pages may use, by path.
    pub assets: Vec<AssetSource>,
    /// Files that are copied.
    pub statics: Vec<StaticSource>,
    /// What is not published: only for links that must become text.
    pub held_back: Vec<HeldBack>,
    /// What was not looked at: only to be counted.
    pub skipped: Skipped,
    /// Long private spans of published files: only for the search in the finished output.
    pub removed_texts: Vec<String>,
    /// Private spans that were taken out of published files.
    pub spans_removed: usize,
    /// For each entity those whose files name it as end of a relation, place or participant, ascending.
    named_by: Vec<Vec<EntityId>>,
}

/// Parts of a dossier before they know of each other.
#[derive(Debug)]
pub struct Parts {
    /// dossier.toml.
    pub config: Config,
    /// By id.
    pub articles: Vec<ArticleSource>,
    /// By [`ArticleId`].
    pub article_texts: Vec<Arc<Text>>,
    /// Who and what.
    pub gazetteer: Gazetteer,
    /// By [`EntityId`].
    pub entity_texts: Vec<Arc<Text>>,
    /// By id.
    pub pages: Vec<Page>,
    /// By id.
    pub sections: Vec<Page>,
    /// By path.
    pub assets: Vec<AssetSource>,
    /// By path.
    pub statics: Vec<StaticSource>,
    /// By id.
    pub held_back: Vec<HeldBack>,
    /// What was not looked at.
    pub skipped: Skipped,
    /// Long private spans of published files.
    pub removed_texts: Vec<String>,
    /// Private spans that were taken out of published files.
    pub spans_removed: usize,
}

/// Puts the parts together and draws all that follows from more than one page; reports article keys that are used twice.
pub fn assemble(parts: Parts, diagnostics: &mut Vec<Diagnostic>) -> Dossier {
    let mut articles = articles(parts.articles, parts.article_texts, &parts.gazetteer, diagnostics);
    recorded::tie(&mut articles, &parts.gazetteer, diagnostics);
    let by_date = newest_first(&articles);
    let backlinks = backlinks(&articles, &by_date, parts.gazetteer.entities.len());
    let (statements, statements_on) = statements::by_entity(&articles, &by_date, parts.gazetteer.entities.len());
    let (outlets, outlet_of) = outlets::collect(&articles, &by_date);
    let named_by = named_by(&parts.gazetteer);
    Dossier {
        named_by,
        config: parts.config,
        articles,
        by_date,
        gazetteer: parts.gazetteer,
        entity_texts: parts.entity_texts,
        backlinks,
        statements,
        statements_on,
        pages: parts.pages,
        sections: parts.sections,
        outlets,
        outlet_of,
        assets: parts.assets,
        statics: parts.statics,
        held_back: parts.held_back,
        skipped: parts.skipped,
        removed_texts: parts.removed_texts,
        spans_removed: parts.spans_removed,
    }
}

fn articles(
    sources: Vec<ArticleSource>,
    texts: Vec<Arc<Text>>,
    gazetteer: &Gazetteer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Article> {
    let keys = keys::assign(&sources, diagnostics);
    let drawn = sources.par_iter().zip(&texts).zip(&gazetteer.about).map(|((source, text), about)| {
        let mut problems = Vec::new();
        let entities = entities_of(about, &text.found.mentions, gazetteer.entities.len());
        let recorded = recorded::collect(&source.statements, &text.document, gazetteer, &mut problems);
        (entities, recorded, problems)
    });
    let drawn: Vec<_> = drawn.collect();
    let parts = sources.into_iter().zip(texts).zip(keys).zip(drawn);
    let article = |(((source, text), key), (entities, recorded, problems))| {
        diagnostics.extend(problems);
        Article { source, text, key, entities, recorded }
    };
    parts.map(article).collect()
}

fn entities_of(about: &[EntityId], mentions: &[Mention], entities: usize) -> Vec<EntityId> {
    debug_assert!(mentions.iter().all(|mention| mention.entity.index() < entities));
    let mut all = about.to_vec();
    for mention in mentions {
        if !all.contains(&mention.entity) {
            all.push(mention.entity);
        }
    }
    all
}

fn newest_first(articles: &[Article]) -> Vec<ArticleId> {
    let mut order: Vec<ArticleId> = (0..articles.len() as u32).map(ArticleId).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&articles[a.index()], &articles[b.index()]);
        b.date().cmp(&a.date()).then_with(|| a.source.head.id.cmp(&b.source.head.id))
    });
    order
}

fn backlinks(articles: &[Article], by_date: &[ArticleId], entities: usize) -> Vec<Vec<Backlink>> {
    let mut all = vec![Vec::new(); entities];
    for &id in by_date {
        let article = &articles[id.index()];
        for &entity in &article.entities {
            let mentions = article.mentions_of(entity).count() as u32;
            all[entity.index()].push(Backlink { article: id, mentions });
        }
    }
    all
}

fn named_by(gazetteer: &Gazetteer) -> Vec<Vec<EntityId>> {
    let mut all = vec![Vec::new(); gazetteer.entities.len()];
    for (entity, id) in gazetteer.entities.iter().zip((0..).map(EntityId)) {
        let source = &entity.source;
        let relations = source.relations.iter().map(|relation| &relation.to);
        for name in relations.chain(&source.place).chain(&source.participants) {
            if let Some(named) = gazetteer.entity(&name.value, None).filter(|named| *named != id) {
                all[named.index()].push(id);
            }
        }
    }
    for row in &mut all {
        row.dedup();
    }
    all
}

impl Dossier {
    /// Entities whose files name this one as end of a relation, place or participant.
    pub fn named_by(&self, id: EntityId) -> &[EntityId] {
        &self.named_by[id.index()]
    }

    /// The article with a key, as front matter gives it for a source.
    pub fn article_by_key(&self, key: &str) -> Option<ArticleId> {
        let found = self.articles.iter().position(|article| article.key == key)?;
        Some(ArticleId(found as u32))
    }

    /// An article.
    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.index()]
    }

    /// Mentions of an entity in all articles.
    pub fn mention_count(&self, entity: EntityId) -> u32 {
        self.backlinks[entity.index()].iter().map(|backlink| backlink.mentions).sum()
    }

    /// The text of an index page: `_index`, `people/_index`.
    pub fn section(&self, id: &str) -> Option<&Page> {
        self.sections.iter().find(|page| page.source.head.id.0 == id)
    }
}

/// First sentences of a text, up to about 200 characters, as the default of `summary`.
pub fn first_sentences(document: &Document, lang: &str) -> String {
    const ENOUGH: usize = 140;
    const MOST: usize = 240;
    let Some(block) =
        document.blocks.iter().find(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote))
    else {
        return String::new();
    };
    let text = &document.prose.text[block.prose.start as usize..block.prose.end as usize];
    let mut end = 0;
    for sentence in crate::text::sentences::Splitter::new(lang).split(text) {
        if end > 0 && text[..sentence.end].chars().count() > MOST {
            break;
        }
        end = sentence.end;
        if text[..end].chars().count() >= ENOUGH {
            break;
        }
    }
    let summary: Vec<&str> = text[..end].split_whitespace().collect();
    shorten(&summary.join(" "), MOST)
}

/// A text cut at a word boundary, with `…`, if it has more than `most` characters.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(char::is_whitespace).filter(|end| *end > 0).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches(|c: char| c.is_whitespace() || c == ',' || c == ';'))
}
