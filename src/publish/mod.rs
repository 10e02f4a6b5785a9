//! The only room that writes the site.
//!
//! In: files as relative paths with bytes, from many threads at once. Out: an output folder that is wholly old or
//! wholly new. It does not know what the files mean, and it reads nothing but the output of the last build.
//!
//! The way of a build: [`Guard`] says whether the folder may be an output at all; [`Staging::begin`] locks it and
//! opens a staging folder beside it; [`Staging::write`] fills that; [`Staging::finish`] writes the [manifest], takes
//! foreign files along, exchanges staging and output in one step and deletes what the last manifest lists.
//! Where the file system cannot exchange folders (or the output is a mount point), a [journal] of single renames does
//! it, which a later build completes if this one is killed; there, only each file by itself is wholly old or new.
//!
//! Nothing is ever written or deleted through a symbolic link.

mod carry;
mod disk;
mod error;
mod guard;
mod journal;
mod ledger;
mod lock;
mod manifest;
#[cfg(test)]
mod memory;
mod remove;
mod staging;
mod sweep;

pub use error::PublishError;
pub use guard::Guard;
pub use ledger::check_paths;
pub use manifest::listed;
#[cfg(test)]
pub use memory::MemorySite;
pub use remove::remove;
pub use staging::{Receipt, Staging, is_unfinished, published};

/// Where a site goes: to disk ([`Staging`]), and in tests to memory.
pub trait Sink: Sync {
    /// Takes one file; may be called from many threads at once. Each path is taken once.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError>;
}

/// Name of the list of what we wrote, at the top of every output.
pub(crate) const MANIFEST: &str = ".dossier-manifest";

/// Name of the staging folder where it has to lie inside the output.
const INNER_STAGING: &str = ".dossier-staging";

#[cfg(test)]
mod tests;
