//! `[content]`: where the texts of a dossier lie, and which of them are pages.

use crate::diagnostics::Span;
use crate::values::{Table, clip};
use std::path::{Component, Path};

/// `[content]`: for folders that were not made for this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentConfig {
    /// `dir`: the folder that holds the content, relative to the root; `.` for the root itself. Default: `content`.
    pub dir: String,
    /// `articles`: folders of articles below `dir`, as paths or globs; `.` for everything that no kind and no `pages` claims.
    /// Default: `articles`.
    pub articles: Vec<String>,
    /// `pages`: folders of free pages. Default: `pages`.
    pub pages: Vec<String>,
    /// `ignore`: files and folders below `dir` that are not read, by the rules of `.gitignore`.
    pub ignore: Vec<String>,
    /// `publish_key`: a key of front matter without whose `true` a page stays back.
    pub publish_key: Option<String>,
}

impl Default for ContentConfig {
    fn default() -> Self {
        Self {
            dir: "content".into(),
            articles: vec!["articles".into()],
            pages: vec!["pages".into()],
            ignore: Vec::new(),
            publish_key: None,
        }
    }
}

impl ContentConfig {
    /// A file's path below the content folder; as it is if it does not lie there.
    pub fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.dir.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
    }

    /// The path, relative to the root, of a file below the content folder.
    pub fn path(&self, below: &str) -> String {
        if self.dir == "." { below.to_owned() } else { format!("{}/{below}", self.dir) }
    }

    /// The first of some folders that is a path and no glob, relative to the root: where new pages go.
    pub fn new_pages_go(&self, folders: &[String], default: &str) -> String {
        let plain = folders.iter().find(|folder| !is_glob(folder)).map_or(default, String::as_str);
        if plain == "." { self.dir.clone() } else { self.path(plain) }
    }
}

/// Whether a folder of the settings is a pattern and not a path.
pub fn is_glob(folder: &str) -> bool {
    folder.contains(['*', '?', '[', '{'])
}

/// Reads the table.
pub(super) fn read(table: &mut Table<'_>) -> ContentConfig {
    let mut content = ContentConfig::default();
    if let Some(dir) = dir(table) {
        content.dir = dir;
    }
    for (key, list) in [("articles", &mut content.articles), ("pages", &mut content.pages)] {
        if table.has(key) {
            *list = folders(table, key);
        }
    }
    for (line, place) in table.texts("ignore") {
        match ignore::gitignore::GitignoreBuilder::new("").add_line(None, &line) {
            Ok(_) => content.ignore.push(line),
            Err(_) => not_a_pattern(table, "ignore", &line, &place),
        }
    }
    content.publish_key = table.text("publish_key");
    table.refuse_rest(&["dir", "articles", "pages", "ignore", "publish_key"]);
    content
}

/// The folder of the content: the root, or one below it that is not the dossier's own for something else.
fn dir(table: &mut Table<'_>) -> Option<String> {
    let (dir, place) = table.placed_text("dir")?;
    let Some(inner) = inner(&dir) else {
        let message = format!("`dir` is not a folder below the root: `{}`", clip(&dir));
        let help = "write a relative path without `..`; `.` is the folder of dossier.toml itself";
        table.reader.value(&(place.start..place.end), message, help);
        return None;
    };
    let top = inner.split('/').next().unwrap_or_default();
    if ["static", "templates", "themes"].contains(&top) || top.starts_with('.') && inner != "." {
        let message = format!("`dir` lies in `{top}`, which holds no content");
        table.reader.value(&(place.start..place.end), message, "name the folder that holds your Markdown files");
        return None;
    }
    Some(inner)
}

/// Folders below the content folder, without slashes at the ends.
pub(super) fn folders(table: &mut Table<'_>, key: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (folder, place) in table.texts(key) {
        match inner(&folder).filter(|folder| globset::Glob::new(folder).is_ok()) {
            Some(folder) => all.push(folder),
            None => not_a_pattern(table, key, &folder, &place),
        }
    }
    all
}

fn not_a_pattern(table: &Table<'_>, key: &str, words: &str, place: &Span) {
    let message = format!("`{key}` holds no path or pattern: `{}`", clip(words));
    let help = "write paths below the content folder, such as `notes/people`, or patterns such as `**/people`";
    table.reader.value(&(place.start..place.end), message, help);
}

/// A relative path without `.` and `..` in it; `.` for the folder itself. `None` for what leads out.
pub(super) fn inner(path: &str) -> Option<String> {
    if path.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}
