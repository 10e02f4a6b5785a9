//! The list of what we wrote, at the top of the output: one path a line, sorted, the same for the same site.
//!
//! It says what a later build may delete. It holds no hash and no time: whether a file is unchanged is decided by its
//! bytes, so nothing is believed that could be stale.

use super::{MANIFEST, PublishError, ledger};
use rustc_hash::FxHashSet;
use std::fs;
use std::io;
use std::path::Path;

const HEADER: &str = "dossier manifest 1";

/// The text of a manifest. `paths` must be sorted.
pub(super) fn format(paths: &[String]) -> String {
    let mut text = String::with_capacity(HEADER.len() + 1 + paths.iter().map(|path| path.len() + 1).sum::<usize>());
    for line in std::iter::once(HEADER).chain(paths.iter().map(String::as_str)) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// The paths that the manifest in `folder` lists; `None` if there is none. A damaged one is an error: what it lists
/// would be deleted.
pub(super) fn read(folder: &Path) -> Result<Option<FxHashSet<String>>, PublishError> {
    let path = folder.join(MANIFEST);
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(damaged(folder)),
        Err(error) => return Err(PublishError::io("read", &path)(error)),
    }
    let bytes = fs::read(&path).map_err(PublishError::io("read", &path))?;
    let text = String::from_utf8(bytes).map_err(|_| damaged(folder))?;
    parse(&text).map(Some).ok_or_else(|| damaged(folder))
}

/// The paths in the text of a manifest; `None` if it is damaged.
pub(super) fn parse(text: &str) -> Option<FxHashSet<String>> {
    let body = text.strip_prefix(HEADER)?.strip_prefix('\n')?;
    if !body.is_empty() && !body.ends_with('\n') {
        return None;
    }
    body.lines().map(|line| ledger::check(line).ok().map(|()| line.to_owned())).collect()
}

/// The paths in the text of a manifest, in order; `None` if it is damaged.
pub fn listed(text: &str) -> Option<Vec<String>> {
    let mut paths: Vec<String> = parse(text)?.into_iter().collect();
    paths.sort();
    Some(paths)
}

/// The folders that hold `paths`, inner and outer ones.
pub(super) fn folders<'a>(paths: impl IntoIterator<Item = &'a String>) -> FxHashSet<&'a str> {
    paths.into_iter().flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end])).collect()
}

fn damaged(folder: &Path) -> PublishError {
    PublishError::Refused {
        path: folder.to_owned(),
        reason: format!("its `{MANIFEST}` is damaged, so what dossier wrote there is unknown"),
        help: "delete the folder by hand if nothing in it is needed, and build again".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let paths = ["a.html".to_owned(), "people/jane.html".to_owned()];
        let text = format(&paths);
        assert_eq!(text, "dossier manifest 1\na.html\npeople/jane.html\n");
        assert_eq!(parse(&text), Some(paths.into_iter().collect()));
        assert_eq!(parse(&format(&[])), Some(FxHashSet::default()));
    }

    #[test]
    fn a_damaged_manifest_lists_nothing() {
        for text in [
            "",
            "dossier manifest 2\na\n",
            "dossier manifest 1",
            "dossier manifest 1\na.html",
            "dossier manifest 1\n../../home/x\n",
            "dossier manifest 1\n/etc/passwd\n",
            "dossier manifest 1\n.git/config\n",
            "dossier manifest 1\n\n",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
