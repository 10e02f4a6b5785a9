//! The promises of the README's section on safety, kept by the whole program on whole dossiers: what is private leaves no trace,
//! faults of the machine change nothing, files of others stay, hostile input gives an answer.
//!
//! Some faults need rights that a test may not have (to mount, to become another user); such a test then says so and passes.
#![cfg(unix)]

use crate::site::run::{self, Run, Tree, dossier, tree};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small dossier with one of everything that becomes files.
fn small() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("dossier.toml", "title = \"Small\"\nbase_url = \"https://dossier.example/small\"\n"),
        ("content/_index.md", "Welcome.\n"),
        (
            "content/articles/first.md",
            "---\ntitle: First\ndate: 2016-01-07\ntags: [tides]\n---\n“It rained,” Ada Example said.\n\n![a](a.png)\n",
        ),
        (
            "content/articles/second.md",
            "---\ntitle: Second\ndate: 2016-02\n---\nAda Example met Bob Example in Harbour.\n",
        ),
        ("content/people/ada.md", "---\ntitle: Ada Example\nsummary: A person.\n---\n"),
        ("content/people/bob.md", "---\ntitle: Bob Example\n---\nSee [[First]].\n"),
        ("content/places/harbour.md", "---\ntitle: Harbour\nlat: 1\nlon: 2\n---\n"),
        ("content/pages/about.md", "# About\n\nText.\n"),
        ("static/robots-note.txt", "x\n"),
    ] {
        put(folder.path(), path, text);
    }
    put_bytes(folder.path(), "content/articles/a.png", &png());
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    put_bytes(root, path, text.as_bytes());
}

fn put_bytes(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A picture of one pixel.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90\x77\x53\xde".to_vec();
    bytes.extend(b"\0\0\0\x0cIDAT\x08\xd7\x63\x60\x60\x60\0\0\0\x04\0\x01\x27\x34\x27\x0a\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

fn build(root: &Path) -> Run {
    dossier(root, &["build", "--today", "2026-11-24"])
}

fn built(root: &Path) -> Tree {
    let run = build(root);
    assert_eq!(run.code, 0, "{}", run.stderr);
    tree(&root.join("output"))
}

fn same(a: &Tree, b: &Tree) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (path, bytes) in a {
        assert!(*bytes == b[path], "{path} differs");
    }
}

/// Files whose name or bytes hold a word, whatever its case.
fn traces(site: &Tree, word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let holds = |(path, bytes): &(&String, &Vec<u8>)| {
        path.to_lowercase().contains(&word) || String::from_utf8_lossy(bytes).to_lowercase().contains(&word)
    };
    site.iter().filter(holds).map(|(path, _)| path.clone()).collect()
}

/// Names in a folder, for litter; what a build notes for the next one is none.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".dossier-cache");
    names.sort();
    names
}

