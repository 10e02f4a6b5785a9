//! Files beside the pages: search, feeds, the dossier as data, pictures, and what is copied.
//!
//! In: the [`Plan`]. Out: their addresses, and the bytes of each. What several files are made of is made once, when the first of them
//! is asked for.

use super::data::Data;
use super::{Plan, WriteError, search};
use crate::asset;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::feeds::{self, FeedFile, FeedInput};
use crate::publish::PublishError;
use crate::site::{DATA_FILES, DATA_PACKAGE, DataFile};
use crate::source;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A file that is not a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// The search index: `search/index.js` and all files that it names.
    Search,
    /// Feeds, the site map and the like.
    Feed(FeedFile),
    /// The dossier as data.
    Data(DataFile),
    /// What describes the data.
    DataPackage,
    /// The theme's own, by index.
    Theme(u32),
    /// A picture or document of the content, by index in [`Dossier::assets`](crate::dossier::Dossier::assets).
    Asset(u32),
    /// Of `static/`, by index in [`Dossier::statics`](crate::dossier::Dossier::statics).
    Static(u32),
}

/// Where the file of the search stands that names all others.
const SEARCH: &str = "search/index.js";

/// Who makes these files.
pub(super) struct Files<'p> {
    plan: &'p Plan,
    /// Addresses of pages that no file of the content speaks for.
    made: Vec<String>,
    data: Data<'p>,
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
}

impl<'p> Files<'p> {
    pub(super) fn of(plan: &'p Plan, made: Vec<String>) -> Self {
        Self { plan, made, data: Data::of(plan), search: OnceLock::new() }
    }

    /// Every file with its address.
    pub(super) fn rows(&self) -> Vec<(String, FileKind)> {
        let (dossier, site) = (&self.plan.dossier, &self.plan.site);
        let feeds = feeds::files(&self.feed_input()).into_iter().map(|(path, file)| (path, FileKind::Feed(file)));
        let mut rows: Vec<(String, FileKind)> = feeds.collect();
        if dossier.config.search.enabled {
            rows.push((SEARCH.to_owned(), FileKind::Search));
        }
        if dossier.config.publish.exports {
            rows.extend(DATA_FILES.iter().map(|file| (file.path(), FileKind::Data(*file))));
            rows.push((DATA_PACKAGE.to_owned(), FileKind::DataPackage));
        }
        rows.extend(
            (0..).map(FileKind::Theme).zip(&self.plan.theme.assets).map(|(kind, file)| (file.path.clone(), kind)),
        );
        rows.extend(self.plan.assets.paths().map(|(number, path)| (path.to_owned(), FileKind::Asset(number))));
        let copied = (0..).zip(&dossier.statics).filter(|(number, _)| !site.left_out.contains(number));
        rows.extend(copied.map(|(number, file)| (file.path.clone(), FileKind::Static(number))));
        rows
    }

    fn feed_input(&self) -> FeedInput<'_> {
        let (dossier, site) = (&self.plan.dossier, &self.plan.site);
        FeedInput {
            dossier,
            site,
            base_url: dossier.config.base_url.as_deref(),
            made: &self.made,
            note_on: self.plan.theme.labels.text("note_on"),
        }
    }

    /// Makes a file. Of the search, this is the one that names all others.
    pub(super) fn make(&self, kind: FileKind) -> Result<Cow<'_, [u8]>, WriteError> {
        Ok(match kind {
            FileKind::Search => Cow::Borrowed(self.search().get(SEARCH).map_or(&[], Vec::as_slice)),
            FileKind::Feed(file) => Cow::Owned(feeds::make(&self.feed_input(), file)),
            FileKind::Data(file) => Cow::Owned(self.data.make(file)),
            FileKind::DataPackage => Cow::Owned(self.data.package()),
            FileKind::Theme(number) => Cow::Borrowed(&self.plan.theme.assets[number as usize].bytes),
            FileKind::Asset(number) => Cow::Borrowed(self.plan.assets.bytes(number)),
            FileKind::Static(number) => Cow::Owned(self.copy(&self.plan.dossier.statics[number as usize].path)?),
        })
    }

    /// Whether this may be a file of the search.
    pub(super) fn is_search_file(&self, path: &str) -> bool {
        self.plan.dossier.config.search.enabled && path.starts_with("search/")
    }

    /// All files of the search, by path. They are made with many threads: no thread of theirs may wait for this.
    pub(super) fn search(&self) -> &BTreeMap<String, Vec<u8>> {
        self.search.get_or_init(|| {
            let files = Mutex::new(BTreeMap::new());
            let keep = |path: &str, bytes: &[u8]| -> Result<(), Infallible> {
                files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.to_owned());
                Ok(())
            };
            if self.plan.dossier.config.search.enabled {
                let Ok(()) = self.write_search(&keep);
            }
            files.into_inner().unwrap_or_else(PoisonError::into_inner)
        })
    }

    /// Makes the search and hands over each of its files as soon as it is there.
    pub(super) fn write_search<E: Send>(&self, sink: &crate::search::Sink<'_, E>) -> Result<(), E> {
        search::write(&self.plan.dossier, &self.plan.site, &self.plan.theme.labels, sink)
    }

    /// A file of `static/` as it is; metadata of pictures is taken out.
    fn copy(&self, path: &str) -> Result<Vec<u8>, WriteError> {
        let cap = self.plan.dossier.config.publish.max_file_mb * 1024 * 1024;
        let bytes = source::read_static(&self.plan.root, path, cap).map_err(|error| PublishError::Io {
            action: "read",
            path: Path::new("static").join(path),
            source: std::io::Error::other(error.to_string()),
        })?;
        if !asset::is_photograph(path) {
            return Ok(bytes);
        }
        let clean = asset::clean(path, bytes).map_err(|error| broken_static(path, &error.to_string()))?;
        Ok(clean.bytes)
    }
}

fn broken_static(path: &str, why: &str) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::without_place(Code::BAD_ASSET, format!("`static/{path}` cannot be published: {why}"));
    diagnostic.severity = Severity::Error;
    diagnostic.help("replace the file, or take it out of static/")
}
