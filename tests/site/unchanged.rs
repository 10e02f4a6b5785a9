//! What is unchanged is neither read nor made again, and nobody can tell from the site or the messages.
#![cfg(unix)]

use super::run::{Run, dossier, tree};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

const FILES: [(&str, &str); 6] = [
    ("dossier.toml", "title = \"Harbour\"\n"),
    ("content/articles/one.md", "---\ntitle: One\ndate: 2016-01-07\n---\nAda Example met Bob Example.\n"),
    (
        "content/articles/two.md",
        "---\ntitle: Two\ndate: 2016-02-07\nembargo: 2016-06-01\n---\n“It rained,” Ada Example said.\n",
    ),
    ("content/people/ada.md", "---\ntitle: Ada Example\n---\nSee [[One]].\n"),
    ("content/people/bob.md", "---\ntitle: Bob Example\n---\n"),
    ("templates/404.html", "<p>Nowhere.</p>\n"),
];

fn put(root: &Path, path: &str, text: &str) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), text).unwrap();
}

fn harbour() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES {
        put(folder.path(), path, text);
    }
    folder
}

fn build(root: &Path) -> Run {
    dossier(root, &["build", "--today", "2016-03-01"])
}

/// Builds when the files are old enough to be known by their times.
fn build_settled(root: &Path) -> Run {
    sleep(Duration::from_millis(200));
    build(root)
}

/// What changes when a site is exchanged for another.
fn site(root: &Path) -> u64 {
    fs::metadata(root.join("output")).unwrap().ino()
}

/// What was said, less what no two runs have in common.
fn said(run: &Run) -> String {
    let end = run.stderr.rfind(" in ").unwrap_or(run.stderr.len());
    format!("{} {}", run.code, if run.code == 0 { &run.stderr[..end] } else { &run.stderr })
}

#[test]
fn a_site_of_unchanged_files_stays() {
    let folder = harbour();
    let root = folder.path();
    let first = build_settled(root);
    let made = site(root);
    let second = build(root);
    assert_eq!((first.code, said(&second)), (0, said(&first)), "{}", second.stderr);
    assert_eq!(site(root), made);
    assert_eq!(dossier(root, &["build", "--today", "2016-03-01", "--no-cache"]).code, 0);
    assert_ne!(site(root), made, "asked to make everything anew");
    // another day, other options, a file of the site that somebody wrote to, and one that is gone
    let mut last = site(root);
    let steps: [&dyn Fn() -> Run; 5] = [
        &|| dossier(root, &["build", "--today", "2016-07-01"]),
        &|| dossier(root, &["build", "--today", "2016-07-01", "--minify"]),
        &|| build(root),
        &|| {
            put(root, "output/index.html", "by hand");
            build(root)
        },
        &|| {
            fs::remove_file(root.join("output/404.html")).unwrap();
            build(root)
        },
    ];
    for (n, step) in steps.iter().enumerate() {
        let run = step();
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_ne!(site(root), last, "step {n}");
        last = site(root);
    }
    assert!(root.join("output/404.html").is_file());
    assert_eq!(dossier(root, &["clean", "--cache"]).code, 0);
    assert!(!root.join(".dossier-cache").exists());
    assert_eq!(build(root).code, 0);
    assert_ne!(site(root), last, "nothing was noted");
}

#[test]
fn messages_are_said_again_and_the_site_stays() {
    let folder = harbour();
    let root = folder.path();
    put(
        root,
        "content/articles/three.md",
        "---\ntitle: Three\nsecret-key: sesame\n---\nSee [[Nothing]].\n%% a hidden word %%\n",
    );
    put(root, "content/articles/four.md", "---\ntitle: Sesame\nprivate: true\n---\nSesame.\n");
    let first = build_settled(root);
    assert!(first.stderr.contains("warning"), "{}", first.stderr);
    let made = site(root);
    let second = build(root);
    assert_eq!(said(&second), said(&first));
    assert_eq!(site(root), made);
    // a check that has nothing to say, and one that has
    let check = |root: &Path| dossier(root, &["check"]);
    let (one, two) = (check(root), check(root));
    assert_eq!((one.code, one.stdout, one.stderr), (two.code, two.stdout, two.stderr));
    for name in ["three", "four"] {
        fs::remove_file(root.join(format!("content/articles/{name}.md"))).unwrap();
    }
    let (one, two) = (check(root), check(root));
    assert_eq!((one.code, one.stdout, one.stderr), (two.code, two.stdout, two.stderr));
}

