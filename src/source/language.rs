//! The language that a file's name or its folder says: `page.de.md`, `de/page.md`.
//!
//! `it` is Italian and a department; so a folder or an ending is a language only where a page of the same name stands beside it in
//! another language.

use super::place::{speaks_for_folder, stem};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages of a folder's pages.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// Folders of languages, each with its pages in it.
    folders: FxHashSet<String>,
    /// Pages with a language in their name, without their ending.
    pages: FxHashSet<String>,
}

impl Languages {
    /// Learns from the paths of all pages.
    pub(super) fn of<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let paths: Vec<&str> = paths.map(stem).collect();
        let known: FxHashSet<&str> = paths.iter().copied().collect();
        // a page by where it would lie without its language; `index` lies in folders of every sort
        let mut in_folders: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let mut in_names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for path in &paths {
            for (outer, folder, rest) in language_folders(path) {
                in_folders.entry((outer, rest)).or_default().push(folder);
            }
            if let Some((base, _)) = split(path) {
                in_names.entry(base).or_default().push(path);
            }
        }
        let mut languages = Self::default();
        for ((outer, rest), folders) in in_folders {
            let beside = if outer.is_empty() { rest.to_owned() } else { format!("{outer}/{rest}") };
            if !speaks_for_folder(rest) && (folders.len() > 1 || known.contains(beside.as_str())) {
                languages.folders.extend(folders.into_iter().map(str::to_owned));
            }
        }
        for (base, pages) in in_names {
            if pages.len() > 1 || known.contains(base) {
                languages.pages.extend(pages.into_iter().map(str::to_owned));
            }
        }
        languages
    }

    /// The language of a page, and how long its stem is without it.
    pub(super) fn of_page<'p>(&self, path: &'p str) -> (Option<&'p str>, usize) {
        let stem = stem(path);
        if let Some((base, tag)) = split(stem).filter(|_| self.pages.contains(stem)) {
            return (Some(tag), base.len());
        }
        let mut folders = language_folders(stem).map(|(_, folder, _)| folder);
        let folder = folders.find(|folder| self.folders.contains(*folder));
        (folder.map(|folder| folder.rsplit('/').next().unwrap_or(folder)), stem.len())
    }

    /// What was learnt, as text.
    pub(super) fn learnt(&self) -> String {
        let mut all: Vec<&String> = self.folders.iter().chain(&self.pages).collect();
        all.sort();
        format!("{all:?}")
    }
}

/// Folders of a path that may be those of a language: what lies around each, its own path, and the rest.
fn language_folders(path: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    path.match_indices('/').filter_map(|(end, _)| {
        let folder = &path[..end];
        let (outer, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        is_tag(name).then_some((outer, folder, &path[end + 1..]))
    })
}

/// A name without the language that it ends in, and that language: `faq.de`, `faq.pt-br`.
pub(super) fn split(stem: &str) -> Option<(&str, &str)> {
    stem.rsplit_once('.').filter(|(own, tag)| !own.is_empty() && !own.ends_with('/') && is_tag(tag))
}

/// The language that a file's name ends in.
pub(super) fn in_name(path: &str) -> Option<&str> {
    split(stem(path)).map(|(_, tag)| tag)
}

/// Whether a word is the tag of a language, perhaps with a region or a script: `de`, `pt-BR`, `zh_Hans`.
fn is_tag(word: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let lines = include_str!("languages.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    let (language, region) = word.split_once(['-', '_']).unwrap_or((word, "US"));
    (2..=4).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && KNOWN.contains(language.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str], path: &str) -> Option<String> {
        Languages::of(paths.iter().copied()).of_page(path).0.map(str::to_owned)
    }

    #[test]
    fn a_language_is_one_beside_another() {
        let docs = ["docs/en/a.md", "docs/de/a.md", "docs/de/only-here.md", "docs/it/a/b.md", "docs/README.md"];
        for (path, language) in [
            ("docs/en/a.md", Some("en")),
            ("docs/de/only-here.md", Some("de")),
            ("docs/it/a/b.md", None),
            ("docs/README.md", None),
        ] {
            assert_eq!(of(&docs, path).as_deref(), language, "{path}");
        }
        // the default language at the top, others in folders of theirs
        assert_eq!(of(&["a.md", "pt-BR/a.md"], "pt-BR/a.md").as_deref(), Some("pt-BR"));
        // departments have an `index` each
        assert_eq!(of(&["index.md", "it/index.md", "no/index.md"], "it/index.md"), None);
        for (path, language) in [
            ("a.md", None),
            ("a.de.md", Some("de")),
            ("index.fr.md", Some("fr")),
            ("notes.it.md", None),
            ("v1.2.md", None),
        ] {
            let all = ["a.md", "a.de.md", "index.md", "index.fr.md", "notes.it.md", "v1.2.md", "v1.md"];
            assert_eq!(of(&all, path).as_deref(), language, "{path}");
        }
    }
}
