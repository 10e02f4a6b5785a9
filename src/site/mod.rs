//! The plan of the site: which pages there are, where they stand, and where links in texts lead.
//!
//! In: the [`Dossier`]. Out: the [`Site`], with an address for everything and a diagnostic for addresses that meet, and
//! [`links`], the targets of a page's slots. No HTML is made here.

pub mod links;
mod url;

pub use links::{PageLinks, Resolved, SiteLinks};
pub use url::{absolute, encode_path, relative, with_words};

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::{ArticleId, Dossier};
use crate::entities::EntityId;
use crate::source::Head;
use crate::text::slug::slugify;
use rustc_hash::FxHashMap;

/// Addresses of all pages, relative to the root of the site, unescaped.
#[derive(Debug, Default)]
pub struct Site {
    /// By [`ArticleId`].
    pub articles: Vec<String>,
    /// By [`EntityId`].
    pub entities: Vec<String>,
    /// Free pages, by index.
    pub pages: Vec<String>,
    /// Outlets, by index.
    pub outlets: Vec<String>,
    /// Old address and new one, by old address.
    pub redirects: Vec<(String, String)>,
    /// Source file below the content folder, `articles/a.md`, to address.
    by_file: FxHashMap<String, String>,
    /// Address to article.
    article_at: FxHashMap<String, ArticleId>,
    /// Path below `content/` to index in [`Dossier::assets`].
    assets: FxHashMap<String, u32>,
}

impl Site {
    /// Address of an article.
    pub fn article(&self, id: ArticleId) -> &str {
        &self.articles[id.index()]
    }

    /// The article at an address.
    pub fn article_at(&self, path: &str) -> Option<ArticleId> {
        self.article_at.get(path).copied()
    }

    /// Address of an entity.
    pub fn entity(&self, id: EntityId) -> &str {
        &self.entities[id.index()]
    }
}

/// Pages that every dossier has at its root.
const MADE_PAGES: [&str; 6] =
    ["index.html", "timeline.html", "network.html", "statements.html", "sources.html", "404.html"];

/// Plans all pages; reports two pages with one address, also by case or Unicode form.
pub fn plan(dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) -> Site {
    let address = |folder: &str, head: &Head| format!("{folder}/{}.html", slugify(head.id.name()));
    let mut site = Site {
        articles: dossier.articles.iter().map(|article| address("articles", &article.source.head)).collect(),
        entities: dossier
            .gazetteer
            .entities
            .iter()
            .map(|entity| address(&dossier.config.kinds.get(entity.kind).name, &entity.source.head))
            .collect(),
        pages: dossier.pages.iter().map(|page| address(page.source.head.id.folder(), &page.source.head)).collect(),
        outlets: dossier.outlets.iter().map(|outlet| format!("sources/{}.html", outlet.slug)).collect(),
        ..Site::default()
    };
    site.article_at = site.articles.iter().cloned().zip((0..).map(ArticleId)).collect();
    site.assets = dossier.assets.iter().zip(0..).map(|(asset, number)| (asset.path.clone(), number)).collect();
    let heads: Vec<(&Head, String)> = heads(dossier, &site);
    let mut taken: FxHashMap<String, &Head> = FxHashMap::default();
    for (head, path) in &heads {
        if let Some(first) = taken.insert(path.to_lowercase(), head) {
            diagnostics.push(collision(head, first, path));
        }
        let file = dossier.config.content.below(&head.body.source.path);
        site.by_file.insert(file.to_owned(), path.clone());
    }
    let mut redirects = Vec::new();
    for (head, path) in &heads {
        for old in &head.redirects {
            let from = redirect_path(&old.value);
            let made = MADE_PAGES.contains(&from.as_str());
            if made || taken.contains_key(&from.to_lowercase()) {
                let message = format!("the old address `{}` is the address of another page", old.value);
                diagnostics.push(
                    Diagnostic::new(Code::ADDRESS_TAKEN, message, old.span.clone())
                        .help("take this line out of `redirects`"),
                );
            } else {
                taken.insert(from.to_lowercase(), head);
                redirects.push((from, path.clone()));
            }
        }
    }
    redirects.sort();
    site.redirects = redirects;
    site
}

fn heads<'a>(dossier: &'a Dossier, site: &Site) -> Vec<(&'a Head, String)> {
    let articles = dossier.articles.iter().map(|article| &article.source.head).zip(site.articles.iter().cloned());
    let entities =
        dossier.gazetteer.entities.iter().map(|entity| &entity.source.head).zip(site.entities.iter().cloned());
    let pages = dossier.pages.iter().map(|page| &page.source.head).zip(site.pages.iter().cloned());
    articles.chain(entities).chain(pages).collect()
}

fn collision(head: &Head, first: &Head, path: &str) -> Diagnostic {
    Diagnostic::new(Code::ADDRESS_TAKEN, format!("two pages have the address `{path}`"), Span::file(&head.body.source))
        .related(Span::file(&first.body.source), "the other page")
        .help("give one of them another `slug`, or rename its file")
}

/// `old/page/` and `old/page` are served as `old/page/index.html` and `old/page.html`.
fn redirect_path(old: &str) -> String {
    let old = old.trim_start_matches('/');
    if old.is_empty() || old.ends_with('/') {
        format!("{old}index.html")
    } else if old.to_lowercase().ends_with(".html") {
        old.to_owned()
    } else {
        format!("{old}.html")
    }
}
