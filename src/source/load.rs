//! The gate for privacy: everything is loaded, then reduced to what may be published. A page with an error in it stays back whole.

use super::files::{ReadCause, ReadError, Root};
use super::front_matter::{Split, split};
use super::hiding::{Answer, handed_down};
use super::keys::{PageType, finish};
use super::listing::{about_file, list_content, list_static, unclaimed};
use super::place::{Place, Places, Position, day_length, id_with_slug, said, speaks_for_folder, stem, texts};
use super::privacy::{Verdict, opening_day, refuse_doubled, refuse_inner_keys, verdict};
use super::same_name::tell_apart;
use super::strip::{Stripped, strip};
use super::{
    ArticleSource, Body, EntitySource, Head, HeldBack, HeldBackReason, PageId, PageSource, Placed, PublicSources,
    article::article, entity::entity, head::head, names::shown, statement,
};
use crate::config::Config;
use crate::date::PartialDate;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, SourceText, Span};
use crate::kind::KindId;
use crate::memo::{Key, KeyMaker, Memo};
use crate::text::slug::slugify;
use crate::values::{Codes, Node, Reader, Scalar, Table, Value};
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
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

/// Keys whose day a page waits for.
const EMBARGOES: &[&str] = &["embargo", "publishDate", "publishdate", "publish_date"];

/// Private texts at least this long are looked for in the finished output; shorter ones would be found by accident.
const TELLING: usize = 24;

/// What loading gave, by file. Only files that are public as they stand are in it: one that is held back, or from which something
/// was taken out, is read each time.
#[derive(Default)]
pub struct Loads(Memo<Arc<Loaded>>);

/// Loads `content/` and lists `static/`, and keeps back what must not get out.
pub fn load(root: &Path, config: &Config, options: &LoadOptions) -> Result<Checked<PublicSources>, ReadError> {
    load_with(root, config, *options, None)
}

/// The same once more: files that nobody has written to since the last time are not opened.
pub fn load_again(
    root: &Path,
    config: &Config,
    options: &LoadOptions,
    loads: &mut Loads,
) -> Result<Checked<PublicSources>, ReadError> {
    let loaded = load_with(root, config, *options, Some(loads));
    loads.0.end_round();
    loaded
}

fn load_with(
    root: &Path,
    config: &Config,
    options: LoadOptions,
    loads: Option<&Loads>,
) -> Result<Checked<PublicSources>, ReadError> {
    let root = Root::open(root)?;
    let mut diagnostics = Vec::new();
    let mut places = Places::new(config);
    let content = list_content(&root, config, &mut places)?.take(&mut diagnostics);
    let statics = list_static(&root)?.take(&mut diagnostics);
    let skipped = content.skipped;
    let mut sources = PublicSources { assets: content.assets, statics, skipped, ..PublicSources::default() };
    let desk = Desk { config, places: &places, options, hidden: &[] };
    // pages that hide what lies below them are looked at first, so that nothing of it is ever kept
    let above = content.pages.par_iter().filter(|path| speaks_for_folder(path));
    let above: Vec<Loaded> = above.map(|path| load_page(&root, path, desk)).collect::<Result<_, _>>()?;
    let hidden: Vec<Hidden> = above.into_iter().filter_map(|file| file.hides).collect();
    let desk = Desk { hidden: &hidden, ..desk };
    let known = loads.map(|loads| (loads, desk.key()));
    let loaded = content.pages.par_iter().map(|path| match known {
        Some((loads, key)) => load_once(&root, path, desk, loads, key),
        None => load_page(&root, path, desk),
    });
    let loaded: Vec<Loaded> = loaded.collect::<Result<_, _>>()?;
    let unclaimed_paths = gather(loaded, &mut sources, &mut diagnostics);
    let pages = sources.articles.len() + sources.entities.len() + sources.pages.len() + sources.held_back.len();
    let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics.extend(unclaimed(&unclaimed_paths, config, pages > 0 || failed));
    let skipped = sources.skipped.count();
    if pages == 0 && !failed && unclaimed_paths.is_empty() && sources.sections.is_empty() && skipped > 0 {
        let message = format!("nothing would be published: all Markdown files are left out, {skipped} in number");
        let help =
            "look at `ignore` below `[content]` in dossier.toml, and at names that begin with `_` or a full stop";
        diagnostics.push(Diagnostic::without_place(Code::NOTHING_PUBLISHED, message).help(help));
    }
    Ok(Checked { value: sources, diagnostics })
}

