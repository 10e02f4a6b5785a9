//! Running text: typographic marks, `==mark==`, bare addresses.

use super::ClosedBy;
use super::covered::uncovered;
use super::escape::push_href;
use super::open::LeafKind;
use super::writer::Writer;
use linkify::{LinkFinder, LinkKind};
use memchr::memmem::Finder;
use pulldown_cmark::CowStr;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A `==` that may turn out to begin a mark.
pub(super) struct MarkStart {
    /// Inline elements open around it; a mark ends where as many are open.
    depth: usize,
    /// The segment that holds its two characters.
    segment: usize,
}

impl MarkStart {
    pub(super) fn depth(&self) -> usize {
        self.depth
    }
}

/// A bare address in a run of text.
struct Bare {
    range: Range<usize>,
    href: String,
}

impl<'a> Writer<'a> {
    /// Text as the parser gives it: without escapes, entities decoded, marks made typographic.
    pub(super) fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if let Some(block) = &mut self.html_block {
            return block.push_str(&uncovered(&text));
        }
        if self.leaf.as_ref().is_some_and(|leaf| leaf.kind == LeafKind::Code) {
            return self.code_text(&text, range);
        }
        if self.covered.touches(&range) { self.uncover(text, range) } else { self.words(text, range) }
    }

    /// Text that is nothing but words.
    pub(super) fn words(&mut self, text: CowStr<'a>, range: Range<usize>) {
        self.ensure_leaf(&range);
        if self.hidden_tilde == Some(range.start) && text.starts_with('~') {
            self.hidden_tilde = None;
            return self.piece(&text[1..], range.start + 1..range.end);
        }
        if self.unsaid.as_ref().is_some_and(|link| link.start <= range.start && range.end <= link.end) {
            return;
        }
        if self.may_have_addresses && !self.in_link() {
            self.run.push((text, range));
        } else {
            self.piece(&text, range);
        }
    }

    /// Writes one text with everything that display adds.
    pub(super) fn piece(&mut self, text: &str, range: Range<usize>) {
        let source = self.source(range.clone());
        if source == text {
            if self.may_have_marks {
                self.marked(text, range.start);
            } else {
                self.out.plain(text, range.start);
            }
        } else if self.is_typographic(source) {
            self.out.unit(source, text, range);
        } else {
            self.out.decoded(text, range);
        }
    }

    /// Writes one text as it is.
    pub(super) fn literal(&mut self, text: &str, range: Range<usize>) {
        if self.source(range.clone()) == text {
            self.out.plain(text, range.start);
        } else {
            self.out.decoded(text, range);
        }
    }

    /// Whether the parser changed these characters for display only; what it decodes starts with `&`.
    pub(super) fn is_typographic(&self, source: &str) -> bool {
        self.options.smart_punctuation && source.starts_with(['\'', '"', '-', '.'])
    }

    /// Writes text in which `==` may begin or end a mark.
    fn marked(&mut self, text: &str, start: usize) {
        let mut written = 0;
        let mut from = 0;
        while let Some(found) = memchr::memmem::find(&text.as_bytes()[from..], b"==") {
            let at = from + found;
            let run = text[at..].bytes().take_while(|&b| b == b'=').count();
            from = at + run;
            let escaped = at == 0 && start > 0 && self.body.as_bytes()[start - 1] == b'\\';
            if run != 2 || escaped {
                continue;
            }
            let before = self.body[..start + at].chars().next_back();
            let after = self.body[start + at + 2..].chars().next();
            let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let depth = self.inline.len();
            let opened = self.marks.last().is_some_and(|mark| mark.depth == depth);
            if opened && !is_space(before) {
                self.out.plain(&text[written..at], start + written);
                if let Some(mark) = self.marks.pop() {
                    self.out.segment_into_tag(mark.segment, "<mark>");
                    self.out.markup("</mark>");
                }
                written = at + 2;
            } else if !is_space(after) {
                self.out.plain(&text[written..at], start + written);
                // Marks do not nest: of two beginnings the nearer counts.
                if opened {
                    self.marks.pop();
                }
                let segment = self.out.cut();
                self.marks.push(MarkStart { depth, segment });
                self.out.plain("==", start + at);
                self.out.cut();
                written = at + 2;
            }
        }
        self.out.plain(&text[written..], start + written);
    }

    /// Writes the texts collected so far, bare addresses as links.
    pub(super) fn flush_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let mut run = std::mem::take(&mut self.run);
        let words: Cow<'_, str> = match &run[..] {
            [(text, range)] => self.author_text(text, range).into(),
            texts => texts.iter().map(|(text, range)| self.author_text(text, range)).collect(),
        };
        let mut links = bare_addresses(&words).into_iter().peekable();
        let mut at = 0;
        let mut open: Option<(usize, Range<usize>)> = None;
        for (text, range) in &run {
            let author = self.author_text(text, range);
            let divisible = author == self.source(range.clone());
            let end = at + author.len();
            let mut done = at;
            while done < end {
                if let Some((prose, link)) = &open {
                    // What cannot be divided (`&amp;`) belongs to the address or not as its first byte does.
                    let stop = if divisible { link.end.min(end) } else { end };
                    let (prose, finished) = (*prose, stop >= link.end);
                    self.part(author, range, done - at..stop - at);
                    done = stop;
                    if finished {
                        self.end_bare(prose);
                        open = None;
                    }
                    continue;
                }
                let next = links.peek().map_or(usize::MAX, |link| link.range.start);
                if next > done && (next >= end || !divisible) {
                    if done == at {
                        self.piece(text, range.clone());
                    } else {
                        self.part_marked(author, range, done - at..end - at);
                    }
                    done = end;
                } else {
                    self.part_marked(author, range, done - at..next.max(done) - at);
                    done = next.max(done);
                    if let Some(link) = links.next().filter(|link| link.range.end > done) {
                        self.start_bare(&link.href);
                        open = Some((self.out.prose_len(), link.range));
                    }
                }
            }
            at = end;
        }
        if let Some((prose, _)) = open {
            self.end_bare(prose);
        }
        run.clear();
        self.run = run;
    }

    /// The text without typographic changes.
    fn author_text<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str
    where
        'a: 't,
    {
        let source = self.source(range.clone());
        if source != text && self.is_typographic(source) { source } else { text }
    }

    /// Writes a part of the author's text within an address.
    fn part(&mut self, author: &str, range: &Range<usize>, part: Range<usize>) {
        if part.len() == author.len() {
            self.literal(author, range.clone());
        } else {
            self.literal(&author[part.clone()], range.start + part.start..range.start + part.end);
        }
    }

    /// Writes a part of the author's text beside an address.
    fn part_marked(&mut self, author: &str, range: &Range<usize>, part: Range<usize>) {
        if !part.is_empty() {
            self.piece(&author[part.clone()], range.start + part.start..range.start + part.end);
        }
    }

    fn start_bare(&mut self, href: &str) {
        let mut tag = String::from("<a href=\"");
        push_href(&mut tag, href);
        tag.push_str("\" rel=\"noopener noreferrer nofollow\" class=\"ext\">");
        self.out.markup(&tag);
    }

    fn end_bare(&mut self, prose: usize) {
        self.out.close_since(prose, ClosedBy::Url);
        self.out.markup("</a>");
    }
}