/// Runs the program below a shell that sets limits first, with `BINARY` and `ROOT` in its environment.
fn shell(root: &Path, script: &str) -> Run {
    let output = Command::new("sh")
        .args(["-c", script])
        .env("BINARY", env!("CARGO_BIN_EXE_dossier"))
        .env("ROOT", root)
        .env_remove("SOURCE_DATE_EPOCH")
        .current_dir(root)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

// ---------------------------------------------------------------- what is private

#[test]
fn what_becomes_private_draft_or_deleted_leaves_no_trace() {
    for (nth, change) in
        [Some("private: true"), Some("draft: true"), Some("embargo: 2100-01-01"), None].into_iter().enumerate()
    {
        let folder = small();
        let root = folder.path();
        let page = |head: &str| {
            format!(
                "---\ntitle: Quorzel affair\ntags: [quorzeltag]\nauthors: [Quorzel Author]\nsource: {{name: Quorzel Gazette, url: \"https://quorzel.example/\"}}\nimage: quorzelpic.png\n{head}\n---\n“A quorzelquote here,” Ada Example said.\n"
            )
        };
        put(root, "content/articles/quorzel.md", &page(""));
        put(root, "content/people/quorzel.md", "---\ntitle: Maria Quorzel\n---\n");
        put(
            root,
            "content/articles/open.md",
            "---\ntitle: Open\n---\nWords [about it](quorzel.md) and [of her](../people/quorzel.md).\n",
        );
        put_bytes(root, "content/articles/quorzelpic.png", &png());
        assert!(traces(&built(root), "quorzel").len() > 5, "it is public at first");
        if let Some(line) = change {
            put(root, "content/articles/quorzel.md", &page(line));
            put(root, "content/people/quorzel.md", &format!("---\ntitle: Maria Quorzel\n{line}\n---\n"));
        } else {
            fs::remove_file(root.join("content/articles/quorzel.md")).unwrap();
            fs::remove_file(root.join("content/people/quorzel.md")).unwrap();
        }
        let site = built(root);
        assert_eq!(traces(&site, "quorzel"), [""; 0], "change {nth}");
        assert!(String::from_utf8_lossy(&site["articles/open.html"]).contains("Words about it and of her."));
    }
}

#[test]
fn a_link_to_a_hidden_page_is_text_and_a_warning_names_both() {
    let folder = small();
    let root = folder.path();
    put(root, "content/articles/hidden-affair.md", "---\ntitle: The hidden affair\nprivate: true\n---\nText.\n");
    put(
        root,
        "content/articles/open.md",
        "---\ntitle: Open\n---\nSee [the words](hidden-affair.md) and [[articles/hidden-affair|other words]].\n",
    );
    let run = build(root);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for part in
        ["content/articles/open.md:4:", "content/articles/hidden-affair.md", "is not published; the link becomes text"]
    {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let site = tree(&root.join("output"));
    assert!(String::from_utf8_lossy(&site["articles/open.html"]).contains("See the words and other words."));
    assert_eq!(traces(&site, "hidden-affair"), [""; 0]);
    assert!(run.stderr.contains("held back: 1 private page"), "{}", run.stderr);
}

/// Pages that are held back, in every way, and public ones that name them in every place where a page can name another. No
/// word of the public pages but addresses of the hidden ones holds `zworbel`.
const HIDDEN_AND_NAMED: &[(&str, &str)] = &[
    (
        "articles/zworbel-affair.md",
        "---\ntitle: Zworbel affair\nprivate: true\ndate: 2017-05-05\nkey: ZWORBEL\nauthors: [Zworbel Author]\npeople: [Ada Example, Zworbel Friend]\n\
         tags: [zworbeltag]\nimage: zworbel.png\nsource: {name: Zworbel Gazette, url: \"https://zworbel.example/x\"}\nredirects: [/zworbel-old.html]\n\
         statements: [{id: zworbel-claim, speaker: Ada Example, text: Zworbel words, denies: [articles/open#rain], about: [Bob Example]}]\n---\n\
         # Zworbel heading\n\n“Zworbel said this and that,” Ada Example said to Bob Example. ![zworbel](zworbel.png)\n",
    ),
    (
        "articles/zworbel-draft.md",
        "---\ntitle: Zworbel draft\ndraft: true\nsource: {name: Zworbel Times}\n---\n“Zworbel,” Ada Example said.\n",
    ),
    (
        "articles/zworbel-later.md",
        "---\ntitle: Zworbel later\nembargo: 2100-01-01\nimage: zworbel.png\n---\nAda Example.\n",
    ),
    (
        "people/zworbel-person.md",
        "---\ntitle: Zworbel Person\naliases: [Zworbel Nick]\nprivate: true\nrelations: [{to: Ada Example, role: zworbel}]\n\
         facts: [{label: Zworbel, value: Zworbel, source: articles/open}]\n---\nAda Example is zworbelled.\n",
    ),
    ("organizations/zworbel-board.md", "---\ntitle: Zworbel Board\ndraft: true\n---\n"),
    (
        "events/zworbel-fair.md",
        "---\ntitle: Zworbel fair\ndate: 2017-01-01\nprivate: true\nparticipants: [Ada Example]\n---\n",
    ),
    ("pages/zworbel-page.md", "---\ntitle: Zworbel page\ndraft: true\n---\nAda Example.\n"),
    ("places/_index.md", "---\ntitle: Zworbel places\nprivate: true\n---\nZworbel places.\n"),
    (
        "people/cara.md",
        "---\ntitle: Cara Example\nsummary: \"Known to [[people/zworbel-person]] and [[people/zworbel-person|others]].\"\nrelations:\n\
         \x20 - {to: people/zworbel-person, role: friend}\n  - {to: Zworbel Person, role: friend}\n\
         \x20 - {to: Ada Example, role: aunt, source: articles/zworbel-affair}\n\
         \x20 - {to: Ada Example, role: \"aunt of [[people/zworbel-person]]\", source: \"[[articles/zworbel-affair|a]]\"}\n\
         facts:\n  - {label: Office, value: Mayor, source: articles/zworbel-affair}\n  - {label: Friend, value: \"[[people/zworbel-person]]\"}\n\
         \x20 - {label: Enemy, value: \"[[people/zworbel-person|somebody]]\", source: zworbel-affair}\n---\n",
    ),
    (
        "events/fair.md",
        "---\ntitle: Fair\ndate: 2016-01-07\nplace: organizations/zworbel-board\n\
         participants: [people/zworbel-person, \"[[people/zworbel-person|x]]\", Zworbel Person, Ada Example]\n---\n",
    ),
    (
        "articles/open.md",
        "---\ntitle: Open\ndate: 2016-01-07\npeople: [Zworbel Person, people/zworbel-person]\norganizations: [\"[[organizations/zworbel-board]]\"]\n\
         events: [events/zworbel-fair]\nauthors: [people/zworbel-person, \"[[people/zworbel-person]]\", people/ada]\n\
         source: {name: \"[[organizations/zworbel-board]]\", author: people/zworbel-person}\n\
         links: {\"Somebody\": people/zworbel-person, \"The fox\": \"[[organizations/zworbel-board]]\"}\n\
         quotes: [{text: It rained all day, speaker: people/zworbel-person, source: articles/zworbel-affair}]\nimage_caption: \"By [[people/zworbel-person]]\"\nstatements:\n\
         \x20 - {id: rain, speaker: Bob Example, text: \"Rain fell on [[people/zworbel-person]].\", denies: [articles/zworbel-affair#zworbel-claim],\n\
         \x20    about: [people/zworbel-person, events/zworbel-fair], source: articles/zworbel-affair}\n\
         \x20 - {id: snow, speaker: people/zworbel-person, text: A secret of the speaker.}\n---\n\
         Somebody came with The fox. See [one](zworbel-affair.md), [two](/articles/zworbel-affair.md#zworbel-heading), [three](../articles/zworbel-affair.html),\n\
         [four](<zworbel-affair.md> \"zworbel\"), [five][z], [[articles/zworbel-affair|six]], [[zworbel-affair#zworbel-heading|seven]].\n\n\
         [z]: zworbel-affair.md \"zworbel\"\n\n\
         Bare: [[articles/zworbel-affair]], [[zworbel-affair]], [[people/zworbel-person]], ![[articles/zworbel-affair]], ![[zworbel-affair#zworbel-heading]].\n\n\
         ![[people/zworbel-person]]\n\n<a href=\"zworbel-affair.md\">eight</a> <a href=\"../people/zworbel-person.html\" title=\"x\">nine</a> ![ten](zworbel-affair.md)\n\n\
         “It rained all day,” Bob Example said. “It snowed.” [[people/zworbel-person]]\n\n> So it was.\n> — [[people/zworbel-person]]\n\n\
         ::: statement\nspeaker: people/zworbel-person\n\nAnother secret of the speaker.\n:::\n\n\
         ::: statement\nid: clerk\nspeaker: Bob Example\nabout: [people/zworbel-person]\nsource: articles/zworbel-affair\n\nThe clerk is kept.\n:::\n",
    ),
    ("articles/heading.md", "# [[articles/zworbel-affair]]\n\n## [[people/zworbel-person]]\n\nText.\n"),
    ("pages/about.md", "---\ntitle: About\n---\n[[places/_index]] [x](../places/_index.md) [[zworbel-page]]\n"),
];

#[test]
fn references_to_hidden_pages_are_left_out_of_every_file_and_export() {
    let folder = small();
    let root = folder.path();
    for (path, text) in HIDDEN_AND_NAMED {
        put(root, &format!("content/{path}"), text);
    }
    put_bytes(root, "content/articles/zworbel.png", &png());
    let site = built(root);
    assert_eq!(traces(&site, "zworbel"), [""; 0]);
    assert_eq!(traces(&site, "secret of the speaker"), [""; 0], "what a hidden speaker says");
    let shown = |path: &str, words: &[&str]| {
        let page = String::from_utf8_lossy(&site[path]).into_owned();
        for words in words {
            assert!(page.contains(words), "{words} is not in {path}: {page}");
        }
    };
    shown("people/cara.html", &["Aunt of", "Mayor", "somebody", "Known to  and others."]);
    shown(
        "articles/open.html",
        &["Somebody came with The fox", ">Ada Example<", "The clerk is kept.", "Rain fell on ."],
    );
    for words in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] {
        shown("articles/open.html", &[words]);
    }
    let quotes = dossier(root, &["export", "quotes"]).stdout;
    let rained = quotes.lines().find(|line| line.contains("It rained all")).unwrap();
    assert!(rained.contains("\"speaker_name\":null"), "nobody else is taken for the speaker: {rained}");
    for what in [
        "text",
        "mentions",
        "quotes",
        "names",
        "entities",
        "graph",
        "citations",
        "quotes --format csv",
        "entities --format csv",
        "entities --format ftm",
        "graph --format gexf",
        "graph --format graphml",
        "citations --format ris",
        "citations --format csl-json",
    ] {
        let arguments: Vec<&str> = std::iter::once("export").chain(what.split(' ')).collect();
        let run = dossier(root, &arguments);
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        let data = run.stdout.to_lowercase();
        assert!(!data.contains("zworbel") && !data.contains("secret of the speaker"), "{what}: {}", run.stdout);
        assert!(what == "names" || data.contains("ada"), "{what}: {}", run.stdout);
    }
}

#[test]
fn titles_that_are_words_of_our_own_markup_stop_no_build() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, bytes) in tree(&sample.join("content")) {
        put_bytes(root, &format!("content/{path}"), &bytes);
    }
    put_bytes(root, "dossier.toml", &fs::read(sample.join("dossier.toml")).unwrap());
    let site = built(root);
    let mut words: BTreeSet<String> =
        ["Security policy", "Color scheme", "Viewport", "Alternate", "Software", "Permission is hereby granted"]
            .map(String::from)
            .into();
    for (path, bytes) in &site {
        let suffix = Path::new(path).extension().and_then(|suffix| suffix.to_str()).unwrap_or_default();
        if ["html", "xml", "json", "jsonl", "gexf", "graphml"].contains(&suffix) {
            words.extend(names_in_markup(std::str::from_utf8(bytes).unwrap()));
        }
    }
    for expected in ["blockquote", "datePublished", "generator", "content_text", "alert-title"] {
        assert!(words.contains(expected), "{expected} is not among {words:?}");
    }
    for (n, word) in words.iter().enumerate() {
        put(
            root,
            &format!("content/articles/drafts/zz-{n}.md"),
            &format!("---\ntitle: \"{word}\"\ndraft: true\n---\nx\n"),
        );
    }
    assert_eq!(build(root).code, 0, "{}", build(root).stderr);
}

