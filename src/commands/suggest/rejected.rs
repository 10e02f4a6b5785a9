//! `suggest.toml`: what somebody has looked at and does not want suggested again.

use super::super::FileError;
use crate::text::fold::fold_name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const FILE: &str = "suggest.toml";
const HEAD: &str =
    "# What `dossier suggest` leaves out: rejected with `--reject`. Take a line out to see it suggested again.\n\n";

/// The file as values.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Rejected {
    names: BTreeSet<String>,
    statements: BTreeSet<String>,
}

impl Rejected {
    /// Reads the file of a dossier; without one, nothing is rejected.
    pub(crate) fn load(root: &Path) -> anyhow::Result<Self> {
        let path = root.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| anyhow::anyhow!("`{FILE}` cannot be read: {error}")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(FileError::new("read", &path)(error).into()),
        }
    }

    /// Whether a name, or another spelling of it, is rejected.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        let folded = fold_name(name);
        self.names.iter().any(|rejected| fold_name(rejected) == folded)
    }

    /// Whether a statement is, by its id.
    pub(crate) fn has_statement(&self, id: &str) -> bool {
        self.statements.contains(id)
    }

    pub(super) fn add_name(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    pub(super) fn add_statement(&mut self, id: &str) {
        self.statements.insert(id.to_owned());
    }

    /// Writes the file anew, whole or not at all; gives its path.
    pub(super) fn save(&self, root: &Path) -> anyhow::Result<PathBuf> {
        let path = root.join(FILE);
        let text = format!("{HEAD}{}", toml::to_string_pretty(self)?);
        let write = || {
            let mut file = tempfile::NamedTempFile::new_in(root)?;
            file.write_all(text.as_bytes())?;
            file.persist(&path).map_err(|error| error.error)
        };
        write().map_err(FileError::new("write", &path))?;
        Ok(path)
    }
}
