//! Which folders may be an output: none that holds, or lies in, what the author wrote.

use super::PublishError;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What an output must keep away from.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The dossier's folder.
    pub root: PathBuf,
    /// Folders and files that are the author's.
    pub protected: Vec<PathBuf>,
    /// The user's home folder, if there is one.
    pub home: Option<PathBuf>,
}

impl Guard {
    /// The guard of a usual dossier: its content, static files, templates, themes and `settings`.
    pub fn new(root: &Path, settings: &Path) -> Self {
        let mut protected: Vec<_> =
            ["content", "static", "templates", "themes", ".github"].map(|folder| root.join(folder)).into();
        protected.push(root.join(settings));
        Self { root: root.to_owned(), protected, home: std::env::home_dir().filter(|home| home.is_absolute()) }
    }

    /// The guard of a dossier whose content lies in `dir`. If that is the root itself, no folder can be named: then only what is
    /// empty or was built by us becomes an output, as everywhere.
    #[must_use]
    pub fn with_content(mut self, dir: &str) -> Self {
        self.protected.extend((dir != ".").then(|| self.root.join(dir)));
        self
    }

    /// Where `output` really is, if it may be one. Nothing is created; the folder need not exist.
    pub(super) fn check(&self, output: &Path) -> Result<PathBuf, PublishError> {
        let refuse = |reason: String| PublishError::Refused {
            path: output.to_owned(),
            reason,
            help: "choose an empty folder of its own, such as `output` in the dossier".into(),
        };
        let root = fs::canonicalize(&self.root).map_err(PublishError::io("open the folder", &self.root))?;
        let real = resolve(output, &root)?;
        if real.parent().is_none() {
            return Err(refuse("it is the root of the file system".into()));
        }
        if root.starts_with(&real) {
            let what = if root == real { "is" } else { "holds" };
            return Err(refuse(format!("it {what} the dossier itself")));
        }
        if self.home.as_ref().is_some_and(|home| follow(home).starts_with(&real)) {
            return Err(refuse("it is or holds your home folder".into()));
        }
        if real.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
            return Err(refuse("it lies in a Git repository's own folder".into()));
        }
        for protected in &self.protected {
            // Both where the name stands and where it may lead.
            for place in [follow(protected), in_root(protected, &self.root, &root)] {
                let relation = if place == real {
                    "is"
                } else if place.starts_with(&real) {
                    "holds"
                } else if real.starts_with(&place) {
                    "lies in"
                } else {
                    continue;
                };
                let name = protected.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
                return Err(refuse(format!("it {relation} the dossier's own `{name}`")));
            }
        }
        Ok(real)
    }
}

/// The path without `..` and links. A link on the way is refused, unless it also leads to the dossier itself
/// (a home folder that is a link, say).
fn resolve(output: &Path, root: &Path) -> Result<PathBuf, PublishError> {
    let absolute = std::path::absolute(output).map_err(PublishError::io("find", output))?;
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                real.pop();
                continue;
            }
            Component::CurDir => continue,
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => real.push(part),
        }
        match fs::symlink_metadata(&real) {
            Ok(metadata) if metadata.is_symlink() => {
                let target = fs::canonicalize(&real).map_err(PublishError::io("follow the link", &real))?;
                if !root.starts_with(&target) {
                    return Err(PublishError::Refused {
                        path: output.to_owned(),
                        reason: format!("`{}` is a symbolic link", super::error::shown(&real)),
                        help: "name the folder that it leads to, if that is what you mean".into(),
                    });
                }
                real = target;
            }
            Ok(_) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(PublishError::io("look at", &real)(error)),
        }
    }
    Ok(real)
}

/// Where `path` leads; itself if it does not exist.
fn follow(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// `path` as it stands below the real root.
fn in_root(path: &Path, root: &Path, real_root: &Path) -> PathBuf {
    path.strip_prefix(root).map_or_else(|_| path.to_owned(), |rest| real_root.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dossier() -> (tempfile::TempDir, Guard) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("work/dossier");
        fs::create_dir_all(root.join("content/articles")).unwrap();
        fs::write(root.join("dossier.toml"), "").unwrap();
        let mut guard = Guard::new(&root, Path::new("dossier.toml"));
        guard.home = Some(dir.path().join("work"));
        (dir, guard)
    }

    fn reason(guard: &Guard, output: &Path) -> String {
        match guard.check(output) {
            Ok(real) => format!("ok {}", real.file_name().unwrap().display()),
            Err(PublishError::Refused { reason, .. }) => reason,
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn an_output_keeps_away_from_the_author() {
        let (dir, guard) = dossier();
        for (output, expected) in [
            ("output", "ok output"),
            ("a/b/c", "ok c"),
            ("../elsewhere", "ok elsewhere"),
            ("content-site", "ok content-site"),
            (".", "it is the dossier itself"),
            ("..", "it holds the dossier itself"),
            ("a/../../dossier", "it is the dossier itself"),
            ("content", "it is the dossier's own `content`"),
            ("content/articles/x", "it lies in the dossier's own `content`"),
            ("themes", "it is the dossier's own `themes`"),
            ("static/site", "it lies in the dossier's own `static`"),
            ("dossier.toml", "it is the dossier's own `dossier.toml`"),
            (".git/site", "it lies in a Git repository's own folder"),
            ("/", "it is the root of the file system"),
        ] {
            assert_eq!(reason(&guard, &guard.root.join(output)), expected, "{output}");
        }
        let mut homeless = guard.clone();
        homeless.home = Some(dir.path().join("home/jane"));
        assert_eq!(reason(&homeless, &dir.path().join("home")), "it is or holds your home folder");
        assert_eq!(reason(&homeless, &dir.path().join("home/jane")), "it is or holds your home folder");
        assert_eq!(reason(&homeless, &dir.path().join("home/jane/site")), "ok site");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused_unless_they_lead_to_the_dossier() {
        use std::os::unix::fs::symlink;
        let (dir, guard) = dossier();
        let victim = dir.path().join("victim");
        fs::create_dir(&victim).unwrap();
        symlink(&victim, guard.root.join("output")).unwrap();
        symlink(dir.path().join("work"), dir.path().join("shortcut")).unwrap();
        symlink("/nowhere/at/all", guard.root.join("dangling")).unwrap();
        for output in ["output", "output/sub", "output/../x"] {
            assert!(reason(&guard, &guard.root.join(output)).ends_with("is a symbolic link"), "{output}");
        }
        assert!(reason(&guard, &guard.root.join("dangling")).starts_with("cannot follow the link"));
        assert_eq!(reason(&guard, &dir.path().join("shortcut/dossier/output2")), "ok output2");
        // content/ itself a link: neither its name nor its target may be the output
        fs::remove_dir_all(guard.root.join("content")).unwrap();
        symlink(&victim, guard.root.join("content")).unwrap();
        assert_eq!(reason(&guard, &victim), "it is the dossier's own `content`");
    }
}
