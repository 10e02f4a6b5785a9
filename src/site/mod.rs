//! The plan of the site: which pages there are, where they stand, and where links in texts lead.
//!
//! In: the [`Dossier`]. Out: the [`Site`], with an address for everything and a diagnostic for addresses that meet, and
//! [`links`], the targets of a page's slots. No HTML is made here.

mod data;
mod links;
mod url;

pub use data::{DATA_FILES, DATA_PACKAGE, DataFile, DataForm, DataSubject};
pub use links::{PageLinks, Resolved, SiteLinks, TextOf};
pub use url::{absolute, encode_path, relative, with_words};

use crate::diagnostics::{Code, Diagnostic, Severity, Span};
use crate::dossier::{ArticleId, Dossier};
use crate::entities::EntityId;
use crate::source::{Head, Placed};
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
    /// Files of `static/` that would stand in the place of a page, by index, ascending.
    pub left_out: Vec<u32>,
    /// Where the texts of index pages stand, by index; `None` if there is no such list.
    pub sections: Vec<Option<String>>,
    /// Pages of entities and outlets that have a feed.
    feeds: FxHashMap<String, FeedOf>,
    /// Lists and other pages that every dossier has: path without `.html`, and address.
    lists: FxHashMap<String, String>,
    /// Address to article.
    article_at: FxHashMap<String, ArticleId>,
}

impl Site {
    /// Whether the page at an address has a feed of its own.
    pub fn has_feed(&self, page: &str) -> bool {
        self.feeds.contains_key(page)
    }

    /// Whose pages have a feed, by the address of the page.
    pub fn feeds(&self) -> Vec<(&str, FeedOf)> {
        let mut feeds: Vec<(&str, FeedOf)> = self.feeds.iter().map(|(page, of)| (page.as_str(), *of)).collect();
        feeds.sort_unstable();
        feeds
    }

    /// Address of an article.
    pub fn article(&self, id: ArticleId) -> &str {
        &self.articles[id.index()]
    }

    /// The article at an address.
    pub fn article_at(&self, path: &str) -> Option<ArticleId> {
        self.article_at.get(path).copied()
    }

    /// The address of a list by its folder, or of another made page by its name: `people`, `timeline`.
    pub fn list(&self, path: &str) -> Option<&str> {
        self.lists.get(path).map(String::as_str)
    }

    /// Address of an entity.
    pub fn entity(&self, id: EntityId) -> &str {
        &self.entities[id.index()]
    }
}

/// Whose articles a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedOf {
    /// All.
    Dossier,
    /// Those that concern an entity.
    Entity(EntityId),
    /// Those of an outlet, by index.
    Outlet(u32),
}

impl FeedOf {
    /// The articles, newest first.
    pub fn articles(self, dossier: &Dossier) -> Vec<ArticleId> {
        match self {
            Self::Dossier => dossier.by_date.clone(),
            Self::Entity(id) => dossier.backlinks[id.index()].iter().map(|link| link.article).collect(),
            Self::Outlet(number) => dossier.outlets[number as usize].articles.clone(),
        }
    }
}

/// Entities that have a file and outlets, as far as there is something to tell. Nobody subscribes to a site without an address.
fn feeds(dossier: &Dossier, site: &Site) -> FxHashMap<String, FeedOf> {
    if dossier.config.base_url.is_none() {
        return FxHashMap::default();
    }
    let entities = dossier.gazetteer.entities.iter().zip((0..).map(EntityId));
    let entities = entities.filter(|(entity, _)| !entity.stub && !entity.source.head.noindex);
    let entities = entities.map(|(_, id)| (site.entity(id), FeedOf::Entity(id)));
    let outlets = site.outlets.iter().map(String::as_str).zip((0..).map(FeedOf::Outlet));
    let dated = |of: &FeedOf| of.articles(dossier).iter().any(|id| dossier.article(*id).date().is_some());
    let all = entities.chain(outlets).filter(|(_, of)| dated(of));
    all.map(|(page, of)| (page.to_owned(), of)).collect()
}

/// Pages that every dossier has at its root.
const MADE_PAGES: [&str; 6] =
    ["index.html", "timeline.html", "network.html", "statements.html", "sources.html", "404.html"];

/// Names of files that stand beside a page, in the folder that is named like it: no page of the content can have its address there.
const CARD: &str = "card.png";
const FEED: &str = "atom.xml";

/// Address of the card of a page: `articles/harbour/card.png`.
pub fn card_of(page: &str) -> String {
    beside(page, CARD)
}

/// Address of the feed of an entity or an outlet: `people/jane-doe/atom.xml`.
pub fn feed_of(page: &str) -> String {
    beside(page, FEED)
}

fn beside(page: &str, file: &str) -> String {
    format!("{}/{file}", page.trim_end_matches(".html"))
}

