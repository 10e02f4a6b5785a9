//! What a file below the content folder is, and its id: both follow from its path and the settings, until its front matter
//! says otherwise.

use super::PageId;
use super::language::{self, Languages};
use crate::config::{Config, is_glob};
use crate::diagnostics::Code;
use crate::kind::{KindId, Kinds};
use crate::text::slug::slugify;
use crate::values::{Node, Table, Value, clip};
use globset::GlobMatcher;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// What a Markdown file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An article.
    Article,
    /// An article made of the `_index.md` or `README.md` of a folder: nothing if it says nothing.
    Branch,
    /// An entity.
    Entity(KindId),
    /// A free page.
    Page,
    /// The text of the home page, or of the list of a folder that holds articles, pages or a kind.
    Section,
    /// Nothing: no setting claims its folder, and it does not say itself what it is.
    Unclaimed,
}

/// Where a file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) place: Place,
    /// The folder of its kind and the name of the file.
    pub(super) id: PageId,
    /// The name as words.
    pub(super) words: String,
    /// Names of the folders that may go into its address where its own name is not enough, the nearest last.
    pub(super) parents: Vec<String>,
    /// Whether it lies among Jekyll's drafts.
    pub(super) draft: bool,
    /// The language that its name or its folder says.
    pub(super) lang: Option<String>,
}

/// The settings about folders, ready to be asked about paths below the content folder.
pub(super) struct Places<'c> {
    config: &'c Config,
    claims: Vec<Claim>,
    /// Folders whose name begins with `_` and that are walked all the same, for a setting names them.
    walked: FxHashSet<String>,
    ignore: Gitignore,
    /// The file that speaks for a folder, by folder.
    speakers: FxHashMap<String, Speaker>,
    languages: Languages,
}

/// Files that may stand for their folder; the later ones before the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker {
    Readme,
    Index,
    Section,
}

/// A folder that makes something of the files in it.
struct Claim {
    folder: Folder,
    place: Place,
    /// Whether the text of the list may stand in it.
    main: bool,
}

enum Folder {
    /// Exactly this one; empty for the content folder itself.
    Path(String),
    Glob(GlobMatcher),
}

impl Folder {
    fn new(folder: &str) -> Option<Self> {
        let folder = if folder == "." { "" } else { folder };
        if is_glob(folder) {
            globset::GlobBuilder::new(folder)
                .literal_separator(true)
                .build()
                .ok()
                .map(|glob| Self::Glob(glob.compile_matcher()))
        } else {
            Some(Self::Path(composed(folder)))
        }
    }

    fn is(&self, path: &str) -> bool {
        match self {
            Self::Path(folder) => folder == path,
            Self::Glob(glob) => glob.is_match(path),
        }
    }
}

/// Jekyll's folders of posts and of drafts.
const JEKYLL: [&str; 2] = ["_posts", "_drafts"];

impl<'c> Places<'c> {
    pub(super) fn new(config: &'c Config) -> Self {
        let content = &config.content;
        let mut claims = Vec::new();
        let mut claim = |folders: &[String], place| {
            for (n, folder) in folders.iter().enumerate() {
                claims.extend(Folder::new(folder).map(|folder| Claim { folder, place, main: n == 0 }));
            }
        };
        for (id, kind) in config.kinds.iter() {
            claim(std::slice::from_ref(&kind.name), Place::Entity(id));
            claim(&kind.folders, Place::Entity(id));
        }
        claim(&content.pages, Place::Page);
        claim(&content.articles, Place::Article);
        let folders =
            config.kinds.0.iter().flat_map(|kind| &kind.folders).chain(&content.pages).chain(&content.articles);
        let mut walked = FxHashSet::default();
        for folder in folders.filter(|folder| !is_glob(folder)) {
            walked.extend(ancestors(folder).map(composed));
        }
        let mut lines = GitignoreBuilder::new("");
        // More is held back rather than less: a folder that is called `Private` on one system and `private` on another is one.
        let _ = lines.case_insensitive(true);
        for line in &content.ignore {
            let _ = lines.add_line(None, line); // the settings have been checked
        }
        let ignore = lines.build().unwrap_or_else(|_| Gitignore::empty());
        Self { config, claims, walked, ignore, speakers: FxHashMap::default(), languages: Languages::default() }
    }

