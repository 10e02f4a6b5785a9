//! What the files of `content/` are, by their names: pages, assets, or nothing that is used.

use super::files::{Found, FoundKind, ReadError, Root};
use super::place::Places;
use super::{AssetSource, Skipped, StaticSource};
use crate::config::{Config, ContentConfig};
use crate::diagnostics::{Checked, Code, Diagnostic, SourceText, Span, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Types of files that a page may use; everything else in `content/` is passed over. The bytes are looked at when they
/// are published.
const ASSET_TYPES: &[&str] = &[
    "avif", "gif", "jpeg", "jpg", "png", "svg", "webp", // pictures
    "csv", "docx", "epub", "json", "ods", "odt", "pdf", "pptx", "tsv", "txt", "xlsx", "zip", // documents
    "flac", "m4a", "m4v", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "vtt", "wav",
    "webm", // sound and film
];

/// Endings that other programs give to Markdown.
const NEARLY_MARKDOWN: &[&str] = &["mdown", "mdwn", "mkd", "mkdn", "mdtxt", "mdtext", "markdn", "rmd", "qmd"];

/// The files of the content folder that are used for something.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Markdown files, relative to the root, by path. Some may be nothing to us, which only their front matter says.
    pub(super) pages: Vec<String>,
    /// By path.
    pub(super) assets: Vec<AssetSource>,
    /// Markdown files that are not looked at.
    pub(super) skipped: Skipped,
}

/// Parts the files of the content folder into pages and assets, and reports what is neither.
pub(super) fn list_content(
    root: &Root,
    config: &Config,
    places: &mut Places<'_>,
) -> Result<Checked<Content>, ReadError> {
    let (mut content, mut diagnostics) = (Content::default(), Vec::new());
    let folder = &config.content.dir;
    let entered = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        !name.starts_with('.') && name != "node_modules" && !(folder == "." && lies_in(path, &config.output_dir))
    };
    let Some(found) = root.list(folder, &entered)? else {
        let none = Diagnostic::without_place(Code::UNREADABLE, format!("there is no folder `{folder}`"));
        let help = if *folder == ContentConfig::default().dir {
            "put articles into `content/articles/`, or start with `dossier init`"
        } else {
            "correct `dir` below `[content]` in dossier.toml"
        };
        return Ok(Checked { value: content, diagnostics: vec![none.help(help)] });
    };
    let themes = themes(found.iter().map(|found| config.content.below(&found.path)));
    let own = |path: &str| {
        let top = path.split('/').next().unwrap_or_default();
        folder == "."
            && (top == "static"
                || top == config.templates_dir
                || lies_in(path, &config.output_dir)
                || theme_of(path).is_some_and(|theme| themes.contains(theme)))
    };
    for Found { path, kind } in found {
        let below = config.content.below(&path);
        let name = below.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let is_markdown = matches!(ending.as_str(), "md" | "markdown" | "mdx");
        let skipped = if name.starts_with('.') {
            Some(&mut content.skipped.hidden)
        } else if own(below) {
            Some(&mut content.skipped.own)
        } else if places.is_ignored(below) {
            Some(&mut content.skipped.ignored)
        } else if places.is_underscored(below) {
            Some(&mut content.skipped.underscored)
        } else {
            None
        };
        if let Some(skipped) = skipped {
            skipped.extend(is_markdown.then_some(path));
        } else if kind != FoundKind::File {
            diagnostics.push(unreadable(&path, kind));
        } else if is_markdown {
            content.pages.push(path);
        } else if ASSET_TYPES.contains(&ending.as_str()) {
            content.assets.push(AssetSource { path: below.to_owned(), size: root.size(&path)? });
        } else if NEARLY_MARKDOWN.contains(&ending.as_str()) {
            let message = format!("files with the ending `.{ending}` are not read");
            let help = "rename it to `.md` if it is an article";
            diagnostics.push(about_file(Code::UNUSED_FILE, &path, message, help));
        }
    }
    places.learn(content.pages.iter().map(|path| config.content.below(path)));
    Ok(Checked { value: content, diagnostics })
}

/// The names of themes: folders in `themes/` that hold what a theme is made of. Others hold texts about themes, as likely as not.
fn themes<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<String> {
    let parts = |path: &'p str| {
        let (theme, rest) = (theme_of(path)?, path.splitn(3, '/').nth(2)?);
        let is_made = ["theme.toml", "theme.yaml", "theme.yml"].contains(&rest)
            || ["templates/", "layouts/", "_layouts/"].iter().any(|folder| rest.starts_with(folder));
        is_made.then(|| theme.to_owned())
    };
    paths.filter_map(parts).collect()
}

