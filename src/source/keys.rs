//! The keys of front matter: ours by type of page, and those of other tools, which mean nothing here and do no harm.

use super::hiding;
use super::privacy::refuse_near_key;
use crate::kind::Kinds;
use crate::values::{Entry, Table, clip, suggest};
use jiff::civil::Date;

/// What a file is: decides which keys mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageType {
    /// Below `articles/`.
    Article,
    /// Below the folder of a kind.
    Entity,
    /// Below `pages/`.
    Page,
    /// An `_index.md`.
    Section,
}

/// For every file.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "title", "summary", "description", "date", "updated", "lang", "redirects", "image", "image_alt", "image_caption", "links",
    "noindex", "search", "extra", "draft", "private", "embargo", "private_notes",
];
/// For articles; the names of the kinds come on top.
const ARTICLE: &[&str] = &["slug", "key", "authors", "author", "tags", "source", "quotes", "statements"];
/// For entities.
#[rustfmt::skip]
const ENTITY: &[&str] = &[
    "slug", "aliases", "weak_aliases", "not", "family_name", "family_first", "gender", "autolink", "match", "wikidata",
    "same_as", "living", "facts", "relations", "lat", "lon", "end", "place", "participants",
];
/// For free pages.
const PAGE: &[&str] = &["slug"];

/// Keys of other tools that are passed over in silence, lower case. Those that mean something here (`lastmod`, `created`,
/// `[taxonomies]` …) are read where their value goes.
#[rustfmt::skip]
const FOREIGN: &[(&str, &[&str])] = &[
    ("Obsidian and its plugins", &[
        "aliases", "alias", "tags", "tag", "cssclass", "cssclasses", "permalink", "created", "modified", "position",
        "location", "banner", "icon", "kanban-plugin", "excalidraw-plugin", "up", "related",
    ]),
    ("Obsidian Web Clipper and MarkDownload", &["site", "domain", "favicon", "byline", "excerpt", "words", "clipped"]),
    ("Hugo", &[
        "weight", "type", "kind", "layout", "linktitle", "menu", "menus", "outputs", "cascade", "iscjklanguage", "markup", "resources",
        "series", "sitemap", "translationkey", "videos", "audio", "images", "keywords", "build", "_build", "toc", "featured",
        "featured_image", "comments", "math", "cover", "thumbnail", "showtoc", "robotsnoindex", "categories", "category",
        "params", "lastmod", "publishdate", "locale", "language",
    ]),
    ("Zola", &[
        "template", "path", "in_search_index", "insert_anchor_links", "sort_by", "paginate_by", "paginate_path",
        "page_template", "transparent", "render", "in_sitemap", "generate_feeds", "generate_feed", "redirect_to",
        "taxonomies", "authors", "author", "page",
    ]),
    ("Jekyll", &[
        "published", "publish", "excerpt_separator", "sticky", "pin", "subtitle", "redirect_from", "last_modified_at",
        "nav_order", "parent", "has_children", "classes", "header",
    ]),
    ("Docusaurus, VitePress and Astro", &[
        "id", "sidebar_label", "sidebar_position", "sidebar_class_name", "sidebar_custom_props", "sidebar_key", "displayed_sidebar",
        "hide_title", "hide_table_of_contents", "toc_min_heading_level", "toc_max_heading_level", "pagination_label",
        "pagination_next", "pagination_prev", "parse_number_prefixes", "custom_edit_url", "last_update", "title_meta", "hide_reading_time",
        "outline", "prev", "next", "hero", "features", "navbar", "sidebar", "aside", "lastupdated", "editlink", "footer", "pageclass",
        "head", "meta", "home", "herotext", "heroimage", "herotextalign", "tagline", "actions", "actiontext", "actionlink", "pagefind",
        "tableofcontents", "banner", "editurl", "pubdate", "updateddate", "navigation", "canonicalurl", "canonical",
    ]),
    ("Hexo, Eleventy, Pelican and GitBook", &[
        "top", "top_img", "sticky", "mathjax", "katex", "disablenunjucks", "abbrlink", "photos", "eleventynavigation", "eleventycomputed",
        "templateengineoverride", "pagination", "translation", "save_as", "modified", "coverheight", "covery",
    ]),
    ("Zotero, Pandoc and Quarto", &[
        "url", "accessed", "publisher", "citekey", "citation-key", "item-type", "itemtype", "doi", "issn", "isbn", "volume",
        "issue", "publicationtitle", "dateadded", "datemodified", "bibliography", "csl", "abstract", "format", "output",
        "nocite", "license", "copyright", "rights",
    ]),
];

