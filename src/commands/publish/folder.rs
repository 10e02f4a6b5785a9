//! A site in a folder of this machine: a web server's, a mounted disk, a synchronised drive.

use super::changes::Listing;
use super::{Failure, Request};
use crate::publish::{self, Guard, PublishError, Staging};
use std::fs;
use std::path::{Path, PathBuf};

/// What a folder holds now.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    guard: Guard,
    ours: Listing,
}

impl Folder {
    /// Reads what an earlier publication wrote there; the folder need not exist.
    pub(super) fn open(request: &Request<'_>, path: &Path) -> Result<Self, Failure> {
        let path = request.root.join(path);
        let paths = publish::published(&path, request.guard)?;
        let ours = digests(&path, &paths)?;
        Ok(Self { path, guard: request.guard.clone(), ours })
    }

    /// What readers see now.
    pub(super) fn listing(&self) -> &Listing {
        &self.ours
    }

    /// The bytes of a published file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let path = self.path.join(path);
        fs::read(&path).map_err(|error| PublishError::io("read", &path)(error).into())
    }

    /// Copies the site in `site` there: wholly or not at all, and only what has changed is written anew.
    pub(super) fn copy(&self, site: &Path, new: &Listing) -> Result<(), Failure> {
        let staging = Staging::begin(&self.path, &self.guard)?;
        for path in new.keys() {
            let from = site.join(path);
            let bytes = fs::read(&from).map_err(PublishError::io("read", &from))?;
            staging.write(path, &bytes)?;
        }
        staging.finish()?;
        Ok(())
    }
}

/// Digests of files below `folder`; files that are gone are left out.
pub(super) fn digests(folder: &Path, paths: &[String]) -> Result<Listing, Failure> {
    let mut listing = Listing::new();
    for path in paths {
        let file = folder.join(path);
        match fs::read(&file) {
            Ok(bytes) => listing.insert(path.clone(), blake3::hash(&bytes).to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(PublishError::io("read", &file)(error).into()),
        };
    }
    Ok(listing)
}