fn theme_of(path: &str) -> Option<&str> {
    path.strip_prefix("themes/")?.split_once('/').map(|(theme, _)| theme)
}

fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The files of `static/`.
pub(super) fn list_static(root: &Root) -> Result<Checked<Vec<StaticSource>>, ReadError> {
    let mut checked = Checked::clean(Vec::new());
    let entered = |path: &str| is_static(path.rsplit('/').next().unwrap_or_default());
    for Found { path, kind } in root.list("static", &entered)?.unwrap_or_default() {
        if !entered(&path) {
            continue;
        }
        if kind == FoundKind::File {
            let below = path.strip_prefix("static/").unwrap_or(&path).to_owned();
            checked.value.push(StaticSource { path: below, size: root.size(&path)? });
        } else {
            checked.diagnostics.push(unreadable(&path, kind));
        }
    }
    Ok(checked)
}

/// No dot files, but the folder that the web has for well-known addresses.
fn is_static(name: &str) -> bool {
    !name.starts_with('.') || name == ".well-known"
}

/// Most folders whose unused files are reported one by one.
const MOST_FOLDERS: usize = 8;

/// What is to be said of Markdown files that no setting claims and that do not say themselves what they are. If nothing else is
/// published either, that is an error: an empty site is no answer.
pub(super) fn unclaimed(paths: &[String], config: &Config, published: bool) -> Vec<Diagnostic> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        let folder = config.content.below(path).split_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(path);
    }
    let content = &config.content;
    if !published && !paths.iter().all(|path| is_index(path)) {
        let (files, are) = if paths.len() == 1 { ("file", "is") } else { ("files", "are") };
        let message = format!(
            "nothing would be published: of {} Markdown {files} in `{}` none {are} in a folder of articles, pages or a kind",
            paths.len(),
            content.dir
        );
        let help =
            "add two lines to dossier.toml, `[content]` and below it `articles = [\".\"]`, and they are articles";
        return vec![Diagnostic::without_place(Code::NOTHING_PUBLISHED, message).help(help)];
    }
    if folders.len() > MOST_FOLDERS {
        let message =
            format!("{} files in {} folders are not built: no setting claims them", paths.len(), folders.len());
        let help = "write `articles = [\".\"]` below `[content]` in dossier.toml to make articles of all of them";
        return vec![about_file(Code::UNUSED_FILE, &paths[0], message, help)];
    }
    folders.into_iter().filter_map(|(folder, paths)| unused(folder, &paths, config)).collect()
}

fn is_index(path: &str) -> bool {
    path.ends_with("/_index.md")
}

/// One warning for the Markdown files of a folder that means nothing; an `_index.md` alone is no loss.
fn unused(folder: &str, paths: &[&str], config: &Config) -> Option<Diagnostic> {
    let content = &config.content;
    let dir = if content.dir == "." { String::new() } else { format!("{}/", content.dir) };
    let Some(first) = paths.iter().find(|path| !is_index(path)) else {
        let known = Places::new(config).claims(folder);
        let message = "an `_index.md` in a folder below the first is not used";
        let help = format!("move it to `{dir}{folder}/_index.md`");
        return known.then(|| about_file(Code::UNUSED_FILE, paths[0], message, help));
    };
    let count = paths.iter().filter(|path| !is_index(path)).count();
    let files = if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") };
    if folder.is_empty() {
        let message = format!("{files} not built: no pages lie in `{}` itself", content.dir);
        let help = format!(
            "move it to `{dir}pages/` or `{dir}articles/`; or write `articles = [\".\"]` below `[content]` in dossier.toml"
        );
        return Some(about_file(Code::UNUSED_FILE, first, message, help));
    }
    let mut known = vec!["articles", "pages"];
    known.extend(config.kinds.0.iter().map(|kind| kind.name.as_str()));
    let help = if let Some(near) = nearest(folder, known.iter().copied()) {
        format!("did you mean `{dir}{near}`?")
    } else {
        let articles = content.articles.iter().map(String::as_str).chain([folder]);
        let articles: Vec<String> = articles.map(|name| format!("{name:?}")).collect();
        let articles = articles.join(", ");
        format!("add it below `[content]` in dossier.toml, `articles = [{articles}]`, or to the `folders` of a kind")
    };
    let message = format!("{files} not built: `{dir}{folder}` is not a folder of articles, pages or a kind");
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
