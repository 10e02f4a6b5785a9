//! What templates and scripts of shipped themes must not contain, whoever writes them.

use dossier::config::Config;
use dossier::theme::Theme;
use std::path::{Path, PathBuf};

fn files(suffix: &str) -> Vec<(PathBuf, String)> {
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let found: Vec<_> = walkdir::WalkDir::new(themes)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|own| own == suffix))
        // names of XML's namespaces load nothing
        .map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap().replace("http://www.w3.org/", "")))
        .collect();
    assert!(!found.is_empty(), "no theme has files of this type");
    found
}

/// Where a text has one of these words, by line.
fn hits(files: &[(PathBuf, String)], words: &[&str]) -> Vec<String> {
    let mut hits = Vec::new();
    for (path, text) in files {
        for (number, line) in (1..).zip(text.lines()) {
            hits.extend(
                words
                    .iter()
                    .filter(|word| line.contains(**word))
                    .map(|word| format!("{}:{number}: `{word}`", path.file_name().unwrap().to_string_lossy())),
            );
        }
    }
    hits
}

#[test]
fn templates_print_nothing_raw_and_reach_nothing() {
    let templates = files("html");
    // what may be printed as it stands has a type of its own; the filter would let a plain string through
    let raw = ["| safe", "|safe", "safe(", "autoescape"];
    assert_eq!(hits(&templates, &raw), [""; 0]);
    let reach = ["get_env", "load_data", "get_file", "get_url", "now(", "get_random", "throw(", "include_raw"];
    assert_eq!(hits(&templates, &reach), [""; 0]);
    assert_eq!(hits(&templates, &["style=", "<style", "javascript:", "srcdoc", "http://", "https://"]), [""; 0]);
    for (path, text) in &templates {
        for tag in text.split("<script").skip(1) {
            let data = tag.starts_with(" type=\"application/ld+json\">");
            assert!(data || tag.starts_with(" src="), "{}: a script in the page", path.display());
        }
        let handler = text.split([' ', '\n', '"']).find(|word| {
            word.strip_prefix("on")
                .and_then(|rest| rest.split_once('='))
                .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()))
        });
        assert_eq!(handler, None, "{}", path.display());
    }
}

#[test]
fn every_page_begins_with_the_policy() {
    const SHARED: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
        form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types ";
    // the scripts may make policies of these names, and the pages allow no others
    let scripts = files("js");
    let mut made: Vec<&str> = scripts
        .iter()
        .flat_map(|(_, text)| text.split("createPolicy('").skip(1))
        .map(|rest| rest.split('\'').next().unwrap())
        .collect();
    made.sort_unstable();
    made.dedup();
    let mut pages = 0;
    for (path, text) in files("html") {
        let Some(head) = text.split("<head>").nth(1) else { continue };
        let meta = head.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
        let allowed = meta.and_then(|policy| policy.strip_prefix(SHARED)).unwrap_or("no policy");
        let mut names: Vec<&str> = allowed.split(' ').filter(|name| *name != "'none'").collect();
        names.sort_unstable();
        assert!(names.is_empty() || names == made, "{}: {allowed:?}, and scripts make {made:?}", path.display());
        let charset = head.trim_start().strip_prefix("<meta charset=\"utf-8\">").map(str::trim_start);
        let first = charset.is_some_and(|rest| rest.starts_with("<meta http-equiv=\"Content-Security-Policy\""));
        assert!(first, "{}: the policy stands behind the charset, before all else", path.display());
        pages += 1;
    }
    assert!(pages >= 2, "{pages} templates have a head");
}

#[test]
fn scripts_make_no_markup_of_text() {
    let words = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "createContextualFragment",
        "srcdoc",
        "setHTML",
        "javascript:",
        "setTimeout('",
        "setTimeout(\"",
        "XMLHttpRequest",
        "fetch(",
        "WebSocket",
        "sendBeacon",
        "importScripts",
        "new Worker",
        "http://",
        "https://",
    ];
    let mut hits = hits(&files("js"), &words);
    // the cards, which the builder writes with the escaping of templates; a policy of Trusted Types bears their name
    hits.retain(|hit| !(hit.starts_with("dossier.js:") && hit.ends_with("`innerHTML`")));
    assert_eq!(hits, [""; 0]);
    let cards = files("js").iter().map(|(_, text)| text.matches("innerHTML").count()).sum::<usize>();
    assert!(cards <= 1, "{cards} places make markup of text");
}

#[test]
fn styles_load_nothing_from_elsewhere() {
    assert_eq!(hits(&files("css"), &["http://", "https://", "url(//", "@import", "expression(", "data:text"]), [""; 0]);
}

#[test]
fn every_suffix_is_escaped() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("themes/mine/templates");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        root.path().join("themes/mine/theme.toml"),
        "name = \"Mine\"\ncontract = 1\nextends = \"default\"\n",
    )
    .unwrap();
    let names = ["a.html", "a.htm", "a.xml", "a.atom", "a.json", "a.txt", "a.js", "a.svg", "a"];
    for name in names {
        std::fs::write(folder.join(name), "{{ title }}").unwrap();
    }
    let config = Config { theme: "mine".into(), ..Config::default() };
    let theme = Theme::load(root.path(), &config).unwrap();
    assert_eq!(theme.diagnostics.len(), 0);
    for name in names {
        let context = serde_json::json!({"title": "<i>&\"'"});
        let text = theme.value.render(name, &context).unwrap();
        assert!(!text.contains(['<', '"', '\'']) && text.starts_with("&lt;i&gt;&amp;"), "{name}: {text}");
    }
}
