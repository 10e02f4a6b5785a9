//! Where a page's own links lead: wikilinks, relative links, pictures and embeds.

use super::Site;
use crate::diagnostics::{Code, Diagnostic, Span, nearest};
use crate::dossier::{Dossier, Page, Text};
use crate::entities::Target;
use crate::markdown::{Document, SlotTarget};
use crate::source::{Head, HeldBack};
use crate::text::fold::fold_name;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// What becomes of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A link to a page of the site.
    Page {
        /// Address from the root, unescaped.
        path: String,
        /// Id on that page; empty for its top.
        fragment: String,
        /// What to show for an embed, or a wikilink that is written as an id.
        title: String,
    },
    /// A file of the content: index in [`Dossier::assets`].
    Asset(u32),
    /// A picture elsewhere: becomes a link to it.
    Remote(String),
    /// Nothing: the words stand as text.
    Text,
}

/// A page's slots, in the order of [`Document::slots`].
#[derive(Debug, Clone, Default)]
pub struct PageLinks {
    /// One for each slot.
    pub slots: Vec<Resolved>,
    /// The picture that front matter names, as an index in [`Dossier::assets`].
    pub image: Option<u32>,
}

/// The links of all pages with a text.
#[derive(Debug, Clone, Default)]
pub struct SiteLinks {
    /// By [`ArticleId`](crate::dossier::ArticleId).
    pub articles: Vec<PageLinks>,
    /// By [`EntityId`](crate::entities::EntityId).
    pub entities: Vec<PageLinks>,
    /// Free pages, by index.
    pub pages: Vec<PageLinks>,
    /// Texts of index pages, by index.
    pub sections: Vec<PageLinks>,
}

impl SiteLinks {
    /// Resolves the links of all pages; what leads nowhere becomes text and a warning.
    pub fn resolve(dossier: &Dossier, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let entities: Vec<(&Head, &Document)> = dossier
            .gazetteer
            .entities
            .iter()
            .zip(&dossier.entity_texts)
            .map(|(entity, text)| (&entity.source.head, &text.document))
            .collect();
        let articles: Vec<(&Head, &Document)> =
            dossier.articles.iter().map(|article| (&article.source.head, &article.text.document)).collect();
        let mut all = |pages: &[(&Head, &Document)]| -> Vec<PageLinks> {
            let found: Vec<(PageLinks, Vec<Diagnostic>)> = pages
                .par_iter()
                .map(|(head, document)| {
                    let mut own = Vec::new();
                    (resolve(dossier, site, head, document, &mut own), own)
                })
                .collect();
            let keep = |(links, own)| {
                diagnostics.extend::<Vec<Diagnostic>>(own);
                links
            };
            found.into_iter().map(keep).collect()
        };
        Self {
            articles: all(&articles),
            entities: all(&entities),
            pages: all(&heads(&dossier.pages)),
            sections: all(&heads(&dossier.sections)),
        }
    }

    /// Assets that any page uses, by index in [`Dossier::assets`], ascending.
    pub fn used_assets(&self) -> Vec<u32> {
        let pages = [&self.articles, &self.entities, &self.pages, &self.sections];
        let mut used: Vec<u32> = pages
            .into_iter()
            .flatten()
            .flat_map(|links| {
                let in_text = links.slots.iter().filter_map(|slot| match slot {
                    Resolved::Asset(asset) => Some(*asset),
                    _ => None,
                });
                links.image.into_iter().chain(in_text)
            })
            .collect();
        used.sort_unstable();
        used.dedup();
        used
    }
}

fn heads(pages: &[Page]) -> Vec<(&Head, &Document)> {
    pages.iter().map(|page| (&page.source.head, &page.text.document)).collect()
}

/// Resolves a page's slots and its picture; what leads nowhere becomes text and a warning.
pub fn resolve(
    dossier: &Dossier,
    site: &Site,
    head: &Head,
    document: &Document,
    diagnostics: &mut Vec<Diagnostic>,
) -> PageLinks {
    let mut room = Room {
        dossier,
        site,
        head,
        diagnostics,
        headings: FxHashMap::default(),
        guesses: GUESSES,
        reported: 0,
        held: OnceCell::new(),
    };
    let slots = document
        .slots
        .iter()
        .map(|slot| room.slot(&slot.target, slot.source.start as usize..slot.source.end as usize))
        .collect();
    let image = head.image.as_ref().and_then(|image| {
        let found = room.asset(&image.path.value);
        if found.is_none() {
            let message = format!("there is no picture `{}`", image.path.value);
            let help = "put the picture beside the file, or write its path from content/ with a leading `/`";
            room.diagnostics.push(Diagnostic::new(Code::DEAD_LINK, message, image.path.span.clone()).help(help));
        }
        found
    });
    if let Some(more) = room.reported.checked_sub(MOST_REPORTED).filter(|more| *more > 0) {
        let message = format!("{more} more links of this page lead nowhere");
        let help = format!("the first {MOST_REPORTED} are listed; correct them, and check again");
        room.diagnostics.push(Diagnostic::new(Code::DEAD_LINK, message, Span::file(&head.body.source)).help(help));
    }
    PageLinks { slots, image }
}

