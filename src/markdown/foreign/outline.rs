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
        let value = self.body[at + 2..end].trim();
        if name == "id" && is_block_id(value) {
            self.names.push((key_start, value.to_owned()));
        }
        let bookkeeping = BOOKS.contains(name.to_ascii_lowercase().as_str());
        if bookkeeping || ends_line(self.body, at + 2) {
            self.take_out(key_start..self.body[..end].trim_end_matches('\r').len());
            return Some(end);
        }
        self.cover(at..at + 1, What::Nothing);
        Some(at + 2)
    }

    /// `((uuid))`: a block of an outline, on whatever page it stands.
    pub(super) fn block_reference(&mut self, at: usize) -> Option<usize> {
        let end = at + BLOCK_ID + 4;
        let address = self.body.get(at..end)?;
        if !is_reference(address) || self.layout.link(at).is_some() {
            return None;
        }
        self.cover(at..end, What::Link { address: address.to_owned(), words: String::new() });
        Some(end)
    }

    /// `{{embed [[page]]}}`, `{{embed ((uuid))}}`: read as an embed of a vault.
    pub(super) fn embed(&mut self, at: usize) -> Option<usize> {
        const OPEN: &str = "{{embed";
        let rest = self.body.get(at..)?.strip_prefix(OPEN)?;
        let length = rest.find("}}").filter(|length| *length < 300)?;
        let inner = rest[..length].trim();
        let page = inner.strip_prefix("[[").and_then(|page| page.strip_suffix("]]"));
        let page = page.or(Some(inner).filter(|inner| is_reference(inner)))?;
        if page.contains(['[', ']', '\n', '|']) || self.layout.in_html(at) || self.layout.link(at).is_some() {
            return None;
        }
        let end = at + OPEN.len() + length + 2;
        let embed = format!("![[{page}]]");
        self.bytes[at..end].fill(b' ');
        self.bytes[at..at + embed.len()].copy_from_slice(embed.as_bytes());
        if !ends_line(self.body, end) {
            self.cover(at + embed.len()..end, What::Nothing);
        }
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

/// Bytes of the id of a block.
const BLOCK_ID: usize = 36;

fn is_block_id(word: &str) -> bool {
    word.len() == BLOCK_ID && word.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn is_reference(words: &str) -> bool {
    words.strip_prefix("((").and_then(|id| id.strip_suffix("))")).is_some_and(is_block_id)
}

static BOOKS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("outline_keys.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});
