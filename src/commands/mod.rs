//! The commands: each takes its options, calls rooms in order, and says what happened.

pub(crate) mod adopt;
pub mod build;
pub mod check;
pub mod clean;
pub mod completions;
mod counts;
pub mod export;
mod external;
mod gone;
pub mod import;
pub mod init;
mod interrupt;
mod live;
pub mod new;
pub mod preview;
pub mod publish;
pub mod serve;
pub mod session;
pub mod start;
pub mod suggest;
mod unchanged;
mod workflow;

use std::io;
use std::path::{Path, PathBuf};

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`: {source}", path.display())]
pub struct FileError {
    /// What was tried: `write`, `create the folder`.
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// The machine's words.
    pub source: io::Error,
}

impl FileError {
    /// For `map_err`.
    pub fn new(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self { action, path, source }
    }

    /// Whether it was refused because something is there already.
    pub fn exists(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }
}
