//! What the files of `content/` are, by their names: pages, assets, or nothing that is used.

use super::files::{Found, FoundKind, ReadError, Root};
use super::place::{Place, place};
use super::{AssetSource, StaticSource};
use crate::config::Config;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceText, Span, nearest};
use std::collections::BTreeMap;

/// Types of files that a page may use; everything else in `content/` is passed over. The bytes are looked at when they
/// are published.
const ASSET_TYPES: &[&str] = &[
    "avif", "gif", "jpeg", "jpg", "png", "svg", "webp", // pictures
    "csv", "docx", "epub", "json", "ods", "odt", "pdf", "pptx", "tsv", "txt", "xlsx", "zip", // documents
    "flac", "m4a", "m4v", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "vtt", "wav",
    "webm", // sound and film
];

/// Endings that other programs give to Markdown.
const NEARLY_MARKDOWN: &[&str] = &["mdown", "mdwn", "mdx", "mkd", "mkdn", "mdtxt", "mdtext", "markdn", "rmd", "qmd"];

/// The files of `content/` that are used for something.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Markdown files in known places, relative to the root, by path.
    pub(super) pages: Vec<String>,
    /// By path.
    pub(super) assets: Vec<AssetSource>,
}

/// Parts the files of `content/` into pages and assets, and reports what is neither.
pub(super) fn list_content(root: &Root, config: &Config) -> Result<Checked<Content>, ReadError> {
    let mut content = Content::default();
    let mut diagnostics = Vec::new();
    let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(found) = root.list("content", is_content)? else {
        let none = Diagnostic::without_place(Code::UNREADABLE, "there is no folder `content`")
            .help("put articles into `content/articles/`, or start with `dossier init`");
        return Ok(Checked { value: content, diagnostics: vec![none] });
    };
    for Found { path, kind } in found {
        if kind != FoundKind::File {
            diagnostics.push(unreadable(&path, kind));
            continue;
        }
        let below = path.strip_prefix("content/").unwrap_or(&path);
        let ending = below.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        if matches!(ending.as_str(), "md" | "markdown") {
            match place(below, &config.kinds) {
                Place::Elsewhere(folder) => elsewhere.entry(folder.to_owned()).or_default().push(path),
                _ => content.pages.push(path),
            }
        } else if ASSET_TYPES.contains(&ending.as_str()) {
            content.assets.push(AssetSource { path: below.to_owned(), size: root.size(&path)? });
        } else if NEARLY_MARKDOWN.contains(&ending.as_str()) {
            let message = format!("files with the ending `.{ending}` are not read");
            let help = "rename it to `.md` if it is an article";
            diagnostics.push(about_file(Code::UNUSED_FILE, &path, message, help));
        }
    }
    for (folder, paths) in elsewhere {
        diagnostics.extend(unused(&folder, &paths, config));
    }
    Ok(Checked { value: content, diagnostics })
}

/// The files of `static/`.
pub(super) fn list_static(root: &Root) -> Result<Checked<Vec<StaticSource>>, ReadError> {
    let mut checked = Checked::clean(Vec::new());
    for Found { path, kind } in root.list("static", is_static)?.unwrap_or_default() {
        if kind == FoundKind::File {
            let below = path.strip_prefix("static/").unwrap_or(&path).to_owned();
            checked.value.push(StaticSource { path: below, size: root.size(&path)? });
        } else {
            checked.diagnostics.push(unreadable(&path, kind));
        }
    }
    Ok(checked)
}

/// No dot files, and of names that start with `_` only `_index.md`.
fn is_content(name: &str) -> bool {
    !name.starts_with('.') && (!name.starts_with('_') || name == "_index.md")
}

/// No dot files, but the folder that the web has for well-known addresses.
fn is_static(name: &str) -> bool {
    !name.starts_with('.') || name == ".well-known"
}

/// One warning for the Markdown files of a folder that means nothing; an `_index.md` alone is no loss.
fn unused(folder: &str, paths: &[String], config: &Config) -> Option<Diagnostic> {
    let is_index = |path: &String| path.ends_with("/_index.md");
    let Some(first) = paths.iter().find(|path| !is_index(path)) else {
        let known = place(&format!("{folder}/_index.md"), &config.kinds) == Place::Section;
        let message = "an `_index.md` in a folder below the first is not used";
        let help = format!("move it to `content/{folder}/_index.md`");
        return known.then(|| about_file(Code::UNUSED_FILE, &paths[0], message, help));
    };
    let count = paths.iter().filter(|path| !is_index(path)).count();
    let files = if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") };
    if folder.is_empty() {
        let message = format!("{files} not built: pages do not lie in `content/` itself");
        return Some(about_file(
            Code::UNUSED_FILE,
            first,
            message,
            "move it to `content/pages/` or `content/articles/`",
        ));
    }
    let mut known = vec!["articles", "pages"];
    known.extend(config.kinds.0.iter().map(|kind| kind.name.as_str()));
    let help = match nearest(folder, known.iter().copied()) {
        Some(near) => format!("did you mean `content/{near}`?"),
        None => format!("folders are {}; `[[kinds]]` in dossier.toml adds others", known.join(", ")),
    };
    let message = format!("{files} not built: `content/{folder}` is no folder of a kind");
    Some(about_file(Code::UNUSED_FILE, first, message, help))
}

fn unreadable(path: &str, kind: FoundKind) -> Diagnostic {
    let (message, help) = match kind {
        FoundKind::Link => ("a link is not followed", "put the file itself here, or take the link out"),
        FoundKind::BadName => ("the file name is not valid Unicode", "rename the file"),
        FoundKind::Special | FoundKind::File => ("not a regular file", "take it out of the dossier"),
    };
    about_file(Code::UNREADABLE, path, message, help)
}

/// A diagnostic about a file whose text does not matter or was not read.
pub(super) fn about_file(code: Code, path: &str, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message, Span::file(&SourceText::new(path, ""))).help(help)
}
