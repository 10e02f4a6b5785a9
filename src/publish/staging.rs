//! The site while it is being written: a folder that nobody sees until it is complete.

use super::ledger::Ledger;
use super::lock::{self, Lock};
use super::{Guard, INNER_STAGING, MANIFEST, PublishError, Sink, carry, disk, journal, manifest, sweep};
use rustc_hash::FxHashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// First file of every staging folder. It says whose the folder is, and keeps Git away from it.
const MARK: &str = ".gitignore";
const MARK_TEXT: &str = "# A site that dossier is writing. If no build is running, it is safe to delete.\n*\n";

/// Name, in the staging folder, of a note that is not yet complete.
pub(super) const DRAFT: &str = "draft";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Files of the site.
    pub files: usize,
    /// Their size.
    pub bytes: u64,
    /// How many of them are the same files as before, with their times.
    pub unchanged: usize,
}

/// A site being written. Dropped without [`Staging::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Staging {
    output: PathBuf,
    /// The folder that holds `site` and our notes; nobody else may enter it.
    folder: PathBuf,
    site: PathBuf,
    /// Paths that the last build wrote; those that are regular files now can be compared.
    old: FxHashSet<String>,
    comparable: FxHashSet<String>,
    ledger: Ledger,
    fix_mode: bool,
    size_limit: Option<u64>,
    bytes: AtomicU64,
    unchanged: AtomicUsize,
    /// Folders made so that the output has a parent; taken back if nothing comes of it.
    parents: Vec<PathBuf>,
    complete: bool,
    _lock: Lock,
}

impl Staging {
    /// Checks and locks the output, completes or clears away what a killed build left, and opens a staging folder.
    pub fn begin(output: &Path, guard: &Guard) -> Result<Self, PublishError> {
        let output = guard.check(output)?;
        let parent = output.parent().expect("the guard refuses a folder without parent").to_owned();
        refuse_strangers(&output)?;
        let mut parents = Parents(make_parents(&parent)?);
        let lock = lock::acquire(&parent, &output)?;
        recover(&beside(&output), &output)?;
        recover(&output.join(INNER_STAGING), &output)?;
        let old = refuse_strangers(&output)?;
        let comparable = comparable(&output, &old)?;

        let folder = open_staging(&output, &parent)?;
        let mut staging = Self {
            site: folder.join("site"),
            output,
            folder,
            old,
            comparable,
            ledger: Ledger::default(),
            fix_mode: true,
            size_limit: disk::size_limit(),
            bytes: AtomicU64::new(0),
            unchanged: AtomicUsize::new(0),
            parents: std::mem::take(&mut parents.0),
            complete: false,
            _lock: lock,
        };
        let mark = staging.folder.join(MARK);
        disk::create(&mark, MARK_TEXT.as_bytes(), false).map_err(PublishError::io("write", &mark))?;
        staging.fix_mode = disk::mode_needs_fixing(&mark).map_err(PublishError::io("look at", &mark))?;
        disk::create_folder(&staging.site, true).map_err(PublishError::io("create the folder", &staging.site))?;
        Ok(staging)
    }

