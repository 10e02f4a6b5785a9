//! Statements that authors record, as data: `tests/cases/statements/*.txt`.
//!
//! A file holds cases: `@@ case: NAME`, one or more `@@ file: PATH` with the text of a file below `content/`, and `@@ gives`
//! with what becomes of them: a line for each statement, `ARTICLE#ID | speaker | verb | date | status | words | about | ties`, the
//! text that is left of an article that records any, and every message. `-` stands for what is not recorded.
//! `BLESS=1 cargo test --test all statements_cases` writes what is found into the files, for review.

use crate::case_files::{self, Outcomes};
use dossier::diagnostics::render::{Format, render};
use dossier::dossier::{Article, ArticleId, Dossier, Statement, StatementRow};
use dossier::pipeline::{self, Request};
use dossier::quotes::Speaker;
use dossier::source::LoadOptions;
use std::fmt::Write as _;

/// Who has a page in every case.
const CAST: &[(&str, &str)] = &[
    ("people/ann-lee", "title: Ann Lee"),
    ("people/ida-holm", "title: Ida Holm"),
    ("organizations/harbour-board", "title: Harbour Board"),
    ("topics/pier", "title: Pier"),
];

struct Case {
    name: String,
    files: Vec<(String, String)>,
    expected: String,
}

#[test]
fn cases() {
    case_files::check("statements", 25, |text| {
        let mut cases = read_cases(text);
        let mut outcomes = Outcomes::default();
        for case in &mut cases {
            let found = outcome(&case.files);
            outcomes.compare(&case.name, case.expected.trim_end(), found.trim_end());
            case.expected = found;
        }
        outcomes.blessed = Some(write_cases(&cases));
        outcomes
    });
}

fn outcome(files: &[(String, String)]) -> String {
    let root = tempfile::tempdir().expect("a folder");
    let cast = CAST.iter().map(|(id, matter)| (format!("{id}.md"), format!("---\n{matter}\n---\n")));
    for (path, text) in cast.chain(files.iter().cloned()) {
        let path = root.path().join("content").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let today = "2026-01-01".parse().expect("a day");
    let request =
        Request { root: root.path(), config: None, base_url: None, load: LoadOptions { drafts: false, today } };
    let (dossier, diagnostics) = pipeline::run(&request).expect("a readable folder");
    let mut out = String::new();
    for (number, article) in (0..).zip(&dossier.articles) {
        for row in 0..article.recorded.len() {
            let statement = Statement { article: ArticleId(number), row: StatementRow::Recorded(row as u32) };
            let _ = writeln!(out, "{}", line(&dossier, statement, article, row));
        }
        if !article.recorded.is_empty() {
            let _ = writeln!(out, "text: {:?}", article.text.document.prose.text);
        }
    }
    for (entity, statements) in dossier.gazetteer.entities.iter().zip(&dossier.statements) {
        if statements.len() > 1 {
            let names: Vec<String> = statements.iter().map(|statement| name(&dossier, *statement)).collect();
            let _ = writeln!(out, "{} says: {}", entity.id, names.join(", "));
        }
    }
    if !diagnostics.is_empty() {
        out.push_str(&render(&diagnostics, Format::Human, false));
    }
    out
}

fn line(dossier: &Dossier, statement: Statement, article: &Article, row: usize) -> String {
    let (source, recorded) = (&article.source.statements[row], &article.recorded[row]);
    let speaker = match &recorded.speaker {
        Speaker::Entity(id) => dossier.gazetteer.get(*id).id.0.clone(),
        Speaker::Named(name) => name.clone(),
        Speaker::Unnamed(words) => format!("({words})"),
        Speaker::Unknown => "?".to_owned(),
    };
    let none = || "-".to_owned();
    let about: Vec<&str> = recorded.about.iter().map(|id| dossier.gazetteer.get(*id).id.0.as_str()).collect();
    let mut ties: Vec<String> =
        recorded.ties.iter().map(|tie| format!("{} {}", tie.relation.word(), name(dossier, tie.to))).collect();
    if recorded.denial {
        ties.push("denial".to_owned());
    }
    [
        name(dossier, statement),
        speaker,
        source.verb.clone().unwrap_or_else(none),
        source.date.as_ref().map_or_else(none, ToString::to_string),
        source.status.map_or_else(none, |status| status.word().to_owned()),
        recorded.text.clone(),
        if about.is_empty() { none() } else { about.join(" ") },
        if ties.is_empty() { none() } else { ties.join(", ") },
    ]
    .join(" | ")
}

fn name(dossier: &Dossier, statement: Statement) -> String {
    let article = dossier.article(statement.article);
    match statement.row {
        StatementRow::Recorded(row) => {
            format!("{}#{}", article.source.head.id.name(), article.recorded[row as usize].id)
        }
        StatementRow::Quote(row) => {
            let quote = &article.text.quotes.quotes[row as usize];
            format!(
                "{} “{}”",
                article.source.head.id.name(),
                &article.text.document.prose.text[quote.prose.start as usize..quote.prose.end as usize]
            )
        }
    }
}

fn read_cases(text: &str) -> Vec<Case> {
    text.split("@@ case: ")
        .skip(1)
        .map(|case| {
            let (head, expected) = case.split_once("@@ gives\n").expect("the section `@@ gives`");
            let (name, rest) = head.split_once('\n').expect("a name");
            let files = rest.split("@@ file: ").skip(1).map(|file| {
                let (path, text) = file.split_once('\n').expect("a path");
                (path.to_owned(), text.to_owned())
            });
            Case { name: name.to_owned(), files: files.collect(), expected: expected.to_owned() }
        })
        .collect()
}

fn write_cases(cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases {
        let _ = writeln!(out, "@@ case: {}", case.name);
        for (path, text) in &case.files {
            let _ = write!(out, "@@ file: {path}\n{text}");
        }
        let _ = writeln!(out, "@@ gives\n{}", case.expected);
    }
    out
}
