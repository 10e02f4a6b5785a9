//! What is the same on every page: navigation, words for kinds, how the site was made.

use super::Options;
use crate::dossier::Dossier;
use crate::render::context::{self, Build, Contact, Feed, KindInfo, Link, NavItem, SearchAssets};
use crate::render::{cards, facts, room};
use crate::site::{Site, encode_path};
use crate::theme::{Theme, direction};

/// The dossier as a whole, for the templates.
pub(super) fn site(dossier: &Dossier, site: &Site, theme: &Theme, options: &Options) -> context::Site {
    let config = &dossier.config;
    let labels = &theme.labels;
    let kinds: Vec<KindInfo> = room::kinds(dossier, labels).into_iter().filter(|kind| kind.count > 0).collect();
    let stubs = dossier.gazetteer.entities.iter().filter(|entity| entity.stub).count();
    let mut pages: Vec<Link> = dossier
        .pages
        .iter()
        .zip(&site.pages)
        .map(|(page, path)| Link { name: page.text.title.clone(), url: encode_path(path) })
        .collect();
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    context::Site {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        dir: direction(&config.language).to_owned(),
        base_url: config.base_url.clone().unwrap_or_default(),
        author: config.author.clone().unwrap_or_default(),
        contact: config.contact.as_deref().and_then(contact),
        nav: nav(dossier, theme, &kinds),
        kinds,
        pages,
        feeds: vec![
            Feed { title: "Atom".into(), r#type: "application/atom+xml".into(), path: "atom.xml".into() },
            Feed { title: "JSON Feed".into(), r#type: "application/feed+json".into(), path: "feed.json".into() },
        ],
        articles: dossier.articles.len(),
        statements: facts::statement_count(dossier),
        build: Build {
            date: options.date.as_ref().map(|date| labels.date(date)),
            files: dossier.articles.len() + dossier.gazetteer.entities.len() - stubs
                + dossier.pages.len()
                + dossier.sections.len(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            hash: hash(dossier),
        },
        search: config.search.enabled.then(|| SearchAssets { path: "search.html".to_owned() }),
        cards: cards::file_count(dossier.gazetteer.entities.len()),
        extra: config.extra.clone(),
    }
}

/// A fingerprint of the published articles: their ids, titles and words. It changes when one of them does, not when the theme,
/// the settings or another page do.
fn hash(dossier: &Dossier) -> String {
    let mut hasher = blake3::Hasher::new();
    for article in &dossier.articles {
        for part in [article.source.head.id.0.as_str(), &article.text.title, &article.text.document.prose.text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    let hex = hasher.finalize().to_hex();
    [&hex[..4], &hex[4..8], &hex[8..12]].join(" ")
}

fn nav(dossier: &Dossier, theme: &Theme, kinds: &[KindInfo]) -> Vec<NavItem> {
    let labels = &theme.labels;
    let item = |id: &str, path: &str, apart: bool, mark: &str| NavItem {
        id: id.to_owned(),
        label: labels.text(id).to_owned(),
        path: path.to_owned(),
        apart,
        mark: mark.to_owned(),
    };
    let mut nav = vec![item("articles", "articles/index.html", false, "article")];
    nav.extend(kinds.iter().map(|kind| NavItem {
        id: kind.name.clone(),
        label: kind.plural.clone(),
        path: encode_path(&kind.path),
        apart: false,
        mark: kind.mark.clone(),
    }));
    if facts::statement_count(dossier) > 0 {
        nav.push(item("statements", "statements.html", false, "st"));
    }
    nav.extend([
        item("timeline", "timeline.html", true, ""),
        item("network", "network.html", true, ""),
        item("sources", "sources.html", true, ""),
    ]);
    nav
}

/// An e-mail address or a web address; anything else has nowhere to lead.
fn contact(text: &str) -> Option<Contact> {
    let url = if text.starts_with("https://") || text.starts_with("http://") {
        text.to_owned()
    } else if text.contains('@') && !text.contains(|c: char| c.is_whitespace() || c == '?' || c == '&') {
        format!("mailto:{text}")
    } else {
        return None;
    };
    Some(Contact { text: text.trim_start_matches("https://").trim_end_matches('/').to_owned(), url })
}
