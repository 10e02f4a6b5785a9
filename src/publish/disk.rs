//! The few operations on disk that the standard library does not offer, or not safely enough.

use super::PublishError;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// Creates a file that must not exist. Permissions are the same whatever the umask.
pub(super) fn create(path: &Path, bytes: &[u8], fix_mode: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    if fix_mode {
        set_mode(path, 0o644)?;
    }
    Ok(())
}

/// Creates a folder that must not exist.
pub(super) fn create_folder(path: &Path, fix_mode: bool) -> io::Result<()> {
    fs::create_dir(path)?;
    if fix_mode { set_mode(path, 0o755) } else { Ok(()) }
}

/// Whether `path` is a regular file with just these bytes and the permissions we would give it.
pub(super) fn is_unchanged(path: &Path, bytes: &[u8]) -> bool {
    open_regular(path).is_ok_and(|(file, metadata)| has_our_mode(&metadata) && holds(file, &metadata, bytes))
}

/// Whether `path` is a regular file with just these bytes.
pub(super) fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    open_regular(path).is_ok_and(|(file, metadata)| holds(file, &metadata, bytes))
}

/// Read in pieces, so that the first difference ends it and no buffer of the file's size is needed.
fn holds(mut file: File, metadata: &Metadata, bytes: &[u8]) -> bool {
    if metadata.len() != bytes.len() as u64 {
        return false;
    }
    let mut piece = [0; 16 * 1024];
    let mut rest = bytes;
    while !rest.is_empty() {
        match file.read(&mut piece) {
            Ok(read @ 1..) if rest.starts_with(&piece[..read]) => rest = &rest[read..],
            _ => return false,
        }
    }
    true
}

/// Opens a file, but no link, and without waiting on a pipe.
fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Whether both names are one file.
pub(super) fn same_file(a: &Metadata, b: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        (a.dev(), a.ino()) == (b.dev(), b.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        false
    }
}

/// Whether a folder is the top of a mount, so that it cannot be exchanged nor files be moved into it from beside it.
pub(super) fn is_mount_point(folder: &Path, parent: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
        // A folder may be mounted from the same file system, so the device alone does not tell.
        let mount = |path: &Path| {
            let status = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::MNT_ID).ok()?;
            StatxFlags::from_bits_retain(status.stx_mask).contains(StatxFlags::MNT_ID).then_some(status.stx_mnt_id)
        };
        if let (Some(inner), Some(outer)) = (mount(folder), mount(parent)) {
            return Ok(inner != outer);
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok(fs::symlink_metadata(folder)?.dev() != fs::metadata(parent)?.dev())
    }
    #[cfg(not(unix))]
    {
        let _ = (folder, parent);
        Ok(false)
    }
}

fn has_our_mode(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        metadata.permissions().mode() & 0o7777 == 0o644
    }
    #[cfg(not(unix))]
    {
        !metadata.permissions().readonly()
    }
}

/// Sets permissions where they exist: a USB stick's file system may have none, and say so by refusing.
pub(super) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        match fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
            Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported) => {
                Ok(())
            }
            result => result,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = (path, mode);
        Ok(())
    }
}

/// Whether the umask takes away from the permissions that we give, so that each must be set again.
/// `probe` is a file just made by [`create`].
pub(super) fn mode_needs_fixing(probe: &Path) -> io::Result<bool> {
    Ok(!has_our_mode(&fs::symlink_metadata(probe)?))
}

/// Largest file that the process may write (`ulimit -f`). Checked before writing, as the system would end the whole
/// process with a signal instead of refusing.
pub(super) fn size_limit() -> Option<u64> {
    #[cfg(unix)]
    {
        rustix::process::getrlimit(rustix::process::Resource::Fsize).current
    }
    #[cfg(not(unix))]
    {
        None
    }
}

/// Brings everything below `folder` safely to disk: one call for the whole file system where there is one, as
/// thousands of single calls take minutes.
pub(super) fn sync_tree(folder: &Path) -> Result<(), PublishError> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        let file = File::open(folder).map_err(PublishError::io("open the folder", folder))?;
        rustix::fs::syncfs(&file).map_err(|error| PublishError::io("bring to disk", folder)(error.into()))
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry.map_err(|error| PublishError::io("read the folder", folder)(error.into()))?;
            if entry.file_type().is_file() {
                let file = File::open(entry.path()).map_err(PublishError::io("open", entry.path()))?;
                file.sync_all().map_err(PublishError::io("bring to disk", entry.path()))?;
            }
        }
        Ok(())
    }
}

/// Brings a folder's own entries safely to disk. A system that cannot is not an error: it has another way.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(file) = File::open(folder) {
        let _ = file.sync_all();
    }
}

/// Exchanges two folders in one step. `Ok(false)`: this file system or this folder cannot do that.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(
                Errno::INVAL
                | Errno::NOSYS
                | Errno::OPNOTSUPP
                | Errno::XDEV
                | Errno::BUSY
                | Errno::PERM
                | Errno::ACCESS,
            ) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (one, other);
        Ok(false)
    }
}
