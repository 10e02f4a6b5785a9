//! Pictures and files that pages use: read, cleaned, named by a hash of their bytes.

use crate::asset;
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::dossier::Dossier;
use crate::publish::{PublishError, Sink};
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

/// Reads and cleans every asset that a page uses. One that cannot be published is an error at its path.
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
        let message = format!("`{}` cannot be published: {why}", config.content.path(path));
        Ok(Err(Diagnostic::without_place(Code::BAD_ASSET, message).help(help)))
    };
    let bytes = match source::read_asset(root, config, path, config.publish.max_file_mb * 1024 * 1024) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.cause, ReadCause::System(_)) => return Err(error),
        Err(error) => return refused(error.cause.to_string(), "make it smaller, or take out what shows it"),
    };
    let bytes = match asset::clean(path, bytes) {
        Ok(bytes) => bytes,
        Err(error) => return refused(error.to_string(), "convert the file, or take out what shows it"),
    };
    let size = asset::dimensions(&bytes);
    let hash = blake3::hash(&bytes).to_hex();
    let file = path.rsplit('/').next().unwrap_or(path);
    let (stem, suffix) = file.rsplit_once('.').unwrap_or((file, "bin"));
    let stem = Some(slugify(stem)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "file".to_owned());
    let path = format!("assets/{stem}.{}.{}", &hash[..8], suffix.to_lowercase());
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

    /// Writes each once.
    pub(super) fn write(&self, sink: &dyn Sink) -> Result<(), PublishError> {
        self.0
            .par_iter()
            .flatten()
            .filter(|ready| !ready.bytes.is_empty())
            .try_for_each(|ready| sink.write(&ready.path, &ready.bytes))
    }
}
