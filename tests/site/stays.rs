//! What was published stays: addresses that go are reported before they do.

use super::run::dossier;
use super::sample;
use std::fs;
use std::path::Path;

/// The messages that a build prints, without the line of what was built.
fn build(root: &Path, more: &[&str]) -> (i32, String) {
    let run = dossier(root, &[&["build", "--today", "2026-01-01"], more].concat());
    let said = run.stderr.lines().take_while(|line| !line.starts_with("held back") && !line.starts_with("built"));
    (run.code, said.map(|line| format!("{line}\n")).collect())
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
    fs::write(&new, text.replace("title: ", "title: Again: ").replacen("Again: ", "Again ", 1)).unwrap();
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
