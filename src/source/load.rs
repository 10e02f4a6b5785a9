//! The gate for privacy: everything is loaded, then reduced to what may be published.

use super::files::{Cause, Found, FoundKind, ReadError, Root};
use super::front_matter::{Split, split};
use super::keys::{PageType, finish};
use super::place::{Place, id_of_path, id_with_slug, place};
use super::privacy::{Verdict, verdict};
use super::strip::{Stripped, strip};
use super::{
    ArticleSource, AssetSource, Body, EntitySource, Head, HeldBack, HeldBackReason, PageId, PageSource, PublicSources,
    StaticSource, article::article, entity::entity, head::head, names::shown,
};
use crate::config::Config;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceText, Span, nearest};
use crate::text::slug::slugify;
use crate::values::{Codes, Node, Reader, Table, Value};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What the command line adds to the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadOptions {
    /// `--drafts`: drafts are published too; what is private or under embargo is not.
    pub drafts: bool,
    /// The day of the build, in UTC.
    pub today: jiff::civil::Date,
}

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

/// Private texts at least this long are looked for in the finished output; shorter ones would be found by accident.
const TELLING: usize = 24;

/// Loads `content/` and lists `static/`, and keeps back what must not get out.
pub fn load(root: &Path, config: &Config, options: &LoadOptions) -> Result<Checked<PublicSources>, ReadError> {
    let root = Root::open(root)?;
    let mut sources = PublicSources::default();
    let mut diagnostics = Vec::new();
    let mut pages = Vec::new();
    match root.list("content", is_content)? {
        Some(found) => sort_out(found, config, &mut pages, &mut sources.assets, &mut diagnostics),
        None => diagnostics.push(
            Diagnostic::without_place(Code::UNREADABLE, "there is no folder `content`")
                .help("put articles into `content/articles/`, or start with `dossier init`"),
        ),
    }
    for found in root.list("static", is_static)?.unwrap_or_default() {
        let path = found.path.trim_start_matches("static/").to_owned();
        match found.kind {
            FoundKind::File(size) => sources.statics.push(StaticSource { path, size }),
            kind => diagnostics.push(unreadable(&found.path, kind)),
        }
    }
    let cap = config.publish.max_file_mb * 1024 * 1024;
    let loaded: Vec<Loaded> =
        pages.par_iter().map(|path| load_page(&root, path, cap, config, options)).collect::<Result<_, _>>()?;
    gather(loaded, &mut sources, &mut diagnostics);
    Ok(Checked { value: sources, diagnostics })
}

/// The bytes of a file below `content/`, at most `cap`.
pub fn read_asset(root: &Path, path: &str, cap: u64) -> Result<Vec<u8>, ReadError> {
    Root::open(root)?.read(&inside("content", path), cap)
}

/// The bytes of a file below `static/`, at most `cap`.
pub fn read_static(root: &Path, path: &str, cap: u64) -> Result<Vec<u8>, ReadError> {
    Root::open(root)?.read(&inside("static", path), cap)
}

/// An absolute path stays absolute, so that the gate refuses it.
fn inside(folder: &str, path: &str) -> String {
    if Path::new(path).has_root() { path.to_owned() } else { format!("{folder}/{path}") }
}

/// No dot files, and of names that start with `_` only `_index.md`.
fn is_content(name: &str) -> bool {
    !name.starts_with('.') && (!name.starts_with('_') || name == "_index.md")
}

/// No dot files, but the folder that the web has for well-known addresses.
fn is_static(name: &str) -> bool {
    !name.starts_with('.') || name == ".well-known"
}

/// Parts the files of `content/` into pages and assets, and reports what is neither.
fn sort_out(
    found: Vec<Found>,
    config: &Config,
    pages: &mut Vec<String>,
    assets: &mut Vec<AssetSource>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Found { path, kind } in found {
        let FoundKind::File(size) = kind else {
            diagnostics.push(unreadable(&path, kind));
            continue;
        };
        let below = path.trim_start_matches("content/");
        let ending = below.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        if matches!(ending.as_str(), "md" | "markdown") {
            match place(below, &config.kinds) {
                Place::Elsewhere(folder) => elsewhere.entry(folder.to_owned()).or_default().push(path),
                _ => pages.push(path),
            }
        } else if ASSET_TYPES.contains(&ending.as_str()) {
            assets.push(AssetSource { path: below.to_owned(), size });
        } else if NEARLY_MARKDOWN.contains(&ending.as_str()) {
            let message = format!("files with the ending `.{ending}` are not read");
            diagnostics.push(file_diagnostic(
                Code::UNUSED_FILE,
                &path,
                message,
                "rename it to `.md` if it is an article",
            ));
        }
    }
    for (folder, paths) in elsewhere {
        diagnostics.extend(unused(&folder, &paths, config));
    }
}