#[test]
fn notes_hold_no_word_of_any_file() {
    let folder = harbour();
    let root = folder.path();
    put(root, "content/articles/sesame.md", "---\ntitle: Sesame\ndraft: true\n---\nSesame.\n");
    put(root, "content/articles/three.md", "---\ntitle: Three\n---\nOne.\n%% sesame %%\n");
    let first = build_settled(root);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let _ = dossier(root, &["check"]);
    let notes = tree(&root.join(".dossier-cache"));
    assert!(notes.contains_key("last-build"), "{:?}", notes.keys());
    for (name, bytes) in notes.iter().filter(|(name, _)| name.starts_with("last-")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let note: serde_json::Value = serde_json::from_str(&text).unwrap();
        let is_hash = |text: &str| text.is_empty() || text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        assert!(note.as_object().unwrap().values().filter_map(|v| v.as_str()).all(is_hash), "{name}: {text}");
        let counts = note["counts"].as_object().map(|counts| counts.values().cloned().collect::<Vec<_>>());
        assert!(counts.unwrap_or_default().iter().all(|v| v.is_u64() || v.is_array()), "{name}: {text}");
        assert!(!text.to_lowercase().contains("sesame") && !text.contains("articles/"), "{name}: {text}");
    }
}

#[test]
fn notes_that_are_damaged_or_lead_elsewhere_are_not_used() {
    let folder = harbour();
    let root = folder.path();
    assert_eq!(build_settled(root).code, 0);
    let note = root.join(".dossier-cache/last-build");
    let whole = fs::read(&note).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"", b"{}", b"\xff\xfe"] {
        fs::write(&note, damaged).unwrap();
        let made = site(root);
        assert_eq!(build(root).code, 0);
        assert_ne!(site(root), made);
        let noted: serde_json::Value = serde_json::from_slice(&fs::read(&note).unwrap()).unwrap();
        assert!(noted["files"].is_u64());
    }
    // a link in place of the note is replaced, one in place of the folder left alone
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("theirs"), "theirs").unwrap();
    fs::remove_file(&note).unwrap();
    symlink(outside.path().join("theirs"), &note).unwrap();
    assert_eq!(build(root).code, 0);
    assert_eq!(fs::read_to_string(outside.path().join("theirs")).unwrap(), "theirs");
    fs::remove_dir_all(root.join(".dossier-cache")).unwrap();
    symlink(outside.path(), root.join(".dossier-cache")).unwrap();
    assert_eq!(build(root).code, 0);
    assert_ne!(dossier(root, &["clean", "--cache"]).code, 0);
    assert_eq!(tree(outside.path()).len(), 1);
}

/// A step of a generator of numbers that are as good as random.
fn next(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

/// Steps: `DOSSIER_STEPS=2000` for a long run.
#[test]
fn any_row_of_changes_gives_what_a_clean_build_gives() {
    let steps = std::env::var("DOSSIER_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(24);
    let folder = harbour();
    let root = folder.path();
    let elsewhere = tempfile::tempdir().unwrap();
    let clean = elsewhere.path().join("clean");
    let mut state = std::env::var("DOSSIER_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let mut today = "2016-03-01";
    let (mut kept, mut before) = (0, 0);
    let mut row = Vec::new();
    for step in 0..steps {
        let (what, n) = (next(&mut state, 14), next(&mut state, 4));
        row.push((what, n));
        let article = format!("content/articles/n{n}.md");
        match what {
            0 => put(root, &article, &format!("---\ntitle: N{n}\n---\nAda Example, {}.\n", next(&mut state, 3))),
            // as long as what was there
            1 => put(root, "content/articles/one.md", &format!("---\ntitle: One\n---\nBob Example {n}.\n")),
            2 => drop(fs::remove_file(root.join(&article))),
            3 => drop(fs::rename(root.join(&article), root.join(format!("content/articles/n{}.md", (n + 1) % 4)))),
            4 => put(root, &article, &format!("---\ntitle: N{n}\nprivate: true\n---\nHidden.\n")),
            5 => put(
                root,
                "content/people/ada.md",
                &format!("---\ntitle: Ada Example\naliases: [Lady {n}]\n---\nSee [[N{n}]].\n"),
            ),
            6 => put(root, "dossier.toml", &format!("title = \"Harbour {n}\"\n")),
            7 => put(root, "templates/404.html", &format!("<p>{n}</p>\n")),
            8 => today = ["2016-03-01", "2016-06-01"][(n % 2) as usize],
            9 => put(root, &format!("static/{n}.txt"), &format!("{}\n", next(&mut state, 3))),
            10 => drop(fs::remove_file(root.join("output/index.html"))),
            // nothing, and time for the next build to know it
            11 => sleep(Duration::from_millis(150)),
            _ => {}
        }
        let run = dossier(root, &["build", "--today", today]);
        let output = clean.to_str().unwrap();
        let wanted = dossier(root, &["build", "--today", today, "--no-cache", "--output", output]);
        assert_eq!(said(&run), said(&wanted), "step {step} of {row:?}");
        assert_eq!(tree(&root.join("output")), tree(&clean), "step {step} of {row:?}");
        kept += u32::from(site(root) == before);
        before = site(root);
    }
    assert!(kept > 0, "no site was kept, so that nothing was shown: {row:?}");
}
