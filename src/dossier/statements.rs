//! Who said what: quotations that were found, and statements that authors recorded.

use super::{Article, ArticleId, Dossier};
use crate::date::PartialDate;
use crate::entities::EntityId;
use crate::quotes::{Quote, Speaker};
use crate::source::{Placed, QuoteOverride};
use std::ops::Range;

/// A statement, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement {
    /// Where it stands.
    pub article: ArticleId,
    /// Which of the article's it is.
    pub row: StatementRow,
}

/// Which of an article's statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementRow {
    /// Row in `text.quotes.quotes`: the first part of an interrupted or long quotation.
    Quote(u32),
    /// Row in `recorded`, and in `source.statements`.
    Recorded(u32),
}

/// Quotations of an article, each group once, by its first part.
pub fn groups(article: &Article) -> impl Iterator<Item = (u32, &Quote)> {
    // groups are numbered in reading order, and the parts of one stand together
    let mut last = 0;
    (0..).zip(&article.text.quotes.quotes).filter(move |(_, quote)| {
        let first = quote.group > last;
        last = last.max(quote.group);
        first
    })
}

/// The statements of an article whose speaker is known, in reading order; those of the front matter come last.
pub(super) fn statements_in(id: ArticleId, article: &Article) -> Vec<Statement> {
    let mut all: Vec<(u32, StatementRow)> = groups(article)
        .filter(|(_, quote)| quote.speaker != Speaker::Unknown)
        .map(|(row, quote)| (quote.block, StatementRow::Quote(row)))
        .collect();
    for (row, recorded) in (0..).zip(&article.recorded) {
        let place = if recorded.blocks.is_empty() { u32::MAX } else { recorded.blocks.start };
        all.push((place, StatementRow::Recorded(row)));
    }
    if !article.recorded.is_empty() {
        all.sort();
    }
    all.into_iter().map(|(_, row)| Statement { article: id, row }).collect()
}

/// All statements by entity: what it says, and what others say where they name it. Newest first.
pub(super) fn by_entity(
    articles: &[Article],
    by_date: &[ArticleId],
    entities: usize,
) -> (Vec<Vec<Statement>>, Vec<Vec<Statement>>) {
    let (mut by, mut on) = (vec![Vec::new(); entities], vec![Vec::new(); entities]);
    let mut dated = false;
    for &id in by_date {
        let article = &articles[id.index()];
        dated |= article.source.statements.iter().any(|statement| statement.date.is_some());
        dated |= article.source.quotes.iter().any(|rule| rule.date.is_some());
        for statement in statements_in(id, article) {
            let speaker = match article.speaker(statement.row) {
                Speaker::Entity(entity) => Some(*entity),
                _ => None,
            };
            if let Some(entity) = speaker {
                by[entity.index()].push(statement);
            }
            for entity in article.subjects(statement.row).into_iter().filter(|entity| Some(*entity) != speaker) {
                on[entity.index()].push(statement);
            }
        }
    }
    if dated {
        for all in by.iter_mut().chain(&mut on) {
            all.sort_by(|a: &Statement, b: &Statement| {
                let date = |of: &Statement| articles[of.article.index()].statement_date(of.row);
                date(b).cmp(&date(a))
            });
        }
    }
    (by, on)
}

impl Article {
    /// Who makes a statement.
    pub fn speaker(&self, row: StatementRow) -> &Speaker {
        match row {
            StatementRow::Quote(row) => &self.text.quotes.quotes[row as usize].speaker,
            StatementRow::Recorded(row) => &self.recorded[row as usize].speaker,
        }
    }

    /// When a statement was made, or failing that the article's date.
    pub fn statement_date(&self, row: StatementRow) -> Option<&PartialDate> {
        let own = match row {
            StatementRow::Quote(row) => self.quote_rule(row).and_then(|rule| rule.date.as_ref()),
            StatementRow::Recorded(row) => self.source.statements[row as usize].date.as_ref(),
        };
        own.or_else(|| self.date())
    }

    /// What the author says where a statement was published, if not in the source of the article.
    pub fn statement_source(&self, row: StatementRow) -> Option<&Placed<String>> {
        match row {
            StatementRow::Quote(row) => self.quote_rule(row).and_then(|rule| rule.source.as_ref()),
            StatementRow::Recorded(row) => self.source.statements[row as usize].source.as_ref(),
        }
    }

    /// The author's word on a quotation, by row.
    fn quote_rule(&self, row: u32) -> Option<&QuoteOverride> {
        let rule = self.text.quotes.quotes[row as usize].rule?;
        self.source.quotes.get(rule as usize)
    }

    /// Whom and what a statement is about: the entities named in its paragraphs, and those that the author lists.
    pub fn subjects(&self, row: StatementRow) -> Vec<EntityId> {
        let (blocks, listed) = match row {
            StatementRow::Quote(row) => (self.blocks_of(row), &[][..]),
            StatementRow::Recorded(row) => {
                let recorded = &self.recorded[row as usize];
                (recorded.blocks.clone(), recorded.about.as_slice())
            }
        };
        let mut all = listed.to_vec();
        let mentions = &self.text.found.mentions;
        let first = mentions.partition_point(|mention| mention.block < blocks.start);
        for mention in mentions[first..].iter().take_while(|mention| mention.block < blocks.end) {
            if !all.contains(&mention.entity) {
                all.push(mention.entity);
            }
        }
        all
    }

    /// The blocks over which a quotation runs, by its first part.
    fn blocks_of(&self, row: u32) -> Range<u32> {
        let parts = &self.text.quotes.quotes[row as usize..];
        let last = parts.iter().take_while(|part| part.group == parts[0].group).last();
        parts[0].block..last.map_or(parts[0].block, |last| last.block) + 1
    }
}

impl Dossier {
    /// The statements of an article whose speaker is known, in reading order.
    pub fn statements_in(&self, id: ArticleId) -> Vec<Statement> {
        statements_in(id, self.article(id))
    }
}
