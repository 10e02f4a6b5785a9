//! What a build must not break: each test is a small disaster.

use super::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A dossier in a folder of its own.
struct Scene {
    dir: tempfile::TempDir,
    root: PathBuf,
    output: PathBuf,
    guard: Guard,
}

fn scene() -> Scene {
    let dir = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(dir.path()).unwrap().join("dossier");
    fs::create_dir_all(root.join("content")).unwrap();
    let guard = Guard::new(&root, Path::new("dossier.toml"));
    Scene { dir, output: root.join("output"), root, guard }
}

impl Scene {
    fn build(&self, files: &[(&str, &str)]) -> Result<Receipt, PublishError> {
        let staging = Staging::begin(&self.output, &self.guard)?;
        for (path, text) in files {
            staging.write(path, text.as_bytes())?;
        }
        staging.finish()
    }

    /// What is in the output: path and text, links as `-> target`, empty folders as `/`.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&self.output).min_depth(1).sort_by_file_name() {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(&self.output).unwrap().display().to_string();
            let text = if entry.file_type().is_dir() {
                if fs::read_dir(entry.path()).unwrap().next().is_some() {
                    continue;
                }
                "/".to_owned()
            } else if entry.file_type().is_symlink() {
                format!("-> {}", fs::read_link(entry.path()).unwrap().display())
            } else {
                fs::read_to_string(entry.path()).unwrap()
            };
            tree.insert(name, text);
        }
        tree
    }

    fn names(&self) -> Vec<String> {
        self.tree().into_keys().collect()
    }

    /// What lies in the dossier beside content and output.
    fn litter(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&self.root)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "content" && name != "output")
            .collect();
        names.sort();
        names
    }
}

fn tree(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_build_replaces_the_last_one_and_nothing_else() {
    let scene = scene();
    fs::create_dir(&scene.output).unwrap();
    fs::write(scene.output.join(".gitkeep"), "").unwrap();
    let receipt = scene.build(&[("index.html", "one"), ("people/jane.html", "Jane"), ("old/x/y.html", "old")]).unwrap();
    assert_eq!(receipt, Receipt { files: 3, bytes: 10, unchanged: 0 });

    fs::write(scene.output.join("CNAME"), "example.org").unwrap();
    fs::create_dir_all(scene.output.join(".git/refs/tags")).unwrap();
    fs::write(scene.output.join(".git/HEAD"), "ref").unwrap();
    fs::write(scene.output.join("people/notes.txt"), "mine").unwrap();
    let receipt = scene.build(&[("index.html", "two"), ("people/jane.html", "Jane"), ("new.html", "new")]).unwrap();
    assert_eq!(receipt, Receipt { files: 3, bytes: 10, unchanged: 1 });
    let manifest = "dossier manifest 1\nindex.html\nnew.html\npeople/jane.html\n";
    assert_eq!(
        scene.tree(),
        tree(&[
            (".dossier-manifest", manifest),
            (".git/HEAD", "ref"),
            (".git/refs/tags", "/"),
            (".gitkeep", ""),
            ("CNAME", "example.org"),
            ("index.html", "two"),
            ("new.html", "new"),
            ("people/jane.html", "Jane"),
            ("people/notes.txt", "mine"),
        ])
    );
    assert_eq!(scene.litter(), [""; 0]);
}

#[test]
fn files_may_become_folders_and_the_other_way_round() {
    let scene = scene();
    scene.build(&[("a/b.html", "1"), ("c", "2")]).unwrap();
    scene.build(&[("a", "3"), ("c/d.html", "4")]).unwrap();
    assert_eq!(scene.names(), [".dossier-manifest", "a", "c/d.html"]);
}

#[test]
fn a_dropped_build_changes_nothing() {
    let scene = scene();
    let deep = scene.root.join("public/en/site");
    drop(Staging::begin(&deep, &scene.guard).unwrap());
    assert!(!scene.root.join("public").exists(), "folders made on the way are taken back");
    scene.build(&[("index.html", "one")]).unwrap();
    let before = scene.tree();
    let staging = Staging::begin(&scene.output, &scene.guard).unwrap();
    staging.write("index.html", b"two").unwrap();
    assert!(matches!(staging.write("INDEX.html", b"x"), Err(PublishError::Duplicate { .. })));
    assert!(matches!(staging.write("../x", b"x"), Err(PublishError::Path { .. })));
    drop(staging);
    assert_eq!(scene.tree(), before);
    assert_eq!(scene.litter(), [""; 0]);
}

#[test]
fn a_folder_that_we_did_not_build_is_refused() {
    let scene = scene();
    fs::create_dir(&scene.output).unwrap();
    fs::write(scene.output.join("thesis.doc"), "ten years").unwrap();
    assert_eq!(
        scene.build(&[("index.html", "x")]).unwrap_err().to_string(),
        format!(
            "`{}` cannot be the output: it holds files that dossier did not make, such as `thesis.doc`\n\
             help: choose an empty folder, or move what is in this one away",
            scene.output.display()
        )
    );
    assert_eq!(scene.tree(), tree(&[("thesis.doc", "ten years")]));
    fs::remove_dir_all(&scene.output).unwrap();
    fs::write(&scene.output, "a file").unwrap();
    assert!(scene.build(&[]).unwrap_err().to_string().contains("it is not a folder"));
    assert_eq!(scene.litter(), [""; 0]);
}

#[test]
fn a_foreign_file_in_the_way_stops_the_build() {
    let scene = scene();
    scene.build(&[("index.html", "one")]).unwrap();
    for (path, foreign) in [("about.html", "about.html"), ("x/y.html", "x"), ("z", "z/deep.txt")] {
        let file = scene.output.join(foreign);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "mine").unwrap();
        let before = scene.tree();
        let error = scene.build(&[("index.html", "two"), (path, "ours")]).unwrap_err();
        assert!(matches!(error, PublishError::Foreign { .. }), "{path}: {error}");
        assert_eq!(scene.tree(), before);
        fs::remove_file(&file).unwrap();
    }
    // One that says the same is no loss.
    fs::write(scene.output.join("about.html"), "ours").unwrap();
    scene.build(&[("about.html", "ours")]).unwrap();
    assert_eq!(scene.litter(), [""; 0]);
}

