//! From the model to all files of a site: pages, search, feeds, exports, pictures, the theme's own files.
//!
//! In: the [`Dossier`] and the folder that its pictures and templates are read from. Out: files, handed to a
//! [`Sink`] from many threads at once. [`Plan::new`] does everything that can go wrong for the author (dead links, broken
//! pictures, two pages with one address, mistakes in templates) and says it as diagnostics; [`Plan::write`] writes.

mod assets;
mod exports;
mod leaks;
mod minify;
mod search;
mod shared;

use crate::date::PartialDate;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::dossier::Dossier;
use crate::publish::{PublishError, Sink};
use crate::render::pages::{self, WriteError};
use crate::render::room::Room;
use crate::render::weave::PublishedAsset;
use crate::site::{self, Site, SiteLinks};
use crate::source;
use crate::theme::Theme;
use std::path::Path;

/// What does not follow from the model.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Day of the build, if the author fixed one; shown in the footer.
    pub date: Option<PartialDate>,
    /// Leave out what HTML does not need.
    pub minify: bool,
}

/// A site that is ready to be written.
pub struct Plan<'a> {
    dossier: Dossier,
    root: &'a Path,
    site: Site,
    links: SiteLinks,
    theme: Theme,
    assets: assets::Assets,
    minify: bool,
}

impl<'a> Plan<'a> {
    /// Decides addresses, resolves links, loads the theme and the pictures that pages use. Mistakes are added to
    /// `diagnostics`; with an error among them nothing should be written. The error is the machine's.
    pub fn new(
        dossier: Dossier,
        root: &'a Path,
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
        Ok(Self { dossier, root, site, links, theme, assets, minify: options.minify })
    }

    /// The model.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// Writes every file. `tick` is called after each page with the number of all pages.
    ///
    /// Thousands of texts are in memory three times, as files, as HTML and as prose: each is let go of after the step that
    /// needs it last, so that the search finds room. What is left of the model, for counting, is given back.
    pub fn write(mut self, sink: &dyn Sink, tick: &(dyn Fn(usize) + Sync)) -> Result<Dossier, WriteError> {
        let small = minify::Minify(sink);
        let own: &dyn Sink = if self.minify { &small } else { sink };
        let watch = leaks::Watch::new(&self.dossier, self.theme.own_words(), own);
        let sink: &dyn Sink = &watch;
        self.dossier.release_sources();
        let assets: Vec<PublishedAsset> = self.assets.places();
        let room = Room::new(&self.dossier, &self.site, &self.links, &assets, &self.theme)?;
        let total = pages::count(&room);
        let made = pages::write(&room, sink, &|| tick(total))?;
        drop(room);
        self.dossier.release_html();
        self.write_files(sink, &made)?;
        self.write_own_files(own)?;
        match watch.found() {
            None => Ok(self.dossier),
            Some((path, what)) => Err(leak(&path, &what).into()),
        }
    }

    fn write_files(&self, sink: &dyn Sink, made: &[String]) -> Result<(), WriteError> {
        let config = &self.dossier.config;
        let others = || -> Result<(), WriteError> {
            exports::feeds(&self.dossier, &self.site, made, sink)?;
            if config.publish.exports {
                exports::data(&self.dossier, &self.site, sink)?;
            }
            Ok(())
        };
        if !config.search.enabled {
            return others();
        }
        let search = || search::write(&self.dossier, &self.site, &self.theme.labels, sink);
        let (searched, others) = rayon::join(search, others);
        searched?;
        others
    }

    /// Files that hold no text of the content.
    fn write_own_files(&self, sink: &dyn Sink) -> Result<(), WriteError> {
        for asset in &self.theme.assets {
            sink.write(&asset.path, &asset.bytes)?;
        }
        self.assets.write(sink)?;
        self.copy_statics(sink)
    }

    /// Files of `static/` as they are; metadata of pictures is taken out here, too.
    fn copy_statics(&self, sink: &dyn Sink) -> Result<(), WriteError> {
        let cap = self.dossier.config.publish.max_file_mb * 1024 * 1024;
        let copied = (0..).zip(&self.dossier.statics).filter(|(number, _)| !self.site.left_out.contains(number));
        for (_, file) in copied {
            let path = Path::new("static").join(&file.path);
            let bytes = source::read_static(self.root, &file.path, cap).map_err(|error| PublishError::Io {
                action: "read",
                path: path.clone(),
                source: std::io::Error::other(error.to_string()),
            })?;
            let cleaned = if crate::asset::is_photograph(&file.path) {
                {
                    let clean = crate::asset::clean(&file.path, bytes);
                    clean.map_err(|error| broken_static(&file.path, &error.to_string()))?.bytes
                }
            } else {
                bytes
            };
            sink.write(&file.path, &cleaned)?;
        }
        Ok(())
    }
}

fn broken_static(path: &str, why: &str) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::without_place(Code::BAD_ASSET, format!("`static/{path}` cannot be published: {why}"));
    diagnostic.severity = Severity::Error;
    diagnostic.help("replace the file, or take it out of static/")
}

fn leak(path: &str, what: &str) -> Diagnostic {
    let message = format!("`{path}` would show {what}; nothing was published");
    Diagnostic::without_place(Code::LEAK, message)
        .help("this is a fault in dossier or in a template: report it, and do not publish by other means")
}