/// Files that every dossier has at its root.
const MADE_FILES: [&str; 4] = ["atom.xml", "feed.json", "sitemap.xml", "robots.txt"];

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
    site.lists = lists(dossier);
    site.feeds = feeds(dossier, &site);
    let list_of = |id: &str| site.lists.get(id.strip_suffix("_index").unwrap_or(id).trim_end_matches('/')).cloned();
    site.sections = dossier.sections.iter().map(|section| list_of(&section.source.head.id.0)).collect();
    let heads: Vec<(&Head, String)> = heads(dossier, &site);
    let mut taken = Taken::new(&site);
    for (head, path) in &heads {
        if let Some(Owner::Page(first)) = taken.0.insert(path.to_lowercase(), Owner::Page(head)) {
            diagnostics.push(collision(head, first, path));
        }
    }
    for (head, path) in &heads {
        for old in &head.redirects {
            let from = redirect_path(&old.value);
            if from.to_lowercase() == path.to_lowercase() {
                continue;
            }
            if let Some(owner) = taken.0.get(&from.to_lowercase()) {
                diagnostics.push(taken_address(old, owner));
            } else {
                taken.0.insert(from.to_lowercase(), Owner::Redirect(&old.span));
                site.redirects.push((from, path.clone()));
            }
        }
    }
    site.redirects.sort();
    for (number, file) in (0..).zip(&dossier.statics) {
        if let Some(owner) = taken.of_file(&file.path.to_lowercase()) {
            diagnostics.push(taken_by_file(&file.path, owner));
            site.left_out.push(number);
        }
    }
    site
}

/// Who has an address.
enum Owner<'a> {
    /// A page that every dossier has, or a list.
    Made,
    Page(&'a Head),
    /// An old address, with its place.
    Redirect(&'a Span),
}

/// Addresses in lower case, and who has them.
struct Taken<'a>(FxHashMap<String, Owner<'a>>);

impl<'a> Taken<'a> {
    fn new(site: &Site) -> Self {
        let made = MADE_PAGES.iter().chain(&MADE_FILES).map(|path| (*path).to_owned());
        let made = made.chain(site.lists.values().cloned()).chain(site.outlets.iter().cloned());
        Self(made.map(|path| (path.to_lowercase(), Owner::Made)).collect())
    }

    /// Who has the address of a file, be it as the file beside a page.
    fn of_file(&self, path: &str) -> Option<&Owner<'a>> {
        let page = [CARD, FEED].iter().find_map(|file| path.strip_suffix(file)?.strip_suffix('/'));
        self.0.get(path).or_else(|| self.0.get(&format!("{}.html", page?)))
    }
}

impl Owner<'_> {
    /// Names the owner in a message that says of an address that it is not free.
    fn named_in(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Self::Made => diagnostic,
            Self::Page(head) => diagnostic.related(Span::file(&head.body.source), "the other page"),
            Self::Redirect(span) => diagnostic.related((*span).clone(), "the same address here"),
        }
    }
}

fn taken_address(old: &Placed<String>, owner: &Owner<'_>) -> Diagnostic {
    let whose = match owner {
        Owner::Made => "of a page that every dossier has",
        Owner::Page(_) => "of another page",
        Owner::Redirect(_) => "that another page had too",
    };
    let message = format!("the old address `{}` is one {whose}; it is left out", old.value);
    let mut diagnostic = Diagnostic::new(Code::ADDRESS_TAKEN, message, old.span.clone());
    diagnostic.severity = Severity::Warning;
    owner.named_in(diagnostic).help("take this line out of `redirects`, or the other one")
}

fn taken_by_file(path: &str, owner: &Owner<'_>) -> Diagnostic {
    let message = format!("`static/{path}` would stand in the place of a page; it is not copied");
    let mut diagnostic = Diagnostic::without_place(Code::ADDRESS_TAKEN, message);
    diagnostic.severity = Severity::Warning;
    owner.named_in(diagnostic).help("rename the file, or take it out of static/")
}

fn lists(dossier: &Dossier) -> FxHashMap<String, String> {
    let mut lists: FxHashMap<String, String> = FxHashMap::default();
    let pages = MADE_PAGES.iter().filter(|path| **path != "404.html");
    lists.extend(pages.map(|path| (path.trim_end_matches(".html").to_owned(), (*path).to_owned())));
    if dossier.config.search.enabled {
        lists.insert("search".to_owned(), "search.html".to_owned());
    }
    lists.insert(String::new(), "index.html".to_owned());
    let kinds = dossier.gazetteer.entities.iter().map(|entity| dossier.config.kinds.get(entity.kind).name.as_str());
    for folder in kinds.chain(["articles"]) {
        if !lists.contains_key(folder) {
            lists.insert(folder.to_owned(), format!("{folder}/index.html"));
        }
    }
    lists
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