    /// Learns from the list of all files which of them speaks for its folder.
    pub(super) fn learn<'p>(&mut self, paths: impl Iterator<Item = &'p str> + Clone) {
        self.languages = Languages::of(paths.clone());
        for path in paths {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if let Some(speaker) = speaker(stem(name)) {
                let first = self.speakers.entry(folder.to_owned()).or_insert(speaker);
                *first = speaker.max(*first);
            }
        }
    }

    /// What was learnt from the list of all files, as text.
    pub(super) fn learnt(&self) -> String {
        let mut speakers: Vec<(&String, &Speaker)> = self.speakers.iter().collect();
        speakers.sort();
        format!("{speakers:?}{}", self.languages.learnt())
    }

    /// Whether `ignore` in the settings names a file or a folder it lies in.
    pub(super) fn is_ignored(&self, path: &str) -> bool {
        !self.ignore.is_empty() && self.ignore.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Whether a file or a folder it lies in has a name that begins with `_`, and no setting names that folder.
    pub(super) fn is_underscored(&self, path: &str) -> bool {
        let mut end = 0;
        path.split('/').any(|part| {
            end += part.len();
            let so_far = &path[..end];
            end += 1;
            let is_known = JEKYLL.contains(&part) || part.starts_with("_index.") || self.walked.contains(so_far);
            part.starts_with('_') && !is_known
        })
    }

    /// What a folder's files are, and whether the folder is the one that a setting or a kind names first.
    fn claim(&self, folder: &str) -> Option<(Place, bool, usize)> {
        ancestors(folder).find_map(|ancestor| {
            let name = ancestor.rsplit('/').next().unwrap_or_default();
            if JEKYLL.contains(&name) {
                return Some((Place::Article, false, ancestor.len()));
            }
            let claim = self.claims.iter().find(|claim| claim.folder.is(ancestor))?;
            Some((claim.place, claim.main, ancestor.len()))
        })
    }

    /// Whether some setting makes something of the files of a folder.
    pub(super) fn claims(&self, folder: &str) -> bool {
        self.claim(&composed(folder)).is_some()
    }

    /// Where the file at `path` (below the content folder) stands; `said` is what its front matter says it is.
    pub(super) fn position(&self, path: &str, said: Option<Place>) -> Position {
        let (lang, bare) = self.languages.of_page(path);
        let lang = lang.map(|tag| tag.replace('_', "-"));
        let name_at = path.rfind('/').map_or(0, |at| at + 1);
        let without_language = path.get(name_at..bare).filter(|_| bare < stem(path).len()).map(words);
        let path = composed(path);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let (own_stem, language) = split_language(stem(name));
        let claim = self.claim(folder);
        let (claimed, main) = match claim {
            Some((place, main, at)) => (place, main && at == folder.len()),
            None => (Place::Unclaimed, folder.is_empty()),
        };
        let speaker = speaker(own_stem)
            .filter(|speaker| self.speakers.get(folder).is_none_or(|first| first == speaker))
            // What lies beside the folders of a dossier is for its authors, unless it is made for the home page.
            .filter(|speaker| *speaker != Speaker::Readme || claim.is_some());
        if main && speaker.is_some() && language.is_empty() {
            let id = if folder.is_empty() { "_index".to_owned() } else { format!("{}/_index", self.top(claimed)) };
            return Position {
                place: Place::Section,
                id: PageId(id),
                words: words("index"),
                parents: vec![],
                draft: false,
                lang,
            };
        }
        let place = match (claimed, speaker) {
            (Place::Entity(_), Some(Speaker::Section | Speaker::Readme)) => Place::Unclaimed,
            (Place::Article | Place::Unclaimed, _) if said.is_some() => said.unwrap_or(claimed),
            (Place::Article, Some(Speaker::Section | Speaker::Readme)) => Place::Branch,
            _ => claimed,
        };
        let mut parents: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let own_name = match speaker.and_then(|_| parents.pop()) {
            Some(folder) if language.is_empty() => folder,
            Some(folder) => format!("{folder}.{language}"),
            None => stem(name).to_owned(),
        };
        let at = claim.filter(|(_, main, _)| *main).map_or("", |(_, _, at)| &folder[..at]);
        parents.drain(..at.split('/').filter(|part| !part.is_empty()).count().min(parents.len()));
        let draft = folder.split('/').any(|part| part == "_drafts");
        let top = match place {
            Place::Unclaimed => folder.split('/').next().unwrap_or_default(),
            place => self.top(place),
        };
        let words = without_language.filter(|_| speaker.is_none()).unwrap_or_else(|| words(&own_name));
        let id = if top.is_empty() { own_name } else { format!("{top}/{own_name}") };
        Position { place, id: PageId(id), words, parents, draft, lang }
    }

    /// The first part of the ids of a kind of page.
    fn top(&self, place: Place) -> &str {
        match place {
            Place::Entity(kind) => &self.config.kinds.get(kind).name,
            Place::Page => "pages",
            Place::Article | Place::Branch | Place::Section | Place::Unclaimed => "articles",
        }
    }
}

