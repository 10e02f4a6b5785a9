//! Builds the search index of a folder of Markdown files and prints what it costs.
//!
//! `cargo bench --bench search -- CONTENT [OUT]`: `CONTENT` is a `content/` folder as the corpus generator writes it, `OUT` a folder
//! for the index (and `oracle.json`, the pages as plain data, for the browser checks). The Markdown is read roughly, since only
//! the index is measured.

use dossier::date::PartialDate;
use dossier::markdown::BlockId;
use dossier::search::{
    SearchAnchor, SearchBlock, SearchEntity, SearchInput, SearchKind, SearchPage, SearchStatement, Speaker, write,
};
use std::collections::HashMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const KINDS: [[&str; 4]; 5] = [
    ["articles", "Article", "Articles", "article"],
    ["people", "Person", "People", "person"],
    ["organizations", "Organisation", "Organisations", "org"],
    ["places", "Place", "Places", "place"],
    ["topics", "Topic", "Topics", "topic"],
];

struct File {
    kind: usize,
    id: String,
    url: String,
    key: String,
    title: String,
    date: Option<PartialDate>,
    source: String,
    summary: String,
    aliases: Vec<String>,
    names: Vec<String>,
    blocks: Vec<(String, bool)>,
}

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut paths = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(content) = paths.next() else {
        println!("usage: cargo bench --bench search -- CONTENT [OUT]");
        return;
    };
    let files = read(Path::new(&content));
    let input = input(&files);
    let bytes: usize = input.pages.iter().flat_map(|page| &page.blocks).map(|block| block.text.len()).sum();
    println!("{} pages, {} entities, {:.1} MB of text", input.pages.len(), input.entities.len(), megabytes(bytes));
    let (count, raw) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let counted = |_: &str, bytes: &[u8]| -> Result<(), Infallible> {
        count.fetch_add(1, Ordering::Relaxed);
        raw.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(())
    };
    let (cpu, memory, start) = (cpu_seconds(), peak_megabytes(), Instant::now());
    let Ok(()) = write(&input, &counted);
    println!(
        "index: {:.2} s wall, {:.2} s CPU, {:.0} MB above {memory:.0} MB",
        start.elapsed().as_secs_f64(),
        cpu_seconds() - cpu,
        peak_megabytes() - memory
    );
    println!("{} files, {:.1} MB raw", count.into_inner(), megabytes(raw.into_inner()));
    if let Some(out) = paths.next() {
        let out = PathBuf::from(out);
        std::fs::create_dir_all(out.join("search")).expect("the output folder can be made");
        write(&input, &|path, bytes| std::fs::write(out.join(path), bytes))
            .expect("the output folder can be written to");
        std::fs::write(out.join("oracle.json"), plain_data(&input)).expect("the output folder can be written to");
    }
}

fn read(content: &Path) -> Vec<File> {
    let mut files = Vec::new();
    for (kind, [folder, ..]) in KINDS.iter().enumerate() {
        let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(content.join(folder))
            .into_iter()
            .filter_map(Result::ok)
            .map(walkdir::DirEntry::into_path)
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        paths.sort();
        for (number, path) in paths.iter().enumerate() {
            let text = std::fs::read_to_string(path).expect("the corpus is readable UTF-8");
            files.push(file(kind, number, path, &text));
        }
    }
    files
}

fn file(kind: usize, number: usize, path: &Path, text: &str) -> File {
    let stem = path.file_stem().expect("a file has a name").to_string_lossy();
    let mut parts = text.splitn(3, "---\n").skip(1);
    let (front, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or(text));
    let mut file = File {
        kind,
        id: format!("{}/{stem}", KINDS[kind][0]),
        url: format!("{}/{stem}.html", KINDS[kind][0]),
        key: if kind == 0 { format!("A{}", number + 1) } else { String::new() },
        title: stem.to_string(),
        date: None,
        source: String::new(),
        summary: String::new(),
        aliases: Vec::new(),
        names: Vec::new(),
        blocks: Vec::new(),
    };
    let mut section = "";
    for line in front.lines() {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim().trim_matches('"').to_owned();
        match key {
            "title" => file.title = value,
            "date" => file.date = PartialDate::parse(&value),
            "description" => file.summary = value,
            "  name" if section == "source" => file.source = value,
            key if key.starts_with("  - ") => {
                let value = line[4..].trim_matches('"').to_owned();
                if section == "aliases" { file.aliases.push(value) } else { file.names.push(value) }
            }
            key if !key.starts_with(' ') => section = key,
            _ => {}
        }
    }
    for block in body.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let heading = block.starts_with('#');
        if block.starts_with("- ") || block.starts_with('|') {
            file.blocks.extend(block.lines().map(|line| (plain(line), false)));
        } else {
            file.blocks.push((plain(block), heading));
        }
    }
    file
}

