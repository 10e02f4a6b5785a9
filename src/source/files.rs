//! The one gate for files: everything that is read comes through a [`Root`].
//!
//! In: the dossier's folder. Out: listings and bytes of regular files below it, each up to a cap. Links are never
//! followed, special files never read, and no path leads out of the root. Nothing is written here.

use std::fmt;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The folder of a dossier, opened for reading.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
    #[cfg(unix)]
    folder: std::os::fd::OwnedFd,
}

/// The machine's refusal to read something.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{path}`: {cause}")]
pub struct ReadError {
    /// What was tried: `read`, `list`, `open`.
    pub action: &'static str,
    /// Relative to the root where that is possible.
    pub path: String,
    /// Why not.
    pub cause: ReadCause,
}

/// Why something cannot be read.
#[derive(Debug)]
pub enum ReadCause {
    /// The system says so.
    System(io::Error),
    /// A link, a folder, a pipe, a socket or a device.
    NotAFile,
    /// More bytes than the cap.
    TooLarge {
        /// The cap in bytes.
        cap: u64,
    },
    /// The path is absolute, holds `..` or a drive.
    Outside,
}

impl fmt::Display for ReadCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => error.fmt(f),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooLarge { cap } => write!(f, "larger than {} MiB", cap / (1024 * 1024)),
            Self::Outside => f.write_str("the path leads out of the dossier"),
        }
    }
}

impl ReadError {
    fn new(action: &'static str, path: &str, cause: impl Into<ReadCause>) -> Self {
        Self { action, path: path.to_owned(), cause: cause.into() }
    }
}

impl From<io::Error> for ReadCause {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// The nearest folder from `start` upwards that holds a `dossier.toml`; failing that, the nearest that holds `content/`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    let with = |is_there: fn(&Path) -> bool| start.ancestors().find(|folder| is_there(folder)).map(Path::to_path_buf);
    with(|folder| folder.join("dossier.toml").is_file()).or_else(|| with(|folder| folder.join("content").is_dir()))
}

/// What a finished site has at its root: none is content, wherever it lies.
const MANIFEST: &str = ".dossier-manifest";

/// Something that a listing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Relative to the root, with `/`. Not what the disk says if that is not Unicode.
    pub(super) path: String,
    /// What it is.
    pub(super) kind: FoundKind,
}

/// What a listing found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoundKind {
    /// A regular file.
    File,
    /// A link.
    Link,
    /// A pipe, socket or device.
    Special,
    /// A name that is not Unicode.
    BadName,
}

