//! What the machine can do at best: parses every Markdown file of a folder and writes it as one flat HTML file, nothing else.
//!
//! `cargo run --release --example plain_files -- CONTENT OUT`

use pulldown_cmark::{Event, Options, Parser};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(content), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: plain_files CONTENT OUT");
        std::process::exit(2);
    };
    let start = Instant::now();
    let files: Vec<PathBuf> = walkdir::WalkDir::new(content)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "md"))
        .collect();
    std::fs::create_dir_all(&out).expect("the folder can be made");
    let bytes: usize = files
        .par_iter()
        .enumerate()
        .map(|(number, path)| {
            let text = std::fs::read_to_string(path).expect("the file can be read");
            let mut page = String::with_capacity(text.len() * 2);
            for event in Parser::new_ext(&text, Options::all()) {
                match event {
                    Event::Start(_) => page.push_str("<p>"),
                    Event::End(_) => page.push_str("</p>\n"),
                    Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                        page.push_str(&words);
                    }
                    _ => page.push(' '),
                }
            }
            std::fs::write(Path::new(&out).join(format!("{number}.html")), &page).expect("the file can be written");
            page.len()
        })
        .sum();
    println!("{} files, {bytes} bytes in {:.2} s", files.len(), start.elapsed().as_secs_f64());
}
