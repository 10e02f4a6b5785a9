//! The folder of notes, at the root of the dossier: Git ignores it, no listing of content enters it, and it may go at any time.
//! Nothing is read, written or deleted through a link.

use std::io;
use std::path::Path;

/// Its name.
pub(super) const NAME: &str = ".dossier-cache";
/// Largest note that is read.
const MAX_BYTES: u64 = 64 << 10;

#[cfg(unix)]
mod unix {
    use super::{MAX_BYTES, NAME};
    use rustix::fd::OwnedFd;
    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, mkdirat, openat, renameat, unlinkat};
    use rustix::io::Errno;
    use std::fs::File;
    use std::io::{self, Read as _, Write as _};
    use std::path::Path;

    const SAFE: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC);
    /// What lies beside the notes: it tells Git and programs for backups to pass the folder by.
    const MARKS: [(&str, &str); 2] = [
        (".gitignore", "# What dossier remembers of its last run. It is safe to delete.\n*\n"),
        (
            "CACHEDIR.TAG",
            "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds what dossier remembers of its last run.\n",
        ),
    ];

    fn open(root: &Path) -> rustix::io::Result<OwnedFd> {
        let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = openat(CWD, root, folder, Mode::empty())?;
        openat(&root, NAME, folder | OFlags::NOFOLLOW, Mode::empty())
    }

    pub(in super::super) fn read(root: &Path, name: &str) -> Option<Vec<u8>> {
        let folder = open(root).ok()?;
        let file = openat(&folder, name, OFlags::RDONLY | OFlags::NONBLOCK | SAFE, Mode::empty()).ok()?;
        let is_file = FileType::from_raw_mode(fstat(&file).ok()?.st_mode) == FileType::RegularFile;
        let mut bytes = Vec::new();
        let read = is_file && File::from(file).take(MAX_BYTES).read_to_end(&mut bytes).is_ok();
        read.then_some(bytes)
    }

    pub(in super::super) fn write(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
        match mkdirat(CWD, root.join(NAME), Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let folder = open(root)?;
        for (mark, text) in MARKS {
            place(&folder, mark, text.as_bytes())?;
        }
        place(&folder, name, bytes)
    }

    /// Wholly the old file or wholly the new one, also if two runs write at once.
    fn place(folder: &OwnedFd, name: &str, bytes: &[u8]) -> io::Result<()> {
        let draft = format!("{name}.{}.new", std::process::id());
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | SAFE;
        let written = openat(folder, &draft, flags, Mode::RUSR | Mode::WUSR)
            .map_err(io::Error::from)
            .and_then(|file| File::from(file).write_all(bytes))
            .and_then(|()| Ok(renameat(folder, &draft, folder, name)?));
        if written.is_err() {
            let _ = unlinkat(folder, &draft, AtFlags::empty());
        }
        written
    }

    /// What somebody else put there stays, and the folder with it.
    fn is_ours(name: &[u8]) -> bool {
        let known = MARKS.iter().map(|(mark, _)| *mark).chain([super::super::BUILD, super::super::CHECK]);
        known.map(str::as_bytes).any(|known| {
            name.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(b".") && rest.ends_with(b".new"))
        })
    }

    pub(in super::super) fn clear(root: &Path) -> io::Result<bool> {
        let folder = match open(root) {
            Ok(folder) => folder,
            Err(Errno::NOENT) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        for entry in rustix::fs::Dir::read_from(&folder)? {
            let entry = entry?;
            if is_ours(entry.file_name().to_bytes()) {
                unlinkat(&folder, entry.file_name(), AtFlags::empty())?;
            }
        }
        unlinkat(CWD, root.join(NAME), AtFlags::REMOVEDIR)?;
        Ok(true)
    }
}

/// A note, if it is there.
pub(super) fn read(root: &Path, name: &str) -> Option<Vec<u8>> {
    #[cfg(unix)]
    return unix::read(root, name);
    #[cfg(not(unix))]
    {
        let _ = (root, name, MAX_BYTES);
        None
    }
}

/// Writes a note.
pub(super) fn write(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    return unix::write(root, name, bytes);
    #[cfg(not(unix))]
    {
        let _ = (root, name, bytes);
        Ok(())
    }
}

/// Deletes the folder; false if there is none.
pub(in super::super) fn clear(root: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    return unix::clear(root);
    #[cfg(not(unix))]
    {
        let _ = root;
        Ok(false)
    }
}
