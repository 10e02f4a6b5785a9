//! Who said what, by speaker.

use super::{Article, ArticleId};
use crate::quotes::Speaker;

/// A quotation, by its place: `dossier.article(article).text.quotes.quotes[quote]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// Where it stands.
    pub article: ArticleId,
    /// Row among the article's quotations.
    pub quote: u32,
}

/// For each entity what it is quoted with: newest article first, within one in reading order.
pub(super) fn by_speaker(articles: &[Article], by_date: &[ArticleId], entities: usize) -> Vec<Vec<Statement>> {
    let mut all = vec![Vec::new(); entities];
    for &article in by_date {
        for (quote, found) in (0..).zip(&articles[article.index()].text.quotes.quotes) {
            if let Speaker::Entity(entity) = found.speaker {
                all[entity.index()].push(Statement { article, quote });
            }
        }
    }
    all
}
