//! What is counted once and shown on many pages: how often an entity occurs, when, first and last where.
//!
//! In: the model. Out: one [`Facts`] for each entity, and the time axis that all drawings share.

use super::context::{Counted, Counts, TimeAxis};
use crate::dossier::{ArticleId, Dossier};
use crate::entities::EntityId;
use rayon::prelude::*;

/// How often and when an entity occurs.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Totals.
    pub counts: Counts,
    /// Mentions by month of the article's date.
    pub mentions: Vec<Counted>,
    /// Statements by month of their date.
    pub statements: Vec<Counted>,
    /// The earliest dated article that mentions it, else any.
    pub first: Option<ArticleId>,
    /// The latest.
    pub last: Option<ArticleId>,
    /// First and last year of its mentions.
    pub years: Option<(i16, i16)>,
}

/// The facts of all entities, by [`EntityId`].
pub fn collect(dossier: &Dossier) -> Vec<Facts> {
    (0..dossier.gazetteer.entities.len() as u32).into_par_iter().map(|id| of(dossier, EntityId(id))).collect()
}

fn of(dossier: &Dossier, id: EntityId) -> Facts {
    let mut facts = Facts::default();
    // newest first, undated last
    let mentioned = dossier.backlinks[id.index()].iter().filter(|backlink| backlink.mentions > 0);
    for backlink in mentioned {
        facts.counts.mentions += backlink.mentions as usize;
        facts.counts.articles += 1;
        let dated = dossier.article(backlink.article).date();
        if let Some(date) = dated {
            let (year, month) = date.year_month();
            add(&mut facts.mentions, year, month, backlink.mentions as usize);
            let (first, last) = facts.years.unwrap_or((year, year));
            facts.years = Some((first.min(year), last.max(year)));
        }
        if facts.last.is_none() {
            facts.last = Some(backlink.article);
        }
        if dated.is_some() || facts.first.is_none() {
            facts.first = Some(backlink.article);
        }
    }
    for statement in &dossier.statements[id.index()] {
        facts.counts.statements += 1;
        if let Some(date) = dossier.article(statement.article).statement_date(statement.row) {
            let (year, month) = date.year_month();
            add(&mut facts.statements, year, month, 1);
        }
    }
    facts
}

/// Number of statements that lists show: those whose speaker the text names, and recorded ones.
pub fn statement_count(dossier: &Dossier) -> usize {
    (0..dossier.articles.len() as u32).map(|id| dossier.statements_in(ArticleId(id)).len()).sum()
}

/// Adds to the month that came last, if it is the same: the input is ordered by date.
pub fn add(counted: &mut Vec<Counted>, year: i16, month: Option<i8>, count: usize) {
    match counted.last_mut() {
        Some(last) if (last.0, last.1) == (year, month) => last.2 += count,
        _ => counted.push((year, month, count)),
    }
}

/// The axis that pages share, over the decades that articles have; `None` without dates.
pub fn axis(dossier: &Dossier) -> Option<TimeAxis> {
    years(dossier).map(|(first, last)| TimeAxis::decades(first, last))
}

/// First and last year that an article has; `None` without dates.
pub fn years(dossier: &Dossier) -> Option<(i16, i16)> {
    let years = dossier.articles.iter().filter_map(|article| article.date().map(|date| date.year));
    let first = years.clone().min()?;
    Some((first, years.max().unwrap_or(first)))
}