/// One warning for the Markdown files of a folder that means nothing; an `_index.md` alone is no loss.
fn unused(folder: &str, paths: &[String], config: &Config) -> Option<Diagnostic> {
    let is_index = |path: &String| path.ends_with("/_index.md");
    let Some(first) = paths.iter().find(|path| !is_index(path)) else {
        let known = place(&format!("{folder}/_index.md"), &config.kinds) == Place::Section;
        let message = "an `_index.md` in a folder below the first is not used";
        let help = format!("move it to `content/{folder}/_index.md`");
        return known.then(|| file_diagnostic(Code::UNUSED_FILE, &paths[0], message, help));
    };
    let count = paths.iter().filter(|path| !is_index(path)).count();
    let files = if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") };
    if folder.is_empty() {
        let message = format!("{files} not built: pages do not lie in `content/` itself");
        return Some(file_diagnostic(
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
    Some(file_diagnostic(Code::UNUSED_FILE, first, message, help))
}

fn unreadable(path: &str, kind: FoundKind) -> Diagnostic {
    let (message, help) = match kind {
        FoundKind::Link => ("a link is not followed", "put the file itself here, or take the link out"),
        FoundKind::BadName => ("the file name is not valid Unicode", "rename the file"),
        FoundKind::Special | FoundKind::File(_) => ("not a regular file", "take it out of the dossier"),
    };
    file_diagnostic(Code::UNREADABLE, path, message, help)
}

/// A diagnostic about a file whose text does not matter or was not read.
fn file_diagnostic(code: Code, path: &str, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message, Span::file(&SourceText::new(path, ""))).help(help)
}

/// What became of a file.
struct Loaded {
    page: Option<Page>,
    removed: Vec<String>,
    removed_count: usize,
    diagnostics: Vec<Diagnostic>,
}

/// A page after the gate; boxed, as most of the pages are of one type.
enum Page {
    Article(Box<ArticleSource>),
    Entity(Box<EntitySource>),
    Free(Box<PageSource>),
    Section(Box<PageSource>),
    Held(HeldBack),
}

fn load_page(root: &Root, path: &str, cap: u64, config: &Config, options: &LoadOptions) -> Result<Loaded, ReadError> {
    let bytes = match root.read(path, cap) {
        Ok(bytes) => bytes,
        Err(ReadError { cause: cause @ (Cause::NotAFile | Cause::TooLarge { .. }), .. }) => {
            let help = "split the file, or raise `max_file_mb` below `[publish]` in dossier.toml";
            let diagnostic = file_diagnostic(Code::UNREADABLE, path, cause.to_string(), help);
            return Ok(Loaded { page: None, removed: Vec::new(), removed_count: 0, diagnostics: vec![diagnostic] });
        }
        Err(error) => return Err(error),
    };
    Ok(match decode(path, bytes) {
        Ok(source) => reduce(&source, config, options),
        Err(diagnostic) => Loaded { page: None, removed: Vec::new(), removed_count: 0, diagnostics: vec![diagnostic] },
    })
}

/// Bytes as text: UTF-8 without NUL. A carriage return that stands alone becomes a line feed, so that lines are lines
/// everywhere; no byte changes its place.
fn decode(path: &str, bytes: Vec<u8>) -> Result<Arc<SourceText>, Diagnostic> {
    let at = |text: String, message: String, help: &str| {
        let end = text.len();
        let source = SourceText::new(path, text);
        Err(Diagnostic::new(Code::UNREADABLE, message, Span::new(&source, end, end)).help(help))
    };
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            return at(before, format!("not valid UTF-8 at byte {valid}"), "save the file as UTF-8");
        }
    };
    if let Some(nul) = memchr::memchr(0, text.as_bytes()) {
        text.truncate(nul);
        return at(text, format!("a NUL at byte {nul}"), "save the file as plain text in UTF-8");
    }
    if memchr::memchr(b'\r', text.as_bytes()).is_some() && has_lone_return(text.as_bytes()) {
        let mut bytes = text.into_bytes();
        for n in 0..bytes.len() {
            if bytes[n] == b'\r' && bytes.get(n + 1) != Some(&b'\n') {
                bytes[n] = b'\n';
            }
        }
        text = String::from_utf8(bytes).expect("one ASCII sign was put in the place of another");
    }
    Ok(SourceText::new(path, text))
}