/// Reports every key that nothing has asked for, once all that has a meaning was read. `None` if one of them is nearly a key
/// that decides about privacy.
pub(super) fn finish(table: &Table<'_>, page: PageType, kinds: &Kinds, today: Date) -> Option<()> {
    let mut clear = Some(());
    let decided = |entry: &&Entry| hiding::answer(entry, today).is_some();
    let rest: Vec<&Entry> = table.rest().filter(|entry| !is_foreign(&entry.key) && !decided(entry)).collect();
    if rest.is_empty() {
        return clear;
    }
    let reader = table.reader;
    let code = reader.codes.unknown_key;
    let known = known(page, kinds);
    let (strange, elsewhere): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|entry| home(&entry.key, kinds).is_none_or(|home| home == page));
    for entry in elsewhere {
        let home = home(&entry.key, kinds).unwrap_or(PageType::Article).described();
        let message = format!("`{}` means nothing in {}", clip(&entry.key), page.described());
        reader.report(code, &entry.key_span, message, format!("it belongs in {home}; take it out here"));
    }
    for entry in strange {
        if refuse_near_key(reader, entry).is_none() {
            clear = None;
            continue;
        }
        let message = format!("unknown key `{}`, which is left out", clip(&entry.key));
        reader.report(code, &entry.key_span, message, suggest(&entry.key, &known));
    }
    clear
}

/// Whether a key belongs to another tool. A few of ours are among them, for types of page that have no use for them.
fn is_foreign(key: &str) -> bool {
    let key = key.to_lowercase();
    FOREIGN.iter().any(|(_, keys)| keys.contains(&key.as_str()))
}

/// The keys that mean something in a page.
fn known(page: PageType, kinds: &Kinds) -> Vec<&str> {
    let own: &[&str] = match page {
        PageType::Article => ARTICLE,
        PageType::Entity => ENTITY,
        PageType::Page => PAGE,
        PageType::Section => &[],
    };
    let kinds = kinds.0.iter().filter(|_| page == PageType::Article).map(|kind| kind.name.as_str());
    COMMON.iter().chain(own).copied().chain(kinds).collect()
}

/// The type of page in which a key means something.
fn home(key: &str, kinds: &Kinds) -> Option<PageType> {
    [PageType::Article, PageType::Entity, PageType::Page].into_iter().find(|page| known(*page, kinds).contains(&key))
}

impl PageType {
    fn described(self) -> &'static str {
        match self {
            Self::Article => "an article",
            Self::Entity => "the page of an entity",
            Self::Page => "a free page",
            Self::Section => "an `_index.md`",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::load;

    #[test]
    fn no_kind_can_take_the_key_of_an_article() {
        for key in COMMON.iter().chain(ARTICLE).filter(|key| !key.contains('_')) {
            let config = load(&format!("[[kinds]]\nname = \"{key}\"\n"), "dossier.toml");
            assert_eq!(config.value.kinds.0.len(), 5, "{key}");
        }
    }

    #[test]
    fn foreign_keys_are_lower_case_and_none_decides_about_privacy() {
        for (tool, keys) in FOREIGN {
            for key in *keys {
                assert_eq!(*key, key.to_lowercase(), "{tool}");
                assert!(
                    !["draft", "private", "embargo", "private_notes", "hidden", "status"].contains(key),
                    "{tool}: {key}"
                );
            }
        }
    }
}
