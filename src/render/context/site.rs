//! What is the same on every page. It is handed to the theme once, not with every page.

use super::{DateText, Link};
use serde::Serialize;

/// The dossier as a whole.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Site {
    /// Name of the dossier.
    pub title: String,
    /// One sentence on what the dossier holds.
    pub description: String,
    /// Language tag of the dossier.
    pub language: String,
    /// Writing direction of the dossier: `ltr` or `rtl`.
    pub dir: String,
    /// Absolute address of the published site, without a slash at the end; empty if not set.
    pub base_url: String,
    /// Who is responsible; empty if not set.
    pub author: String,
    /// Where corrections go.
    pub contact: Option<Contact>,
    /// Entries of the navigation, in order. Pages without content have no entry.
    pub nav: Vec<NavItem>,
    /// Kinds of entity that have at least one page, in the order of the table.
    pub kinds: Vec<KindInfo>,
    /// Free pages in the footer (about, method, corrections), by title. `url` is a path here.
    pub pages: Vec<Link>,
    /// Feeds, for `<link rel="alternate">`.
    pub feeds: Vec<Feed>,
    /// Number of articles. A page that shows it, or one of the next two, changes with every article: the default theme has
    /// them on the home page and above the sources only.
    pub articles: usize,
    /// Number of statements.
    pub statements: usize,
    /// Where and when the site was made.
    pub build: Build,
    /// The search, if there is one.
    pub search: Option<SearchAssets>,
    /// Number of files that hold the preview cards, `cards/0.js` and so on: a power of two, which changes when the entities have
    /// doubled; 0 if there are none.
    pub cards: usize,
    /// `[extra]` of dossier.toml.
    pub extra: serde_json::Value,
}

/// Address for corrections.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contact {
    /// As it is shown.
    pub text: String,
    /// `mailto:` or `https:` address.
    pub url: String,
}

/// One entry of the navigation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NavItem {
    /// Name by which `page.nav` refers to it: `articles`, `people`, `timeline`.
    pub id: String,
    /// The word.
    pub label: String,
    /// Address of the page, relative to the root.
    pub path: String,
    /// Whether it stands apart, at the far end of the row (timeline, network, sources).
    pub apart: bool,
    /// Mark of its kind: `person`, `article`, `st` (statements); empty if it has none.
    pub mark: String,
}

/// A kind of entity.
#[derive(Debug, Clone, Default, Serialize)]
pub struct KindInfo {
    /// Folder and first part of ids: `people`.
    pub name: String,
    /// Word for one.
    pub singular: String,
    /// Word for many.
    pub plural: String,
    /// Mark, for the classes `k-…`, `e-…` and `n-…`.
    pub mark: String,
    /// Its index page, relative to the root.
    pub path: String,
    /// Number of entities with a page.
    pub count: usize,
}

/// A feed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Feed {
    /// Name of the feed.
    pub title: String,
    /// Media type.
    pub r#type: String,
    /// Address, relative to the root.
    pub path: String,
}

/// How the site was made.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Build {
    /// Day of the build, if the author fixed one; there is no clock in a page.
    pub date: Option<DateText>,
    /// Content files that went in.
    pub files: usize,
    /// Version of dossier.
    pub version: String,
    /// Hash of the articles' texts, hexadecimal, shortened for display: `4be1 90c7 2d5a`.
    pub hash: String,
}

/// Where the search is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchAssets {
    /// Address of the search page, relative to the root. The index lies in `search/` beside it; the scripts are assets.
    pub path: String,
}
