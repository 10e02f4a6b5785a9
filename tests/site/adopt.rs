//! Folders that were made for something else: `init` writes settings for them and touches nothing else, and they build.

use super::run::{Tree, dossier, tree};
use std::path::Path;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Runs `init` and `build`; gives the settings, what `init` said, and the pages of the site that are made of files.
fn adopted(files: &[(&str, &str)]) -> (String, String, Vec<String>) {
    let folder = folder(files);
    let root = folder.path();
    let before = tree(root);
    let run = dossier(root, &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut after = tree(root);
    let settings = String::from_utf8(after.remove("dossier.toml").expect("settings")).unwrap();
    assert_eq!(before, after, "nothing but the settings is new");
    let again = dossier(root, &["init"]);
    assert!(again.stderr.contains("kept"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(root.join("dossier.toml")).unwrap(), settings);
    let build = dossier(root, &["build", "--today", "2026-12-01"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    (settings, run.stderr, pages(&tree(&root.join("output"))))
}

fn pages(site: &Tree) -> Vec<String> {
    let made = |path: &&String| {
        let folder = path.split('/').next().unwrap_or_default();
        path.contains('/')
            && Path::new(path).extension().is_some_and(|ending| ending == "html")
            && !path.ends_with("index.html")
            && !matches!(folder, "sources" | "topics")
    };
    site.keys().filter(made).cloned().collect()
}

/// A note that says its name.
fn note(words: &str) -> String {
    format!("# {words}\n\nSome words on {words}.\n")
}

#[track_caller]
fn check(files: &[(&str, &str)], settings: &[&str], said: &[&str], expected: &[&str]) {
    let (written, messages, pages) = adopted(files);
    for line in settings {
        assert!(written.lines().any(|other| other.trim() == *line), "no line `{line}` in\n{written}");
    }
    for words in said {
        assert!(messages.contains(words), "no `{words}` in\n{messages}");
    }
    assert_eq!(pages, expected, "{written}");
}

#[test]
fn an_obsidian_vault() {
    let names = ["Ada Quill", "Ben Quill", "Cleo Quill"].map(|name| (format!("World/2 NPCs/{name}.md"), note(name)));
    let mut files = vec![
        (".obsidian/app.json", r#"{"userIgnoreFilters": ["Private/", "/\\.tmp\\./"]}"#),
        (".obsidian/templates.json", r#"{"folder": "Forms"}"#),
        ("Forms/Day.md", "# {{title}}\n"),
        ("Private/Diary.md", "Secret.\n"),
        ("Notes/a.tmp.md", "Scratch.\n"),
        ("Notes/Harbour.md", "The harbour is [[Mill|next to the mill]].\n"),
        ("Notes/Mill.md", "The mill.\n"),
        ("Templates/Town.md", "# <% tp.file.title %>\n"),
        ("Other/Mill.md", "Another mill.\n"),
        ("Draft.md", "---\npublish: false\n---\nNot yet.\n"),
        ("README.md", "All about the harbour.\n"),
    ];
    files.extend(names.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    check(
        &files,
        &[
            "dir = \".\"",
            "articles = [\".\"] # `.`: everything that nothing else claims",
            "folders = [\"World/2 NPCs\"]",
        ],
        &["this is an Obsidian vault: 12 Markdown files", "3 people (World/2 NPCs)", "4 by `ignore`", "1 as drafts"],
        &[
            "articles/harbour.html",
            "articles/notes-mill.html",
            "articles/other-mill.html",
            "people/ada-quill.html",
            "people/ben-quill.html",
            "people/cleo-quill.html",
        ],
    );
}

#[test]
fn a_digital_garden_shows_what_is_marked() {
    check(
        &[
            (".obsidian/plugins/digitalgarden/data.json", "{}"),
            ("A.md", "---\ndg-publish: true\n---\nShown.\n"),
            ("B.md", "Not shown.\n"),
            ("C.md", "---\ndg-publish: false\n---\nNot shown.\n"),
        ],
        &["publish_key = \"dg-publish\" # pages without it stay back"],
        &["only pages with `dg-publish: true` are published"],
        &["articles/a.html"],
    );
}

#[test]
fn a_quartz_site() {
    let config = "const config = {\n  configuration: {\n    pageTitle: \"My garden\",\n    locale: \"de-DE\",\n    \
                  ignorePatterns: [\"private\", \"templates\"],\n  },\n  plugins: {\n    // filters: [Plugin.ExplicitPublish()],\n  },\n}\n";
    check(
        &[
            ("quartz.config.ts", config),
            ("docs/internals.md", "Of the tool.\n"),
            ("content/index.md", "Welcome.\n"),
            ("content/notes/Tea.md", "Tea.\n"),
            ("content/private/x.md", "Secret.\n"),
        ],
        &[
            "title = \"My garden\"",
            "language = \"de-DE\"",
            "articles = [\".\"] # `.`: everything that nothing else claims",
        ],
        &["this is a Quartz site: 3 Markdown files, in `content`", "a text for the home page"],
        &["articles/tea.html"],
    );
}

#[test]
fn a_hugo_site() {
    check(
        &[
            (
                "hugo.toml",
                "baseURL = 'https://example.org/'\ntitle = 'Field Notes'\nignoreFiles = ['\\.bak\\.md$', '/internal/']\n",
            ),
            ("archetypes/default.md", "---\ntitle: '{{ .Name }}'\ndraft: true\n---\n"),
            ("layouts/x.md", "{{ .Content }}\n"),
            ("content/_index.md", "+++\ntitle = 'Home'\n+++\nWelcome.\n"),
            ("content/posts/_index.md", "---\ntitle: Posts\n---\n"),
            ("content/posts/first/index.md", "---\ntitle: First\ndate: 2020-01-02\nslug: The_First\n---\nText.\n"),
            ("content/posts/second.md", "---\ntitle: Second\n---\nText.\n"),
            ("content/posts/second.de.md", "---\ntitle: Zweiter\n---\nText.\n"),
            ("content/posts/third.md", "---\ntitle: Third\ndraft: true\n---\nText.\n"),
            ("content/posts/old.bak.md", "Text.\n"),
            ("content/internal/memo.md", "Text.\n"),
            ("content/about/_index.md", "---\ntitle: About\n---\nWho we are.\n"),
        ],
        &["title = \"Field Notes\"", "\"/internal/\",", "\"/posts/old.bak.md\","],
        &["this is a Hugo site", "2 by `ignore`", "1 as drafts"],
        &[
            "articles/about.html",
            "articles/posts.html",
            "articles/second-de.html",
            "articles/second.html",
            "articles/the-first.html",
        ],
    );
}

#[test]
fn a_zola_site() {
    check(
        &[
            (
                "config.toml",
                "base_url = \"https://example.org\"\ntitle = \"Field\"\nignored_content = [\"*.tmp.md\"]\n",
            ),
            ("templates/index.html", "{% extends \"none.html\" %}\n"),
            ("content/blog/_index.md", "+++\nsort_by = \"date\"\n+++\n"),
            ("content/blog/one.md", "+++\ntitle = \"One\"\ndate = 2020-01-02\n+++\nText.\n"),
            ("content/blog/x.tmp.md", "Text.\n"),
        ],
        &[
            "templates_dir = \"dossier-templates\" # `templates` holds those of another program",
            "ignore = [\"*.tmp.md\"]",
        ],
        &["this is a Zola site"],
        &["articles/blog.html", "articles/one.html"],
    );
}

#[test]
fn a_jekyll_site() {
    check(
        &[
            (
                "_config.yml",
                "title: Field\nexclude: [attic]\ncollections:\n  trips:\n    output: true\n  people_data:\n    output: false\n",
            ),
            ("_posts/2020-1-2-first-day.md", "---\nlayout: post\n---\nText.\n"),
            ("north/_posts/2020-01-03-second-day.md", "---\nlayout: post\n---\nText.\n"),
            ("_drafts/later.md", "Text.\n"),
            ("_trips/lake.md", "---\ntitle: Lake\n---\nText.\n"),
            ("_people_data/x.md", "Text.\n"),
            ("attic/old.md", "Text.\n"),
            ("about.md", "---\ntitle: About\n---\nText.\n"),
            ("README.md", "How to build this.\n"),
        ],
        &["articles = [\".\", \"_trips\"] # `.`: everything that nothing else claims"],
        &["this is a Jekyll site", "1 as drafts"],
        &[
            "articles/2020-01-03-second-day.html",
            "articles/2020-1-2-first-day.html",
            "articles/about.html",
            "articles/lake.html",
        ],
    );
}

#[test]
fn other_makes() {
    check(
        &[
            ("mkdocs.yml", "site_name: Manual\ndocs_dir: text\nexclude_docs: |\n  wip/\nextra: !ENV X\n"),
            ("text/index.md", "Welcome.\n"),
            ("text/use/README.md", "Use it.\n"),
            ("text/wip/x.md", "Text.\n"),
        ],
        &["title = \"Manual\"", "dir = \"text\"", "ignore = [\"wip/\"]"],
        &["this is an MkDocs site"],
        &["articles/use.html"],
    );
    check(
        &[
            ("logseq/config.edn", "{:meta/version 1\n :hidden [\"scripts\"]}\n"),
            ("pages/Tea.md", "- Tea\n"),
            ("journals/2020_01_02.md", "- Day\n"),
            ("scripts/x.md", "Text.\n"),
            ("logseq/bak/pages/Tea/1.md", "- Old tea\n"),
        ],
        &["pages = []", "\"/logseq/\",", "\"/scripts\","],
        &["this is a Logseq graph"],
        &["articles/2020-01-02.html", "articles/tea.html"],
    );
    check(
        &[
            (
                "dendron.yml",
                "workspace:\n  vaults:\n    - fsPath: vault\n    - fsPath: inner\n      visibility: private\npublishing:\n  \
                 siteHierarchies: [tea]\n",
            ),
            ("vault/tea.md", "Tea.\n"),
            ("vault/tea.green.md", "Green tea.\n"),
            ("vault/user.me.md", "Me.\n"),
            ("inner/x.md", "Secret.\n"),
        ],
        &["dir = \"vault\""],
        &["this is a Dendron workspace"],
        &["articles/tea-green.html", "articles/tea.html"],
    );
    check(
        &[
            ("docusaurus.config.js", "export default {\n  title: 'Manual',\n};\n"),
            ("docs/first.mdx", "---\nsidebar_position: 1\n---\nimport X from './x';\n\n# First\n\nText.\n"),
            ("docs/_part.mdx", "Part.\n"),
            ("docs/hidden.md", "---\nunlisted: true\n---\nText.\n"),
            ("blog/2021-08-26-day.md", "---\nslug: day\n---\nText.\n"),
            ("README.md", "How to build this.\n"),
        ],
        &["title = \"Manual\"", "articles = [\"blog\", \"docs\"] # `.`: everything that nothing else claims"],
        &["this is a Docusaurus site", "1 as private"],
        &["articles/day.html", "articles/first.html"],
    );
    check(
        &[
            ("docs/.vitepress/config.ts", "export default {\n  title: 'Manual',\n  srcExclude: ['**/wip.md'],\n}\n"),
            ("docs/guide/start.md", "<script setup>\nlet x\n</script>\n\n# Start\n\nText.\n"),
            ("docs/guide/wip.md", "Text.\n"),
            ("README.md", "How to build this.\n"),
        ],
        &["dir = \"docs\"", "ignore = [\"**/wip.md\"]"],
        &["this is a VitePress site"],
        &["articles/start.html"],
    );
    check(
        &[
            ("astro.config.mjs", "export default {}\n"),
            ("src/content/blog/one.md", "---\npubDate: 2022-07-08\n---\nText.\n"),
            ("src/pages/about.md", "Text.\n"),
            ("src/components/notes.md", "Text.\n"),
        ],
        &["dir = \"src\""],
        &["this is an Astro site"],
        &["articles/about.html", "articles/one.html"],
    );
    check(
        &[
            ("eleventy.config.js", "module.exports = () => ({ dir: { input: \"text\" } });\n"),
            ("text/posts/one.md", "Text.\n"),
            ("text/later/later.json", "{\"permalink\": false}\n"),
            ("text/later/two.md", "Text.\n"),
            ("text/off.md", "---\npermalink: false\n---\nText.\n"),
        ],
        &["dir = \"text\"", "ignore = [\"/later/\"]"],
        &["this is an Eleventy site", "1 as private"],
        &["articles/one.html"],
    );
    check(
        &[
            ("pelicanconf.py", "AUTHOR = 'A'\nSITENAME = 'Field'\nPATH = 'text'\n"),
            ("text/one.md", "Title: One\nDate: 2010-12-03\n\nText, [two]({filename}two.md).\n"),
            ("text/two.md", "Title: Two\nStatus: hidden\n\nText.\n"),
            ("text/pages/about.md", "Title: About\nSlug: us\n\nText.\n"),
        ],
        &["title = \"Field\"", "dir = \"text\""],
        &["this is a Pelican site", "1 as private"],
        &["articles/one.html", "pages/us.html"],
    );
    check(
        &[
            ("_config.yml", "title: Field\nsource_dir: source\n"),
            ("scaffolds/post.md", "---\ntitle: {{ title }}\n---\n"),
            ("source/_posts/one.md", "title: One\n---\nText.\n"),
            ("source/_posts/two.md", "---\ntitle: Two\npassword: abc\n---\nText.\n"),
            ("source/_drafts/three.md", "Text.\n"),
        ],
        &["title = \"Field\"", "dir = \"source\""],
        &["this is a Hexo site", "1 as drafts", "1 as private"],
        &["articles/one.html"],
    );
    check(
        &[
            ("book.toml", "[book]\ntitle = \"Manual\"\n"),
            ("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n"),
            ("src/one.md", "Text.\n"),
        ],
        &["dir = \"src\"", "ignore = [\"/SUMMARY.md\"]"],
        &["this is an mdBook"],
        &["articles/one.html"],
    );
    check(
        &[
            (".gitbook.yaml", "root: ./text/\n"),
            ("text/SUMMARY.md", "# Summary\n"),
            ("text/one.md", "Text.\n"),
            ("other.md", "Text.\n"),
        ],
        &["dir = \"text\""],
        &["this is a GitBook"],
        &["articles/one.html"],
    );
    // a folder that is called as one of ours
    check(
        &[("hugo.toml", "title = 'Field'\n"), ("content/pages/one.md", "Text.\n"), ("content/two.md", "Text.\n")],
        &["pages = []"],
        &["this is a Hugo site"],
        &["articles/one.html", "articles/two.html"],
    );
    check(
        &[(".foam/templates/x.md", "# $FOAM_TITLE\n"), ("inbox.md", "Text.\n"), ("deep/er/note.md", "Text.\n")],
        &[],
        &["this is a Foam workspace"],
        &["articles/inbox.html", "articles/note.html"],
    );
    check(
        &[
            (".gitignore", "target/\n*.local.md\n"),
            ("a.md", "One.\n"),
            ("sub/b.md", "Two.\n"),
            ("node_modules/x/readme.md", "No.\n"),
            ("target/doc/c.md", "No.\n"),
            ("sub/d.local.md", "No.\n"),
        ],
        &["\"/sub/d.local.md\",", "\"/target/\","],
        &["this is a folder of Markdown: 4 Markdown files"],
        &["articles/a.html", "articles/b.html"],
    );
}

#[test]
fn a_readme_alone_is_no_note_and_a_dossier_is_no_foreign_folder() {
    for files in [&[("README.md", "Hello.\n")][..], &[("content/articles/a.md", "Text.\n"), ("NOTES.md", "Mine.\n")]] {
        let folder = folder(files);
        assert_eq!(dossier(folder.path(), &["init"]).code, 0);
        assert!(folder.path().join(".github/workflows/pages.yml").exists(), "{files:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_left_out() {
    let folder = folder(&[(".obsidian/app.json", "{}"), ("a.md", "One.\n")]);
    std::os::unix::fs::symlink("a.md", folder.path().join("b.md")).unwrap();
    std::os::unix::fs::symlink("/etc", folder.path().join("c")).unwrap();
    assert_eq!(dossier(folder.path(), &["init"]).code, 0);
    let build = dossier(folder.path(), &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert_eq!(pages(&tree(&folder.path().join("output"))), ["articles/a.html"]);
}

#[test]
fn notes_can_be_copied_first() {
    let notes = folder(&[("a.md", "One.\n"), ("sub/b.md", "Two.\n"), (".git/x.md", "No.\n")]);
    let place = tempfile::tempdir().unwrap();
    let before = tree(notes.path());
    let root = place.path().join("new");
    let run = dossier(&root, &["init", "--from", notes.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(tree(notes.path()), before);
    let copied: Vec<String> = tree(&root).into_keys().collect();
    assert_eq!(copied, ["a.md", "dossier.toml", "sub/b.md"]);
    assert_eq!(dossier(&root, &["build"]).code, 0);
}

#[test]
fn nothing_published_is_an_error_with_the_line_to_add() {
    let folder =
        folder(&[("content/notes/a.md", "One.\n"), ("content/b.md", "Two.\n"), ("content/index.md", "Home.\n")]);
    let build = dossier(folder.path(), &["build"]);
    assert_eq!(build.code, 1, "{}", build.stderr);
    assert!(build.stderr.contains("nothing would be published: of 2 Markdown files in `content`"), "{}", build.stderr);
    assert!(build.stderr.contains("`[content]` and below it `articles = [\".\"]`"), "{}", build.stderr);
    assert!(!folder.path().join("output").exists());
    std::fs::write(folder.path().join("dossier.toml"), "[content]\narticles = [\".\"]\n").unwrap();
    let build = dossier(folder.path(), &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    std::fs::write(folder.path().join("dossier.toml"), "[content]\narticles = [\".\"]\nignore = [\"*.md\"]\n").unwrap();
    let build = dossier(folder.path(), &["build"]);
    assert!(
        build.code == 1 && build.stderr.contains("all Markdown files are left out, 3 in number"),
        "{}",
        build.stderr
    );
    let neither = self::folder(&[("a.md", "One.\n")]);
    let build = dossier(neither.path(), &["build"]);
    assert!(build.code == 1 && build.stderr.contains("`dossier init` looks at them"), "{}", build.stderr);
}

#[test]
fn what_is_skipped_is_counted() {
    let folder = folder(&[
        ("dossier.toml", "[content]\ndir = \".\"\narticles = [\".\"]\nignore = [\"old/\"]\n"),
        ("a.md", "One.\n"),
        ("old/b.md", "Two.\n"),
        ("_c.md", "Three.\n"),
        (".d.md", "Four.\n"),
        ("themes/e/theme.toml", ""),
        ("themes/e/read.md", "Five.\n"),
        ("themes/about/themes.md", "Six.\n"),
    ]);
    let build = dossier(folder.path(), &["build", "-v"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    let line = "skipped 4 files: 1 by `ignore`, 1 whose name or folder begins with `_`, 1 whose name begins with a full stop, \
                1 in `static`, `templates` or `themes`\n  old/b.md\n  _c.md\n  .d.md\n  themes/e/read.md\n";
    assert!(build.stderr.contains(line), "{}", build.stderr);
    // the site lies in the content folder and is not content, wherever it went
    let again = dossier(folder.path(), &["build", "-o", "site"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let third = dossier(folder.path(), &["build"]);
    assert!(third.code == 0 && third.stderr.contains("built 2 articles"), "{}", third.stderr);
}

#[test]
fn pages_say_themselves_what_they_are() {
    let folder = folder(&[
        (
            "dossier.toml",
            "[content]\narticles = [\".\"]\n[[kinds]]\nname = \"people\"\ntags = [\"npc\"]\n[[kinds]]\nname = \"ships\"\nfolders = [\"Fleet\"]\n",
        ),
        ("content/a.md", "---\ntype: Person\n---\nA.\n"),
        ("content/b.md", "---\ntags: [x, npc/old]\n---\nB.\n"),
        ("content/c.md", "---\nkind: \"[[Place]]\"\n---\nC.\n"),
        ("content/Fleet/d.md", "---\ntype: person\n---\nD.\n"),
        ("content/e.md", "---\ntype: post\n---\nE.\n"),
    ]);
    let build = dossier(folder.path(), &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    let expected = ["articles/e.html", "people/a.html", "people/b.html", "places/c.html", "ships/d.html"];
    assert_eq!(pages(&tree(&folder.path().join("output"))), expected);
}

#[test]
fn examples_of_templates_make_no_template_of_a_text() {
    let text =
        "# Loops\n\nWrite `{{ range }}`:\n\n```\n{{ range .Pages }}\n```\n\n{{< note >}}Mind the dot.{{< /note >}}\n";
    let folder = folder(&[("a.md", "One.\n"), ("docs/templates/loops.md", text), ("docs/templates/ifs.md", text)]);
    assert_eq!(dossier(folder.path(), &["init"]).code, 0);
    let settings = std::fs::read_to_string(folder.path().join("dossier.toml")).expect("the settings");
    assert!(!settings.contains("ignore"), "{settings}");
}

#[test]
fn what_is_embedded_is_shown_and_counted_where_it_stands() {
    let folder = folder(&[
        ("content/people/jane-doe.md", "---\ntitle: Jane Doe\n---\n"),
        ("content/articles/a.md", "---\ntitle: Harbour\n---\nOne.\n\n![[Tides#Low]]\n\n![[Harbour]]\n\n![[Secret]]\n"),
        (
            "content/articles/b.md",
            "---\ntitle: Tides\n---\n## Low\n\n“It is low today, and I shall walk,” said Jane Doe.\n\n![[Harbour]]\n\n## High\n\nTwo.\n",
        ),
        ("content/articles/c.md", "---\ntitle: Secret\nprivate: true\n---\nZworbel.\n"),
    ]);
    let build = dossier(folder.path(), &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    let page = std::fs::read_to_string(folder.path().join("output/articles/a.html")).expect("the page");
    assert!(page.contains("I shall walk") && !page.contains("Two.") && !page.contains("Zworbel"), "{page}");
    assert!(
        page.contains("<div class=\"embed\"><a href=\"a.html\">Harbour</a></div>"),
        "a page in itself is a link: {page}"
    );
    let quotes = dossier(folder.path(), &["export", "quotes"]);
    assert_eq!(quotes.stdout.lines().count(), 1, "{}", quotes.stdout);
}
