//! The links of one page, each by what it asks for.

use super::places::{Found, Here, Place, Places, without_page_ending};
use super::report::Report;
use super::{PageLinks, Resolved, TextOf};
use crate::config::is_glob;
use crate::diagnostics::Diagnostic;
use crate::dossier::{Dossier, Text};
use crate::entities::Target;
use crate::markdown::{Anchors, Document, SlotTarget};
use crate::site::Site;
use crate::source::Head;
use crate::text::plain::percent_decode;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// What the links of all pages are resolved with.
pub(super) struct Room<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) site: &'a Site,
    pub(super) places: Places,
    /// Anchors of the pages that were linked to with one.
    anchors: FxHashMap<Place, OnceLock<Anchors>>,
}

impl<'a> Room<'a> {
    pub(super) fn new(dossier: &'a Dossier, site: &'a Site) -> Self {
        let places = Places::new(dossier);
        let anchors = places.pages().map(|place| (place, OnceLock::new())).collect();
        Self { dossier, site, places, anchors }
    }

    /// Resolves a page's slots and its picture; what leads nowhere becomes text and a warning.
    pub(super) fn resolve(&self, head: &Head, document: &Document) -> (PageLinks, Vec<Diagnostic>) {
        let mut page = Resolver {
            room: self,
            here: Here::new(self.dossier.config.content.below(&head.body.source.path)),
            report: Report::new(head),
        };
        let slots = document
            .slots
            .iter()
            .map(|slot| page.slot(&slot.target, slot.source.start as usize..slot.source.end as usize))
            .collect();
        let image = head.image.as_ref().and_then(|image| {
            let found = match page.find(&image.path.value, Written::Path) {
                Found::One(Place::Asset(asset)) => Some(asset),
                _ => None,
            };
            if found.is_none() {
                page.report.no_picture(image);
            }
            found
        });
        (PageLinks { slots, image }, page.report.finish())
    }

    /// The address of a page, its title, and where it has one of its anchors.
    fn page(&self, place: Place) -> Option<(&str, &str)> {
        let (dossier, site) = (self.dossier, self.site);
        match place {
            Place::Article(id) => Some((site.article(id), &dossier.article(id).text.title)),
            Place::Entity(id) => Some((site.entity(id), &dossier.entity_texts[id.index()].title)),
            Place::Page(number) => Some((&site.pages[number as usize], &dossier.pages[number as usize].text.title)),
            Place::Section(number) => {
                let text = &dossier.sections[number as usize].text;
                site.sections[number as usize].as_deref().map(|path| (path, text.title.as_str()))
            }
            Place::Asset(_) | Place::Static(_) | Place::HeldBack(_) => None,
        }
    }

    /// The anchors of a page whose text is shown.
    fn anchors(&self, place: Place) -> Option<&Anchors> {
        let text = self.text(place)?;
        let anchors = self.anchors.get(&place)?;
        Some(anchors.get_or_init(|| Anchors::new([&text.document], &text.title)))
    }

    fn text(&self, place: Place) -> Option<&Text> {
        Some(match place {
            Place::Article(id) => &self.dossier.article(id).text,
            Place::Entity(id) => &self.dossier.entity_texts[id.index()],
            Place::Page(number) => &self.dossier.pages[number as usize].text,
            _ => return None,
        })
    }

    fn id_of(&self, place: Place) -> Option<&str> {
        Some(match place {
            Place::Article(id) => &self.dossier.article(id).source.head.id.0,
            Place::Entity(id) => &self.dossier.gazetteer.get(id).id.0,
            Place::Page(number) => &self.dossier.pages[number as usize].source.head.id.0,
            Place::Section(number) => &self.dossier.sections[number as usize].source.head.id.0,
            Place::Asset(number) => &self.dossier.assets[number as usize].path,
            Place::Static(number) => &self.dossier.statics[number as usize].path,
            Place::HeldBack(_) => return None,
        })
    }
}

/// How a target is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// `[[…]]`: a name, or the end of a path.
    Name,
    /// `[…](…)`: a path, first of all from the folder of the page.
    Path,
}

