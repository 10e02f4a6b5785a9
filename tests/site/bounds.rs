//! What a new article changes, and that no page outgrows its bounds.

use super::run::{Tree, dossier, tree};
use super::{crawl, sample};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Bytes of the largest page.
const LARGEST: usize = 200_000;

fn build(root: &Path) -> Tree {
    let run = dossier(root, &["build", "--today", "2026-01-01"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    tree(&root.join("output"))
}

/// Files that are new, gone or other than before, shards of the search and exports of the whole dossier aside.
fn changed<'a>(before: &'a Tree, after: &'a Tree) -> Vec<&'a str> {
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    let mut paths: Vec<&str> = before.keys().chain(after.keys()).filter(differs).map(String::as_str).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.retain(|path| !path.starts_with("search/") && !path.starts_with("data/"));
    paths
}

#[test]
fn one_article_changes_the_pages_that_it_concerns() {
    let folder = sample();
    let before = build(folder.path());
    let article = "---\ntitle: A visit that was announced and not made\nkey: A99\ndate: 2013-04-02\nsource:\n  \
                   name: Example Wire\n  published: 2013-04-02\n---\n\nA delegation was expected in Tehran in April 2013. \
                   Officials in Vienna knew nothing of it.\n\n“We were not told,” Kim Yong Nam said.\n";
    fs::write(folder.path().join("content/articles/added.md"), article).unwrap();
    let after = build(folder.path());
    let changed = changed(&before, &after);
    assert!(changed.len() <= 24, "{} files: {}", changed.len(), changed.join(" "));
    // what concerns nobody of it stays as it is
    for path in [
        "people/barack-obama.html",
        "topics/nuclear-tests.html",
        "articles/2002-01-29-state-of-the-union.html",
        "404.html",
    ] {
        assert!(before.contains_key(path) && !changed.contains(&path), "{path}");
    }
}

/// A dossier in which one name stands in hundreds of articles, all of them in two years.
fn crowd(root: &Path) {
    fs::create_dir_all(root.join("content/articles")).unwrap();
    fs::create_dir_all(root.join("content/people")).unwrap();
    fs::write(root.join("dossier.toml"), "title = \"Boats\"\n").unwrap();
    fs::write(root.join("content/people/ada-example.md"), "---\nname: Ada Example\n---\n").unwrap();
    for n in 0..420 {
        write_article(root, n, 2014 + n % 2, 1 + n % 12);
    }
}

fn write_article(root: &Path, n: usize, year: usize, month: usize) {
    let mut text = format!(
        "---\ntitle: Report number {n} on the ferries of the lake\ndate: {year}-{month:02}-{:02}\nsource:\n  name: Wire\n  \
         published: {year}-{month:02}-01\n---\n",
        1 + n % 28
    );
    for paragraph in 0..4 {
        let _ = write!(
            text,
            "\nOn the shore people spoke of boat {n}, which had not come. “We had promised boat {n} for pier {paragraph}, and \
             nobody asked us for another one,” Ada Example said. Nothing else was known on that day.\n"
        );
    }
    fs::write(root.join(format!("content/articles/report-{n}.md")), text).unwrap();
}

#[test]
fn no_page_outgrows_its_bounds_and_older_pages_stay() {
    let folder = tempfile::tempdir().unwrap();
    crowd(folder.path());
    let before = build(folder.path());
    let pages = before.iter().filter(|(path, _)| {
        Path::new(path.as_str()).extension().is_some_and(|ending| ending == "html") && !path.starts_with("search")
    });
    for (path, bytes) in pages {
        assert!(bytes.len() <= LARGEST, "{path} has {} bytes", bytes.len());
    }
    // a link to each is followed, and each is led to
    let faults = crawl::faults(&before);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for path in
        ["articles/index/2014.html", "people/ada-example/2015.html", "statements/2014.html", "sources/index/2015.html"]
    {
        assert!(before.contains_key(path), "{path} is missing");
    }
    // every article is named on a page of the name that is in all of them
    let named: String = before
        .iter()
        .filter(|(path, _)| path.starts_with("people/ada-example/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for n in 0..420 {
        assert!(named.contains(&format!("articles/report-{n}.html#p-")), "report {n} is not reached");
    }

    write_article(folder.path(), 900, 2016, 1);
    let after = build(folder.path());
    let changed = changed(&before, &after);
    // but for the last page of a list, which leads on to the new one
    let old = |path: &&&str| path.contains("/2014") || path.contains("/2015");
    let others: Vec<&&str> =
        changed.iter().filter(old).filter(|path| !path.contains("2015-12") && !path.ends_with("/2015.html")).collect();
    assert!(others.is_empty(), "{others:?}");
}
