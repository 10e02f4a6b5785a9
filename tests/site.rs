//! The whole program on whole dossiers: what it writes, that every link leads somewhere, that the same content gives the same
//! bytes, that a killed build leaves a whole site.

mod adopt;
mod bounds;
mod crawl;
mod looks;
mod publish;
pub(crate) mod run;
mod stays;
mod suggest;
mod unchanged;
mod validators;
mod workflow;

use run::{Tree, copy, dossier, tree};
use std::path::Path;
use std::time::Duration;

/// A copy of the sample dossier in a folder of its own.
fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("content"), &folder.path().join("content"));
    std::fs::copy(root.join("dossier.toml"), folder.path().join("dossier.toml")).unwrap();
    folder
}

#[test]
fn the_sample_builds_without_a_mistake_and_every_link_leads_somewhere() {
    let folder = sample();
    let run = dossier(folder.path(), &["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = tree(&folder.path().join("output"));
    for path in [
        "index.html",
        "articles/index.html",
        "people/index.html",
        "timeline.html",
        "network.html",
        "statements.html",
        "sources.html",
        "search.html",
        "404.html",
        "atom.xml",
        "feed.json",
        "robots.txt",
        ".nojekyll",
        "data/citations.bib",
        "data/datapackage.json",
    ] {
        assert!(site.contains_key(path), "{path} is missing");
    }
    assert!(!site.contains_key("sitemap.xml"), "a sitemap needs absolute addresses");
    let topic = String::from_utf8_lossy(&site["topics/satellite-launches.html"]);
    let (claim, denial) = (topic.find("had reported that Iranian missile experts"), topic.find("Denial of"));
    assert!(claim.is_some() && claim < denial, "a denial stands beside its claim, and says whose it denies");
    assert!(site.contains_key("statements-by-topic.html"), "statements are listed by topic too");
    let own = String::from_utf8_lossy(&site["documents/crs-report-r43480.html"]);
    assert!(own.contains("<span class=\"k k-x-documents\">"), "a kind of the dossier's own has a mark of its own");
    let faults = crawl::faults(&site);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn with_an_address_only_what_must_be_is_absolute() {
    let folder = sample();
    let run = dossier(folder.path(), &["build", "--base-url", "https://example.org/sub/path"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut site = tree(&folder.path().join("output"));
    let missing = String::from_utf8(site.remove("404.html").unwrap()).unwrap();
    assert!(missing.contains("href=\"/sub/path/index.html\""), "hosts serve 404.html at any depth");
    let home = String::from_utf8(site["index.html"].clone()).unwrap();
    assert!(home.contains("<link rel=\"canonical\" href=\"https://example.org/sub/path/\">"));
    assert!(String::from_utf8(site["sitemap.xml"].clone()).unwrap().contains("https://example.org/sub/path/people/"));
    let faults = crawl::faults(&site);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let (here, there) = (sample(), sample());
    let build = ["build", "--today", "2026-11-23"];
    let first = dossier(here.path(), &build);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let site = tree(&here.path().join("output"));
    for threads in ["1", "2", "5"] {
        let other = run::with(
            there.path(),
            &["build", "--today", "2026-11-23", "--threads", threads],
            &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        );
        assert_eq!(other.code, 0, "{}", other.stderr);
        same(&site, &tree(&there.path().join("output")));
        // a build over its own output gives the same once more
    }
}

#[test]
fn a_new_sentence_changes_only_the_pages_that_show_it() {
    let folder = sample();
    let build = || {
        let run = dossier(folder.path(), &["build", "--today", "2026-11-23"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        tree(&folder.path().join("output"))
    };
    let before = build();
    let article = folder.path().join("content/articles/2006-10-14-first-test.md");
    let text = std::fs::read_to_string(&article).unwrap() + "\nNothing more was published on that day.\n";
    std::fs::write(&article, text).unwrap();
    let after = build();
    let changed: Vec<&str> =
        after.keys().map(String::as_str).filter(|path| before.get(*path) != after.get(*path)).collect();
    // the home page and the sources tell one state of the content from another
    let expected = ["articles/2006-10-14-first-test.html", "index.html", "sources.html"];
    assert!(expected.iter().all(|path| changed.contains(path)), "{changed:?}");
    let other = changed.iter().filter(|path| !expected.contains(path) && !path.starts_with("search/"));
    assert_eq!(other.collect::<Vec<_>>(), Vec::<&&str>::new());
}

fn same(a: &Tree, b: &Tree) {
    let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(a), names(b));
    for (path, bytes) in a {
        assert!(*bytes == b[path], "{path} differs");
    }
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let folder = sample();
    let output = folder.path().join("output");
    assert_eq!(dossier(folder.path(), &["build"]).code, 0);
    let old = tree(&output);
    std::fs::write(folder.path().join("content/articles/late.md"), "---\ntitle: Late\ndate: 2017-01-01\n---\nIran.\n")
        .unwrap();
    let reference = sample();
    copy(&folder.path().join("content"), &reference.path().join("content"));
    assert_eq!(dossier(reference.path(), &["build"]).code, 0);
    let new = tree(&reference.path().join("output"));
    let mut killed = 0;
    for step in 0..12_u64 {
        let mut child = run::spawn(folder.path(), &["build"]);
        std::thread::sleep(Duration::from_millis(step * 60));
        killed += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        let now = tree(&output);
        assert!(now == old || now == new, "after {} ms the site is neither the old nor the new one", step * 60);
    }
    assert!(killed > 0, "every build was faster than it could be killed");
    assert_eq!(dossier(folder.path(), &["build"]).code, 0);
    same(&tree(&output), &new);
    let beside = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let beside: Vec<_> = beside.filter(|name| name != ".dossier-cache").collect();
    assert_eq!(beside.len(), 3, "litter: {beside:?}");
}

#[test]
fn a_dossier_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(dossier(root, &["init"]).code, 0);
    let new = dossier(root, &["new", "person", "Ada Example"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert!(root.join("content/people/ada-example.md").exists());
    assert_eq!(dossier(root, &["new", "article", "A first report"]).code, 0);
    let check = dossier(root, &["check", "--format", "json"]);
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    let build = dossier(root, &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(build.stderr.contains("built 1 articles") || build.stderr.contains("built 2 articles"), "{}", build.stderr);
    let faults = crawl::faults(&tree(&root.join("output")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let text = dossier(root, &["export", "text"]);
    assert!(text.stdout.starts_with("{\"page\":\"articles/"), "{}", text.stdout);
    std::fs::write(root.join("output/CNAME"), "example.org\n").unwrap();
    assert_eq!(dossier(root, &["clean"]).code, 0);
    assert_eq!(tree(&root.join("output")).keys().collect::<Vec<_>>(), ["CNAME"]);
}

#[test]
fn mistakes_have_their_exit_codes_and_change_nothing() {
    let folder = sample();
    let root = folder.path();
    assert_eq!(dossier(root, &["build"]).code, 0);
    let before = tree(&root.join("output"));
    // two broken files: both are said, in one run
    std::fs::write(root.join("content/articles/a.md"), "---\ntitle: \"open\ndate: 2016\n---\nText.\n").unwrap();
    std::fs::write(root.join("content/articles/b.md"), "---\nprivate: ture\n---\nText.\n").unwrap();
    let build = dossier(root, &["build"]);
    assert_eq!(build.code, 1);
    for part in ["content/articles/a.md:", "content/articles/b.md:2:", "help:", "nothing was written"] {
        assert!(build.stderr.contains(part), "{part}: {}", build.stderr);
    }
    assert_eq!(dossier(root, &["check"]).code, 1);
    assert!(tree(&root.join("output")) == before);
    for name in ["a.md", "b.md"] {
        std::fs::remove_file(root.join("content/articles").join(name)).unwrap();
    }
    // a warning is an error only with --strict
    std::fs::write(root.join("content/articles/c.md"), "---\ntitle: C\n---\n[[Nobody at all]]\n").unwrap();
    assert_eq!(dossier(root, &["build", "--strict"]).code, 1);
    assert!(tree(&root.join("output")) == before);
    assert_eq!(dossier(root, &["build"]).code, 0);
    assert_eq!(dossier(root, &["build", "--frobnicate"]).code, 2);
    assert_eq!(dossier(root, &["build", "--output", "content"]).code, 3);
    assert_eq!(dossier(&root.join("missing"), &["build"]).code, 3);
}

#[test]
fn what_is_held_back_leaves_no_trace() {
    let folder = sample();
    let root = folder.path();
    let secret = "Zyxquatl";
    let page = |head: &str| format!("---\ntitle: {secret} report\n{head}\n---\n{secret} said so. [[Iran]]\n");
    for (name, head) in [("x1", "draft: true"), ("x2", "private: true"), ("x3", "embargo: 2100-01-01")] {
        std::fs::write(root.join(format!("content/articles/{secret}-{name}.md")), page(head)).unwrap();
    }
    std::fs::write(
        root.join(format!("content/people/{secret}.md")),
        format!("---\ntitle: {secret}\nprivate: true\n---\n"),
    )
    .unwrap();
    std::fs::write(
        root.join("content/articles/open.md"),
        format!(
            "---\ntitle: Open\nprivate_notes: {secret}\nmood: {secret}\npeople: [{secret}]\n---\n\
             <!-- {secret} --> A %% {secret} %% sentence.\n\n::: private\n{secret}\n:::\n"
        ),
    )
    .unwrap();
    std::fs::write(root.join(format!("content/articles/{secret}.txt")), secret).unwrap();
    let build = dossier(root, &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(build.stderr.contains("held back: 2 drafts, 3 private pages, 2 pages under embargo"), "{}", build.stderr);
    let needle = secret.to_lowercase();
    for (path, bytes) in tree(&root.join("output")) {
        let text = format!("{path}\n{}", String::from_utf8_lossy(&bytes)).to_lowercase();
        assert!(!text.contains(&needle), "{path} shows what is private");
    }
}

#[test]
fn a_theme_from_nothing_and_the_plain_one() {
    for (theme, sheet) in [("paper", "/paper."), ("plain", "/plain.")] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new");
        let run = dossier(&root, &["init", "--theme", theme]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(root.join("themes/paper").is_dir(), theme == "paper", "the program carries `plain`");
        let run = dossier(&root, &["build"]);
        assert_eq!((run.code, run.stderr.contains("warning")), (0, false), "{}", run.stderr);
        let page = std::fs::read_to_string(root.join("output/articles/example.html")).unwrap();
        assert!(page.contains(sheet) && page.contains("/dossier."), "{theme}");
    }
}

/// Words that the program, the templates or the Markdown room write: none of them is left in English.
#[test]
fn all_that_pages_say_by_themselves_follows_the_language() {
    let words = |language: &str| -> toml::Table {
        let path = format!("{}/themes/default/i18n/{language}.toml", env!("CARGO_MANIFEST_DIR"));
        let file: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        file["text"].as_table().unwrap().clone()
    };
    let english = words("en");
    let folder = sample();
    let settings = folder.path().join("dossier.toml");
    let original = std::fs::read_to_string(&settings).unwrap();
    let note = "---\ntitle: Note\n---\n> [!WARNING]\n> Text.[^a]\n\n- [x] done\n- [ ] open\n\n[^a]: Below.\n";
    std::fs::write(folder.path().join("content/articles/note.md"), note).unwrap();
    for language in ["de", "fr", "fa", "ko"] {
        std::fs::write(&settings, original.replace("language = \"en\"", &format!("language = \"{language}\"")))
            .unwrap();
        let run = dossier(folder.path(), &["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let own = words(language);
        let site = tree(&folder.path().join("output"));
        let page = String::from_utf8_lossy(&site["articles/note.html"]);
        for key in ["alert_warning", "task_done", "task_open", "footnotes"] {
            assert!(page.contains(own[key].as_str().unwrap()), "{language}: {key}");
        }
        let missed: Vec<(&String, &str)> = english
            .iter()
            .filter_map(|(key, text)| Some((key, text.as_str()?)))
            .filter(|(key, text)| !own[*key].as_str().is_some_and(|own| own.contains(*text)))
            .filter(|(_, text)| text.len() > 13 && !text.contains('{'))
            // citations are in English, as the manuals have them
            .filter(|(_, text)| !["editor’s note", "a source without a name"].contains(&text.to_lowercase().as_str()))
            .collect();
        let finder = aho_corasick::AhoCorasick::new(missed.iter().map(|(_, text)| text)).unwrap();
        // free pages explain some of the words
        let pages = site.iter().filter(|(path, _)| crawl::has_suffix(path, "html") && !path.starts_with("pages/"));
        let left: Vec<String> = pages
            .filter_map(|(path, bytes)| Some((path, finder.find(bytes.as_slice())?)))
            .map(|(path, hit)| {
                let (key, text) = missed[hit.pattern().as_usize()];
                format!("{language}: `{text}` ({key}) in {path}")
            })
            .collect();
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn a_mistake_in_a_template_names_its_place_and_the_fields() {
    let folder = sample();
    let template = folder.path().join("templates/network.html");
    std::fs::create_dir_all(template.parent().unwrap()).unwrap();
    std::fs::write(
        &template,
        "{% extends \"default/network.html\" %}\n{% block title %}{{ page.titel }}{% endblock %}\n",
    )
    .unwrap();
    let run = dossier(folder.path(), &["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("templates/network.html:2:26: error[D050]"), "{}", run.stderr);
    for words in ["titel", "title", "description", "themes/CONTRACT.md"] {
        assert!(run.stderr.contains(words), "{words} is not in\n{}", run.stderr);
    }
    assert!(!folder.path().join("output").exists());
}

#[test]
fn kinds_of_the_dossiers_own_get_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "dossier.toml",
        "title = \"Ferries\"\n[[kinds]]\nname = \"vessels\"\nsingular = \"Vessel\"\nplural = \"Vessels\"\ncolor = \"#2f6f8f\"\n",
    );
    write(
        "content/vessels/heron.md",
        "---\ntitle: Heron\naliases: [the Heron]\nfacts: [{label: Built, value: \"1921\"}]\n---\n",
    );
    for (day, other) in [("01", "Avery Example"), ("02", "Ferry Office")] {
        let text = format!(
            "---\ntitle: Day {day}\ndate: 2021-05-{day}\nvessels: [Heron]\n---\nThe Heron sailed. {other} was there.\n"
        );
        write(&format!("content/articles/{day}.md"), &text);
    }
    write("content/people/avery-example.md", "---\ntitle: Avery Example\n---\n");
    let run = dossier(folder.path(), &["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = tree(&folder.path().join("output"));
    let page = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    assert!(
        page("vessels/heron.html").contains("2 mentions") || page("vessels/heron.html").contains(">2 in 2 articles")
    );
    for (path, words) in [
        ("vessels/heron.html", "1921"),
        ("vessels/index.html", "heron.html"),
        ("articles/01.html", "class=\"e e-x-vessels\""),
        ("index.html", "vessels/index.html"),
        ("people/avery-example.html", "../vessels/heron.html"),
    ] {
        assert!(page(path).contains(words), "{path} lacks {words}");
    }
    let colors = site.keys().find(|path| path.starts_with("assets/kinds.")).expect("a sheet with the colours of kinds");
    assert!(page(colors).contains("--own: #2f6f8f"));
    assert!(
        site.iter()
            .any(|(path, bytes)| path.starts_with("search/") && String::from_utf8_lossy(bytes).contains("Heron"))
    );
}

#[test]
fn people_stand_under_their_family_names() {
    let folder = tempfile::tempdir().unwrap();
    let people = folder.path().join("content/people");
    std::fs::create_dir_all(&people).unwrap();
    for (file, head) in [
        ("a", "title: Avery Example"),
        ("b", "title: Xi Jinping"),
        ("c", "title: Kim Jong Un"),
        ("d", "title: Kim Example"),
        ("e", "title: Nagy Anna\nfamily_first: true"),
        ("f", "title: Ursula von der Lind\nfamily_name: von der Lind"),
    ] {
        std::fs::write(people.join(format!("{file}.md")), format!("---\n{head}\n---\n")).unwrap();
    }
    let run = dossier(folder.path(), &["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = std::fs::read_to_string(folder.path().join("output/people/index.html")).unwrap();
    for name in ["Example, Avery", "Xi Jinping", "Kim Jong Un", "Example, Kim", "Nagy Anna", "von der Lind, Ursula"] {
        assert!(page.contains(&format!("<bdi>{name}</bdi>")), "{name}");
    }
}

/// The description lists every other file of data with its size and hash, and each is what `export` gives.
#[test]
fn data_is_what_export_gives_and_is_described() {
    use sha2::Digest as _;
    let folder = sample();
    assert_eq!(dossier(folder.path(), &["build"]).code, 0);
    let data = tree(&folder.path().join("output/data"));
    let package: serde_json::Value = serde_json::from_slice(&data["datapackage.json"]).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len() + 1, data.len());
    let page = std::fs::read_to_string(folder.path().join("output/sources.html")).unwrap();
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let bytes = &data[path];
        assert_eq!(resource["bytes"].as_u64(), Some(bytes.len() as u64), "{path}");
        let hash = resource["hash"].as_str().unwrap().strip_prefix("sha256:").unwrap();
        let hash: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&hash[2 * at..][..2], 16).unwrap()).collect();
        assert_eq!(sha2::Sha256::digest(bytes)[..], hash, "{path}");
        assert!(page.contains(&format!("href=\"data/{path}\"")), "{path} is not linked");
        let (what, ending) = path.split_once('.').unwrap();
        let format = match ending {
            "bib" => "bibtex",
            "csl.json" => "csl-json",
            "ftm.json" => "ftm",
            other => other,
        };
        let run = dossier(folder.path(), &["export", what, "--format", format]);
        assert!(run.stdout.as_bytes() == bytes, "{path} differs from the export");
    }
}

#[test]
fn a_note_about_a_source_is_counted_as_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("content/articles");
    std::fs::create_dir_all(&articles).unwrap();
    for (name, source) in
        [("copy", "source: {name: Gazette}\n"), ("about", "source: {name: Gazette, copy: false}\n"), ("own", "")]
    {
        std::fs::write(articles.join(format!("{name}.md")), format!("---\ntitle: {name}\n{source}---\nText.\n"))
            .unwrap();
    }
    assert_eq!(dossier(folder.path(), &["build"]).code, 0);
    let home = std::fs::read_to_string(folder.path().join("output/index.html")).unwrap();
    assert!(home.contains("<dd>1 source document, 2 editor’s notes</dd>") && home.contains("<dd>0 of 2,"), "{home}");
}
