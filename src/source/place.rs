//! What a file below `content/` is, and its id: both follow from its path alone, until `slug` says otherwise.

use super::PageId;
use crate::diagnostics::Code;
use crate::kind::{KindId, Kinds};
use crate::text::slug::slugify;
use crate::values::{Table, clip};
use unicode_normalization::UnicodeNormalization;

/// What a Markdown file is by its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'p> {
    /// Below `articles/`.
    Article,
    /// Below the folder of a kind.
    Entity(KindId),
    /// Below `pages/`.
    Page,
    /// An `_index.md` at the top of one of these folders, or of `content/`.
    Section,
    /// In a folder that is nothing to us (empty for `content/` itself).
    Elsewhere(&'p str),
}

/// What the file at `path` (below `content/`) is.
pub(super) fn place<'p>(path: &'p str, kinds: &Kinds) -> Place<'p> {
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    let index = rest == "_index.md";
    match folder {
        "" | "articles" | "pages" if index => Place::Section,
        _ if index && kinds.by_name(folder).is_some() => Place::Section,
        _ if rest.ends_with("/_index.md") => Place::Elsewhere(folder),
        "articles" => Place::Article,
        "pages" => Place::Page,
        _ => kinds.by_name(folder).map_or(Place::Elsewhere(folder), Place::Entity),
    }
}

/// The id that the path gives, and the words of the file's name. The file `index.md` in a folder of its own is named by
/// that folder.
pub(super) fn id_of_path(path: &str) -> (PageId, String) {
    let (folder, rest) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
    let top = folder.split('/').next().unwrap_or_default();
    let stem = match folder.rsplit_once('/') {
        Some((_, bundle)) if stem == "index" => bundle,
        _ => stem,
    };
    let stem: String = if stem.is_ascii() { stem.to_owned() } else { stem.nfc().collect() };
    let words = words(&stem);
    let id = if top.is_empty() { stem } else { format!("{top}/{stem}") };
    (PageId(id), words)
}

/// A file's stem as words: without the day that it may start with, the first letter upper case.
fn words(stem: &str) -> String {
    let dated = stem.get(..10).is_some_and(|day| {
        let digits = |n: usize, b: u8| if matches!(n, 4 | 7) { b == b'-' } else { b.is_ascii_digit() };
        day.bytes().enumerate().all(|(n, b)| digits(n, b))
    });
    let rest = if dated { &stem[10..] } else { stem };
    let words: Vec<&str> = rest.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let words = if words.is_empty() { stem.to_owned() } else { words.join(" ") };
    let mut signs = words.chars().filter(|c| !c.is_control());
    signs.next().map_or(String::new(), |first| first.to_uppercase().chain(signs).collect())
}

/// The id with the `slug` of the front matter, if there is one; `None`, with a message, if the page has no possible address.
pub(super) fn id_with_slug(table: &mut Table<'_>, id: PageId) -> Option<PageId> {
    let reader = table.reader;
    if let Some((slug, place)) = table.placed_text("slug") {
        // `docs/my_page/` and `My.Page` mean the last part; signs that no address has go where the address is made
        let name = slug.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let name = name.strip_suffix(".html").or_else(|| name.strip_suffix(".md")).unwrap_or(name);
        if !slugify(name).is_empty() && !name.contains(char::is_control) {
            return Some(PageId(format!("{}/{name}", id.folder())));
        }
        let message = format!("`slug` has no letter or digit: `{}`", clip(&slug));
        reader.value(&(place.start..place.end), message, "write letters, digits and hyphens");
    }
    let name = id.name();
    let slug = slugify(name);
    if slug.is_empty() || name.contains(char::is_control) {
        let message = format!("the file name `{}` gives no address", clip(name));
        reader.report(Code::BAD_SLUG, &(0..0), message, "rename the file, or add `slug: …` with letters or digits");
        return None;
    }
    if name == "index" {
        let message = "`index` is the name of the folder's own list";
        let help = "name the file `_index.md` to introduce the list, or rename it";
        reader.report(Code::BAD_SLUG, &(0..0), message, help);
        return None;
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_a_file_is() {
        let kinds = Kinds::default();
        for (path, expected, id, stem) in [
            ("articles/a.md", Place::Article, "articles/a", "A"),
            ("articles/2016/01/2016-01-07-the_test.md", Place::Article, "articles/2016-01-07-the_test", "The test"),
            ("articles/2016-01-07.md", Place::Article, "articles/2016-01-07", "2016-01-07"),
            ("articles/bundle/index.md", Place::Article, "articles/bundle", "Bundle"),
            ("people/Jane Doe.markdown", Place::Entity(KindId(0)), "people/Jane Doe", "Jane Doe"),
            ("people/e\u{301}a.md", Place::Entity(KindId(0)), "people/éa", "Éa"),
            ("pages/about.md", Place::Page, "pages/about", "About"),
            ("_index.md", Place::Section, "_index", "Index"),
            ("events/_index.md", Place::Section, "events/_index", "Index"),
            ("articles/2016/_index.md", Place::Elsewhere("articles"), "articles/_index", "Index"),
            ("peple/x.md", Place::Elsewhere("peple"), "peple/x", "X"),
            ("x.md", Place::Elsewhere(""), "x", "X"),
        ] {
            assert_eq!(place(path, &kinds), expected, "{path}");
            assert_eq!(id_of_path(path), (PageId(id.into()), stem.into()), "{path}");
        }
    }
}