    /// Writes one file; may be called from many threads at once.
    ///
    /// A file that the last build wrote with the same bytes becomes a hard link to that one: reading 10 kB from the
    /// page cache costs less than writing them, the file keeps its time, and neither this file has to be brought to
    /// disk nor its predecessor's blocks to be freed.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.ledger.claim(path, |folder| {
            let folder = self.site.join(folder);
            disk::create_folder(&folder, self.fix_mode).map_err(PublishError::io("create the folder", &folder))
        })?;
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let new = self.site.join(path);
        if self.comparable.contains(path) {
            let old = self.output.join(path);
            if disk::is_unchanged(&old, bytes) && fs::hard_link(&old, &new).is_ok() {
                self.unchanged.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            }
        }
        self.create(&new, bytes)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
        if self.size_limit.is_some_and(|limit| bytes.len() as u64 > limit) {
            return Err(PublishError::io("write", path)(ErrorKind::FileTooLarge.into()));
        }
        disk::create(path, bytes, self.fix_mode).map_err(PublishError::io("write", path))
    }

    /// Makes the staged site the output, in one step where the file system can.
    pub fn finish(mut self) -> Result<Receipt, PublishError> {
        let paths = self.ledger.paths();
        let receipt = Receipt {
            files: paths.len(),
            bytes: self.bytes.load(Ordering::Relaxed),
            unchanged: self.unchanged.load(Ordering::Relaxed),
        };
        // Before anything foreign comes in: a staging folder without manifest is ours altogether.
        // In one step, so that there never is half a manifest.
        let (draft, manifest) = (self.folder.join(DRAFT), self.site.join(MANIFEST));
        self.create(&draft, manifest::format(&paths).as_bytes())?;
        fs::rename(&draft, &manifest).map_err(PublishError::io("write", &manifest))?;
        if is_there(&self.output)? {
            self.replace(&paths)?;
        } else {
            disk::sync_tree(&self.site)?;
            fs::rename(&self.site, &self.output).map_err(PublishError::io("create the folder", &self.output))?;
        }
        self.complete = true;
        if let Some(parent) = self.output.parent() {
            disk::sync_folder(parent);
        }
        Ok(receipt)
    }

    fn replace(&mut self, paths: &[String]) -> Result<(), PublishError> {
        let mut foreign = carry::foreign(&self.output, &self.old)?;
        carry::check(&mut foreign, &self.output, &self.site)?;
        if !self.folder.starts_with(&self.output) {
            carry::carry(&foreign, &self.output, &self.site)?;
            disk::sync_tree(&self.site)?;
            let exchanged = disk::exchange(&self.site, &self.output);
            if exchanged.map_err(PublishError::io("replace the folder", &self.output))? {
                // What `site` holds now is the old output. Failing to delete it is no failure of the build: the next
                // one goes on with it.
                self.complete = true;
                let _ = sweep::take_away(&self.site, &self.output);
                return Ok(());
            }
        }
        journal::commit(&self.folder, &self.output, &self.old, paths)
    }
}

impl Sink for Staging {
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        Self::write(self, path, bytes)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // With a journal, the site is neither old nor new: the next build completes it.
        if self.folder.join(journal::JOURNAL).exists() {
            return;
        }
        let cleared = clear(&self.folder, &self.output);
        if !self.complete && cleared.is_ok() {
            drop(Parents(std::mem::take(&mut self.parents)));
        }
    }
}

/// Folders that go when they are dropped, if they are still empty.
struct Parents(Vec<PathBuf>);

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Refuses an output that holds something and was not built by us; gives what the last build wrote.
pub(super) fn refuse_strangers(output: &Path) -> Result<FxHashSet<String>, PublishError> {
    let refuse = |reason: &str, help: &str| PublishError::Refused {
        path: output.to_owned(),
        reason: reason.into(),
        help: help.into(),
    };
    match fs::symlink_metadata(output) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(FxHashSet::default());
        }
        Err(error) => return Err(PublishError::io("look at", output)(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(refuse("it is not a folder", "choose another name, or move the file away"));
        }
        Ok(_) => {}
    }
    if let Some(paths) = manifest::read(output)? {
        return Ok(paths);
    }
    for entry in fs::read_dir(output).map_err(PublishError::io("read the folder", output))? {
        let name = entry.map_err(PublishError::io("read the folder", output))?.file_name();
        if name != ".gitkeep" && name != ".gitignore" && name != INNER_STAGING {
            return Err(refuse(
                &format!("it holds files that dossier did not make, such as `{}`", super::error::shown(name.as_ref())),
                "choose an empty folder, or move what is in this one away",
            ));
        }
    }
    Ok(FxHashSet::default())
}

/// The files that the last build wrote to `output` and that are there, in order; none if there is no such folder.
pub fn published(output: &Path, guard: &Guard) -> Result<Vec<String>, PublishError> {
    let output = guard.check(output)?;
    let mut paths: Vec<String> = comparable(&output, &refuse_strangers(&output)?)?.into_iter().collect();
    paths.sort();
    Ok(paths)
}

