//! What pages repeat at their edges: running titles, page numbers, the address that a browser prints below.

use super::lines::Line;
use crate::text::plain::line as one_line;
use std::collections::{BTreeMap, BTreeSet};

/// How much of a page, at its top and at its foot, may be margin.
const TOP: f64 = 0.12;
const FOOT: f64 = 0.88;

/// Takes lines out of the margins of pages; gives what they said, each once.
pub(super) fn take(lines: &mut Vec<Line>, pages: usize) -> Vec<String> {
    let is_marginal = |line: &Line| line.height < TOP || line.height > FOOT;
    // the title of a document is repeated in smaller letters, and stays
    let size = |line: &Line| (line.size * 2.0).round() as i64;
    let mut seen: BTreeMap<(String, i64), BTreeSet<usize>> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_marginal(line)) {
        seen.entry((pattern(&line.text), size(line))).or_default().insert(line.page);
    }
    let repeats = |line: &Line| {
        let on = seen.get(&(pattern(&line.text), size(line))).map_or(0, BTreeSet::len);
        on >= 2 && on * 3 >= pages
    };
    let mut said: Vec<String> = Vec::new();
    let mut kept = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        let is_number = is_page_number(&line.text);
        let is_address = is_marginal(&line)
            && line.text.split_whitespace().any(|word| word.starts_with("http"))
            && line.height > FOOT;
        if is_marginal(&line) && (is_number || is_address || repeats(&line)) {
            let text = one_line(&line.text);
            if !is_number && !said.iter().any(|known| pattern(known) == pattern(&text)) {
                said.push(text);
            }
        } else {
            kept.push(line);
        }
    }
    *lines = kept;
    said
}

/// A text with its numbers alike.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if !c.is_whitespace() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// `7`, `- 7 -`, `Page 7 of 12`, `7/12`.
fn is_page_number(text: &str) -> bool {
    let pattern = pattern(text);
    let bare = pattern.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
    let bare = ["page", "seite", "p.", "s.", "pagina", "página"]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .unwrap_or(bare);
    matches!(bare, "#" | "#/#" | "#of#" | "#von#" | "#|#" | "#de#")
}
