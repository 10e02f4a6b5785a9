//! A piece of text, many times over: four times the text takes about four times as long, from the file to the index.
//!
//! The input is `BEFORE \x1f PIECE \x1f AFTER`; without separators all of it is the piece.
#![no_main]

use fuzz::ENTITIES;
use libfuzzer_sys::fuzz_target;
use rustix::time::{ClockId, clock_gettime};

const SHORT: usize = 16 * 1024;
/// How much longer four times the text may take. Sorting, caches and growing buffers have their share.
const MOST: f64 = 9.0;
/// Below this, in seconds, noise decides.
const LEAST: f64 = 0.25;

fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.splitn(3, '\u{1f}').collect();
    let (before, piece, after) = match parts[..] {
        [before, piece, after] => (before, piece, after),
        [before, piece] => (before, piece, ""),
        _ => ("", text, ""),
    };
    if piece.is_empty() {
        return;
    }
    let time = |length: usize| {
        let body = format!("{before}{}{after}", piece.repeat(length.div_ceil(piece.len())));
        let mut files = ENTITIES.to_vec();
        files.push(("content/articles/a.md", body.as_bytes()));
        let start = seconds();
        std::hint::black_box(fuzz::dossier_of(&files));
        seconds() - start
    };
    let long = time(4 * SHORT);
    if long > LEAST {
        let short = time(SHORT);
        assert!(long < MOST * short, "{short:.3} s, then {long:.3} s");
    }
});

fn seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}