/// Of what the last build wrote, the paths that are regular files in real folders now.
fn comparable(output: &Path, old: &FxHashSet<String>) -> Result<FxHashSet<String>, PublishError> {
    if old.is_empty() {
        return Ok(FxHashSet::default());
    }
    let entries = sweep::list(output)?;
    let files = entries.iter().filter(|entry| entry.kind.is_file());
    Ok(files.filter_map(sweep::Entry::name).filter(|name| old.contains(name)).collect())
}

/// Creates `parent` and what leads to it; gives the new folders, outer ones first.
fn make_parents(parent: &Path) -> Result<Vec<PathBuf>, PublishError> {
    let missing: Vec<_> = parent.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    let mut made = Parents(Vec::new());
    for folder in missing.into_iter().rev() {
        match fs::create_dir(&folder) {
            Ok(()) => made.0.push(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(PublishError::io("create the folder", &folder)(error)),
        }
    }
    Ok(std::mem::take(&mut made.0))
}

/// Whether a build was killed, or is at work, so that the output may have to be completed.
pub fn is_unfinished(output: &Path) -> bool {
    let outer = output.file_name().map(|_| beside(output));
    let folders = [Some(output.join(INNER_STAGING)), outer];
    folders.into_iter().flatten().any(|folder| fs::symlink_metadata(folder).is_ok())
}

/// The staging folder's usual place: on the same file system as the output, and hidden.
pub(super) fn beside(output: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(output.file_name().expect("the guard refuses a folder without parent"));
    name.push(INNER_STAGING);
    output.with_file_name(name)
}

/// Makes the staging folder: beside the output; inside, if the output is a mount point or nothing can be created
/// beside it.
fn open_staging(output: &Path, parent: &Path) -> Result<PathBuf, PublishError> {
    let exists = is_there(output)?;
    let inner = output.join(INNER_STAGING);
    if exists && disk::is_mount_point(output, parent).map_err(PublishError::io("look at", output))? {
        return make_private(&inner).map(|()| inner).map_err(PublishError::io("write to", output));
    }
    let outer = beside(output);
    match make_private(&outer) {
        Ok(()) => Ok(outer),
        Err(error) if exists && matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            make_private(&inner).map(|()| inner).map_err(PublishError::io("write to", output))
        }
        Err(error) => Err(PublishError::io("create the folder", &outer)(error)),
    }
}

/// A new folder that only we may enter.
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir(folder)?;
    disk::set_mode(folder, 0o700)
}

/// Completes (if there is a journal) or clears away what a killed build left. The lock is ours, so nobody is using it.
pub(super) fn recover(folder: &Path, output: &Path) -> Result<(), PublishError> {
    match fs::symlink_metadata(folder) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(PublishError::Foreign { path: folder.to_owned() }),
        Err(error) => return Err(PublishError::io("look at", folder)(error)),
    }
    // Killed before the first file: the folder is empty, or the mark is not yet written in full.
    let mark = fs::read(folder.join(MARK)).unwrap_or_default();
    let empty = fs::read_dir(folder).map_err(PublishError::io("read the folder", folder))?.count() <= 1;
    if mark != MARK_TEXT.as_bytes() && !(empty && MARK_TEXT.as_bytes().starts_with(&mark)) {
        return Err(PublishError::Foreign { path: folder.to_owned() });
    }
    if folder.join(journal::JOURNAL).exists() {
        journal::replay(folder, output)?;
    }
    clear(folder, output)
}

/// Takes the staging folder away, the mark last: as long as it is there, the folder is known as ours.
fn clear(folder: &Path, output: &Path) -> Result<(), PublishError> {
    let site = folder.join("site");
    if is_there(&site)? {
        sweep::take_away(&site, output)?;
    }
    for name in [DRAFT, MARK] {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(PublishError::io("delete", &folder.join(name))(error));
            }
            _ => {}
        }
    }
    match fs::remove_dir(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(PublishError::io("delete", folder)(error)),
        _ => Ok(()),
    }
}

fn is_there(path: &Path) -> Result<bool, PublishError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(PublishError::io("look at", path)(error)),
    }
}
