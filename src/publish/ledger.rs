//! Which paths a site has: only such as every file system and web server can hold, each once.

use super::{INNER_STAGING, MANIFEST, PublishError};
use crate::text::portable;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization as _;

/// The paths taken so far. Keys are folded (case, Unicode form), values as written.
#[derive(Debug, Default)]
pub(super) struct Ledger(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    files: FxHashMap<String, String>,
    folders: FxHashMap<String, String>,
}

impl Ledger {
    /// Takes `path`, or says why it cannot be taken. `make_folder` is called for each folder that is new, outer ones
    /// first, before any other thread can take a path in it.
    pub(super) fn claim(
        &self,
        path: &str,
        mut make_folder: impl FnMut(&str) -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        check(path).map_err(|reason| PublishError::Path { path: path.to_owned(), reason })?;
        let key = fold(path);
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let duplicate = |first: &String| Err(PublishError::Duplicate { first: first.clone(), second: path.to_owned() });
        if let Some(first) = taken.files.get(&*key).or_else(|| taken.folders.get(&*key)) {
            return duplicate(first);
        }
        let folder = path.rfind('/').map(|end| &path[..end]);
        if folder.is_some_and(|folder| taken.folders.get(&*fold(folder)).is_none_or(|known| known != folder)) {
            for (end, _) in path.match_indices('/') {
                let folder = &path[..end];
                let key = fold(folder);
                match taken.folders.get(&*key).or_else(|| taken.files.get(&*key)) {
                    Some(known) if known == folder && !taken.files.contains_key(&*key) => {}
                    Some(known) => return duplicate(known),
                    None => {
                        make_folder(folder)?;
                        taken.folders.insert(key.into_owned(), folder.to_owned());
                    }
                }
            }
        }
        taken.files.insert(key.into_owned(), path.to_owned());
        Ok(())
    }

    /// All paths taken, sorted.
    pub(super) fn paths(&self) -> Vec<String> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths: Vec<String> = taken.files.values().cloned().collect();
        paths.sort_unstable();
        paths
    }
}

/// Whether all files can stand in one site: the error is a path that no server could have, or two that are one.
pub fn check_paths<'p>(paths: impl Iterator<Item = &'p str>) -> Result<(), PublishError> {
    let ledger = Ledger::default();
    let mut all = paths;
    all.try_for_each(|path| ledger.claim(path, |_| Ok(())))
}

/// One form for all spellings that some file system takes for the same.
fn fold(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.nfc().flat_map(char::to_lowercase).nfc().collect())
    }
}

/// Whether a path can be written on every file system and asked for from every web server, and is none of ours.
pub(super) fn check(path: &str) -> Result<(), &'static str> {
    if path.split('/').any(|part| matches!(part, MANIFEST | INNER_STAGING)) {
        return Err("dossier keeps its own notes there");
    }
    portable::check(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_fit_everywhere_pass() {
        for path in
            ["index.html", "people/jane-doe.html", ".nojekyll", ".well-known/x.txt", "orte/köln.html", "a/b/c.js"]
        {
            assert_eq!(check(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn all_others_are_refused() {
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "c:/x",
            "a\0b",
            "a\nb",
            "x.",
            "x ",
            "con",
            "NUL.html",
            "a/com1.txt",
            ".git/config",
            ".GIT/hooks/x",
            ".dossier-manifest",
            ".dossier-staging/x",
            "what?.html",
            &"x".repeat(256),
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn one_address_is_taken_once() {
        let ledger = Ledger::default();
        let mut made = Vec::new();
        for (path, clash) in [
            ("people/jane.html", None),
            ("people/Jane.html", Some("people/jane.html")),
            ("People/joe.html", Some("people")),
            ("people", Some("people")),
            ("caf\u{e9}.html", None),
            ("cafe\u{301}.html", Some("caf\u{e9}.html")),
            ("a", None),
            ("a/b", Some("a")),
            ("people/x/y.html", None),
        ] {
            let result = ledger.claim(path, |folder| {
                made.push(folder.to_owned());
                Ok(())
            });
            match (result, clash) {
                (Ok(()), None) => {}
                (Err(PublishError::Duplicate { first, second }), Some(clash)) => {
                    assert_eq!((first.as_str(), second.as_str()), (clash, path));
                }
                (result, _) => panic!("{path}: {result:?}"),
            }
        }
        assert_eq!(made, ["people", "people/x"]);
        assert_eq!(ledger.paths(), ["a", "caf\u{e9}.html", "people/jane.html", "people/x/y.html"]);
    }
}
