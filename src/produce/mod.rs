//! From the model to all files of a site: pages, search, feeds, exports, pictures, the theme's own files.
//!
//! In: the [`Dossier`] and the folder that its pictures and templates are read from. Out: the [`Table`] of all files, which makes
//! those that are asked for. [`Plan::new`] does everything that can go wrong for the author (dead links, broken pictures, mistakes in
//! templates) and says it as diagnostics. [`Plan::write`] makes every file and hands it to a [`Sink`], from many threads at once;
//! [`Plan::open`] makes none by itself.

mod assets;
mod data;
mod files;
mod leaks;
mod minify;
mod search;
mod shared;
mod table;
mod write;

#[cfg(test)]
mod tests;

pub use files::FileKind;
pub use table::{Kind, Output, Table};

use crate::date::PartialDate;
use crate::diagnostics::{Code, Diagnostic};
use crate::dossier::Dossier;
use crate::publish::{PublishError, Sink};
use crate::render::pages::Pages;
use crate::render::room::Room;
use crate::render::weave::PublishedAsset;
use crate::site::{self, Site, SiteLinks};
use crate::theme::Theme;
use leaks::Watch;
use std::path::{Path, PathBuf};

/// What does not follow from the model.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Day of the build, if the author fixed one; shown in the footer.
    pub date: Option<PartialDate>,
    /// Leave out what HTML does not need.
    pub minify: bool,
}

/// Why a file could not be made or written.
#[derive(Debug)]
pub enum WriteError {
    /// A mistake in a template, or something that must not get out.
    Author(Box<Diagnostic>),
    /// The machine's, or two files with one address.
    Publish(PublishError),
}

impl From<PublishError> for WriteError {
    fn from(error: PublishError) -> Self {
        Self::Publish(error)
    }
}

impl From<Diagnostic> for WriteError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Author(Box::new(diagnostic))
    }
}

/// A site that is ready to be made.
pub struct Plan {
    dossier: Dossier,
    root: PathBuf,
    site: Site,
    links: SiteLinks,
    theme: Theme,
    assets: assets::Assets,
    places: Vec<PublishedAsset>,
    minify: bool,
}

impl Plan {
    /// Decides addresses, resolves links, loads the theme and the pictures that pages use. Mistakes are added to
    /// `diagnostics`; with an error among them nothing should be written. The error is the machine's.
    pub fn new(
        dossier: Dossier,
        root: &Path,
        options: &Options,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Self> {
        let addresses = || {
            let mut problems = Vec::new();
            let site = site::plan(&dossier, &mut problems);
            let links = SiteLinks::resolve(&dossier, &site, &mut problems);
            (site, links, problems)
        };
        let ((site, links, problems), theme) = rayon::join(addresses, || Theme::load(root, &dossier.config));
        diagnostics.extend(problems);
        let theme = theme?.take(diagnostics);
        let assets = assets::publish(&dossier, root, &links, diagnostics)?;
        let theme = {
            let shared = shared::site(&dossier, &site, &theme, options);
            theme.with_site(&shared)
        };
        let places = assets.places();
        Ok(Self { dossier, root: root.to_owned(), site, links, theme, assets, places, minify: options.minify })
    }

    /// The model.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// Addresses of its pages.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Lays out the table of all files and lends it: nothing is made but what is asked for.
    pub fn open<T>(&self, ask: impl FnOnce(&Table<'_>) -> T) -> Result<T, WriteError> {
        let watch = self.watch();
        let room = self.room()?;
        Ok(ask(&Table::of(self, Pages::of(&room), &watch)?))
    }

    /// Makes every file and hands it over. `tick` is called after each row of the table with the number of all rows.
    pub fn write(self, sink: &dyn Sink, tick: &(dyn Fn(usize) + Sync)) -> Result<Dossier, WriteError> {
        write::all(self, sink, tick)
    }

    /// The model alone, if nothing is to be made.
    pub fn into_dossier(self) -> Dossier {
        self.dossier
    }

    fn room(&self) -> Result<Room<'_>, Diagnostic> {
        Room::new(&self.dossier, &self.site, &self.links, &self.places, &self.theme)
    }

    fn watch(&self) -> Watch {
        Watch::new(&self.dossier, self.theme.own_words())
    }
}

fn leak(path: &str, what: &str) -> Diagnostic {
    let message = format!("`{path}` would show {what}; nothing was published");
    Diagnostic::without_place(Code::LEAK, message)
        .help("this is a fault in dossier or in a template: report it, and do not publish by other means")
}