/// Names of elements, attributes and classes, and keys of JSON.
fn names_in_markup(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let is_name =
        |name: &str| name.len() > 3 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-:@".contains(&b));
    for tag in text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let unquoted = tag.split('"').step_by(2).flat_map(|part| part.split([' ', '/', '=', '\n']));
        names.extend(unquoted.filter(|name| is_name(name)).map(String::from));
        let classes = tag.split_once("class=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(classes, _)| classes);
        names.extend(
            classes.into_iter().flat_map(|classes| classes.split(' ')).filter(|name| is_name(name)).map(String::from),
        );
    }
    let keys = text.match_indices("\":").filter_map(|(at, _)| text[..at].rsplit('"').next());
    names.extend(keys.filter(|name| is_name(name)).map(|name| name.trim_start_matches('@').to_owned()));
    names
}

#[test]
fn values_of_privacy_that_are_not_understood_publish_nothing() {
    for head in [
        "private: ture",
        "private: yes",
        "private: \"true\"",
        "private: 1",
        "private:",
        "private: [true]",
        "Private: true",
        "privat: true",
        "draft: maybe",
        "drafts: true",
        "isDraft: true",
        "embargo: soon",
        "embargo: 2016",
        "embargo: 2016-13-01",
        "emargo: 2100-01-01",
        "extra:\n  private: true",
        "draft: \"false\"",
        "hidden: partly",
        "share: flase",
        "visibility: some of us",
        "expiryDate: one day",
        "private: true\nprivate: false",
        "title: [",
        "published: nope",
        "privateNotes: x",
    ] {
        for lines in ["\n", "\r\n", "\r"] {
            let folder = small();
            let root = folder.path();
            let text = format!("\u{feff}---\ntitle: Zworbel\n{head}\n---\nZworbel text.\n").replace('\n', lines);
            put(root, "content/articles/zworbel.md", &text);
            let run = build(root);
            assert_eq!(run.code, 1, "{head:?}: {}", run.stderr);
            assert!(run.stderr.contains("content/articles/zworbel.md:"), "{head:?}: {}", run.stderr);
            assert!(!root.join("output").exists(), "{head:?}");
        }
    }
}

