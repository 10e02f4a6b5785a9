//! `suggest` on small dossiers: what it lists, what it merges, which pages it makes, and that it overwrites none.

#[path = "site/run.rs"]
#[allow(dead_code)] // other tests use more of it
mod run;

use run::dossier;
use std::path::Path;

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join("content").join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Two articles and no entities.
fn empty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "Marta Vogel of the Norland Trade Union spoke in Holmberg. Vogel left Holmberg.\n";
    put(folder.path(), "articles/a.md", text);
    put(folder.path(), "articles/b.md", "Vogel spoke again. Marta Vogel said so.\n");
    folder
}

#[test]
fn an_empty_dossier_lists_names_best_first_with_type_counts_and_sentences() {
    let folder = empty();
    let run = dossier(folder.path(), &["suggest"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows: Vec<&str> = run.stdout.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(rows[0], "Marta Vogel  person  4 in 2  also: Vogel");
    assert!(rows.contains(&"Norland Trade Union  organization  1 in 1"), "{}", run.stdout);
    assert!(rows.contains(&"Holmberg  place  2 in 1"), "{}", run.stdout);
    assert!(run.stdout.contains("    articles/a: Marta Vogel of the Norland Trade Union spoke in Holmberg.\n"));
    let exported = dossier(folder.path(), &["export", "names"]);
    let first: serde_json::Value = serde_json::from_str(exported.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["name"], &first["type"], &first["count"], &first["spellings"]),
        (&"Marta Vogel".into(), &"person".into(), &4.into(), &serde_json::json!(["Vogel"]))
    );
}

#[test]
fn what_the_dossier_knows_is_not_listed() {
    let folder = empty();
    put(folder.path(), "people/marta-vogel.md", "---\ntitle: Marta Vogel\n---\n");
    let run = dossier(folder.path(), &["suggest"]);
    assert!(!run.stdout.lines().any(|line| line.starts_with("Marta") || line.starts_with("Vogel")), "{}", run.stdout);
}

#[test]
fn chosen_names_get_pages_that_link_and_no_file_is_overwritten() {
    let folder = empty();
    let root = folder.path();
    // the address of a page that is called otherwise
    let own = "---\ntitle: Another Union\n---\nMy own words.\n";
    put(root, "organizations/norland-trade-union.md", own);
    let run = dossier(root, &["suggest", "--write", "Marta Vogel", "--write", "Norland Trade Union"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("norland-trade-union.md"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(root.join("content/organizations/norland-trade-union.md")).unwrap(), own);
    let page = std::fs::read_to_string(root.join("content/people/marta-vogel.md")).unwrap();
    assert!(page.contains("title: \"Marta Vogel\""), "{page}");
    let mentions = dossier(root, &["export", "mentions"]).stdout;
    assert_eq!(mentions.lines().filter(|line| line.contains("people/marta-vogel")).count(), 4, "{mentions}");
    assert_eq!(dossier(root, &["suggest", "--write", "Marta Vogel"]).code, 2, "it is known by now");
    assert_eq!(std::fs::read_to_string(root.join("content/people/marta-vogel.md")).unwrap(), page);
}
