//! What the system says of files: it changes with every write to them.

use std::path::Path;
use std::time::{Duration, SystemTime};
use walkdir::{DirEntry, WalkDir};

/// Steps of the clock by which files are dated: some milliseconds where the system counts parts of a second, else two seconds.
const STEP: Duration = Duration::from_millis(100);
const COARSE_STEP: Duration = Duration::from_secs(3);

/// The hash of what the system says of many files, and how old the youngest of them was.
pub(super) struct Stamps {
    hasher: blake3::Hasher,
    youngest: SystemTime,
    step: Duration,
    looked: SystemTime,
}

impl Stamps {
    fn new() -> Self {
        Self { hasher: blake3::Hasher::new(), youngest: SystemTime::UNIX_EPOCH, step: STEP, looked: SystemTime::now() }
    }

    /// Everything in the dossier's folder but its output, the settings wherever they lie, and this program.
    pub(super) fn of_inputs(root: &Path, settings: &Path, output: &Path, options: &str) -> Option<Self> {
        let mut stamps = Self::new();
        for part in [env!("CARGO_PKG_VERSION"), options] {
            stamps.part(part.as_bytes());
        }
        let root = root.canonicalize().ok()?;
        let output = place(output)?;
        // the time of a folder is not looked at if builds change it: then nothing else may lie in it
        if output.starts_with(&root) && output.parent() != Some(&root) || root.starts_with(&output) {
            return None;
        }
        stamps.part(root.as_os_str().as_encoded_bytes()).part(output.as_os_str().as_encoded_bytes());
        stamps.followed(&std::env::current_exe().ok()?)?;
        if cfg!(debug_assertions) {
            // themes are read from there, not from the program
            stamps.folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes"), &|_| false)?;
        }
        match settings.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => stamps.part(b"no settings"),
            _ => stamps.part(settings.as_os_str().as_encoded_bytes()).followed(settings)?,
        };
        let is_passed = |entry: &DirEntry| {
            entry.path() == output
                || entry.depth() == 1 && (entry.file_name() == ".git" || entry.file_name() == super::folder::NAME)
        };
        stamps.folder(&root, &is_passed)?;
        Some(stamps)
    }

    /// Everything in the folder of a finished site.
    pub(super) fn of_output(output: &Path) -> Option<String> {
        let mut stamps = Self::new();
        if !output.symlink_metadata().ok()?.is_dir() || crate::publish::is_unfinished(output) {
            return None;
        }
        stamps.folder(output, &|_| false)?;
        Some(stamps.hash())
    }

    pub(super) fn hash(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }

    /// Whether the next write to any of the files has another time than the last one.
    pub(super) fn settled(&self) -> bool {
        self.youngest.checked_add(self.step).is_some_and(|later| later < self.looked)
    }

    fn part(&mut self, part: &[u8]) -> &mut Self {
        self.hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        self
    }

    /// A file, or what a link leads to.
    fn followed(&mut self, path: &Path) -> Option<&mut Self> {
        self.stamp(&std::fs::symlink_metadata(path).ok()?)?;
        self.stamp(&std::fs::metadata(path).ok()?)?;
        Some(self)
    }

    /// Everything below a folder that is not passed over. Links are not followed; one that leads to a folder could be, on a way that
    /// begins elsewhere.
    fn folder(&mut self, folder: &Path, is_passed: &dyn Fn(&DirEntry) -> bool) -> Option<()> {
        let walk = WalkDir::new(folder).min_depth(1).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| !is_passed(entry)) {
            let entry = entry.ok()?;
            if entry.path_is_symlink() && std::fs::metadata(entry.path()).is_ok_and(|found| found.is_dir()) {
                return None;
            }
            self.part(entry.path().as_os_str().as_encoded_bytes());
            self.stamp(&entry.metadata().ok()?)?;
        }
        Some(())
    }

    #[cfg(unix)]
    fn stamp(&mut self, found: &std::fs::Metadata) -> Option<()> {
        use std::os::unix::fs::MetadataExt as _;
        let times = [(found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec())];
        for (seconds, parts) in times {
            self.hasher.update(&seconds.to_le_bytes()).update(&parts.to_le_bytes());
            let since = Duration::new(u64::try_from(seconds).unwrap_or_default(), u32::try_from(parts).ok()?);
            self.youngest = self.youngest.max(SystemTime::UNIX_EPOCH.checked_add(since)?);
        }
        if found.ctime_nsec() == 0 {
            self.step = COARSE_STEP;
        }
        for number in [found.dev(), found.ino(), found.size(), u64::from(found.mode())] {
            self.hasher.update(&number.to_le_bytes());
        }
        Some(())
    }

    #[cfg(not(unix))]
    fn stamp(&mut self, _: &std::fs::Metadata) -> Option<()> {
        None // times of the last change can be set there
    }
}

/// Where a folder lies, or will: without links on the way.
fn place(folder: &Path) -> Option<std::path::PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    Some(folder.parent()?.canonicalize().ok()?.join(folder.file_name()?))
}
