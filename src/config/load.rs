//! From the text of dossier.toml to a [`Config`].

use super::content::{self, inner};
use super::{Config, ContentConfig, Density};
use crate::diagnostics::{Checked, SourceText};
use crate::kind::{Kind, Kinds};
use crate::text::slug::slugify;
use crate::values::{Codes, Reader, Table, clip, toml};
use std::path::Path;

/// Most kinds of entity; the table must stay one that a reader can survey.
const MOST_KINDS: usize = 64;

/// Names that no kind can have: folders and files of the site, and keys of front matter with a meaning of their own.
pub(crate) const RESERVED_KINDS: &[&str] = &[
    "articles",
    "pages",
    "sources",
    "data",
    "assets",
    "static",
    "timeline",
    "network",
    "statements",
    "search",
    "quotes",
    "tags",
    "categories",
    "title",
    "date",
    "updated",
    "summary",
    "description",
    "key",
    "slug",
    "redirects",
    "aliases",
    "lang",
    "language",
    "authors",
    "author",
    "source",
    "draft",
    "private",
    "embargo",
    "private-notes",
    "links",
    "image",
    "extra",
    "params",
    "noindex",
    "published",
    "created",
    "modified",
    "url",
    "publisher",
    "accessed",
    "taxonomies",
];

/// Folders of the root that hold the author's own files beside the content; the site never goes there.
const OWN_FOLDERS: &[&str] = &["static", "templates", "themes"];

/// Keys of a row of `[[kinds]]`.
const KIND_KEYS: &[&str] =
    &["name", "singular", "plural", "schema_org", "ftm", "color", "common_noun", "person", "folders", "tags"];

/// Reads dossier.toml; `path` is its name in messages. What is wrong keeps its default.
pub fn load(text: &str, path: &str) -> Checked<Config> {
    let source = SourceText::new(path, text);
    let reader = Reader::new(&source, Codes::CONFIG);
    let mut config = Config::default();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if let Some(node) = toml(&reader, start..text.len())
        && let Some(mut table) = Table::new(&reader, &node, "dossier.toml")
    {
        read_root(&mut config, &mut table);
    }
    Checked { value: config, diagnostics: reader.finish() }
}

fn read_root(config: &mut Config, table: &mut Table<'_>) {
    config.base_url = base_url(table);
    set(&mut config.title, table.text("title"));
    set(&mut config.description, table.text("description"));
    set(&mut config.language, language(table));
    config.author = table.text("author");
    set(&mut config.theme, theme(table));
    if let Some(mut table) = table.table("content") {
        config.content = content::read(&mut table);
    }
    set(&mut config.output_dir, output_dir(table, &config.content));
    config.contact = contact(table);
    set(&mut config.templates_dir, templates_dir(table));
    if let Some(mut links) = table.table("links") {
        let words = [("section", Density::Section), ("page", Density::Page), ("all", Density::All)];
        set(&mut config.links.density, links.choice("density", &words));
        links.refuse_rest(&["density"]);
    }
    if let Some(mut quotes) = table.table("quotes") {
        set(&mut config.quotes.enabled, quotes.flag("enabled"));
        quotes.refuse_rest(&["enabled"]);
    }
    if let Some(mut search) = table.table("search") {
        set(&mut config.search.enabled, search.flag("enabled"));
        config.search.exclude = search.texts("exclude").into_iter().map(|(id, _)| id).collect();
        if let Some(boost) = search.table("boost") {
            config.search.boost = boost_rows(&boost);
        }
        search.refuse_rest(&["enabled", "exclude", "boost"]);
    }
    if let Some(mut publish) = table.table("publish") {
        set(&mut config.publish.feed_limit, publish.whole("feed_limit", 1..10_001).map(|n| n as usize));
        set(&mut config.publish.noindex, publish.flag("noindex"));
        set(&mut config.publish.exports, publish.flag("exports"));
        config.publish.cards = publish.flag("cards");
        set(&mut config.publish.max_file_mb, publish.whole("max_file_mb", 1..1025));
        config.publish.to = publish.text("to");
        set(&mut config.publish.history, publish.flag("history"));
        publish.refuse_rest(&["feed_limit", "noindex", "exports", "cards", "max_file_mb", "to", "history"]);
    }
    for row in table.tables("kinds") {
        add_kind(&mut config.kinds, row);
    }
    if let Some(extra) = table.take("extra")
        && Table::new(table.reader, extra, "`extra`").is_some()
    {
        config.extra = extra.value.to_json();
    }
    table.refuse_rest(&[
        "base_url",
        "title",
        "description",
        "language",
        "author",
        "theme",
        "output_dir",
        "contact",
        "templates_dir",
        "content",
        "links",
        "quotes",
        "search",
        "publish",
        "kinds",
        "extra",
    ]);
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// An absolute `http` or `https` address, without query and fragment, its slashes at the end taken off.
fn base_url(table: &mut Table<'_>) -> Option<String> {
    let (url, place) = table.placed_text("base_url")?;
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split('/').next().unwrap_or_default());
    let plain = host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
        && !url.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\'));
    if plain {
        return Some(url.trim_end_matches('/').to_owned());
    }
    table.reader.value(
        &(place.start..place.end),
        format!("`base_url` is not the address of a site: `{}`", clip(&url)),
        "write it with `https://` and without `?` or `#`: `https://example.org/dossier`",
    );
    None
}