impl Root {
    /// Opens the folder of a dossier.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let failed = |error: io::Error| ReadError::new("open", &path.to_string_lossy(), error);
        #[cfg(unix)]
        {
            use rustix::fs::{Mode, OFlags};
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            let folder = rustix::fs::open(path, flags, Mode::empty()).map_err(|error| failed(error.into()))?;
            Ok(Self { path: path.to_path_buf(), folder })
        }
        #[cfg(not(unix))]
        {
            std::fs::read_dir(path).map_err(failed)?;
            Ok(Self { path: path.to_path_buf() })
        }
    }

    /// The folder as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes of a file below the root, at most `cap`.
    pub fn read(&self, path: &str, cap: u64) -> Result<Vec<u8>, ReadError> {
        self.read_parts(path, cap).map_err(|cause| ReadError::new("read", path, cause))
    }

    fn read_parts(&self, path: &str, cap: u64) -> Result<Vec<u8>, ReadCause> {
        let parts = inner_parts(path).ok_or(ReadCause::Outside)?;
        let file = self.open_file(&parts)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(ReadCause::NotAFile);
        }
        if metadata.len() > cap {
            return Err(ReadCause::TooLarge { cap });
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        file.take(cap + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > cap {
            return Err(ReadCause::TooLarge { cap }); // it grew
        }
        Ok(bytes)
    }

    /// Opens a file so that no link on the way is followed, even one that is put there meanwhile, and a pipe does not wait.
    #[cfg(unix)]
    fn open_file(&self, parts: &[&str]) -> Result<std::fs::File, ReadCause> {
        use rustix::fs::{Mode, OFlags};
        use std::os::fd::AsFd;
        let guard = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file_flags = guard | OFlags::NONBLOCK | OFlags::NOCTTY;
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::ResolveFlags;
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
            match rustix::fs::openat2(&self.folder, parts.join("/"), file_flags, Mode::empty(), resolve) {
                // Kernels before 5.6, and sandboxes that do not let it pass.
                Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {}
                result => return result.map(Into::into).map_err(refusal),
            }
        }
        let (name, folders) = parts.split_last().ok_or(ReadCause::Outside)?;
        let mut folder = None;
        for part in folders {
            let from = folder.as_ref().map_or(self.folder.as_fd(), AsFd::as_fd);
            folder = Some(rustix::fs::openat(from, *part, guard | OFlags::DIRECTORY, Mode::empty()).map_err(refusal)?);
        }
        let from = folder.as_ref().map_or(self.folder.as_fd(), AsFd::as_fd);
        Ok(rustix::fs::openat(from, *name, file_flags, Mode::empty()).map_err(refusal)?.into())
    }

    /// Looks at each folder on the way before opening the file.
    #[cfg(not(unix))]
    fn open_file(&self, parts: &[&str]) -> Result<std::fs::File, ReadCause> {
        let mut path = self.path.clone();
        for (n, part) in parts.iter().enumerate() {
            path.push(part);
            let kind = std::fs::symlink_metadata(&path)?.file_type();
            if if n + 1 == parts.len() { !kind.is_file() } else { !kind.is_dir() } {
                return Err(ReadCause::NotAFile);
            }
        }
        Ok(std::fs::File::open(path)?)
    }

    /// What tells a regular file from what it was: it changes with every write to it. `None` where the system does not say.
    ///
    /// The time of the last change counts in steps of some milliseconds; two writes of the same length within one step, with a
    /// reading between them, would not be told apart.
    pub(super) fn stamp(&self, path: &str) -> Option<String> {
        #[cfg(unix)]
        {
            use rustix::fs::{AtFlags, FileType};
            let found = rustix::fs::statat(&self.folder, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
            let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
            let times = [(found.st_mtime, found.st_mtime_nsec), (found.st_ctime, found.st_ctime_nsec)];
            is_file.then(|| format!("{} {} {} {times:?}", found.st_dev, found.st_ino, found.st_size))
        }
        #[cfg(not(unix))]
        {
            let _ = path;
            None
        }
    }

    /// Size of a file that a listing found.
    pub(super) fn size(&self, path: &str) -> Result<u64, ReadError> {
        let metadata = std::fs::symlink_metadata(self.path.join(path));
        metadata.map(|metadata| metadata.len()).map_err(|error| ReadError::new("read", path, error))
    }

    /// Everything below a folder (`.` is the root) that lies in no folder that `entered` refuses, by path; `entered` gets paths
    /// relative to the root. A folder that does not exist is `None`.
    pub(super) fn list(&self, folder: &str, entered: &dyn Fn(&str) -> bool) -> Result<Option<Vec<Found>>, ReadError> {
        let top = if folder == "." { self.path.clone() } else { self.path.join(folder) };
        match std::fs::symlink_metadata(&top) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) if folder == "." => {} // the way to the root is the author's own
            Ok(metadata) => {
                let kind = if metadata.is_symlink() { FoundKind::Link } else { FoundKind::Special };
                return Ok(Some(vec![Found { path: folder.to_owned(), kind }]));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ReadError::new("list", folder, error)),
        }
        let mut all = Vec::new();
        let walk = walkdir::WalkDir::new(&top).min_depth(1).follow_links(false);
        let walk = walk.follow_root_links(folder == ".");
        let enters = |entry: &walkdir::DirEntry| {
            !entry.file_type().is_dir()
                || (entered(&self.relative(entry.path()).0) && !entry.path().join(MANIFEST).exists())
        };
        for entry in walk.into_iter().filter_entry(enters) {
            let entry = entry.map_err(|error| {
                let path = self.relative(error.path().unwrap_or(&top)).0;
                ReadError::new("list", &path, io::Error::from(error))
            })?;
            if entry.file_type().is_dir() {
                continue;
            }
            let (path, unicode) = self.relative(entry.path());
            let kind = match entry.file_type() {
                _ if !unicode => FoundKind::BadName,
                kind if kind.is_symlink() => FoundKind::Link,
                kind if kind.is_file() => FoundKind::File,
                _ => FoundKind::Special,
            };
            all.push(Found { path, kind });
        }
        all.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Some(all))
    }

    /// A path relative to the root, with `/`, and whether it is Unicode.
    fn relative(&self, path: &Path) -> (String, bool) {
        let inner = path.strip_prefix(&self.path).unwrap_or(path);
        let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        (parts.join("/"), inner.to_str().is_some())
    }
}