/// How many links of a page are reported one by one: nobody reads more, and a million messages are half a gigabyte.
const MOST_REPORTED: usize = 10_000;

/// On how many dead links of a page a name that was meant is looked for: each look goes through all names.
const GUESSES: u32 = 100;

struct Room<'a> {
    dossier: &'a Dossier,
    site: &'a Site,
    head: &'a Head,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Headings of the pages that were linked to, folded, as ids.
    headings: FxHashMap<Target, FxHashMap<String, &'a str>>,
    /// How many more names may be looked for.
    guesses: u32,
    /// How many links were to be reported.
    reported: usize,
    /// Pages that are held back, by their path; made when the first link leads to no page.
    held: OnceCell<FxHashMap<&'a str, &'a HeldBack>>,
}

impl Room<'_> {
    fn slot(&mut self, target: &SlotTarget, source: std::ops::Range<usize>) -> Resolved {
        match target {
            SlotTarget::Wikilink { page, heading } => self.wikilink(page, heading.as_deref(), source),
            SlotTarget::Relative { path, fragment, .. } => self.relative(path, fragment.as_deref(), source),
            SlotTarget::Image { path, .. } if is_remote(path) => Resolved::Remote(path.clone()),
            SlotTarget::Image { path, .. } => self.asset(path).map_or_else(|| self.dead(path, source), Resolved::Asset),
            SlotTarget::Embed { page, heading, .. } => match self.asset(page) {
                Some(asset) => Resolved::Asset(asset),
                None => self.wikilink(page, heading.as_deref(), source),
            },
        }
    }

    fn wikilink(&mut self, page: &str, heading: Option<&str>, source: std::ops::Range<usize>) -> Resolved {
        if page.trim().is_empty() {
            return Resolved::Text;
        }
        let targets = self.dossier.gazetteer.look_up(page);
        let public: Vec<Target> = targets.iter().filter(|t| !matches!(t, Target::HeldBack(_))).copied().collect();
        let span = self.head.body.span(source.clone());
        match (public[..].first(), targets.first()) {
            (Some(&first), _) => {
                // an entity before an article or page of the same title; of several entities none
                if matches!(public.get(1), Some(Target::Entity(_))) && matches!(first, Target::Entity(_)) {
                    let names: Vec<String> =
                        public.iter().filter_map(|t| self.id_of(*t)).map(|id| format!("`[[{id}]]`")).collect();
                    let message = format!("`{page}` is the name of several pages");
                    self.report(
                        Diagnostic::new(Code::AMBIGUOUS_NAME, message, span)
                            .help(format!("write one of {}", names.join(", "))),
                    );
                    return Resolved::Text;
                }
                self.page(first, heading, source)
            }
            (None, Some(Target::HeldBack(held))) => {
                let held = &self.dossier.held_back[*held as usize];
                self.report(
                    Diagnostic::new(
                        Code::HIDDEN_LINK,
                        format!("`{page}` is not published; the link becomes text"),
                        span,
                    )
                    .related(held.span.clone(), "the page that is held back")
                    .help("publish that page, or take the link out"),
                );
                Resolved::Text
            }
            _ => {
                let known = if self.may_guess() { self.dossier.gazetteer.suggestion(page) } else { None };
                let help = known.map_or_else(
                    || "add a page with this title or alias, or write `[[~…]]` for plain text".to_owned(),
                    |known| format!("did you mean `[[{known}]]`?"),
                );
                let message = format!("`[[{page}]]` leads nowhere");
                self.report(Diagnostic::new(Code::DEAD_WIKILINK, message, span).help(help));
                Resolved::Text
            }
        }
    }

    fn page(&mut self, target: Target, heading: Option<&str>, source: std::ops::Range<usize>) -> Resolved {
        let (path, text): (&str, &Text) = match target {
            Target::Entity(id) => (self.site.entity(id), &self.dossier.entity_texts[id.index()]),
            Target::Article(number) => {
                (&self.site.articles[number as usize], &self.dossier.articles[number as usize].text)
            }
            Target::Page(number) => (&self.site.pages[number as usize], &self.dossier.pages[number as usize].text),
            Target::HeldBack(_) => return Resolved::Text,
        };
        let fragment = heading.map(|wanted| {
            let known = self.headings.entry(target).or_insert_with(|| headings(&text.document));
            known.get(&fold_name(wanted)).or_else(|| known.get(&format!("#h-{wanted}"))).map(|id| (*id).to_owned())
        });
        if let (Some(None), Some(wanted)) = (&fragment, heading) {
            let message = format!("`{}` has no heading `{wanted}`", text.title);
            let headings = text.document.headings.iter().map(|heading| heading.text.as_str());
            let known = if self.may_guess() { nearest(wanted, headings) } else { None };
            let help = known.map_or_else(
                || "the link leads to the top of the page".to_owned(),
                |known| format!("did you mean `{known}`?"),
            );
            self.report(Diagnostic::new(Code::DEAD_WIKILINK, message, self.head.body.span(source)).help(help));
        }
        Resolved::Page {
            path: path.to_owned(),
            fragment: fragment.flatten().unwrap_or_default(),
            title: text.title.clone(),
        }
    }

    fn relative(&mut self, path: &str, fragment: Option<&str>, source: std::ops::Range<usize>) -> Resolved {
        let Some(file) = join(self.folder(), path) else { return self.dead(path, source) };
        if let Some(page) = self.site.by_file.get(&file) {
            let fragment = fragment.map(Self::fragment).unwrap_or_default();
            return Resolved::Page { path: page.clone(), fragment, title: String::new() };
        }
        if let Some(&asset) = self.site.assets.get(&file) {
            return Resolved::Asset(asset);
        }
        let (all, content) = (&self.dossier.held_back, &self.dossier.config.content);
        let held =
            self.held.get_or_init(|| all.iter().map(|held| (content.below(&held.span.source.path), held)).collect());
        if let Some(held) = held.get(file.as_str()).copied() {
            let span = self.head.body.span(source);
            self.report(
                Diagnostic::new(Code::HIDDEN_LINK, format!("`{path}` is not published; the link becomes text"), span)
                    .related(held.span.clone(), "the page that is held back")
                    .help("publish that page, or take the link out"),
            );
            return Resolved::Text;
        }
        self.dead(path, source)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.reported += 1;
        if self.reported <= MOST_REPORTED {
            self.diagnostics.push(diagnostic);
        }
    }

    fn may_guess(&mut self) -> bool {
        let may = self.guesses > 0;
        self.guesses = self.guesses.saturating_sub(1);
        may
    }

    /// Ids of headings carry a prefix in the HTML; blocks and footnotes are named as they stand.
    fn fragment(fragment: &str) -> String {
        if fragment.starts_with("p-") || fragment.starts_with("h-") {
            fragment.to_owned()
        } else {
            format!("h-{fragment}")
        }
    }

    fn dead(&mut self, path: &str, source: std::ops::Range<usize>) -> Resolved {
        let message = format!("`{path}` leads to no page and no file");
        let help = "paths are relative to this file, or to content/ with a leading `/`";
        self.report(Diagnostic::new(Code::DEAD_LINK, message, self.head.body.span(source)).help(help));
        Resolved::Text
    }

    /// A file of the content by a path relative to this page's file, or from `content/` with a leading slash; a bare name
    /// that only one file has is found anywhere (as Obsidian does).
    fn asset(&self, path: &str) -> Option<u32> {
        let file = join(self.folder(), path)?;
        if let Some(&asset) = self.site.assets.get(&file).or_else(|| self.site.assets.get(path.trim_start_matches('/')))
        {
            return Some(asset);
        }
        if path.contains('/') {
            return None;
        }
        let mut same =
            self.dossier.assets.iter().zip(0..).filter(|(asset, _)| asset.path.rsplit('/').next() == Some(path));
        same.next().filter(|_| same.next().is_none()).map(|(_, number)| number)
    }

    /// Folder of the page's file below `content/`.
    fn folder(&self) -> &str {
        let file = self.dossier.config.content.below(&self.head.body.source.path);
        file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn id_of(&self, target: Target) -> Option<String> {
        match target {
            Target::Entity(id) => Some(self.dossier.gazetteer.get(id).id.0.clone()),
            Target::Article(number) => Some(self.dossier.articles[number as usize].source.head.id.0.clone()),
            Target::Page(number) => Some(self.dossier.pages[number as usize].source.head.id.0.clone()),
            Target::HeldBack(_) => None,
        }
    }
}

