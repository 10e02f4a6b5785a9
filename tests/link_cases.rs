//! Links as data: `tests/cases/links/*.txt`, and what holds for any text.
//!
//! A case starts with `== NAME`; then come entities, `+ people/jane-doe: Jane Doe; aliases: [J. Doe]`, lines of the page's
//! front matter, `@ people: [Jane Doe]`, lines of dossier.toml, `% …`, and the page with what is expected of it:
//! `{Jane Doe=jane-doe}` is a mention, `{?Doe}` a name that nothing decides, `{^Doe Hall}` a longer name that is not known.
//! A mention that is recorded but not linked is `{-Jane Doe=jane-doe}` in cases whose name ends in `(links)`.
#![allow(clippy::format_push_string, clippy::format_collect)] // a test's own small texts

use crate::case_files::{self, Outcomes};
use dossier::config::{Config, Density};
use dossier::entities::{AliasMatcher, Gazetteer};
use dossier::markdown::{MarkdownOptions, parse};
use dossier::mentions::{self, PageInput, Undecided};
use dossier::pipeline::{self, Request};
use dossier::source::{LinkOverrides, LoadOptions};
use proptest::prelude::*;
use std::sync::LazyLock;

struct Case {
    name: String,
    entities: Vec<(String, String)>,
    front_matter: String,
    settings: String,
    page: String,
}

#[test]
fn cases() {
    case_files::check("links", 120, |text| {
        let mut outcomes = Outcomes::default();
        for case in read_cases(text) {
            let (markdown, expected) = unmark(&case.page);
            let found = run(&case, &markdown);
            outcomes.compare(&case.name, &format!("{expected:?}"), &format!("{found:?}"));
        }
        outcomes
    });
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case {
                name: name.to_owned(),
                entities: Vec::new(),
                front_matter: String::new(),
                settings: String::new(),
                page: String::new(),
            });
        } else if let Some(case) = cases.last_mut() {
            if let Some(entity) = line.strip_prefix("+ ") {
                let (id, rest) = entity.split_once(": ").expect("an entity has a name");
                let mut parts = rest.split("; ");
                let title = serde_json::Value::from(parts.next().unwrap_or_default());
                let keys: String = parts.map(|key| format!("{key}\n")).collect();
                case.entities.push((id.to_owned(), format!("---\ntitle: {title}\n{keys}---\n")));
            } else if let Some(key) = line.strip_prefix("@ ") {
                case.front_matter += &format!("{key}\n");
            } else if let Some(key) = line.strip_prefix("% ") {
                case.settings += &format!("{key}\n");
            } else {
                case.page += &format!("{line}\n");
            }
        }
    }
    cases
}

/// The page without the marks, and what they say.
fn unmark(page: &str) -> (String, Vec<String>) {
    let (mut markdown, mut expected) = (String::new(), Vec::new());
    let mut rest = page.trim();
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, after) = after.split_once('}').expect("marks are closed");
        markdown.push_str(before);
        let words = mark.trim_start_matches(['?', '^', '-']).split('=').next().unwrap_or_default();
        markdown.push_str(words);
        expected.push(mark.replace(['*', '\\'], ""));
        rest = after;
    }
    markdown.push_str(rest);
    (markdown, expected)
}

