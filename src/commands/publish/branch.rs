//! A site on a branch of a Git repository.

use super::changes::{Changes, Listing};
use super::git::{Git, outside};
use super::{Failure, Request};
use crate::publish::{MANIFEST, listed};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Files at the top of a branch that hosts read or people write, and that need not stop a first publication.
const HARMLESS: &[&str] =
    &["CNAME", ".nojekyll", ".gitignore", ".gitattributes", "README.md", "README", "LICENSE", "LICENSE.md"];

/// What a branch holds now.
#[derive(Debug)]
pub(super) struct Branch {
    git: Git,
    name: String,
    /// As Git is told: a name of a remote, a path or an address.
    remote: String,
    /// Its last commit; `None` if there is no such branch yet.
    tip: Option<String>,
    /// Files that an earlier publication wrote.
    ours: Listing,
    /// Files of others that stay.
    foreign: BTreeSet<String>,
    /// The branch's files go, whoever wrote them.
    replace: bool,
}

impl Branch {
    /// Fetches it into a repository in `scratch`.
    pub(super) fn open(request: &Request<'_>, name: &str, remote: &str, scratch: &Path) -> Result<Self, Failure> {
        refuse_own_branch(request.root, name, remote)?;
        let remote = resolve(request.root, remote)?;
        let reference = format!("refs/heads/{name}");
        // any hash will do for the question; the answer tells which one the other side has
        let git = Git::init(scratch.join("ask.git"), request.root, "sha1")?;
        let answer = git.run(&["ls-remote", "--quiet", &remote, &reference], "reach the repository", b"")?;
        let tip = text(answer).split_whitespace().next().map(str::to_owned);
        let git = match &tip {
            Some(id) if id.len() > 40 => Git::init(scratch.join("site.git"), request.root, "sha256")?,
            _ => git,
        };
        let mut branch = Self {
            git,
            name: name.to_owned(),
            remote,
            tip,
            ours: Listing::new(),
            foreign: BTreeSet::new(),
            replace: request.replace,
        };
        branch.fetch(&reference)?;
        Ok(branch)
    }

    fn fetch(&mut self, reference: &str) -> Result<(), Failure> {
        let Some(tip) = self.tip.clone() else { return Ok(()) };
        self.git.run(
            &["fetch", "--quiet", "--no-tags", "--depth=1", "--refmap=", &self.remote, reference],
            "fetch the branch",
            b"",
        )?;
        let entries = text(self.git.run(&["ls-tree", "-r", "-z", "--full-tree", &tip], "list the branch", b"")?);
        let files: Listing = entries
            .split_terminator('\0')
            .filter_map(|entry| {
                let (head, path) = entry.split_once('\t')?;
                Some((path.to_owned(), head.rsplit(' ').next()?.to_owned()))
            })
            .collect();
        let ours = if files.contains_key(MANIFEST) {
            let manifest = text(self.read(MANIFEST)?);
            listed(&manifest).ok_or_else(|| {
                Failure::refused(
                    &format!("`{MANIFEST}` on the branch is damaged, so what dossier wrote there is unknown"),
                    "`--replace` replaces everything on the branch",
                )
            })
        } else {
            let strange = files.keys().filter(|path| !HARMLESS.contains(&path.as_str())).count();
            if strange > 0 && !self.replace {
                return Err(Failure::refused(
                    &format!("the branch `{}` holds {strange} files that dossier did not write", self.name),
                    "choose another branch, or `--replace` what is there",
                ));
            }
            Ok(Vec::new())
        };
        let ours: BTreeSet<String> = match ours {
            _ if self.replace => files.keys().filter(|path| !matches!(path.as_str(), "CNAME")).cloned().collect(),
            ours => ours?.into_iter().collect(),
        };
        for (path, digest) in files {
            if ours.contains(&path) {
                self.ours.insert(path, digest);
            } else if path != MANIFEST {
                self.foreign.insert(path);
            }
        }
        Ok(())
    }

    /// What readers see now.
    pub(super) fn listing(&self) -> &Listing {
        &self.ours
    }

