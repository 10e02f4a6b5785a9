//! Lists of attributes (`{: .class}`, `{.class width=50%}`): they change the look in their own tool, and are not text.

use super::{Mark, Reader, What, ends_line, starts_line};
use std::ops::Range;

/// A list that goes on longer is none.
const LONGEST: usize = 300;

impl Reader<'_> {
    /// A list of attributes behind something that can have them, or on a line of its own.
    pub(super) fn attributes(&mut self, at: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        let close = at + memchr::memchr(b'}', &bytes[at..bytes.len().min(at + LONGEST)])?;
        let end = close + 1;
        let inner = &self.body[at + 1..close];
        let is_marked = inner.starts_with(':');
        let list = inner.trim_start_matches(':').trim();
        if inner.contains('\n') || !(is_marked || is_list(list)) || self.layout.in_html(at) {
            return None;
        }
        let (starts, ends) = (starts_line(self.body, at), ends_line(self.body, end));
        let follows = at
            .checked_sub(1)
            .is_some_and(|at| matches!(bytes[at], b')' | b']' | b'*' | b'_' | b'`' | b'~' | b'=' | b'}'));
        let in_heading = !starts && ends && self.heading_line(at);
        if in_heading && !is_marked && !inner.starts_with(' ') {
            return None; // the parser's own
        }
        if in_heading && let Some(id) = list.split(' ').find_map(|word| word.strip_prefix('#')) {
            // as the parser knows it: `{#id}` and nothing else
            let id: Vec<u8> = id.bytes().collect();
            self.bytes[at..end].fill(b' ');
            self.bytes[at..at + 2].copy_from_slice(b"{#");
            self.bytes[at + 2..at + 2 + id.len()].copy_from_slice(&id);
            self.bytes[at + 2 + id.len()] = b'}';
            // where it is not a heading after all, it is not text either
            self.marks.push(Mark { range: at..end, what: What::Nothing });
            return Some(end);
        }
        if !(is_marked || follows || (starts && ends) || (ends && bytes[at - 1] == b' ')) {
            return None;
        }
        self.remove(at..end);
        Some(end)
    }

    /// Takes out a span, and the space before it if it ends its line.
    pub(super) fn remove(&mut self, range: Range<usize>) {
        if self.is_alone(&range) {
            return self.take_out(range);
        }
        let spaces = if ends_line(self.body, range.end) {
            self.body.as_bytes()[self.done.min(range.start)..range.start]
                .iter()
                .rev()
                .take_while(|byte| **byte == b' ')
                .count()
        } else {
            0
        };
        self.cover(range.start - spaces..range.end, What::Nothing);
    }

    /// Whether a byte stands in a heading that begins with `#`.
    fn heading_line(&self, at: usize) -> bool {
        const LONGEST: usize = 500;
        let before = &self.body.as_bytes()[at.saturating_sub(LONGEST)..at];
        let line = memchr::memrchr(b'\n', before).map_or(before, |end| &before[end + 1..]);
        let line = line.trim_ascii_start();
        let characters = line.iter().take_while(|byte| **byte == b'#').count();
        (1..=6).contains(&characters) && line.get(characters) == Some(&b' ')
    }
}

/// `.class #id key="value"`
fn is_list(list: &str) -> bool {
    let is_name = |word: &str| {
        word.starts_with(|c: char| c.is_alphabetic())
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))
    };
    let mut quoted = false;
    let mut words = list.split(|c: char| {
        quoted ^= c == '"';
        c == ' ' && !quoted
    });
    !list.is_empty()
        && words.all(|word| match word.split_once('=') {
            Some((key, value)) => is_name(key) && !value.is_empty(),
            None => word.is_empty() || word.strip_prefix(['.', '#']).is_some_and(is_name),
        })
}
