//! Drafts and their pictures become files, never over one that exists and never through a link.

use super::super::FileError;
use super::super::new::{self, NewError};
use super::super::session::Session;
use super::known::Known;
use crate::import::draft::Draft;
use crate::import::{Options, pictures};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Writes drafts one after the other.
pub(super) struct Writer<'a> {
    root: &'a Path,
    known: &'a Known,
    dry: bool,
    draft: bool,
    keys: Vec<String>,
    /// Names given in this run, in lower case: in a dry one nothing else holds them.
    given: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(session: &'a Session, known: &'a Known, dry: bool, options: &Options) -> Self {
        Self { root: &session.root, known, dry, draft: options.draft, keys: known.keys.clone(), given: BTreeSet::new() }
    }

    /// Writes a draft under the first name that is free; gives its path.
    pub(super) fn write(
        &mut self,
        draft: &Draft,
        stem: &str,
        files: Vec<Option<(String, Vec<u8>)>>,
    ) -> Result<PathBuf, NewError> {
        let folder = new::place(&self.known.config, draft.kind.as_deref().unwrap_or("articles"));
        let slug = draft.slug(stem);
        let mut number = 1;
        let name = loop {
            let name = if number == 1 { slug.clone() } else { format!("{slug}-{number}") };
            let path = self.root.join(&folder).join(format!("{name}.md"));
            // a name that is taken in another case would be one file on many machines
            let is_free =
                fs::symlink_metadata(&path).is_err() && fs::symlink_metadata(path.with_extension("")).is_err();
            if is_free && self.given.insert(format!("{folder}/{name}").to_lowercase()) {
                break name;
            }
            number += 1;
        };
        let key = if draft.kind.is_none() { new::next_key(&self.keys) } else { String::new() };
        let (mut taken, mut addresses, mut to_write) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let named = file.and_then(|(name, bytes)| Some((pictures::file_name(&name, &bytes, &mut taken)?, bytes)));
            addresses.push(named.as_ref().map(|(file, _)| format!("{name}/{file}")));
            to_write.extend(named);
        }
        let text = draft.file(&key, self.draft, &addresses);
        let path = self.root.join(&folder).join(format!("{name}.md"));
        if !key.is_empty() {
            self.keys.push(key);
        }
        if self.dry {
            return Ok(path);
        }
        let path = new::create(self.root, &folder, &format!("{name}.md"), &text)?;
        for (file, bytes) in to_write {
            write_picture(&path.with_extension(""), &file, &bytes)?;
        }
        Ok(path)
    }
}

fn write_picture(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), FileError> {
    fs::create_dir_all(folder).map_err(FileError::new("create the folder", folder))?;
    if fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink()) {
        return Ok(());
    }
    let path = folder.join(name);
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(&path).map_err(FileError::new("write", &path))?;
    file.write_all(bytes).map_err(FileError::new("write", &path))
}
