//! Finds all mentions and all quotations in a dossier and prints what each costs.
//!
//! `cargo bench --bench linking -- DIR`: `DIR` is a dossier as `make_corpus.py --format dossier` writes it. If it has fewer than
//! 12,000 names, made-up people fill them up. Reading and parsing are not measured; folding, searching, settling and the
//! sentences around mentions are.

use dossier::config::Config;
use dossier::entities::{self, AliasMatcher, Gazetteer};
use dossier::markdown::{Document, MarkdownOptions, parse};
use dossier::mentions::{self, PageInput, PageMentions};
use dossier::quotes::{self, QuoteInput};
use dossier::source::{self, EntitySource, LoadOptions, PageId, PublicSources};
use dossier::text::sentences::Splitter;
use std::hint::black_box;
use std::path::Path;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NAMES: usize = 12_000;
/// The quickest run is the one that others disturbed least.
const RUNS: usize = 3;

fn main() {
    let Some(dir) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("usage: cargo bench --bench linking -- DIR");
        return;
    };
    let config = Config::default();
    let load = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
    let mut sources = source::load(Path::new(&dir), &config, &load).expect("a readable dossier").value;
    fill_up(&mut sources.entities);
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
    let built = cpu_seconds() - start;
    let mut found: Vec<PageMentions> = Vec::new();
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        found.clear();
        let start = cpu_seconds();
        for ((document, article), about) in documents.iter().zip(&sources.articles).zip(&gazetteer.about) {
            let page = PageInput {
                document,
                own: None,
                about,
                links: &article.head.links,
                density: config.links.density,
                lang: &config.language,
            };
            found.push(mentions::find(page, &gazetteer, &matcher));
        }
        best = best.min(cpu_seconds() - start);
    }
    println!(
        "{} entities with {names} names, {}.{} MB in {} articles",
        gazetteer.entities.len(),
        bytes / 1_000_000,
        bytes / 100_000 % 10,
        documents.len()
    );
    let (mentions, undecided): (Vec<usize>, Vec<usize>) =
        found.iter().map(|page| (page.mentions.len(), page.ambiguities.len())).unzip();
    println!("{} mentions, {} undecided", mentions.iter().sum::<usize>(), undecided.iter().sum::<usize>());
    let (count, seconds) = quotations(&sources, &documents, &found, (&gazetteer, &config));
    println!("{count} quotations, {seconds:.2} s CPU");
    println!(
        "tables {built:.2} s CPU, all pages {best:.2} s CPU, of which sentences {:.2} s",
        sentences(&documents, &found)
    );
}

/// Finds the quotations of all pages; gives their number and the CPU seconds.
fn quotations(sources: &PublicSources, documents: &[Document], found: &[PageMentions], room: Room<'_>) -> (usize, f64) {
    let run = || {
        let start = cpu_seconds();
        let pages = sources.articles.iter().zip(documents).zip(found);
        let count = pages.map(|((article, document), mentions)| {
            let page = QuoteInput {
                document,
                mentions,
                gazetteer: room.0,
                kinds: &room.1.kinds,
                overrides: &article.quotes,
                lang: &room.1.language,
            };
            quotes::find(&page).quotes.len()
        });
        (count.sum(), cpu_seconds() - start)
    };
    (0..RUNS).map(|_| run()).min_by(|a: &(usize, f64), b| a.1.total_cmp(&b.1)).unwrap_or_default()
}

type Room<'a> = (&'a Gazetteer, &'a Config);

/// CPU seconds for the boundaries of sentences in all blocks with mentions: a library's work, for lists of mentions and not for links.
fn sentences(documents: &[Document], found: &[PageMentions]) -> f64 {
    let splitter = Splitter::new("en");
    let run = || {
        let start = cpu_seconds();
        for (document, page) in documents.iter().zip(found) {
            for group in page.mentions.chunk_by(|a, b| a.block == b.block) {
                let block = &document.blocks[group[0].block as usize].prose;
                black_box(splitter.split(&document.prose.text[block.start as usize..block.end as usize]));
            }
        }
        cpu_seconds() - start
    };
    (0..RUNS).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// Adds people until there are [`NAMES`] names.
fn fill_up(entities: &mut Vec<EntitySource>) {
    let names: usize = entities.iter().map(|entity| 1 + entity.aliases.len()).sum();
    let Some(person) = entities.iter().find(|entity| entity.head.id.0.starts_with("people/")).cloned() else { return };
    for number in 0..NAMES.saturating_sub(names) {
        let mut made_up = person.clone();
        made_up.head.id = PageId(format!("people/made-up-{number}"));
        made_up.head.title = Some(format!("Quor{} Vast{}", syllables(number), syllables(number * 7 + 3)));
        made_up.aliases.clear();
        entities.push(made_up);
    }
}

fn syllables(number: usize) -> String {
    ["ba", "de", "li", "mo", "nu", "ra", "so", "ti"]
        .iter()
        .cycle()
        .skip(number % 8)
        .step_by(1 + number / 8 % 5)
        .take(2 + number % 3)
        .copied()
        .collect()
}

/// CPU time of this process, from /proc; 0 where there is none.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
