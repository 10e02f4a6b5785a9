//! Every sample through the default theme: what comes out is whole, safe and refers to nothing outside.

use super::samples::{self, Sample};
use crate::theme::Theme;
use std::collections::BTreeSet;

fn rendered(language: &str) -> (Theme, Vec<(Sample, String)>) {
    rendered_by(Theme::embedded(&samples::config(language)))
}

fn rendered_by(theme: Theme) -> (Theme, Vec<(Sample, String)>) {
    let theme = {
        let site = samples::site(&theme);
        theme.with_site(&site)
    };
    let pages = samples::all(&theme)
        .into_iter()
        .map(|sample| {
            let html = theme.render(sample.template, &sample.value).unwrap_or_else(|diagnostic| {
                panic!(
                    "{}:\n{}",
                    sample.file,
                    crate::diagnostics::render::render(&[diagnostic], crate::diagnostics::render::Format::Human, false)
                )
            });
            (sample, html)
        })
        .collect();
    (theme, pages)
}

/// Start tags of an HTML text as (name, attributes), with a panic where an element is not closed in its place.
fn elements(file: &str, html: &str) -> Vec<(String, Vec<(String, String)>)> {
    const VOID: [&str; 8] = ["meta", "link", "img", "input", "br", "hr", "wbr", "!doctype"];
    let (mut open, mut all, mut rest) = (Vec::new(), Vec::new(), html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end =
            rest.find('>').unwrap_or_else(|| panic!("{file}: a tag does not end: {}", &rest[..rest.len().min(80)]));
        let tag = &rest[..end];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{file}: near {}", &rest[..rest.len().min(120)]);
            rest = &rest[end + 1..];
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next().unwrap().to_lowercase();
        let mut attributes = Vec::new();
        let mut inner = tag[name.len()..].trim_end_matches('/').trim();
        while !inner.is_empty() {
            let (key, value, after) = match inner.split_once("=\"") {
                Some((key, after)) if !key.contains(' ') => {
                    let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("{file}: quotes in {tag}"));
                    (key, value, after)
                }
                _ => {
                    let (key, after) = inner.split_once(' ').unwrap_or((inner, ""));
                    (key, "", after)
                }
            };
            attributes.push((key.trim().to_lowercase(), value.to_owned()));
            inner = after.trim();
        }
        if !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name.clone());
        }
        rest = &rest[end + 1..];
        if name == "script" {
            let close = rest.find("</script>").unwrap();
            assert!(
                rest[..close].trim().is_empty()
                    || attributes.iter().any(|(k, v)| k == "type" && v == "application/ld+json"),
                "{file}: inline script"
            );
            rest = &rest[close..];
        }
        all.push((name, attributes));
    }
    assert!(open.is_empty(), "{file}: {open:?} left open");
    all
}

#[test]
fn every_page_is_whole_and_safe() {
    for language in ["en", "de", "fr", "fa", "ko"] {
        let (theme, pages) = rendered(language);
        let assets: BTreeSet<&str> = theme.assets.iter().map(|asset| asset.path.as_str()).collect();
        for (sample, html) in &pages {
            let file = format!("{language} {}", sample.file);
            let elements = elements(&file, html);
            let mut ids = BTreeSet::new();
            for (name, attributes) in &elements {
                for (key, value) in attributes {
                    assert!(key != "style" && !key.starts_with("on"), "{file}: {key} on {name}");
                    assert!(key != "id" || ids.insert(value.clone()), "{file}: id {value} twice");
                    let loads = matches!((name.as_str(), key.as_str()), ("script" | "img", "src") | ("link", "href"));
                    let canonical = attributes.iter().any(|(k, v)| k == "rel" && v == "canonical");
                    assert!(!loads || canonical || !value.contains("//"), "{file}: loads {value}");
                    if loads && value.contains("assets/") {
                        let path = value.trim_start_matches("../").trim_start_matches("/lake/");
                        assert!(assets.contains(path), "{file}: {value} is not an asset");
                    }
                    if key == "href" && value.starts_with("http") && name == "a" {
                        let rel = attributes.iter().find(|(k, _)| k == "rel").map_or("", |(_, v)| v);
                        assert!(rel.contains("noopener noreferrer"), "{file}: {value} without rel");
                    }
                }
            }
            if sample.template.starts_with("partials/") {
                continue;
            }
            for name in ["h1", "main"] {
                assert_eq!(elements.iter().filter(|(n, _)| n == name).count(), 1, "{file}: {name}");
            }
            let policy = html.find("Content-Security-Policy").unwrap();
            assert!(html.find("<meta charset").unwrap() < policy && policy < html.find("<link").unwrap(), "{file}");
            assert!(!html.contains("style-src 'unsafe"), "{file}");
            headings(&file, &elements);
            for (name, attributes) in &elements {
                let target =
                    attributes.iter().find(|(k, v)| name == "a" && k == "href" && v.len() > 1 && v.starts_with('#'));
                if let Some((_, target)) = target {
                    assert!(ids.contains(&target[1..]), "{file}: {target} leads nowhere");
                }
            }
        }
    }
}

/// No level is skipped.
fn headings(file: &str, elements: &[(String, Vec<(String, String)>)]) {
    let mut last = 0;
    for (name, _) in elements {
        let Some(level) = name.strip_prefix('h').and_then(|n| n.parse::<usize>().ok()) else { continue };
        // the rail stands before the text in the source but is a part of its own
        assert!(level <= last + 1, "{file}: h{level} after h{last}");
        last = level;
    }
}

#[test]
fn shipped_templates_print_nothing_raw_but_safe_html() {
    for (name, text) in crate::theme::default_templates() {
        assert!(!text.contains("| safe") && !text.contains("|safe"), "{name} marks a text as safe");
    }
}

#[test]
fn the_plain_theme_shows_every_page_with_its_own_parts() {
    let config = crate::config::Config { theme: "plain".into(), ..samples::config("en") };
    let folder = tempfile::tempdir().unwrap();
    let (_, pages) = rendered_by(Theme::load(folder.path(), &config).unwrap().value);
    for (sample, html) in &pages {
        elements(&sample.file, html);
        let whole = html.contains("<!doctype html>") && html.contains("<header class=\"mast\">"); // no redirect and no partial
        let own = !whole || html.contains("/plain.");
        assert!(own, "{}: without plain.css", sample.file);
        assert!(sample.template != "home.html" || !html.contains("cl sp\""), "{}: small charts", sample.file);
    }
}

/// `DOSSIER_PREVIEW=/tmp/preview cargo test --lib preview` writes the samples there, to be looked at.
#[test]
fn previews_are_written_on_demand() {
    let Some(folder) = std::env::var_os("DOSSIER_PREVIEW") else { return };
    for language in ["en", "fa", "de"] {
        let folder = std::path::Path::new(&folder).join(language);
        let (theme, pages) = rendered(language);
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        for asset in &theme.assets {
            write(&asset.path, &asset.bytes);
        }
        for (sample, html) in &pages {
            write(&sample.file, html.as_bytes());
        }
        let rows = samples::found(&theme);
        for file in crate::search::build(&samples::search_input(&theme, &rows)) {
            write(&file.path, &file.bytes);
        }
        let cards = samples::cards(&theme);
        let count = crate::render::cards::file_count(cards.len());
        let cards = cards.iter().map(|(id, html)| (id.as_str(), html.clone()));
        for (number, cards) in crate::render::cards::groups(cards, count).iter().enumerate() {
            write(&crate::render::cards::path(number), &crate::render::cards::file(number, cards));
        }
    }
}