#[test]
fn what_hides_a_page_in_other_tools_hides_it_here() {
    for head in [
        "draft: on",
        "draft: \"true\"",
        "status: draft",
        "visibility: private",
        "share: false",
        "public: no",
        "published: false",
        "dg-publish: false",
        "hidden: true",
        "unlisted: true",
        "archived: true",
        "protected: true",
        "password: open sesame",
        "expiryDate: 2001-02-03",
        "publishDate: 2999-01-02",
        "build: {list: never}",
        "_build:\n  render: false",
        "render: false",
        "permalink: false",
    ] {
        let folder = small();
        let root = folder.path();
        put(root, "content/articles/zworbel.md", &format!("---\ntitle: Zworbel\n{head}\n---\nZworbel text.\n"));
        put(root, "content/articles/open.md", "---\ntitle: Open\n---\nSee [it](zworbel.md).\n");
        let run = build(root);
        assert_eq!(run.code, 0, "{head:?}: {}", run.stderr);
        assert!(run.stderr.contains("held back: 1 "), "{head:?}: {}", run.stderr);
        assert_eq!(traces(&built(root), "zworbel"), Vec::<String>::new(), "{head:?}");
    }
}

#[test]
fn what_a_page_hands_down_hides_the_pages_below() {
    let handed =
        ["draft: true", "private: true", "build:\n    render: never", "- target: {path: '/**'}\n    draft: true"];
    for cascade in handed {
        let folder = small();
        let root = folder.path();
        let above = format!("---\ntitle: Above\ncascade:\n  {cascade}\n---\n");
        put(root, "content/articles/deep/_index.md", &above);
        put(root, "content/articles/deep/er/zworbel.md", "---\ntitle: Zworbel\n---\nZworbel text.\n");
        put(root, "content/articles/beside.md", "---\ntitle: Beside\n---\nBeside all.\n");
        let run = build(root);
        assert_eq!(run.code, 0, "{cascade:?}: {}", run.stderr);
        assert_eq!(traces(&built(root), "zworbel"), Vec::<String>::new(), "{cascade:?}");
        assert_ne!(traces(&built(root), "beside all"), Vec::<String>::new(), "{cascade:?}");
    }
    for (own, shown) in [("draft: false", true), ("private: false", false)] {
        let folder = small();
        let root = folder.path();
        put(root, "content/articles/deep/_index.md", "---\ncascade:\n  draft: true\n---\nAbove.\n");
        put(root, "content/articles/deep/own.md", &format!("---\ntitle: Own\n{own}\n---\nZworbel text.\n"));
        assert_eq!(build(root).code, 0);
        assert_eq!(!traces(&built(root), "zworbel").is_empty(), shown, "{own:?}");
    }
    // where it cannot be read, going on publishes nothing below
    for above in ["cascade:\n  draft: perhaps", "cascade: {draft: true"] {
        let folder = small();
        let root = folder.path();
        put(root, "content/articles/deep/_index.md", &format!("---\n{above}\n---\n"));
        put(root, "content/articles/deep/zworbel.md", "---\ntitle: Zworbel\n---\nZworbel text.\n");
        assert_eq!(build(root).code, 1, "{above:?}");
        let run = dossier(root, &["build", "--keep-going"]);
        assert_eq!(run.code, 0, "{above:?}: {}", run.stderr);
        assert_eq!(traces(&tree(&root.join("output")), "zworbel"), Vec::<String>::new(), "{above:?}");
    }
}

