//! Every page and file, by all the ways in which links name it.
//!
//! Programs that show notes agree on little: some find a note by its path, some by the end of its path or by its name in any
//! folder, some by the address that it has on their site. All of these are paths; so each page and file has a few, and is found by
//! each ending of them. What is written differently (case, accents, `_` for a space) is found too, but stands behind what is
//! written alike.

use crate::date::PartialDate;
use crate::dossier::{ArticleId, Dossier, Text};
use crate::entities::EntityId;
use crate::source::Head;
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// What a link can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    Article(ArticleId),
    Entity(EntityId),
    /// A free page, by index.
    Page(u32),
    /// The text of an index page, by index.
    Section(u32),
    /// A file of the content, by index.
    Asset(u32),
    /// A file that is copied, by index.
    Static(u32),
    /// A page that is not published, by index.
    HeldBack(u32),
}

/// What was found for a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    One(Place),
    /// As good as each other: nobody can say which one is meant.
    Several(Vec<Place>),
}

/// How a path came to be, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// It is where the file lies.
    File,
    /// It is where some program would show it.
    Address,
}

/// One path of a place.
#[derive(Debug)]
struct Entry {
    place: Place,
    /// From the top of the content, composed, without `.md`.
    path: String,
    /// Folder in which the file lies.
    folder: String,
    way: Way,
    /// `de` of `faq.de.md`.
    lang: Option<String>,
}

/// The page that a link stands on.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// Folder of its file, from the top of the content.
    pub(super) folder: String,
    /// Name of its file, without `.md`.
    pub(super) stem: String,
    lang: Option<String>,
}

impl Here {
    /// The page of a file, given from the top of the content.
    pub(super) fn new(file: &str) -> Self {
        let path = page_path(file);
        let (folder, stem) = split(&path);
        let lang = language_of(stem).map(|(_, lang)| lang.to_owned());
        Self { folder: folder.to_owned(), stem: stem.to_owned(), lang }
    }
}

/// All places, by the endings of their paths and by their names.
#[derive(Debug, Default)]
pub(super) struct Places {
    entries: Vec<Entry>,
    /// Folded ending of a path to entries.
    endings: FxHashMap<String, Vec<u32>>,
    /// Folded title or alias to entries.
    names: FxHashMap<String, Vec<u32>>,
    /// Ids of blocks that outlines give, each to its page.
    blocks: FxHashMap<String, Place>,
}

impl Places {
    /// Everything that links of this dossier can lead to.
    pub(super) fn new(dossier: &Dossier) -> Self {
        let mut places = Self::default();
        let file_of = |head: &Head| dossier.config.content.below(&head.body.source.path).to_owned();
        for (number, article) in dossier.articles.iter().enumerate() {
            let head = &article.source.head;
            places.page(Place::Article(ArticleId(number as u32)), &file_of(head), head, &article.text);
        }
        for (number, (entity, text)) in dossier.gazetteer.entities.iter().zip(&dossier.entity_texts).enumerate() {
            if !entity.stub {
                let head = &entity.source.head;
                places.page(Place::Entity(EntityId(number as u32)), &file_of(head), head, text);
            }
        }
        for (number, page) in (0..).zip(&dossier.pages) {
            let head = &page.source.head;
            places.page(Place::Page(number), &file_of(head), head, &page.text);
        }
        for (number, page) in (0..).zip(&dossier.sections) {
            let head = &page.source.head;
            places.page(Place::Section(number), &file_of(head), head, &page.text);
        }
        for (number, held) in (0..).zip(&dossier.held_back) {
            let place = Place::HeldBack(number);
            let file = places.file(place, dossier.config.content.below(&held.span.source.path), None);
            held.names.iter().for_each(|name| places.name(file, name));
        }
        for (number, asset) in (0..).zip(&dossier.assets) {
            places.path(Place::Asset(number), composed(&asset.path), Way::File, None);
        }
        for (number, file) in (0..).zip(&dossier.statics) {
            places.path(Place::Static(number), composed(&file.path), Way::Address, None);
        }
        places
    }

