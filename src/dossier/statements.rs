//! Who said what: quotations that were found, and statements that authors recorded.

use super::{Article, ArticleId, Dossier};
use crate::date::PartialDate;
use crate::entities::EntityId;
use crate::quotes::{Certainty, Quote, Speaker};
use crate::source::{Placed, QuoteOverride};
use crate::text::fold::is_unspaced;
use rayon::prelude::*;
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
        .filter(|(row, quote)| quote.speaker != Speaker::Unknown && says_something(article, *row))
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

/// Whether a quotation has four words, or the author marked it: fewer tell nothing by themselves. Of scripts without spaces
/// two letters count as a word.
fn says_something(article: &Article, first: u32) -> bool {
    const FEWEST: usize = 4;
    let parts = &article.text.quotes.quotes[first as usize..];
    let parts = parts.iter().take_while(|part| part.group == parts[0].group);
    if parts.clone().any(|part| part.rule.is_some() || part.certainty == Some(Certainty::Explicit)) {
        return true;
    }
    let words = |part: &Quote| {
        let text = &article.text.document.prose.text[part.prose.start as usize..part.prose.end as usize];
        let letters = text.chars().filter(|c| is_unspaced(*c)).count();
        let spaced =
            text.split_whitespace().filter(|word| word.chars().any(|c| c.is_alphanumeric() && !is_unspaced(c)));
        spaced.count() + letters / 2
    };
    parts.map(words).sum::<usize>() >= FEWEST
}

/// All statements by entity: what it says, and what others say where they name it. Newest first.
pub(super) fn by_entity(
    articles: &[Article],
    by_date: &[ArticleId],
    entities: usize,
) -> (Vec<Vec<Statement>>, Vec<Vec<Statement>>) {
    let (mut by, mut on) = (vec![Vec::new(); entities], vec![Vec::new(); entities]);
    let mut dated = false;
    let made: Vec<Vec<_>> = by_date
        .par_iter()
        .map(|&id| {
            let article = &articles[id.index()];
            let subjects = |statement: Statement| (statement, article.subjects(statement.row));
            statements_in(id, article).into_iter().map(subjects).collect()
        })
        .collect();
    for (&id, made) in by_date.iter().zip(made) {
        let article = &articles[id.index()];
        dated |= article.source.statements.iter().any(|statement| statement.date.is_some());
        dated |= article.source.quotes.iter().any(|rule| rule.date.is_some());
        for (statement, subjects) in made {
            let speaker = match article.speaker(statement.row) {
                Speaker::Entity(entity) => Some(*entity),
                _ => None,
            };
            if let Some(entity) = speaker {
                by[entity.index()].push(statement);
            }
            for entity in subjects.into_iter().filter(|entity| Some(*entity) != speaker) {
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

    /// Whom and what a statement is about: the entities named in its paragraphs, if not far from a quotation, and those that the
    /// author lists.
    pub fn subjects(&self, row: StatementRow) -> Vec<EntityId> {
        let (prose, listed) = match row {
            StatementRow::Quote(row) => (self.around(row), &[][..]),
            StatementRow::Recorded(row) => {
                let recorded = &self.recorded[row as usize];
                (self.prose_of(&recorded.blocks), recorded.about.as_slice())
            }
        };
        let mut all = listed.to_vec();
        let mentions = &self.text.found.mentions;
        let first = mentions.partition_point(|mention| mention.prose.start < prose.start);
        for mention in mentions[first..].iter().take_while(|mention| mention.prose.start < prose.end) {
            if !all.contains(&mention.entity) {
                all.push(mention.entity);
            }
        }
        all
    }

    /// The prose of the paragraphs over which a quotation runs, by its first part; of very long ones what is near.
    fn around(&self, row: u32) -> Range<u32> {
        /// In bytes. Hardly a paragraph is so long; but one that holds thousands of quotations and names would make each
        /// quotation one about every name.
        const NEAR: u32 = 2000;
        let parts = &self.text.quotes.quotes[row as usize..];
        let last = parts.iter().take_while(|part| part.group == parts[0].group).last().unwrap_or(&parts[0]);
        let blocks = self.prose_of(&(parts[0].block..last.block + 1));
        blocks.start.max(parts[0].prose.start.saturating_sub(NEAR))..blocks.end.min(last.prose.end.saturating_add(NEAR))
    }

    /// The prose of a run of blocks.
    fn prose_of(&self, blocks: &Range<u32>) -> Range<u32> {
        let blocks = &self.text.document.blocks[blocks.start as usize..blocks.end as usize];
        blocks.first().zip(blocks.last()).map_or(0..0, |(first, last)| first.prose.start..last.prose.end)
    }
}

impl Dossier {
    /// The statements of an article whose speaker is known, in reading order.
    pub fn statements_in(&self, id: ArticleId) -> Vec<Statement> {
        statements_in(id, self.article(id))
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::tests::dossier_of;

    #[test]
    fn a_quotation_is_about_those_near_it_in_its_paragraph() {
        let filler = "Nothing happened that day. ".repeat(100);
        let text =
            format!("Holm lies far off. {filler}Ada met Bob. “It is so today,” Ada said.\n\nSund lies elsewhere.\n");
        let dossier = dossier_of(
            "",
            &[
                ("articles/a.md", &text),
                ("people/ada.md", "---\ntitle: Ada\n---\n"),
                ("people/bob.md", "---\ntitle: Bob\n---\n"),
                ("places/holm.md", "---\ntitle: Holm\n---\n"),
                ("places/sund.md", "---\ntitle: Sund\n---\n"),
            ],
        );
        let article = &dossier.articles[0];
        let [statement] = dossier.statements_in(dossier.by_date[0])[..] else { panic!("not one statement") };
        let names: Vec<&str> =
            article.subjects(statement.row).iter().map(|id| dossier.gazetteer.get(*id).name.as_str()).collect();
        assert_eq!(names, ["Ada", "Bob"]);
    }

    /// Each quotation was about each name of its paragraph: the square of its length.
    #[test]
    fn one_paragraph_of_quotations_and_names_takes_no_time() {
        let people: Vec<(String, String)> =
            (0..2000).map(|n| (format!("people/p{n}.md"), format!("---\ntitle: Person Number{n}\n---\n"))).collect();
        let text = (0..2000).map(|n| format!("“It is so today,” Person Number{n} said. ")).collect::<Vec<_>>().concat();
        let mut files = vec![("articles/a.md", text.as_str())];
        files.extend(people.iter().map(|(path, page)| (path.as_str(), page.as_str())));
        let dossier = dossier_of("", &files);
        let listed: usize = dossier.statements_on.iter().map(Vec::len).sum();
        assert!((2000..2000 * 200).contains(&listed), "{listed}");
    }
}
