//! Code of template languages: `{{< … >}}`, `{{% … %}}`, `{{ … }}`, `{% … %}`, `<% … %>`. It is never prose.
//!
//! What has a plain meaning gets it (`template_names`): an address stands where the tag stood, so that the link around it is a link;
//! pictures, buttons and things on other sites are made by the writer; boxes become boxes. The rest is left out, and each name is reported.

use super::callouts::{Begin, Closer, Fold, Looks, Open, looks};
use super::template_names::{Meaning, meaning};
use super::{Mark, Problem, Reader, What, line_end};
use crate::diagnostics::Code;
use std::ops::Range;

/// A tag that goes on longer is none.
const LONGEST: usize = 4096;

/// Names that were left out: the first place of each.
#[derive(Debug, Default)]
pub(super) struct Seen {
    names: Vec<(String, Range<usize>)>,
    /// The opening tag that a button has, waiting for its end.
    buttons: Vec<String>,
}

impl Seen {
    /// Something of this name was left out.
    pub(super) fn note(&mut self, name: &str, range: &Range<usize>) {
        const MOST: usize = 50;
        if self.names.len() < MOST && !self.names.iter().any(|(known, _)| known == name) {
            self.names.push((name.to_owned(), range.clone()));
        }
    }
}

/// A tag.
struct Tag<'a> {
    range: Range<usize>,
    /// `{{`, `{%`, `<%` …
    open: &'static str,
    close: &'static str,
    is_end: bool,
    name: &'a str,
    /// Where its arguments begin.
    arguments: Vec<Argument<'a>>,
}

/// One argument of a tag.
#[derive(Debug)]
struct Argument<'a> {
    key: &'a str,
    value: &'a str,
    /// Where the value stands.
    at: usize,
    quoted: bool,
}

impl<'a> Tag<'a> {
    fn named(&self, keys: &[&str]) -> Option<&Argument<'a>> {
        self.arguments.iter().find(|argument| keys.contains(&argument.key))
    }

    /// The argument with this key, else the one at this place among those without a key.
    fn get(&self, keys: &[&str], place: usize) -> Option<&Argument<'a>> {
        let mut without = self.arguments.iter().filter(|argument| argument.key.is_empty());
        self.named(keys).or_else(|| without.nth(place)).filter(|argument| !argument.value.is_empty())
    }

    /// The address that stands for the tag.
    fn target(&self) -> Option<&Argument<'a>> {
        let first = || self.arguments.iter().find(|argument| argument.quoted && !argument.value.is_empty());
        match meaning(self.name) {
            Some(Meaning::Target) => self.get(&["path", "relref"], 0),
            // `{{ "/a" | relative_url }}`
            _ if self.name.is_empty() && self.open == "{{" => first(),
            _ => None,
        }
    }

    /// What a report calls it.
    fn called(&self) -> String {
        match self.open {
            "{{" if self.name.is_empty() => "{{ … }}".to_owned(),
            open => format!("{open} {} {}", self.name, self.close),
        }
    }
}

impl<'a> Reader<'a> {
    /// A tag of a template language.
    pub(super) fn template(&mut self, at: usize) -> Option<usize> {
        let tag = self.tag_at(at)?;
        let range = tag.range.clone();
        if self.fill_address(&tag) {
            return Some(range.end);
        }
        let alone = self.is_alone(&range);
        let known = meaning(tag.name);
        match known {
            Some(Meaning::Away) if !tag.is_end => {
                let end = self.end_of(tag.name, range.end).unwrap_or(range.end);
                self.take_out(range.start..end);
                return Some(end);
            }
            Some(Meaning::Box | Meaning::Fold) if alone && !self.layout.in_html(at) => {
                if self.open_or_close(&tag, known == Some(Meaning::Fold)) {
                    return Some(line_end(self.body, range.end));
                }
                self.take_out(range.clone());
            }
            Some(Meaning::Picture) if !tag.is_end && !self.layout.in_html(at) => self.picture(&tag),
            Some(Meaning::Site(address, title)) if !tag.is_end && !self.layout.in_html(at) => {
                self.site(&tag, address, title);
            }
            Some(Meaning::Button) if !self.layout.in_html(at) => self.button(&tag),
            Some(Meaning::Target) if !tag.is_end && !self.layout.in_html(at) && tag.target().is_some() => {
                let address = tag.target().map_or("", |argument| argument.value).to_owned();
                let given = tag.get(&["title"], 1).filter(|words| words.quoted && tag.open == "{%");
                let words = given
                    .map_or(address.as_str(), |words| words.value)
                    .rsplit('/')
                    .find(|part| !part.is_empty())
                    .unwrap_or(&address);
                let words = words.strip_suffix(".md").unwrap_or(words).to_owned();
                self.cover(range.clone(), What::Link { address, words });
            }
            known => {
                if known.is_none() && !tag.is_end {
                    self.templates.note(&tag.called(), &range);
                }
                self.take_out(range.clone());
            }
        }
        Some(range.end)
    }

