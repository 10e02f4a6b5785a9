//! `dossier.toml`: documented tables with defaults. Unknown keys are refused with a suggestion.
//!
//! In: the text of the file. Out: a [`Config`], complete whatever is wrong, and a diagnostic for each mistake. Finding
//! and opening the file is the business of `source`.

mod content;
mod load;

pub use content::{ContentConfig, is_glob};
pub use load::load;

use crate::kind::Kinds;
use serde::Serialize;

/// Everything that dossier.toml can say.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Absolute address of the published site, without a slash at the end. Used only where a format demands absolute
    /// URLs (feeds, sitemap, canonical, JSON-LD); never needed to browse.
    pub base_url: Option<String>,
    /// Name of the dossier. Default: `Dossier`.
    pub title: String,
    /// One sentence on what the dossier holds.
    pub description: String,
    /// BCP 47 tag of the dossier's own language. Default: `en`.
    pub language: String,
    /// Who is responsible for the dossier.
    pub author: Option<String>,
    /// Folder below `themes/`. Default: `default`, which the binary carries.
    pub theme: String,
    /// Where the site goes, relative to the root. Default: `output`.
    pub output_dir: String,
    /// Address for corrections, shown in the footer: an e-mail address or a URL.
    pub contact: Option<String>,
    /// Folder with overrides of single templates of the theme, relative to the root. Default: `templates`.
    pub templates_dir: String,
    /// `[content]`
    pub content: ContentConfig,
    /// `[links]`
    pub links: LinksConfig,
    /// `[quotes]`
    pub quotes: QuotesConfig,
    /// `[search]`
    pub search: SearchConfig,
    /// `[publish]`
    pub publish: PublishConfig,
    /// Built-in kinds and `[[kinds]]`.
    pub kinds: Kinds,
    /// `[extra]`: free, for themes.
    pub extra: serde_json::Value,
}

/// `[links]`: automatic links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinksConfig {
    /// `density`: which mentions become links. Default: `section`.
    pub density: Density,
}

/// Which mentions of an entity on a page become links; all are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// The first after each heading.
    #[default]
    Section,
    /// The first on the page.
    Page,
    /// Every one.
    All,
}

/// `[quotes]`: direct quotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotesConfig {
    /// `enabled`: whether quotations are looked for. Default: true.
    pub enabled: bool,
}

/// `[search]`: the search index.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchConfig {
    /// `enabled`: whether there is a search. Default: true.
    pub enabled: bool,
    /// `exclude`: ids of pages, or folders with `/` at the end, that the search does not show.
    pub exclude: Vec<String>,
    /// `boost`: factor on the score of single pages or folders, by id.
    pub boost: Vec<(String, f64)>,
}

/// `[publish]`: what goes out beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishConfig {
    /// `feed_limit`: newest articles in each feed. Default: 50.
    pub feed_limit: usize,
    /// `noindex`: asks search engines to stay away, in robots.txt and on every page. Default: false.
    pub noindex: bool,
    /// `exports`: formats written to `data/`. Default: all.
    pub exports: bool,
    /// `cards`: whether pages without a picture of their own get a card, the picture that other sites show beside a link. Default:
    /// up to [`MOST_CARDS`] pages.
    pub cards: Option<bool>,
    /// `max_file_mb`: largest content file or asset that is read, in MiB. Default: 64.
    pub max_file_mb: u64,
    /// `to`: where `dossier publish` sends the site: `branch:gh-pages`, `branch:NAME@REMOTE`, `folder:PATH`.
    pub to: Option<String>,
    /// `history`: whether a branch keeps its earlier commits; else each publication is its only one. Default: true.
    pub history: bool,
}

/// Pages of the content up to which there are cards if nobody says otherwise: drawing them takes longer than all else.
pub const MOST_CARDS: usize = 2_000;

impl Default for Config {
    fn default() -> Self {
        Self {
            base_url: None,
            title: "Dossier".into(),
            description: String::new(),
            language: "en".into(),
            author: None,
            theme: "default".into(),
            output_dir: "output".into(),
            contact: None,
            templates_dir: "templates".into(),
            content: ContentConfig::default(),
            links: LinksConfig { density: Density::default() },
            quotes: QuotesConfig { enabled: true },
            search: SearchConfig { enabled: true, exclude: Vec::new(), boost: Vec::new() },
            publish: PublishConfig {
                feed_limit: 50,
                noindex: false,
                exports: true,
                cards: None,
                max_file_mb: 64,
                to: None,
                history: true,
            },
            kinds: Kinds::default(),
            extra: serde_json::Value::Object(serde_json::Map::new()),
        }
    }
}
