//! Footnotes in the line: `^[text]`.

use super::{Reader, What};
use std::ops::Range;

/// Brackets of the paragraph that was looked at last.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    paragraph: Range<usize>,
    /// Opening brackets that have a partner, ascending.
    pairs: Vec<(usize, usize)>,
}

impl Reader<'_> {
    /// `^[text]`, with balanced brackets, within a paragraph.
    pub(super) fn inline_note(&mut self, at: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        if bytes.get(at + 1) != Some(&b'[') || (at > 0 && matches!(bytes[at - 1], b'\\' | b'[')) {
            return None;
        }
        if !self.brackets.paragraph.contains(&(at + 1)) {
            self.brackets = Brackets::of(self.body, at + 1);
        }
        let index = self.brackets.pairs.binary_search_by_key(&(at + 1), |pair| pair.0).ok()?;
        let close = self.brackets.pairs[index].1;
        let inner = at + 2..close;
        if self.body[inner.clone()].trim().is_empty() || self.layout.link(at).is_some_and(|link| link.end <= close) {
            return None;
        }
        self.cover(at..close + 1, What::Note(inner));
        Some(close + 1)
    }
}

impl Brackets {
    fn of(text: &str, from: usize) -> Self {
        let rest = &text[from..];
        let end = ["\n\n", "\n\r\n"].iter().filter_map(|blank| rest.find(blank)).min().unwrap_or(rest.len());
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        let mut escaped = false;
        for (at, byte) in rest[..end].bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'[' => open.push(from + at),
                b']' => pairs.extend(open.pop().map(|open| (open, from + at))),
                _ => {}
            }
        }
        pairs.sort_unstable();
        Self { paragraph: from..from + end, pairs }
    }
}
