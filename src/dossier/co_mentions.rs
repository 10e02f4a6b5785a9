//! Who appears with whom, and which articles are about the same things.

use super::{ArticleId, Dossier};
use crate::entities::EntityId;
use rustc_hash::FxHashMap;

/// Another entity in the same articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoMention {
    /// Who or what.
    pub entity: EntityId,
    /// Number of articles that concern both.
    pub articles: u32,
}

/// All entities that share an article with one, most shared first, then by id.
pub fn co_mentions(dossier: &Dossier, entity: EntityId) -> Vec<CoMention> {
    let mut shared: FxHashMap<EntityId, u32> = FxHashMap::default();
    for backlink in &dossier.backlinks[entity.index()] {
        for &other in &dossier.article(backlink.article).entities {
            if other != entity {
                *shared.entry(other).or_default() += 1;
            }
        }
    }
    let mut all: Vec<CoMention> = shared.into_iter().map(|(entity, articles)| CoMention { entity, articles }).collect();
    all.sort_unstable_by_key(|row| (std::cmp::Reverse(row.articles), row.entity));
    all
}

/// An article that shares entities with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Which.
    pub article: ArticleId,
    /// What both concern, rarest first.
    pub shared: Vec<EntityId>,
}

/// An entity that concerns more articles than this says too little about any two of them; it also bounds the work.
const TOO_COMMON: usize = 200;

/// The articles that share most with one, at most `most`, best first. A shared entity counts the more, the fewer articles
/// it concerns (inverse document frequency); only articles that share at least two are related.
pub fn related_articles(dossier: &Dossier, id: ArticleId, most: usize) -> Vec<Related> {
    let total = f64::from(dossier.articles.len() as u32);
    let mut scores: FxHashMap<ArticleId, (f64, Vec<EntityId>)> = FxHashMap::default();
    let mut entities: Vec<EntityId> = dossier.article(id).entities.clone();
    entities.retain(|entity| dossier.backlinks[entity.index()].len() <= TOO_COMMON);
    entities.sort_by_key(|entity| (dossier.backlinks[entity.index()].len(), *entity));
    for &entity in &entities {
        let backlinks = &dossier.backlinks[entity.index()];
        let weight = (1.0 + total / f64::from(backlinks.len() as u32)).ln();
        for backlink in backlinks.iter().filter(|backlink| backlink.article != id) {
            let row = scores.entry(backlink.article).or_default();
            row.0 += weight;
            row.1.push(entity);
        }
    }
    let mut rows: Vec<(ArticleId, f64, Vec<EntityId>)> = scores
        .into_iter()
        .filter(|(_, (_, shared))| shared.len() > 1)
        .map(|(id, (score, shared))| (id, score, shared))
        .collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rows.into_iter().take(most).map(|(article, _, shared)| Related { article, shared }).collect()
}
