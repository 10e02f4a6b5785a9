//! Pages with little data of their own: the author's, the search, missing addresses, moved pages, statements.

use super::article::toc;
use super::meta::Head;
use super::share_cards::Shared;
use crate::entities::EntityId;
use crate::render::context::{FreePage, Link, NotFoundPage, PageMeta, RedirectPage, SafeHtml, SearchPage, SyntaxHint};
use crate::render::room::{Depth, Room};
use crate::site::{encode_path, relative};
use crate::theme::direction;

impl Room<'_> {
    /// A page of the author's own.
    pub(super) fn free_page(&self, number: usize) -> FreePage {
        let free = &self.dossier.pages[number];
        let (head, text) = (&free.source.head, &free.text);
        let links = &self.links.pages[number];
        let path = &self.site.pages[number];
        let mut page = self.meta(
            Head { kind: "page", id: &head.id.0, path, title: &text.title, description: &text.summary, nav: "" },
            Depth::Folder,
        );
        page.noindex |= head.noindex;
        let image = self.image(head, links, Depth::Folder);
        self.share_picture(&mut page, image.as_ref(), Shared::Free(number));
        FreePage {
            page,
            title: text.title.clone(),
            lang: text.lang.clone(),
            dir: direction(&text.lang).to_owned(),
            summary: head.summary.clone().unwrap_or_default(),
            image,
            body: self.html(text, links, path),
            toc: toc(&text.document),
            extra: head.extra.clone(),
        }
    }

    /// `search.html`.
    pub(super) fn search_page(&self) -> SearchPage {
        let (months, day, month) = self.labels().date_forms();
        SearchPage {
            page: self.made("search", self.labels().text("search"), ""),
            syntax: self.syntax(),
            months: months.to_vec(),
            day_form: day.to_owned(),
            month_form: month.to_owned(),
        }
    }

    /// What can be typed, with names and years of this dossier.
    fn syntax(&self) -> Vec<SyntaxHint> {
        let most = |person: bool| {
            let all = (0..self.facts.len() as u32).map(EntityId);
            let wanted = all.filter(|id| {
                let kind = self.dossier.gazetteer.get(*id).kind;
                self.dossier.config.kinds.get(kind).person == person && self.facts[id.index()].counts.mentions > 0
            });
            let id = wanted.min_by_key(|id| (std::cmp::Reverse(self.facts[id.index()].counts.mentions), *id))?;
            self.dossier.gazetteer.get(id).id.0.split_once('/').map(|(_, name)| name.to_owned())
        };
        let year = self.dossier.by_date.first().and_then(|id| self.dossier.article(*id).date()).map(|date| date.year);
        let person = most(true).unwrap_or_else(|| "jane-doe".to_owned());
        let other = most(false).unwrap_or_else(|| "topic".to_owned());
        let year = year.unwrap_or(2016);
        let source = self.dossier.outlets.first().map_or("gazette", |outlet| outlet.slug.as_str());
        [
            ("\"two words\"".to_owned(), "hint_phrase"),
            ("-word".to_owned(), "hint_without"),
            ("one OR two".to_owned(), "hint_or"),
            (format!("who:{person}"), "hint_who"),
            (format!("about:{other}"), "hint_about"),
            (format!("source:{source}"), "hint_source"),
            ("kind:people".to_owned(), "hint_kind"),
            (format!("year:{year}"), "hint_year"),
            (format!("before:{year}"), "hint_before"),
            (format!("after:{year}-06"), "hint_after"),
        ]
        .into_iter()
        .map(|(query, meaning)| SyntaxHint { query, meaning: self.labels().text(meaning).to_owned() })
        .collect()
    }

    /// `404.html`: hosts serve it at any depth, so its links begin at the root of the host where `base_url` tells how.
    pub(super) fn not_found_page(&self) -> NotFoundPage {
        let mut page = self.made("404", self.labels().text("not_found_title"), "");
        if let Some(base) = &self.dossier.config.base_url {
            let host_end = base.find("://").map_or(0, |at| at + 3);
            let path = base[host_end..].find('/').map_or("", |at| &base[host_end + at..]);
            page.root = format!("{path}/");
        }
        page.noindex = true;
        page.canonical.clear();
        page.tags = SafeHtml::default();
        let kinds = self.kinds.iter().filter(|kind| kind.count > 0);
        let kinds = kinds.map(|kind| Link { name: kind.plural.clone(), url: encode_path(&kind.path) });
        let fixed = [("articles", "articles/index.html"), ("timeline", "timeline.html"), ("sources", "sources.html")];
        let fixed =
            fixed.map(|(label, path)| Link { name: self.labels().text(label).to_owned(), url: path.to_owned() });
        let example = self.dossier.by_date.first();
        NotFoundPage {
            page,
            example_key: example.map(|id| self.dossier.article(*id).key.clone()).unwrap_or_default(),
            links: fixed.into_iter().chain(kinds).collect(),
        }
    }

    /// The page at an old address.
    pub(super) fn redirect_page(&self, from: &str, to: &str) -> RedirectPage {
        let title = self.title_at(to);
        let config = &self.dossier.config;
        RedirectPage {
            page: PageMeta {
                id: from.trim_end_matches(".html").to_owned(),
                kind: "redirect".to_owned(),
                root: "../".repeat(from.matches('/').count()),
                path: encode_path(from),
                title: title.clone(),
                lang: config.language.clone(),
                dir: direction(&config.language).to_owned(),
                canonical: self.absolute(to).unwrap_or_default(),
                noindex: true,
                ..PageMeta::default()
            },
            title,
            url: relative(from, to),
        }
    }

    fn title_at(&self, path: &str) -> String {
        let articles = self.site.articles.iter().zip(self.dossier.articles.iter().map(|a| &a.text));
        let entities = self.site.entities.iter().zip(&self.dossier.entity_texts);
        let pages = self.site.pages.iter().zip(self.dossier.pages.iter().map(|page| &page.text));
        let mut all = articles.chain(entities).chain(pages);
        all.find(|(own, _)| *own == path).map(|(_, text)| text.title.clone()).unwrap_or_default()
    }
}
