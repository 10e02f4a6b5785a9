//! The table of all files of a site: where each stands, and who makes it.
//!
//! In: the [`Plan`]. Out: a [`Table`], whose rows are sorted by path, each path once. Laying it out makes no file; a row is made when
//! it is asked for, in any order and from many threads at once.

use super::files::{FileKind, Files};
use super::leaks::Watch;
use super::{Plan, WriteError, leak, minify};
use crate::publish;
use crate::render::pages::{PageId, Pages};
use std::borrow::Cow;

/// A file of the site to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Relative to the root of the site, with `/` between the parts.
    pub path: String,
    /// Who makes it.
    pub kind: Kind,
}

/// Who makes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The templates.
    Page(PageId),
    /// Anything else.
    File(FileKind),
}

impl Kind {
    /// Whether something of the content could get into the file.
    fn has_content(self) -> bool {
        !matches!(self, Self::File(FileKind::Theme(_) | FileKind::Asset(_) | FileKind::Static(_)))
    }
}

/// Every row, by path. The error is that two files have one address, or one an address that no server could have.
pub(super) fn rows(pages: &Pages<'_>, files: &Files<'_>) -> Result<Vec<Output>, WriteError> {
    let page = |(path, id): (&str, PageId)| Output { path: path.to_owned(), kind: Kind::Page(id) };
    let file = |(path, kind)| Output { path, kind: Kind::File(kind) };
    let mut rows: Vec<Output> = pages.addresses().map(page).chain(files.rows().into_iter().map(file)).collect();
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    publish::check_paths(rows.iter().map(|row| row.path.as_str()))?;
    Ok(rows)
}

/// All files of a site, to be asked for.
pub struct Table<'p> {
    rows: Vec<Output>,
    pages: Pages<'p>,
    files: Files<'p>,
    last: LastStep<'p>,
}

impl<'p> Table<'p> {
    pub(super) fn of(plan: &'p Plan, pages: Pages<'p>, watch: &'p Watch) -> Result<Self, WriteError> {
        let files = Files::of(plan, pages.in_site_map());
        Ok(Self { rows: rows(&pages, &files)?, pages, files, last: LastStep { watch, minify: plan.minify } })
    }

    /// Every row, by path. The row of the search stands for the first of its files: the names of all others are known when they are
    /// made, see [`Table::search_paths`].
    pub fn rows(&self) -> &[Output] {
        &self.rows
    }

    /// Paths of the search files, which are made for that.
    pub fn search_paths(&self) -> impl Iterator<Item = &str> {
        self.files.search().keys().map(String::as_str)
    }

    /// Whether there is a row with this path.
    pub fn has(&self, path: &str) -> bool {
        self.row(path).is_some()
    }

    fn row(&self, path: &str) -> Option<&Output> {
        let at = self.rows.binary_search_by(|row| row.path.as_str().cmp(path)).ok()?;
        Some(&self.rows[at])
    }

    /// The file at a path, made now; `None` if the site has none there. What is held back leaves this place no more than it leaves
    /// a build: then there is an error in place of the file.
    pub fn get(&self, path: &str) -> Result<Option<Vec<u8>>, WriteError> {
        let (bytes, kind) = match self.row(path).map(|row| row.kind) {
            Some(kind @ Kind::Page(id)) => {
                let mut bytes = Vec::new();
                self.pages.make(id, &mut bytes)?;
                (Cow::Owned(bytes), kind)
            }
            Some(kind @ Kind::File(file)) if file != FileKind::Search => (self.files.make(file)?, kind),
            _ => match self.files.is_search_file(path).then(|| self.files.search().get(path)).flatten() {
                Some(bytes) => (Cow::Borrowed(bytes.as_slice()), Kind::File(FileKind::Search)),
                None => return Ok(None),
            },
        };
        let bytes = self.last.take(path, kind, bytes).map_err(|what| leak(path, what))?;
        Ok(Some(bytes.into_owned()))
    }
}

/// What every file goes through last, wherever it goes.
#[derive(Clone, Copy)]
pub(super) struct LastStep<'p> {
    pub(super) watch: &'p Watch,
    pub(super) minify: bool,
}

impl LastStep<'_> {
    /// The file as it may go out; the error is what it shows of what is held back.
    pub(super) fn take<'b>(&self, path: &str, kind: Kind, bytes: Cow<'b, [u8]>) -> Result<Cow<'b, [u8]>, &'static str> {
        if let Some(what) = self.watch.look(path, &bytes).filter(|_| kind.has_content()) {
            return Err(what);
        }
        Ok(if self.minify { minify::file(path, bytes) } else { bytes })
    }
}
