//! What `check` says about names, as data: `tests/cases/review/*.txt`.
//!
//! A case starts with `== NAME`; then come entities, `+ people/jane-doe: Jane Doe; aliases: [J. Doe]`, lines of the page's
//! front matter, `@ links: false`, and the page. Behind `=>` stands the whole report in short form. `BLESS=1` writes what is found.
#![allow(clippy::format_push_string, clippy::format_collect)] // a test's own small texts

use crate::case_files::{self, Outcomes};
use dossier::diagnostics::{self, render::Format, render::render};
use dossier::pipeline::{self, Request};
use dossier::review;
use dossier::source::LoadOptions;
use std::fmt::Write as _;

#[test]
fn cases() {
    case_files::check("review", 1, |text| {
        let (mut outcomes, mut blessed) = (Outcomes::default(), String::new());
        for case in text.split("== ").skip(1) {
            let (given, expected) = case.split_once("=>\n").expect("a case has an outcome");
            let found = run(given);
            outcomes.compare(given, expected, &found);
            let _ = write!(blessed, "== {given}=>\n{found}");
        }
        outcomes.blessed = Some(blessed);
        outcomes
    });
}

fn run(given: &str) -> String {
    let dir = tempfile::tempdir().expect("a folder for the case");
    let write = |path: String, text: String| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let (mut front_matter, mut page) = (String::new(), String::new());
    for line in given.lines().skip(1) {
        if let Some(entity) = line.strip_prefix("+ ") {
            let (id, rest) = entity.split_once(": ").expect("an entity has a name");
            let mut parts = rest.split("; ");
            let title = serde_json::Value::from(parts.next().unwrap_or_default());
            let keys: String = parts.map(|key| format!("{key}\n")).collect();
            write(format!("content/{id}.md"), format!("---\ntitle: {title}\n{keys}---\n"));
        } else if let Some(key) = line.strip_prefix("@ ") {
            front_matter += &format!("{key}\n");
        } else {
            page += &format!("{line}\n");
        }
    }
    write("content/articles/page.md".into(), format!("---\ntitle: Page\n{front_matter}---\n\n{page}"));
    let load = LoadOptions { drafts: false, today: jiff::civil::date(2016, 1, 7) };
    let request = Request { root: dir.path(), config: None, base_url: None, load };
    let (dossier, mut all) = pipeline::run(&request).expect("a readable dossier");
    all.extend(review::entities(&dossier));
    all.extend(review::longer_names(&dossier));
    all.extend(review::look_alikes(&dossier));
    all.extend(review::unknown_sources(&dossier));
    diagnostics::sort(&mut all);
    render(&all, Format::Short, false)
}