/// A folder, the folders it lies in, and the content folder itself.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(folder);
    std::iter::from_fn(move || {
        let this = next?;
        next = if this.is_empty() { None } else { Some(this.rsplit_once('/').map_or("", |(parent, _)| parent)) };
        Some(this)
    })
}

/// What front matter says a file is: its `kind` or `type`, else a tag that a kind lists.
pub(super) fn said(values: &Node, kinds: &Kinds) -> Option<Place> {
    let plain = |text: &str| text.trim().trim_start_matches("[[").trim_end_matches("]]").trim().to_owned();
    let kind =
        ["kind", "type"].into_iter().flat_map(|key| texts(values, key)).find_map(|word| kinds.by_word(&plain(word)));
    let tag = || {
        let mut tags =
            ["tags", "tag"].into_iter().flat_map(|key| texts(values, key)).flat_map(|tags| tags.split([',', ' ']));
        tags.find_map(|tag| {
            let tag = tag.trim().trim_start_matches('#').to_lowercase();
            let is = |listed: &String| {
                let rest = tag.strip_prefix(listed.to_lowercase().as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            kinds.iter().find(|(_, kind)| kind.tags.iter().any(is)).map(|(id, _)| id)
        })
    };
    kind.or_else(tag).map(Place::Entity)
}

/// The texts of a key, whatever is wrong beside them.
pub(super) fn texts<'v>(values: &'v Node, key: &str) -> impl Iterator<Item = &'v str> {
    let entries = if let Value::Table(entries) = &values.value { entries.as_slice() } else { &[] };
    let node = entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node);
    let items = node.map_or(&[][..], |node| match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    });
    items.iter().filter_map(|item| match &item.value {
        Value::Scalar(_, text) => Some(text.trim()),
        _ => None,
    })
}

/// A file's name without its ending.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a file is the `_index.md` or `index.md` of its folder, in any language.
pub(super) fn speaks_for_folder(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(speaker(split_language(stem(name)).0), Some(Speaker::Section | Speaker::Index))
}

fn speaker(stem: &str) -> Option<Speaker> {
    match stem {
        "_index" => Some(Speaker::Section),
        "index" => Some(Speaker::Index),
        _ if stem.eq_ignore_ascii_case("readme") => Some(Speaker::Readme),
        _ => None,
    }
}