    /// A page; `file` is its file from the top of the content.
    fn page(&mut self, place: Place, file: &str, head: &Head, text: &Text) {
        let file = self.file(place, file, head.date.as_ref());
        let (folder, _) = split(&self.entries[file as usize].path);
        let folder = folder.to_owned();
        let name = head.id.name();
        let own = split(&self.entries[file as usize].path).1;
        if others_name_folder(own) {
            // a bundle whose slug takes the place of its folder's name
            self.path(place, join(split(&folder).0, &slugify(name)), Way::Address, None);
        }
        for slug in [name.to_owned(), slugify(name)].into_iter().chain(in_two_letters(name).as_deref().map(slugify)) {
            self.path(place, join(&folder, &slug), Way::Address, None);
        }
        self.path(place, format!("{}/{}", head.id.folder(), slugify(head.id.name())), Way::Address, None);
        self.name(file, &text.title);
        for id in text.document.places.iter().filter_map(|(name, _)| name.strip_prefix('^')).filter(|id| id.len() == 36)
        {
            self.blocks.entry(id.to_owned()).or_insert(place);
        }
        for name in head.link_names.iter().map(String::as_str).chain(names_in_outline(&head.body.text())) {
            self.name(file, name);
            if name.contains('/') {
                self.path(place, composed(name.trim_matches('/')), Way::Address, None);
            }
        }
        for old in &head.redirects {
            self.path(place, page_path(old.value.trim_matches('/')), Way::Address, None);
        }
    }

