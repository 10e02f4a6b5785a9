//! One build at a time. The lock lies on a folder's own descriptor and dies with the process.

use super::PublishError;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a second build waits for the first.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(25);

/// Held as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    _held: File,
}

/// Locks all outputs in `parent`; waits a short time. `output` is for the message.
pub(super) fn acquire(parent: &Path, output: &Path) -> Result<Lock, PublishError> {
    let mut file = open(parent)?;
    let start = Instant::now();
    let mut elsewhere = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _held: file }),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(PublishError::Locked { path: output.to_owned() }),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported && !elsewhere => {
                file = open_elsewhere(parent)?;
                elsewhere = true;
            }
            Err(TryLockError::Error(error)) => return Err(PublishError::io("lock", parent)(error)),
        }
    }
}

#[cfg(unix)]
fn open(parent: &Path) -> Result<File, PublishError> {
    File::open(parent).map_err(PublishError::io("open the folder", parent))
}

#[cfg(not(unix))]
fn open(parent: &Path) -> Result<File, PublishError> {
    open_elsewhere(parent)
}

/// Where folders cannot be opened or locked, a file in the system's own place for such things stands for the folder.
fn open_elsewhere(parent: &Path) -> Result<File, PublishError> {
    let name = blake3::hash(parent.as_os_str().as_encoded_bytes()).to_hex();
    let path = std::env::temp_dir().join(format!("dossier-{name}.lock"));
    File::options().create(true).truncate(false).write(true).open(&path).map_err(PublishError::io("lock", &path))
}
