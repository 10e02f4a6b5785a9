//! Looking at a tree without following links, and taking an old one away.

use super::{MANIFEST, PublishError, disk, manifest};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// Something below a folder.
#[derive(Debug)]
pub(super) struct Entry {
    /// Relative to the folder.
    pub(super) path: PathBuf,
    /// Of the entry itself, not of what a link leads to.
    pub(super) kind: FileType,
}

impl Entry {
    /// The path as the manifest writes it; `None` if it could not stand there.
    pub(super) fn name(&self) -> Option<String> {
        let name = self.path.to_str()?;
        Some(if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() })
    }
}

/// Everything below `folder`, folders before what they hold.
pub(super) fn list(folder: &Path) -> Result<Vec<Entry>, PublishError> {
    let mut entries = Vec::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            PublishError::io("read the folder", &path)(error.into())
        })?;
        let kind = entry.file_type();
        let path = entry.path().strip_prefix(folder).expect("walkdir stays below its start").to_owned();
        entries.push(Entry { path, kind });
    }
    Ok(entries)
}

/// Takes away a site that is no longer the output: `old` may be last build's output after the exchange, or staging
/// that a killed build left.
///
/// What the manifest in `old` lists is ours and goes. Everything else belongs to somebody: it goes only if `output`
/// has it as well, else it moves there. So even a file that appeared while the build was running survives.
/// Without a manifest, the build was killed while writing and has taken nothing foreign along: all of it is ours.
pub(super) fn take_away(old: &Path, output: &Path) -> Result<(), PublishError> {
    let Some(ours) = manifest::read(old)? else {
        return fs::remove_dir_all(old).map_err(PublishError::io("delete", old));
    };
    let entries = list(old)?;
    // On some disks each deletion waits for the disk, so several are under way at once.
    entries.par_iter().filter(|entry| !entry.kind.is_dir()).try_for_each(|entry| {
        let path = old.join(&entry.path);
        if !is_ours(entry, &ours) {
            return hand_over(&path, &output.join(&entry.path));
        }
        // The manifest goes last: without it, the rest would count as ours.
        if entry.path.as_os_str() == MANIFEST {
            return Ok(());
        }
        fs::remove_file(&path).map_err(PublishError::io("delete", &path))
    })?;
    for entry in entries.iter().rev().filter(|entry| entry.kind.is_dir()) {
        let path = old.join(&entry.path);
        fs::remove_dir(&path).map_err(PublishError::io("delete", &path))?;
    }
    let manifest = old.join(MANIFEST);
    fs::remove_file(&manifest).map_err(PublishError::io("delete", &manifest))?;
    fs::remove_dir(old).map_err(PublishError::io("delete", old))
}

/// Whether a build made this entry.
pub(super) fn is_ours(entry: &Entry, ours: &FxHashSet<String>) -> bool {
    !entry.kind.is_dir()
        && (entry.path.as_os_str() == MANIFEST || entry.name().is_some_and(|name| ours.contains(&name)))
}

/// Removes a foreign file that `there` has too, or moves it there. The newer of two versions stays.
fn hand_over(here: &Path, there: &Path) -> Result<(), PublishError> {
    let mine = fs::symlink_metadata(here).map_err(PublishError::io("look at", here))?;
    let stays = match fs::symlink_metadata(there) {
        Ok(theirs) => {
            disk::same_file(&mine, &theirs)
                || theirs.is_dir()
                || mine.modified().ok().zip(theirs.modified().ok()).is_none_or(|(mine, theirs)| mine <= theirs)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(PublishError::io("look at", there)(error)),
    };
    if stays {
        return fs::remove_file(here).map_err(PublishError::io("delete", here));
    }
    if let Some(folder) = there.parent() {
        fs::create_dir_all(folder).map_err(PublishError::io("create the folder", folder))?;
    }
    fs::rename(here, there).map_err(PublishError::io("move", here))
}