/// Ids of headings by their folded text, the first of each, and by `#` and the id itself.
fn headings(document: &Document) -> FxHashMap<String, &str> {
    let mut known = FxHashMap::default();
    for heading in &document.headings {
        known.entry(fold_name(&heading.text)).or_insert(heading.id.as_str());
        known.insert(format!("#{}", heading.id), heading.id.as_str());
    }
    known
}

/// Whether an address leads to another host: it begins with a scheme or two slashes.
fn is_remote(path: &str) -> bool {
    path.starts_with("http://") || path.starts_with("https://")
}

/// A relative path on a folder, `.` and `..` taken out; `None` if it leaves the content.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').filter(|p| !p.is_empty()).collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::tests::dossier_of;

    #[test]
    fn of_very_many_dead_links_the_first_are_listed_and_the_others_counted() {
        let text = "[a](x.md) ".repeat(MOST_REPORTED + 5);
        let dossier = dossier_of("", &[("articles/a.md", &text)]);
        let site = crate::site::plan(&dossier, &mut Vec::new());
        let article = &dossier.articles[0];
        let mut found = Vec::new();
        resolve(&dossier, &site, &article.source.head, &article.text.document, &mut found);
        assert_eq!(found.len(), MOST_REPORTED + 1);
        assert_eq!(found[MOST_REPORTED].message, "5 more links of this page lead nowhere");
    }
}