fn has_lone_return(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', bytes).any(|n| bytes.get(n + 1) != Some(&b'\n'))
}

/// Takes a file through the gate.
fn reduce(source: &Arc<SourceText>, config: &Config, options: &LoadOptions) -> Loaded {
    let reader = Reader::new(source, Codes::FRONT_MATTER);
    let file = File::new(&reader, config);
    let mut removed = Vec::new();
    let page = match file.read(options, &mut removed) {
        Ok(page) => Some(page),
        Err(reason) => {
            removed.clear();
            Some(Page::Held(file.held_back(reason)))
        }
    };
    let texts = removed.iter().flat_map(|words| telling_lines(words)).map(str::to_owned).collect();
    Loaded { page, removed: texts, removed_count: removed.len(), diagnostics: reader.finish() }
}

/// A file on its way through the gate.
struct File<'a> {
    reader: &'a Reader<'a>,
    config: &'a Config,
    place: Place<'a>,
    id: PageId,
    stem: String,
    split: Option<Split>,
}

impl<'a> File<'a> {
    fn new(reader: &'a Reader<'a>, config: &'a Config) -> Self {
        let path = reader.source.path.strip_prefix("content/").unwrap_or_default();
        let (id, stem) = id_of_path(path);
        Self { reader, config, place: place(path, &config.kinds), id, stem, split: split(reader) }
    }

    /// The page, or why it stays back. Whatever is unclear stays back as private; then there is an error too.
    fn read(&self, options: &LoadOptions, removed: &mut Vec<String>) -> Result<Page, HeldBackReason> {
        const UNCLEAR: HeldBackReason = HeldBackReason::Private;
        let Split { values, body } = self.split.as_ref().ok_or(UNCLEAR)?;
        let mut table = Table::new(self.reader, values, "front matter").ok_or(UNCLEAR)?;
        match verdict(&mut table, options.drafts, options.today) {
            Verdict::Public => {}
            Verdict::Held(reason) => return Err(reason),
            Verdict::Unclear => return Err(UNCLEAR),
        }
        if let Some(notes) = table.take("private_notes") {
            removed.push(self.reader.span(&notes.span).text().to_owned());
        }
        let text = self.reader.source.text.as_str();
        let stripped = strip(self.reader, *body..text.len());
        removed.extend(stripped.removed.iter().map(|range| text[range.clone()].to_owned()));
        let page = self.typed(&mut table, &stripped);
        // Without a page its keys are not all read, and none of them is unknown for sure.
        let page = page.ok_or(UNCLEAR)?;
        finish(&table, self.page_type(), &self.config.kinds).filter(|()| stripped.clear).ok_or(UNCLEAR)?;
        Ok(page)
    }

    fn page_type(&self) -> PageType {
        match self.place {
            Place::Article => PageType::Article,
            Place::Entity(_) => PageType::Entity,
            Place::Page | Place::Elsewhere(_) => PageType::Page,
            Place::Section => PageType::Section,
        }
    }

    /// The page with all its keys read; `None` if it has no address or a private value stands in the wrong place.
    fn typed(&self, table: &mut Table<'_>, stripped: &Stripped) -> Option<Page> {
        let id = match self.place {
            Place::Section => Some(self.id.clone()),
            _ => id_with_slug(table, self.id.clone()),
        };
        let body = Body { source: Arc::clone(self.reader.source), kept: stripped.kept.clone() };
        let head = head(table, id.clone().unwrap_or_else(|| self.id.clone()), self.stem.clone(), body)?;
        let page = match self.place {
            Place::Article => Page::Article(Box::new(article(table, head, &self.config.kinds)?)),
            Place::Entity(kind) => Page::Entity(Box::new(entity(table, head, kind)?)),
            Place::Page | Place::Elsewhere(_) => Page::Free(Box::new(PageSource { head })),
            Place::Section => Page::Section(Box::new(PageSource { head })),
        };
        id.map(|_| page)
    }