struct Resolver<'a> {
    room: &'a Room<'a>,
    here: Here,
    report: Report<'a>,
}

impl Resolver<'_> {
    fn slot(&mut self, target: &SlotTarget, source: Range<usize>) -> Resolved {
        match target {
            // a block of an outline by its id, which is its own in the whole folder
            SlotTarget::Relative { path: page, .. } | SlotTarget::Embed { page, .. } if page.starts_with("((") => {
                self.block(page, matches!(target, SlotTarget::Relative { .. }), source)
            }
            SlotTarget::Wikilink { page, heading } | SlotTarget::Embed { page, heading, .. } => {
                self.to(page, heading.as_deref(), Written::Name, source)
            }
            SlotTarget::Relative { path, fragment, .. } => match path.strip_prefix("[[") {
                // a name where others write a path, as Logseq has it: `[words]([[page]])`
                Some(page) => {
                    let bare = |part: &str| part.strip_suffix("]]").unwrap_or(part).to_owned();
                    self.to(&bare(page), fragment.as_deref().map(bare).as_deref(), Written::Name, source)
                }
                None => self.to(path, fragment.as_deref(), Written::Path, source),
            },
            SlotTarget::Image { path, .. } if is_remote(path) => Resolved::Remote(path.clone()),
            SlotTarget::Image { path, .. } if path.starts_with("data:") => {
                self.report.picture_in_text(source);
                Resolved::Text
            }
            SlotTarget::Image { path, .. } => {
                let (path, fragment) = path.split_once('#').map_or((path.as_str(), None), |(a, b)| (a, Some(b)));
                self.to(path, fragment, Written::Path, source)
            }
        }
    }

    /// `((id))`: the block with its first words, or its page.
    fn block(&mut self, written: &str, worded: bool, source: Range<usize>) -> Resolved {
        let id = written.trim_matches(['(', ')']);
        let Some(place) = self.room.places.block(id) else {
            self.report.dead(written, source);
            return Resolved::Text;
        };
        let name = format!("^{id}");
        let mut resolved = self.place(written, place, Some(&name), source);
        if let (Resolved::Page { title, .. }, true) = (&mut resolved, worded) {
            let words = self.room.text(place).and_then(|text| first_words(&text.document, &name));
            *title = words.unwrap_or_else(|| std::mem::take(title));
        }
        resolved
    }

    fn to(&mut self, path: &str, fragment: Option<&str>, written: Written, source: Range<usize>) -> Resolved {
        if path.trim().is_empty() {
            return Resolved::Text;
        }
        match self.find(path, written) {
            Found::One(place) => {
                let place = self.with_anchor(path, place, fragment).unwrap_or(place);
                self.place(path, place, fragment, source)
            }
            Found::Several(places) => {
                let ids = places.iter().filter_map(|place| self.room.id_of(*place));
                self.report.ambiguous(path, ids, source);
                Resolved::Text
            }
            Found::Nothing => {
                if let Some(list) = self.list(path).filter(|_| written == Written::Path) {
                    return Resolved::Page {
                        path: list,
                        fragment: String::new(),
                        title: String::new(),
                        entity: None,
                        text: None,
                    };
                }
                match written {
                    Written::Name => self.report.dead_wikilink(path, self.room.dossier, source),
                    Written::Path => self.report.dead(path, source),
                }
                Resolved::Text
            }
        }
    }

    /// Another page that a path of the site can mean, if that one alone has the place on it that is asked for: `/docs/limits/#hours`, of
    /// which the nearest page, in this page's language, is older than the others.
    fn with_anchor(&self, path: &str, found: Place, fragment: Option<&str>) -> Option<Place> {
        let wanted = fragment.filter(|wanted| path.starts_with('/') && !wanted.trim().is_empty())?;
        let has_it = |place| self.room.anchors(place).is_some_and(|anchors| anchors.find(wanted).is_some());
        if self.room.anchors(found).is_none() || has_it(found) {
            return None;
        }
        let places = &self.room.places;
        forms(path).iter().find_map(|form| places.all_ending(form.trim_start_matches('/')).find(|place| has_it(*place)))
    }

    fn place(&mut self, path: &str, place: Place, fragment: Option<&str>, source: Range<usize>) -> Resolved {
        match place {
            Place::Asset(asset) => return Resolved::Asset(asset),
            Place::Static(file) => return Resolved::Static(file),
            Place::HeldBack(held) => {
                self.report.hidden(path, &self.room.dossier.held_back[held as usize], source);
                return Resolved::Hidden;
            }
            _ => {}
        }
        let Some((path, title)) = self.room.page(place) else {
            self.report.dead(path, source);
            return Resolved::Text;
        };
        let anchors = fragment.filter(|fragment| !fragment.trim().is_empty()).zip(self.room.anchors(place));
        let fragment = anchors.map(|(wanted, anchors)| {
            let found = anchors.find(wanted);
            if found.is_none() {
                self.report.no_anchor(title, wanted, anchors, source);
            }
            found.unwrap_or_default().to_owned()
        });
        let entity = if let Place::Entity(id) = place { Some(id) } else { None };
        let text = match place {
            Place::Article(id) => Some(TextOf::Article(id)),
            Place::Entity(id) => Some(TextOf::Entity(id)),
            Place::Page(number) => Some(TextOf::Page(number)),
            Place::Section(number) => Some(TextOf::Section(number)),
            Place::Asset(_) | Place::Static(_) | Place::HeldBack(_) => None,
        };
        Resolved::Page {
            path: path.to_owned(),
            fragment: fragment.unwrap_or_default(),
            title: title.to_owned(),
            entity,
            text,
        }
    }

    /// Where a target leads, by the first way of looking that finds something.
    fn find(&self, target: &str, written: Written) -> Found {
        let forms = forms(target);
        match written {
            Written::Path => self.by_path(&forms),
            Written::Name => self.by_name(target, &forms),
        }
    }

    fn by_name(&self, name: &str, forms: &[String]) -> Found {
        let targets = self.room.dossier.gazetteer.look_up(name);
        let entities: Vec<Place> = targets.iter().filter_map(|target| self.with_file(*target)).collect();
        match entities[..] {
            [] => {}
            [entity] => return Found::One(entity),
            _ => return Found::Several(entities),
        }
        let relative = name.trim_start().starts_with('.');
        let places = &self.room.places;
        let found = if relative { self.by_path(forms) } else { Found::Nothing };
        found
            .or_else(|| first(forms, |form| if form.contains('/') { self.at_top(form) } else { Found::Nothing }))
            .or_else(|| first(forms, |form| places.ending(form.trim_start_matches('/'), &self.here)))
            .or_else(|| first(forms, |form| places.named(form, &self.here)))
            .or_else(|| targets.first().map_or(Found::Nothing, |target| Found::One(place_of(*target))))
    }

    fn by_path(&self, forms: &[String]) -> Found {
        let places = &self.room.places;
        let whole = |base: &str, form: &str| {
            join(base, form).filter(|path| !path.is_empty()).map_or(Found::Nothing, |path| places.at(&path, &self.here))
        };
        let below = if self.here.folder.is_empty() {
            self.here.stem.clone()
        } else {
            format!("{}/{}", self.here.folder, self.here.stem)
        };
        let found = first(forms, |form| {
            if form.starts_with('/') {
                return self.at_top(form);
            }
            let near = whole(&self.here.folder, form);
            let top = || if form.starts_with('.') { Found::Nothing } else { self.at_top(form) };
            // a page that is shown as a folder of its own
            near.or_else(top).or_else(|| whole(&below, form))
        });
        found.or_else(|| {
            first(forms, |form| {
                let rest = form.trim_start_matches(['.', '/']);
                let list = self.room.site.list(rest).is_some();
                let found = if list { Found::Nothing } else { places.ending(rest, &self.here) };
                let name = || if form.contains('/') { Found::Nothing } else { self.named(form) };
                found.or_else(name)
            })
        })
    }

    /// What has this path from the top of the content, or from that of a folder of articles: a folder that was made elsewhere may be one.
    fn at_top(&self, form: &str) -> Found {
        let folders = self.room.dossier.config.content.articles.iter().map(String::as_str);
        let mut tops = std::iter::once("").chain(folders.filter(|folder| *folder != "." && !is_glob(folder)));
        let found = tops.find_map(|top| {
            let path = join("", &format!("{top}/{form}")).filter(|path| !path.is_empty() && path != top)?;
            Some(self.room.places.at(&path, &self.here)).filter(|found| *found != Found::Nothing)
        });
        found.unwrap_or(Found::Nothing)
    }

    /// A page by its title or alias.
    fn named(&self, name: &str) -> Found {
        let targets = self.room.dossier.gazetteer.look_up(name);
        let entities: Vec<Place> = targets.iter().filter_map(|target| self.with_file(*target)).collect();
        match entities[..] {
            [entity] => Found::One(entity),
            _ => self.room.places.named(name, &self.here),
        }
    }

    /// An entity that has a file of its own.
    fn with_file(&self, target: Target) -> Option<Place> {
        match target {
            Target::Entity(id) => (!self.room.dossier.gazetteer.get(id).stub).then_some(Place::Entity(id)),
            _ => None,
        }
    }

    /// A list that the site has without a text of its own, from the folder of the file or from that of the page.
    fn list(&self, target: &str) -> Option<String> {
        let site = self.room.site;
        let mut found = forms(target).into_iter().filter_map(|form| {
            let path = join(if form.starts_with('/') { "" } else { &self.here.folder }, &form);
            path.and_then(|path| site.list(&path)).or_else(|| site.list(form.trim_start_matches(['.', '/'])))
        });
        found.next().map(str::to_owned)
    }
}

