//! Static files under names that carry a hash of their bytes, so that they may be cached for ever.

use super::layers::Layer;
use crate::kind::{Kind, Kinds};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A static file of the theme, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name in the theme's `static/`: `fonts/serif.woff2`.
    pub name: String,
    /// Its path in the output: `assets/fonts/serif.3f9a1c2b.woff2`.
    pub path: String,
    /// Its bytes; in style sheets, references to other assets carry their final names.
    pub bytes: Vec<u8>,
}

/// All static files of the layers, by name; from each layer what no higher one has. With `system_fonts`, fonts and the
/// rules that load them are left out. `words` is what scripts say.
pub(super) fn collect(chain: &[Layer], kinds: &Kinds, system_fonts: bool, words: &str) -> Vec<Asset> {
    let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for layer in chain.iter().rev() {
        let own = layer.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("static/")?, bytes.clone())));
        files.extend(own.filter(|(name, _)| !(system_fonts && name.starts_with("fonts/"))));
    }
    let colors = kind_colors(kinds);
    if !colors.is_empty() {
        files.insert("kinds.css", colors.into_bytes());
    }
    if !words.is_empty() {
        files.insert("words.js", words.into());
    }
    let (sheets, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| has_suffix(name, "css"));
    let mut assets: Vec<Asset> = others.into_iter().map(|(name, bytes)| hashed(name, bytes)).collect();
    // a sheet that imports another one needs its final name: those without imports come first
    let mut waiting: Vec<(&str, Vec<u8>)> = sheets;
    while !waiting.is_empty() {
        let names: Vec<&str> = waiting.iter().map(|(name, _)| *name).collect();
        let free = |(name, bytes): &(&str, Vec<u8>)| {
            let text = String::from_utf8_lossy(bytes);
            references(&text).all(|range| {
                resolve(name, &text[range]).is_none_or(|target| target == *name || !names.contains(&target.as_str()))
            })
        };
        let (mut ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(free);
        waiting = rest;
        if ready.is_empty() {
            // two sheets import each other: they keep the names they have
            ready = std::mem::take(&mut waiting);
        }
        for (name, bytes) in ready {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let text = if system_fonts { without_font_faces(&text) } else { text };
            let text = rewritten(name, &text, &assets);
            assets.push(hashed(name, text.into_bytes()));
        }
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    assets
}

fn hashed(name: &str, bytes: Vec<u8>) -> Asset {
    let hash = blake3::hash(&bytes).to_hex();
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = match file.rsplit_once('.') {
        Some((stem, suffix)) => format!("assets/{folder}{slash}{stem}.{}.{suffix}", &hash[..8]),
        None => format!("assets/{folder}{slash}{file}.{}", &hash[..8]),
    };
    Asset { name: name.to_owned(), path, bytes }
}

fn has_suffix(name: &str, suffix: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(suffix))
}

/// The addresses in `url(…)` of a style sheet: their range, without quotes.
fn references(css: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    memchr::memmem::find_iter(css.as_bytes(), b"url(").filter_map(move |at| {
        let start = at + 4;
        let end = start + css[start..].find(')')?;
        let inner = css[start..end].trim_matches([' ', '"', '\'']);
        let from = start + css[start..end].find(inner)?;
        Some(from..from + inner.len())
    })
}

