//! Whatever is thrown at the gate: it does not panic, it ends soon, and nothing private passes it.

use super::code::options;
use super::*;
use crate::config::Config;
use crate::diagnostics::render::{Format, render};
use crate::diagnostics::{Diagnostic, Severity, sort};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::fs;

const OPTIONS: LoadOptions = LoadOptions { drafts: false, today: jiff::civil::date(2026, 11, 24) };

fn through(bytes: &[u8]) -> (PublicSources, Vec<Diagnostic>) {
    let loaded = load_text("content/articles/a.md", bytes.to_vec(), &Config::default(), OPTIONS);
    (loaded.value, loaded.diagnostics)
}

/// Pieces that open, close and hide things.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "%%",
        "%%",
        "<!--",
        "-->",
        "<!-- more -->",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "\n",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        ":::\n",
        "::: private\n",
        ":::: private\n",
        "::: note\n",
        "SECRET",
        "a",
        "é",
        "\\",
        "$",
        "<b>",
        "</b>",
        "<pre>\n",
        "# ",
        "[x](",
        ")",
        "|",
        "---\n",
        "title: x\n",
        "private: true\n",
        "[^1]: ",
        "\t",
        "\r\n",
        ": ",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn no_soup_panics_and_what_is_kept_is_exact(text in soup()) {
        let (sources, diagnostics) = through(text.as_bytes());
        render(&diagnostics, Format::Human, true);
        prop_assert!(!sources.held_back.is_empty() || sources.articles.len() == 1);
        for article in &sources.articles {
            let body = &article.head.body;
            prop_assert!(body.kept.windows(2).all(|pair| pair[0].end < pair[1].start));
            let kept = body.text();
            for (offset, character) in kept.char_indices() {
                prop_assert_eq!(body.source.text[body.file_offset(offset)..].chars().next(), Some(character));
            }
        }
    }

    #[test]
    fn no_private_mark_is_left_in_the_words_of_a_published_page(text in soup()) {
        let (sources, _) = through(text.as_bytes());
        for article in &sources.articles {
            let kept = article.head.body.text();
            for options in [options(), options() | Options::ENABLE_MATH | Options::ENABLE_SMART_PUNCTUATION] {
                let mut in_code = false;
                for (event, range) in Parser::new_ext(&kept, options).into_offset_iter() {
                    match event {
                        Event::Start(Tag::CodeBlock(_)) => in_code = true,
                        Event::End(TagEnd::CodeBlock) => in_code = false,
                        Event::Text(_) if !in_code && !kept[..range.start].ends_with('\\') => {
                            prop_assert!(!kept[range].contains("%%"), "{:?}", kept);
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        through(&bytes);
    }

    #[test]
    fn private_words_never_remain(
        before in "[a-z `\\n]{0,12}",
        after in "[a-z `\\n]{0,12}",
        form in prop::sample::select(vec![
            "%%SECRET%%", "\n%%\nSECRET\n%%\n", "<!-- SECRET -->", "\n<!--\nSECRET\n-->\n", "\n::: private\nSECRET\n:::\n",
            "\n> ::: private\n> SECRET\n> :::\n", "\n:::: {.private}\n::: x\nSECRET\n:::\nSECRET\n::::\n", "%% SECRET", "<!-- SECRET",
            "\n::: private\nSECRET",
        ]),
    ) {
        let text = format!("---\nprivate_notes: SECRET # SECRET\nwibble: SECRET\n---\n{before}{form}{after}\n");
        let (sources, diagnostics) = through(text.as_bytes());
        for article in &sources.articles {
            let span = form.starts_with(['%', '<']) && before.contains('`') && after.contains('`');
            let code = span || before.contains("```");
            prop_assert!(code || !article.head.body.text().contains("SECRET"));
            prop_assert!(!article.head.extra.to_string().contains("SECRET") && article.head.summary.is_none());
        }
        let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        prop_assert!(sources.articles.len() == 1 || failed);
    }

    #[test]
    fn a_private_page_is_never_public(
        value in prop::sample::select(vec!["true", "True", "ture", "yes", "'true'", "1", "", "[true]", "~", "on", "false1"]),
        key in prop::sample::select(vec!["private", "Private", "privat", "PRIVATE", "privte", "\"private\"", "private "]),
        lines in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        lead in prop::sample::select(vec!["", "\u{feff}", "\n\n", " \n", "\u{feff}\r\n", "\u{200b}"]),
        fence in prop::sample::select(vec!["---", "--- ", "----", "—", "---yaml", " ---", "--"]),
    ) {
        let text = format!("{lead}{fence}\ntitle: x\n{key}: {value}\n{fence}\nSECRET\n").replace('\n', lines);
        let (sources, _) = through(text.as_bytes());
        prop_assert!(sources.articles.is_empty(), "{:?}", text);
    }
}

#[test]
fn long_and_deep_texts_end_soon() {
    let long = |unit: &str, count: usize| unit.repeat(count);
    let numbered = |key: &str, count: usize| {
        (0..count).flat_map(|n| [key.to_owned(), n.to_string(), ": v\n".into()]).collect::<String>()
    };
    for text in [
        long("x ", 500_000),
        long("%%a%%", 200_000),
        long("%% ", 300_001),
        long("<!-- a -->", 100_000),
        long("<!--", 250_000),
        long("` `` ``` ", 100_000),
        (1..1200).map(|n| "`".repeat(n) + " ").collect::<String>() + "%%a%%",
        long("`%%`", 250_000),
        long("```\n%%\n```\n", 90_000),
        long("::: private\n", 80_000),
        long("::: private\n:::\n", 60_000),
        long(":::\n", 250_000),
        long("::: note\n", 100_000),
        long("> ", 500_000) + "%%a%%",
        long("- ", 500_000) + "%%a%%",
        long("\\", 1_000_000) + "%%a%%",
        long("    ```\n", 120_000) + "%%a%%",
        format!("---\n{}\n---\n", long("[", 200_000)),
        format!("---\n{}---\n", numbered("key", 20_000)),
        format!("---\n{}---\n", numbered("privat", 20_000)),
        format!("---\n{}---\n", long("a: b\n", 50_000)),
        format!("---\nfacts: [{}]\n---\n", long("{a: b},", 30_000)),
        format!("---\nx: {}\n---\n", long("\"é\" ", 300_000)),
        format!("+++\n{} = 1\n+++\n", long("a.", 100_000) + "a"),
        format!("{{\"a\":{}", long("[", 200_000)),
        long("\r", 1_000_000),
        long("\n", 1_000_000),
        long("a: b\n", 200_000),
    ] {
        let (_, diagnostics) = through(text.as_bytes());
        assert!(diagnostics.len() <= 102);
        render(&diagnostics, Format::Human, false);
    }
}

fn write(root: &std::path::Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, bytes).expect("a file");
}

#[test]
fn a_folder_is_loaded_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    for (path, text) in [
        ("content/articles/2016/b.md", "B"),
        ("content/articles/a.markdown", "A"),
        ("content/articles/old/A.md", "---\nslug: b\n---\n"),
        ("content/articles/draft.md", "---\ndraft: true\n---\n"),
        ("content/articles/draft/index.md", "public twin of a draft"),
        ("content/articles/pictures/p.PNG", "png"),
        ("content/articles/x.qmd", ""),
        ("content/articles/2016/_index.md", ""),
        ("content/articles/empty/_index.md", ""),
        ("content/articles/_note.md", "private: true"),
        ("content/_drafts/x.md", ""),
        ("content/.obsidian/x.md", ""),
        ("content/people/jane.md", "---\ntitle: Jane\n---\n"),
        ("content/people/_index.md", ""),
        ("content/peple/john.md", ""),
        ("content/peple/jim.md", ""),
        ("content/images/_index.md", ""),
        ("content/images/i.jpg", "jpg"),
        ("content/wibble/w.md", ""),
        ("content/about.md", ""),
        ("content/pages/about.md", "About"),
        ("content/content/pages/x.md", ""),
        ("content/page.html", "<script>"),
        ("static/CNAME", "example.org"),
        ("static/.DS_Store", "x"),
        ("static/.well-known/security.txt", "x"),
        ("static/static/a.txt", "x"),
    ] {
        write(root, path, text.as_bytes());
    }
    write(root, "content/articles/latin1.md", b"caf\xe9");
    write(root, "content/articles/nul.md", b"one\ntw\0o");
    write(root, "content/articles/utf16.md", b"\xff\xfea\0");
    write(root, "content/articles/marks.md", "[[]]".repeat(250_000).as_bytes());
    write(root, "content/articles/large.md", &vec![b'x'; 1024 * 1024 + 1]);
    let mut config = Config::default();
    config.publish.max_file_mb = 1;
    let mut loaded = load(root, &config, &OPTIONS).expect("it can be read");
    sort(&mut loaded.diagnostics);
    let sources = loaded.value;
    let ids = |heads: Vec<&Head>| heads.iter().map(|head| head.id.0.clone()).collect::<Vec<_>>();
    assert_eq!(
        ids(sources.articles.iter().map(|article| &article.head).collect()),
        ["articles/2016", "articles/2016-b", "articles/a", "articles/b", "articles/draft"]
    );
    assert_eq!(ids(sources.entities.iter().map(|entity| &entity.head).collect()), ["people/jane"]);
    assert_eq!(ids(sources.pages.iter().map(|page| &page.head).collect()), ["pages/about"]);
    assert_eq!(ids(sources.sections.iter().map(|page| &page.head).collect()), ["people/_index"]);
    let assets: Vec<_> = sources.assets.iter().map(|asset| (asset.path.as_str(), asset.size)).collect();
    assert_eq!(assets, [("articles/pictures/p.PNG", 3), ("images/i.jpg", 3)]);
    let statics: Vec<_> = sources.statics.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(statics, [".well-known/security.txt", "CNAME", "static/a.txt"]);
    let held: Vec<_> = sources.held_back.iter().map(|held| held.id.0.as_str()).collect();
    let unreadable =
        ["articles/large", "articles/latin1", "articles/marks", "articles/nul", "articles/utf16", "articles/x"];
    assert_eq!(held, [&["articles/draft"], &unreadable[..]].concat());
    let expected = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/source/folder.txt"));
    let skipped = &sources.skipped;
    assert_eq!(skipped.underscored, ["content/articles/_note.md"]);
    assert_eq!(skipped.empty, ["content/articles/empty/_index.md"]);
    let said = render(&loaded.diagnostics, Format::Short, false);
    if std::env::var_os("BLESS").is_some() {
        fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/source/folder.txt"), &said).expect("the case file");
    }
    assert_eq!(said, expected.expect("the case file"));
    assert_eq!(read_asset(root, &config, "images/i.jpg", 10).expect("it is there"), b"jpg");
    assert_eq!(read_static(root, "CNAME", 100).expect("it is there"), b"example.org");
    assert!(
        read_asset(root, &config, "../dossier.toml", 10).is_err()
            && read_asset(root, &config, "/etc/hostname", 10).is_err()
    );
}

#[test]
fn an_index_without_a_text_lists_what_is_public_below_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    for (path, text) in [
        ("a/_index.md", "---\ntitle: All of it\n---\n<!-- said to nobody at all -->\n"),
        ("a/_index.de.md", ""),
        ("a/one [1].md", "Text."),
        ("a/one.de.md", "Text."),
        ("a/one.md", "Text."),
        ("a/draft.md", "---\ndraft: true\n---\nText."),
        ("a/secret/_index.md", "---\nprivate: true\n---\n"),
        ("a/secret/two.md", "---\nprivate: true\n---\n"),
        ("a/inner/_index.md", ""),
        ("a/inner/deep/three.md", "Text."),
        ("a/hollow/_index.md", ""),
        ("a/plain/four.md", "Text."),
        ("b/_index.md", "---\ndraft: true\n---\n"),
        ("c/README.md", ""),
        ("c/five.md", "Text."),
    ] {
        write(root, &format!("content/articles/{path}"), text.as_bytes());
    }
    let sources = load(root, &Config::default(), &OPTIONS).expect("it can be read").value;
    let text = |id: &str| {
        let page = sources.articles.iter().find(|article| article.head.id.0 == id);
        page.map(|page| page.head.body.text().into_owned())
    };
    assert_eq!(
        text("articles/a").as_deref(),
        Some("- [](<./inner/_index.md>)\n- [](<./one %5B1%5D.md>)\n- [](<./one.md>)\n- [](<./plain/four.md>)\n")
    );
    assert_eq!(text("articles/a.de").as_deref(), Some("- [](<./one.de.md>)\n"));
    assert_eq!(text("articles/inner").as_deref(), Some("- [](<./deep/three.md>)\n"));
    for none in ["articles/hollow", "articles/secret", "articles/b", "articles/c"] {
        assert_eq!(text(none), None, "{none}");
    }
    assert_eq!(sources.skipped.empty, ["content/articles/a/hollow/_index.md", "content/articles/c/README.md"]);
}

#[test]
fn no_content_is_a_mistake_and_no_root_a_refusal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let loaded = load(folder.path(), &Config::default(), &OPTIONS).expect("it can be read");
    assert_eq!(
        render(&loaded.diagnostics, Format::Short, false),
        "error[D020]: there is no folder `content`; help: put articles into `content/articles/`, or start with `dossier init`\n"
    );
    let none = folder.path().join("none");
    let error = load(&none, &Config::default(), &OPTIONS).expect_err("it is not there").to_string();
    assert_eq!(error, format!("cannot open `{}`: No such file or directory (os error 2)", none.display()));
}
