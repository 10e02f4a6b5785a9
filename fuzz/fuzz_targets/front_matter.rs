//! Any bytes as a file of any type: no panic, every message can be printed, and what says that it is private stays back.
#![no_main]

use dossier::config::Config;
use dossier::diagnostics::render::{Format, render};
use dossier::source::load_text;
use fuzz::OPTIONS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let config = Config::default();
    let Some((first, bytes)) = data.split_first() else { return };
    let folder = ["articles", "people", "events", "pages"][usize::from(first % 4)];
    let loaded = load_text(&format!("content/{folder}/a.md"), bytes.to_vec(), &config, OPTIONS);
    render(&loaded.diagnostics, Format::Human, true);
    let sources = loaded.value;
    let public = sources.articles.len() + sources.entities.len() + sources.pages.len();
    assert!(public + sources.held_back.len() <= 1);
    // The same file with a line that hides it is never public, unless that line is no front matter.
    if public == 1 && let Some(rest) = bytes.strip_prefix(b"---\n") {
        let hidden = [b"---\nprivate: true\n", rest].concat();
        let loaded = load_text(&format!("content/{folder}/a.md"), hidden, &config, OPTIONS).value;
        assert!(loaded.articles.is_empty() && loaded.entities.is_empty() && loaded.pages.is_empty());
    }
});
