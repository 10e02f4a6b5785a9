//! The way without an exchange: a journal that says "staging is complete", then a rename for each file.
//!
//! A build that is killed in between is completed by the next one. Until then readers may see old and new files side
//! by side, each of them whole.

use super::staging::DRAFT;
use super::{MANIFEST, PublishError, disk, manifest};
use rustc_hash::FxHashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Name of the journal in the staging folder. Its being there means: everything is on disk, go on.
pub(super) const JOURNAL: &str = "journal";

/// Replaces the files of `output` by those of `site`; both lists of paths are known to be safe.
pub(super) fn commit(
    staging: &Path,
    output: &Path,
    old: &FxHashSet<String>,
    new: &[String],
) -> Result<(), PublishError> {
    let kept: FxHashSet<&str> = new.iter().map(String::as_str).collect();
    let mut gone: Vec<String> = old.iter().filter(|path| !kept.contains(path.as_str())).cloned().collect();
    gone.sort_unstable();
    let journal = staging.join(JOURNAL);
    let draft = staging.join(DRAFT);
    disk::create(&draft, manifest::format(&gone).as_bytes(), false).map_err(PublishError::io("write", &draft))?;
    disk::sync_tree(staging)?;
    fs::rename(&draft, &journal).map_err(PublishError::io("write", &journal))?;
    disk::sync_folder(staging);
    replay(staging, output)
}

/// Does, or goes on with, what a journal says. The staging folder's `site` is empty afterwards.
pub(super) fn replay(staging: &Path, output: &Path) -> Result<(), PublishError> {
    let journal = staging.join(JOURNAL);
    let text = fs::read_to_string(&journal).map_err(PublishError::io("read", &journal))?;
    let site = staging.join("site");
    let Some(new) = manifest::read(&site)? else { return finish_replay(staging, &journal) };
    let mut new: Vec<String> = new.into_iter().collect();
    new.sort_unstable();
    let gone: Vec<&str> = manifest::parse(&text).map_or_else(Vec::new, |_| text.lines().skip(1).collect());

    let new_set: FxHashSet<&str> = new.iter().map(String::as_str).collect();
    let new_folders = manifest::folders(&new);
    // Where a file becomes a folder or the other way round, the old one has to make room first.
    let (before, after): (Vec<&str>, Vec<&str>) = gone.into_iter().partition(|path| {
        new_folders.contains(path) || path.match_indices('/').any(|(end, _)| new_set.contains(&path[..end]))
    });
    before.iter().try_for_each(|path| delete(output, path))?;
    for path in &new {
        move_in(&site, output, path)?;
    }
    after.iter().try_for_each(|path| delete(output, path))?;
    move_in(&site, output, MANIFEST)?;
    finish_replay(staging, &journal)
}

fn finish_replay(staging: &Path, journal: &Path) -> Result<(), PublishError> {
    disk::sync_tree(staging)?;
    fs::remove_file(journal).map_err(PublishError::io("delete", journal))
}

/// Moves one file from staging into the output; one that is there no more was moved by the run that was killed.
fn move_in(site: &Path, output: &Path, path: &str) -> Result<(), PublishError> {
    let (from, to) = (site.join(path), output.join(path));
    for (end, _) in path.match_indices('/') {
        let folder = output.join(&path[..end]);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                disk::create_folder(&folder, true).map_err(PublishError::io("create the folder", &folder))?;
            }
            _ => return Err(PublishError::Foreign { path: folder }),
        }
    }
    match fs::rename(&from, &to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(PublishError::io("move", &from)(error)),
        _ => Ok(()),
    }
}

/// Deletes a file of the last build, and folders that have become empty; never through a link.
fn delete(output: &Path, path: &str) -> Result<(), PublishError> {
    let folders: Vec<_> = path.match_indices('/').map(|(end, _)| output.join(&path[..end])).collect();
    if folders.iter().any(|folder| !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir())) {
        return Ok(());
    }
    let file = output.join(path);
    match fs::remove_file(&file) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {
            return Err(PublishError::io("delete", &file)(error));
        }
        _ => {}
    }
    for folder in folders.iter().rev() {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