#[test]
fn going_on_leaves_pages_with_errors_out_whole_and_names_them() {
    let folder = small();
    let root = folder.path();
    put(root, "content/articles/zworbel.md", "---\ntitle: Zworbel: a guide\n---\nZworbel text.\n");
    put(root, "content/articles/zwirbel.md", "---\nprivate: ture\n---\nZworbel text.\n");
    put_bytes(root, "content/articles/zwarbel.md", b"Zworbel caf\xe9\n");
    put(
        root,
        "content/articles/open.md",
        "---\ntitle: Open\n---\nSee [one](zworbel.md), [[zwirbel|two]] and [three](zwarbel.md).\n",
    );
    let stopped = build(root);
    assert_eq!(stopped.code, 1, "{}", stopped.stderr);
    assert!(!root.join("output").exists() && stopped.stderr.contains("--keep-going"), "{}", stopped.stderr);
    let run = dossier(root, &["build", "--keep-going"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let named = "left out because of errors: content/articles/zwarbel.md, content/articles/zwirbel.md, content/articles/zworbel.md";
    assert!(run.stderr.contains(named), "{}", run.stderr);
    assert!(!run.stderr.contains("D032"), "what follows from an error is not said: {}", run.stderr);
    let site = tree(&root.join("output"));
    for word in ["zworbel", "zwirbel", "zwarbel"] {
        assert_eq!(traces(&site, word), Vec::<String>::new());
    }
    put(root, "dossier.toml", "titel = \"x\"\n");
    assert_eq!(dossier(root, &["build", "--keep-going"]).code, 1, "settings stop a build in any case");
}

#[test]
fn nothing_of_the_machine_gets_out() {
    let folder = small();
    let root = folder.path();
    put(root, "content/articles/.secret.md", "Zworbel\n");
    put(root, "content/articles/_notes.md", "Zworbel\n");
    put(root, "content/articles/unused.txt", "Zworbel\n");
    put(
        root,
        "content/articles/mine.md",
        "---\ntitle: Mine\nmood: Zworbel # Zworbel\n---\nText.<!-- Zworbel --> %%Zworbel%%\n",
    );
    let run = run::with(
        root,
        &["build"],
        &[("USER", "Zworbel"), ("HOSTNAME", "Zworbel"), ("HOME", "/tmp/Zworbel"), ("SECRET", "Zworbel")],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = tree(&root.join("output"));
    assert_eq!(traces(&site, "zworbel"), [""; 0]);
    assert_eq!(traces(&site, root.file_name().unwrap().to_str().unwrap()), [""; 0], "a path of the machine");
}

// ---------------------------------------------------------------- files

#[test]
fn nothing_outside_is_read() {
    let folder = small();
    let root = folder.path();
    let outside = tempfile::tempdir().unwrap();
    put(outside.path(), "secret.md", "Zworbel\n");
    put_bytes(outside.path(), "secret.png", &[png(), b"Zworbel".to_vec()].concat());
    put(outside.path(), "secret.txt", "Zworbel\n");
    let out = outside.path().to_str().unwrap();
    symlink(format!("{out}/secret.md"), root.join("content/articles/link.md")).unwrap();
    symlink(out, root.join("content/articles/folder")).unwrap();
    symlink(format!("{out}/secret.png"), root.join("content/articles/link.png")).unwrap();
    fs::create_dir_all(root.join("static")).unwrap();
    symlink(format!("{out}/secret.txt"), root.join("static/link.txt")).unwrap();
    assert!(Command::new("mkfifo").arg(root.join("content/articles/pipe.md")).status().unwrap().success());
    // each is said; a link is no regular file, so the build stops
    let run = build(root);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for name in ["link.md", "folder", "link.png", "static/link.txt", "pipe.md"] {
        assert!(run.stderr.contains(name), "{name}: {}", run.stderr);
    }
    for name in [
        "content/articles/link.md",
        "content/articles/folder",
        "content/articles/link.png",
        "static/link.txt",
        "content/articles/pipe.md",
    ] {
        fs::remove_file(root.join(name)).unwrap();
    }
    let name = outside.path().file_name().unwrap().to_str().unwrap();
    put(
        root,
        "content/articles/paths.md",
        &format!(
            "---\ntitle: Paths\nimage: ../../../{name}/secret.png\n---\n![a](../../../{name}/secret.png) ![b](/{out}/secret.png) [c](../../../{name}/secret.txt)\n\
             ![[../../../{name}/secret.txt]] ![d](%2e%2e/%2e%2e/%2e%2e/{name}/secret.png) [e](file://{out}/secret.txt) ![f](..\\\\..\\\\..\\\\{name}\\\\secret.png)\n\
             ![g](C:/secret.png) ![h](\\\\\\\\host\\\\secret.png) [i](/etc/passwd) ![j](....//....//{name}/secret.png)\n"
        ),
    );
    let site = built(root);
    assert_eq!(traces(&site, "zworbel"), [""; 0]);
    assert!(!site.keys().any(|path| path.starts_with("assets/secret")), "{:?}", site.keys().collect::<Vec<_>>());
}

#[test]
fn an_output_that_is_not_ours_is_refused() {
    let folder = small();
    let root = folder.path();
    let before = tree(root);
    put(root, "foreign/precious.txt", "mine");
    symlink("content", root.join("link")).unwrap();
    let home = tempfile::tempdir().unwrap();
    put(home.path(), "letter.txt", "mine");
    let home_path = home.path().to_str().unwrap();
    for output in [
        ".",
        "..",
        "/",
        "content",
        "content/articles",
        "content/new",
        "./content/../content",
        "static",
        "static/x",
        "templates",
        "themes/x",
        "dossier.toml",
        "foreign",
        "link",
        "link/x",
        home_path,
        ".git/x",
        "output/.git",
    ] {
        let run = run::with(root, &["build", "--output", output], &[("HOME", home_path)]);
        assert_eq!(run.code, 3, "{output}: {}", run.stderr);
        assert!(run.stderr.starts_with("error:") || run.stderr.contains("\nerror:"), "{output}: {}", run.stderr);
    }
    fs::remove_file(root.join("link")).unwrap();
    fs::remove_file(root.join("foreign/precious.txt")).unwrap();
    same(&before, &tree(root));
    assert_eq!(fs::read_to_string(home.path().join("letter.txt")).unwrap(), "mine");
}

#[test]
fn foreign_files_in_the_output_stay_byte_for_byte() {
    let folder = small();
    let root = folder.path();
    built(root);
    for (path, text) in
        [("output/CNAME", "example.org\n"), ("output/.git/HEAD", "ref: x\n"), ("output/own/deep/page.html", "mine")]
    {
        put(root, path, text);
    }
    symlink("/nowhere", root.join("output/link")).unwrap();
    put(root, "content/articles/third.md", "Third.\n");
    let site = built(root);
    assert_eq!(site["CNAME"], b"example.org\n");
    assert_eq!(site[".git/HEAD"], b"ref: x\n");
    assert_eq!(site["own/deep/page.html"], b"mine");
    assert_eq!(fs::read_link(root.join("output/link")).unwrap(), Path::new("/nowhere"));
    // one that is in the way is neither overwritten nor lost
    put(root, "output/articles/fourth.html", "mine");
    put(root, "content/articles/fourth.md", "Fourth.\n");
    let run = build(root);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("articles/fourth.html"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(root.join("output/articles/fourth.html")).unwrap(), "mine");
}

#[test]
fn the_same_bytes_whatever_is_around() {
    let here = small();
    let first = built(here.path());
    // files made in another order, at another time, in a folder of another name, by way of a link, over an old site
    let there = tempfile::tempdir().unwrap();
    let root = there.path().join("ein ordner");
    let files = tree(here.path());
    for (path, bytes) in files.iter().rev().filter(|(path, _)| !path.starts_with("output/")) {
        put_bytes(&root, path, bytes);
        fs::File::options()
            .write(true)
            .open(root.join(path))
            .unwrap()
            .set_modified(std::time::SystemTime::UNIX_EPOCH)
            .unwrap();
    }
    put(&root, "content/articles/old.md", "Old.\n");
    built(&root);
    fs::remove_file(root.join("content/articles/old.md")).unwrap();
    same(&first, &built(&root));
    symlink(&root, there.path().join("link")).unwrap();
    for (environment, threads) in [
        ([("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/"), ("USER", "x")], "1"),
        ([("TZ", "America/Anchorage"), ("LC_ALL", "C"), ("HOME", "/nowhere"), ("USER", "")], "7"),
    ] {
        let arguments = ["build", "--today", "2026-11-24", "--threads", threads];
        let run = run::with(&there.path().join("link"), &arguments, &environment);
        assert_eq!(run.code, 0, "{}", run.stderr);
        same(&first, &tree(&root.join("output")));
    }
    let run = shell(&root, "umask 077; cd /; \"$BINARY\" build --today 2026-11-24 --root \"$ROOT\"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    same(&first, &tree(&root.join("output")));
    for path in ["output", "output/people", "output/index.html"] {
        let mode = fs::metadata(root.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if path.ends_with("html") { 0o644 } else { 0o755 }, "{path}");
    }
}

#[test]
fn an_interrupted_build_leaves_the_old_site_and_nothing_beside_it() {
    let folder = small();
    let root = folder.path();
    for n in 0..200 {
        put(root, &format!("content/articles/{n}.md"), &format!("---\ntitle: Number {n}\n---\nAda Example waits.\n"));
    }
    let old = built(root);
    put(root, "content/articles/late.md", "---\ntitle: Late\n---\nWords.\n");
    let staging = root.join(".output.dossier-staging");
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        if is_ignored(code - 128) {
            continue; // these tests run below `nohup` or in the background, and so does dossier
        }
        for while_writing in [false, true] {
            let mut child = run::spawn(root, &["build"]);
            while while_writing && !staging.exists() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            if !while_writing {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            let kill = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
            assert!(kill.success());
            let status = child.wait().unwrap();
            let ended = status.code().or(status.signal().map(|signal| 128 + signal));
            assert_eq!(ended, Some(code), "{signal}, while writing: {while_writing}");
            assert!(!staging.exists(), "{signal}: the staging folder is still there");
            same(&tree(&root.join("output")), &old);
        }
    }
    assert!(built(root).keys().any(|path| path.contains("late")));
}

/// Whether this process, and so its children, were started to pass over a signal; known on Linux only.
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).map(str::trim);
    mask.and_then(|mask| u64::from_str_radix(mask, 16).ok()).is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
}

#[test]
fn two_builds_at_once_never_mix() {
    let folder = small();
    let root = folder.path();
    for n in 0..60 {
        put(root, &format!("content/articles/n{n}.md"), "Ada Example.\n");
    }
    let alone = built(root);
    let children: Vec<_> = (0..4).map(|_| run::spawn(root, &["build", "--today", "2026-11-24"])).collect();
    let mut codes: Vec<_> = children.into_iter().map(|mut child| child.wait().unwrap().code()).collect();
    codes.sort_unstable();
    assert!(codes.contains(&Some(0)) && codes.iter().all(|code| matches!(code, Some(0 | 3))), "{codes:?}");
    same(&alone, &tree(&root.join("output")));
    assert_eq!(names(root), ["content", "dossier.toml", "output", "static"]);
}

// ---------------------------------------------------------------- faults of the machine

/// After a fault: exit 3, a message that names something, the old site whole, nothing left beside it.
fn unharmed(run: &Run, root: &Path, before: &Tree, named: &str) {
    assert_eq!(run.code, 3, "{named}: {}", run.stderr);
    assert!(run.stderr.contains("error: cannot ") && run.stderr.contains(named), "{named}: {}", run.stderr);
    same(before, &tree(&root.join("output")));
    assert_eq!(names(root), ["content", "dossier.toml", "output", "static"], "litter");
}

#[test]
fn limits_of_the_process_are_errors_and_change_nothing() {
    let folder = small();
    let root = folder.path();
    let before = built(root);
    put(root, "content/articles/big.md", &"It rained all day. ".repeat(60_000));
    let run = shell(root, "ulimit -f 400; exec \"$BINARY\" build --root \"$ROOT\"");
    unharmed(&run, root, &before, "cannot write `");
    fs::remove_file(root.join("content/articles/big.md")).unwrap();
    // few open files are enough
    let run = shell(root, "ulimit -n 24; exec \"$BINARY\" build --today 2026-11-24 --root \"$ROOT\"");
    assert!(run.code == 0 || run.code == 3, "{}", run.stderr);
    same(&before, &tree(&root.join("output")));
}

#[test]
fn a_full_disk_is_an_error_and_changes_nothing() {
    let folder = small();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=5m", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no right to mount a small disk");
        return;
    }
    let outcome = std::panic::catch_unwind(|| {
        for name in ["content", "static"] {
            run::copy(&folder.path().join(name), &disk.join(name));
        }
        fs::copy(folder.path().join("dossier.toml"), disk.join("dossier.toml")).unwrap();
        let before = built(&disk);
        put(&disk, "content/articles/third.md", "It rained all day.\n");
        // a file that the build passes over takes what is left, down to a few pages
        let mut filler = fs::File::create(disk.join("content/.filler")).unwrap();
        while std::io::Write::write_all(&mut filler, &[0; 4096]).is_ok() {}
        filler.set_len(filler.metadata().unwrap().len().saturating_sub(64 * 1024)).unwrap();
        let run = build(&disk);
        unharmed(&run, &disk, &before, "cannot ");
    });
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    outcome.unwrap();
}