#[test]
fn what_the_user_changed_is_made_right_again() {
    let scene = scene();
    scene.build(&[("a.html", "one"), ("b.html", "two")]).unwrap();
    fs::write(scene.output.join("a.html"), "eno").unwrap();
    fs::remove_file(scene.output.join("b.html")).unwrap();
    assert_eq!(scene.build(&[("a.html", "one"), ("b.html", "two")]).unwrap().unchanged, 0);
    assert_eq!(scene.tree()["a.html"], "one");
    assert_eq!(scene.tree()["b.html"], "two");
}

#[test]
fn a_second_build_fails_with_a_message() {
    let scene = scene();
    let first = Staging::begin(&scene.output, &scene.guard).unwrap();
    let error = Staging::begin(&scene.output, &scene.guard).unwrap_err();
    assert!(matches!(error, PublishError::Locked { .. }), "{error}");
    first.write("index.html", b"first").unwrap();
    first.finish().unwrap();
    assert_eq!(scene.tree()["index.html"], "first");
}

#[test]
fn many_threads_write_at_once() {
    let scene = scene();
    for round in 0..2 {
        let staging = Staging::begin(&scene.output, &scene.guard).unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let staging = &staging;
                scope.spawn(move || {
                    for n in 0..50 {
                        let path = format!("folder{}/sub{}/{thread}-{n}.html", n % 3, n % 5);
                        staging.write(&path, path.as_bytes()).unwrap();
                    }
                });
            }
        });
        let receipt = staging.finish().unwrap();
        assert_eq!((receipt.files, receipt.unchanged), (200, round * 200));
    }
    assert_eq!(scene.tree().len(), 201);
}

