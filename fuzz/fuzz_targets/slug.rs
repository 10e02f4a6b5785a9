//! Any title or file name: its slug is safe as a file name everywhere, and its own slug.
#![no_main]

use dossier::text::slug::{MAX_BYTES, slugify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let slug = slugify(text);
    assert_eq!(slugify(&slug), slug);
    assert!(slug.len() <= MAX_BYTES);
    assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
    assert!(slug.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit() || !c.is_ascii()));
    assert!(!slug.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | '\u{202a}'..='\u{202e}')));
    assert!(!matches!(slug.as_str(), "index" | "con" | "prn" | "aux" | "nul"));
});