/// The name of the asset that an address in the sheet `name` leads to; `None` for other addresses.
fn resolve(name: &str, address: &str) -> Option<String> {
    if address.is_empty() || address.starts_with(['/', '#']) || address.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in address.split(['?', '#']).next()?.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The sheet with the final names of the assets that it refers to.
fn rewritten(name: &str, css: &str, assets: &[Asset]) -> String {
    let depth = name.matches('/').count();
    let mut out = String::with_capacity(css.len() + 64);
    let mut done = 0;
    for range in references(css) {
        let Some(target) = resolve(name, &css[range.clone()]) else { continue };
        let Some(asset) = assets.iter().find(|asset| asset.name == target) else { continue };
        out.push_str(&css[done..range.start]);
        out.push_str(&"../".repeat(depth));
        out.push_str(asset.path.trim_start_matches("assets/"));
        done = range.end;
    }
    out.push_str(&css[done..]);
    out
}

/// The sheet without `@font-face` rules that load a file; those that only adjust a local font stay.
fn without_font_faces(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("@font-face") {
        let end = rest[at..].find('}').map_or(rest.len(), |end| at + end + 1);
        out.push_str(&rest[..at]);
        if !rest[at..end].contains("url(") {
            out.push_str(&rest[at..end]);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Colours of the dossier's own kinds. In the dark they are lightened, as they were chosen on white.
fn kind_colors(kinds: &Kinds) -> String {
    let mut css = String::new();
    for (_, kind) in kinds.iter() {
        let Some(color) = kind.color.as_deref().filter(|color| is_color(color)) else { continue };
        let mark = mark(kind);
        if !mark.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            continue;
        }
        let selector = format!(".k-{mark}, .e-{mark}, .n-{mark}");
        let light = format!("--own: {color};");
        let dark = format!("--own: color-mix(in oklab, {color} 55%, white);");
        let _ = writeln!(css, "{selector} {{ {light} }}");
        let _ = writeln!(
            css,
            "@media (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) :is({selector}) {{ {dark} }} }}"
        );
        let _ = writeln!(css, ":root[data-theme=\"dark\"] :is({selector}) {{ {dark} }}");
    }
    css
}

/// Mark of a kind: the last part of the classes `k-…`, `e-…` and `n-…`.
pub fn mark(kind: &Kind) -> String {
    if kind.mark == "other" { format!("x-{}", kind.name) } else { kind.mark.clone() }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    fn layer(name: &str, files: &[(&str, &str)]) -> Layer {
        let files = files.iter().map(|(path, text)| (format!("static/{path}"), text.as_bytes().to_vec())).collect();
        Layer::theme(name, format!("themes/{name}"), files)
    }

    fn text<'a>(assets: &'a [Asset], name: &str) -> &'a str {
        std::str::from_utf8(&assets.iter().find(|asset| asset.name == name).unwrap().bytes).unwrap()
    }

    #[test]
    fn names_carry_hashes_and_sheets_know_them() {
        let low = layer(
            "low",
            &[
                ("a.css", "@import url(sub/b.css);@font-face{src:url(\"fonts/f.woff2\")}p{background:url(data:x)}"),
                ("sub/b.css", "@font-face { src: url(../fonts/f.woff2?x#y) } b{background:url('missing.png')}"),
                ("fonts/f.woff2", "font"),
                ("a.js", "low"),
            ],
        );
        let high = layer("high", &[("a.js", "high")]);
        let assets = collect(&[high, low], &Kinds::default(), false, "");
        let names: Vec<_> = assets.iter().map(|asset| asset.name.as_str()).collect();
        assert_eq!(names, ["a.css", "a.js", "fonts/f.woff2", "sub/b.css"]);
        let font = &assets[2].path;
        assert_eq!(*font, format!("assets/fonts/f.{}.woff2", &blake3::hash(b"font").to_hex()[..8]));
        assert_eq!(text(&assets, "a.js"), "high");
        let short = font.trim_start_matches("assets/");
        assert_eq!(
            text(&assets, "sub/b.css"),
            format!("@font-face {{ src: url(../{short}) }} b{{background:url('missing.png')}}")
        );
        let sheet = assets[3].path.trim_start_matches("assets/");
        assert_eq!(
            text(&assets, "a.css"),
            format!("@import url({sheet});@font-face{{src:url(\"{short}\")}}p{{background:url(data:x)}}")
        );
    }

    #[test]
    fn system_fonts_leave_nothing_to_load() {
        let low = layer(
            "low",
            &[
                ("a.css", "a{}@font-face { src: url(fonts/f.woff2) } @font-face { src: local(\"X\") } b{}"),
                ("fonts/f.woff2", "font"),
            ],
        );
        let assets = collect(&[low], &Kinds::default(), true, "");
        assert_eq!(assets.len(), 1);
        assert_eq!(text(&assets, "a.css"), "a{} @font-face { src: local(\"X\") } b{}");
    }

    #[test]
    fn own_kinds_get_their_colour_and_nothing_else_gets_in() {
        let own = |name: &str, color: &str| Kind {
            name: name.into(),
            mark: "other".into(),
            color: Some(color.into()),
            ..Kinds::default().0[0].clone()
        };
        let kinds = Kinds(vec![own("vessels", "#12ab34"), own("x{}", "#123"), own("y", "red;}")]);
        let css = kind_colors(&kinds);
        assert!(css.starts_with(".k-x-vessels, .e-x-vessels, .n-x-vessels { --own: #12ab34; }\n"), "{css}");
        assert_eq!(css.lines().count(), 3);
        assert_eq!(kind_colors(&Kinds::default()), "");
    }
}
