//! Indexes: of the entities of a kind, and of all articles.

use super::{KindInfo, PageMeta, Parts, Rows, SafeHtml};
use serde::Serialize;

/// `people/index.html` and so on.
#[derive(Debug, Clone, Default, Serialize)]
pub struct KindIndexPage {
    /// The page.
    pub page: PageMeta,
    /// The kind.
    pub kind: KindInfo,
    /// Whether the kind is people: names are then sorted and shown with the family name first.
    pub person: bool,
    /// Text of the folder's `_index.md`; empty if there is none.
    pub body: SafeHtml,
    /// Letters of the alphabet of the dossier's language, then those of other scripts that occur.
    pub letters: Vec<Letter>,
    /// If `parts` is not empty: the pages by letter; `rows` of the first page are then the names that are mentioned most.
    pub parts: Parts,
    /// The entities of the page, by name, each a `<tr>`: letter, name, what it is, mentions, articles, statements, years, sparkline.
    pub rows: Rows,
    /// Articles that mention any of them; 0 on a page of one letter.
    pub articles: usize,
    /// How many there are.
    pub total: usize,
    /// How many of them are quoted.
    pub quoted: usize,
    /// How many of them occur in three articles or more.
    pub frequent: usize,
    /// Period of the sparklines: `2013–2016`; empty without dated mentions.
    pub period: String,
}

/// A letter of an A–Z row.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Letter {
    /// The letter.
    pub letter: String,
    /// Fragment id of its first row, unique on the page; empty if no name begins with it.
    pub id: String,
}

/// `articles/index.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArticlesPage {
    /// The page.
    pub page: PageMeta,
    /// Text of `content/articles/_index.md`; empty if there is none.
    pub body: SafeHtml,
    /// Latest year first; articles without a date come last, in a year without a name.
    pub years: Vec<YearOfArticles>,
    /// The other pages of the list.
    pub parts: Parts,
    /// Number of articles.
    pub total: usize,
}

/// The articles of a year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct YearOfArticles {
    /// The year; empty for articles without a date.
    pub year: String,
    /// Fragment id, unique on the page.
    pub id: String,
    /// Latest first; partial dates before full ones of the same period.
    pub rows: Rows,
}