    /// Reads the tag that begins here.
    fn tag_at(&mut self, at: usize) -> Option<Tag<'a>> {
        const KINDS: [(&str, &str); 8] = [
            ("{{<", ">}}"),
            ("{{%", "%}}"),
            ("{{{", "}}}"),
            ("{{", "}}"),
            ("{%", "%}"),
            ("{# ", "#}"),
            ("{#-", "#}"),
            ("<%", "%>"),
        ];
        let body = self.body;
        let (open, close) = *KINDS.iter().find(|(open, _)| body[at..].starts_with(open))?;
        let inner_start = at + open.len();
        let found = self.ahead.find(body, close, inner_start).filter(|end| end - at <= LONGEST)?;
        let end = found + close.len();
        let inner = &body[inner_start..found];
        let comment =
            open.starts_with("{#") || inner.starts_with("/*") || inner.starts_with("!--") || inner.starts_with('!');
        if comment {
            return Some(Tag { range: at..end, open, close, is_end: true, name: "", arguments: Vec::new() });
        }
        let start = inner.len() - inner.trim_start_matches(['-', ' ', '\t', '\n', '\r', '~', '=', '_', '*', '#']).len();
        let words = inner[start..].trim_end_matches(['-', ' ', '\t', '\n', '\r', '~', '/']);
        let (is_slash, words_at) = match words.strip_prefix('/') {
            Some(rest) => (true, inner_start + start + words.len() - rest.trim_start().len()),
            None => (false, inner_start + start),
        };
        let words = &body[words_at..(inner_start + start + words.len()).max(words_at)];
        let length = words
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '$')))
            .unwrap_or(words.len());
        let (name, rest) = words.split_at(length);
        let block = name.strip_prefix("end").filter(|name| open == "{%" && meaning(name).is_some());
        let name = block.unwrap_or(name);
        let arguments = arguments(rest, words_at + length);
        Some(Tag { range: at..end, open, close, is_end: is_slash || block.is_some(), name, arguments })
    }

    /// The byte after the tag that ends what a tag of this name opens.
    fn end_of(&mut self, name: &str, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(found) = memchr::memchr(b'{', &self.body.as_bytes()[at..]) {
            at += found;
            if let Some(tag) = self.tag_at(at) {
                at = tag.range.end;
                if tag.is_end && tag.name == name {
                    return Some(at);
                }
            } else {
                at += 1;
            }
        }
        None
    }

    /// A tag in the address of a link: what it stands for takes its place.
    fn fill_address(&mut self, tag: &Tag<'a>) -> bool {
        let Range { start, end } = tag.range.clone();
        let before = &self.body.as_bytes()[start.saturating_sub(LONGEST)..start];
        let address =
            before.iter().rev().take_while(|byte| !matches!(byte, b' ' | b'\n' | b'(' | b'"' | b'\'')).count();
        let before = &before[..before.len() - address];
        let in_link = before.ends_with(b"](") || before.ends_with(b"]: ");
        let in_tag = self.layout.in_html(start) || before.ends_with(b"=\"") || before.ends_with(b"='");
        if !(in_link || (in_tag && before.ends_with(b"=\"") || before.ends_with(b"='"))) || tag.is_end {
            return false;
        }
        let target = tag.target().filter(|target| {
            !target.value.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"'))
        });
        let kept = target.map_or(start..start, |target| target.at..target.at + target.value.len());
        if kept.is_empty() && !tag.name.contains('.') && !matches!(meaning(tag.name), Some(Meaning::Target)) {
            self.templates.note(&tag.called(), &tag.range);
        }
        self.bytes[start..end].fill(super::COVER);
        self.bytes[kept.clone()].copy_from_slice(&self.body.as_bytes()[kept]);
        // should it be no link after all, it is not text either
        self.marks.push(Mark { range: start..end, what: What::Nothing });
        true
    }

    /// A box that a tag on its own line opens or closes.
    fn open_or_close(&mut self, tag: &Tag<'a>, folded: bool) -> bool {
        let by = Closer::Tag(tag.name.to_owned());
        if tag.is_end {
            let Some(open) = self.open.iter().rposition(|open| open.by == by) else { return false };
            self.open.truncate(open);
            self.close_box(tag.range.clone());
            return true;
        }
        let typed =
            tag.get(&["type", "style", "class", "level", "kind"], 0).filter(|argument| looks(argument.value).is_some());
        let kind = typed.map_or(tag.name, |argument| argument.value);
        let place = usize::from(typed.is_some_and(|argument| argument.key.is_empty()));
        let title = tag.get(&["title", "summary", "header", "caption"], place).filter(|title| title.quoted);
        let title = title.filter(|title| !title.value.contains('\n'));
        let Range { start, end } = tag.range.clone();
        self.bytes[start..end].fill(b' ');
        let title_at = title.map_or(end, |title| title.at);
        self.title(start..title_at);
        if let Some(title) = title {
            let kept = title.at..title.at + title.value.len();
            self.bytes[kept.clone()].copy_from_slice(&self.body.as_bytes()[kept.clone()]);
            self.marks.push(Mark { range: kept.end..end, what: What::Nothing });
        }
        let fold = folded.then(|| {
            if tag.named(&["open"]).is_some_and(|open| open.value == "true") { Fold::Open } else { Fold::Closed }
        });
        let mut begin = Begin::new(start, None, kind, fold);
        if begin.looks == Looks::Plain {
            begin.looks = Looks::Alert(0);
        }
        self.begins.push(begin);
        self.open.push(Open { by });
        true
    }

    fn picture(&mut self, tag: &Tag<'a>) {
        let Some(path) = tag.get(&["src", "image", "url", "path", "link"], 0).map(|path| path.value.to_owned()) else {
            self.templates.note(&tag.called(), &tag.range);
            return self.take_out(tag.range.clone());
        };
        let caption = tag.named(&["caption", "title"]).filter(|caption| !caption.value.is_empty());
        let alt = tag.named(&["alt"]).map_or_else(String::new, |alt| alt.value.to_owned());
        let caption = caption.map(|caption| caption.at..caption.at + caption.value.len());
        self.cover(tag.range.clone(), What::Picture { path, alt, caption });
    }

    fn site(&mut self, tag: &Tag<'a>, start: &str, title: &str) {
        let whole = tag.get(&["url", "src", "href"], 0).map(|argument| argument.value);
        let is_whole = |address: &&str| address.starts_with("https://") || address.starts_with("http://");
        if let Some(address) = whole.filter(is_whole) {
            let words = tag.named(&["title", "caption"]).map_or(address, |title| title.value).to_owned();
            return self.cover(tag.range.clone(), What::Link { address: address.to_owned(), words });
        }
        let places =
            tag.arguments.iter().filter(|argument| argument.key.is_empty() || matches!(argument.key, "id" | "user"));
        let parts: Vec<&str> = places.map(|argument| argument.value).take(2).collect();
        let id = parts.join("/");
        let is_id =
            !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
        if !is_id {
            self.templates.note(&tag.called(), &tag.range);
            return self.take_out(tag.range.clone());
        }
        let words = tag.named(&["title"]).map_or_else(|| format!("{title}: {id}"), |title| title.value.to_owned());
        self.cover(tag.range.clone(), What::Link { address: format!("{start}{id}"), words });
    }

    fn button(&mut self, tag: &Tag<'a>) {
        let what = if tag.is_end {
            self.templates.buttons.pop().map_or(What::Nothing, |_| What::LinkEnd)
        } else {
            let address = tag.get(&["href", "link", "url", "relref"], 0).map_or("", |address| address.value).to_owned();
            self.templates.buttons.push(address.clone());
            What::LinkStart(address)
        };
        self.cover(tag.range.clone(), what);
    }

    /// One report for each name.
    pub(super) fn report_templates(&mut self) {
        for (name, source) in std::mem::take(&mut self.templates.names) {
            self.problems.push(Problem {
                code: Code::TEMPLATE_CODE,
                message: format!("`{name}` is code of a template language, and is left out"),
                source,
                help: Some("write what it stands for in Markdown, or put it in a code span to show it".into()),
            });
        }
    }
}

