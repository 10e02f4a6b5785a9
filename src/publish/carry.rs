//! Foreign files: what lies in the output and no build made (`CNAME`, `.git`). They come along, byte for byte.

use super::sweep::{self, Entry};
use super::{INNER_STAGING, PublishError, disk, manifest};
use rustc_hash::FxHashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// What in `output` is not ours: files, links and folders that do not merely hold files of ours.
pub(super) fn foreign(output: &Path, ours: &FxHashSet<String>) -> Result<Vec<Entry>, PublishError> {
    let folders = manifest::folders(ours);
    let mut entries = sweep::list(output)?;
    entries.retain(|entry| {
        let known = if entry.kind.is_dir() {
            entry.name().is_some_and(|name| folders.contains(name.as_str()))
        } else {
            sweep::is_ours(entry, ours)
        };
        !known && !entry.path.starts_with(INNER_STAGING)
    });
    Ok(entries)
}

/// Fails if one of the foreign files stands where the new site has something else. Those that equal a file of the
/// site are dropped from the list: from now on they are ours.
pub(super) fn check(foreign: &mut Vec<Entry>, output: &Path, site: &Path) -> Result<(), PublishError> {
    let mut clash = None;
    foreign.retain(|entry| {
        let (there, here) = (output.join(&entry.path), site.join(&entry.path));
        match fs::symlink_metadata(&here) {
            Ok(new) if new.is_dir() && entry.kind.is_dir() => false,
            Ok(new) if new.is_file() && fs::read(&here).is_ok_and(|bytes| disk::has_bytes(&there, &bytes)) => false,
            Err(error) if error.kind() == ErrorKind::NotFound => true,
            _ => {
                clash.get_or_insert(there);
                true
            }
        }
    });
    clash.map_or(Ok(()), |path| Err(PublishError::Foreign { path }))
}

/// Takes foreign files from `output` into `site`: as hard links, or as copies where links are refused.
pub(super) fn carry(foreign: &[Entry], output: &Path, site: &Path) -> Result<(), PublishError> {
    for entry in foreign {
        let (from, to) = (output.join(&entry.path), site.join(&entry.path));
        if entry.kind.is_dir() {
            fs::create_dir_all(&to).map_err(PublishError::io("create the folder", &to))?;
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(PublishError::io("create the folder", folder))?;
        }
        match fs::hard_link(&from, &to) {
            Ok(()) => {}
            // Deleted by its owner in the meantime.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // Another spelling of a name of ours, on a file system that ignores case.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(PublishError::Foreign { path: from }),
            Err(_) => copy(entry, &from, &to)?,
        }
    }
    // Last, as a folder's permissions might forbid to fill it.
    for entry in foreign.iter().rev().filter(|entry| entry.kind.is_dir()) {
        copy_mode(&output.join(&entry.path), &site.join(&entry.path));
    }
    Ok(())
}

fn copy(entry: &Entry, from: &Path, to: &Path) -> Result<(), PublishError> {
    if entry.kind.is_file() {
        fs::copy(from, to).map_err(PublishError::io("copy", from))?;
        let modified = fs::metadata(from).and_then(|metadata| metadata.modified());
        let file = fs::OpenOptions::new().write(true).open(to);
        // The time tells the copy from a newer version when the old tree is taken away.
        return modified
            .and_then(|modified| file?.set_modified(modified))
            .map_err(PublishError::io("set the time of", to));
    }
    #[cfg(unix)]
    if entry.kind.is_symlink() {
        let target = fs::read_link(from).map_err(PublishError::io("read the link", from))?;
        return std::os::unix::fs::symlink(target, to).map_err(PublishError::io("create the link", to));
    }
    Err(PublishError::Foreign { path: from.to_owned() })
}

/// A folder keeps its permissions, but stays ours to change: the next build has to empty it.
fn copy_mode(from: &Path, to: &Path) {
    #[cfg(unix)]
    if let Ok(metadata) = fs::symlink_metadata(from) {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = disk::set_mode(to, (metadata.permissions().mode() & 0o7777) | 0o700);
    }
    #[cfg(not(unix))]
    let _ = (from, to);
}
