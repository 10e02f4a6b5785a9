//! What readers will notice: the new site against the one that is published.

use rustc_hash::FxHashSet;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A digest of each file by its path; equal digests mean equal bytes.
pub(super) type Listing = BTreeMap<String, String>;

/// Paths that differ, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Changes {
    /// In the new site only.
    pub(super) new: Vec<String>,
    /// In both, with other bytes.
    pub(super) changed: Vec<String>,
    /// In the published site only.
    pub(super) gone: Vec<String>,
    /// Number of files that stay as they are.
    pub(super) unchanged: usize,
}

impl Changes {
    pub(super) fn between(old: &Listing, new: &Listing) -> Self {
        let mut changes = Self::default();
        for (path, digest) in new {
            match old.get(path) {
                None => changes.new.push(path.clone()),
                Some(before) if before != digest => changes.changed.push(path.clone()),
                Some(_) => changes.unchanged += 1,
            }
        }
        changes.gone = old.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        changes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// The pages among them, and all other files.
    pub(super) fn split(self, pages_before: usize) -> (Self, Self) {
        let part = |paths: Vec<String>| paths.into_iter().partition::<Vec<_>, _>(|path| is_page(path));
        let ((new, new_files), (changed, changed_files), (gone, gone_files)) =
            (part(self.new), part(self.changed), part(self.gone));
        let unchanged = pages_before - changed.len() - gone.len();
        let files =
            Self { new: new_files, changed: changed_files, gone: gone_files, unchanged: self.unchanged - unchanged };
        (Self { new, changed, gone, unchanged }, files)
    }
}

/// Whether a file is a page that readers open.
pub(super) fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

/// Anchors of `old` that readers could copy (there was a link to them on the page) and that `new` lacks.
pub(super) fn lost_anchors(old: &str, new: &str) -> Vec<String> {
    let there: FxHashSet<&str> = attributes(new, " id=\"").collect();
    let offered = attributes(old, " href=\"#").filter(|anchor| is_reference(anchor));
    let had: FxHashSet<&str> = attributes(old, " id=\"").collect();
    let mut seen = FxHashSet::default();
    offered.filter(|id| had.contains(id) && !there.contains(id) && seen.insert(*id)).map(str::to_owned).collect()
}

/// Whether an anchor is one of a paragraph or a heading, not of a note or of the page's own furniture.
fn is_reference(anchor: &str) -> bool {
    !(anchor.is_empty() || anchor.starts_with("fn") || anchor == "main" || anchor == "nav")
}

/// The values of an attribute in HTML that we wrote.
fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.match_indices(name).filter_map(|(at, _)| {
        let value = &html[at + name.len()..];
        value.find('"').map(|end| &value[..end])
    })
}

/// The title of a page that we wrote, as HTML.
pub(super) fn title(html: &str) -> Option<&str> {
    let start = html.find("<title>")? + "<title>".len();
    let end = html[start..].find("</title>")?;
    Some(&html[start..start + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(text: &str) -> Listing {
        text.split_whitespace().map(|file| file.split_once('=').unwrap()).map(|(a, b)| (a.into(), b.into())).collect()
    }

    #[test]
    fn pages_and_files_are_told_apart() {
        let (old, new) =
            (listing("a.html=1 b.html=1 c.html=1 x.js=1 y.js=1"), listing("a.html=1 b.html=2 d.html=1 x.js=1"));
        let (pages, files) = Changes::between(&old, &new).split(3);
        let list = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
        let expected =
            Changes { new: list(&["d.html"]), changed: list(&["b.html"]), gone: list(&["c.html"]), unchanged: 1 };
        assert_eq!(pages, expected);
        assert_eq!(files, Changes { gone: list(&["y.js"]), unchanged: 1, ..Changes::default() });
    }

    #[test]
    fn anchors_that_were_offered_and_are_gone() {
        let old = r##"<p id="p-1"><a href="#p-1">¶</a><p id="p-2"><a href="#p-2">¶</a><p id="x"><a class="f" href="#fn-1">1</a>"##;
        let new = r##"<p id="p-2"><a href="#p-2">¶</a>"##;
        assert_eq!(lost_anchors(old, new), ["p-1"]);
        assert_eq!(lost_anchors(new, old), Vec::<String>::new());
    }
}