fn language(table: &mut Table<'_>) -> Option<String> {
    let (tag, place) = table.placed_text("language")?;
    table.reader.language_tag("language", &tag, &(place.start..place.end))
}

fn theme(table: &mut Table<'_>) -> Option<String> {
    let (name, place) = table.placed_text("theme")?;
    let plain = !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    if !plain {
        let message = format!("`theme` is not the name of a folder in `themes/`: `{}`", clip(&name));
        table.reader.value(&(place.start..place.end), message, "write the folder's name only");
    }
    plain.then_some(name)
}

/// A folder below the root that is not one of the author's own.
fn output_dir(table: &mut Table<'_>, content: &ContentConfig) -> Option<String> {
    let (folder, place) = table.placed_text("output_dir")?;
    let Some(inside) = inner(&folder).filter(|folder| folder != ".") else {
        let message = format!("`output_dir` is not a folder below the root: `{}`", clip(&folder));
        let help = "write a relative path without `..`; for another place use `--output` on the command line";
        table.reader.value(&(place.start..place.end), message, help);
        return None;
    };
    let content = Some(content.dir.as_str()).filter(|dir| *dir != ".");
    let mut own = content.into_iter().chain(OWN_FOLDERS.iter().copied());
    if let Some(own) = own.find(|own| Path::new(&inside).starts_with(own) || Path::new(own).starts_with(&inside)) {
        let relation = if Path::new(&inside).starts_with(own) { "lies in" } else { "holds" };
        let message = format!("`output_dir` {relation} your own folder `{own}`");
        table.reader.value(&(place.start..place.end), message, "name a folder that holds nothing else: `output`");
        return None;
    }
    Some(inside)
}

/// A folder below the root.
fn templates_dir(table: &mut Table<'_>) -> Option<String> {
    let (folder, place) = table.placed_text("templates_dir")?;
    let inside = inner(&folder).filter(|folder| folder != ".");
    if inside.is_none() {
        let message = format!("`templates_dir` is not a folder below the root: `{}`", clip(&folder));
        table.reader.value(&(place.start..place.end), message, "write a relative path without `..`: `templates`");
    }
    inside
}

fn contact(table: &mut Table<'_>) -> Option<String> {
    let (contact, place) = table.placed_text("contact")?;
    let web = contact.starts_with("https://") || contact.starts_with("http://");
    let mail = contact.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let plain = !contact.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'));
    if plain && (web || (mail && !contact.contains(':'))) {
        return Some(contact);
    }
    let message = format!("`contact` is neither an e-mail address nor a URL: `{}`", clip(&contact));
    table.reader.value(&(place.start..place.end), message, "write `desk@example.org` or `https://example.org/contact`");
    None
}

fn boost_rows(boost: &Table<'_>) -> Vec<(String, f64)> {
    let reader = boost.reader;
    let rows = boost.rest().filter_map(|entry| {
        let factor = reader.number(&entry.key, &entry.node)?;
        if factor < 0.0 {
            let message = format!("the boost of `{}` is negative", clip(&entry.key));
            reader.value(&entry.node.span, message, "write a factor: above 1 lifts a page, below 1 lowers it");
            return None;
        }
        Some((entry.key.clone(), factor))
    });
    rows.collect()
}