    /// The bytes of a published file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let tip = self.tip.as_deref().unwrap_or_default();
        self.git.run(&["cat-file", "blob", &format!("{tip}:{path}")], "read the branch", b"")
    }

    /// Digests of files below `site` that can be compared with those of the branch.
    pub(super) fn digests(&self, site: &Path, paths: &[String]) -> Result<Listing, Failure> {
        self.hash(site, paths, &["hash-object", "--no-filters", "--stdin-paths"])
    }

    fn hash(&self, site: &Path, paths: &[String], command: &[&str]) -> Result<Listing, Failure> {
        let answer = self.git.run_in(site, command, "hash the site", lines(paths).as_bytes())?;
        Ok(paths.iter().cloned().zip(text(answer).lines().map(str::to_owned)).collect())
    }

    /// Makes a commit of the site in `folder` and pushes it. Nothing of the branch changes before all of it has arrived, and
    /// nothing if somebody else has pushed in the meantime.
    pub(super) fn push(&self, site: &Path, new: &Listing, changes: &Changes, history: bool) -> Result<(), Failure> {
        self.refuse_clashes(new)?;
        if let Some(tip) = &self.tip {
            self.git.run(&["read-tree", tip], "read the branch", b"")?;
        }
        let mut written: Vec<String> = changes.new.iter().chain(&changes.changed).cloned().collect();
        written.push(MANIFEST.to_owned());
        let blobs = self.hash(site, &written, &["hash-object", "-w", "--no-filters", "--stdin-paths"])?;
        let nothing = "0".repeat(blobs[MANIFEST].len());
        let mut index = String::new();
        for path in &changes.gone {
            let _ = write!(index, "0 {nothing}\t{path}\0");
        }
        for (path, digest) in &blobs {
            let _ = write!(index, "100644 {digest}\t{path}\0");
        }
        self.git.run(&["update-index", "-z", "--index-info"], "write the index", index.as_bytes())?;
        let tree = line(self.git.run(&["write-tree"], "write the site", b"")?);
        let mut commit = vec!["commit-tree", &tree, "-F", "-"];
        if let Some(tip) = self.tip.as_deref().filter(|_| history) {
            commit.extend(["-p", tip]);
        }
        let commit = line(self.git.run_as_somebody(&commit, "make a commit", message(changes).as_bytes())?);
        let lease = format!("--force-with-lease=refs/heads/{}:{}", self.name, self.tip.as_deref().unwrap_or_default());
        let reference = format!("{commit}:refs/heads/{}", self.name);
        self.git.run(&["push", "--quiet", &lease, &self.remote, &reference], "push", b"")?;
        Ok(())
    }

    /// A file of ours must not take the place of one of somebody else.
    fn refuse_clashes(&self, new: &Listing) -> Result<(), Failure> {
        let clash = self.foreign.iter().find(|path| {
            let below = format!("{path}/");
            let above = path.match_indices('/').any(|(end, _)| new.contains_key(&path[..end]));
            new.contains_key(*path)
                || above
                || new.range(below.clone()..).next().is_some_and(|(p, _)| p.starts_with(&below))
        });
        clash.map_or(Ok(()), |path| {
            Err(Failure::refused(
                &format!("the branch holds a file `{}` that dossier did not write", path.escape_debug()),
                "delete it there, or `--replace` everything on the branch",
            ))
        })
    }
}

/// What Git is to be told: the name of a remote stays one, so that its address, and the secrets in it, are Git's alone; a
/// relative path counts from the dossier.
fn resolve(root: &Path, remote: &str) -> Result<String, Failure> {
    let names = outside(root, &["remote"]).unwrap_or_default();
    if names.lines().any(|name| name == remote) {
        let address = outside(root, &["remote", "get-url", "--push", remote]).unwrap_or_default();
        let Some(top) = outside(root, &["rev-parse", "--show-toplevel"]).filter(|_| is_relative(&address)) else {
            return Ok(remote.to_owned());
        };
        return Ok(PathBuf::from(top).join(address).display().to_string());
    }
    if remote.contains([':', '/', '\\']) || root.join(remote).is_dir() {
        return Ok(if is_relative(remote) { absolute(&root.join(remote)) } else { remote.to_owned() });
    }
    let help = "add it (`git remote add`), or name the repository: `branch:gh-pages@https://example.org/site.git`";
    Err(Failure::refused(&format!("there is no remote `{}` here", remote.escape_debug()), help))
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// Whether an address is a path that counts from a folder: `../site.git`, not `host:site.git`.
fn is_relative(address: &str) -> bool {
    let path = Path::new(address);
    !address.is_empty() && path.is_relative() && !address.contains(':')
}

/// The branch that holds the dossier itself is no place for its site.
fn refuse_own_branch(root: &Path, name: &str, remote: &str) -> Result<(), Failure> {
    let head = outside(root, &["symbolic-ref", "--quiet", "--short", "HEAD"]);
    let remotes = outside(root, &["remote"]).unwrap_or_default();
    if head.as_deref() == Some(name) && remotes.lines().any(|known| known == remote) {
        return Err(Failure::refused(
            &format!("`{name}` is the branch that the dossier itself is on"),
            "publish to a branch of its own, such as `branch:gh-pages`",
        ));
    }
    Ok(())
}

fn message(changes: &Changes) -> String {
    let Changes { new, changed, gone, .. } = changes;
    let version = env!("CARGO_PKG_VERSION");
    let counts = format!("{} files new, {} changed, {} gone", new.len(), changed.len(), gone.len());
    format!("Publish the dossier: {counts}\n\nBuilt by dossier {version}.\n")
}

fn lines(paths: &[String]) -> String {
    paths.iter().fold(String::new(), |text, path| text + path + "\n")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn line(bytes: Vec<u8>) -> String {
    text(bytes).trim().to_owned()
}
