//! The system's `git`, in a repository of its own that lives as long as the command.
//!
//! It works beside the dossier's own repository and never in it, so that a push that fails leaves no object, no branch and no
//! lock behind. The settings of the dossier's repository are included by name: remotes, helpers for passwords and proxies are
//! read by Git and not by us.

use super::Failure;
use super::target::without_secrets;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Variables that would lead Git to another repository than ours.
const ELSEWHERE: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_DEFAULT_HASH",
];

/// A bare repository.
#[derive(Debug)]
pub(super) struct Git {
    folder: PathBuf,
    index: PathBuf,
}

impl Git {
    /// A new one in `folder`, with the settings of the repository that `dossier` lies in, if it lies in one. `format` is the
    /// name of Git's hash function.
    pub(super) fn init(folder: PathBuf, dossier: &Path, format: &str) -> Result<Self, Failure> {
        let git = Self { index: folder.join("publish.index"), folder };
        let object_format = format!("--object-format={format}");
        let mut init = plain();
        init.args(["init", "--quiet", "--bare", "--template=", &object_format]).arg(&git.folder);
        succeed(init, "start a repository", b"")?;
        if let Some(config) = outside(dossier, &["rev-parse", "--path-format=absolute", "--git-path", "config"]) {
            git.run(&["config", "include.path", &config], "read the repository's settings", b"")?;
        }
        Ok(git)
    }

    /// Runs Git and gives what it printed.
    pub(super) fn run(&self, arguments: &[&str], action: &'static str, input: &[u8]) -> Result<Vec<u8>, Failure> {
        succeed(self.command(arguments), action, input)
    }

    /// The same in a folder, which relative paths count from.
    pub(super) fn run_in(
        &self,
        folder: &Path,
        arguments: &[&str],
        action: &'static str,
        input: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let mut command = self.command(arguments);
        command.current_dir(folder);
        succeed(command, action, input)
    }

    /// With a name and an address for commits where the machine has none, as in a workflow.
    pub(super) fn run_as_somebody(
        &self,
        arguments: &[&str],
        action: &'static str,
        input: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let mut command = self.command(arguments);
        if self.run(&["var", "GIT_COMMITTER_IDENT"], action, b"").is_err() {
            for role in ["AUTHOR", "COMMITTER"] {
                command
                    .env(format!("GIT_{role}_NAME"), "dossier")
                    .env(format!("GIT_{role}_EMAIL"), "dossier@localhost");
            }
        }
        succeed(command, action, input)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = plain();
        command.env("GIT_DIR", &self.folder).env("GIT_INDEX_FILE", &self.index).args(arguments);
        command
    }
}

/// What Git says about the repository that `folder` lies in, on one line; `None` if there is none, or nothing to say.
pub(super) fn outside(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = plain();
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim_end_matches('\n').to_owned()).filter(|text| !text.is_empty())
}

fn plain() -> Command {
    let mut command = Command::new("git");
    for variable in ELSEWHERE {
        command.env_remove(variable);
    }
    command
}

fn succeed(mut command: Command, action: &'static str, input: &[u8]) -> Result<Vec<u8>, Failure> {
    let output = feed(&mut command, input).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::refused("`git` is not installed", "publishing to a branch needs it"),
        _ => Failure::Git { action, words: error.to_string() },
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let mut words = String::from_utf8_lossy(&output.stderr).into_owned();
    words.push_str(&String::from_utf8_lossy(&output.stdout));
    Err(Failure::Git { action, words: without_secrets(words.trim()) })
}

/// Runs a command with `input`, which another thread writes while this one reads: Git answers while it is still asked.
fn feed(command: &mut Command, input: &[u8]) -> std::io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().expect("it was asked for");
    std::thread::scope(|scope| {
        // that Git stopped reading is told by its exit code
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output()
    })
}