fn add_kind(kinds: &mut Kinds, mut row: Table<'_>) {
    let reader = row.reader;
    let Some((name, place)) = row.placed_text("name") else {
        reader.value(&row.span, "this kind has no `name`", "add the name of its folder: `name = \"vessels\"`");
        return;
    };
    let folders = content::folders(&mut row, "folders");
    let tags = row.texts("tags").into_iter().map(|(tag, _)| tag.trim_start_matches('#').to_owned()).collect();
    if let Some(built_in) = kinds.by_name(&name).filter(|id| kinds.get(*id).mark != "other") {
        // Of the five there are only more folders, tags and other words for them; what they mean stays.
        let kind = &mut kinds.0[usize::from(built_in.0)];
        (kind.folders, kind.tags) = (folders, tags);
        set(&mut kind.singular, row.text("singular"));
        set(&mut kind.plural, row.text("plural"));
        row.refuse_rest(&["name", "singular", "plural", "folders", "tags"]);
        return;
    }
    let kind = Kind {
        name: name.clone(),
        singular: row.text("singular").unwrap_or_else(|| capitalised(name.strip_suffix('s').unwrap_or(&name))),
        plural: row.text("plural").unwrap_or_else(|| capitalised(&name)),
        schema_org: row.text("schema_org").unwrap_or_else(|| "Thing".into()),
        ftm: row.text("ftm").unwrap_or_else(|| "Note".into()),
        mark: "other".into(),
        color: color(&mut row),
        common_noun: row.flag("common_noun").unwrap_or(false),
        person: row.flag("person").unwrap_or(false),
        folders,
        tags,
    };
    row.refuse_rest(KIND_KEYS);
    let place = place.start..place.end;
    let slug = slugify(&name);
    if slug != name {
        let help = match slug.as_str() {
            "" => "write lower-case letters, as in `vessels`".to_owned(),
            slug => format!("write `{slug}`"),
        };
        reader.value(&place, format!("`{}` cannot be the name of a folder", clip(&name)), help);
    } else if RESERVED_KINDS.contains(&name.as_str()) {
        reader.value(&place, format!("`{name}` is the dossier's own word"), "choose another name for the kind");
    } else if kinds.by_name(&name).is_some() {
        reader.value(&place, format!("there is a kind `{name}` already"), "choose another name for the kind");
    } else if kinds.0.len() >= MOST_KINDS {
        reader.value(
            &place,
            format!("more than {MOST_KINDS} kinds"),
            "make fewer kinds; facts can hold finer differences",
        );
    } else {
        kinds.0.push(kind);
    }
}

fn color(row: &mut Table<'_>) -> Option<String> {
    let (color, place) = row.placed_text("color")?;
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6);
    if digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Some(color);
    }
    let message = format!("`color` is not a colour: `{}`", clip(&color));
    row.reader.value(&(place.start..place.end), message, "write six hexadecimal digits: `#3b6ea5`");
    None
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render::{Format, render};
    use crate::values::cases;

    #[test]
    fn mistakes_have_their_place_and_a_way_out() {
        cases::check("config.txt", |_, text| {
            let mut checked = load(text, "dossier.toml");
            crate::diagnostics::sort(&mut checked.diagnostics);
            let config = checked.value;
            let default = Config::default();
            let mut out = render(&checked.diagnostics, Format::Short, false);
            let mut changed = |name: &str, now: String, before: String| {
                if now != before {
                    out.extend([name, " = ", &now, "\n"]);
                }
            };
            changed("base_url", format!("{:?}", config.base_url), format!("{:?}", default.base_url));
            changed("title", config.title, default.title);
            changed("description", config.description, default.description);
            changed("language", config.language, default.language);
            changed("author", format!("{:?}", config.author), format!("{:?}", default.author));
            changed("theme", config.theme, default.theme);
            changed("output_dir", config.output_dir, default.output_dir);
            changed("contact", format!("{:?}", config.contact), format!("{:?}", default.contact));
            changed("templates_dir", config.templates_dir, default.templates_dir);
            changed("content", format!("{:?}", config.content), format!("{:?}", default.content));
            changed("links", format!("{:?}", config.links), format!("{:?}", default.links));
            changed("quotes", format!("{:?}", config.quotes), format!("{:?}", default.quotes));
            changed("search", format!("{:?}", config.search), format!("{:?}", default.search));
            changed("publish", format!("{:?}", config.publish), format!("{:?}", default.publish));
            let built_in = default.kinds.0.into_iter().map(Some).chain(std::iter::repeat(None));
            let kinds = config.kinds.0.into_iter().zip(built_in);
            let kinds: Vec<_> =
                kinds.filter(|(now, before)| Some(now) != before.as_ref()).map(|(now, _)| now).collect();
            changed("kinds", format!("{kinds:?}"), "[]".into());
            changed("extra", config.extra.to_string(), "{}".into());
            out
        });
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let checked = load("", "dossier.toml");
        assert_eq!((checked.value, checked.diagnostics), (Config::default(), Vec::new()));
    }
}
