//! The pages that other tools make of an `_index.md` without a text: a list of what lies in its folder.
//!
//! It is made of pages that came through the gate and of nothing else; a folder in which nothing is published has no page.

use super::Head;
use super::language;
use super::load::{Loaded, Page};
use super::place::speaks_for_folder;
use crate::diagnostics::SourceText;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Makes a page of each `_index.md` that has no text but pages below it. The links have no words: each shows the title of its page.
pub(super) fn list_what_is_below(files: &mut [Loaded]) {
    let is_bare = |file: &Loaded| matches!(&file.page, Some(Page::Bare(article)) if is_index(&article.head));
    if !files.iter().any(is_bare) {
        return;
    }
    let below = Below::of(files);
    for file in files.iter_mut() {
        let Some(Page::Bare(article)) = &mut file.page else { continue };
        let path = &article.head.body.source.path;
        let lines = if is_index(&article.head) { below.list(path) } else { String::new() };
        if !lines.is_empty() {
            // a text of its own, so that nothing of the file is in it
            article.head.body.source = SourceText::new(path.clone(), lines);
            article.head.body.kept = std::iter::once(0..article.head.body.source.text.len()).collect();
            file.page = file.page.take().map(|page| match page {
                Page::Bare(article) => Page::Article(article),
                page => page,
            });
        }
    }
}

/// What lies in each folder: its own pages, and the folders in it.
#[derive(Default)]
struct Below {
    pages: BTreeMap<String, Vec<String>>,
    folders: BTreeMap<String, Vec<String>>,
    /// The pages that speak for a folder, each in its language.
    speakers: BTreeMap<String, Vec<String>>,
}

impl Below {
    fn of(files: &[Loaded]) -> Self {
        let mut below = Self::default();
        let mut known = std::collections::BTreeSet::new();
        for (head, is_bare) in files.iter().filter_map(shown) {
            let path = &head.body.source.path;
            let own = folder(path);
            if speaks_for_folder(path) {
                let speakers = below.speakers.entry(own.to_owned()).or_default();
                speakers.push(path.clone());
                if is_bare {
                    continue; // whether it is a page depends on what else lies there
                }
            } else {
                below.pages.entry(own.to_owned()).or_default().push(path.clone());
            }
            let mut inner = own;
            while !inner.is_empty() && known.insert(inner.to_owned()) {
                below.folders.entry(folder(inner).to_owned()).or_default().push(inner.to_owned());
                inner = folder(inner);
            }
        }
        below
    }

    /// Links to the pages beside a file, and to those that speak for the folders there, as far as they are in its language. What lies
    /// in a folder without such a page is listed with the others.
    fn list(&self, path: &str) -> String {
        let (of, own) = (folder(path), language::in_name(path));
        let is_own = |path: &&String| language::in_name(path) == own;
        let mut paths = Vec::new();
        let mut open = vec![of];
        while let Some(folder) = open.pop() {
            paths.extend(self.pages.get(folder).into_iter().flatten().filter(is_own));
            for inner in self.folders.get(folder).into_iter().flatten() {
                match self.speakers.get(inner).into_iter().flatten().find(is_own) {
                    Some(speaker) => paths.push(speaker),
                    None => open.push(inner),
                }
            }
        }
        paths.sort();
        paths.into_iter().fold(String::new(), |mut lines, path| {
            let _ = writeln!(lines, "- []({})", relative(of, path));
            lines
        })
    }
}

/// The path of a file below a folder, as a link in Markdown has it.
fn relative(of: &str, path: &str) -> String {
    let below = path.strip_prefix(of).map_or(path, |below| below.trim_start_matches('/'));
    let mut link = String::from("<./");
    for c in below.chars() {
        match c {
            '<' | '>' | '\\' | '%' | '#' | '?' | '{' | '}' | '[' | ']' | '^' | '`' => {
                let _ = write!(link, "%{:02X}", u32::from(c));
            }
            c => link.push(c),
        }
    }
    link.push('>');
    link
}

/// The head of a page that others can be led to, and whether it is such a list itself.
fn shown(file: &Loaded) -> Option<(&Head, bool)> {
    match file.page.as_ref()? {
        Page::Article(article) => Some((&article.head, false)),
        Page::Bare(article) if is_index(&article.head) => Some((&article.head, true)),
        Page::Entity(entity) => Some((&entity.head, false)),
        Page::Free(page) => Some((&page.head, false)),
        _ => None,
    }
}

fn is_index(head: &Head) -> bool {
    head.body.source.path.rsplit('/').next().is_some_and(|name| name.starts_with("_index."))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
