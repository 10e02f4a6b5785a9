//! The head of every page.

use crate::render::context::PageMeta;
use crate::render::room::{Depth, Room};
use crate::site::{absolute, encode_path};
use crate::text::curl::curl;
use crate::theme::direction;

/// What differs from page to page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    /// Type of page: `article`.
    pub(super) kind: &'a str,
    /// Id: `people/jane-doe`; of made pages the name of their file.
    pub(super) id: &'a str,
    /// Address from the root, unescaped.
    pub(super) path: &'a str,
    /// The page's own title.
    pub(super) title: &'a str,
    /// One sentence; may be empty.
    pub(super) description: &'a str,
    /// Entry of the navigation.
    pub(super) nav: &'a str,
}

impl Room<'_> {
    /// The head of a page.
    pub(super) fn meta(&self, head: Head<'_>, depth: Depth) -> PageMeta {
        let config = &self.dossier.config;
        let path = encode_path(head.path);
        let canonical = self.absolute(head.path).unwrap_or_default();
        let description = if head.description.is_empty() { &config.description } else { head.description };
        let og_type = if head.kind == "article" { "article" } else { "website" };
        let og = [
            ("og:type", og_type),
            ("og:site_name", &config.title),
            ("og:title", head.title),
            ("og:description", description),
            ("og:url", &canonical),
        ];
        let mut page = PageMeta {
            id: head.id.to_owned(),
            kind: head.kind.to_owned(),
            root: depth.up().to_owned(),
            path,
            title: curl(head.title).into_owned(),
            description: curl(description).into_owned(),
            lang: config.language.clone(),
            dir: direction(&config.language).to_owned(),
            canonical: canonical.clone(),
            noindex: config.publish.noindex,
            nav: head.nav.to_owned(),
            ..PageMeta::default()
        };
        for (name, content) in og.into_iter().filter(|(_, content)| !content.is_empty()) {
            page.push_tag("property", name, content);
        }
        page
    }

    /// A made page at the root: `timeline.html`.
    pub(super) fn made(&self, id: &str, title: &str, description: &str) -> PageMeta {
        let path = format!("{id}.html");
        self.meta(Head { kind: id, id, path: &path, title, description, nav: id }, Depth::Root)
    }

    /// The absolute address of a page; `None` without `base_url`.
    pub(super) fn absolute(&self, path: &str) -> Option<String> {
        let base = self.dossier.config.base_url.as_ref()?;
        Some(absolute(base, path))
    }
}