/// Arguments as shortcodes, tags and functions have them: `src="a"`, `"a"`, `a`, `(src="a", b=2)`.
fn arguments(text: &str, at: usize) -> Vec<Argument<'_>> {
    const MOST: usize = 30;
    let mut found: Vec<Argument<'_>> = Vec::new();
    let bytes = text.as_bytes();
    let (mut from, mut key) = (0, "");
    while from < bytes.len() && found.len() < MOST {
        match bytes[from] {
            quote @ (b'"' | b'\'' | b'`') => {
                let Some(length) = memchr::memchr(quote, &bytes[from + 1..]) else { break };
                let value = &text[from + 1..from + 1 + length];
                found.push(Argument { key: std::mem::take(&mut key), value, at: at + from + 1, quoted: true });
                from += length + 2;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b'(' | b')' | b'=' | b':' | b'|' => from += 1,
            _ => {
                let first = text[from..].chars().next().map_or(1, char::len_utf8);
                let ends = |c: char| c.is_whitespace() || matches!(c, '=' | ',' | '(' | ')' | '|' | '"' | '\'');
                let end = text[from + first..].find(ends).map_or(text.len(), |length| from + first + length);
                let word = &text[from..end];
                let rest = text[end..].trim_start();
                let is_key = rest.starts_with('=') && !rest.starts_with("==");
                if is_key {
                    key = word;
                } else {
                    found.push(Argument { key: std::mem::take(&mut key), value: word, at: at + from, quoted: false });
                }
                from = end;
            }
        }
    }
    found
}
