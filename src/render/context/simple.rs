//! Pages with little data of their own.

use super::{Image, Link, PageMeta, SafeHtml, TocEntry};
use serde::Serialize;

/// `search.html`: the shell that the search script fills. Without script it leads to the indexes.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchPage {
    /// The page.
    pub page: PageMeta,
    /// What can be typed, with examples from the dossier.
    pub syntax: Vec<SyntaxHint>,
    /// Short names of months, January first.
    pub months: Vec<String>,
    /// How a day is written: `{d} {m} {y}`.
    pub day_form: String,
    /// How a month is written: `{m} {y}`.
    pub month_form: String,
}

/// A hint on what can be typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SyntaxHint {
    /// `who:doe`.
    pub query: String,
    /// What it does, in a few words.
    pub meaning: String,
}

/// `pages` of the author's own: about, method, corrections.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FreePage {
    /// The page.
    pub page: PageMeta,
    /// Title.
    pub title: String,
    /// Language tag of the text.
    pub lang: String,
    /// Writing direction of the text.
    pub dir: String,
    /// Summary, if the author wrote one.
    pub summary: String,
    /// Picture above the text.
    pub image: Option<Image>,
    /// The text.
    pub body: SafeHtml,
    /// Headings of the text, in order; empty if there are fewer than three.
    pub toc: Vec<TocEntry>,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// `404.html`. It is served at any depth, so `page.root` is the absolute base path.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NotFoundPage {
    /// The page.
    pub page: PageMeta,
    /// Key of an article as an example of what does not change; empty without articles.
    pub example_key: String,
    /// Pages to go on from; `url` is a path here.
    pub links: Vec<Link>,
}

/// A page at an old address.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RedirectPage {
    /// The page.
    pub page: PageMeta,
    /// Title of the page that moved.
    pub title: String,
    /// Where it is now.
    pub url: String,
}