#[test]
fn clean_deletes_what_the_manifest_lists() {
    let scene = scene();
    assert_eq!(remove(&scene.output, &scene.guard).unwrap(), 0);
    scene.build(&[("index.html", "one"), ("people/jane.html", "Jane"), ("x/y/z.html", "z")]).unwrap();
    fs::write(scene.output.join("people/notes.txt"), "mine").unwrap();
    assert_eq!(remove(&scene.output, &scene.guard).unwrap(), 3);
    assert_eq!(scene.tree(), tree(&[("people/notes.txt", "mine")]));
    assert!(matches!(remove(&scene.output, &scene.guard), Err(PublishError::Refused { .. })));
    fs::remove_dir_all(&scene.output).unwrap();
    scene.build(&[("index.html", "one")]).unwrap();
    assert_eq!(remove(&scene.output, &scene.guard).unwrap(), 1);
    assert!(!scene.output.exists());
    assert!(remove(&scene.root.join("content"), &scene.guard).is_err());
}

#[test]
fn the_journal_does_the_same_as_the_exchange() {
    let scene = scene();
    scene.build(&[("a/b.html", "1"), ("c", "2"), ("gone.html", "3"), ("same.html", "4")]).unwrap();
    fs::write(scene.output.join("CNAME"), "example.org").unwrap();
    let old = manifest::read(&scene.output).unwrap().unwrap();
    let new = [("a", "5"), ("c/d.html", "6"), ("same.html", "4")];
    let staging = Staging::begin(&scene.output, &scene.guard).unwrap();
    for (path, text) in new {
        staging.write(path, text.as_bytes()).unwrap();
    }
    let paths: Vec<String> = new.iter().map(|(path, _)| (*path).to_owned()).collect();
    let folder = staging::beside(&scene.output);
    disk::create(&folder.join("site").join(MANIFEST), manifest::format(&paths).as_bytes(), false).unwrap();
    journal::commit(&folder, &scene.output, &old, &paths).unwrap();
    drop(staging);
    assert_eq!(scene.names(), [".dossier-manifest", "CNAME", "a", "c/d.html", "same.html"]);
    assert_eq!(scene.tree()["c/d.html"], "6");
    assert_eq!(scene.litter(), [""; 0]);
}

