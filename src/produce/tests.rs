//! What is asked for one by one is what a build writes, and the table says what that is.

use super::*;
use crate::pipeline::{self, Request};
use crate::publish::MemorySite;
use crate::source::LoadOptions;
use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

fn plan(root: &Path, options: &Options) -> Plan {
    let config = fs::read_to_string(root.join("dossier.toml")).ok().map(|text| (text, "dossier.toml".to_owned()));
    let load = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
    let (dossier, mut diagnostics) = pipeline::run(&Request { root, config, base_url: None, load }).unwrap();
    Plan::new(dossier, root, options, &mut diagnostics).unwrap()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn message(error: &WriteError) -> String {
    match error {
        WriteError::Author(diagnostic) => diagnostic.message.clone(),
        WriteError::Publish(error) => error.to_string(),
    }
}

/// Asks for every file, writes all, and compares.
fn compare(root: &Path, options: &Options) {
    let written = MemorySite::new();
    let (ticks, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let tick = |rows| {
        ticks.fetch_add(1, Ordering::Relaxed);
        total.store(rows, Ordering::Relaxed);
    };
    plan(root, options).write(&written, &tick).map_err(|error| message(&error)).unwrap();
    let asked = plan(root, options).open(|table| {
        assert_eq!(ticks.into_inner(), table.rows().len(), "every row is counted once");
        assert_eq!(total.into_inner(), table.rows().len(), "and all are known from the start");
        assert!(table.rows().is_sorted_by(|a, b| a.path < b.path));
        // from the end: nothing depends on what was made before
        for path in written.paths().iter().rev() {
            let bytes = table.get(path).map_err(|error| message(&error)).unwrap();
            assert!(bytes.as_ref() == written.get(path).as_deref(), "{path}");
        }
        for path in ["", "nothing.html", "search/", "search/none.js", "articles", "INDEX.html", "../dossier.toml"] {
            assert!(table.get(path).map_err(|error| message(&error)).unwrap().is_none(), "{path}");
            assert!(!table.has(path), "{path}");
        }
        let rows = table.rows().iter().map(|row| row.path.as_str());
        let paths: BTreeSet<String> = rows.chain(table.search_paths()).map(str::to_owned).collect();
        assert_eq!(paths.into_iter().collect::<Vec<_>>(), written.paths(), "the table says what is written");
    });
    asked.map_err(|error| message(&error)).unwrap();
}

#[test]
fn what_is_asked_for_is_what_a_build_writes() {
    compare(Path::new(env!("CARGO_MANIFEST_DIR")), &Options::default());
    compare(tempfile::tempdir().unwrap().path(), &Options::default());
    let article = "---\ntitle: Tide\ndate: 2020-05-01\npeople: [Ada Example]\nredirects: [old/tide]\n---\n\
        Ada Example said: \"The tide is low.\" ![A map](map.svg)\n";
    let files = [
        ("dossier.toml", "base_url = \"https://d.example/x\"\n[search]\nenabled = true\n"),
        ("content/articles/tide.md", article),
        ("content/articles/hidden.md", "---\ntitle: The hidden affair\nprivate: true\n---\nText.\n"),
        ("content/articles/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>"),
        ("content/pages/about.md", "About   this."),
        ("content/people/_index.md", "Everybody."),
        ("static/notes/a.html", "<p>a   b</p>"),
        ("static/search/own.js", "1"),
    ];
    let minified = Options { minify: true, date: Some(PartialDate::from_date(jiff::civil::date(2026, 1, 1))) };
    compare(folder(&files).path(), &Options::default());
    compare(folder(&files).path(), &minified);
    let config = "[search]\nenabled = false\n[publish]\nexports = false\nnoindex = true\n[quotes]\nenabled = false\n";
    let mut files = files;
    files[0].1 = config;
    compare(folder(&files).path(), &minified);
}

#[test]
fn two_files_with_one_address_are_found_before_a_byte_is_written() {
    let folder = folder(&[
        ("content/articles/a.md", "Text."),
        ("static/assets/x", "a file"),
        ("static/Articles/b.html", "another spelling of a folder"),
    ]);
    let written = MemorySite::new();
    let error = plan(folder.path(), &Options::default()).write(&written, &|_| {}).err().unwrap();
    assert_eq!(message(&error), "`Articles` and `articles/a.html` are one address");
    assert_eq!(written.paths(), [""; 0]);
    let asked = plan(folder.path(), &Options::default()).open(|_| ());
    assert_eq!(message(&asked.unwrap_err()), message(&error));
}

#[test]
fn what_is_held_back_is_not_handed_over_either() {
    let folder = folder(&[
        ("content/articles/a.md", "Text."),
        ("content/articles/hidden.md", "---\ntitle: The affair at the harbour\nprivate: true\n---\nText.\n"),
        ("templates/network.html", "<p>{{ \"The affair \" }}{{ \"at the harbour\" }}</p>"),
    ]);
    let expected = "`network.html` would show the title of a page that is held back; nothing was published";
    let asked = plan(folder.path(), &Options::default()).open(|table| {
        assert_eq!(message(&table.get("network.html").err().unwrap()), expected);
        assert!(table.get("articles/a.html").is_ok_and(|page| page.is_some()));
    });
    asked.map_err(|error| message(&error)).unwrap();
    let written = plan(folder.path(), &Options::default()).write(&MemorySite::new(), &|_| {});
    assert_eq!(message(&written.err().unwrap()), expected);
}