fn run(case: &Case, markdown: &str) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a folder for the case");
    let write = |path: String, text: String| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    for (id, text) in &case.entities {
        write(format!("content/{id}.md"), text.clone());
    }
    write("content/articles/page.md".into(), format!("---\ntitle: Page\n{}---\n\n{markdown}\n", case.front_matter));
    let load = LoadOptions { drafts: false, today: jiff::civil::date(2016, 1, 7) };
    let config = Some((case.settings.clone(), "dossier.toml".to_owned()));
    let request = Request { root: dir.path(), config, base_url: None, load };
    let (dossier, _) = pipeline::run(&request).expect("a readable dossier");
    let text = &dossier.articles[0].text;
    let words = |range: &std::ops::Range<u32>| &text.document.prose.text[range.start as usize..range.end as usize];
    let shows_links = case.name.ends_with("(links)");
    let mut found: Vec<(u32, String)> = Vec::new();
    for mention in &text.found.mentions {
        let id = dossier.gazetteer.get(mention.entity).id.name();
        let dash = if shows_links && !mention.linked { "-" } else { "" };
        found.push((mention.prose.start, format!("{dash}{}={id}", words(&mention.prose))));
    }
    for ambiguity in &text.found.ambiguities {
        let character = if ambiguity.why == Undecided::Longer { '^' } else { '?' };
        found.push((ambiguity.prose.start, format!("{character}{}", words(&ambiguity.prose))));
    }
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

/// Names of many scripts and kinds, for texts that nobody would write.
static ROOM: LazyLock<(Gazetteer, AliasMatcher)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    for (id, title) in [
        ("people/a", "Ada Novak"),
        ("people/b", "Bo Novak"),
        ("people/c", "Nouri al-Maliki"),
        ("people/d", "김정은"),
        ("people/e", "حسن روحانی"),
        ("people/f", "İlker Işık"),
        ("people/g", "Ludwig van der Berg Jr."),
        ("organizations/h", "Novak Oil"),
        ("organizations/i", "Bank of Ystad"),
        ("places/j", "Ystad"),
        ("places/k", "北京"),
        ("topics/l", "ß test"),
    ] {
        let path = dir.path().join(format!("content/{id}.md"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, format!("---\ntitle: {title}\n---\n")).expect("a file");
    }
    let load = LoadOptions { drafts: false, today: jiff::civil::date(2016, 1, 7) };
    let request = Request { root: dir.path(), config: None, base_url: None, load };
    let (dossier, _) = pipeline::run(&request).expect("a readable dossier");
    let matcher = AliasMatcher::new(&dossier.gazetteer, &Config::default().kinds);
    (dossier.gazetteer, matcher)
});

fn holds(markdown: &str) -> Result<(), TestCaseError> {
    let (gazetteer, matcher) = &*ROOM;
    let (document, _) = parse(markdown, &MarkdownOptions::default());
    let links = LinkOverrides::default();
    let page =
        PageInput { document: &document, own: None, about: &[], links: &links, density: Density::All, lang: "en" };
    let found = mentions::find(page, gazetteer, matcher);
    let text = &document.prose.text;
    let mut last = 0;
    for mention in &found.mentions {
        let (start, end) = (mention.prose.start as usize, mention.prose.end as usize);
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end) && start < end);
        prop_assert!(start >= last, "mentions overlap");
        prop_assert!(mention.sentence.start <= mention.prose.start && mention.prose.end <= mention.sentence.end);
        last = end;
    }
    for ambiguity in &found.ambiguities {
        prop_assert!(text.get(ambiguity.prose.start as usize..ambiguity.prose.end as usize).is_some());
        prop_assert!(!ambiguity.candidates.is_empty());
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_has_mentions_on_character_boundaries(text in "\\PC{0,200}") {
        holds(&text)?;
    }

    #[test]
    fn any_mix_of_names_and_characters_has_mentions_that_do_not_overlap(parts in prop::collection::vec(prop::sample::select(vec![
        "Ada Novak", "Novak", "Bo", "Mr. ", "J. ", " ", " ", "-", "'s ", "’s", ". ", ", ", "\n\n", "al-Maliki", "Maliki", "van der ",
        "Berg", " Jr.", "김정은", "은", "روحانی", "\u{200c}", "و", "İlker Işık", "IŞIK", "Novak Oil", "Oil", "the Bank", "Bank of Ystad", "(BOY)",
        "BOY", "Ystad", "北京", "市", "Doe", "President ", "# ", "**", "[[Ystad]]", "`", "@", "\u{301}", "\u{ad}", "É", "ß tests", "said",
    ]), 0..40)) {
        holds(&parts.concat())?;
    }
}
