//! Writes an invented archive of news of any size, to measure with: the same seed and sizes give the same bytes on every machine.
//!
//! `cargo run --release --example corpus -- --articles 10000 --people 2000 FOLDER`
//!
//! What decides how long a generator of sites takes is modelled: frequencies of words (Zipf and Mandelbrot, within each part of
//! speech), lengths of articles (log-normal, median 600 words), headings, lists, tables, quotations with their speakers, links to
//! other sites; people named in full at first and by family name later, organisations by their abbreviation, names with accents, and
//! one name in seven that front matter does not list. Nothing in it is real: words, names, outlets (below `.example`) are made up.

#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // ranks and lengths are small and never negative

mod names;
mod prose;
mod words;

use clap::{Parser, ValueEnum};
use names::{Entity, KINDS, World};
use prose::{Article, Writer};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// For which tool the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tool {
    /// `content/articles/YEAR/NAME.md` and `content/KIND/NAME.md`.
    Dossier,
    /// The same texts as a site of Hugo, kinds as taxonomies; `benches/compare.sh` adds its templates.
    Hugo,
}

/// Writes an invented archive of news.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many articles
    #[arg(long, default_value_t = 1_000)]
    articles: usize,
    /// How many people; of organisations and places there are a quarter, of topics a fifth as many
    #[arg(long, default_value_t = 400)]
    people: usize,
    /// Another seed gives other texts of the same shape
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// For which tool
    #[arg(long, value_enum, default_value = "dossier")]
    tool: Tool,
    /// An empty folder, or one that is yet to be made
    folder: PathBuf,
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let is_empty = std::fs::read_dir(&arguments.folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty || arguments.articles == 0 || arguments.people == 0 {
        eprintln!("error: the folder must be empty, and there must be articles and people");
        std::process::exit(2);
    }
    let world = World::new(arguments.seed, arguments.people);
    let bytes: usize = (0..arguments.articles)
        .into_par_iter()
        .map(|number| {
            let article = Article::new(&world, number, arguments.articles);
            let path = format!("content/articles/{}/{}.md", &article.day[..4], article.slug);
            put(&arguments.folder, &path, &article_file(&article, arguments.tool))
        })
        .sum::<std::io::Result<usize>>()?;
    for (kind, entities) in KINDS.iter().zip(&world.entities) {
        entities.par_iter().try_for_each(|entity| {
            let path = match arguments.tool {
                Tool::Dossier => format!("content/{kind}/{}.md", entity.slug),
                Tool::Hugo => format!("content/{kind}/{}/_index.md", entity.slug),
            };
            put(&arguments.folder, &path, &entity_file(&world, kind, entity, arguments.tool)).map(drop)
        })?;
    }
    let [people, organizations, places, topics] = world.entities.each_ref().map(Vec::len);
    println!(
        "{} articles ({bytes} bytes), {people} people, {organizations} organizations, {places} places, {topics} topics",
        arguments.articles
    );
    Ok(())
}

/// Writes a file and gives its length.
fn put(folder: &Path, path: &str, text: &str) -> std::io::Result<usize> {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
    std::fs::write(path, text)?;
    Ok(text.len())
}

fn article_file(article: &Article<'_>, tool: Tool) -> String {
    let mut text = format!("---\ntitle: {}\ndate: {}\n", quoted(&article.title), article.day);
    for (kind, listed) in KINDS.iter().zip(&article.listed) {
        let names: Vec<String> = listed.iter().map(|entity| quoted(&entity.name)).collect();
        let _ = writeln!(text, "{kind}: [{}]", names.join(", "));
    }
    // Hugo keeps keys of others below `params`
    let indent = match tool {
        Tool::Dossier => "",
        Tool::Hugo => {
            text.push_str("params:\n");
            "  "
        }
    };
    let _ = writeln!(text, "{indent}source:");
    for (key, value) in [("name", article.outlet), ("url", &article.url), ("author", article.author)] {
        let _ = writeln!(text, "{indent}  {key}: {}", quoted(value));
    }
    let _ = writeln!(text, "{indent}  published: {}\n---\n", article.day);
    let (lead, rest) = article.blocks.split_first().expect("an article has a paragraph");
    text.push_str(lead);
    if tool == Tool::Hugo {
        text.push_str("\n\n<!--more-->");
    }
    for block in rest {
        text.push_str("\n\n");
        text.push_str(block);
    }
    text.push('\n');
    text
}

/// The page of an entity: other names, a line and two paragraphs.
fn entity_file(world: &World, kind: &str, entity: &Entity, tool: Tool) -> String {
    let mut writer = Writer::new(world, &format!("{kind}/{}", entity.slug));
    let line = format!("{}: {} {}", entity.name, writer.plain_noun_phrase(), writer.place_phrase());
    let aliases: Vec<String> = entity.aliases.iter().map(|alias| quoted(alias)).collect();
    let aliases = match tool {
        Tool::Dossier => format!("aliases: [{}]", aliases.join(", ")),
        // what Hugo calls aliases are redirects
        Tool::Hugo => format!("params:\n  alternate_names: [{}]", aliases.join(", ")),
    };
    format!(
        "---\ntitle: {}\nsummary: {}\n{aliases}\n---\n\n{}\n\n{}\n",
        quoted(&entity.name),
        quoted(&line),
        writer.paragraph(),
        writer.paragraph()
    )
}

/// A string in double quotes, as YAML reads it; no text of ours holds a line break.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