/// A user without rights, and a copy of the program that such a user may run; none where we cannot become one.
fn nobody(folder: &Path) -> Option<impl Fn(&[&str]) -> Run> {
    let probe = Command::new("setpriv").args(["--reuid=65534", "--regid=65534", "--clear-groups", "id", "-u"]).output();
    if !probe.is_ok_and(|output| output.stdout == b"65534\n") {
        eprintln!("skipped: cannot become a user without rights");
        return None;
    }
    let binary = folder.join("program");
    fs::copy(env!("CARGO_BIN_EXE_dossier"), &binary).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let binary: PathBuf = binary;
    let here = folder.to_owned();
    Some(move |arguments: &[&str]| {
        let output = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&binary)
            .args(arguments)
            .current_dir(&here)
            .env("HOME", "/nonexistent")
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    })
}

#[test]
fn what_may_not_be_read_or_written_is_an_error() {
    let folder = small();
    let root = folder.path();
    let before = built(root);
    let Some(run) = nobody(root) else { return };
    let root_text = root.to_str().unwrap();
    // the folder of the output, and the output itself, belong to somebody else
    let outcome = run(&["build", "--root", root_text]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("error: cannot ") && outcome.stderr.contains("output"), "{}", outcome.stderr);
    same(&before, &tree(&root.join("output")));
    // a file that may not be read
    fs::set_permissions(root.join("content/articles/first.md"), fs::Permissions::from_mode(0o000)).unwrap();
    let outcome = run(&["check", "--root", root_text]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("cannot read `content/articles/first.md`"), "{}", outcome.stderr);
    fs::set_permissions(root.join("content/articles/first.md"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(root.join("content/people"), fs::Permissions::from_mode(0o000)).unwrap();
    let outcome = run(&["check", "--root", root_text]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("content/people"), "{}", outcome.stderr);
    fs::set_permissions(root.join("content/people"), fs::Permissions::from_mode(0o755)).unwrap();
}

// ---------------------------------------------------------------- hostile input

#[test]
fn bombs_and_broken_bytes_are_errors_with_their_place() {
    let deep = |open: &str, count: usize| open.repeat(count);
    let laughs: String = (1..12).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |all, n| {
        let last = n - 1;
        format!("{all}a{n}: &a{n} [*a{last},*a{last},*a{last},*a{last},*a{last},*a{last},*a{last},*a{last},*a{last}]\n")
    });
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("laughs", format!("---\n{laughs}---\nx\n").into_bytes()),
        ("merge", b"---\nbase: &b {a: 1}\nextra:\n  <<: *b\n---\nx\n".to_vec()),
        ("yaml depth", format!("---\nextra: {}\n---\nx\n", deep("[", 100_000)).into_bytes()),
        ("yaml tables", format!("---\nextra: {}\n---\nx\n", deep("{a: ", 50_000)).into_bytes()),
        ("toml depth", format!("+++\nx = {}\n+++\nx\n", deep("[", 100_000)).into_bytes()),
        ("toml keys", format!("+++\n{}a = 1\n+++\nx\n", deep("a.", 100_000)).into_bytes()),
        ("json depth", format!("{{\"extra\": {}", deep("[", 100_000)).into_bytes()),
        ("long head", format!("---\ntitle: {}\n---\nx\n", "x".repeat(300_000)).into_bytes()),
        ("not closed", b"---\ntitle: x\nprivate: true\n".to_vec()),
        ("latin1", b"caf\xe9\n".to_vec()),
        ("utf16", b"\xff\xfex\0".to_vec()),
        ("surrogate", b"x\xed\xa0\x80\n".to_vec()),
        ("nul", b"one\ntw\0o\n".to_vec()),
    ];
    let folder = small();
    let root = folder.path();
    for (name, bytes) in &cases {
        put_bytes(root, &format!("content/articles/{name}.md"), bytes);
    }
    let run = build(root);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for (name, _) in &cases {
        assert!(run.stderr.contains(&format!("content/articles/{name}.md:")), "{name}: {}", run.stderr);
    }
    assert!(
        run.stderr.contains("not valid UTF-8 at byte 3") && run.stderr.contains("a NUL at byte 6"),
        "{}",
        run.stderr
    );
    assert!(!root.join("output").exists());
    // in one run, by place, with a count
    let places: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("content/"))
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(run.stderr.contains("nothing was written: "), "{}", run.stderr);
}

