//! What was published stays: addresses that go are reported before they do.

use super::run::{Tree, dossier, tree};
use super::sample;
use std::fs;
use std::path::Path;

/// The messages that a build prints, without the line of what was built.
fn build(root: &Path, more: &[&str]) -> (i32, String) {
    let run = dossier(root, &[&["build", "--today", "2026-01-01"], more].concat());
    let said = run.stderr.lines().take_while(|line| !line.starts_with("held back") && !line.starts_with("built"));
    (run.code, said.fold(String::new(), |text, line| text + line + "\n"))
}

#[test]
fn an_address_that_goes_is_reported_with_the_line_that_keeps_it() {
    let folder = sample();
    let articles = folder.path().join("content/articles");
    assert_eq!(build(folder.path(), &[]), (0, String::new()), "nothing was there before");

    // a new name, and a new title with the same text
    let (old, new) = (articles.join("2009-06-12-second-test.md"), articles.join("second-test.md"));
    let text = fs::read_to_string(&old).unwrap();
    fs::rename(&old, &new).unwrap();
    fs::write(&new, text.replacen("title: ", "title: Again ", 1)).unwrap();
    let (code, said) = build(folder.path(), &["--strict"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("warning[D059]: this page was at `articles/2009-06-12-second-test.html`"), "{said}");
    assert!(said.contains("content/articles/second-test.md"), "{said}");
    assert!(said.contains("write `redirects: [/articles/2009-06-12-second-test.html]` in its front matter"), "{said}");

    // with that line there is nothing to say, and the key is the same
    let text = fs::read_to_string(&new).unwrap();
    fs::write(&new, text.replacen("---\n", "---\nredirects: [/articles/2009-06-12-second-test.html]\n", 1)).unwrap();
    assert_eq!(build(folder.path(), &["--strict"]), (0, String::new()));

    // renamed once more: the first address stays in the line
    fs::rename(&new, articles.join("again.md")).unwrap();
    let (_, said) = build(folder.path(), &[]);
    assert!(
        said.contains("write `redirects: [/articles/2009-06-12-second-test.html, /articles/second-test.html]`"),
        "{said}"
    );
    assert_eq!(build(folder.path(), &[]), (0, String::new()), "said once");
}

#[test]
fn pages_that_are_gone_are_one_message_and_those_held_back_none() {
    let folder = sample();
    let articles = folder.path().join("content/articles");
    build(folder.path(), &[]);
    for name in ["1994-10-21-agreed-framework.md", "2006-10-14-first-test.md"] {
        fs::remove_file(articles.join(name)).unwrap();
    }
    let hidden = articles.join("2009-06-12-second-test.md");
    let text = fs::read_to_string(&hidden).unwrap();
    fs::write(&hidden, text.replacen("---\n", "---\nprivate: true\n", 1)).unwrap();
    let (code, said) = build(folder.path(), &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(said.matches("[D059]").count(), 1, "{said}");
    assert!(
        said.contains("`articles/1994-10-21-agreed-framework.html`, `articles/2006-10-14-first-test.html`"),
        "{said}"
    );
    let line = said.lines().find(|line| line.contains("[D059]")).unwrap();
    assert!(!line.contains("second-test"), "{line}");
}

/// Files that differ between two sites, by what they belong to.
fn changed(old: &Tree, new: &Tree) -> Vec<String> {
    let mut paths: Vec<String> =
        new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).map(|(p, _)| p.clone()).collect();
    paths.extend(old.keys().filter(|path| !new.contains_key(*path)).cloned());
    paths.sort();
    paths
}

fn site(root: &Path) -> Tree {
    let run = dossier(root, &["build", "--today", "2026-01-01", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    tree(&root.join("output"))
}

/// What a small change may cost: the most files that may be new, gone or different, of some 230. A file of the search has another
/// name when it changes and counts twice. A number that must be raised is a step back.
#[test]
fn a_small_change_changes_few_files() {
    const NEW: &str = "---\ntitle: A new note\ndate: DATE\n---\nIran was named, and Pyongyang was too.\n";
    let article = "content/articles/2009-06-12-second-test.md";
    let edits: [(&str, usize, Edit); 5] = [
        ("a sentence edited", 18, &|root| {
            edit(&root.join(article), |text| format!("{text}\nNobody said more that day.\n"));
        }),
        ("an article inside the period", 51, &|root| {
            fs::write(root.join("content/articles/2011-03-03-new.md"), NEW.replace("DATE", "2011-03-03")).unwrap();
        }),
        ("an article in a new year", 151, &|root| {
            fs::write(root.join("content/articles/2027-03-03-new.md"), NEW.replace("DATE", "2027-03-03")).unwrap();
        }),
        ("an alias", 15, &|root| {
            edit(&root.join("content/places/iran.md"), |text| {
                text.replacen("aliases: [", "aliases: [Persian plateau, ", 1)
            });
        }),
        ("a new name with a redirect", 37, &|root| {
            let old = root.join(article);
            edit(&old, |text| text.replacen("---\n", "---\nredirects: [/articles/2009-06-12-second-test.html]\n", 1));
            fs::rename(&old, root.join("content/articles/second-test.md")).unwrap();
        }),
    ];
    let mut report = Vec::new();
    for (what, most, edit) in edits {
        let folder = sample();
        let before = site(folder.path());
        edit(folder.path());
        let paths = changed(&before, &site(folder.path()));
        if paths.len() > most {
            report.push(format!(
                "{what}: {} of {} files, not {most}:\n{}",
                paths.len(),
                before.len(),
                paths.join("\n")
            ));
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n\n"));
}

/// What an author does to the folder of a dossier.
type Edit<'a> = &'a dyn Fn(&Path);

fn edit(path: &Path, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed);
    fs::write(path, changed).unwrap();
}