    /// The paths that follow from a file's own. Gives the entry of the file.
    fn file(&mut self, place: Place, file: &str, date: Option<&PartialDate>) -> u32 {
        let path = page_path(file);
        let entry = self.entries.len() as u32;
        let (folder, stem) = split(&path);
        let mut others: Vec<(String, Option<String>)> = Vec::new();
        let mut other_paths: Vec<String> = Vec::new();
        let mut other = |path: String| other_paths.push(path);
        if matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme") && !folder.is_empty() {
            other(folder.to_owned());
        }
        // a slash in the name of a note, as Logseq writes it
        if stem.contains("___") || stem.contains("%2F") || stem.contains("%2f") {
            other(join(folder, &stem.replace("___", "/").replace("%2F", "/").replace("%2f", "/")));
        }
        // a day in the name of a post, as Jekyll reads it
        let shown_in: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && !part.starts_with('_')).collect();
        let shown_in = shown_in.join("/");
        let dated = dated(stem);
        if let Some(([year, month, day], rest)) = dated {
            other(join(&shown_in, rest));
            other(join(&shown_in, &format!("{year}/{month:0>2}/{day:0>2}/{rest}")));
            other(join(&shown_in, &format!("{year}/{month}/{day}/{rest}")));
        }
        // a day in front matter, as permalinks of Hugo and others have it
        if let Some(&PartialDate { year, month: Some(month), day: Some(day), .. }) = date {
            let name = dated.map_or(stem, |(_, rest)| rest);
            let name = if others_name_folder(name) { split(folder).1 } else { name };
            other(format!("{year}/{month:02}/{day:02}/{name}"));
            other(format!("{year}/{month:02}/{name}"));
        }
        // numbers that only order pages, as Docusaurus and Nuxt read them
        let bare: Vec<&str> = path.split('/').map(without_number).collect();
        let bare = bare.join("/");
        if bare != path && dated.is_none() {
            let others = matches!(split(&bare).1, "index" | "README").then(|| split(&bare).0.to_owned());
            other_paths.extend(others);
            other_paths.push(bare);
        }
        others.extend(other_paths.into_iter().map(|path| (path, None)));
        if let Some((base, lang)) = language_of(stem) {
            others.push((join(folder, base), Some(lang.to_owned())));
        }
        self.path(place, path.clone(), Way::File, None);
        for (other, lang) in others {
            self.path_in(place, other, folder.to_owned(), Way::Address, lang);
        }
        entry
    }

    fn path(&mut self, place: Place, path: String, way: Way, lang: Option<String>) {
        let folder = split(&path).0.to_owned();
        self.path_in(place, path, folder, way, lang);
    }

    fn path_in(&mut self, place: Place, path: String, folder: String, way: Way, lang: Option<String>) {
        let key = key(&path);
        let entry = self.entries.len() as u32;
        let mut ending = key.as_str();
        while !ending.is_empty() {
            self.endings.entry(ending.to_owned()).or_default().push(entry);
            ending = ending.split_once('/').map_or("", |(_, rest)| rest);
        }
        self.entries.push(Entry { place, path, folder, way, lang });
    }

    fn name(&mut self, entry: u32, name: &str) {
        let key = key(name);
        if !key.is_empty() {
            let entries = self.names.entry(key).or_default();
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }

    /// What has this whole path.
    pub(super) fn at(&self, path: &str, here: &Here) -> Found {
        let parts = path.split('/').count();
        self.best(self.endings.get(&key(path)), path, here, |entry| entry.path.split('/').count() == parts)
    }

    /// What has a path that ends so: the nearest.
    pub(super) fn ending(&self, path: &str, here: &Here) -> Found {
        self.best(self.endings.get(&key(path)), path, here, |_| true)
    }

    /// All that have a path that ends so.
    pub(super) fn all_ending(&self, path: &str) -> impl Iterator<Item = Place> {
        let entries = self.endings.get(&key(path)).into_iter().flatten();
        entries.map(|entry| self.entries[*entry as usize].place)
    }

    /// What has this title or alias: the nearest.
    pub(super) fn named(&self, name: &str, here: &Here) -> Found {
        self.best(self.names.get(&key(name)), name, here, |_| true)
    }

    /// The page of a block.
    pub(super) fn block(&self, id: &str) -> Option<Place> {
        self.blocks.get(id).copied()
    }

    /// Everything but files; some more than once.
    pub(super) fn pages(&self) -> impl Iterator<Item = Place> {
        let file = |place: &Place| matches!(place, Place::Asset(_) | Place::Static(_) | Place::HeldBack(_));
        self.entries.iter().map(|entry| entry.place).filter(move |place| !file(place))
    }

    fn best(&self, entries: Option<&Vec<u32>>, wanted: &str, here: &Here, fits: impl Fn(&Entry) -> bool) -> Found {
        let Some(entries) = entries else { return Found::Nothing };
        let wanted = composed(wanted);
        let mut best = None;
        let mut places: Vec<Place> = Vec::new();
        for entry in entries.iter().map(|entry| &self.entries[*entry as usize]).filter(|entry| fits(entry)) {
            let rank = entry.rank(&wanted, here);
            if best.is_none_or(|best| rank < best) {
                best = Some(rank);
                places.clear();
            }
            if best == Some(rank) && !places.contains(&entry.place) {
                places.push(entry.place);
            }
        }
        match places[..] {
            [] => Found::Nothing,
            [place] => Found::One(place),
            _ => Found::Several(places),
        }
    }
}

impl Entry {
    /// How well it fits, the best first: by its spelling, by what the path is, by language, by the way from one folder to the other;
    /// and what is published before what is not.
    fn rank(&self, wanted: &str, here: &Here) -> (u8, Way, bool, usize, bool) {
        let parts = wanted.split('/').count();
        let start = self.path.rmatch_indices('/').nth(parts - 1).map_or(0, |(at, _)| at + 1);
        let own = &self.path[start..];
        let spelling = if own == wanted { 0 } else { 1 + u8::from(own.to_lowercase() != wanted.to_lowercase()) };
        let foreign = self.lang.is_some() && self.lang != here.lang;
        let held = matches!(self.place, Place::HeldBack(_));
        (spelling, self.way, foreign, distance(&here.folder, &self.folder), held)
    }
}

/// Steps from one folder to another.
fn distance(from: &str, to: &str) -> usize {
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).count();
    let same = from.split('/').zip(to.split('/')).take_while(|(a, b)| a == b && !a.is_empty()).count();
    parts(from) + parts(to) - 2 * same
}