/// One file through the gate, as [`load`] does with each: `path` is relative to the root. Nothing is read from disk, so
/// that tests and fuzzing can hand in whatever they like.
pub fn load_text(path: &str, bytes: Vec<u8>, config: &Config, options: LoadOptions) -> Checked<PublicSources> {
    let (mut sources, mut diagnostics) = (PublicSources::default(), Vec::new());
    let loaded = match decode(path, bytes) {
        Ok(source) => reduce(&source, config, options),
        Err(diagnostic) => Loaded::nothing(diagnostic),
    };
    gather(vec![loaded], &mut sources, &mut diagnostics);
    Checked { value: sources, diagnostics }
}

/// The bytes of a file below the content folder, at most `cap`.
pub fn read_asset(root: &Path, config: &Config, path: &str, cap: u64) -> Result<Vec<u8>, ReadError> {
    Root::open(root)?.read(&inside(&config.content.dir, path), cap)
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
#[derive(Clone)]
pub(super) struct Loaded {
    pub(super) page: Option<Page>,
    /// Whether the page's address is what its author says and not what follows from its name.
    pub(super) own_slug: bool,
    /// Folders that may go into the address.
    pub(super) parents: Vec<String>,
    /// The folder that the page hides.
    hides: Option<Hidden>,
    removed: Vec<String>,
    removed_count: usize,
    diagnostics: Vec<Diagnostic>,
}

/// A folder whose pages stay back, with its slash.
#[derive(Clone)]
pub(super) struct Hidden {
    folder: String,
    reason: HeldBackReason,
}

impl Loaded {
    fn nothing(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], ..Self::of(None) }
    }

    /// Whether the file is public as it stands.
    fn is_public(&self) -> bool {
        let public = matches!(self.page, Some(Page::Article(_) | Page::Entity(_) | Page::Free(_) | Page::Section(_)));
        public && self.removed_count == 0
    }

    fn of(page: Option<Page>) -> Self {
        let (removed, diagnostics) = (Vec::new(), Vec::new());
        Self { page, own_slug: false, parents: Vec::new(), hides: None, removed, removed_count: 0, diagnostics }
    }
}

/// A page after the gate; boxed, as most of the pages are of one type.
#[derive(Clone)]
pub(super) enum Page {
    Article(Box<ArticleSource>),
    Entity(Box<EntitySource>),
    Free(Box<PageSource>),
    Section(Box<PageSource>),
    Held(HeldBack),
    /// No page: no setting says what the file is, nor does the file.
    Unclaimed(String),
    /// No page: a file that speaks for its folder and says nothing.
    Empty(String),
}

/// What every file is read with.
#[derive(Clone, Copy)]
struct Desk<'a> {
    config: &'a Config,
    places: &'a Places<'a>,
    options: LoadOptions,
    hidden: &'a [Hidden],
}

/// Loads a file unless it was loaded before, and is as it was.
fn load_once(root: &Root, path: &str, desk: Desk<'_>, loads: &Loads, key: Key) -> Result<Loaded, ReadError> {
    // before it is read, so that a later write gives it another one
    let Some(stamp) = root.stamp(path) else { return load_page(root, path, desk) };
    let mut maker = KeyMaker::default();
    let key = maker.part(key).part(path).part(stamp).key();
    if let Some(known) = loads.0.find(key) {
        return Ok(Loaded::clone(&known));
    }
    let loaded = load_page(root, path, desk)?;
    if loaded.is_public() {
        loads.0.keep(key, Arc::new(loaded.clone()));
    }
    Ok(loaded)
}

