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

/// An article that names more is a list, which says nothing about any two of them; it also bounds the work, which grows with
/// the square of this number.
const LIST: usize = 500;

/// All entities that share an article with one, most shared first, then by id.
pub fn co_mentions(dossier: &Dossier, entity: EntityId) -> Vec<CoMention> {
    let mut shared: FxHashMap<EntityId, u32> = FxHashMap::default();
    for backlink in &dossier.backlinks[entity.index()] {
        let together = &dossier.article(backlink.article).entities;
        for &other in together.iter().filter(|_| together.len() <= LIST) {
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
    let mut entities: Vec<EntityId> = dossier.article(id).entities.clone();
    entities.retain(|entity| dossier.backlinks[entity.index()].len() <= TOO_COMMON);
    entities.sort_by_key(|entity| (dossier.backlinks[entity.index()].len(), *entity));
    let backlinks = |entity: &EntityId| &dossier.backlinks[entity.index()];
    let weight = |entity: &EntityId| (1.0 + total / f64::from(backlinks(entity).len() as u32)).ln();
    let weights: Vec<f64> = entities.iter().map(weight).collect();
    // each other article with each entity that both concern, by the entity's place in `entities`
    let mut shared: Vec<(ArticleId, u32)> = (0..)
        .zip(&entities)
        .flat_map(|(place, entity)| backlinks(entity).iter().map(move |backlink| (backlink.article, place)))
        .filter(|(article, _)| *article != id)
        .collect();
    shared.sort_unstable();
    let articles = shared.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1);
    let mut best: Vec<(f64, &[(ArticleId, u32)])> =
        articles.map(|rows| (rows.iter().map(|row| weights[row.1 as usize]).sum(), rows)).collect();
    best.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1[0].0.cmp(&b.1[0].0)));
    let related = |(_, rows): (f64, &[(ArticleId, u32)])| Related {
        article: rows[0].0,
        shared: rows.iter().map(|row| entities[row.1 as usize]).collect(),
    };
    best.into_iter().take(most).map(related).collect()
}
