//! The gate for privacy: everything is loaded, then reduced to what may be published. A page with an error in it stays back whole.

use super::files::{ReadCause, ReadError, Root};
use super::front_matter::{Split, split};
use super::keys::{PageType, finish};
use super::listing::{about_file, list_content, list_static};
use super::place::{Place, id_of_path, id_with_slug, place};
use super::privacy::{Verdict, refuse_doubled, refuse_inner_keys, verdict};
use super::strip::{Stripped, strip};
use super::{
    ArticleSource, Body, EntitySource, Head, HeldBack, HeldBackReason, PageId, PageSource, Placed, PublicSources,
    article::article, entity::entity, head::head, names::shown, statement,
};
use crate::config::Config;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceText, Span};
use crate::kind::KindId;
use crate::text::slug::slugify;
use crate::values::{Codes, Node, Reader, Table, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;
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

/// Private texts at least this long are looked for in the finished output; shorter ones would be found by accident.
const TELLING: usize = 24;

/// Loads `content/` and lists `static/`, and keeps back what must not get out.
pub fn load(root: &Path, config: &Config, options: &LoadOptions) -> Result<Checked<PublicSources>, ReadError> {
    let root = Root::open(root)?;
    let mut diagnostics = Vec::new();
    let content = list_content(&root, config)?.take(&mut diagnostics);
    let statics = list_static(&root)?.take(&mut diagnostics);
    let mut sources = PublicSources { assets: content.assets, statics, ..PublicSources::default() };
    let cap = config.publish.max_file_mb * 1024 * 1024;
    let loaded = content.pages.par_iter().map(|path| load_page(&root, path, cap, config, *options));
    let loaded: Vec<Loaded> = loaded.collect::<Result<_, _>>()?;
    gather(loaded, &mut sources, &mut diagnostics);
    Ok(Checked { value: sources, diagnostics })
}

/// One file through the gate, as [`load`] does with each: `path` is relative to the root. Nothing is read from disk, so
/// that tests and fuzzing can hand in whatever they like.
pub fn load_text(path: &str, bytes: Vec<u8>, config: &Config, options: LoadOptions) -> Checked<PublicSources> {
    let (mut sources, mut diagnostics) = (PublicSources::default(), Vec::new());
    let loaded = match decode(path, bytes) {
        Ok(source) => reduce(&source, config, options),
        Err(diagnostic) => Loaded::nothing(path, diagnostic),
    };
    gather(vec![loaded], &mut sources, &mut diagnostics);
    Checked { value: sources, diagnostics }
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

/// What became of a file.
pub(super) struct Loaded {
    page: Option<Page>,
    removed: Vec<String>,
    removed_count: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// A file that cannot be read: its page stays back under the names that its path gives.
    fn nothing(path: &str, diagnostic: Diagnostic) -> Self {
        let (id, stem) = id_of_path(path.strip_prefix("content/").unwrap_or(path));
        let mut names = vec![stem, id.name().to_owned()];
        names.sort();
        names.dedup();
        let span = Span::file(&SourceText::new(path, ""));
        let held = HeldBack { id, reason: HeldBackReason::Unclear, names, span };
        Self { page: Some(Page::Held(held)), removed: Vec::new(), removed_count: 0, diagnostics: vec![diagnostic] }
    }
}

/// A page after the gate; boxed, as most of the pages are of one type.
enum Page {
    Article(Box<ArticleSource>),
    Entity(Box<EntitySource>),
    Free(Box<PageSource>),
    Section(Box<PageSource>),
    Held(HeldBack),
}

fn load_page(root: &Root, path: &str, cap: u64, config: &Config, options: LoadOptions) -> Result<Loaded, ReadError> {
    let bytes = match root.read(path, cap) {
        Ok(bytes) => bytes,
        Err(ReadError { cause: cause @ (ReadCause::NotAFile | ReadCause::TooLarge { .. }), .. }) => {
            let help = "split the file, or raise `max_file_mb` below `[publish]` in dossier.toml";
            return Ok(Loaded::nothing(path, about_file(Code::UNREADABLE, path, cause.to_string(), help)));
        }
        Err(error) => return Err(error),
    };
    Ok(match decode(path, bytes) {
        Ok(source) if has_too_many_marks(&source.text) => {
            let message = format!("more than {MARKS} marks of Markdown in one file");
            Loaded::nothing(path, about_file(Code::UNREADABLE, path, message, "split the file"))
        }
        Ok(source) => reduce(&source, config, options),
        Err(diagnostic) => Loaded::nothing(path, diagnostic),
    })
}

/// How many signs that may begin or end an element a file may have. A parser keeps up to 600 bytes for each, so that a file of a few
/// megabytes, a million times `[[a]]`, would take a gigabyte. Books have a hundredth of it.
const MARKS: usize = 800_000;

fn has_too_many_marks(text: &str) -> bool {
    let is_mark = |byte: &&u8| matches!(byte, b'[' | b']' | b'*' | b'_' | b'`' | b'<' | b'~' | b'|');
    text.len() > MARKS && text.as_bytes().iter().filter(is_mark).count() > MARKS
}

/// Bytes as text: UTF-8 without NUL. A carriage return that stands alone becomes a line feed, so that lines are lines
/// everywhere; no byte changes its place.
pub(super) fn decode(path: &str, bytes: Vec<u8>) -> Result<Arc<SourceText>, Diagnostic> {
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
pub(super) fn reduce(source: &Arc<SourceText>, config: &Config, options: LoadOptions) -> Loaded {
    let reader = Reader::new(source, Codes::FRONT_MATTER);
    let file = File::new(&reader, config);
    let mut removed = Vec::new();
    let page = file.read(options, &mut removed).unwrap_or_else(|reason| {
        removed.clear();
        Page::Held(file.held_back(reason))
    });
    let texts = removed.iter().flat_map(|words| telling_lines(words)).map(str::to_owned).collect();
    Loaded { page: Some(page), removed: texts, removed_count: removed.len(), diagnostics: reader.finish() }
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
        let path = reader.source.path.strip_prefix("content/").unwrap_or(&reader.source.path);
        let (id, stem) = id_of_path(path);
        Self { reader, config, place: place(path, &config.kinds), id, stem, split: split(reader) }
    }

    /// The page, or why it stays back. Whatever is unclear stays back as private; then there is an error too.
    fn read(&self, options: LoadOptions, removed: &mut Vec<String>) -> Result<Page, HeldBackReason> {
        const UNCLEAR: HeldBackReason = HeldBackReason::Unclear;
        let Split { values, body } = self.split.as_ref().ok_or(UNCLEAR)?;
        let mut table = Table::new(self.reader, values, "front matter").ok_or(UNCLEAR)?;
        let text = self.reader.source.text.as_str();
        refuse_doubled(self.reader).ok_or(UNCLEAR)?;
        let mut clear = Some(());
        for entry in table.rest() {
            clear = refuse_inner_keys(self.reader, &entry.key, &entry.node).and(clear);
        }
        match verdict(&mut table, &text[*body..], options.drafts, options.today) {
            Verdict::Public => clear.ok_or(UNCLEAR)?,
            Verdict::Held(reason) => return Err(reason),
            Verdict::Unclear => return Err(UNCLEAR),
        }
        if let Some(notes) = table.take("private_notes") {
            removed.push(self.reader.span(&notes.span).text().to_owned());
        }
        let stripped = strip(self.reader, *body..text.len());
        removed.extend(stripped.removed.iter().map(|range| text[range.clone()].to_owned()));
        let page = self.typed(&mut table, &stripped);
        // Without a page its keys are not all read, and none of them is unknown for sure.
        let page = page.ok_or(UNCLEAR)?;
        finish(&table, self.page_type(), &self.config.kinds, options.today)
            .filter(|()| stripped.clear)
            .ok_or(UNCLEAR)?;
        if self.reader.failed() {
            return Err(UNCLEAR);
        }
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
        if !matches!(self.place, Place::Article) {
            statement::refuse(self.reader, &stripped.statements);
        }
        let head = head(table, id.clone().unwrap_or_else(|| self.id.clone()), self.stem.clone(), body);
        let page = match self.place {
            Place::Article => {
                let blocks = statement::blocks(self.reader, &head.body, &stripped.statements)?;
                let mut article = article(table, head, &self.config.kinds);
                article.statements.extend(blocks);
                Page::Article(Box::new(article))
            }
            Place::Entity(kind) => {
                let mut head = head;
                let heading = || Some(plain_heading(first_heading(&head.body.text())?)?.to_owned());
                head.title = head.title.take().or_else(heading);
                Page::Entity(Box::new(entity(table, head, kind)))
            }
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
    let mut in_code = false;
    let mut lines = body.lines().filter(|line| {
        in_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        !in_code
    });
    lines.find_map(|line| line.strip_prefix("# ")).map(|words| words.trim().trim_end_matches('#').trim_end())
}

/// A heading that can be a name: without markup, but for emphasis of the whole.
fn plain_heading(words: &str) -> Option<&str> {
    let words = words.trim_matches(['*', '_', ' ']);
    (!words.is_empty() && !words.contains(['[', '<', '{', '`', '*', '$', '\\'])).then_some(words)
}

/// The lines of a private stretch that are long enough to be looked for.
fn telling_lines(words: &str) -> impl Iterator<Item = &str> {
    let inner = words.trim_matches(|c: char| c.is_whitespace() || "%<!->:\"'|".contains(c));
    inner.lines().map(str::trim).filter(|line| line.chars().count() >= TELLING)
}

/// Puts the pages where they belong, by id, and reports ids that stand twice.
pub(super) fn gather(loaded: Vec<Loaded>, sources: &mut PublicSources, diagnostics: &mut Vec<Diagnostic>) {
    let (mut articles, mut entities, mut pages, mut sections) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for file in loaded {
        sources.stretches_removed += file.removed_count;
        sources.removed_texts.extend(file.removed);
        diagnostics.extend(file.diagnostics);
        match file.page {
            Some(Page::Article(article)) => articles.push(article),
            Some(Page::Entity(entity)) => entities.push(entity),
            Some(Page::Free(page)) => pages.push(page),
            Some(Page::Section(page)) => sections.push(page),
            Some(Page::Held(held)) => sources.held_back.push(held),
            None => {}
        }
    }
    // The files came by path; a stable sort keeps that order between equal ids.
    sources.held_back.sort_by(|a, b| a.id.cmp(&b.id));
    sources.removed_texts.sort();
    sources.removed_texts.dedup();
    report_lost_signs(&articles, diagnostics);
    sources.articles = by_id(articles, |article| &article.head, diagnostics);
    sources.entities = by_id(entities, |entity| &entity.head, diagnostics);
    sources.pages = by_id(pages, |page| &page.head, diagnostics);
    sources.sections = by_id(sections, |page| &page.head, diagnostics);
}

/// Names that only signs tell apart (`C++`, `C#`) share an address: they are one page, and that is said.
fn report_lost_signs(articles: &[Box<ArticleSource>], diagnostics: &mut Vec<Diagnostic>) {
    let signs = |name: &str| {
        name.chars()
            .filter(|c| matches!(c, '+' | '#' | '*' | '@' | '!' | '?' | '%' | '$' | '€' | '^'))
            .collect::<String>()
    };
    let mut first: FxHashMap<(KindId, String), (&Placed<String>, String)> = FxHashMap::default();
    let mut said: FxHashSet<(KindId, &str)> = FxHashSet::default();
    for (kind, name) in articles.iter().flat_map(|article| &article.about) {
        let own = signs(&name.value);
        match first.entry((*kind, slugify(&name.value))) {
            Entry::Vacant(place) => _ = place.insert((name, own)),
            Entry::Occupied(place) => {
                let (other, others) = place.get();
                if *others != own && said.insert((*kind, name.value.as_str())) {
                    let message = format!("`{}` and `{}` have one address and are one page", name.value, other.value);
                    let help =
                        "write one of them in letters, such as `C sharp`, or give it a page with a `slug` of its own";
                    let warning = Diagnostic::new(Code::FRONT_MATTER_VALUE, message, name.span.clone());
                    diagnostics.push(warning.related(other.span.clone(), "the other name").help(help));
                }
            }
        }
    }
}

/// Pages by id; of several with one id only the first stays. Each is moved out of its box once all are in order.
fn by_id<T>(mut pages: Vec<Box<T>>, head: fn(&T) -> &Head, diagnostics: &mut Vec<Diagnostic>) -> Vec<T> {
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
    pages.into_iter().map(|page| *page).collect()
}