#[test]
fn a_journal_that_was_cut_short_is_completed() {
    let scene = scene();
    scene.build(&[("a.html", "1"), ("b.html", "2"), ("gone.html", "3")]).unwrap();
    let staging = Staging::begin(&scene.output, &scene.guard).unwrap();
    staging.write("a.html", b"new a").unwrap();
    staging.write("b.html", b"new b").unwrap();
    let folder = staging::beside(&scene.output);
    let site = folder.join("site");
    fs::write(site.join(MANIFEST), "dossier manifest 1\na.html\nb.html\n").unwrap();
    fs::write(folder.join(journal::JOURNAL), "dossier manifest 1\ngone.html\n").unwrap();
    fs::rename(site.join("a.html"), scene.output.join("a.html")).unwrap();
    drop(staging); // leaves the folder, as a kill would
    assert_eq!(scene.tree()["b.html"], "2");
    drop(Staging::begin(&scene.output, &scene.guard).unwrap());
    let manifest = "dossier manifest 1\na.html\nb.html\n";
    assert_eq!(scene.tree(), tree(&[(".dossier-manifest", manifest), ("a.html", "new a"), ("b.html", "new b")]));
    assert_eq!(scene.litter(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_are_neither_followed_nor_lost() {
    use std::os::unix::fs::symlink;
    let scene = scene();
    let victim = scene.dir.path().join("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("jane.html"), "private").unwrap();
    scene.build(&[("people/jane.html", "Jane"), ("index.html", "Home")]).unwrap();
    // Our folder and our file replaced by links to somebody else's.
    fs::remove_dir_all(scene.output.join("people")).unwrap();
    symlink(&victim, scene.output.join("people")).unwrap();
    fs::remove_file(scene.output.join("index.html")).unwrap();
    symlink(victim.join("jane.html"), scene.output.join("index.html")).unwrap();
    symlink("/nowhere", scene.output.join("dangling")).unwrap();

    let error = scene.build(&[("people/jane.html", "Jane")]).unwrap_err();
    assert!(matches!(error, PublishError::Foreign { .. }), "{error}");
    scene.build(&[("index.html", "private")]).unwrap();
    assert!(fs::symlink_metadata(scene.output.join("index.html")).unwrap().file_type().is_file());
    let people = format!("-> {}", victim.display());
    assert_eq!(scene.tree()["people"], people);
    assert_eq!(scene.tree()["dangling"], "-> /nowhere");
    remove(&scene.output, &scene.guard).unwrap();
    assert_eq!(fs::read_to_string(victim.join("jane.html")).unwrap(), "private");
    // The staging folder's own name taken by a link.
    fs::remove_dir_all(&scene.output).unwrap();
    symlink(&victim, staging::beside(&scene.output)).unwrap();
    assert!(matches!(scene.build(&[("index.html", "x")]), Err(PublishError::Foreign { .. })));
    assert_eq!(fs::read_dir(&victim).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_forged_manifest_reaches_nothing_outside() {
    let scene = scene();
    fs::create_dir(&scene.output).unwrap();
    let precious = scene.root.join("content/precious.md");
    fs::write(&precious, "precious").unwrap();
    fs::write(scene.output.join(MANIFEST), "dossier manifest 1\n../content/precious.md\n").unwrap();
    assert!(matches!(scene.build(&[("index.html", "x")]), Err(PublishError::Refused { .. })));
    assert!(matches!(remove(&scene.output, &scene.guard), Err(PublishError::Refused { .. })));
    assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
}

#[cfg(unix)]
#[test]
fn permissions_do_not_depend_on_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    if let Some(root) = std::env::var_os("DOSSIER_TEST_UMASK") {
        let guard = Guard::new(Path::new(&root), Path::new("dossier.toml"));
        let staging = Staging::begin(&Path::new(&root).join("output"), &guard).unwrap();
        staging.write("people/jane.html", b"Jane").unwrap();
        staging.finish().unwrap();
        return;
    }
    let scene = scene();
    let status = Command::new("sh")
        .args(["-c", "umask 077 && exec \"$0\" --exact publish::tests::permissions_do_not_depend_on_the_umask"])
        .arg(std::env::current_exe().unwrap())
        .env("DOSSIER_TEST_UMASK", &scene.root)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    for (path, mode) in [("", 0o755), ("people", 0o755), ("people/jane.html", 0o644), (MANIFEST, 0o644)] {
        let metadata = fs::metadata(scene.output.join(path)).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o7777, mode, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_limit_on_file_sizes_is_an_error_and_no_signal() {
    if let Some(root) = std::env::var_os("DOSSIER_TEST_LIMIT") {
        let guard = Guard::new(Path::new(&root), Path::new("dossier.toml"));
        let staging = Staging::begin(&Path::new(&root).join("output"), &guard).unwrap();
        let error = staging.write("big.html", &vec![b'x'; 100_000]).unwrap_err();
        assert!(error.to_string().starts_with("cannot write `"), "{error}");
        assert!(error.to_string().contains("big.html"), "{error}");
        return;
    }
    let scene = scene();
    scene.build(&[("index.html", "one")]).unwrap();
    let status = Command::new("sh")
        .args([
            "-c",
            "ulimit -f 16 && exec \"$0\" --exact publish::tests::a_limit_on_file_sizes_is_an_error_and_no_signal",
        ])
        .arg(std::env::current_exe().unwrap())
        .env("DOSSIER_TEST_LIMIT", &scene.root)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(scene.tree()["index.html"], "one");
    assert_eq!(scene.litter(), [""; 0]);
}

/// Builds over and over in another process, kills it at odd moments, and looks: always wholly one site or the other.
#[cfg(unix)]
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    const FILES: usize = 120;
    if let Some(root) = std::env::var_os("DOSSIER_TEST_KILL") {
        let guard = Guard::new(Path::new(&root), Path::new("dossier.toml"));
        for round in 0.. {
            let staging = Staging::begin(&Path::new(&root).join("output"), &guard).unwrap();
            for n in 0..FILES {
                staging
                    .write(
                        &format!("folder{}/{n}.html", n % 7),
                        format!("{}, round {round}", std::process::id()).as_bytes(),
                    )
                    .unwrap();
            }
            staging.finish().unwrap();
        }
    }
    let scene = scene();
    let first: Vec<(String, &str)> = (0..FILES).map(|n| (format!("folder{}/{n}.html", n % 7), "first")).collect();
    scene.build(&first.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>()).unwrap();
    fs::write(scene.output.join("CNAME"), "example.org").unwrap();
    for pause in [0, 5, 11, 23, 37, 70] {
        let before = scene.tree()["folder0/0.html"].clone();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "publish::tests::a_killed_build_leaves_the_old_site_or_the_new_one"])
            .env("DOSSIER_TEST_KILL", &scene.root)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        // Through the path, so that each look is at the site of that moment.
        while fs::read_to_string(scene.output.join("folder0/0.html")).unwrap() == before {
            assert!(start.elapsed() < Duration::from_mins(1), "the child builds");
            std::thread::sleep(Duration::from_millis(3));
        }
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();

        let mut tree = scene.tree();
        assert_eq!(tree.remove("CNAME").as_deref(), Some("example.org"));
        assert_eq!(tree.remove(MANIFEST).map(|text| text.lines().count()), Some(FILES + 1));
        assert_eq!(tree.len(), FILES);
        let texts: std::collections::BTreeSet<_> = tree.values().collect();
        assert_eq!(texts.len(), 1, "one round only: {texts:?}");
    }
    drop(Staging::begin(&scene.output, &scene.guard).unwrap());
    assert_eq!(scene.litter(), [""; 0]);
    assert_eq!(scene.tree()["CNAME"], "example.org");
}

/// Needs the right to mount; says nothing where it is missing.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_no_litter() {
    let scene = scene();
    let disk = scene.dir.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        return;
    }
    let outcome = std::panic::catch_unwind(|| {
        // The output may be the mount itself, which cannot be exchanged, or lie in it.
        for output in [disk.clone(), disk.join("site")] {
            let scene = Scene {
                dir: tempfile::tempdir().unwrap(),
                root: scene.root.clone(),
                output,
                guard: scene.guard.clone(),
            };
            scene.build(&[("index.html", "one"), ("gone.html", "x")]).unwrap();
            scene.build(&[("index.html", "two")]).unwrap();
            let before = scene.tree();
            assert_eq!(scene.names(), [".dossier-manifest", "index.html"]);
            let big = "x".repeat(100_000);
            let error = scene.build(&[("index.html", "three"), ("a", &big), ("b", &big), ("c", &big)]).unwrap_err();
            assert!(error.to_string().starts_with("cannot write `"), "{error}");
            assert_eq!(scene.tree(), before);
            remove(&scene.output, &scene.guard).unwrap();
        }
        assert_eq!(fs::read_dir(&disk).unwrap().count(), 0);
    });
    let unmount = Command::new("umount").arg(&disk).status();
    assert!(unmount.unwrap().success());
    outcome.unwrap();
}

/// Root may write anywhere, so this says nothing for root.
#[cfg(unix)]
#[test]
fn a_parent_that_cannot_be_written_is_an_error_or_worked_around() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = scene();
    let parent = scene.root.join("locked");
    fs::create_dir_all(parent.join("site")).unwrap();
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::create_dir(parent.join("probe")).is_err() {
        let error = Staging::begin(&parent.join("new"), &scene.guard).unwrap_err();
        assert!(matches!(error, PublishError::Io { .. }), "{error}");
        let staging = Staging::begin(&parent.join("site"), &scene.guard).unwrap();
        staging.write("index.html", b"one").unwrap();
        staging.finish().unwrap();
        assert_eq!(fs::read_to_string(parent.join("site/index.html")).unwrap(), "one");
        assert_eq!(fs::read_dir(parent.join("site")).unwrap().count(), 2);
    }
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o755)).unwrap();
}