fn load_page(root: &Root, path: &str, desk: Desk<'_>) -> Result<Loaded, ReadError> {
    let is_claimed = || {
        let below = desk.config.content.below(path);
        desk.places.position(below, None).place != Place::Unclaimed
    };
    // What cannot be read and would not be published is no loss.
    let refused = |diagnostic| {
        if !is_claimed() {
            return Loaded::of(Some(Page::Unclaimed(path.to_owned())));
        }
        // Its page stays back under the names that its path gives.
        let position = desk.places.position(desk.config.content.below(path), None);
        let mut names = vec![position.words, position.id.name().to_owned()];
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        let span = Span::file(&SourceText::new(path, ""));
        let held = HeldBack { id: position.id, reason: HeldBackReason::Unclear, names, span, until: None };
        Loaded { diagnostics: vec![diagnostic], ..Loaded::of(Some(Page::Held(held))) }
    };
    let bytes = match root.read(path, desk.config.publish.max_file_mb * 1024 * 1024) {
        Ok(bytes) => bytes,
        Err(ReadError { cause: cause @ (ReadCause::NotAFile | ReadCause::TooLarge { .. }), .. }) => {
            let help = "split the file, or raise `max_file_mb` below `[publish]` in dossier.toml";
            return Ok(refused(about_file(Code::UNREADABLE, path, cause.to_string(), help)));
        }
        Err(error) => return Err(error),
    };
    Ok(match decode(path, bytes) {
        Ok(source) if has_too_many_marks(&source.text) => {
            let message = format!("more than {MARKS} marks of Markdown in one file");
            refused(about_file(Code::UNREADABLE, path, message, "split the file"))
        }
        Ok(source) => desk.reduce(&source),
        Err(diagnostic) => refused(diagnostic),
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

/// Takes a single file through the gate.
pub(super) fn reduce(source: &Arc<SourceText>, config: &Config, options: LoadOptions) -> Loaded {
    Desk { config, places: &Places::new(config), options, hidden: &[] }.reduce(source)
}

impl Desk<'_> {
    /// Everything but a file that its loading depends on.
    fn key(self) -> Key {
        let LoadOptions { drafts, today } = self.options;
        let mut key = KeyMaker::default();
        key.part(format!("{:?}", self.config)).part(format!("{drafts} {today}")).part(self.places.learnt());
        for Hidden { folder, reason } in self.hidden {
            key.part(folder).part(format!("{reason:?}"));
        }
        key.key()
    }

    /// Why a page above keeps a file back. What is private is so before what is a draft.
    fn hidden_by(self, path: &str) -> Option<HeldBackReason> {
        let mut reasons =
            self.hidden.iter().filter(|hidden| path.starts_with(&hidden.folder)).map(|hidden| hidden.reason);
        let first = reasons.next()?;
        Some(
            reasons
                .find(|reason| *reason != HeldBackReason::Draft)
                .filter(|_| first == HeldBackReason::Draft)
                .unwrap_or(first),
        )
    }

    /// Takes a file through the gate.
    fn reduce(self, source: &Arc<SourceText>) -> Loaded {
        let reader = Reader::new(source, Codes::FRONT_MATTER);
        let split = split(&reader);
        let said = split.as_ref().and_then(|split| said(&split.values, &self.config.kinds));
        let position = self.places.position(self.config.content.below(&source.path), said);
        if position.place == Place::Unclaimed {
            return Loaded::of(Some(Page::Unclaimed(source.path.clone())));
        }
        let file = File { reader: &reader, config: self.config, position, split, own_slug: Cell::new(false) };
        let mut removed = Vec::new();
        let handed = file.split.as_ref().and_then(|split| handed_down(&split.values, self.options.today));
        let hides = match handed {
            Some(Answer::Hides(reason)) if speaks_for_folder(&source.path) => {
                let folder = source.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                Some(Hidden { folder, reason })
            }
            _ => None,
        };
        let above = self.hidden_by(&source.path);
        let page = file.read(self.options, above, &mut removed).unwrap_or_else(|reason| {
            removed.clear();
            Page::Held(file.held_back(reason))
        });
        let texts = removed.iter().flat_map(|words| telling_lines(words)).map(str::to_owned).collect();
        let (own_slug, mut parents) = (file.own_slug.get(), file.position.parents);
        if own_slug {
            // Where slugs are said, the day of the file's name is part of the address at its origin.
            let stem = stem(source.path.rsplit('/').next().unwrap_or_default());
            parents.extend(day_length(stem).map(|length| stem[..length].to_owned()));
        }
        let removed_count = removed.len();
        let diagnostics = reader.finish();
        Loaded { page: Some(page), own_slug, parents, hides, removed: texts, removed_count, diagnostics }
    }
}

/// A file on its way through the gate.
struct File<'a> {
    reader: &'a Reader<'a>,
    config: &'a Config,
    position: Position,
    split: Option<Split>,
    own_slug: Cell<bool>,
}

impl File<'_> {
    /// The page, or why it stays back. Whatever is unclear stays back as private; then there is an error too.
    /// `above` is why a page above keeps it back.
    fn read(
        &self,
        options: LoadOptions,
        above: Option<HeldBackReason>,
        removed: &mut Vec<String>,
    ) -> Result<Page, HeldBackReason> {
        const UNCLEAR: HeldBackReason = HeldBackReason::Unclear;
        let Split { values, body } = self.split.as_ref().ok_or(UNCLEAR)?;
        let mut table = Table::new(self.reader, values, "front matter").ok_or(UNCLEAR)?;
        let text = self.reader.source.text.as_str();
        refuse_doubled(self.reader).ok_or(UNCLEAR)?;
        let mut clear = Some(());
        for entry in table.rest().filter(|entry| !entry.key.eq_ignore_ascii_case("cascade")) {
            clear = refuse_inner_keys(self.reader, &entry.key, &entry.node).and(clear);
        }
        match verdict(&mut table, &text[*body..], options.drafts, options.today) {
            Verdict::Public => clear.ok_or(UNCLEAR)?,
            Verdict::Held(reason) => return Err(reason),
            Verdict::Unclear => return Err(UNCLEAR),
        }
        let draft = self.position.draft.then_some(HeldBackReason::Draft);
        let is_shown = |reason: &HeldBackReason| *reason == HeldBackReason::Draft && options.drafts;
        if let Some(reason) = above.or(draft).filter(|reason| !is_shown(reason)) {
            return Err(reason);
        }
        if self.config.content.publish_key.as_ref().is_some_and(|key| !is_marked(values, key)) {
            return Err(HeldBackReason::Private);
        }
        if let Some(notes) = table.take("private_notes") {
            removed.push(self.reader.span(&notes.span).text().to_owned());
        }
        let stripped = strip(self.reader, *body..text.len());
        removed.extend(stripped.removed.iter().map(|range| text[range.clone()].to_owned()));
        if self.position.place == Place::Branch && is_blank(&stripped, text) {
            return Ok(Page::Empty(self.reader.source.path.clone()));
        }
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
        match self.position.place {
            Place::Article | Place::Branch => PageType::Article,
            Place::Entity(_) => PageType::Entity,
            Place::Page | Place::Unclaimed => PageType::Page,
            Place::Section => PageType::Section,
        }
    }

    /// The page with all its keys read; `None` if it has no address or a private value stands in the wrong place.
    fn typed(&self, table: &mut Table<'_>, stripped: &Stripped) -> Option<Page> {
        let Position { place, id: own, words, .. } = &self.position;
        let id = match place {
            Place::Section => Some(own.clone()),
            _ => id_with_slug(table, own.clone()).map(|(id, said)| {
                self.own_slug.set(said);
                id
            }),
        };
        let body = Body { source: Arc::clone(self.reader.source), kept: stripped.kept.clone() };
        if !matches!(place, Place::Article | Place::Branch) {
            statement::refuse(self.reader, &stripped.statements);
        }
        let mut head = head(table, id.clone().unwrap_or_else(|| own.clone()), words.clone(), body);
        let page = match *place {
            Place::Article | Place::Branch => {
                let blocks = statement::blocks(self.reader, &head.body, &stripped.statements)?;
                let mut article = article(table, head, &self.config.kinds);
                article.statements.extend(blocks);
                Page::Article(Box::new(article))
            }
            Place::Entity(kind) => {
                let heading = || Some(plain_heading(first_heading(&head.body.text())?)?.to_owned());
                head.title = head.title.take().or_else(heading);
                Page::Entity(Box::new(entity(table, head, kind)))
            }
            Place::Page | Place::Unclaimed => Page::Free(Box::new(PageSource { head })),
            Place::Section => Page::Section(Box::new(PageSource { head })),
        };
        id.map(|_| page)
    }

    fn held_back(&self, reason: HeldBackReason) -> HeldBack {
        let Position { id: own, words, .. } = &self.position;
        let mut names = vec![words.clone(), own.name().to_owned()];
        let mut id = own.clone();
        let mut until = None;
        if let Some(Split { values, body }) = &self.split {
            let text = |key: &str| texts(values, key).next();
            if let Some(slug) = text("slug").map(slugify).filter(|slug| !slug.is_empty()) {
                id = PageId(format!("{}/{slug}", own.folder()));
                names.push(slug);
            }
            let title = text("title").or_else(|| first_heading(&self.reader.source.text[*body..]));
            let aliases = ["aliases", "weak_aliases"].into_iter().flat_map(|key| texts(values, key));
            names.extend(title.into_iter().chain(aliases).map(shown));
            until = opening(values).filter(|_| reason == HeldBackReason::Embargo && !is_marked(values, "draft"));
        }
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        HeldBack { id, reason, names, span: Span::file(self.reader.source), until }
    }
}

