//! Outlines (Logseq) and fields (Dataview): `key:: value`, `((block))`, `TODO`.

use super::{Mark, Reader, What, clipped, ends_line, line_end};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A key is no longer.
const LONGEST_KEY: usize = 40;

impl Reader<'_> {
    /// `key:: value` on a line of its own or in brackets. What a tool keeps its books with is left out; what says something is shown
    /// as `key: value`.
    pub(super) fn field(&mut self, at: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        let follows = bytes.get(at + 2).copied().unwrap_or(b'\n');
        if bytes.get(at + 1) != Some(&b':') || !matches!(follows, b' ' | b'\n' | b'\r') {
            return None;
        }
        let window = self.body[..at].char_indices().rev().take(LONGEST_KEY);
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '*' | '/');
        let key_start = window.take_while(|(_, c)| is_key(*c)).last().map(|(at, _)| at)?;
        let key = &self.body[key_start..at];
        let before = self.body[..key_start].chars().next_back();
        if let Some(open @ ('[' | '(')) = before {
            let close = if open == '[' { ']' } else { ')' };
            let line = clipped(&self.body[at..], 300).split('\n').next().unwrap_or_default();
            let end = at + line.find(close)?;
            if key.trim().is_empty() || self.layout.link(at).is_some() || bytes.get(end + 1) == Some(&b'(') {
                return None;
            }
            self.cover(key_start - 1..key_start, What::Nothing);
            self.cover(at..at + 1, What::Nothing);
            self.cover(end..end + 1, What::Nothing);
            return Some(end + 1);
        }
        // A list item's mark, as far as the key does not hold it.
        let key_start = key_start + (key.len() - key.trim_start_matches([' ', '-', '*']).len());
        let key = &self.body[key_start..at];
        let name = key.trim_matches('*').trim();
        let starts =
            self.body[..key_start].bytes().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*'));
        if name.is_empty() || starts.is_some_and(|byte| byte != b'\n') || name.split(' ').count() > 3 {
            return None;
        }
        let end = line_end(self.body, at);
        let bookkeeping = BOOKS.contains(name.to_ascii_lowercase().as_str());
        if bookkeeping || ends_line(self.body, at + 2) {
            self.take_out(key_start..self.body[..end].trim_end_matches('\r').len());
            return Some(end);
        }
        self.cover(at..at + 1, What::Nothing);
        Some(at + 2)
    }

    /// `((uuid))`: a block of an outline, which has no name that a reader knows.
    pub(super) fn block_reference(&mut self, at: usize) -> Option<usize> {
        const LENGTH: usize = 36;
        let id = self.body.get(at + 2..at + 2 + LENGTH)?;
        let is_id = id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if !is_id || !self.body[at + 2 + LENGTH..].starts_with("))") {
            return None;
        }
        let end = at + LENGTH + 4;
        if self.layout.link(at).is_some() {
            return None;
        }
        self.remove(at..end);
        Some(end)
    }

    /// `- TODO text`: a task.
    pub(super) fn task(&mut self, at: usize) -> Option<usize> {
        let words = self.body[at..].split(' ').nth(1)?;
        let character: &[u8] = match words {
            "TODO" => b"[ ] ",
            "DOING" | "LATER" => b"[ ]  ",
            "DONE" => b"[x] ",
            _ => return None,
        };
        let end = at + 2 + words.len();
        self.bytes[at + 2..end].copy_from_slice(character);
        // where it becomes no task after all, it is not text either
        self.marks.push(Mark { range: at + 2..end, what: What::Nothing });
        Some(end)
    }
}

static BOOKS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("outline_keys.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});