impl Found {
    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Nothing { other() } else { self }
    }
}

/// The first words of a block, as the words of a link.
fn first_words(document: &Document, name: &str) -> Option<String> {
    const LONGEST: usize = 80;
    let (_, block) = document.places.iter().find(|(known, _)| known == name)?;
    let block = document.blocks.get(*block as usize)?;
    let words = document.prose.text.get(block.prose.start as usize..block.prose.end as usize)?;
    let words = words.lines().find(|line| !line.trim().is_empty())?.trim();
    let end = words.char_indices().nth(LONGEST).map(|(at, _)| at);
    Some(end.map_or_else(
        || words.to_owned(),
        |end| {
            let end = words[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &words[..end])
        },
    ))
}

fn first(forms: &[String], mut find: impl FnMut(&str) -> Found) -> Found {
    forms.iter().map(|form| find(form)).find(|found| *found != Found::Nothing).unwrap_or(Found::Nothing)
}

fn place_of(target: Target) -> Place {
    match target {
        Target::Entity(id) => Place::Entity(id),
        Target::Article(number) => Place::Article(crate::dossier::ArticleId(number)),
        Target::Page(number) => Place::Page(number),
        Target::HeldBack(number) => Place::HeldBack(number),
    }
}

const PELICAN: [&str; 6] = ["{filename}", "{static}", "{attach}", "|filename|", "|static|", "|attach|"];

/// The paths that a target can mean, the one as it is written first: with its escapes resolved, without what only a server
/// reads, without the ending of a page.
fn forms(target: &str) -> Vec<String> {
    let target = target.trim();
    let target = target.strip_prefix('@').filter(|path| path.starts_with('/')).unwrap_or(target);
    // what is looked for, as Pelican writes it
    let target = PELICAN.iter().find_map(|kind| target.strip_prefix(kind)).unwrap_or(target);
    let target: String = if target.is_ascii() { target.to_owned() } else { target.nfc().collect() };
    let mut forms = Vec::with_capacity(2);
    let mut add = |form: &str| {
        if !form.is_empty() && !forms.iter().any(|known| known == form) {
            forms.push(form.to_owned());
        }
    };
    let decoded = percent_decode(&target);
    for written in [target.as_str(), decoded.as_str()] {
        for path in [written, written.split('?').next().unwrap_or_default()] {
            add(path);
            let path = path.strip_suffix('/').unwrap_or(path);
            add(path);
            if let Some(page) = without_page_ending(path) {
                add(page);
                page.strip_suffix("/index").into_iter().for_each(&mut add);
            }
        }
    }
    forms
}

/// Whether an address leads to another host.
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