/// The day on which the last embargo of a page ends.
fn opening(values: &Node) -> Option<Date> {
    let days = EMBARGOES.iter().flat_map(|key| texts(values, key));
    days.filter_map(|day| PartialDate::read(day).ok())
        .filter(|date| date.day.is_some())
        .map(|date| opening_day(&date))
        .max()
}

/// Whether a key of front matter says yes.
fn is_marked(values: &Node, key: &str) -> bool {
    let entries = if let Value::Table(entries) = &values.value { entries.as_slice() } else { &[] };
    entries.iter().any(|entry| entry.key == key && matches!(entry.node.value, Value::Scalar(Scalar::Bool(true), _)))
}

/// Whether nothing is left of a text that can be read.
fn is_blank(stripped: &Stripped, text: &str) -> bool {
    stripped.kept.iter().all(|range| text[range.clone()].trim().is_empty())
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

/// Puts the pages where they belong, by id, tells those apart that have one name, and reports ids that stand twice. Gives the
/// files that no setting claims.
pub(super) fn gather(
    mut loaded: Vec<Loaded>,
    sources: &mut PublicSources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    diagnostics.extend(tell_apart(&mut loaded));
    let mut unclaimed = Vec::new();
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
            Some(Page::Unclaimed(path)) => unclaimed.push(path),
            Some(Page::Empty(path)) => sources.skipped.empty.push(path),
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
    unclaimed
}

/// The first name of each kind and address, with its signs.
type FirstNames<'a> = FxHashMap<(Option<KindId>, String), (&'a Placed<String>, String)>;

