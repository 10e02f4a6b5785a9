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
/// it concerns (as inverse document frequency has it); only articles that share at least two are related.
pub fn related_articles(dossier: &Dossier, id: ArticleId, most: usize) -> Vec<Related> {
    let mut entities: Vec<EntityId> = dossier.article(id).entities.clone();
    entities.retain(|entity| dossier.backlinks[entity.index()].len() <= TOO_COMMON);
    let backlinks = |entity: &EntityId| &dossier.backlinks[entity.index()];
    // in powers of two: one more article with a name leaves the order of all that share it as it is, but for once in a while
    let commonness = |entity: &EntityId| backlinks(entity).len().max(1).ilog2();
    entities.sort_by_key(|entity| (commonness(entity), *entity));
    let weights: Vec<u32> = entities.iter().map(|entity| 2 * TOO_COMMON.ilog2() - commonness(entity)).collect();
    let twice = named_twice(dossier, &entities, id);
    // each other article with each entity that both concern, by the entity's place in `entities`
    let mut shared: Vec<(ArticleId, u32)> = (0..)
        .zip(&entities)
        .flat_map(|(place, entity)| backlinks(entity).iter().map(move |backlink| (backlink.article, place)))
        .filter(|(article, _)| twice.has(article.index()))
        .collect();
    shared.sort_unstable();
    let articles = shared.chunk_by(|a, b| a.0 == b.0);
    let mut best: Vec<(u32, &[(ArticleId, u32)])> =
        articles.map(|rows| (rows.iter().map(|row| weights[row.1 as usize]).sum(), rows)).collect();
    let better =
        |a: &(u32, &[(ArticleId, u32)]), b: &(u32, &[(ArticleId, u32)])| b.0.cmp(&a.0).then(a.1[0].0.cmp(&b.1[0].0));
    if best.len() > most {
        best.select_nth_unstable_by(most, better);
        best.truncate(most);
    }
    best.sort_unstable_by(better);
    let related = |(_, rows): (u32, &[(ArticleId, u32)])| Related {
        article: rows[0].0,
        shared: rows.iter().map(|row| entities[row.1 as usize]).collect(),
    };
    best.into_iter().map(related).collect()
}

/// The articles that at least two of these entities concern, without one of them.
fn named_twice(dossier: &Dossier, entities: &[EntityId], without: ArticleId) -> Bits {
    let (mut once, mut twice) = (Bits::new(dossier.articles.len()), Bits::new(dossier.articles.len()));
    for backlink in entities.iter().flat_map(|entity| &dossier.backlinks[entity.index()]) {
        let article = backlink.article.index();
        if once.has(article) {
            twice.set(article);
        } else {
            once.set(article);
        }
    }
    twice.clear(without.index());
    twice
}

/// A set of small numbers.
struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    fn set(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn clear(&mut self, number: usize) {
        self.0[number / 64] &= !(1 << (number % 64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::tests::dossier_of;

    #[test]
    fn articles_are_related_by_what_few_others_name() {
        let article = |people: &str| format!("---\ntitle: T\npeople: [{people}]\n---\n");
        let texts = [
            ("articles/a.md", article("Ada, Bob, Eve")),
            ("articles/b.md", article("Ada, Bob")),
            ("articles/c.md", article("Bob, Eve")), // fewer name Eve than Ada
            ("articles/d.md", article("Ada")),
            ("articles/e.md", article("Ada, Bob, Eve")),
        ];
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let dossier = dossier_of("", &files);
        let related = |most: usize| -> Vec<String> {
            let name = |id: &EntityId| dossier.gazetteer.get(*id).name.as_str();
            let shown = |related: Related| {
                let shared: Vec<&str> = related.shared.iter().map(name).collect();
                format!("{} {}", dossier.article(related.article).source.head.id.name(), shared.join(", "))
            };
            related_articles(&dossier, ArticleId(0), most).into_iter().map(shown).collect()
        };
        assert_eq!(related(6), ["e Eve, Ada, Bob", "c Eve, Bob", "b Ada, Bob"]);
        assert_eq!(related(2), ["e Eve, Ada, Bob", "c Eve, Bob"]);
    }
}
