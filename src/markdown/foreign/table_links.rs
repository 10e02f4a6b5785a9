//! Wikilinks with words of their own in tables: `| [[Page|words]] |`. The bar is not a boundary of a cell.

use super::{Mark, Reader, What, clipped};

impl Reader<'_> {
    pub(super) fn table_link(&mut self, at: usize) -> Option<usize> {
        const LONGEST: usize = 300;
        let body = self.body;
        if !body[at..].starts_with("[[") {
            return None;
        }
        let inner = clipped(&body[at + 2..], LONGEST);
        let inner = &inner[..inner.find(['\n', ']'])?];
        let bar = inner.find('|')?;
        if inner.contains("\\|") || !body[at + 2 + inner.len()..].starts_with("]]") || !self.is_row(at) {
            return None;
        }
        let bar_at = at + 2 + bar;
        self.bytes[bar_at] = super::COVER;
        // the words stand behind the bar
        self.marks.push(Mark { range: at + 2..bar_at + 1, what: What::Nothing });
        Some(at + inner.len() + 4)
    }

    /// Whether a byte stands in a row of a table, also of one that the bar spoils.
    fn is_row(&mut self, at: usize) -> bool {
        const LONGEST: usize = 2000;
        if at < self.spoilt_table || self.layout.in_table(at) {
            return true;
        }
        let bytes = self.body.as_bytes();
        let before = &bytes[at.saturating_sub(LONGEST)..at];
        let line = memchr::memrchr(b'\n', before).map_or(before, |end| &before[end + 1..]);
        let rest = &bytes[at..bytes.len().min(at + LONGEST)];
        let mut lines = rest.split(|byte| *byte == b'\n');
        let own_rest = lines.next().unwrap_or_default();
        let next = lines.next().unwrap_or_default();
        let is_rule = next.contains(&b'-')
            && next.contains(&b'|')
            && next.iter().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r'));
        let is_head = (line.contains(&b'|') || own_rest.contains(&b'|')) && is_rule;
        if is_head {
            let rest = &self.body[at..];
            let end = ["\n\n", "\n\r\n"].iter().filter_map(|blank| rest.find(blank)).min().unwrap_or(rest.len());
            self.spoilt_table = at + end;
        }
        is_head
    }
}
