//! The gate for privacy: everything is loaded, then reduced to what may be published. A page with an error in it stays back whole.

use super::below::list_what_is_below;
use super::files::{ReadCause, ReadError, Root};
use super::front_matter::split;
use super::gate::{File, telling_lines};
use super::gather::gather;
use super::hiding::{Handed, handed_down, handed_down_unread, hidden_from_above};
use super::listing::{about_file, list_content, list_static, unclaimed};
use super::place::{Place, Places, day_length, said, speaks_for_folder, stem};
use super::{ArticleSource, EntitySource, HeldBack, HeldBackReason, PageSource, PublicSources};
use crate::config::Config;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, SourceText, Span};
use crate::memo::{Key, KeyMaker, Memo};
use crate::values::{Codes, Reader};
use rayon::prelude::*;
use std::cell::Cell;
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
    let mut loaded: Vec<Loaded> = loaded.collect::<Result<_, _>>()?;
    list_what_is_below(&mut loaded);
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
    pub(super) removed: Vec<String>,
    pub(super) removed_count: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A folder, with its slash, and what hides pages in it.
#[derive(Clone)]
pub(super) struct Hidden {
    folder: String,
    handed: Vec<Handed>,
}

impl Hidden {
    /// The folder of a file.
    fn below(path: &str, handed: Vec<Handed>) -> Self {
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        Self { folder, handed }
    }
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
    /// A file that speaks for its folder and says nothing: no page, unless something lies below it.
    Bare(Box<ArticleSource>),
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
    let may_hide = speaks_for_folder(path) && memchr::memmem::find(&bytes, b"cascade").is_some();
    Ok(match decode(path, bytes) {
        Ok(source) if has_too_many_marks(&source.text) => {
            let message = format!("more than {MARKS} marks of Markdown in one file");
            refused(about_file(Code::UNREADABLE, path, message, "split the file"))
        }
        Ok(source) => desk.reduce(&source),
        Err(diagnostic) => {
            let hides = may_hide.then(|| Hidden::below(path, handed_down_unread("cascade")));
            Loaded { hides, ..refused(diagnostic) }
        }
    })
}

/// How many characters that may begin or end an element a file may have. A parser keeps up to 600 bytes for each, so that a file of a few
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
        text = String::from_utf8(bytes).expect("one ASCII character was put in the place of another");
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
        for Hidden { folder, handed } in self.hidden {
            key.part(folder).part(format!("{handed:?}"));
        }
        key.key()
    }

    /// Takes a file through the gate.
    fn reduce(self, source: &Arc<SourceText>) -> Loaded {
        let reader = Reader::new(source, Codes::FRONT_MATTER);
        let split = split(&reader);
        let said = split.as_ref().and_then(|split| said(&split.values, &self.config.kinds));
        let position = self.places.position(self.config.content.below(&source.path), said);
        let values = split.as_ref().map(|split| &split.values);
        let handed =
            values.map_or_else(|| handed_down_unread(&source.text), |values| handed_down(values, self.options.today));
        let above = values.and_then(|values| {
            let above = self.hidden.iter().filter(|hidden| source.path.starts_with(&hidden.folder));
            hidden_from_above(above.flat_map(|hidden| &hidden.handed).chain(&handed), values)
        });
        let hides =
            (!handed.is_empty() && speaks_for_folder(&source.path)).then(|| Hidden::below(&source.path, handed));
        if position.place == Place::Unclaimed {
            return Loaded { hides, ..Loaded::of(Some(Page::Unclaimed(source.path.clone()))) };
        }
        let file = File { reader: &reader, config: self.config, position, split, own_slug: Cell::new(false) };
        let mut removed = Vec::new();
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
