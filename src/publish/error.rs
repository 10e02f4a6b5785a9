//! What can go wrong when a site is written.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site could not be written. The old output is whole in every case.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The machine refuses.
    #[error("cannot {action} `{}`: {source}", shown(path))]
    Io {
        /// What was tried: `write`, `create the folder`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The machine's words.
        source: io::Error,
    },
    /// The folder may not be an output.
    #[error("`{}` cannot be the output: {reason}\nhelp: {help}", shown(path))]
    Refused {
        /// The folder as given.
        path: PathBuf,
        /// Why.
        reason: String,
        /// What to do.
        help: String,
    },
    /// A path inside the site that cannot be written everywhere.
    #[error("`{}` cannot be a file of the site: {reason}", shown(Path::new(path)))]
    Path {
        /// The path.
        path: String,
        /// Why not.
        reason: &'static str,
    },
    /// Two files for one address; case and Unicode form do not tell addresses apart.
    #[error("`{}` and `{}` are one address", shown(Path::new(first)), shown(Path::new(second)))]
    Duplicate {
        /// The one that came first.
        first: String,
        /// The other.
        second: String,
    },
    /// A file in the output that we did not make stands where the site needs to write.
    #[error(
        "`{}` is in the way of the site, and dossier did not make it\nhelp: move it out of the output folder",
        shown(path)
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The user, or the system, wants the program to end.
    #[error("interrupted: nothing was written")]
    Interrupted,
    /// Another build has the lock.
    #[error(
        "another build is writing to `{}`\nhelp: wait until it has ended, or build into another folder with `--output`",
        shown(path)
    )]
    Locked {
        /// The output.
        path: PathBuf,
    },
}

impl PublishError {
    /// For `map_err`: an [`PublishError::Io`] with its place.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

/// A path for people: control characters escaped, so that a file name cannot steer a terminal.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
