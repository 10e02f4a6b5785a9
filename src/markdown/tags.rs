//! Tags in raw HTML, found as a browser's tokeniser finds them.
//!
//! Nothing here makes HTML safe: it decides where raw HTML is cut before each piece is sanitised.

use std::ops::Range;

/// Elements whose content is not text.
pub(super) const WITH_CONTENT: &[&str] = &[
    "script", "style", "iframe", "noscript", "noembed", "noframes", "object", "template", "title", "textarea", "svg",
    "math", "xmp",
];

/// A tag in raw HTML.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) is_end: bool,
    pub(super) range: Range<usize>,
}

/// Finds tags as a browser's tokeniser would; comments, declarations and the content of scripts hold none.
pub(super) struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// Jumps behind `end`, or to the end of the text.
    fn skip_to(&mut self, from: usize, end: &str) {
        let rest = &self.html.as_bytes()[from.min(self.html.len())..];
        self.at = memchr::memmem::find(rest, end.as_bytes()).map_or(self.html.len(), |found| from + found + end.len());
    }
}

/// What is not text: a tag, with the content that is none; a comment, a declaration.
pub(super) struct Markup<'a> {
    pub(super) tag: Option<Tag<'a>>,
    pub(super) range: Range<usize>,
}

impl<'a> Tags<'a> {
    pub(super) fn next_markup(&mut self) -> Option<Markup<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + memchr::memchr(b'<', bytes.get(self.at..)?)?;
            let rest = &self.html[start..];
            let end_of_other = match rest.as_bytes() {
                [b'<', b'!', b'-', b'-', ..] => Some((start + 4, "-->")),
                [b'<', b'!' | b'?', ..] => Some((start, ">")),
                _ => None,
            };
            if let Some((from, end)) = end_of_other {
                self.skip_to(from, end);
                return Some(Markup { tag: None, range: start..self.at });
            }
            let is_end = rest.starts_with("</");
            let name_start = start + 1 + usize::from(is_end);
            let name_len = bytes[name_start..]
                .iter()
                .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'<'))
                .count();
            let name = &self.html[name_start..name_start + name_len];
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.at = start + 1;
                continue;
            }
            let Some(end) = end_of_tag(bytes, name_start + name_len) else {
                self.at = bytes.len();
                return Some(Markup { tag: None, range: start..self.at });
            };
            self.at = end;
            if !is_end && WITH_CONTENT.iter().any(|other| other.eq_ignore_ascii_case(name)) {
                self.skip_content(name);
            }
            return Some(Markup { tag: Some(Tag { name, is_end, range: start..end }), range: start..self.at });
        }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            if let Some(tag) = self.next_markup()?.tag {
                return Some(tag);
            }
        }
    }
}

impl Tags<'_> {
    /// Jumps to the end tag of an element whose content is not HTML.
    fn skip_content(&mut self, name: &str) {
        let bytes = self.html.as_bytes();
        let mut at = self.at;
        while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
            at += found + 2;
            if bytes[at..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())) {
                self.at = at - 2;
                return;
            }
        }
        self.at = bytes.len();
    }
}

/// The byte behind the `>` that ends a tag; `>` in a quoted value does not.
fn end_of_tag(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut after_equals = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return Some(at),
            b'"' | b'\'' if after_equals => at += memchr::memchr(byte, &bytes[at..])? + 1,
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_where_a_browser_finds_them() {
        for (html, expected) in [
            ("a <b>c</b> < d </ e", "b /b"),
            ("<a href='>' title=\"</b>\">x</a\n>", "a /a"),
            ("<!-- <b> --><i/><!DOCTYPE <u>x", "i"),
            ("<script><b></script ><b>", "script /script b"),
            ("<b <i> <u", "b"),
            ("<b x=\">", ""),
        ] {
            let found: Vec<String> =
                Tags::new(html).map(|tag| format!("{}{}", if tag.is_end { "/" } else { "" }, tag.name)).collect();
            assert_eq!(found.join(" "), expected, "{html}");
        }
    }
}