/// Names that only signs tell apart (`C++`, `C#`) share an address: they are one page, and that is said.
fn report_lost_signs(articles: &[Box<ArticleSource>], diagnostics: &mut Vec<Diagnostic>) {
    let signs = |name: &str| {
        name.chars()
            .filter(|c| matches!(c, '+' | '#' | '*' | '@' | '!' | '?' | '%' | '$' | '€' | '^'))
            .collect::<String>()
    };
    let mut first = FirstNames::default();
    let mut said: FxHashSet<(Option<KindId>, &str)> = FxHashSet::default();
    let named = articles.iter().flat_map(|article| {
        let about = article.about.iter().map(|(kind, name)| (Some(*kind), name));
        about.chain(article.tags.iter().map(|name| (None, name)))
    });
    for (kind, name) in named {
        let own = signs(&name.value);
        match first.entry((kind, slugify(&name.value))) {
            Entry::Vacant(place) => _ = place.insert((name, own)),
            Entry::Occupied(place) => {
                let (other, others) = place.get();
                if *others != own && said.insert((kind, name.value.as_str())) {
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_files_that_are_public_as_they_stand_are_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let articles = folder.path().join("content/articles");
        fs::create_dir_all(&articles).expect("a folder");
        for (name, text) in [
            ("public.md", "Text.\n"),
            ("private.md", "---\nprivate: true\n---\nText.\n"),
            ("draft.md", "---\ndraft: true\n---\nText.\n"),
            ("later.md", "---\npublish: 2030-01-01\nembargo: 2030-01-01\n---\nText.\n"),
            ("notes.md", "---\nprivate_notes: never\n---\nText.\n"),
            ("stretch.md", "Text. %%never%%\n"),
            ("comment.md", "Text. <!-- never -->\n"),
            ("broken.md", "---\nprivate: perhaps\n---\nText.\n"),
        ] {
            fs::write(articles.join(name), text).expect("a file");
        }
        let (config, mut loads) = (Config::default(), Loads::default());
        let options = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
        let mut load = |options: &LoadOptions| {
            let loaded = load_again(folder.path(), &config, options, &mut loads).expect("a folder that can be read");
            let texts = loaded.value.articles.iter().map(|article| article.head.body.text().into_owned());
            (texts.collect::<Vec<_>>().concat(), loads.0.len(), loads.0.made())
        };
        let texts = "Text. \nText.\nText.\nText. \n";
        assert_eq!(load(&options), (texts.to_owned(), 1, 1));
        assert_eq!(load(&options), (texts.to_owned(), 1, 0));
        fs::write(articles.join("public.md"), "Next.\n").expect("a file");
        let next = texts.replacen("\nText.\nText.\n", "\nText.\nNext.\n", 1);
        assert_eq!(load(&options), (next, 1, 1));
        let tomorrow = LoadOptions { today: jiff::civil::date(2026, 1, 2), ..options };
        assert_eq!((load(&tomorrow).2, load(&LoadOptions { drafts: true, ..tomorrow }).2), (1, 2));
        fs::remove_file(articles.join("public.md")).expect("it was there");
        assert_eq!(load(&options).1, 0);
    }
}
