//! `clean`: taking a built site away again.

use super::{Guard, INNER_STAGING, MANIFEST, PublishError, lock, manifest, staging, sweep};
use std::fs;
use std::path::Path;

/// Deletes what the last build wrote to `output`, and nothing else; gives the number of files.
///
/// Foreign files stay, and so do their folders. An output that is not there is not an error.
pub fn remove(output: &Path, guard: &Guard) -> Result<usize, PublishError> {
    let output = guard.check(output)?;
    let parent = output.parent().expect("the guard refuses a folder without parent");
    if !parent.is_dir() {
        return Ok(0);
    }
    let _lock = lock::acquire(parent, &output)?;
    staging::recover(&staging::beside(&output), &output)?;
    staging::recover(&output.join(INNER_STAGING), &output)?;
    let ours = staging::refuse_strangers(&output)?;
    if !output.join(MANIFEST).exists() {
        return Ok(0);
    }
    let entries = sweep::list(&output)?;
    let mut deleted = 0;
    for entry in entries.iter().filter(|entry| sweep::is_ours(entry, &ours)) {
        if entry.path.as_os_str() != MANIFEST {
            let path = output.join(&entry.path);
            fs::remove_file(&path).map_err(PublishError::io("delete", &path))?;
            deleted += 1;
        }
    }
    // Folders that held nothing but our files; folders that somebody else made stay, even empty.
    let folders = manifest::folders(&ours);
    for entry in entries.iter().rev().filter(|entry| entry.kind.is_dir()) {
        if entry.name().is_some_and(|name| folders.contains(name.as_str())) {
            let _ = fs::remove_dir(output.join(&entry.path));
        }
    }
    let manifest = output.join(MANIFEST);
    fs::remove_file(&manifest).map_err(PublishError::io("delete", &manifest))?;
    let _ = fs::remove_dir(&output);
    Ok(deleted)
}
