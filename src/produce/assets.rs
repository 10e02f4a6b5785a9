//! Pictures and files that pages use: read, cleaned, named by a hash of their bytes.

use crate::asset;
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::dossier::Dossier;
use crate::render::weave::PublishedAsset;
use crate::site::SiteLinks;
use crate::source::{self, ReadCause};
use crate::text::slug::slugify;
use rayon::prelude::*;
use std::path::Path;

/// Published assets, by index in [`Dossier::assets`]; those that no page uses are empty.
pub(super) struct Assets(Vec<Option<Ready>>);

struct Ready {
    path: String,
    size: Option<(u32, u32)>,
    bytes: Vec<u8>,
}

/// Reads and cleans every asset that a page uses. One that cannot be published is left out, with a warning.
pub(super) fn publish(
    dossier: &Dossier,
    root: &Path,
    links: &SiteLinks,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Assets, source::ReadError> {
    let used = links.used_assets();
    let read: Vec<Result<Result<Ready, Diagnostic>, source::ReadError>> =
        used.par_iter().map(|number| prepare(root, &dossier.config, &dossier.assets[*number as usize].path)).collect();
    let mut assets: Vec<Option<Ready>> = dossier.assets.iter().map(|_| None).collect();
    for (number, result) in used.into_iter().zip(read) {
        match result? {
            Ok(ready) => assets[number as usize] = Some(ready),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    // two files with the same bytes and stem are one
    let mut names = rustc_hash::FxHashSet::default();
    for ready in assets.iter_mut().flatten() {
        if !names.insert(ready.path.clone()) {
            ready.bytes = Vec::new();
        }
    }
    Ok(Assets(assets))
}

fn prepare(root: &Path, config: &Config, path: &str) -> Result<Result<Ready, Diagnostic>, source::ReadError> {
    let refused = |why: String, help: &str| {
        let message = format!("`{}` is left out: {why}", config.content.path(path));
        // what shows it does without; only what lies in static/ was to be published as it is
        let mut diagnostic = Diagnostic::without_place(Code::BAD_ASSET, message);
        diagnostic.severity = Severity::Warning;
        Ok(Err(diagnostic.help(help)))
    };
    let bytes = match source::read_asset(root, config, path, config.publish.max_file_mb * 1024 * 1024) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.cause, ReadCause::System(_)) => return Err(error),
        Err(error) => return refused(error.cause.to_string(), "make it smaller, or take out what shows it"),
    };
    let asset::Clean { bytes, ending } = match asset::clean(path, bytes) {
        Ok(clean) => clean,
        Err(error) => return refused(error.to_string(), "convert the file, or take out what shows it"),
    };
    let size = asset::dimensions(&bytes);
    let hash = blake3::hash(&bytes).to_hex();
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = Some(slugify(stem)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "file".to_owned());
    let path = format!("assets/{stem}.{}.{ending}", &hash[..8]);
    Ok(Ok(Ready { path, size, bytes }))
}

impl Assets {
    /// Where pages find them.
    pub(super) fn places(&self) -> Vec<PublishedAsset> {
        let place = |asset: &Option<Ready>| {
            asset.as_ref().map_or_else(PublishedAsset::default, |ready| PublishedAsset {
                path: ready.path.clone(),
                size: ready.size,
            })
        };
        self.0.iter().map(place).collect()
    }

    /// Those that are written, each once, with its index.
    pub(super) fn paths(&self) -> impl Iterator<Item = (u32, &str)> {
        let ready = (0..).zip(&self.0).filter_map(|(number, ready)| Some((number, ready.as_ref()?)));
        ready.filter(|(_, ready)| !ready.bytes.is_empty()).map(|(number, ready)| (number, ready.path.as_str()))
    }

    /// The bytes of an asset; none if it is not written.
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        self.0[number as usize].as_ref().map_or(&[], |ready| &ready.bytes)
    }
}
