//! Workflows of `init`: their own lines of shell, run as they stand, on a machine that has no Rust.

use super::run::{dossier, tree};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of releases as a release workflow uploads them; the program in the archive calls the one under test.
fn releases(folder: &Path) -> PathBuf {
    let release = folder.join(format!("releases/v{}", env!("CARGO_PKG_VERSION")));
    std::fs::create_dir_all(&release).unwrap();
    std::fs::write(release.join("dossier"), format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_dossier")))
        .unwrap();
    for machine in ["x86_64", "aarch64"] {
        let archive = format!("dossier-{}-{machine}-unknown-linux-musl.tar.gz", env!("CARGO_PKG_VERSION"));
        shell(&release, &format!("chmod 755 dossier && tar -czf {archive} dossier"), &[]);
    }
    shell(&release, "rm dossier && sha256sum *.tar.gz > SHA256SUMS", &[]);
    folder.join("releases")
}

/// Runs lines as a workflow does, with nothing that a home folder would add.
fn run(folder: &Path, script: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-e", "-c", script]).current_dir(folder).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.env("HOME", folder).envs(environment.iter().copied());
    command.output().unwrap()
}

fn shell(folder: &Path, script: &str, environment: &[(&str, &str)]) {
    let output = run(folder, script, environment);
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// The lines below a `|` of a step, and the value of a `run:` or a list entry on one line.
fn block(workflow: &str, before: &str) -> String {
    let (_, below) = workflow.split_once(before).unwrap_or_else(|| panic!("{before}\n{workflow}"));
    let mut lines = below.lines().skip(1).peekable();
    let indent = lines.peek().map_or(0, |line| line.len() - line.trim_start().len());
    lines
        .take_while(|line| line.len() - line.trim_start().len() >= indent)
        .fold(String::new(), |script, line| script + &line[indent..] + "\n")
}

fn line<'a>(workflow: &'a str, start: &str) -> &'a str {
    workflow.lines().find_map(|line| line.trim().strip_prefix(start)).unwrap_or_else(|| panic!("{start}\n{workflow}"))
}

fn started(folder: &Path, host: &str, path: &str) -> (PathBuf, String) {
    let root = folder.join("dossier");
    let run = dossier(&root, &["init", "--ci", host]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let workflow = std::fs::read_to_string(root.join(path)).unwrap();
    (root, workflow)
}

#[test]
#[cfg(target_os = "linux")]
fn github_installs_what_was_released_and_builds() {
    let folder = tempfile::tempdir().unwrap();
    let (root, workflow) = started(folder.path(), "github", ".github/workflows/pages.yml");
    let from = format!("file://{}", releases(folder.path()).display());
    let (bin, path) = (folder.path().join("bin"), folder.path().join("path"));
    let (bin, path) = (bin.to_str().unwrap(), path.to_str().unwrap());
    let environment =
        [("DOSSIER_RELEASES", &*from), ("DOSSIER_BIN", bin), ("GITHUB_PATH", path), ("STRICT", "--strict")];
    shell(&root, &block(&workflow, "name: Install dossier\n        run: |"), &environment);
    assert_eq!(std::fs::read_to_string(path).unwrap().trim(), bin);
    let build = format!("PATH=\"{bin}:$PATH\"\ndossier{}", line(&workflow, "run: dossier"));
    shell(&root, &build, &[&environment[..], &[("BASE_URL", "https://example.org/d")]].concat());
    assert!(tree(&root.join("output")).contains_key("sitemap.xml"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_that_is_not_the_released_one_is_not_installed() {
    let folder = tempfile::tempdir().unwrap();
    let (root, workflow) = started(folder.path(), "github", ".github/workflows/pages.yml");
    let releases = releases(folder.path());
    for archive in tree(&releases).into_keys().filter(|path| !path.ends_with("SUMS")) {
        std::fs::write(releases.join(archive), "another").unwrap();
    }
    let from = format!("file://{}", releases.display());
    let bin = folder.path().join("bin");
    let environment =
        [("DOSSIER_RELEASES", &*from), ("DOSSIER_BIN", bin.to_str().unwrap()), ("GITHUB_PATH", "/dev/null")];
    let output = run(&root, &block(&workflow, "name: Install dossier\n        run: |"), &environment);
    assert!(!output.status.success() && !bin.join("dossier").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn gitlab_and_forgejo_publish_too() {
    let folder = tempfile::tempdir().unwrap();
    let from = format!("file://{}", releases(folder.path()).display());
    let bin = folder.path().join("bin");
    let bin = bin.to_str().unwrap();
    let environment =
        [("DOSSIER_RELEASES", &*from), ("DOSSIER_BIN", bin), ("GITHUB_PATH", "/dev/null"), ("STRICT", "")];
    let (root, workflow) = started(folder.path(), "gitlab", ".gitlab-ci.yml");
    let build = line(&workflow, "- '").trim_end_matches('\'');
    let script = format!("{}\n{build}", block(&workflow, "script:\n    - |"));
    shell(&root, &script, &[&environment[..], &[("CI_PAGES_URL", "https://example.org")]].concat());
    assert!(root.join("public/index.html").exists());

    std::fs::remove_dir_all(root.join("public")).unwrap();
    let (root, workflow) = started(folder.path(), "forgejo", ".forgejo/workflows/pages.yml");
    shell(&root, "git init -q -b main && git init -q --bare ../site.git && git remote add origin ../site.git", &[]);
    shell(&root, &block(&workflow, "name: Install dossier\n        run: |"), &environment);
    shell(&root, &format!("PATH=\"{bin}:$PATH\"\ndossier{}", line(&workflow, "run: dossier")), &environment);
    shell(&folder.path().join("site.git"), "git cat-file -e pages:index.html", &[]);
}