/// Text without the marks of Markdown.
fn plain(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    let mut rest = block.trim_start_matches(['#', '-', '>', '|', ' ']);
    while let Some(at) = rest.find(['*', '[', ']']) {
        out.push_str(&rest[..at]);
        let link = rest[at..].strip_prefix("](").and_then(|address| address.split_once(')'));
        rest = link.map_or(&rest[at + 1..], |(_, after)| after);
    }
    out.push_str(rest);
    out
}

fn input(files: &[File]) -> SearchInput<'_> {
    let entities: Vec<&File> = files.iter().filter(|file| file.kind > 0).collect();
    let number_of: HashMap<&str, u32> =
        entities.iter().enumerate().map(|(number, entity)| (entity.title.as_str(), number as u32)).collect();
    let pages: Vec<SearchPage<'_>> = files.iter().map(|file| page(file, &number_of, &entities)).collect();
    let mut counts = vec![0; entities.len()];
    for entity in pages.iter().flat_map(|page| &page.entities) {
        counts[*entity as usize] += 1;
    }
    SearchInput {
        kinds: KINDS.iter().map(|[name, singular, plural, mark]| SearchKind { name, singular, plural, mark }).collect(),
        entities: entities
            .iter()
            .zip(counts)
            .map(|(file, count)| SearchEntity {
                id: &file.id,
                url: &file.url,
                name: &file.title,
                kind: file.kind,
                aliases: file.aliases.iter().map(String::as_str).collect(),
                summary: &file.summary,
                mentions: count * 2,
                articles: count,
            })
            .collect(),
        pages,
    }
}

fn page<'a>(file: &'a File, number_of: &HashMap<&str, u32>, entities: &[&File]) -> SearchPage<'a> {
    let mut number = 0;
    let blocks: Vec<SearchBlock<'a>> = file
        .blocks
        .iter()
        .map(|(text, heading)| {
            number += u32::from(!heading);
            let hash = blake3::hash(text.as_bytes());
            let hash = u32::from_le_bytes(hash.as_bytes()[..4].try_into().expect("four bytes"));
            SearchBlock {
                text,
                anchor: SearchAnchor::Block(BlockId { hash, nth: 1 }),
                number: (!heading).then_some(number),
                heading: *heading,
            }
        })
        .collect();
    let mentioned: Vec<u32> = file.names.iter().filter_map(|name| number_of.get(name.as_str()).copied()).collect();
    let mut statements = Vec::new();
    for (block, (text, _)) in file.blocks.iter().enumerate().filter(|(_, (text, _))| text.contains('“')) {
        // whoever is named in a paragraph with a quotation counts as its speaker: good enough for figures
        let speaks = |entity: &&u32| {
            let name = &entities[**entity as usize].title;
            entities[**entity as usize].kind == 1 && name.split(' ').next_back().is_some_and(|last| text.contains(last))
        };
        statements.extend(mentioned.iter().find(speaks).map(|entity| SearchStatement {
            speaker: Speaker::Entity(*entity),
            block,
            date: None,
        }));
    }
    SearchPage {
        id: &file.id,
        url: &file.url,
        title: &file.title,
        kind: file.kind,
        lang: "en",
        date: file.date.as_ref(),
        key: &file.key,
        source: &file.source,
        boost: 1.0,
        blocks,
        entities: mentioned,
        statements,
    }
}

/// What a check needs to know, as JSON.
fn plain_data(input: &SearchInput<'_>) -> String {
    let pages: Vec<_> = input
        .pages
        .iter()
        .map(|page| {
            let texts: Vec<&str> = page.blocks.iter().map(|block| block.text).collect();
            serde_json::json!({"id": page.id, "title": page.title, "date": page.date.map(PartialDate::iso_date), "blocks": texts})
        })
        .collect();
    let names: Vec<_> =
        input.entities.iter().map(|entity| serde_json::json!([entity.id, entity.name, entity.aliases])).collect();
    serde_json::json!({"pages": pages, "entities": names}).to_string()
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1e3
}

/// Time of all threads in user mode so far (Linux; 0 elsewhere).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(11)?.parse::<f64>().ok());
    ticks.unwrap_or(0.0) / 100.0
}

/// Largest memory so far (Linux; 0 elsewhere).
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
