//! A theme can change every element that a reader sees: one in `tests/themes/ledger` changes all components, and nothing of the
//! default theme's markup is left where they stand.

use super::run::{Tree, copy, dossier, tree};
use super::sample;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const THEMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates");
const LEDGER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/themes/ledger");
/// Parts of the frame of pages, of which the ledger keeps what it inherits.
const KEPT: [&str; 9] = ["find", "indexes", "syntax", "pages", "shown", "of_list", "shown_of", "said", "toc"];

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap()
}

/// Names and bodies of the components in a template.
fn components(text: &str) -> Vec<(&str, &str)> {
    let of = |rest| {
        let (name, rest): (&str, &str) = str::split_once(rest, '(')?;
        Some((
            name,
            rest.split_once("%}")?.1.split_once("{% endcomponent %}").or(rest.split_once("{%- endcomponent %}"))?.0,
        ))
    };
    text.split("{% component ").skip(1).filter_map(of).collect()
}

/// How elements begin that have a class or a date, as far as it is the same on every page: `<a class="ck" href="`.
fn openings(template: &str) -> BTreeSet<String> {
    let pieces = template.split('<').skip(1).filter(|piece| piece.starts_with(|c: char| c.is_ascii_lowercase()));
    let fixed = pieces.map(|piece| piece.split(['{', '>']).next().unwrap_or_default());
    let told = |start: &&str| start.contains("class=\"") || start.starts_with("time ");
    fixed.filter(told).map(|start| format!("<{start}")).collect()
}

fn built() -> (tempfile::TempDir, Tree) {
    let folder = sample();
    copy(Path::new(LEDGER), &folder.path().join("themes/ledger"));
    let settings = folder.path().join("dossier.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("theme = \"ledger\"\n{text}")).unwrap();
    // what the sample does not have: an embedded text, a picture of another site, half a sentence
    let page = "---\ntitle: Of all sorts\ndate: 2013-05-01\n---\n\n![[articles/2006-10-14-first-test]]\n\n\
                ![A chart](https://pictures.example/a.png)\n\nKim Yong Nam said the talks were “a waste of very good time” for him.\n";
    fs::write(folder.path().join("content/articles/sorts.md"), page).unwrap();
    let run = dossier(folder.path(), &["build", "--today", "2026-01-01"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tree = tree(&folder.path().join("output"));
    (folder, tree)
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "html")
}

#[test]
fn a_theme_can_change_every_row_card_note_label_and_statement() {
    let parts =
        [read(&format!("{THEMES}/partials/parts.html")), read(&format!("{THEMES}/partials/rows.html"))].concat();
    let ledger = read(&format!("{LEDGER}/templates/partials/ledger.html"));
    let own: BTreeSet<&str> = components(&ledger).into_iter().map(|(name, _)| name).collect();
    let (mut changed, mut kept) = (String::new(), String::new());
    for (name, body) in components(&parts) {
        assert_eq!(own.contains(name), !KEPT.contains(&name), "{name}");
        if own.contains(name) { &mut changed } else { &mut kept }.push_str(body);
    }
    for name in ["partials/card.html", "partials/statement.html"] {
        changed.push_str(&read(&format!("{THEMES}/{name}")));
    }
    for entry in walkdir::WalkDir::new(THEMES).into_iter().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy();
        if entry.file_type().is_file() && !["parts.html", "rows.html", "card.html", "statement.html"].contains(&&*name)
        {
            kept.push_str(&read(entry.path().to_str().unwrap()));
        }
    }
    // what page templates and the ledger begin, too, says nothing
    let known =
        [openings(&kept), openings(&ledger), openings(&read(&format!("{LEDGER}/templates/partials/card.html")))];
    let gone: Vec<String> = openings(&changed)
        .into_iter()
        .filter(|start| !known.iter().flatten().any(|known| known.starts_with(start.as_str())))
        .collect();
    assert!(gone.len() > 40, "{gone:?}");

    let (_folder, tree) = built();
    let pages: Vec<(&String, String)> = tree
        .iter()
        .filter(|(path, _)| is_page(path) || path.contains("cards"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).replace("\\\"", "\"")))
        .collect();
    for (path, page) in &pages {
        let left: Vec<&String> = gone.iter().filter(|start| page.contains(*start)).collect();
        assert!(left.is_empty(), "{path} has {left:?}");
    }
    let seen = |mark: &str| pages.iter().any(|(_, page)| page.contains(mark));
    for (name, body) in components(&ledger) {
        let marked = body.split("data-ledger=\"").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(mark) = marked.filter(|mark| !mark.contains('{')) {
            assert!(seen(&format!("data-ledger=\"{mark}\"")), "{name} is on no page");
        }
    }
    assert!(seen("<l-card>") && seen("<l-said "), "cards and statements in texts");
}

#[test]
fn a_component_in_templates_changes_every_page_that_has_it() {
    let folder = sample();
    let partials = folder.path().join("templates/partials");
    fs::create_dir_all(&partials).unwrap();
    let own = "{% component key(k) %}<a data-own href=\"{{ k.url }}\">{{ k.label }}</a>{% endcomponent %}";
    fs::write(partials.join("own.html"), own).unwrap();
    let run = dossier(folder.path(), &["build", "--today", "2026-01-01"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tree = tree(&folder.path().join("output"));
    let pages = tree.iter().filter(|(path, _)| is_page(path));
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let with_own = pages.clone().filter(|(_, bytes)| text(bytes).contains("<a data-own href=\"")).count();
    assert!(with_own > 100, "{with_own}");
    for (path, bytes) in pages {
        let (page, key) =
            (text(bytes), |rest: &str| rest.split_once('>').is_some_and(|(_, it)| it.starts_with(['A', '¶'])));
        let left: Vec<&str> = page.split("<a class=\"ck\" href=\"").skip(1).filter(|rest| key(rest)).collect();
        assert!(left.is_empty(), "{path}: {}", left[0].chars().take(60).collect::<String>());
    }
}

#[test]
fn a_component_that_looks_into_a_text_stops_the_build() {
    let folder = sample();
    let partials = folder.path().join("templates/partials");
    fs::create_dir_all(&partials).unwrap();
    let own = "{% component article_row(row) %}<li>{{ row.title | upper }}</li>{% endcomponent %}";
    fs::write(partials.join("own.html"), own).unwrap();
    let run = dossier(folder.path(), &["build", "--today", "2026-01-01"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("component `article_row` looks into a text that is filled in later"), "{}", run.stderr);
}