    fn held_back(&self, reason: HeldBackReason) -> HeldBack {
        let mut names = vec![self.stem.clone(), self.id.name().to_owned()];
        let mut id = self.id.clone();
        if let Some(Split { values, body }) = &self.split {
            let text = |key: &str| texts(values, key).next();
            if let Some(slug) = text("slug").filter(|slug| slugify(slug) == *slug) {
                id = PageId(format!("{}/{slug}", id.folder()));
                names.push(slug.to_owned());
            }
            let title = text("title").or_else(|| first_heading(&self.reader.source.text[*body..]));
            let aliases = ["aliases", "weak_aliases"].into_iter().flat_map(|key| texts(values, key));
            names.extend(title.into_iter().chain(aliases).map(shown));
        }
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        HeldBack { id, reason, names, span: Span::file(self.reader.source) }
    }
}

/// The texts of a key, whatever is wrong beside them.
fn texts<'v>(values: &'v Node, key: &str) -> impl Iterator<Item = &'v str> {
    let entries = if let Value::Table(entries) = &values.value { entries.as_slice() } else { &[] };
    let node = entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node);
    let items = node.map_or(&[][..], |node| match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    });
    items.iter().filter_map(|item| match &item.value {
        Value::Scalar(_, text) => Some(text.trim()),
        _ => None,
    })
}

/// The words of the first `# heading`, which is the title of a page that states none.
fn first_heading(body: &str) -> Option<&str> {
    body.lines().find_map(|line| line.strip_prefix("# ")).map(|words| words.trim().trim_end_matches('#').trim_end())
}

/// The lines of a private stretch that are long enough to be looked for.
fn telling_lines(words: &str) -> impl Iterator<Item = &str> {
    let inner = words.trim_matches(|c: char| c.is_whitespace() || "%<!->:\"'|".contains(c));
    inner.lines().map(str::trim).filter(|line| line.chars().count() >= TELLING)
}

/// Puts the pages where they belong, by id, and reports ids that stand twice.
fn gather(loaded: Vec<Loaded>, sources: &mut PublicSources, diagnostics: &mut Vec<Diagnostic>) {
    for file in loaded {
        sources.stretches_removed += file.removed_count;
        sources.removed_texts.extend(file.removed);
        diagnostics.extend(file.diagnostics);
        match file.page {
            Some(Page::Article(article)) => sources.articles.push(*article),
            Some(Page::Entity(entity)) => sources.entities.push(*entity),
            Some(Page::Free(page)) => sources.pages.push(*page),
            Some(Page::Section(page)) => sources.sections.push(*page),
            Some(Page::Held(held)) => sources.held_back.push(held),
            None => {}
        }
    }
    // The files came by path; a stable sort keeps that order between equal ids.
    sources.held_back.sort_by(|a, b| a.id.cmp(&b.id));
    sources.removed_texts.sort();
    sources.removed_texts.dedup();
    by_id(&mut sources.articles, |article| &article.head, diagnostics);
    by_id(&mut sources.entities, |entity| &entity.head, diagnostics);
    by_id(&mut sources.pages, |page| &page.head, diagnostics);
    by_id(&mut sources.sections, |page| &page.head, diagnostics);
}

/// Sorts pages by id; of several with one id only the first stays.
fn by_id<T>(pages: &mut Vec<T>, head: fn(&T) -> &Head, diagnostics: &mut Vec<Diagnostic>) {
    pages.sort_by(|a, b| head(a).id.cmp(&head(b).id));
    pages.dedup_by(|later, first| {
        let (later, first) = (head(later), head(first));
        if later.id != first.id {
            return false;
        }
        let other = Span::file(&first.body.source);
        let message = format!("`{}` is the id of another page too", later.id);
        diagnostics.push(
            Diagnostic::new(Code::ADDRESS_TAKEN, message, Span::file(&later.body.source))
                .related(other, format!("{} has it already", first.body.source.path))
                .help("rename one of the files, or give it a `slug`"),
        );
        true
    });
}
