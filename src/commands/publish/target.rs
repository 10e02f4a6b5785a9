//! Where a site is published to, as `[publish] to` and `--to` say it.

use std::fmt;
use std::path::{Path, PathBuf};

/// `branch:NAME`, `branch:NAME@REMOTE` or `folder:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A branch of a Git repository.
    Branch {
        /// Its name, without `refs/heads/`.
        name: String,
        /// A remote of the dossier's own repository, a path, or an address.
        remote: String,
    },
    /// A folder on this machine.
    Folder(PathBuf),
}

impl Target {
    /// Reads it; the error says what was expected.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "`{}` is not a place to publish to; expected `branch:gh-pages`, `branch:NAME@REMOTE` or `folder:PATH`",
                text.escape_debug()
            )
        };
        let (kind, rest) = text.trim().split_once(':').ok_or_else(expected)?;
        match (kind.trim(), rest.trim()) {
            (_, "") => Err(expected()),
            ("branch", rest) => {
                // an address may hold an `@` of its own, a branch hardly does
                let (name, remote) = rest.split_once('@').unwrap_or((rest, "origin"));
                if remote.is_empty() || remote.starts_with('-') || !is_branch(name) {
                    return Err(expected());
                }
                Ok(Self::Branch { name: name.to_owned(), remote: remote.to_owned() })
            }
            ("folder", rest) => Ok(Self::Folder(rest.into())),
            _ => Err(expected()),
        }
    }
}

/// Whether Git takes `name` for a branch; its own rules (`git check-ref-format`), and a little stricter.
fn is_branch(name: &str) -> bool {
    let strange = |c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c);
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with(['.', '-'])
            && !part.ends_with('.')
            && Path::new(part).extension().is_none_or(|extension| extension != "lock")
    };
    !name.contains(strange) && !name.contains("..") && !name.contains("@{") && name.split('/').all(part)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Branch { name, remote } => write!(f, "branch `{name}` of {}", without_secrets(remote)),
            Self::Folder(path) => write!(f, "folder {}", path.display()),
        }
    }
}

/// A text with the user names and passwords of its addresses taken out: what stands between `://` and `@`.
pub(super) fn without_secrets(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        clean.push_str(before);
        let end = after.find(|c: char| c == '/' || c.is_whitespace() || "'\"".contains(c)).unwrap_or(after.len());
        rest = after[..end].rfind('@').map_or(after, |at| &after[at + 1..]);
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(name: &str, remote: &str) -> Target {
        Target::Branch { name: name.into(), remote: remote.into() }
    }

    #[test]
    fn targets_are_read() {
        assert_eq!(Target::parse("branch:gh-pages"), Ok(branch("gh-pages", "origin")));
        assert_eq!(Target::parse(" branch: site/main "), Ok(branch("site/main", "origin")));
        assert_eq!(Target::parse("branch:main@git@github.com:a/b.git"), Ok(branch("main", "git@github.com:a/b.git")));
        assert_eq!(Target::parse("branch:main@../site.git"), Ok(branch("main", "../site.git")));
        assert_eq!(Target::parse("folder:/srv/www: x"), Ok(Target::Folder("/srv/www: x".into())));
    }

    #[test]
    fn what_git_would_take_for_something_else_is_refused() {
        for text in [
            "",
            "gh-pages",
            "branch:",
            "folder:",
            "tag:v1",
            "branch:-f",
            "branch:a b",
            "branch:a..b",
            "branch:a@--upload-pack=x",
            "branch:x.lock",
            "branch:/a",
            "branch:a:b",
        ] {
            assert!(Target::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn secrets_are_taken_out() {
        let cases = [
            ("https://me:pa@ss@example.org/x.git", "https://example.org/x.git"),
            ("fatal: 'https://t0ken@example.org/x' not found", "fatal: 'https://example.org/x' not found"),
            ("git@example.org:a/b and /path@x", "git@example.org:a/b and /path@x"),
            ("two https://a@b/ https://c:d@e", "two https://b/ https://e"),
        ];
        for (text, clean) in cases {
            assert_eq!(without_secrets(text), clean);
        }
    }
}
