//! Small things: block ids, emoji, keys, inches, superscripts, abbreviations, marks for a table of contents.

use super::{Reader, What, ends_line, line_end, starts_line};

impl Reader<'_> {
    /// `^name` at the end of a block, or on a line of its own behind one.
    pub(super) fn block_name(&mut self, at: usize) -> Option<usize> {
        let body = self.body;
        let name = &body[at + 1..];
        let length =
            name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        let (name, end) = (&name[..length], at + 1 + length);
        let before = at.checked_sub(1).map_or(b'\n', |before| body.as_bytes()[before]);
        if name.is_empty()
            || !matches!(before, b' ' | b'\t' | b'\n')
            || !ends_line(body, end)
            || self.layout.in_html(at)
        {
            return None;
        }
        let alone = starts_line(body, at);
        // `10 ^6` is a number
        let number = name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() < 3;
        if !alone && (number || !ends_block(body, end)) {
            return None;
        }
        self.names.push((at, name.to_owned()));
        self.remove(at..end);
        Some(end)
    }

    /// `x^2^`
    pub(super) fn superscript(&mut self, at: usize) -> Option<usize> {
        self.raised(at, b'^', "<sup>", "</sup>")
    }

    /// `H~2~O`
    pub(super) fn subscript(&mut self, at: usize) -> Option<usize> {
        self.raised(at, b'~', "<sub>", "</sub>")
    }

    fn raised(&mut self, at: usize, character: u8, start: &'static str, end: &'static str) -> Option<usize> {
        const LONGEST: usize = 20;
        let rest = &self.body[at + 1..];
        let length = rest.bytes().take(LONGEST).position(|byte| byte == character)?;
        let inner = &rest[..length];
        let before = self.body[..at].chars().next_back().filter(|c| c.is_alphanumeric() || *c == ')');
        let is_word = !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-'));
        (before.is_some() && is_word && !self.layout.in_html(at) && self.layout.link(at).is_none()).then(|| {
            let inner = at + 1..at + 1 + length;
            self.cover(at..inner.end + 1, What::Words { inner: inner.clone(), start, end });
            inner.end + 1
        })
    }

    /// `:smile:`
    pub(super) fn emoji(&mut self, at: usize) -> Option<usize> {
        const LONGEST: usize = 40;
        let rest = &self.body[at + 1..];
        let is_name =
            |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'+');
        let length = rest.bytes().take(LONGEST).take_while(is_name).count();
        let after = rest.as_bytes().get(length + 1).copied().unwrap_or(b' ');
        if rest.as_bytes().get(length) != Some(&b':')
            || after.is_ascii_alphanumeric()
            || after == b':'
            || self.layout.in_html(at)
        {
            return None;
        }
        let end = at + length + 2;
        let name = &rest[..length];
        // icons of a theme of MkDocs, which are pictures of its own
        let is_icon = ["material-", "fontawesome-", "octicons-", "simple-"].iter().any(|set| name.starts_with(set));
        let what = match emojis::get_by_shortcode(name) {
            Some(emoji) => What::Characters(emoji.as_str()),
            None if is_icon => What::Nothing,
            None => return None,
        };
        self.cover(at..end, what);
        Some(end)
    }

    /// `12"`: inches, unless a quotation ends here.
    pub(super) fn inch(&mut self, at: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        let from = self.quoted_from.max(self.paragraph_start(at));
        let marks = memchr::memchr_iter(b'"', &bytes[from..at]).count();
        self.quoted_open = if from == self.quoted_from { self.quoted_open ^ (marks % 2 == 1) } else { marks % 2 == 1 };
        self.quoted_from = at + 1;
        let after = self.body[at + 1..].chars().next().unwrap_or(' ');
        if self.quoted_open || after.is_alphanumeric() || self.layout.in_html(at) || self.layout.link(at).is_some() {
            self.quoted_open = !self.quoted_open;
            return None;
        }
        self.cover(at..at + 1, What::Characters("\""));
        Some(at + 1)
    }

    /// Where the paragraph begins in which a byte stands, or what is known of it.
    fn paragraph_start(&self, at: usize) -> usize {
        let from = self.quoted_from;
        let between = &self.body[from..at];
        ["\n\n", "\n\r\n"].iter().filter_map(|blank| between.rfind(blank)).max().map_or(from, |blank| from + blank + 2)
    }

    /// `*[HTML]: Hypertext Markup Language` on a line of its own: the words stay, as text.
    pub(super) fn abbreviation(&mut self, at: usize) -> Option<usize> {
        const LONGEST: usize = 60;
        let rest = &self.body[at..];
        let close = rest.bytes().take(LONGEST).position(|byte| byte == b']')?;
        if !rest[close..].starts_with("]:") || !starts_line(self.body, at) {
            return None;
        }
        let end = line_end(self.body, at);
        self.cover(at..at + 2, What::Nothing);
        self.cover(at + close..at + close + 1, What::Nothing);
        Some(end)
    }

    /// `[TOC]`: a page has its contents beside it.
    pub(super) fn contents(&mut self, at: usize) -> Option<usize> {
        const MARKS: [&str; 5] = ["[TOC]", "[toc]", "[[_TOC_]]", "[[toc]]", "[[TOC]]"];
        let mark = MARKS.iter().find(|mark| self.body[at..].starts_with(*mark))?;
        let range = at..at + mark.len();
        self.is_alone(&range).then(|| {
            self.take_out(range.clone());
            range.end
        })
    }

    /// `++ctrl+alt+del++`: keys.
    pub(super) fn keys(&mut self, at: usize) -> Option<usize> {
        const LONGEST: usize = 40;
        let inner = &self.body[at + 2..];
        let length = inner
            .bytes()
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'+' || *byte == b'-')
            .count();
        let words = inner[..length].strip_suffix("++")?;
        let before = self.body[..at].chars().next_back();
        if words.is_empty()
            || words.contains("++")
            || before.is_some_and(char::is_alphanumeric)
            || self.layout.link(at).is_some()
        {
            return None;
        }
        let inner = at + 2..at + 2 + words.len();
        let end = inner.end + 2;
        self.cover(at..end, What::Words { inner, start: "<kbd>", end: "</kbd>" });
        Some(end)
    }

    /// `--8<-- "file"`: a line that another tool puts in place of.
    pub(super) fn snippet(&mut self, at: usize) -> Option<usize> {
        let start = at.checked_sub(1)?;
        let rest = &self.body[start..];
        if !rest.starts_with("--8<--") || !starts_line(self.body, start) {
            return None;
        }
        let end = line_end(self.body, at);
        let range = start..start + self.body[start..end].trim_end().len();
        self.templates.note("--8<--", &range);
        self.take_out(range);
        Some(end)
    }
}

/// Whether a block ends with this line: nothing follows, or a blank line, or what begins another block.
fn ends_block(text: &str, at: usize) -> bool {
    let end = line_end(text, at);
    let Some(next) = text.get(end + 1..) else { return true };
    let next = next[..next.find('\n').unwrap_or(next.len())].trim_start_matches([' ', '\t', '>']).trim_end();
    let is_item = next.starts_with(|c: char| c.is_ascii_digit())
        && next.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
    next.is_empty() || next.starts_with(['-', '*', '+', '#', '|', '`', '~', '^', '<', ':']) || is_item
}