#[test]
fn deep_and_endless_texts_get_an_answer() {
    let folder = small();
    let root = folder.path();
    for (name, piece, count) in [
        ("quotes", ">", 50_000),
        ("lists", "- ", 5000),
        ("stars", "*", 12_500),
        ("brackets", "[", 12_500),
        ("wiki", "[[", 6250),
        ("images", "![", 2500),
        ("ticks", "` `` ``` ", 1000),
        ("tags", "<b>", 5000),
        ("divs", "<div>\n\n", 1250),
        ("tables", "<table><tr><td>", 1000),
        ("names", "Ada Example ", 1000),
        ("family", "Example ", 1250),
        ("marks", "“", 2500),
        ("straight", "\"a ", 2500),
        ("links", "[x](#y) ", 1250),
        ("dead", "[[X]] ", 1000),
        ("notes", "[^1]", 2500),
        ("headings", "# a\n\n", 1000),
        ("rows", "|a|b|\n|-|-|\n", 1000),
        ("entities", "&#", 5000),
        ("comments", "<!--a-->", 2500),
        ("percents", "%%a%%", 2500),
    ] {
        put(root, &format!("content/articles/deep-{name}.md"), &piece.repeat(count));
    }
    let run = build(root);
    assert!(matches!(run.code, 0 | 1), "{} {}", run.code, run.stderr.chars().take(4000).collect::<String>());
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

#[test]
fn large_files_are_refused_with_their_name() {
    let folder = small();
    let root = folder.path();
    let file = fs::File::create(root.join("content/articles/huge.md")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    let file = fs::File::create(root.join("content/articles/huge.png")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    put(root, "content/articles/shows.md", "![x](huge.png)\n");
    let run = build(root);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("content/articles/huge.md:") && run.stderr.contains("larger than 64 MiB"),
        "{}",
        run.stderr
    );
    fs::remove_file(root.join("content/articles/huge.md")).unwrap();
    // a picture takes only itself away
    let run = build(root);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("`content/articles/huge.png` is left out: larger than 64 MiB"), "{}", run.stderr);
}

#[test]
fn names_that_meet_or_mislead() {
    let folder = small();
    let root = folder.path();
    for name in ["Caf\u{e9}.md", "cafe\u{301}.md", "CAFE.md"] {
        put(root, &format!("content/articles/x/{name}"), "Text.\n");
    }
    let run = build(root);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for name in ["Caf\u{e9}.md", "CAFE.md"] {
        assert!(run.stderr.contains(name), "both are named: {}", run.stderr);
    }
    fs::remove_dir_all(root.join("content/articles/x")).unwrap();
    put(root, "content/articles/\u{1b}[31mred.md", "---\nslug: red\nprivate: ture\n---\n");
    put(
        root,
        &format!("content/articles/{}.md", "é".repeat(120)),
        &format!("---\ntitle: {}\n---\nText.\n", "ö".repeat(300)),
    );
    put(root, "content/articles/con.md", "Text.\n");
    let run = build(root);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    fs::remove_file(root.join("content/articles/\u{1b}[31mred.md")).unwrap();
    let site = built(root);
    assert!(site.keys().all(|path| path.split('/').all(|part| part.len() <= 120)), "{:?}", site.keys());
    assert!(!site.contains_key("articles/con.html"));
}

#[test]
fn no_command_but_one_opens_a_connection() {
    let folder = small();
    let root = folder.path();
    let traced = Command::new("strace").args(["-V"]).output().is_ok_and(|output| output.status.success());
    if !traced {
        eprintln!("skipped: there is no strace");
        return;
    }
    put(root, "content/articles/web.md", "![x](https://evil.example/x.png) https://evil.example/ [[x]]\n");
    for command in ["build", "check", "suggest", "export text", "new article X"] {
        let log = root.join("static/trace");
        let script = format!(
            "exec strace -f -qq -e trace=%network -o '{}' \"$BINARY\" {command} --root \"$ROOT\"",
            log.display()
        );
        let run = shell(root, &script);
        if run.stderr.contains("ptrace") {
            eprintln!("skipped: tracing is not allowed");
            return;
        }
        let trace = fs::read_to_string(&log).unwrap_or_default();
        let asked: Vec<&str> =
            trace.lines().filter(|line| line.contains("AF_INET") || line.contains("connect(")).collect();
        assert!(asked.is_empty(), "{command}: {asked:?}");
        fs::remove_file(&log).unwrap();
    }
}

#[test]
fn the_link_check_asks_neither_this_machine_nor_for_links_of_hidden_pages() {
    let folder = small();
    let root = folder.path();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    put(
        root,
        "content/articles/web.md",
        &format!("---\ntitle: Web\n---\nSee [this](http://127.0.0.1:{port}/open?a=b&c).\n"),
    );
    put(
        root,
        "content/articles/hidden.md",
        &format!("---\nprivate: true\n---\nSee [this](http://127.0.0.1:{port}/hidden).\n"),
    );
    let run = dossier(root, &["check", "--external", "--format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let line = format!(
        "content/articles/web.md:4:12: warning[D038]: `http://127.0.0.1:{port}/open?a=b&c` was not asked: `127.0.0.1` is not an address of the open internet"
    );
    assert!(run.stdout.contains(&line), "{}", run.stdout);
    assert!(!run.stdout.contains("/hidden"), "{}", run.stdout);
    assert!(listener.accept().is_err(), "somebody came by");
}

#[test]
fn what_is_imported_is_a_draft_and_overwrites_nothing() {
    let folder = small();
    let root = folder.path();
    let clips = tempfile::tempdir().unwrap();
    put(clips.path(), "a.md", "---\ntitle: \"Zworbel clip\"\nsource: \"https://news.example/a\"\n---\nZworbel text.\n");
    put(
        clips.path(),
        "b.md",
        "---\ntags: [a: b, #c]\nauthor: By: Zworbel\n---\n\n# Zworbel: a story\n\nZworbel text.\n",
    );
    put(clips.path(), "c.txt", "Zworbel headline\n\nZworbel <b>text</b>.\n");
    put(clips.path(), "d.bin", "Zworbel\0\0");
    let file = |name: &str| clips.path().join(name).to_str().unwrap().to_owned();
    let run =
        dossier(root, &["import", &file("a.md"), &file("b.md"), &file("c.txt"), &file("d.bin"), &file("none.md")]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
    for part in [
        "d.bin` is not imported: it is a file that holds no text",
        "cannot read `",
        "none.md",
        "its header is not valid front matter",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    for name in ["zworbel-clip", "zworbel-a-story", "zworbel-headline"] {
        let text = fs::read_to_string(root.join(format!("content/articles/{name}.md"))).unwrap();
        assert!(text.contains("\ndraft: true\n"), "{text}");
    }
    assert_eq!(traces(&built(root), "zworbel"), [""; 0]);
    put(root, "content/articles/zworbel-clip.md", "mine\n");
    let run = dossier(root, &["import", &file("a.md")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("zworbel-clip-2.md"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(root.join("content/articles/zworbel-clip.md")).unwrap(), "mine\n");
    let run = dossier(root, &["build", "--drafts"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}