/// A path or name as it is compared.
fn key(path: &str) -> String {
    if path.contains('_') { fold_name(&path.replace('_', " ")) } else { fold_name(path) }
}

fn composed(path: &str) -> String {
    if path.is_ascii() { path.to_owned() } else { path.nfc().collect() }
}

/// The path of a page's file, composed, without what says that it is a page.
pub(super) fn page_path(file: &str) -> String {
    composed(without_page_ending(file).unwrap_or(file))
}

/// A path without `.md` or `.html`, if it has such an ending.
pub(super) fn without_page_ending(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    ["md", "markdown", "mdx", "html", "htm"].iter().any(|known| known.eq_ignore_ascii_case(ending)).then_some(stem)
}

/// Folder and name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A name with its umlauts in two letters, as other tools make addresses of them; `None` if it has none.
fn in_two_letters(name: &str) -> Option<String> {
    const UMLAUTS: [(char, &str); 6] = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('Ä', "Ae"), ('Ö', "Oe"), ('Ü', "Ue")];
    let name = composed(name);
    name.contains(UMLAUTS.map(|(umlaut, _)| umlaut))
        .then(|| UMLAUTS.iter().fold(name, |name, (umlaut, letters)| name.replace(*umlaut, letters)))
}

/// A name without the number that it begins with: `01-start`, `2.guide`.
fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = rest.trim_start_matches(['-', '_', '.', ' ']);
    let is_number = (1..4).contains(&(name.len() - rest.len())) && bare.len() < rest.len();
    if is_number && bare.starts_with(char::is_alphabetic) { bare } else { name }
}

fn others_name_folder(stem: &str) -> bool {
    stem == "index"
}

/// The day that a name begins with, and the rest: `2016-1-7-a-title`.
fn dated(stem: &str) -> Option<([&str; 3], &str)> {
    let mut parts = stem.splitn(4, '-');
    let day = [parts.next()?, parts.next()?, parts.next()?];
    let rest = parts.next().filter(|rest| !rest.is_empty())?;
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (day[0].len() == 4 && digits(day[0], 4) && digits(day[1], 2) && digits(day[2], 2)).then_some((day, rest))
}

/// A name and the language that it ends in: `faq.de`, `faq.pt-br`.
fn language_of(stem: &str) -> Option<(&str, &str)> {
    let (base, lang) = stem.rsplit_once('.')?;
    let letters = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    let (language, region) = lang.split_once('-').map_or((lang, None), |(language, region)| (language, Some(region)));
    let is_language = letters(language) && region.is_none_or(|region| letters(region) || region.len() == 4);
    (is_language && !base.is_empty()).then_some((base, lang))
}

/// Names that the first lines of an outline give its page: `alias:: A, B`, `title:: C`.
fn names_in_outline(body: &str) -> Vec<&str> {
    let keys =
        body.lines().map(|line| line.trim_start_matches(['-', ' ', '\t'])).take_while(|line| line.contains("::"));
    let values = keys.filter_map(|line| {
        let (key, value) = line.split_once("::")?;
        ["alias", "aliases", "title"].iter().any(|known| key.eq_ignore_ascii_case(known)).then_some(value)
    });
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_between_folders() {
        for (from, to, steps) in
            [("", "", 0), ("a", "a", 0), ("a", "", 1), ("a", "b", 2), ("a/b", "a/c/d", 3), ("a/b", "a/b/c", 1)]
        {
            assert_eq!(distance(from, to), steps, "{from} to {to}");
        }
    }

    #[test]
    fn what_names_of_files_say() {
        assert_eq!(dated("2016-1-07-a-b"), Some((["2016", "1", "07"], "a-b")));
        for stem in ["2016-01-07", "2016-01-x-a", "16-01-07-a", "a"] {
            assert_eq!(dated(stem), None, "{stem}");
        }
        assert_eq!(language_of("faq.pt-br"), Some(("faq", "pt-br")));
        for stem in ["faq", "a.b.tags", ".de", "v1.2"] {
            assert_eq!(language_of(stem), None, "{stem}");
        }
    }
}
