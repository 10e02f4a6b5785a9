//! Tags in text: `#topic`, `#topic/part`, `#[[two words]]`.

use super::{Mark, Reader, What, layout::Layout};
use std::ops::Range;

impl Reader<'_> {
    /// A tag: shown as it is written, and no text to find names in. `#[[two words]]` names a page, and is a link to it.
    pub(super) fn tag(&mut self, at: usize) -> Option<usize> {
        if self.layout.in_html(at) || self.layout.link(at).is_some_and(|link| link.start < at) {
            return None;
        }
        let (_, end) = tag_at(self.body, at)?;
        if self.body[at + 1..].starts_with("[[") {
            self.cover(at..at + 1, What::Nothing);
            return Some(at + 1);
        }
        self.bytes[at] = super::COVER;
        self.marks.push(Mark { range: at..end, what: What::Tag });
        Some(end)
    }
}

/// The tag at a `#`, and where it ends: letters, digits, `-`, `_` and `/`, not digits alone.
fn tag_at(text: &str, at: usize) -> Option<(&str, usize)> {
    const LONGEST: usize = 100;
    let rest = &text[at + 1..];
    if let Some(words) = rest.strip_prefix("[[") {
        let close = words.find("]]").filter(|close| *close <= LONGEST && !words[..*close].contains(['\n', '[']))?;
        return (close > 0).then(|| (&words[..close], at + close + 5));
    }
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '\u{200c}' | '\u{300}'..='\u{36f}')))
        .unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['/', '-']);
    let is_tag = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().any(|c| !c.is_ascii_digit() && c != '/')
        && name.len() <= LONGEST;
    is_tag.then_some((name, at + 1 + name.len()))
}

/// The tags of a body, by what they stand for and where: not those in code, links, HTML or quotations, which are somebody's words.
pub fn hashtags(body: &str) -> Vec<(String, Range<usize>)> {
    let bytes = body.as_bytes();
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    let mut layout: Option<Layout> = None;
    for at in memchr::memchr_iter(b'#', bytes) {
        let before = at.checked_sub(1).map_or(b'\n', |before| bytes[before]);
        if !matches!(before, b' ' | b'\n' | b'\t' | b'(') {
            continue;
        }
        let Some((name, end)) = tag_at(body, at) else { continue };
        let layout = layout.get_or_insert_with(|| Layout::of(body));
        if found.len() < MOST_TAGS && !found.iter().any(|(known, _)| known == name) && layout.is_free(at) {
            found.push((name.to_owned(), at..end));
        }
    }
    found
}

/// A page with more is a list of tags.
const MOST_TAGS: usize = 100;
