//! Finds all mentions in a dossier and prints what it costs.
//!
//! `cargo bench --bench linking -- DIR`: `DIR` is a dossier as `make_corpus.py --format dossier` writes it. Reading and parsing
//! are not measured; folding, searching and settling are.

use dossier::config::Config;
use dossier::entities::{self, AliasMatcher};
use dossier::markdown::{MarkdownOptions, parse};
use dossier::mentions::{self, PageInput};
use dossier::source::{self, LoadOptions};
use std::path::Path;

fn main() {
    let Some(dir) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("usage: cargo bench --bench linking -- DIR");
        return;
    };
    let config = Config::default();
    let load = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
    let mut sources = source::load(Path::new(&dir), &config, &load).expect("a readable dossier").value;
    let gazetteer = entities::assemble(&mut sources, &config.kinds).value;
    let names: usize = gazetteer.entities.iter().map(|entity| 1 + entity.source.aliases.len()).sum();
    let documents: Vec<_> = sources
        .articles
        .iter()
        .map(|article| parse(&article.head.body.text(), &MarkdownOptions::default()).0)
        .collect();
    let bytes: usize = documents.iter().map(|document| document.prose.text.len()).sum();

    let start = cpu_seconds();
    let matcher = AliasMatcher::new(&gazetteer, &config.kinds);
    let built = cpu_seconds();
    let (mut found, mut undecided) = (0, 0);
    for ((document, article), about) in documents.iter().zip(&sources.articles).zip(&gazetteer.about) {
        let page = PageInput {
            document,
            own: None,
            about,
            links: &article.head.links,
            density: config.links.density,
            lang: &config.language,
        };
        let page = mentions::find(page, &gazetteer, &matcher);
        found += page.mentions.len();
        undecided += page.ambiguities.len();
    }
    let end = cpu_seconds();
    println!(
        "{} entities with {names} names, {}.{} MB in {} articles",
        gazetteer.entities.len(),
        bytes / 1_000_000,
        bytes / 100_000 % 10,
        documents.len()
    );
    println!("{found} mentions, {undecided} undecided");
    println!("automaton {:.2} s CPU, all pages {:.2} s CPU", built - start, end - built);
}

/// CPU time of this process, from /proc; 0 where there is none.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
