//! Who said what, by speaker.

use super::{Article, ArticleId};
use crate::quotes::{Quote, Speaker};

/// A quotation, by its place: `dossier.article(article).text.quotes.quotes[quote]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// Where it stands.
    pub article: ArticleId,
    /// Row among the article's quotations: the first part of an interrupted or long one.
    pub quote: u32,
}

/// Quotations of an article, each group once, by its first part.
pub fn groups(article: &Article) -> impl Iterator<Item = (u32, &Quote)> {
    let quotes = &article.text.quotes.quotes;
    (0..).zip(quotes).filter(|(row, quote)| !quotes[..*row as usize].iter().any(|earlier| earlier.group == quote.group))
}

/// For each entity what it is quoted with: newest article first, within one in reading order.
pub(super) fn by_speaker(articles: &[Article], by_date: &[ArticleId], entities: usize) -> Vec<Vec<Statement>> {
    let mut all = vec![Vec::new(); entities];
    for &article in by_date {
        for (quote, found) in groups(&articles[article.index()]) {
            if let Speaker::Entity(entity) = found.speaker {
                all[entity.index()].push(Statement { article, quote });
            }
        }
    }
    all
}