/// Addresses in plain text that have a scheme or start with `www.`, and e-mail addresses.
fn bare_addresses(text: &str) -> Vec<Bare> {
    static WWW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));
    static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
    let has_www = WWW.find(text.as_bytes()).is_some();
    if !(has_www || text.contains('@') || SCHEME.find(text.as_bytes()).is_some()) {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(!has_www);
    finder.links(text).filter_map(|link| bare_address(link.as_str(), link.start(), link.kind())).collect()
}

fn bare_address(found: &str, start: usize, kind: &LinkKind) -> Option<Bare> {
    /// What ends an address in text, though a URL could hold it.
    const STOPS: &[char] = &[
        '“', '”', '‘', '’', '„', '«', '»', '‹', '›', '「', '」', '『', '』', '、', '。', '，', '！', '？', '：', '；',
        '（', '）', '【', '】', '《', '》', '…', '–', '—', '\u{3000}', '<', '>', '"', '`',
    ];
    let found = &found[..found.find(STOPS).unwrap_or(found.len())];
    let starts_with = |prefix: &str| found.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let href = match kind {
        LinkKind::Email => format!("mailto:{found}"),
        _ if starts_with("http://") || starts_with("https://") => found.to_owned(),
        _ if starts_with("www.") => format!("http://{found}"),
        _ => return None,
    };
    let host = found.rsplit_once("//").map_or(found, |(_, host)| host);
    let is_whole = host.len() > "www.".len() || (kind == &LinkKind::Url && !starts_with("www.") && !host.is_empty());
    is_whole.then(|| Bare { range: start..start + found.len(), href })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_addresses_end_where_a_reader_would_end_them() {
        for (text, expected) in [
            ("see http://a.example/b_c.", "http://a.example/b_c"),
            ("(https://a.example/x_(y))", "https://a.example/x_(y)"),
            ("www.a.example/b?c=d&e.", "http://www.a.example/b?c=d&e"),
            ("“http://a.example”", "http://a.example"),
            ("请看https://a.example/b。谢谢", "https://a.example/b"),
            ("a.b@c.example,", "mailto:a.b@c.example"),
            ("ftp://a.example www. a.example.org", ""),
            ("javascript://a.example/%0aalert(1)", ""),
        ] {
            let found: Vec<String> = bare_addresses(text).into_iter().map(|bare| bare.href).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
