//! `publish`: from a folder of content to a branch of a repository or to a folder, in one command; a publication that fails or is
//! killed leaves everything as it was or is complete.

use super::run::{Run, Tree, dossier, spawn, tree};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// A small dossier in a repository of its own, and a bare repository beside it that is its `origin`.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.write("dossier.toml", "title = \"Desk\"\n[publish]\nto = \"branch:gh-pages\"\n");
        for number in 0..6 {
            desk.article(number, "The harbour was quiet that day, said Jane Doe.");
        }
        desk.write("content/people/jane-doe.md", "---\ntitle: Jane Doe\n---\n\nA pilot.\n");
        git(desk.folder.path(), &["init", "--quiet", "--bare", "site.git"]);
        git(&desk.root(), &["init", "--quiet", "-b", "main"]);
        git(&desk.root(), &["remote", "add", "origin", "../site.git"]);
        desk
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("dossier")
    }

    fn remote(&self) -> PathBuf {
        self.folder.path().join("site.git")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn article(&self, number: usize, text: &str) {
        let text = format!(
            "---\ntitle: Report {number}\ndate: 2016-01-{:02}\n---\n\n{text}\n\nA second paragraph.\n",
            number % 27 + 1
        );
        self.write(&format!("content/articles/report-{number}.md"), &text);
    }

    fn publish(&self, arguments: &[&str]) -> Run {
        dossier(&self.root(), &[&["publish", "--today", "2016-03-01"], arguments].concat())
    }

    /// The commit that the branch is at; empty without a branch.
    fn tip(&self) -> String {
        git(&self.remote(), &["for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages"])
    }

    /// What the branch holds, without the list of it.
    fn published(&self) -> Tree {
        if self.tip().is_empty() {
            return Tree::new();
        }
        let copy = tempfile::tempdir().unwrap();
        let clone = copy.path().join("clone");
        git(self.folder.path(), &["clone", "--quiet", "-b", "gh-pages", "site.git", clone.to_str().unwrap()]);
        std::fs::remove_dir_all(clone.join(".git")).unwrap();
        tree(&clone)
    }

    /// The site as `build` writes it.
    fn built(&self) -> Tree {
        let output = self.folder.path().join("built");
        let run = dossier(&self.root(), &["build", "--today", "2016-03-01", "-o", output.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        tree(&output)
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=T", "-c", "user.email=t@example.org"]).args(arguments);
    let output = command.output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn one_command_brings_a_folder_of_content_to_a_branch() {
    let desk = Desk::new();
    let before = tree(&desk.root());
    let run = desk.publish(&["--yes"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(tree(&desk.root()) == before, "neither an output nor anything in the repository is left");
    assert!(desk.published() == desk.built());
    let first = desk.tip();
    let run = desk.publish(&["--yes"]);
    assert!(run.code == 0 && run.stderr.contains("nothing to publish"), "{}", run.stderr);
    assert_eq!(desk.tip(), first);
    desk.article(2, "The harbour was loud.");
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    assert_eq!(git(&desk.remote(), &["rev-list", "--count", "gh-pages"]), "2", "earlier publications stay");
    desk.write("dossier.toml", "title = \"Desk\"\n[publish]\nto = \"branch:gh-pages\"\nhistory = false\n");
    desk.article(2, "The harbour was loud again.");
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    assert_eq!(git(&desk.remote(), &["rev-list", "--count", "gh-pages"]), "1", "unless they are not wanted");
    assert!(desk.published() == desk.built());
}

#[test]
fn nothing_goes_out_without_consent() {
    let desk = Desk::new();
    for arguments in [&[][..], &["--dry-run"]] {
        let run = desk.publish(arguments);
        assert_eq!(run.code, if arguments.is_empty() { 2 } else { 0 }, "{}", run.stderr);
        assert_eq!(desk.tip(), "");
    }
    desk.write("content/articles/bad.md", "---\ntitle: [\n---\n");
    let run = desk.publish(&["--yes"]);
    assert!(run.code == 1 && desk.tip().is_empty(), "{}", run.stderr);
}

#[test]
fn files_of_others_stay_and_are_not_taken_over() {
    let desk = Desk::new();
    let clone = desk.folder.path().join("clone");
    git(desk.folder.path(), &["clone", "--quiet", "site.git", "clone"]);
    let commit = |files: &[(&str, &str)]| {
        for (path, text) in files {
            std::fs::write(clone.join(path), text).unwrap();
        }
        git(&clone, &["add", "-A"]);
        git(&clone, &["commit", "--quiet", "-m", "x"]);
        git(&clone, &["push", "--quiet", "origin", "HEAD:gh-pages"]);
    };
    commit(&[("CNAME", "dossier.example.org\n"), ("index.html", "of another tool")]);
    let run = desk.publish(&["--yes"]);
    assert!(run.code == 2 && run.stderr.contains("did not write"), "{}", run.stderr);
    assert_eq!(desk.publish(&["--yes", "--replace"]).code, 0);
    let published = desk.published();
    assert_eq!(published["CNAME"], b"dossier.example.org\n");
    assert_eq!(published["index.html"], desk.built()["index.html"]);
    git(&clone, &["pull", "--quiet", "origin", "gh-pages"]);
    commit(&[("notes.txt", "by hand")]);
    desk.article(9, "One more.");
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    assert!(desk.published().contains_key("notes.txt"));
    let run = desk.publish(&["--yes", "--to", "branch:main"]);
    assert!(run.code == 2 && run.stderr.contains("the dossier itself"), "{}", run.stderr);
    let run = desk.publish(&["--yes", "--to", "branch:gh-pages@elsewhere"]);
    assert!(run.code == 2 && run.stderr.contains("no remote `elsewhere`"), "{}", run.stderr);
}

#[test]
fn a_folder_is_published_to_as_well() {
    let desk = Desk::new();
    assert_eq!(desk.publish(&["--yes", "--to", "folder:../www"]).code, 0);
    assert!(tree(&desk.folder.path().join("www")) == desk.built());
    std::fs::write(desk.folder.path().join("www/CNAME"), "x").unwrap();
    std::fs::remove_file(desk.root().join("content/articles/report-3.md")).unwrap();
    let run = desk.publish(&["--yes", "--to", "folder:../www"]);
    assert!(run.stderr.contains("1 address will lead nowhere\n  articles/report-3.html"), "{}", run.stderr);
    let mut www = tree(&desk.folder.path().join("www"));
    assert!(www.remove("CNAME").is_some());
    assert!(www == desk.built());
}

#[test]
fn what_readers_and_editors_should_know_is_said() {
    let desk = Desk::new();
    desk.write("content/articles/later.md", "---\ntitle: Later\nembargo: 2016-04-02\n---\n\nNot yet.\n");
    desk.write("content/articles/secret.md", "---\ntitle: Secret\nprivate: true\n---\n\nNever.\n");
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    let text = std::fs::read_to_string(desk.root().join("content/articles/report-1.md")).unwrap();
    std::fs::remove_file(desk.root().join("content/articles/report-1.md")).unwrap();
    desk.write("content/articles/renamed.md", &text);
    desk.article(2, "Other words at the beginning.");
    let run = desk.publish(&["--dry-run"]);
    for expected in [
        "1 address will lead nowhere\n  articles/report-1.html\n    help: add `redirects: [articles/report-1.html]` to the front matter of `articles/renamed.html`",
        "copied links to 1 paragraph will lead to the nearest place only\n  articles/report-2.html#p-",
        "held back: 2\n  content/articles/later.md (embargo until 2016-04-02)\n  content/articles/secret.md (private)",
        "next embargo ends: 2016-04-02, content/articles/later.md",
    ] {
        assert!(run.stderr.contains(expected), "{expected}\n--- in\n{}", run.stderr);
    }
    desk.write("content/articles/renamed.md", &text.replacen("---\n", "---\nredirects: [articles/report-1.html]\n", 1));
    let run = desk.publish(&["--dry-run"]);
    assert!(!run.stderr.contains("lead nowhere"), "{}", run.stderr);
}

/// The preview against a comparison of both outputs, after random edits; `DOSSIER_EDITS` sets their number.
#[test]
fn the_preview_is_what_changes() {
    let edits = std::env::var("DOSSIER_EDITS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let desk = Desk::new();
    let mut seed = 7_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for edit in 0..edits {
        for _ in 0..=random(3) {
            let number = random(12);
            let path = desk.root().join(format!("content/articles/report-{number}.md"));
            match random(5) {
                0 if path.exists() => std::fs::remove_file(path).unwrap(),
                1 if path.exists() => {
                    let to = desk.root().join(format!("content/articles/report-{}.md", random(12)));
                    std::fs::rename(path, to).unwrap();
                }
                2 => desk
                    .write("content/people/jane-doe.md", &format!("---\ntitle: Jane Doe\naliases: [J{edit}]\n---\n")),
                _ => desk.article(number, &format!("Edit {edit}, said Jane Doe. J{} was there.", random(edit + 1))),
            }
        }
        let (old, new) = (desk.published(), desk.built());
        let run = desk.publish(&["--dry-run", "--format", "json"]);
        let preview: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let said = |what: &str| {
            let lists = ["pages", "files"].iter().flat_map(|kind| preview[kind][what].as_array().unwrap().clone());
            let mut paths: Vec<String> = lists.map(|path| path.as_str().unwrap().to_owned()).collect();
            paths.sort();
            paths
        };
        let only = |a: &Tree, b: &Tree| a.keys().filter(|path| !b.contains_key(*path)).cloned().collect::<Vec<_>>();
        let changed = new.iter().filter(|(path, bytes)| old.get(*path).is_some_and(|before| before != *bytes));
        assert_eq!(said("new"), only(&new, &old), "edit {edit}");
        assert_eq!(said("gone"), only(&old, &new), "edit {edit}");
        assert_eq!(said("changed"), changed.map(|(path, _)| path.clone()).collect::<Vec<_>>(), "edit {edit}");
        let unchanged: u64 = ["pages", "files"].iter().map(|kind| preview[kind]["unchanged"].as_u64().unwrap()).sum();
        assert_eq!(unchanged as usize, new.iter().filter(|(path, bytes)| old.get(*path) == Some(*bytes)).count());
        assert_eq!(desk.publish(&["--yes"]).code, 0);
        assert!(desk.published() == new, "edit {edit}");
    }
}

/// Every file of the repository, so that a lock or an object that is left behind is seen.
fn repository(root: &Path) -> Vec<String> {
    tree(root).into_keys().collect()
}

#[test]
fn a_killed_publication_is_complete_or_was_not() {
    let desk = Desk::new();
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    let start = Instant::now();
    desk.article(1, "Timed.");
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    let usual = start.elapsed();
    let kills = 50;
    let mut versions = vec![desk.built()];
    for kill in 0..kills {
        desk.article(0, &format!("Version {kill}."));
        versions.push(desk.built());
        let before = repository(&desk.root());
        let mut child = spawn(&desk.root(), &["publish", "--today", "2016-03-01", "--yes"]);
        std::thread::sleep(usual * kill / kills);
        let _ = child.kill();
        child.wait().unwrap();
        assert_eq!(repository(&desk.root()), before, "kill {kill}");
        // a push that was under way may still arrive, even during the next round
        assert!(versions.contains(&desk.published()), "kill {kill}: neither an old site nor the new one");
    }
    assert_eq!(desk.publish(&["--yes"]).code, 0, "nothing is locked");
    assert!(desk.published() == desk.built());
}

#[test]
#[cfg(unix)]
fn a_push_that_is_refused_changes_nothing_and_tells_no_secret() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    assert_eq!(desk.publish(&["--yes"]).code, 0);
    let (tip, before) = (desk.tip(), repository(&desk.root()));
    let hook = desk.remote().join("hooks/pre-receive");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, "#!/bin/sh\necho closed for today >&2\nexit 1\n").unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    desk.article(1, "Refused.");
    let run = desk.publish(&["--yes"]);
    assert!(run.code == 3 && run.stderr.contains("closed for today"), "{}", run.stderr);
    assert_eq!((desk.tip(), repository(&desk.root())), (tip.clone(), before.clone()));
    git(&desk.root(), &["remote", "set-url", "origin", "http://jane:s3cret@127.0.0.1:9/site.git"]);
    let run = desk.publish(&["--yes"]);
    assert!(run.code == 3 && run.stderr.contains("127.0.0.1"), "{}", run.stderr);
    assert!(!run.stderr.contains("s3cret") && !run.stdout.contains("s3cret"), "{}", run.stderr);
    assert_eq!((desk.tip(), repository(&desk.root())), (tip, before));
}