/// What the system says of a link or a special file where a folder or file was asked for is no fault of the machine.
#[cfg(unix)]
fn refusal(error: rustix::io::Errno) -> ReadCause {
    use rustix::io::Errno;
    match error {
        Errno::LOOP | Errno::MLINK | Errno::NOTDIR | Errno::NXIO => ReadCause::NotAFile,
        error => ReadCause::System(error.into()),
    }
}

/// The parts of a relative path that stays inside; `None` for any other.
fn inner_parts(path: &str) -> Option<Vec<&str>> {
    if path.contains(['\0', '\\']) && !cfg!(unix) {
        return None;
    }
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    (!parts.is_empty() && !path.contains('\0')).then_some(parts)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    fn dossier() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("content/people")).expect("folders");
        fs::write(folder.path().join("content/people/a.md"), "text").expect("a file");
        folder
    }

    #[test]
    fn only_regular_files_inside_are_read() {
        let folder = dossier();
        let outside = tempfile::tempdir().expect("a temporary folder");
        fs::write(outside.path().join("secret"), "secret").expect("a file");
        symlink(outside.path().join("secret"), folder.path().join("content/people/link.md")).expect("a link");
        symlink(outside.path(), folder.path().join("content/out")).expect("a link");
        let pipe = folder.path().join("content/pipe.md");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).expect("a pipe");
        let root = Root::open(folder.path()).expect("the root opens");
        assert_eq!(root.read("content/people/a.md", 4).expect("it is there"), b"text");
        assert_eq!(root.read("./content/./people/a.md", 4).expect("it is there"), b"text");
        for (path, message) in [
            ("content/people/link.md", "cannot read `content/people/link.md`: not a regular file"),
            ("content/out/secret", "cannot read `content/out/secret`: not a regular file"),
            ("content/pipe.md", "cannot read `content/pipe.md`: not a regular file"),
            ("content/people", "cannot read `content/people`: not a regular file"),
            ("content/people/a.md/x", "cannot read `content/people/a.md/x`: not a regular file"),
            (
                "content/../content/people/a.md",
                "cannot read `content/../content/people/a.md`: the path leads out of the dossier",
            ),
            ("/etc/hostname", "cannot read `/etc/hostname`: the path leads out of the dossier"),
            ("", "cannot read ``: the path leads out of the dossier"),
            ("a\0b", "cannot read `a\0b`: the path leads out of the dossier"),
            ("content/none.md", "cannot read `content/none.md`: No such file or directory (os error 2)"),
        ] {
            assert_eq!(root.read(path, 100).expect_err(path).to_string(), message);
        }
        assert_eq!(
            root.read("content/people/a.md", 3).expect_err("it is too large").to_string(),
            "cannot read `content/people/a.md`: larger than 0 MiB"
        );
    }

    #[test]
    fn a_listing_names_links_and_special_files_and_follows_none() {
        let folder = dossier();
        symlink("people", folder.path().join("content/loop")).expect("a link");
        symlink("/etc", folder.path().join("static")).expect("a link");
        fs::create_dir(folder.path().join("content/.git")).expect("a folder");
        fs::write(folder.path().join("content/.git/x.md"), "text").expect("a file");
        let root = Root::open(folder.path()).expect("the root opens");
        let list = root.list("content", &|path| !path.contains("/.")).expect("it can be listed");
        let found = |path: &str, kind| Found { path: path.into(), kind };
        assert_eq!(
            list,
            Some(vec![found("content/loop", FoundKind::Link), found("content/people/a.md", FoundKind::File)])
        );
        assert_eq!(root.list("static", &|_| true).expect("it is there"), Some(vec![found("static", FoundKind::Link)]));
        assert_eq!(root.list("none", &|_| true).expect("no mistake"), None);
    }

    #[test]
    fn the_root_is_found_upwards() {
        let folder = dossier();
        let inner = folder.path().join("content/people");
        let real = std::path::absolute(folder.path()).expect("it exists");
        assert_eq!(find_root(&inner), Some(real.clone()));
        fs::write(folder.path().join("content/dossier.toml"), "").expect("a file");
        assert_eq!(find_root(&inner), Some(real.join("content")));
    }
}