/// `index.de` is the German `index`; other names are what they are.
fn split_language(stem: &str) -> (&str, &str) {
    language::split(stem).filter(|(own, _)| speaker(own).is_some()).unwrap_or((stem, ""))
}

/// The composed form: what macOS and other systems call a file is one name.
fn composed(path: &str) -> String {
    if path.is_ascii() { path.to_owned() } else { path.nfc().collect() }
}

/// How long the day at the start of a file name is, if there is one: `2016-01-07`, or Jekyll's `2016-1-7`.
pub(super) fn day_length(stem: &str) -> Option<usize> {
    let mut parts = stem.splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let day = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    (digits(year, 4, 4) && digits(month, 1, 2) && digits(day, 1, 2)).then(|| year.len() + month.len() + day.len() + 2)
}

/// A file's stem as words: without the day that it may start with, the first letter upper case.
fn words(stem: &str) -> String {
    let rest = day_length(stem).map_or(stem, |length| &stem[length..]);
    let words: Vec<&str> = rest.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let words = if words.is_empty() { stem.to_owned() } else { words.join(" ") };
    let mut characters = words.chars().filter(|c| !c.is_control());
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

/// The id with the `slug` of the front matter, if there is one, and whether there is; `None`, with a message, if the page has no
/// possible address.
pub(super) fn id_with_slug(table: &mut Table<'_>, id: PageId) -> Option<(PageId, bool)> {
    let reader = table.reader;
    if let Some((slug, place)) = table.placed_text("slug") {
        let (proper, place) = (slugify(&slug), place.start..place.end);
        // A capital, a full stop or a `_` more or less is the same slug; a path is not, and may be an attempt.
        let leads_out = slug.split(['/', '\\']).any(|part| part == "..") || slug.contains(char::is_control);
        if leads_out || proper.is_empty() {
            let help = match proper.as_str() {
                "" => "write letters, digits and hyphens".to_owned(),
                proper => format!("write `slug: {proper}`"),
            };
            let message = format!("`slug` cannot be part of an address: `{}`", clip(&slug));
            if leads_out {
                reader.report(Code::BAD_SLUG, &place, message, help);
                return None;
            }
            reader.warn(Code::BAD_SLUG, &place, message + "; the file's name is used", help);
        } else {
            if slug.trim_matches('/').contains('/') {
                let message = format!("`slug` is not a path: `{}` is read as `{proper}`", clip(&slug));
                reader.warn(Code::BAD_SLUG, &place, message, format!("write `slug: {proper}`"));
            }
            return Some((PageId(format!("{}/{proper}", id.folder())), true));
        }
    }
    let name = id.name();
    if name.contains(char::is_control) {
        let message = format!("the file name `{}` gives no address", clip(name));
        reader.report(Code::BAD_SLUG, &(0..0), message, "rename the file, or add `slug: …` with letters or digits");
        return None;
    }
    if slugify(name).is_empty() {
        let made = PageId(format!("{}/page-{}", id.folder(), mark(name)));
        let message = format!("the file name `{}` gives no address; it is published as `{made}`", clip(name));
        reader.warn(Code::BAD_SLUG, &(0..0), message, "rename the file, or add `slug: …` with letters or digits");
        return Some((made, false));
    }
    Some((id, false))
}

/// A few letters that follow from a name alone, for an address that must differ from another.
pub(super) fn mark(name: &str) -> String {
    blake3::hash(name.as_bytes()).to_hex()[..4].to_owned()
}

/// Whether two paths name one file on some system: only case and the form of letters differ.
pub(super) fn is_one_file(a: &str, b: &str) -> bool {
    let key =
        |path: &str| Path::new(path).with_extension("").to_string_lossy().nfkc().collect::<String>().to_lowercase();
    key(a) == key(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_a_file_is() {
        let config = Config::default();
        let places = Places::new(&config);
        for (path, expected, id, stem) in [
            ("articles/a.md", Place::Article, "articles/a", "A"),
            ("articles/2016/01/2016-01-07-the_test.md", Place::Article, "articles/2016-01-07-the_test", "The test"),
            ("articles/2016-01-07.md", Place::Article, "articles/2016-01-07", "2016-01-07"),
            ("articles/_posts/2016-1-7-the-test.md", Place::Article, "articles/2016-1-7-the-test", "The test"),
            ("articles/bundle/index.md", Place::Article, "articles/bundle", "Bundle"),
            ("articles/bundle/index.pt-br.md", Place::Article, "articles/bundle.pt-br", "Bundle.pt br"),
            ("articles/page.de.md", Place::Article, "articles/page.de", "Page.de"),
            ("articles/the harbour/ReadMe.md", Place::Branch, "articles/the harbour", "The harbour"),
            ("articles/2016/_index.md", Place::Branch, "articles/2016", "2016"),
            ("articles/index.md", Place::Section, "articles/_index", "Index"),
            ("people/Jane Doe.markdown", Place::Entity(KindId(0)), "people/Jane Doe", "Jane Doe"),
            ("people/e\u{301}a.md", Place::Entity(KindId(0)), "people/éa", "Éa"),
            ("people/north/_index.md", Place::Unclaimed, "people/north", "North"),
            ("pages/about.md", Place::Page, "pages/about", "About"),
            ("_index.md", Place::Section, "_index", "Index"),
            ("index.md", Place::Section, "_index", "Index"),
            ("README.md", Place::Unclaimed, "README", "README"),
            ("events/_index.md", Place::Section, "events/_index", "Index"),
            ("peple/x.md", Place::Unclaimed, "peple/x", "X"),
            ("x.md", Place::Unclaimed, "x", "X"),
        ] {
            let position = places.position(path, None);
            assert_eq!(
                (position.place, position.id.0.as_str(), position.words.as_str()),
                (expected, id, stem),
                "{path}"
            );
        }
    }

    #[test]
    fn settings_claim_folders() {
        let text = "[content]\narticles = [\".\"]\npages = [\"about\"]\nignore = [\"templates/**\", \"*.draft.md\", \"!keep.draft.md\"]\n\
                    [[kinds]]\nname = \"people\"\nfolders = [\"World/NPCs\", \"**/Portraits\"]\n";
        let config = crate::config::load(text, "dossier.toml").value;
        let places = Places::new(&config);
        for (path, expected, id) in [
            ("a/b/c.md", Place::Article, "articles/c"),
            ("about/us.md", Place::Page, "pages/us"),
            ("World/NPCs/deep/Jo.md", Place::Entity(KindId(0)), "people/Jo"),
            ("World/NPC/Jo.md", Place::Article, "articles/Jo"),
            ("x/Portraits/Jo.md", Place::Entity(KindId(0)), "people/Jo"),
            ("README.md", Place::Section, "_index"),
            ("World/NPCs/_index.md", Place::Section, "people/_index"),
            ("x/Portraits/_index.md", Place::Unclaimed, "x/Portraits"),
        ] {
            let position = places.position(path, None);
            assert_eq!((position.place, position.id.0.as_str()), (expected, id), "{path}");
        }
        for (path, ignored) in
            [("Templates/a.md", true), ("x/templates/a.md", false), ("x/a.draft.md", true), ("keep.draft.md", false)]
        {
            assert_eq!(places.is_ignored(path), ignored, "{path}");
        }
    }

    #[test]
    fn of_several_files_that_speak_for_a_folder_one_does() {
        let config = crate::config::load("[content]\narticles = [\".\"]\n", "dossier.toml").value;
        let mut places = Places::new(&config);
        places.learn(["README.md", "index.md", "a/README.md", "a/index.md", "b/README.md"].into_iter());
        let id = |path: &str| places.position(path, None).id.0;
        assert_eq!(
            ["README.md", "index.md", "a/README.md", "a/index.md", "b/README.md"].map(id),
            ["articles/README", "_index", "articles/README", "articles/a", "articles/b"]
        );
    }
}
