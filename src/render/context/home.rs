//! The home page.

use super::{DateText, EntityRef, EntityRow, KeyRef, Link, PageMeta, Rows, SafeHtml, Shared, Strip};
use serde::Serialize;

/// `index.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HomePage {
    /// The page.
    pub page: PageMeta,
    /// Heading: the dossier's title.
    pub title: String,
    /// Scope, as text: the summary of `content/_index.md`, else the description of dossier.toml.
    pub lede: String,
    /// Text of `content/_index.md`; empty if there is none.
    pub body: SafeHtml,
    /// What the dossier holds.
    pub material: Material,
    /// The counts, in order; those of 0 are left out.
    pub figures: Vec<Figure>,
    /// Example queries that have results, at most four; empty without a search.
    pub queries: Vec<Link>,
    /// Articles per month and main events; `None` below three months with articles.
    pub strip: Option<Strip>,
    /// The events of the strip, latest first, at most six: what narrow screens show in its place.
    pub events: Vec<super::EventRow>,
    /// Number of dated events in the dossier.
    pub event_total: usize,
    /// Newest articles first, at most six.
    pub articles: Rows,
    /// Most mentions first, at most ten, with sparklines.
    pub people: Vec<EntityRow>,
    /// Most statements first, at most six.
    pub quoted: Vec<EntityRow>,
    /// The rankings of the other kinds, each with at most five rows with sparklines, in the order of the kinds.
    pub kinds: Vec<KindRanking>,
    /// One entity of each kind, for the legend.
    pub legend: Vec<Shared<EntityRef>>,
    /// A paragraph key as an example for the legend.
    pub legend_key: Option<KeyRef>,
    /// What it means, in words.
    pub legend_key_means: String,
    /// Newest first, at most five. Each is a `<div class="st">`: day and verb, the speaker, the words, and where they stand.
    pub statements: Rows,
}

/// What the dossier holds, in words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Material {
    /// Date of the earliest article.
    pub first: Option<DateText>,
    /// Date of the latest article.
    pub last: Option<DateText>,
    /// Articles that name a source.
    pub sourced: usize,
    /// Articles that are texts of their source.
    pub copies: usize,
    /// Articles that are notes, with a source or without.
    pub notes: usize,
    /// Articles with an archived copy.
    pub archived: usize,
    /// Articles that name a source but no archived copy.
    pub unarchived: usize,
    /// The article added or changed last, if articles have dates.
    pub latest: Option<KeyRef>,
    /// When that was.
    pub latest_date: Option<DateText>,
}

/// A count that leads to a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figure {
    /// The number.
    pub count: usize,
    /// The word.
    pub label: String,
    /// The list.
    pub url: String,
    /// Mark: `article`, `person`, `st`, …
    pub mark: String,
}

/// The most mentioned entities of a kind.
#[derive(Debug, Clone, Default, Serialize)]
pub struct KindRanking {
    /// Folder of the kind.
    pub kind: String,
    /// Heading.
    pub title: String,
    /// Its index page.
    pub url: String,
    /// The ranking.
    pub rows: Vec<EntityRow>,
}
